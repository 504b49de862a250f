"""dossier: the papers of a commendation file, per level."""

from __future__ import annotations

import re

from chungtay.reading.bodies import levels_in
from chungtay.reading.context import Context
from chungtay.reading.items import Item, items_of
from chungtay.reading.model import FINAL, Leaf, Tree, absent, derived, said
from chungtay.reading.vocabulary import any_of
from chungtay.reading.words import Words


def read_dossier(context: Context) -> Tree:
    """One entry per level that the headings inside the section set apart; else one for the plan's only award level."""
    files: dict[str | None, tuple[Words, list[Tree]]] = {}
    for node in context.document.tops("dossier"):
        for item in items_of(node):
            papers = _papers(item.words, listed=item.words is item.node.rest)
            if not papers:
                continue
            level, words = _level(context, item, node.title)
            files.setdefault(level, (words, []))[1].extend(said(p, "dossier_section") for p in papers)
    return [{"level": _level_leaf(level, words), "items": papers} for level, (words, papers) in files.items()]


def _level_leaf(level: str | None, words: Words) -> Leaf:
    return derived(level, words, "award_level", 0.85) if level else absent("award_level", words)


def _papers(words: Words, *, listed: bool = False) -> list[Words]:
    """Papers named in one item: a bullet is one; a sentence 'gồm: A; B; C' is several.

    `listed`: the words follow a heading and its colon, so commas before papers part them when nothing else does.
    """
    words = words.strip(FINAL)
    sent = re.search(r"[;.]\s*(?:ho so\s+)?(?:gui|nop)\b", words.folded)
    if sent and words[: sent.start()].search(any_of("dossier", "papers")):  # the papers first, then where they go
        words = words[: sent.start()].strip(FINAL)
    if words.search(any_of("time", "periodic")) or words.search(r"(?:gui|nop) (?:ve|truoc|den)|cham nhat|truoc ngay"):
        return []
    lead = re.match(r"(?:ho so[^:]{0,80}?(?:gom|bao gom|co)\s*:?|moi bo ho so gom\s*:?|gom\s*:?)\s*", words.folded)
    if lead:
        words = words[lead.end() :]
    if not words.search(any_of("dossier", "papers")) or re.search(r"\bgom$", words.folded):
        return []
    sets = re.match(r"\d{1,2} bo(?: ho so)?(?: goc| chinh)?\s*(?::|gom:?|,)\s*", words.folded)
    words = words[sets.end() :] if sets else words
    if ";" in words.text:
        return (
            words.split(r";\s*(?:va\s+)?") if lead or words.search(rf";\s*{any_of('dossier', 'papers')}") else [words]
        )
    if not (lead or listed):
        return [words]
    commas = re.finditer(rf",\s+(?:va\s+)?(?={any_of('dossier', 'papers')}(?![a-z]))", words.folded)
    cuts = [m for m in commas if words.folded.count("(", 0, m.start()) == words.folded.count(")", 0, m.start())]
    return [piece.strip(FINAL + ",") for piece in words.cut_at(m.end() for m in cuts)]


def _level(context: Context, item: Item, title: Words) -> tuple[str | None, Words]:
    for node in (item.node, *item.node.ancestors()):
        if node.words is item.words or not node.title.search(r"\bcap\b|trinh|de nghi|khen thuong|khen cua|chu tich"):
            continue
        levels = levels_in(node.title)
        if len(levels) == 1:
            return levels[0]
    distinct = sorted(set(context.award_levels))
    return (distinct[0] if len(distinct) == 1 else None), title
