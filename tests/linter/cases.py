"""What the check must find in the five real plans, written by hand from reading them: (check, words of the place).

Words "" : no place in the text. Of the damaged scans, `tests/linter/transcripts` holds the corrected text.
"""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parents[1]
OWN = Path(__file__).parent / "transcripts"

CLEAN = {
    "000": TESTS / "transcripts" / "000.txt",
    "001": OWN / "001.txt",
    "002": TESTS / "seeds" / "002_6d9b301226361292.txt",
    "003": TESTS / "transcripts" / "003.txt",
    "004": OWN / "004.txt",
}
DAMAGED = {
    "000": TESTS / "seeds" / "000_d340a7e6f18eb335.txt",
    "001": TESTS / "seeds" / "001_2f885082b70e80f8.txt",
    "003": TESTS / "seeds" / "003_fc6b9e8615fb3e1b.txt",
    "004": TESTS / "seeds" / "004_0a4a80f3076ac058.txt",
}

# The fifteen oddities of the five plans, by number.
ODDITIES: list[tuple[int, str, str, str]] = [
    (1, "002", "so-ngay-trong", "Số: KH/UBND"),
    (1, "002", "so-ngay-trong", "ngày tháng 02 năm 2025"),
    (1, "004", "bat-dau-truoc-ban-hanh", "tháng 7"),
    (1, "000", "thoi-gian-khong-ngay", "năm 2025"),
    (1, "003", "thoi-gian-khong-ngay", "Thời gian phát động: Trong năm 2025"),
    (1, "003", "so-ngay-trong", ""),
    (2, "001", "han-truoc-ngay", "đến trước ngày 20 tháng 12 năm 2023"),
    (2, "004", "han-truoc-ngay", "Trước ngày 15/12/2025"),
    (3, "000", "han-truoc-khi-du-ket-qua", "chậm nhất ngày 05/12/2025"),
    (3, "004", "han-truoc-khi-du-ket-qua", "Trước ngày 15/12/2025"),
    (4, "001", "cap-trinh-khong-han", "Tờ trình đề nghị khen thưởng của cơ quan"),
    (4, "001", "cap-trinh-khong-han", "Biên bản họp xét của Thủ trưởng cơ quan"),
    (4, "002", "cap-trinh-khong-han", "Tờ trình đề nghị huyện khen thưởng"),
    (5, "000", "so-luong-khong-ro-tran", "01 Tập thể"),
    (5, "004", "so-luong-khong-ro-tran", "05 tập thể"),
    (5, "004", "khen-them-khong-gioi-han", "đề xuất thêm"),
    (5, "002", "so-luong-khong-neu", "đề nghị huyện"),
    (5, "001", "suat-bang-so-doi-tuong", "01 tập thể"),
    (6, "004", "hai-nguoi-quyet-dinh", "UBND xã xét"),
    (6, "001", "ai-xet-ai-de-nghi", "Biên bản họp xét của Thủ trưởng cơ quan"),
    (7, "002", "chi-tieu-khong-do-duoc", "top đầu"),
    (7, "004", "chi-tieu-khong-do-duoc", "nhóm đứng đầu"),
    (7, "004", "chi-tieu-khong-do-duoc", "giảm tối đa"),
    (7, "002", "mau-so-ty-le", "100% thủ tục hành chính"),
    (7, "004", "ty-le-thieu-dau", "30%"),
    (8, "004", "ngoai-le-mau-so-rieng", "Riêng"),
    (9, "004", "danh-so-nhay", "Đối với cán bộ, công chức, viên chức, người lao động"),
    (9, "004", "doi-tuong-khong-tieu-chi", "thôn"),
    (9, "004", "doi-tuong-khong-tieu-chi", "các tầng lớp nhân dân"),
    (9, "003", "tieu-chi-hep-hon-doi-tuong", "Lãnh đạo trực tiếp chỉ đạo"),
    (10, "003", "nam-khac-ke-hoach", "năm 2024"),
    (10, "000", "giai-doan-sai", "5 năm 2021 - 2026"),
    (10, "003", "giai-doan-het", "giai đoạn 2021-2025"),
    (11, "002", "ten-dia-phuong-hai-cach", "xã Tùng Ảnh"),
    (11, "003", "ten-phong-trao-hai-cach", "Cải cách hành chính trên địa bàn huyện Văn Bàn"),
    (12, "002", "phoi-hop-voi-chinh-minh", "phối hợp chặt chẽ với UBND xã"),
    (12, "001", "don-vi-chua-ro", "các Khối"),
    (12, "002", "don-vi-chua-ro", "văn phòng Nội vụ"),
    (12, "002", "don-vi-khong-co-noi-nhan", "Đài truyền thanh"),
    (12, "002", "don-vi-khong-co-noi-nhan", "các thôn"),
    (13, "001", "can-cu-nay-da-het", "Nghị định số 91/2017/NĐ-CP của Chính phủ"),
    (13, "002", "can-cu-het-giua-chung", "Nghị định 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ"),
    (13, "000", "co-quan-het-giua-chung", "huyện"),
    (13, "002", "co-quan-het-giua-chung", "huyện"),
    (13, "003", "co-quan-het-giua-chung", "huyện"),
    (14, "003", "khen-theo-van-ban-khac", "Thực hiện Kế hoạch số 349/KH-UBND ngày 31/12/2024 của UBND huyện Văn Bàn về "
     "Kế hoạch cải cách hành chính năm 2025"),
    (15, "002", "mat-chu-khong", "hình thức, lãng phí"),
    (15, "000", "cum-tu-thieu-chu", "cải hành chính"),
    (15, "000", "chu-khong-phai-tieng-viet", "luaajtm"),
    (15, "002", "sai-dau", "đầy mạnh"),
]  # fmt: skip

# Everything else that the five plans have, so that a new finding is looked at by hand before it is believed.
OTHERS: dict[str, list[str]] = {
    "000": [
        "co-quan-het-giua-chung", "co-quan-het-giua-chung", "dau-cau-can-cu", "khong-dan-luat", "ky-hieu-diem",
        "noi-nhan", "thieu-phan-bat-buoc",
    ],
    "001": [
        "dau-cau-can-cu", "don-vi-khong-co-noi-nhan", "khong-dan-luat", "ky-hieu-diem", "ky-hieu-sai",
        "suat-bang-so-doi-tuong", "tham-quyen-ky", "thieu-phan-bat-buoc",
    ],
    "002": [
        "co-quan-het-giua-chung", "dau-cau-can-cu", "khong-dan-luat", "ky-hieu-sai", "lap-doan", "noi-nhan",
        "quoc-hieu-tieu-ngu", "thieu-phan-bat-buoc", "xep-loai-khong-ap-dung",
    ],
    "003": [
        "chi-so-khong-co-cap-nay", "chi-so-khong-co-cap-nay", "co-quan-het-giua-chung", "dau-cau", "dau-cau-can-cu",
        "khen-theo-van-ban-khac", "khong-dan-luat", "khong-neu-ho-so", "noi-nhan", "thieu-phan-bat-buoc",
    ],
    "004": [
        "dau-cau", "dau-cau-can-cu", "giai-doan-het", "han-roi-ngay-nghi", "khong-dan-luat", "khong-neu-ho-so",
        "mau-so-ty-le", "mau-so-ty-le", "so-ngay-trong", "thieu-phan-bat-buoc",
    ],
}  # fmt: skip
