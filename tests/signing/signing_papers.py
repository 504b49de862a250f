"""An issued decision to sign, made by our own typesetter."""

from __future__ import annotations

import datetime as dt
import functools

from chungtay.typesetting import build, render_pdf

SIGNER = "Cán bộ mẫu 01"
DATA = {
    "issuer": ["Ủy ban nhân dân", "xã Mẫu"], "place": "Mẫu", "title": "Về việc khen thưởng (mẫu)",
    "number": "15/QĐ-UBND", "date": "2025-12-20", "power": "Chủ tịch Ủy ban nhân dân xã Mẫu",
    "bases": ["Căn cứ Kế hoạch mẫu"], "award": "Giấy khen", "achievement": "đã có thành tích (mẫu)",
    "individuals": [{"name": SIGNER}, {"name": "Cán bộ mẫu 07"}], "responsible": "Văn phòng",
    "signature": {"authority": ["CHỦ TỊCH"], "name": SIGNER}, "recipients": ["Lưu: VT"],
}  # fmt: skip


@functools.cache
def paper() -> bytes:
    return render_pdf(build("quyet-dinh", DATA), timestamp=dt.datetime(2025, 12, 20, tzinfo=dt.UTC))
