"""The YAML cases on settled values: what was typed, by whom, and what then holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chungtay.law import Law, LawError, Reference, Unsettled
from chungtay.law.answers import decode, encode, value_of
from chungtay.law.deadlines import parse_date_vi
from chungtay.law.rules import plain
from chungtay.law.settlements import SettledLaw, Settlement, check

LAYERS = {"xã": "commune", "tỉnh": "province_settled"}
LETTER = Reference("Công văn mẫu của Sở Nội vụ", None)


def settle(law: Law, given: Mapping[str, Any]) -> SettledLaw:
    """The law with the settlements of a case, entered one after the other as people would."""
    place, found = given.get("tỉnh"), []
    for one in given["đã chốt"]:
        value = value_of(law.rule(one["số"]), one["ghi"])
        assert decode(encode(value)) == value
        until = parse_date_vi(one["đến"]) if "đến" in one else None
        settlement = Settlement(one["số"], LAYERS[one["tầng"]], parse_date_vi(one["từ"]), value, LETTER, until=until)
        if not given.get("không kiểm khi ghi"):
            check(SettledLaw(law, found, place), settlement)
        found.append(settlement)
    return SettledLaw(law, found, place)


def check_settlement(given: Mapping[str, Any], expected: Mapping[str, Any], law: Law) -> None:
    day = parse_date_vi(given["ngày"])
    if "báo lỗi" in expected:
        with pytest.raises(LawError) as error:
            settle(law, given)
        assert expected["báo lỗi"] in error.value.message
        return
    resolved = settle(law, given).on(day)
    if "chưa rõ" in expected:
        with pytest.raises(Unsettled) as open_point:
            resolved[given["số"]]
        assert open_point.value.rule_id == expected["chưa rõ"]
        return
    value = resolved[given["số"]]
    assert plain(value.value) == expected["giá trị"]
    assert value.layer == expected["tầng"]
    assert value.certainty.settled
    assert "Công văn mẫu" in value.source
