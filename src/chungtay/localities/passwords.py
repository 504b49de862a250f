"""Passwords that the program gives: random, readable aloud, known to somebody else and so changed at once."""

from __future__ import annotations

import secrets

LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # none that is taken for another


def new_password() -> str:
    """Four groups of four letters: about 78 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _i in range(4)) for _j in range(4))
