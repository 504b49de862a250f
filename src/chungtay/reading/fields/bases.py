"""legal_bases: the acts that the preamble cites."""

from __future__ import annotations

import re

from chungtay.reading.context import Context
from chungtay.reading.dates import dates_in
from chungtay.reading.model import Leaf, Tree, absent, derived, verbatim
from chungtay.reading.vocabulary import any_of
from chungtay.reading.words import Words

NUMBER = re.compile(
    r"(?:\bso\s*:?\s*)?(?<![\d/])(?P<code>\d{1,5}\s?[a-z]?(?:\s?/\s?\d{4})?\s?[/-]\s?[a-z][a-z0-9]*(?:\s?[-/]\s?[a-z][a-z0-9]*)*)"
)
LAUNCHES = re.compile(
    rf"[,.;]\s*(?={any_of('bodies', 'launching')}\b[^,;]{{0,90}}?\b{any_of('document', 'launch_verbs')}(?![a-z]))"
)


def read_legal_bases(context: Context) -> Tree:
    """One entry per clause of the preamble that cites an act."""
    return [basis for paragraph in context.document.preamble for clause in _clauses(paragraph)
            if (basis := _basis(clause)) is not None]  # fmt: skip


def _clauses(paragraph: Words) -> list[Words]:
    starts = any_of("document", "basis_starts")
    match = LAUNCHES.search(paragraph.folded)
    cited = paragraph[: match.start()] if match else paragraph
    places = [m.end() for m in re.finditer(rf"[.;,]\s+(?={starts}\s)", cited.folded)
              if cited.text[m.end()].isupper() or m.group().startswith(";")]  # fmt: skip
    # "Căn cứ Luật A …; Luật B …; Nghị định C …": one entry an act.
    places += [m.end() for m in re.finditer(rf";\s+(?={any_of('document', 'acts')}\s)", cited.folded)]
    return cited.cut_at(places)


def _basis(clause: Words) -> dict[str, Tree] | None:
    clause = clause.strip(" .;,:")
    begin = re.match(rf"{any_of('document', 'basis_starts')}\s+", clause.folded)
    after = clause.folded[begin.end() :] if begin else clause.folded
    if not re.match(any_of("document", "acts") + r"(?![a-z])", after):
        return None
    number = NUMBER.search(clause.folded)
    days = dates_in(clause)
    first = next((d for d in days if not number or d.start >= number.end()), None)
    near = first and (not number or first.start - number.end() <= 12)
    named = re.match(r"(?:bo )?luat|phap lenh|hien phap", after)
    if not (number or near or named or re.match(r"(?:nghi quyet|chi thi|de an|chuong trinh|ket luan)", after)):
        return None
    dated = first if near and first and (first.full or number) and len(first.iso) > 4 else None
    return {
        "text": verbatim(clause, "preamble_clause"),
        "document_number": _number(clause, number),
        "date": derived(dated.iso, clause[dated.start : dated.end], "clause_date")
        if dated
        else absent("clause", clause),
        "issuer": _issuer(clause, dated.end if dated else number.end() if number else 0),
    }


def _number(clause: Words, match: re.Match[str] | None) -> Leaf:
    if not match:
        return absent("clause", clause)
    return derived(re.sub(r"\s", "", clause.group(match, "code").text), clause.group(match), "clause_number")


def _issuer(clause: Words, after: int) -> Leaf:
    """'… của <body>' until the words that say what the act is about."""
    stop = any_of("document", "after_issuer")
    match = re.match(rf"[\s,]*(?:cua|do)\s+(?P<body>.+?)(?=\s+{stop}(?![a-z])|\s*[,;(\"]|$)", clause.folded[after:])
    if not match:
        return absent("clause", clause)
    body = clause[after + match.start("body") : after + match.end("body")].strip(" .,;")
    return verbatim(body, "clause_issuer", 0.9) if 2 < len(body) < 90 else absent("clause", clause)
