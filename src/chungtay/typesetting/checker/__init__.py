"""Measures a finished paper, whoever made it, against Nghị định 30/2020/NĐ-CP: margins, sizes, styles, places, order.

report = check_layout(content, kind="ke-hoach")
report.errors, report.warnings, report.as_text()
"""

from __future__ import annotations

from chungtay.typesetting.checker.checking import check_layout
from chungtay.typesetting.checker.report import Finding, Report

__all__ = ["Finding", "Report", "check_layout"]
