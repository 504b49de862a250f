"""awards: level, authority, form and quota; one entry per level and form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chungtay.reading.amounts import number
from chungtay.reading.bodies import levels_in
from chungtay.reading.context import Context
from chungtay.reading.fold import fold
from chungtay.reading.model import FINAL, Leaf, Tree, absent, derived, verbatim
from chungtay.reading.structure import Node
from chungtay.reading.vocabulary import alternatives, any_of, phrases, vocabulary
from chungtay.reading.words import Words

NUMERAL = r"\d{1,3}"
LEVEL_CUE = (
    r"\bcap\b|de nghi|trinh|khen thuong (?:cua|xa|huyen|tinh|thanh pho|phuong)|chu tich"
    r"|^(?:ubnd|uy ban nhan dan) (?:xa|phuong|thi tran|dac khu|huyen|tinh|thanh pho)(?: [a-z]+){0,3} khen\b"
)
CAPS = {"max": "le", "min": "ge"}


# "Tập thể: 03 (trong đó …)", "tập thể không quá 04": the number after the kind.
QUOTA_AFTER = re.compile(
    rf"(?:^|[:;,]\s*)(?:doi voi\s+)?(?P<kind>tap the|ca nhan)\s*"
    rf"(?::\s*(?:khong qua\s+|toi da\s+|khong vuot qua\s+)?|(?:khong qua|toi da|khong vuot qua)\s+)"
    rf"(?P<n>{NUMERAL})(?![\d/%]|\s*%)(?=\s*(?:[.;,(]|$|suat|giay khen))"
)
# A quota as a share of those who compete has no number yet: it is kept in its words.
PER_CENT = re.compile(
    r"(?:khong qua|toi da|khong vuot qua)\s+\d{1,3}(?:,\d+)?\s*%\s*(?:tren\s+)?(?:tong\s+)?(?:so\s+)?(?:luong\s+)?"
    r"(?:tap the|ca nhan|co quan|don vi|can bo)[^,;.]*?(?=\s+va\s|[,;.]|$)"
)
GROUP_BEFORE = re.compile(
    r"(?:^|[:;,]\s*)(?P<who>khoi\s+[^;:.\d]{2,60}?)\s*:?\s*(?:khong qua|toi da|khong vuot qua)?\s*$"
)


@dataclass
class Award:
    """An award being put together from the pieces that speak of it."""

    level: str
    level_words: Words
    form: Words | None = None
    authority: Words | None = None
    collectives: tuple[int, Words] | None = None
    individuals: tuple[int, Words] | None = None
    comparator: tuple[str, Words] | None = None
    exception: Words | None = None
    shares: list[tuple[Words, str, int]] = field(default_factory=list)


def read_awards(context: Context) -> Tree:
    """Awards in the order of the text; sets the levels in the context."""
    awards: list[Award] = []
    for node in context.document.tops("awards"):
        _read_part(context, node, awards, ())
    if not awards:
        _from_forms(context, awards)
    if not awards:
        for node in context.document.tops("criteria"):
            for level, words in _levels_of(node.title):
                awards.append(Award(level, words))
    context.award_levels = [a.level for a in awards]
    return [_tree(award) for award in awards]


def _read_part(context: Context, node: Node, awards: list[Award], levels: tuple[str, ...]) -> None:
    """One node of the section and those below it; `levels` are those that the headings above name."""
    named = _levels_of(node.title) if node.title else []
    if named and not _mentions_form(node.title):
        for level, words in named:
            _award(awards, level, words)
        levels = tuple(level for level, _ in named)
    role = node.roles[0] if node.roles else ""
    if role in ("dossier", "filing", "procedure", "ranking", "funding", "reporting", "period", "subjects"):
        return
    if role == "criteria":
        _read_form(context, node.title, awards, levels)
        for child in node.children:
            if "awards" in child.own_roles:
                _read_part(context, child, awards, levels)
        return
    for words in (node.words, *node.paragraphs):
        if words:
            _read_piece(context, words, awards, levels)
    for child in node.children:
        _read_part(context, child, awards, levels)


def _read_piece(context: Context, words: Words, awards: list[Award], levels: tuple[str, ...]) -> None:
    named = _read_form(context, words, awards, levels)
    here = tuple(dict.fromkeys(award.level for award, _ in named))
    _read_quota(context, words, awards, here or levels, named)
    _read_exception(context, words, awards, here or levels)


def _levels_of(words: Words) -> list[tuple[str, Words]]:
    if not words.search(LEVEL_CUE):
        return []
    return levels_in(words)


def _mentions_form(words: Words) -> bool:
    return words.search(any_of("awards", "forms")) is not None


def _award(awards: list[Award], level: str, words: Words, form: Words | None = None) -> Award:
    for award in awards:
        if award.level == level and (form is None or award.form is None or fold(award.form.text) == fold(form.text)):
            award.form = award.form or form
            return award
    awards.append(Award(level, words, form))
    return awards[-1]


def _read_form(context: Context, words: Words, awards: list[Award], levels: tuple[str, ...]) -> list[tuple[Award, int]]:
    """'Giấy khen của Chủ tịch UBND xã' and 'Chủ tịch UBND xã tặng Giấy khen': the awards and where each is named."""
    forms = any_of("awards", "forms")
    touched: list[tuple[Award, int]] = []
    for match in re.finditer(rf"(?<![a-z]){forms}(?![a-z])", words.folded):
        form = words.group(match)
        authorities = _authorities(words, match.start(), match.end())
        for authority in authorities:
            level = next((lv for lv, _ in levels_in(authority)), context.own_level)
            if level:
                award = _award(awards, level, authority, form)
                award.authority = award.authority or authority
                touched.append((award, match.start()))
        if not authorities and len(levels) == 1:
            touched.append((_award(awards, levels[0], form, form), match.start()))
        elif not authorities and not levels and context.own_level and _heads_item(words, match.start()):
            touched.append((_award(awards, context.own_level, form, form), match.start()))
    return touched


def _heads_item(words: Words, at: int) -> bool:
    return at < 45 or words.search(r"^hinh thuc") is not None


def _authorities(words: Words, start: int, end: int) -> list[Words]:
    who = rf"(?:{any_of('awards', 'authorities')})(?:\s+(?:ubnd|uy ban nhan dan|hdnd))?(?:\s+{alternatives(_units())})?"
    after = re.match(
        rf"\s*(?:khen\s*)?(?:cua|do)\s+(?P<who>{who})(?:\s*(?:,|va)\s*(?:cua\s+)?(?P<second>{who}))?",
        words.folded[end:],
    )
    if after:
        found = [words[end + after.start("who") : end + after.end("who")]]
        if after["second"]:
            found.append(words[end + after.start("second") : end + after.end("second")])
        return [who.strip() for who in found]
    before = re.search(
        rf"(?P<who>{who})(?:\s+[^.;:]{{0,40}}?)?\s+{any_of('awards', 'giving')}\s*(?:thuong\s*)?$",
        words.folded[:start],
    )
    return [words.group(before, "who").strip()] if before else []


def _units() -> tuple[str, ...]:
    return tuple(fold(k) for k in vocabulary("administration")["units"])


def _read_quota(
    context: Context, words: Words, awards: list[Award], levels: tuple[str, ...], named: list[tuple[Award, int]]
) -> None:
    spelt = any_of("amounts", "spelt") + "|nam"
    found = re.finditer(
        rf"(?<![\d/.])(?P<n>{NUMERAL}|\b(?:{spelt}))\s*(?:\([^)]{{1,12}}\)\s*)?"
        rf"(?P<kind>{any_of('awards', 'counted')})(?![a-z])",
        words.folded,
    )
    after = list(QUOTA_AFTER.finditer(words.folded))
    for match in after or list(found):
        value = number(words.group(match, "n").text)
        if value is None or _not_quota(words, match.start()):
            continue
        award = _owner(context, words, match.start(), awards, levels, named)
        if award is None:
            continue
        kind = _counted_kind(match["kind"])
        piece = words.group(match).strip(" :;,")
        share = _share(words, match)
        if share and kind:
            award.shares.append((share, kind, int(value)))
        elif kind == "collective" and award.collectives is None:
            award.collectives = (int(value), piece)
        elif kind == "individual" and award.individuals is None:
            award.individuals = (int(value), piece)
        else:
            continue
        if award.comparator is None:
            award.comparator = _comparator(words, match.start("n"), piece)
    part = PER_CENT.search(words.folded)
    if part and named and not _not_quota(words, part.start()):
        named[-1][0].exception = named[-1][0].exception or words.group(part)


def _counted_kind(noun: str) -> str | None:
    for kind in ("collective", "individual", "other"):
        if noun in phrases("awards", kind):
            return kind
    return None


def _not_quota(words: Words, at: int) -> bool:
    """Numbers that count something else: '14 xóm' among recipients, 'mỗi đơn vị cử 01 cá nhân' to register."""
    return re.search(r"(?:dang ky|tham gia|cu|gom)\s*$", words.folded[:at]) is not None


def _share(words: Words, match: re.Match[str]) -> Words | None:
    """The audience of one share: '02 tập thể thuộc khối cơ quan', 'khối thôn: 03 tập thể'."""
    after = re.match(
        r"\s+(?:la|thuoc|khoi|cua)\s+(?P<who>[^;.()]+?)(?=\s*(?:[;.()]|,\s*\d|,?\s*va \d|$))",
        words.folded[match.end() :],
    )
    if after:
        return words[match.end() + after.start("who") : match.end() + after.end("who")].strip()
    group = GROUP_BEFORE.search(words.folded[: match.start()])
    if group:
        return words.group(group, "who").strip(" :")
    if match["kind"] in phrases("awards", "special"):
        return words.group(match, "kind")
    return None


def _comparator(words: Words, at: int, piece: Words) -> tuple[str, Words]:
    before = words.folded[:at]
    if re.search(r"\d\s*(?:-|den)\s*$", before):  # from 3 to 5: five is the most
        return "max", piece
    for name, key in CAPS.items():
        cue = re.search(rf"(?<![a-z]){any_of('amounts', key)}(?![a-z])", before)
        if cue and not (key == "ge" and cue.group() == "tu"):
            return name, words.group(cue)
    return "exact", piece


def _owner(
    context: Context,
    words: Words,
    at: int,
    awards: list[Award],
    levels: tuple[str, ...],
    named: list[tuple[Award, int]],
) -> Award | None:
    """The award a number belongs to: the form or the level named before it in its line, in the headings, or the only
    one."""
    forms = [award for award, place in named if place < at]
    if len(named) == 1 and forms:
        return forms[0]
    before = [level for level, _ in _levels_of(words[:at])] if at else []
    for level in [*before[-1:], *levels[:1]]:
        known = [a for a in awards if a.level == level]
        return known[0] if known else _award(awards, level, words)
    if len({a.level for a in awards}) == 1:
        return awards[-1]
    own = [a for a in awards if a.level == context.own_level]
    if own:
        return own[-1]
    return _award(awards, context.own_level, words) if context.own_level and not awards else None


def _read_exception(context: Context, words: Words, awards: list[Award], levels: tuple[str, ...]) -> None:
    cue = any_of("awards", "exceptions")
    if not re.match(rf"{cue}(?![a-z])", words.folded) or not words.search(r"\bso\b|khen|quyet dinh|quy dinh|them"):
        return
    targets = (
        [a for a in awards if a.level in levels]
        or [a for a in awards if a.level == context.own_level][-1:]
        or awards[-1:]
    )
    for award in targets:
        award.exception = award.exception or words.strip(FINAL)


def _from_forms(context: Context, awards: list[Award]) -> None:
    """No section on awards: the sentence that grants them may stand elsewhere."""
    for words in context.document.body_pieces():
        if words.search(r"\btang\b|de nghi|khen thuong") and _mentions_form(words):
            _read_piece(context, words, awards, ())


def _tree(award: Award) -> Tree:
    silent = absent("award_section", award.level_words)
    quota: dict[str, Tree] = {
        "collectives": derived(award.collectives[0], award.collectives[1], "quota") if award.collectives else silent,
        "individuals": derived(award.individuals[0], award.individuals[1], "quota") if award.individuals else silent,
        "comparator": derived(award.comparator[0], award.comparator[1], "quota") if award.comparator else silent,
        "exception_text": verbatim(award.exception, "quota_exception", 0.8) if award.exception else silent,
    }
    if award.shares:
        quota["breakdown"] = [
            {"audience": verbatim(who, "quota_share", 0.8), "kind": derived(kind, who, "quota_share", 0.8),
             "count": derived(count, who, "quota_share", 0.8)} for who, kind, count in award.shares
        ]  # fmt: skip
        for key, kind in (("collectives", "collective"), ("individuals", "individual")):
            shares = [(who, count) for who, k, count in award.shares if k == kind]
            leaf = quota[key]
            if shares and isinstance(leaf, Leaf) and leaf.value is None:
                quota[key] = derived(sum(c for _, c in shares), tuple(w for w, _ in shares), "quota_sum", 0.7)
    form = award.form
    return {
        "level": derived(award.level, award.level_words, "award_level", 0.9),
        "authority": verbatim(award.authority, "award_authority") if award.authority else silent,
        "form": derived(form.text[:1].upper() + form.text[1:], form, "award_form") if form else silent,
        "quota": quota,
    }
