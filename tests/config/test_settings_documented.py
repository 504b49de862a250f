"""docs/operations.md names every setting that the program reads, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from chungtay.jobs.pace import Pace, pace

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations.md"
NAME = re.compile(r"CHUNGTAY_[A-Z_]+|DATABASE_URL|PORT")
# Read where tests run and by Django's own start, not by the person who installs.
INNER = {"CHUNGTAY_TEST_DATA", "CHUNGTAY_SHOTS"}


def rows() -> dict[str, str]:
    """Variable to default, as the table says."""
    table = PAGE.read_text(encoding="utf-8").split("## Settings")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", table, re.MULTILINE))


def read_by_the_program() -> set[str]:
    """Every name of a variable that stands as a text of its own in the code."""
    found: set[str] = set()
    for path in [ROOT / "run.py", *(ROOT / "src").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                found.add(node.value)
    # Two are put together from a beginning and an end, and one is read by a library.
    return found - {"CHUNGTAY_TSA_"} | {f"CHUNGTAY_TSA_{end}" for end in settings.SIGNING_TSA} | {"DATABASE_URL"}


def test_every_setting_has_its_row_and_every_row_its_setting():
    assert set(rows()) == read_by_the_program() - INNER


def test_the_defaults_of_the_jobs_are_those_of_the_table():
    plain, told = Pace(), rows()
    for name in ("heartbeat", "missed", "sweep", "poll", "attempts"):
        assert told[f"CHUNGTAY_JOBS_{name.upper()}"] == f"`{getattr(plain, name):g}`"


@pytest.mark.parametrize("name", sorted(name for name in rows() if name.startswith("CHUNGTAY_JOBS_")))
def test_a_setting_of_the_jobs_that_is_no_number_is_named(name):
    with pytest.raises(ImproperlyConfigured, match=name):
        pace({name: "nhanh"})


def test_every_variable_of_the_page_is_in_its_table():
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:CHUNGTAY_[A-Z_]+|DATABASE_URL)\b", text)) - set(rows()) == set()


def test_the_proxy_lets_through_what_the_program_takes():
    """A smaller limit in front would answer with a page of the proxy instead of ours, which says what to do."""
    from chungtay.web.upload_limit import MEGABYTE, SIGNED_IN, STRANGER

    page = PAGE.read_text(encoding="utf-8")
    told = re.search(r"client_max_body_size (\d+)m;", page)
    assert told is not None
    assert int(told[1]) * MEGABYTE > SIGNED_IN
    assert f"may send {SIGNED_IN // MEGABYTE} MB at once" in page
    assert f"others {STRANGER // MEGABYTE} MB" in page
    name = settings.SECURE_PROXY_SSL_HEADER[0] if settings.PRODUCTION else "HTTP_X_FORWARDED_PROTO"
    assert f"proxy_set_header {name.removeprefix('HTTP_').replace('_', '-').title()} " in page
