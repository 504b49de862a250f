"""The answer to an open question of the law, typed by a person: which boxes it has, and what each may hold.

The law data say it per rule (`answer`); where they say nothing the kind of the value decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from chungtay.law.errors import InputError
from chungtay.law.rules import Part, Rule, freeze

_YES_NO = {"có": True, "không": False}
_DEFAULT = {
    "factor": "factor", "ratio": "ratio", "amount": "amount", "count": "count", "days": "days",
    "list": "lines", "choice": "text", "table": "pairs", "principle": "pairs", "layout": "pairs",
}  # fmt: skip


class AnswerError(InputError):
    """A box of an answer cannot be used as typed; `key` is the box."""

    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.key = key


def parts_of(rule: Rule) -> tuple[Part, ...]:
    """The boxes of a rule's answer."""
    if rule.answer:
        return rule.answer
    if rule.kind == "act":
        return (
            Part("number", "Số, ký hiệu văn bản", "text"),
            Part("name", "Tên văn bản", "text"),
        )
    unit = None if rule.unit == "/1" else rule.unit
    return (Part("", "Giá trị", _DEFAULT[rule.kind], unit),)


def value_of(rule: Rule, given: Mapping[str, str]) -> Any:
    """The value of what was typed, by box (`Part.key`), exact and unchangeable.

    Raises `AnswerError` at the first box that is empty, of the wrong kind or outside its limits.
    """
    parts = parts_of(rule)
    read = {part.key: _read(part, given.get(part.key, "")) for part in parts}
    if "" in read:
        return freeze(read[""])
    table: dict[str, Any] = {}
    for key, item in read.items():
        if item is None:
            continue
        *way, last = key.split(".")
        at = table
        for step in way:
            at = at.setdefault(step, {})
        at[last] = item
    if not table:
        raise AnswerError("Ghi ít nhất một ô của câu trả lời.", parts[0].key)
    return freeze(table)


def typed(rule: Rule, value: Any) -> dict[str, str]:
    """The boxes as a person would type a value: the reverse of `value_of`, to correct what was settled before."""
    found = {}
    for part in parts_of(rule):
        at = value
        for step in part.key.split(".") if part.key else ():
            at = at.get(step) if isinstance(at, Mapping) else None
        if at is not None:
            found[part.key] = str(at) if part.kind == "ratio" else _typed(at)
    return found


def encode(value: Any) -> Any:
    """A value as JSON that tells its own types, so that it is read back as it was whatever the law data say later."""
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    if isinstance(value, Mapping):
        return {"table": {key: encode(item) for key, item in value.items()}}
    return [encode(item) for item in value] if isinstance(value, tuple) else value


def decode(stored: Any) -> Any:
    """The value of `encode`."""
    if isinstance(stored, Mapping):
        if "fraction" in stored:
            return Fraction(stored["fraction"])
        return freeze({key: decode(item) for key, item in stored["table"].items()})
    return tuple(decode(item) for item in stored) if isinstance(stored, list) else stored


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Fraction):
        text = f"{float(value):.6f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if Fraction(text) == value else str(value)
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_typed(item)}" for key, item in value.items())
    return "\n".join(_typed(item) for item in value) if isinstance(value, tuple) else str(value)


def _read(part: Part, text: str) -> Any:
    text = text.strip()
    if not text:
        if part.required:
            raise AnswerError(f"Chưa ghi “{part.label}”.", part.key)
        return None
    value = _READERS[part.kind](part, text)
    low = part.least is not None and isinstance(value, int | Fraction) and value < part.least
    high = part.most is not None and isinstance(value, int | Fraction) and value > part.most
    if low or high:
        limits = [f"từ {_typed(part.least)}"] if part.least is not None else []
        limits += [f"đến {_typed(part.most)}"] if part.most is not None else []
        raise AnswerError(f"“{part.label}” phải {' '.join(limits)}; đang ghi {text}. Xem lại văn bản.", part.key)
    return value


def _whole(part: Part, text: str) -> int:
    bare = re.sub(r"[.\s](?=\d{3}(?!\d))", "", text)
    if not re.fullmatch(r"\d{1,15}", bare):
        raise AnswerError(f"“{part.label}” phải là số nguyên không âm, ví dụ 10; đang ghi “{text}”.", part.key)
    return int(bare)


def _factor(part: Part, text: str) -> Fraction:
    if not re.fullmatch(r"\d{1,9}(?:[.,]\d{1,6})?", text):
        raise AnswerError(f"“{part.label}” phải là số, phần lẻ sau dấu phẩy; đang ghi “{text}”.", part.key)
    return Fraction(text.replace(",", "."))


def _ratio(part: Part, text: str) -> Fraction:
    if match := re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%", text):
        share = Fraction(match[1].replace(",", ".")) / 100
    elif match := re.fullmatch(r"(\d{1,4})\s*/\s*([1-9]\d{0,3})", text):
        share = Fraction(int(match[1]), int(match[2]))
    elif re.fullmatch(r"[01](?:[.,]\d{1,6})?", text):
        share = Fraction(text.replace(",", "."))
    else:
        raise AnswerError(f"“{part.label}” phải là phân số hoặc phần trăm; đang ghi “{text}”.", part.key)
    if share > 1:
        raise AnswerError(f"“{part.label}” không thể quá một trăm phần trăm; đang ghi “{text}”.", part.key)
    return share


def _lines(part: Part, text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.strip(" -•+;").split()) for line in text.splitlines() if line.strip(" -•+;"))


def _pairs(part: Part, text: str) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for line in _lines(part, text):
        name, colon, said = (piece.strip() for piece in line.partition(":"))
        if not (colon and name and said):
            raise AnswerError(f"“{part.label}”: mỗi dòng ghi “tên: nội dung”; xem lại dòng “{line}”.", part.key)
        if name in pairs:
            raise AnswerError(f"“{part.label}”: “{name}” ghi hai lần. Bỏ bớt một dòng.", part.key)
        pairs[name] = int(said) if said.isdecimal() else said
    return pairs


def _yes_no(part: Part, text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise AnswerError(f"“{part.label}”: chọn có hoặc không.", part.key)
    return _YES_NO[text.lower()]


def _choice(part: Part, text: str) -> str:
    if text not in part.options:
        raise AnswerError(f"“{part.label}”: chọn một trong: {'; '.join(part.options.values())}.", part.key)
    return text


def _text(part: Part, text: str) -> str:
    return " ".join(text.split())


_READERS: dict[str, Callable[[Part, str], Any]] = {
    "factor": _factor, "ratio": _ratio, "count": _whole, "days": _whole, "amount": _whole,
    "text": _text, "lines": _lines, "pairs": _pairs, "yes_no": _yes_no, "choice": _choice,
}  # fmt: skip
