"""Which acts ended since a movement began: each once, those that were gone before left out."""

from __future__ import annotations

import datetime as dt

from chungtay import law
from chungtay.law import Reference
from chungtay.law.rules import freeze
from chungtay.law.settlements import SettledLaw, Settlement
from chungtay.movements.changes import ended_acts

BEGAN = dt.date(2025, 2, 28)
NEW, OLD = "Nghị định 152/2025/NĐ-CP", "Nghị định 98/2023/NĐ-CP"


def test_nothing_is_said_up_to_the_last_day_of_an_act():
    assert ended_acts([], BEGAN, dt.date(2025, 6, 30)) == []
    ended = ended_acts([], BEGAN, dt.date(2025, 7, 1))
    assert [(e.act.name, e.since, list(e.heirs)) for e in ended] == [(OLD, dt.date(2025, 7, 1), [NEW])]


def test_an_act_that_was_gone_before_the_plan_is_no_change():
    texts = ["Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ"]
    assert "91/2017/NĐ-CP" not in [e.act.number for e in ended_acts(texts, BEGAN, dt.date(2025, 12, 2))]


def test_an_act_cited_twice_is_told_once():
    texts = [f"Thực hiện {OLD}", f"Theo {OLD} của Chính phủ"]
    assert [e.act.name for e in ended_acts(texts, BEGAN, dt.date(2025, 12, 2))].count(OLD) == 1


AFTER_THE_SUNSET = dt.date(2027, 3, 1)  # Nghị định 152/2025 has ended, nobody knows yet what replaces it


def test_the_heir_that_a_locality_settled_is_named():
    began = dt.date(2026, 9, 1)
    ended = {e.act.name: e.heirs for e in ended_acts([], began, AFTER_THE_SUNSET)}
    assert ended[NEW] == ()
    answer = {"number": "15/2027/NĐ-CP", "name": "Nghị định mẫu thay Nghị định 152/2025"}
    letter = Reference("Công văn mẫu của Sở Nội vụ", None)
    book = SettledLaw(law.load(), [Settlement("R-04", "commune", AFTER_THE_SUNSET, freeze(answer), letter)])
    ended = {e.act.name: e.heirs for e in ended_acts([], began, AFTER_THE_SUNSET, book=book)}
    assert ended[NEW] == ("Nghị định 15/2027/NĐ-CP",)
