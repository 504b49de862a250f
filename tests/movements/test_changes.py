"""Which acts ended since a movement began: each once, those that were gone before left out."""

from __future__ import annotations

import datetime as dt

from chungtay.movements.changes import ended_acts

BEGAN = dt.date(2025, 2, 28)
NEW, OLD = "Nghị định 152/2025/NĐ-CP", "Nghị định 98/2023/NĐ-CP"


def test_nothing_is_said_up_to_the_last_day_of_an_act():
    assert ended_acts({}, BEGAN, dt.date(2025, 6, 30)) == []
    ended = ended_acts({}, BEGAN, dt.date(2025, 7, 1))
    assert [(e.act.name, e.since, [a.name for a in e.heirs]) for e in ended] == [(OLD, dt.date(2025, 7, 1), [NEW])]


def test_an_act_that_was_gone_before_the_plan_is_no_change():
    content = {"legal_bases": [{"text": "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ"}]}
    assert "91/2017/NĐ-CP" not in [e.act.number for e in ended_acts(content, BEGAN, dt.date(2025, 12, 2))]


def test_an_act_cited_twice_is_told_once():
    content = {"contents": [{"text": f"Thực hiện {OLD}"}, {"text": f"Theo {OLD} của Chính phủ"}]}
    assert [e.act.name for e in ended_acts(content, BEGAN, dt.date(2025, 12, 2))].count(OLD) == 1
