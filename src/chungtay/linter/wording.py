"""Single words: lost, doubled, mistyped. Told for a person to look at; issued text is never corrected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from chungtay.linter.model import Hit
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import any_of, words
from chungtay.reading.fold import fold
from chungtay.reading.intake.syllables import is_syllable
from chungtay.reading.restoration.syllables import canonical
from chungtay.reading.words import Words

WORD = re.compile(r"[^\W\d_]+")
REPEATED = 14  # words from which a passage said twice in one paragraph is a slip and not a phrase


@check("mat-chu-khong")
def lost_negation(s: Subject) -> Iterator[Hit]:
    """A bad thing in a list of good ones that a plan wants: "đảm bảo thiết thực, hiệu quả, hình thức, lãng phí"."""
    wanting = re.compile(r"\b(?:dam bao|bao dam)\b")
    for piece in s.body:
        for verb in wanting.finditer(piece.folded):
            clause = re.match(r"[^;.:]*", piece.folded[verb.end() :])
            end = verb.end() + (clause.end() if clause else 0)
            if re.search(any_of("negators"), piece.folded[verb.end() : end]):
                continue
            bad = re.search(
                rf",\s*(?P<bad>{any_of('unwanted')}(?:\s*,\s*{any_of('unwanted')})*)\s*$", piece.folded[:end]
            )
            if bad:
                shown = piece.group(bad, "bad")
                yield Hit(
                    f"“{shown.text}” đứng trong những điều phải bảo đảm: có thể thiếu chữ “không”, “tránh”.",
                    f"Nếu đúng vậy, viết “không {shown.text}”.", shown.spans[0],
                )  # fmt: skip


@check("chu-khong-phai-tieng-viet")
def no_syllable(s: Subject) -> Iterator[Hit]:
    known = {fold(word) for word in words("foreign")}
    for piece in s.pieces:
        for found in WORD.finditer(piece.text):
            word = found[0]
            if len(word) < 2 or not word.islower() or fold(word) in known or is_syllable(word):
                continue
            if piece.text[found.start() - 1 : found.start()] in ("@", ".", "/") and found.start():
                continue  # part of an address
            yield Hit(f"“{word}” không phải một tiếng Việt.", "Xem có gõ nhầm không.", piece.group(found).spans[0])


@check("cum-tu-thieu-chu")
def missing_word(s: Subject) -> Iterator[Hit]:
    for piece in s.pieces:
        for right, pattern in _shortened():
            for found in pattern.finditer(piece.lowered):
                shown = piece.group(found)
                yield Hit(f"“{shown.text}” có thể thiếu chữ: “{right}”.", _if_so(right), shown.spans[0])


@cache
def _shortened() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Fixed phrases without one of their inner words, where what is left means nothing."""
    rows = []
    for right, wrong in words("shortened").items():
        rows.append((right, re.compile(rf"(?<!\w){re.escape(wrong)}(?!\w)".replace(r"\ ", r"\s+"))))
    return tuple(rows)


@check("sai-dau")
def wrong_accent(s: Subject) -> Iterator[Hit]:
    """A fixed phrase of the genre with another accent: "đầy mạnh" for "đẩy mạnh"."""
    phrases = {fold(right): right for right in words("fixed")}
    pattern = re.compile(r"(?<![^\W_])(?:" + "|".join(p.replace(" ", r"\s+") for p in phrases) + r")(?![^\W_])")
    for piece in s.pieces:
        for found in pattern.finditer(piece.folded):
            shown = piece.group(found)
            right = phrases[" ".join(found[0].split())]
            written = [canonical(word) for word in shown.text.split()]
            if written != [canonical(word) for word in right.split()] and shown.accented:
                yield Hit(f"“{shown.text}” có thể sai dấu: “{right}”.", _if_so(right), shown.spans[0])


@check("lap-chu")
def doubled(s: Subject) -> Iterator[Hit]:
    """Only words that never stand twice in a row: "tuân thủ thủ tục" and "ngày ngày" are right."""
    for piece in s.pieces:
        for found in re.finditer(rf"(?<![^\W_])({_doubtful()})\s+\1(?![^\W_])", piece.lowered):
            shown = piece.group(found)
            yield Hit(f"“{shown.text}” lặp chữ.", "Bỏ một chữ.", shown.spans[0])


@cache
def _doubtful() -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words("never_twice"), key=len, reverse=True)
    )


@check("lap-doan")
def repeated(s: Subject) -> Iterator[Hit]:
    for piece in s.body:
        found = _repeat(piece)
        if found:
            shown = piece[found[0] : found[1]]
            yield Hit(
                f"Đoạn “{_short(shown.text)}” viết hai lần trong cùng một ý.", "Bỏ phần lặp.", shown.spans[0]
            )  # fmt: skip


def _repeat(piece: Words) -> tuple[int, int] | None:
    """The range of the second time that a long run of words stands in a paragraph."""
    tokens = list(WORD.finditer(piece.folded))
    plain = [token[0] for token in tokens]
    seen: dict[tuple[str, ...], int] = {}
    for i in range(len(plain) - REPEATED + 1):
        window = tuple(plain[i : i + REPEATED])
        if window in seen and i >= seen[window] + REPEATED:
            start, length = seen[window], REPEATED
            while i + length < len(plain) and start + length < i and plain[start + length] == plain[i + length]:
                length += 1
            return tokens[i].start(), tokens[i + length - 1].end()
        seen.setdefault(window, i)
    return None


@check("dau-cau")
def punctuation(s: Subject) -> Iterator[Hit]:
    """Blanks before a mark and doubled marks, told once with all lines."""
    places: list[tuple[int, int]] = []
    for piece in s.pieces:
        for found in re.finditer(r"(?<=\w) [,;.:](?=\s|$)|(?<!\.)\.\.(?!\.)|,,|;;", piece.text):
            places.append(piece[found.end() - len(found[0].strip()) : found.end()].spans[0])
    if not places:
        return
    lines = Counter(s.text.count("\n", 0, start) + 1 for start, _end in places)
    where = ", ".join(str(line) for line in sorted(lines)[:12])
    yield Hit(
        f"Có {len(places)} chỗ dấu câu cách chữ hoặc viết hai lần (dòng {where}).", "Viết dấu câu liền chữ, một lần.",
        places[0],
    )  # fmt: skip


def _if_so(right: str) -> str:
    return f"Nếu đúng vậy, viết “{right}”."


def _short(text: str, most: int = 70) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
