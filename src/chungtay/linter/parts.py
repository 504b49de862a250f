"""What the law wants in a movement (R-14): each part there, or said to be missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chungtay.linter.model import Hit, Severity
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import any_of
from chungtay.reading.fold import fold

# What a plan does, as against what it wishes: where a cue word counts as the thing being ordered.
ORDERS = ("organisation", "requirements", "solutions", "reporting")


def _cue(key: str, *parts: str) -> Callable[[Subject], bool]:
    return lambda s: re.search(any_of(key), fold(s.said(*parts))) is not None


def _any(plan: Mapping[str, Any], *parts: str) -> bool:
    return any(plan.get(part) for part in parts)


def _subjects(s: Subject) -> bool:
    return any(s.plan["subjects"][key] for key in ("collectives", "individuals", "others")) or _section(s, "subjects")


def _section(s: Subject, role: str) -> bool:
    return any(role in node.own_roles for node in s.document.nodes())


# Name as people say it, whether it is there, and whether the plan itself must hold it (else it may stand elsewhere).
PARTS: tuple[tuple[str, Callable[[Subject], bool], bool], ...] = (
    ("mục đích, mục tiêu", lambda s: _any(s.plan, "purposes") or _section(s, "purposes"), True),
    ("đối tượng thi đua", _subjects, True),
    ("nội dung thi đua", lambda s: _any(s.plan, "contents"), True),
    ("tiêu chí thi đua, khen thưởng", lambda s: _any(s.plan, "criteria") or _section(s, "criteria"), True),
    ("thời gian thực hiện", lambda s: bool(s.period["text"] or s.period["end"]), True),
    ("biện pháp tổ chức", lambda s: _any(s.plan, "solutions", "organisation"), False),
    ("kiểm tra, giám sát", _cue("inspecting", *ORDERS), False),
    ("tuyên truyền, nhân rộng điển hình", _cue("spreading", *ORDERS, "contents", "purposes"), False),
    ("sơ kết, tổng kết", _cue("closing", *ORDERS), False),
    ("khen thưởng", lambda s: _any(s.plan, "awards"), False),
)


@check("thieu-phan-bat-buoc")
def missing(s: Subject) -> Iterator[Hit]:
    for inside, severity in ((True, None), (False, Severity.WARNING)):
        names = [name for name, there, must in PARTS if must is inside and not there(s)]
        if names:
            listed = "; ".join(names)
            do = f"Thêm phần {listed}" + ("." if inside else ", hoặc ghi rõ làm theo văn bản nào.")
            yield Hit(f"Không thấy phần {listed}.", do, severity=severity)
