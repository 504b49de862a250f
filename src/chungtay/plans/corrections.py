"""Words that the machine restored or recognised, and what people made of them: kept, so that it can be taught.

A word is settled either with the value that it belongs to (`keep_words`) or by itself (`settle_words`); then the values
that rest on it follow.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chungtay.audit.actions import record
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.plans.content import faults, set_value, value_at
from chungtay.plans.material import RESTORED
from chungtay.plans.models import Correction, FieldReview, PlanVersion, SourcePage

_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")
LONGEST = 300


@dataclass(frozen=True)
class Token:
    """One word of a value: its place in the source, as it came, and as the machine read it."""

    start: int
    end: int
    raw: str
    reading: str


def tokens(told: Mapping[str, Any], source: str) -> list[Token]:
    """The words that a value rests on; none when the words as they came and as they were read cannot be paired."""
    places = [
        (start + match.start(), start + match.end())
        for start, end in told.get("spans") or []
        for match in _WORD.finditer(source[start:end])
    ]
    readings = [word for word in str(told.get("restored") or told.get("raw") or "").split() if word != "…"]
    if len(places) != len(readings):
        return []
    return [Token(a, b, source[a:b], reading) for (a, b), reading in zip(places, readings, strict=True)]


def keep_words(
    *, version: PlanVersion, path: str, answer: FieldReview.Answer, value: Any, by: Reader, at: dt.datetime
) -> None:
    """Keeps what an answer to a value says of its words; nothing for sound text, numbers and dates."""
    forget_words(version=version, path=path)
    told = version.provenance.get(path) or {}
    if not _guessed(told) or not isinstance(value, str) or answer == FieldReview.Answer.NOT_STATED:
        return
    doubted = {(doubt[0], doubt[1]): str(doubt[3]) for page in version.pages.all() for doubt in page.doubts}
    pairs = list(_pairs(tokens(told, version.source_text), value))
    for token, word in pairs:
        # a word that the machine was sure of and that stood teaches it nothing
        inside = [place for place in doubted if token.start <= place[0] and place[1] <= token.end]
        if word == _bare(token.reading) and not inside:
            continue
        _keep(version, token, word, path=path, method=told["read_by"], by=by, at=at)


def _guessed(told: Mapping[str, Any]) -> bool:
    return told.get("read_by") in (RESTORED, SourcePage.Method.OCR)


def _pairs(words: Sequence[Token], value: str) -> Iterator[tuple[Token, str]]:
    """Each word with what the person made of it, as far as the two can be laid side by side."""
    typed = [_bare(word) for word in value.split()]
    read = [_bare(token.reading) for token in words]
    matcher = SequenceMatcher(a=[w.casefold() for w in read], b=[w.casefold() for w in typed], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind in ("equal", "replace") and b - a == d - c:
            for token, word in zip(words[a:b], typed[c:d], strict=True):
                if word and _bare(token.reading):
                    yield token, (_bare(token.reading) if kind == "equal" else word)


def _bare(word: str) -> str:
    return _EDGES.sub("", word)


def _keep(
    version: PlanVersion, token: Token, word: str, *, path: str, method: str, by: Reader, at: dt.datetime
) -> None:
    Correction.objects.update_or_create(
        version=version, start=token.start, end=token.end,
        defaults={
            "path": path, "method": method, "raw": _bare(token.raw)[:LONGEST] or token.raw[:LONGEST],
            "restored": _bare(token.reading)[:LONGEST], "corrected": word[:LONGEST], "by": by.name, "at": at,
        },
    )  # fmt: skip


def forget_words(*, version: PlanVersion, path: str) -> None:
    """Takes back what an answer to a value said of its words."""
    Correction.objects.filter(version=version, path=path).exclude(path="").delete()


Place = tuple[int, int]


@transaction.atomic
def settle_words(
    *, version: PlanVersion, places: Sequence[Place], corrected: str | None, by: Reader, at: dt.datetime
) -> None:
    """Settles a word wherever the machine read it so: as it was read (None), or as the person says.

    The values that rest on it and that nobody has answered yet follow. Raises `UserError` for a place that is not in
    doubt and for words that are no single word or two.
    """
    doubts = {(d[0], d[1]): (d, page) for page in version.pages.all() for d in page.doubts}
    word = " ".join((corrected or "").split())
    if corrected is not None and not 0 < len(word) <= 60:
        raise UserError(_("Chưa nhập chữ đúng. Chép chữ trên giấy vào ô, chỉ một hai chữ."), field="value")
    for place in places:
        if place not in doubts:
            raise UserError(_("Không có chữ này trong danh sách cần xem. Tải lại trang."))
        doubt, page = doubts[place]
        token = Token(*place, version.source_text[slice(*place)], str(doubt[3]))
        method = RESTORED if page.restored else page.method
        _keep(version, token, word or _bare(token.reading), path="", method=method, by=by, at=at)
    changed = _follow(version, places)
    record(
        "plan.words_settled", by=by, at=at, scope=version.plan.locality.code, subject=version.plan,
        before={"places": [list(place) for place in places]}, after={"word": word or None, "values": changed},
    )  # fmt: skip


@transaction.atomic
def unsettle_words(*, version: PlanVersion, places: Sequence[Place], by: Reader, at: dt.datetime) -> None:
    """Takes answers to words back; the values that rest on them are again as they were read."""
    for start, end in places:
        Correction.objects.filter(version=version, start=start, end=end, path="").delete()
    changed = _follow(version, places)
    record(
        "plan.words_unsettled", by=by, at=at, scope=version.plan.locality.code, subject=version.plan,
        before={"places": [list(place) for place in places]}, after={"values": changed},
    )  # fmt: skip


def _follow(version: PlanVersion, places: Iterable[Place]) -> list[str]:
    """Writes the values that rest on the places anew from what was read and all that people settled; their paths."""
    wanted = list(places)
    settled = {(c.start, c.end): c.corrected for c in version.corrections.filter(path="")}
    answered = set(version.reviews.values_list("path", flat=True))
    changed = []
    content = version.content
    for path, told in version.provenance.items():
        if path in answered or not isinstance(told.get("value"), str) or not touches(told, wanted):
            continue
        value = _with_words(told, tokens(told, version.source_text), settled)
        if value != value_at(content, path) and value_at(content, path) is not None:
            content = set_value(content, path, value)
            changed.append(path)
    if changed:
        if broken := faults(content):
            raise UserError(_("Chữ này không hợp với mục chứa nó. Sửa ở chính mục đó."), details=broken[:3])
        version.content = content
        version.save(update_fields=["content"])
    return changed


def touches(told: Mapping[str, Any], places: Iterable[Place]) -> bool:
    """Whether a value rests on one of the places."""
    return any(a < end and start < b for a, b in told.get("spans") or [] for start, end in places)


def _with_words(told: Mapping[str, Any], words: Sequence[Token], settled: Mapping[Place, str]) -> str:
    """The value as it was read, with settled words in their places. A value said in other words stays as it is."""
    value = str(told["value"])
    found = list(_WORD.finditer(value))
    if len(found) != len(words):
        return value
    for match, token in reversed(list(zip(found, words, strict=True))):
        for (start, end), word in settled.items():
            read = _bare(token.reading)
            if not (token.start <= start and end <= token.end) or _bare(match[0]).casefold() != read.casefold():
                continue
            raised = match[0][:1].isupper() and not word[:1].isupper()
            now = match[0].replace(_bare(match[0]), word[:1].upper() + word[1:] if raised else word, 1)
            value = value[: match.start()] + now + value[match.end() :]
    return value
