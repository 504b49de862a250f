"""The fixed words of an official paper and their punctuation, written once for both renderers.

`compose` turns a `Document` into a `Sheet`: every line that will be printed, in order, with nothing left to decide but
where it stands.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chungtay.typesetting import layout, tree
from chungtay.typesetting.column_widths import fitted
from chungtay.typesetting.line_breaks import broken, broken_text

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # L-10
MOTTO = "Độc lập - Tự do - Hạnh phúc"  # L-11: hyphen with spaces, not a dash
RECIPIENTS = "Nơi nhận:"  # L-33
SUBJECT = "V/v"  # L-18
ADDRESSEES = "Kính gửi:"  # L-32
BLANK = "\u00a0" * 6  # where the registrar writes a number or a day by hand
DOTS = "." * 24
VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"  # L-24

# What follows such a word is the name of a place.
_PLACE = re.compile(r"\b(xã|phường|thị trấn|đặc khu|thôn|xóm|bản|huyện|tỉnh|thành phố)\s+(\S[^-–,]*)$")
_ENDING = re.compile(r"[\s.;,:]+$")
_INNER_SENTENCE = re.compile(r"[a-zà-ỹ0-9)”]\. +[A-ZĐÀ-Ỹ]")


def letter(index: int) -> str:
    """Letter of the `index`-th điểm, from 0, by the Vietnamese alphabet: a, b, c, d, đ, e, g … (L-24)."""
    size = len(VIETNAMESE_LETTERS)
    return VIETNAMESE_LETTERS[index] if index < size else letter(index // size - 1) + VIETNAMESE_LETTERS[index % size]


def roman(number: int) -> str:
    """Roman numeral of a positive number."""
    result = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while number >= value:
            result, number = result + sign, number - value
    return result


def without_ending(sentence: str) -> str:
    """The sentence without its last punctuation, so that the list it stands in can set its own."""
    return _ENDING.sub("", tree.clean(sentence))


def punctuated(sentences: Sequence[str]) -> list[str]:
    """Entries of one list: ";" between, "." at the end; when one holds whole sentences, all end in "."."""
    bare = [without_ending(s) for s in sentences]
    between = "." if any(_INNER_SENTENCE.search(s) for s in bare) else ";"
    return [s + (between if i < len(bare) - 1 else ".") for i, s in enumerate(bare)]


def lower_first(sentence: str) -> str:
    """The sentence to be carried on inside another: its first letter small unless the first word is all capitals."""
    first = sentence.split(" ", 1)[0]
    return sentence if len(first) > 1 and first.isupper() else sentence[:1].lower() + sentence[1:]


def upper_first(words: str) -> str:
    """The words as they begin a cell or a line: "phường Mẫu" is "Phường Mẫu"."""
    return words[:1].upper() + words[1:]


def day_line(date: tree.PartialDate) -> str:
    """ "ngày 05 tháng 02 năm 2025" with blanks for what is not known; days under 10 and months 1, 2 get a 0 (L-15)."""
    day = f"{date.day:02d}" if date.day else BLANK
    month = BLANK if not date.month else f"{date.month:02d}" if date.month in (1, 2) else str(date.month)
    year = str(date.year) if date.year else BLANK
    return f"ngày {day} tháng {month} năm {year}"


def short_date(date: tree.PartialDate) -> str:
    """18/02/2025, 02/2025 or 2025, as far as known; "" when nothing is."""
    return "/".join(
        p
        for p in (date.day and f"{date.day:02d}", date.month and f"{date.month:02d}", date.year and f"{date.year:04d}")
        if p
    )


def number_line(document: tree.Document) -> str:
    """The number's line: blank before the symbol until the registrar gives the number, "" when none is due (L-14)."""
    if document.number:
        number, _, symbol = tree.clean(document.number).partition("/")
        number = number.strip()
        number = number.zfill(2) if number.isdigit() else number
        return f"Số: {number}/{symbol.strip()}" if symbol else f"Số: {number}"
    return f"Số:{BLANK}/{document.symbol}" if document.symbol else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document with all its fixed words: what both renderers print. Empty strings and tuples print nothing.

    Where a centred name takes more lines, "\\n" stands for the space at each line's end.
    """

    letterhead: bool
    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    national: str
    motto: str
    number: str
    date: str
    type_name: str
    title: str
    authority: str
    addressees_label: str
    addressees: tuple[str, ...]
    bases: tuple[tree.Text, ...]
    blocks: tuple[tree.Block, ...]
    signatures: tuple[tree.Signature, ...]
    recipients_label: str
    recipients: tuple[str, ...]
    annexes: tuple[tree.Annex, ...]
    metadata_title: str
    metadata_author: str
    subject: str = ""
    landscape: bool = False
    enclosed: tuple[Sheet, ...] = ()


def compose(document: tree.Document) -> Sheet:
    """The printed lines of `document`: capitals, number and date lines, punctuation of bases and recipients."""
    place = tree.clean(document.place)
    name = " ".join(p for p in (tree.clean(document.type_name), tree.clean(document.title)) if p)
    return Sheet(
        letterhead=document.letterhead,
        superior=_names(document.superior, "superior", landscape=document.landscape),
        issuer=_names(document.issuer, "issuer", landscape=document.landscape),
        national=NATIONAL_NAME,
        motto=MOTTO,
        number=number_line(document),
        date=f"{place}, {day_line(document.date)}" if place else "",
        type_name=tree.clean(document.type_name).upper(),
        title=_title(tree.clean(document.title), landscape=document.landscape),
        authority=tree.clean(document.authority).upper(),
        addressees_label=ADDRESSEES if document.addressees else "",
        addressees=_addressees(document.addressees),
        bases=tuple(_base(b, last=i == len(document.bases) - 1) for i, b in enumerate(document.bases)),
        blocks=_set(document.blocks, landscape=document.landscape),
        signatures=tuple(_signature(s) for s in document.signatures),
        recipients_label=RECIPIENTS if document.recipients else "",
        recipients=_recipients(document.recipients),
        annexes=tuple(_annex(a, landscape=document.landscape) for a in document.annexes),
        metadata_title=name or document.kind,
        metadata_author=" ".join(tree.clean(line) for line in document.issuer),
        subject=_subject(document.subject),
        landscape=document.landscape,
        enclosed=tuple(compose(paper) for paper in document.enclosed),
    )


def _room(*, landscape: bool = False) -> float:
    m = layout.measures()
    return m["page_height" if landscape else "page_width"] - m["margin_left"] - m["margin_right"]


def _title(title: str, *, landscape: bool) -> str:
    m = layout.measures()
    width = _room(landscape=landscape) - 2 * m["title_inset"]
    return broken(title, size=m["title_size"], width=width, bold=True)


def _subject(subject: str) -> str:
    """The lines of "V/v …", which stands in the letterhead's left column (L-18)."""
    if not subject:
        return ""
    m = layout.measures()
    width = _room() * m["letterhead_left"] * m["subject_share"]
    return broken(f"{SUBJECT} {tree.clean(subject)}", size=m["subject_size"], width=width)


def _annex(annex: tree.Annex, *, landscape: bool) -> tree.Annex:
    m = layout.measures()
    width = _room(landscape=landscape) - m["title_inset"]
    title = broken(annex.title, size=m["annex_title_size"], width=width, bold=True)
    note = broken_text(annex.note, size=m["body_size"], width=width)
    return dataclasses.replace(annex, title=title, note=note, blocks=_set(annex.blocks, landscape=landscape))


def _set(blocks: Sequence[tree.Block], *, landscape: bool = False) -> tuple[Any, ...]:
    """The blocks with their tables' columns wide enough; slips with the lines of their subtitle."""
    width = _room(landscape=landscape)
    return tuple(
        _slip(b) if isinstance(b, tree.Slip) else fitted(b, width=width) if isinstance(b, tree.Table) else b
        for b in blocks
    )


def _slip(slip: tree.Slip) -> tree.Slip:
    """The subtitle stands in nine tenths of the width."""
    m = layout.measures()
    subtitle = broken_text(slip.subtitle, size=m["slip_size"], width=_room() - m["title_inset"] * 2)
    return dataclasses.replace(slip, subtitle=subtitle, blocks=_set(slip.blocks))


def spoken(lines: Sequence[str]) -> str:
    """The name of a body as a sentence has it, from the lines of its letterhead: "Ủy ban nhân dân xã Mẫu"."""
    said = " ".join(tree.clean(line) for line in lines)
    if not said.isupper():
        first, *rest = (tree.clean(line) for line in lines)
        return " ".join([first, *(lower_first(line) for line in rest)])
    said = _PLACE.sub(lambda m: f"{m[1]} {m[2].title()}", said.lower())
    return said[:1].upper() + said[1:]


def _names(lines: Sequence[str], which: str, *, landscape: bool) -> tuple[str, ...]:
    """The names of the letterhead; one too long for its column ends its lines here, so that the rule fits the last."""
    m = layout.measures()
    room = _room(landscape=landscape) * m["letterhead_left"] - 2
    size, bold = m[f"{which}_size_min"], which == "issuer"
    return tuple(
        part for line in _upper(lines) for part in broken(line, size=size, width=room, bold=bold).split("\n") if part
    )


def _upper(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(tree.clean(line).upper() for line in lines)


def _addressees(addressees: Sequence[str]) -> tuple[str, ...]:
    bare = [without_ending(a) for a in addressees]
    if len(bare) == 1:
        return (f"{bare[0]}.",)
    return tuple(f"- {a}{'.' if i == len(bare) - 1 else ';'}" for i, a in enumerate(bare))


def _recipients(recipients: Sequence[str]) -> tuple[str, ...]:
    """L-34: every line "- …;", the last one, the archive's, "."."""
    bare = [without_ending(r).removeprefix("-").strip() for r in recipients]
    return tuple(f"- {r}{'.' if i == len(bare) - 1 else ';'}" for i, r in enumerate(bare))


def _base(base: tree.Text, *, last: bool) -> tree.Text:
    """L-19: italic, ";" after each basis, "." after the last."""
    words = without_ending(tree.plain(base)) + ("." if last else ";")
    return tree.text(words, italic=True)


def _signature(signature: tree.Signature) -> tree.Signature:
    return tree.Signature(
        authority=_upper(signature.authority),
        name=tree.clean(signature.name) if signature.name else DOTS,
        note=tree.clean(signature.note),
    )


def printed_texts(document: tree.Document) -> list[str]:
    """Every text of the paper in reading order, as both renderers must print it; page numbers are not part of it."""
    sheet = compose(document)
    lines: list[str] = []
    if sheet.letterhead:
        lines += [*sheet.superior, *sheet.issuer, sheet.national, sheet.motto, sheet.number, sheet.subject, sheet.date]
    lines += [sheet.type_name, sheet.title, sheet.authority, sheet.addressees_label, *sheet.addressees]
    lines += [tree.plain(b) for b in sheet.bases]
    lines += _block_texts(sheet.blocks)
    recipients = [sheet.recipients_label, *sheet.recipients]
    signers = [part for s in sheet.signatures for part in (*s.authority, s.note, s.name or "")]
    lines += [*recipients, *signers] if len(sheet.signatures) == 1 else [*signers, *recipients]
    for annex in sheet.annexes:
        lines += [annex.label, annex.title, tree.plain(annex.note), *_block_texts(annex.blocks)]
    for paper in document.enclosed:
        lines += printed_texts(paper)
    return [line.replace("\n", " ") for line in lines if line]


def _block_texts(blocks: Sequence[tree.Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, tree.Heading):
            lines.append(f"{block.number} {tree.plain(block.text)}".strip())
        elif isinstance(block, tree.Item):
            lines.append(f"{block.marker} {tree.plain(block.text)}")
        elif isinstance(block, tree.Article):
            lines.append(f"Điều {block.number}. {tree.plain(block.text)}")
        elif isinstance(block, tree.Paragraph):
            lines.append(tree.plain(block.text))
        elif isinstance(block, tree.Gap):
            lines.append(tree.plain(block.label))
        elif isinstance(block, tree.Table):
            lines += [tree.plain(column.title) for column in block.columns]
            lines += [tree.plain(cell) for row in block.rows for cell in row]
        elif isinstance(block, tree.Slip):
            lines += [*block.superior, *block.issuer, block.seal, block.code, block.title, tree.plain(block.subtitle)]
            lines += _block_texts(block.blocks)
    return lines
