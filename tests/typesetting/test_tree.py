"""The tree cleans text once, keeps symbols whole, and survives storage."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from datetime import date

import pytest

from chungtay.typesetting import TypesettingError, from_json, to_json, tree, wording
from chungtay.typesetting.samples import samples
from typesetting.helpers import gold_plan


def test_decomposed_input_becomes_nfc() -> None:
    assert tree.clean(unicodedata.normalize("NFD", "Nguyễn Thị Thắm")) == "Nguyễn Thị Thắm"


def test_word_bullets_controls_and_line_breaks_do_not_reach_the_page() -> None:
    assert tree.clean("\uf0b7 Nội\x07 dung\n\tmột\ud800\u200b ") == "- Nội dung một"


@pytest.mark.parametrize(
    "symbol",
    ["142/QĐ-UBND", "61/2018/NĐ-CP", "05/KH-HĐTĐKT", "33/2021/QĐ-UBND", "24-CT/TU", "12/TTr-UBND", "30/2020/NĐ-CP"],
)
def test_document_symbols_are_one_unbreakable_run(symbol: str) -> None:
    runs = tree.text(f"theo số {symbol}, ngày 23/4/2018")
    assert [r.text for r in runs if r.nobreak] == [symbol]
    assert tree.plain(runs) == f"theo số {symbol}, ngày 23/4/2018"


def test_dates_and_fractions_are_not_symbols() -> None:
    assert not any(r.nobreak for r in tree.text("ngày 23/4/2018, đạt 3/4, 2021-2030"))


def test_styled_runs_keep_the_space_between_them() -> None:
    runs = tree.text("Tặng ", tree.Run("Giấy khen", bold=True), " cho thôn")
    assert tree.plain(runs) == "Tặng Giấy khen cho thôn"
    assert [r.bold for r in runs] == [False, True, False]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("2025-02-05", "ngày 05 tháng 02 năm 2025"),
        ("15/11/2025", "ngày 15 tháng 11 năm 2025"),
        ("2025-03-09", "ngày 09 tháng 3 năm 2025"),  # L-15: only months 1 and 2 take a zero
        ("2025-02", f"ngày {wording.BLANK} tháng 02 năm 2025"),
        (None, f"ngày {wording.BLANK} tháng {wording.BLANK} năm {wording.BLANK}"),
        (date(2025, 1, 31), "ngày 31 tháng 01 năm 2025"),
    ],
)
def test_date_line(given: str | date | None, line: str) -> None:
    assert wording.day_line(tree.PartialDate.of(given)) == line


def test_impossible_dates_are_refused() -> None:
    for wrong in ("31/02/2025", "2025-13", "mai"):
        with pytest.raises(ValueError, match=r".+"):
            tree.PartialDate.of(wrong)


@pytest.mark.parametrize(
    ("number", "symbol", "line"),
    [
        ("40/KH-UBND", "KH-UBND", "Số: 40/KH-UBND"),
        ("5/KH-UBND", "", "Số: 05/KH-UBND"),  # L-14
        (None, "KH-UBND", f"Số:{wording.BLANK}/KH-UBND"),
        (None, "", ""),
    ],
)
def test_number_line(number: str | None, symbol: str, line: str) -> None:
    assert wording.number_line(tree.Document("k", "1", number=number, symbol=symbol)) == line


def test_letters_follow_the_vietnamese_alphabet() -> None:
    assert "".join(wording.letter(i) for i in range(8)) == "abcdđegh"  # L-24
    assert (wording.letter(22), wording.letter(23)) == ("y", "aa")


def test_lists_and_bases_get_their_punctuation() -> None:
    assert wording.punctuated(["Một,", "Hai."]) == ["Một;", "Hai."]
    assert wording.punctuated(["Một. Rồi hai", "Ba"]) == ["Một. Rồi hai.", "Ba."]
    sheet = wording.compose(tree.Document("k", "1", bases=(tree.text("Căn cứ A,"), tree.text("Căn cứ B;"))))
    assert [tree.plain(b) for b in sheet.bases] == ["Căn cứ A;", "Căn cứ B."]  # L-19
    assert all(r.italic for b in sheet.bases for r in b)


def test_recipients_end_with_the_archive_line() -> None:
    sheet = wording.compose(tree.Document("k", "1", recipients=("Như trên;", "- Lưu: VT")))
    assert sheet.recipients == ("- Như trên;", "- Lưu: VT.")  # L-34


def test_a_missing_name_is_a_gap_not_an_invention() -> None:
    sheet = wording.compose(tree.Document("k", "1", signatures=(tree.Signature(("CHỦ TỊCH",)),)))
    assert sheet.signatures[0].name == wording.DOTS


@pytest.mark.parametrize("name", list(samples()))
def test_every_document_survives_json(name: str) -> None:
    document = samples()[name].build()
    stored = to_json(document)
    assert from_json(stored) == document
    assert to_json(from_json(stored)) == stored


def test_real_plan_survives_json() -> None:
    document = gold_plan("002")
    assert from_json(to_json(document).encode()) == document


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[]",
        "{}",
        '{"format":1}',
        '{"format":9,"kind":"x","version":"1"}',
        '{"format":1,"kind":3,"version":"1"}',
        '{"format":1,"kind":"x","version":"1","blocks":[{"block":"Virus"}]}',
    ],
)
def test_damaged_storage_is_refused_in_vietnamese(damaged: str) -> None:
    with pytest.raises(TypesettingError, match="không đọc được"):
        from_json(damaged)


def test_table_rows_must_match_the_columns() -> None:
    with pytest.raises(ValueError, match="2 cột"):
        tree.Table((tree.Column((), 1), tree.Column((), 1)), ((tree.text("một"),),))


def test_tree_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        gold_plan("002").title = "khác"  # type: ignore[misc]


def test_stored_form_is_plain_json() -> None:
    assert json.loads(to_json(gold_plan("002")))["kind"] == "ke-hoach"
