"""What must I do now, by when, and why? The work of one person on one day, a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chungtay.accounts.roles import Permission, Role
from chungtay.councils.models import Meeting
from chungtay.decisions.models import Certificate, Decision
from chungtay.initiatives import queries as initiatives
from chungtay.initiatives.models import Initiative, Recognition
from chungtay.localities.access import Reader
from chungtay.localities.working_days import calendars_of
from chungtay.movements import adjusting
from chungtay.movements.actions import filing_limit
from chungtay.movements.models import Deadline, Movement
from chungtay.movements.queries import limit_of
from chungtay.nominations.models import Nomination
from chungtay.nominations.queries import visible
from chungtay.paperwork.models import Draft
from chungtay.plans.actions import unsettled
from chungtay.plans.models import Plan
from chungtay.web.tasks import Task
from chungtay.web.today_progress import progress_tasks

LIVE = ("running", "collecting", "reviewing", "awarding")


@dataclass(frozen=True)
class Upcoming:
    """One time limit of a running movement with its exact meaning."""

    day: dt.date
    what: str
    meaning: str
    days_left: int
    movement: Movement
    tone: str = ""


def tasks(reader: Reader, on: dt.date) -> list[Task]:
    """The person's open work, most urgent first."""
    found: list[Task] = []
    if Role.CLERK in reader.roles:
        found += _plans(reader)
        found += _adjustments(reader, on)
        found += _checking(reader)
        found += _proposals(reader)
        found += _printing(reader)
        found += _papers(reader)
        found += _initiatives_to_check(reader)
        found += _initiatives_to_judge(reader)
    if Role.UNIT_HEAD in reader.roles or Role.STAFF in reader.roles:
        found += _own_dossiers(reader, on)
    if reader.can(Permission.PROPOSE_INITIATIVES):
        found += _own_initiatives(reader)
    if reader.can(Permission.REPORT_PROGRESS) or reader.can(Permission.VERIFY_PROGRESS):
        found += progress_tasks(reader, on)
    if Role.COUNCIL_SECRETARY in reader.roles:
        found += _meetings(reader)
    if Role.CHAIR in reader.roles:
        found += _signing(reader)
        found += _asked(reader)
        found += _initiatives_to_recognise(reader)
    if Role.REGISTRAR in reader.roles:
        found += _numbering(reader)
        found += _waiting_papers(reader)
    timed = [replace(task, days=(task.due - on).days) if task.due else task for task in found]
    return sorted(timed, key=lambda task: (task.rank, task.due or dt.date.max, task.title))


def nothing_yet(reader: Reader) -> str:
    """What will come to this person, for the day on which nothing waits."""
    words = (
        (Role.CLERK, _("Khi có hồ sơ gửi đến, kế hoạch phải đối chiếu hay giấy khen chờ in, việc hiện ở đây.")),
        (Role.CHAIR, _("Khi có quyết định chờ ký hay đề nghị khen ngoài số lượng, việc hiện ở đây, đứng đầu.")),
        (Role.COUNCIL_SECRETARY, _("Khi cuộc họp xét đã lên lịch, việc của từng bước hiện ở đây.")),
        (Role.REGISTRAR, _("Khi có quyết định đã ký chờ cho số, việc hiện ở đây.")),
        (Role.UNIT_HEAD, _("Khi phong trào nhận hồ sơ, hoặc hồ sơ của đơn vị phải bổ sung, việc hiện ở đây.")),
        (Role.STAFF, _("Khi hồ sơ của anh/chị chờ nộp hoặc phải bổ sung, việc hiện ở đây.")),
    )
    told = next((said for role, said in words if role in reader.roles), "")
    if not told and not reader.can(Permission.READ_MOVEMENTS):
        return _("Chưa có việc nào giao cho tài khoản của anh/chị.")
    return told or _("Vai trò của anh/chị để xem và theo dõi. Mở một phong trào để xem tiến độ và văn bản.")


def _plans(reader: Reader) -> Iterator[Task]:
    plans = reader.scope(Plan).filter(Q(state="draft") | Q(state="issued", movement=None))
    for plan in plans.prefetch_related("versions__reviews"):
        url = reverse("plans:detail", args=[plan.pk])
        open_fields = unsettled(plan.current)
        if plan.state == "issued":
            yield Task(_("Phát động phong trào theo %(plan)s") % {"plan": plan.title}, url,
                       _("Kế hoạch đã ban hành, phong trào chưa bắt đầu."), _("Phát động"), "flag")  # fmt: skip
        elif open_fields:
            why = _("Còn %(count)s mục chưa xác nhận: %(first)s.") % {
                "count": len(open_fields), "first": ", ".join(open_fields[:2])}  # fmt: skip
            yield Task(_("Đối chiếu %(plan)s") % {"plan": plan.title}, url, why, _("Xem tiếp"), "edit")
        else:
            yield Task(_("Đưa vào kế hoạch đã ban hành: %(plan)s") % {"plan": plan.title}, url,
                       _("Đã xác nhận đủ các mục."), _("Mở kế hoạch"), "doc")  # fmt: skip


def _adjustments(reader: Reader, on: dt.date) -> Iterator[Task]:
    """One line a movement for all that ended under it (R-10): what to change stands on the movement's page."""
    for movement, matters in adjusting.open_by_movement(reader, on).items():
        words = ngettext("%(n)s việc: %(what)s.", "%(n)s việc: %(what)s.", len(matters))
        yield Task(
            _("Điều chỉnh kế hoạch: %(movement)s") % {"movement": movement.name},
            f"{reverse('movements:detail', args=[movement.pk])}#dieu-chinh",
            words % {"n": len(matters), "what": "; ".join(matter.title for matter in matters)},
            _("Xem việc điều chỉnh"), "edit", "", open_ended=True,
        )  # fmt: skip


def _checking(reader: Reader) -> Iterator[Task]:
    rows = reader.scope(Nomination).filter(state__in=("submitted", "checking"))
    for nomination in rows.select_related("person__unit", "unit", "movement").annotate(
        open_checks=Count("criterion_checks", filter=~Q(criterion_checks__outcome="met"))
    ):
        why = ngettext("Còn %(n)s tiêu chí chưa xét xong.", "Còn %(n)s tiêu chí chưa xét xong.", nomination.open_checks)
        yield Task(
            _("Kiểm tra hồ sơ của %(name)s") % {"name": nomination.nominee},
            reverse("nominations:detail", args=[nomination.pk]),
            why % {"n": nomination.open_checks} if nomination.open_checks else _("Đã xét hết tiêu chí, chờ kết luận."),
            _("Mở hồ sơ"),
        )


def _proposals(reader: Reader) -> Iterator[Task]:
    rows = reader.scope(Meeting).filter(state="closed", tallies__nomination__state="selected").distinct()
    for meeting in rows.select_related("movement"):
        yield Task(
            _("Trình khen thưởng theo cuộc họp ngày %(day)s") % {"day": f"{meeting.held_on:%d/%m/%Y}"},
            reverse("decisions:list", args=[meeting.movement_id]),
            _("Biên bản đã ký, chưa có tờ trình và dự thảo quyết định."), _("Soạn tờ trình"), "seal",
        )  # fmt: skip


def _printing(reader: Reader) -> Iterator[Task]:
    rows = (
        reader.scope(Certificate, "award__decision__locality")
        .filter(state="prepared", award__decision__state__in=("numbered", "published"))
        .values("award__decision_id")
        .annotate(count=Count("pk"))
        .order_by("award__decision_id")
    )
    for row in rows:
        yield Task(
            _("In %(count)s giấy khen") % {"count": row["count"]},
            reverse("decisions:detail", args=[row["award__decision_id"]]),
            _("Quyết định đã có số; giấy khen chờ in và trao."), _("Mở giấy khen"), "print",
        )  # fmt: skip


def _own_dossiers(reader: Reader, on: dt.date) -> Iterator[Task]:
    rows = visible(reader).filter(state__in=("draft", "incomplete"))
    for nomination in rows.select_related("person__unit", "unit"):
        incomplete = nomination.state == "incomplete"
        words = _("Bổ sung hồ sơ của %(name)s") if incomplete else _("Nộp hồ sơ của %(name)s")
        yield Task(
            words % {"name": nomination.nominee},
            reverse("nominations:detail", args=[nomination.pk]),
            nomination.supplement_request if incomplete else _("Hồ sơ đang soạn, chưa nộp."),
            _("Mở hồ sơ"), "edit", "risk" if incomplete else "", nomination.supplement_due,
        )  # fmt: skip
    if Role.UNIT_HEAD in reader.roles:
        yield from _invitations(reader, on)


def _invitations(reader: Reader, on: dt.date) -> Iterator[Task]:
    """One line for each movement that takes dossiers now, with the limit for handing in, where the plan states one."""
    rows = reader.scope(Movement).filter(state="collecting").prefetch_related("deadlines")
    own = Count("nominations", filter=Q(nominations__nominated_by__in=reader.unit_ids))
    found = rows.select_related("locality__parent__parent__parent").annotate(own=own)
    works = calendars_of(movement.locality for movement in found)
    for movement in found:
        limit = filing_limit(movement.deadlines.all())
        planned, extended = (limit.last_day if limit else None), movement.late_filing_until
        last = max(planned, extended) if planned and extended else planned or extended
        if last and last < on:
            continue
        if last is None:
            words = _("Kế hoạch không nêu hạn nộp hồ sơ.")
        else:
            work = works[movement.locality_id]
            words = limit_of(limit, on, work).meaning if limit and last == planned else _("hết %s") % f"{last:%d/%m/%Y}"
        why = _("Đơn vị đã lập %(n)s hồ sơ.") if movement.own else _("Đơn vị chưa lập hồ sơ nào.")
        yield Task(
            _("Đề nghị khen thưởng trong %(movement)s") % {"movement": movement.name},
            reverse("nominations:list", args=[movement.pk]),
            " ".join([why % {"n": movement.own} if movement.own else why, "" if last else words]).strip(),
            _("Xem hồ sơ") if movement.own else _("Lập hồ sơ"), "people", "", last, words if last else "",
            open_ended=last is None,
        )  # fmt: skip


def _meetings(reader: Reader) -> Iterator[Task]:
    words = {"planned": _("Gửi giấy mời họp ngày %(day)s"), "convened": _("Điểm danh cuộc họp ngày %(day)s"),
             "voting": _("Nhập kết quả kiểm phiếu ngày %(day)s"), "counted": _("Lập biên bản họp ngày %(day)s"),
             "minuted": _("Kết thúc cuộc họp ngày %(day)s")}  # fmt: skip
    for meeting in reader.scope(Meeting).filter(state__in=words).select_related("movement"):
        yield Task(
            words[meeting.state] % {"day": f"{meeting.held_on:%d/%m/%Y}"},
            reverse("councils:detail", args=[meeting.pk]),
            meeting.movement.name, _("Mở cuộc họp"), "vote", "", meeting.held_on,
        )  # fmt: skip


def _initiatives_to_check(reader: Reader) -> Iterator[Task]:
    """Proposals that are whole; of the clerk's own ones it says who looks at them."""
    rows = reader.scope(Initiative).filter(state="proposed", movement__state__in=LIVE)
    rows = rows.exclude(content="").exclude(effect="").exclude(applied_where="").select_related("unit")
    for row in rows.prefetch_related("authors").order_by("proposed_at"):
        own = initiatives.is_own(row, reader)
        words = _("Nhờ thư ký Hội đồng kiểm tra: %s") if own else _("Kiểm tra sáng kiến: %s")
        why = _("Anh/chị là tác giả nên người khác kiểm tra.") if own else _("%(who)s gửi ngày %(day)s.") % {
            "who": row.proposed_by, "day": f"{localtime(row.proposed_at):%d/%m/%Y}"}  # fmt: skip
        yield Task(words % row.title, reverse("initiatives:detail", args=[row.pk]), why, _("Mở đề xuất"), "bulb",
                   open_ended=own)  # fmt: skip


def _initiatives_to_judge(reader: Reader) -> Iterator[Task]:
    """One line a movement for the meeting that is due, one for each decision that is not written yet."""
    waiting = reader.scope(Initiative).filter(state="checked", judgements=None, movement__state__in=LIVE)
    names = waiting.values("movement", "movement__name").annotate(count=Count("pk")).order_by("movement")
    for row in names:
        words = ngettext("Họp xét %(n)s sáng kiến", "Họp xét %(n)s sáng kiến", row["count"])
        yield Task(words % {"n": row["count"]}, reverse("initiatives:sitting", args=[row["movement"]]),
                   row["movement__name"], _("Ghi kết quả xét"), "vote")  # fmt: skip
    acts = reader.scope(Recognition).filter(number="", document=None, movement__state__in=LIVE)
    for act in acts.select_related("movement").annotate(count=Count("initiatives", filter=Q(initiatives__state__in=(
            "recognised", "replicated")))).filter(count__gt=0):  # fmt: skip
        words = ngettext("Soạn quyết định công nhận %(n)s sáng kiến", "Soạn quyết định công nhận %(n)s sáng kiến",
                         act.count)  # fmt: skip
        why = _("Chủ tịch UBND công nhận ngày %s, chưa có số quyết định.") % f"{act.decided_on:%d/%m/%Y}"
        yield Task(words % {"n": act.count}, reverse("paperwork:kind", args=[act.movement_id, "quyet-dinh-sang-kien"]),
                   why, _("Soạn quyết định"), "seal", open_ended=True)  # fmt: skip


def _initiatives_to_recognise(reader: Reader) -> Iterator[Task]:
    judged = reader.scope(Initiative).filter(state="checked", movement__state__in=LIVE, judgements__isnull=False)
    names = judged.values("movement", "movement__name").annotate(count=Count("pk", distinct=True)).order_by("movement")
    for row in names:
        words = ngettext("Công nhận %(n)s sáng kiến", "Công nhận %(n)s sáng kiến", row["count"])
        yield Task(words % {"n": row["count"]}, reverse("initiatives:recognise", args=[row["movement"]]),
                   row["movement__name"], _("Xem và công nhận"), "seal", rank=0)  # fmt: skip


def _own_initiatives(reader: Reader) -> Iterator[Task]:
    """What came back for completion, and what its people began and left unfinished."""
    if not reader.person_id and not reader.unit_ids:
        return
    rows = reader.scope(Initiative).filter(initiatives.mine(reader), movement__state__in=LIVE)
    unfinished = Q(state="proposed") & (Q(content="") | Q(effect="") | Q(applied_where=""))
    for row in rows.filter(Q(state="returned") | unfinished):
        url = reverse("initiatives:edit", args=[row.pk])
        if row.state == "returned":
            yield Task(_("Bổ sung sáng kiến: %s") % row.title, url, row.state_reason, _("Bổ sung"), "edit", "risk")
        else:
            why = _("Còn thiếu: %s.") % ", ".join(initiatives.missing(row))
            yield Task(_("Viết tiếp sáng kiến: %s") % row.title, url, why, _("Viết tiếp"), "edit", open_ended=True)


def _signing(reader: Reader) -> Iterator[Task]:
    rows = reader.scope(Decision).filter(state="drafted", award_level__decided_here=True)
    for decision in rows.select_related("movement").annotate(count=Count("awards")):
        yield Task(
            _("Ký quyết định khen thưởng %(count)s trường hợp") % {"count": decision.count},
            reverse("decisions:detail", args=[decision.pk]), decision.movement.name, _("Xem và ký"), "seal",
            rank=0,
        )  # fmt: skip


def _asked(reader: Reader) -> Iterator[Task]:
    """Awards beyond the quota, which only the chair allows (the plan's own clause)."""
    rows = reader.scope(Nomination).filter(state="extra_requested").select_related("person__unit", "unit")
    for nomination in rows:
        yield Task(
            _("Quyết định khen ngoài số lượng: %(name)s") % {"name": nomination.nominee},
            reverse("nominations:detail", args=[nomination.pk]), nomination.state_reason, _("Xem đề nghị"), "people",
            rank=0,
        )  # fmt: skip


def _papers(reader: Reader) -> Iterator[Task]:
    """Papers begun and not yet sent on: done any day, so they wait below what is due."""
    for draft in reader.scope(Draft).filter(state="drafted").select_related("movement").defer("data", "base"):
        yield Task(
            _("Soạn tiếp: %(paper)s") % {"paper": draft.title}, reverse("paperwork:edit", args=[draft.pk]),
            draft.movement.name, _("Mở bản nháp"), "edit", open_ended=True,
        )  # fmt: skip


def _waiting_papers(reader: Reader) -> Iterator[Task]:
    for draft in reader.scope(Draft).filter(state="waiting").select_related("movement").defer("data", "base"):
        yield Task(
            _("Cho số: %(paper)s") % {"paper": draft.title}, reverse("paperwork:edit", args=[draft.pk]),
            draft.movement.name, _("Cho số"), "book",
        )  # fmt: skip


def _numbering(reader: Reader) -> Iterator[Task]:
    for decision in reader.scope(Decision).filter(state="signed").select_related("movement"):
        yield Task(
            _("Cho số quyết định khen thưởng"), reverse("decisions:detail", args=[decision.pk]), decision.movement.name,
            _("Cho số"), "book",
        )  # fmt: skip


def upcoming(reader: Reader, on: dt.date, *, behind: int = 14) -> list[Upcoming]:
    """Time limits of the live movements, from two weeks ago on, in order of their last day."""
    rows = reader.scope(Deadline, "movement__locality").filter(
        last_day__gte=on - dt.timedelta(days=behind), movement__state__in=LIVE
    )
    found = rows.select_related("movement__locality__parent__parent__parent").order_by("last_day", "position")
    works = calendars_of(row.movement.locality for row in found)
    limits = [limit_of(row, on, works[row.movement.locality_id]) for row in found]
    return [
        Upcoming(row.last_day, limit.act, limit.meaning, limit.days, row.movement, limit.tone)
        for limit in limits
        if (row := limit.deadline).last_day and limit.days is not None
    ]
