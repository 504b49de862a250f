"""Every value points at the words that justify it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chungtay.reading import Reading, load, read_source
from chungtay.reading.fold import plain

TESTS = Path(__file__).parents[1]
DOCUMENTS = sorted([*TESTS.glob("seeds/*.txt"), *TESTS.glob("transcripts/*.txt"), *TESTS.glob("reading/*/*.txt")])
# Values the reader makes, not the document: names of entries, remarks, the file's name, the verdict.
MADE = re.compile(r"^(?:source|is_plan|reason|document_type|notes\[\d+\])$|\.id$|status_oddities\[\d+\]$")
# Words of a closed list or a level computed: justified by a cue, not by the same words.
CUED = re.compile(
    r"\.(?:kind|audience|checkable_by|comparator|max_comparator|level|unit_type|measure)$|^document\.type$"
    r"|\.(?:target|scope_exception)\.unit$|\.offset_days$|\.points$|total_points$|\.(?:min|max)$"
)
# The only words the reader may add to those of the document, by place.
ADDED = [
    (r"^document\.issuer$|^movement\.launched_by$", "uy ban nhan dan"),  # UBND spelt out
    (r"^subjects\.", "cac"),  # "các tổ chức, cá nhân …": the word belongs to both
    (r"^document\.province$", "thanh pho"),
    (r"^deadlines\[\d+\]\.what$", "ket thuc phong trao thi dua gui"),
    (r"^organisation\[\d+\]\.unit$", "de nghi"),  # the plan only requests
]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from leaves(item, f"{path}[{i}]")
    else:
        yield path, value


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda p: p.stem[:16])
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_source(load(request.param))


def test_every_value_has_a_source(reading: Reading) -> None:
    for path, value in leaves(reading.plan):
        field = reading.provenance[path]
        assert field.value == value
        assert (field.state == "found") == (value is not None), path
        if value is not None and not MADE.search(path):
            assert field.spans, path
            assert field.line is not None
            assert field.line >= 1


def test_spans_hold_the_words_of_the_value(reading: Reading) -> None:
    for path, value in leaves(reading.plan):
        if value is None or MADE.search(path):
            continue
        field = reading.provenance[path]
        printed = " ".join(reading.text[a:b] for a, b in field.spans)
        said = plain(field.restored or printed)
        assert said, path
        if CUED.search(path):
            continue
        if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d)?(-\d\d)?", value):
            assert (
                set(map(int, value.split("-"))) <= set(map(int, re.findall(r"\d+", said))) or field.confidence < 0.7
            ), path
        elif isinstance(value, str):
            own = next((words for pattern, words in ADDED if re.search(pattern, path)), "")
            assert set(plain(value).split()) <= set(said.split()) | set(own.split()), (path, value, said)
        else:
            digits = re.findall(r"\d+", said)
            assert any(float(d) == value for d in digits) or not digits or "%" in said or "." in str(value), path


@pytest.mark.parametrize("seed", ["000", "001", "003", "004"])
def test_damaged_words_are_quoted_as_they_came(seed: str) -> None:
    """The raw text never changes: what was restored stands beside it."""
    source = load(next((TESTS / "seeds").glob(f"{seed}_*.txt")))
    reading = read_source(source)
    assert reading.text == source.text
    quoted = [field for field in reading.provenance.values() if field.spans]
    for field in quoted:
        printed = [" ".join(source.text[a:b].split()) for a, b in field.spans]
        assert all(part in field.raw for part in printed), field
    assert any(field.restored != field.raw for field in quoted)


def test_lines_and_sections_match_the_text() -> None:
    """A known place: the dossier's deadline of seed 002 stands in section VI.3, line 107."""
    reading = read_source(load(TESTS / "seeds/002_6d9b301226361292.txt"))
    field = reading.provenance["deadlines[1].date"]
    line = reading.text.split("\n")[(field.line or 0) - 1]
    assert field.section == "VI.3"
    assert "15/12/2025" in line
    assert reading.text[slice(*field.spans[0])] == "chậm nhất ngày 15/12/2025"


def test_absent_not_found_and_unreadable_differ() -> None:
    blank = read_source(load(TESTS / "reading/restored/004.txt")).provenance
    assert blank["document.date"].value == "2025"  # only the year is filled in
    headless = read_source(load(TESTS / "transcripts/003.txt")).provenance
    assert headless["document.number_code"].state == "not_found"
    assert headless["signatory.name"].state in ("absent", "not_found")
    silent = read_source(load(TESTS / "seeds/002_6d9b301226361292.txt")).provenance
    assert silent["awards[0].quota.collectives"].state == "absent"
    damaged = read_source(load(TESTS / "seeds/004_0a4a80f3076ac058.txt")).provenance
    assert damaged["document.date"].value in (None, "2025")  # its day and month are smudged: never a whole date
