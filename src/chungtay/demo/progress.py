"""Sample progress of the five movements: a few figures a unit could have reported, through the rooms' own actions.

All of it is plainly sample. Figures are chosen so that every state shows: reached, on its way, at risk, waiting to be
verified, sent back, not reported. The plan of 2023 states neither target nor task, so it has no figures here either.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chungtay.accounts.roles import Role
from chungtay.demo.movements import at, worker
from chungtay.localities.access import Reader
from chungtay.localities.models import Unit
from chungtay.movements.models import Movement
from chungtay.progress.actions import Entry, save_entries, step_report, submit_all
from chungtay.progress.lines import Matter, matter
from chungtay.progress.models import Assignment, Finding
from chungtay.progress.obstacles import raise_obstacle

SOURCE = "Số liệu mẫu"
PAPER = "Báo cáo mẫu của đơn vị"

# Hồng Vân: target → units (by their order in the locality) with (part, whole) by month, 8 to 11; -1: the commune.
MONTHS = (8, 9, 10, 11)
SHARES: dict[str, dict[int, tuple[tuple[int, int] | None, ...]]] = {
    "ND-01b": {3: ((176, 200), (271, 300), (365, 400), (458, 500))},
    "ND-02": {1: ((12, 12), (18, 18), (25, 25), (31, 31))},
    "ND-04": {3: ((412, 415), (861, 868), (1327, 1340), (1811, 1834))},
    "ND-05a": {3: ((300, 415), (702, 868), (1204, 1340), (1752, 1834))},
    "ND-07": {0: ((40, 44), (95, 101), (151, 158), (212, 219)), 3: ((371, 415), (790, 868), (1241, 1340), None)},
    "ND-08a": dict.fromkeys((0, 1, 2), ((4, 9), (6, 9), (9, 9), (9, 9))),
    "ND-14": {i: ((60 + i, 62 + i), (120 + i, 123 + i), (181 + i, 185 + i), None) for i in (0, 1, 2)},
    "ND-15": {1: ((2, 5), (5, 9), (9, 14), (13, 19))},
    "ND-03": {1: (None, (4, 4), (7, 7), (9, 9))},
    "ND-06a": {1: (None, (88, 96), (90, 96), (95, 96))},
    "ND-09": {1: (None, None, (27, 27), (27, 27))},
    "ND-13": {1: (None, (51, 52), (118, 120), (170, 173))},
    "ND-17": {1: ((20, 30), (44, 60), (70, 88), (99, 121))},
}
COUNTS: dict[str, dict[int, tuple[int, ...]]] = {"ND-19": {0: (0, 0, 1, 1), 2: (0, 0, 0, 0), 3: (0, 1, 1, 1)}}
NOT_VERIFIED = 11  # the last month waits to be verified, but for the units below
VERIFIED_LAST = (3,)
SENT_BACK = (1, 11)

# The others: task → what was found.
TASKS = {
    "000": (("ND-1", Finding.MET), ("ND-2.2", Finding.IN_PROGRESS), ("ND-6", Finding.IN_PROGRESS),
            ("ND-7", Finding.NOT_MET)),
    "002": (("ND-1", Finding.IN_PROGRESS), ("ND-3", Finding.MET), ("ND-4", Finding.MET)),
    "003": (("ND-1", Finding.IN_PROGRESS), ("ND-3", Finding.MET)),
}  # fmt: skip


def load_progress(movement: Movement, plan: str) -> None:
    """Sample reports of one movement; nothing when it has some already, or its plan has nothing to report on."""
    if movement.progress_reports.exists() or movement.state != "running":
        return
    if plan == "004":
        _months(movement)
    elif plan in TASKS:
        _tasks(movement, TASKS[plan])


def _months(movement: Movement) -> None:
    units = list(movement.locality.units.order_by("pk"))
    targets = {target.code: target for target in movement.targets.all()}
    given = {code: tuple(rows) for code, rows in SHARES.items()} | {code: tuple(rows) for code, rows in COUNTS.items()}
    Assignment.objects.bulk_create(
        Assignment(target=targets[code], unit=units[i]) for code, by_unit in given.items() for i in by_unit
    )
    rest = [t for t in targets.values() if t.measured and t.code not in given and t.comparator != "in_top_group"]
    Assignment.objects.bulk_create(Assignment(target=target, unit=units[1]) for target in rest)
    raise_obstacle(
        movement=movement, unit=units[3], target=targets["ND-05a"], text="Máy quét hỏng, số hóa chậm (vướng mắc mẫu)",
        wish="Đề nghị mượn máy quét của đơn vị khác (mẫu)", by=_head(movement, units[3]), at=at("2025-11-20"),
    )  # fmt: skip
    for i, month in enumerate(MONTHS):
        day = _last_day(month)
        held = matter(movement, day + dt.timedelta(days=1))
        for unit in range(4):
            _hand_in(movement, held, unit, i, day)


def _last_day(month: int) -> dt.date:
    return dt.date(2025, month + 1, 1) - dt.timedelta(days=1)


def _hand_in(movement: Movement, held: Matter, unit: int, i: int, day: dt.date) -> None:
    """One unit's report of one month: written and handed in by its people, verified by the chair."""
    entries = []
    for line in held.lines:
        if line.scope:
            continue
        code = line.target.code
        share = SHARES.get(code, {}).get(unit, (None,) * len(MONTHS))[i]
        number = COUNTS.get(code, {}).get(unit)
        if share:
            entries.append(Entry(line, None, Decimal(share[0]), Decimal(share[1]), paper=SOURCE))
        elif number:
            entries.append(Entry(line, Decimal(number[i]), paper=SOURCE))
    if not entries:
        return
    month, moment = day.month, at(day + dt.timedelta(days=1), 8)
    where = held.units[unit]
    head, clerk = _head(movement, where), worker(movement.locality, "canbo", day)
    period = next(p for p in held.periods if p.until == day)
    save_entries(matter=held, unit=where, period=period, entries=entries, by=head, at=moment)
    sent, _left = submit_all(matter=held, unit=where, period=period, by=head, at=moment)
    if (unit, month) == SENT_BACK:
        step_report(
            report=sent[0], verb="return", by=clerk, at=moment, note="Số mẫu: bổ sung bảng kê kèm theo rồi gửi lại"
        )
        return
    if month != NOT_VERIFIED or unit in VERIFIED_LAST:
        for report in sent:
            step_report(report=report, verb="verify", by=clerk, at=moment)


def _head(movement: Movement, unit: Unit) -> Reader:
    """Whoever heads a unit: the sample accounts head one unit only."""
    return Reader(
        actor_id=f"mau-{unit.pk}", name="Trưởng đơn vị mẫu", roles=frozenset({Role.UNIT_HEAD}),
        locality=movement.locality, unit_ids=frozenset({unit.pk}),
    )  # fmt: skip


def _tasks(movement: Movement, found: tuple[tuple[str, Finding], ...]) -> None:
    """What the first unit found on some tasks; the last one is the sample head's and waits to be verified."""
    day = dt.date(movement.year, 10, 31)
    held = matter(movement, day + dt.timedelta(days=1))
    head, clerk = worker(movement.locality, "donvi", day), worker(movement.locality, "canbo", day)
    office, own = held.units[0], next(unit for unit in held.units if unit.pk in head.unit_ids)
    last, moment = found[-1][0], at(day + dt.timedelta(days=1), 8)
    Assignment.objects.bulk_create(
        Assignment(target=line.target, unit=own if line.target.code == last else office) for line in held.lines
    )
    period = next(p for p in held.periods if p.until == day)
    lines = {line.target.code: line for line in held.lines}
    for unit, by, part in ((office, _head(movement, office), found[:-1]), (own, head, found[-1:])):
        entries = [Entry(lines[code], finding=finding, paper=PAPER, words="Nhận định mẫu") for code, finding in part]
        save_entries(matter=held, unit=unit, period=period, entries=entries, by=by, at=moment)
        sent, _left = submit_all(matter=held, unit=unit, period=period, by=by, at=moment)
        for report in sent if by is not head else []:
            step_report(report=report, verb="verify", by=clerk, at=moment)
