"""The other side of the sandbox: limits itself, converts the file `input` of its folder, writes `result.json`.

The limits are set here, before a byte of the input is read: a function run between fork and exec is not safe in a
server with threads.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from chungtay.reading.intake.converted import Converted
from chungtay.reading.intake.seccomp import close_network, die_with_parent
from chungtay.reading.intake.source import Picture, UnreadableFile

MEMORY = 1536 * 1024 * 1024
HARD_MEMORY = 6 * 1024 * 1024 * 1024
"""An office suite maps more than it uses, so the converter of .doc may raise its own limit up to this."""
CPU_SECONDS = 180
FILE_BYTES = 256 * 1024 * 1024
OPEN_FILES = 256
TOO_MUCH = "Tệp chứa quá nhiều dữ liệu so với một kế hoạch. Tách phần kế hoạch ra một tệp riêng rồi đưa lại."


def limit(kind: str) -> None:
    """Bounds memory, processor time (each process its own), file sizes and open files; closes the network."""
    die_with_parent()
    with contextlib.suppress(ImportError):  # not on Windows, where only the clock limits
        import resource

        def bound(what: int, soft: int, hard: int) -> None:
            _, allowed = resource.getrlimit(what)
            hard = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
            resource.setrlimit(what, (min(soft, hard), hard))

        bound(resource.RLIMIT_AS, MEMORY, HARD_MEMORY)
        bound(resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + 5)
        bound(resource.RLIMIT_FSIZE, FILE_BYTES, FILE_BYTES)
        bound(resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES)
        bound(resource.RLIMIT_CORE, 0, 0)
    close_network(local=kind == "doc")  # an office suite talks to itself through a local socket


def converter(kind: str, *, keep: bool = False) -> Callable[[Path], Converted]:
    """The converter of a kind; its libraries are loaded only now. `keep` asks for pictures of the pages."""
    if kind == "pdf":
        from chungtay.reading.intake.pdf import read_pdf

        return partial(read_pdf, keep=keep, told=_tell)
    if kind == "image":
        from chungtay.reading.intake.images import read_image

        return partial(read_image, keep=keep, told=_tell)
    if kind == "docx":
        from chungtay.reading.intake.docx import read_docx as found
    elif kind == "odt":
        from chungtay.reading.intake.odt import read_odt as found
    elif kind == "doc":
        from chungtay.reading.intake.doc import read_doc as found
    else:
        raise ValueError(kind)
    return found


def _tell(done: int, total: int) -> None:
    """Says how far it is; the other side reads it while it waits."""
    Path("progress").write_text(f"{done} {total}", encoding="ascii")


def _kept(picture: Picture | None, index: int) -> tuple[int, int] | None:
    """Leaves the picture of a page beside the answer; its size."""
    if picture is None:
        return None
    Path(picture_name(index)).write_bytes(picture.data)
    return picture.width, picture.height


def picture_name(index: int) -> str:
    """The file that holds the picture of a page, counted from 0."""
    return f"page-{index}.jpg"


def main(arguments: Iterable[str]) -> int:
    """Converts one file. Refusals are an answer; a crash leaves no answer and an exit code."""
    kind, *wishes = arguments
    limit(kind)
    answer: dict[str, object]
    try:
        done = converter(kind, keep="pictures" in wishes)(Path("input"))
        answer = {
            "glue": done.glue,
            "warnings": done.warnings,
            "pages": [
                {
                    "text": draft.text,
                    "number": draft.number,
                    "method": draft.method,
                    "confidence": draft.confidence,
                    "words": [(word.start, word.end, word.confidence, word.box) for word in draft.words],
                    "picture": _kept(draft.picture, index),
                }
                for index, draft in enumerate(done.pages)
            ],
        }
    except UnreadableFile as error:
        answer = {"refused": error.message}
    except (MemoryError, RecursionError):
        answer = {"refused": TOO_MUCH}
    Path("result.json").write_text(json.dumps(answer, ensure_ascii=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
