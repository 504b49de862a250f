"""What belongs to a whole round: plan, papers, dossiers, meetings, decisions, certificates, for one archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chungtay.accounts.roles import Permission
from chungtay.decisions.models import Certificate
from chungtay.decisions.papers import movement_words
from chungtay.documents.bundle import Piece, order_bundle
from chungtay.documents.models import Document
from chungtay.jobs.models import Job
from chungtay.kit.clock import now
from chungtay.kit.language import in_vietnamese
from chungtay.localities.access import Reader, ReaderRequest, page
from chungtay.movements.models import Movement, Paper
from chungtay.nominations.models import DossierPaper

_FOLDERS = {
    Paper.Stage.LAUNCH: "2 Phát động", Paper.Stage.RUNNING: "3 Theo dõi", Paper.Stage.DOSSIERS: "4 Hồ sơ",
    Paper.Stage.MEETING: "5 Họp xét", Paper.Stage.AWARD: "6 Khen thưởng", Paper.Stage.CLOSING: "8 Tổng kết",
}  # fmt: skip


@in_vietnamese
def round_pieces(movement: Movement) -> list[Piece]:
    """Every paper and file of a round in its order, each once. Drafts that were dropped are no part of it."""
    seen: set[tuple[int | None, int | None]] = set()
    found = []
    for piece in _pieces(movement):
        key = (piece.document, piece.file)
        if key not in seen and key != (None, None):
            seen.add(key)
            found.append(piece)
    return sorted(found, key=lambda piece: piece.folder)


def _pieces(movement: Movement) -> Iterator[Piece]:
    version = movement.plan_version
    yield Piece("1 Kế hoạch", _("Kế hoạch như nhận được"), file=version.source_file_id)
    yield Piece("1 Kế hoạch", _("Kế hoạch do máy soạn"), document=version.document_id)
    dropped = {"document__state": Document.State.VOID, "document__pdf": None}
    for paper in movement.papers.exclude(**dropped).select_related("document"):
        yield Piece(_FOLDERS[Paper.Stage(paper.stage)], paper.document.title, document=paper.document_id)
    for nomination in movement.nominations.select_related("person", "unit"):
        yield Piece("4 Hồ sơ", _("Báo cáo thành tích: %(who)s") % {"who": nomination.nominee},
                    document=nomination.report_id)  # fmt: skip
    files = DossierPaper.objects.filter(nomination__movement=movement).exclude(file=None)
    for each in files.select_related("nomination__person", "nomination__unit", "item"):
        yield Piece("4 Hồ sơ", f"{each.item}: {each.nomination.nominee}", file=each.file_id)
    for meeting in movement.meetings.all():
        day = f"{meeting.held_on:%d/%m/%Y}"
        for label, pk in ((_("Giấy mời họp"), meeting.invitation_id), (_("Phiếu bầu"), meeting.ballot_paper_id),
                          (_("Biên bản họp"), meeting.minutes_id)):  # fmt: skip
            yield Piece("5 Họp xét", f"{label} {day}", document=pk)
    for decision in movement.decisions.exclude(state="dropped"):
        yield Piece("6 Khen thưởng", _("Tờ trình khen thưởng"), document=decision.proposal_id)
        yield Piece("6 Khen thưởng", _("Quyết định khen thưởng"), document=decision.document_id)
        yield Piece("6 Khen thưởng", _("Bản giấy đã ký"), file=decision.signed_copy_id)
    certificates = Certificate.objects.filter(award__decision__movement=movement).exclude(pdf=None)
    for certificate in certificates.select_related("award").order_by("award__decision_id", "award__ordinal"):
        award = certificate.award
        yield Piece("7 Giấy khen", _("Giấy khen của %(who)s") % {"who": award.name}, file=certificate.pdf_id,
                    name=f"giay-khen-{award.ordinal:02}-{award.name}.pdf")  # fmt: skip


def archive_round(*, movement: Movement, by: Reader, at: dt.datetime) -> Job:
    """Asks for the archive of a round; evidence of dossiers is in it, so the reader must be allowed to see them."""
    by.must(Permission.READ_DOSSIERS)
    title = _("Hồ sơ %(movement)s") % {"movement": movement_words(movement)}
    return order_bundle(title=title, pieces=round_pieces(movement), key=f"movement:{movement.pk}", by=by, at=at)


@page(Permission.READ_DOCUMENTS)
@require_POST
def archive(request: ReaderRequest, movement: int) -> HttpResponse:
    """Gives the work to the machine and shows its progress."""
    thing = request.reader.get(Movement.objects.select_related("plan_version", "locality"), pk=movement)
    return redirect(archive_round(movement=thing, by=request.reader, at=now()).get_absolute_url())
