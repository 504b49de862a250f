"""What the papers of a movement must say beyond their form, and what they refuse."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest

from chungtay.typesetting import KINDS, DataError, build, render_pdf, tree, wording
from chungtay.typesetting.kinds.kind import Form, Stage
from chungtay.typesetting.samples import samples
from typesetting.helpers import NOW, example, pdf_text, reader, squeezed

SYMBOLS = {  # Phụ lục III of Nghị định 30: each named kind carries the symbol of its type
    "Quyết định": "QĐ", "Kế hoạch": "KH", "Báo cáo": "BC", "Tờ trình": "TTr", "Giấy mời": "GM", "Thông cáo": "TC",
}  # fmt: skip


def printed(kind: str, data: dict[str, Any] | None = None) -> str:
    """All the words of a paper."""
    return " ".join(wording.printed_texts(build(kind, data or example(kind))))


def test_every_stage_has_its_papers() -> None:
    found = Counter(kind.stage for kind in KINDS.values())
    assert found[Stage.OTHER] == 0
    assert len(KINDS) >= 34
    assert set(found) == set(Stage) - {Stage.OTHER}
    assert all(kind.signers for kind in KINDS.values())
    assert {sample.kind.slug for sample in samples().values()} == set(KINDS)


def test_papers_with_a_number_carry_the_symbol_of_their_type() -> None:
    for name, sample in samples().items():
        paper = sample.build()
        if sample.kind.form is Form.PAPER and paper.type_name in SYMBOLS:
            code = paper.number or f"/{paper.symbol}"
            assert code.partition("/")[2].partition("-")[0] == SYMBOLS[paper.type_name], name


def test_samples_are_plainly_samples() -> None:
    for name, sample in samples().items():
        for line in wording.printed_texts(sample.build()):
            assert "Nguyễn" not in line, name
            assert "Trần" not in line, name


def test_letters_have_no_type_name_and_their_subject_under_the_number() -> None:
    for kind in ("cong-van-don-doc", "giay-yeu-cau-bo-sung"):
        lines = wording.printed_texts(build(kind, example(kind)))
        assert build(kind, example(kind)).type_name == ""
        number = next(i for i, line in enumerate(lines) if line.startswith("Số:"))
        assert lines[number + 1].startswith("V/v ")


def test_a_council_has_one_chair() -> None:
    for duty, count in (("Ủy viên", 0), ("Chủ tịch", 2)):
        data = example("quyet-dinh-hoi-dong")
        data["members"][0 if count == 0 else 1]["duty"] = duty
        with pytest.raises(DataError, match=f"đúng một Chủ tịch, danh sách đang có {count}"):
            build("quyet-dinh-hoi-dong", data)
    text = printed("quyet-dinh-hoi-dong")
    assert "gồm 05 thành viên (có danh sách kèm theo)" in text
    assert "ý kiến khác được ghi vào biên bản" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"collected": 7}, "Số phiếu thu về (7) nhiều hơn số phiếu phát ra (6)."),
        ({"valid": 6}, "Phiếu hợp lệ (6) cộng phiếu không hợp lệ (1) phải bằng số phiếu thu về (6)."),
    ],
)
def test_a_count_that_does_not_add_up_is_refused(change: dict[str, int], words: str) -> None:
    with pytest.raises(DataError) as caught:
        build("bien-ban-kiem-phieu", {**example("bien-ban-kiem-phieu"), **change})
    assert words in caught.value.problems


def test_more_votes_than_valid_ballots_are_refused() -> None:
    data = example("bien-ban-kiem-phieu")
    data["candidates"][0]["no"] = 4
    with pytest.raises(DataError, match=r"Thôn mẫu 01: phiếu đồng ý \(5\) cộng không đồng ý \(4\) nhiều hơn"):
        build("bien-ban-kiem-phieu", data)


def test_score_sheets_are_numbered_and_carry_no_voter() -> None:
    data = {**example("phieu-diem"), "count": 5, "first_number": 3}
    slips = [b for b in build("phieu-diem", data).blocks if isinstance(b, tree.Slip)]
    assert [s.code for s in slips] == [f"Phiếu số: {n:02d}" for n in range(3, 8)]
    assert "Không ghi tên, không ký vào phiếu." in printed("phieu-diem", data)
    assert "Người chấm" not in printed("phieu-diem", data)


@pytest.mark.parametrize(("people", "columns"), [(4, [4]), (12, [12]), (13, [6, 7]), (30, [10, 10, 10])])
def test_many_criteria_are_printed_down_with_a_column_for_each_candidate(people: int, columns: list[int]) -> None:
    """A council of nine with eleven dossiers and twelve criteria fills two pages each, not twelve."""
    data = example("phieu-diem")
    data["criteria"] = [{"text": f"Tiêu chí {n}", "points": 10} for n in range(1, 11)]
    data["candidates"] = [{"name": f"Cán bộ mẫu {n:02d}"} for n in range(1, people + 1)]
    slip = next(b for b in build("phieu-diem", data).blocks if isinstance(b, tree.Slip))
    tables = [b for b in slip.blocks if isinstance(b, tree.Table)]
    heads = [[tree.plain(c.title) for c in t.columns] for t in tables]
    assert [len(h) - 3 for h in heads] == columns
    assert [title for h in heads for title in h[3:]] == [f"({n})" for n in range(1, people + 1)]
    named = [f"{b.marker} {tree.plain(b.text)}" for b in slip.blocks if isinstance(b, tree.Item)]
    assert named[-1] == f"({people}) Cán bộ mẫu {people:02d}"
    assert all([tree.plain(c) for c in t.rows[-1]][:3] == ["", "Tổng điểm", "100"] for t in tables)


def test_criteria_without_points_have_no_column_for_them() -> None:
    data = example("phieu-diem")
    data["criteria"] = [{"text": f"Tiêu chí {n}"} for n in range(1, 11)]
    slip = next(b for b in build("phieu-diem", data).blocks if isinstance(b, tree.Slip))
    table = next(b for b in slip.blocks if isinstance(b, tree.Table))
    assert [tree.plain(c.title) for c in table.columns] == ["TT", "Tiêu chí", "(1)", "(2)", "(3)", "(4)"]


def test_minutes_that_are_not_written_up_do_not_say_that_nobody_objected() -> None:
    """ "Không có." is a statement (R-63): it is printed only where the rest of the meeting is told."""
    for kind, told, silent in (
        ("bien-ban-hop", "conclusion", "dissent"),
        ("bien-ban-sang-kien", "conclusion", "dissent"),
        ("bien-ban-kiem-phieu", "ended", "remarks"),
    ):
        data = {key: value for key, value in example(kind).items() if key != silent}
        assert "Không có." in printed(kind, data)
        assert "Không có." not in printed(kind, {key: value for key, value in data.items() if key != told})


def test_an_invitation_of_the_council_bears_the_councils_symbol() -> None:
    """L-14, R-99: the symbol names who issues, also before the number is given."""
    data = {key: value for key, value in example("giay-moi").items() if key not in ("symbol", "number")}
    assert "/GM-HĐTĐKT" in printed("giay-moi", data)
    assert "/GM-UBND" in printed("giay-moi", {**data, "issuer": ["Ủy ban nhân dân", "xã Mẫu"]})


def test_an_issued_decision_has_no_dots_where_nobody_named_the_source_of_the_money() -> None:
    text = printed("quyet-dinh", {key: value for key, value in example("quyet-dinh").items() if key != "money_source"})
    assert "theo danh sách; nguồn chi theo quy định." in text
    assert "..." not in text
    assert "các tập thể, cá nhân, hộ gia đình có tên trong danh sách" in text


def test_the_request_is_the_last_basis_of_an_annulment() -> None:
    document = build("quyet-dinh-huy-bo", example("quyet-dinh-huy-bo"))
    assert tree.plain(document.bases[-1]).startswith("Theo đề nghị")
    assert tree.plain(document.bases[-2]).startswith("Xét sự việc")


def test_an_annulment_takes_back_what_was_given_and_keeps_the_line() -> None:
    text = printed("quyet-dinh-huy-bo")
    assert "Thu hồi 01 giấy khen; thu hồi tiền thưởng 800.000 đồng" in text
    assert "gian dối trong việc kê khai công trạng" in text
    assert "ghi vào sổ khen thưởng" in text
    data = example("quyet-dinh-huy-bo")
    data["recipients_of_award"][0] |= {"money": None, "handed_over": False}
    assert "Thu hồi tiền" not in " ".join(
        tree.plain(b.text) for b in build("quyet-dinh-huy-bo", data).blocks if isinstance(b, tree.Article)
    )
    data["signature"]["authority"] = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    with pytest.raises(DataError, match=r"bỏ dòng “TM\.”"):
        build("quyet-dinh-huy-bo", data)


def test_a_bundle_prints_every_paper_from_its_own_page_one() -> None:
    pdf = render_pdf(build("ho-so-cap-tren", example("ho-so-cap-tren")), timestamp=NOW)
    pages = [page.extract_text() for page in reader(pdf).pages]
    begins = [i for i, page in enumerate(pages) if squeezed("CỘNG HÒA XÃ HỘI") in squeezed(page)]
    assert len(begins) == 4  # tờ trình, biên bản, two reports
    for i in begins:
        assert not pages[i].strip().startswith(str(i + 1))
    numbers = [page.strip().splitlines()[0].strip() for page in pages]
    assert "3" not in numbers


def test_a_bundle_that_lacks_a_report_is_refused() -> None:
    data = example("ho-so-cap-tren")
    gone = data["reports"].pop()
    with pytest.raises(DataError, match=f"{gone['subject_name']} có trong danh sách đề nghị mà chưa có báo cáo"):
        build("ho-so-cap-tren", data)
    data = example("ho-so-cap-tren")
    data["proposal"]["individuals"] = []
    with pytest.raises(DataError, match="có báo cáo thành tích mà không có trong danh sách"):
        build("ho-so-cap-tren", data)


def test_statistics_add_up_or_are_refused() -> None:
    data = example("thong-ke-0601")
    data["groups"][0]["rows"][0]["count"] = 9
    with pytest.raises(DataError, match="Theo phạm vi: cộng các dòng được 10, tổng số là 3"):
        build("thong-ke-0601", data)
    (table,) = [b for b in build("thong-ke-0603", example("thong-ke-0603")).blocks if isinstance(b, tree.Table)]
    assert [tree.plain(c) for c in table.rows[-1]] == ["", "Tổng cộng", "22", "15", "5", "2"]
    data = example("thong-ke-0603")
    data["rows"][0]["counts"].pop()
    with pytest.raises(DataError, match="Tập thể: số cột không khớp 3 phương thức"):
        build("thong-ke-0603", data)


def test_shares_of_authors_make_a_whole() -> None:
    data = example("phieu-de-xuat-sang-kien")
    data["authors"][0]["share"] = 90
    with pytest.raises(DataError, match=r"là 120%, phải bằng 100%"):
        build("phieu-de-xuat-sang-kien", data)


def test_an_amendment_says_what_is_new_and_what_goes() -> None:
    data = example("ke-hoach-dieu-chinh")
    data["changes"].append({"place": "Mục VII.2", "before": "Báo cáo huyện", "after": None})
    text = printed("ke-hoach-dieu-chinh", data)
    assert "Kế hoạch số 40/KH-UBND ngày 05 tháng 02 năm 2025" in text
    assert "(bổ sung)" in text
    assert "(bãi bỏ)" in text
    assert "Các nội dung khác của Kế hoạch giữ nguyên." in text


def test_a_supplement_request_names_case_paper_and_reason() -> None:
    text = printed("giay-yeu-cau-bo-sung")
    for words in ("Thôn mẫu 02", "Biên bản họp thôn bình xét", "chậm nhất ngày 09/12/2025", "chỉ thực hiện một lần"):
        assert words in text
    data = copy.deepcopy(example("giay-yeu-cau-bo-sung")) | {"only_once": False, "until": None}
    assert "một lần" not in printed("giay-yeu-cau-bo-sung", data)
    assert "....../....../......" in printed("giay-yeu-cau-bo-sung", data)


def test_the_register_keeps_an_annulled_line_and_sums_the_money() -> None:
    (table,) = [b for b in build("so-khen-thuong", example("so-khen-thuong")).blocks if isinstance(b, tree.Table)]
    rows = [[tree.plain(c) for c in row] for row in table.rows]
    assert any("Đã hủy bỏ" in row[-1] for row in rows)
    assert rows[-1][7] == "3.100.000"


def test_the_closing_report_lists_who_was_commended() -> None:
    data = example("bao-cao-tong-ket")
    assert "Đã khen thưởng 01 tập thể, 01 cá nhân" in printed("bao-cao-tong-ket")
    data["collectives"] = data["individuals"] = []
    assert build("bao-cao-tong-ket", data).annexes == ()


def test_what_is_read_aloud_has_no_symbols_only_words() -> None:
    text = pdf_text(render_pdf(build("ban-tin-truyen-thanh", example("ban-tin-truyen-thanh")), timestamp=NOW))
    assert "Kính thưa toàn thể bà con" in " ".join(text.split())
