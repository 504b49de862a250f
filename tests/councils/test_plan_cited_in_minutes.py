"""How minutes and decisions name the plan they stand on: by its number, else so that it cannot be mistaken."""

from __future__ import annotations

import pytest

from chungtay.councils.models import Council, Meeting
from chungtay.councils.papers import _bases
from chungtay.decisions.papers import plan_basis

TITLE = "Về việc Phát động phong trào thi đua (mẫu)"


@pytest.mark.parametrize(
    ("number", "dated", "day", "long_day"),
    [
        ("/KH-UBND", "2025-02-18", " ngày 18/02/2025", " ngày 18 tháng 02 năm 2025"),
        (None, None, "", ""),
    ],
)
def test_a_plan_without_number_is_cited_by_its_day_and_title(movement, number, dated, day, long_day):
    header = movement.plan_version.content["document"]
    header |= {"number_code": number, "date": dated, "title": TITLE}
    council = Council.objects.get(locality=movement.locality)
    meeting = Meeting(movement=movement, council=council, locality=movement.locality)
    about = "về việc phát động phong trào thi đua (mẫu)"
    assert _bases(meeting)[-1] == f"Căn cứ Kế hoạch{day} của {header['issuer']} {about}"
    assert plan_basis(movement) == f"Căn cứ Kế hoạch{long_day} của {movement.locality.committee} {about}"
    header["number_code"] = "40/KH-UBND"
    assert _bases(meeting)[-1] == f"Căn cứ Kế hoạch số 40/KH-UBND{day} của {header['issuer']}"
