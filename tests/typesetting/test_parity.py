"""PDF and Word say the same on the same pages; long tables, signatures and symbols keep together; odd data are met."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata
from collections import Counter

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from chungtay.typesetting import DataError, build, render_docx, render_pdf, tree, wording
from chungtay.typesetting.checker.read_pdf import text_lines
from chungtay.typesetting.samples import samples
from typesetting import office
from typesetting.helpers import NOW, example, gold_plan, is_nfc, pdf_text, reader, squeezed

NAMES = list(samples())
TORN = r"\d/[A-ZĐ]*-?$|\d/$|-$"  # a line that ends inside a document symbol
EQUAL = 0.95  # of the lines, on the same page, with the same words


def lines(pdf: bytes) -> Counter[tuple[int, str]]:
    """Every line with its page; how many dots a gap takes is not part of its words."""
    return Counter((page, re.sub(r"[.]{4,}", "…", squeezed(words))) for page, words in text_lines(pdf))


ROWS = 40


def _papers_of(paper: tree.Document) -> list[tuple[tree.Block, ...]]:
    """The blocks of a paper, its annexes and what is enclosed."""
    return [paper.blocks, *(a.blocks for a in paper.annexes), *(b for e in paper.enclosed for b in _papers_of(e))]


def _long_table(table: tree.Table, wide: int) -> tree.Table:
    """The table with marks at the beginning and the end of a cell of several lines in each of many rows."""
    empty = [tree.text("-")] * len(table.columns)
    rows = []
    for n in range(ROWS):
        cells = list(empty)
        cells[wide] = tree.text(f"M{n:03d}a {'đạt chỉ tiêu thi đua ' * 9} M{n:03d}b")
        rows.append(tuple(cells))
    return dataclasses.replace(table, rows=tuple(rows), total=False)


@pytest.fixture(scope="module")
def papers() -> dict[str, tree.Document]:
    """Every sample and the five real plans."""
    return {n: samples()[n].build() for n in NAMES} | {n: gold_plan(n) for n in ("000", "001", "002", "003", "004")}


@pytest.mark.skipif(office.command() is None, reason="LibreOffice is not installed: Word pages were not compared")
def test_word_has_the_pages_and_lines_of_the_pdf(papers: dict[str, tree.Document]) -> None:
    ours = {name: render_pdf(paper, timestamp=NOW) for name, paper in papers.items()}
    word = office.convert({name: render_docx(paper) for name, paper in papers.items()})
    wrong = []
    for name in papers:
        pages = len(reader(ours[name]).pages), len(reader(word[name]).pages)
        here, there = lines(ours[name]), lines(word[name])
        share = sum((here & there).values()) / sum(here.values())
        torn = [words for _, words in (*here, *there) if re.search(r"\d/[A-ZĐ]*-?$|\d/$", words)]
        assert not torn, (name, torn)
        if pages[0] != pages[1] or share < EQUAL:
            wrong.append(f"{name}: {pages[0]} and {pages[1]} pages, {share:.1%} equal lines")
    assert wrong == []


def test_word_has_every_word_of_the_pdf(papers: dict[str, tree.Document]) -> None:
    for name, paper in papers.items():
        if paper.certificates:
            continue
        document = docx.Document(io.BytesIO(render_docx(paper)))
        text = squeezed("".join(t.text or "" for t in document.element.body.iter(qn("w:t"), qn("w:noBreakHyphen"))))
        for line in wording.printed_texts(paper):
            assert squeezed(line).replace("-", "") in text.replace("-", ""), (name, line)


WITH_TABLES = [n for n in NAMES if any(isinstance(b, tree.Table) for p in _papers_of(samples()[n].build()) for b in p)]


@pytest.mark.parametrize("name", WITH_TABLES)
def test_long_tables_repeat_their_head_and_split_no_row(name: str) -> None:
    """Every table of every kind, with rows for several pages: each row has a mark of its own and a tall cell."""
    paper = samples()[name].build()
    for table in [b for blocks in _papers_of(paper) for b in blocks if isinstance(b, tree.Table)]:
        wide = max(range(len(table.columns)), key=lambda i: table.columns[i].width)
        long = _long_table(table, wide)
        alone = dataclasses.replace(paper, blocks=(long,), annexes=(), enclosed=(), signatures=(), recipients=())
        pages = text_lines(render_pdf(alone, timestamp=NOW))
        heads, held = Counter(), {}
        first_words = tree.plain(table.columns[wide].title).split()[0]
        for number, words in pages:
            heads[number] += words.startswith(first_words)
            for mark in re.findall(r"M\d{3}[ab]", words):
                held.setdefault(mark[:4], set()).add(number)
        assert max(n for n, _ in pages) > 2
        assert all(heads[number] for number in {n for n, _ in pages})
        assert len(held) == ROWS
        assert all(len(where) == 1 for where in held.values()), name
        rows = docx.Document(io.BytesIO(render_docx(alone))).tables[-1].rows
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("name", [n for n in NAMES if n not in {"giay-khen", "phieu-bau", "phieu-diem"}])
def test_a_signature_never_stands_alone(name: str) -> None:
    paper = samples()[name].build()
    sheet = wording.compose(paper)
    signing = squeezed("".join(p for s in sheet.signatures for p in (*s.authority, s.note, s.name or "")))
    recipients = squeezed("".join([wording.RECIPIENTS, *sheet.recipients]))
    for extra in (0, 5, 9, 14, 19):  # pushes the end of the paper over the end of the page
        filler = (tree.Paragraph(tree.text("Thêm một dòng.")),) * extra
        longer = dataclasses.replace(paper, blocks=(*filler, *paper.blocks), annexes=(), enclosed=())
        page = squeezed(reader(render_pdf(longer, timestamp=NOW)).pages[-1].extract_text())
        assert len(page) > len(signing) + len(recipients) + 3, extra


def test_symbols_hold_together_in_both() -> None:
    words = "Theo Quyết định số 1420/QĐ-UBND và Nghị định số 61/2018/NĐ-CP, Kế hoạch số 40/KH-UBND "
    paper = tree.Document("k", "1", blocks=(tree.Paragraph(tree.text(words * 30)),))
    for _, line in text_lines(render_pdf(paper, timestamp=NOW)):
        assert not re.search(TORN, line), line
    document = docx.Document(io.BytesIO(render_docx(paper)))
    symbols = [r for r in document.paragraphs[-1].runs if "/" in r.text]
    assert len(symbols) == 90
    assert all(run._r.find(qn("w:noBreakHyphen")) is not None for run in symbols)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_archivable_searchable_and_the_same_each_time(name: str) -> None:
    paper = samples()[name].build()
    pdf = render_pdf(paper, timestamp=NOW)
    assert render_pdf(samples()[name].build(), timestamp=NOW) == pdf
    assert render_docx(samples()[name].build()) == render_docx(paper)
    text = pdf_text(pdf)
    assert is_nfc(text)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.is_encrypted
        for page in opened.pages:
            states = page.Resources.get("/ExtGState", {})
            for state in states.values():  # PDF/A-2 allows transparency, an office printer does not like it
                assert float(state.get("/ca", 1)) == 1 == float(state.get("/CA", 1))
                assert str(state.get("/BM", "/Normal")) == "/Normal"
            assert "/JavaScript" not in page.obj
        assert "/AcroForm" not in opened.Root
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})


LONG = (
    "Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội, "
    "Hội Cựu chiến binh, Hội Nông dân, Đoàn Thanh niên xã"
)


@pytest.mark.parametrize(
    "kind", ["danh-sach-de-nghi", "quyet-dinh", "to-trinh", "so-khen-thuong", "bien-ban-kiem-phieu"]
)
@pytest.mark.parametrize(
    "name", [LONG, "<b>&amp; \"Tổ\" 'A' \\ #let <script>", unicodedata.normalize("NFD", "Nguyễn Thị Mẫu Ở")]
)
def test_odd_names_come_out_whole(kind: str, name: str) -> None:
    data = example(kind)
    key = next(k for k in ("individuals", "entries", "candidates") if k in data)
    data[key][0]["name"] = name
    paper = build(kind, data)
    shown = squeezed(unicodedata.normalize("NFC", name))
    assert shown in squeezed(pdf_text(render_pdf(paper, timestamp=NOW)))
    document = docx.Document(io.BytesIO(render_docx(paper)))
    assert shown in squeezed("".join(t.text or "" for t in document.element.body.iter(qn("w:t"))))


def test_a_certificate_takes_a_name_of_120_letters() -> None:
    data = example("giay-khen")
    data["recipients"][0]["name"] = LONG
    assert len(LONG) == 120
    assert squeezed(LONG) in squeezed(pdf_text(render_pdf(build("giay-khen", data), timestamp=NOW)))


def test_four_hundred_nominees_are_all_there_in_both() -> None:
    data = example("quyet-dinh")
    data["individuals"] = [
        {"name": f"Cán bộ mẫu {n:03d}", "unit": "UBND xã Mẫu", "money": 800000} for n in range(1, 401)
    ]
    paper = build("quyet-dinh", data)
    text = squeezed(pdf_text(render_pdf(paper, timestamp=NOW)))
    word = docx.Document(io.BytesIO(render_docx(paper)))
    cells = squeezed("".join(t.text or "" for t in word.element.body.iter(qn("w:t"))))
    for n in (1, 200, 400):
        assert f"Cánbộmẫu{n:03d}" in text
        assert f"Cánbộmẫu{n:03d}" in cells
    assert len(re.findall(r"Cánbộmẫu\d{3}", text)) == 400


def test_a_missing_signer_leaves_dots_never_a_name() -> None:
    for name in NAMES:
        sample = samples()[name]
        data = sample.data
        for holder in ("signature", "confirmation"):
            if isinstance(data.get(holder), dict):
                data[holder]["name"] = None
        for signer in data.get("signatures", []):
            signer["name"] = None
        if name == "ke-hoach":
            data["plan"]["signatory"]["name"] = None
        if name == "ho-so-cap-tren":
            data["proposal"]["signature"]["name"] = None
        paper = build(sample.kind.slug, data)
        if paper.signatures:
            assert wording.DOTS in pdf_text(render_pdf(paper, timestamp=NOW)), name


def test_nobody_to_sign_for_is_refused_in_words() -> None:
    data = example("giay-moi")
    data["signature"] = {"authority": []}
    with pytest.raises(DataError, match=r"Thiếu quyền hạn và chức vụ người ký"):
        build("giay-moi", data)
