"""docs/states.md shows the tables that the program runs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from chungtay.law.transitions import names, table

ROOT = Path(__file__).parents[2]


def tool():
    spec = importlib.util.spec_from_file_location("state_diagrams", ROOT / "tools" / "state_diagrams.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date_with_the_tables():
    written = (ROOT / "docs" / "states.md").read_text(encoding="utf-8")
    assert written == tool().page(), "run python tools/state_diagrams.py"


def test_every_state_and_every_step_of_every_table_is_drawn():
    page = (ROOT / "docs" / "states.md").read_text(encoding="utf-8")
    for name in names():
        drawing = page.split(f"(`{name}`)")[1].split("```")[1]
        life = table(name)
        assert all(f"{code}: {state.staff_label}" in drawing for code, state in life.states.items())
        assert all(f"{row.from_state} --> {row.to_state}: {row.staff_label}" in drawing for row in life.rows)
