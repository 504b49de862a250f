"""The paper that every test of signatures signs."""

from __future__ import annotations

import pytest
from signing_papers import paper


@pytest.fixture
def pdf() -> bytes:
    return paper()
