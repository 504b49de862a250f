"""What a browser would send of a draft's page."""

from __future__ import annotations

from html.parser import HTMLParser


def form_of(page: str) -> dict[str, str]:
    """What a browser would send from the form of a draft."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.sent: dict[str, str] = {}
            self.inside, self.area = False, ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            name = given.get("name") or ""
            if tag == "form":
                self.inside = given.get("id") == "giay"
            mine = self.inside or given.get("form") == "giay"
            if mine and name and tag == "textarea":
                self.area = name
                self.sent[name] = ""
            elif mine and name and tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
                self.sent[name] = given.get("value") or ""

        def handle_endtag(self, tag: str) -> None:
            if tag == "form":
                self.inside = False
            if tag == "textarea":
                self.area = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                self.sent[self.area] += data

    reader = Reader()
    reader.feed(page)
    reader.sent.pop("csrfmiddlewaretoken", None)
    return reader.sent
