"""What the tests of printed pages share: the example data, the real plan, reading a page back."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import yaml

from chungtay.typesetting import build, layout
from chungtay.typesetting.tree import Document

NOW = datetime(2025, 12, 20, 8, 0, tzinfo=UTC)
EXAMPLES = layout.HERE / "examples"
GOLD = Path(__file__).resolve().parents[1] / "gold"


def example(kind: str) -> dict[str, Any]:
    """The shipped sample data of a kind."""
    return dict(json.loads((EXAMPLES / f"{kind}.json").read_text(encoding="utf-8")))


def gold_plan(name: str) -> Document:
    """One of the five real plans, rebuilt from its reading."""
    return build("ke-hoach", yaml.safe_load((GOLD / f"{name}.yaml").read_text(encoding="utf-8")))


def reader(pdf: bytes) -> pypdf.PdfReader:
    """The PDF opened."""
    return pypdf.PdfReader(io.BytesIO(pdf))


def squeezed(text: str) -> str:
    """Text without white space: line breaks of a page are not part of its words."""
    return re.sub(r"[\s\u00a0\u2011]+", "", text)


def pdf_text(pdf: bytes) -> str:
    """All the text of the PDF, page after page, without the page numbers."""
    texts = []
    for number, page in enumerate(reader(pdf).pages, start=1):
        text = page.extract_text()
        texts.append(re.sub(rf"^\s*{number}\s*\n", "", text) if number > 1 else text)
    return "\n".join(texts)


def is_nfc(text: str) -> bool:
    """Whether the text is in normal form C."""
    return unicodedata.is_normalized("NFC", text)
