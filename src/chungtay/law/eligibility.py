"""Whether a nominee may be awarded: every check of R-33 to R-51 and R-140 to R-145 as a pure function, and their sum.

A check returns findings; only findings on settled rules (V1, V2) or on the plan's words may refuse, the others warn.
Failing beats holding, holding beats missing data: what fails for good is not worth waiting for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from chungtay.law.deadlines import format_date_vi
from chungtay.law.errors import InputError
from chungtay.law.facts import Criteria, Discipline, Facts, Hold, Initiative, LedgerEntry, Rating
from chungtay.law.loading import Law, load
from chungtay.law.money import Subject
from chungtay.law.rating import at_least, coverage, law_of_year, part_year
from chungtay.law.rules import Resolved, Value
from chungtay.law.verdicts import Finding, Outcome, Reason, Verdict

ORDER = (Outcome.FAILED, Outcome.HELD, Outcome.INSUFFICIENT, Outcome.PASSED)
# What a finding of missing data asks for: the pages link each key to the place where that fact is entered.
NEEDS = (
    "audience", "direct", "achievement", "comparison", "holds", "disciplines", "rating", "confirmation", "initiative",
    "recognition",
)  # fmt: skip
# Every rule that an assessment can read, with the day whose law it is asked for (kept with the verdict).
READS: Mapping[str, tuple[str, ...]] = {
    "decision": ("R-33", "R-34", "R-35", "R-41", "R-43", "R-44", "R-49", "R-51"),
    "achievement": ("R-45", "R-46"),
    "rating": ("R-140", "R-141", "R-144", "R-145"),
}
STANDARDS = {Subject.INDIVIDUAL: "R-33", Subject.COLLECTIVE: "R-34", Subject.HOUSEHOLD: "R-35"}


@dataclass(frozen=True)
class Window:
    """The days whose achievements count, both included; `start` None: the plan states none."""

    start: dt.date | None
    end: dt.date

    @property
    def empty(self) -> bool:
        """Whether no day is left."""
        return self.start is not None and self.start > self.end


@dataclass(frozen=True)
class Assessment(Verdict):
    """A verdict with every finding, the unmet ones first, and the days that counted."""

    findings: tuple[Finding, ...] = field(default=())
    window: Window | None = None

    def as_json(self) -> dict[str, Any]:
        """For the record of a decision."""
        window = self.window and {
            "start": self.window.start.isoformat() if self.window.start else None, "end": self.window.end.isoformat(),
        }  # fmt: skip
        return super().as_json() | {"findings": [f.as_json() for f in self.findings], "window": window}


def assess(
    facts: Facts,
    criteria: Criteria,
    on: dt.date,
    place: str | None = None,
    *,
    deciding: bool = False,
    law: Law | None = None,
    also: Iterable[Finding] = (),
) -> Assessment:
    """All checks on one nominee, by the law of the decision day `on` at `place`.

    `deciding`: the award is about to be signed, so an expected class is no longer enough (R-145). `also`: findings that
    people made on the plan's conditions; they count like the engine's own. Raises `InputError` for words that the law
    data does not know (a class, a ground of holding).
    """
    book = law or load()
    resolved = book.on(on, place)
    last = criteria.last_day(on)
    window, disciplined = check_discipline(facts, criteria, book.on(last, place), last)
    findings = [
        *check_audience(facts, criteria),
        *check_dissolved(facts, resolved),
        *check_ledger(facts, resolved),
        *check_basis(facts, criteria, resolved),
        *_private(check_holds(facts, resolved)),
        *_private(disciplined),
        *check_rating(facts, criteria, resolved, book, deciding=deciding),
        *_private(check_maternity(facts, criteria, book.on(last, place), last)),
        *check_initiative(facts, criteria, resolved),
        *also,
    ]
    findings.sort(key=lambda finding: ORDER.index(finding.outcome))
    binding = [f for f in findings if f.outcome is Outcome.PASSED or f.reason.certainty.settled]
    outcome = min((f.outcome for f in binding), key=ORDER.index, default=Outcome.PASSED)
    unmet = [f.reason for f in binding if f.outcome is not Outcome.PASSED]
    return Assessment(
        outcome=outcome,
        reasons=tuple(unmet or [f.reason for f in binding]),
        inputs={"on": on.isoformat(), "place": place, "facts": _told(facts), "criteria": _told(criteria)},
        ruleset_version=book.version,
        warnings=tuple(f.reason for f in findings if f not in binding),
        findings=tuple(findings),
        window=window,
    )


def check_audience(facts: Facts, criteria: Criteria) -> list[Finding]:
    """Whether the plan awards this kind of nominee; where it names audiences, the nominee's must be known."""
    if criteria.subjects is not None and facts.subject not in criteria.subjects:
        allowed = ", ".join(subject.label for subject in criteria.subjects)
        return [_plan(Outcome.FAILED, f"Kế hoạch chỉ xét khen {allowed}, không xét {facts.subject.label}.")]
    found = []
    if criteria.audiences is not None:
        if facts.audience is None:
            text = "Chưa ghi thuộc đối tượng nào của kế hoạch. Chọn đối tượng."
            found.append(_plan(Outcome.INSUFFICIENT, text, needs="audience"))
        elif facts.audience not in criteria.audiences:
            found.append(_plan(Outcome.FAILED, f"“{facts.audience}” không thuộc đối tượng mà kế hoạch nêu."))
    if criteria.direct_only:
        if facts.direct is None:
            text = "Chưa ghi có trực tiếp làm hay phụ trách trực tiếp không."
            found.append(_plan(Outcome.INSUFFICIENT, text, needs="direct"))
        elif not facts.direct:
            found.append(_plan(Outcome.FAILED, "Kế hoạch chỉ xét người trực tiếp làm hoặc phụ trách trực tiếp."))
        else:
            found.append(_plan(Outcome.PASSED, "Là người trực tiếp làm hoặc phụ trách trực tiếp."))
    return found


def check_dissolved(facts: Facts, resolved: Resolved) -> list[Finding]:
    """R-51: no award to a body that ceased before the decision."""
    rule = resolved.peek("R-51")
    if not rule or facts.dissolved_on is None or facts.dissolved_on > resolved.day:
        return []
    text = f"{facts.name} đã chấm dứt hoạt động ngày {format_date_vi(facts.dissolved_on)} nên không khen."
    return [Finding(Outcome.FAILED, Reason.of(rule, text))]


def check_ledger(facts: Facts, resolved: Resolved) -> list[Finding]:
    """R-41: an achievement that already has its award may not have another, of any form."""
    rule = resolved.peek("R-41")
    if not rule:
        return []
    if not facts.achievements:
        text = "Chưa ghi thành tích cụ thể nên chưa đối chiếu được với các lần khen trước."
        return [Finding(Outcome.INSUFFICIENT, Reason.of(rule, text), needs="achievement")]
    found = []
    standing = [e for e in facts.ledger if e.counts_on(resolved.day)]
    for achievement in facts.achievements:
        awards = [e for e in standing if e.achievement == achievement]
        if len(awards) >= rule.value["awards_per_achievement"]:
            text = f"Thành tích “{achievement}” đã được khen: {_awarded(awards[0])}."
            found.append(Finding(Outcome.FAILED, Reason.of(rule, text), _sources(awards)))
    if open_ := [e for e in standing if e.achievement is None]:
        text = f"Chưa đối chiếu cùng hay khác thành tích với lần khen: {'; '.join(map(_awarded, open_))}."
        found.append(Finding(Outcome.INSUFFICIENT, Reason.of(rule, text), _sources(open_), needs="comparison"))
    used = tuple(f"Đã khen thành tích khác: {_awarded(e)}" for e in standing)
    return found or [Finding(Outcome.PASSED, Reason.of(rule, "Thành tích chưa được khen lần nào."), used)]


def _awarded(entry: LedgerEntry) -> str:
    return f"{entry.award} ngày {format_date_vi(entry.decided_on)}"


def check_basis(facts: Facts, criteria: Criteria, resolved: Resolved) -> list[Finding]:
    """R-43: awards of a thematic movement or for a sudden feat are no basis for a proposal on merit."""
    rule = resolved.peek("R-43")
    if not rule or criteria.award_kind != rule.value["for"]:
        return []
    return [
        Finding(
            Outcome.FAILED,
            Reason.of(
                rule,
                f"{entry.award} ngày {format_date_vi(entry.decided_on)} là khen {entry.kind}, "
                f"không dùng để đề nghị khen {rule.value['for']}.",
            ),
        )
        for entry in facts.basis
        if entry.kind in rule.value["not_reusable"]
    ]


def check_holds(facts: Facts, resolved: Resolved) -> list[Finding]:
    """R-44: an open matter holds the case; a concluded one lets it go on. Raises `InputError` for an unknown ground."""
    rule = resolved.peek("R-44")
    if not rule:
        return []
    found = []
    if facts.holds is None or not facts.screened:
        text = "Chưa rà soát có đang bị xem xét kỷ luật, điều tra, thanh tra, khiếu nại, tố cáo không."
        found.append(Finding(Outcome.INSUFFICIENT, Reason.of(rule, text), needs="holds"))
    screened = (f"Rà soát ngày {format_date_vi(facts.screened_on)}",) if facts.screened_on else ()
    for hold in facts.holds or ():
        if hold.ground not in rule.value["grounds"]:
            raise InputError(f"Không có căn cứ tạm dừng “{hold.ground}”. Chọn một căn cứ của luật.")
        what = rule.value["grounds"][hold.ground]
        if hold.open_on(resolved.day):
            text = f"Tạm dừng vì {what} (từ {format_date_vi(hold.since)}); có kết luận thì xét tiếp, không phải loại."
            found.append(Finding(Outcome.HELD, Reason.of(rule, text), _sources([hold])))
        elif hold.released_on and hold.released_on <= resolved.day:
            text = f"Việc “{what}” đã có kết luận ngày {format_date_vi(hold.released_on)}: xét tiếp."
            found.append(Finding(Outcome.PASSED, Reason.of(rule, text), _sources([hold])))
    return found or [Finding(Outcome.PASSED, Reason.of(rule, "Không có việc nào phải chờ kết luận."), screened)]


def check_discipline(
    facts: Facts, criteria: Criteria, resolved: Resolved, last: dt.date
) -> tuple[Window, list[Finding]]:
    """R-45: after a discipline only what was achieved from its end counts. Also the plan's own "no violation"."""
    window = Window(criteria.start, last)
    rule = resolved.peek("R-45")
    found = []
    if (facts.disciplines is None or not facts.screened) and (criteria.discipline_free or rule):
        found.append(_unscreened(criteria, rule))
    for one in facts.disciplines or ():
        if criteria.discipline_free and _within(one, criteria.start, last):
            text = f"Bị {one.form} ngày {format_date_vi(one.start)}, trong thời gian mà kế hoạch yêu cầu không vi phạm."
            found.append(_plan(Outcome.FAILED, text, used=_sources([one])))
        if not rule or one.start > last:
            continue
        if one.end is None or one.end > last:
            until = f"đến {format_date_vi(one.end)}" if one.end else "chưa có ngày chấp hành xong"
            text = f"Đang chấp hành kỷ luật ({one.form}, {until}) nên chưa có thời gian tính thành tích."
            found.append(Finding(Outcome.FAILED, Reason.of(rule, text), _sources([one])))
            window = Window(one.end or last + dt.timedelta(days=1), last)
        elif window.start is None or one.end > window.start:
            window = Window(one.end, last)
            text = f"Thành tích chỉ tính từ {format_date_vi(one.end)}, ngày chấp hành xong kỷ luật."
            found.append(Finding(Outcome.PASSED, Reason.of(rule, text), _sources([one])))
    if not found and (criteria.discipline_free or rule):
        found = [_undisciplined(facts, criteria, rule)]
    return window, found


def check_rating(
    facts: Facts, criteria: Criteria, resolved: Resolved, book: Law, *, deciding: bool = False
) -> list[Finding]:
    """The class that the plan asks and the one that the standard of the form asks; the stricter one decides."""
    standard = resolved.peek(STANDARDS[facts.subject])
    found = []
    if standard and standard.value is None:
        found.append(Finding(Outcome.INSUFFICIENT, Reason.of(standard, str(standard.question))))
    by_law = standard.value.get("class_at_least") if standard and standard.value else None
    asked = [_Threshold(criteria.rating_at_least, None)] if criteria.rating_at_least else []
    asked += [_Threshold(by_law, standard)] if by_law else []
    year = criteria.rating_year or criteria.last_day(resolved.day).year
    rules = law_of_year(year, resolved.place, book)
    if asked and rules.peek("R-140"):
        found += [finding for ask in asked for finding in _reach(facts, year, ask, rules, deciding)]
    return found


@dataclass(frozen=True)
class _Threshold:
    """A class that must be reached, asked by the plan (`standard` None) or by the standard of the form."""

    wanted: str
    standard: Value | None

    @property
    def asks(self) -> str:
        return f"{'Tiêu chuẩn' if self.standard else 'Kế hoạch'} yêu cầu “{self.wanted}” trở lên"

    def say(self, outcome: Outcome, text: str, used: tuple[str, ...] = (), needs: str = "") -> Finding:
        reason = Reason.of(self.standard, text) if self.standard else Reason.of_plan(text)
        return Finding(outcome, reason, used, needs)


def _reach(facts: Facts, year: int, ask: _Threshold, rules: Resolved, deciding: bool) -> list[Finding]:
    cap, rule, why = part_year(facts, year, rules)
    rating = next((r for r in facts.ratings if r.year == year), None)
    if rating is None:
        return [_unrated(facts, year, ask, rules)]
    used = (_rated(rating),)
    if rule and cap and not at_least(cap, ask.wanted, rules) and at_least(rating.level, ask.wanted, rules):
        return _private([Finding(Outcome.FAILED, Reason.of(rule, f"{why} {ask.asks}."), used)])
    if not at_least(rating.level, ask.wanted, rules):
        return [ask.say(Outcome.FAILED, f"{ask.asks}; năm {year} xếp loại “{rating.level}”.", used)]
    if not rating.provisional:
        return [ask.say(Outcome.PASSED, f"Năm {year} xếp loại “{rating.level}”, đạt mức “{ask.wanted}”.", used)]
    if deciding:
        text = f"{ask.asks}; xếp loại năm {year} mới là dự kiến, cần xác nhận trước khi ký."
        return [ask.say(Outcome.INSUFFICIENT, text, used, needs="confirmation")]
    expected = f"Xếp loại năm {year} “{rating.level}” mới là dự kiến; xác nhận trước khi quyết định."
    found = [ask.say(Outcome.PASSED, f"Xếp loại dự kiến năm {year} “{rating.level}” đạt mức “{ask.wanted}”.", used)]
    provisional = rules.peek("R-145")
    later = (
        Finding(Outcome.INSUFFICIENT, Reason.of(provisional, expected), used, "confirmation") if provisional else None
    )
    return [*found, later] if later else found


def _rated(rating: Rating) -> str:
    said = f"Xếp loại năm {rating.year}: {rating.level}{' (dự kiến)' if rating.provisional else ''}"
    return f"{said}, {rating.source}" if rating.source else said


def _unrated(facts: Facts, year: int, ask: _Threshold, rules: Resolved) -> Finding:
    """No class of that year: not applicable to this person, not given for a part-year, or simply not known yet."""
    covered, source = coverage(facts.category, rules)
    if covered is False or facts.subject is Subject.HOUSEHOLD:
        whom = facts.category or facts.subject.label
        text = f"Tiêu chí xếp loại không áp dụng cho {whom}; Hội đồng xét bằng tài liệu khác."
        return Finding(Outcome.PASSED, Reason.of(source, text))
    cap, rule, why = part_year(facts, year, rules)
    if rule and cap == "":
        asks = ask.asks[0].lower() + ask.asks[1:]
        return Finding(Outcome.FAILED, Reason.of(rule, f"{why} Vì vậy không xếp loại; {asks}."), private=True)
    return ask.say(Outcome.INSUFFICIENT, f"{ask.asks}; chưa có xếp loại năm {year}.", needs="rating")


def check_maternity(facts: Facts, criteria: Criteria, resolved: Resolved, last: dt.date) -> list[Finding]:
    """R-46: says that maternity leave in the time of the achievement takes nothing away."""
    rule = resolved.peek("R-46")
    away = [
        a for a in facts.absences if a.maternity and a.start <= last and not (criteria.start and a.end < criteria.start)
    ]
    if not rule or not away:
        return []
    used = tuple(f"Nghỉ thai sản {format_date_vi(a.start)} đến {format_date_vi(a.end)}" for a in away)
    return [Finding(Outcome.PASSED, Reason.of(rule, "Thời gian nghỉ thai sản vẫn tính để xét khen."), used)]


def check_initiative(facts: Facts, criteria: Criteria, resolved: Resolved) -> list[Finding]:
    """The initiative that a plan asks for: recognised, and not used for another award (R-49)."""
    if not criteria.initiative_required:
        return []
    if facts.initiatives is None:
        text = "Kế hoạch yêu cầu sáng kiến, giải pháp; chưa ghi có hay không."
        return [_plan(Outcome.INSUFFICIENT, text, needs="initiative")]
    if not facts.initiatives:
        return [_plan(Outcome.FAILED, "Kế hoạch yêu cầu sáng kiến, giải pháp được công nhận; không có.")]
    known = [i for i in facts.initiatives if i.recognised_on and i.recognised_on <= resolved.day]
    if not known:
        text = f"“{facts.initiatives[0].name}” chưa có văn bản công nhận. Bổ sung quyết định hoặc giấy công nhận."
        return [_plan(Outcome.INSUFFICIENT, text, used=_sources(facts.initiatives[:1]), needs="recognition")]
    rule = resolved.peek("R-49")
    fresh = [i for i in known if not rule or len(i.used_for) < rule.value["uses_per_initiative"]]
    if fresh:
        text = f"Sáng kiến “{fresh[0].name}” đã được công nhận."
        return [_plan(Outcome.PASSED, text, used=_sources(fresh[:1]))]
    assert rule is not None
    text = f"Sáng kiến “{known[0].name}” đã dùng cho {', '.join(known[0].used_for)}; mỗi sáng kiến chỉ dùng một lần."
    return [Finding(Outcome.FAILED, Reason.of(rule, text), _sources(known[:1]))]


def next_period_start(
    previous_end: dt.date | None, decided_on: dt.date, on: dt.date, place: str | None = None, law: Law | None = None
) -> dt.date:
    """From which day the next proposal counts achievements (R-50): after the period that the last decision states, or
    from that decision. Raises `Unsettled` or `NotInForce` on a day for which the rule was not read.
    """
    rule = (law or load()).on(on, place)["R-50"]
    if rule.value == "decision_date" or previous_end is None:
        return decided_on
    return previous_end + dt.timedelta(days=1)


def _unscreened(criteria: Criteria, rule: Value | None) -> Finding:
    text = "Chưa rà soát danh sách kỷ luật trong thời gian tính thành tích."
    if criteria.discipline_free or not rule:
        return _plan(Outcome.INSUFFICIENT, text, needs="disciplines")
    return Finding(Outcome.INSUFFICIENT, Reason.of(rule, text), needs="disciplines")


def _undisciplined(facts: Facts, criteria: Criteria, rule: Value | None) -> Finding:
    used = (f"Rà soát ngày {format_date_vi(facts.screened_on)}",) if facts.screened_on else ()
    text = "Không có kỷ luật trong thời gian tính thành tích."
    if criteria.discipline_free or not rule:
        return _plan(Outcome.PASSED, text, used=used)
    return Finding(Outcome.PASSED, Reason.of(rule, text), used)


def _private(findings: Iterable[Finding]) -> list[Finding]:
    """Findings whose sentences tell of discipline, open matters or health (R-127)."""
    return [replace(finding, private=True) for finding in findings]


def _within(one: Discipline, start: dt.date | None, last: dt.date) -> bool:
    return one.start <= last and (start is None or one.start >= start)


def _plan(outcome: Outcome, text: str, *, used: tuple[str, ...] = (), needs: str = "") -> Finding:
    return Finding(outcome, Reason.of_plan(text), used, needs)


def _sources(records: Iterable[Rating | Discipline | Hold | LedgerEntry | Initiative]) -> tuple[str, ...]:
    """The papers that the facts stand on, as far as they were written down."""
    return tuple(record.source for record in records if record.source)


def rules_read(criteria: Criteria, on: dt.date, place: str | None = None, law: Law | None = None) -> dict[str, Any]:
    """The values of every rule that an assessment on a day reads, by the day whose law governs them; for the record."""
    book = law or load()
    last = criteria.last_day(on)
    year = criteria.rating_year or last.year
    days = {
        "decision": book.on(on, place),
        "achievement": book.on(last, place),
        "rating": law_of_year(year, place, book),
    }
    return {
        what: {
            "on": resolved.day.isoformat(),
            "values": {rule: value.as_json() for rule in READS[what] if (value := resolved.peek(rule))},
        }
        for what, resolved in days.items()
    }


def _told(record: object) -> Any:
    """A record as JSON can hold it, without what was not stated."""
    if is_dataclass(record) and not isinstance(record, type):
        pairs = ((f.name, _told(getattr(record, f.name))) for f in fields(record))
        return {name: value for name, value in pairs if value is not None and value is not False and value != ""}
    if isinstance(record, tuple):
        return [_told(item) for item in record]
    return (
        record.isoformat() if isinstance(record, dt.date) else record.value if isinstance(record, StrEnum) else record
    )
