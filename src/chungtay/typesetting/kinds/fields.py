"""Plain data checked against a list of fields, with errors that a clerk understands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError

FieldType = Literal["text", "texts", "date", "integer", "amount", "choice", "flag", "object", "objects"]


@dataclass(frozen=True)
class Field:
    """One field: `name` in the data, `label` in Vietnamese, what it holds, whether the paper is void without it."""

    name: str
    label: str
    type: FieldType = "text"
    required: bool = True
    fields: tuple[Field, ...] = ()
    choices: tuple[str, ...] = ()


class _WrongValueError(Exception):
    """The end of a sentence "Trường … " that says what the value must be."""


def read(fields: tuple[Field, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `fields` in `data`, cleaned; absent ones are None, [] or an unknown date.

    Raises DataError naming every field that is missing, of the wrong form, or unknown: all at once, so that the clerk
    corrects them in one go.
    """
    problems: list[str] = []
    values = _read(fields, data, "", problems)
    if problems:
        raise DataError(problems)
    return values


def _read(fields: tuple[Field, ...], data: Mapping[str, Any], path: str, problems: list[str]) -> dict[str, Any]:
    known = {f.name for f in fields}
    problems += [
        f"Trường “{path}{name}” không có trong mẫu; anh/chị kiểm tra tên trường." for name in data if name not in known
    ]
    values: dict[str, Any] = {}
    for field in fields:
        raw = data.get(field.name)
        where = f"{path}{field.name}"
        if field.required and _empty(raw):
            problems.append(f"Thiếu {field.label}: anh/chị ghi thêm (trường “{where}”).")
            continue
        try:
            values[field.name] = _READERS[field.type](field, raw, where, problems)
        except _WrongValueError as error:
            problems.append(f"{field.label[:1].upper()}{field.label[1:]} (trường “{where}”) {error}")
    return values


def _empty(raw: Any) -> bool:
    return (
        raw is None
        or (isinstance(raw, str) and not tree.clean(raw))
        or (isinstance(raw, (list, tuple, Mapping)) and not raw)
    )


def _text(_: Field, raw: Any, __: str, ___: list[str]) -> str | None:
    if _empty(raw):
        return None
    if not isinstance(raw, str):
        raise _WrongValueError("phải là chữ, đặt trong dấu ngoặc kép.")
    return tree.clean(raw)


def _texts(field: Field, raw: Any, where: str, problems: list[str]) -> list[str]:
    if raw is None:
        return []
    if not isinstance(raw, (list, tuple)) or not all(isinstance(item, str) for item in raw):
        raise _WrongValueError("phải là danh sách các dòng chữ.")
    found = [tree.clean(item) for item in raw if tree.clean(item)]
    if field.required and not found:
        problems.append(f"Thiếu {field.label}: anh/chị ghi thêm (trường “{where}”).")
    return found


def _date(_: Field, raw: Any, __: str, ___: list[str]) -> tree.PartialDate:
    try:
        return tree.PartialDate.of(raw if raw != "" else None)
    except (ValueError, AttributeError) as error:
        raise _WrongValueError("phải là ngày có thật, ghi theo dạng 18/02/2025 hoặc 2025-02-18.") from error


def _integer(_: Field, raw: Any, __: str, ___: list[str]) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise _WrongValueError("phải là số nguyên không âm.")
    return raw


def _amount(_: Field, raw: Any, __: str, ___: list[str]) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not 0 <= raw < float("inf"):
        raise _WrongValueError("phải là số không âm.")
    return float(raw)


def _flag(_: Field, raw: Any, __: str, ___: list[str]) -> bool:
    if raw is None:
        return False
    if not isinstance(raw, bool):
        raise _WrongValueError("phải là true (có) hoặc false (không).")
    return raw


def _choice(field: Field, raw: Any, _: str, __: list[str]) -> str | None:
    if raw is None:
        return None
    if raw not in field.choices:
        raise _WrongValueError(f"phải là một trong: {', '.join(field.choices)}.")
    return str(raw)


def _object(field: Field, raw: Any, where: str, problems: list[str]) -> dict[str, Any] | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise _WrongValueError("phải là một nhóm trường.")
    return _read(field.fields, raw, f"{where}.", problems)


def _objects(field: Field, raw: Any, where: str, problems: list[str]) -> list[dict[str, Any]]:
    if raw is None:
        return []
    if not isinstance(raw, (list, tuple)) or not all(isinstance(item, Mapping) for item in raw):
        raise _WrongValueError("phải là danh sách các nhóm trường.")
    return [_read(field.fields, item, f"{where}[{i}].", problems) for i, item in enumerate(raw, start=1)]


_READERS: dict[str, Callable[[Field, Any, str, list[str]], Any]] = {
    "text": _text,
    "texts": _texts,
    "date": _date,
    "integer": _integer,
    "amount": _amount,
    "choice": _choice,
    "flag": _flag,
    "object": _object,
    "objects": _objects,
}
