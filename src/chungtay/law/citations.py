"""Legal references in a text: found, taken apart, and judged on a day (R-01 to R-10, seeds check 13).

What the register does not know is said to be unknown: a commune's own plan is not in force or expired because of us.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from chungtay.law.acts import Act, Register, normal, register
from chungtay.law.deadlines import format_date_vi, parse_date_vi
from chungtay.law.errors import InputError
from chungtay.law.loading import load
from chungtay.law.numbering import problems
from chungtay.law.rules import Certainty

LETTERS = "A-ZĐa-zđ"
SYMBOL = rf"[A-ZĐ][{LETTERS}]*\d*(?:\s?[-–]\s?[A-ZĐ][{LETTERS}]*)*"
NUMBER = rf"\d{{1,5}}(?:-[A-ZĐ]+/[A-ZĐ]+|\s?/\s?\d{{4}}(?:\s?/\s?{SYMBOL})?|\s?/\s?{SYMBOL})"
DATE = r"ngày\s+(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
ARTICLE = r"(?:(?:điểm\s+\w+,?\s+)?(?:khoản\s+\d+,?\s+))?Điều\s+\d+\w?"
ISSUER_END = (
    r"(?=\s+(?:về|quy định|ban hành|hướng dẫn|tổ chức|phát động|triển khai)\b|\s+và\s+[A-ZĐ]|\s*[,;.()“\n]|\s*$)"
)
# A name goes on until the number, the date, or the end of the clause; a comma inside it is followed by a small letter.
NAME = r"(?:(?!\s+(?:số|ngày|năm)\b)(?:[^,;.()\n]|,(?=\s+[a-zđà-ỹ])))+"
# A number with wrong strokes anywhere ("số 40/KH/UBND"); one without digits only where a document states its own,
# because "chỉ số CCHC" is no number.
_TAIL = rf"(?:/\s?\d{{4}}\s?)?[/-]?\s?{SYMBOL}(?:\s?/\s?[A-ZĐ][{LETTERS}]*)*"
WRITTEN = re.compile(rf"(?:[Ss]ố\s*:?\s*(?=\d)|^[\W_]*[Ss]ố\s*:\s*)((?:\d{{1,5}}\s?)?{_TAIL})", re.MULTILINE)
NATIONAL_FORM = re.compile(r"/QH\d+$|^\d+-[A-ZĐ]+/")


class Standing(StrEnum):
    """Where an act stands on a day."""

    IN_FORCE = "còn hiệu lực"
    EXPIRED = "hết hiệu lực"
    NOT_YET = "chưa có hiệu lực"
    UNKNOWN = "chưa rõ"


@dataclass(frozen=True)
class Citation:
    """One reference as written. `number` as in the text without spaces; `start`, `end`: where it stands."""

    text: str
    kind: str
    number: str | None
    name: str | None
    date: dt.date | None
    issuer: str | None
    article: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Judgement:
    """What the register says about a reference on a day. `replacements`: what to cite instead."""

    citation: Citation
    standing: Standing
    act: Act | None
    replacements: tuple[Act, ...]
    certainty: Certainty | None
    sentence: str


class Kind(StrEnum):
    """What a remark is about."""

    EXPIRED = "expired"
    NOT_YET = "not_yet"
    ENDS = "ends"  # an act in force on the day that ends before the movement does
    BODY = "body"  # a level or an office that had ceased on the day
    BODY_ENDS = "body_ends"
    NUMBER = "number"


@dataclass(frozen=True)
class Remark:
    """Something to look at in a text from `start` to `end`.

    `blocks`: the rule behind it is settled, so it is more than a warning. `last_day`: the last day of what ends;
    `advice`: what to write instead of a body.
    """

    subject: str
    start: int
    sentence: str
    rule_id: str | None
    blocks: bool
    kind: Kind
    end: int
    last_day: dt.date | None = None
    advice: str = ""


def parse(text: str) -> list[Citation]:
    """All references of a text, in its order."""
    return list(_citations(text))


def judge(citation: Citation, on: dt.date) -> Judgement:
    """In force, expired, not yet, or unknown on a day, with the replacement and the sentence that says so."""
    book = register()
    act = _act(citation, on, book)
    day = format_date_vi(on)
    if act is None:
        if citation.date and citation.date > on:
            text = f"{citation.text}: ngày văn bản sau ngày {day}. Kiểm tra lại ngày."
            return Judgement(citation, Standing.NOT_YET, None, (), None, text)
        text = f"{citation.text}: không có trong sổ văn bản. Tự kiểm tra còn hiệu lực không."
        return Judgement(citation, Standing.UNKNOWN, None, (), None, text)
    heirs: tuple[Act, ...] = ()
    if act.valid_to and act.valid_to < on:
        standing, heirs = Standing.EXPIRED, tuple(book.successors(act, on))
        text = f"{act.name} hết hiệu lực từ {format_date_vi(act.valid_to + dt.timedelta(days=1))}"
        text += f"; thay bằng {', '.join(heir.name for heir in heirs)}." if heirs else "; chưa rõ văn bản thay thế."
    elif act.valid_from and act.valid_from > on:
        standing = Standing.NOT_YET
        text = f"{act.name} có hiệu lực từ {format_date_vi(act.valid_from)}, chưa áp dụng ngày {day}."
    elif act.valid_from is None:
        standing = Standing.UNKNOWN
        text = f"{act.name}: chưa rõ ngày bắt đầu có hiệu lực. Tự kiểm tra."
    else:
        standing, text = Standing.IN_FORCE, f"{act.name} còn hiệu lực ngày {day}."
    if not act.certainty.settled:
        text += f" Ngày hiệu lực {act.certainty.label}."
    if citation.date and act.signed_on and citation.date != act.signed_on:
        text += f" Ngày ghi trong căn cứ khác ngày ký trong sổ ({format_date_vi(act.signed_on)})."
    return Judgement(citation, standing, act, heirs, act.certainty, text)


def check_text(text: str, on: dt.date, until: dt.date | None = None) -> list[Remark]:
    """Expired or future acts, bodies that ceased, and wrongly written numbers, in the order of the text.

    `until`: the end of the movement; what ends before it is told too, as a task and not as an error (R-10).
    """
    found = [*_check_acts(text, on, until), *_check_bodies(text, on, until), *_check_numbers(text, on)]
    return sorted(found, key=lambda remark: remark.start)


def _citations(text: str) -> Iterator[Citation]:
    pattern, spelt = _pattern()
    for match in pattern.finditer(text):
        kind = spelt[match["kind"][0].upper() + match["kind"][1:]]
        number, name = match["number"], match["name"]
        if not number and not name:
            continue
        yield Citation(
            text=" ".join(match[0].split()),
            kind=kind,
            number=re.sub(r"\s+", "", number) if number else None,
            name=" ".join(name.split()) if name else None,
            date=_date(match["date"]),
            issuer=" ".join(match["issuer"].split()) if match["issuer"] else None,
            article=" ".join(match["article"].split()) if match["article"] else None,
            start=match.start(),
            end=match.end(),
        )


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """The grammar of a reference, over the kinds of acts that the register lists; laws may be cited by name."""
    kinds = register().kinds
    spelt = {short: kind for kind, shorts in kinds.items() for short in (kind, *shorts)}
    numbered = "|".join(sorted((_either(word) for word in spelt), key=len, reverse=True))
    grammar = (
        rf"(?:(?P<article>{ARTICLE})\s+(?:của\s+)?)?"
        rf"(?:(?P<kind>\b(?:{numbered})\b)"
        rf"(?:(?<=uật)\s+(?P<name>{NAME}))?"
        rf"(?:,?\s*(?:\(?số\s*:?\s*)?(?P<number>{NUMBER}))?\)?)"
        rf"(?:,?\s+(?P<date>{DATE}))?"
        rf"(?:\s+của\s+(?P<issuer>[A-ZĐỦ].*?){ISSUER_END})?"
    )
    return re.compile(grammar), spelt


def _either(word: str) -> str:
    """ "Nghị định" also as "nghị định"; short forms and laws as they are (a small "luật" is a common word)."""
    if word.isupper() or " " not in word or word == "Bộ luật":
        return re.escape(word)
    return f"[{word[0]}{word[0].lower()}]{re.escape(word[1:])}"


def _date(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return parse_date_vi(text)
    except InputError:
        return None


def _act(citation: Citation, on: dt.date, book: Register) -> Act | None:
    if citation.number:
        act = book.find(citation.number, citation.kind)
        local = act and "UBND" in act.issuer
        # Every province has a "86/2025/QĐ-UBND": one of ours only if the same place issued it.
        return None if local and not _same_place(citation.issuer, act) else act
    acts = book.named(f"{citation.kind} {citation.name}")
    by_date = [act for act in acts if citation.date and act.signed_on == citation.date]
    in_force = [a for a in acts if (not a.valid_from or a.valid_from <= on) and (not a.valid_to or a.valid_to >= on)]
    return next(iter([*by_date, *in_force, *acts]), None)


def _same_place(issuer: str | None, act: Act | None) -> bool:
    if not issuer or not act:
        return False
    place = act.issuer.split(" ", 1)[1].removeprefix("thành phố ").removeprefix("tỉnh ")
    return issuer.casefold().endswith(place.casefold())


def _check_acts(text: str, on: dt.date, until: dt.date | None) -> Iterator[Remark]:
    for citation in parse(text):
        found = judge(citation, on)
        sure = bool(found.certainty and found.certainty.settled)
        rule = re.search(r"[RL]-\d+", found.act.reference) if found.act else None
        rule_id = rule[0] if rule else None
        if found.standing in (Standing.EXPIRED, Standing.NOT_YET):
            kind = Kind.EXPIRED if found.standing is Standing.EXPIRED else Kind.NOT_YET
            ended = found.act.valid_to if found.act else None
            yield Remark(citation.text, citation.start, found.sentence, rule_id, sure, kind, citation.end, ended)
        elif found.act and found.act.valid_to and until and found.act.valid_to < until:
            last = format_date_vi(found.act.valid_to)
            text_ = (
                f"{found.act.name} chỉ còn hiệu lực đến {last}, trước khi phong trào kết thúc. Xem lại khi đến ngày đó."
            )
            yield Remark(
                citation.text, citation.start, text_, rule_id, False, Kind.ENDS, citation.end, found.act.valid_to
            )  # fmt: skip


def _check_bodies(text: str, on: dt.date, until: dt.date | None) -> Iterator[Remark]:
    cited = [(citation.start, citation.end) for citation in parse(text)]
    for body in register().bodies:
        last = max(on, until) if until else on
        if last <= body.until:
            continue
        seen = set()
        for match in re.finditer("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in body.words), text):
            around = _around(text, match)
            # Who issued a cited act is history, and no work given to anybody.
            if around in seen or any(start <= match.start() < end for start, end in cited):
                continue
            seen.add(around)
            value = load().on(on)
            rule = value.peek(body.rule)
            ended = on > body.until
            when = "" if ended else f"Còn đúng ngày {format_date_vi(on)}, nhưng phong trào kéo dài. "
            sure = bool(ended and rule and rule.certainty.settled)
            yield Remark(
                around, match.start(), f"“{around}”: {when}{body.now}", body.rule, sure,
                Kind.BODY if ended else Kind.BODY_ENDS, match.start() + len(around), body.until, body.now,
            )  # fmt: skip


def _around(text: str, match: re.Match[str]) -> str:
    """The word with the name behind it: "huyện Đức Thọ"."""
    name = re.match(r"(?:(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)[A-ZĐÀ-Ỹ][\wà-ỹ]*){1,3}", text[match.end() :])
    return match[0] + (name[0] if name else "")


def _check_numbers(text: str, on: dt.date) -> Iterator[Remark]:
    for match in WRITTEN.finditer(text):
        written = match[1].strip()
        if NATIONAL_FORM.search(normal(written)):
            continue
        wrong = problems(written, on)
        if wrong:
            sentence = f"“{written}”: {' '.join(wrong)}"
            yield Remark(written, match.start(1), sentence, "L-14", True, Kind.NUMBER, match.end(1))
