"""Where the program uses a rule: read from the program itself, which cites rule numbers and asks rules by name.

A list kept by hand would be wrong after the next change; the sources cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import chungtay
from chungtay.law import Rule, load, table
from chungtay.law.transitions import names

# The longest path that fits says where people meet the rule.
_PAGES: dict[str, Promise] = {
    "law/eligibility": _("Hồ sơ đề nghị"), "law/facts": _("Hồ sơ đề nghị"), "law/rating": _("Hồ sơ đề nghị"),
    "law/quotas": _("Hồ sơ đề nghị"), "law/priority": _("Họp xét"), "law/council": _("Họp xét"),
    "law/sessions": _("Họp xét"), "law/money": _("Tiền thưởng"), "law/annulment": _("Quyết định, giấy khen"),
    "law/numbering": _("Số và sổ văn bản"), "law/registers": _("Số và sổ văn bản"), "law/calendar": _("Hạn và lịch"),
    "law/deadlines": _("Hạn và lịch"), "law/citations": _("Kế hoạch"), "law/acts": _("Kế hoạch"),
    "reading": _("Kế hoạch"), "plans": _("Kế hoạch"), "indicators": _("Theo dõi phong trào"),
    "movements": _("Theo dõi phong trào"), "initiatives": _("Sáng kiến"),
    "nominations": _("Hồ sơ đề nghị"), "councils": _("Họp xét"),
    "decisions": _("Quyết định, giấy khen"), "paperwork": _("Văn bản in ra"),
    "documents": _("Số và sổ văn bản"), "linter": _("Kiểm thể thức văn bản"),
    "typesetting/checker": _("Kiểm thể thức văn bản"), "typesetting": _("Văn bản in ra"), "signing": _("Ký số"),
    "outreach": _("Tra cứu công khai"), "localities": _("Người và đơn vị"), "audit": _("Nhật ký"),
}  # fmt: skip
_TABLES: dict[str, str] = {
    "plan": "plans", "movement": "movements", "report": "movements", "obstacle": "movements",
    "initiative": "initiatives", "dossier": "nominations", "meeting": "councils", "decision": "decisions",
    "certificate": "decisions", "paper": "paperwork",
}  # fmt: skip
_CITED = re.compile(r"\b([RL])-(\d+(?:\.\d+)?)(?:\s*(?:to|…|–|đến)\s*\1-(\d+)\b)?")
_NAMED = re.compile(r"named\(\s*f?\"([a-z_]+(?:\.[a-z-]+)?)")


def pages_of(number: str) -> tuple[Promise, ...]:
    """The pages that use a rule, in words, each once; empty when the data only keep it for reading."""
    return _uses().get(number, ())


def stops_payment(rule: Rule) -> bool:
    """Whether no sum can be named while a rule is open: the engine of money asks for it (R-76)."""
    source = (Path(chungtay.__file__).parent / "law" / "money.py").read_text(encoding="utf-8")
    return _asks(set(_NAMED.findall(source)), rule, "")


@cache
def _uses() -> dict[str, tuple[Promise, ...]]:
    """Read once per process: some two hundred small files."""
    root, found = Path(chungtay.__file__).parent, dict[str, dict[str, Promise]]()
    numbers = load().national
    for file in sorted(root.rglob("*.py")):
        path = file.relative_to(root).with_suffix("").as_posix()
        page = next((_PAGES[start] for start in _starts(path) if start in _PAGES), None)
        if page is not None and "/migrations/" not in path:
            for number in _cited(file.read_text(encoding="utf-8")):
                found.setdefault(number, {})[str(page)] = page
    for name in names():
        page = _PAGES[_TABLES[name]]
        for number in (rule for row in table(name).rows for rule in row.rules):
            found.setdefault(number, {})[str(page)] = page
    return {number: tuple(pages.values()) for number, pages in found.items() if number in numbers}


def _starts(path: str) -> Iterator[str]:
    """law/eligibility/ratings, law/eligibility, law: longest first."""
    parts = path.split("/")
    return ("/".join(parts[:n]) for n in range(len(parts), 0, -1))


def _cited(source: str) -> Iterator[str]:
    for letter, first, last in _CITED.findall(source):
        yield f"{letter}-{first}"
        if last and first.isdecimal():
            yield from (f"{letter}-{number}" for number in range(int(first) + 1, int(last) + 1))
    asked = set(_NAMED.findall(source))
    yield from (rule.id for rule in load().national.values() if _asks(asked, rule, source))


def _asks(asked: set[str], rule: Rule, source: str) -> bool:
    if not rule.name:
        return False
    # Acts are asked for through lists of their names.
    return rule.name in asked or rule.name.split(".")[0] in asked or (rule.kind == "act" and f'"{rule.name}"' in source)
