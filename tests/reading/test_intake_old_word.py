"""Word files of before 2007 and RTF: read where a converter is installed, else the way out is named."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from chungtay.reading import decode, load, read, to_json
from chungtay.reading.intake import UnreadableFile
from chungtay.reading.intake.doc import columns
from reading.files import papers

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize("data", [OLD_WORD, b"{\\rtf1 Ke hoach}"], ids=["doc", "rtf"])
def test_without_a_converter_the_way_out_is_named(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFile, match=r"Lưu thành, loại \.docx"):
        decode(data, name="x.doc")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice makes the old file, and is not installed")
def test_an_old_word_file_reads_like_the_new_one(tmp_path: Path) -> None:
    paper = papers.plan("000")
    new = docx.Document()
    for block in paper.blocks:
        if block.kind != "sides":
            new.add_paragraph(block.text)
            continue
        table = new.add_table(len(block.rows), 2)
        for i, row in enumerate(block.rows):
            for j, side in enumerate(row):
                table.cell(i, j).text = "\n".join(side)
    new.add_paragraph()  # Word wants one after a table
    new.save(str(tmp_path / "plan.docx"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "doc",
               "--outdir", str(tmp_path), str(tmp_path / "plan.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = load(tmp_path / "plan.doc")
    assert old.format == "doc"
    assert to_json(read(old.text, name="x")) == to_json(read(paper.text, name="x"))


def test_letterhead_of_antiword_is_read_by_columns_and_data_by_rows() -> None:
    text = (
        "|ỦY BAN NHÂN DÂN |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|XÃ MẪU |Độc lập - Tự do - Hạnh phúc |\n\nKẾ HOẠCH\n"
        "|STT |Nội dung |\n|1 |Một cửa |"
    )
    assert columns(text).split("\n") == [
        "ỦY BAN NHÂN DÂN", "XÃ MẪU", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", "",
        "KẾ HOẠCH", "|STT |Nội dung |", "|1 |Một cửa |",
    ]  # fmt: skip
