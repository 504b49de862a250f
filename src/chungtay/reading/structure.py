"""From lines to a document: letterhead, title, preamble, tree of sections, end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chungtay.reading.intake import Source
from chungtay.reading.lines import Label, Line, Paragraph, lines_of, paragraphs_of, setting_of
from chungtay.reading.roles import leads_with_role, may_hold, roles_in
from chungtay.reading.vocabulary import any_of, phrases, starts_with
from chungtay.reading.words import Words, join

HEADING_LENGTH = 170
STRONG = 0.5
"""Share of a title's telling words that must name a role for it to leave the role of the section around it."""
SIGNING = re.compile(r"(?:\(?\s*)" + any_of("document", "signing_for") + r"\s*[.,:/]\s*\S")


@dataclass(eq=False)
class Node:
    """A section or an item: its label, its own words, the paragraphs after it, the items below it.

    `title` and `rest` are the words before and after the colon; `roles` what it is about, its own or inherited.
    """

    label: Label | None
    words: Words
    line: int
    parent: Node | None = None
    paragraphs: list[Words] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    title: Words = field(init=False)
    rest: Words = field(init=False)
    cells: dict[str, Words] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    own_roles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.title, self.rest = split_title(self.words)

    @property
    def path(self) -> str:
        """The printed labels from the top: III.2, II.3.a; bullets have none."""
        outer = self.parent
        if not self.label or self.label.kind in ("dash", "plus", "star"):
            return outer.path if outer else ""
        printed = self.label.printed
        while self.label.kind == "multi" and outer and outer.label and printed.startswith(outer.label.printed + "."):
            outer = outer.parent  # 1.2.1 repeats 1.2 and 1
        above = outer.path if outer else ""
        return f"{above}.{printed}" if above else printed

    @property
    def bullet(self) -> bool:
        return self.label is not None and self.label.rank >= 7

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def below(self) -> Iterator[Node]:
        for child in self.children:
            yield from child.walk()

    def pieces(self) -> list[Words]:
        """All words of the node and below, piece by piece in the order of the text."""
        return [w for n in self.walk() for w in (n.words, *n.paragraphs) if w]

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node:
            yield node
            node = node.parent


@dataclass(eq=False)
class Document:
    """A text taken apart. Empty lists and None mean that the part was not found."""

    source: Source
    lines: list[Line]
    letterhead: list[Line]
    kind: Words | None
    title: Words | None
    preamble: list[Words]
    sections: list[Node]
    closing: list[Line]
    annex: list[Node] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        for section in (*self.sections, *self.annex):
            yield from section.walk()

    def tops(self, role: str) -> list[Node]:
        """The outermost nodes of a role: below a node of several roles, the parts that are of this one."""
        found: list[Node] = []
        for section in (*self.sections, *self.annex):
            _collect(section, role, found)
        return found

    def body_pieces(self) -> list[Words]:
        return [w for section in self.sections for w in section.pieces()]

    def section_at(self, offset: int) -> str:
        """Printed labels down to the words at an offset of the source."""
        best = ""
        for node in self.nodes():
            for words in (node.words, *node.paragraphs):
                if words and words.at[0] <= offset <= words.at[-1]:
                    best = node.path
        return best


def _collect(node: Node, role: str, found: list[Node]) -> None:
    if node.roles == (role,):
        found.append(node)
        return
    if role in node.roles and not any(role in n.own_roles for n in node.below()):
        others = any(n.own_roles for n in node.below())
        if not others or node.roles[0] == role:
            found.append(node)
            return
    for child in node.children:
        _collect(child, role, found)


def split_title(words: Words) -> tuple[Words, Words]:
    """Words before and after the first colon that ends a heading; no colon: all of it, if short enough, is title."""
    depth = 0
    for i, char in enumerate(words.text[:HEADING_LENGTH]):
        depth += (char == "(") - (char == ")")
        if char == ":" and depth <= 0:
            following = words.text[i + 1 : i + 2]
            if following.isdigit() and words.text[i - 1 : i].isdigit():
                continue
            return words[:i].strip(), words[i + 1 :].strip()
    return words.rstrip(" .;,"), words[len(words) :]


def parse(source: Source, *, damaged: bool = False) -> Document:
    """The document of a source; titles of a damaged one are recognised with misprints.

    Never fails: what is not recognised stays in the preamble or in plain sections.
    """
    lines = lines_of(source.text)
    setting = setting_of(lines)
    kind_at = _type_line(lines)
    closing_at, annex_at = _closing(lines)
    first_section = _first_section(lines, closing_at, (kind_at or 0) + 1 if kind_at is not None else 0)
    title_from = kind_at + 1 if kind_at is not None else _untyped_start(lines, first_section)
    title, preamble_from = _title(lines, title_from, first_section)
    sections = tree(paragraphs_of(lines[first_section:closing_at], setting))
    annex = tree(paragraphs_of(lines[annex_at:], setting), annex=True) if annex_at < len(lines) else []
    annex = [part for part in annex if not _blank_form(part)]
    document = Document(
        source=source,
        lines=lines,
        letterhead=[line for line in lines[: kind_at if kind_at is not None else title_from] if not line.blank],
        kind=lines[kind_at].whole if kind_at is not None else None,
        title=title,
        preamble=[p.words for p in paragraphs_of(lines[preamble_from:first_section], setting)],
        sections=sections,
        closing=[line for line in lines[closing_at:annex_at] if not line.blank],
        annex=annex,
    )
    for section in (*sections, *annex):
        _assign(section, (), fuzzy=damaged)
    return document


def _type_line(lines: list[Line]) -> int | None:
    """The line that holds the document type alone, among the first lines with text."""
    seen = 0
    for i, line in enumerate(lines):
        if line.blank:
            continue
        seen += 1
        if seen > 25:
            return None
        name = line.whole.folded.strip(" .:-*#")
        if name in phrases("document", "types") and (line.capital or line.whole.text[:1].isupper()):
            return i
    return None


def _untyped_start(lines: list[Line], first_section: int) -> int:
    """Without a type line the title begins after what looks like a letterhead."""
    start = 0
    for i, line in enumerate(lines[: min(first_section, 25)]):
        if not line.blank and is_letterhead(line):
            start = i + 1
    return start


def is_letterhead(line: Line) -> bool:
    """Whether a line belongs to a letterhead: motto, number, place and date, or a body in capitals."""
    folded = line.whole.folded
    return bool(
        re.search(any_of("document", "mottos"), folded)
        or re.match(r"so\s*:", folded)
        or re.search(r", ngay\b.*\bthang\b.*\bnam\b", folded)
        or (line.capital and re.match(r"(?:uy ban|ubnd|hoi dong|xa|phuong|huyen|tinh|thanh pho|dang uy)\b", folded))
    )


def _first_section(lines: list[Line], end: int, start: int) -> int:
    """The first line of the numbered body: by the outermost kind of label that the document uses."""
    for kinds in (("part", "upper", "roman", "article"), ("single", "multi"), ("letter", "dash")):
        for i, line in enumerate(lines[start:end], start=start):
            if line.label and line.label.kind in kinds and line.label.printed not in ("II", "III"):
                return i
    return end


def _closing(lines: list[Line]) -> tuple[int, int]:
    """Where recipients and signature begin and where an annex after them begins."""
    labelled = [i for i, ln in enumerate(lines) if ln.label and ln.label.rank < 5]
    for i, line in enumerate(lines):
        if not re.match(r"noi nh[a-z]{1,2}n\s*(?::|$)", line.whole.folded) and not _signs(line):
            continue
        if i < 5 or (not labelled and i < len(lines) // 2):
            continue
        annex = next((j for j in range(i + 1, len(lines)) if re.match(r"phu luc\b", lines[j].whole.folded)
                      and not lines[j].label), len(lines))  # fmt: skip
        return i, annex
    return len(lines), len(lines)


def _signs(line: Line) -> bool:
    folded = line.whole.folded
    if line.capital and SIGNING.match(folded):
        return True
    return line.capital and folded.strip() in phrases("document", "positions")


def _title(lines: list[Line], start: int, end: int) -> tuple[Words | None, int]:
    """The title lines after the type, and where the preamble begins."""
    taken: list[Words] = []
    i = start
    while i < end:
        line = lines[i]
        if line.blank:
            i += 1
            continue
        text = line.whole.folded
        first = not taken
        opens = starts_with(text, "document", "preamble_starts")
        if opens and not (_is_title(lines, i) if first else _wrapped_title(lines, i, taken[-1])):
            break
        after_gap = bool(taken) and lines[i - 1].blank
        if after_gap and (len(line.whole) > 110 or line.whole.text[-1] in ".;:"):
            break
        if taken and re.match(r"\((?:theo|kem theo|ban hanh kem|thuc hien)\b", text):
            i += 1  # a note under the title
            break
        if re.match(r"kinh gui\b", text) or (line.label and not first):
            break
        taken.append(line.whole)
        i += 1
        if len(taken) >= 8:
            break
    return (join(taken).strip(" *") if taken else None), i


def _is_title(lines: list[Line], i: int) -> bool:
    """A first paragraph that begins like a preamble is still the title when it is short and does not cite or end."""
    line = lines[i].whole
    if re.match(r"can cu\b", line.folded):
        return False
    return len(line) < 160 and line.text[-1] not in ".;:," and not re.search(r"\bso\s*:?\s*\d", line.folded)


def _wrapped_title(lines: list[Line], i: int, before: Words) -> bool:
    """Whether a line that begins like a preamble is the rest of a title: right below it, and in small letters, or after
    a word that cannot end a title, or set as the title is."""
    line = lines[i]
    if lines[i - 1].blank or len(line.whole) > 110 or line.whole.text[-1] in ".;:,":
        return False
    folded = line.whole.folded
    year_alone = re.fullmatch(r"(?:nam|giai doan) \d{4}(?:\s*-\s*\d{4})?", folded) is not None
    open_end = re.search(rf"\b{any_of('document', 'open_ends')}$", before.folded) is not None or before.text[-1] == ","
    capitals = line.capital and before.text.isupper()
    return line.whole.text[0].islower() or year_alone or open_end or (capitals and not folded.startswith("can cu"))


def tree(paragraphs: list[Paragraph], *, annex: bool = False) -> list[Node]:
    """The section tree, by the depth of the labels; paragraphs without one belong to the item before them."""
    top: list[Node] = []
    stack: list[Node] = []
    for i, paragraph in enumerate(paragraphs):
        label = paragraph.label or _led(paragraph, *paragraphs[i + 1 : i + 2])
        if annex and label is None and re.match(r"phu luc\b", paragraph.words.folded):
            label = Label("part", "PL", 0)
        if label is None:
            if _closes(paragraph.words):
                stack = stack[:1]
            if stack:
                stack[-1].paragraphs.append(paragraph.words)
            elif annex:
                top.append(Node(None, paragraph.words, paragraph.line))
            continue
        if label.kind == "star" and _closes(paragraph.words):
            stack = stack[:1]
            if stack:
                stack[-1].paragraphs.append(paragraph.words)
            continue
        while stack and stack[-1].label and stack[-1].label.rank >= label.rank:
            stack.pop()
        node = Node(label, paragraph.words, paragraph.line, stack[-1] if stack else None, cells=paragraph.cells)
        (stack[-1].children if stack else top).append(node)
        stack.append(node)
    return top


LEAD = re.compile(r"(?:(?:doi voi|ve|danh cho)\s+)?(?:cac\s+)?(?:tap the|ca nhan|ho so|thanh phan ho so)\b")


def _led(paragraph: Paragraph, following: Paragraph | None = None) -> Label | None:
    """A place for a heading without number, "Tập thể (đạt các tiêu chuẩn sau):", just above the items it introduces."""
    if following is None or following.label is None or not paragraph.words.text.endswith(":"):
        return None
    if len(paragraph.words) > HEADING_LENGTH or not LEAD.match(paragraph.words.folded):
        return None
    return Label("dash", "-", following.label.rank - 0.25)


def _blank_form(part: Node) -> bool:
    """Whether an annex is a form to fill in ("Mẫu báo cáo thành tích"): what it asks for is said of no movement."""
    opening = [part.words, *part.paragraphs[:2], *(child.words for child in part.children[:1])]
    form = r"(?:phu luc\s+\w{0,4}\s*[.:-]?\s*)?(?:bieu\s+)?(?:mau|de cuong)\b"
    return any(re.match(form, words.folded) for words in opening if words)


def _closes(words: Words) -> bool:
    """Whether a paragraph is the closing sentence of the plan, which belongs to no item."""
    return re.match(r"tren day la\b", words.folded) is not None


def closing_words(words: Words) -> bool:
    """Whether a paragraph closes the plan (Trên đây là …, ./.) rather than says something of its section."""
    return starts_with(words.folded, "document", "closing_starts") or words.text.rstrip().endswith("./.")


def _assign(node: Node, inherited: tuple[str, ...], *, fuzzy: bool) -> None:
    node.own_roles = _own_roles(node, inherited, fuzzy=fuzzy)
    node.roles = node.own_roles or inherited
    for child in node.children:
        _assign(child, node.roles, fuzzy=fuzzy)


def _chapter(node: Node, inherited: tuple[str, ...], share: float) -> bool:
    """A part called only "NỘI DUNG" may hold whole chapters: their titles say nothing but their role."""
    outer = node.parent.label if node.parent else None
    return bool(
        inherited == ("contents",)
        and share >= 0.99
        and outer
        and outer.rank <= 2
        and node.label
        and node.label.rank <= 4
    )


def _own_roles(node: Node, inherited: tuple[str, ...], *, fuzzy: bool) -> tuple[str, ...]:
    """The roles that a node's own title gives it; none for items and for titles that only mention a role."""
    title = node.title
    if not title or len(title) > HEADING_LENGTH:
        return ()
    top = node.parent is None
    roles, share = roles_in(title.text, fuzzy=fuzzy and not node.bullet)
    if top and not roles:
        roles, share = roles_in(title.text, fuzzy=True)
    if top or not roles:
        return tuple(roles)
    leads = leads_with_role(title.text)
    kept = tuple(roles[:1] if leads and share < STRONG else roles)
    sentence = len(node.words) > 60 and node.words.text[-1] in ".;" and not (node.rest or node.children)
    weak = (share < STRONG or sentence) and not leads
    item = node.bullet and not node.rest and share < 0.99
    held = not inherited or any(may_hold(outer, kept[0]) for outer in inherited) or _chapter(node, inherited, share)
    return kept if held and not weak and not item and inherited != kept[:1] else ()
