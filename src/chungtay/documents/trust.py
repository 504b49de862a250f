"""Whom this installation believes, and its timestamp service, as the administrator has set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from chungtay.signing import Trust


def house_trust() -> Trust:
    """The trusted folder as it is now: a list of revoked certificates that arrives is used at once."""
    from chungtay.signing import load_trust

    return load_trust(settings.SIGNING_TRUST)


def house_timestamper() -> TimeStamper | None:
    """The timestamp service; None when none is set."""
    from chungtay.signing import http_timestamper

    asked: dict[str, str] = settings.SIGNING_TSA
    return http_timestamper(asked["URL"], user=asked["USER"], password=asked["PASSWORD"]) if asked["URL"] else None
