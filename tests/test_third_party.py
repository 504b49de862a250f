"""What others made may be given away with the program, and docs/third-party.md names all of it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "third-party.md"
# Made by somebody, not written as source: fonts, scripts of others, tables that were learnt, pictures.
MADE = {".woff2", ".woff", ".ttf", ".otf", ".bin", ".png", ".svg", ".jpg", ".ico", ".icc"}


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("licences_tool", ROOT / "tools" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_package_of_both_locks_has_a_licence_that_we_may_use(tool):
    assert len(tool.packages()) > 50  # not law: both locks were read
    assert tool.refused() == []
    assert not any("AGPL" in name or name.startswith("GPL") for name in tool.ALLOWED)


@pytest.mark.parametrize(
    ("name", "told"), [("a", {"License-Expression": "AGPL-3.0-only"}), ("b", {"License": "GPL"}), ("c", {})]
)
def test_a_package_with_another_licence_or_none_is_refused(tool, monkeypatch, name, told):
    from email.message import Message

    metadata = Message()
    for key, value in told.items():
        metadata[key] = value
    monkeypatch.setattr(tool.installed, "metadata", lambda _: metadata)
    monkeypatch.setattr(tool, "packages", lambda: {name: ("1", "run")})
    assert [line.split(":")[0] for line in tool.refused()] == [name]


def test_the_list_of_packages_is_up_to_date(tool):
    written = PAGE.read_text(encoding="utf-8")
    assert written == tool.page(written), "run python tools/licences.py"


def test_every_font_picture_table_and_foreign_script_in_the_program_is_named():
    by_hand = PAGE.read_text(encoding="utf-8").split("<!--", maxsplit=1)[0]
    named = {
        path for pattern in re.findall(r"`([^`]*/[^`]*)`", by_hand) for path in ROOT.glob(pattern) if path.is_file()
    }
    files = [path for path in (ROOT / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    wanted = {path for path in files if path.suffix in MADE or "vendor" in path.parts or path.name.endswith(".min.js")}
    unnamed = {path.relative_to(ROOT) for path in wanted - named}
    assert sorted(str(path) for path in unnamed if "LICENSE" not in path.name) == []
