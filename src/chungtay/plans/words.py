"""What a plan says, in short Vietnamese words: levels to reach, audiences, award levels, quotas. Only displays."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

AUDIENCES = {
    "collective": gettext_lazy("Tập thể"),
    "individual": gettext_lazy("Cá nhân"),
    "front_orgs": gettext_lazy("Mặt trận, đoàn thể"),
    "staff": gettext_lazy("Cán bộ, công chức, viên chức, người lao động"),
    "other": gettext_lazy("Đối tượng khác"),
    "": gettext_lazy("Mọi đối tượng"),
}
READ_BY = {
    "restored": gettext_lazy("chữ mất dấu, máy phục hồi"),
    "ocr": gettext_lazy("nhận dạng từ ảnh"),
}
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


def number(value: Decimal | float) -> str:
    """1.234,5: as given, without a tail of zeros."""
    exact = Decimal(str(value))
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def level_to_reach(comparator: str | None, value: Decimal | float | None, unit: str | None) -> str:
    """“≥ 90%”, “0 vụ” for exactly none, as papers write it; a rank without a number is said to have none."""
    if comparator == "in_top_group":
        return _("trong nhóm đứng đầu, không nêu nhóm mấy") if value is None else _("trong %s đầu") % number(value)
    if value is None:
        return _("không nêu số")
    with_unit = f"{number(value)}{unit}" if unit == "%" else f"{number(value)} {unit or ''}".strip()
    sign = _SIGNS.get(comparator or "")
    return f"{sign} {with_unit}" if sign else with_unit


def quota(quota: dict[str, Any]) -> str:
    """“không quá 2 tập thể, 3 cá nhân”; “không nêu số suất” when neither number stands there."""
    parts = []
    for key, noun in (("collectives", _("tập thể")), ("individuals", _("cá nhân"))):
        if quota.get(key) is not None:
            parts.append(f"{quota[key]} {noun}")
    if not parts:
        return _("không nêu số suất")
    before = {"max": _("không quá"), "min": _("ít nhất"), "exact": ""}.get(quota.get("comparator") or "", "")
    return f"{before} {', '.join(parts)}".strip()


def award(level: str | None, form: str | None, authority: str | None) -> str:
    """“Giấy khen của Chủ tịch UBND xã”; what is not stated is left out, never guessed."""
    what = form or _("Khen thưởng")
    if authority:
        return _("%(what)s của %(who)s") % {"what": what, "who": authority}
    return _("%(what)s cấp %(level)s") % {"what": what, "level": level} if level else what


def cite(told: Mapping[str, Any]) -> str:
    """“Mục III.2, dòng 45”, as far as it is known."""
    parts = []
    if told.get("section"):
        parts.append(_("mục %s") % told["section"])
    if told.get("page"):
        parts.append(_("trang %s") % told["page"])
    if told.get("line"):
        parts.append(_("dòng %s") % told["line"])
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
