"""Indicators of administrative reform: one-stop files in, named and versioned formulas out; no database."""

from chungtay.indicators.formulas import FORMULAS, Counts, Formula, Result
from chungtay.indicators.onestop import CaseFile, FileClass, ImportProblem, classify, count, read_csv

__all__ = [
    "FORMULAS",
    "CaseFile",
    "Counts",
    "FileClass",
    "Formula",
    "ImportProblem",
    "Result",
    "classify",
    "count",
    "read_csv",
]
