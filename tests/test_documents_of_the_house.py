"""README and the documents name what exists: packages, commands, figures."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

from chungtay import law
from chungtay.cli import build_parser
from chungtay.law.transitions import names, table
from chungtay.linter import checks
from chungtay.typesetting.kinds import KINDS

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "law").rglob("*.md")]
)


def packages() -> set[str]:
    return {path.name for path in (ROOT / "src" / "chungtay").iterdir() if (path / "__init__.py").is_file()}


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md"])
def test_every_package_stands_on_the_map(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert packages() - set(re.findall(r"`(?:src/chungtay/)?([a-z]+)`", text)) == set()


def test_the_table_of_layers_is_in_the_order_that_is_checked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    checked = project["tool"]["importlinter"]["contracts"][0]["layers"]
    order = [name.strip().removeprefix("chungtay.") for layer in checked for name in layer.split("|")]
    section = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Layers")[1]
    rows = re.findall(r"^\| ((?:`[a-z]+`(?:, )?)+) \|", section, re.MULTILINE)
    assert [name for row in rows for name in re.findall(r"`([a-z]+)`", row)] == order


def test_the_figures_of_the_readme_are_those_of_the_program():
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    tables = [table(name) for name in names()]
    for figure in (
        f"{len(law.load().national)} legal rules as dated data",
        f"{len(KINDS)} kinds of official paper",
        f"{len(checks())} checks of a plan",
        f"{sum(len(t.rows) for t in tables)} steps in {len(tables)} transition tables",
    ):
        assert figure in told.replace("\n", " "), figure


def test_every_command_in_the_documents_exists():
    """Sub-commands and their options; what they do is told by their own tests."""
    parser = build_parser()
    own = {
        name: sub.format_help() for action in parser._actions if action.choices for name, sub in action.choices.items()
    }
    unknown = []
    for page in PAGES:
        lines = re.findall(r"(?:\.venv/bin/)?chungtay ((?:manage )?[a-z][a-z_-]+)([^\n`#]*)", _code(page))
        for command, rest in lines:
            if command.startswith("manage "):
                if command.removeprefix("manage ") not in get_commands():
                    unknown.append(f"{page.name}: {command}")
                continue
            if command not in own:
                unknown.append(f"{page.name}: {command}")
            elif command != "law":  # its options belong to sub-commands of its own
                asked = re.findall(r"--[a-z-]+", rest)
                unknown += [f"{page.name}: {command} {option}" for option in asked if option not in own[command]]
    assert unknown == []


def test_every_script_in_the_documents_is_there():
    told = {
        (page.name, name)
        for page in PAGES
        for name in re.findall(r"\b((?:tools|benchmarks)/[\w/]+\.py)", page.read_text("utf-8"))
    }
    assert sorted(f"{page}: {name}" for page, name in told if not (ROOT / name).is_file()) == []


def _code(page: Path) -> str:
    """Indented blocks, fenced blocks and words in backticks of a page."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^(?: {4,}|\t).*$", text, re.MULTILINE) + re.findall(r"`([^`\n]+)`", text)
    return "\n".join([*blocks, *re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)])


def test_every_path_in_the_documents_is_there():
    path = re.compile(r"`((?:src|tests|law|tools|docs|benchmarks|locale)/[\w./*-]*)`")
    told = {(page.name, name) for page in PAGES for name in path.findall(page.read_text("utf-8"))}
    assert sorted(f"{page}: {name}" for page, name in told if not any(ROOT.glob(name.rstrip("/")))) == []


def test_every_decision_and_every_document_is_linked():
    decisions = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    unlinked = [path.name for path in (ROOT / "docs" / "adr").glob("0*.md") if f"({path.name})" not in decisions]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    unlinked += [path.name for path in (ROOT / "docs").glob("*.md") if f"(docs/{path.name})" not in readme]
    assert unlinked == []
