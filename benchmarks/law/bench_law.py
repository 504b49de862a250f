"""Times of the law engine against its promises (python benchmarks/law/bench_law.py); exit code 1 when one is missed.

CPU time of one process, so that neighbours on the machine do not count: all rules of a day in at most 5 ms once the
files are read, the full verdict of one dossier in 10 ms, 10,000 verdicts in 30 s. Each is measured twice: by the law
files alone, and at a locality that has settled every question that the files leave open.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable

from chungtay import law
from chungtay.law.acts import register
from chungtay.law.answers import parts_of, value_of
from chungtay.law.calendar import add_workdays, calendar
from chungtay.law.citations import check_text, judge, parse
from chungtay.law.eligibility import assess
from chungtay.law.facts import Absence, Candidate, Criteria, Discipline, Facts, Hold, Initiative, LedgerEntry, Rating
from chungtay.law.money import Subject, bonus
from chungtay.law.priority import rank
from chungtay.law.rating import classes, law_of_year
from chungtay.law.rules import Reference
from chungtay.law.settlements import SettledLaw, Settlement

DAY = dt.date(2025, 2, 18)
DECIDED = dt.date(2025, 12, 20)
PLACE = "24"
TEXT = "Căn cứ Nghị định số 91/2017/NĐ-CP của Chính phủ; Căn cứ Kế hoạch số 03/KH-UBND ngày 07/01/2025 của UBND xã Mẫu"


def cpu_ms(ask: Callable[[], object], times: int) -> float:
    """Milliseconds of CPU time for one call."""
    start = time.process_time()
    for _ in range(times):
        ask()
    return (time.process_time() - start) / times * 1000


def nominee(number: int) -> Facts:
    """A nominee for whom every check has something to do; no two are alike."""
    level = classes(law_of_year(2025))[number % 4]
    return Facts(
        name=f"Trường hợp mẫu {number}",
        subject=Subject.INDIVIDUAL,
        achievements=(f"thành tích {number}", f"thành tích {number + 1}"),
        category="công chức",
        audience="cơ quan",
        direct=True,
        ratings=(Rating(2024, level), *([Rating(2025, level, provisional=number % 2 == 0)] if number % 7 else [])),
        disciplines=(Discipline(dt.date(2025, 1, 5), dt.date(2025, 9, 5)),) if number % 3 == 0 else (),
        holds=(Hold("complaint", dt.date(2025, 11, 1), dt.date(2025, 12, 1) if number % 5 else None),),
        initiatives=(Initiative("sáng kiến", dt.date(2025, 6, 1)),),
        absences=(Absence(dt.date(2025, 3, 1), dt.date(2025, 4, 15)),),
        ledger=tuple(
            LedgerEntry(f"thành tích {n}", "Giấy khen", "chuyên đề", dt.date(2024, 12, 20)) for n in range(0, 40, 7)
        ),
    )


ROWS: list[tuple[str, str, str, str]] = []
MISSED: list[str] = []


def show(what: str, taken: float, unit: str, goal: float | None = None) -> None:
    """One line of the table; `goal`: at most that much. The names of missed goals decide the exit code."""
    kept = goal is None or taken <= goal
    digits = 3 if taken < 1 else 2
    ROWS.append((what, f"{taken:.{digits}f} {unit}", f"≤ {goal:g} {unit}" if goal is not None else "",
                 "" if goal is None else "kept" if kept else "MISSED"))  # fmt: skip
    if not kept:
        MISSED.append(what)


def show_table() -> None:
    rows = [("what", "CPU", "goal", ""), *ROWS]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        name, *figures = row
        print(
            "  ".join([name.ljust(widths[0]), *(f.rjust(w) for f, w in zip(figures, widths[1:], strict=True))]).rstrip()
        )


def settled_everything() -> SettledLaw:
    """A commune that has an answer to every open question: the longest way that a value can be looked up."""
    boxes = {"factor": "1", "ratio": "1/2", "count": "1", "days": "5", "text": "mẫu", "lines": "mẫu", "pairs": "mẫu: 1",
             "yes_no": "có", "amount": "1"}  # fmt: skip
    found = []
    for rule in law.load().national.values():
        entry = rule.entry_on(DECIDED)
        if entry and rule.open_to_answers(entry):
            typed = {part.key: boxes.get(part.kind) or next(iter(part.options)) for part in parts_of(rule)}
            value = value_of(rule, typed)
            found.append(Settlement(rule.id, "commune", DECIDED, value, Reference("Công văn mẫu", None)))
    return SettledLaw(law.load(), found, PLACE)


def verdicts(book: law.Law, plan: Criteria, what: str) -> None:
    """The three promises by one law."""

    def everything() -> int:
        resolved = book.on(DECIDED, PLACE)
        return len([resolved.peek(rule_id) for rule_id in resolved])

    count = everything()
    show(f"all {count} rules of a day, {what}", cpu_ms(everything, 200), "ms", 5)
    one = nominee(1)
    show(f"full verdict of one dossier, {what}", cpu_ms(lambda: assess(one, plan, DECIDED, PLACE, law=book), 500),
         "ms", 10)  # fmt: skip
    start = time.process_time()
    outcomes = {assess(nominee(n), plan, DECIDED, PLACE, law=book).outcome.value for n in range(10_000)}
    show(f"10,000 verdicts ({len(outcomes)} outcomes), {what}", time.process_time() - start, "s", 30)


def main() -> int:
    start = time.process_time()
    loaded = law.load()
    show(f"load {len(loaded.national)} national rules, {len(loaded.provinces)} provinces", _ms(start), "ms")
    start = time.process_time()
    count = len(register().acts), len(calendar().years)
    show(f"load {count[0]} acts and {count[1]} calendars", _ms(start), "ms")
    start = time.process_time()
    dossier = law.table("dossier")
    show(f"load the dossier table ({len(dossier.rows)} rows)", _ms(start), "ms")

    levels = classes(law_of_year(2025))
    plan = Criteria(dt.date(2025, 7, 1), dt.date(2025, 12, 31), audiences=("cơ quan",), rating_at_least=levels[1],
                    discipline_free=True, initiative_required=True, direct_only=True)  # fmt: skip
    verdicts(law.load(), plan, "law files")
    settled = settled_everything()
    verdicts(settled, plan, f"{len(settled.settlements)} questions settled")

    resolved = law.on(DAY)
    facts = {guard.name: True for row in dossier.rows for guard in row.guards} | {"own_authority": True}
    people = [Candidate(f"N{n}", Subject.INDIVIDUAL, n % 5, woman=n % 2 == 0) for n in range(30)]
    rows = settled.settlements
    for what, ask, times in (
        ("one rule on a day", lambda: resolved["R-73"], 2000),
        ("one bonus", lambda: bonus(form="giay-khen-xa", subject="individual", on=DAY), 2000),
        ("one step of a dossier", lambda: dossier.step("proposed", "award", {"chair"}, facts), 2000),
        ("all offers of a state", lambda: dossier.offers("proposed", {"clerk"}, facts), 2000),
        ("snapshot for a decision", lambda: law.snapshot(DAY), 200),
        ("ten working days ahead", lambda: add_workdays(DAY, 10), 2000),
        ("read and judge a basis", lambda: [judge(c, DAY) for c in parse(TEXT)], 1000),
        ("check a page of 40 such lines", lambda: check_text(TEXT * 40, DAY, DECIDED), 50),
        ("order 30 nominees", lambda: rank(people, DECIDED), 200),
        ("law of a locality from its rows", lambda: SettledLaw(law.load(), rows), 500),
        ("record for a decision, settled", lambda: settled.on(DECIDED).as_json(), 200),
    ):
        show(what, cpu_ms(ask, times), "ms")
    show_table()
    return 1 if MISSED else 0


def _ms(start: float) -> float:
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
