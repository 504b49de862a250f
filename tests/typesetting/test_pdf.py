"""The PDF: every word, in order, on the right page, archivable, the same bytes, and no injection."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
import yaml

from chungtay.typesetting import TypesettingError, build, layout, render_pdf, signature_places, tree, wording
from chungtay.typesetting.samples import samples
from typesetting.helpers import GOLD, NOW, example, gold_plan, is_nfc, pdf_text, reader, squeezed

KINDS = list(samples())
PAPERS = [k for k in KINDS if k != "giay-khen"]
MM = 72 / 25.4


@pytest.fixture(scope="module")
def plan_pdf() -> bytes:
    return render_pdf(gold_plan("002"), timestamp=NOW)


def test_real_plan_has_four_pages_numbered_from_the_second(plan_pdf: bytes) -> None:
    pages = reader(plan_pdf).pages
    assert len(pages) == 4
    first_lines = [page.extract_text().strip().splitlines()[0].strip() for page in pages]
    assert first_lines[1:] == ["2", "3", "4"]  # L-04
    assert "1" not in first_lines[0]


def test_page_number_stands_centred_in_the_top_margin(plan_pdf: bytes) -> None:
    page = pypdfium2.PdfDocument(plan_pdf)[1]
    text = page.get_textpage()
    left, bottom, right, top = text.get_charbox(text.get_text_bounded().index("2"))
    height = page.get_size()[1]
    m = layout.measures()
    assert (
        abs((left + right) / 2 - (m["margin_left"] + (m["page_width"] - m["margin_right"] - m["margin_left"]) / 2) * MM)
        < 1
    )
    assert height - m["margin_top"] * MM < bottom < top < height


def test_page_is_a4_and_text_keeps_the_margins(plan_pdf: bytes) -> None:
    m = layout.measures()
    for page in pypdfium2.PdfDocument(plan_pdf):
        assert page.get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.1)
        text = page.get_textpage()
        words = text.get_text_range()
        boxes = [text.get_charbox(i) for i, letter in enumerate(words) if not letter.isspace()]
        assert min(b[0] for b in boxes) >= m["margin_left"] * MM - 1.5
        assert max(b[2] for b in boxes) <= (m["page_width"] - m["margin_right"]) * MM + 1.5
        assert min(b[1] for b in boxes) >= m["margin_bottom"] * MM - 1


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_every_real_plan_prints_every_word_in_order(name: str) -> None:
    document = gold_plan(name)
    text = squeezed(pdf_text(render_pdf(document, timestamp=NOW)))
    assert is_nfc(text)
    _assert_in_order(document, text)


@pytest.mark.parametrize("kind", PAPERS)
def test_every_kind_prints_every_word_of_its_example(kind: str) -> None:
    document = samples()[kind].build()
    text = squeezed(pdf_text(render_pdf(document, timestamp=NOW)))
    for line in wording.printed_texts(document):
        assert squeezed(line) in text


def _assert_in_order(document: tree.Document, text: str) -> None:
    body = [line for line in wording.printed_texts(document) if len(line) > 40]
    place = 0
    for line in body:
        found = text.find(squeezed(line), place)
        if found < 0:  # a line over two pages or a cell beside others: the words must still be there
            assert squeezed(line)[:20] in text, line
            continue
        place = found
    assert place > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_structurally_pdf_a_2a(kind: str) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(samples()[kind].build(), timestamp=NOW))) as pdf:
        with pdf.open_metadata() as xmp:
            assert xmp["pdfaid:part"] == "2"
            assert xmp["pdfaid:conformance"] == "A"
        root = pdf.Root
        assert str(root.Lang).startswith("vi")
        assert "/StructTreeRoot" in root
        assert root.MarkInfo.Marked
        assert "/DestOutputProfile" in root.OutputIntents[0]
        assert len(pdf.trailer.ID) == 2
        fonts = [f for page in pdf.pages for f in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            assert "/ToUnicode" in font
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3", "/FontFile"))
            assert "LiberationSerif" in str(descriptor.FontName)


def test_same_tree_and_time_give_the_same_bytes_and_another_time_others() -> None:
    document = gold_plan("002")
    first = render_pdf(document, timestamp=NOW)
    render_pdf(build("giay-moi", example("giay-moi")), timestamp=NOW)
    assert render_pdf(document, timestamp=NOW) == first
    assert render_pdf(document, timestamp=NOW + timedelta(days=1)) != first


HOSTILE = (
    r'#panic("x") *đậm* _nghiêng_ [ô] $x^2$ - gạch = đề / + \ < @ten > `mã` ~ // chú thích "ngoặc" {{ }} '
    "<sign-here> https://vi.example/#a"
)


def test_user_text_is_never_markup() -> None:
    document = tree.Document(
        "k",
        "1",
        type_name="Kế hoạch",
        title=HOSTILE,
        issuer=(HOSTILE[:20],),
        symbol="KH-UBND",
        place="- Mẫu",
        bases=(tree.text(HOSTILE),),
        blocks=(
            tree.Heading(1, "I.", tree.text(HOSTILE)),
            tree.Paragraph(tree.text("- không phải danh sách")),
            tree.Paragraph(tree.text("= không phải đề mục")),
            tree.Item("-", tree.text(HOSTILE)),
            tree.Table((tree.Column(tree.text(HOSTILE), 1),), ((tree.text("+ " + HOSTILE),),)),
        ),
        signatures=(tree.Signature((HOSTILE[:30],), "#name"),),
        recipients=(HOSTILE,),
    )
    text = squeezed(pdf_text(render_pdf(document, timestamp=NOW)))
    for line in wording.printed_texts(document):
        assert squeezed(line) in text


def test_a_character_without_glyph_is_named_not_swallowed() -> None:
    document = tree.Document("k", "1", blocks=(tree.Paragraph(tree.text("Hoàn thành 😀 tốt")),))
    with pytest.raises(TypesettingError, match=r"Ký tự “😀”.*xoá hoặc thay"):
        render_pdf(document, timestamp=NOW)


def test_every_vietnamese_letter_prints() -> None:
    bases = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    letters = (
        "".join(tree.clean(b + tone) for b in bases for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"))
        + "đĐ"
    )
    for bold, italic in ((False, False), (True, False), (False, True), (True, True)):
        paragraph = tree.Paragraph(tree.text(letters, bold=bold, italic=italic), align="left")
        pdf = render_pdf(tree.Document("k", "1", blocks=(paragraph,)), timestamp=NOW)
        assert letters in squeezed(pdf_text(pdf))


def test_signature_never_stands_alone_on_a_page() -> None:
    base = gold_plan("002")
    for extra in range(14):
        blocks = (*base.blocks[:-1], *(tree.Paragraph(tree.text("Thêm một dòng.")),) * extra, base.blocks[-1])
        import dataclasses

        pages = reader(render_pdf(dataclasses.replace(base, blocks=blocks), timestamp=NOW)).pages
        last = squeezed(pages[-1].extract_text())
        assert "NguyễnThịThanhTâm" in last
        assert "./." in last  # the closing sentence comes along


def test_symbols_are_never_broken_over_lines() -> None:
    words = "Theo Quyết định số 1420/QĐ-UBND và Nghị định số 61/2018/NĐ-CP "
    document = tree.Document("k", "1", blocks=(tree.Paragraph(tree.text(words * 30)),))
    lines = [line.strip() for line in pdf_text(render_pdf(document, timestamp=NOW)).splitlines()]
    assert not any(line.endswith(("-", "/")) for line in lines)


def test_annex_starts_a_page_with_its_own_page_numbers() -> None:
    data = example("quyet-dinh")
    data["individuals"] = [{"name": f"Cán bộ mẫu {n:03d}", "unit": "UBND xã Mẫu"} for n in range(1, 91)]
    pages = [p.extract_text().strip() for p in reader(render_pdf(build("quyet-dinh", data), timestamp=NOW)).pages]
    assert pages[1].startswith("DANH SÁCH")  # page 1 of the annex shows no number (L-04)
    assert pages[2].splitlines()[0].strip() == "2"
    assert "Họ và tên" in pages[2].replace("\n", " ")  # the heading row is repeated


def test_signature_places_follow_the_signers() -> None:
    minutes = signature_places(build("bien-ban-hop", example("bien-ban-hop")))
    assert len(minutes) == 2
    assert minutes[0]["x"] < minutes[1]["x"]
    plan = signature_places(gold_plan("002"))
    assert [p["page"] for p in plan] == [4]


def test_layout_values_stay_inside_what_the_decree_allows() -> None:
    for name, entry in layout.table()["values"].items():
        assert entry["ref"], name
        assert entry["certainty"] in {"V1", "V2", "K", "X", "D"}, name
        assert entry.get("min", entry["value"]) <= entry["value"] <= entry.get("max", entry["value"]), name


def test_plan_without_number_leaves_a_blank_for_the_registrar() -> None:
    raw = yaml.safe_load((GOLD / "002.yaml").read_text(encoding="utf-8"))
    assert raw["document"]["number_code"] == "KH/UBND"
    first = reader(render_pdf(gold_plan("002"), timestamp=NOW)).pages[0].extract_text()
    assert "/KH-UBND" in first  # the slash is corrected, the number is not invented
