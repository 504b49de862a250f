"""The achievement report: its data come from the dossier and the movement, nothing is typed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chungtay.kit.language import in_vietnamese
from chungtay.kit.text import fold
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations import queries
from chungtay.nominations.models import Nomination, Subject


@dataclass(frozen=True)
class Draft:
    """What `documents.write_draft` needs for one paper."""

    kind: str
    title: str
    data: dict[str, Any]


def award_in_words(level: AwardLevel) -> str:
    """ "Giấy khen của Chủ tịch UBND xã"; where the plan names no form or body, only what it does state."""
    form = level.form or _("khen thưởng")
    if level.authority:
        return _("%(form)s của %(authority)s") % {"form": form, "authority": level.authority}
    return _("%(form)s cấp %(level)s") % {"form": form, "level": level.level} if level.level else form


def movement_name(movement: Movement) -> str:
    """The name without the words that the sheets themselves put before it."""
    prefix = "phong trào thi đua"
    return movement.name[len(prefix) :].strip() if fold(movement.name).startswith(fold(prefix)) else movement.name


@in_vietnamese
def report(nomination: Nomination) -> Draft:
    """Báo cáo thành tích of a collective, a person or a household (R-55, R-57)."""
    locality = nomination.locality
    collective = nomination.subject == Subject.COLLECTIVE
    unit = nomination.unit or (nomination.person.unit if nomination.person else None) or nomination.nominated_by
    data: dict[str, Any] = {
        "subject": nomination.subject,
        "superior": [locality.committee_in_full],
        "issuer": [str(unit)] if unit else [],
        "place": locality.name,
        "award": award_in_words(nomination.award_level),
        "movement": movement_name(nomination.movement),
        "subject_name": nomination.nominee,
        "particulars": _particulars(nomination),
        "achievements": [{"items": _lines(nomination.achievement)}] if nomination.achievement.strip() else [],
        "past_awards": [
            f"{award_in_words(old.award_level)}, {old.movement} ({old.movement.year})"
            for old in queries.past_awards(nomination)
        ],
        "signature": _signature(nomination),
    }
    if not collective and unit:
        data["confirmation"] = {"authority": [_("XÁC NHẬN CỦA ĐƠN VỊ")]}
    title = _("Báo cáo thành tích của %(name)s") % {"name": nomination.nominee}
    return Draft("bao-cao-thanh-tich", title, data)


def _lines(text: str) -> list[str]:
    return [line.strip(" -–+•\t") for line in text.splitlines() if line.strip(" -–+•\t")]


def _particulars(nomination: Nomination) -> list[dict[str, str]]:
    person = nomination.person
    if person is not None:
        pairs = [(_("Chức vụ, chức danh"), person.title), (_("Đơn vị công tác"), str(person.unit or ""))]
    elif nomination.subject == Subject.HOUSEHOLD:
        pairs = [(_("Nơi ở"), ", ".join(filter(None, [str(nomination.unit or ""), str(nomination.locality)])))]
    else:
        pairs = [(_("Thuộc"), nomination.locality.committee)]
    return [{"label": label, "value": value} for label, value in pairs if value]


def _signature(nomination: Nomination) -> dict[str, Any]:
    if nomination.subject == Subject.COLLECTIVE:
        return {"authority": [_("THỦ TRƯỞNG ĐƠN VỊ")]}
    who = _("NGƯỜI BÁO CÁO") if nomination.subject == Subject.INDIVIDUAL else _("CHỦ HỘ")
    return {"authority": [who], "name": nomination.nominee}
