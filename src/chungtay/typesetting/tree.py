"""The document tree: one official paper as plain frozen values, from which every printed form is made.

The tree holds what the paper says; `wording.py` adds the fixed words and the punctuation, `layout.yaml` the measures,
and the renderers (`pdf.py`, `docx.py`) only place them. Text is cleaned once, here: NFC, no control characters, and
document symbols (142/QĐ-UBND) marked so that no renderer breaks a line inside them.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right", "justify"]

# A number or a group of capitals, a slash, and a group that ends in a capital: 142/QĐ-UBND, 61/2018/NĐ-CP, 24-CT/TU.
_SYMBOL = re.compile(r"\d+(?:-[A-ZĐ]+)?/(?:\d{4}/)?[A-ZĐ][A-Za-zĐđ]*(?:[-/][A-ZĐ][A-Za-zĐđ0-9]*)*")
_SPACES = re.compile(r"[ \t\r\n\v\f\u2028\u2029\u0085]+")
# Bullets that Word takes from the Symbol and Wingdings fonts arrive as private-use characters that no font prints.
_WORD_BULLETS = dict.fromkeys((61623, 61607, 61485, 61656, 61692, 61558), "-")
_DROPPED = dict.fromkeys((0xFEFF, 0x200B, 0x2060, 0x00AD, 0xFFFE, 0xFFFF))


def clean(text: str) -> str:
    """`text` as it may be printed: NFC, one space for any run of white space, nothing that is not a character.

    Line breaks become spaces: a new line in a document is a new block, never a character.
    """
    text = _SPACES.sub(" ", text.translate(_WORD_BULLETS).translate(_DROPPED))
    if not text.isprintable():  # else it holds none of them: saves a look at every letter
        text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", text).strip(" ")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `nobreak`: the line may not break inside it."""

    text: str
    bold: bool = False
    italic: bool = False
    nobreak: bool = False


Text: TypeAlias = tuple[Run, ...]


def text(*parts: str | Run, bold: bool = False, italic: bool = False) -> Text:
    """Clean runs from strings and runs; document symbols become runs that do not break.

    Strings take `bold` and `italic`; a `Run` keeps its own style. Spaces between the parts are kept, those at both ends
    are not. An empty text has no runs.
    """
    runs: list[Run] = []
    for part in parts:
        run = part if isinstance(part, Run) else Run(part, bold=bold, italic=italic)
        body = clean(run.text)
        if not body:
            continue
        lead = " " if runs and run.text[:1].isspace() else ""
        tail = " " if run.text[-1:].isspace() else ""
        runs.extend(_split_symbols(Run(lead + body + tail, run.bold, run.italic)))
    if runs and runs[-1].text.endswith(" "):
        last = runs[-1]
        runs[-1] = Run(last.text.rstrip(" "), last.bold, last.italic, last.nobreak)
    return tuple(run for run in runs if run.text)


def _split_symbols(run: Run) -> Iterable[Run]:
    end = 0
    for match in _SYMBOL.finditer(run.text):
        if match.start() > end:
            yield Run(run.text[end : match.start()], run.bold, run.italic)
        yield Run(match.group(), run.bold, run.italic, nobreak=True)
        end = match.end()
    if end < len(run.text):
        yield Run(run.text[end:], run.bold, run.italic)


def plain(value: Text) -> str:
    """The words of a text, without style."""
    return "".join(run.text for run in value)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: day, or day and month, may be left for the hand of the registrar (văn thư)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuses what no calendar has, e.g. 31/02."""
        if self.day is not None and self.month is None:
            raise ValueError("Ngày có mà tháng không có.")
        if self.month is not None:
            datetime.date(self.year or 2000, self.month, self.day or 1)

    @classmethod
    def of(cls, value: str | datetime.date | PartialDate | None) -> PartialDate:
        """From "2025", "2025-02", "2025-02-18", "18/02/2025", a date, or nothing at all. Raises ValueError."""
        if value is None:
            return cls()
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime.date):
            return cls(value.year, value.month, value.day)
        value = value.strip()
        if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value):
            day, month, year = (int(group) for group in match.groups())
            return cls(year, month, day)
        if match := re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", value):
            known = [int(group) for group in match.groups() if group]
            return cls(*known)
        raise ValueError(f"“{value}” không phải là ngày; anh/chị ghi theo dạng 18/02/2025.")

    def iso(self) -> str | None:
        """ISO form as far as known ("2025-02"); None when nothing is known."""
        if self.year is None:
            return None
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """I., 1. or a) with its title (L-20, L-21, L-25). `number` is printed as given: "I.", "2.", "b)"."""

    level: Literal[1, 2, 3]
    number: str
    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; justified and indented unless told otherwise. `keep`: stays on the page of the next block."""

    text: Text
    align: Align = "justify"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of an enumeration: `marker` is "-", "+", "a)", "1." as printed (L-23, L-24, L-25)."""

    marker: str
    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """Điều (L-22): printed as "Điều 1." in bold, then the text."""

    number: int
    text: Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its share of the width, how its cells align."""

    title: Text
    width: float
    align: Align = "left"

    def __post_init__(self) -> None:
        """Keeps the width a float, so that a stored column is written as it was read."""
        object.__setattr__(self, "width", float(self.width))


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; the heading row is repeated on every page and no row is split. `total`: the last row is bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    total: bool = False

    def __post_init__(self) -> None:
        """Refuses a row that has not one cell for each column."""
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"Dòng {number} của bảng có {len(row)} ô, bảng có {len(self.columns)} cột.")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a new page."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Dotted lines for the hand, after an optional label: what is missing is shown, never invented."""

    label: Text = ()
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Slip:
    """A small form that is torn off, e.g. a ballot: issuer on the left, `code` on the right, a title, its own blocks.

    `keep`: never split over two pages; `cut`: a dashed line to cut along is printed after it; `seal`: words under the
    issuer where the seal is put; `superior`: the body above the issuer, not bold (L-12).
    """

    issuer: tuple[str, ...]
    code: str
    title: str
    subtitle: Text
    blocks: tuple[Heading | Paragraph | Item | Table | Gap, ...]
    keep: bool = True
    cut: bool = False
    seal: str = ""
    superior: tuple[str, ...] = ()


Block: TypeAlias = Heading | Paragraph | Item | Article | Table | PageBreak | Gap | Slip


@dataclass(frozen=True, slots=True)
class Signature:
    """One signer (L-27, L-31): lines of authority ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), an instruction, the name."""

    authority: tuple[str, ...]
    name: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """PHỤ LỤC or DANH SÁCH (L-39): a new page with its own page numbers (L-04)."""

    title: str
    blocks: tuple[Block, ...]
    label: str = ""
    note: Text = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one giấy khen says (R-83…R-88). None means "to be filled by hand": a dotted gap is printed.

    `details`: address, or title and unit, one line each (R-86). `golden_book`: ordinal of the recipient in the decision
    (số sổ vàng, R-87). `verify_url`: short address for the QR code; `code`: the same in letters, printed under it.
    """

    authority: str
    recipient: str
    details: tuple[str, ...]
    achievement: str
    place: str
    signer_title: tuple[str, ...]
    signer_name: str | None = None
    salutation: str = ""
    decision_number: str | None = None
    decision_date: PartialDate = PartialDate()
    golden_book: int | None = None
    verify_url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One official paper. Field by field the boxes of Nghị định 30/2020/NĐ-CP, Phụ lục I (L-10…L-39).

    `number` is the whole code ("40/KH-UBND"); None prints a blank before `symbol` ("Số:      /KH-UBND"), and an empty
    symbol prints no number at all (biên bản, báo cáo of one person). An empty `issuer` centres the Quốc hiệu alone.
    `authority` is the line of power under a decision's title (CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ …). `version` is the version
    of the template that made the tree. `subject` is the "V/v …" of a công văn (L-18), which has no type name.
    `landscape` is for one table too wide to stand (L-01). `enclosed` are papers printed after this one, each from its
    own page 1: a bundle. `certificates` turns the document into sheets of giấy khen.
    """

    kind: str
    version: str
    type_name: str = ""
    title: str = ""
    superior: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    number: str | None = None
    symbol: str = ""
    place: str = ""
    date: PartialDate = PartialDate()
    authority: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[Text, ...] = ()
    blocks: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    letterhead: bool = True
    certificates: tuple[Certificate, ...] = ()
    subject: str = ""
    landscape: bool = False
    enclosed: tuple[Document, ...] = ()


def with_annexes(document: Document, *annexes: Annex) -> Document:
    """The document with its annexes, which often quote its own number and date."""
    return dataclasses.replace(document, annexes=annexes)
