"""A commune's own sheets: words at the millimetre of its stock, its own ground, what does not fit, the ruler."""

from __future__ import annotations

import dataclasses
import io

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chungtay.typesetting import (
    Border,
    Design,
    Picture,
    Printer,
    TypesettingError,
    build,
    calibration_page,
    certificate_places,
    correction,
    draw_certificate,
    fits,
    render_certificates,
)
from chungtay.typesetting.certificate import Certificate
from typesetting.helpers import NOW, example, pdf_text, reader, squeezed

MM = 72 / 25.4
HIGH = 210
SAMPLE = dataclasses.replace(build("giay-khen", example("giay-khen")).certificates[0], code="7Q2M-4X9A-ACDE-FGHJ")
NAME_120 = ("Hợp tác xã dịch vụ nông nghiệp tổng hợp và vệ sinh môi trường thôn Mẫu Thượng, thôn Mẫu Hạ, "
            "thôn Mẫu Trung xã Mẫu, tỉnh Mẫu")[:120]  # fmt: skip


def stock(**moved: dict[str, object]) -> Design:
    """The usual places; those named are moved."""
    entries = {e["field"]: e for e in certificate_places.plain(certificate_places.usual())}
    for field, change in moved.items():
        base = entries.get(field) or certificate_places.plain([certificate_places.spare(field)])[0]
        entries[field] = base | change
    return Design(places=certificate_places.read(entries.values()))


def printed(*items: Certificate, design: Design, **options) -> bytes:
    return render_certificates(items or (SAMPLE,), border=Border.NONE, design=design, timestamp=NOW, **options)


def found_at(pdf: bytes, words: str) -> tuple[float, float, float]:
    """Left edge, base line and right edge of the words, in mm from the top left corner of the first page."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    hit = page.search(words).get_next()
    assert hit is not None, words
    boxes = [page.get_charbox(i, loose=True) for i in range(hit[0], hit[0] + hit[1])]
    tight = [page.get_charbox(i) for i in range(hit[0], hit[0] + hit[1])]
    return boxes[0][0] / MM, HIGH - min(b[1] for b in tight) / MM, boxes[-1][2] / MM


def only(field: str, **entry: object) -> Design:
    """One place and no other."""
    places = stock(**{field: entry}).places or ()
    return Design(places=tuple(place for place in places if place.field == field))


@pytest.mark.parametrize("size", [12, 27])
def test_words_stand_at_the_millimetre_of_the_form(size: int):
    item = dataclasses.replace(SAMPLE, recipient="HN mau E")
    place = {"x": 81.5, "y": 97.3, "width": 120, "size": size, "size_min": 8}
    left, base, _ = found_at(printed(item, design=only("name", align="left", **place)), "HN mau E")
    assert (left, base) == pytest.approx((81.5, 97.3), abs=0.35)
    _, base, right = found_at(printed(item, design=only("name", align="right", **place)), "HN mau E")
    assert (base, right) == pytest.approx((97.3, 201.5), abs=0.35)
    left, base, right = found_at(printed(item, design=only("name", align="center", **place)), "HN mau E")
    assert ((left + right) / 2, base) == pytest.approx((141.5, 97.3), abs=0.35)


@given(x=st.floats(5, 250), y=st.floats(15, 205))
def test_any_place_is_found_where_it_was_put(x: float, y: float):
    item = dataclasses.replace(SAMPLE, decision_number="152")
    pdf = printed(item, design=only("decision_number", x=x, y=y))
    assert found_at(pdf, "152")[:2] == pytest.approx((x, y), abs=0.4)


def test_a_shrunk_name_keeps_its_base_line():
    item = dataclasses.replace(SAMPLE, recipient=NAME_120[:60])
    pdf = printed(item, design=only("name", x=60, y=100, width=206))
    assert [f.how for f in fits([item], design=only("name", x=60, y=100, width=206))] == ["small"]
    assert found_at(pdf, "trường"[:2])[1] == pytest.approx(100, abs=0.4)


def test_only_the_chosen_words_are_printed_on_stock():
    text = squeezed(pdf_text(printed(design=stock())))
    assert squeezed(SAMPLE.recipient) in text
    for preprinted in ("GIẤYKHEN", "TẶNG", "CỘNGHÒA", "CHỦTỊCHỦYBAN"):
        assert preprinted not in text


def test_the_qr_code_of_a_placed_sheet_scans_and_stands_at_its_place():
    picture = pypdfium2.PdfDocument(printed(design=stock(qr={"x": 240, "y": 20, "width": 24})))[0].render(scale=4)
    (found,) = zxingcpp.read_barcodes(picture.to_pil().convert("RGB"))
    assert found.text == SAMPLE.verify_url
    assert found.position.top_left.x / 4 / MM > 240
    assert found.position.top_left.y / 4 / MM > 20


@pytest.mark.parametrize("design", [Design(), stock()], ids=["white", "stock"])
def test_a_code_of_sixteen_letters_stays_on_one_line_inside_the_sheet(design: Design):
    pdf = printed(design=design)
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    hit = page.search(SAMPLE.code).get_next()
    assert hit is not None
    boxes = [page.get_charbox(i, loose=True) for i in range(hit[0], hit[0] + hit[1])]
    assert max(b[1] for b in boxes) - min(b[1] for b in boxes) < 1
    assert min(b[0] for b in boxes) > 17 * MM


def test_a_name_of_120_letters_shrinks_then_breaks_then_is_told():
    roomy, tight = stock(), stock(recipient={"x": 100, "width": 40, "lines": 2})
    item = dataclasses.replace(SAMPLE, recipient=NAME_120)
    assert len(NAME_120) == 120
    assert [f.how for f in fits([dataclasses.replace(SAMPLE, recipient=NAME_120[:75])], design=roomy)] == ["small"]
    assert [f.how for f in fits([item], design=roomy)] == ["wrapped"]
    assert [f.how for f in fits([item])] == ["wrapped"]
    assert squeezed(NAME_120) in squeezed(pdf_text(printed(item, design=roomy)))
    told = [(f.index, f.part, f.how) for f in fits([SAMPLE, item], design=tight)]
    assert told == [(0, "Danh xưng và tên", "small"), (1, "Danh xưng và tên", "over")]


def test_every_sheet_that_does_not_fit_is_named_at_once():
    endless = "Người có cái tên không bao giờ hết " * 20
    items = [dataclasses.replace(SAMPLE, recipient=f"{endless}{n}") for n in (1, 2)]
    with pytest.raises(TypesettingError) as caught:
        printed(items[0], SAMPLE, items[1], design=Design())
    lines = str(caught.value).splitlines()
    assert [line.split(" (")[0] for line in lines] == ["Giấy khen số 1", "Giấy khen số 3"]


def test_nothing_is_told_of_sheets_that_fit():
    assert fits([SAMPLE] * 3, design=stock()) == []
    assert fits([SAMPLE] * 3) == []


def test_own_ground_is_stored_once_for_a_print_run_and_replaces_the_border():
    out = io.BytesIO()
    Image.effect_noise((800, 566), 60).convert("RGB").save(out, "PNG")
    design = Design(background=Picture(out.getvalue(), "png"))
    one, ten = (
        len(render_certificates([SAMPLE] * n, border=Border.PICTURE, design=design, timestamp=NOW)) for n in (1, 10)
    )
    assert ten - one < 9 * 12_000
    plain = Image.new("RGB", (297, 210), "#ffeedd")
    out = io.BytesIO()
    plain.save(out, "JPEG")
    design = Design(background=Picture(out.getvalue(), "jpg"))
    drawn = Image.open(io.BytesIO(draw_certificate(SAMPLE, border=Border.VECTOR, design=design)))
    red, _green, blue = drawn.convert("RGB").getpixel((8, 8))
    assert (red, blue) == pytest.approx((0xFF, 0xDD), abs=3)


def test_a_guide_is_shown_and_never_printed():
    out = io.BytesIO()
    Image.new("RGB", (297, 210), "#00ff00").save(out, "PNG")
    drawn = draw_certificate(SAMPLE, border=Border.NONE, design=stock(), guide=Picture(out.getvalue(), "png"))
    assert Image.open(io.BytesIO(drawn)).convert("RGB").getpixel((5, 5)) == (0, 255, 0)
    sheet = pypdfium2.PdfDocument(printed(design=stock()))[0].render(scale=1).to_pil().convert("RGB")
    assert sheet.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"field": "khong-co"}, "không có trong mẫu"),
        ({"field": "name", "x": 290}, "nằm ngoài tờ giấy"),
        ({"field": "name", "y": 300}, "nằm ngoài tờ giấy"),
        ({"field": "name", "size": 200}, "cỡ chữ"),
        ({"field": "name", "align": "top"}, "canh chữ"),
    ],
)
def test_places_outside_the_sheet_are_refused_in_words(entry: dict[str, object], said: str):
    with pytest.raises(TypesettingError, match=said):
        certificate_places.read([entry])


def test_stored_places_come_back_as_they_were():
    places = stock(year={"x": 240.5, "bold": False}).places
    assert certificate_places.read(certificate_places.plain(places or ())) == places


@given(shift=st.tuples(st.floats(-6, 6), st.floats(-6, 6)), k=st.floats(0.97, 1.03))
def test_the_correction_brings_every_point_back(shift: tuple[float, float], k: float):
    """A printer that stretches by k and shifts, measured as the page says: corrected places land where they should."""
    found = correction(left=25 * k + shift[0], top=25 * k + shift[1], across=247 * k)
    for x, y in ((25, 25), (272, 185), (150, 100)):
        assert k * (found.scale * x + found.right) + shift[0] == pytest.approx(x, abs=0.03)
        assert k * (found.scale * y + found.down) + shift[1] == pytest.approx(y, abs=0.03)


def test_measures_of_something_else_are_refused():
    with pytest.raises(TypesettingError, match="Kích thước thật"):
        correction(left=25, top=25, across=190)


def _crosses(pdf: bytes) -> list[tuple[float, float]]:
    """Where pairs of lines cross in their middles, in mm, from left to right and top to bottom."""
    page = pypdfium2.PdfDocument(pdf)[0]
    bounds = [o.get_bounds() for o in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=5)]
    long = [b for b in bounds if 11 * MM < max(b[2] - b[0], b[3] - b[1]) < 13 * MM]
    middles = [((a + c) / 2 / MM, HIGH - (b + d) / 2 / MM, c - a > d - b) for a, b, c, d in long]
    flat, upright = ([m[:2] for m in middles if m[2] is lies] for lies in (True, False))
    return sorted(m for m in flat if any(abs(m[0] - u[0]) + abs(m[1] - u[1]) < 0.1 for u in upright))


def test_the_calibration_page_has_its_crosses_where_it_says():
    pdf = calibration_page(name="Máy in mẫu", timestamp=NOW)
    assert len(reader(pdf).pages) == 1
    expected = [(25, 25), (25, 185), (272, 25)]
    for found, wanted in zip(_crosses(pdf), expected, strict=True):
        assert found == pytest.approx(wanted, abs=0.05)
    moved = calibration_page(name="Máy in mẫu", printer=Printer(1, -2, 1.01), timestamp=NOW)
    for found, (x, y) in zip(_crosses(moved), expected, strict=True):
        assert found == pytest.approx((1.01 * x + 1, 1.01 * y - 2), abs=0.05)
    assert "đã áp dụng số chỉnh" in pdf_text(moved)


def test_a_printers_scale_moves_words_from_the_corner():
    design = only("signer_name", x=180, y=180)
    still, moved = (found_at(printed(design=design, printer=p), "01") for p in (Printer(), Printer(1.5, -1, 1.01)))
    size = still[0] * 1.01 + 1.5, still[1] * 1.01 - 1
    assert moved[:2] == pytest.approx(size, abs=0.1)
