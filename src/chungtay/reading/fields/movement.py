"""movement.*: name, slogan, year, who launches it, how long it lasts."""

from __future__ import annotations

import re

from chungtay.reading.bodies import units_in
from chungtay.reading.context import Context
from chungtay.reading.dates import dates_in, limit_before
from chungtay.reading.fields.header import launching_body
from chungtay.reading.fold import fold
from chungtay.reading.model import Leaf, Tree, absent, derived, not_found, said, verbatim
from chungtay.reading.structure import Node, closing_words
from chungtay.reading.vocabulary import starts_with
from chungtay.reading.words import Words, join

MOVEMENT = re.compile(
    r"(?:phong trao|dot|cao diem|chuyen de)\s+thi dua(?:\s+(?:yeu nuoc|chuyen de|voi chu de|dac biet))?:?\s*"
)
QUOTED = re.compile(r'"(?P<name>[^"]{4,160})"')
STEP = re.compile(r"(?:buoc|dot|giai doan) (?:1|i|mot)\b|(?:to chuc\s+)?phat dong\b(?!.*\bden\b)")
SINCE_ISSUE = re.compile(r"tu (?:ngay|khi) (?:ban hanh|ky|phat dong|ke hoach nay)")


def read_movement(context: Context, issuer: Leaf) -> Tree:
    """The tree of `movement`; sets the year and the end of the period in the context."""
    name = _name(context)
    period = _period(context)
    year = _year(context, name, period)
    return {
        "name": name,
        "slogan": _slogan(context),
        "year": year,
        "launched_by": _launcher(context, issuer),
        "period": period,
    }


def _name(context: Context) -> Leaf:
    """The quoted name in the title; else the name quoted in the text as the issuer's own; else the title's words."""
    title = context.document.title
    if not title:
        return not_found("title")
    match = MOVEMENT.search(title.folded)
    rest = title[match.end() :].strip() if match else title[:0]
    quoted = QUOTED.search(rest.folded)
    if quoted and quoted.start() <= 12:
        return verbatim(rest.group(quoted, "name").strip(), "quoted_in_title")
    own = _quoted_of_own(context)
    if own:
        return verbatim(own, "quoted_in_text", 0.8)
    anywhere = QUOTED.search(title.folded)
    if anywhere:
        return verbatim(title.group(anywhere, "name").strip(), "quoted_in_title", 0.85)
    return _name_from_title(title, rest)


def _name_from_title(title: Words, rest: Words) -> Leaf:
    """What follows 'phong trào thi đua': by itself if it reads as a name (a capital, a verb), else with these words."""
    if rest and (rest.text[0].isupper() or starts_with(rest.folded, "verbs", "name_verbs")):
        return said(rest.strip(" ."), "title_after_movement", 0.85)
    begin = MOVEMENT.search(title.folded) if rest else re.search(r"thi dua\s+", title.folded)
    return said(title[begin.start() :].strip(" ."), "title_from_movement", 0.7) if begin else not_found("title")


def _quoted_of_own(context: Context) -> Words | None:
    """A quoted name after 'phong trào thi đua' in the body that names the issuer's own unit, or no unit at all."""
    seen: list[Words] = []
    for words in [*context.document.preamble[-1:], *context.document.body_pieces()]:
        for match in re.finditer(MOVEMENT.pattern + r'"(?P<name>[^"]{4,160})"', words.folded):
            name = words.group(match, "name").strip()
            units = units_in(name)
            if context.locality and any(fold(u.name.text) == fold(context.locality) for u in units):
                return name
            if not units and (context.document.title is None or fold(name.text)[:12] in context.document.title.folded):
                seen.append(name)
    return seen[0] if len(seen) > 1 else None


def _slogan(context: Context) -> Leaf:
    for node in context.document.tops("slogan"):
        for words in (node.rest, *node.paragraphs, *(n.words for n in node.below())):
            if words and not closing_words(words):
                return verbatim(_unwrapped(words), "slogan_section")
        return absent("slogan_section", node.words)
    for words in [*context.document.preamble, *context.document.body_pieces()]:
        match = re.search(r'khau hieu(?: thi dua)?(?: la| hanh dong)?\s*:?\s*"(?P<slogan>[^"]{4,160})"', words.folded)
        if match:
            return verbatim(words.group(match, "slogan").strip(), "slogan_sentence", 0.9)
    return absent("slogan_section")


def _unwrapped(words: Words) -> Words:
    """Without the quotation marks around all of it."""
    words = words.strip(" .;")
    if words.folded.startswith('"') and words.folded.endswith('"') and words.folded.count('"') == 2:
        return words[1:-1].strip()
    return words


def _launcher(context: Context, issuer: Leaf) -> Leaf:
    body = launching_body(context)
    if body and units_in(body):
        return verbatim(body, "launching_sentence", 0.9)
    if issuer.state == "found" and isinstance(issuer.value, str):
        return Leaf(issuer.value, issuer.words, "issuer", 0.7)
    return not_found("launching_sentence")


def _year(context: Context, name: Leaf, period: dict[str, Tree]) -> Leaf:
    title = context.document.title
    places = [title] if title else []
    text = period["text"]
    if isinstance(text, Leaf):
        places += text.words
    places += name.words
    for words in places:
        match = words.search(r"(?:nam|giai doan)\s*(?:tu\s*)?(?P<year>(?:19|20)\d\d)(?!\d)|(?P<late>20\d\d)(?!\d)")
        if match:
            group = "year" if match["year"] else "late"
            context.year = int(match[group])
            return derived(context.year, words.group(match), "title_year", 0.95)
    return not_found("title_year")


def _period(context: Context) -> dict[str, Tree]:
    for node in context.document.tops("period"):
        steps = _steps(node)
        if steps:
            return _of_steps(context, steps)
        clause = _clause(node)
        if clause:
            return _bounds(context, clause)
    for words in context.document.body_pieces():
        match = re.search(
            r"thoi gian (?:thuc hien|to chuc|phat dong|thi dua|trien khai)[^:.;]{0,60}:\s*(?P<c>[^.;]{6,160})",
            words.folded,
        )
        if match:
            return _bounds(context, words.group(match, "c").strip(" .;"))
    title = context.document.title
    match = title.search(r"(?:6 thang (?:dau|cuoi) )?(?:nam \d{4}|giai doan \d{4}\s*-\s*\d{4})") if title else None
    if title and match:
        text = verbatim(title.group(match), "title_year", 0.7)
        return {"start": absent("no_period_section"), "end": absent("no_period_section"), "text": text}
    return {
        "start": not_found("period_section"),
        "end": not_found("period_section"),
        "text": not_found("period_section"),
    }


def _steps(node: Node) -> list[Words]:
    """A schedule of several steps, each with its time: launch, carrying out, review. Empty for anything else."""
    steps = [child.words.strip(" .;") for child in node.children if not child.children]
    timed = [words for words in steps if re.search(r"\bthang \d|\bquy [ivx1-4]+\b|\d{1,2}/\d{4}", words.folded)]
    return steps if len(timed) > 1 and not node.rest and STEP.match(steps[0].folded) else []


def _of_steps(context: Context, steps: list[Words]) -> dict[str, Tree]:
    """The period of a schedule: it begins with the launch; no step says by itself where it ends."""
    days = [day for day in dates_in(steps[0], year=context.year) if not day.assumed_year]
    begins = days and not any((limit := limit_before(steps[0], day.start)) and limit.comparator != "on" for day in days)
    words = steps[0][days[0].start : days[0].end] if days else steps[0]
    return {
        "start": derived(days[0].iso, words, "first_step", 0.75) if begins else absent("schedule", steps[0]),
        "end": absent("schedule", steps[-1], warning="Kế hoạch nêu các bước, không nêu ngày kết thúc phong trào."),
        "text": verbatim(join(steps), "schedule", 0.8),
    }


def _clause(node: Node) -> Words | None:
    # "Thời gian phát động: …" speaks of the launch: its heading is part of the clause; "thời gian thực hiện" is not.
    if node.rest and re.search(r"phat dong", node.title.folded) and not re.search(r"thuc hien", node.title.folded):
        return node.words.strip(" .;")
    for words in (node.rest, *node.paragraphs, *(n.words for n in node.below())):
        if words and re.search(r"\d{4}|ban hanh|nam", words.folded):
            return words.strip(" .;")
    if re.search(r"\d{4}", node.title.text):
        return node.title
    return None


def _bounds(context: Context, clause: Words) -> dict[str, Tree]:
    days = [d for d in dates_in(clause, year=context.year) if not d.assumed_year]
    start: Leaf = absent("period_clause", clause)
    end: Leaf = absent("period_clause", clause)
    since = SINCE_ISSUE.search(clause.folded)
    if since:
        words = clause.group(since)
        if context.issued and context.issued_words:
            warnings = () if len(context.issued) == 10 else ("Bắt đầu từ ngày ban hành, mà ngày ban hành chưa đủ.",)
            start = derived(context.issued, (words, context.issued_words), "since_issue", 0.9, *warnings)
        else:
            start = absent("since_issue", words, warning="Bắt đầu từ ngày ban hành, mà không thấy ngày ban hành.")
    for day in days:
        limit = limit_before(clause, day.start)
        words = clause[limit.start if limit else day.start : day.end]
        opens = limit is not None and limit.comparator == "from"
        if opens and start.value is None:
            start = derived(day.iso, words, "period_clause")
        elif limit is not None and limit.comparator in ("before", "on_or_before") and end.value is None:
            end = derived(day.iso, words, "period_clause")
            context.period_end = (day.iso, limit.comparator, clause)
    bare = re.search(r"(?:^|trong |thang )\s*(?P<a>\d{1,2}/\d{4}|nam \d{4})$", clause.folded.strip(" ."))
    if start.value is None and end.value is None and len(days) == 1 and bare:
        words = clause[days[0].start : days[0].end]
        start, end = derived(days[0].iso, words, "whole_year", 0.85), derived(days[0].iso, words, "whole_year", 0.85)
    elif start.value is None and end.value is None and len(days) == 2:
        start = derived(days[0].iso, clause[days[0].start : days[0].end], "period_clause", 0.8)
        end = derived(days[1].iso, clause[days[1].start : days[1].end], "period_clause", 0.8)
        context.period_end = (days[1].iso, "on_or_before", clause)
    years = clause.search(r"(?:giai doan|tu nam)\s*(?P<a>\d{4})\s*(?:-|den(?: nam)?)\s*(?P<b>\d{4})")
    if start.value is None and years:
        start = derived(years["a"], clause.group(years, "a"), "years", 0.85)
        end = derived(years["b"], clause.group(years, "b"), "years", 0.85)
    return {"start": start, "end": end, "text": verbatim(clause, "period_section")}
