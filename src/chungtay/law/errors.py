"""What can go wrong when the law is read or asked. Every message is Vietnamese and says what to do."""

from __future__ import annotations

from typing import Literal


class LawError(Exception):
    """Base of everything this engine raises to a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class LawFileError(LawError):
    """A law file is wrong; the message begins with file and line."""

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class UnknownRule(LawError, KeyError):
    """No rule of that number in the law files. Also a KeyError, because rules are asked for by subscription."""

    def __str__(self) -> str:
        return self.message


class NotInForce(LawError):
    """The rule exists, but on the day asked it did not apply (yet, or any more)."""


class Unsettled(LawError):
    """The value could not be established (certainty X): the software must ask, not guess."""

    def __init__(self, message: str, *, rule_id: str) -> None:
        super().__init__(message)
        self.rule_id = rule_id


class Refused(LawError):
    """A step that may not be taken now. `kind` says why: wrong role, wrong state, or something still missing."""

    def __init__(self, reason_vi: str, kind: Literal["role", "state", "guard"], missing: tuple[str, ...] = ()) -> None:
        super().__init__(reason_vi)
        self.reason_vi = reason_vi
        self.kind = kind
        self.missing = missing


class InputError(LawError):
    """A value typed by a person cannot be used (an impossible date, a negative count …)."""
