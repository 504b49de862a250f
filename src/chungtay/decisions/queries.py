"""Reads of decisions: what waits to be proposed, the register of awards, what the law leaves open."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from chungtay import law
from chungtay.accounts.roles import Role
from chungtay.audit.models import Event
from chungtay.councils.models import Attendance, Meeting, Member, Tally
from chungtay.decisions.actions import ORDER
from chungtay.decisions.models import Award, Certificate, Decision, Payment
from chungtay.decisions.papers import authority_of, award_form
from chungtay.documents.actions import number_of
from chungtay.kit.models import valid_on
from chungtay.kit.states import state_of
from chungtay.kit.text import fold
from chungtay.law.records import Recorded
from chungtay.law.rules import Value
from chungtay.localities.access import Reader
from chungtay.localities.belonging import superior_on
from chungtay.localities.models import Appointment, Locality
from chungtay.localities.rules import law_on
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations.models import Nomination, Subject

SIGNED = ("signed", "numbered", "published", "annulled")
IN_REGISTER = ("numbered", "published", "annulled")


@dataclass
class Waiting:
    """What one closed meeting selected at one level and no decision lists yet."""

    meeting: Meeting
    level: AwardLevel
    nominations: list[Nomination] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.meeting.pk}-{self.level.pk}"


def waiting(movement: Movement) -> list[Waiting]:
    """Per closed meeting and level, the selected dossiers in the order of the list to come."""
    rows = Tally.objects.filter(
        meeting__movement=movement, meeting__state="closed", nomination__state__in=("selected", "proposed"),
        nomination__award=None,
    ).select_related(
        "meeting__council", "nomination__person__unit", "nomination__unit", "nomination__award_level"
    )  # fmt: skip
    found: dict[tuple[int, int], Waiting] = {}
    for tally in rows.order_by("meeting__held_on", "nomination__award_level__position", "nomination_id"):
        level = tally.nomination.award_level
        group = found.setdefault((tally.meeting_id, level.pk), Waiting(tally.meeting, level))
        group.nominations.append(tally.nomination)
    for group in found.values():
        group.nominations.sort(key=lambda n: (ORDER[Subject(n.subject)], n.pk))
    return list(found.values())


def decisions_of(movement: Movement) -> QuerySet[Decision]:
    """The drafts and decisions of a movement with what a list says of them."""
    rows = movement.decisions.select_related(
        "award_level", "meeting", "document__register_entry", "proposal__register_entry"
    )
    return rows.annotate(
        listed=Count("awards", distinct=True),
        collectives=Count("awards", filter=Q(awards__subject=Subject.COLLECTIVE), distinct=True),
        handed=Count("awards", filter=Q(awards__certificate__state="handed_over"), distinct=True),
    )


def level_warning(level: AwardLevel, on: dt.date) -> str:
    """Why a level of the plan may no longer decide on that day (R-10); "" when nothing is known against it."""
    if level.decided_here or level.level not in ("huyện", "thành phố", "thị xã", "quận"):
        return ""
    known = law.load().on(on).peek("R-10")
    if known is None or known.value is not False:
        return ""
    words = {"since": f"{known.start:%d/%m/%Y}", "authority": authority_of(level)}
    if level.level == "thành phố":
        parent = superior_on(level.movement.locality, on)
        if parent is not None and parent.kind == Locality.Kind.CITY and parent.parent_id is None:
            return ""
        return _("Từ %(since)s không còn cấp huyện. Nếu %(authority)s là của thành phố thuộc tỉnh thì không còn thẩm "
                 "quyền khen; hỏi Sở Nội vụ nơi nhận hồ sơ, hoặc sửa đổi kế hoạch.") % words  # fmt: skip
    return _("Từ %(since)s không còn cấp huyện, nên %(authority)s không còn thẩm quyền khen. Hỏi Sở Nội vụ nơi nhận "
             "hồ sơ, hoặc sửa đổi kế hoạch để xã tự khen; vẫn soạn được tờ trình.") % words  # fmt: skip


def default_signer(locality: Locality, on: dt.date) -> tuple[str, str]:
    """Name and signature line of the chair in office that day; empty where nobody is appointed."""
    chair = (
        Appointment.objects.filter(valid_on(on), locality=locality, role=Role.CHAIR)
        .select_related("user__person").order_by("valid_from", "pk").last()
    )  # fmt: skip
    if chair is None:
        return "", ""
    person = getattr(chair.user, "person", None)
    title = fold(person.title) if person else ""
    line = "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH" if title.startswith("pho chu tich") else "CHỦ TỊCH"
    return (person.full_name if person else chair.user.full_name), line


def default_proposer(meeting: Meeting) -> tuple[str, str]:
    """The secretary of the meeting, who signs the council's submission unless somebody else is entered."""
    secretary = Attendance.objects.filter(meeting=meeting, seat=Member.Seat.SECRETARY).first()
    return (secretary.name, "THƯ KÝ") if secretary else ("", "")


@dataclass(frozen=True)
class Note:
    """What the law says, or leaves open, about one decision."""

    tone: str
    text: str
    cite: str = ""


def law_used(decision: Decision, on: dt.date) -> law.Resolved | Recorded:
    """What a signed decision recorded when it was signed; of a draft the law of its locality on a day."""
    return Recorded(decision.law_snapshot) if decision.law_snapshot else law_on(decision.locality, on)


def rule_notes(decision: Decision, resolved: law.Resolved | Recorded) -> list[Note]:
    """Authority, money and template by the law of the decision's day. What is unconfirmed warns, it never blocks."""
    notes = [*_authority(decision, resolved), *_money(decision, resolved)]
    if decision.award_level.decided_here:
        notes += _template(resolved)
    return sorted(notes, key=lambda note: note.tone != "risk")


def _authority(decision: Decision, resolved: law.Resolved | Recorded) -> Iterable[Note]:
    level = decision.award_level
    if not level.decided_here:
        if warning := level_warning(level, resolved.day):
            yield Note("risk", warning)
        return
    try:
        value = resolved.named("commune_chair_authority")
    except law.LawError:
        yield Note(
            "info", _("Dữ liệu pháp luật chưa có bảng thẩm quyền cho ngày này; đối chiếu văn bản giấy trước khi ký.")
        )
        return
    if any(fold(form) == fold(level.form) for form in value.value):
        yield Note("ok", _("%(form)s thuộc thẩm quyền Chủ tịch UBND cấp xã.") % {"form": level.form}, value.source)
    else:
        told = _("Hình thức “%(form)s” không có trong danh mục Chủ tịch UBND cấp xã được quyết định. Xem lại kế hoạch.")
        yield Note("risk", told % {"form": level.form or _("không nêu")}, value.source)


def _money(decision: Decision, resolved: law.Resolved | Recorded) -> Iterable[Note]:
    form = award_form(decision.award_level)
    if not decision.award_level.decided_here or form is None:
        return
    try:
        value = resolved.named(f"coefficient.{form}")
    except law.LawError:  # the list itself says that no sum is known, and who settles it
        return
    yield _told(value)


def _template(resolved: law.Resolved | Recorded) -> Iterable[Note]:
    act = resolved.peek("R-90")
    if act is not None and act.question:
        open_point = _("%(title)s: chưa xác định được.") % {"title": act.title}
        yield Note("risk", f"{open_point} {act.question}", act.source)


def _told(value: Value) -> Note:
    if value.certainty.settled:
        return Note("ok", value.title, value.source)
    return Note(
        "risk",
        _("%(title)s: chưa được xác nhận, đối chiếu văn bản trước khi chi.") % {"title": value.title},
        value.source,
    )


_PAID = Subquery(Payment.objects.filter(award=OuterRef("pk")).order_by("-payment_list_id").values("amount")[:1])


def awards_of(decision: Decision) -> QuerySet[Award]:
    """The list with its certificates; `money`: the sum signed, else the one of the newest payment list."""
    rows = decision.awards.select_related("certificate", "nomination").defer("bonus_record")
    return rows.annotate(money=Coalesce("bonus", _PAID)).order_by("ordinal")


def certificates_of(decision: Decision) -> QuerySet[Certificate]:
    """The certificates in the order of the list, with all that a sheet prints of its person; see `sheets_of`."""
    rows = Certificate.objects.filter(award__decision=decision)
    return (
        rows.select_related("award__nomination__person", "pdf").defer("award__bonus_record").order_by("award__ordinal")
    )


def sheets_of(decision: Decision, pks: Sequence[int] | None = None) -> list[Certificate]:
    """Certificates of a decision, all or those of `pks` in this order. The decision is read once, not once for each."""
    rows = list(certificates_of(decision) if pks is None else certificates_of(decision).filter(pk__in=pks))
    for certificate in rows:
        certificate.award.decision = decision
    if pks is None:
        return rows
    by_pk = {certificate.pk: certificate for certificate in rows}
    return [by_pk[pk] for pk in dict.fromkeys(pks) if pk in by_pk]


def certificate_lines(decision: Decision) -> list[Certificate]:
    """The certificates with state, number and name only: what lists and choices of a page need."""
    rows = Certificate.objects.filter(award__decision=decision).select_related("award").order_by("award__ordinal")
    return list(rows.only("state", "version", "award__ordinal", "award__name"))


PRINT_EVENTS = (
    "certificate.printed", "certificate.printed_again", "certificate.reissued", "certificate.corrected",
    "certificate.handed_over", "certificate.annulled",
)  # fmt: skip


def print_events(decision: Decision) -> QuerySet[Event]:
    """What happened to the certificates of a decision, newest first."""
    pks = Certificate.objects.filter(award__decision=decision).values_list("pk", flat=True)
    rows = Event.objects.filter(scope=decision.locality.code, event__in=PRINT_EVENTS)
    rows = rows.filter(object_type=Certificate._meta.label_lower, object_id__in=[str(pk) for pk in pks])
    return rows.order_by("-sequence")


def register(reader: Reader, *, year: int | None = None, words: str = "") -> QuerySet[Award]:
    """All awards of a person's localities that stand: decided here and numbered, or granted above. Newest first."""
    rows = reader.scope(Award, "decision__locality").filter(
        Q(decision__state__in=IN_REGISTER) | Q(nomination__state="awarded_above")
    )
    if year is not None:
        rows = rows.filter(Q(decision__document__issued_on__year=year)
                           | Q(decision__document=None, decision__sent_up_on__year=year))  # fmt: skip
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    # What a decision and its papers keep of data is read once a row: of no use in a list, and slow by the thousand.
    kept = ("bonus_record", "decision__law_snapshot", "decision__document__data")
    joined = rows.annotate(money=Coalesce("bonus", _PAID)).select_related(
        "nomination", "certificate", "decision__award_level", "decision__movement", "decision__locality",
        "decision__document__register_entry",
    )  # fmt: skip
    listed = joined.prefetch_related("corrections").defer(*kept)
    return listed.order_by("-decision__document__issued_on", "-decision_id", "ordinal")


def register_years(reader: Reader) -> list[int]:
    """The years of decision that the register holds, newest first."""
    rows = register(reader).order_by()
    here = rows.exclude(decision__document=None).values_list(ExtractYear("decision__document__issued_on"), flat=True)
    above = rows.filter(decision__document=None).values_list(ExtractYear("decision__sent_up_on"), flat=True)
    return sorted({year for year in (*here.distinct(), *above.distinct()) if year}, reverse=True)


COLUMNS = ("Số quyết định", "Ngày", "Tên", "Chức danh, đơn vị", "Hình thức", "Thành tích", "Số sổ vàng",
           "Tiền thưởng (đồng)", "Ngày trao", "Tình trạng")  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the register (sổ khen thưởng)."""

    award: Award
    number: str
    dated: dt.date | None
    form: str
    status: str
    tone: str
    given: dt.date | None = None


def entry(award: Award) -> Entry:
    """A register line; an annulled award stays and says so (R-53)."""
    decision = award.decision
    document = decision.document
    form = decision.award_level.form or _("Không nêu")
    if award.nomination.state == "awarded_above":
        answer = award.nomination.state_reason
        return Entry(award, answer, None, f"{form}, {authority_of(decision.award_level)}", _("Cấp trên đã khen"), "ok")
    certificate: Certificate | None = getattr(award, "certificate", None)
    state = state_of(decision if decision.state == "annulled" or certificate is None else certificate)
    number = number_of(document) if document else None
    corrected = next(iter(award.corrections.all()), None)
    words = _("; đính chính %(day)s") % {"day": f"{corrected.on:%d/%m/%Y}"} if corrected else ""
    return Entry(
        award, number or "", document.issued_on if document else None, form, f"{state.staff_label}{words}", state.tone,
        certificate.handed_over_on if certificate else None,
    )  # fmt: skip


def register_csv(awards: Iterable[Award]) -> bytes:
    """The register for Excel as it is set up here: UTF-8 with a mark, semicolons, no cell that runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for award in awards:
        line = entry(award)
        dated = f"{line.dated:%d/%m/%Y}" if line.dated else ""
        cells = (line.number, dated, award.name, award.description, line.form, award.achievement)
        bonus = "" if award.money is None else award.money  # type: ignore[attr-defined]
        given = f"{line.given:%d/%m/%Y}" if line.given else ""
        writer.writerow([*map(_plain, cells), award.ordinal, bonus, given, _plain(line.status)])
    return out.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    """Excel takes a cell that begins with one of these for a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat[:1] in "=+-@" and flat else flat
