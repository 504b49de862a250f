"""A long print run in the background: killed anywhere, it goes on; nobody is printed or counted twice."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.db.models import Model
from django.urls import reverse

from chungtay.audit.models import Event
from chungtay.decisions import jobs, printing
from chungtay.decisions.actions import new_code
from chungtay.decisions.jobs import run_certificates
from chungtay.decisions.models import Certificate, Decision
from chungtay.demo.movements import at
from chungtay.documents.models import StoredFile
from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace
from chungtay.jobs.progress import Progress
from chungtay.jobs.transitions import claim

pytestmark = pytest.mark.django_db
MANY = 12
SIGNED = dt.date(2025, 12, 2)
ODD = {3: "<b>Tổ & 'đội' \"một\"</b>", 4: "Nguyễn Thị Mẫu Ở", 5: "Ủy ban Mặt trận và các tổ chức " * 4}


class Killed(BaseException):
    """What SIGKILL does: nothing after it runs, an open transaction is lost."""


@pytest.fixture
def decision(kim_phuong) -> Decision:
    """A numbered decision with many awards, some with names that break careless programs."""
    made = kim_phuong.number()
    (model, *_rest) = made.awards.order_by("ordinal")
    for ordinal in range(3, MANY + 1):
        nomination = _again(model.nomination, subject="household", household=f"Hộ mẫu {ordinal:02d}")
        name = ODD.get(ordinal, f"Hộ mẫu {ordinal:02d}")
        award = _again(model, nomination=nomination, ordinal=ordinal, name=name)
        Certificate.objects.create(award=award, code=new_code(), state="prepared")
    return made


def _again(row: Model, **changes: object) -> Any:
    """A row like this one."""
    names = [f.name for f in row._meta.concrete_fields if not f.primary_key]
    return type(row)._default_manager.create(**{n: getattr(row, n) for n in names} | changes)


def asked(decision: Decision, client, **typed: str) -> Job:
    how = {"who": "all", "border": "picture", "bundle": "pdf", "right": "0", "down": "0"} | typed
    answer = client.post(reverse("decisions:print", args=[decision.pk]), how)
    assert answer.status_code == 302, answer.content.decode()
    return Job.objects.get(kind=jobs.KIND)


def attempt(job: Job) -> dict:
    """One worker takes the job and runs it to its end."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=Job.State.WAITING)  # the sweeper's finding
    claimed = claim(job.pk, task_result_id=job.task_result_id, worker="test", pace=Pace())
    assert claimed is not None
    return run_certificates(Progress(*claimed), **job.arguments)


@pytest.mark.parametrize("bundle", ["pdf", "zip"])
def test_a_run_killed_three_times_prints_everybody_once(decision, client_of, monkeypatch, bundle):
    monkeypatch.setattr(printing, "MOST_AT_ONCE", 1)
    clerk = client_of("canbo.kimphuong")
    job = asked(decision, clerk, bundle=bundle)
    real = {"store_file": printing.store_file, "join": jobs.store_file}

    def dies_at(count: int):
        left = iter(range(count))

        def store(**kept):
            if next(left, None) is None:
                raise Killed
            return real["store_file"](**kept)

        return store

    for lives in (0, 4, 5):  # in the first unit, in the middle, near the end: within the transaction of one sheet
        monkeypatch.setattr(printing, "store_file", dies_at(lives))
        with pytest.raises(Killed):
            attempt(job)
        printed = Certificate.objects.exclude(state="prepared")
        assert all(c.pdf_id and c.prints == 1 for c in printed)
    monkeypatch.setattr(printing, "store_file", real["store_file"])
    monkeypatch.setattr(jobs, "store_file", dies_at(0))  # every sheet done, the run itself not yet kept
    with pytest.raises(Killed):
        attempt(job)
    assert Certificate.objects.filter(state="printed").count() == MANY
    monkeypatch.setattr(jobs, "store_file", real["join"])
    result = attempt(job)

    rows = list(Certificate.objects.order_by("award__ordinal"))
    assert {(c.state, c.prints) for c in rows} == {("printed", 1)}
    events = Counter(Event.objects.filter(event="certificate.printed").values_list("object_id", flat=True))
    assert events == {str(c.pk): 1 for c in rows}
    assert StoredFile.objects.filter(name__startswith="giay-khen-", name__endswith=".pdf").count() == MANY + (
        bundle == "pdf"
    )
    sent = clerk.get(result["url"]).content
    if bundle == "zip":
        archive = zipfile.ZipFile(io.BytesIO(sent))
        sheets = [pypdfium2.PdfDocument(archive.read(name))[0] for name in archive.namelist()]
    else:
        sheets = list(pypdfium2.PdfDocument(sent))
    read = [zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())[0].text for sheet in sheets]
    assert read == [printing.verify_url(c.code) for c in rows]
    for sheet, certificate in zip(sheets, rows, strict=True):
        said = "".join(sheet.get_textpage().get_text_bounded().split())
        assert "".join(certificate.award.name.split()) in said


def test_a_sheet_that_does_not_fit_is_named_before_anything_is_counted(decision, client_of, monkeypatch):
    monkeypatch.setattr(printing, "MOST_AT_ONCE", 1)
    bad = decision.awards.get(ordinal=7)
    bad.achievement = "Thành tích rất dài " * 400
    bad.save()
    clerk = client_of("canbo.kimphuong")
    job = asked(decision, clerk)
    with pytest.raises(printing.UserError, match=f"7. {bad.name} "):
        attempt(job)
    assert set(Certificate.objects.values_list("state", flat=True)) == {"prepared"}
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)  # what the worker makes of a refusal
    others = Job.objects.exclude(pk=job.pk)
    answer = clerk.post(reverse("decisions:print", args=[decision.pk]), {"numbers": "1-6, 8-", "border": "picture"})
    assert answer.status_code == 302
    attempt(others.get())
    states = dict(Certificate.objects.values_list("award__ordinal", "state"))
    assert states == {n: "prepared" if n == 7 else "printed" for n in range(1, MANY + 1)}


def test_a_sheet_printed_elsewhere_meanwhile_is_not_in_the_run(decision, client_of, monkeypatch, kim_phuong):
    monkeypatch.setattr(printing, "MOST_AT_ONCE", 1)
    clerk = client_of("canbo.kimphuong")
    job = asked(decision, clerk)
    page = reverse("decisions:print", args=[decision.pk])
    assert clerk.post(page, {"who": "all"}).url == job.get_absolute_url()  # pressed twice
    refused = clerk.post(page, {"numbers": "5"})
    assert (refused.status_code, Job.objects.count()) == (400, 1)
    assert "đang chạy và có những giấy này" in refused.content.decode()
    assert "Lượt in ở trên chưa xong" in clerk.get(reverse("decisions:detail", args=[decision.pk])).content.decode()
    printing.print_certificate(
        certificate=Certificate.objects.get(award__ordinal=5), by=kim_phuong.by("canbo"), at=at(SIGNED)
    )
    run = pypdfium2.PdfDocument(clerk.get(attempt(job)["url"]).content)
    assert len(run) == MANY - 1
    assert set(Certificate.objects.values_list("state", "prints")) == {("printed", 1)}


def test_a_jam_at_one_sheet_is_printed_from_there_to_the_end_in_the_order_asked_for(decision, client_of, monkeypatch):
    """First in the order of the ceremony, then, after a jam, from a number on; killed between two sheets."""
    clerk, page = client_of("canbo.kimphuong"), reverse("decisions:print", args=[decision.pk])
    first = clerk.post(page, {"numbers": "9, 2-4, 12", "border": "picture"})
    sheets = pypdfium2.PdfDocument(clerk.get(first.url).content)
    by_number = {c.award.ordinal: c for c in Certificate.objects.select_related("award")}
    assert read(sheets) == [printing.verify_url(by_number[n].code) for n in (9, 2, 3, 4, 12)]
    clerk.post(page, {"who": "all", "border": "picture"})
    monkeypatch.setattr(printing, "MOST_AT_ONCE", 1)
    again = reverse("decisions:reissue", args=[decision.pk])
    typed = {"numbers": "7-", "reason": "Kẹt giấy ở tờ 7", "handed_over": "no", "border": "picture"}
    assert clerk.post(again, typed).status_code == 302
    job = Job.objects.get()
    left = iter(range(3))

    def dies(**told):
        if next(left, None) is None:
            raise Killed
        return real(**told)

    real = printing.print_again
    monkeypatch.setattr(printing, "print_again", dies)
    with pytest.raises(Killed):
        attempt(job)
    monkeypatch.setattr(printing, "print_again", real)
    run = pypdfium2.PdfDocument(clerk.get(attempt(job)["url"]).content)
    assert read(run) == [printing.verify_url(by_number[n].code) for n in range(7, MANY + 1)]
    assert dict(Certificate.objects.values_list("award__ordinal", "prints")) == {
        n: 1 + (n >= 7) for n in range(1, MANY + 1)
    }
    assert Event.objects.filter(event="certificate.printed_again", note="Kẹt giấy ở tờ 7").count() == MANY - 6
    # Nothing left the office, so the public page hears nothing of it.
    assert "Đã in lại" not in clerk.get(f"/K/{by_number[8].code}").content.decode()


def read(sheets) -> list[str]:
    return [zxingcpp.read_barcodes(sheet.render(scale=3).to_pil())[0].text for sheet in sheets]


def test_handing_over_by_the_list_of_the_ceremony(decision, client_of, monkeypatch):
    clerk = client_of("canbo.kimphuong")
    clerk.post(reverse("decisions:print", args=[decision.pk]), {"who": "all", "border": "picture"})
    page = reverse("decisions:hand-over", args=[decision.pk])
    refused = clerk.post(page, {"numbers": "3, 99", "on": "02/12/2025"})
    assert refused.status_code == 400
    assert "Không chọn được số 99" in refused.content.decode()
    clerk.post(page, {"numbers": "3, 1", "on": "02/12/2025"})
    monkeypatch.setattr(printing, "MOST_AT_ONCE", 1)
    assert clerk.post(page, {"who": "all", "on": "02/12/2025"}).status_code == 302
    job = Job.objects.get()
    claimed = claim(job.pk, task_result_id=job.task_result_id, worker="test", pace=Pace())
    assert claimed is not None
    jobs.record_hand_over(Progress(*claimed), **job.arguments)
    assert set(Certificate.objects.values_list("state", flat=True)) == {"handed_over"}
    assert Event.objects.filter(event="certificate.handed_over").count() == MANY
