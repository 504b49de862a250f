"""What an OCR with the wrong language does to a text, drawn from a seed: marks lost, letters confused, lines broken.

The scans beside this file are the real thing; this makes as many more as a test wants.
"""

from __future__ import annotations

import random
import re
import unicodedata

CONFUSED = {
    "ã": ["a", "4", "i"], "ả": ["a", "4"], "ộ": ["6", "o", "é"], "ố": ["6", "o", "é"], "ứ": ["ir", "tr", "u"],
    "ừ": ["ir", "u"], "ự": ["y", "u"], "ợ": ["g", "o"], "ư": ["u", "w"], "ơ": ["o", "6"], "ể": ["é", "e"],
    "ệ": ["é", "¢"], "ế": ["é", "e"], "ề": ["é", "e"], "Đ": ["D", "P", "B"], "đ": ["d"], "l": ["1", "l", "l", "l"],
}  # fmt: skip
NOISE = 0.6  # share of letters with a known confusion that are confused, not only stripped


def damaged(text: str, seed: int) -> str:
    """The text as such an OCR gives it, the same for the same seed."""
    chance = random.Random(seed)
    lines = []
    for line in text.split("\n"):
        out = "".join(_letter(c, chance) for c in line)
        out = re.sub(r"^II\.", "I1.", out) if chance.random() < 0.5 else out
        out = re.sub(r"^III\.", "II1.", out) if chance.random() < 0.5 else out
        out = "_ " + out if out.startswith("- ") and chance.random() < 0.05 else out
        words = out.split(" ")
        if len(out) > 60 and chance.random() < 0.15:  # a line broken in the middle
            words[len(words) // 2] += "\n" + words.pop(len(words) // 2 + 1)
        lines.append(" ".join(words))
    return "\n".join(lines)


def _letter(char: str, chance: random.Random) -> str:
    if char in CONFUSED and chance.random() < NOISE:
        return chance.choice(CONFUSED[char])
    base = unicodedata.normalize("NFD", char.replace("đ", "d").replace("Đ", "D"))
    kept = base if chance.random() < 0.15 and char in "áàéèíìóòúùâêô" else base[:1]
    return unicodedata.normalize("NFC", kept)
