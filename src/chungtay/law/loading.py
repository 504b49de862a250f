"""Loads the rule files of a folder, checks them together, and gives the law of a day at a place."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chungtay.law.errors import LawError, LawFileError, UnknownRule
from chungtay.law.rules import Certainty, Entry, Part, Reference, Resolved, Rule, exact, outside_bound
from chungtay.law.transitions import default_root
from chungtay.law.yamlfile import YamlFile

ONE_DAY = dt.timedelta(days=1)
# Data of other shapes that stand beside the national rules: each has its own schema and reader.
NOT_RULES = ("acts.yaml",)


@dataclass(frozen=True)
class Refusal:
    """A number of the research that is deliberately not encoded: why, and which rule takes care of the matter."""

    id: str
    title: str
    reason: str
    instead: str | None


class Law:
    """All rules of one folder. Ask it with `on(date, place)`; `version` is what a decision stores."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or default_root()
        self.national = self._layer("national", "national")
        self._check_names()
        self.refused = self._refused()
        folders = sorted(p for p in (self.root / "provinces").glob("*") if p.is_dir())
        self.provinces = {folder.name: self._province(folder.name) for folder in folders}

    @cached_property
    def version(self) -> str:
        """Hash of the content of every law file, the same on every machine (line ends do not count)."""
        digest = hashlib.sha256()
        for path in sorted(self.root.rglob("*.yaml")):
            digest.update(path.relative_to(self.root).as_posix().encode() + b"\0")
            digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
        return digest.hexdigest()[:16]

    def rule(self, rule_id: str) -> Rule:
        """The national rule of a number; `UnknownRule` when there is none."""
        try:
            return self.national[rule_id]
        except KeyError:
            if refusal := self.refused.get(rule_id):
                raise UnknownRule(f"{rule_id} ({refusal.title}) không nhập vào dữ liệu. {refusal.reason}") from None
            raise UnknownRule(f"Không có quy định số {rule_id}. Xem danh sách bằng lệnh “chungtay law list”.") from None

    def place_name(self, code: str) -> str:
        """A province in words, from the heading of its rules: "tỉnh Bắc Ninh"; without rules only its code."""
        families = [rule.family for rule in self.provinces.get(code, {}).values()]
        return families[0].removeprefix("Quy định của ") if families else f"tỉnh mã {code}"

    def on(self, day: dt.date, place: str | None = None) -> Resolved:
        """The law on a day; `place` is the province's code ("24"). One without own rules has the national ones.

        Raises `LawError` when `place` is no two-digit code.
        """
        if place is not None and not re.fullmatch(r"\d{2}", place):
            raise LawError(f"Mã tỉnh “{place}” phải gồm hai chữ số, ví dụ 01 hoặc 24.")
        layers = {"national": self.national, "province": self.provinces.get(place or "", {})}
        return Resolved(day, place, layers, self.version)

    def _layer(self, layer: str, folder: str) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        for path in sorted((self.root / folder).glob("*.yaml")):
            if path.name in NOT_RULES:
                continue
            file = YamlFile(path, f"law/{folder}/{path.name}")
            file.check(self.root / "schema" / "rules.schema.json")
            for at, raw in enumerate(file.data["rules"]):
                if raw["id"] in rules:
                    first = rules[raw["id"]]
                    raise file.error(("rules", at, "id"), f"{raw['id']} đã có ở {first.file}:{first.line}.")
                rules[raw["id"]] = _rule(file, at, raw, layer)
        return rules

    def _refused(self) -> dict[str, Refusal]:
        file = YamlFile(self.root / "refused.yaml", "law/refused.yaml")
        file.check(self.root / "schema" / "refused.schema.json")
        found: dict[str, Refusal] = {}
        for at, raw in enumerate(file.data["refused"]):
            if raw["id"] in self.national or raw["id"] in found:
                raise file.error(("refused", at, "id"), f"{raw['id']} đã có chỗ khác; một số chỉ nhập hoặc từ chối.")
            if raw["instead"] is not None and raw["instead"] not in self.national:
                raise file.error(("refused", at, "instead"), f"{raw['instead']} không có ở law/national.")
            found[raw["id"]] = Refusal(**raw)
        return found

    def _province(self, code: str) -> dict[str, Rule]:
        if not re.fullmatch(r"\d{2}", code):
            raise LawFileError(f"law/provinces/{code}", None, "tên thư mục phải là mã tỉnh hai chữ số.")
        rules = self._layer("province", f"provinces/{code}")
        for rule in rules.values():
            _check_override(rule, self.national.get(rule.id))
        return rules

    def _check_names(self) -> None:
        named: dict[str, list[tuple[Entry, Rule]]] = {}
        for rule in self.national.values():
            if rule.name:
                named.setdefault(rule.name, []).extend((entry, rule) for entry in rule.entries)
        for name, spans in named.items():
            spans.sort(key=lambda span: span[0].start)
            for (before, old), (after, new) in pairwise(spans):
                if before.until is None or before.until >= after.start:
                    raise LawFileError(
                        new.file, new.line, f"{new.id} chồng thời gian với {old.id} về cùng một việc “{name}”."
                    )


@cache
def load(root: Path | None = None) -> Law:
    """The law of a folder (default: `law/` of this checkout), read once per process."""
    return Law(root)


def on(day: dt.date, place: str | None = None) -> Resolved:
    """The law of this checkout on a day at a place: `place` is a province's two-digit code, None the nation alone.

    Raises `LawError` for another code, `LawFileError` (file and line) when the files cannot be read.
    """
    return load().on(day, place)


def snapshot(day: dt.date, place: str | None = None) -> dict[str, Any]:
    """What the files say on a day at a place, as JSON. A room stores its locality's: `law_of(x).on(day).as_json()`."""
    return on(day, place).as_json()


def _rule(file: YamlFile, at: int, raw: Mapping[str, Any], layer: str) -> Rule:
    scope = raw["scope"]
    if scope["level"] != layer:
        raise file.error(("rules", at, "scope", "level"), f"quy định ở thư mục này phải có level: {layer}.")
    return Rule(
        id=raw["id"],
        name=raw.get("name"),
        title=raw["title"],
        description=raw["description"].strip(),
        kind=raw["kind"],
        unit=raw["unit"],
        governed_by=raw["governed_by"],
        layer=layer,
        may_override=scope["may_override"],
        bound=scope["bound"],
        checked_on=_date(file, ("rules", at, "checked_on"), raw["checked_on"]),
        entries=_entries(file, at, raw),
        file=file.name,
        line=file.line(("rules", at, "id")),
        family=file.data["family"],
        answer=tuple(_part(part) for part in raw.get("answer", ())),
    )


def _part(raw: Mapping[str, Any]) -> Part:
    least, most = (Fraction(raw[edge]) if edge in raw else None for edge in ("min", "max"))
    return Part(
        key=raw.get("key", ""), label=raw["label"], kind=raw["kind"], unit=raw.get("unit"),
        options=MappingProxyType(raw.get("options", {})), required=raw.get("required", True), least=least, most=most,
    )  # fmt: skip


def _entries(file: YamlFile, at: int, raw: Mapping[str, Any]) -> tuple[Entry, ...]:
    path = ("rules", at, "values")
    starts = sorted((_date(file, (*path, text), text), text) for text in raw["values"])
    entries = []
    for index, (start, text) in enumerate(starts):
        body = raw["values"][text]
        until = _date(file, (*path, text, "until"), body["until"]) if "until" in body else None
        following = starts[index + 1][0] if index + 1 < len(starts) else None
        if until and until < start:
            raise file.error((*path, text, "until"), f"{raw['id']}: ngày cuối trước ngày đầu.")
        if until and following and until >= following:
            raise file.error((*path, text, "until"), f"{raw['id']}: hai thời gian chồng nhau từ {following:%d/%m/%Y}.")
        published = body.get("published_on")
        entries.append(
            Entry(
                start=start,
                until=until or (following - ONE_DAY if following else None),
                value=exact(raw["kind"], body["value"]),
                certainty=Certainty(body["certainty"]),
                reference=tuple(Reference(r["title"], r["article"], r.get("href")) for r in body["reference"]),
                published_on=_date(file, (*path, text, "published_on"), published) if published else None,
                note=body.get("note"),
                question=body.get("question"),
            )
        )
    return tuple(entries)


def _date(file: YamlFile, at: Iterable[str | int], text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise file.error(at, f"“{text}” không phải là ngày có thật (năm-tháng-ngày).") from None


def _check_override(rule: Rule, upper: Rule | None) -> None:
    """A province may set only what exists nationally, may be overridden, has the same kind, and inside the bound."""
    if upper is None:
        problem = "chưa có ở law/national; khai báo ở đó trước (giá trị X nếu chưa rõ)."
    elif not upper.overridable_by(rule.layer):
        problem = "cấp tỉnh không được quy định khác (may_override)."
    elif (upper.kind, upper.unit) != (rule.kind, rule.unit):
        problem = f"phải cùng kind và unit với bản quốc gia ({upper.kind}, {upper.unit})."
    else:
        for entry in rule.entries:
            above = upper.entry_on(entry.start)
            outside = outside_bound(upper.bound, entry.value, above.value if above else None)
            if outside:
                raise LawFileError(rule.file, rule.line, f"{rule.id}: {outside}")
        return
    raise LawFileError(rule.file, rule.line, f"{rule.id} {problem}")
