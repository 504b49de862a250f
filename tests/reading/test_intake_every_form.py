"""One plan in every form that an office hands over gives the same plan."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chungtay.reading import read
from chungtay.reading.intake import decode
from reading.files import office, papers, scans
from reading.test_intake_encodings import tcvn3, vni, windows1258
from reading.test_intake_office import as_docx

TEXT = (Path(__file__).parent / "plans/form_special_zone_numbers.txt").read_text(encoding="utf-8")
TOLD = ("issuer", "number_code", "date")


@cache
def paper() -> papers.Paper:
    """The plan on paper, its table as the sentences that it says; a page and a half."""
    lines = [line for line in TEXT.split("\n") if line.strip() and not line.startswith("|")]
    at = lines.index("KẾ HOẠCH")
    ends = next(i for i, line in enumerate(lines) if line.startswith("Nơi nhận"))
    head = [[lines[:2], lines[3:5]], [[lines[2]], [lines[5]]]]
    signs = next(i for i, line in enumerate(lines) if line == "CHỦ TỊCH")
    return papers.Paper([
        papers.Block("sides", rows=head, centred=True),
        papers.Block("title", lines[at]),
        papers.Block("title", lines[at + 1]),
        *(papers.Block("text", line) for line in lines[at + 3 : ends]),
        papers.Block("sides", rows=[[lines[ends:signs], [lines[signs], "", "", "", lines[-1]]]]),
    ])  # fmt: skip


def plain() -> str:
    return paper().text


def as_odt() -> bytes:
    return office.odt("".join(f"<text:p>{line}</text:p>" for line in plain().split("\n")))


@cache
def pictures() -> list[Image.Image]:
    return scans.pages(paper().pdf(), 200)


def tiff() -> bytes:
    made = io.BytesIO()
    pages = [page.convert("L") for page in pictures()]
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    return made.getvalue()


def half_scanned() -> bytes:
    """The first page as text, the others as pictures of the scanner."""
    import pikepdf

    made = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(paper().pdf())) as printed,
        pikepdf.open(io.BytesIO(scans.pdf_of(pictures(), 200))) as seen,
    ):
        for i in range(1, len(printed.pages)):
            printed.pages[i] = seen.pages[i]
        printed.save(made)
    return made.getvalue()


FORMS: dict[str, Callable[[], bytes]] = {
    "utf-8": lambda: plain().encode(),
    "utf-8 with accents apart": lambda: unicodedata.normalize("NFD", plain()).encode(),
    "utf-16": lambda: plain().encode("utf-16"),
    "windows-1258": lambda: windows1258(plain()),
    "tcvn3": lambda: tcvn3(plain()),
    "vni": lambda: vni(plain()),
    "docx": lambda: as_docx(paper()),
    "odt": as_odt,
    "pdf with text": lambda: paper().pdf(),
    "scanned pdf": lambda: scans.pdf_of(
        [scans.scanned(page, dpi=200, seed=i, stamp=False) for i, page in enumerate(pictures())], 200
    ),
    "pdf half scanned": half_scanned,
    "tiff": tiff,
}


def facts(plan: dict[str, Any]) -> dict[str, Any]:
    """What a movement runs on: who, when, how many, by when; accents and capitals compared where the form has them."""
    return {
        **{key: plan["document"][key] for key in TOLD},
        "name": plan["movement"]["name"],
        "period": [plan["movement"]["period"][key] for key in ("start", "end")],
        "awards": [
            (a["level"], a["form"], a["quota"]["collectives"], a["quota"]["individuals"]) for a in plan["awards"]
        ],
        "deadlines": [(d["date"], d["comparator"]) for d in plan["deadlines"]],
        "criteria": [c["audience"] for c in plan["criteria"]],
        "dossier": [len(d["items"]) for d in plan["dossier"]],
        "units": [u["unit"] for u in plan["organisation"]],
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_plan(form: str) -> None:
    truth = facts(read(plain(), name="x").plan)
    given = facts(read(FORMS[form](), name="x").plan)
    if form == "tcvn3":  # capitals with accents are a font there, not letters
        assert str(given).casefold() == str(truth).casefold()
    else:
        assert given == truth
    assert truth["awards"] == [("xã", "Giấy khen", 4, 8)]
    assert truth["period"] == ["2026-02-02", "2026-11-30"]


def test_each_page_of_a_mixed_file_is_judged_by_itself() -> None:
    pages = decode(half_scanned(), name="x.pdf").pages
    assert [(page.method, page.quality) for page in pages] == [
        ("text_layer", "good"),
        *[("ocr", "good")] * (len(pages) - 1),
    ]
    assert len(pages) > 1


@pytest.mark.parametrize("turned", [3, 6, 8])
def test_a_photo_that_says_how_it_was_held(turned: int) -> None:
    """EXIF orientation: the pixels lie, the viewer turns them."""
    upright = pictures()[0].crop((0, 0, 1654, 1100))
    lying = upright.rotate({3: 180, 6: 90, 8: 270}[turned], expand=True)
    exif = Image.Exif()
    exif[0x0112] = turned
    made = io.BytesIO()
    lying.save(made, "JPEG", quality=85, exif=exif)
    assert read(made.getvalue(), name="anh.jpg").plan["document"]["number_code"] == "33/KH-UBND"
