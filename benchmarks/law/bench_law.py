"""Times of the law engine: loading all files once, then questions per second (python benchmarks/law/bench_law.py)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from chungtay import law
from chungtay.law.money import bonus

DAY = dt.date(2025, 2, 18)
FACTS = {"own_authority": True, "no_open_hold": True}


def per_second(ask: Callable[[], object], times: int = 2000) -> float:
    start = time.perf_counter()
    for _ in range(times):
        ask()
    return times / (time.perf_counter() - start)


def main() -> None:
    start = time.perf_counter()
    loaded = law.load()
    taken = (time.perf_counter() - start) * 1000
    print(f"load {len(loaded.national)} national rules, {len(loaded.provinces)} province: {taken:.0f} ms")
    start = time.perf_counter()
    dossier = law.table("dossier")
    print(f"load the dossier table ({len(dossier.rows)} rows): {(time.perf_counter() - start) * 1000:.0f} ms")
    resolved = law.on(DAY)
    print(f"one rule on a day: {per_second(lambda: resolved['R-73']):,.0f}/s")
    print(f"one bonus: {per_second(lambda: bonus(form='giay-khen-xa', subject='individual', on=DAY)):,.0f}/s")
    print(f"one step: {per_second(lambda: dossier.step('proposed', 'award', {'chair'}, FACTS)):,.0f}/s")
    print(f"all offers of a state: {per_second(lambda: dossier.offers('proposed', {'clerk'}, FACTS)):,.0f}/s")
    print(f"snapshot for a decision: {per_second(lambda: law.snapshot(DAY), 200):,.0f}/s")


if __name__ == "__main__":
    main()
