"""Files with bytes changed, cut out, doubled or cut off; the same for the same random numbers."""

from __future__ import annotations

import io
import random
import zipfile


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A broken copy. In half of all zipped documents a part inside is broken, so that damage gets past the checksum."""
    if data.startswith(b"PK\x03\x04") and rng.random() < 0.5:
        return _inside(data, rng)
    return _bytes(data, rng)


def _bytes(data: bytes, rng: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        at = rng.randrange(len(made)) if made else 0
        match rng.randrange(5):
            case 0 | 1:
                made[at : at + 1] = bytes([rng.randrange(256)])
            case 2:
                del made[at : at + rng.randrange(1, 40)]
            case 3:
                made[at:at] = made[at : at + rng.randrange(1, 40)]
            case 4 if rng.random() < 0.05:
                del made[at:]
    return bytes(made)


def _inside(data: bytes, rng: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        hurt = rng.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _words(part, rng) if name == hurt else part)
    return made.getvalue()


def _words(part: bytes, rng: random.Random) -> bytes:
    """XML that stays well-formed more often: numbers and names are changed, elements moved."""
    if rng.random() < 0.4:
        return _bytes(part, rng)
    words = part.split(b'"')
    for _ in range(rng.choice((1, 3, 10))):
        at = rng.randrange(len(words))
        if at % 2:
            words[at] = rng.choice(
                [b"", b"-1", b"0", b"999999999999", b"x", b"\xff", b"1.5", words[rng.randrange(len(words))]]
            )
    return b'"'.join(words)
