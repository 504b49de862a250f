"""criteria: one condition an entry, with audience, level and kind; ranking: scale and grades."""

from __future__ import annotations

import re

from chungtay.reading.amounts import NUMERAL, amounts_in, number, target_tree, whole, zero_in
from chungtay.reading.bodies import levels_in
from chungtay.reading.context import Context
from chungtay.reading.items import Item, items_of
from chungtay.reading.model import FINAL, Leaf, Tree, absent, derived, said, verbatim
from chungtay.reading.structure import Node
from chungtay.reading.vocabulary import any_of, vocabulary
from chungtay.reading.words import Words

POINTS = re.compile(
    rf"[(\[:,;–-]?\s*(?:toi da|diem toi da|thang diem)?\s*:?\s*(?P<n>{NUMERAL})\s*diem\s*[)\]]?\s*[.;]?\s*$"
)
NEW_CONDITION = re.compile(
    r"(?:[;,]|,?\s+trong do)\s+(?=co (?:pham chat|mo hinh|giai phap|sang kien|san pham)\b)"
    r"|\s+(?=trong do (?:thuc hien|hoan thanh|co)\b)"
)
# "… : 25 điểm; cứ 01 hồ sơ trễ hạn trừ 05 điểm": what follows takes points away or adds to them.
BEFORE_DEDUCTION = re.compile(
    rf"\s*[:(]\s*(?:toi da\s*)?(?P<n>{NUMERAL})\s*diem\s*\)?(?=\s*[;,.(]\s*(?:cu|moi|neu|tru|cong|truong hop)\b)"
)
PREFIX = {"collective": "TT", "individual": "CN", "front_orgs": "MT", "staff": "CB", "other": "KH"}
CHECK = {"rating": "evidence", "discipline": "evidence", "initiative": "evidence", "contribution": "evidence",
         "target": "data", "ranking": "data", "conduct": "judgement", "other": "judgement"}  # fmt: skip


def read_criteria(context: Context) -> Tree:
    """All conditions of the criteria sections."""
    out: list[Tree] = []
    counts: dict[str, int] = {}
    for node in context.document.tops("criteria"):
        for item in items_of(node, ("criteria",)):
            audience, shown, inline = _audience(item, node)
            words = item.words[inline:].strip()
            pieces = _conditions(words, running=inline > 0 or item.words is item.node.rest)
            for piece in pieces:
                if len(piece) < 8 or re.match(r"tong (?:cong|diem|so)", piece.folded) or _bands(piece):
                    continue
                prefix = PREFIX.get(audience or "", "")
                counts[prefix] = counts.get(prefix, 0) + 1
                name = "-".join(p for p in ("TC", prefix, str(counts[prefix])) if p)
                out.append(_criterion(context, piece, name=name, audience=audience, shown=shown, node=item.node))
    for node in context.document.tops("ranking"):
        if "criteria" in node.roles:
            continue
        for words, audience, shown in _admitting(node):
            prefix = PREFIX[audience]
            counts[prefix] = counts.get(prefix, 0) + 1
            name = f"TC-{prefix}-{counts[prefix]}"
            out.append(_criterion(context, words, name=name, audience=audience, shown=shown, node=node))
    return out


ADMITS = re.compile(
    r"(?:doi voi\s+)?(?:cac\s+)?(?P<a>tap the|ca nhan)\s+(?:[^:;.]{0,80}?\s)?(?:moi\s+)?duoc (?:xet|de nghi)"
    r"[^:;.]*(?P<colon>:\s*)?"
)


def _admitting(node: Node) -> list[tuple[Words, str, Words]]:
    """Conditions in a section on points: 'Tập thể đạt từ 85 điểm trở lên mới được xét khen', 'Cá nhân được xét khen
    khi: …; …'. Each with its audience and the words that name it."""
    found = []
    for words in (w for n in node.walk() for w in (n.words, *n.paragraphs) if w):
        match = ADMITS.match(words.folded)
        if match is None:
            continue
        audience = "collective" if match["a"] == "tap the" else "individual"
        pieces = words[match.end() :].split(r";\s*(?:va\s+)?") if match["colon"] else [words]
        found += [(p.strip(FINAL), audience, words.group(match, "a")) for p in pieces if len(p.strip(FINAL)) >= 8]
    return found


def _criterion(
    context: Context, words: Words, *, name: str, audience: str | None, shown: Words | None, node: Node
) -> Tree:
    early = BEFORE_DEDUCTION.search(words.folded)
    points = early or POINTS.search(words.folded)
    text = (words[: points.start()] if points else words).rstrip(FINAL)
    if early:
        rest = words[early.end() :].rstrip(FINAL)
        text = Words(words.source, text.text + rest.text, text.at + rest.at)
    kind, cue = kind_of(text, audience)
    level, level_words = _level(context, node)
    entry: dict[str, Tree] = {
        "audience": derived(audience, shown or text, "audience_heading", 0.9)
        if audience
        else absent("audience_heading", text),
        "level": derived(level, level_words or text, "award_level", 0.85) if level else absent("award_level", text),
        "id": Leaf(name, (text,), "numbering", 0.9),
        "text": said(text, "criteria_section"),
        "kind": derived(kind, cue, "kind_cue", 0.8),
        "checkable_by": derived(CHECK[kind], cue, "kind_cue", 0.6),
    }
    amounts = [a for a in amounts_in(text) if a.comparator != "in_top_group" or a.value is not None]
    amount = amounts[0] if amounts else zero_in(text) if kind == "discipline" else None
    if amount:
        entry["target"] = target_tree(amount, text)
    shown_points = node.cells.get("points") or (words.group(points, "n") if points else None)
    value = number(shown_points.text) if shown_points else None
    if shown_points and value is not None:
        entry["points"] = derived(whole(value), shown_points, "points", 0.9)
    return entry


def _audience(item: Item, top: Node) -> tuple[str | None, Words | None, int]:
    """Audience, its words, and where the condition starts after an audience written in the same line."""
    match = re.match(r"(?:doi voi\s+)?(?:cac\s+)?(?P<a>tap the|ca nhan)\s*:\s*", item.words.folded)
    if match:
        return ("collective" if match["a"] == "tap the" else "individual"), item.words.group(match), match.end()
    for node in (item.node, *item.node.ancestors()):
        title = node.title if node.title is not node.words else node.words
        if item.words is node.words and not node.rest:
            continue
        found = audience_of(title) if title and len(title) < 140 else None
        if found:
            return found, title, 0
        if node is top:
            break
    return None, None, 0


def audience_of(title: Words) -> str | None:
    """The audience that a heading names, by the first rule of the vocabulary that fits; None for both or neither."""
    if title.search(r"\btap the\b") and title.search(r"\bca nhan\b"):
        return None
    if not re.match(any_of("audiences", "heading_starts") + r"(?![a-z])", title.folded):
        return None
    for rule in vocabulary("audiences")["headings"]:
        if title.search(rule["cue"]):
            return str(rule["audience"])
    return None


def _conditions(words: Words, *, running: bool) -> list[Words]:
    places = [m.end() for m in NEW_CONDITION.finditer(words.folded) if m.start() > 15]
    if running:  # several sentences after "Cá nhân:" are several conditions
        places += [
            m.end()
            for m in re.finditer(r"[.;]\s+", words.folded)
            if words.text[m.start()] == ";" or words.text[m.end() : m.end() + 1].isupper()
        ]
    else:
        places += [m.end() for m in re.finditer(r";\s+", words.folded) if words.text[m.end() : m.end() + 2] == "Có"]
    return [p.strip(FINAL + ",") for p in words.cut_at(places)]


def kind_of(words: Words, audience: str | None) -> tuple[str, Words]:
    """The kind of a condition and the words that show it; the first rule of the vocabulary that fits."""
    measured = amounts_in(words)
    for rule in vocabulary("criteria")["kinds"]:
        if rule.get("audience") and rule["audience"] != audience:
            continue
        if rule.get("measured") and not any(a.comparator != "in_top_group" for a in measured):
            continue
        match = words.search(rule["cue"])
        if match:
            return rule["kind"], words.group(match) if match.group() else words
    return "other", words


def _level(context: Context, node: Node) -> tuple[str | None, Words | None]:
    """The level that the nearest heading names; else the only level at which the plan awards."""
    for above in (node, *node.ancestors()):
        if above is node and not above.children and not above.rest:
            continue
        levels = _award_levels_in(above.title)
        if len(levels) == 1:
            return levels[0]
        if len(levels) > 1:
            return None, None
    if len(set(context.award_levels)) == 1:
        return context.award_levels[0], None
    return None, None


def _award_levels_in(title: Words) -> list[tuple[str, Words]]:
    if not title.search(r"\bcap\b|khen|chu tich|de nghi|trinh"):
        return []
    return levels_in(title)


BAND = re.compile(
    rf"(?P<label>(?:xep )?(?:loai )?(?:hoan thanh )?{any_of('criteria', 'grades')}(?: nhiem vu)?)"
    rf"\s*[:(–-]*\s*(?:dat\s*)?(?:(?:tu\s*)?(?P<min>{NUMERAL})(?:\s*diem)?\s*"
    rf"(?:tro len|(?P<cmp>den duoi|den can|den|-|–)\s*(?P<max>{NUMERAL}))"
    rf"|(?P<below>duoi)\s*(?P<top>{NUMERAL}))\s*(?:diem)?"
)


SCALE = re.compile(
    r"(?:(?:thang diem|tong (?:so )?diem|diem toi da la)[^.;\d]{0,40}|tong cong\s*:?\s*)"
    rf"(?P<n>{NUMERAL})(?:\s*diem\b|\s*[,)]|\s*\.?$)"
)
# The range stands first, as in “Từ 90 điểm trở lên: xuất sắc; từ 80 đến dưới 90 điểm: tốt”.
BAND_FIRST = re.compile(
    rf"(?:tu\s*)?(?P<min>{NUMERAL})(?:\s*diem)?\s*(?:tro len|(?P<cmp>den duoi|den can|den|-|–)\s*(?P<max>{NUMERAL}))"
    rf"(?:\s*diem)?\s*[:–-]\s*"
    rf"(?P<label>(?:xep )?(?:loai )?(?:hoan thanh )?{any_of('criteria', 'grades')}(?: nhiem vu)?)"
    r"(?![a-z])"
)


def read_ranking(context: Context) -> Tree | None:
    """Scale, grades and rule of ranking; None where the plan has none."""
    nodes = context.document.tops("ranking") + context.document.tops("criteria")
    bands: list[Tree] = []
    total: Leaf | None = None
    rule: Leaf | None = None
    seen: set[int] = set()
    for node in nodes:
        for words in node.pieces():
            if words.start in seen:
                continue
            seen.add(words.start)
            bands += [band for match in _bands(words) if (band := _band(words, match)) is not None]
            scale = SCALE.search(words.folded)
            if scale and total is None:
                value = number(scale["n"])
                total = derived(int(value), words.group(scale), "scale", 0.9) if value else None
            if rule is None and words.search(r"(?:xep hang|xep thu tu|thu tu xep)") and len(words) > 40:
                rule = verbatim(words.strip(" ;"), "ranking_rule", 0.8)
    if not bands and total is None:
        return None
    return {"total_points": total or absent("scale"), "bands": bands, "text": rule or absent("ranking_rule")}


def _bands(words: Words) -> list[re.Match[str]]:
    """Grades with their points. A sentence that says who 'đạt từ 80 điểm trở lên' is a condition and no grade."""
    form = BAND_FIRST if BAND_FIRST.search(words.folded) else BAND
    return [
        match
        for match in form.finditer(words.folded)
        if match["label"].strip() != "dat" or re.search(r"(?:^|[:;,.(+-])\s*$", words.folded[: match.start()])
    ]


def _band(words: Words, match: re.Match[str]) -> Tree | None:
    label = re.sub(r"^(?:xếp |Xếp )?(?:loại |Loại )?", "", words.group(match, "label").text)
    band, told = words.group(match), match.groupdict()
    low, high = number(match["min"] or ""), number(match["max"] or told.get("top") or "")
    strict = bool(told.get("below")) or (match["cmp"] or "") in ("den duoi", "den can")
    nothing = absent("band", band)
    return {
        "label": derived(label[:1].upper() + label[1:], words.group(match, "label"), "band"),
        "min": derived(whole(low), band, "band") if low is not None else nothing,
        "max": derived(whole(high), band, "band") if high is not None else nothing,
        "max_comparator": derived("<" if strict else "<=", band, "band") if high is not None else nothing,
    }
