"""Writes the second half of docs/glossary.md: python tools/glossary.py [--check].

The first half is written by hand: what a term means and where it comes from. The second half lists every table, state,
role, kind of paper and choice under the name it has in code, so that no word can be added without its row. --check
writes nothing and exits 1 when the page is out of date.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "glossary.md"
MARK = "<!-- From here on written by tools/glossary.py. -->\n"
SHORT = 40  # letters: a sentence that says too little alone
# Never shown to a person, so without a Vietnamese name in the model.
UNSEEN = {"audit.Chain": "chuỗi nhật ký"}


def tables() -> Iterator[tuple[str, str, str, str]]:
    """Vietnamese name, class, first sentence of its description, and the file of every table of ours."""
    from django.apps import apps

    for model in apps.get_models():
        if not model.__module__.startswith("chungtay."):
            continue
        label = model._meta.label
        name = UNSEEN.get(label) or str(model._meta.verbose_name)
        yield name, f"`{label}`", sentence(model.__doc__ or ""), source(model.__module__)


def states() -> Iterator[tuple[str, str, str, str]]:
    """Every state of every object: what staff read, the code, what the public reads."""
    from chungtay.law.transitions import names, table

    for name in names():
        for code, state in table(name).states.items():
            seen = f"public: {state.public_label}" if state.public_label else "not public"
            yield state.staff_label, f"`{name}.{code}`", seen, f"law/transitions/{name}.yaml"


def roles() -> Iterator[tuple[str, str, str, str]]:
    """Every role with the number of permissions it holds."""
    from chungtay.accounts.roles import GRANTS, Role

    for role in Role:
        held = sum(role in holders for holders in GRANTS.values())
        yield (
            str(role.label),
            f"`{role.value}`",
            f"{held} of {len(GRANTS)} permissions",
            "src/chungtay/accounts/roles.py",
        )


def papers() -> Iterator[tuple[str, str, str, str]]:
    """Every kind of paper: name, slug, symbol in its number, who signs."""
    from chungtay.typesetting.kinds import KINDS

    for kind in KINDS.values():
        symbol = f"symbol {kind.symbol}; " if kind.symbol else "no symbol; "
        yield kind.name, f"`{kind.slug}`", symbol + (kind.signers or "not signed"), source(kind.make.__module__)


def choices() -> Iterator[tuple[str, str, str, str]]:
    """Every value that a field of a table may have, with the field."""
    from django.apps import apps

    for model in apps.get_models():
        if not model.__module__.startswith("chungtay."):
            continue
        for field in model._meta.concrete_fields:
            for value, label in field.flatchoices:
                where = f"`{model._meta.label}.{field.name}`"
                yield str(label), f"`{value}`" if value != "" else "(empty)", where, source(model.__module__)


PARTS: tuple[tuple[str, str, Any], ...] = (
    ("Tables", "One row of such a table is one …", tables),
    ("States", "The tables in `law/transitions/` are what the program runs; drawn in [states.md](states.md).", states),
    ("Roles", "An account holds a role in one locality, from a day to a day.", roles),
    ("Papers", "What the typesetting engine can write.", papers),
    ("Values of fields", "The fixed choices of the tables above.", choices),
)


def sentence(text: str) -> str:
    """The first sentence of a description, and the next when that one is short; on one line, safe inside a table."""
    first, *more = " ".join(text.split()).split(". ")
    told = f"{first}. {more[0]}" if more and len(first) < SHORT else first
    return told.rstrip(".").replace("|", "/")


def source(module: str) -> str:
    return f"src/{module.replace('.', '/')}.py"


def rows(found: Iterable[tuple[str, str, str, str]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in found)


def page(written: str) -> str:
    """The page with its second half made anew; `written` is the page as it stands."""
    from django.utils.translation import override

    by_hand = written.split(MARK, maxsplit=1)[0].rstrip() + "\n\n"
    parts = []
    with override("vi"):
        for title, lead, find in PARTS:
            head = "| Vietnamese | in code | meaning here | source |\n|---|---|---|---|\n"
            parts.append(f"## {title}\n\n{lead}\n\n{head}{rows(find())}")
    return by_hand + MARK + "\n" + "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    only_check = parser.parse_args().check
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    django.setup()
    written = PAGE.read_text(encoding="utf-8")
    text = page(written)
    if only_check:
        if text != written:
            print("docs/glossary.md is out of date: run python tools/glossary.py", file=sys.stderr)
        return int(text != written)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
