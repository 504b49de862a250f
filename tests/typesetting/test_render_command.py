"""`chungtay render` as the clerk types it."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from chungtay.cli import main
from chungtay.typesetting import KINDS
from typesetting.helpers import EXAMPLES, example


def test_writes_both_files_beside_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "qd.json"
    data.write_text(json.dumps(example("quyet-dinh")), encoding="utf-8-sig")  # Notepad's BOM
    assert main(["render", "quyet-dinh", str(data), "--pdf", "--docx"]) == 0
    assert (tmp_path / "qd.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "qd.docx").exists()
    assert capsys.readouterr().out.count("Đã ghi") == 2


def test_writes_where_told_with_certificate_options(tmp_path: Path) -> None:
    out = tmp_path / "gk.pdf"
    source = str(EXAMPLES / "giay-khen.json")
    assert main(["render", "giay-khen", source, "--pdf", str(out), "--border", "none", "--offset", "2", "-1"]) == 0
    assert len(pypdf.PdfReader(out).pages) == 1


def test_lists_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--list"]) == 0
    out = capsys.readouterr().out
    assert all(slug in out and kind.name in out for slug, kind in KINDS.items())


@pytest.mark.parametrize(
    ("arguments", "content", "code", "words"),
    [
        ([], None, 2, "Ghi loại văn bản"),
        (["quyet-dinh", "DATA"], "{}", 2, "Chọn ít nhất một dạng tệp"),
        (["quyet-dinh", "MISSING", "--pdf"], None, 2, "Không mở được tệp dữ liệu"),
        (["quyet-dinh", "DATA", "--pdf"], "{", 2, "không phải JSON"),
        (["quyet-dinh", "DATA", "--pdf"], "{}", 1, "Thiếu trích yếu: anh/chị ghi thêm (trường “title”)"),
        (["quyet-dinh", "DATA", "--pdf"], "[1]", 1, "phải là một đối tượng"),
        (["cong-van", "DATA", "--pdf"], "{}", 1, "Không có loại văn bản “cong-van”"),
    ],
)
def test_refusals_are_vietnamese_with_an_exit_code(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *,
    arguments: list[str],
    content: str | None,
    code: int,
    words: str,
) -> None:
    data = tmp_path / "d.json"
    if content is not None:
        data.write_text(content, encoding="utf-8")
    named = {"DATA": str(data), "MISSING": str(tmp_path / "nothing.json")}
    assert main(["render", *(named.get(a, a) for a in arguments)]) == code
    assert words in capsys.readouterr().err
    assert not (tmp_path / "d.pdf").exists()
