"""Bytes of a text file to Unicode, whatever Vietnamese encoding they are in."""

from __future__ import annotations

import unicodedata

from chungtay.reading.intake.legacy import CONVERTERS, NAMES, convert, repair, score, western
from chungtay.reading.intake.source import NOT_TEXT, UnreadableFile

LEAST_SYLLABLES = 0.6
MOST_BROKEN = 0.01
CONVERTED = "Tệp dùng bảng mã cũ {name}, đã đổi sang Unicode. Đối chiếu vài dòng với bản gốc."
MIXED = "Tệp trộn nhiều bảng mã; từng dòng đã được đổi riêng. Đối chiếu với bản gốc."
BROKEN = "Tệp có vài ký tự hỏng, đã thay bằng dấu “\ufffd”. Đối chiếu với bản gốc."


def decode_text(data: bytes) -> tuple[str, list[str]]:
    """The text of bytes and what the clerk should know. Raises UnreadableFile when no encoding makes words of them."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding), []
    if wide := _wide(data):
        return _strict(data, wide), []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_line(data)
    text, scheme = repair(text)
    return text, [CONVERTED.format(name=NAMES[scheme])] if scheme else []


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: half of the bytes of Vietnamese text are then zero or a small page number."""
    if len(data) < 4 or len(data) % 2:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if odd > len(data) // 5 and odd > even * 4:
        return "utf-16-le"
    return "utf-16-be" if even > len(data) // 5 and even > odd * 4 else None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(NOT_TEXT) from error


def _by_line(data: bytes) -> tuple[str, list[str]]:
    """Lines in UTF-8 are kept; the others are read together, in the encoding that makes the most syllables of them."""
    if b"\0" in data:
        raise UnreadableFile(NOT_TEXT)
    lines: list[str | bytes] = []
    for raw in data.split(b"\n"):
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(raw)
    odd = b"\n".join(line for line in lines if isinstance(line, bytes))
    warnings = []
    best = _best(odd)
    if best is None:
        broken = sum(
            line.decode("utf-8", errors="replace").count("\ufffd") for line in lines if isinstance(line, bytes)
        )
        if broken > MOST_BROKEN * len(data):
            raise UnreadableFile(NOT_TEXT)
        text = data.decode("utf-8", errors="replace")
        return text, [BROKEN]
    name, whole = best
    read = iter(whole.split("\n"))
    text = "\n".join(line if isinstance(line, str) else next(read) for line in lines)
    # What is UTF-8 by its bytes may still be old text that somebody converted as if it were Western.
    text, other = repair(text)
    unicode_lines = any(isinstance(line, str) and not line.isascii() for line in lines)
    if unicode_lines or other:
        warnings.append(MIXED)
    elif name:
        warnings.append(CONVERTED.format(name=NAMES[name]))
    return text, warnings


def _best(data: bytes) -> tuple[str, str] | None:
    """The encoding of bytes that are not UTF-8, and their text; no name when only punctuation is beyond ASCII."""
    shown = western(data)
    candidates = {str(scheme): convert(shown, scheme) for scheme in CONVERTERS if scheme != "utf8"}
    if not any(ord(c) > 0x7F and (c.isalpha() or unicodedata.category(c)[0] in "MSN") for c in shown):
        return ("", shown) if not any(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f" for c in shown) else None
    scored = []
    for name, text in candidates.items():
        good, tokens = score(text)
        if tokens and good >= LEAST_SYLLABLES * tokens:
            scored.append((good, good / tokens, name, text))
    if not scored:
        return None
    _, _, name, text = max(scored)
    return name, text
