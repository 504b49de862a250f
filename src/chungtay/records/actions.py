"""Writing the record book: lines are added, closed once, or withdrawn; never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.audit.actions import record
from chungtay.kit.errors import UserError
from chungtay.kit.text import vi_date
from chungtay.law.rating import classes, law_of_year
from chungtay.localities.access import Reader
from chungtay.localities.models import Locality
from chungtay.localities.rules import law_of, law_on, place_of
from chungtay.records.book import Who, books
from chungtay.records.models import AbsenceKind, AwardKind, Kind, Line


def rating_words(locality: Locality, year: int) -> tuple[str, ...]:
    """The classes of a year, best first (R-140: the table is that of the rated year)."""
    return classes(law_of_year(year, place_of(locality), law_of(locality)))


def hold_grounds(locality: Locality, on: dt.date) -> Mapping[str, str]:
    """The grounds of R-44, key to words; empty on a day before the rule."""
    rule = law_on(locality, on).peek("R-44")
    return dict(rule.value["grounds"]) if rule and rule.value else {}


@dataclass(frozen=True)
class Fact:
    """What a person types for one line; which of them a kind needs stands in `_check`."""

    kind: Kind
    year: int | None = None
    word: str = ""
    title: str = ""
    text: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    provisional: bool = False
    people: int | None = None
    women: int | None = None
    source: str = ""


@transaction.atomic
def write_line(
    *, locality: Locality, who: Who, fact: Fact, by: Reader, at: dt.datetime, about: Line | None = None
) -> Line:
    """Adds one line. Raises `UserError` naming the field that is missing or cannot be right."""
    by.must(Permission.KEEP_RECORDS)
    _own(locality, who)
    _check(locality, fact, at.date())
    return _write(locality, who, fact, by=by, at=at, about=about)


def _write(
    locality: Locality, who: Who, fact: Fact, *, by: Reader, at: dt.datetime, about: Line | None = None,
    origin: str = "",
) -> Line:  # fmt: skip
    line = Line(
        locality=locality, **who.columns, kind=fact.kind, about=about, year=fact.year, word=fact.word,
        title=fact.title.strip()[:300], text=fact.text.strip()[:600], since=fact.since, until=fact.until,
        provisional=fact.provisional, people=fact.people, women=fact.women, source=fact.source.strip()[:300],
        origin=origin, recorded_by=by.name, recorded_at=at,
    )  # fmt: skip
    line.save(force_insert=True)
    record("records.line_written", by=by, at=at, scope=locality.code, subject=line, after=_told(line))
    return line


def _told(line: Line) -> dict[str, Any]:
    """For the log, which more people read than the book: of sensitive lines only that there is one (R-127)."""
    told: dict[str, Any] = {"kind": line.kind, "who": line.subject_name}
    if line.sensitive:
        return told
    names = ("year", "word", "title", "since", "until", "source")
    return told | {name: value for name in names if (value := getattr(line, name))} | {"provisional": line.provisional}


def _own(locality: Locality, who: Who) -> None:
    for thing in (who.person, who.unit):
        if thing is not None and thing.locality_id != locality.pk:
            raise UserError(_("Người hoặc đơn vị này không thuộc địa phương. Chọn lại."))


def _check(locality: Locality, fact: Fact, today: dt.date) -> None:
    """What a kind needs. A fact lies in the past; only the end of a discipline or of a leave may lie ahead."""
    wanted: dict[str, tuple[str, ...]] = {
        Kind.RATING: ("year", "word"), Kind.SCREENING: ("since",), Kind.DISCIPLINE: ("word", "since"),
        Kind.HOLD: ("word", "since"), Kind.ABSENCE: ("word", "since", "until"),
        Kind.AWARD: ("title", "text", "word", "since"), Kind.INITIATIVE: ("title",), Kind.USE: ("title",),
        Kind.HEADCOUNT: ("since", "people", "women"),
    }  # fmt: skip
    for name in wanted[fact.kind]:
        if getattr(fact, name) in (None, ""):
            raise UserError(_("Còn ô bắt buộc chưa ghi. Ghi đủ rồi lưu lại."), field=name)
    if fact.since and fact.since > today:
        raise UserError(_("Ngày %s chưa đến. Xem lại ngày.") % vi_date(fact.since), field="since")
    if fact.since and fact.until and fact.until < fact.since:
        raise UserError(_("Ngày kết thúc trước ngày bắt đầu. Xem lại hai ngày."), field="until")
    if fact.kind == Kind.HEADCOUNT and (fact.women or 0) > (fact.people or 0):
        raise UserError(_("Số nữ nhiều hơn số người. Đếm lại."), field="women")
    allowed = _words(locality, fact, today)
    if allowed is not None and fact.word not in allowed:
        raise UserError(_("“%s” không có trong danh mục. Chọn một mục trong danh sách.") % fact.word, field="word")


def _words(locality: Locality, fact: Fact, today: dt.date) -> Iterable[str] | None:
    match fact.kind:
        case Kind.RATING:
            return rating_words(locality, fact.year or today.year)
        case Kind.HOLD:
            return hold_grounds(locality, today)
        case Kind.ABSENCE:
            return AbsenceKind.values
        case Kind.AWARD:
            return AwardKind.values
    return None


@transaction.atomic
def close_line(*, line: Line, until: dt.date, paper: str, by: Reader, at: dt.datetime) -> Line:
    """Ends what was open: the ruling on a hold (R-44), the served discipline (R-45), the annulled award (R-53)."""
    by.must(Permission.KEEP_RECORDS)
    locked = Line.objects.select_for_update().get(pk=line.pk)
    if locked.withdrawn_at or not locked.open:
        raise UserError(_("Dòng này đã kết thúc hoặc đã rút. Tải lại trang."))
    if locked.since and until < locked.since:
        raise UserError(_("Ngày kết thúc trước ngày bắt đầu. Xem lại ngày."), field="until")
    if locked.kind != Kind.DISCIPLINE and until > at.date():
        raise UserError(_("Ngày %s chưa đến. Xem lại ngày.") % vi_date(until), field="until")
    if not paper.strip():
        raise UserError(_("Chưa ghi văn bản kết thúc việc này. Ghi số, ngày văn bản."), field="paper")
    locked.until, locked.closing_paper = until, paper.strip()[:300]
    locked.save(update_fields=["until", "closing_paper"])
    record("records.line_closed", by=by, at=at, scope=locked.locality.code, subject=locked,
           after={"kind": locked.kind, "who": locked.subject_name, "until": until})  # fmt: skip
    return locked


@transaction.atomic
def withdraw_line(*, line: Line, why: str, by: Reader, at: dt.datetime) -> Line:
    """Takes back a line that was written wrongly; it stays readable with the reason."""
    by.must(Permission.KEEP_RECORDS)
    locked = Line.objects.select_for_update().get(pk=line.pk)
    if locked.withdrawn_at:
        raise UserError(_("Dòng này đã rút. Tải lại trang."))
    if locked.origin.startswith("initiative:"):
        raise UserError(_("Dòng này ghi theo sáng kiến đã công nhận. Hủy công nhận ở trang của sáng kiến."))
    if locked.origin:
        raise UserError(_("Dòng này do quyết định khen của xã ghi tự động. Hủy khen ở trang quyết định."))
    if not why.strip():
        raise UserError(_("Chưa ghi lý do rút. Ghi lý do để người xem sau hiểu."), field="why")
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_why = at, by.name, why.strip()[:300]
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record("records.line_withdrawn", by=by, at=at, scope=locked.locality.code, subject=locked,
           before=_told(locked), note=locked.withdrawn_why)  # fmt: skip
    return locked


@dataclass(frozen=True)
class Rated:
    """One row of a table of classes."""

    who: Who
    level: str


@transaction.atomic
def enter_ratings(
    *, locality: Locality, year: int, rows: Iterable[Rated], provisional: bool, source: str, by: Reader,
    at: dt.datetime,
) -> int:  # fmt: skip
    """The classes of a year for many at once, all or none; how many lines were new.

    What already stands the same is left alone; another class, or the confirmation of an expected one, is a new line.
    """
    by.must(Permission.KEEP_RECORDS)
    given = list(rows)
    if len({row.who.key for row in given}) != len(given):
        raise UserError(_("Có người hoặc đơn vị ghi hai lần. Bỏ bớt dòng trùng."))
    standing = books(locality, [row.who for row in given])
    written = 0
    for row in given:
        _own(locality, row.who)
        fact = Fact(Kind.RATING, year=year, word=row.level, provisional=provisional, source=source)
        _check(locality, fact, at.date())
        old = standing[row.who.key].rating(year)
        if old and (old.word, old.provisional) == (row.level, provisional) and source.strip() in ("", old.source):
            continue
        _write(locality, row.who, fact, by=by, at=at)
        written += 1
    return written


@transaction.atomic
def screen(*, locality: Locality, whos: Iterable[Who], on: dt.date, source: str, by: Reader, at: dt.datetime) -> int:
    """Notes that somebody looked for disciplines and open matters on a day and wrote down all (R-44, R-45)."""
    by.must(Permission.KEEP_RECORDS)
    fact = Fact(Kind.SCREENING, since=on, source=source)
    _check(locality, fact, at.date())
    everybody = {who.key: who for who in whos}
    if not everybody:
        raise UserError(_("Chưa chọn ai. Chọn người hoặc đơn vị đã rà soát."))
    for who in everybody.values():
        _own(locality, who)
        _write(locality, who, fact, by=by, at=at)
    return len(everybody)


@transaction.atomic
def enter_award(
    *, locality: Locality, who: Who, title: str, achievement: str, kind: str, decided_on: dt.date, origin: str,
    by: Reader, at: dt.datetime,
) -> Line:  # fmt: skip
    """The ledger's line of an award made here or heard of from above (R-41, R-43); `origin` says by which movement."""
    fact = Fact(Kind.AWARD, word=kind, title=title, text=achievement, since=decided_on)
    return _write(locality, who, fact, by=by, at=at, origin=origin)


@transaction.atomic
def annul_award(*, locality: Locality, who: Who, origin: str, on: dt.date, by: Reader, at: dt.datetime) -> int:
    """An annulled award no longer counts from that day (R-53); how many lines were closed."""
    lines = [x for x in books(locality, [who])[who.key].awards() if x.origin == origin and x.until is None]
    for line in lines:
        line.until, line.closing_paper = max(on, line.since or on), _("Hủy khen thưởng")
        line.save(update_fields=["until", "closing_paper"])
        record("records.line_closed", by=by, at=at, scope=locality.code, subject=line,
               after={"kind": line.kind, "who": line.subject_name, "until": line.until})  # fmt: skip
    return len(lines)


@transaction.atomic
def use_initiative(
    *, locality: Locality, who: Who, line: Line, award: str, origin: str, by: Reader, at: dt.datetime
) -> Line:
    """An initiative has served as a criterion of an award (R-49)."""
    return _write(locality, who, Fact(Kind.USE, title=award), by=by, at=at, about=line, origin=origin)


@transaction.atomic
def enter_initiative(
    *, locality: Locality, who: Who, title: str, text: str, recognised_on: dt.date, source: str, origin: str,
    by: Reader, at: dt.datetime,
) -> Line:  # fmt: skip
    """The line of an initiative recognised here (R-38); `origin` says by which one ("initiative:12")."""
    fact = Fact(Kind.INITIATIVE, title=title, text=text, since=recognised_on, year=recognised_on.year, source=source)
    return _write(locality, who, fact, by=by, at=at, origin=origin)


@transaction.atomic
def cite_initiative(*, locality: Locality, origin: str, source: str, by: Reader, at: dt.datetime) -> int:
    """The decision of a recognition has its number now: the lines name it as their paper. How many there were."""
    lines = list(
        Line.objects.select_for_update().filter(
            locality=locality, kind=Kind.INITIATIVE, origin=origin, withdrawn_at=None
        )
    )
    for line in lines:
        before = {"source": line.source}
        line.source = source[:300]
        line.save(update_fields=["source"])
        record("records.line_sourced", by=by, at=at, scope=locality.code, subject=line,
               before=before, after={"source": line.source})  # fmt: skip
    return len(lines)


@transaction.atomic
def withdraw_initiative(*, locality: Locality, origin: str, why: str, by: Reader, at: dt.datetime) -> int:
    """A recognition that was annulled counts no more; its lines stay readable with the reason. How many there were."""
    rows = Line.objects.select_for_update().filter(
        locality=locality, kind=Kind.INITIATIVE, origin=origin, withdrawn_at=None
    )
    lines = list(rows)
    for line in lines:
        line.withdrawn_at, line.withdrawn_by, line.withdrawn_why = at, by.name, why.strip()[:300]
        line.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        record("records.line_withdrawn", by=by, at=at, scope=locality.code, subject=line,
               before=_told(line), note=line.withdrawn_why)  # fmt: skip
    return len(lines)
