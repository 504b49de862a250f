"""Two communes with their clerks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stationery_samples import ground

from chungtay.stationery.pictures import Prepared


@pytest.fixture
def clerk(place, reader_of):
    """The clerk of xã Kim Phượng."""
    return reader_of("canbo.kimphuong")


@pytest.fixture
def stranger(other_place, reader_of):
    """The clerk of phường Tiến Thành."""
    return reader_of("canbo.tienthanh")


@pytest.fixture
def prepared() -> Callable[..., Prepared]:
    """A ground that needs no workbench."""
    return lambda data=None: Prepared(data or ground(), "image/png")
