"""Reads HTML back for the tests: tags, attributes, text under an id."""

from html.parser import HTMLParser

VOID = {"input", "br", "img", "meta", "link", "hr", "use", "rect", "line", "path", "source"}


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.every: list[dict[str, str]] = []
        self._open: list[tuple[str, str | None]] = []
        self._texts: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.tags.append(tag)
        self.every.append(values)
        if tag not in VOID:
            self._open.append((tag, values.get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.every.append({key: value or "" for key, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _tag, mark in self._open:
            if mark:
                self._texts[mark] = self._texts.get(mark, "") + data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in zip(self.tags, self.every, strict=True) if name == tag]

    def text_of(self, mark: str) -> str:
        return self._texts.get(mark, "").strip()


def parse(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page
