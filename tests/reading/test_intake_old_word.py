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


def word_file(paper: papers.Paper, path: Path) -> None:
    """The paper as python-docx writes it: another program's file than those that the other tests build part by part."""
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
    new.save(str(path))


def test_a_word_file_of_another_program_reads_like_its_text(tmp_path: Path) -> None:
    paper = papers.plan("000")
    word_file(paper, tmp_path / "plan.docx")
    new = load(tmp_path / "plan.docx")
    assert new.format == "docx"
    assert to_json(read(new.text, name="x")) == to_json(read(paper.text, name="x"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice makes the files, and is not installed")
@pytest.mark.parametrize("form", ["doc", "odt"])
def test_files_that_libreoffice_wrote_read_like_the_new_one(form: str, tmp_path: Path) -> None:
    paper = papers.plan("000")
    word_file(paper, tmp_path / "plan.docx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form,
               "--outdir", str(tmp_path), str(tmp_path / "plan.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = load(tmp_path / f"plan.{form}")
    assert old.format == form
    assert to_json(read(old.text, name="x")) == to_json(read(paper.text, name="x"))


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("antiword") is None, reason="one makes the file, the other reads it"
)
def test_antiword_alone_reads_an_old_word_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = papers.plan("000")
    word_file(paper, tmp_path / "plan.docx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "doc",
               "--outdir", str(tmp_path), str(tmp_path / "plan.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "antiword").symlink_to(str(shutil.which("antiword")))
    monkeypatch.setenv("PATH", str(tools))
    source = load(tmp_path / "plan.doc")
    plan = read(source.text, name="x").plan
    assert plan["document"]["number_code"] == "40/KH-UBND"
    assert plan["document"]["date"] == "2025-02-18"
    assert any("số thứ tự" in warning for warning in source.warnings)


def test_letterhead_of_antiword_is_read_by_columns_and_data_by_rows() -> None:
    text = (
        "|ỦY BAN NHÂN DÂN |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|XÃ MẪU |Độc lập - Tự do - Hạnh phúc |\n\nKẾ HOẠCH\n"
        "|STT |Nội dung |\n|1 |Một cửa |"
    )
    assert columns(text).split("\n") == [
        "ỦY BAN NHÂN DÂN", "XÃ MẪU", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", "",
        "KẾ HOẠCH", "|STT |Nội dung |", "|1 |Một cửa |",
    ]  # fmt: skip
