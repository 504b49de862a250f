"""The timestamp service over HTTP (RFC 3161): the only part of signing that ever uses the network."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError

from chungtay.signing.errors import SigningError

SECONDS = 20  # how long an answer may take


class _Checked(HTTPTimeStamper):
    """pyHanko checks the nonce and the status of an answer; that it stamps our digest is checked here, because a stamp
    of another one would only be found when somebody checks the paper."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        token: Any = await super().async_timestamp(message_digest, md_algorithm)
        imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
        same = imprint["hash_algorithm"]["algorithm"].native == md_algorithm
        if not same or imprint["hashed_message"].native != message_digest:
            raise TimestampRequestError("The answer stamps another digest")
        return token


def http_timestamper(url: str, *, user: str = "", password: str = "") -> TimeStamper:
    """The timestamp service that the administrator has named. Raises SigningError for what is no web address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SigningError("Địa chỉ máy chủ dấu thời gian phải bắt đầu bằng https:// hoặc http://. Xem lại địa chỉ.")
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    return _Checked(url, headers={"Authorization": f"Basic {login}"} if user else None, timeout=SECONDS)
