"""Plans of other shapes than the seeds, written for these tests: what the clerk would check first in each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chungtay.reading import load, read, read_source, to_json

PLANS = Path(__file__).parent / "plans"


def plan_of(name: str) -> dict[str, Any]:
    return read_source(load(PLANS / f"{name}.txt")).plan


def test_ward_plan_in_articles() -> None:
    plan = plan_of("ward_articles")
    assert plan["document"]["issuer"] == "Ủy ban nhân dân phường Bình Minh"
    assert plan["document"]["number_code"] == "112/KH-UBND"
    assert [b["document_number"] for b in plan["legal_bases"]] == ["06/2022/QH15", "98/2023/NĐ-CP", "15/KH-UBND"]
    assert plan["legal_bases"][2]["text"].endswith("về cải cách hành chính năm 2024")
    assert plan["movement"]["name"] == "Một cửa thân thiện, đúng hẹn"
    assert (plan["movement"]["period"]["start"], plan["movement"]["period"]["end"]) == ("2024-03-15", "2024-11-15")
    first = plan["contents"][0]
    assert (first["target"]["value"], first["target"]["comparator"]) == (95, ">=")
    assert first["target"]["scope_exception"]["value"] == 90
    assert first["lead_unit"] == "Bộ phận Tiếp nhận và Trả kết quả"
    assert first["due"] == {"date": "2024-11-30", "comparator": "before", "text": "Trước ngày 30/11/2024"}
    assert [c["kind"] for c in plan["contents"]] == ["target", "target", "target", "task"]
    assert plan["contents"][2]["target"]["value"] == 0
    quota = plan["awards"][0]["quota"]
    assert (quota["collectives"], quota["individuals"], quota["comparator"]) == (2, 5, "max")  # in words
    assert len(plan["dossier"][0]["items"]) == 3
    filing = next(d for d in plan["deadlines"] if d["date"] == "2024-11-20")
    assert (filing["comparator"], filing["to_whom"]) == ("before", "UBND phường (qua Văn phòng HĐND và UBND)")
    assert plan["organisation"][1]["unit"] == "Ủy ban Mặt trận Tổ quốc Việt Nam phường (đề nghị)"
    assert plan["reporting"]
    assert plan["signatory"]["authority_line"] == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"
    assert plan["signatory"]["position"] == "PHÓ CHỦ TỊCH"


def test_province_plan_with_points_and_shares() -> None:
    plan = plan_of("province_points")
    assert plan["document"]["unit_type"] == "tỉnh"
    assert plan["document"]["number_code"] == "KH-UBND"  # the number is blank
    assert plan["document"]["date"] == "2025-09"
    assert plan["movement"]["year"] == 2026
    assert plan["subjects"]["collectives"] == ["Các sở, ban, ngành tỉnh", "UBND các xã, phường"]
    top = plan["contents"][0]["target"]
    assert (top["comparator"], top["value"]) == ("in_top_group", 10)
    assert plan["contents"][1]["target"]["comparator"] == ">"
    assert plan["ranking"]["total_points"] == 100
    assert [(b["label"], b["min"], b["max"], b["max_comparator"]) for b in plan["ranking"]["bands"]] == [
        ("Xuất sắc", 90, None, None), ("Tốt", 80, 90, "<"), ("Khá", 65, 80, "<"), ("Trung bình", None, 65, "<")
    ]  # fmt: skip
    assert [c.get("points") for c in plan["criteria"]] == [15, 30, 10]
    award = plan["awards"][0]
    assert (award["level"], award["form"], award["quota"]["collectives"]) == ("tỉnh", "Bằng khen", 10)
    assert [s["count"] for s in award["quota"]["breakdown"]] == [6, 4]
    assert [u["unit"] for u in plan["organisation"]] == ["Sở Nội vụ", "Sở Tài chính"]


def test_district_plan_in_another_order_without_number() -> None:
    plan = plan_of("district_order")
    assert plan["document"]["number_code"] is None
    assert plan["document"]["date"] == "2025-01-20"
    assert plan["movement"]["slogan"] == "Nhanh - Đúng - Thân thiện"
    assert plan["movement"]["period"]["end"] == "2025-12-01"
    assert plan["deadlines"][0]["comparator"] == "before"
    event = plan["deadlines"][1]
    assert (event["comparator"], event["offset_days"], event["date"]) == ("after_event", 10, None)
    quota = plan["awards"][0]["quota"]
    assert (quota["collectives"], quota["individuals"], quota["comparator"]) == (3, 6, "min")
    assert [s["heading"] for s in plan["solutions"]] == ["Tuyên truyền", "Đào tạo"]
    assert plan["purposes"] == ["Khơi dậy tinh thần thi đua chuyển đổi số"]
    assert [u["unit"] for u in plan["organisation"]] == ["Phòng Nội vụ", "Phòng Văn hóa và Thông tin"]
    assert plan["subjects"] == {"collectives": [], "individuals": [], "others": []}


def test_tables_that_came_as_text() -> None:
    plan = plan_of("commune_tables")
    first, second = plan["contents"]
    assert first["text"] == "Tỷ lệ hồ sơ nộp trực tuyến 85% trở lên"  # the wording, then the level to reach
    assert (first["target"]["value"], first["target"]["comparator"]) == (85, ">=")
    assert first["lead_unit"] == "Trung tâm Phục vụ hành chính công"
    assert first["due"] == {"date": "2025-11-30", "comparator": "before", "text": "Trước 30/11/2025"}
    assert second["due"] == {"date": None, "comparator": None, "text": "Quý IV/2025"}  # a quarter is no date
    assert [c["points"] for c in plan["criteria"]] == [40, 60]
    assert plan["ranking"]["total_points"] == 100
    assert [b["document_number"] for b in plan["legal_bases"]] == [None, "57-NQ/TW"]
    assert plan["movement"]["period"]["start"] == "2025-08-12"
    assert plan["document"]["district"] is None  # no district after the two-level reform
    assert plan["signatory"] == {"authority_line": None, "position": "CHỦ TỊCH", "name": "Cán Bộ Mẫu Bốn"}
    assert plan["awards"] == []


@pytest.mark.parametrize(("name", "kind"), [("letter", "Công văn"), ("other_plan", "Kế hoạch")])
def test_what_is_no_such_plan_is_refused_with_a_reason(name: str, kind: str) -> None:
    plan = plan_of(name)
    assert plan["is_plan"] is False
    assert plan["document_type"] == kind
    assert plan["reason"].endswith(".")


def test_json_is_stable_and_in_vietnamese() -> None:
    text = (PLANS / "ward_articles.txt").read_text(encoding="utf-8")
    first, second = (to_json(read(text, name="a.txt")) for _ in range(2))
    assert first == second
    assert "phường Bình Minh" in first
    assert json.loads(first)["source"] == "a.txt"


@pytest.mark.parametrize(
    "title",
    [
        ["Phát động phong trào thi đua “Một cửa thân thiện” trên địa bàn xã", "năm 2025"],
        [
            "Về việc tổ chức phong trào thi đua “Một cửa thân thiện” do",
            "Ủy ban nhân dân xã Đồng Lúa phát động năm 2025",
        ],
        ["Triển khai phong trào thi đua “Một cửa thân thiện”,", "Hưởng ứng năm chuyển đổi số 2025"],
        ["TRIỂN KHAI PHONG TRÀO THI ĐUA “MỘT CỬA THÂN THIỆN”", "ỦY BAN NHÂN DÂN XÃ ĐỒNG LÚA NĂM 2025"],
        ["Phong trào thi đua", "thực hiện phong trào thi đua “Một cửa thân thiện” năm 2025"],
    ],
)
def test_a_wrapped_title_is_whole_though_a_line_begins_like_a_preamble(title: list[str]) -> None:
    rest = "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\nUBND xã Đồng Lúa ban hành Kế hoạch như sau:"
    body = "I. MỤC ĐÍCH\n- Nâng cao chất lượng phục vụ.\nII. NỘI DUNG THI ĐUA\n- Đẩy mạnh tuyên truyền."
    for gap in ("\n", "\n\n"):
        text = "KẾ HOẠCH\n" + "\n".join(title) + gap + rest + "\n" + body
        plan = read(text, name="x.txt").plan
        assert plan["document"]["title"] == " ".join(title)
        assert [basis["date"] for basis in plan["legal_bases"]] == ["2022-06-15"]
