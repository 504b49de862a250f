"""Biên bản kiểm phiếu: who counted, how many ballots went out and came back, what each case got (R-58)."""

from __future__ import annotations

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import (
    LETTERHEAD,
    SIGNER,
    Form,
    Kind,
    Stage,
    Values,
    dashes,
    document,
)
from chungtay.typesetting.kinds.shared import (
    ORDINAL,
    PERSON,
    Head,
    counted,
    labelled,
    minutes_end,
    otherwise,
    person,
    sections,
    table,
)

FIELDS = (
    *LETTERHEAD,
    Field("title", "trích yếu"),
    Field("bases", "căn cứ", "texts", required=False),
    Field("started", "thời gian bắt đầu", required=False),
    Field("venue", "địa điểm"),
    Field("committee", "tổ kiểm phiếu", "objects", fields=PERSON),
    Field("method", "hình thức bỏ phiếu", required=False),
    Field("rule", "cách tính kết quả", required=False),
    Field("issued", "số phiếu phát ra", "integer"),
    Field("collected", "số phiếu thu về", "integer"),
    Field("valid", "số phiếu hợp lệ", "integer"),
    Field("invalid", "số phiếu không hợp lệ", "integer"),
    Field(
        "candidates",
        "kết quả từng trường hợp",
        "objects",
        fields=(
            Field("name", "tên người được xét"),
            Field("unit", "đơn vị", required=False),
            Field("yes", "số phiếu đồng ý", "integer"),
            Field("no", "số phiếu không đồng ý", "integer"),
            Field("rate", "tỷ lệ đồng ý (%)", "amount", required=False),
            Field("result", "kết quả", required=False),
        ),
    ),
    Field("remarks", "việc phát sinh", "texts", required=False),
    Field("ended", "thời gian kết thúc", required=False),
    Field("copies", "số bản", "integer", required=False),
    Field("signatures", "khối chữ ký", "objects", fields=SIGNER),
)


def make(values: Values) -> tree.Document:
    """The minutes; DataError when the figures do not agree with one another."""
    if problems := _wrong_sums(values):
        raise DataError(problems)
    heads: tuple[Head, ...] = (
        ORDINAL,
        ("Tập thể, cá nhân, hộ gia đình", 5, "left"),
        ("Đơn vị", 3.6, "left"),
        ("Đồng ý", 1.8, "center"),
        ("Không đồng ý", 2, "center"),
        ("Tỷ lệ (%)", 1.8, "center"),
        ("Kết quả", 2.6, "center"),
    )
    keys = ("name", "unit", "yes", "no", "rate", "result")
    ballots = [
        f"Số phiếu phát ra: {values['issued']:02d}",
        f"Số phiếu thu về: {values['collected']:02d}",
        f"Số phiếu hợp lệ: {values['valid']:02d}",
        f"Số phiếu không hợp lệ: {values['invalid']:02d}",
    ]
    method = [labelled("Hình thức bỏ phiếu", values["method"])] if values["method"] else []
    method += [labelled("Cách tính kết quả", values["rule"])] if values["rule"] else []
    blocks: list[tree.Block] = [
        labelled("Thời gian bắt đầu", values["started"]),
        labelled("Địa điểm", values["venue"]),
    ]
    blocks += sections(
        [
            ("Tổ kiểm phiếu", list(dashes([person(p) for p in values["committee"]]))),
            ("Số phiếu", [*method, *dashes(ballots)]),
            ("Kết quả", [table(heads, counted([c[k] for k in keys] for c in values["candidates"]))]),
            ("Việc phát sinh", otherwise(values["remarks"], told=bool(values["ended"]))),
        ]
    )
    blocks.append(minutes_end(values["ended"], values["copies"], "Việc kiểm phiếu"))
    return document(KIND, values, "Biên bản", blocks)


def _wrong_sums(values: Values) -> list[str]:
    problems = []
    if values["collected"] > values["issued"]:
        problems.append(f"Số phiếu thu về ({values['collected']}) nhiều hơn số phiếu phát ra ({values['issued']}).")
    if values["valid"] + values["invalid"] != values["collected"]:
        problems.append(
            f"Phiếu hợp lệ ({values['valid']}) cộng phiếu không hợp lệ ({values['invalid']}) "
            f"phải bằng số phiếu thu về ({values['collected']})."
        )
    problems += [
        f"{c['name']}: phiếu đồng ý ({c['yes']}) cộng không đồng ý ({c['no']}) "
        f"nhiều hơn phiếu hợp lệ ({values['valid']})."
        for c in values["candidates"]
        if c["yes"] + c["no"] > values["valid"]
    ]
    return problems


KIND = Kind(
    "bien-ban-kiem-phieu",
    "Biên bản kiểm phiếu",
    "BB",
    "bbkp-2025.2",
    FIELDS,
    make,
    form=Form.UNNUMBERED,
    stage=Stage.MEETING,
    signers="Tổ trưởng và thành viên tổ kiểm phiếu",
)
