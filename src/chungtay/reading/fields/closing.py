"""recipients and signatory: the two columns at the end of the document."""

from __future__ import annotations

import re

from chungtay.reading.context import Context
from chungtay.reading.fold import UPPER
from chungtay.reading.lines import Line
from chungtay.reading.model import FINAL, Leaf, Tree, absent, not_found, unreadable, verbatim
from chungtay.reading.vocabulary import any_of, phrases, vocabulary
from chungtay.reading.words import Words, join

SIGNING = re.compile(any_of("document", "signing_for") + r"\s*[.,]\s*")
TAIL = re.compile(rf"(?<=[;.:,])\s*(?P<tail>(?:[{UPPER}][{UPPER}.]*\s*){{1,8}})$")
WIDE = 8  # blanks that part two columns
NO_NAME = "Tên người ký không đọc được. Đối chiếu bản giấy."
NO_SURNAME = "Tên người ký không bắt đầu bằng một họ thường gặp. Đối chiếu bản giấy."
UNUSUAL = 0.6  # confidence of a name that begins with no surname
TITLE = re.compile(r"(?:TS|ThS|BS|Th\.S)\b")
NAME = re.compile(rf"(?:(?:TS|ThS|BS|Th\.S)\.?\s+)?[{UPPER}][^\W\d_{UPPER}]*(?:\s+[{UPPER}][^\W\d_]*){{1,5}}")


def read_closing(context: Context) -> tuple[Tree, dict[str, Tree]]:
    """Recipients and signatory. A line of two columns is cut where its capitals begin."""
    left: list[tuple[Line, Words]] = []
    right: list[Words] = []
    for line in context.document.closing:
        words, tail = _columns(line)
        if tail:
            right.append(tail)
        if words:
            left.append((line, words))
    recipients, signing = _recipients(left)
    return recipients, _signatory([*right, *signing], found=bool(context.document.closing))


def _columns(line: Line) -> tuple[Words, Words]:
    words = line.whole
    if line.label is not None or re.match(r"noi nh|luu\b", words.folded):
        wide = next((i for i in range(1, len(words) - 1) if words.at[i + 1] - words.at[i - 1] > WIDE), None)
        if wide:  # "- Lưu VP.                    Phạm Văn Mẫu"
            return words[:wide].strip(), words[wide:].strip()
    match = None if line.capital else TAIL.search(words.text)
    if match and _signs(words.group(match, "tail")):
        return words[: match.start()].strip(), words.group(match, "tail").strip()
    return words, words[:0]


def _signs(words: Words) -> bool:
    folded = words.folded.strip()
    return (
        bool(SIGNING.match(folded)) or folded in phrases("document", "positions") or folded.startswith("pho chu tich")
    )


def _recipients(left: list[tuple[Line, Words]]) -> tuple[Tree, list[Words]]:
    """The list after 'Nơi nhận'; what is left over belongs to the signature."""
    entries: list[Words] = []
    rest: list[Words] = []
    listing = False
    last = 0
    for line, side in left:
        parted, last = line.number > last + 1, line.number
        head = re.match(r"noi nh[a-z]{1,2}n\s*:?\s*", side.folded)
        words = side[head.end() :] if head else side
        if head:
            listing = True
        if not words:
            continue
        label = line.label is not None and line.label.kind in ("dash", "plus", "star")
        archive = re.match(r"-?\s*luu\b", words.folded)
        if listing and (label or archive or head):
            entries.append(words.strip(" -–—+*•"))
        elif (
            listing
            and entries
            and not parted
            and not line.capital
            and (words.text[0].islower() or entries[-1].text[-1] == ",")
        ):
            entries[-1] = join([entries[-1], words])
        else:
            rest.append(words)
    cut = [piece for entry in entries for piece in (entry.split(r";\s+-\s*") or [entry])]
    return [verbatim(e.strip(FINAL), "recipients_list") for e in cut if e.strip(FINAL)], rest


def _signatory(lines: list[Words], *, found: bool) -> dict[str, Tree]:
    authority: list[Words] = []
    position: Words | None = None
    name: Words | None = None
    strange: Words | None = None
    for words in lines:
        folded = words.folded.strip(" *")
        if SIGNING.match(folded):
            authority.append(words.strip(" *"))
        elif folded in phrases("document", "positions") or (not position and authority and _is_position(words)):
            position = words.strip(" *")
        elif words.text.isupper() and authority and position is None:
            authority[-1] = join([authority[-1], words])
        elif (position and _name_in_capitals(words)) or (
            (position or authority) and NAME.fullmatch(words.text.strip(" .")) and not folded.startswith("(")
        ):
            name = words.strip(" .")
        elif authority or position:
            fallback = NAME.fullmatch(words.text.strip())
            name = words if fallback else name
            strange = words if not fallback and sum(c.isalpha() for c in words.text) > 4 else strange
    if not (authority or position):
        names = [w for w in lines if NAME.fullmatch(w.text.strip(" ."))]
        name = names[-1].strip(" .") if names and found else None
    return {
        "authority_line": verbatim(join(authority), "signature_block") if authority else _missing(found),
        "position": verbatim(position, "signature_block") if position else _missing(found),
        "name": _name(name, strange, found=found),
    }


def _name(name: Words | None, strange: Words | None, *, found: bool) -> Leaf:
    if name and _mixed(name.text):
        name, strange = None, name
    if name:
        if not TITLE.match(name.text) and not _surnamed(name):
            return verbatim(name, "signature_block", UNUSUAL, NO_SURNAME)
        return verbatim(name, "signature_block", 0.9)
    return unreadable("signature_block", strange, NO_NAME) if strange else _missing(found)


def _surnamed(words: Words) -> bool:
    return words.lowered.split()[0] in vocabulary("names")["surnames"]


def _name_in_capitals(words: Words) -> bool:
    return words.text.isupper() and len(words.text.split()) > 1 and _surnamed(words)


def _mixed(text: str) -> bool:
    """Whether words in capitals stand among others: no name is printed so, a stamp over other words reads so."""
    upper = [word.isupper() for word in text.split() if len(word) > 1 and not TITLE.match(word)]
    return any(upper) and not all(upper)


def _is_position(words: Words) -> bool:
    return words.text.isupper() and re.match(any_of("document", "positions"), words.folded.strip(" *")) is not None


def _missing(found: bool) -> Leaf:
    return absent("signature_block") if found else not_found("signature_block", "Không thấy khối chữ ký.")
