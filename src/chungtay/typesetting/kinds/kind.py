"""What a kind of paper is, and the fields that most kinds share."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field

Values = dict[str, Any]


def _unchanged(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return data


class Form(enum.Enum):
    """How a kind is laid out, which says what the layout checker must find on it."""

    PAPER = "paper"  # all boxes of Phụ lục I, with a number
    LETTER = "letter"  # công văn: no type name, "V/v …" under the number (L-18)
    UNNUMBERED = "unnumbered"  # letterhead without number: biên bản, forms of the office
    PERSONAL = "personal"  # written by a person or a household: no issuing body
    SLIP = "slip"  # torn off or handed round: no letterhead at all
    REGISTER = "register"  # a wide table on landscape pages
    BUNDLE = "bundle"  # several papers in one file
    CERTIFICATE = "certificate"  # giấy khen (R-80…R-88)


class Stage(enum.Enum):
    """When in a movement a kind is needed."""

    LAUNCH = "launch"
    RUNNING = "running"
    INITIATIVES = "initiatives"
    DOSSIERS = "dossiers"
    MEETING = "meeting"
    AWARD = "award"
    UPWARD = "upward"
    CLOSING = "closing"
    OTHER = "other"


_EVERYWHERE = {"issuer", "place", "signature", "signatures", "recipients"}


@dataclass(frozen=True)
class Kind:
    """A kind of paper: `slug` for machines, `name` for people, `symbol` of Phụ lục III ("" when it takes no number).

    `version` names the template; it is stored in every document made by it. `prepare` may reshape the data before they
    are checked against `fields`; `make` gets them checked and builds the tree. `signers`: who signs, in words.
    """

    slug: str
    name: str
    symbol: str
    version: str
    fields: tuple[Field, ...]
    make: Callable[[Values], tree.Document]
    prepare: Callable[[Mapping[str, Any]], Mapping[str, Any]] = _unchanged
    form: Form = Form.PAPER
    stage: Stage = Stage.OTHER
    signers: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """What the paper is void without, in words, beside the head and foot that every paper has."""
        return tuple(field.label for field in self.fields if field.required and field.name not in _EVERYWHERE)


LETTERHEAD = (
    Field("superior", "cơ quan chủ quản", "texts", required=False),
    Field("issuer", "tên cơ quan ban hành", "texts"),
    Field("number", "số và ký hiệu", required=False),
    Field("symbol", "ký hiệu", required=False),
    Field("place", "địa danh"),
    Field("date", "ngày ban hành", "date", required=False),
)
# Of a unit that numbers its papers in its own book: the type, then how the unit abbreviates its name (L-14).
OWN_SYMBOL = Field("symbol", "ký hiệu của đơn vị ban hành")
SIGNER = (
    Field("authority", "quyền hạn và chức vụ người ký", "texts"),
    Field("name", "họ tên người ký", required=False),
)
SIGNATURE = Field("signature", "khối chữ ký", "object", fields=SIGNER)
RECIPIENTS = Field("recipients", "nơi nhận", "texts")
BASES = Field("bases", "căn cứ", "texts")


def letterhead(values: Values, symbol: str) -> Values:
    """The arguments of `tree.Document` that the shared letterhead fields fill; `symbol` is used when none is given."""
    return {
        "superior": tuple(values["superior"]),
        "issuer": tuple(values["issuer"]),
        "number": values.get("number"),
        "symbol": values.get("symbol") or symbol,
        "place": values["place"],
        "date": values["date"],
    }


def document(kind: Kind, values: Values, type_name: str, blocks: Iterable[tree.Block], **more: Any) -> tree.Document:
    """The document of checked values whose letterhead, title, bases, signers … bear the names that all kinds use.

    `more`: what a kind says otherwise. Without a symbol a numbered paper gets that of its type and issuer (L-14, R-99);
    one without a number gets none.
    """
    numbered = kind.form in {Form.PAPER, Form.BUNDLE}
    signers = values["signatures"] if "signatures" in values else [values["signature"]]
    said: Values = {
        "title": values.get("title") or "",
        **letterhead(values, f"{kind.symbol}-{_body(values['issuer'])}" if numbered else ""),
        "authority": values.get("power") or "",
        "addressees": tuple(values.get("addressees", ())),
        "bases": bases(values.get("bases", [])),
        "signatures": tuple(signature(s) for s in signers),
        "recipients": tuple(values.get("recipients", ())),
    }
    made = {**said, **more}
    return tree.Document(kind=kind.slug, version=kind.version, type_name=type_name, blocks=tuple(blocks), **made)


def _body(issuer: list[str]) -> str:
    """The issuer's part of a symbol (R-99); any other body types its own."""
    spoken = wording.spoken(issuer).casefold()
    return "HĐTĐKT" if spoken.startswith("hội đồng thi đua") else "UBND"


def signature(values: Values, note: str = "") -> tree.Signature:
    """The signature block of checked `SIGNER` values."""
    return tree.Signature(tuple(values["authority"]), values["name"], note)


def dashes(sentences: list[str]) -> list[tree.Item]:
    """A list with dashes, punctuated."""
    return [tree.Item("-", tree.text(s)) for s in wording.punctuated(sentences)]


def paragraphs(sentences: list[str]) -> list[tree.Paragraph]:
    """One paragraph for each text, as written."""
    return [tree.Paragraph(tree.text(s)) for s in sentences]


def or_gap(sentences: list[str], lines: int = 3) -> list[tree.Block]:
    """The list with dashes, or dotted lines for the hand when there is nothing to print."""
    return list(dashes(sentences)) if sentences else [tree.Gap(lines=lines)]


def bases(sentences: list[str]) -> tuple[tree.Text, ...]:
    """Căn cứ; the sheet sets their style and punctuation."""
    return tuple(tree.text(s) for s in sentences)


def number(value: float) -> str:
    """A number the Vietnamese way: 1.234,5."""
    whole, _, rest = f"{value:,.2f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")
