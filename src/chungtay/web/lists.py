"""The long lists for Excel, with the filter of their pages: people, dossiers of a movement, papers, the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chungtay import typesetting
from chungtay.accounts.roles import Permission
from chungtay.audit.models import Event
from chungtay.documents import queries as papers_kept
from chungtay.documents import sheets
from chungtay.documents.register_views import XLSX
from chungtay.kit.clock import today
from chungtay.kit.states import state_of
from chungtay.kit.text import year_in
from chungtay.localities import queries as people_kept
from chungtay.localities.access import ReaderRequest, page
from chungtay.movements.models import Movement
from chungtay.nominations import listing
from chungtay.nominations.queries import visible
from chungtay.progress.board import open_board
from chungtay.progress.filters import Filter
from chungtay.web.events import event_words


@page(Permission.READ_MOVEMENTS)
@require_GET
def people(request: ReaderRequest) -> HttpResponse:
    """Who works where today, without accounts: the list goes to others."""
    groups = people_kept.groups(request.reader, today(), query=_words(request))
    rows = [
        (person.full_name, person.title, str(group.unit or ""), person.get_category_display(), person.valid_from)
        for group in groups
        for person in group.people
    ]
    heads = ((_("Họ và tên"), 26), (_("Chức danh"), 34), (_("Đơn vị"), 34), (_("Đối tượng"), 22), (_("Từ ngày"), 12))
    return _workbook(request, _("Người và đơn vị"), "nguoi-va-don-vi", heads, rows)


@page(Permission.READ_DOSSIERS)
@require_GET
def dossiers(request: ReaderRequest, movement: int) -> HttpResponse:
    """Dossiers of a movement in the order of the page, with the machine's advice and where each stands."""
    found = request.reader.get(Movement.objects.select_related("locality__parent", "plan_version"), pk=movement)
    kept = listing.filtered(visible(request.reader).filter(movement=found), request.GET.dict())
    rows = list(
        listing.urgent_first(kept.select_related("person__unit", "unit", "award_level", "nominated_by", "locality"))
    )
    listing.with_verdicts(rows, found, today())
    cells = [
        (
            str(row.nominee), row.description, row.get_subject_display(), str(row.award_level),
            str(row.nominated_by or ""), localtime(row.submitted_at).date() if row.submitted_at else None,
            str(row.verdict[1]) if row.verdict else "", str(state_of(row).staff_label), row.achievement,  # type: ignore[attr-defined]
        )
        for row in rows
    ]  # fmt: skip
    heads = (
        (_("Đề nghị khen"), 28), (_("Chức danh, đơn vị"), 30), (_("Loại"), 12), (_("Mức khen"), 26),
        (_("Đơn vị đề nghị"), 26), (_("Ngày nộp"), 12), (_("Máy đề xuất"), 18), (_("Tình trạng"), 18),
        (_("Thành tích"), 60),
    )  # fmt: skip
    return _workbook(request, _("Hồ sơ đề nghị khen thưởng"), f"ho-so-{movement}", heads, cells, about=found.name)


@page(Permission.READ_MOVEMENTS)
@require_GET
def progress(request: ReaderRequest, movement: int) -> HttpResponse:
    """Targets of a movement with the verified figures of the commune and of each unit, as the board shows them."""
    rows = Movement.objects.select_related("locality__parent", "plan_version").prefetch_related("targets", "deadlines")
    found = request.reader.get(rows, pk=movement)
    board = open_board(found, today(), request.GET.get("ky", ""))
    chosen = Filter.of(request.GET, board)
    units = chosen.units(board)
    cells = [
        (
            row.line.title, row.line.planned, row.commune.parts, row.commune.judged.label, row.commune.why,
            *(text for cell in row.cells for text in (cell.parts, "" if cell.blank else cell.judged.label)),
        )
        for row in chosen.rows(board)
    ]  # fmt: skip
    heads = [(_("Chỉ tiêu"), 50), (_("Kế hoạch"), 14), (_("Toàn xã"), 22), (_("Tình trạng"), 16), (_("Vì sao"), 44)]
    heads += [pair for unit in units for pair in ((str(unit), 20), (_("Tình trạng"), 16))]
    return _workbook(request, _("Tiến độ thực hiện chỉ tiêu"), f"tien-do-{movement}", heads, cells, about=found.name)


@page(Permission.READ_DOCUMENTS)
@require_GET
def documents(request: ReaderRequest) -> HttpResponse:
    """The papers that the filter leaves, newest first."""
    kind, year = request.GET.get("loai", ""), request.GET.get("nam", "")
    kept = papers_kept.papers(request.reader, kind=kind, year=year_in(year))
    names = {slug: each.name for slug, each in typesetting.KINDS.items()}
    rows = [
        (
            paper.title, names.get(paper.kind, paper.kind), getattr(getattr(paper, "register_entry", None), "code", ""),
            getattr(getattr(paper, "register_entry", None), "dated", None) or localtime(paper.created_at).date(),
            str(paper.get_state_display()),
        )
        for paper in papers_kept.matching(kept, _words(request))
    ]  # fmt: skip
    heads = ((_("Trích yếu"), 60), (_("Loại"), 26), (_("Số, ký hiệu"), 18), (_("Ngày"), 12), (_("Tình trạng"), 16))
    return _workbook(request, _("Danh mục văn bản"), "van-ban", heads, rows)


@page(Permission.READ_AUDIT)
@require_GET
def audit(request: ReaderRequest) -> HttpResponse:
    """Who did what and when, with the chain of digests, for an inspection."""
    events = Event.objects.filter(scope=request.reader.locality.code).order_by("-sequence")
    if query := _words(request):
        events = events.filter(Q(object_label__icontains=query) | Q(actor_name__icontains=query) | Q(event=query))
    rows = (
        (each.sequence, f"{localtime(each.at):%d/%m/%Y %H:%M:%S}", each.actor_name, str(event_words(each.event)),
         each.object_label, each.note, each.digest)
        for each in events.iterator()
    )  # fmt: skip
    heads = (
        (_("Số"), 8), (_("Lúc"), 20), (_("Người làm"), 26), (_("Việc"), 34), (_("Đối tượng"), 40), (_("Ghi chú"), 30),
        (_("Mã chuỗi"), 68),
    )  # fmt: skip
    return _workbook(request, _("Nhật ký"), "nhat-ky", heads, rows)


def _words(request: ReaderRequest) -> str:
    return request.GET.get("q", "").strip()[:80]


def _workbook(
    request: ReaderRequest,
    title: str,
    name: str,
    heads: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[sheets.Value]],
    *,
    about: str = "",
) -> HttpResponse:
    said = [about] if about else []
    said += [_("lọc theo “%(words)s”") % {"words": words}] if (words := _words(request)) else []
    said.append(_("tính đến ngày %(day)s") % {"day": f"{today():%d/%m/%Y}"})
    note = ", ".join(said)
    content = sheets.workbook(
        office=request.reader.locality.committee_in_full.upper(), title=title, note=note[:1].upper() + note[1:],
        columns=[sheets.Column(head, width) for head, width in heads], rows=rows,
    )  # fmt: skip
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
