"""docs/glossary.md has a row for every term that stands in code or data."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from django.apps import apps

from chungtay.accounts.roles import Role
from chungtay.law.transitions import names, table
from chungtay.typesetting.kinds import KINDS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "glossary.md"


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in lines if line.startswith("| ")]
    return [row for row in cells if row[0] != "Vietnamese"]


def ours() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("chungtay.")]


def test_the_written_half_is_up_to_date():
    spec = importlib.util.spec_from_file_location("glossary_tool", ROOT / "tools" / "glossary.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = PAGE.read_text(encoding="utf-8")
    assert written == tool.page(written), "run python tools/glossary.py"


def test_every_row_says_term_name_meaning_and_source():
    assert [row for row in rows() if len(row) != 4 or not all(row)] == []


def test_every_table_state_role_and_paper_has_its_row():
    named = {name for row in rows() for name in re.findall(r"`([^`]+)`", row[1])}
    wanted = {model._meta.label for model in ours()} | {role.value for role in Role} | set(KINDS)
    wanted |= {f"{name}.{code}" for name in names() for code in table(name).states}
    assert wanted - named == set()


def test_every_table_says_what_one_row_of_it_is():
    """Django writes a description of its own where there is none; that says nothing to a reader."""
    silent = [model._meta.label for model in ours() if (model.__doc__ or "").startswith(f"{model.__name__}(")]
    assert silent == []


def test_terms_written_by_hand_stand_once():
    by_hand = PAGE.read_text(encoding="utf-8").split("<!--", 1)[0]
    terms = [line.split(" | ")[0].strip("| ") for line in by_hand.splitlines() if line.startswith("| ")]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []
