"""The tree to PDF/A-2a with Typst.

User text never meets Typst's markup: the whole sheet travels as JSON in `sys.inputs` and the template prints strings.
Only the shipped Liberation Serif is used (metrics of Times New Roman), so that a page looks the same on every machine;
the same tree and timestamp give the same bytes.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from chungtay.typesetting import layout, tree, wording
from chungtay.typesetting.errors import TypesettingError

STANDARD = "a-2a"
_CALLS_REMEMBERED = 5  # after so many calls without it a page is forgotten
_MAIN = "main.typ"
_lock = threading.Lock()  # the compilers are shared by all threads


def render_pdf(document: tree.Document, *, timestamp: datetime) -> bytes:
    """The document as tagged PDF/A-2a.

    `timestamp` (aware) is written into the file as its creation time; nothing else varies, so the same call gives the
    same bytes. A document of certificates is printed by `certificate.render_certificates`. Raises TypesettingError
    when a text holds a character that the prescribed typeface lacks.
    """
    if document.certificates:
        from chungtay.typesetting.certificate import Border, render_certificates

        border = Border.VECTOR if len(document.certificates) == 1 else Border.PICTURE
        return render_certificates(document.certificates, border=border, timestamp=timestamp)
    inputs = {"sheet": json.dumps(_plain(wording.compose(document)), ensure_ascii=False)}
    return compile_template("document.typ", inputs, timestamp=timestamp)


def signature_places(document: tree.Document) -> list[dict[str, float]]:
    """Where each signer signs: page (from 1), x and y in points from the top left corner, in the order of the signers.

    For the signing room: the place is asked of the typesetter, never searched in the finished page.
    """
    inputs = {"sheet": json.dumps(_plain(wording.compose(document)), ensure_ascii=False)}
    with _lock:
        compiler = _compiler("document.typ")
        compiler.compile(format="pdf", sys_inputs=_with_layout(inputs))
        found = json.loads(compiler.query("<sign-here>", field="value"))
    return cast(list[dict[str, float]], found)


def compile_template(
    template: str,
    inputs: Mapping[str, str],
    *,
    timestamp: datetime,
    table: str = "layout",
    standard: str | None = STANDARD,
) -> bytes:
    """Compiles one of our templates with string inputs; the values of `table`.yaml come with them as "layout"."""
    import typst

    if timestamp.tzinfo is None:
        raise ValueError("timestamp must be aware")
    try:
        with _lock:
            pdf = _files_compiler().compile(
                input=_as_files(template, inputs, table),
                format="pdf",
                pdf_standards=standard,
                timestamp=timestamp.astimezone(UTC).replace(microsecond=0),
            )
    except typst.TypstError as error:
        raise _explained(error) from error
    return cast(bytes, pdf)


def draw_template(template: str, inputs: Mapping[str, str], *, table: str = "layout", ppi: float = 96) -> bytes:
    """The first page of one of our templates as a PNG picture."""
    import typst

    try:
        with _lock:
            drawn = _files_compiler().compile(input=_as_files(template, inputs, table), format="png", ppi=ppi)
    except typst.TypstError as error:
        raise _explained(error) from error
    return cast(bytes, drawn[0] if isinstance(drawn, list) else drawn)


def query_template(template: str, inputs: Mapping[str, str], selector: str, *, table: str = "layout") -> list[Any]:
    """What one of our templates tells about its own page: the values of the metadata with that label, in order."""
    import typst

    try:
        with _lock:
            compiler = _compiler(template)
            compiler.compile(format="pdf", sys_inputs=_with_layout(inputs, table))
            return cast(list[Any], json.loads(compiler.query(selector, field="value")))
    except typst.TypstError as error:
        raise _explained(error) from error


def forget() -> None:
    """Gives back what the typesetter remembers of earlier pages: it forgets what several calls did not use."""
    with _lock:
        for number in range(_CALLS_REMEMBERED):
            _files_compiler().compile(input={_MAIN: f"// {number}".encode()}, format="pdf")


def _with_layout(inputs: Mapping[str, str], table: str = "layout") -> dict[str, str]:
    return {**inputs, "layout": json.dumps(layout.measures(table))}


def _as_files(template: str, inputs: Mapping[str, str], table: str) -> dict[str, bytes]:
    """The files of one call: a main file that takes the template from the disk, and the data beside it.

    Inputs (`sys_inputs`) would say the same, but the typesetter then forgets what it knows of the template: a fourth
    more time for each certificate.
    """
    data = {f"given/{name}.json": text.encode() for name, text in _with_layout(inputs, table).items()}
    return {_MAIN: f'#include "/templates/{template}"\n'.encode(), **data}


@functools.cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(layout.FONTS)])


@functools.cache
def _files_compiler() -> Any:
    """The one that is given its files with each call."""
    import typst

    return typst.Compiler(root=str(layout.HERE), font_paths=_fonts())


@functools.cache
def _compiler(template: str) -> Any:
    """The one of a template, given its inputs with each call: only this one can be queried."""
    import typst

    return typst.Compiler(str(layout.TEMPLATES / template), root=str(layout.HERE), font_paths=_fonts())


def _explained(error: Exception) -> TypesettingError:
    """What the clerk can do about a Typst error; anything unforeseen is passed on with Typst's own words."""
    said = str(getattr(error, "message", error))
    if match := re.search(r'the text `"(.+?)"` could not be displayed', said):
        character = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: f"U+{m.group(1).upper()}", match.group(1))
        return TypesettingError(
            f"Ký tự “{character}” không có trong phông chữ của văn bản hành chính; "
            "anh/chị xoá hoặc thay ký tự này rồi in lại."
        )
    return TypesettingError(f"Không dàn được trang; anh/chị gửi thông báo này cho người quản trị: {said}")


def _plain(value: Any) -> Any:
    """Sheet to JSON values; each block names its class in `t`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"t": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
