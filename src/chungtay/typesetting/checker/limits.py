"""What the law says of each row of the layout on a day, from the law data: no value stands in code.

The law engine is a neighbour that this engine may not import; the few rows that are measured are read from the same
files.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from chungtay.typesetting.errors import TypesettingError

HERE = Path(__file__).resolve().parent
FILES = ("layout.yaml", "numbering.yaml", "certificate.yaml")
_SURE = {"V1", "V2"}  # read in the text: such a row may block; what is known otherwise only warns


@dataclass(frozen=True, slots=True)
class Row:
    """One row on one day: its number, what it is about, its values, where it stands, whether it may block."""

    id: str
    title: str
    value: Mapping[str, Any]
    certainty: str
    source: str

    @property
    def blocks(self) -> bool:
        return self.certainty in _SURE


def _folder() -> Path:
    for candidate in (HERE.parents[3] / "law", HERE.parents[1] / "law" / "data"):
        if (candidate / "national" / FILES[0]).is_file():
            return candidate / "national"
    raise TypesettingError("Không tìm thấy thư mục law/ chứa dữ liệu pháp luật; anh/chị cài lại phần mềm.")


@functools.cache
def _rules() -> tuple[Mapping[str, Any], ...]:
    return tuple(_read(_folder()))


def _read(folder: Path) -> Iterator[Mapping[str, Any]]:
    for name in FILES:
        yield from yaml.safe_load((folder / name).read_text(encoding="utf-8"))["rules"]


@functools.cache
def rows(on: dt.date) -> Mapping[str, Row]:
    """The rows in force on a day, by number (L-01 …, R-80 …). Raises TypesettingError for days before the decree."""
    found: dict[str, Row] = {}
    for rule in _rules():
        for start in sorted(rule["values"]):
            entry = rule["values"][start]
            until = entry.get("until")
            if start <= on and (until is None or on <= until) and isinstance(entry["value"], Mapping):
                titles = ", ".join(dict.fromkeys(r["title"] for r in entry["reference"]))
                found[rule["id"]] = Row(rule["id"], rule["title"], entry["value"], entry["certainty"], titles)
    if "L-01" not in found:
        raise TypesettingError(
            f"Chưa có quy định thể thức cho văn bản ngày {on:%d/%m/%Y}; anh/chị kiểm tra lại ngày của văn bản."
        )
    return found


@functools.cache
def tolerances() -> Mapping[str, Any]:
    """How much a measure may be off, and the words to recognise; chosen by us, not by law."""
    return cast(Mapping[str, Any], yaml.safe_load((HERE / "tolerances.yaml").read_text(encoding="utf-8")))
