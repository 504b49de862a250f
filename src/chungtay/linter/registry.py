"""The checks as data (checks.yaml) and the functions behind them, one for each id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import yaml

from chungtay.linter.model import Hit, Severity

if TYPE_CHECKING:
    from chungtay.linter.subject import Subject

Function: TypeAlias = "Callable[[Subject], Iterable[Hit]]"
FUNCTIONS: dict[str, Function] = {}
_KEYS = frozenset(("id", "title", "severity", "why", "rules", "needs", "oddities"))


@dataclass(frozen=True)
class Check:
    """One check. `severity`: the most it may say; `needs`: what must hold of the text for it to speak.

    clean: every letter as written (no OCR, nothing restored); letters: not restored; values: what the plan does not
    state is really not there (not merely unread on a damaged page).
    """

    id: str
    family: str
    title: str
    severity: Severity
    why: str
    rules: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    oddities: tuple[int, ...] = ()


def check(identifier: str) -> Callable[[Function], Function]:
    """Declares the function of a check."""

    def declare(function: Function) -> Function:
        if identifier in FUNCTIONS:
            raise ValueError(f"{identifier}: two functions")
        FUNCTIONS[identifier] = function
        return function

    return declare


@cache
def checks() -> dict[str, Check]:
    """All checks by id, in the order of the file. Raises ValueError when file and functions do not match.

    A key that is no key is half a sentence: without quotes YAML ends a value at its comma.
    """
    data = yaml.safe_load((Path(__file__).parent / "checks.yaml").read_text(encoding="utf-8"))
    found: dict[str, Check] = {}
    for family, rows in data.items():
        for row in rows:
            if unknown := row.keys() - _KEYS:
                raise ValueError(f"checks.yaml: {row['id']}: {sorted(unknown)}")
            known = Check(
                id=row["id"], family=family, title=row["title"], severity=Severity(row["severity"]),
                why=" ".join(row["why"].split()), rules=tuple(row.get("rules", ())), needs=tuple(row.get("needs", ())),
                oddities=tuple(row.get("oddities", ())),
            )  # fmt: skip
            if known.id in found:
                raise ValueError(f"checks.yaml: {known.id} twice")
            found[known.id] = known
    if found.keys() != FUNCTIONS.keys():
        raise ValueError(f"checks.yaml and functions differ: {sorted(found.keys() ^ FUNCTIONS.keys())}")
    return found
