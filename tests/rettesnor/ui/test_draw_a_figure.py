from time import perf_counter
from xml.etree import ElementTree

import pytest
from django.utils.html import conditional_escape

from rettesnor.ui.chart import Bar, Baseline, Drawing, Point, Theme, bars, share_series, waiting

SVG = "{http://www.w3.org/2000/svg}"


def quarter(number: int, hits: int, *, breaks: bool = False, mark: str = "") -> Point:
    return Point(f"{number}. kv.", hits, 20, max(0, hits / 20 - 0.2), min(1, hits / 20 + 0.2), breaks=breaks, mark=mark)


YEAR = [quarter(1, 8), quarter(2, 9), quarter(3, 12, breaks=True, mark="definition ændret"), quarter(4, 15)]


def drawn(drawing: Drawing, kind: str) -> list[ElementTree.Element]:
    return [part for part in ElementTree.fromstring(drawing).iter() if part.get("class") == kind]  # noqa: S314


def words(drawing: Drawing) -> list[str]:
    return [part.text or "" for part in ElementTree.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314


def reach(line: ElementTree.Element) -> tuple[float, float]:
    xs = [float(place.split()[0]) for place in line.get("d", "")[1:].split("L")]
    return min(xs), max(xs)


def all_kinds(theme: Theme) -> list[Drawing]:
    return [
        share_series(YEAR, baseline=Baseline(0.4, "udgangspunkt 2023: 40 %"), theme=theme),
        bars([Bar("18-24 år", 0.2, "20 %"), Bar("50+", None, "for få")], theme=theme),
        waiting({0: 3, 2: 5, 40: 1}, not_begun=2, limit=3, limit_label="frist", theme=theme),
    ]


@pytest.mark.parametrize("theme", ["page", "print"])
def test_every_drawing_is_well_formed_hidden_from_the_ear_and_without_style(theme: Theme) -> None:
    for drawing in all_kinds(theme):
        root = ElementTree.fromstring(drawing)  # noqa: S314
        assert root.get("aria-hidden") == "true"
        assert not [part for part in root.iter() if part.get("style") or part.tag.endswith(("style", "script"))]


def test_on_paper_the_colours_travel_with_the_drawing() -> None:
    page, paper = share_series(YEAR), share_series(YEAR, theme="print")

    assert 'stroke="#' in paper
    assert 'stroke="#' not in page


def test_the_same_figures_give_the_same_drawing() -> None:
    assert all_kinds("page") == all_kinds("page")


def test_no_line_crosses_a_change_of_definition() -> None:
    drawing = share_series(YEAR)
    edge = float(drawn(drawing, "break")[0].get("d", "").split()[0][1:])

    lines = [reach(line) for line in drawn(drawing, "line")]

    assert len(lines) == 2
    assert all(right < edge or left > edge for left, right in lines)
    assert "definition ændret" in words(drawing)


def test_a_new_wording_is_marked_but_the_line_goes_on() -> None:
    points = [quarter(1, 8), quarter(2, 9, mark="ny formulering"), quarter(3, 12)]

    drawing = share_series(points)

    assert len(drawn(drawing, "line")) == 1
    assert "ny formulering" in words(drawing)


def test_too_few_is_said_in_words_and_no_line_bridges_the_hole() -> None:
    hole = Point("2. kv.", hits=1, of=3, word="for få")

    drawing = share_series([quarter(1, 8), hole, quarter(3, 12), quarter(4, 15)])

    assert "for få" in words(drawing)
    assert len(drawn(drawing, "point")) == 3
    assert len(drawn(drawing, "line")) == 1


def test_nobody_at_all_is_not_drawn_as_zero_per_cent() -> None:
    assert not drawn(share_series([Point("1. kv.", 0, 0, word="ingen")]), "point")


def test_n_stands_under_each_point_and_the_axis_goes_from_0_to_100() -> None:
    said = words(share_series(YEAR))

    assert said.count("20") == len(YEAR)
    assert {"0\xa0%", "100\xa0%"} <= set(said)


def test_the_interval_goes_from_its_low_to_its_high() -> None:
    drawing = share_series([Point("1. kv.", 10, 20, 0.25, 0.75)])
    path = drawn(drawing, "interval")[0].get("d", "")
    bottom, top = (float(part) for part in path.split()[1].split("V"))
    zero, whole = 46 + 190, 46

    assert (bottom, top) == (zero - 0.25 * 190, whole + 0.25 * 190)


def test_names_are_escaped_and_a_template_takes_the_drawing_as_it_is() -> None:
    drawing = bars([Bar("<b>&", 0.5, "5 < 10")])

    assert words(drawing) == ["<b>&", "5 < 10"]
    assert str(conditional_escape(drawing)) == str(drawing)


def test_description_bars_carry_no_target_line() -> None:
    drawing = bars([Bar("18-24 år", 0.2, "20 %"), Bar("25-29 år", 1.4, "140 %")])

    assert not drawn(drawing, "base")
    assert [bar.get("width") for bar in drawn(drawing, "bar")] == ["60.0", "300.0"]


def test_long_waits_stand_together_and_those_not_begun_apart() -> None:
    said = words(waiting({1: 4, 40: 1, 55: 2}, not_begun=6))

    assert "over 30" in said
    assert "3" in said
    assert "ikke begyndt" in said
    assert "6" in said


def test_nothing_to_draw_is_still_a_drawing() -> None:
    for drawing in (share_series([]), bars([]), waiting({})):
        ElementTree.fromstring(drawing)  # noqa: S314


def test_seven_years_of_quarters_are_drawn_in_a_moment() -> None:
    points = [quarter(number, number % 20) for number in range(28)]
    share_series(points)

    times = []
    for _round in range(20):
        start = perf_counter()
        share_series(points)
        times.append(perf_counter() - start)

    assert min(times) < 0.001
