"""Template tags and filters of the interface: Vietnamese dates, numbers and money, "Không nêu", marks in a source text.

Everything here only displays. ``None`` always means "not stated" and is shown as such, never as an empty cell or zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import pairwise
from typing import Any
from zlib import crc32

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

TONE_ICONS = {"ok": "okc", "info": "check", "risk": "warn", "late": "late", "hold": "pause", "none": "none"}
LIST_ICONS = {**TONE_ICONS, "info": "info"}
NOTE_ICONS = {**LIST_ICONS, "none": "info"}
STATE_TONES = {"empty": "info", "loading": "info", "error": "late", "forbidden": "none"}
STATE_ICONS = {"empty": "doc", "loading": "clock", "error": "warn", "forbidden": "lock"}
CONFIDENCE_CLASSES = {"high": "conf", "clear": "conf", "mid": "conf mid", "medium": "conf mid", "low": "conf low"}
MOST_SEATS_DRAWN = 30  # beyond that a row of boxes is no longer counted at a glance; the sentence stays

_ISO_PARTIAL = re.compile(r"^(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2}))?)?$")


# ---------------------------------------------------------------- not stated


def _unstated() -> SafeString:
    return format_html('<span class="unstated">{}</span>', _("không nêu"))


def _is_absent(value: object) -> bool:
    return value is None or value == ""


@register.filter
def stated(value: object) -> object:
    """The value itself, or the dashed words "Không nêu" when there is none."""
    if _is_absent(value):
        return format_html('<span class="unstated">{}</span>', _("Không nêu"))
    return value


# ---------------------------------------------------------------- dates


@register.filter
def vi_date(value: object) -> str:
    """``dd/mm/yyyy``; partial dates keep what they state: "2025-02" is "02/2025", "2025" is "2025".

    Accepts a date, a datetime (shown in local time) or text. Text that is no ISO date is shown as it is.
    """
    if _is_absent(value):
        return _unstated()
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    parts = _ISO_PARTIAL.match(text)
    if not parts:
        return text
    return "/".join(part for part in (parts["d"], parts["m"], parts["y"]) if part)


@register.filter
def vi_time(value: object) -> str:
    """``8 giờ 05, 02/12/2025`` of a datetime, in local time."""
    if not isinstance(value, datetime):
        return vi_date(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _("%(hour)d giờ %(minute)02d, %(day)s") % {"hour": local.hour, "minute": local.minute, "day": vi_date(local)}


@register.filter
def weekday_vi(value: object) -> str:
    """``Thứ Ba, 02/12/2025`` of a full date; a partial date has no weekday and stays as ``vi_date`` shows it."""
    day: object = value
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return vi_date(value)
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    if not isinstance(day, date):
        return vi_date(value)
    names = [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật")]
    return f"{names[day.weekday()]}, {day:%d/%m/%Y}"


# ---------------------------------------------------------------- numbers


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def _grouped(number: Decimal) -> str:
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def _places(number: Decimal, places: int | str | None, rounding: str) -> Decimal:
    if places in (None, ""):
        # As given, without a tail of zeros: 99.50 is 99,5.
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return number.quantize(Decimal(1).scaleb(-int(str(places))), rounding=rounding)


@register.filter
def vi_number(value: object, places: int | str | None = None) -> str:
    """``1.234,5``: dots between thousands, a comma before decimals; ``places`` fixes the decimals (rounded half up)."""
    if _is_absent(value):
        return _unstated()
    number = _decimal(value)
    return str(value) if number is None else _grouped(_places(number, places, ROUND_HALF_UP))


@register.filter
def vi_percent(value: object, places: int | str | None = None) -> str:
    """``99,2%`` of a number that is already in percent (99.2, not 0.992); one decimal at most unless ``places`` says.

    Never rounds up to 100%: who has 99,96% has not reached a target of 100%, so the tail is cut instead.
    """
    if _is_absent(value):
        return _unstated()
    number = _decimal(value)
    if number is None:
        return str(value)
    shown = _places(number, places if places not in (None, "") else 1, ROUND_HALF_UP)
    if shown == 100 and number < 100:
        shown = _places(number, places if places not in (None, "") else 1, ROUND_DOWN)
    if places in (None, ""):
        shown = _places(shown, None, ROUND_HALF_UP)
    return f"{_grouped(shown)}%"


@register.filter
def vi_money(value: object) -> str:
    """``710.000 đồng`` of a whole number of đồng."""
    if _is_absent(value):
        return _unstated()
    number = _decimal(value)
    return (
        str(value) if number is None else _("%(amount)s đồng") % {"amount": _grouped(_places(number, 0, ROUND_HALF_UP))}
    )


# ---------------------------------------------------------------- people and text


@register.filter
def initials(name: object) -> str:
    """Two letters for a round sign: the first of the family name and of the given name ("Nguyễn Văn An" is "NA")."""
    words = [word for word in re.split(r"[\s\-–.]+", str(name or "")) if word and word[0].isalpha()]
    if not words:
        return "?"
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def _get(span: object, key: str, default: Any = None) -> Any:
    if isinstance(span, Mapping):
        return span.get(key, default)
    return getattr(span, key, default)


def _open_mark(span: object, *, first: bool) -> str:
    name = str(_get(span, "id"))
    ref = str(_get(span, "ref") or name)
    css = CONFIDENCE_CLASSES.get(str(_get(span, "confidence") or ""), "")
    attributes = [f'id="{escape(name)}"'] if first else []
    attributes += [f'class="{css}"'] if css else []
    attributes.append(f'data-ct-ref="{escape(ref)}"')
    attributes += ['aria-current="true"'] if _get(span, "current") else []
    return f"<mark {' '.join(attributes)}>"


def _number(span: object) -> str:
    number = _get(span, "n")
    if number is None:
        return ""
    href = _get(span, "href")
    shown = escape(str(number))
    if not href:
        return f"<sup>{shown}</sup>"
    return f'<sup><a href="{escape(str(href))}" aria-label="{escape(_("Đến mục"))} {shown}">{shown}</a></sup>'


@register.filter
def highlight(text: object, spans: Iterable[object] | None) -> SafeString:
    """The text with its read places marked: ``<mark id=… data-ct-ref=…>``; everything else is escaped.

    A span (mapping or object) has ``start`` and ``end`` (offsets in the text, end exclusive) and ``id``; it may have
    ``n`` (the number shown), ``href`` (its field), ``confidence`` (high, mid, low), ``current``, and ``ref``
    (the same for all spans of one field, which light up together; without it the id). Spans may overlap: the text
    is cut at every border, pieces repeat their marks inside one another, and only a span's first piece carries its id.
    Spans that are empty or lie outside the text are left out.
    """
    source = str(text if text is not None else "")
    kept = [s for s in spans or () if 0 <= int(_get(s, "start")) < int(_get(s, "end")) <= len(source)]
    kept.sort(key=lambda s: (int(_get(s, "start")), -int(_get(s, "end"))))
    borders = sorted({0, len(source), *(int(_get(s, "start")) for s in kept), *(int(_get(s, "end")) for s in kept)})
    pieces: list[str] = []
    for left, right in pairwise(borders):
        over = [s for s in kept if int(_get(s, "start")) <= left and right <= int(_get(s, "end"))]
        pieces += [_open_mark(s, first=int(_get(s, "start")) == left) for s in over]
        pieces.append(escape(source[left:right]))
        pieces += [(_number(s) if int(_get(s, "end")) == right else "") + "</mark>" for s in reversed(over)]
    return mark_safe("".join(pieces))  # noqa: S308 -- every part above is escaped or a constant


# ---------------------------------------------------------------- helpers of the components


@register.filter
def tone_icon(tone: object, kind: str = "chip") -> str:
    """The icon that belongs to a tone; ``kind`` is chip, note, list or state."""
    table = {"note": NOTE_ICONS, "list": LIST_ICONS, "state": STATE_ICONS}.get(kind, TONE_ICONS)
    return table.get(str(tone), "info")


@register.filter
def ct_control(field: BoundField) -> SafeString:
    """The control of a form field, dressed as ours; Django itself ties help and errors to it (aria-describedby)."""
    if field.widget_type in {"file", "clearablefile", "checkbox", "radioselect", "hidden"}:
        return field.as_widget()
    given = str(field.field.widget.attrs.get("class", ""))
    return field.as_widget(attrs={"class": " ".join(dict.fromkeys(["input", *given.split()]))})


@register.filter
def state_tone(kind: object) -> str:
    """The tone of a page state: empty, loading, error, forbidden."""
    return STATE_TONES.get(str(kind), "info")


@register.filter
def ct_attrs(attrs: Any) -> SafeString:
    """What a component was given beyond its declared attributes, escaped (cotton's own ``{{ attrs }}`` is not)."""
    given = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs or {})
    pairs = [(k, v) for k, v in given.items() if v is not False and v is not None]
    html = "".join(f" {escape(k)}" if v is True else f' {escape(k)}="{conditional_escape(v)}"' for k, v in pairs)
    return mark_safe(html)  # noqa: S308 -- names and values are escaped above


@register.simple_tag(takes_context=True)
def ct_id(context: Context, prefix: str, *texts: object) -> str:
    """An id that is the same at every rendering of the same text, and used once in a page."""
    base = f"{prefix}-{crc32('|'.join(str(t) for t in texts).encode()):08x}"
    # cotton hands one dictionary through the whole page, however deep the component.
    shared = context.get("cotton_data")
    seen = shared.setdefault("ct_ids", {}) if isinstance(shared, dict) else {}
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else f"{base}-{seen[base]}"


@register.simple_tag(takes_context=True)
def ct_query(context: Context, **changes: object) -> str:
    """This page's query string with some values changed (``None`` or "" removes one): for pages, filters, sorting."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        from django.http import QueryDict

        query = QueryDict(mutable=True)
    for key, value in changes.items():
        if _is_absent(value):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def quota_line(limit: int | None, decided: int = 0, waiting: int = 0) -> dict[str, Any]:
    """The seats of a quota and the sentence that carries their meaning.

    ``limit`` None: the plan does not state a number, so no seats are drawn. Returns ``seats`` (list of on, wait, free,
    over), ``words`` and ``tone``.
    """
    taken = int(decided or 0) + int(waiting or 0)
    if _is_absent(limit):
        words = _("kế hoạch không nêu số suất")
        return {"seats": [], "words": f"{words}; {_('đã có %d') % taken}" if taken else words, "tone": "none"}
    room = int(limit or 0)
    kinds = ["on"] * int(decided or 0) + ["wait"] * int(waiting or 0)
    seats = kinds[:room] + ["free"] * (room - taken) + ["over"] * (taken - room)
    if taken > room:
        words, tone = _("vượt %(over)d so với %(room)d suất") % {"over": taken - room, "room": room}, "risk"
    elif taken == room:
        words, tone = _("đủ %(taken)d/%(room)d suất") % {"taken": taken, "room": room}, "ok"
    else:
        words, tone = _("còn %(free)d/%(room)d suất") % {"free": room - taken, "room": room}, "none"
    return {"seats": seats if len(seats) <= MOST_SEATS_DRAWN else [], "words": words, "tone": tone}


@register.simple_tag
def due_line(days: int | None) -> dict[str, str]:
    """Distance to a deadline in words, its tone and its icon. ``days``: 0 today, negative late, None not stated."""
    if _is_absent(days):
        return {"words": _("Không nêu hạn"), "tone": "none", "icon": "none"}
    left = int(days or 0)
    if left < 0:
        return {"words": _("Quá hạn %d ngày") % -left, "tone": "late", "icon": "clock"}
    if left == 0:
        return {"words": _("Trong hôm nay"), "tone": "risk", "icon": "cal"}
    return {"words": _("Còn %d ngày") % left, "tone": "risk" if left <= 3 else "", "icon": "cal"}


@register.simple_tag
def bar_parts(value: object, target: object = None, most: object = 100) -> dict[str, str] | None:
    """Widths of a progress bar on a scale of 100, as SVG numbers; None when there is nothing to measure."""
    now, top = _decimal(value), _decimal(most)
    if now is None or top is None or top <= 0:
        return None
    level = _decimal(target)

    def share(number: Decimal) -> str:
        return f"{float(min(max(number / top * 100, Decimal(0)), Decimal(100))):.4g}"

    return {"width": share(now), "level": "" if level is None else share(level)}
