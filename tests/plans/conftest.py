"""Drafts that the tests of plans start from."""

from __future__ import annotations

import pytest

from plans.plan_files import CLEAN, SEEDS, upload_of
from support.kept import kept


@pytest.fixture
def seed() -> bytes:
    """The clean real plan (xã Tùng Anh): number and day blank, an award of the former district level, no quota."""
    return (SEEDS / CLEAN).read_bytes()


@pytest.fixture
@kept
def draft(place, client_of, seed):
    """That plan, uploaded by the clerk of another commune; nothing confirmed yet."""
    from chungtay.plans.models import Plan

    client_of("canbo.kimphuong").post("/ke-hoach/tai-len/", {"file": upload_of(CLEAN, seed)})
    return Plan.objects.get()
