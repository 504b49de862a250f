"""Digital signatures: made, completed for a key that stays on its token, and checked. Pure Python, no Django.

identity = load_p12(data, password)
signed = sign(pdf, identity, role=Role.PERSON, look=appearance(Role.PERSON, png, find_place(pdf, "Họ và tên")))
verify(signed, load_trust(folder)).verdict
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chungtay.signing.certificates import Holder, holder, read_certificates
    from chungtay.signing.checking import Report, Signature, original_of, verify
    from chungtay.signing.errors import SigningError
    from chungtay.signing.identity import Identity, load_p12
    from chungtay.signing.looks import Appearance, appearance
    from chungtay.signing.places import Box, find_place, words_below
    from chungtay.signing.remote import Prepared, complete, prepare, read_answer, sign_block
    from chungtay.signing.roles import Role
    from chungtay.signing.signer import Level, sign, signed_place
    from chungtay.signing.stamping import http_timestamper
    from chungtay.signing.token import open_token
    from chungtay.signing.trust import Trust, load_trust
    from chungtay.signing.words import SENTENCES, VERDICTS, Problem, Verdict

__all__ = [
    "SENTENCES",
    "VERDICTS",
    "Appearance",
    "Box",
    "Holder",
    "Identity",
    "Level",
    "Prepared",
    "Problem",
    "Report",
    "Role",
    "Signature",
    "SigningError",
    "Trust",
    "Verdict",
    "appearance",
    "complete",
    "find_place",
    "holder",
    "http_timestamper",
    "load_p12",
    "load_trust",
    "open_token",
    "original_of",
    "prepare",
    "read_answer",
    "read_certificates",
    "sign",
    "sign_block",
    "signed_place",
    "verify",
    "words_below",
]

_HOMES = {
    "looks": (
        "Appearance",
        "appearance",
    ),
    "certificates": (
        "Holder",
        "holder",
        "read_certificates",
    ),
    "errors": ("SigningError",),
    "identity": (
        "Identity",
        "load_p12",
    ),
    "token": ("open_token",),
    "places": (
        "Box",
        "find_place",
        "words_below",
    ),
    "remote": (
        "Prepared",
        "complete",
        "prepare",
        "read_answer",
        "sign_block",
    ),
    "roles": ("Role",),
    "signer": (
        "Level",
        "sign",
        "signed_place",
    ),
    "stamping": ("http_timestamper",),
    "trust": (
        "Trust",
        "load_trust",
    ),
    "checking": (
        "Report",
        "Signature",
        "original_of",
        "verify",
    ),
    "words": (
        "SENTENCES",
        "VERDICTS",
        "Problem",
        "Verdict",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

# pyHanko logs every path that it cannot build, with its traceback; here that is an answer, not a fault.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def __getattr__(name: str) -> object:
    """Loads a part when it is first asked for: pyHanko takes half a second, and few commands and pages sign."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
