"""CPU and memory of a print run of certificates in one PDF, beside LibreOffice converting the same sheets.

python benchmarks/typesetting/certificates.py [N]      (1,000 unless told)
"""

from __future__ import annotations

import dataclasses
import json
import resource
import sys
import time
from datetime import UTC, datetime

import soffice

from chungtay.typesetting import build, layout, render_certificates, render_docx, tree
from chungtay.typesetting.certificate import Border

NOW = datetime(2025, 12, 20, tzinfo=UTC)


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


def main() -> int:
    """Prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    items = sheets(count)
    start = time.process_time()
    pdf = render_certificates(items, border=Border.PICTURE, timestamp=NOW)
    ours = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} sheets in one PDF, picture border {ours:.2f} s CPU, {len(pdf) / 1e6:.1f} MB, {memory:.0f} MB RAM")
    start = time.process_time()
    one = render_certificates(items[:1], border=Border.VECTOR, timestamp=NOW)
    print(
        f"one certificate, vector border: {(time.process_time() - start) * 1000:.0f} ms CPU, {len(one) / 1000:.0f} kB"
    )
    command = soffice.find()
    if command is None:
        print("LibreOffice is not installed: no comparison (set SOFFICE to its command to have one)")
        return 0
    document = tree.Document("giay-khen", "v2024", certificates=tuple(items))
    spent, made = soffice.convert(command, [render_docx(document)])
    if made != 1:
        print("LibreOffice wrote nothing")
        return 1
    print(f"LibreOffice, the same sheets in one DOCX, no border: {spent:.2f} s CPU: {spent / ours:.1f} times ours")
    return 0


if __name__ == "__main__":
    sys.exit(main())
