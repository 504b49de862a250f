"""A wrong name found after printing: put right by a paper, old sheet out of the way, the public told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from reading_papers import words

from chungtay.audit.models import Event
from chungtay.decisions import printing
from chungtay.decisions.corrections import correct_award
from chungtay.decisions.models import Certificate, Correction, Decision
from chungtay.demo.movements import at
from chungtay.documents.models import StoredFile
from chungtay.kit.errors import UserError

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)
PAPER = "Công văn số 90/UBND-VHXH ngày 02/12/2025"


def test_a_wrong_name_on_a_certificate_that_was_handed_over(kim_phuong, client_of, client):
    (_unit, certificate) = kim_phuong.print()
    decision, award, clerk = Decision.objects.get(), certificate.award, client_of("canbo.kimphuong")
    printing.hand_over_certificate(certificate=certificate, on=DAY, by=kim_phuong.by("canbo"), at=at(DAY))
    wrong, issued = award.name, decision.document.pdf.sha256
    first = StoredFile.objects.get(pk=Certificate.objects.get(pk=certificate.pk).pdf_id)
    page = reverse("decisions:correct", args=[decision.pk, award.pk])
    assert wrong in clerk.get(page).content.decode()
    typed = {"name": "Cán bộ mẫu  Ở <b>", "description": award.description, "achievement": award.achievement,
             "paper": PAPER, "on": "02/12/2025", "version": decision.version}  # fmt: skip
    assert clerk.post(page, typed | {"paper": ""}).status_code == 400
    assert clerk.post(page, typed).status_code == 302

    certificate.refresh_from_db()
    award.refresh_from_db()
    assert (award.name, award.ordinal) == ("Cán bộ mẫu Ở <b>", 2)
    assert (certificate.state, certificate.pdf, certificate.handed_over_on) == ("prepared", None, None)
    told = Event.objects.get(event="award.corrected")
    assert (told.before["name"], told.after["name"], told.note) == (wrong, award.name, PAPER)
    assert Event.objects.get(event="certificate.corrected").before["sha256"] == first.sha256
    first.file.open("rb").close()  # the wrong sheet is kept
    decision.document.refresh_from_db()
    assert decision.document.pdf.sha256 == issued

    answer = clerk.post(reverse("decisions:print", args=[decision.pk]), {"numbers": "2", "border": "picture"})
    sheet = words(clerk.get(answer.url).content)
    assert "Ở <b>" in sheet
    assert wrong not in sheet
    assert "Số sổ vàng: 02" in sheet
    public = client.get(f"/K/{certificate.code}").content.decode()
    assert "Đính chính" in public
    assert "02/12/2025" in public
    assert "Ở &lt;b&gt;" in public
    assert wrong not in public
    register = clerk.get(reverse("decisions:register")).content.decode()
    assert "Ở &lt;b&gt;" in register
    assert "Đã in; đính chính 02/12/2025" in register
    assert "In bản đã đính chính" in clerk.get(reverse("decisions:print-log", args=[decision.pk])).content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Chưa có chữ nào khác"),
        ({"name": " "}, "không để trống"),
        ({"name": "Tên đúng", "paper": " "}, "văn bản đính chính"),
        ({"name": "Tên đúng", "on": DAY + dt.timedelta(1)}, "Ngày đính chính"),
        ({"name": "Tên đúng", "on": DAY - dt.timedelta(1)}, "Ngày đính chính"),
    ],
)
def test_a_correction_without_ground_is_refused(kim_phuong, changes, told):
    award = kim_phuong.sign().awards.first()
    given = {"name": award.name, "description": award.description, "achievement": award.achievement, "paper": PAPER,
             "on": DAY}  # fmt: skip
    with pytest.raises(UserError, match=told):
        correct_award(award=award, by=kim_phuong.by("canbo"), at=at(DAY), **(given | changes))
    assert not Correction.objects.exists()


def test_a_draft_is_not_corrected_but_written_anew(kim_phuong):
    award = kim_phuong.propose().awards.first()
    with pytest.raises(UserError, match="bỏ rồi soạn lại"):
        correct_award(award=award, name="Tên đúng", description="", achievement="Đủ", paper=PAPER, on=DAY,
                      by=kim_phuong.by("canbo"), at=at(DAY))  # fmt: skip
