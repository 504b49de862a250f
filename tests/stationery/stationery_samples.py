"""Word files and grounds of certificates made on the spot."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
from PIL import Image, ImageDraw

AT = dt.datetime(2025, 12, 2, 8, 0, tzinfo=dt.UTC)
GOOD = ("Số: {{ so_va_ky_hieu }}", "{{ dia_danh }}, {{ ngay_ban_hanh }}", "{{ trich_yeu|upper }}",
        "{%p for nguoi in danh_sach_ca_nhan %}", "{{ loop.index }}. {{ nguoi.ten_nguoi_duoc_khen }}", "{%p endfor %}",
        "Nơi nhận: {{ noi_nhan|join('; ') }}")  # fmt: skip


def word(*paragraphs: str, header: str = "") -> bytes:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with a part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item, old.read(item.filename))
        new.writestr(name, content)
    return out.getvalue()


def text_of(data: bytes) -> str:
    """All paragraphs of a Word file, a line each."""
    document = docx.Document(io.BytesIO(data))
    return "\n".join(p.text for p in (*document.sections[0].header.paragraphs, *document.paragraphs))


def ground(corner: str = "white", size: tuple[int, int] = (1800, 1273)) -> bytes:
    """A sheet's ground as PNG: a red frame, its corners as asked."""
    picture = Image.new("RGB", size, "white")
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((120, 120, size[0] - 120, size[1] - 120), outline="#aa0000", width=12)
    drawn.rectangle((0, 0, 50, 50), fill=corner)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
