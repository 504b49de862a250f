"""The content of a plan as the rooms see it: paths, labels, and the values that a person must settle.

A path is `document.date` or `awards[0].quota.collectives`; the content is a reading by plan.schema.json.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import jsonschema

from chungtay.kit.errors import UserError

_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        json.loads((resources.files("chungtay.reading") / "plan.schema.json").read_text(encoding="utf-8"))
    )


def faults(content: Mapping[str, Any]) -> list[str]:
    """Where the content breaks the schema; empty when it is sound."""
    return [f"{'.'.join(map(str, e.absolute_path))}: {e.message}" for e in _validator().iter_errors(content)]


def _steps(path: str) -> list[str | int]:
    return [name or int(index) for name, index in _STEP.findall(path)]


def value_at(content: Any, path: str) -> Any:
    """The value at a path; None when the path leads nowhere."""
    for step in _steps(path):
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return content


def set_value(content: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with another value at the path, which must be there; not yet checked against the schema."""
    changed: Any = copy.deepcopy(dict(content))
    *way, last = _steps(path)
    target = changed
    for step in way:
        target = target[step]
    if isinstance(target, dict) and last not in target:
        raise KeyError(path)
    target[last] = value
    result: dict[str, Any] = changed
    return result


def with_value(content: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with another value at the path. Raises `UserError` when the schema does not allow the value there."""
    changed = set_value(content, path, value)
    if faults(changed):
        raise UserError("Giá trị này không đúng dạng của mục. Xem gợi ý dưới ô nhập rồi nhập lại.", field=path)
    return changed


BY_HAND = "by_hand"  # the method of a part that a person added from the paper
# What can be added: the list it goes to, and who is meant (criteria only).
ADDABLE: dict[str, tuple[str, str | None]] = {
    "award": ("awards", None),
    "deadline": ("deadlines", None),
    "criterion_collective": ("criteria", "collective"),
    "criterion_individual": ("criteria", "individual"),
    "dossier": ("dossier", None),
}
LEVELS = ("xã", "huyện", "thành phố", "tỉnh", "trung ương", "nhà nước")  # of the schema


def with_item(content: Mapping[str, Any], kind: str, text: str, level: str | None) -> tuple[dict[str, Any], str]:
    """A copy with one more part at the end of its list, and its path. Raises `UserError` when the schema refuses it."""
    if kind not in ADDABLE:
        raise UserError("Chưa chọn phần cần thêm. Chọn một loại trong danh sách.", field="kind")
    name, audience = ADDABLE[kind]
    changed: dict[str, Any] = copy.deepcopy(dict(content))
    rows: dict[str, dict[str, Any]] = {
        "awards": {
            "level": level, "authority": None, "form": text,
            "quota": {"collectives": None, "individuals": None, "comparator": None, "exception_text": None},
        },
        "deadlines": {"what": text, "date": None, "comparator": None, "to_whom": None},
        "criteria": {
            "audience": audience, "level": level, "id": f"TC-THEM-{len(changed['criteria']) + 1}", "text": text,
            "kind": None, "checkable_by": None,
        },
        "dossier": {"level": level, "items": [text]},
    }  # fmt: skip
    changed[name].append(rows[name])
    if broken := faults(changed):
        raise UserError(
            "Phần này không đúng dạng nên chưa thêm. Xem lại chữ đã nhập.", field="text", details=broken[:3]
        )
    return changed, f"{name}[{len(changed[name]) - 1}]"


def without_last(content: Mapping[str, Any], path: str) -> dict[str, Any]:
    """A copy without the part at the path, which must be the last of its list: the others keep their paths."""
    name, index = _steps(path)
    changed: dict[str, Any] = copy.deepcopy(dict(content))
    if index != len(changed[str(name)]) - 1:
        raise UserError("Bỏ phần thêm sau cùng trước, rồi mới bỏ phần này.")
    changed[str(name)].pop()
    return changed


@dataclass(frozen=True)
class FieldSpec:
    """One value for the review: `required` must be answered before the movement may start."""

    path: str
    label: str
    kind: str  # text | date | number | choice
    required: bool
    group: str


_HEADER = [
    ("document.issuer", "Cơ quan ban hành", "text", True),
    ("document.number_code", "Số, ký hiệu", "text", True),
    ("document.date", "Ngày ban hành", "date", True),
    ("document.place", "Địa danh", "text", False),
    ("document.title", "Trích yếu", "text", True),
    ("signatory.position", "Chức vụ người ký", "text", False),
    ("signatory.name", "Người ký", "text", False),
]
_MOVEMENT = [
    ("movement.name", "Tên phong trào", "text", True),
    ("movement.year", "Năm", "number", True),
    ("movement.slogan", "Khẩu hiệu", "text", False),
    ("movement.period.start", "Ngày bắt đầu", "date", True),
    ("movement.period.end", "Ngày kết thúc", "date", True),
]


def review_fields(content: Mapping[str, Any]) -> Iterator[FieldSpec]:
    """The values that a person looks at one by one, in the order of the paper."""
    for path, label, kind, required in _HEADER:
        yield FieldSpec(path, label, kind, required, "Phần đầu và người ký")
    for path, label, kind, required in _MOVEMENT:
        yield FieldSpec(path, label, kind, required, "Phong trào và thời gian")
    for i, award in enumerate(content.get("awards", [])):
        level = award.get("level") or "chưa nêu cấp"
        for key, label, kind in (
            ("authority", "Thẩm quyền", "text"),
            ("form", "Hình thức", "text"),
            ("quota.collectives", "Số suất tập thể", "number"),
            ("quota.individuals", "Số suất cá nhân", "number"),
        ):
            yield FieldSpec(f"awards[{i}].{key}", f"{label}, cấp {level}", kind, True, "Khen thưởng")
    for i, deadline in enumerate(content.get("deadlines", [])):
        yield FieldSpec(f"deadlines[{i}].date", deadline["what"], "date", True, "Các hạn")


def is_commune_level(level: str | None) -> bool:
    """Whether the commune itself decides an award of this level (the schema's level 'xã' covers phường, đặc khu)."""
    return level == "xã"
