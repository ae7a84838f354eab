"""From exact figures to lines that may leave: what is hidden, what is provisional, and how numbers are rounded."""

from collections.abc import Collection, Mapping, Sequence

from dkcohort import definitions
from dkcohort.cells import EVENTS, FEWEST, Cells, persons
from dkcohort.disclose import Protected
from dkcohort.figures import Figure, order
from dkcohort.record import Line, Status

_DECIMALS = {"incidence": 3, "share": 3, "part": 3, "rate": 2, "ratio": 2, "change": 2, "contrast": 2, "bound": 3}
_BASE = 5


def lines(
    figures: Sequence[Figure], cells: Cells, protected: Mapping[str, Protected], close: Collection[Figure] = ()
) -> tuple[Line, ...]:
    """Return one line a figure, in one order. A figure made of others is shown only when all of those are.

    `close` are figures that may not stand beside others.
    """
    shown = {f: f not in close and is_shown(f, cells, protected) for f in figures if f in cells.of}
    made = {f: f not in close and all(shown.get(p, False) for p in parents(f, figures)) and f.hits >= _least(protected)
            for f in figures if f not in cells.of}  # fmt: skip
    return tuple(_line(f, {**shown, **made}[f]) for f in sorted(figures, key=order))


def is_shown(figure: Figure, cells: Cells, protected: Mapping[str, Protected]) -> bool:
    """Say whether the persons a figure counts, those it does not, and all of them together may be seen."""
    if figure.of < FEWEST or any(table not in protected for table, _ in cells.of[figure]):
        return False
    for table, labels in cells.of[figure]:
        whole = protected[table]
        totals = tuple(one.total for one in whole.table.dimensions)
        # A share tells how many it is a share of; a rate of one kind of event says nothing of all kinds.
        told = {labels} if table.startswith(EVENTS) else {labels, totals}
        if told & whole.hidden:
            return False
    least = _least(protected)
    return all(not 0 < n < least for n in (figure.hits, persons(figure), figure.of - persons(figure)))


def parents(figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures a ratio, a change or a contrast rests on; one without any is never shown."""
    same = [
        f for f in figures if (f.indicator, f.cohort) == (figure.indicator, figure.cohort) and f.kind != figure.kind
    ]
    if figure.kind == "ratio":
        sides = set(figure.population.split("/"))
        found = [
            f for f in same
            if f.kind == "incidence" and f.population in sides and (f.months, f.part) == (figure.months, figure.part)
        ]  # fmt: skip
        return found if len(found) == len(sides) else [figure]
    if figure.kind == "bound":
        found = [
            f for f in same if f.kind == "incidence" and f.population == figure.population and f.months == figure.months
        ]
        return found if len(found) == 1 else [figure]
    sides = set(figure.part.split("/"))
    populations = set(figure.population.split("/"))
    found = [f for f in same if f.kind == "rate" and f.population in populations and f.part in sides]
    return found if len(found) == len(sides) * len(populations) else [figure]


def _least(protected: Mapping[str, Protected]) -> int:
    return max((p.threshold for p in protected.values()), default=FEWEST)


def _line(figure: Figure, is_seen: bool) -> Line:
    card = definitions.indicators()[figure.indicator]
    status: Status = ("vist" if figure.final else "foreløbig") if is_seen and figure.low is not None else "skjult"
    numbers = _rounded(figure) if status != "skjult" else (None, None, None, None, None)
    return Line(figure.indicator, _goal(figure, card.goal), card.title, figure.kind, figure.population, figure.cohort,
                figure.months, figure.part, status, *numbers)  # fmt: skip


def _goal(figure: Figure, goal: str) -> str:
    """A goal is followed by the own women; the others stand beside it and serve none."""
    return goal if figure.population.split("/")[0] == "own" else ""


def _rounded(figure: Figure) -> tuple[int, float | None, float | None, float | None, float | None]:
    places = _DECIMALS[figure.kind]
    numbers = (None if x is None else round(x, places) for x in (figure.value, figure.low, figure.high))
    value, low, high = numbers
    return round_to_five(figure.of), value, low, high, None if figure.se is None else round(figure.se, 4)


def round_to_five(count: int) -> int:
    """Return a count rounded to the nearest multiple of five, halves up."""
    return (2 * count + _BASE) // (2 * _BASE) * _BASE
