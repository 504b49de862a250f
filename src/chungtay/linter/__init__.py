"""The plan linter: what a careful colleague would point at before the plan is signed. Plain Python, no Django.

It stands above two engines, reading (the plan) and law (what holds on a day), and changes neither.
"""

from chungtay.linter.engine import check_plan, check_source
from chungtay.linter.model import Finding, Place, Report, RuleRef, Severity, Trust
from chungtay.linter.registry import Check, checks

__all__ = [
    "Check",
    "Finding",
    "Place",
    "Report",
    "RuleRef",
    "Severity",
    "Trust",
    "check_plan",
    "check_source",
    "checks",
]
