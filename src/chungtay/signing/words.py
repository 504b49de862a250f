"""What the findings mean, in plain Vietnamese; pages translate these sentences from the same catalogue."""

from __future__ import annotations

from enum import StrEnum


def gettext_noop(text: str) -> str:
    """Marks a sentence for the catalogue; engines know nothing of languages."""
    return text


class Problem(StrEnum):
    """What is wrong with a signature, or not known about it."""

    TAMPERED = "tampered"
    CHANGED_AFTER = "changed_after"
    PARTIAL = "partial"
    REVOKED = "revoked"
    EXPIRED = "expired"
    EXPIRED_SINCE = "expired_since"
    NOT_YET_VALID = "not_yet_valid"
    UNSUITABLE = "unsuitable"
    WEAK = "weak"
    UNREADABLE = "unreadable"
    BAD_TIMESTAMP = "bad_timestamp"
    UNKNOWN_ISSUER = "unknown_issuer"
    NO_ROOTS = "no_roots"
    UNPROVEN_TIME = "unproven_time"
    REVOCATION_UNKNOWN = "revocation_unknown"
    REVOCATION_OLD = "revocation_old"
    UNKNOWN_TIMESTAMP = "unknown_timestamp"


# These break a signature; the others only leave a question open.
BREAKING = frozenset({
    Problem.TAMPERED, Problem.CHANGED_AFTER, Problem.PARTIAL, Problem.REVOKED, Problem.EXPIRED, Problem.NOT_YET_VALID,
    Problem.UNSUITABLE, Problem.WEAK, Problem.UNREADABLE, Problem.BAD_TIMESTAMP,
})  # fmt: skip
# These are told, but need no answer before a signature can be called valid.
REMARKS = frozenset({Problem.UNPROVEN_TIME, Problem.REVOCATION_UNKNOWN, Problem.REVOCATION_OLD})


class Verdict(StrEnum):
    """What a reader may rely on."""

    VALID = "valid"
    OPEN = "open"
    BROKEN = "broken"
    UNSIGNED = "unsigned"


VERDICTS: dict[Verdict, str] = {
    Verdict.VALID: gettext_noop("Chữ ký hợp lệ: nội dung còn nguyên từ lúc ký, người ký được xác nhận."),
    Verdict.OPEN: gettext_noop("Nội dung còn nguyên từ lúc ký, nhưng chưa xác nhận được người ký."),
    Verdict.BROKEN: gettext_noop("Có chữ ký không hợp lệ. Không dùng tệp này làm căn cứ."),
    Verdict.UNSIGNED: gettext_noop(
        "Tệp không có chữ ký số nào. Bản in rồi quét lại không còn chữ ký số: xin tệp gốc từ nơi ban hành."
    ),
}

SENTENCES: dict[Problem, str] = {
    Problem.TAMPERED: gettext_noop("Nội dung đã bị sửa sau khi ký, hoặc chữ ký hỏng. Xin lại tệp gốc từ nơi ban hành."),
    Problem.CHANGED_AFTER: gettext_noop(
        "Sau khi ký, tệp bị thêm nội dung mà chữ ký không bảo đảm. Xin lại tệp gốc từ nơi ban hành."
    ),
    Problem.PARTIAL: gettext_noop(
        "Chữ ký chỉ bảo đảm một phần của tệp, phần còn lại có thể đã bị thay. Xin lại tệp gốc từ nơi ban hành."
    ),
    Problem.REVOKED: gettext_noop("Chứng thư của người ký đã bị thu hồi, không có gì chứng minh là đã ký trước đó."),
    Problem.EXPIRED: gettext_noop("Chứng thư của người ký đã hết hạn trước lúc ký. Chữ ký không có giá trị."),
    Problem.EXPIRED_SINCE: gettext_noop(
        "Chứng thư của người ký nay đã hết hạn, không có dấu thời gian chứng minh là đã ký trước ngày hết hạn."
    ),
    Problem.NOT_YET_VALID: gettext_noop("Chứng thư của người ký chưa có hiệu lực lúc ký."),
    Problem.UNSUITABLE: gettext_noop("Chứng thư này không cấp cho việc ký văn bản."),
    Problem.WEAK: gettext_noop("Chữ ký dùng thuật toán cũ, không còn an toàn."),
    Problem.UNREADABLE: gettext_noop("Không đọc được chữ ký này: cấu tạo lạ hoặc hỏng."),
    Problem.BAD_TIMESTAMP: gettext_noop("Dấu thời gian kèm chữ ký không đúng."),
    Problem.UNKNOWN_ISSUER: gettext_noop(
        "Tổ chức cấp chứng thư không có trong thư mục tin cậy. Quản trị thêm chứng thư của tổ chức đó nếu tin cậy."
    ),
    Problem.NO_ROOTS: gettext_noop(
        "Máy chưa được khai báo tổ chức cấp chứng thư nào là tin cậy. Quản trị đặt chứng thư gốc vào thư mục tin cậy."
    ),
    Problem.UNPROVEN_TIME: gettext_noop("Thời gian ký do máy của người ký ghi, không có dấu thời gian bảo đảm."),
    Problem.REVOCATION_UNKNOWN: gettext_noop(
        "Chưa có danh sách thu hồi của tổ chức cấp chứng thư nên chưa biết chứng thư có bị thu hồi hay không."
    ),
    Problem.REVOCATION_OLD: gettext_noop(
        "Danh sách thu hồi đang có đã quá hạn nên chưa biết chứng thư có bị thu hồi hay không. "
        "Quản trị lấy danh sách mới."
    ),
    Problem.UNKNOWN_TIMESTAMP: gettext_noop("Nơi cấp dấu thời gian không có trong thư mục tin cậy."),
}
