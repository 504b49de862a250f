"""Errors that are meant for people: every message is Vietnamese and says what to do next."""

from __future__ import annotations

from collections.abc import Sequence


class UserError(Exception):
    """Something the person can mend. The web shows `message`; nothing has been saved."""

    def __init__(self, message: str, *, field: str | None = None, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = list(details)


class Forbidden(UserError):
    """The person may not do this; the message says who may."""


class Stale(UserError):
    """Somebody saved the same thing first."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} vừa được người khác sửa sau khi anh/chị mở trang. "
            "Chưa ghi gì cả: tải lại trang, xem bản mới rồi làm lại."
        )
