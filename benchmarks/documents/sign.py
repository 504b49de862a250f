"""Signing 1,000 certificates with the person's picture: CPU seconds, and that every one of them verifies.

    python benchmarks/documents/sign.py [how many]

Limit: 55 s CPU for 1,000 on one core. Every file is its own giấy khen; the key is loaded once, as in a signing run.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from chungtay.signing import Role, Verdict, appearance, find_place, sign, verify
from chungtay.typesetting import Border, build, render_certificates
from support.pki import authority, handwriting

LIMIT = 55.0
SIGNER = "Cán bộ mẫu 01"


def sheet(number: int) -> bytes:
    data = {
        "authority": "Chủ tịch Ủy ban nhân dân xã Mẫu", "place": "Mẫu", "signer_title": ["CHỦ TỊCH"],
        "signer_name": SIGNER, "decision_number": "15/QĐ-UBND", "decision_date": "2025-12-20",
        "recipients": [{"name": f"Cán bộ mẫu {number:04}", "details": ["Công chức xã Mẫu"], "golden_book": number,
                        "achievement": "Đã có thành tích xuất sắc (mẫu)"}],
    }  # fmt: skip
    day = dt.datetime(2025, 12, 20, tzinfo=dt.UTC)
    return render_certificates(build("giay-khen", data).certificates, border=Border.VECTOR, timestamp=day)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    identity = authority().identity(SIGNER)
    sheets = [sheet(number) for number in range(1, min(count, 20) + 1)]  # the typesetter has its own benchmark
    look = appearance(Role.PERSON, handwriting(), find_place(sheets[0], SIGNER))
    signed = []
    cpu, wall = time.process_time(), time.perf_counter()
    for number in range(count):
        done = sign(sheets[number % len(sheets)], identity, role=Role.PERSON, look=look)
        if number < len(sheets):
            signed.append(done)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    trust = authority().trust()
    assert all(verify(each, trust).verdict is Verdict.VALID for each in signed)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    per = cpu / count
    print(f"{count} signatures: {cpu:.1f} s CPU ({per * 1000:.1f} ms each), {wall:.1f} s wall, {memory:.0f} MB")
    print(f"1,000 would take {per * 1000:.1f} s CPU, limit {LIMIT:.0f} s")
    return 0 if per * 1000 <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
