"""CPU and memory of a print run of certificates in one PDF, beside LibreOffice converting the same sheets.

    python benchmarks/documents/certificates.py [N]      (1,000 unless told)

Each way runs in a process of its own, so that its memory is its own. Goals for 1,000 on a machine of two cores: one
file 4 s CPU and 300 MB, separate files 22 s CPU and 80 MB; the exit code is 1 when one is missed.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import soffice

from chungtay.typesetting import build, layout, render_certificates, render_docx, render_run, tree
from chungtay.typesetting.certificate import Border

NOW = datetime(2025, 12, 20, tzinfo=UTC)
GOALS = {"one": (4.0, 300), "files": (22.0, 80)}  # s CPU for 1,000, MB
FEW = 40  # separate files that LibreOffice converts: it stops silently after 247


def sheets(count: int) -> list[tree.Certificate]:
    """`count` different certificates, each with its own address in the QR code."""
    data = json.loads((layout.HERE / "examples" / "giay-khen.json").read_text(encoding="utf-8"))
    sample = build("giay-khen", data).certificates[0]
    return [
        dataclasses.replace(
            sample,
            recipient=f"Cán bộ mẫu {n:04d}",
            details=(f"Công chức tổ {n % 40}, UBND xã Mẫu",),
            golden_book=n,
            verify_url=f"HTTPS://XAMAU.EXAMPLE/K/{n:08X}",
            code=f"{n:08X}",
        )
        for n in range(1, count + 1)
    ]


def one_file(count: int, border: Border = Border.PICTURE) -> int:
    """One PDF as a print run makes it, the picture of the border; returns its size."""
    return len(render_run(sheets(count), border=border, timestamp=NOW))


def files(count: int, border: Border = Border.VECTOR) -> int:
    """A file for each person with the border drawn as lines, as they are signed; returns their sizes."""
    size = 0
    with tempfile.TemporaryDirectory() as folder:
        for item in sheets(count):
            content = render_certificates([item], border=border, timestamp=NOW)
            (Path(folder) / f"{item.code}.pdf").write_bytes(content)
            size += len(content)
    return size


# LibreOffice gets sheets without border, so the ratios are to ours without border too.
WAYS = {
    "one": one_file,
    "files": files,
    "one-bare": lambda count: one_file(count, Border.NONE),
    "files-bare": lambda count: files(count, Border.NONE),
}


def measured(way: str, count: int) -> tuple[float, float, int]:
    """CPU seconds, MB of memory and bytes made by one way, in a new process."""
    run = subprocess.run([sys.executable, __file__, str(count), way], check=True, capture_output=True, text=True)
    spent, memory, size = run.stdout.split()
    return float(spent), float(memory), int(size)


def child(way: str, count: int) -> None:
    """Does one way and prints CPU seconds, MB and bytes."""
    size = WAYS[way](count)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size)


def main() -> int:
    """Prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if len(sys.argv) > 2:
        child(sys.argv[2], count)
        return 0
    missed, ours = 0, {}
    for way, title in (("one", "one PDF, picture border"), ("files", "separate files, drawn border")):
        spent, memory, size = measured(way, count)
        ours[way] = spent
        goal_cpu, goal_memory = GOALS[way]
        goal_cpu *= count / 1000
        missed |= spent > goal_cpu or memory > goal_memory
        print(
            f"{count} certificates, {title}: {spent:.2f} s CPU (goal {goal_cpu:.1f}), "
            f"{memory:.0f} MB (goal {goal_memory}), {size / 1e6:.1f} MB made"
        )
    bare = {way: measured(f"{way}-bare", count)[0] for way in ("one", "files")}
    print(f"The same without border: {bare['one']:.2f} s, {bare['files']:.2f} s CPU")
    command = soffice.find()
    if command is None:
        print("LibreOffice is not installed: no comparison (set SOFFICE to its command to have one)")
        return int(missed)
    items = tuple(sheets(count))
    spent, made = soffice.convert(command, [render_docx(tree.Document("giay-khen", "v2024", certificates=items))])
    if made != 1:
        print("LibreOffice wrote nothing")
        return 1
    print(
        f"LibreOffice, one PDF, no border: {spent:.2f} s CPU: {spent / bare['one']:.1f} times ours alike, "
        f"{spent / ours['one']:.1f} with our border"
    )
    few = [render_docx(tree.Document("giay-khen", "v2024", certificates=(item,))) for item in items[:FEW]]
    spent, made = soffice.convert(command, few)
    if made != len(few):
        print(f"LibreOffice wrote {made} of {len(few)} files")
        return 1
    each = spent / len(few) * count
    print(
        f"LibreOffice, {len(few)} separate files, no border: {spent:.2f} s CPU: for each file "
        f"{each / bare['files']:.1f} times ours alike, {each / ours['files']:.1f} with our border"
    )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
