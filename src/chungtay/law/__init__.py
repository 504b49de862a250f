"""The law as data: dated rules by day and place, transition tables, and the arithmetic that follows from them.

Ask for the law of a day with `on(date, place)`; a decision keeps `snapshot(date, place)` of what it used.
"""

from chungtay.law.errors import InputError, LawError, LawFileError, NotInForce, Refused, UnknownRule, Unsettled
from chungtay.law.loading import Law, load, on, snapshot
from chungtay.law.rules import Certainty, Reference, Resolved, Rule, Value
from chungtay.law.transitions import Offer, Row, State, Table, table
from chungtay.law.verdicts import Outcome, Reason, Verdict

__all__ = [
    "Certainty",
    "InputError",
    "Law",
    "LawError",
    "LawFileError",
    "NotInForce",
    "Offer",
    "Outcome",
    "Reason",
    "Reference",
    "Refused",
    "Resolved",
    "Row",
    "Rule",
    "State",
    "Table",
    "UnknownRule",
    "Unsettled",
    "Value",
    "Verdict",
    "load",
    "on",
    "snapshot",
    "table",
]
