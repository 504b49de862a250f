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
from reading.mutation import mutated

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


@pytest.mark.parametrize("turn", range(9))
def test_mutated_files_are_read_or_refused(
    turn: int, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The whole way through the sandbox, for a few of each kind. LibreOffice, slow to start, is left out."""
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


BATCHES = [(0, "pdf", 300), (1, "docx", 900), (2, "odt", 500), (3, "image", 200), (4, "image", 60), (5, "image", 60)]
"""Sample, converter and how many mutations of it: with the texts below more than 2,300 files, in 40 s of CPU time."""


@pytest.mark.long
@pytest.mark.parametrize(("sample", "kind", "files"), BATCHES, ids=["pdf", "docx", "odt", "png", "jpeg", "tiff"])
def test_thousands_of_broken_files_crash_no_converter(sample: int, kind: str, files: int, tmp_path: Path) -> None:
    """At the boundary of the parsers, within a converter's limits but one process for all: ten times as fast.

    A parser in C that kills its process is what the sandbox is for: such a file is passed over, one in a hundred at
    most."""
    (tmp_path / "sample").write_bytes(samples()[sample])
    first, killed = 0, 0
    while first < files:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("fuzz_worker.py")), kind, str(first), str(files)],
            cwd=tmp_path, env={"PYTHONPATH": f"{SRC}:{Path(__file__).parents[1]}"}, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        at = int((tmp_path / "at").read_text(encoding="ascii"))
        if done.returncode == 0:
            break
        assert done.returncode < 0, f"file {at} of {kind}:\n{done.stderr[-2000:]}"
        first, killed = at + 1, killed + 1
    assert killed <= files // 100
    left = {path.name for path in tmp_path.iterdir()} - {"sample", "input", "at", "progress"}
    assert not left


def test_hundreds_of_broken_texts_are_read_or_refused() -> None:
    """Text is decoded in the server itself."""
    plan = (Path(__file__).parents[1] / "seeds/002_6d9b301226361292.txt").read_text(encoding="utf-8")[:1500]
    for turn in range(300):
        rng = random.Random(turn)
        data = mutated(plan.encode(rng.choice(["utf-8", "utf-16", "utf-16-le"])), rng)
        try:
            source = decode(data, name="x")
        except UnreadableFile:
            continue
        assert source.text
        assert source.pages[-1].end == len(source.text)
