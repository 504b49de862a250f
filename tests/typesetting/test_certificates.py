"""The giấy khen: the right sheet, everything on it, every name fits, the QR code scans."""

from __future__ import annotations

import ctypes
import dataclasses
import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from chungtay.typesetting import (
    TypesettingError,
    build,
    certificate,
    certificate_run,
    layout,
    load_emblem,
    render_certificates,
    render_run,
)
from chungtay.typesetting.border import border_svg
from chungtay.typesetting.certificate import Border, Certificate
from chungtay.typesetting.qr import qr_svg
from chungtay.typesetting.tree import PartialDate
from typesetting.helpers import NOW, example, pdf_text, reader, squeezed

MM = 72 / 25.4
SAMPLE = build("giay-khen", example("giay-khen")).certificates[0]


def _render(*items: Certificate, border: Border = Border.VECTOR, **options) -> bytes:
    return render_certificates(items or (SAMPLE,), border=border, timestamp=NOW, **options)


def _picture(pdf: bytes, dpi: int = 150, page: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("RGB")


def _words(pdf: bytes) -> list[tuple[str, float, float, float, float]]:
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    rects = [text.get_rect(i) for i in range(text.count_rects())]
    return [(text.get_text_bounded(*r), *r) for r in rects]


@pytest.mark.parametrize("border", list(Border))
def test_sheet_is_a4_landscape(border: Border) -> None:
    (page,) = pypdfium2.PdfDocument(_render(border=border))
    assert page.get_size() == pytest.approx((297 * MM, 210 * MM), abs=0.1)


def test_lines_stand_in_the_prescribed_order() -> None:
    text = squeezed(pdf_text(_render()))
    order = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU",
        "TẶNG",
        "GIẤY KHEN",
        "Bà Cán bộ mẫu 02",
        "Công chức Tư pháp - hộ tịch, UBND xã Mẫu",
        "Đã có thành tích xuất sắc trong phong trào thi đua “Chung tay cải cách hành chính năm 2025”",
        "Quyết định số 152/QĐ-UBND, ngày 20 tháng 12 năm 2025",
        "Số sổ vàng: 02",
        "7Q2M-4X9A",
        "Mẫu, ngày 20 tháng 12 năm 2025",
        "CHỦ TỊCH",
        "Cán bộ mẫu 01",
    ]
    place = 0
    for line in order:  # R-83…R-88
        place = text.index(squeezed(line), place)


def test_authority_and_title_are_red_the_rest_black() -> None:
    page = pypdfium2.PdfDocument(_render())[0]
    red = set()
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        channels = [ctypes.c_uint(0) for _ in range(4)]
        pypdfium2.raw.FPDFPageObj_GetFillColor(item.raw, *(ctypes.byref(c) for c in channels))
        left, bottom, right, top = item.get_bounds()
        if channels[0].value > 150 and channels[1].value < 60:
            red.add(page.get_textpage().get_text_bounded(left, bottom, right, top).strip())
    assert {"CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU", "GIẤY KHEN"} <= red
    assert not any("Cán bộ" in words or words == "TẶNG" for words in red)


def test_decision_is_bottom_left_and_signer_bottom_right() -> None:
    width, height = 297 * MM, 210 * MM
    for words, left, _, right, top in _words(_render()):
        if words.startswith(("Quyết định số", "Số sổ vàng")):
            assert right < width / 2 + 20
            assert top < height / 2
        if words.startswith("Mẫu, ngày"):
            assert left > width / 2
            assert top < height / 2


def test_motto_rule_is_as_long_as_the_motto() -> None:
    pdf = _render(border=Border.NONE)
    motto = next(w for w in _words(pdf) if w[0].startswith("Độc lập"))
    page = pypdfium2.PdfDocument(pdf)[0]
    paths = [o.get_bounds() for o in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    rule = next(b for b in paths if b[3] - b[1] < 2 and b[2] - b[0] > 100)
    assert rule[2] - rule[0] == pytest.approx(motto[3] - motto[1], abs=3)


@pytest.mark.parametrize("border", list(Border))
def test_qr_code_scans_from_the_page(border: Border) -> None:
    picture = _picture(_render(border=border))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == SAMPLE.verify_url


def test_qr_code_measures_21_mm() -> None:
    dpi = 300
    (found,) = zxingcpp.read_barcodes(_picture(_render(border=Border.NONE), dpi))
    modules = found.position.top_right.x - found.position.top_left.x
    expected = layout.measures("certificate")["qr_size"] / 25.4 * dpi
    assert modules * 33 / 25 == pytest.approx(expected, rel=0.03)  # 25 modules and a quiet zone of four on each side


@pytest.mark.parametrize("address", ["https://xamau.example/k/1", "HTTPS://XÃ.EXAMPLE/1", "", "A" * 121])
def test_addresses_that_make_poor_codes_are_refused(address: str) -> None:
    with pytest.raises(TypesettingError, match="mã QR"):
        qr_svg(address)


LONG_NAME = (
    "Hợp tác xã dịch vụ nông nghiệp tổng hợp và vệ sinh môi trường thôn Mẫu Thượng, "
    "thôn Mẫu Hạ và thôn Mẫu Trung xã Mẫu"
)
LONG_WHY = (
    "Đã có thành tích xuất sắc trong việc tuyên truyền, vận động, hướng dẫn nhân dân nộp hồ sơ trực tuyến, số hóa "
    "kết quả giải quyết thủ tục hành chính, rút ngắn thời gian giải quyết, không để hồ sơ quá hạn, "
    "góp phần hoàn thành các chỉ tiêu của phong trào thi đua “Chung tay cải cách hành chính” "
    "trên địa bàn xã Mẫu năm 2025"
)


@pytest.mark.parametrize("name", ["Ân", "Cán bộ mẫu 02", LONG_NAME[:70], LONG_NAME])
@pytest.mark.parametrize("why", ["Đã có thành tích xuất sắc", LONG_WHY])
def test_long_names_and_achievements_fit_without_overlap(name: str, why: str) -> None:
    item = dataclasses.replace(SAMPLE, recipient=name, achievement=why, details=(SAMPLE.details[0], "Thôn Mẫu, xã Mẫu"))
    pdf = _render(item)
    assert len(reader(pdf).pages) == 1
    assert squeezed(name) in squeezed(pdf_text(pdf))
    assert squeezed(why) in squeezed(pdf_text(pdf))
    words = [w for w in _words(pdf) if w[0].strip()]
    lowest_reason = min(w[2] for w in words if squeezed(w[0]) and squeezed(w[0]) in squeezed(why))
    decision = next(w for w in words if w[0].startswith("Quyết định số"))
    assert lowest_reason > decision[4] - 1
    m = layout.measures("certificate")
    assert min(w[1] for w in words) > (m["border_inset"] + m["border_band"]) * MM
    assert max(w[3] for w in words) < (297 - m["border_inset"] - m["border_band"]) * MM


def test_what_cannot_fit_is_refused_with_the_name_of_the_sheet() -> None:
    endless = dataclasses.replace(SAMPLE, achievement="thành tích rất dài " * 120)
    with pytest.raises(TypesettingError, match=r"Giấy khen số 2 \(Cán bộ mẫu 02\): Thành tích quá dài"):
        _render(SAMPLE, endless)


def test_nobody_to_print_is_refused() -> None:
    with pytest.raises(TypesettingError, match="Chưa có ai"):
        render_certificates((), border=Border.NONE, timestamp=NOW)


def test_what_is_unknown_is_dotted() -> None:
    blank = dataclasses.replace(
        SAMPLE,
        decision_number=None,
        decision_date=PartialDate(),
        golden_book=None,
        signer_name=None,
        verify_url="",
        code="",
    )
    text = squeezed(pdf_text(_render(blank)))
    assert "Quyếtđịnhsố........,ngàythángnăm" in text
    assert "Sốsổvàng:........" in text
    assert not zxingcpp.read_barcodes(_picture(_render(blank)))


def test_outer_corners_and_ground_are_white() -> None:
    picture = _picture(_render(), 72)
    width, height = picture.size
    corner = int(12 * MM)
    boxes = [(0, 0), (width - corner, 0), (0, height - corner), (width - corner, height - corner)]
    for x, y in boxes:
        assert picture.crop((x, y, x + corner, y + corner)).getextrema() == ((255, 255),) * 3
    assert picture.getpixel((width // 2, int(30 * MM))) == (255, 255, 255)  # the emblem's place stays free


def test_shipped_border_is_the_drawn_one() -> None:
    assert (layout.HERE / "assets" / "border.svg").read_text(encoding="utf-8") == border_svg()


def test_picture_border_is_stored_once_for_all_sheets() -> None:
    one, ten = len(_render(border=Border.PICTURE)), len(_render(*[SAMPLE] * 10, border=Border.PICTURE))
    assert ten - one < 9 * 12_000


def test_picture_border_looks_like_the_vector_border() -> None:
    vector, picture = (_picture(_render(border=b), 240).convert("L").reduce(8) for b in (Border.VECTOR, Border.PICTURE))
    differing = sum(abs(a - b) > 40 for a, b in zip(vector.tobytes(), picture.tobytes(), strict=True))
    assert differing < 0.01 * len(vector.tobytes())


def test_offset_moves_the_text_on_preprinted_paper() -> None:
    still = _words(_render(border=Border.NONE))
    moved = _words(_render(border=Border.NONE, offset_mm=(3, -2)))
    for a, b in zip(still, moved, strict=True):
        assert b[1] - a[1] == pytest.approx(3 * MM, abs=0.1)
        assert b[2] - a[2] == pytest.approx(2 * MM, abs=0.1)


def test_sheets_come_in_order() -> None:
    items = [dataclasses.replace(SAMPLE, recipient=f"Cán bộ mẫu {n:03d}", golden_book=n) for n in range(1, 26)]
    pages = reader(_render(*items, border=Border.PICTURE)).pages
    assert len(pages) == 25
    for number, page in enumerate(pages, start=1):
        assert squeezed(f"Cán bộ mẫu {number:03d}") in squeezed(page.extract_text())


def test_metadata_name_the_template_version() -> None:
    with pikepdf.open(io.BytesIO(_render())) as pdf:
        assert "v2024" in str(pdf.docinfo["/Keywords"])
        assert pdf.docinfo["/Title"] == "Giấy khen"


def test_administrators_emblem_is_printed_at_the_top_centre(tmp_path) -> None:
    path = tmp_path / "quoc-huy.png"
    Image.new("RGB", (200, 200), "#00aa00").save(path)
    picture = _picture(_render(emblem=load_emblem(path)), 72)
    assert picture.getpixel((picture.width // 2, int(30 * MM)))[1] > 150
    svg = tmp_path / "quoc-huy.svg"
    svg.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#0a0"/></svg>'
    )
    picture = _picture(_render(emblem=load_emblem(svg)), 72)
    assert picture.getpixel((picture.width // 2, int(30 * MM)))[1] > 150


def test_other_files_are_no_emblem(tmp_path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"GIF89a")
    with pytest.raises(TypesettingError, match="PNG hoặc SVG"):
        load_emblem(path)


def test_hostile_names_are_text() -> None:
    name = r'#panic("x") *A* [b] $c$ \ < @d'
    assert squeezed(name) in squeezed(pdf_text(_render(dataclasses.replace(SAMPLE, recipient=name))))


def test_a_run_in_parts_is_the_sheets_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    data = example("giay-khen")
    data["recipients"] = [{**data["recipients"][0], "name": f"Cán bộ mẫu {n:02d}"} for n in range(1, 8)]
    items = build("giay-khen", data).certificates
    monkeypatch.setattr(certificate_run, "SHEETS_AT_ONCE", 3)
    run = render_run(items, border=Border.PICTURE, timestamp=NOW)
    pages = [page.extract_text() for page in reader(run).pages]
    assert [f"Cán bộ mẫu {n:02d}" in page for n, page in enumerate(pages, start=1)] == [True] * 7


def test_a_text_too_long_late_in_a_run_is_named_by_its_place_in_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    data = example("giay-khen")
    long = "Thành tích rất dài " * 400
    data["recipients"] = [
        {**data["recipients"][0], "name": f"Cán bộ mẫu {n:02d}", "achievement": long if n in (4, 6) else "Tốt"}
        for n in range(1, 8)
    ]
    items = build("giay-khen", data).certificates
    monkeypatch.setattr(certificate_run, "SHEETS_AT_ONCE", 2)
    with pytest.raises(TypesettingError) as caught:
        render_run(items, border=Border.PICTURE, timestamp=NOW)
    assert [line[:38] for line in str(caught.value).splitlines()] == [
        "Giấy khen số 4 (Cán bộ mẫu 04): Thành ", "Giấy khen số 6 (Cán bộ mẫu 06): Thành "
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["7Q2M-4X9A", "7Q2M-4X9A-7Q2M-4X9A", ""])
@pytest.mark.parametrize("name", ["A", "Tập thể " * 9, "Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị"])
def test_what_is_sure_to_fit_is_set_as_what_is_measured(monkeypatch: pytest.MonkeyPatch, name: str, code: str) -> None:
    """The short way past the typesetter's measuring changes no page."""
    data = example("giay-khen")
    data["recipients"][0] |= {"name": name, "code": code}
    items = build("giay-khen", data).certificates
    quick = render_certificates(items, border=Border.VECTOR, timestamp=NOW)
    monkeypatch.setattr(certificate, "_BEYOND_DOUBT", 0.0)
    measured = render_certificates(items, border=Border.VECTOR, timestamp=NOW)
    assert _words(quick) == _words(measured)
