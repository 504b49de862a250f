"""Work whose effects can be counted: every unit of work founds one sample village.

`hold` names a file: the work waits at that unit while the file exists, after leaving a note `<hold>.reached`.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

from chungtay.jobs.progress import Progress
from chungtay.jobs.registry import job
from chungtay.kit.errors import UserError
from chungtay.localities.models import Unit

FOUNDED = dt.date(2025, 7, 1)


def _wait(hold: str) -> None:
    if hold and Path(hold).exists():
        Path(f"{hold}.reached").touch()
        while Path(hold).exists():
            time.sleep(0.05)


def _found(work: Progress, number: int) -> None:
    Unit.objects.create(
        locality=work.locality, name=f"Thôn mẫu {number:02}", kind=Unit.Kind.VILLAGE, valid_from=FOUNDED
    )


@job("villages", doing="Đang lập %(done)s/%(total)s thôn mẫu")
def found_villages(
    work: Progress, *, count: int, hold: str = "", hold_at: int = 0, inside: bool = False
) -> dict[str, Any]:
    """Effects that would double if a unit were done twice: exactly once only thanks to `saving`."""
    for number in range(work.done + 1, count + 1):
        if number == hold_at and not inside:
            _wait(hold)
        with work.saving(number, count):
            _found(work, number)
            if number == hold_at and inside:
                _wait(hold)
    return {"url": f"/viec/{work.job_id}/", "label": "Xem các thôn mẫu", "count": count}


@job("one-long-computation")
def compute(work: Progress, *, hold: str) -> dict[str, Any]:
    """Reports nothing while it computes."""
    _wait(hold)
    return {}


@job("needs-a-seal")
def needs_a_seal(work: Progress, *, sealed_if: str) -> dict[str, Any]:
    """Saves one unit, then refuses in words for people until the file exists."""
    if work.done < 1:
        with work.saving(1, 2):
            _found(work, 1)
    if not Path(sealed_if).exists():
        missing = ["Thiếu dấu của Hội đồng", "Thiếu dấu của xã"]
        raise UserError("Chưa có mẫu dấu. Đưa mẫu dấu lên rồi bấm “Làm lại”.", details=missing)
    with work.saving(2, 2):
        _found(work, 2)
    return {}


@job("breaks")
def breaks(work: Progress) -> dict[str, Any]:
    raise ZeroDivisionError("secret detail of the program")


@job("forgives-rows")
def forgives_rows(work: Progress, *, count: int, hold: str, hold_at: int) -> dict[str, Any]:
    """Carries on over bad rows, as imports do: stopping must get through even so."""
    for number in range(work.done + 1, count + 1):
        try:
            if number == hold_at:
                _wait(hold)
            with work.saving(number, count):
                _found(work, number)
        except Exception:  # noqa: S112, BLE001, RUF100
            continue
    return {}
