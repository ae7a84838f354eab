"""Every pair of colours that meets on the screen, in both themes, by the formula of WCAG 2.2."""

import re
from pathlib import Path

import pytest

import rettesnor.ui

TOKENS = Path(rettesnor.ui.__file__).parent / "static" / "ui" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
GROUNDS = ("paper", "surface", "sunken")

TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-strong") for ground in GROUNDS),
    *((word, ground) for word in ("done", "due", "late", "note") for ground in ("paper", "surface", f"{word}-wash")),
    *(("ink", f"{word}-wash") for word in ("done", "due", "late", "note", "accent")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent", "accent-wash"),
    ("accent-strong", "accent-wash"),
    ("plot-base", "surface"),
]
SHAPES = [
    *((line, ground) for line in ("edge", "focus") for ground in GROUNDS),
    *(("plot", ground) for ground in ("paper", "surface")),
    ("accent", "accent-wash"),
]


def luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def theme(number: int) -> dict[str, str]:
    return {found[1]: found[number] for found in PAIR.finditer(TOKENS.read_text(encoding="utf-8"))}


THEMES = {"light": theme(2), "dark": theme(3)}


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(name: str, ink: str, ground: str) -> None:
    colours = THEMES[name]

    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("line", "ground"), SHAPES)
def test_edges_of_inputs_focus_and_drawings_stand_out(name: str, line: str, ground: str) -> None:
    colours = THEMES[name]

    assert contrast(colours[line], colours[ground]) >= 3


def test_the_dark_theme_is_really_dark() -> None:
    assert luminance(THEMES["dark"]["paper"]) < 0.01
