"""In whose name a signature stands, told by the name of its field."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The person signs first, then the organisation (R-132)."""

    PERSON = "person"
    ORGANISATION = "organisation"

    @property
    def field(self) -> str:
        """What the names of its fields begin with."""
        return "NguoiKy" if self is Role.PERSON else "CoQuan"
