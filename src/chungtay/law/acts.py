"""The register of acts and of bodies that ceased: law/national/acts.yaml, read once and looked up by number or name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chungtay.law.loading import load
from chungtay.law.rules import Certainty
from chungtay.law.yamlfile import YamlFile


@dataclass(frozen=True)
class Act:
    """One act. Dates None: not known. `valid_to` is the last day in force; `certainty` is that of both days."""

    number: str
    kind: str
    title: str
    issuer: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    certainty: Certainty
    reference: str
    signed_on: dt.date | None = None
    called: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    note: str | None = None

    @property
    def name(self) -> str:
        """As it is cited: "Nghị định 152/2025/NĐ-CP"; of a law its title with the number."""
        return f"{self.title} {self.number}" if self.called else f"{self.kind} {self.number}"


@dataclass(frozen=True)
class Body:
    """Words that name a level or an office which ceased after `until`; `now` tells what to write instead."""

    words: tuple[str, ...]
    until: dt.date
    now: str
    rule: str


@dataclass(frozen=True)
class Register:
    """All acts by normalised number, the words for kinds of acts, and the bodies that ceased."""

    acts: Mapping[str, Act]
    kinds: Mapping[str, tuple[str, ...]]
    bodies: tuple[Body, ...]

    def find(self, number: str, kind: str | None = None) -> Act | None:
        """By number, leading zeros and spaces aside; "61/2018" without symbol is found by its kind."""
        wanted = normal(number)
        if wanted in self.acts:
            return self.acts[wanted]
        if re.fullmatch(r"\d+/\d{4}", wanted) and kind:
            return next((a for n, a in self.acts.items() if n.startswith(f"{wanted}/") and a.kind == kind), None)
        return None

    def named(self, name: str) -> list[Act]:
        """Laws by the name alone, oldest first; there may be several of one name."""
        spoken = _spoken(name)
        found = [act for act in self.acts.values() if any(spoken.startswith(_spoken(c)) for c in act.called)]
        return sorted(found, key=lambda act: act.valid_from or dt.date.min)

    def successors(self, act: Act, on: dt.date) -> list[Act]:
        """What stands in the place of an act on a day, through as many replacements as there were."""
        found: list[Act] = []
        for number in act.replaced_by:
            heir = self.find(number)
            if heir and heir.valid_to and heir.valid_to < on:
                found += self.successors(heir, on)
            elif heir:
                found.append(heir)
        return found


def normal(number: str) -> str:
    """A number for comparing: no spaces, plain hyphens, no leading zero."""
    bare = re.sub(r"\s+", "", number).replace("–", "-").replace("Ð", "Đ")
    return bare.lstrip("0")


def _spoken(name: str) -> str:
    return re.sub(r"[\s,]+", " ", name).strip().casefold()


@cache
def register(root: Path | None = None) -> Register:
    """The register of a law folder. Raises `LawFileError` on unknown keys, impossible dates, unlisted heirs."""
    law = load(root)
    file = YamlFile(law.root / "national" / "acts.yaml", "law/national/acts.yaml")
    file.check(law.root / "schema" / "acts.schema.json")
    acts: dict[str, Act] = {}
    for at, raw in enumerate(file.data["acts"]):
        act = _act(file, at, raw)
        if normal(act.number) in acts:
            raise file.error(("acts", at, "number"), f"{act.number} ghi hai lần.")
        if act.kind not in file.data["kinds"]:
            raise file.error(("acts", at, "kind"), f"loại “{act.kind}” không có trong kinds.")
        acts[normal(act.number)] = act
    for at, raw in enumerate(file.data["acts"]):
        for number in raw.get("replaced_by", ()):
            if normal(number) not in acts:
                raise file.error(("acts", at, "replaced_by"), f"văn bản thay thế {number} không có trong sổ.")
    bodies = [
        Body(tuple(raw["words"]), _day(file, ("bodies", at, "until"), raw["until"]), raw["now"], raw["rule"])
        for at, raw in enumerate(file.data["bodies"])
    ]
    for at, body in enumerate(bodies):
        if body.rule not in law.national:
            raise file.error(("bodies", at, "rule"), f"{body.rule} không có ở law/national.")
    return Register(acts, {kind: tuple(short) for kind, short in file.data["kinds"].items()}, tuple(bodies))


def _act(file: YamlFile, at: int, raw: Mapping[str, Any]) -> Act:
    days = {
        key: _day(file, ("acts", at, key), raw[key]) if raw.get(key) else None
        for key in ("signed_on", "valid_from", "valid_to")
    }
    first, last = days["valid_from"], days["valid_to"]
    if first and last and last < first:
        raise file.error(("acts", at, "valid_to"), f"{raw['number']}: ngày cuối trước ngày đầu.")
    return Act(
        number=raw["number"],
        kind=raw["kind"],
        title=raw["title"],
        issuer=raw["issuer"],
        certainty=Certainty(raw["certainty"]),
        reference=raw["reference"],
        called=tuple(raw.get("called", ())),
        replaced_by=tuple(raw.get("replaced_by", ())),
        note=raw.get("note"),
        **days,
    )


def _day(file: YamlFile, at: tuple[str | int, ...], text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise file.error(at, f"“{text}” không phải là ngày có thật (năm-tháng-ngày).") from None
