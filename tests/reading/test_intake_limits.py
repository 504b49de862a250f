"""Every converter is a stranger: it gets no network, no secrets, little memory and time, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from chungtay.reading import decode
from chungtay.reading.intake import UnreadableFile, sandbox
from chungtay.reading.intake.seccomp import MACHINES
from reading.files import office, papers, scans

SRC = str(Path(sandbox.__file__).parents[3])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only temporary folder of a test; at its end nothing of ours may be in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def limited(code: str, kind: str = "pdf") -> subprocess.CompletedProcess[str]:
    """Code run under the limits of a converter."""
    program = f"from chungtay.reading.intake.worker import limit\nlimit({kind!r})\n{code}"
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": SRC},
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(os.uname().machine not in MACHINES, reason="no filter is known for this machine")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"])
def test_a_converter_and_what_it_starts_have_no_network(family: str) -> None:
    attempt = f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)"
    assert "PermissionError" in limited(attempt).stderr
    started = limited(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {attempt!r}])")
    assert "PermissionError" in started.stderr


def test_a_converter_has_little_memory() -> None:
    assert "MemoryError" in limited("bytearray(3 * 1024 ** 3)").stderr


def test_a_converter_gets_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://")
    assert "DATABASE_URL" not in sandbox._environment(tmp_path)


def test_a_converter_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setitem(sandbox.SECONDS, "docx", 0)
    with pytest.raises(UnreadableFile, match="quá lâu"):
        decode(office.docx(office.p("Kế hoạch")), name="x")


PAGE = {"text": "a", "number": 1, "method": "ocr", "confidence": None, "words": []}
ANSWERS = [[], {}, {"pages": 5}, *({"pages": [PAGE | wrong]} for wrong in (
    {"text": 5}, {"method": "x"}, {"number": "1"}, {"words": [[0, 9, 1]]}, {"words": [[1, 0, 1]]}, {"confidence": "x"},
))]  # fmt: skip


@pytest.mark.parametrize(
    "answer", ["", *(json.dumps({"warnings": [], "glue": True} | a if isinstance(a, dict) else a) for a in ANSWERS)]
)
def test_a_broken_converter_can_give_nothing_but_text(
    answer: str, monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The worker is replaced by one that writes what it likes."""
    fake = tmp_path_factory.mktemp("fake") / "python"
    fake.write_text(f"#!{sys.executable}\nopen('result.json', 'w').write({answer!r})\n", encoding="utf-8")
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))
    with pytest.raises(UnreadableFile, match="Không đọc được tệp này"):
        decode(office.docx(office.p("Kế hoạch")), name="x")


def test_folders_of_a_killed_server_are_swept(folder: Path) -> None:
    left = folder / f"{sandbox.PREFIX}left"
    left.mkdir()
    (left / "input").write_bytes(b"x")
    os.utime(left, (1, 1))
    decode(office.docx(office.p("Kế hoạch")), name="x")


def samples() -> list[bytes]:
    """One small file of every kind."""
    page = papers.Paper([papers.Block("text", "Kế hoạch phong trào thi đua cải cách hành chính năm 2025 của xã")])
    small = scans.pages(page.pdf(), 40)[0]
    list_style = "<text:p>Kế hoạch</text:p><text:list><text:list-item><text:p>một</text:p></text:list-item></text:list>"
    return [
        page.pdf(),
        office.docx(office.p("Kế hoạch", level=0) + office.tbl([[["a"], ["b"]], [["c"], ["d"]]])),
        office.odt(list_style),
        scans.bytes_of(small, "PNG"),
        scans.bytes_of(small, "JPEG"),
        scans.bytes_of(small, "TIFF"),
        "Kế hoạch phong trào".encode("utf-16"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le") + b"\0" * 500,
        b"{\\rtf1 K\\'ea}",
    ]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A file with bytes changed, cut out, doubled or cut off."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        at = rng.randrange(len(made)) if made else 0
        match rng.randrange(5):
            case 0 | 1:
                made[at : at + 1] = bytes([rng.randrange(256)])
            case 2:
                del made[at : at + rng.randrange(1, 40)]
            case 3:
                made[at:at] = made[at : at + rng.randrange(1, 40)]
            case 4 if rng.random() < 0.05:
                del made[at:]
    return bytes(made)


@pytest.mark.parametrize("turn", range(9))
def test_mutated_files_are_read_or_refused(
    turn: int, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A short run; benchmarks/reading/ocr_fuzz.py runs thousands. LibreOffice, slow to start, is left out."""
    tools = tmp_path_factory.mktemp("tools")
    for tool in ("tesseract", "antiword"):
        if found := shutil.which(tool):
            (tools / tool).symlink_to(found)
    monkeypatch.setenv("PATH", str(tools))
    rng = random.Random(turn)
    data = samples()[turn]
    for _ in range(3):
        try:
            source = decode(mutated(data, rng), name="x")
        except UnreadableFile:
            continue
        assert source.text
        assert source.pages[-1].end == len(source.text)
