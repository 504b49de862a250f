"""The law is read once before the tests: the first example of a property shall not pay for it."""

from __future__ import annotations

import pytest

from chungtay import law


@pytest.fixture(scope="session", autouse=True)
def _law_is_loaded() -> None:
    law.load()
