"""Damaged text comes back with its diacritics; facts and clean text are never touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.cli import main
from chungtay.reading.restoration import Restorer, restore, restore_line
from chungtay.reading.restoration.tables import BadTables, read

TESTS = Path(__file__).parents[1]
SEEDS = sorted(TESTS.glob("seeds/*.txt"))
CLEAN = [
    next(TESTS.glob("seeds/002_*")),
    *sorted(TESTS.glob("transcripts/*.txt")),
    *sorted(TESTS.glob("reading/*/*.txt")),
]
DAMAGED = [p for p in SEEDS if not p.name.startswith("002")]


@pytest.mark.parametrize("path", CLEAN, ids=lambda p: p.stem)
def test_clean_text_is_unchanged(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert restore(text).text == text


@pytest.mark.parametrize("path", DAMAGED, ids=lambda p: p.stem)
def test_numbers_dates_and_codes_survive(path: Path) -> None:
    """Every number, date and document number of the damaged plan stands in the restored one, in the same order."""
    fact = re.compile(
        r"(?<![^\s(“-])(?:\d+(?:[./,]\d+)*%?|[IVX]{2,})(?=[\s.,;:)”-])|\S*\d/\S+|\S*/(?:KH|UBND|QD|ND)\S*"
    )
    text = path.read_text(encoding="utf-8")
    assert fact.findall(restore(text).text) == fact.findall(text)


@pytest.mark.parametrize(
    "line",
    [
        "33/2021/QD-UBND 28/6/2021",
        "45/2020/ND-CP",
        "24-CT/TU 07/ 8/2023",
        "I1. 3.1. 01 02 100% 99,5 2021-2025",
        "1.234.567 XXV 07h30",
        "ubnd.xamau@tinhmau.gov.vn https://dichvucong.gov.vn/thu-tuc",
    ],
)
def test_a_line_of_facts_is_unchanged(line: str) -> None:
    assert restore_line(line).text == line


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("nhiém vu cua x4, nhat 1a cai cach thi tuc", "nhiệm vụ của xã, nhất là cải cách thủ tục"),
        ("I. MUC PiCH, YEU CAU", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("phuc vu cta co quan hanh chinh nha nuéc", "phục vụ của cơ quan hành chính nhà nước"),
        ("1. Poi twong thi dua:", "1. Đối tượng thi đua:"),
        ("4p dung trong thuc tién quan ly", "áp dụng trong thực tiễn quản lý"),
        ("can bo, cong chirc, vién chirc va nguoi lao dong", "cán bộ, công chức, viên chức và người lao động"),
    ],
)  # fmt: skip
def test_known_damage_is_undone(damaged: str, clean: str) -> None:
    assert restore_line(damaged).text == clean


def test_unseen_sentence_is_restored() -> None:
    """Words of administration in an order that stands in no plan."""
    damaged = "Uy ban nhan dan xa bao cdo két qua kiém tra cong vu va giai quyét hé so cua nguoi dan."
    assert restore(damaged).text == (
        "Ủy ban nhân dân xã báo cáo kết quả kiểm tra công vụ và giải quyết hồ sơ của người dân."
    )


def test_a_name_is_spelled_one_way() -> None:
    """Each mention is damaged differently; the document decides once."""
    text = (
        "UBND x4 Dwong Quy ban hanh Ké hoach nay.\n\nTrén dia ban xa Duong Quy.\n\n"
        "Duong Quy, ngay 05 thang 02 nim 2025\n\nXA DUONG QUY"
    )
    restored = restore(text).text
    assert restored.count("Dương Quỳ") == 3
    assert "XÃ DƯƠNG QUỲ" in restored


def test_a_line_corrected_by_hand_is_kept() -> None:
    damaged = DAMAGED[0].read_text(encoding="utf-8").splitlines()
    damaged[2] = "Xã Kim Hỷ, Độc lập - Tự do - Hạnh phúc"
    assert restore("\n".join(damaged)).text.splitlines()[2] == damaged[2]


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_spans_point_at_the_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    restored = restore(text)
    at = to = 0
    for syllable in restored.syllables:
        start, end = syllable.span
        assert text[start:end] == syllable.source
        assert restored.text[slice(*syllable.restored_span)] == syllable.text
        # what lies between words is the same on both sides
        assert text[at:start] == restored.text[to : syllable.restored_span[0]]
        at, to = end, syllable.restored_span[1]
    assert text[at:] == restored.text[to:]


@pytest.mark.parametrize("path", DAMAGED, ids=lambda p: p.stem)
def test_confidence_is_a_probability_and_leads_the_alternatives(path: Path) -> None:
    for syllable in restore(path.read_text(encoding="utf-8")).syllables:
        others = [share for _, share in syllable.alternatives]
        assert others == sorted(others, reverse=True)
        assert 0 <= syllable.confidence <= 1
        assert syllable.confidence + sum(others) < 1.0001
        assert syllable.text not in [word for word, _ in syllable.alternatives]
        if syllable.text != syllable.source:
            assert syllable.confidence >= max(others, default=0)


@pytest.mark.parametrize(
    ("line", "printed", "offered"),
    [
        ("Can cu Quyét dinh s6 33/2021/QD-UBND ngay 28/6/2021", "33/2021/QD-UBND", "33/2021/QĐ-UBND"),
        ("I1. POI TUQNG, NOI DUNG THI PUA", "I1", "II"),
        ("ứng xử, lé 161 1am viéc".replace("ứng xử", "tmg xur"), "161", "lối"),
    ],
)
def test_misread_facts_stay_but_are_flagged(line: str, printed: str, offered: str) -> None:
    """What is never touched is not claimed to be certain when it cannot be right."""
    syllable = next(s for s in restore_line(line).syllables if s.source == printed)
    assert syllable.text == printed
    assert syllable.confidence < 0.99
    assert offered in [word for word, _ in syllable.alternatives]


def test_confidence_falls_where_context_says_little() -> None:
    """A stock phrase is sure; the same letters alone, or a name no list holds, are shown as doubtful."""
    phrase = restore_line("nâng cao chat luong cai cach hanh chinh".replace("â", "a")).syllables
    assert min(s.confidence for s in phrase) > 0.9
    alone = restore_line("chat").syllables[0]
    assert alone.confidence < phrase[2].confidence
    assert alone.alternatives
    stranger = restore_line("dong chi Nguyen Anh Tu").syllables[-1]
    assert stranger.confidence < 0.99


def test_an_accepted_correction_is_used() -> None:
    restorer = Restorer()
    line = "tinh than thi dua cua Xqz Ha"
    assert "Hạ" not in restorer.restore(line).text
    restorer.learn([("Ha", "Hạ")] * 40)
    assert "Hạ" in [w for s in restorer.restore(line).syllables for w in (s.text, *(a for a, _ in s.alternatives))]


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_keeps_its_lines(text: str) -> None:
    restored = restore(text)
    assert restored.text.count("\n") == text.count("\n")
    assert len(restored.text.splitlines()) == len(text.splitlines())


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(DAMAGED[0].read_text(encoding="utf-8").split(" ")), max_size=40),
    st.sampled_from([" ", "\n", "-"]),
)
def test_scraps_of_plans_keep_their_lines(words: list[str], glue: str) -> None:
    text = glue.join(words)
    assert restore(text).text.count("\n") == text.count("\n")


def test_a_run_of_letters_that_is_no_syllable_stays() -> None:
    line = "nhiém vu " + "qwertyuiop" * 400
    assert restore_line(line).text == "nhiệm vụ " + "qwertyuiop" * 400


def test_restoring_twice_changes_nothing() -> None:
    once = restore(DAMAGED[0].read_text(encoding="utf-8")).text
    assert restore(once).text == once


def test_another_file_is_no_table(tmp_path: Path) -> None:
    wrong = tmp_path / "tables.bin"
    wrong.write_bytes(b"CTRESTORE1\nnot a table")
    with pytest.raises(BadTables):
        read(wrong)


def test_command_restores_line_by_line(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = DAMAGED[0]
    assert main(["restore", str(path)]) == 0
    printed = capsysbinary.readouterr().out.decode("utf-8")
    assert printed.count("\n") == path.read_text(encoding="utf-8").count("\n")
    assert "ỦY BAN NHÂN DÂN" in printed


def test_command_leaves_clean_text_alone(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["restore", str(CLEAN[0])]) == 0
    assert capsysbinary.readouterr().out == CLEAN[0].read_bytes()


def test_command_says_what_is_wrong_with_a_missing_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["restore", str(tmp_path / "không có.txt")]) == 2
    assert "Không mở được tệp" in capsys.readouterr().err
