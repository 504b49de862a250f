"""Somebody's Word template: opened with suspicion, its words compared with the dictionary, filled with a paper's data.

Runs on the workbench only.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from chungtay.stationery import dictionary
from chungtay.stationery.grammar import PlainEnvironment, TemplateFault
from chungtay.stationery.names import Reader, Use, shape_of
from chungtay.stationery.refusal import Refused

# What lxml raises for XML that is not well-formed is a SyntaxError.
MOST_UNPACKED = 60 * 1024 * 1024
MOST_MADE = 20 * 1024 * 1024
MOST_PARTS = 2000
NOT_WORD = "Tệp này không phải tệp Word .docx. Mở bằng Word, chọn Lưu thành (Save As) → Word Document (.docx)."
BOMB = "Tệp bung ra lớn hơn mọi mẫu văn bản. Bớt hình trong mẫu rồi tải lên."
MACROS = "Tệp Word có macro. Lưu thành Word Document (.docx) không macro rồi tải lên."
OUTSIDE = "Tệp Word lấy nội dung từ ngoài tệp. Gỡ các liên kết dưới đây rồi tải lên."
INSIDE = "Tệp Word nhúng tệp khác (OLE, ActiveX). Xóa đối tượng nhúng rồi tải lên."
FIELDS = "Tệp Word có trường tự nạp nội dung (INCLUDETEXT, DDE …). Xóa các trường đó rồi tải lên."
_LOADING = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE)\b")
_CODE = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
_PARTS = {"header": "Đầu trang", "footer": "Chân trang", "footnotes": "Chú thích"}
_PRINTED = re.compile(r"\{\{(?:(?!\{\{|\{%|\}\}).)*\}\}")
_PARAGRAPH = re.compile(r"<w:p([ >])")


@dataclass(frozen=True)
class Part:
    """One text of the file as the template engine sees it: a paragraph a line."""

    name: str
    source: str

    def place(self, line: int | None) -> str:
        """Where a line is, as a person finds it: the words of the paragraph."""
        lines = self.source.splitlines()
        if line is None or not 0 < line <= len(lines):
            return self.name
        words = " ".join(re.sub(r"<[^>]+>", "", lines[line - 1]).split())
        return f"{self.name}, chỗ “{words[:90]}{'…' if len(words) > 90 else ''}”" if words else self.name


def inspect(job: dict[str, Any]) -> dict[str, Any]:
    """What the template uses and what is wrong with it; with nothing wrong it is also filled once with the sample.

    Raises Refused for files that are not opened at all.
    """
    kind, data = str(job["kind"]), Path("template.docx").read_bytes()
    _suspect(data)
    parts = list(_parts(data))
    known = shape_of(dictionary.entries(kind))
    uses: dict[str, tuple[Use, str]] = {}
    faults: list[str] = []
    for part in parts:
        reader = Reader(known)
        source, told = _readable(part)
        faults += told
        try:
            reader.read(PlainEnvironment().parse(source))
        except (TemplateSyntaxError, TemplateFault):
            continue  # told already: what is wrong is how the commands stand to each other
        faults += [f"{part.place(line)}: {words}" for line, words in reader.faults]
        for path, use in reader.uses.items():
            uses.setdefault(path, (use, part.place(use.line)))
    unknown = [u for u, _ in uses.values() if u.shape.form == "unknown"]
    if not faults and not unknown:
        try:
            _filled(data, dictionary.sample(kind), lenient=False)
        except Refused as error:
            faults += error.details or [error.message]
    return {
        "fields": [
            {"name": u.path, "label": u.shape.label, "sample": u.shape.sample[:200], "list": u.shape.form == "list",
             "where": where}
            for u, where in uses.values() if u.shape.form != "unknown"
        ],
        "unknown": [{"name": u.path, "near": u.near, "where": where}
                    for u, where in uses.values() if u.shape.form == "unknown"],
        "faults": faults,
    }  # fmt: skip


def _readable(part: Part) -> tuple[str, list[str]]:
    """The text without the {{ … }} that nobody can read, and what is wrong with each: one upload tells all of them."""
    faults: list[str] = []

    def judged(found: re.Match[str]) -> str:
        try:
            PlainEnvironment().parse(found[0])
        except (TemplateSyntaxError, TemplateFault) as error:
            line = part.source.count("\n", 0, found.start()) + 1
            faults.append(f"{part.place(line)}: {_words(error)}")
            return ""
        return found[0]

    source = _PRINTED.sub(judged, part.source)
    try:
        PlainEnvironment().parse(source)
    except (TemplateSyntaxError, TemplateFault) as error:
        faults.append(_told(error, part))
    return source, faults


def render(job: dict[str, Any]) -> dict[str, Any]:
    """`template.docx` filled with the context of the job, written to `made.docx`."""
    data = Path("template.docx").read_bytes()
    _suspect(data)
    made = _filled(data, job["context"], lenient=bool(job.get("lenient")))
    Path("made.docx").write_bytes(made)
    return {"size": len(made)}


def _filled(data: bytes, context: dict[str, Any], *, lenient: bool) -> bytes:
    template = DocxTemplate(io.BytesIO(data))
    out = io.BytesIO()
    try:
        template.render(context, PlainEnvironment(lenient=lenient), autoescape=True)
        template.save(out)
    except (TemplateError, TemplateFault) as error:
        raise Refused(
            "Chưa điền được mẫu này.", [_told(error, _broken_part(data, context, lenient=lenient))]
        ) from error
    except (SyntaxError, ValueError, KeyError) as error:
        raise Refused(
            "Điền xong thì tệp Word không còn mở được: thường do {%p …%} hoặc {%tr …%} đặt sai chỗ. "
            "Mỗi lệnh {%p …%} đứng riêng một đoạn, {%tr …%} đứng riêng một dòng bảng."
        ) from error
    made = out.getvalue()
    if len(made) > MOST_MADE:
        raise Refused("Văn bản điền xong quá lớn. Bớt hình hoặc vòng lặp trong mẫu.")
    return made


def _broken_part(data: bytes, context: dict[str, Any], *, lenient: bool) -> Part | None:
    """The part that cannot be filled, found by filling one after the other."""
    for part in _parts(data):
        try:
            PlainEnvironment(lenient=lenient).from_string(part.source).render(context)
        except (TemplateError, TemplateFault):
            return part
    return None


def _parts(data: bytes) -> Iterator[Part]:
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.init_docx()
        body = template.patch_xml(template.get_xml())
        yield Part("Thân văn bản", _lines(body))
        for uri, name in ((template.HEADER_URI, "header"), (template.FOOTER_URI, "footer")):
            for _, part in template.get_headers_footers(uri):
                yield Part(_PARTS[name], _lines(template.patch_xml(template.get_part_xml(part))))
        for part in template.docx.part.package.parts:
            if part.content_type.endswith("footnotes+xml"):
                yield Part(_PARTS["footnotes"], _lines(template.patch_xml(part.blob.decode("utf-8"))))
    except (KeyError, ValueError, AttributeError, SyntaxError, zipfile.BadZipFile) as error:
        raise Refused(NOT_WORD) from error


def _lines(xml: str) -> str:
    return _PARAGRAPH.sub(r"\n<w:p\1", xml.replace("\n", " "))


def _told(error: Exception, part: Part | None) -> str:
    where = part.place(_line(error)) if part else "Mẫu"
    return f"{where}: {_words(error)}"


def _line(error: Exception) -> int | None:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    if isinstance(error, TemplateFault) and error.line is not None:
        return error.line
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


_SYNTAX = (
    (r"Unexpected end of template.*needs to be closed is '(\w+)'", "thiếu {{% end{0} %}} cho lệnh {{% {0} … %}}."),
    (r"Unexpected end of template", "thiếu chỗ kết thúc: }} hoặc %}."),
    (r"Encountered unknown tag 'end(\w+)'", "có {{% end{0} %}} mà không có {{% {0} … %}} ở trước."),
    (r"Encountered unknown tag '(\w+)'.*closed is '(\w+)'", "“{0}” không đúng chỗ; còn thiếu {{% end{1} %}}."),
    (r"Encountered unknown tag '([^']+)'", "không có lệnh “{0}”. Dùng được: for, if, else, endfor, endif."),
    (r"Expected an expression, got 'end of print statement'", "ngoặc {{ }} còn trống, chưa có tên trường."),
    (r"expected token 'end of (?:print statement|statement block)', got '([^']+)'",
     "tên trường viết rời hoặc thừa chữ ở “{0}”. Tên trường viết liền, nối bằng dấu gạch dưới: dia_danh."),
    (r"No filter named '(\w+)'", "không có cách viết “|{0}”. Dùng được: upper, lower, join, default."),
    (r"No test named '(\w+)'", "không có phép thử “is {0}”."),
    (r"unexpected char '(.)'", "có ký tự lạ “{0}” trong ngoặc. Tên trường chỉ gồm chữ không dấu, số và dấu gạch dưới."),
    (r"unexpected '([^']+)'", "thừa hoặc thiếu ngoặc ở “{0}”."),
)  # fmt: skip


def _words(error: Exception) -> str:
    """A Jinja complaint in Vietnamese; what we raise ourselves is Vietnamese already."""
    if isinstance(error, TemplateFault):
        return error.message
    said = str(getattr(error, "message", None) or error)
    if isinstance(error, UndefinedError):
        return "có tên trường không có trong danh mục trường."
    for pattern, words in _SYNTAX:
        if found := re.search(pattern, said, re.DOTALL):
            return words.format(*found.groups()) if found.groups() else words
    return said if not said.isascii() else "viết sai cú pháp; so lại với danh mục trường."


def _suspect(data: bytes) -> None:
    """Refuses what a template has no business to hold. Looks at bytes only; nothing is opened as Word yet."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = archive.namelist()
        if "[Content_Types].xml" not in names or len(names) > MOST_PARTS:
            raise Refused(NOT_WORD)
        left, links = MOST_UNPACKED, []
        for name in names:
            with archive.open(name) as file:
                content = file.read(left + 1)
            left -= len(content)
            if left < 0:
                raise Refused(BOMB)
            links += _judged(name, content)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refused(NOT_WORD) from error
    if not any(name.startswith("word/") for name in names):
        raise Refused(NOT_WORD)
    if links:
        raise Refused(OUTSIDE, [f"Liên kết ra ngoài: {link}" for link in dict.fromkeys(links)])


def _judged(name: str, content: bytes) -> list[str]:
    """The links out of one part. Raises Refused for macros, embedded files, loading fields and entities."""
    low = name.lower()
    if low.endswith("vbaproject.bin") or (name == "[Content_Types].xml" and b"macroEnabled" in content):
        raise Refused(MACROS)
    if low.startswith(("word/embeddings/", "word/activex/", "word/afchunk")):
        raise Refused(INSIDE)
    if not low.endswith((".xml", ".rels")):
        return []
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refused(BOMB)
    if b"<w:altChunk" in content:
        raise Refused(INSIDE)
    if any(_LOADING.search((a or b).upper()) for a, b in _CODE.findall(content)):
        raise Refused(FIELDS)
    if not low.endswith(".rels"):
        return []
    found = re.findall(rb"<Relationship\b[^>]*>", content)
    outside = [tag for tag in found if re.search(rb"TargetMode\s*=\s*[\"']External", tag)]
    return [_target(tag) for tag in outside]


def _target(tag: bytes) -> str:
    match = re.search(rb"Target\s*=\s*[\"']([^\"']*)", tag)
    return match.group(1).decode("utf-8", errors="replace")[:120] if match else "?"
