"""The verb of a plan's long sentence comes first; not one word of the plan is added or lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.movements.wording import act_first

LONG = (
    "Phòng Văn hóa – Xã hội xã chủ trì, phối hợp với các cơ quan có liên quan rà soát, xét chọn, đề xuất tặng Giấy khen"
)


def test_who_acts_follows_what_is_done():
    assert act_first(LONG) == (
        "Rà soát, xét chọn, đề xuất tặng Giấy khen",
        "Phòng Văn hóa – Xã hội xã chủ trì, phối hợp với các cơ quan có liên quan",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nộp hồ sơ xét khen thưởng của cơ quan, bộ phận (thời gian tiếp nhận)",  # begins with its verb already
        "Phòng Nội vụ tổng hợp",  # short enough to be read at a glance
        "Các cơ quan, đơn vị và các tổ chức chính trị - xã hội, các thôn trên địa bàn toàn xã",  # a noun, no verb
    ],
)
def test_a_sentence_that_needs_no_turning_stays(text):
    assert act_first(text) == (text, "")


@given(st.lists(st.sampled_from(LONG.replace(",", " ,").split()), min_size=1, max_size=40))
def test_no_word_is_added_or_lost(words):
    text = " ".join(words)
    act, who = act_first(text)
    assert sorted(f"{who} {act}".casefold().replace(",", " ").split()) == sorted(
        text.casefold().replace(",", " ").split()
    )
