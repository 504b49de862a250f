"""CPU of one real plan of four pages, as PDF and as DOCX, beside LibreOffice converting that DOCX.

    python benchmarks/documents/plan.py

Every warm run changes the number of the plan and every entry, so that nothing is answered from Typst's memory alone.
"Cold" is a new process from its start to the file on the disk. Goals on a machine of two cores: 40 ms warm, 150 ms
cold; the exit code is 1 when one is missed.
"""

from __future__ import annotations

import dataclasses
import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import soffice
import yaml

from chungtay.typesetting import build, render_docx, render_pdf, to_json, tree

PLAN = Path(__file__).resolve().parents[2] / "tests" / "gold" / "002.yaml"
NOW = datetime(2025, 2, 1, tzinfo=UTC)
RUNS, COLD_RUNS = 15, 3
GOAL_WARM, GOAL_COLD = 40, 150  # ms CPU
COLD = """
import sys
from datetime import UTC, datetime
from chungtay.typesetting.pdf import render_pdf
from chungtay.typesetting.tree_json import from_json
pdf = render_pdf(from_json(open(sys.argv[1], "rb").read()), timestamp=datetime(2025, 2, 1, tzinfo=UTC))
open(sys.argv[2], "wb").write(pdf)
"""


def cpu(call: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def cold_start() -> float:
    """CPU milliseconds of a new process that makes one PDF of the stored plan."""
    document = build("ke-hoach", yaml.safe_load(PLAN.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "plan.json"
        stored.write_text(to_json(document), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", COLD, str(stored), str(Path(folder) / "plan.pdf")], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def variant(document: tree.Document, run: int) -> tree.Document:
    """The same plan with every paragraph's words changed a little, as another commune would have it."""
    blocks = tuple(
        dataclasses.replace(b, text=tree.text(f"{tree.plain(b.text)} {run:02d}")) if isinstance(b, tree.Item) else b
        for b in document.blocks
    )
    return dataclasses.replace(document, number=f"{run + 10}/KH-UBND", blocks=blocks)


def main() -> int:
    """Prints the figures."""
    document = build("ke-hoach", yaml.safe_load(PLAN.read_text(encoding="utf-8")))
    variants = [variant(document, run) for run in range(RUNS)]
    first = cpu(lambda: render_pdf(document, timestamp=NOW))
    pdf = render_pdf(document, timestamp=NOW)
    warm = [cpu(lambda d=d: render_pdf(d, timestamp=NOW)) for d in variants]
    same = [cpu(lambda: render_pdf(document, timestamp=NOW)) for _ in range(RUNS)]
    render_docx(document)
    word = [cpu(lambda d=d: render_docx(d)) for d in variants]
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    print(f"plan 002: {pages} pages, PDF {len(pdf) / 1000:.0f} kB, DOCX {len(render_docx(document)) / 1000:.0f} kB")
    cold = min(cold_start() for _ in range(COLD_RUNS))
    print(f"PDF  cold, a new process     {cold:7.1f} ms CPU (goal {GOAL_COLD}, least of {COLD_RUNS})")
    print(f"PDF  first in process        {first:7.1f} ms CPU")
    print(
        f"PDF  warm, other words       {statistics.median(warm):7.1f} ms CPU (median of {RUNS}, worst {max(warm):.1f})"
    )
    print(f"PDF  warm, same plan again   {statistics.median(same):7.1f} ms CPU")
    print(f"DOCX warm                    {statistics.median(word):7.1f} ms CPU")
    missed = int(statistics.median(warm) > GOAL_WARM or cold > GOAL_COLD)
    command = soffice.find()
    if command is None:
        print("LibreOffice is not installed: no comparison (set SOFFICE to its command to have one)")
        return missed
    spent, count = soffice.convert(command, [render_docx(document)])
    if count != 1:
        print("LibreOffice wrote nothing")
        return 1
    print(f"LibreOffice, the same DOCX {spent * 1000:7.1f} ms CPU: {spent * 1000 / statistics.median(warm):.0f}×")
    return missed


if __name__ == "__main__":
    sys.exit(main())
