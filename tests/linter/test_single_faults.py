"""A faultless sample plan, and one fault at a time: each is found, at its words, and alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chungtay.linter import Finding, Severity, check_source, checks
from chungtay.reading.intake import from_text

FAULTLESS = (Path(__file__).parent / "faultless.txt").read_text(encoding="utf-8")
TODAY = dt.date(2026, 1, 10)


def findings(text: str, on: dt.date = TODAY) -> list[Finding]:
    report = check_source(from_text(text, name="mau.txt"), on=on)
    assert report.is_plan
    return list(report.findings)


def with_fault(old: str, new: str) -> str:
    assert old in FAULTLESS, old
    return FAULTLESS.replace(old, new)


def test_a_faultless_plan_has_nothing_to_look_at():
    assert findings(FAULTLESS) == []


# (what stands there, what is written instead, the check that must speak, the words it must point at)
FAULTS = [
    ("Số: 12/KH-UBND", "Số:    /KH-UBND", "so-ngay-trong", "Số: /KH-UBND"),
    ("ngày 05 tháng 01 năm 2026", "ngày    tháng 01 năm 2026", "so-ngay-trong", "ngày tháng 01 năm 2026"),
    ("Từ ngày 15 tháng 01", "Từ ngày 02 tháng 01", "bat-dau-truoc-ban-hanh", "ngày 02 tháng 01"),
    ("chậm nhất ngày 15 tháng 12", "trước ngày 15 tháng 12", "han-truoc-ngay", "trước ngày 15 tháng 12 năm 2026"),
    ("chậm nhất ngày 15 tháng 12", "chậm nhất ngày 20 tháng 11", "han-truoc-khi-du-ket-qua",
     "chậm nhất ngày 20 tháng 11 năm 2026"),
    ("chậm nhất ngày 15 tháng 12", "chậm nhất ngày 13 tháng 12", "han-roi-ngay-nghi",
     "chậm nhất ngày 13 tháng 12 năm 2026"),
    ("- Báo cáo thành tích của tập thể, cá nhân.\n\n2. Thời gian nộp hồ sơ: Gửi hồ sơ về Ủy ban nhân dân xã chậm nhất "
     "ngày 15 tháng 12 năm 2026.", "- Báo cáo thành tích của tập thể, cá nhân.", "cap-trinh-khong-han",
     "Tờ trình đề nghị khen thưởng"),
    ("- Có ít nhất 02 sáng kiến được áp dụng.", "- Có ít nhất 02 sáng kiến được áp dụng trước ngày 31/9/2026.",
     "ngay-khong-co-that", "31/9/2026"),
    ("Không quá 02 tập thể và 03 cá nhân.", "02 tập thể và 03 cá nhân.", "so-luong-khong-ro-tran", "02 tập thể"),
    ("2. Số lượng: Không quá 02 tập thể và 03 cá nhân.\n", "", "so-luong-khong-neu", "Chủ tịch Ủy ban nhân dân xã"),
    ("và 03 cá nhân.\n", "và 03 cá nhân. Trường hợp đặc biệt thì đề xuất thêm để Chủ tịch xét.\n",
     "khen-them-khong-gioi-han", "đề xuất thêm"),
    ("1. Tập thể: Các phòng, đơn vị sự nghiệp và các thôn thuộc xã.", "1. Tập thể: Bộ phận Một cửa; Trạm Y tế.",
     "suat-bang-so-doi-tuong", "02 tập thể"),
    ("- Có ít nhất 02 sáng kiến", "- Có sáng kiến, đưa xã vào nhóm đứng đầu tỉnh về sáng kiến",
     "chi-tieu-khong-do-duoc", "nhóm đứng đầu"),
    ("- Tối thiểu 95% hồ sơ", "- 95% hồ sơ", "ty-le-thieu-dau", "95%"),
    ("- Tối thiểu 95% hồ sơ thủ tục", "- Tối thiểu 95% thủ tục", "mau-so-ty-le", "95% thủ tục hành chính"),
    ("được giải quyết đúng hạn.", "được giải quyết đúng hạn, riêng lĩnh vực đất đai đạt tối thiểu 90%.",
     "ngoai-le-mau-so-rieng", "riêng"),
    ("- Nâng cao chất lượng phục vụ người dân.", "- Nâng cao chất lượng phục vụ người dân, chỉ số PAPI cấp xã.",
     "chi-so-khong-co-cap-nay", "PAPI"),
    ("VII. HỒ SƠ", "VIII. HỒ SƠ", "danh-so-nhay", "HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG"),
    ("b) Không có hồ sơ quá hạn.", "b) Không có hồ sơ quá hạn năm 2025.", "nam-khac-ke-hoach", "năm 2025"),
    ("- Nâng cao chất lượng phục vụ người dân.", "- Nâng cao chất lượng phục vụ, thực hiện kế hoạch 5 năm 2026 - 2031.",
     "giai-doan-sai", "5 năm 2026 - 2031"),
    ("Thực hiện 03 nhiệm vụ sau:", "Thực hiện 05 nhiệm vụ sau:", "so-dem-khac", "05 nhiệm vụ"),
    ("năm 2026 của Ủy ban nhân dân xã Mẫu Sơn./.", "năm 2026 của Ủy ban nhân dân xã Mẩu Sơn./.",
     "ten-dia-phuong-hai-cach", "xã Mẩu Sơn"),
    ("phong trào thi đua “Hành chính vì dân” năm 2026 của", "phong trào thi đua “Hành chính vì nhân dân” năm 2026 của",
     "ten-phong-trao-hai-cach", "Hành chính vì nhân dân"),
    ("2. Các thôn: phối hợp với Phòng", "2. Phòng Văn hóa - Xã hội: phối hợp với Phòng", "phoi-hop-voi-chinh-minh",
     "phối hợp với Phòng Văn hóa - Xã hội"),
    ("2. Các thôn: phối hợp", "2. Trưởng các Khối, các thôn: phối hợp", "don-vi-chua-ro", "các Khối"),
    ("- Các thôn;\n", "", "don-vi-khong-co-noi-nhan", "Các thôn"),
    ("Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025", "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023",
     "can-cu-het-hieu-luc", "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ"),
    ("ngày 02 tháng 01 năm 2026 của Ủy ban", "ngày 02 tháng 3 năm 2026 của Ủy ban", "can-cu-chua-hieu-luc",
     "Kế hoạch số 02/KH-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân xã Mẫu Sơn"),
    ("ngày 14 tháng 6 năm 2025 của Chính phủ", "ngày 14 tháng 7 năm 2025 của Chính phủ", "can-cu-sai-ngay",
     "ngày 14 tháng 7 năm 2025"),
    ("khen thưởng ngày 15 tháng 6 năm 2022", "khen thưởng số 06/2022/QH13 ngày 15 tháng 6 năm 2022", "can-cu-sai-so",
     "số 06/2022/QH13"),
    ("- Sở Nội vụ;", "- Phòng Nội vụ;", "co-quan-khong-con", "Phòng Nội vụ"),
    ("Số: 12/KH-UBND", "Số: 12/KH/UBND", "ky-hieu-sai", "12/KH/UBND"),
    ("Số: 12/KH-UBND", "Số: 7/KH-UBND", "ky-hieu-sai", "7/KH-UBND"),
    ("số 152/2025/NĐ-CP", "số 152/2025/ND-CP", "ky-hieu-mat-dau", "152/2025/ND-CP"),
    ("- Động viên tập thể", "- Tổ chức thi đua theo đợt, động viên tập thể", "theo-dot", "thi đua theo đợt"),
    ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n", "", "khong-dan-luat", "Căn cứ"),
    (" kiểm tra việc thực hiện phong trào; tổng kết phong trào, báo cáo Ủy ban nhân dân xã.", " triển khai phong trào.",
     "thieu-phan-bat-buoc", ""),
    ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "quoc-hieu-tieu-ngu", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("KẾ HOẠCH\nTổ chức", "Kế hoạch\nTổ chức", "ten-loai-trich-yeu", "Kế hoạch"),
    ("ngày 05 tháng 01 năm 2026\n", "ngày 5 tháng 1 năm 2026\n", "ngay-thang-so-0", ", ngày 5 tháng 1 năm 2026"),
    ("năm 2022;\n", "năm 2022,\n", "dau-cau-can-cu", "2022,"),
    ("a) Hoàn thành tốt nhiệm vụ được giao;\nb) Không", "a. Hoàn thành tốt nhiệm vụ được giao;\nb) Không",
     "ky-hieu-diem", "a."),
    ("xã Mẫu Sơn./.", "xã Mẫu Sơn.", "ket-thuc-van-ban", "Sơn."),
    ("TM. ỦY BAN NHÂN DÂN\n", "", "tham-quyen-ky", "CHỦ TỊCH"),
    ("Cán Bộ Mẫu Năm", "ThS. Cán Bộ Mẫu Năm", "tham-quyen-ky", "ThS. Cán Bộ Mẫu Năm"),
    ("- Lưu: VT, VHXH.", "- Lưu: VP.", "noi-nhan", "- Lưu: VP."),
    ("- Việc bình xét bảo đảm công khai, đúng đối tượng.",
     "- Việc bình xét bảo đảm công khai, đúng đối tượng, phô trương, hình thức.", "mat-chu-khong",
     "phô trương, hình thức"),
    ("chất lượng phục vụ người dân", "chất luwowngj phục vụ người dân", "chu-khong-phai-tieng-viet", "luwowngj"),
    ("hồ sơ thủ tục hành chính", "hồ sơ thủ hành chính", "cum-tu-thieu-chu", "thủ hành chính"),
    ("- Tuyên truyền cải cách", "- Tuyền truyền cải cách", "sai-dau", "Tuyền truyền"),
    ("- Động viên tập thể", "- Động viên các các tập thể", "lap-chu", "các các"),
    ("đúng đối tượng.", "đúng đối tượng .", "dau-cau", "."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "check", "words"), FAULTS)
def test_one_fault_is_found_at_its_words_and_nothing_else(old, new, check, words):
    found = findings(with_fault(old, new))
    assert [f.check for f in found if f.check != check] == []
    assert words in [f.place.words if f.place else "" for f in found]


def test_every_check_has_a_fault_here_or_in_a_real_plan():
    from linter.cases import ODDITIES, OTHERS

    shown = {check for _old, _new, check, _words in FAULTS}
    shown |= {check for _n, _plan, check, _words in ODDITIES} | {c for names in OTHERS.values() for c in names}
    # Told of deadlines only where the reader could not tell the comparator, or of headings out of order.
    assert set(checks()) - shown == {"han-khong-ro-cach-tinh", "thu-tu-de-muc"}


@pytest.mark.parametrize(("new", "severity"), [
    ("Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023", Severity.ERROR),  # V1: read
    ("Nghị định số 130/2018/NĐ-CP ngày 27 tháng 9 năm 2018", Severity.WARNING),  # K+: believed
])  # fmt: skip
def test_what_is_only_believed_never_is_an_error(new, severity):
    found = findings(with_fault("Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025", new))
    assert [(f.check, f.severity) for f in found] == [("can-cu-het-hieu-luc", severity)]


def test_an_act_that_ends_before_the_movement_is_a_task_and_not_a_fault():
    later = with_fault("đến hết ngày 30 tháng 11 năm 2026", "đến hết ngày 30 tháng 11 năm 2027")
    found = [f for f in findings(later) if f.check == "can-cu-het-giua-chung"]
    assert [f.severity for f in found] == [Severity.WARNING]
    assert "28/02/2027" in found[0].message


def test_last_years_plan_as_a_template_is_told_what_has_expired_since():
    found = findings(FAULTLESS, on=dt.date(2027, 6, 1))
    assert [(f.check, f.severity) for f in found] == [("can-cu-nay-da-het", Severity.NOTE)]


def test_the_key_of_a_finding_does_not_move_with_its_line():
    faulty = with_fault("- Lưu: VT, VHXH.", "- Lưu: VP.")
    before, after = findings(faulty), findings(faulty.replace("I. MỤC ĐÍCH", "\n\nI. MỤC ĐÍCH"))
    assert before[0].place.line != after[0].place.line
    assert before[0].key == after[0].key


def test_two_findings_of_the_same_words_have_keys_of_their_own():
    twice = with_fault("- Động viên tập thể", "- Động viên các các tập thể, các các").replace("VT, VHXH", "VT, VHXH")
    keys = [f.key for f in findings(twice) if f.check == "lap-chu"]
    assert len(keys) == len(set(keys)) == 2


def test_the_text_is_never_changed():
    text = with_fault("Tuyên truyền cải cách", "Tuyền truyền cải cách")
    source = from_text(text, name="mau.txt")
    check_source(source, on=TODAY)
    assert source.text == text
