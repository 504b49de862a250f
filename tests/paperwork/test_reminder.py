"""One paper from the button to the issued bytes: the reminder, of a movement three days before its filing limit."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest
from form_of_page import form_of

from chungtay.audit.models import Event
from chungtay.demo.rounds import ROUNDS
from chungtay.documents.models import Document
from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.paperwork.actions import open_draft, refresh_draft, save_draft, step_draft
from chungtay.paperwork.models import Draft
from chungtay.typesetting import TEMPLATE_VERSIONS
from support.kept import kept

KIND = "cong-van-don-doc"
NOW = dt.datetime(2025, 12, 2, 9, tzinfo=dt.UTC)
DAY = dt.date(2025, 12, 2)


@pytest.fixture
def clerk(movement, reader_of):
    return reader_of("canbo.kimphuong")


@pytest.fixture
@kept
def collecting(movement):
    ROUNDS["kim-phuong"](movement)
    movement.refresh_from_db()
    return movement


def drafted(movement, by) -> Draft:
    return open_draft(movement=movement, kind=KIND, topic="", by=by, at=NOW, on=DAY)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_draft_names_what_waits_for_its_unit_and_what_is_due(collecting, clerk):
    draft = drafted(collecting, clerk)
    items = {item["what"]: item for item in draft.data["items"]}
    late = collecting.nominations.get(state="draft")
    entry = items[f"Hồ sơ đề nghị khen thưởng của {late.nominee}"]
    assert entry["unit"] == str(late.nominated_by)
    assert entry["now"] == "Đang soạn, chưa nộp"
    assert entry["due"] == "05/12/2025"
    assert any(item["due"] == "05/12/2025" and item["now"] == "Còn 3 ngày" for item in items.values())
    assert "40/KH-UBND" in draft.data["opening"][0]
    assert "symbol" not in draft.data  # nobody but the office knows how it abbreviates its units


def test_pressing_the_button_twice_gives_one_draft(collecting, clerk):
    assert drafted(collecting, clerk) == drafted(collecting, clerk)
    assert Draft.objects.count() == 1


def test_the_number_waits_for_what_is_missing_then_comes_once_from_the_series_of_letters(collecting, clerk, reader_of):
    registrar = reader_of("vanthu.kimphuong")
    draft = drafted(collecting, clerk)
    with pytest.raises(UserError, match="bắt buộc"):
        step_draft(draft=draft, verb="submit", by=clerk, at=NOW, version=draft.version)
    draft = save_draft(draft=draft, data={**draft.data, "symbol": "UBND-VHXH"}, by=clerk, at=NOW, version=draft.version)
    draft = step_draft(draft=draft, verb="submit", by=clerk, at=NOW, version=draft.version)
    with pytest.raises(Forbidden):
        step_draft(draft=draft, verb="issue", by=clerk, at=NOW, version=draft.version, dated=DAY)
    with pytest.raises(UserError, match="ngày ký"):
        step_draft(draft=draft, verb="issue", by=registrar, at=NOW, version=draft.version)
    draft = step_draft(draft=draft, verb="issue", by=registrar, at=NOW, version=draft.version, dated=DAY)
    assert draft.document.register_entry.code == "01/UBND-VHXH"
    assert draft.document.register_entry.series.series == "CV"
    printed = words_of(draft.document.pdf.file.open("rb").read())
    assert "Số: 01/UBND-VHXH" in printed
    assert "ngày 02 tháng 12 năm 2025" in printed
    assert draft.document.template_version == TEMPLATE_VERSIONS["cong-van-don-doc"]
    assert collecting.papers.get(document=draft.document).stage == "running"
    told = list(Event.objects.filter(event__startswith="paper.").order_by("sequence").values_list("event", flat=True))
    assert told == ["paper.drafted", "paper.edited", "paper.submitted", "paper.issued"]


def test_the_secretary_of_the_council_writes_the_papers_of_the_meeting_only(collecting, clerk, reader_of):
    secretary = reader_of("thuky.kimphuong")
    with pytest.raises(Forbidden):
        drafted(collecting, secretary)
    draft = drafted(collecting, clerk)
    with pytest.raises(Forbidden):
        step_draft(draft=draft, verb="drop", by=secretary, at=NOW, version=draft.version)
    sheet = open_draft(movement=collecting, kind="phieu-diem", topic="", by=secretary, at=NOW, on=DAY)
    assert step_draft(draft=sheet, verb="drop", by=secretary, at=NOW, version=sheet.version).state == "dropped"


def test_an_issued_paper_does_not_change_and_a_new_draft_begins_beside_it(collecting, clerk, reader_of):
    draft = drafted(collecting, clerk)
    draft = save_draft(draft=draft, data={**draft.data, "symbol": "UBND-VHXH"}, by=clerk, at=NOW, version=draft.version)
    draft = step_draft(draft=draft, verb="issue", by=reader_of("vanthu.kimphuong"), at=NOW, version=draft.version,
                       dated=DAY)  # fmt: skip
    with pytest.raises(UserError, match="không còn là bản nháp"):
        save_draft(draft=draft, data={}, by=clerk, at=NOW, version=draft.version)
    again = drafted(collecting, clerk)
    assert again.pk != draft.pk
    assert again.data["symbol"] == "UBND-VHXH"  # the office has shown how it abbreviates


def test_a_refresh_follows_the_rows_and_leaves_what_was_typed(collecting, clerk):
    draft = drafted(collecting, clerk)
    rows = [dict(item) for item in draft.data["items"]]
    rows[0]["now"] = "Đã hẹn nộp ngày mai"
    typed = {**draft.data, "items": [*rows, {"what": "Việc tự thêm"}], "subject": "nhắc việc"}
    draft = save_draft(draft=draft, data=typed, by=clerk, at=NOW, version=draft.version)
    collecting.nominations.filter(state="draft").update(state="submitted")
    draft = refresh_draft(draft=draft, by=clerk, at=NOW, on=DAY, version=draft.version)
    said = {item["what"]: item.get("now") for item in draft.data["items"]}
    assert "Hồ sơ đề nghị khen thưởng của Cán bộ mẫu 09" not in said
    assert said[rows[0]["what"]] == "Đã hẹn nộp ngày mai"
    assert "Việc tự thêm" in said
    assert draft.data["subject"] == "nhắc việc"


def test_two_pages_open_at_once_do_not_overwrite_each_other(collecting, clerk):
    draft = drafted(collecting, clerk)
    save_draft(draft=draft, data={**draft.data, "subject": "một"}, by=clerk, at=NOW, version=draft.version)
    with pytest.raises(Stale):
        save_draft(draft=draft, data={**draft.data, "subject": "hai"}, by=clerk, at=NOW, version=draft.version)


# ------------------------------------------------------------------ pages


def test_the_clerk_walks_from_the_page_of_the_movement_to_the_paper(collecting, client_of):
    client = client_of("canbo.kimphuong")
    listed = client.get(f"/giay-to/{collecting.pk}/").content.decode()
    assert "Công văn đôn đốc" in listed
    assert client.get(f"/phong-trao/{collecting.pk}/").content.decode().count(f"/giay-to/{collecting.pk}/") >= 1
    opened = client.post(f"/giay-to/{collecting.pk}/{KIND}/soan", follow=True)
    page = opened.content.decode()
    assert "Còn phải điền" in page
    assert 'href="#o-symbol"' in page
    assert "data:image/png;base64," in page
    draft = Draft.objects.get()
    sent = form_of(page) | {"symbol": "UBND-VHXH", "answer_by": "10/12/2025"}
    saved = client.post(f"/giay-to/nhap/{draft.pk}/", sent, follow=True).content.decode()
    assert "Đã đủ các mục bắt buộc" in saved
    draft.refresh_from_db()
    assert draft.data["answer_by"] == "2025-12-10"
    assert draft.data["items"] == draft.base["items"]  # what was not touched went there and back unchanged
    for form in ("pdf", "docx"):
        assert client.get(f"/giay-to/nhap/{draft.pk}/tep.{form}").status_code == 200
    client.post(f"/giay-to/nhap/{draft.pk}/buoc", {"verb": "submit", "version": draft.version})
    registrar = client_of("vanthu.kimphuong")
    draft.refresh_from_db()
    done = registrar.post(
        f"/giay-to/nhap/{draft.pk}/buoc", {"verb": "issue", "version": draft.version, "dated": "02/12/2025"}
    )
    document = Document.objects.get(kind=KIND)
    assert done["Location"] == f"/van-ban/{document.pk}/"


def test_rows_come_and_go_without_script(collecting, clerk, client_of):
    client, draft = client_of("canbo.kimphuong"), drafted(collecting, clerk)
    address, before = f"/giay-to/nhap/{draft.pk}/", len(draft.data["items"])
    page = client.get(address).content.decode()
    added = client.post(address, form_of(page) | {"add": "items"}, follow=True).content.decode()
    assert f'name="items-{before}-what"' in added
    client.post(address, form_of(added) | {f"items-{before}-what": "Việc thêm"})
    draft.refresh_from_db()
    assert draft.data["items"][-1] == {"what": "Việc thêm"}
    page = client.get(address).content.decode()
    client.post(address, form_of(page) | {"remove": "items-0"})
    draft.refresh_from_db()
    assert len(draft.data["items"]) == before


def test_the_preview_shows_what_is_typed_and_keeps_nothing(collecting, clerk, client_of):
    client, draft = client_of("canbo.kimphuong"), drafted(collecting, clerk)
    page = client.get(f"/giay-to/nhap/{draft.pk}/").content.decode()
    shown = client.post(f"/giay-to/nhap/{draft.pk}/xem", form_of(page) | {"subject": "xem thử"})
    assert "data:image/png;base64," in shown.content.decode()
    assert draft.data == Draft.objects.get().data


def test_readers_read_and_only_the_clerk_writes(collecting, client_of):
    chair = client_of("vanthu.kimphuong")
    assert chair.get(f"/giay-to/{collecting.pk}/").status_code == 200
    assert chair.post(f"/giay-to/{collecting.pk}/{KIND}/soan").status_code == 403
    assert client_of("nhanvien.kimphuong").get(f"/giay-to/{collecting.pk}/").status_code == 403
