"""Names of audit events in words: steps by their transition table, the rest here."""

from __future__ import annotations

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chungtay.law import transitions

_OTHER: dict[str, Promise] = {
    "locality.moved": _("Chuyển sang cấp trên khác"),
    "locality.ended": _("Kết thúc hoạt động"),
    "account.linked": _("Gắn tài khoản với người"),
    "account.opened": _("Cấp tài khoản"),
    "account.password_changed": _("Đổi mật khẩu"),
    "account.password_reset": _("Đặt lại mật khẩu"),
    "award.corrected": _("Đính chính chữ trong quyết định"),
    "calendar.day_entered": _("Thêm ngày riêng vào lịch làm việc"),
    "calendar.day_withdrawn": _("Rút ngày riêng khỏi lịch làm việc"),
    "council.member_added": _("Thêm thành viên Hội đồng"),
    "council.member_ended": _("Thành viên Hội đồng thôi tham gia"),
    "council.set_up": _("Lập Hội đồng"),
    "decision.drafted": _("Soạn quyết định khen thưởng"),
    "decision.sent_up": _("Trình cấp trên"),
    "document.drafted": _("Soạn văn bản"),
    "document.issued": _("Phát hành văn bản"),
    "document.rewritten": _("Soạn lại văn bản"),
    "document.signed": _("Ghi nhận đã ký"),
    "document.signature_given_up": _("Thôi chờ ký số"),
    "document.signature_prepared": _("Chuẩn bị tệp chờ ký số"),
    "document.signed_copy_filed": _("Lưu bản đã ký số"),
    "document.voided": _("Hủy văn bản"),
    "dossier.achievement_written": _("Ghi thành tích"),
    "dossier.award_compared": _("Đối chiếu với lần khen trước"),
    "dossier.criterion_checked": _("Xét tiêu chí"),
    "dossier.direct_set": _("Ghi có trực tiếp làm hay không"),
    "dossier.opened": _("Lập hồ sơ"),
    "dossier.paper_set": _("Cập nhật giấy tờ"),
    "dossier.report_written": _("Soạn báo cáo thành tích"),
    "dossier.seat_kept": _("Giữ suất"),
    "initiative.decision_filed": _("Gắn số quyết định công nhận sáng kiến"),
    "initiative.edited": _("Sửa đề xuất sáng kiến"),
    "initiative.file_added": _("Thêm minh chứng của sáng kiến"),
    "initiative.file_removed": _("Gỡ minh chứng của sáng kiến"),
    "initiative.proposed": _("Đề xuất sáng kiến"),
    "initiative.sitting_recorded": _("Ghi kết quả xét sáng kiến"),
    "job.asked": _("Giao việc cho máy"),
    "job.cancelled": _("Thôi việc của máy"),
    "job.done": _("Máy làm xong"),
    "job.failed": _("Máy chưa làm được"),
    "job.retried": _("Cho máy làm lại"),
    "decision.payment_list_made": _("Lập bảng tính tiền thưởng"),
    "law.settled": _("Chốt điều pháp luật chưa rõ"),
    "law.settled_again": _("Thay điều đã chốt"),
    "law.settlement_withdrawn": _("Rút điều đã chốt"),
    "locality.appointed": _("Phân công vai trò"),
    "locality.appointment_ended": _("Thôi phân công"),
    "locality.opened": _("Lập địa phương"),
    "locality.person_added": _("Thêm người"),
    "locality.person_corrected": _("Sửa thông tin người"),
    "locality.person_ended": _("Ghi thôi làm"),
    "locality.unit_added": _("Thêm đơn vị"),
    "locality.unit_ended": _("Kết thúc đơn vị"),
    "meeting.attendance_recorded": _("Điểm danh"),
    "meeting.changed": _("Sửa cuộc họp"),
    "meeting.counts_recorded": _("Nhập kết quả kiểm phiếu"),
    "meeting.opinions_written": _("Ghi ý kiến"),
    "meeting.planned": _("Lên lịch họp"),
    "meeting.rules_fixed": _("Chốt cách tính kết quả"),
    "meeting.tie_decided": _("Quyết định khi bằng phiếu"),
    "movement.adjustment_reopened": _("Mở lại việc điều chỉnh kế hoạch"),
    "movement.adjustment_settled": _("Ghi kết quả việc điều chỉnh kế hoạch"),
    "movement.filing_extended": _("Gia hạn nộp hồ sơ"),
    "number.gap_explained": _("Ghi lý do số bỏ trống"),
    "number.gap_reopened": _("Bỏ lý do số bỏ trống"),
    "paper.drafted": _("Soạn giấy tờ"),
    "paper.edited": _("Sửa bản nháp giấy tờ"),
    "paper.refreshed": _("Cập nhật giấy tờ từ dữ liệu"),
    "plan.drafted": _("Tải kế hoạch lên"),
    "plan.field_reviewed": _("Xác nhận một mục"),
    "plan.finding_left": _("Giữ nguyên điều máy nhắc"),
    "plan.finding_reopened": _("Xem lại điều máy nhắc"),
    "plan.part_added": _("Thêm phần máy không thấy"),
    "plan.part_removed": _("Bỏ phần đã thêm"),
    "plan.review_undone": _("Hoàn tác xác nhận"),
    "obstacle.raised": _("Nêu vướng mắc"),
    "progress.assigned": _("Phân công báo cáo chỉ tiêu"),
    "progress.exempted": _("Ghi không áp dụng chỉ tiêu"),
    "progress.exemption_ended": _("Cho áp dụng lại chỉ tiêu"),
    "progress.tracking_set": _("Đặt kỳ báo cáo, ngưỡng theo dõi"),
    "records.line_closed": _("Ghi kết thúc dòng theo dõi"),
    "records.line_sourced": _("Ghi số văn bản vào dòng theo dõi"),
    "records.line_withdrawn": _("Rút dòng theo dõi"),
    "records.line_written": _("Ghi vào Sổ theo dõi"),
    "report.evidence_removed": _("Gỡ minh chứng của chỉ tiêu"),
    "report.written": _("Nhập số liệu chỉ tiêu"),
    "stationery.art_added": _("Thêm bản mẫu giấy khen"),
    "stationery.art_chosen": _("Đổi mẫu giấy khen đang dùng"),
    "stationery.printer_added": _("Thêm máy in"),
    "stationery.printer_set": _("Chỉnh máy in"),
    "stationery.template_added": _("Tải lên mẫu Word riêng"),
    "stationery.template_chosen": _("Đổi mẫu Word đang dùng"),
}


@cache
def _steps() -> dict[str, str]:
    rows = [row for name in transitions.names() for row in transitions.table(name).rows]
    return {row.event: row.staff_label for row in reversed(rows)}


def event_words(event: str) -> str:
    """What happened, as people say it; an event that nobody named keeps its code rather than vanish."""
    return _steps().get(event) or str(_OTHER.get(event, event))
