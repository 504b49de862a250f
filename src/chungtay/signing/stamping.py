"""The timestamp service over HTTP (RFC 3161): the only part of signing that ever uses the network."""

from __future__ import annotations

import base64
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError

from chungtay.signing.errors import SigningError

SECONDS = 20  # how long an answer may take
AWAY = "Không liên lạc được máy chủ dấu thời gian (TSA) nên chưa ký. Kiểm tra mạng rồi ký lại."
LOGIN = (
    "Máy chủ dấu thời gian (TSA) không nhận tên đăng nhập hoặc mật khẩu nên chưa ký. "
    "Nhờ quản trị xem lại tài khoản TSA."
)
WRONG = (
    "Máy chủ dấu thời gian (TSA) có trả lời nhưng không cấp dấu thời gian đúng cho tệp này nên chưa ký. "
    "Ký lại; vẫn vậy thì nhờ quản trị xem lại địa chỉ TSA."
)


class _Checked(HTTPTimeStamper):
    """pyHanko checks the nonce and the status of an answer; that it stamps our digest is checked here, because a stamp
    of another one would only be found when somebody checks the paper. What is wrong is told apart: a network that is
    down is the clerk's to mend, a wrong address or login the administrator's."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        try:
            token: Any = await super().async_timestamp(message_digest, md_algorithm)
            imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
            same = imprint["hash_algorithm"]["algorithm"].native == md_algorithm
            if same and imprint["hashed_message"].native == message_digest:
                return token
        except TimestampRequestError as error:
            raise SigningError(_told(error.__cause__)) from error
        except (AttributeError, KeyError, TypeError, ValueError, AssertionError) as error:  # an answer in odd parts
            raise SigningError(WRONG) from error
        raise SigningError(WRONG)


def _told(cause: BaseException | None) -> str:
    status = getattr(cause, "status", None)  # of an answer over HTTP
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return LOGIN
    return AWAY if cause is not None and status is None else WRONG


def http_timestamper(url: str, *, user: str = "", password: str = "") -> TimeStamper:
    """The timestamp service that the administrator has named. Raises SigningError for what is no web address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SigningError("Địa chỉ máy chủ dấu thời gian phải bắt đầu bằng https:// hoặc http://. Xem lại địa chỉ.")
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    return _Checked(url, headers={"Authorization": f"Basic {login}"} if user else None, timeout=SECONDS)
