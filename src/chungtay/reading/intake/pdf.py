"""PDF: the text layer of a page where it is sound, else the picture of the page read again."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from chungtay.reading.intake import scans
from chungtay.reading.intake.converted import Converted, Told, untold
from chungtay.reading.intake.layout import Placed, compose
from chungtay.reading.intake.legacy import NAMES, repair
from chungtay.reading.intake.ocr import packed, recognise
from chungtay.reading.intake.plaintext import CONVERTED
from chungtay.reading.intake.quality import assess
from chungtay.reading.intake.source import Draft, UnreadableFile, Word, cleaned

MOST_PAGES = 100
DPI, LONGEST_SIDE = 200, 4000
"""Measured: 200 dpi reads stamped pages better than 250 and 300, and is cheaper."""
SHOWN_DPI = 150
PICTURE_SHARE = 0.5
"""Share of a page that its pictures cover when the page is a scan."""
AT_ONCE = 2
HYPHENS = "\ufffe\u0002"
"""What pdfium gives for a hyphen at the end of a line, the rest of the word right after it. Vietnamese is never
hyphenated, so it is printed: 142/QĐ-UBND."""

LOCKED = "Tệp PDF có mật khẩu mở tệp. Mở tệp bằng mật khẩu, in ra một PDF không mật khẩu rồi đưa lại."
BROKEN = "Tệp PDF bị hỏng hoặc tải thiếu. Mở thử tệp; tải hoặc quét lại rồi đưa lại."
TOO_MANY = "Tệp PDF có {pages} trang, quá mức {most} trang. Tách phần kế hoạch ra một tệp riêng rồi đưa lại."
SCRIPTS = "Tệp PDF có mã lệnh (JavaScript); phần đó bị bỏ qua, chỉ đọc chữ. Hỏi lại người gửi nếu thấy lạ."
ATTACHED = "Tệp PDF có tệp khác đính kèm; phần đính kèm không được đọc."
REREAD = "Trang {pages}: lớp chữ có sẵn trong PDF sai tiếng Việt nên đã bỏ, đọc lại từ ảnh của trang."
DAMAGED = "Trang {pages}: chữ trong PDF mất dấu tiếng Việt và không có ảnh để đọc lại."
UNREAD = "Trang {pages}: chỉ có ảnh, chưa đọc được. {why}"


def read_pdf(path: Path, *, keep: bool = False, told: Told = untold) -> Converted:
    """The pages of a PDF, with their pictures when `keep`.

    Raises UnreadableFile for what is locked, broken or far longer than a plan.
    """
    data = path.read_bytes()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise UnreadableFile(LOCKED if locked else BROKEN) from error
    pages = len(document)
    if pages > MOST_PAGES:
        raise UnreadableFile(TOO_MANY.format(pages=pages, most=MOST_PAGES))
    if pages == 0:
        raise UnreadableFile(BROKEN)
    reader = _Reader(document, keep=keep, told=told)
    return scans.checked(Converted(list(reader.pages()), [*_active_parts(document, data), *reader.warnings()]))


def _active_parts(document: pypdfium2.PdfDocument, data: bytes) -> list[str]:
    """Warnings for what a plan has no need of. Nothing of it is ever run: pdfium is built without a script engine."""
    found = []
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0 or b"/JavaScript" in data or b"/JS" in data:
        found.append(SCRIPTS)
    if pdfium.FPDFDoc_GetAttachmentCount(document) > 0 or b"/EmbeddedFile" in data:
        found.append(ATTACHED)
    return found


class _Reader:
    """Reads the pages of one document in order; two pictures are recognised at a time."""

    def __init__(self, document: pypdfium2.PdfDocument, *, keep: bool, told: Told) -> None:
        self.document = document
        self.keep = keep
        self.told = told
        self.scanned = 0
        self.reread: list[int] = []
        self.damaged: list[int] = []
        self.unread: list[int] = []
        self.why = ""
        self.schemes: set[str] = set()

    def warnings(self) -> list[str]:
        """What the clerk should know after reading."""
        said = [CONVERTED.format(name=name) for name in sorted(self.schemes)]
        for form, numbers in ((REREAD, self.reread), (DAMAGED, self.damaged), (UNREAD, self.unread)):
            if numbers:
                said.append(form.format(pages=", ".join(map(str, numbers)), why=self.why))
        return said

    def pages(self) -> Iterator[Draft]:
        """Every page; one that holds nothing is there, with empty text."""
        waiting: deque[tuple[Draft, Future[Draft] | None]] = deque()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for index in range(len(self.document)):
                layer, picture = self._page(index)
                read = pool.submit(recognise, picture, dpi=DPI, number=index + 1, keep=self.keep) if picture else None
                waiting.append((layer, read))
                while len(waiting) > AT_ONCE:
                    yield self._next(waiting)
            while waiting:
                yield self._next(waiting)
        if self.why and len(self.unread) == len(self.document):
            raise UnreadableFile(self.why)

    def _next(self, waiting: deque[tuple[Draft, Future[Draft] | None]]) -> Draft:
        layer, read = waiting.popleft()
        done = self._settled(layer, read)
        self.told(done.number or 0, len(self.document))
        return done

    def _page(self, index: int) -> tuple[Draft, Image.Image | None]:
        """The text layer of a page and, where that will not do, its picture."""
        try:
            page = self.document[index]
        except pypdfium2.PdfiumError:
            return Draft("", index + 1, "text_layer"), None
        try:
            raw, words = text_layer(page)
            text, scheme = repair(cleaned(raw))
            # words of another text would be marked at wrong places
            layer = Draft(text, index + 1, "text_layer", words=words if text == raw else ())
            quality = assess(text).quality
            sound = quality == "good" or (quality == "short" and picture_share(page) < PICTURE_SHARE)
            if sound:
                if scheme:
                    self.schemes.add(NAMES[scheme])
                shown = self.keep and index < scans.MOST_SCANNED
                return replace(layer, picture=packed(rendered(page, SHOWN_DPI)) if shown else None), None
            picture = rendered(page, DPI)
            layer = replace(layer, picture=packed(picture) if self.keep else None)
            if not inked(picture):
                return layer, None
            self.scanned += 1
            if self.scanned > scans.MOST_SCANNED:
                raise UnreadableFile(scans.TOO_MANY_SCANS.format(pages=len(self.document), most=scans.MOST_SCANNED))
            return layer, picture
        except pypdfium2.PdfiumError:
            return Draft("", index + 1, "text_layer"), None
        finally:
            page.close()

    def _settled(self, layer: Draft, future: Future[Draft] | None) -> Draft:
        """The better of the text layer and what was read from the picture."""
        assert layer.number is not None
        if future is None:
            return layer
        bad_layer = assess(layer.text).quality == "damaged"
        try:
            read = future.result()
        except UnreadableFile as error:  # no Tesseract on this machine
            self.why = error.message
            (self.damaged if bad_layer else self.unread).append(layer.number)
            return layer
        if not bad_layer:
            return read if len(read.text) >= len(layer.text) else layer
        if assess(read.text).quality == "good":
            self.reread.append(layer.number)
            return read
        # The print itself has no accents: its own letters are nearer to what was written than a second guess.
        self.damaged.append(layer.number)
        return layer


def text_layer(page: pypdfium2.PdfPage) -> tuple[str, tuple[Word, ...]]:
    """The characters of a page in reading order, "" for none, and where its words stand."""
    text_page = page.get_textpage()
    try:
        if page.get_rotation() % 360:  # boxes then lie as on the paper before it was turned
            return str(text_page.get_text_range()), ()
        left, _bottom, _right, top = page.get_bbox()
        return compose(_placed(text_page, left, top), page.get_size())
    finally:
        text_page.close()


def _placed(text_page: pypdfium2.PdfTextPage, start: float, height: float) -> Iterator[Placed]:
    """The words of a page with their boxes, in the order of the file; its left side lies at `start`, its top at
    `height`."""
    letters: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    line = 0
    rect = pdfium.FS_RECTF()

    def word() -> Placed:
        # composed here, so that the text does not change its length afterwards
        return Placed(unicodedata.normalize("NFC", "".join(letters)), box[0], box[1], box[2], box[3], (line,))

    for index in range(text_page.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text_page, index) or 0xFFFD)
        if char in HYPHENS:
            char = "-"
        if not char.isspace():
            pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect))
            left, top, right, bottom = rect.left - start, height - rect.top, rect.right - start, height - rect.bottom
            if not letters:
                box = [left, top, right, bottom]
            elif right > left:
                box = [box[0], min(box[1], top), max(box[2], right), max(box[3], bottom)]
            letters.append(char)
            continue
        if letters:
            yield word()
            letters = []
        line += char == "\n"
    if letters:
        yield word()


def picture_share(page: pypdfium2.PdfPage) -> float:
    """The share of a page that pictures cover, from 0 to 1."""
    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            left, bottom, right, top = item.get_bounds()
        except pypdfium2.PdfiumError:
            continue
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return min(covered / (width * height), 1.0) if width * height else 0.0


def rendered(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    """The picture of a page, in colour, smaller only when the paper is huge."""
    longer = max(*page.get_size(), 1.0)
    picture = page.render(scale=min(dpi / 72, LONGEST_SIDE / longer)).to_pil()
    assert isinstance(picture, Image.Image)
    return picture.convert("RGB")


def inked(picture: Image.Image) -> bool:
    """Whether anything is printed on a page at all."""
    low, high = picture.convert("L").reduce(2).getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    return high - low > 40
