"""Shipped sample data: at least one for each kind, all people in it plainly samples."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

from chungtay.typesetting import layout, tree
from chungtay.typesetting.kinds import KINDS, build
from chungtay.typesetting.kinds.kind import Kind

_FOLDER = layout.HERE / "examples"
_VARIANTS = {
    "bao-cao-thanh-tich": "cá nhân",
    "bao-cao-thanh-tich--tap-the": "tập thể",
    "bao-cao-thanh-tich--ho-gia-dinh": "hộ gia đình",
}


@dataclass(frozen=True)
class Sample:
    """One sample: `slug` names its file, `variant` says what is special where a kind has several."""

    slug: str
    kind: Kind
    variant: str = ""

    @property
    def name(self) -> str:
        """The kind's name, with the variant."""
        return f"{self.kind.name} ({self.variant})" if self.variant else self.kind.name

    @property
    def data(self) -> dict[str, Any]:
        """The data as they would come from a room, fresh for each call."""
        return dict(json.loads((_FOLDER / f"{self.slug}.json").read_text(encoding="utf-8")))

    def build(self) -> tree.Document:
        """The document of the sample."""
        return build(self.kind.slug, self.data)


@functools.cache
def samples() -> dict[str, Sample]:
    """All samples by slug, in the order of the kinds."""
    found: dict[str, Sample] = {}
    for kind in KINDS.values():
        slugs = [p.stem for p in sorted(_FOLDER.glob(f"{kind.slug}*.json")) if p.stem.partition("--")[0] == kind.slug]
        found |= {slug: Sample(slug, kind, _VARIANTS.get(slug, "")) for slug in slugs}
    return found
