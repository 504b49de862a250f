"""Numbers in a hurry, in real transactions on real connections: none is given twice, none is given and crossed out."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connections
from test_numbers import DATA, issue, paper

from chungtay.demo.movements import at, worker
from chungtay.demo.people import PLACES, load_place
from chungtay.documents.actions import issue_document, store_file, void_document
from chungtay.documents.models import Document, NumberGap, NumberSeries, RegisterEntry, SignedCopy, StoredFile
from chungtay.documents.queries import register_lines
from chungtay.documents.register_actions import explain_gap
from chungtay.documents.signature_actions import block_of, complete_signature, prepare_signature
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.signing import Role, sign_block
from support.pki import authority
from support.tsa import timestamp_service

pytestmark = pytest.mark.django_db(transaction=True)
DAY, AT = dt.date(2025, 12, 2), at(dt.date(2025, 12, 2))


@pytest.fixture
def registrar() -> Reader:
    return worker(load_place(PLACES[0]), "vanthu", DAY)


def all_at_once(works: Sequence[Callable[[], object]]) -> list[str]:
    """Runs them together; the refusals that people were told. Anything else that happens fails the test."""
    start, told, faults = threading.Barrier(len(works)), [], []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            work()
        except UserError as refused:
            told.append(refused.message)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []
    return told


def give(document: Document, by: Reader, number: int | None = None) -> Callable[[], object]:
    return lambda: issue_document(document=document, dated=DAY, number=number, by=by, at=AT)


def numbers() -> list[int]:
    return sorted(RegisterEntry.objects.values_list("number", flat=True))


def test_one_number_asked_for_by_four_goes_to_one(registrar):
    told = all_at_once([give(paper(registrar, f"Bản {n}"), registrar, 7) for n in range(4)])
    assert numbers() == [7]
    assert len(told) == 3
    assert all("Số 7 đã cấp cho văn bản khác. Số kế tiếp là 8" in each for each in told)
    assert Document.objects.filter(state="issued").count() == 1
    assert Document.objects.filter(state="signed").count() == 3  # the refused wait on, nothing half done


def test_one_paper_issued_by_two_people_takes_one_number(registrar):
    document = paper(registrar)
    told = all_at_once([give(document, registrar), give(document, registrar)])
    assert numbers() == [1]
    assert len(told) == 1
    assert "đã có số 01/QĐ-UBND" in told[0]


def test_the_next_number_and_its_crossing_out_never_both_happen(registrar):
    issue(paper(registrar), registrar)
    series = NumberSeries.objects.get()

    def cross_out() -> None:
        explain_gap(series=series, first=2, last=3, reason="skipped", note="Nhảy số (mẫu)", by=registrar, at=AT)

    told = all_at_once(
        [give(paper(registrar, "Bản 2"), registrar), cross_out, give(paper(registrar, "Bản 3"), registrar)]
    )
    given, series = numbers(), NumberSeries.objects.get()
    crossed = {n for gap in NumberGap.objects.all() for n in range(gap.first, gap.last + 1)}
    assert not crossed & set(given)
    assert len(given) == 3  # both papers got one, before the gap or after it
    assert len(told) == (0 if crossed else 1)
    assert series.last == max([*given, *crossed])
    assert all(line.entry or line.gap for line in register_lines(series.entries.all(), series.gaps.all()))


def test_a_number_annulled_meanwhile_is_not_given_again(registrar):
    first = paper(registrar)
    issue(first, registrar)
    works = [give(paper(registrar, f"Bản {n}"), registrar) for n in range(3)]
    works.append(lambda: void_document(document=first, reason="Hủy mẫu", by=registrar, at=AT))
    assert all_at_once(works) == []
    assert numbers() == [1, 2, 3, 4]
    assert RegisterEntry.objects.get(number=1).document_id == first.pk


def test_the_same_file_sent_twice_at_once_is_kept_once(registrar):
    content, kept = b"%PDF-1.7 mau" * 1000, []

    def keep() -> None:
        kept.append(store_file(locality=registrar.locality, name="a.pdf", media_type="application/pdf", content=content,
                               at=AT).pk)  # fmt: skip

    assert all_at_once([keep] * 4) == []
    assert len(kept) == 4
    assert len(set(kept)) == 1
    stored = StoredFile.objects.get()
    assert len(list(Path(stored.file.path).parent.iterdir())) == 1  # and no copy left on the disk


def test_one_answer_sent_twice_at_once_is_one_signed_copy(registrar, settings, tmp_path):
    """With a timestamp service the two completed files differ, so only the lock can tell them from two signatures."""
    settings.SIGNING_TRUST = tmp_path
    made = issue_and_load(registrar)
    identity = authority().identity(DATA["signature"]["name"])
    waiting = prepare_signature(
        document=made,
        certificate=identity.certificate.public_bytes(Encoding.PEM),
        role=Role.PERSON,
        by=registrar,
        at=AT,
    )
    answer = json.dumps(sign_block(json.loads(block_of(waiting)), identity)).encode()
    with timestamp_service(authority().timestamper()) as service:
        settings.SIGNING_TSA = {"URL": service.url, "USER": "", "PASSWORD": ""}
        told = all_at_once([lambda: complete_signature(document=made, answer=answer, by=registrar, at=AT)] * 3)
    assert SignedCopy.objects.count() == 1
    assert len(told) == 2
    assert all("không còn chờ" in each or "đã có thêm chữ ký khác" in each for each in told)


def issue_and_load(registrar: Reader) -> Document:
    document = paper(registrar)
    issue(document, registrar)
    return Document.objects.get(pk=document.pk)


def test_two_communes_and_two_years_count_apart_at_the_same_time(registrar):
    other = worker(load_place(PLACES[1]), "vanthu", DAY)
    papers = [(paper(by, f"Bản {n}"), by, dt.date(2025 + n % 2, 12, 2)) for by in (registrar, other) for n in range(4)]
    works = [
        lambda one=one, by=by, day=day: issue_document(document=one, dated=day, by=by, at=AT) for one, by, day in papers
    ]
    assert all_at_once(works) == []
    assert NumberSeries.objects.count() == 4
    assert sorted(RegisterEntry.objects.values_list("number", flat=True)) == [1, 1, 1, 1, 2, 2, 2, 2]
    assert set(NumberSeries.objects.values_list("last", flat=True)) == {2}
