"""A long sentence of a plan with what is to be done in front. Only the order changes: no word is added or lost."""

from __future__ import annotations

import re

LONG = 60  # characters from which a sentence hides its verb

# What a duty begins with in these plans; nouns that look alike follow "các" or "và".
_ACTS = (
    "rà soát", "tổng hợp", "xét chọn", "xét duyệt", "đề xuất", "đề nghị", "gửi", "nộp", "báo cáo", "tổ chức",
    "hoàn thành", "kết thúc", "xây dựng", "tham mưu", "công bố", "ban hành", "thẩm định", "lập", "hướng dẫn",
    "triển khai", "trình",
)  # fmt: skip
_WHO = re.compile(
    r"^(các |giao )?(ubnd|ủy ban|hội đồng|phòng|ban|bộ phận|văn phòng|trung tâm|khối|công chức|cơ quan|đơn vị|đài|thôn|"
    r"xóm|khu phố|trường|mặt trận)\b",
    re.IGNORECASE,
)
_ACT = re.compile(r"(?<!các)(?<!và) (" + "|".join(_ACTS) + r")\b", re.IGNORECASE)


def act_first(text: str) -> tuple[str, str]:
    """(what is to be done, by whom). A short sentence, or one that names nobody first, stays whole with "" for whom.

    >>> act_first("Phòng Nội vụ chủ trì, phối hợp với các cơ quan có liên quan rà soát, xét chọn, đề xuất khen thưởng")
    ('Rà soát, xét chọn, đề xuất khen thưởng', 'Phòng Nội vụ chủ trì, phối hợp với các cơ quan có liên quan')
    """
    found = _ACT.search(text) if len(text) >= LONG and _WHO.match(text) else None
    if found is None:
        return text, ""
    act = text[found.start(1) :]
    return act[:1].upper() + act[1:], text[: found.start()].rstrip(" ,")
