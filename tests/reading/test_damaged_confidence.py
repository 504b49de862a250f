"""Words of damaged text are never offered as read for sure, whatever rule found them."""

from __future__ import annotations

import pytest

from chungtay.reading import load, read
from chungtay.reading.reader import DAMAGED, DAMAGED_AT_MOST
from support.places import TESTS


@pytest.mark.parametrize("seed", ["000", "001", "003", "004"])
def test_nothing_of_a_damaged_scan_is_sure(seed):
    path = next((TESTS / "seeds").glob(f"{seed}_*.txt"))
    fields = read(path.read_bytes(), name=path.name).provenance.values()
    quoted = [field for field in fields if field.spans]
    assert quoted
    assert max(field.confidence for field in quoted) <= DAMAGED_AT_MOST
    assert all(DAMAGED in field.warnings for field in quoted)


def test_a_clean_plan_is_not_doubted():
    path = next((TESTS / "seeds").glob("002_*.txt"))
    fields = read(path.read_bytes(), name=path.name).provenance
    assert fields["document.issuer"].confidence > DAMAGED_AT_MOST
    assert not any(DAMAGED in field.warnings for field in fields.values())


@pytest.mark.parametrize("seed", ["000", "003", "004"])
def test_a_damaged_scan_is_mended_before_it_is_read(seed):
    path = next((TESTS / "seeds").glob(f"{seed}_*.txt"))
    reading = read(path.read_bytes(), name=path.name)
    assert "ủy ban nhân dân" in (reading.plan["document"]["issuer"] or "").lower()
    assert reading.text.count("\n") == load(path).text.count("\n")
    aims = " ".join([*reading.plan["purposes"], *reading.plan["requirements"]]).lower()
    assert "cải cách hành chính" in aims


@pytest.mark.parametrize("seed", ["000", "001", "003", "004"])
def test_a_doubtful_word_makes_its_value_doubtful(seed):
    """A name whose letters the restoration could not decide is less sure than words it knows."""
    path = next((TESTS / "seeds").glob(f"{seed}_*.txt"))
    fields = read(path.read_bytes(), name=path.name).provenance
    name = fields["signatory.name"]
    kind = fields.get("document.type")
    if name.value is not None and kind is not None and kind.spans:
        assert name.confidence < kind.confidence
    assert len({field.confidence for field in fields.values() if field.spans}) > 3  # not one figure for all
