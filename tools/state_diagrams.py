"""Writes docs/states.md, the state diagrams of all transition tables: python tools/state_diagrams.py [--check].

The tables (law/transitions/) are what the program runs; the page is only their picture. --check writes nothing and
exits 1 when the page is out of date.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chungtay.law.transitions import mermaid, names, table

PAGE = Path(__file__).parents[1] / "docs" / "states.md"
HEAD = """# States and steps

Written by `tools/state_diagrams.py` from `law/transitions/`; change the tables, not this page. A step's label is what
the button says, in brackets who may take it. Conditions, papers and sentences of refusal stand in the tables
(`chungtay law transitions NAME`).
"""


def page() -> str:
    """The whole page: one Mermaid diagram per table, in the order of their names."""
    parts = [HEAD]
    for name in names():
        life = table(name)
        counts = f"{len(life.states)} states, {len(life.rows)} steps."
        parts.append(f"## {life.title} (`{name}`)\n\n{counts}\n\n```mermaid\n{mermaid(life)}```\n")
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    text = page()
    if parser.parse_args().check:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        if not fresh:
            print("docs/states.md is out of date: run python tools/state_diagrams.py", file=sys.stderr)
        return 0 if fresh else 1
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
