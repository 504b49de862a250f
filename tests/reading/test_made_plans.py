"""Plans made from data: many shapes, whole, scanned with the wrong OCR language, cut, in old encodings.

The wordings `known` were in sight while rules were written; `unseen` only by their totals.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from chungtay.reading import Reading, read
from chungtay.reading.reader import DAMAGED_AT_MOST
from reading.made.damage import damaged
from reading.made.plans import Made, made
from reading.test_intake_encodings import tcvn3, windows1258
from score_plan import score_plan

SCANNED = Path(__file__).parent / "made" / "scanned"
PLANS = 24
SCANS = 12


@cache
def scan(number: int, unseen: bool) -> tuple[Made, Reading]:
    """A made plan and the reading of its scan."""
    plan = made(number, unseen=unseen)
    return plan, read((SCANNED / f"{plan.name}.txt").read_text(encoding="utf-8"), name=plan.name)


def total(reading: Reading, plan: Made) -> float:
    return float(score_plan(plan.plan, reading.plan)["total"])


@pytest.mark.parametrize(("unseen", "least", "mean"), [(False, 0.98, 0.99), (True, 0.97, 0.98)])
def test_made_plans_are_read(unseen: bool, least: float, mean: float) -> None:
    totals = {}
    for number in range(PLANS):
        plan = made(number, unseen=unseen)
        reading = read(plan.text, name=plan.name)
        totals[plan.name] = total(reading, plan)
    assert min(totals.values()) >= least, totals
    assert statistics.mean(totals.values()) >= mean


@pytest.mark.parametrize(("unseen", "least", "mean"), [(False, 0.95, 0.97), (True, 0.80, 0.93)])
def test_scanned_plans_are_read(unseen: bool, least: float, mean: float) -> None:
    """Printed, scanned and misread by English OCR (benchmarks/reading/scan_made.py)."""
    totals = {}
    for number in range(SCANS):
        plan, reading = scan(number, unseen)
        totals[plan.name] = total(reading, plan)
        assert all(f.confidence <= DAMAGED_AT_MOST for f in reading.provenance.values() if f.spans)
    assert min(totals.values()) >= least, totals
    assert statistics.mean(totals.values()) >= mean


@pytest.mark.parametrize("unseen", [False, True])
def test_nothing_is_invented(unseen: bool) -> None:
    """No part filled that the plan does not have, in clean text and in scans."""
    for number in range(SCANS):
        plan = made(number, unseen=unseen)
        for reading in (read(plan.text, name=plan.name), scan(number, unseen)[1]):
            fields = score_plan(plan.plan, reading.plan)["fields"]
            assert [k for k, v in fields.items() if v["given"] and not v["expected"]] == [], plan.name


@pytest.mark.parametrize("number", range(6))
def test_drawn_damage_is_read(number: int) -> None:
    plan = made(number)
    assert total(read(damaged(plan.text, seed=number), name=plan.name), plan) >= 0.85


@pytest.mark.parametrize("number", [0, 4])
def test_encodings_give_the_same_plan(number: int) -> None:
    plan = made(number)
    wanted = read(plan.text, name="x.txt").plan
    for data in (
        unicodedata.normalize("NFD", plan.text).encode(),
        plan.text.encode("utf-16"),
        plan.text.encode("utf-8-sig"),
        windows1258(plan.text),
        plan.text.replace("\n", "\r\n").encode(),
    ):
        assert read(data, name="x.txt").plan == wanted


def test_old_font_encoding_is_read() -> None:
    """TCVN3 has no capitals with tones of its own, so headings come in small letters."""
    plan = made(0)
    assert total(read(tcvn3(plan.text), name="x.txt"), plan) >= 0.9


@pytest.mark.parametrize("number", range(0, PLANS, 3))
def test_a_cut_plan_is_read_as_far_as_it_goes(number: int) -> None:
    """Whatever is missing: no failure, no schema broken, and what is missing is null."""
    plan = made(number)
    lines = plan.text.split("\n")
    for part in (lines[: len(lines) // 3], lines[len(lines) // 3 :], lines[::2], lines[:-12]):
        reading = read("\n".join(part), name="x.txt")
        if reading.plan.get("is_plan") is not False:
            assert reading.provenance["document.title"].state in ("found", "not_found")
    signed = read("\n".join(lines[:-14]), name="x.txt")
    assert signed.provenance["signatory.name"].state == "not_found"
    assert signed.plan["signatory"]["name"] is None


NOT_PLANS = {
    "Báo cáo": """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
Số: 12/BC-UBND
Tân Lập, ngày 12 tháng 12 năm 2025
BÁO CÁO
Kết quả phong trào thi đua “Nụ cười một cửa” năm 2025
I. KẾT QUẢ ĐẠT ĐƯỢC
1. Công tác chỉ đạo
- UBND xã đã phát động phong trào thi đua đến các thôn.
- Tỷ lệ hồ sơ đúng hạn đạt 99%.
II. TỒN TẠI, HẠN CHẾ
- Một số thôn chưa đăng ký thi đua.
Nơi nhận:
- Lưu: VT.""",
    "Quyết định": """ỦY BAN NHÂN DÂN
PHƯỜNG VĨNH HẢI
Số: 305/QĐ-UBND
QUYẾT ĐỊNH
Về việc tặng Giấy khen cho các tập thể, cá nhân trong phong trào thi đua năm 2025
CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG
Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;
QUYẾT ĐỊNH:
Điều 1. Tặng Giấy khen của Chủ tịch UBND phường cho 03 tập thể và 05 cá nhân.
Điều 2. Quyết định có hiệu lực từ ngày ký.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.""",
    "Kế hoạch": """ỦY BAN NHÂN DÂN
XÃ PHÚ SƠN
Số: 18/KH-UBND
KẾ HOẠCH
Phòng, chống thiên tai và tìm kiếm cứu nạn năm 2025
Căn cứ Luật Phòng, chống thiên tai ngày 19 tháng 6 năm 2013;
UBND xã Phú Sơn ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
- Chủ động ứng phó với bão, lũ.
II. NỘI DUNG
- Kiểm tra đê điều trước mùa mưa.
III. TỔ CHỨC THỰC HIỆN
- Khen thưởng tập thể, cá nhân có thành tích.
Nơi nhận:
- Lưu: VT.""",
    "Tờ trình": """ỦY BAN NHÂN DÂN
XÃ PHÚ SƠN
Số: 7/TTr-UBND
TỜ TRÌNH
Về việc đề nghị khen thưởng phong trào thi đua năm 2025
Kính gửi: Hội đồng Thi đua - Khen thưởng huyện.
UBND xã đề nghị tặng Giấy khen cho 02 tập thể và 03 cá nhân trong phong trào thi đua.
Nơi nhận:
- Lưu: VT.""",
}


@pytest.mark.parametrize("kind", NOT_PLANS)
@pytest.mark.parametrize("hurt", [False, True], ids=["clean", "damaged"])
def test_other_documents_are_refused_with_a_reason(kind: str, hurt: bool) -> None:
    text = damaged(NOT_PLANS[kind], seed=3) if hurt else NOT_PLANS[kind]
    reading = read(text, name="x.txt")
    assert reading.plan["is_plan"] is False
    assert reading.plan["document_type"] == kind
    assert re.search(r"không .*phong trào thi đua", reading.plan["reason"])
    if hurt:
        assert reading.provenance["document_type"].confidence <= DAMAGED_AT_MOST


def test_a_yearly_work_plan_is_no_movement() -> None:
    text = (
        NOT_PLANS["Kế hoạch"]
        .replace("Phòng, chống thiên tai và tìm kiếm cứu nạn", "Cải cách hành chính")
        .replace("Kiểm tra đê điều trước mùa mưa", "Rà soát thủ tục hành chính; phát động thi đua trong cơ quan")
    )
    assert read(text, name="x.txt").plan["is_plan"] is False
