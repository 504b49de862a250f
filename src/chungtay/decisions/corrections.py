"""A wrong word on a list that is signed already: put right by a paper of correction, never silently.

The issued decision keeps its bytes. Line, register and public page say the right words from then on; a certificate that
was printed waits to be printed anew, and its first sheet can no longer be opened for printing.
"""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.decisions.models import Award, Certificate, Correction, Decision
from chungtay.kit.errors import UserError
from chungtay.kit.states import move
from chungtay.localities.access import Reader

WORDS = ("name", "description", "achievement")
OPEN = ("signed", "numbered", "published")


@transaction.atomic
def correct_award(
    *, award: Award, name: str, description: str, achievement: str, paper: str, on: dt.date, by: Reader,
    at: dt.datetime, version: int | None = None,
) -> Correction:  # fmt: skip
    """Puts the words of one line right. `paper`: the document of correction; `on`: its day; `version`: the decision's.

    Raises UserError when nothing changes, the paper is not named, its day lies before the decision or after today, or
    the decision is not signed or annulled.
    """
    decision = Decision.locked(award.decision_id, version=version)
    if decision.state not in OPEN:
        raise UserError(_("Chỉ đính chính quyết định đã ký và chưa hủy. Dự thảo thì bỏ rồi soạn lại từ hồ sơ."))
    locked = Award.objects.select_for_update().get(pk=award.pk)
    before = {word: getattr(locked, word) for word in WORDS}
    after = {"name": _clean(name), "description": _clean(description), "achievement": _clean(achievement)}
    if before == after:
        raise UserError(_("Chưa có chữ nào khác chữ đang ghi. Sửa chữ sai rồi ghi."), field="name")
    if not after["name"] or not after["achievement"]:
        raise UserError(
            _("Tên và thành tích không để trống được."), field="name" if not after["name"] else "achievement"
        )
    if not paper.strip():
        raise UserError(_("Ghi số, ngày của văn bản đính chính."), field="paper")
    signed_on = decision.document.signed_on if decision.document else None
    if on > at.date() or (signed_on and on < signed_on):
        raise UserError(_("Ngày đính chính từ ngày ký quyết định đến hôm nay. Xem lại ngày."), field="on")
    for word, text in after.items():
        setattr(locked, word, text)
    locked.save(update_fields=[*WORDS, "folded"])
    correction = Correction.objects.create(
        award=locked, before=before, after=after, paper=_clean(paper)[:200], on=on, made_by=by.name, made_at=at
    )
    record("award.corrected", by=by, at=at, scope=decision.locality.code, subject=locked, before=before, after=after,
           note=correction.paper)  # fmt: skip
    _take_back(locked, correction, by=by, at=at)
    return correction


def _take_back(award: Award, correction: Correction, *, by: Reader, at: dt.datetime) -> None:
    """A printed certificate waits for its corrected print; the bytes of the wrong one stay stored, and in the log."""
    certificate = Certificate.objects.select_for_update().filter(award=award).first()
    if certificate is None or certificate.state == "prepared":
        return
    before = {"state": certificate.state, "sha256": certificate.pdf.sha256 if certificate.pdf else None}
    row = move(certificate, "correct", roles=by.role_codes, facts={"correction_recorded": True})
    certificate.pdf, certificate.handed_over_on, certificate.run = None, None, None
    certificate.save_next("state", "pdf", "handed_over_on", "run")
    record(row.event, by=by, at=at, scope=award.decision.locality.code, subject=certificate, before=before,
           after={"state": certificate.state}, note=correction.paper)  # fmt: skip


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
