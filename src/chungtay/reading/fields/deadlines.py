"""deadlines: end of the movement, filing, selection, ceremony."""

from __future__ import annotations

import re

from chungtay.reading.context import Context
from chungtay.reading.dates import Day, Limit, dates_in, limit_before
from chungtay.reading.model import FINAL, Leaf, Tree, absent, derived, said
from chungtay.reading.structure import Node, closing_words
from chungtay.reading.vocabulary import any_of
from chungtay.reading.words import Words

RECEIVER = re.compile(
    rf"(?:ve|den|cho|toi|gui|nop)\s+(?P<who>{any_of('bodies', 'receivers')}(?![a-z])[^,;.]*?)"
    rf"(?=\s*(?:\(|{any_of('time', 'before')}|{any_of('time', 'on_or_before')}|vao\b|de\s|xong"
    r"|trong (?:vong|thoi han)|sau \d|[,;.]|$))"
)
PROPOSED = re.compile(
    rf"(?:de xuat|trinh|bao cao|tham muu)\s+(?P<who>{any_of('bodies', 'deciders')}(?![a-z])[^,;.]*?)"
    r"(?=\s+(?:tang|xem xet|khen|quyet dinh|xet|ban hanh|ket qua|truoc|cham nhat|de\b)|\s*[,;.(]|$)"
)
EVENT = re.compile(rf"{any_of('time', 'together')}\s*(?:hoi nghi |viec |dot |le )?(?:tong ket|so ket|hoi nghi)[^;.]*")
OFFSET = re.compile(
    r"(?:trong (?:vong |thoi han )?|cham nhat (?:la |sau )?|sau )(?P<n>\d{1,3}) ngay(?: lam viec)?,?\s*"
    r"(?P<dir>ke tu (?:ngay|khi)|tu (?:ngay|khi)|sau (?:ngay|khi)?|truoc (?:ngay|khi)?)\s*(?P<event>[^,;.]+)"
)
FILING = re.compile(
    r"(?:thoi gian|thoi han)\s+(?:gui|nop|trinh|tiep nhan|nhan)?\s*(?:ho so\s*)?(?P<rest>(?:de nghi|xet|khen).*?)"
    r"(?=\s+(?:nop|gui|ve|cham nhat|truoc)\b|$)"
)
# What a step of a schedule must speak of to be a time limit rather than a stretch of the work.
SCHEDULED = r"\bho so\b|de nghi (?:xet )?khen|binh xet|xet chon|xet khen|\b(?:so|tong) ket\b"
YEARLY = re.compile(r"(?:ngay\s*)?(?P<d>\d{1,2})\s*(?:/|thang)\s*(?P<m>\d{1,2})\s*(?:hang|moi) nam")
SKIP = (
    "purposes",
    "requirements",
    "contents",
    "solutions",
    "subjects",
    "slogan",
    "reporting",
    "period",
    "criteria",
    "ranking",
    "dossier_text",
)


def read_deadlines(context: Context) -> Tree:
    """Each time limit once, in the order of the text; the end of the movement first where it is given to the day."""
    out: list[Tree] = []
    seen: set[tuple[str, str]] = set()
    if context.period_end and len(context.period_end[0]) == 10:
        iso, comparator, words = context.period_end
        what = derived("Kết thúc phong trào thi đua", words, "period_end", 0.8)
        date, bound = derived(iso, words, "period_end"), derived(comparator, words, "period_end")
        out.append(_entry(what, date, bound, absent("period_end", words)))
    for node in context.document.nodes():
        scheduled = node.roles[:1] == ("period",) and node.parent is not None and node.parent.roles[:1] == ("period",)
        if node.roles and node.roles[0] in SKIP and "awards" not in node.roles and not scheduled:
            continue
        for words in (node.words, *node.paragraphs):
            if not words or closing_words(words) or (words is node.title and words is not node.words):
                continue
            for sentence in _sentences(words):
                if scheduled and not sentence.search(SCHEDULED):
                    continue
                for tree, key in _limits(context, node, sentence):
                    if key not in seen:
                        seen.add(key)
                        out.append(tree)
    return out


def _sentences(words: Words) -> list[Words]:
    return words.cut_at(m.end() for m in re.finditer(r"(?:\.|;)\s+(?=\S)|(?<=\d{4}),\s+(?=bao cao\b)", words.folded)
                        if words.text[m.end()].isupper() or words.text[m.start()] in ";,")  # fmt: skip


def _limits(context: Context, node: Node, words: Words) -> list[tuple[Tree, tuple[str, str]]]:
    """Time limits of one sentence, each with the key by which it is recognised when it is repeated."""
    offset = OFFSET.search(words.folded)
    if offset and words.search(r"khen|ho so|de nghi|quyet dinh|xet|bao cao"):
        return [(_counted(node, words, offset), ("event", str(words.start)))]
    if words.search(any_of("time", "periodic")):
        yearly = YEARLY.search(words.folded)
        filing = words.search(r"ho so|khen thuong") or (node.roles and node.roles[0] in ("dossier", "filing", "awards"))
        limit = limit_before(words, yearly.start()) if yearly and filing else None
        return [(_yearly(node, words, yearly, limit), ("yearly", str(words.start)))] if yearly and limit else []
    found: list[tuple[Tree, tuple[str, str]]] = []
    for day in dates_in(words, year=context.year):
        limit = limit_before(words, day.start)
        if limit is None and "filing" in node.roles and day.full:
            limit = Limit("on", day.start)
        if limit is None or len(day.iso) < 7 or _cites(words, day):
            continue
        found.append((_dated(node, words, day, limit), (day.iso, limit.comparator)))
    event = EVENT.search(words.folded) if not found and "awards" in node.roles else None
    return [(_merged(words, event), ("event", str(words.start)))] if event else found


def _yearly(node: Node, words: Words, match: re.Match[str], limit: Limit) -> Tree:
    """A limit that comes back every year: the day of this year is asked, never made up."""
    place = words[limit.start : match.end()]
    sent = RECEIVER.search(words.folded)
    return _entry(
        said(words.strip(FINAL), "sentence", 0.7),
        absent("yearly", place, warning="Hạn lặp lại hằng năm: nhập ngày của năm nay."),
        derived(limit.comparator, place, "dated_limit"),
        _receiver(words, sent) if sent else absent("receiver", words),
    )


def _cites(words: Words, day: Day) -> bool:
    """Dates of cited acts: 'Quyết định số … ngày …'."""
    return re.search(r"so\s*:?\s*\S+(?:,)?\s*(?:ngay\s*)?$", words.folded[: day.start]) is not None


def _dated(node: Node, words: Words, day: Day, limit: Limit) -> Tree:
    warnings = ("Văn bản không ghi năm của mốc này; lấy theo năm của phong trào.",) if day.assumed_year else ()
    place = words[limit.start : day.end]
    match = RECEIVER.search(words.folded) or PROPOSED.search(words.folded)
    return _entry(
        _what(node, words, limit.start, day.end),
        derived(day.iso, place, "dated_limit", 0.6 if warnings else 0.92, *warnings),
        derived(limit.comparator, place, "dated_limit"),
        _receiver(words, match) if match else absent("receiver", words),
    )


def _receiver(words: Words, match: re.Match[str]) -> Leaf:
    """The receiver, with the brackets that follow it."""
    end = match.end("who")
    more = re.match(r"\s*\([^)]*\)", words.folded[end:])
    who = words[match.start("who") : end + (more.end() if more else 0)].strip()
    return derived(who.text, who, "receiver", 0.85)


def _what(node: Node, words: Words, start: int, end: int) -> Leaf:
    """What is to be done: 'Gửi hồ sơ …' for filing, as the heading names it; else the sentence without its date."""
    title = node.title if node.title and node.title is not words else words
    filing = (
        words.search(r"\bho so\b")
        or node.title.search(r"^ho so\b")
        or ("filing" in node.roles and node.title.search(r"ho so|de nghi"))
    )
    if filing and ("filing" in node.roles or words.search(r"(?:gui|nop|trinh|ho so de nghi ve|de nghi ve|ve ubnd)")):
        named = FILING.search(title.folded)
        if named:
            part = title.group(named, "rest").strip(FINAL)
            return derived(f"Gửi hồ sơ {part.text[:1].lower()}{part.text[1:]}", (part, words), "filing", 0.8)
        sent = re.match(r"(?:gui|nop)\b", words.folded)
        if sent and node.roles[:1] == ("dossier",) and not words.search(r"\bho so\b"):
            return derived("Gửi hồ sơ", (node.title, words.group(sent)), "filing", 0.75)  # as the heading says
        noun = re.search(r"ho so(?:\s+(?:de nghi|xet|trinh|khen thuong|thi dua))*", words.folded)
        if noun:
            part = words.group(noun)
            return derived(f"Gửi {part.text[:1].lower()}{part.text[1:]}", (part, words), "filing", 0.75)
    before, after = words[:start].strip(FINAL + ","), words[end:].strip(FINAL + ",")
    best = max((before, after), key=len)
    return said(best, "sentence_without_date", 0.75) if len(best) > 5 else said(words.strip(FINAL), "sentence", 0.6)


def _merged(words: Words, event: re.Match[str]) -> Tree:
    """Done together with another event: the clause itself says with which."""
    what = said(words.strip(FINAL), "with_event", 0.75)
    cue = derived("at_event", words.group(event), "with_event")
    return _entry(what, absent("with_event", words), cue, absent("receiver", words))


def _counted(node: Node, words: Words, match: re.Match[str]) -> Tree:
    """So many days before or after an event."""
    cue = words.group(match)
    comparator = derived("before_event" if match["dir"].startswith("truoc") else "after_event", cue, "counted")
    sent = RECEIVER.search(words.folded)
    to_whom = _receiver(words, sent) if sent else absent("receiver", words)
    entry = _entry(_what(node, words, match.start(), match.end()), absent("counted", words), comparator, to_whom)
    event = said(words.group(match, "event").strip(), "counted", 0.8)
    return {**entry, "event": event, "offset_days": derived(int(match["n"]), cue, "counted", 0.9)}


def _entry(what: Leaf, date: Leaf, comparator: Leaf, to_whom: Leaf) -> dict[str, Tree]:
    return {"what": what, "date": date, "comparator": comparator, "to_whom": to_whom}
