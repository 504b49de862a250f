"""PDF, scans and photos: the sound text layer is kept, a bad one thrown away, and every bad file named."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from chungtay.cli import main
from chungtay.reading import decode, read, to_json
from chungtay.reading.fold import fold
from chungtay.reading.intake import Source, UnreadableFile, sandbox
from chungtay.reading.intake.pdf import MOST_PAGES
from reading.files import papers, scans


@cache
def plan_pdf(code: str = "002") -> bytes:
    return papers.plan(code).pdf()


@cache
def first_page(seed: int = 3) -> Image.Image:
    """The first page of seed 002, stamped and scanned in colour at 200 dpi."""
    return scans.scanned(scans.pages(plan_pdf(), 200)[0], dpi=200, seed=seed)


def wrong(source: Source, truth: str) -> float:
    """Share of wrong characters, blanks aside, in the first half of a page: a cut picture ends inside a line."""
    read_, true = " ".join(source.text.split())[:900], " ".join(truth.split())
    return Levenshtein.distance(read_, true[: len(read_)]) / 900


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(made, **options)  # type: ignore[arg-type]
    return made.getvalue()


@pytest.mark.parametrize("code", ["000", "002", "003"])
def test_a_printed_plan_reads_like_its_text(code: str) -> None:
    assert to_json(read(plan_pdf(code), name="x")) == to_json(read(papers.plan(code).text, name="x"))


def test_text_layer_keeps_its_pages() -> None:
    source = decode(plan_pdf(), name="x")
    assert [(page.number, page.method, page.quality) for page in source.pages] == [
        (number, "text_layer", "good") for number in range(1, 5)
    ]
    signer = source.page_at(source.text.index("Nguyễn Thị Thanh Tâm"))
    assert signer is not None
    assert signer.number == 4


def test_a_stamped_scan_is_read_with_the_confidence_of_every_word() -> None:
    source = decode(scans.pdf_of([first_page()], 200), name="quet.pdf")
    assert wrong(source, papers.plan("002").text) <= 0.01
    (page,) = source.pages
    assert (page.number, page.method, page.quality) == (1, "ocr", "good")
    assert page.confidence is not None
    assert page.confidence > 0.8
    said = [source.text[word.start : word.end] for word in page.words]
    assert " ".join(said) == " ".join(source.text.split())


@pytest.mark.parametrize("turn", [180, 270])
def test_a_photo_that_lies_wrongly_is_turned(turn: int) -> None:
    upright = first_page().crop((0, 0, 1654, 1200))
    source = decode(scans.bytes_of(upright.rotate(turn, expand=True), "JPEG"), name="anh.jpg")
    assert wrong(source, papers.plan("002").text) < 0.03


def test_shadow_on_a_photo() -> None:
    page = scans.pages(plan_pdf(), 200)[0].crop((0, 0, 1654, 1200))
    shadow = Image.linear_gradient("L").resize(page.size).point(lambda v: 110 + v // 2)
    dark = Image.composite(page, Image.new("RGB", page.size, "black"), shadow)
    assert wrong(decode(scans.bytes_of(dark, "PNG"), name="anh.png"), papers.plan("002").text) < 0.03


def test_every_page_of_a_tiff() -> None:
    pages = [page.convert("L").crop((0, 0, 1654, 500)) for page in scans.pages(plan_pdf(), 200)[:2]]
    made = io.BytesIO()
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    source = decode(made.getvalue(), name="x.tif")
    assert [page.number for page in source.pages] == [1, 2]
    assert "KẾ HOẠCH" in source.text


def damaged_layer(picture: bool) -> bytes:
    """A page whose text layer is what an English OCR made of it, with or without the picture of the page."""
    damaged = fold(papers.plan("002").text)[:1500].replace("u", "v").upper()
    paper = papers.Paper([papers.Block("text", line) for line in damaged.split("\n") if line.strip()])
    if not picture:
        return paper.pdf()
    scan = io.BytesIO(scans.pdf_of([scans.pages(plan_pdf(), 200)[0]], 200))

    def lay_under(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(scan) as over:
            pdf.pages[0].add_overlay(over.pages[0])
            del pdf.pages[1:]

    return changed(paper.pdf(), lay_under)


def test_a_bad_layer_is_thrown_away_when_the_picture_is_there() -> None:
    source = decode(damaged_layer(picture=True), name="x.pdf")
    assert [(page.method, page.quality) for page in source.pages] == [("ocr", "good")]
    assert "Phát động phong trào thi đua" in source.text
    assert any("đọc lại từ ảnh" in warning for warning in source.warnings)


def test_a_bad_layer_alone_is_marked_damaged() -> None:
    source = decode(damaged_layer(picture=False), name="x.pdf")
    assert [(page.method, page.quality) for page in source.pages] == [("text_layer", "damaged")]
    assert any("mất dấu" in warning for warning in source.warnings)


def test_an_empty_page_among_others_is_no_fault() -> None:
    def blank_second(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page(page_size=(595, 842))

    source = decode(changed(plan_pdf(), blank_second), name="x")
    assert source.pages[-1].quality == "empty"
    assert source.warnings == ()


def _many(pdf: pikepdf.Pdf) -> None:
    for _ in range(496):
        pdf.add_blank_page(page_size=(595, 842))


def _blank(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))
    del pdf.pages[0:4]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (changed(plan_pdf(), lambda _: None, encryption=pikepdf.Encryption(user="a", owner="b")), "mật khẩu"),
        (changed(plan_pdf(), _many), f"500 trang, quá mức {MOST_PAGES}"),
        (changed(plan_pdf(), _blank), "Không thấy chữ"),
        (plan_pdf()[:900], "hỏng hoặc tải thiếu"),
        (scans.bytes_of(Image.new("RGB", (300, 300), "white"), "PNG"), "Không thấy chữ"),
        (scans.bytes_of(Image.new("1", (30000, 30000)), "PNG"), "quá nhiều điểm ảnh"),
        (scans.bytes_of(Image.new("L", (60, 60)), "PNG")[:60], "Ảnh bị hỏng"),
        (b"MZ\x90\x00\x03" + b"\0" * 100, "chương trình máy tính"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 50, "HEIC"),
        (b"Rar!\x1a\x07\x01\x00" + b"\0" * 9, "tệp nén"),
    ],
    ids=["locked", "500 pages", "blank", "cut", "white", "huge", "cut picture", "program", "phone", "archive"],
)
def test_bad_files_are_refused_in_their_own_words(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        decode(data, name="ke-hoach.pdf")


def test_scripts_and_attachments_are_named_and_left_alone() -> None:
    def load(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["la.exe"] = b"MZ"
        action = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)")
        pdf.Root.OpenAction = pdf.make_indirect(action)

    source = decode(changed(plan_pdf(), load), name="x")
    assert source.text == decode(plan_pdf(), name="x").text
    assert any("mã lệnh" in warning for warning in source.warnings)
    assert any("đính kèm" in warning for warning in source.warnings)


def test_without_tesseract_the_message_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFile, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
        decode(scans.pdf_of([first_page()], 200), name="x.pdf")


def test_command_reads_a_pdf(tmp_path: object, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "ke-hoach.pdf"  # type: ignore[operator]
    path.write_bytes(plan_pdf())
    assert main(["read", str(path)]) == 0
    assert "15/12/2025" in capsysbinary.readouterr()[0].decode()


def test_progress_is_told_page_by_page_and_may_end_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sandbox, "TELL_EVERY", 0.05)
    data = scans.pdf_of([first_page().crop((0, 0, 1654, 600))] * 3, 200)
    said: list[tuple[int, int]] = []
    decode(data, name="x.pdf", told=lambda done, total: said.append((done, total)))
    assert said == sorted(said)
    assert {total for _done, total in said} <= {0, 3}
    assert any(done for done, _total in said)

    class Enough(BaseException):
        pass

    def stop(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        decode(data, name="x.pdf", told=stop)
    assert list(tmp_path.iterdir()) == []  # the converter is ended and its folder gone


@pytest.mark.parametrize("make", ["pdf", "photo"])
def test_pictures_of_pages_show_the_words_where_their_boxes_are(make: str) -> None:
    """Ink lies inside the box of every word, none in the margin."""
    turned = first_page().crop((0, 0, 1654, 1200)).rotate(180)
    data = plan_pdf() if make == "pdf" else scans.bytes_of(turned, "JPEG")
    page = decode(data, name="x", pictures=True).pages[0]
    assert page.picture is not None
    shown = Image.open(io.BytesIO(page.picture.data)).convert("L")
    assert shown.size == (page.picture.width, page.picture.height)
    assert len(page.words) > 200
    for word in page.words:
        assert word.box is not None
        left, top, right, bottom = word.box
        box = (left * shown.width, top * shown.height, right * shown.width + 1, bottom * shown.height + 1)
        dark = shown.crop(tuple(round(side) for side in box)).getextrema()[0]  # type: ignore[arg-type]
        assert dark < 160


def test_no_pictures_unless_they_are_asked_for() -> None:
    assert decode(plan_pdf(), name="x").pages[0].picture is None
