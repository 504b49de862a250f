"""Every kind of paper of a movement, in the order of its stages: made here, or made in another room and linked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chungtay import typesetting
from chungtay.documents.gallery import STAGES
from chungtay.kit.errors import UserError
from chungtay.movements.models import Movement, Paper
from chungtay.paperwork.blanks import is_empty
from chungtay.paperwork.builders import closing, dossiers, initiatives, launch, meeting, publicity, running
from chungtay.paperwork.case import Case
from chungtay.paperwork.recipe import Recipe, Topic
from chungtay.typesetting.kinds.kind import Kind, Stage

_ROOMS = (launch, running, initiatives, dossiers, meeting, closing, publicity)
RECIPES: dict[str, Recipe] = {recipe.slug: recipe for room in _ROOMS for recipe in room.RECIPES}


@dataclass(frozen=True)
class Elsewhere:
    """A kind that another room makes: where, in words and as an address. `permission`: who may go there, a name."""

    room: Promise
    url: Callable[[Movement], str]


def _of_movement(name: str) -> Callable[[Movement], str]:
    return lambda movement: reverse(name, args=[movement.pk])


_PLAN = Elsewhere(_("Kế hoạch"), lambda movement: reverse("plans:detail", args=[movement.plan_id]))
_DOSSIERS = Elsewhere(_("Hồ sơ đề nghị"), _of_movement("nominations:list"))
_MEETING = Elsewhere(_("Họp xét"), _of_movement("councils:list"))
_AWARDS = Elsewhere(_("Quyết định, giấy khen"), _of_movement("decisions:list"))
_REGISTER = Elsewhere(_("Sổ khen thưởng"), lambda movement: f"{reverse('decisions:register')}?nam={movement.year}")
ELSEWHERE: dict[str, Elsewhere] = {
    "ke-hoach": _PLAN, "bao-cao-thanh-tich": _DOSSIERS, "giay-moi": _MEETING, "phieu-bau": _MEETING,
    "bien-ban-hop": _MEETING, "to-trinh": _AWARDS, "quyet-dinh": _AWARDS, "bang-tinh-tien-thuong": _AWARDS,
    "giay-khen": _AWARDS, "so-khen-thuong": _REGISTER,
}  # fmt: skip

# Under which stage of the movement's folder a paper is filed.
FILED = {
    Stage.LAUNCH: Paper.Stage.LAUNCH, Stage.RUNNING: Paper.Stage.RUNNING, Stage.INITIATIVES: Paper.Stage.RUNNING,
    Stage.DOSSIERS: Paper.Stage.DOSSIERS, Stage.MEETING: Paper.Stage.MEETING, Stage.AWARD: Paper.Stage.AWARD,
    Stage.UPWARD: Paper.Stage.AWARD, Stage.CLOSING: Paper.Stage.CLOSING, Stage.OTHER: Paper.Stage.RUNNING,
}  # fmt: skip


def by_stage() -> list[tuple[Promise, list[Kind]]]:
    """All kinds by stage, in the order of a movement."""
    found = [(title, [k for k in typesetting.KINDS.values() if k.stage is stage]) for stage, title in STAGES.items()]
    return [(title, kinds) for title, kinds in found if kinds]


def recipe_of(kind: str) -> Recipe:
    """How a kind is made here. Raises `UserError` for one that another room makes, or that does not exist."""
    if kind not in RECIPES:
        raise UserError(str(_("Giấy tờ này không soạn ở đây. Mở trang Giấy tờ của phong trào để xem làm ở đâu.")))
    return RECIPES[kind]


def topics(recipe: Recipe, case: Case) -> Sequence[Topic]:
    """What papers of a kind may be about now; empty for a kind of the whole movement."""
    return recipe.topics(case) if recipe.topics else ()


def drafted(recipe: Recipe, case: Case) -> dict[str, Any]:
    """What the rows know for a paper, as plain JSON, without what they do not know.

    A paper is Vietnamese whatever language its writer reads the pages in.
    """
    with override(settings.LANGUAGE_CODE):
        plain: dict[str, Any] = json.loads(json.dumps(recipe.data(case), default=str))
    return {name: _known(value) for name, value in plain.items() if not is_empty(_known(value))}


def titled(recipe: Recipe, case: Case) -> str:
    """What a paper is called in lists."""
    with override(settings.LANGUAGE_CODE):
        return recipe.title(case)[:400]


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _known(held) for name, held in value.items() if not is_empty(_known(held))}
    if isinstance(value, list):
        return [_known(held) for held in value if not is_empty(_known(held))]
    return value
