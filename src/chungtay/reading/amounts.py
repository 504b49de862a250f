"""Numbers with their unit and comparator: 100%, từ 90% trở lên, ít nhất 3 sáng kiến, nhóm đứng đầu, không vi phạm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from chungtay.reading.fold import fold
from chungtay.reading.model import Leaf, Tree, absent, derived
from chungtay.reading.vocabulary import any_accented, any_of, vocabulary
from chungtay.reading.words import Words

NUMERAL = r"\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?"

SIGNS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<"}
SIGN = re.compile(r"(?P<sign>≥|≤|>=|<=|>|<)\s*$")


@cache
def _nouns() -> str:
    return any_of("amounts", "counted")


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.,/])(?P<n>{NUMERAL})\s*(?P<unit>%|phan tram)")


@cache
def _counted() -> re.Pattern[str]:
    noun = _nouns()
    before = any_of("amounts", "count_verbs")
    more = (
        any_of("amounts", "ge")
        + "|"
        + any_of("amounts", "gt")
        + "|"
        + any_of("amounts", "le")
        + "|"
        + any_of("amounts", "lt")
    )
    return re.compile(
        rf"(?:(?P<cue>{more})|(?P<verb>{before}))\s+(?:la\s+|dat\s+)?(?:tu\s+)?"
        rf"(?P<n>{NUMERAL}|{any_of('amounts', 'spelt')})\s+"
        rf"(?P<unit>{noun}(?:\s*(?:,|va|hoac|/)\s*{noun})*)(?![a-z])"
    )


@dataclass(frozen=True)
class Amount:
    """A level to reach: value, unit, comparator and their words; `start`, `end` in the words searched."""

    value: float | None
    unit: Words | str
    comparator: str
    words: Words
    start: int
    end: int


def number(text: str) -> float | None:
    """The value of a numeral in digits (1.234 is a thousand, 99,5 a fraction) or in words (hai, mười)."""
    folded = fold(text).strip()
    spelt = vocabulary("amounts")["words"]
    if folded in {fold(k): v for k, v in spelt.items()}:
        return float({fold(k): v for k, v in spelt.items()}[folded])
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", folded):
        return float(folded.replace(".", ""))
    return float(folded.replace(",", ".")) if re.fullmatch(r"\d+(?:[.,]\d+)?", folded) else None


def amounts_in(words: Words) -> list[Amount]:
    """Levels in the order of the text; those inside brackets only when there is none outside."""
    found = [*_percents(words), *_counts(words), *_groups(words)]
    found.sort(key=lambda a: a.start)
    outside = [a for a in found if not _bracketed(words, a.start)]
    return outside or found


def amount_of_cell(words: Words, reach: Words, unit: Words | None) -> Amount | None:
    """The level in a column of its own, its unit in the same cell or the next: '≥ 3' beside 'mô hình'."""
    match = re.match(rf"(?P<cue>\D{{0,20}}?)(?P<n>{NUMERAL})\s*(?P<noun>[^\d%]{{2,40}})?$", reach.folded)
    if match is None or (unit is None and not match["noun"]) or not words:
        return None
    value = number(reach.group(match, "n").text)
    comparator, _, end = _compared(reach, match.start("n"), match.end("n"))
    noun = reach.group(match, "noun").strip() if match["noun"] and end == match.end("n") else unit
    if value is None or not noun:
        return None
    start = max(words.text.find(reach.text), 0)
    return Amount(value, noun, comparator, reach, start, len(words))


def zero_in(words: Words) -> Amount | None:
    """'Không có …', 'không để xảy ra …', 'không vi phạm': the number must be nought."""
    match = words.search(any_of("amounts", "zero") + r"(?![a-z])\s*(?P<rest>.*)")
    if not match:
        return None
    rest = match["rest"]
    after = words[match.start("rest") :]
    nouns, text = (any_accented("amounts", "counted"), after.lowered) if words.accented else (_nouns(), rest)
    noun = re.match(
        rf"(?:(?:bất kỳ|tình trạng|trường hợp|bat ky|tinh trang|truong hop)\s+)?(?P<noun>{nouns})(?![^\W_])", text
    )
    people = re.match(any_of("amounts", "people"), rest)
    at = match.start("rest")
    unit: Words | str = "người" if people else words[at + noun.start("noun") : at + noun.end("noun")] if noun else "lần"
    return Amount(0, unit, "=", words[match.start() :], match.start(), len(words))


def _bracketed(words: Words, at: int) -> bool:
    before = words.text[:at]
    return before.count("(") > before.count(")")


def _percents(words: Words) -> list[Amount]:
    found = []
    for match in _percent().finditer(words.folded):
        value = number(words.group(match, "n").text)
        comparator, start, end = _compared(words, match.start(), match.end())
        if comparator == "range":
            lower_end = re.match(NUMERAL, words.folded[start:])
            value, comparator = number(lower_end.group()) if lower_end else value, ">="
        found.append(Amount(value, "%", comparator, words[start:end], start, end))
    return found


def _compared(words: Words, start: int, end: int) -> tuple[str, int, int]:
    """The comparator that the words around a number give, and the range with these words."""
    after = re.match(r"\s*(?:tro len|hoac hon|tro di)", words.folded[end:])
    if after:
        low = re.search(r"(?:\btu|tren)\s*$", words.folded[:start])
        return ">=", low.start() if low else start, end + after.end()
    below = re.match(r"\s*tro xuong", words.folded[end:])
    if below:
        return "<=", start, end + below.end()
    span = re.search(r"(?<![\d.,/])\d{1,3}(?:,\d+)?\s*%?\s*(?:-|den)\s*$", words.folded[:start])
    if span and re.match(r"\s*%", words.folded[end - 1 :]):  # 98-100%: the lower end must be reached
        return "range", span.start(), end
    sign = SIGN.search(words.folded[:start])
    if sign:
        return SIGNS[sign["sign"]], sign.start(), end
    for comparator, key in ((">=", "ge"), ("<=", "le"), (">", "gt"), ("<", "lt")):
        cue = re.search(rf"(?<![a-z]){any_of('amounts', key)}\s*(?:la|dat|co|den|tu)?\s*$", words.folded[:start])
        if cue:
            return comparator, cue.start(), end
    return "=", start, end


def _counts(words: Words) -> list[Amount]:
    found = []
    for match in _counted().finditer(words.folded):
        value = number(words.group(match, "n").text)
        if value is None or 1990 <= value <= 2100:
            continue
        comparator, _, end = _compared(words, match.start("n"), match.end("unit"))
        before = _compared(words, match.start("n"), match.end("n"))[0]
        comparator = before if before != "=" else comparator
        found.append(
            Amount(value, words.group(match, "unit"), comparator, words[match.start() : end], match.start(), end)
        )
    return found


def _groups(words: Words) -> list[Amount]:
    match = words.search(any_of("amounts", "top_group") + r"(?![a-z])")
    if not match:
        return []
    rank = re.search(r"(?:nhom|top)\s*(\d{1,3})\b", match.group()) or re.search(r"\b0?(\d{1,2})\b", match.group())
    return [
        Amount(float(rank[1]) if rank else None, "hạng", "in_top_group", words.group(match), match.start(), match.end())
    ]


def target_tree(amount: Amount, words: Words) -> dict[str, Tree]:
    """The schema's target of an amount found in an item; reads the exception beside it."""
    shown = whole(amount.value) if amount.value is not None else None
    unit = amount.unit
    return {
        "value": derived(shown, amount.words, "amount") if shown is not None else absent("amount", amount.words),
        "unit": derived(unit, amount.words, "amount") if isinstance(unit, str) else derived(unit.text, unit, "amount"),
        "comparator": derived(amount.comparator, amount.words, "amount"),
        "measure": derived(_measure(amount, words), words, "measure", 0.6),
        "scope_exception": exception(words, amount),
    }


def _measure(amount: Amount, words: Words) -> str:
    rest = f"{words.text[: amount.start]} {words.text[amount.end :]}"
    rest = re.sub(r"^(?:Phấn đấu|phấn đấu|Đạt|đạt)\s+", "", " ".join(rest.split())).strip(" .;,:")
    return rest or words.text


def exception(words: Words, amount: Amount) -> Tree:
    """'Riêng …', 'trừ …', 'không bao gồm …' beside an amount."""
    cue, text = (any_accented, words.lowered) if words.accented else (any_of, words.folded)  # trừ is not lưu trữ
    match = re.search(rf"(?<![^\W\d_]){cue('amounts', 'exceptions')}(?![^\W\d_])\s*", text[amount.end :])
    if not match:
        return Leaf(None, (), "no_exception", 0.9, "absent")
    start = amount.end + match.start()
    close = re.search(r"[);]|\.(?:\s|$)", words.folded[start:])
    clause = words[start : start + close.start() if close else len(words)].strip(" .;,")
    scope = clause[match.end() - match.start() :]
    levels = amounts_in(clause)
    if levels:
        cut = re.search(r"\s*(?:dat|la|phai|:)?\s*$", clause.folded[: levels[0].start])
        scope = clause[match.end() - match.start() : cut.start() if cut else levels[0].start]
    level = next((a for a in levels if a.comparator != "in_top_group"), None)
    nothing = absent("exception", clause)
    scope = scope.strip(" ,")
    tree: dict[str, Tree] = {
        "text": derived(clause.text, clause, "exception"),
        "scope": derived(scope.text, scope, "exception", 0.7) if scope else nothing,
    }
    if level is None or level.value is None:
        return {**tree, "comparator": nothing, "value": nothing, "unit": nothing}
    return {
        **tree,
        "comparator": derived(level.comparator, level.words, "exception"),
        "value": derived(whole(level.value), level.words, "exception"),
        "unit": derived(level.unit if isinstance(level.unit, str) else level.unit.text, level.words, "exception"),
    }


def whole(value: float) -> int | float:
    """90 for 90.0: a whole number is shown as one."""
    return int(value) if value == int(value) else value
