"""Every pair of colours that a text or a border may take, measured in both themes and on paper (WCAG 2.1)."""

from __future__ import annotations

import re

import pytest

from chungtay.config.settings import ROOT

CSS = (ROOT / "src/chungtay/web/static/web/css/tokens.css").read_text(encoding="utf-8")
TONES = ("accent", "ok", "risk", "late", "hold", "none")
GROUNDS = ("ground", "sheet", "sunk")
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3", "accent-hover", *TONES) for ground in GROUNDS],
    *[(ink, f"{tone}-soft") for tone in TONES for ink in ("ink", "ink-2", tone)],
    ("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-bar", "bar"), ("on-bar-2", "bar"), ("sheet", "late"),
    ("mark-ink", "mark"), ("mark-ink", "mark-on"),
]  # fmt: skip
BORDERS = [("edge", "ground"), ("edge", "sheet"), *[("focus", ground) for ground in GROUNDS], ("focus-bar", "bar")]
ON_PAPER = [
    *[(ink, "paper") for ink in ("paper-ink", "ink", "ink-2", "ink-3", *TONES)],
    ("paper-ink", "fill"), ("paper-ink", "gap"), *[(tone, f"{tone}-soft") for tone in TONES],
]  # fmt: skip


def declared(selector: str) -> dict[str, str]:
    """The colours that a rule sets; its selector written as in the file."""
    found = re.search(re.escape(selector) + r" \{(.*?)\}", CSS, re.DOTALL)
    assert found, selector
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", found[1]))


LIGHT = declared(":root, .paper")
DARK = LIGHT | declared('  :root:not([data-theme="light"])')
PAPER = LIGHT | declared(':root:not([data-theme="light"]) .paper')  # a sheet of paper in the dark


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("theme", "pairs", "least"),
    [
        (LIGHT, TEXT, 4.5), (DARK, TEXT, 4.5), (LIGHT, BORDERS, 3), (DARK, BORDERS, 3),
        (LIGHT, ON_PAPER, 4.5), (PAPER, ON_PAPER, 4.5), (PAPER, [("edge", "paper"), ("focus", "paper")], 3),
    ],
    ids=["light", "dark", "borders, light", "borders, dark", "paper", "paper in the dark", "its borders"],
)  # fmt: skip
def test_every_pair_of_colours_can_be_read(theme, pairs, least):
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


def test_the_measure_is_the_one_of_the_standard():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54  # the lightest grey that passes on white
