"""document.*: the letterhead and heading."""

from __future__ import annotations

import re
from collections import Counter

from chungtay.reading.bodies import Unit, levels_in, titled, units_in
from chungtay.reading.context import Context
from chungtay.reading.dates import dates_in
from chungtay.reading.fold import fold
from chungtay.reading.model import Leaf, Tree, absent, derived, not_found, unreadable, verbatim
from chungtay.reading.vocabulary import any_of, vocabulary
from chungtay.reading.words import Words, join

NO_LETTERHEAD = "Không thấy phần đầu văn bản (tên cơ quan, số, ngày). Kiểm tra lại bản gốc."
NUMBER = re.compile(
    r"(?:^|\s)s[o0e]\s*(?:[:.]\s*|(?=\d))[.…_\s]*"
    r"(?P<code>(?:\d+\s*)?[.…_\s]*(?:[/-]\s*)?[a-z][a-z0-9]*(?:\s?[-/]\s?[a-z][a-z0-9]*)*)"
)
PLACE = re.compile(r"(?P<place>[^,;:/\d]+?),\s*(?:ngay\b|thang\b)(?P<date>.*)$")
BLANK = re.compile(r"[\s.…_/]*")


def read_document(context: Context) -> Tree:
    """The tree of `document`."""
    head = _columns(context)
    number, place, date = _number(context, head), *_place_and_date(context)
    issuer, unit = _issuer(context, head)
    kind = context.document.kind
    if kind:
        type_leaf = derived(kind.text.strip(" *:.").capitalize(), kind, "type_line", 0.98)
    else:
        type_leaf = _type_from_body(context)
    title = context.document.title
    return {
        "issuer": issuer,
        **_unit_fields(context, unit),
        "type": type_leaf,
        "number_code": number,
        "date": date,
        "place": place,
        "title": verbatim(title, "title_lines") if title else not_found("title"),
        "status_oddities": _oddities(context, number, date),
    }


def _columns(context: Context) -> list[Words]:
    """Lines of the letterhead without motto: what is left of the two columns."""
    kept: list[Words] = []
    for line in context.document.letterhead:
        words = line.whole
        motto = words.search(any_of("document", "mottos"))
        if motto:
            words = join_sides(words, motto.start(), motto.end())
        if words and any(c.isalnum() for c in words.text):
            kept.append(words)
    return kept


def join_sides(words: Words, start: int, end: int) -> Words:
    """The words before `start` and after `end` as one text, their spans kept; none when nothing is left."""
    sides = [side for side in (words[:start].strip(), words[end:].strip()) if side]
    return join(sides) if sides else words[:0]


def _issuer(context: Context, head: list[Words]) -> tuple[Leaf, Unit | None]:
    lines = []
    for words in head:
        if re.match(r"so\s*[:.]|s[o0e]\s*:|so\s+\d", words.folded) or PLACE.search(words.folded):
            break
        lines.append(words)
    heads = any_of("bodies", "heads")
    starts = [i for i, words in enumerate(lines) if re.match(heads + r"(?![a-z])", words.folded)]
    if starts:
        body = lines[starts[-1] :]
        # "ỦY BAN NHÂN DÂN / XÃ …": the last body named is the issuer, those above it are its superiors.
        words = join(body)
        name = titled(words.text) if words.text.isupper() else _spelt(words.text)
        units = units_in(Words(words.source, titled_same_length(words), words.at))
        if not units and len(starts) > 1:  # a council below the committee of a unit: it is the unit's council
            above = join(lines[starts[0] : starts[-1]])
            units = units_in(Words(above.source, titled_same_length(above), above.at))[-1:]
            if units:
                name = f"{name} {units[-1].kind} {units[-1].name.text}"
                return derived(name, (words, units[-1].words), "letterhead", 0.9), units[-1]
        return derived(name, words, "letterhead", 0.95), units[-1] if units else None
    launched = launching_body(context)
    if launched:
        units = [u for u in units_in(launched) if u.kind not in ("huyện", "tỉnh")] or units_in(launched)
        return (derived(_spelt(launched.text), launched, "launching_sentence", 0.75, NO_LETTERHEAD),
                units[0] if units else None)  # fmt: skip
    return not_found("letterhead", NO_LETTERHEAD), None


def titled_same_length(words: Words) -> str:
    """Title case of the same length: every word with a capital, unit types small, so that names are recognised."""
    text = "".join(c.lower() if i and words.text[i - 1].isalpha() and len(c.lower()) == 1 else c
                   for i, c in enumerate(words.text))  # fmt: skip
    kinds = sorted(vocabulary("administration")["units"], key=len, reverse=True)
    return re.sub(
        rf"(?<![^\W_])(?:{'|'.join(kinds)})(?![^\W_])", lambda m: m.group().lower(), text, flags=re.IGNORECASE
    )


def _spelt(text: str) -> str:
    return re.sub(r"^(?:UBND|Ubnd|ubnd|Uỷ ban nhân dân|ủy ban nhân dân)\b", "Ủy ban nhân dân", text)


def launching_body(context: Context) -> Words | None:
    """The body that the preamble's last sentence says launches the movement: 'UBND xã … phát động phong trào …'."""
    verbs = any_of("document", "launch_verbs")
    body = r"(?:uy ban nhan dan|ubnd|hoi dong thi dua[^;:]{0,40}?|ban chi dao[^;:]{0,60}?)"
    for words in reversed(context.document.preamble):
        for match in re.finditer(rf"(?<![a-z]){body}\s[^;:.]{{3,80}}?\s(?={verbs}(?![a-z]))", words.folded):
            cited = words.folded[: match.start()].rstrip()
            if cited.endswith("cua"):
                continue
            return words.group(match).strip()
    return None


def _unit_fields(context: Context, unit: Unit | None) -> dict[str, Tree]:
    known = vocabulary("administration")
    if unit is None:
        context.own_level = None
        place = {"unit_type": not_found("issuer"), "locality": not_found("issuer")}
        return {**place, **_above(context, None)}
    context.unit_kind, context.locality = (
        unit.kind,
        unit.name.text.title() if unit.name.text.isupper() else unit.name.text,
    )
    levels = levels_in(Words(unit.words.source, unit.kind, unit.words.at[: len(unit.kind)]))
    context.own_level = levels[0][0] if levels else None
    kind = known["units"].get(unit.kind)
    return {
        "unit_type": derived(kind, unit.words, "issuer") if kind else absent("issuer", unit.words),
        "locality": derived(context.locality, unit.name, "issuer"),
        **_above(context, unit),
    }


def _above(context: Context, own: Unit | None) -> dict[str, Tree]:
    """District and province, only as far as the text names them."""
    known = vocabulary("administration")
    cities = {fold(c) for c in known["central_cities"]}
    units = [*context.units(), *_letterhead_units(context), *([own] if own else [])]
    districts = [u for u in units if u.kind in known["district_words"]]
    provinces = [u for u in units if u.kind == "tỉnh" or (u.kind == "thành phố" and fold(u.name.text) in cities)]
    return {"district": _district(context, own, districts), "province": _province(provinces)}


def _letterhead_units(context: Context) -> list[Unit]:
    return [u for ln in context.document.letterhead for u in units_in(ln.whole if not ln.capital else
            Words(ln.whole.source, titled_same_length(ln.whole), ln.whole.at))]  # fmt: skip


def _district(context: Context, own: Unit | None, named: list[Unit]) -> Leaf:
    since = vocabulary("administration")["two_level_since"]
    if context.issued and len(context.issued) >= 7 and context.issued >= since[: len(context.issued)]:
        return absent("two_level_government")
    if own and own.kind in ("tỉnh", "thành phố"):
        return absent("issuer_above_district")
    best = _most_named(named)
    return derived(best.name.text, best.words, "named_in_text", 0.85) if best else absent("named_in_text")


def _province(named: list[Unit]) -> Leaf:
    best = _most_named(named)
    if best is None:
        return absent("named_in_text")
    value = best.name.text if best.kind == "tỉnh" else f"Thành phố {best.name.text}"
    return derived(value, best.words, "named_in_text", 0.85)


def _most_named(units: list[Unit]) -> Unit | None:
    if not units:
        return None
    counts = Counter(fold(u.name.text) for u in units)
    top = counts.most_common(1)[0][0]
    return next(u for u in units if fold(u.name.text) == top)


def _number(context: Context, head: list[Words]) -> Leaf:
    for words in head:
        match = NUMBER.search(words.folded)
        if match and re.search(r"[a-z]", match["code"]):
            code = re.sub(r"\s", "", words.group(match, "code").text).strip("./…_")
            if re.match(r"\d", code):
                return derived(code, words.group(match), "number_line", 0.97)
            return derived(code, words.group(match), "number_line", 0.9, "Số văn bản để trống, chỉ có ký hiệu.")
        if re.match(r"so\s*:", words.folded):
            return absent("number_line", words, warning="Số văn bản để trống.")
    return not_found("number_line", NO_LETTERHEAD)


def _place_and_date(context: Context) -> tuple[Leaf, Leaf]:
    for line in context.document.letterhead:
        match = PLACE.search(line.whole.folded)
        if not match:
            continue
        words = line.whole
        place = words.group(match, "place")
        # In one line with the number: "Số: 40/KH-UBND Kim Phượng, ngày …": the place is the last capitalised words.
        place = _after_number(place)
        said_place = verbatim(place, "place_line", 0.95) if place else absent("place_line", words)
        return said_place, _issue_date(context, words[match.end("place") + 1 :].strip())
    return not_found("place_line", NO_LETTERHEAD), not_found("place_line", NO_LETTERHEAD)


def _after_number(words: Words) -> Words:
    """Without the rest of a number before it: "KH-UBND Tiến Thành" → "Tiến Thành"."""
    match = re.match(r".*(?:^|\s)[A-ZĐ]+(?:\s?[-/]\s?[A-ZĐ]+)+\s+", words.text)
    return words[match.end() :].strip() if match else words.strip()


def _issue_date(context: Context, words: Words) -> Leaf:
    days = dates_in(words)
    if not days:
        if re.search(r"\d", words.text):
            return unreadable("place_line", words, "Ngày ban hành không đọc được. Đối chiếu bản giấy.")
        return absent("place_line", words, warning="Ngày ban hành để trống.")
    day = days[0]
    context.issued, context.issued_words = day.iso, words
    if day.full:
        return derived(day.iso, words, "place_line", 0.97)
    return derived(day.iso, words, "place_line", 0.85, "Ngày ban hành chưa đủ ngày, tháng.")


def _type_from_body(context: Context) -> Leaf:
    types = any_of("document", "types")
    for words in [*reversed(context.document.preamble), *reversed(context.document.body_pieces())]:
        match = re.search(rf"(?:ban hanh|xay dung|tren day la)\s+(?P<type>{types})(?![a-z])", words.folded)
        if match:
            found = words.group(match, "type")
            return derived(found.text.capitalize(), words.group(match), "named_in_body", 0.7, NO_LETTERHEAD)
    return not_found("type_line", NO_LETTERHEAD)


def _oddities(context: Context, number: Leaf, date: Leaf) -> list[Tree]:
    remarks: list[Tree] = []
    if not context.document.letterhead:
        remarks.append(Leaf("The letterhead is missing from the text.", (), "remark", 0.9))
    if number.state == "found" and isinstance(number.value, str) and not number.value[:1].isdigit():
        remarks.append(Leaf(f"Number left blank: {number.words[0].text!r}.", number.words, "remark", 0.9))
    if date.state == "unreadable":
        remarks.append(Leaf("Date of issue cannot be read.", date.words, "remark", 0.9))
    elif date.state == "found" and len(str(date.value)) < 10:
        remarks.append(Leaf("Date of issue is not complete.", date.words, "remark", 0.9))
    return remarks
