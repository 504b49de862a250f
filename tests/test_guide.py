"""The user guide (docs/huong-dan.md) says what stands on the screen, word for word."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from chungtay.law.transitions import names, table
from chungtay.typesetting.kinds import KINDS

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "huong-dan.md"
SOURCES = ROOT / "src" / "chungtay"
IN_TEMPLATES = re.compile(r"""\{%\s*(?:translate|trans)\s+(?:"([^"]+)"|'([^']+)')""")
BLOCKS = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate", re.DOTALL)
HEAVIEST = 250_000  # bytes of one picture: the whole set opens quickly on a phone


@cache
def on_screen() -> frozenset[str]:
    """Every text that templates, code and tables can put on a screen."""
    found: set[str] = {kind.name for kind in KINDS.values()}
    for path in SOURCES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= {a or b for a, b in IN_TEMPLATES.findall(text)}
        found |= {" ".join(block.split()) for block in BLOCKS.findall(text)}
    for path in SOURCES.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for name in names():
        life = table(name)
        found |= {row.staff_label for row in life.rows} | {state.staff_label for state in life.states.values()}
    return frozenset(text.rstrip(".:") for text in found) | found


def test_every_word_in_bold_stands_on_a_screen():
    bold = re.findall(r"\*\*(.+?)\*\*", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    told = {" ".join(part.split()) for phrase in bold for part in phrase.split("→")}
    assert len(told) > 100  # not law: the guide names well over a hundred buttons and headings
    assert sorted(words for words in told - {"in đậm"} if words not in on_screen()) == []


def test_every_message_in_the_guide_is_one_that_the_program_says():
    rows = re.findall(r"^\| “(.+?)” \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows
    texts = [" ".join(text.split()) for text in on_screen()]
    for row in rows:
        parts = [part for part in re.split(r"…|\d\d/\d\d/\d{4}", row) if part.strip()]
        assert any(all(part.strip() in text for part in parts) for text in texts), row


def test_pictures_of_the_documents_are_used_and_small():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {name for page in pages for name in re.findall(r"\]\((?:docs/)?images/([^)]+)", page.read_text("utf-8"))}
    there = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()}
    assert shown == set(there)
    assert {name: size for name, size in there.items() if size > HEAVIEST} == {}
