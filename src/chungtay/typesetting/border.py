"""The border of the giấy khen: drawn by this file, no state's or peer's art (R-81).

Interlaced waves run along the four sides between two rules with hollowed corners; nothing stands in the four outer
corners, the ground stays white. Run as a script, it writes `assets/border.svg` and, by Typst, `assets/border.png`.
"""

from __future__ import annotations

from chungtay.typesetting import layout

GOLD, BRONZE, RED = "#c39a3c", "#8a6420", "#b4232c"
_HALF_WAVE = 5.0  # mm, about; fitted to the side's length
_PICTURE_PPI = 240.0


def border_svg() -> str:
    """The border as SVG of the sheet's size in mm: a path for each colour and weight, as few as draw it fast."""
    m = layout.measures("certificate")
    width, height = m["page_width"], m["page_height"]
    inset, band, corner = m["border_inset"], m["border_band"], m["border_corner"]
    middle = inset + band / 2
    strokes = [
        (BRONZE, 0.55, _frame(width, height, inset, corner)),
        (GOLD, 0.2, _frame(width, height, inset + 0.9, corner)),
        (BRONZE, 0.4, _frame(width, height, inset + band, corner)),
        (RED, 0.2, _frame(width, height, inset + band + 1.0, corner)),
    ]
    reach = inset + corner + 2.5
    for share, color, weight in ((0.34, GOLD, 0.32), (0.17, BRONZE, 0.2), (0.255, GOLD, 0.16)):
        waves = []
        for amplitude in (band * share, -band * share):
            for y in (middle, height - middle):
                waves.append(_wave(reach, y, width - 2 * reach, amplitude, upright=False))
            for x in (middle, width - middle):
                waves.append(_wave(x, reach, height - 2 * reach, amplitude, upright=True))
        strokes.append((color, weight, "".join(waves)))
    body = "\n".join(
        f'<path d="{data}" fill="none" stroke="{color}" stroke-width="{weight:g}" stroke-linecap="round"/>'
        for color, weight, data in strokes
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {width:g} {height:g}">\n{body}\n</svg>\n'
    )


def _frame(width: float, height: float, inset: float, corner: float) -> str:
    """A rectangle whose corners are hollowed by quarter circles around the corners of the outermost frame."""
    right, bottom, r = width - inset, height - inset, corner
    return (
        f"M{inset + r:g} {inset:g}H{right - r:g}A{r:g} {r:g} 0 0 0 {right:g} {inset + r:g}"
        f"V{bottom - r:g}A{r:g} {r:g} 0 0 0 {right - r:g} {bottom:g}"
        f"H{inset + r:g}A{r:g} {r:g} 0 0 0 {inset:g} {bottom - r:g}"
        f"V{inset + r:g}A{r:g} {r:g} 0 0 0 {inset + r:g} {inset:g}Z"
    )


def _wave(x: float, y: float, length: float, amplitude: float, *, upright: bool) -> str:
    """A wave of whole half-waves along a side; `amplitude` in mm, its sign the side on which it begins."""
    count = round(length / _HALF_WAVE)
    step = length / count
    data = [f"M{x:.2f} {y:.2f}"]
    for i in range(count):
        bend = amplitude * 4 / 3 * (1 if i % 2 == 0 else -1)
        begin, end = round(i * step, 2), round((i + 1) * step, 2)  # from the corner: roundings do not add up
        points = [(i * step + step * 0.3642, bend), (i * step + step * 0.6358, bend), (end, 0.0)]
        moved = [(along - begin, across) for along, across in points]
        data.append("c" + " ".join(f"{b:.2f} {a:.2f}" if upright else f"{a:.2f} {b:.2f}" for a, b in moved))
    return "".join(data)


def main() -> None:
    """Writes both assets."""
    import typst

    assets = layout.HERE / "assets"
    (assets / "border.svg").write_text(border_svg(), encoding="utf-8")
    compiler = typst.Compiler(str(layout.TEMPLATES / "border.typ"), root=str(layout.HERE), ignore_system_fonts=True)
    compiler.compile(output=str(assets / "border.png"), format="png", ppi=_PICTURE_PPI)


if __name__ == "__main__":
    main()
