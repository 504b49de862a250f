"""Numbers: running within a year, given once, gaps never filled by themselves, also when two people hurry."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connections

from chungtay.demo.movements import at, worker
from chungtay.demo.people import PLACES, load_place
from chungtay.documents.actions import issue_document, mark_signed, render, rewrite_draft, void_document, write_draft
from chungtay.documents.models import Document, RegisterEntry, StoredFile
from chungtay.documents.queries import next_number, register_lines
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader

DAY = dt.date(2025, 12, 2)
DATA = {
    "issuer": ["Ủy ban nhân dân", "xã Kim Phượng"], "place": "Kim Phượng", "title": "Về việc khen thưởng (mẫu)",
    "power": "Chủ tịch Ủy ban nhân dân xã Kim Phượng", "bases": ["Căn cứ Kế hoạch mẫu"], "award": "Giấy khen",
    "achievement": "đã có thành tích (mẫu)", "individuals": [{"name": "Cán bộ mẫu 07"}], "responsible": "Văn phòng",
    "signature": {"authority": ["CHỦ TỊCH"], "name": "Cán bộ mẫu 02"}, "recipients": ["Lưu: VT"],
}  # fmt: skip


def paper(by: Reader, title: str = "Bản mẫu") -> Document:
    document = write_draft(locality=by.locality, kind="quyet-dinh", title=title, data=DATA, by=by, at=at(DAY))
    return mark_signed(document=document, on=DAY, by=by, at=at(DAY))


def issue(document: Document, by: Reader, dated: dt.date = DAY, number: int | None = None) -> str:
    issue_document(document=document, dated=dated, number=number, by=by, at=at(DAY))
    return RegisterEntry.objects.get(document=document).code


@pytest.fixture
def registrar(place) -> Reader:
    return worker(place, "vanthu", DAY)


def test_numbers_run_on_and_begin_again_with_the_year(registrar):
    codes = [issue(paper(registrar), registrar, dated) for dated in (DAY, DAY, dt.date(2026, 1, 5))]
    assert codes == ["01/QĐ-UBND", "02/QĐ-UBND", "01/QĐ-UBND"]


def test_a_gap_stays_a_gap(registrar):
    assert issue(paper(registrar), registrar, number=5) == "05/QĐ-UBND"
    assert issue(paper(registrar), registrar) == "06/QĐ-UBND"
    assert issue(paper(registrar), registrar, number=3) == "03/QĐ-UBND"  # a paper that was numbered outside the machine
    lines = list(register_lines(list(RegisterEntry.objects.all())))
    assert [(line.number, line.last, line.entry is not None) for line in lines] == [
        (1, 2, False), (3, 3, True), (4, 4, False), (5, 5, True), (6, 6, True)]  # fmt: skip
    assert next_number(locality=registrar.locality, kind="quyet-dinh", year=2025) == 7


@pytest.mark.parametrize("number", [0, -3])
def test_numbers_begin_with_one(registrar, number):
    with pytest.raises(UserError, match="bắt đầu từ 1"):
        issue(paper(registrar), registrar, number=number)


def test_an_annulled_number_is_never_given_again(registrar):
    document = paper(registrar)
    issue(document, registrar, number=2)
    void_document(document=document, reason="Hủy theo quyết định mẫu", by=registrar, at=at(DAY))
    with pytest.raises(UserError, match="Số 2 đã cấp"):
        issue(paper(registrar), registrar, number=2)
    assert RegisterEntry.objects.get(number=2).note == "Hủy theo quyết định mẫu"


def test_an_issued_paper_keeps_its_bytes_and_refuses_new_words(registrar):
    document = paper(registrar)
    issue(document, registrar)
    document.refresh_from_db()
    before = {form: render(document, form) for form in ("pdf", "docx")}
    with pytest.raises(UserError, match="không sửa được nữa"):
        rewrite_draft(document=document, data=DATA, by=registrar, at=at(DAY))
    Document.objects.filter(pk=document.pk).update(data=DATA | {"title": "Khác"}, template_version="sau này")
    document.refresh_from_db()
    assert {form: render(document, form) for form in ("pdf", "docx")} == before


def test_a_void_draft_gets_no_number(registrar):
    document = paper(registrar)
    void_document(document=document, reason="Bỏ", by=registrar, at=at(DAY))
    with pytest.raises(UserError, match="đã hủy"):
        issue(document, registrar)


def test_what_cannot_be_printed_is_told_and_nothing_is_saved(registrar):
    document = write_draft(locality=registrar.locality, kind="quyet-dinh", title="Chữ lạ", by=registrar, at=at(DAY),
                           data=DATA | {"achievement": "thành tích \U0001f600"})  # fmt: skip
    with pytest.raises(UserError, match="Chưa dựng được") as caught:
        issue(document, registrar)
    assert caught.value.details
    assert not RegisterEntry.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_paper_without_the_name_of_its_signer_gets_no_number(registrar):
    data = DATA | {"signature": {"authority": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "name": " "}}
    nameless = write_draft(
        locality=registrar.locality, kind="quyet-dinh", title="Thiếu người ký", data=data, by=registrar, at=at(DAY)
    )
    with pytest.raises(UserError, match=r"chưa có họ tên người ký ở “KT\. CHỦ TỊCH PHÓ CHỦ TỊCH”"):
        issue(nameless, registrar)
    assert not RegisterEntry.objects.exists()
    assert not StoredFile.objects.exists()
    rewrite_draft(document=nameless, data=DATA, by=registrar, at=at(DAY))
    assert issue(nameless, registrar) == "01/QĐ-UBND"  # no number was spent on the first try


@pytest.mark.django_db(transaction=True)
def test_two_registrars_at_once_get_different_numbers():
    registrar = worker(load_place(PLACES[0]), "vanthu", DAY)
    papers = [paper(registrar, f"Bản {n}") for n in range(4)]
    start, faults = threading.Barrier(len(papers)), []

    def hurry(document: Document) -> None:
        try:
            start.wait(timeout=30)
            issue_document(document=document, dated=DAY, by=registrar, at=at(DAY))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=hurry, args=(document,)) for document in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []
    assert sorted(RegisterEntry.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Document.objects.filter(state="issued").count() == 4
