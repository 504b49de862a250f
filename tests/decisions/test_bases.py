"""How an act is cited the first time (L-19): a law by title and day, a decree with number, day, issuer and title."""

from __future__ import annotations

import pytest

from chungtay.decisions.papers import cited


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("Luật Thi đua, khen thưởng", "06/2022/QH15", "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"),
        (
            "Nghị định về phân cấp, phân quyền trong lĩnh vực thi đua, khen thưởng", "152/2025/NĐ-CP",
            "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ về phân cấp, phân quyền "
            "trong lĩnh vực thi đua, khen thưởng",
        ),
        # A day that nobody has checked is left out, never guessed.
        ("Luật Thi đua, khen thưởng", "15/2003/QH11", "Căn cứ Luật Thi đua, khen thưởng số 15/2003/QH11"),
        ("Nghị định quy định thử", "1/1999/NĐ-CP", "Căn cứ Nghị định số 1/1999/NĐ-CP quy định thử"),
    ],
)  # fmt: skip
def test_an_act_is_cited_in_full(name: str, number: str, words: str) -> None:
    assert cited(name, number) == words
