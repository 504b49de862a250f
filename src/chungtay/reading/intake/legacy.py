"""Vietnamese before Unicode: TCVN3, VNI, windows-1258, and UTF-8 that was taken for windows-1252.

The mapping tables are data (legacy.yaml). Text is told from its yield: the encoding under which the most words with
accents become Vietnamese syllables is the one it was written in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml

from chungtay.reading.intake.syllables import is_syllable

Scheme: TypeAlias = Literal["tcvn3", "vni", "cp1258", "utf8"]
"""What text that looks like Western letters was before somebody took it for windows-1252."""

TOKEN = re.compile(r"[^\s!-@\[-`{-~–—“”‘’…]+")
LEAST_BEFORE, LEAST_AFTER = 0.5, 0.75
FEW_TOKENS = 3
NAMES = {"tcvn3": "TCVN3", "vni": "VNI", "utf8": "UTF-8 đọc nhầm mã", "cp1258": "Windows-1258"}


@cache
def _data() -> Any:
    return yaml.safe_load((Path(__file__).parent / "legacy.yaml").read_text(encoding="utf-8"))


@cache
def _western() -> dict[int, str]:
    """How windows-1252 shows the bytes that Latin-1 leaves to control characters; five bytes stand for themselves."""
    shown = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
    return {code: char for code, char in shown.items() if char}


def western(data: bytes) -> str:
    """Bytes as windows-1252 shows them, one character each."""
    return data.decode("latin-1").translate(_western())


@cache
def _tcvn3() -> dict[int, str]:
    return {int(str(code), 16): letter for code, letter in _data()["tcvn3"].items()}


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    table = _data()["vni"]
    letters: dict[str, str] = {}
    for shown, base in table["bases"].items():
        for mark, added in table["marks"].items():
            letter = unicodedata.normalize("NFC", base + added)
            if len(letter) == 1:  # a breve on an e is no Vietnamese letter
                letters[shown + mark] = letter
                for pair in (shown.upper() + mark.upper(), shown.upper() + mark):
                    letters[pair] = letter.upper()
    for shown, letter in table["singles"].items():
        letters[shown], letters[shown.upper()] = letter, letter.upper()
    longest = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), letters


def _from_tcvn3(text: str) -> str:
    return text.translate(_tcvn3())


def _from_vni(text: str) -> str:
    pattern, letters = _vni()
    return pattern.sub(lambda match: letters[match.group()], text)


def _from_bytes(text: str, encoding: str) -> str:
    """Text read again from the bytes that it had; unchanged where it never came from such bytes."""
    back = {ord(char): code for code, char in _western().items()}
    codes = [back.get(ord(c), ord(c)) for c in text]
    if any(code > 0xFF for code in codes):
        return text
    try:
        return bytes(codes).decode(encoding)
    except UnicodeDecodeError:
        return text


CONVERTERS: dict[Scheme, Callable[[str], str]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "cp1258": lambda text: _from_bytes(text, "cp1258"),
    "utf8": lambda text: _from_bytes(text, "utf-8"),
}


def convert(text: str, scheme: Scheme) -> str:
    """Text that was taken for windows-1252 as the Unicode (NFC) that its encoding means."""
    return unicodedata.normalize("NFC", CONVERTERS[scheme](text))


def font_scheme(font: str) -> Scheme | None:
    """The encoding that a font's name tells: .VnTime, VNI-Times."""
    low = font.lower()
    fonts = _data()["fonts"]
    if any(low.startswith(start) for start in fonts["tcvn3"]):
        return "tcvn3"
    return "vni" if any(low.startswith(start) for start in fonts["vni"]) else None


def font_raises(font: str) -> bool:
    """Whether a TCVN3 font prints small letters as capitals (.VnTimeH)."""
    return font_scheme(font) == "tcvn3" and font.rstrip().endswith("H")


def accented(text: str) -> list[str]:
    """The words of a text that hold more than ASCII: those that an encoding can get wrong."""
    return [token for token in TOKEN.findall(text) if not token.isascii()]


def score(text: str) -> tuple[int, int]:
    """How many of the words with more than ASCII are Vietnamese syllables, and how many such words there are."""
    tokens = accented(text)
    return sum(map(is_syllable, tokens)), len(tokens)


def detect(text: str) -> Scheme | None:
    """The old encoding that a text shows in windows-1252 letters; None for text that is sound or says too little."""
    good, all_ = score(text)
    if all_ < FEW_TOKENS or good >= LEAST_BEFORE * all_:
        return None
    best: tuple[float, Scheme] | None = None
    for scheme in CONVERTERS:
        good, found = score(convert(text, scheme))
        if found and good >= LEAST_AFTER * max(found, 0.8 * all_) and (best is None or good > best[0]):
            best = (good, scheme)
    return best[1] if best else None


def repair(text: str) -> tuple[str, Scheme | None]:
    """Text with its old encoding undone, and which it was; sound text comes back as it was.

    Lines that are Unicode already stay: a Unicode letterhead over a TCVN3 body is common. A text of which only a part
    is old is told by that part.
    """
    lines = text.split("\n")
    doubtful = [line for line in lines if (s := score(line))[1] and s[0] < LEAST_BEFORE * s[1]]
    scheme = detect("\n".join(doubtful))
    if scheme is None:
        return text, None
    if not _beyond_western(text):  # no letter of it is Unicode Vietnamese, so all of it is old: "Soá" is no "soá"
        return convert(text, scheme), scheme
    return "\n".join(_better(line, scheme) for line in lines), scheme


def _beyond_western(text: str) -> bool:
    shown = set(_western().values())
    return any(ord(c) > 0xFF and c.isalpha() and c not in shown for c in text)


def _better(line: str, scheme: Scheme) -> str:
    before, tokens = score(line)
    other = convert(line, scheme)
    after, left = score(other)
    # Words may become plain ASCII or lose their mark's own place, so shares are compared, not counts.
    better = after * max(tokens, 1) > before * max(left, 1)
    return other if better or (before < LEAST_BEFORE * tokens and after >= before) else line
