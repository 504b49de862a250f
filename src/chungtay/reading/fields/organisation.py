"""organisation: who does what; reporting: reports and reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chungtay.reading.context import Context
from chungtay.reading.model import FINAL, Leaf, Tree, derived, said
from chungtay.reading.structure import Node, closing_words
from chungtay.reading.vocabulary import any_accented, any_of, starts_with
from chungtay.reading.words import Words

ASKS = re.compile(r"(?P<ask>de nghi|giao|yeu cau|phan cong|giao cho)\s+(?:cho\s+)?")
RESPONSIBLE = re.compile(
    r"\s*,?\s*(?:co (?:trach nhiem|nhiem vu)|chiu trach nhiem(?= (?:theo|huong|don|to chuc)))\s*:?\s*"
)


def read_organisation(context: Context) -> Tree:
    """Units with their duties, in the order of the text."""
    out: list[Tree] = []
    for node in context.document.tops("organisation"):
        for child in node.children:
            if not (set(child.own_roles) & {"reporting", "funding", "period"}):
                _unit(child, out)
        if not node.children:
            for words in (node.rest, *node.paragraphs):
                if words and not closing_words(words):
                    _sentence_unit(words, out)
    return out


def _unit(node: Node, out: list[Tree]) -> None:
    """One numbered entry: a heading with duties below it, or a sentence 'unit + verb …'."""
    asks = ASKS.match(node.words.folded)
    body = node.words[asks.end() :] if asks else node.words
    verb = duty_start(body)
    colon = node.rest and (verb is None or len(node.title) - (asks.end() if asks else 0) <= verb[0])
    duties: list[Words] = []
    if colon:
        unit = node.title[asks.end() :] if asks else node.title
        lead = RESPONSIBLE.search(unit.folded)
        unit = unit[: lead.start()] if lead else unit
        duties = split_duties(node.rest)
    elif (node.children or node.paragraphs) and (
        verb is None or (len(node.words) < 110 and node.words.text[-1] not in ".;")
    ):
        unit = body.strip(FINAL)
        lead = RESPONSIBLE.search(unit.folded)
        unit = unit[: lead.start()] if lead and node.children else unit
    elif verb:
        unit, duties = body[: verb[0]].strip(FINAL + ","), split_duties(body[verb[1] :], closing=True)
    elif asks is None and out and node.bullet:
        _add(out, split_duties(node.words))
        return
    else:
        return
    for words in node.paragraphs:
        if not closing_words(words):
            duties += split_duties(words)
    nested: list[Tree] = []
    for child in node.children:
        own = ASKS.match(child.words.folded)
        if own and (child.rest or duty_start(child.words[own.end() :])):
            _unit(child, nested)
            continue
        for piece in (child.words, *child.paragraphs, *(w for g in child.below() for w in g.pieces())):
            duties += split_duties(piece, bullet=True)
    if unit and not starts_with(unit.folded, "bodies", "no_units"):
        requested = asks is not None and asks["ask"] == "de nghi"
        out.append({"unit": _name(unit, requested), "duties": [said(d, "duty", 0.9) for d in duties if len(d) > 5]})
    out += nested


def _name(unit: Words, requested: bool) -> Leaf:
    text = unit.text[:1].upper() + unit.text[1:]
    return derived(f"{text} (đề nghị)" if requested else text, unit, "unit_in_charge", 0.9)


def _sentence_unit(words: Words, out: list[Tree]) -> None:
    asks = ASKS.match(words.folded)
    body = words[asks.end() :] if asks else words
    verb = duty_start(body)
    if verb and verb[0] > 2:
        requested = asks is not None and asks["ask"] == "de nghi"
        out.append({"unit": _name(body[: verb[0]].strip(FINAL + ","), requested),
                    "duties": [said(d, "duty", 0.85) for d in split_duties(body[verb[1] :])]})  # fmt: skip


def _add(out: list[Tree], duties: list[Words]) -> None:
    last = out[-1]
    assert isinstance(last, dict)
    known = last["duties"]
    assert isinstance(known, list)
    known += [said(d, "duty", 0.8) for d in duties if len(d) > 5]


def _verbs(words: Words, key: str) -> Iterator[re.Match[str]]:
    """Verbs of a list: with their accents in accented text, else folded."""
    listed = any_accented("verbs", key) if words.accented else any_of("verbs", key)
    return re.finditer(rf"(?<![^\W_]){listed}(?![^\W_])", words.lowered if words.accented else words.folded)


def duty_start(words: Words) -> tuple[int, int] | None:
    """Where the unit's name ends and where its duties begin: at 'có trách nhiệm', else at the first duty verb.

    The verb stands in small letters (Phòng Tổ chức is a name) and outside brackets.
    """
    for match in _verbs(words, "duty_verbs"):
        before = words.text[: match.start()]
        if not words.text[match.start()].islower() or before.count("(") > before.count(")"):
            continue
        if match.start() < 2:
            return None
        if re.search(
            r"(?:\bphu trach|\bchuyen trach|\bcong tac|\bbo phan|\bto|\bban|\bva tra|\bphong)\s$",
            words.folded[: match.start()],
        ):
            continue
        lead = RESPONSIBLE.match(words.folded, match.start())
        introduced = lead is not None and words.folded.startswith("co ", match.start())
        return match.start(), lead.end() if lead and introduced else match.start()
    return None


def split_duties(words: Words, *, bullet: bool = False, closing: bool = False) -> list[Words]:
    """Duties of a running text, one per clause: at semicolons, at sentences, at ', … và <verb>'."""
    if closing_words(words) and not closing:
        return []
    verbs = any_of("verbs", "split_verbs")
    places = []
    for match in re.finditer(r";\s+|\.\s+(?=\S)", words.folded):
        sentence = match.group().startswith(".")
        capital = words.text[match.end() : match.end() + 1].isupper()
        if (sentence and capital) or (
            not sentence and (capital or re.match(verbs + r"(?![a-z])", words.folded[match.end() :]))
        ):
            places.append(match.end())
    if not bullet:
        places += [
            m.end()
            for m in re.finditer(r"(?:,|\s+va)\s+(?=(?:tong hop bao cao|de xuat|tang cuong)(?![a-z]))", words.folded)
        ]
    pieces = words.cut_at(places)
    trimmed = [re.sub(r"\s+va$", "", p.strip(FINAL + ",").folded) for p in pieces]
    return [p.strip(FINAL + ",")[: len(t)] for p, t in zip(pieces, trimmed, strict=True)]


REVIEW = re.compile(
    r"(?:to chuc\s+)?(?:so ket,?(?: va)? tong ket|so ket|tong ket)"
    r"\s*(?:\b(?:phong trao|cong tac|viec|danh gia|thi dua|vao|trong|cham nhat|truoc|hang|cuoi)\b|:)[^.;]*"
)
REPORTS = re.compile(
    r"(?:tong hop,?\s*)?bao cao\s+"
    r"(?:ket qua|ubnd|uy ban|so ket|tong ket|dinh ky|truoc|nam|\d+ thang|hang|quy|thang|ve|chu tich|tinh hinh|voi"
    r"|hoi dong|phong|so )[^.;]*"
)


def read_reporting(context: Context) -> Tree:
    """Reports and reviews: the whole of their own section; elsewhere the clauses that speak of them."""
    out: list[Tree] = []
    taken: set[int] = set()
    for node in context.document.tops("reporting"):
        if node.roles[0] == "awards":  # "Khen thưởng sơ kết, tổng kết": what is given then
            continue
        for words in (node.rest, *node.paragraphs, *(w for n in node.below() for w in n.pieces())):
            if words and not closing_words(words) and words.start not in taken:
                taken.add(words.start)
                out.append(said(words.strip(FINAL), "reporting_section"))
    for node in context.document.nodes():
        role = node.roles[0] if node.roles else ""
        if role in ("reporting", "dossier", "criteria", "contents", "purposes", "subjects", "solutions"):
            continue
        for words in (node.words, *node.paragraphs):
            if words and words.start not in taken:
                out += [said(c, "reporting_clause", 0.75) for c in _clauses(words, whole=role == "organisation")]
    return out


def _clauses(words: Words, *, whole: bool) -> list[Words]:
    """The clauses of a text that speak of reports; `whole` duties where each clause is a duty of its own."""
    found = []
    for piece in split_duties(words, closing=True):
        match = REVIEW.search(piece.folded) or REPORTS.search(piece.folded)
        if not match or piece.search(r"bao cao thanh tich|khen thuong (?:trong|tai|nhan)"):
            continue
        keep = whole and not piece.search(r"^tren day") and len(piece) < 260
        start = _unit_end(piece) if keep else match.start()
        found.append(piece[start:].strip(FINAL + ",") if keep else piece.group(match).strip(FINAL + ","))
    return found


def _unit_end(words: Words) -> int:
    verb = duty_start(words)
    return verb[1] if verb and verb[1] > verb[0] else 0
