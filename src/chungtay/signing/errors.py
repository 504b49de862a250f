"""What a person who signs or checks a file can mend."""

from __future__ import annotations


class SigningError(Exception):
    """Nothing was signed or accepted; the Vietnamese message says why and what to do."""
