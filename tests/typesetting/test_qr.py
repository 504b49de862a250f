"""QR codes: the same modules as another maker draws, and read back from each of their pictures."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import segno
import typst
import zxingcpp
from PIL import Image

from chungtay.typesetting.qr import qr_png, qr_rows, qr_svg

ADDRESSES = [
    "HTTPS://XAMAU.EXAMPLE/K/7Q2M4X9A",
    "HTTPS://THIDUA.XAMAU.TINHMAU.GOV.VN/K/7Q2M4X9A",
    "HTTP://127.0.0.1:8000/K/7Q2M4X9ABCDE",
    "A" * 120,
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_maker_draws_the_same_modules(address: str) -> None:
    other = segno.make(address, error="m", mask=3, boost_error=False, micro=False)
    assert [[module == 0 for module in row] for row in qr_rows(address)] == [
        [module == 1 for module in row] for row in other.matrix
    ]


# A run of digits may be packed as numbers or not: makers differ, readers do not.
@pytest.mark.parametrize(
    "address", [*ADDRESSES, "HTTPS://XAMAU.EXAMPLE/K/00000001", "HTTPS://XAMAU.EXAMPLE/K/ABCD2345"]
)
def test_both_pictures_are_read_back_whole_with_error_level_m(address: str) -> None:
    page = typst.compile(
        b"#set page(width: 40mm, height: 40mm, margin: 0mm)\n#image(bytes(sys.inputs.svg), width: 30mm)",
        format="pdf",
        sys_inputs={"svg": qr_svg(address)},
    )
    word = Image.open(io.BytesIO(qr_png(address)))
    with pypdfium2.PdfDocument(page) as opened:
        for picture in (word, opened[0].render(scale=4).to_pil()):
            (found,) = zxingcpp.read_barcodes(picture.convert("RGB"))
            assert (found.text, found.ec_level) == (address, "M")


def test_word_picture_keeps_four_light_modules_on_each_side() -> None:
    picture = Image.open(io.BytesIO(qr_png(ADDRESSES[0]))).convert("L")
    dark = picture.point(lambda value: 255 - value).getbbox()
    assert dark is not None
    module = picture.width / (len(qr_rows(ADDRESSES[0])) + 8)
    assert [edge / module for edge in dark] == pytest.approx([4, 4, 29, 29])
