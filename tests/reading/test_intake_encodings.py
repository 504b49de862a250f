"""Encodings from before Unicode, and the gate that tells sound Vietnamese from what a foreign OCR left."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from chungtay.reading import decode, read
from chungtay.reading.intake import legacy
from chungtay.reading.intake.quality import assess
from chungtay.reading.intake.syllables import is_syllable

TESTS = Path(__file__).parents[1]
PLAN = unicodedata.normalize("NFC", (TESTS / "seeds/002_6d9b301226361292.txt").read_text(encoding="utf-8"))
LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


def tcvn3(text: str) -> bytes:
    """Capitals with tones have no bytes of their own: they exist as fonts."""
    table = {letter: bytes([int(str(code), 16)]) for code, letter in legacy._data()["tcvn3"].items()}
    return b"".join(table.get(c) or table.get(c.lower()) or c.encode("cp1252") for c in text)


def vni(text: str) -> bytes:
    table: dict[str, str] = {}
    for shown, letter in legacy._vni()[1].items():
        table.setdefault(letter, shown)
    return "".join(table.get(c, c) for c in text).encode("cp1252")


def windows1258(text: str) -> bytes:
    out = b""
    for char in text:
        tones = "".join(c for c in unicodedata.normalize("NFD", char) if c in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", char) if c not in tones))
        out += (base + tones).encode("cp1258") if char.isalpha() else char.encode("cp1258")
    return out


ENCODERS = {"TCVN3": tcvn3, "VNI": vni, "Windows-1258": windows1258}


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("part", [PLAN, PLAN[:300], PLAN[2000:2100]], ids=["plan", "head", "sentence"])
@pytest.mark.parametrize("saved", ["as it was", "as UTF-8"])
def test_old_encodings_come_back_letter_for_letter(name: str, part: str, saved: str) -> None:
    data = ENCODERS[name](part)
    if saved == "as UTF-8":  # somebody opened it as Western text and saved it again
        data = legacy.western(data).encode()
    source = decode(data, name="x.txt")
    if name == "TCVN3":
        assert source.text.lower() == part.lower()
    else:
        assert source.text == part
    assert name in source.warnings[0]


@pytest.mark.parametrize("name", ENCODERS)
@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_has_its_code(name: str, letter: str) -> None:
    scheme = next(s for s, n in legacy.NAMES.items() if n == name)
    assert legacy.convert(legacy.western(ENCODERS[name](letter)), scheme) == letter  # type: ignore[arg-type]
    if name != "TCVN3":
        assert legacy.convert(legacy.western(ENCODERS[name](letter.upper())), scheme) == letter.upper()  # type: ignore[arg-type]


def test_utf8_taken_for_western_twice() -> None:
    assert decode(legacy.western(PLAN.encode()).encode(), name="x").text == PLAN


def test_a_file_of_two_encodings_is_read_line_by_line() -> None:
    lines = PLAN.split("\n")
    data = b"\n".join([line.encode() if i < 14 else tcvn3(line) for i, line in enumerate(lines)])
    source = decode(data, name="x")
    assert source.text.lower() == PLAN.lower()
    assert "trộn" in source.warnings[0]


def test_a_few_broken_bytes_do_not_lose_the_plan() -> None:
    data = bytearray(PLAN.encode())
    data[4000:4002] = b"\xff\xff"
    source = decode(bytes(data), name="x")
    assert "hỏng" in source.warnings[0]
    assert read(bytes(data), name="x").plan["movement"] == read(PLAN, name="x").plan["movement"]


@pytest.mark.parametrize("text", [PLAN, "Kế hoạch", "naïve café “ngoặc” — 100 %", "Số: 12 ² ½ °C ±5 «Chung tay»"])
def test_sound_text_is_left_alone(text: str) -> None:
    source = decode(text.encode(), name="x")
    assert (source.text, source.warnings) == (text, ())


SOUND = [*TESTS.glob("seeds/002*"), *TESTS.glob("transcripts/*.txt"), *TESTS.glob("reading/restored/*.txt"),
         *TESTS.glob("reading/plans/*.txt")]  # fmt: skip
DAMAGED = sorted(TESTS.glob("seeds/00[0134]_*.txt"))


@pytest.mark.parametrize("path", SOUND, ids=lambda p: p.stem)
def test_sound_plans_pass_the_gate(path: Path) -> None:
    assert [page.quality for page in decode(path.read_bytes(), name="x").pages] == ["good"]


@pytest.mark.parametrize("path", DAMAGED, ids=lambda p: p.stem[:3])
def test_damaged_plans_are_marked_for_restoring(path: Path) -> None:
    source = decode(path.read_bytes(), name="x")
    assert source.damaged == source.pages


@pytest.mark.parametrize(
    ("text", "quality"),
    [("", "empty"), ("12 34 %", "empty"), ("Số: 12", "short"), ("\ue000\ue001" * 40 + "abc", "damaged")],
)
def test_little_text_is_not_judged(text: str, quality: str) -> None:
    assert assess(text).quality == quality


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "quyết",
        "giếng",
        "gì",
        "khuya",
        "người",
        "xoong",
        "thuở",
        "uỷ",
        "ủy",
        "hoà",
        "hòa",
        "quý",
        "ngoèo",
        "tuần",
        "yếm",
        "ươm",
    ],
)
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["dugc", "nh©n", "cấpp", "tac", "xep", "Thuwe", "strong", "jan", "ấ́n"])
def test_what_no_vietnamese_word_is(word: str) -> None:
    assert not is_syllable(word)


def test_form_feeds_part_the_pages_of_text() -> None:
    source = decode("Trang đầu\fTrang hai\f".encode(), name="x")
    assert source.text == "Trang đầu\nTrang hai"
    assert [(page.number, source.text[page.start : page.end]) for page in source.pages] == [
        (1, "Trang đầu"), (2, "Trang hai"),
    ]  # fmt: skip
