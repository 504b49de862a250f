"""A report for people: the findings in the order of the text, each with its words, why, and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from chungtay.law.deadlines import format_date_vi
from chungtay.linter.model import Finding, Report, Severity, Trust

WIDTH, QUOTE = 100, 90
HEALED = {
    Trust.RESTORED: "Chữ gốc mất dấu, máy đã phục hồi để kiểm tra: không soát lỗi gõ, lỗi thể thức và phần còn thiếu; "
    "không kết luận là lỗi.",
    Trust.RECOGNISED: "Chữ nhận dạng từ ảnh: không soát lỗi gõ và lỗi thể thức.",
}


def in_words(report: Report) -> str:
    """The whole report as lines of Vietnamese text."""
    if not report.is_plan:
        return f"{report.name}: không phải kế hoạch phong trào thi đua nên không kiểm tra.\n"
    day = f"ngày {format_date_vi(report.plan_day)}" if report.plan_day else "không rõ ngày"
    lines = [f"Kiểm tra: {report.name}", f"Xét theo {day} (kế hoạch) và {format_date_vi(report.on)} (hôm kiểm tra)."]
    if report.trust in HEALED:
        lines += textwrap.wrap(HEALED[report.trust], WIDTH)
    for finding in report.findings:
        lines += ["", *_lines(finding)]
    counts = [f"{report.count(severity)} {severity.label.lower()}" for severity in Severity if report.count(severity)]
    return "\n".join([*lines, "", f"Tất cả: {', '.join(counts)}." if counts else "Không thấy gì phải xem lại.", ""])


def _lines(finding: Finding) -> Iterator[str]:
    where = f"dòng {finding.place.line}, cột {finding.place.column}" if finding.place else "cả văn bản"
    yield f"{finding.severity.label.upper()}, {where}: {finding.title} [{finding.check}]"
    if finding.place:
        yield from _wrapped(f"“{short(finding.place.words, QUOTE)}”")
    yield from _wrapped(finding.message)
    yield from _wrapped(f"Vì sao: {finding.why}")
    yield from _wrapped(f"Nên làm: {finding.suggestion}")
    for rule in finding.rules:
        yield from _wrapped(f"Quy định {rule.id}: {rule.source} ({rule.certainty}).")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def short(text: str, most: int) -> str:
    """At most so many characters, cut between words."""
    return text if len(text) <= most else textwrap.shorten(text, most, placeholder=" …")
