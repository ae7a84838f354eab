"""Drawing figures as SVG, in plain Python: for the eye only, since a sentence and a table always stand beside.

Axes start at zero. A line never crosses a change of definition or a hole. What cannot be shown says why, in words.
Theme "page" carries classes (colours from `tokens.css`), theme "print" presentation attributes; neither any style.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Literal

Theme = Literal["page", "print"]

LEFT, RIGHT, TOP, PLOT, FOOT = 58, 24, 46, 190, 54
WIDE, NARROW, MANY = 58, 34, 12
LETTER = 6.6
"""About how wide a letter is, in the units of the drawing; errs on the wide side."""
LAST_DAY = 30

_PRINT = {
    "axis": 'fill="none" stroke="#555"',
    "grid": 'fill="none" stroke="#ddd"',
    "line": 'fill="none" stroke="#24506b" stroke-width="2.25"',
    "point": 'fill="#24506b" stroke="#fff" stroke-width="1.5"',
    "interval": 'stroke="#a9c4d2" stroke-width="5" stroke-linecap="round"',
    "base": 'stroke="#774300" stroke-width="1.5" stroke-dasharray="6 4"',
    "base-label": 'fill="#774300" font-size="13"',
    "break": 'stroke="#555" stroke-width="1.25" stroke-dasharray="2 3"',
    "missing": 'fill="#444" font-size="13" font-style="italic"',
    "value": 'fill="#000" stroke="#fff" stroke-width="4" paint-order="stroke" font-size="13" font-weight="600"',
    "name": 'fill="#000" font-size="13"',
    "tick": 'fill="#444" font-size="13"',
    "bar": 'fill="#a9c4d2" stroke="#24506b"',
}


class Drawing(str):
    """A finished SVG; templates may put it in as it is, since every word in it has been escaped."""

    def __html__(self) -> str:
        """Return the drawing itself."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a share: `hits` of `of`, interval `low` to `high` (0 to 1), or a `word` saying why there is none.

    `of` is written under the period; None where even the count must not be seen. `mark` names what
    happened just before this period (a new wording); with `breaks` the way of counting changed, and no line is drawn
    across.
    """

    label: str
    hits: int | None = None
    of: int | None = None
    low: float | None = None
    high: float | None = None
    word: str = ""
    mark: str = ""
    breaks: bool = False

    @property
    def share(self) -> float | None:
        """The share between 0 and 1, or None where a word stands instead."""
        return None if self.word or self.hits is None or not self.of else self.hits / self.of


@dataclass(frozen=True, slots=True)
class Baseline:
    """The level at the start (0 to 1) and what it is, in words."""

    share: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its share of the longest possible bar (0 to 1), and what to write; without a share the text
    alone."""

    label: str
    share: float | None
    text: str


def share_series(points: Sequence[Point], *, baseline: Baseline | None = None, theme: Theme = "page") -> Drawing:
    """Draw shares over time on an axis from 0 to 100 %, with interval, n under each point, marks and breaks."""
    pen = _Pen(theme)
    step = WIDE if len(points) <= MANY else NARROW
    width = LEFT + RIGHT + step * max(len(points), 1)
    if baseline:
        width = max(width, LEFT + RIGHT + ceil(len(baseline.label) * LETTER))
    places = [(LEFT + step * index + step // 2, point) for index, point in enumerate(points)]
    parts = [*_share_axis(pen, width), *_marks(pen, places, step, width)]
    if baseline:
        parts += _base(pen, baseline, width)
    parts += [_path(pen, run) for run in _runs(places) if len(run) > 1]
    for index, (x, point) in enumerate(places):
        parts += _point(pen, x, point, said=len(points) <= MANY or index == len(points) - 1, narrow=step < WIDE)
    height = TOP + PLOT + FOOT + (22 if baseline else 0)
    return pen.sheet(width, height, [*parts, *_feet(pen, places, step)])


def bars(rows: Sequence[Bar], *, theme: Theme = "page") -> Drawing:
    """Draw amounts as horizontal bars of one colour: description only, no target and no judgement."""
    pen = _Pen(theme)
    names = min(300, ceil(max((len(row.label) for row in rows), default=0) * 7.2) + 16)
    texts = ceil(max((len(row.text) for row in rows), default=0) * 7.2) + 16
    parts = []
    for index, row in enumerate(rows):
        y = 8 + 34 * index
        length = round(300 * min(1.0, max(0.0, row.share or 0.0)), 1)
        parts.append(pen.text("name", names - 10, y + 16, row.label, anchor="end"))
        if row.share is not None:
            parts.append(pen.shape("rect", "bar", x=names, y=y, width=length, height=22))
        parts.append(pen.text("value" if row.share is not None else "missing", names + length + 8, y + 16, row.text))
    base = pen.shape("path", "axis", d=f"M{names} 2V{12 + 34 * len(rows)}")
    return pen.sheet(names + 300 + texts, 16 + 34 * len(rows), [*parts, base])


def waiting(
    histogram: Mapping[int, int],
    *,
    not_begun: int = 0,
    limit: int | None = None,
    limit_label: str = "",
    unit: str = "dage",
    never: str = "ikke begyndt",
    beyond: str = "over {}",
    theme: Theme = "page",
) -> Drawing:
    """Draw how many waited how many whole days; after LAST_DAY together, those not begun apart, `limit` as a line."""
    pen = _Pen(theme)
    last = min(LAST_DAY, max([*histogram, limit or 0, 6]))
    columns = [(str(day), histogram.get(day, 0)) for day in range(last + 1)]
    tail = sum(count for day, count in histogram.items() if day > LAST_DAY)
    columns += [(beyond.format(LAST_DAY), tail)] if tail else []
    columns += [(never, not_begun)] if not_begun else []
    places = list(_column_places(columns))
    width = ceil(places[-1][0] + max(40, len(columns[-1][0]) * LETTER / 2 + 8))
    parts = _columns(pen, places, top=max(1, *(count for _label, count in columns)), unit=unit, width=width)
    if limit is not None and limit <= last:
        edge = places[limit][0] + 13
        parts.append(pen.shape("path", "base", d=f"M{edge} {TOP - 30}V{TOP + PLOT}"))
        parts.append(pen.text("base-label", edge + 6, TOP - 22, limit_label))
        width = max(width, ceil(edge + 12 + len(limit_label) * LETTER))
    return pen.sheet(width, TOP + PLOT + FOOT, parts)


class _Pen:
    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def look(self, kind: str) -> str:
        return f'class="{kind}"' if self.theme == "page" else _PRINT[kind]

    def shape(self, tag: str, kind: str, **places: float | str) -> str:
        where = " ".join(f'{name}="{value}"' for name, value in places.items())
        return f"<{tag} {self.look(kind)} {where}/>"

    def text(self, kind: str, x: float, y: float, words: str, *, anchor: str = "start", turned: bool = False) -> str:
        turn = f' transform="rotate(-90 {x} {y})"' if turned else ""
        return f'<text {self.look(kind)} x="{x}" y="{y}" text-anchor="{anchor}"{turn}>{escape(words)}</text>'

    def sheet(self, width: int, height: int, parts: Iterable[str]) -> Drawing:
        face = "" if self.theme == "page" else ' font-family="Source Sans Pro"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false"{face}>'
        )
        return Drawing(head + "".join(parts) + "</svg>")


Place = tuple[int, Point]


def _y(share: float) -> float:
    return round(TOP + PLOT * (1 - min(1.0, max(0.0, share))), 1)


def _percent(share: float) -> str:
    return f"{int(share * 100 + 0.5)}\N{NO-BREAK SPACE}%"


def _share_axis(pen: _Pen, width: int) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        yield pen.shape("path", "axis" if share == 0 else "grid", d=f"M{LEFT} {y}H{width - RIGHT}")
        yield pen.text("tick", LEFT - 8, y + 4.5, _percent(share), anchor="end")


def _marks(pen: _Pen, places: Sequence[Place], step: int, width: int) -> Iterator[str]:
    ends = {0: 0.0, 1: 0.0}
    for x, point in places:
        if not (point.mark or point.breaks):
            continue
        edge = x - step // 2
        wide = len(point.mark) * LETTER
        start = max(4.0, min(edge + 4, width - wide))
        row = 0 if start >= ends[0] else 1
        ends[row] = start + wide + 8
        yield pen.shape("path", "break", d=f"M{edge} {TOP - 12}V{TOP + PLOT}")
        yield pen.text("tick", round(start, 1), 12 + 15 * row, point.mark)


def _base(pen: _Pen, baseline: Baseline, width: int) -> list[str]:
    # Its name stands under the drawing, where no point or interval can cover it.
    y, foot = _y(baseline.share), TOP + PLOT + FOOT + 10
    return [
        pen.shape("path", "base", d=f"M{LEFT} {y}H{width - RIGHT}"),
        pen.shape("path", "base", d=f"M{LEFT - 44} {foot}H{LEFT - 8}"),
        pen.text("base-label", LEFT, foot + 4, baseline.label),
    ]


def _runs(places: Sequence[Place]) -> Iterator[list[Place]]:
    run: list[Place] = []
    for x, point in places:
        if run and (point.breaks or point.share is None):
            yield run
            run = []
        if point.share is not None:
            run.append((x, point))
    if run:
        yield run


def _path(pen: _Pen, run: Sequence[Place]) -> str:
    return pen.shape("path", "line", d="M" + "L".join(f"{x} {_y(point.share or 0.0)}" for x, point in run))


def _point(pen: _Pen, x: int, point: Point, *, said: bool, narrow: bool) -> Iterator[str]:
    if point.share is None:
        turned = narrow or len(point.word) > 8
        foot = TOP + PLOT - 8
        yield pen.text(
            "missing", x + (4 if turned else 0), foot, point.word, anchor="start" if turned else "middle", turned=turned
        )
        return
    y, top = _y(point.share), _y(point.share)
    if point.low is not None and point.high is not None:
        top = _y(point.high)
        yield pen.shape("path", "interval", d=f"M{x} {_y(point.low)}V{top}")
    yield pen.shape("circle", "point", cx=x, cy=y, r=5)
    if said:
        yield pen.text("value", x, round(min(top, y - 2) - 7, 1), _percent(point.share), anchor="middle")


def _feet(pen: _Pen, places: Sequence[Place], step: int) -> Iterator[str]:
    longest = max((len(point.label) for _x, point in places), default=1)
    every = max(1, ceil(longest * LETTER / step))
    yield pen.text("tick", LEFT - 8, TOP + PLOT + 42, "n", anchor="end")
    # Counted from the newest, so that the last period always has its name.
    for back, (x, point) in enumerate(reversed(places)):
        if back % every == 0:
            yield pen.text("tick", x, TOP + PLOT + 20, point.label, anchor="middle")
        if point.of is not None:
            yield pen.text("tick", x, TOP + PLOT + 42, str(point.of), anchor="middle")


def _column_places(columns: Sequence[tuple[str, int]]) -> Iterator[tuple[float, str, int]]:
    x = 24.0
    for label, count in columns:
        half = max(13.0, len(label) * LETTER / 2 + 6) if not label.isdigit() else 13.0
        x += half
        yield round(x, 1), label, count
        x += half


def _columns(pen: _Pen, places: Sequence[tuple[float, str, int]], *, top: int, unit: str, width: int) -> list[str]:
    floor = TOP + PLOT
    parts = [pen.shape("path", "axis", d=f"M16 {floor}H{width - 4}")]
    for x, label, count in places:
        height = round(PLOT * count / top, 1)
        if count:
            parts.append(
                pen.shape("rect", "bar", x=round(x - 10, 1), y=round(floor - height, 1), width=20, height=height)
            )
            parts.append(pen.text("value", x, round(floor - height - 6, 1), str(count), anchor="middle"))
        if not label.isdigit() or len(places) < 20 or int(label) % 2 == 0:
            parts.append(pen.text("tick", x, floor + 20, label, anchor="middle"))
    return [*parts, pen.text("tick", 24, floor + 42, unit)]
