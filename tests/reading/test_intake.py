"""Files good and bad: what is read, what is refused and in which words."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chungtay.cli import main
from chungtay.reading import UnreadableFile, decode, load, read, to_json
from chungtay.reading.fold import fold, plain
from chungtay.reading.intake import MAX_BYTES

TESTS = Path(__file__).parents[1]
CLEAN = TESTS / "seeds/002_6d9b301226361292.txt"
DAMAGED = sorted(TESTS.glob("seeds/00[0134]_*.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_encodings_give_the_same_plan(encoding: str, form: str) -> None:
    text = CLEAN.read_text(encoding="utf-8")
    data = unicodedata.normalize(form, text).replace("\n", "\r\n").encode(encoding)  # type: ignore[arg-type]
    assert to_json(read(data, name="x.txt")) == to_json(read(text, name="x.txt"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b"  \n\n", "trống"),
        (b"%PDF-1.7 ...", "PDF bị hỏng"),
        (b"PK\x03\x04....", "Word bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1", ".doc"),
        (b"\xff\xd8\xff\xe0", "Ảnh bị hỏng"),
        (b"\x00\x01\x02\x03\x9f\xff" * 50, "không phải văn bản"),
        ("Kế hoạch".encode("cp1258", errors="replace") + b"\xff", "không phải văn bản"),
        (b"...---...", "trống"),
    ],
)
def test_unreadable_bytes_are_refused_in_vietnamese(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode(data, name="x")
    assert words in caught.value.message


def test_too_large_and_missing_files(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="quá mức 20 MB"):
        load(big)
    with pytest.raises(UnreadableFile, match="Không mở được"):
        load(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile, match="thư mục"):
        load(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        plan = read(data, name="x").plan
    except UnreadableFile:
        return
    assert plan["source"] == "x"


SCRAPS = """
KẾ HOẠCH|Phát động phong trào thi đua|I. KHEN THƯỞNG|1. Số lượng: 02 tập thể|- Cấp huyện:|a) 100%|II. NỘI DUNG|;|–
Nơi nhận:|- Lưu: VT|TM. ỦY BAN NHÂN DÂN|ngày 31/02/2025|(|“|Số: /KH|III.|IV. TỔ CHỨC THỰC HIỆN|1. Giao|Căn cứ Luật
V. TIÊU CHUẨN: 5 điểm|Đề nghị:|đến ngày|PHỤ LỤC|- |* Tập thể:|CHỦ TỊCH|Kính gửi:|VI. HỒ SƠ, XẾP HẠNG|a)|: 5|Điều 1.
STT\tTiêu chí\tĐiểm|1\t\t5|Tổng cộng\t100|1.1. |Trước ngày 05/12, gửi về|trong 10 ngày kể từ ngày|
"""


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS.replace("\n", "|").split("|")), max_size=25))
def test_scraps_of_plans_never_break_the_reader(lines: list[str]) -> None:
    """Any heap of the genre's lines gives a draft that validates, or a refusal."""
    try:
        read("KẾ HOẠCH\nPhát động phong trào thi đua\n" + "\n".join(lines), name="x")
    except UnreadableFile:
        pytest.fail("text was refused")


@pytest.mark.parametrize("path", DAMAGED, ids=lambda p: p.stem[:3])
def test_damaged_plans_give_a_valid_draft(path: Path) -> None:
    plan = read(path.read_bytes(), name=path.name).plan  # validates inside
    assert plan["source"] == path.name


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(fold(text)) == len(text)


def test_folding_of_vietnamese() -> None:
    assert fold("ĐỐI TƯỢNG – “Một cửa”") == 'doi tuong - "mot cua"'
    assert plain("Kỷ luật, kỷ cương: 100%") == "ky luat ky cuong 100%"


def test_command_prints_json_only(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", str(CLEAN), "--json"]) == 0
    out, err = capsysbinary.readouterr()
    assert out.decode() == to_json(read(CLEAN.read_bytes(), name=CLEAN.name)) + "\n"
    assert err == b""


def test_command_prints_a_summary_with_places(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", str(CLEAN)]) == 0
    out = capsysbinary.readouterr()[0].decode()
    assert "15/12/2025 ← “chậm nhất ngày 15/12/2025”, mục VI.3, dòng" in out
    assert "không nêu" in out


def test_command_refuses_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4\n")
    assert main(["read", str(scan), "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "PDF" in captured.err
