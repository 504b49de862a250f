"""deadlines: end of the movement, filing, selection, ceremony."""

from __future__ import annotations

import re

from chungtay.reading.context import Context
from chungtay.reading.dates import Day, dates_in, limit_before
from chungtay.reading.model import FINAL, Leaf, Tree, absent, derived, said
from chungtay.reading.structure import Node, closing_words
from chungtay.reading.vocabulary import any_of
from chungtay.reading.words import Words

RECEIVER = re.compile(r"(?:gui|nop|trinh|bao cao|de nghi|ho so)?\s*(?:ho so\s*)?(?:ve|den|cho|toi)\s+(?P<who>(?:ubnd|uy ban|phong|van phong|hoi dong|bo phan|so |ban |thuong truc|cong chuc|co quan|trung tam|dang uy)[^,;.]*?(?:\([^)]*\))?)"
                      r"(?=\s*(?:cham nhat|truoc|den ngay|den het|vao|de\s|,|;|\.|xong|$|muon nhat|han cuoi))")  # fmt: skip
PROPOSED = re.compile(
    r"(?:de xuat|trinh|bao cao|tham muu)\s+(?P<who>(?:chu tich|ubnd|uy ban nhan dan|hoi dong)[^,;.]*?)(?=\s+(?:tang|xem xet|khen|quyet dinh|xet|ban hanh|de\b)|[,;.]|$)"
)
EVENT = re.compile(
    r"(?P<cue>long ghep (?:voi|vao)|cung (?:voi )?dip|nhan dip|trong dip|tai (?:hoi nghi|le) |gan voi) ?(?P<event>(?:hoi nghi |viec |dot )?(?:tong ket|so ket|hoi nghi)[^;.]*)"
)
OFFSET = re.compile(
    r"(?:trong (?:vong |thoi han )?|cham nhat (?:la |sau )?|sau )(?P<n>\d{1,3}) ngay(?: lam viec)?,?\s*(?P<dir>ke tu (?:ngay|khi)|tu (?:ngay|khi)|sau (?:ngay|khi)?|truoc (?:ngay|khi)?)\s*(?P<event>[^,;.]+)"
)
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
        out.append(_entry(derived("Kết thúc phong trào thi đua", words, "period_end", 0.8), derived(iso, words, "period_end"),
                          derived(comparator, words, "period_end"), absent("period_end", words)))  # fmt: skip
    for node in context.document.nodes():
        if node.roles and node.roles[0] in SKIP and "awards" not in node.roles:
            continue
        for words in (node.words, *node.paragraphs):
            if not words or closing_words(words) or (words is node.title and words is not node.words):
                continue
            for sentence in _sentences(words):
                for tree, key in _limits(context, node, sentence):
                    if key not in seen:
                        seen.add(key)
                        out.append(tree)
    return out


def _sentences(words: Words) -> list[Words]:
    return words.cut_at(m.end() for m in re.finditer(r"(?:\.|;)\s+(?=\S)", words.folded)
                        if words.text[m.end()].isupper() or words.text[m.start()] == ";")  # fmt: skip


def _limits(context: Context, node: Node, words: Words) -> list[tuple[Tree, tuple[str, str]]]:
    found: list[tuple[Tree, tuple[str, str]]] = []
    offset = OFFSET.search(words.folded)
    if offset and _about_awards(words, node):
        found.append((_counted(node, words, offset), ("event", str(words.start))))
        return found
    if words.search(any_of("time", "periodic")):
        return found
    for day in dates_in(words, year=context.year):
        limit = limit_before(words, day.start)
        if len(day.iso) < 7 or (limit is None and "filing" not in node.roles) or _cites(words, day):
            continue
        if limit is None and not day.full:
            continue
        found.append((_dated(context, node, words, day, limit.comparator if limit else "on",
                             limit.start if limit else day.start), (day.iso, limit.comparator if limit else "on")))  # fmt: skip
    if not found and "awards" in node.roles:
        event = EVENT.search(words.folded)
        if event:
            found.append((_merged(words, event), ("event", str(words.start))))
    return found


def _cites(words: Words, day: Day) -> bool:
    """Dates of cited acts: 'Quyết định số … ngày …'."""
    return re.search(r"so\s*:?\s*\S+(?:,)?\s*(?:ngay\s*)?$", words.folded[: day.start]) is not None


def _about_awards(words: Words, node: Node) -> bool:
    return words.search(r"khen|ho so|de nghi|quyet dinh|xet") is not None


def _dated(context: Context, node: Node, words: Words, day: Day, comparator: str, start: int) -> Tree:
    warnings = ("Văn bản không ghi năm của mốc này; lấy theo năm của phong trào.",) if day.assumed_year else ()
    place = words[start : day.end]
    receiver = RECEIVER.search(words.folded[:start] + " ") or RECEIVER.search(words.folded)
    proposed = PROPOSED.search(words.folded)
    match = receiver or proposed
    to_whom = verbatim_range(words, match) if match else absent("receiver", words)
    return _entry(_what(node, words, start, day.end), derived(day.iso, place, "dated_limit", 0.6 if warnings else 0.92, *warnings),
                  derived(comparator, place, "dated_limit"), to_whom)  # fmt: skip


def verbatim_range(words: Words, match: re.Match[str]) -> Leaf:
    """The receiver, with the brackets that follow it."""
    end = match.end("who")
    more = re.match(r"\s*\([^)]*\)", words.folded[end:])
    who = words[match.start("who") : end + (more.end() if more else 0)].strip()
    return derived(who.text, who, "receiver", 0.85)


def _what(node: Node, words: Words, start: int, end: int) -> Leaf:
    """What is to be done: 'Gửi hồ sơ …' for filing, named by heading and sentence; else the sentence without its date."""
    title = node.title if node.title and node.title is not words else words
    filing = words.search(r"\bho so\b") or ("filing" in node.roles and node.title.search(r"ho so|de nghi"))
    if filing and ("filing" in node.roles or words.search(r"(?:gui|nop|trinh|ho so de nghi ve|de nghi ve|ve ubnd)")):
        named = re.search(
            r"(?:thoi gian|thoi han)\s+(?:gui|nop|trinh|tiep nhan|nhan)?\s*(?:ho so\s*)?(?P<rest>(?:de nghi|xet|khen).*?)(?=\s+(?:nop|gui|ve|cham nhat|truoc)\b|$)",
            title.folded,
        )
        if named:
            part = title.group(named, "rest").strip(FINAL)
            return derived(f"Gửi hồ sơ {part.text[:1].lower()}{part.text[1:]}", (part, words), "filing", 0.8)
        noun = re.search(r"ho so(?:\s+(?:de nghi|xet|trinh|khen thuong|thi dua))*", words.folded)
        if noun:
            part = words.group(noun)
            verb = "" if re.match(r"ho so de nghi$", part.folded) else ""
            return derived(f"Gửi {part.text[:1].lower()}{part.text[1:]}{verb}", (part, words), "filing", 0.75)
    before, after = words[:start].strip(FINAL + ","), words[end:].strip(FINAL + ",")
    best = max((before, after), key=len)
    return said(best, "sentence_without_date", 0.75) if len(best) > 5 else said(words.strip(FINAL), "sentence", 0.6)


def _merged(words: Words, event: re.Match[str]) -> Tree:
    """Done together with another event: the clause itself says with which."""
    place = words.group(event)
    return _entry(said(words.strip(FINAL), "with_event", 0.75), absent("with_event", words), derived("at_event", place, "with_event"),
                  absent("receiver", words))  # fmt: skip


def _counted(node: Node, words: Words, match: re.Match[str]) -> Tree:
    after = not match["dir"].startswith("truoc")
    tree = _entry(_what(node, words, match.start(), match.end()), absent("counted", words),
                  derived("after_event" if after else "before_event", words.group(match), "counted"), absent("receiver", words))  # fmt: skip
    event = words.group(match, "event").strip()
    return {
        **tree,
        "event": said(event, "counted", 0.8),
        "offset_days": derived(int(match["n"]), words.group(match), "counted", 0.9),
    }


def _entry(what: Leaf, date: Leaf, comparator: Leaf, to_whom: Leaf) -> dict[str, Tree]:
    return {"what": what, "date": date, "comparator": comparator, "to_whom": to_whom}
