"""Finds the boxes of the diagram (Phụ lục I) among the pieces of one paper, by words, case and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chungtay.typesetting.checker.limits import tolerances
from chungtay.typesetting.checker.model import Finished, Piece
from chungtay.typesetting.checker.stamps import find_marks
from chungtay.typesetting.checker.zones import DATE, DOTS, MOTTO, NATIONAL, NUMBER, RECIPIENTS, fold, is_annex_title

_MOST, _ADDRESSEES = 0.9, 14.0  # share of letters; mm from which on a dash belongs to the addressees
_BASIS = re.compile(r"^(can cu\b|xet de nghi\b|xet\b|theo de nghi\b|thuc hien (nghi|quyet|ke hoach).*;$)")
_ATTACHED = re.compile(r"^\(?kem theo\b")
_ARTICLE = re.compile(r"^Điều\s+\d+")
_POINT = re.compile(r"^[a-zđ]\s?[.),]\s")
_CHIEF = re.compile(r"^([IVXLC]+)\s?[.)]\s")
_SECOND = re.compile(r"^(\d+)\s?[.)]\s")
_CLAUSE = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\s?[.)/]\s?\D|^\d{1,2}(?:\.\d{1,2})+\s")
_CHAPTER = re.compile(
    r"^(?:phần|chương)\s+(?:thứ\s+)?\w+\s*[.:]?$|^(?:phần|chương)\s+[\dIVXLC]+\s*[.:]\s+\S", re.IGNORECASE
)
_SECTION = re.compile(r"^mục\s+\w+\s*[.:]?$|^mục\s+[\dIVXLC]+\s*[.:]\s+\S", re.IGNORECASE)


@dataclass(slots=True)
class Parts:
    """The boxes of one paper; empty lists and None: not in it."""

    pieces: list[Piece]
    national: Piece | None = None
    motto: Piece | None = None
    superior: list[Piece] = field(default_factory=list)
    issuer: list[Piece] = field(default_factory=list)
    number: Piece | None = None
    date: Piece | None = None
    letter: list[Piece] = field(default_factory=list)
    type_name: Piece | None = None
    title: list[Piece] = field(default_factory=list)
    power: list[Piece] = field(default_factory=list)
    addressee: Piece | None = None
    bases: list[Piece] = field(default_factory=list)
    articles: list[Piece] = field(default_factory=list)
    points: list[Piece] = field(default_factory=list)
    headings: list[Piece] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)
    recipients_word: Piece | None = None
    recipients: list[Piece] = field(default_factory=list)
    authorities: list[Piece] = field(default_factory=list)
    names: list[Piece] = field(default_factory=list)
    annex_titles: list[Piece] = field(default_factory=list)
    attached: list[Piece] = field(default_factory=list)
    marks: dict[str, list[Piece]] = field(default_factory=dict)
    chapters: list[Piece] = field(default_factory=list)
    chapter_titles: list[Piece] = field(default_factory=list)
    sections: list[Piece] = field(default_factory=list)
    section_titles: list[Piece] = field(default_factory=list)
    clauses: list[Piece] = field(default_factory=list)
    copy_word: Piece | None = None
    copy_number: Piece | None = None
    sign_info: Piece | None = None
    first_page: int = 1
    unnamed: bool = False  # dots stand where the name of a signer will


def papers(finished: Finished) -> Iterator[Parts]:
    """The papers of a file: a bundle holds several, each begins with its Quốc hiệu."""
    starts = [i for i, p in enumerate(finished.pieces) if p.zone == "head" and fold(p.text) == NATIONAL]
    if not starts:
        yield _found(finished.pieces, bare=True)
        return
    edges = [0, *(_begin(finished.pieces, start) for start in starts[1:])]
    for begin, end in zip(edges, [*edges[1:], len(finished.pieces)], strict=True):
        yield _found(finished.pieces[begin:end], bare=False)


def _begin(pieces: Sequence[Piece], start: int) -> int:
    """The first piece of the letterhead in which the Quốc hiệu stands."""
    page = pieces[start].page
    while start > 0 and pieces[start - 1].zone == "head" and pieces[start - 1].page == page:
        start -= 1
    return start


def _found(pieces: list[Piece], *, bare: bool) -> Parts:
    parts = Parts(pieces, first_page=pieces[0].page if pieces else 1)
    stamped = find_marks(parts)
    pieces = [p for p in pieces if id(p) not in stamped]
    if not bare:
        _head(parts, [p for p in pieces if p.zone == "head"])
    foot = [i for i, p in enumerate(pieces) if p.zone == "foot"]
    end = foot[-1] + 1 if foot else len(pieces)
    _foot(parts, [p for p in pieces if p.zone == "foot"])
    _flow(parts, [p for p in pieces[:end] if p.zone == "flow"], titled=not bare)
    if foot:
        _annexes(parts, [p for p in pieces[end:] if p.zone == "flow"])
    return parts


def _head(parts: Parts, head: Sequence[Piece]) -> None:
    left: list[Piece] = []
    for piece in head:
        words = fold(piece.text)
        if words == NATIONAL:
            parts.national = piece
        elif MOTTO.match(words):
            parts.motto = piece
        elif parts.date is None and DATE.search(words):
            parts.date = piece
        elif NUMBER.match(words) and piece.side == "left":
            parts.number = piece
        elif words.startswith("v/v") or parts.letter:
            parts.letter.append(piece)
        elif piece.side == "left" and parts.number is None:
            left.append(piece)
    # The superior body is not bold, the issuing one is (L-12, L-13); where all are alike the last line is the issuer's.
    bold = [p for p in left if p.share("bold") > 0.5]
    parts.issuer = bold[_begins_issuer(bold) :] or left[-1:]
    parts.superior = [p for p in left if p not in parts.issuer]


def _begins_issuer(bold: Sequence[Piece]) -> int:
    """Where the issuer begins among bold lines: after a whole name of another body ("ỦY BAN NHÂN DÂN XÃ MẪU")."""
    words = tolerances()
    for n in range(len(bold) - 1, 0, -1):
        named = f" {' '.join(p.text for p in bold[:n])} "
        whole = any(f" {place} " in named for place in words["place_words"])
        if whole and bold[n].text.startswith(tuple(words["body_begins"])):
            return n
    return 0


def _flow(parts: Parts, flow: Sequence[Piece], *, titled: bool) -> None:
    in_title = titled
    for piece in flow:
        if DOTS.match(piece.text):
            continue
        bold = piece.share("bold") > _MOST
        if _division(parts, piece, bold=bold):
            in_title = False
            continue
        if in_title and piece.align == "centre" and (bold or _is_plain_title(parts, piece)):
            _title(parts, piece)
            continue
        in_title = in_title and piece.align == "centre"
        words = fold(piece.text)
        further = parts.addressee is not None and not parts.body  # a long name of the list goes on without a dash
        if words.startswith("kinh gui"):
            parts.addressee = piece
        elif not parts.body and _is_basis(parts, piece, words):
            parts.bases.append(piece)
        elif piece.align not in {"centre", "right"} and not (further and (piece.first_line or 0) > _ADDRESSEES):
            _body(parts, piece, bold=bold)


def _division(parts: Parts, piece: Piece, *, bold: bool) -> bool:
    """Whether a line is "Phần I", "Chương II", "Mục 1" or the title right under one (L-20, L-21)."""
    if not (piece.lines == 1 and (piece.align == "centre" or bold)):
        return False
    known = (
        (_CHAPTER, parts.chapters, parts.chapter_titles),
        (_SECTION, parts.sections, parts.section_titles),
    )
    for word, found, _ in known:
        if word.match(piece.text):
            found.append(piece)
            return True
    at = next(i for i, p in enumerate(parts.pieces) if p is piece)
    for _, found, titles in known:
        if at and any(parts.pieces[at - 1] is above for above in (*found[-1:], *titles[-1:])):
            titles.append(piece)
            return True
    return False


def _is_basis(parts: Parts, piece: Piece, words: str) -> bool:
    """A sentence that opens a letter may begin with "Căn cứ" too: it goes on after a colon."""
    if parts.bases and piece.share("italic") > _MOST:
        return True
    return bool(_BASIS.match(words)) and not words.endswith(":")


def _is_plain_title(parts: Parts, piece: Piece) -> bool:
    """The line under the type name where nothing else is the title: one that is not bold is measured as such (L-17)."""
    begun = parts.type_name is not None and not parts.title and not parts.power
    said = fold(piece.text)
    return begun and piece.share("italic") < 1 - _MOST and not said.startswith(("kinh gui", "("))


def _title(parts: Parts, piece: Piece) -> None:
    capitals = piece.text.isupper() and parts.type_name is not None and not parts.power
    shouted = capitals and not _is_position(piece.text) and not piece.text.endswith(":")
    if not piece.text.isupper() or (shouted and all(p.text.isupper() for p in parts.title)):
        if not parts.power:
            parts.title.append(piece)
    elif parts.type_name is None and not parts.letter:
        parts.type_name = piece
    elif not piece.text.endswith(":"):
        parts.power.append(piece)


def _body(parts: Parts, piece: Piece, *, bold: bool) -> None:
    text = piece.text
    parts.body.append(piece)
    if _ARTICLE.match(text):
        parts.articles.append(piece)
    elif (_CHIEF.match(text) and piece.starts("bold")) or (_SECOND.match(text) and bold):
        parts.headings.append(piece)
    elif _POINT.match(text):
        parts.points.append(piece)
    if _CLAUSE.match(text):
        parts.clauses.append(piece)


def _foot(parts: Parts, foot: Sequence[Piece]) -> None:
    listing = False
    for piece in foot:
        words = fold(piece.text)
        if DOTS.match(piece.text) or words.startswith("[[ky]]"):
            parts.unnamed = True
            continue
        if RECIPIENTS.match(words):
            parts.recipients_word, listing = piece, True
        elif listing and piece.side == "left" and (piece.text.startswith("-") or piece.share("bold") <= _MOST):
            parts.recipients.append(piece)
        elif piece.text.isupper() and piece.share("italic") < 0.5:
            parts.authorities.append(piece)
        elif piece.share("italic") < 0.5:
            parts.names.append(piece)
    last = parts.authorities[-1:]
    if not parts.names and len(parts.authorities) > 1 and not _is_position(last[0].text):
        parts.names = [parts.authorities.pop()]  # a name in capitals (L-31)


def _is_position(words: str) -> bool:
    """Whether capitals name a power or a post, not a person or a subject."""
    return any(re.search(rf"(?<!\w){re.escape(word)}", words) for word in tolerances()["position_words"])


def _annexes(parts: Parts, flow: Sequence[Piece]) -> None:
    within = False  # a long "(Kèm theo …)" takes more lines
    for piece in flow:
        if is_annex_title(piece):
            parts.annex_titles.append(piece)
        elif _ATTACHED.match(fold(piece.text)) or (within and piece.share("italic") > _MOST):
            parts.attached.append(piece)
            within = (within or piece.text.startswith("(")) and not piece.text.endswith(")")
        elif piece.align != "centre":
            parts.body.append(piece)
