"""Small pictures of every page of every sample: made anew with `python tests/typesetting/golden.py`, then looked at.

60 dots an inch in sixteen greys: enough to see that a line moved, small enough to be kept with the tests.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
from PIL import Image

FOLDER = Path(__file__).parent / "golden"
DPI, GREYS = 60, 16


def pictures(pdf: bytes) -> list[Image.Image]:
    """Every page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    return [page.quantize(GREYS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE) for page in pages]


def as_png(picture: Image.Image) -> bytes:
    """The picture as a small PNG."""
    made = io.BytesIO()
    picture.save(made, "PNG", optimize=True, bits=4)
    return made.getvalue()


def main() -> int:
    """Writes all pictures."""
    sys.path[:0] = [str(Path(__file__).parents[2] / "src"), str(Path(__file__).parents[1])]
    from chungtay.typesetting import render_pdf
    from chungtay.typesetting.samples import samples
    from typesetting.helpers import NOW

    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    size = 0
    for name, sample in samples().items():
        for number, picture in enumerate(pictures(render_pdf(sample.build(), timestamp=NOW)), start=1):
            content = as_png(picture)
            (FOLDER / f"{name}.{number}.png").write_bytes(content)
            size += len(content)
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures, {size / 1e6:.2f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
