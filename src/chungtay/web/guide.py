"""The user guide (docs/huong-dan.md) inside the product: one page, its pictures, and which section a page needs.

Sections are known by their titles: their numbers move when one is added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from chungtay.kit.text import slugify

_SHAPES = {"table_open": "table", "ordered_list_open": "bullets", "bullet_list_open": "bullets"}
_NUMBERED = re.compile(r"^(\d+)\.\s+(.+)$")

# The section of a page, by the page's name or else by its room; a room without one gets the top of the guide.
SECTIONS = {
    "web": "Vào làm việc",
    "localities:accounts": "Tài khoản, phân công vai (quản trị)",
    "localities:password": "Vào làm việc",
    "localities": "Sổ theo dõi thành tích",
    "records": "Sổ theo dõi thành tích",
    "plans:detail": "Rà soát: đối chiếu với bản gốc",
    "plans": "Đưa kế hoạch vào",
    "jobs": "Đưa kế hoạch vào",
    "movements:adjust": "Điều chỉnh kế hoạch giữa chừng",
    "movements:adjust-again": "Điều chỉnh kế hoạch giữa chừng",
    "movements": "Phát động, theo dõi",
    "progress": "Theo dõi tiến độ",
    "initiatives": "Sáng kiến, mô hình hay",
    "nominations:list": "Kiểm tra hồ sơ, kết luận điều kiện",
    "nominations": "Lập và nộp hồ sơ đề nghị",
    "councils": "Họp Hội đồng",
    "decisions:certificates": "In và trao giấy khen",
    "decisions:print-check": "In và trao giấy khen",
    "decisions:print-log": "In và trao giấy khen",
    "decisions:register": "Giấy tờ, sổ, lưu trữ",
    "decisions": "Tờ trình, quyết định",
    "paperwork": "Giấy tờ, sổ, lưu trữ",
    "documents": "Giấy tờ, sổ, lưu trữ",
    "stationery": "Mẫu riêng của xã",
    "signatures": "Ký số, kiểm tra chữ ký",
    "rulebook:calendar": "Lịch ngày làm việc",
    "rulebook": "Chốt điều luật chưa rõ (quản trị)",
    "outreach": "Người dân tra cứu",
}


@dataclass(frozen=True)
class Section:
    """One part of the guide: its number as printed, title, and where it stands on the page."""

    number: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Guide:
    title: str
    sections: list[Section]
    body: SafeString


def section_of(view_name: str) -> Section | None:
    """The section that explains a page ("plans:upload"); None when the guide has none."""
    room = view_name.split(":", maxsplit=1)[0]
    title = SECTIONS.get(view_name) or SECTIONS.get(room)
    return next((section for section in guide().sections if section.title == title), None)


@cache
def guide() -> Guide:
    """The guide as it shipped; read once, it changes only with the program. Empty where somebody left docs/ out."""
    source = settings.GUIDE / "huong-dan.md"
    if not source.is_file():
        return Guide("", [], mark_safe(""))
    tokens = _parser().parse(source.read_text(encoding="utf-8"))
    title, sections = "", []
    for at, token in enumerate(tokens):
        if token.type == "inline":
            _mend(token)
        if shape := _SHAPES.get(token.type):
            token.attrSet("class", shape)
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type != "heading_open":
            continue
        told = tokens[at + 1].content
        if token.tag == "h1":  # the page has its own
            title = told
            token.hidden = tokens[at + 2].hidden = True
            tokens[at + 1].children, tokens[at + 1].content = [], ""
        elif found := _NUMBERED.match(told):
            sections.append(Section(found[1], found[2], slugify(found[2])))
            token.attrSet("id", sections[-1].anchor)
    html = _parser().renderer.render(tokens, _parser().options, {})
    return Guide(title, sections, mark_safe(html))  # noqa: S308 - our own file, its HTML escaped by the parser


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _mend(line: Token) -> None:
    """Pictures from the static files with their size; a link to a paper for technicians stays as words."""
    kept: list[Token] = []
    outside = 0
    for token in line.children or []:
        if token.type == "image":
            name = Path(str(token.attrs["src"])).name
            with Image.open(settings.GUIDE / "images" / name) as picture:
                size = picture.size
            more = {"width": str(size[0]), "height": str(size[1]), "loading": "lazy"}
            token.attrs = {**token.attrs, "src": static(f"guide/{name}"), **more}
        if token.type == "link_open" and not str(token.attrs["href"]).startswith(("#", "https://")):
            outside += 1
        elif token.type == "link_close" and outside:
            outside -= 1
        else:
            kept.append(token)
    line.children = kept
