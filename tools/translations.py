"""Keeps the catalogues complete: Vietnamese is the source text, English is the translation.

    python tools/translations.py            collect the texts, update locale/en
    python tools/translations.py --check    exit 1 when a text is missing, fuzzy, unused, or its placeholders differ

Needs GNU gettext (xgettext) to collect; compiling needs only polib.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]")


def collect(target: Path) -> polib.POFile:
    """Runs Django's makemessages over a copy of the catalogue, so that a check changes nothing."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    django.setup()
    from django.conf import settings

    folder = target / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    if CATALOGUE.exists():
        shutil.copy(CATALOGUE, folder / "django.po")
    settings.LOCALE_PATHS = [str(target)]
    before = Path.cwd()
    os.chdir(ROOT / "src" / "chungtay")
    try:
        call_command(
            "makemessages", locale=["en"], no_location=True, no_wrap=True, verbosity=0, extensions=["html", "txt", "py"]
        )
    finally:
        os.chdir(before)
    found = polib.pofile(str(folder / "django.po"), wrapwidth=0)
    wanted = table_texts()
    for entry in found:
        if entry.obsolete and entry.msgid in wanted:  # makemessages does not see the words of the tables
            entry.obsolete = False
    known = {entry.msgid for entry in found}
    found.extend(polib.POEntry(msgid=text) for text in sorted(wanted - known))
    return found


def table_texts() -> set[str]:
    """The words of the transition tables that people read: states, buttons, unmet conditions, roles."""
    from chungtay.law import transitions

    texts: set[str] = set()
    for name in transitions.names():
        table = transitions.table(name)
        texts |= {table.title, *table.roles.values()}
        texts |= {
            label for state in table.states.values() for label in (state.staff_label, state.public_label) if label
        }
        texts |= {row.staff_label for row in table.rows} | {guard.unmet for row in table.rows for guard in row.guards}
    return texts


def faults(catalogue: polib.POFile) -> list[str]:
    found = []
    for entry in catalogue:
        if entry.obsolete:
            found.append(f"không còn dùng: {entry.msgid!r}")
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy or not all(texts):
            found.append(f"chưa dịch: {entry.msgid!r}")
        for text in filter(None, texts):
            if set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)):
                found.append(f"khác chỗ trống: {entry.msgid!r}")
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        fresh = collect(Path(folder))
    if "--check" in sys.argv:
        problems = faults(fresh)
        known = {e.msgid for e in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else set()
        problems += [f"chưa có trong bảng: {e.msgid!r}" for e in fresh if e.msgid not in known]
        for problem in problems[:40]:
            print(problem)
        print(f"{len(fresh)} câu; {len(problems)} chỗ phải sửa.")
        return 1 if problems else 0
    fresh = polib.POFile(wrapwidth=0) if fresh is None else fresh
    kept = polib.POFile(wrapwidth=0)
    kept.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit", "Language": "en",
                     "Plural-Forms": "nplurals=2; plural=(n != 1);"}  # fmt: skip
    for entry in sorted((e for e in fresh if not e.obsolete), key=lambda e: e.msgid):
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
        entry.previous_msgid = None
        kept.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    kept.save(str(CATALOGUE))
    print(f"{len(kept)} câu, {len(kept.untranslated_entries())} chưa dịch.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
