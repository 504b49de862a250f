"""The list of those to be commended, as the submission, the decision and the minutes print it.

The ordinal runs through all groups: it is the số sổ vàng of the certificate (R-87).
"""

from __future__ import annotations

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Values, number

_AWARDEE = (
    Field("name", "tên người được khen"),
    Field("unit", "chức vụ, đơn vị hoặc địa chỉ", required=False),
    Field("achievement", "thành tích", required=False),
    Field("money", "tiền thưởng (đồng)", "amount", required=False),
)
GROUPS = (
    Field("collectives", "danh sách tập thể", "objects", required=False, fields=_AWARDEE),
    Field("individuals", "danh sách cá nhân", "objects", required=False, fields=_AWARDEE),
    Field("households", "danh sách hộ gia đình", "objects", required=False, fields=_AWARDEE),
)
TITLES = {"collectives": "Tập thể", "individuals": "Cá nhân", "households": "Hộ gia đình"}
# Where the receiver belongs, by group.
UNITS = {"collectives": "Đơn vị chủ quản", "individuals": "Chức vụ, đơn vị", "households": "Địa chỉ"}
NOBODY = "Thiếu danh sách khen thưởng: nhập ít nhất một tập thể, cá nhân hoặc hộ gia đình."


def counts(values: Values) -> str:
    """ "01 tập thể, 02 cá nhân": only the groups that have someone; "" when none has."""
    return ", ".join(f"{len(values[k]):02d} {t.lower()}" for k, t in TITLES.items() if values[k])


def kinds(values: Values) -> str:
    """ "tập thể, cá nhân": the groups that have someone."""
    return ", ".join(t.lower() for k, t in TITLES.items() if values[k])


def everyone(values: Values) -> list[Values]:
    """Everybody of the list, in its order."""
    return [person for key in TITLES for person in values[key]]


def blocks(values: Values) -> tuple[tree.Block, ...]:
    """One table for each group that has someone, with one running number; a column without any entry is left out."""
    made: list[tree.Block] = []
    ordinal = 1
    filled = [k for k in TITLES if values[k]]
    for i, key in enumerate(filled, start=1):
        if len(filled) > 1:
            made.append(tree.Heading(1, f"{wording.roman(i)}.", tree.text(TITLES[key].upper())))
        made.append(_table(key, values[key], ordinal, everyone(values)))
        ordinal += len(values[key])
    total = sum(p["money"] or 0 for p in everyone(values))
    if total:
        made.append(tree.Paragraph(tree.text(f"Tổng số tiền thưởng: {number(total)} đồng.", bold=True)))
    return tuple(made)


def _table(key: str, people: list[Values], first: int, of: list[Values]) -> tree.Table:
    shown = [k for k in ("unit", "achievement", "money") if any(p[k] is not None for p in of)]
    heads = {
        "unit": tree.Column(tree.text(UNITS[key]), 5),
        "achievement": tree.Column(tree.text("Thành tích"), 6),
        "money": tree.Column(tree.text("Tiền thưởng (đồng)"), 2.8, "right"),
    }
    name = "Họ và tên" if key == "individuals" else f"Tên {TITLES[key].lower()}"
    columns = (tree.Column(tree.text("TT"), 1.2, "center"), tree.Column(tree.text(name), 5), *(heads[k] for k in shown))
    rows = tuple(
        (tree.text(str(i)), tree.text(p["name"]), *(tree.text(_cell(p[k])) for k in shown))
        for i, p in enumerate(people, start=first)
    )
    return tree.Table(columns, rows)


def _cell(value: str | float | None) -> str:
    return wording.upper_first(value) if isinstance(value, str) else "" if value is None else number(value)
