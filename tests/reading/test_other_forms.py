"""Forms that offices write and the five real plans do not have: schedules of steps, tables set with blanks, quotas by
group or after their kind, limits that come back every year, points with deductions, headings without numbers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chungtay.plans.content import value_at
from chungtay.reading import Reading, Source, read, read_source
from chungtay.reading.intake import Page

PLANS = Path(__file__).parent / "plans"


@cache
def reading(name: str) -> Reading:
    return read((PLANS / f"form_{name}.txt").read_text(encoding="utf-8"), name=name)


VALUES: list[tuple[str, str, Any]] = [
    # a schedule below "Thời gian": it begins with the launch, and no step says where it ends
    ("ward_schedule", "movement.period.start", "2026-01"),
    ("ward_schedule", "movement.period.end", None),
    ("ward_schedule", "deadlines[1].date", "2026-11-20"),
    ("ward_schedule", "deadlines[1].comparator", "before"),
    ("ward_schedule", "ranking.total_points", 100),
    ("ward_schedule", "ranking.bands[1].max_comparator", "<"),
    ("ward_schedule", "criteria[2].points", 25),
    ("ward_schedule", "awards[0].quota.collectives", None),
    ("ward_schedule", "awards[0].quota.exception_text", "không quá 20% số tập thể tham gia"),
    ("ward_schedule", "awards[1].quota.individuals", 2),
    ("ward_schedule", "dossier[0].items[1]", "Biên bản họp bình xét"),
    ("council_table", "document.issuer", "Hội đồng thi đua - khen thưởng xã Phú Lâm"),
    ("council_table", "movement.slogan", "Nhanh hơn - Gần dân hơn"),
    ("council_table", "movement.period.end", "2026-06-22"),
    ("council_table", "subjects.collectives[0]", "6 phòng, ban và 12 thôn"),
    ("council_table", "contents[0].target.comparator", ">="),
    ("council_table", "contents[3].target.value", 2),
    ("council_table", "contents[3].target.unit", "mô hình"),
    ("council_table", "criteria[0].audience", "collective"),
    ("council_table", "criteria[1].text", "Hoàn thành xuất sắc nhiệm vụ"),
    ("council_table", "awards[0].quota.collectives", 3),
    ("council_table", "awards[0].quota.individuals", 7),
    ("province_groups", "awards[0].level", "tỉnh"),
    ("province_groups", "awards[0].quota.collectives", 20),
    ("province_groups", "awards[0].quota.breakdown[1].count", 15),
    ("province_groups", "awards[1].form", "Cờ thi đua"),
    ("province_groups", "awards[1].quota.collectives", 2),
    ("province_groups", "deadlines[1].date", None),
    ("province_groups", "deadlines[1].comparator", "before"),
    ("province_groups", "organisation[2].duties[0]", "Báo cáo kết quả trước ngày 05 tháng 12 hằng năm"),
    (
        "commune_steps",
        "document.title",
        "V/v phát động phong trào thi đua cải cách hành chính gắn với chuyển đổi số năm 2026",
    ),
    ("commune_steps", "document.issuer", "Ủy ban nhân dân xã Thanh Lương"),
    ("commune_steps", "movement.period.start", "2026-02"),
    ("commune_steps", "criteria[0].audience", "collective"),
    ("commune_steps", "criteria[2].audience", "individual"),
    ("commune_steps", "awards[0].quota.individuals", 10),
    ("commune_steps", "dossier[0].items[2]", "Biên bản họp xét"),
    ("commune_steps", "deadlines[0].date", "2026-11-10"),
    ("special_zone_numbers", "document.title", "Phát động thi đua thực hiện công tác cải cách hành chính năm 2026"),
    ("special_zone_numbers", "purposes[1]", "Nâng cao sự hài lòng của tổ chức, công dân"),
    ("special_zone_numbers", "contents[0].target.comparator", ">="),
    ("special_zone_numbers", "contents[3].target.unit", "sáng kiến"),
    ("special_zone_numbers", "criteria[1].target.value", 80),
    ("special_zone_numbers", "ranking", None),
    ("special_zone_numbers", "awards[0].quota.collectives", 4),
    ("special_zone_numbers", "awards[0].quota.individuals", 8),
    ("special_zone_numbers", "deadlines[3].date", "2026-06-15"),
    ("special_zone_numbers", "deadlines[3].what", "Báo cáo 6 tháng"),
    ("commune_annexes", "subjects.collectives[2]", "Thôn"),
    ("commune_annexes", "subjects.individuals[0]", "Cán bộ, công chức xã"),
    ("commune_annexes", "criteria[1].text", "Nội bộ đoàn kết"),
    ("commune_annexes", "contents[3].text", "Số hóa hồ sơ"),  # of the first annex
    ("commune_annexes", "dossier[0].items[2]", "Báo cáo thành tích"),
    ("commune_annexes", "deadlines[1].what", "Gửi hồ sơ"),
    ("commune_annexes", "deadlines[1].to_whom", "Phòng Văn hóa - Xã hội"),
    ("town_short", "contents[0].target.value", 100),
    ("town_short", "contents[2].target.value", 98),
    ("town_short", "awards[1].level", "xã"),
    ("town_short", "awards[1].quota.collectives", 5),
    ("town_short", "awards[1].quota.comparator", "max"),
    ("town_short", "deadlines[0].date", "2024-11-25"),
    ("town_short", "recipients[3]", "Lưu VP"),
    ("town_short", "signatory.name", "Phạm Văn Mẫu"),
]


@pytest.mark.parametrize(("plan", "path", "value"), VALUES, ids=[f"{plan}-{path}" for plan, path, _ in VALUES])
def test_what_the_plan_says_is_read(plan: str, path: str, value: Any) -> None:
    assert value_at(reading(plan).plan, path) == value


@pytest.mark.parametrize("plan", sorted(path.stem.removeprefix("form_") for path in PLANS.glob("form_*.txt")))
def test_numbers_of_sections_are_cited_once(plan: str) -> None:
    """Mục 1.2.1, not 1.1.2.1.2.1."""
    for field in reading(plan).provenance.values():
        parts = (field.section or "").split(".")
        assert len(parts) <= 5, field.section


def test_a_limit_of_every_year_asks_for_the_day_of_this_year() -> None:
    told = reading("province_groups").provenance["deadlines[1].date"]
    assert "hằng năm" in " ".join(told.warnings)


def test_a_schedule_says_that_no_step_ends_the_movement() -> None:
    told = reading("ward_schedule").provenance["movement.period.end"]
    assert "không nêu ngày kết thúc" in " ".join(told.warnings)


def test_a_roman_number_that_a_scan_lost_a_stroke_of_is_cited_as_printed() -> None:
    """I, II, II, IV on scanned pages: the third was printed III. Typed text keeps what its writer typed."""
    text = (
        "KẾ HOẠCH\nPhát động phong trào thi đua cải cách hành chính năm 2026\nI. MỤC ĐÍCH\nNâng cao hiệu quả.\n"
        "II. NỘI DUNG THI ĐUA\nĐơn giản hóa thủ tục.\nII. KHEN THƯỞNG\n"
        "Chủ tịch UBND xã tặng Giấy khen cho 03 tập thể.\n"
        "IV. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n"
    )
    for method, cited in (("ocr", "III"), ("text_layer", "II")):
        pages = (Page(1, 0, len(text), method, "good"),)  # type: ignore[arg-type]
        found = read_source(Source("x", text, pages)).provenance["awards[0].quota.collectives"]
        assert found.section == cited
        assert text[slice(*found.spans[0])] == "03 tập thể"


def test_a_form_in_an_annex_says_nothing_of_the_movement() -> None:
    """“Mẫu báo cáo thành tích”: its blanks are for those who report."""
    assert len(reading("commune_annexes").plan["reporting"]) == 1


SIGNED = (
    "KẾ HOẠCH\nPhát động phong trào thi đua cải cách hành chính năm 2026\nI. MỤC ĐÍCH\nNâng cao hiệu quả.\n"
    "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng: theo dõi.\n\nNơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
)


@pytest.mark.parametrize(
    ("printed", "name", "sure"),
    [
        ("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu", True),
        ("NGUYỄN VĂN MẪU", "NGUYỄN VĂN MẪU", True),
        ("Vi Văn Mẫu", "Vi Văn Mẫu", True),
        ("Vị Sự", "Vị Sự", False),  # words of the column beside it
        ("Vị SỰ", None, False),  # and under a stamp
    ],
)
def test_a_signer_is_sure_only_when_it_reads_as_a_name(printed: str, name: str | None, sure: bool) -> None:
    told = read(SIGNED + printed + "\n", name="x").provenance["signatory.name"]
    assert told.value == name
    assert (told.confidence >= 0.85 and not told.warnings) is sure
