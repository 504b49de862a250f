"""Every page of every sample looks as it did when a person last looked at it."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageFilter

from chungtay.typesetting import render_pdf
from chungtay.typesetting.samples import samples
from typesetting.golden import FOLDER, pictures
from typesetting.helpers import NOW

TOLERANCE = 90  # of 255: less is the smoothing of letters, which differs between versions of the renderer
SHARE = 0.0015  # of the points of a page that may differ by more
HINT = "Nếu thay đổi là đúng ý: python tests/typesetting/golden.py, rồi xem lại từng hình."


@pytest.mark.parametrize("name", list(samples()))
def test_pages_look_as_they_did(name: str) -> None:
    made = pictures(render_pdf(samples()[name].build(), timestamp=NOW))
    kept = sorted(FOLDER.glob(f"{name}.[0-9]*.png"), key=lambda p: int(p.stem.rpartition(".")[2]))
    assert len(made) == len(kept), HINT
    for picture, path in zip(made, kept, strict=True):
        with Image.open(path) as opened:
            before = opened.convert("L").filter(ImageFilter.BoxBlur(1))
        after = picture.convert("L").filter(ImageFilter.BoxBlur(1))
        assert after.size == before.size
        histogram = ImageChops.difference(before, after).histogram()
        changed = sum(histogram[TOLERANCE // 2 :]) / sum(histogram)
        assert changed <= SHARE, f"{path.name}: {changed:.2%}. {HINT}"


def test_pictures_are_small_and_none_is_left_over() -> None:
    files = list(FOLDER.glob("*.png"))
    assert sum(f.stat().st_size for f in files) <= 3_000_000
    assert {f.stem.rpartition(".")[0] for f in files} == set(samples())


def test_a_moved_line_is_seen() -> None:
    with Image.open(FOLDER / "giay-moi.1.png") as opened:
        page = opened.convert("L")
    moved = page.copy()
    line = page.crop((0, 300, page.width, 312))
    moved.paste(255, (0, 300, page.width, 312))
    moved.paste(line, (0, 306))
    histogram = ImageChops.difference(
        page.filter(ImageFilter.BoxBlur(1)), moved.filter(ImageFilter.BoxBlur(1))
    ).histogram()
    assert sum(histogram[TOLERANCE // 2 :]) / sum(histogram) > SHARE
