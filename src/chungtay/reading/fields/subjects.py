"""subjects: who competes, as collectives, individuals and others."""

from __future__ import annotations

import re

from chungtay.reading.context import Context
from chungtay.reading.items import items_of
from chungtay.reading.model import FINAL, Leaf, Tree, derived, said
from chungtay.reading.vocabulary import any_of
from chungtay.reading.words import Words

LABEL = re.compile(
    r"(?:doi voi\s+|ve\s+)?(?:cac\s+)?(?P<kind>tap the|ca nhan|doi tuong khac|khac|ho gia dinh)"
    r"\s*(?::|gom|bao gom|la)\s*"
)
PAIR = re.compile(
    r"(?P<lead>cac |la |moi |nhung )?(?P<a>tap the|to chuc|co quan|don vi),?\s*(?:va\s+)?(?P<b>ca nhan)(?P<tail>\s.+|$)"
)
# "6 phòng, ban và 12 thôn": the number counts both.
COUNTED_PAIR = re.compile(r"\d\s+(?:phong|so|ban|thon|co quan),\s+(?:ban|nganh|xom|don vi)\b[^,]*$")
KINDS = {"tap the": "collectives", "ca nhan": "individuals"}


def read_subjects(context: Context) -> Tree:
    """Each piece under the audience that its heading or its own words name."""
    found: dict[str, list[Tree]] = {"collectives": [], "individuals": [], "others": []}
    for node in context.document.tops("subjects"):
        for item in items_of(node):
            heading = None
            for above in (item.node, *item.node.ancestors()):
                match = LABEL.match(above.title.folded + ":")
                if match and above.title:
                    heading = _kind(match["kind"])
                    break
            words = item.words
            label = LABEL.match(words.folded)
            if label:
                heading, words = _kind(label["kind"]), words[label.end() :]
            for kind, leaf in _pieces(words, heading):
                found[kind].append(leaf)
    return dict(found)


def _kind(label: str) -> str:
    return KINDS.get(label, "others")


def _pieces(words: Words, heading: str | None) -> list[tuple[str, Leaf]]:
    words = _bare(words)
    pair = PAIR.match(words.folded)
    if pair:
        return _both(words, pair)
    out: list[tuple[str, Leaf]] = []
    for piece in map(_bare, _parted(_split(words, heading), heading)):
        inner = PAIR.match(piece.folded)
        if inner:
            out += _both(piece, inner)
        elif len(piece) > 2:
            out.append((heading or _guess(piece), said(piece, "subjects_section", 0.9)))
    return out


def _parted(pieces: list[Words], heading: str | None) -> list[Words]:
    """A last piece "thôn và cán bộ, công chức xã" names a body and people: two pieces."""
    if heading or not pieces or _guess(pieces[-1]) != "collectives":
        return pieces
    people = re.search(rf"\s+va\s+(?={any_of('audiences', 'people')}(?![a-z]))", pieces[-1].folded)
    if people is None:
        return pieces
    return [*pieces[:-1], pieces[-1][: people.start()], pieces[-1][people.end() :]]


def _bare(words: Words) -> Words:
    words = words.strip(FINAL)
    lead = re.match(r"(?:la|gom|bao gom)\s+", words.folded)
    return words[lead.end() :] if lead else words


def _split(words: Words, heading: str | None) -> list[Words]:
    if ";" in words.text:
        return words.split(r";\s*")
    if heading == "individuals" or (heading is None and _guess(words) == "individuals"):
        return [words]
    bodies = any_of("audiences", "bodies")
    cuts = re.finditer(rf",\s+(?:va\s+)?(?={bodies}(?![a-z]))", words.folded)
    return words.cut_at(m.end() for m in cuts if not COUNTED_PAIR.search(words.folded, 0, m.end() + 12))


def _both(words: Words, pair: re.Match[str]) -> list[tuple[str, Leaf]]:
    """'Tập thể, cá nhân trong cơ quan …': the tail belongs to both."""
    tail = words.group(pair, "tail").strip(FINAL)
    lead = "Các " if (pair["lead"] or "").strip() == "cac" else ""
    out = []
    for group, kind in (("a", "collectives"), ("b", "individuals")):
        name = words.group(pair, group)
        text = f"{lead}{name.text} {tail.text}".strip()
        out.append((kind, derived(text[:1].upper() + text[1:], (name, tail) if tail else (name,), "shared_tail", 0.85)))
    return out


def _guess(words: Words) -> str:
    head = words.folded[:60]
    if re.match(rf"(?:toan the\s+|tat ca\s+|moi\s+|cac\s+|doi ngu\s+)*{any_of('audiences', 'people')}", head):
        return "individuals"
    if re.match(rf"(?:toan the\s+|tat ca\s+|moi\s+|cac\s+)*{any_of('audiences', 'others')}", head):
        return "others"
    return "collectives"
