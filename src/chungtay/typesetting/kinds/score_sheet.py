"""Phiếu điểm: one numbered sheet for each voter, never the voter's name (R-58)."""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.kinds.ballot import COUNCIL, SEAL
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Form, Kind, Stage, Values, number
from chungtay.typesetting.kinds.shared import ORDINAL, Cell, Head, counted, table

_ACROSS = 6  # criteria that fit side by side; more are printed one below the other
_SHORT = 40  # letters of a criterion that can head a narrow column
_PEOPLE = 12  # candidates whose columns fit beside the criteria; more get another table
FIELDS = (
    *COUNCIL,
    Field("title", "nội dung chấm điểm"),
    Field("meeting", "cuộc họp", required=False),
    Field(
        "criteria",
        "tiêu chí",
        "objects",
        fields=(Field("text", "nội dung tiêu chí"), Field("points", "điểm tối đa", "amount", required=False)),
    ),
    Field(
        "candidates",
        "danh sách được chấm",
        "objects",
        fields=(Field("name", "tên người được chấm"), Field("unit", "đơn vị", required=False)),
    ),
    Field("count", "số phiếu phát ra", "integer"),
    Field("first_number", "số của phiếu đầu tiên", "integer", required=False),
    Field("open_ballot", "chấm công khai", "flag", required=False),
)


def make(values: Values) -> tree.Document:
    """As many numbered sheets as voters, each beginning a page."""
    first = 1 if values["first_number"] is None else values["first_number"]
    blocks: list[tree.Block] = []
    for index in range(values["count"]):
        if index:
            blocks.append(tree.PageBreak())
        blocks.append(_sheet(values, first + index))
    return tree.Document(
        kind=KIND.slug, version=KIND.version, issuer=tuple(values["issuer"]), letterhead=False, blocks=tuple(blocks)
    )


def _sheet(values: Values, code: int) -> tree.Slip:
    short = all(len(c["text"]) <= _SHORT for c in values["criteria"])
    tables = _wide(values) if short and len(values["criteria"]) <= _ACROSS else _long(values)
    secrecy = "" if values["open_ballot"] else " Không ghi tên, không ký vào phiếu."
    note = f"Ghi điểm bằng số, không quá điểm tối đa của tiêu chí; ô để trống tính là chưa chấm.{secrecy}"
    subtitle = values["title"] + (f" ({values['meeting']})" if values["meeting"] else "")
    return tree.Slip(
        issuer=tuple(line.upper() for line in values["issuer"]),
        code=f"Phiếu số: {code:02d}",
        title="PHIẾU ĐIỂM",
        subtitle=tree.text(subtitle, bold=True),
        blocks=(*tables, tree.Paragraph(tree.text(note, italic=True), align="left")),
        keep=False,
        seal=SEAL,
        superior=tuple(line.upper() for line in values["superior"]),
    )


def _named(person: Values) -> str:
    return f"{person['name']}, {person['unit']}" if person["unit"] else str(person["name"])


def _most(criterion: Values) -> str:
    return f" (tối đa {number(criterion['points'])})" if criterion["points"] is not None else ""


def _wide(values: Values) -> list[tree.Table]:
    criteria = values["criteria"]
    heads: list[Head] = [ORDINAL, ("Tập thể, cá nhân, hộ gia đình", 5, "left")]
    heads += [(f"{c['text']}{_most(c)}", 9 / len(criteria), "center") for c in criteria]
    heads.append(("Tổng điểm", 1.8, "center"))
    blank: list[Cell] = [None] * (len(criteria) + 1)
    rows = counted([_named(p), *blank] for p in values["candidates"])
    return [table(heads, rows)]


def _long(values: Values) -> list[tree.Block]:
    """The criteria one below the other, a narrow column for each candidate under the number of its name."""
    people = values["candidates"]
    known = [c["points"] for c in values["criteria"]]
    most: list[Head] = [("Tối đa", 1.5, "center")] if any(p is not None for p in known) else []
    whole = sum(known) if all(p is not None for p in known) else None
    parts = -(-len(people) // _PEOPLE)
    blocks: list[tree.Block] = [
        tree.Item(f"({i})", tree.text(_named(person))) for i, person in enumerate(people, start=1)
    ]
    for part in range(parts):
        numbers = range(part * len(people) // parts + 1, (part + 1) * len(people) // parts + 1)
        heads: list[Head] = [ORDINAL, ("Tiêu chí", 8, "left"), *most, *((f"({n})", 1.1, "center") for n in numbers)]
        blank: list[Cell] = [None] * len(numbers)
        limits = [[c["points"]] if most else [] for c in values["criteria"]]
        rows: list[tuple[Cell, ...]] = counted(
            [c["text"], *limit, *blank] for c, limit in zip(values["criteria"], limits, strict=True)
        )
        rows.append((None, "Tổng điểm", *([whole] if most else []), *blank))
        blocks.append(table(heads, rows, total=True))
    return blocks


KIND = Kind(
    "phieu-diem",
    "Phiếu điểm",
    "",
    "pd-2025.2",
    FIELDS,
    make,
    form=Form.SLIP,
    stage=Stage.MEETING,
    signers="Không ai ký, không ghi tên người chấm",
)
