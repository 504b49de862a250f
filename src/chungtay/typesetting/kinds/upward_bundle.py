"""Bộ hồ sơ trình cấp trên: tờ trình with its list, minutes, reports, in one file; one bundle for each level (R-55)."""

from __future__ import annotations

import dataclasses

from chungtay.typesetting import tree
from chungtay.typesetting.errors import DataError
from chungtay.typesetting.kinds import achievement_report, minutes, proposal
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Form, Kind, Stage, Values

FIELDS = (
    Field("proposal", "tờ trình", "object", fields=proposal.FIELDS),
    Field("minutes", "biên bản họp xét", "object", fields=minutes.FIELDS),
    Field("reports", "báo cáo thành tích", "objects", fields=achievement_report.FIELDS),
)


def make(values: Values) -> tree.Document:
    """The bundle; DataError when somebody on the list has no report or a report has nobody on the list."""
    wanted = {p["name"] for key in ("collectives", "individuals", "households") for p in values["proposal"][key]}
    given = {r["subject_name"] for r in values["reports"]}
    problems = [f"{name} có trong danh sách đề nghị mà chưa có báo cáo thành tích." for name in sorted(wanted - given)]
    problems += [
        f"{name} có báo cáo thành tích mà không có trong danh sách đề nghị." for name in sorted(given - wanted)
    ]
    if problems:
        raise DataError(problems)
    enclosures = ["Biên bản họp xét khen thưởng", f"{len(values['reports']):02d} báo cáo thành tích"]
    main = {**values["proposal"], "enclosures": values["proposal"]["enclosures"] or enclosures}
    papers = (minutes.make(values["minutes"]), *(achievement_report.make(r) for r in values["reports"]))
    return dataclasses.replace(proposal.make(main), kind=KIND.slug, version=KIND.version, enclosed=papers)


KIND = Kind(
    "ho-so-cap-tren",
    "Bộ hồ sơ trình cấp trên",
    "TTr",
    "hsct-2025.1",
    FIELDS,
    make,
    form=Form.BUNDLE,
    stage=Stage.UPWARD,
    signers="Chủ tịch UBND xã ký tờ trình; mỗi giấy tờ một người ký",
)
