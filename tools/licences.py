"""Writes the list of installed packages in docs/third-party.md: python tools/licences.py [--check].

Reads both lock files and the metadata of what is installed. --check writes nothing and exits 1 when the list is out of
date. A package whose licence is not on the list below stops the program: the software is given away under Apache-2.0.
"""

from __future__ import annotations

import argparse
import importlib.metadata as installed
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "third-party.md"
MARK = "<!-- From here on written by tools/licences.py. -->\n"
ALLOWED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "ISC", "0BSD",
    "MPL-2.0",  # file by file: used unchanged
    "LGPL-2.1-only", "LGPL-3.0-only",  # libraries that are imported, not copied
}  # fmt: skip
# What the metadata say in words of their own, by the licence they mean.
MEANT = {
    "Apache 2.0": "Apache-2.0", "Apache Software License": "Apache-2.0", "MIT License": "MIT", "BSD License": "BSD",
    "BSD 2-Clause License": "BSD-2-Clause", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}  # fmt: skip
# Read from the licence file inside the package; or installed on Windows only.
KNOWN = {"axe-playwright-python": "MIT", "colorama": "BSD-3-Clause", "tzdata": "Apache-2.0"}


def licence(name: str) -> str:
    """The licence of a package as an SPDX expression. Raises LookupError when nothing says it."""
    if name in KNOWN:
        return KNOWN[name]
    told: Any = installed.metadata(name)
    if expression := told.get("License-Expression"):
        return str(expression)
    classes = [c.split("::")[-1].strip() for c in told.get_all("Classifier", []) if c.startswith("License ::")]
    short = str(told.get("License") or "").strip()
    for words in (short, *classes):
        meant = MEANT.get(words, words)
        if words and parts(meant) <= ALLOWED:
            return meant
    raise LookupError(f"{name}: {short[:60] or classes or 'no licence'}")


def parts(expression: str) -> set[str]:
    """The single licences of an expression."""
    return {part.strip(" ()") for part in re.split(r"\b(?:AND|OR)\b", expression)}


def packages() -> dict[str, tuple[str, str]]:
    """Package to version and lock: “run” for what the product needs, “test” for what only its tests need."""
    found: dict[str, tuple[str, str]] = {}
    for lock, need in (("requirements-test.lock", "test"), ("requirements.lock", "run")):
        text = (ROOT / lock).read_text(encoding="utf-8")
        found |= {name: (version, need) for name, version in re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", text, re.M)}
    return found


def refused() -> list[str]:
    """Packages whose licence is not allowed or not known."""
    wrong = []
    for name in packages():
        try:
            found = licence(name)
        except (LookupError, installed.PackageNotFoundError) as error:
            wrong.append(str(error))
            continue
        # “A OR B” leaves the choice; one allowed licence is enough.
        if not any(parts(choice) <= ALLOWED for choice in found.split(" OR ")):
            wrong.append(f"{name}: {found}")
    return wrong


def page(written: str) -> str:
    """The page with its list made anew; `written` is the page as it stands."""
    found = sorted(packages().items())
    rows = [f"| {name} | {version} | {licence(name)} | {need} |" for name, (version, need) in found]
    head = "| package | version | licence | needed to |\n|---|---|---|---|\n"
    return written.split(MARK, maxsplit=1)[0].rstrip() + f"\n\n{MARK}\n{head}" + "\n".join(rows) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the list is up to date")
    only_check = parser.parse_args().check
    if wrong := refused():
        print("\n".join(wrong), file=sys.stderr)
        return 1
    written = PAGE.read_text(encoding="utf-8")
    text = page(written)
    if only_check:
        if text != written:
            print("docs/third-party.md is out of date: run python tools/licences.py", file=sys.stderr)
        return int(text != written)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
