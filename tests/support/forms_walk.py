"""Walks the product as one person: every page that links reach from the first one, and every form on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve


@dataclass
class Field:
    name: str
    kind: str  # text, hidden, checkbox, radio, file, select, textarea, number ...
    value: str = ""
    on: bool = True  # what a browser would send without anybody touching the form
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form as a browser sees it; `page` is the address it stands on."""

    page: str
    action: str
    fields: list[Field]
    buttons: list[tuple[str, str]]
    method: str = "post"

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """Two forms of one shape are handled by the same code: the view and the names of the fields."""
        names = {f.name for f in self.fields} | {f"{name}={value}" for name, value in self.buttons if name != "version"}
        return resolve(urlsplit(self.action).path).view_name, tuple(sorted(names))

    def as_it_stands(self) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        for each in self.fields:
            if each.on and each.kind != "file":
                sent.setdefault(each.name, []).append(each.value)
        return sent


class _Reader(HTMLParser):
    """Links and forms, with fields and buttons that name their form by `form=`."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.links = address, set[str]()
        self.made: list[tuple[str, str, str, list[Field], list[tuple[str, str]]]] = []
        self._open: tuple[str, str, str, list[Field], list[tuple[str, str]]] | None = None
        self._stray: list[tuple[str, Field | tuple[str, str]]] = []
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and has.get("href"):
            self.links.add(urljoin(self.address, has["href"]).split("#")[0])
        elif tag == "form":
            self._open = (has.get("id", ""), has.get("method", "get").lower(), has.get("action", ""), [], [])
            self.made.append(self._open)
        elif tag == "button" and has.get("type", "submit") == "submit":
            self._keep((has.get("name", ""), has.get("value", "")), has)
        elif tag == "input" and has.get("name") and has.get("type") not in ("submit", "button"):
            kind = has.get("type", "text")
            on = kind not in ("checkbox", "radio") or "checked" in has
            self._keep(Field(has["name"], kind, has.get("value", "on" if kind == "checkbox" else ""), on), has)
        elif tag == "textarea" and has.get("name"):
            self._area = Field(has["name"], "textarea")
            self._keep(self._area, has)
        elif tag == "select" and has.get("name"):
            self._select = Field(has["name"], "select")
            self._keep(self._select, has)
        elif tag == "option" and self._select is not None:
            self._select.options.append(has.get("value", ""))
            if "selected" in has or len(self._select.options) == 1:
                self._select.value = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def _keep(self, thing: Field | tuple[str, str], has: dict[str, str]) -> None:
        if named := has.get("form"):
            self._stray.append((named, thing))
        elif self._open is not None:
            self._put(self._open, thing)

    @staticmethod
    def _put(form: tuple[str, str, str, list[Field], list[tuple[str, str]]], thing: Field | tuple[str, str]) -> None:
        if isinstance(thing, Field):
            form[3].append(thing)
        else:
            form[4].append(thing)

    def forms(self) -> Iterator[Form]:
        by_id = {form[0]: form for form in self.made if form[0]}
        for named, thing in self._stray:
            if named in by_id:
                self._put(by_id[named], thing)
        for _id, method, action, fields, buttons in self.made:
            yield Form(self.address, urljoin(self.address, action or self.address), fields, buttons, method)


LEAVE_ALONE = ("accounts:sign-out", "web:language")  # leaving and choosing a language save nothing


def read_page(address: str, html: str) -> tuple[set[str], list[Form]]:
    """The links and the forms of one page."""
    reader = _Reader(address)
    reader.feed(html)
    links = {link for link in reader.links if link.startswith("/") and not link.startswith("/static/")}
    return links, list(reader.forms())


def walk(client: Client, *, start: str = "/", per_view: int = 3, most: int = 150) -> Iterator[tuple[str, str]]:
    """(address, HTML) of every page within reach, a few of each view; a link to a page that breaks is a failure."""
    seen, views, todo = set[str](), dict[str, int](), [start]
    while todo and sum(views.values()) < most:
        address = todo.pop(0)
        path = urlsplit(address).path
        if address in seen:
            continue
        seen.add(address)
        try:
            view = resolve(path).view_name
        except Resolver404:
            raise AssertionError(f"a link to nowhere: {address}") from None
        if views.get(view, 0) >= per_view:
            continue
        views[view] = views.get(view, 0) + 1
        response = client.get(address)
        if response.status_code >= 500:
            yield address, f"BROKEN {response.exc_info[1]!r}" if response.exc_info else "BROKEN"
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html") or response.streaming:
            continue
        html = response.content.decode()
        todo.extend(sorted(read_page(address, html)[0]))
        yield address, html


def forms_within_reach(client: Client, broken: dict[str, str], **how: int) -> list[Form]:
    """One form of every shape that this person meets; pages that break are noted in `broken`."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for address, html in walk(client, **how):  # type: ignore[arg-type]
        if html.startswith("BROKEN"):
            broken[f"{resolve(urlsplit(address).path).view_name} {html}"] = address
        for form in read_page(address, html)[1]:
            if form.shape[0] not in LEAVE_ALONE:
                found.setdefault(form.shape, form)
    return list(found.values())


_PASSING = ("django_session",)


def everything_saved() -> dict[str, str]:
    """A fingerprint of every table: two equal ones mean that nothing at all was written between them."""
    prints = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in _PASSING:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            digest = hashlib.sha256()
            for row in sorted(repr(row) for row in cursor.fetchall()):
                digest.update(row.encode())
            prints[table] = digest.hexdigest()
    return prints
