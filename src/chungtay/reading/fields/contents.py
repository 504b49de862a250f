"""contents: tasks and measured targets; solutions: measures by group."""

from __future__ import annotations

import re

from chungtay.reading.amounts import Amount, amount_of_cell, amounts_in, target_tree, zero_in
from chungtay.reading.context import Context
from chungtay.reading.dates import dates_in, limit_before
from chungtay.reading.items import Item, items_of
from chungtay.reading.model import FINAL, Leaf, Tree, absent, derived, said
from chungtay.reading.structure import Node
from chungtay.reading.vocabulary import any_of
from chungtay.reading.words import Words

COUNTED = re.compile(r"\b\d+ (?:nhiem vu|noi dung|chi tieu|tieu chi)")
AS_FOLLOWS = re.compile(r"[,;]?\s*(?:cu the )?(?:nhu sau|sau day|cu the|gom)?\s*:?\s*$")
LEAD = re.compile(
    r"[(\[,;.]?\s*(?:giao\s+)?(?:don vi|co quan|bo phan|cong chuc)?\s*(?:chu tri|phu trach)"
    r"(?: thuc hien| tham muu)?\s*:\s*(?P<unit>[^;.()\n]+)"
)
DUE = re.compile(
    r"[(\[,;.]?\s*(?:thoi gian|thoi han)\s*(?:hoan thanh|thuc hien)?\s*:\s*(?P<due>[^;()\n]+?)(?=\.\s|[;)]|\.?$)"
    r"|[(,]\s*(?:hoan thanh |xong )(?P<short>(?:truoc|trong|cham nhat|den)[^;()]+?)(?=[;)]|\.?$)"
)


def read_contents(context: Context) -> Tree:
    """All items of the content sections, one target an entry."""
    out: list[Tree] = []
    for node in context.document.tops("contents"):
        opening = [
            w for w in (node.rest, *node.paragraphs) if w and w.text.rstrip().endswith(":") and COUNTED.search(w.folded)
        ]
        for words in opening:
            cut = AS_FOLLOWS.search(words.folded)
            out.append(_entry(f"ND-{len(out)}", words[: cut.start() if cut else len(words)], None, Item(words, node)))
        base = len(out)
        for number, item in enumerate(_joined(items_of(node, ("contents",))), start=1):
            parts = split_targets(item.words)
            cells = item.node.cells
            if "reach" in cells and item.words is item.node.words and all(amount is None for _, amount in parts):
                parts = [(item.words, amount_of_cell(item.words, cells["reach"], cells.get("unit")))]
            for letter, (words, amount) in zip("abcdefghijklmnop", parts, strict=False):
                suffix = letter if len(parts) > 1 else ""
                out.append(_entry(f"ND-{base + number - len(opening)}{suffix}", words, amount, item))
    return out


def _joined(items: list[Item]) -> list[Item]:
    """Items without those lines that only give the unit in charge or the time limit of the item before."""
    return [i for i in items if len(i.words) > 3 and not _is_detail(i.words)]


def _is_detail(words: Words) -> bool:
    return bool(LEAD.match(words.folded) or DUE.match(words.folded))


def _entry(name: str, words: Words, amount: Amount | None, item: Item) -> dict[str, Tree]:
    lead, due, text = _details(words, item.node)
    text = text.rstrip(FINAL)
    entry: dict[str, Tree] = {
        "id": Leaf(name, (text,), "numbering", 0.9),
        "text": said(text, "contents_section"),
        "kind": derived(
            "target" if amount else "task", amount.words if amount else text, "amount" if amount else "no_amount", 0.9
        ),
        "target": target_tree(amount, words) if amount else absent("no_amount", text),
    }
    if lead:
        entry["lead_unit"] = lead
    if due:
        entry["due"] = due
    return entry


def _details(words: Words, node: Node) -> tuple[Leaf | None, Tree | None, Words]:
    """Unit in charge and time limit, from the item itself or from the lines below it; the item without them."""
    lead: Leaf | None = None
    due: Tree | None = None
    text = words
    if "lead" in node.cells:
        lead = derived(node.cells["lead"].text, node.cells["lead"], "table_column", 0.9)
    if "due" in node.cells:
        due = _due(node.cells["due"])
    below = [w for n in node.walk() for w in (n.words, *n.paragraphs) if _is_detail(w)]
    for source in (words, *below):
        found = LEAD.search(source.folded)
        if found and lead is None and (found.start() or source is not words):
            lead = derived(
                source.group(found, "unit").strip(FINAL).text,
                source.group(found, "unit").strip(FINAL),
                "lead_unit",
                0.9,
            )
            text = text[: found.start()] if source is words else text
        match = DUE.search(source.folded)
        if match and due is None:
            clause = source.group(match, "due" if match["due"] else "short").strip(FINAL)
            due = _due(clause)
            text = text[: min(match.start(), len(text))] if source is words else text
    return lead, due, text.strip(" (") if text.text.endswith(("(", " ")) else text


def _due(clause: Words) -> Tree:
    days = dates_in(clause)
    day = days[-1] if days else None
    limit = limit_before(clause, day.start) if day else None
    allowed = limit is not None and limit.comparator in ("before", "on_or_before", "on")
    return {
        "date": derived(day.iso, clause, "due") if day else absent("due", clause),
        "comparator": derived(limit.comparator, clause, "due") if limit and allowed else absent("due", clause),
        "text": derived(clause.text[:1].upper() + clause.text[1:], clause, "due"),
    }


def split_targets(words: Words) -> list[tuple[Words, Amount | None]]:
    """An item cut at the semicolons between its targets, each part with its level."""
    verbs = any_of("verbs", "task_verbs")
    places = []
    start = 0
    for match in re.finditer(r";\s+", words.folded):
        left, right = words[start : match.start()], words[match.end() :]
        measured = _amount(left)
        own = amounts_in(right[: (re.search(r";", right.text) or re.compile("$").search(right.text)).start()])  # type: ignore[union-attr]
        complete = measured and re.search(r"\b(?:duoc|dat|xep|co|dung han|hoan thanh|tro len)\b|%$", left.folded)
        if complete and (own or re.match(verbs + r"(?![a-z])", right.folded)):
            places.append(match.end())
            start = match.end()
    parts = words.cut_at(places)
    return [(part.strip(" ;"), _amount(part)) for part in parts]


def _amount(words: Words) -> Amount | None:
    found = amounts_in(words)
    return found[0] if found else zero_in(words) if re.match(r"khong |phan dau khong ", words.folded) else None


def read_solutions(context: Context) -> Tree:
    """Groups of measures: the headed parts of the section, else the section itself."""
    groups: list[Tree] = []
    for node in context.document.tops("solutions"):
        headed = [child for child in node.children if child.children or child.paragraphs or child.rest]
        headed = [c for c in headed if c.label and c.label.kind not in ("dash", "plus")]
        loose = [i for i in items_of(node) if not any(i.node is n for h in headed for n in h.walk())]
        if loose:
            groups.append(_group(None, loose, len(groups) + 1))
        for child in headed:
            groups.append(_group(child, items_of(child), len(groups) + 1))
    return groups


def _group(node: Node | None, items: list[Item], number: int) -> dict[str, Tree]:
    heading: Leaf = absent("no_heading")
    if node and node.title:
        heading = said(node.title.strip(FINAL), "solutions_heading", 0.9)
    name = f"GP-{node.label.printed}" if node and node.label else f"GP-{number}"
    anchor = (node.title,) if node and node.title else (items[0].words,) if items else ()
    return {"id": Leaf(name, anchor, "numbering", 0.9), "heading": heading,
            "items": [said(i.words.rstrip(FINAL), "solutions_section") for i in items]}  # fmt: skip
