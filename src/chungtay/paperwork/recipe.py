"""What a kind needs to be made here: its builder, what it may be about, how it is numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from chungtay import typesetting
from chungtay.paperwork.case import Case
from chungtay.typesetting.kinds.kind import Form, Kind


@dataclass(frozen=True)
class Topic:
    """What one paper of a kind is about: `key` for machines ("unit:3"), `label` for people, the row for the builder."""

    key: str
    label: str
    row: Any


@dataclass(frozen=True)
class Recipe:
    """`data` fills the fields that the rows know and leaves the others out; `title` names the paper in lists.

    `topics` None: one paper for the whole movement. `about`: what is chosen first ("đơn vị"). `composed`: made whole
    from papers written elsewhere, so nothing is typed here. `own_register`: a unit of the committee issues it and
    numbers it in its own book, so it takes no number of the committee's series.
    """

    slug: str
    data: Callable[[Case], dict[str, Any]]
    title: Callable[[Case], str]
    topics: Callable[[Case], Sequence[Topic]] | None = None
    about: Promise | str = ""
    composed: bool = False
    own_register: bool = False

    @property
    def kind(self) -> Kind:
        return typesetting.KINDS[self.slug]

    @property
    def takes_number(self) -> bool:
        """Whether the paper goes into a register: papers and letters do, minutes, forms and slips are only kept."""
        if self.own_register:
            return False
        return self.kind.form is Form.LETTER or (self.kind.form is Form.PAPER and bool(self.kind.symbol))
