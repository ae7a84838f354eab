"""How many persons a line is a share of: two such numbers of one body of persons may not differ by a few.

The number is printed rounded, and a distribution with its limits gives it back exactly. 216 women with a state in week
26 and 215 in week 52 are one woman who went to a shelter in between. So of the numbers of one population and year only
those are told that are the same or far enough apart; the lines of the others are hidden, the less important ones first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dkcohort.cells import FEWEST, settled
from dkcohort.disclose import Finished, Labels, Ledger, Table
from dkcohort.figures import Figure

COUNTED = {"incidence", "share", "part", "rate"}
SIDES = ("own", "other")
PRESENT, EVERYBODY, NAMELESS = "age.group", "age.women", "unknown"
"""Women at our centres and at the others, and all of them once: whoever was at both is the difference."""


@dataclass(frozen=True, order=True)
class Size:
    """So many persons (or stays) of these bodies; `bodies` are names such as "own 2024"."""

    of: int
    bodies: tuple[str, ...]


def bodies(indicator: str, population: str, cohort: int | str) -> tuple[str, ...]:
    """Return what a line's persons are some of. The stays that began in a year lie within the stays of the year."""
    found = (f"{population} {cohort}",)
    return (*found, f"stays {cohort}") if indicator == "age.stays" else found


def size(figure: Figure) -> Size:
    """Return the number a line divides by, and of whom."""
    return Size(figure.of, bodies(figure.indicator, figure.population, figure.cohort))


def told(finished: Finished, truth: Table) -> Size | None:
    """Return the number that a finished table tells, or None; `truth` are its true counts."""
    if rounded(finished) is None:
        return None
    indicator, population, cohort, *_rest = settled(finished.name).split(" / ")
    return Size(truth.count(totals(finished)), bodies(indicator, population, cohort))


def rounded(finished: Finished) -> float | None:
    """Return the printed number of persons of a finished table, or None where no line of it is shown."""
    found = [one.value for one in finished.numbers if one.kind == "rounded" and one.labels == totals(finished)]
    return found[0] if found else None


def totals(finished: Finished) -> Labels:
    """Return what the cell of everybody is called."""
    return tuple(side.total for side in finished.dimensions)


def untold(figures: Iterable[Figure], threshold: int, earlier: Ledger | None = None) -> set[Figure]:
    """Return the figures that must be left out, so that no two numbers of one body differ by 1 to threshold - 1.

    What has left before stands, and may leave again. Then follow-up after leaving comes first, then what more lines
    divide by.
    """
    entries = earlier.entries if earlier else ()
    before = {told(*pair) for one in entries for pair in zip(one.finished, one.counts, strict=True)}
    kept = [one for one in before if one is not None]
    left: set[Figure] = set()
    for one, some in _by_importance(figures):
        if one not in before and any(too_near(one, other, threshold) for other in kept):
            left.update(some)
        else:
            kept.append(one)
    return left | _both_sides([f for f in figures if f not in left], threshold)


def too_near(one: Size, other: Size, threshold: int) -> bool:
    """Say whether one number less the other would be about a few of the same body."""
    return 0 < abs(one.of - other.of) < threshold and bool(set(one.bodies) & set(other.bodies))


def _by_importance(figures: Iterable[Figure]) -> list[tuple[Size, list[Figure]]]:
    groups: dict[Size, list[Figure]] = defaultdict(list)
    for f in figures:
        if f.kind in COUNTED and f.of >= FEWEST:
            groups[size(f)].append(f)
    return sorted(groups.items(), key=lambda group: _less_important(*group))


def _less_important(one: Size, some: Collection[Figure]) -> tuple[bool, int, int, tuple[str, ...]]:
    return not any(f.kind == "incidence" for f in some), -len(some), -one.of, one.bodies


def _both_sides(figures: Iterable[Figure], threshold: int) -> set[Figure]:
    """The whole country's women in the years where they and the two sides tell of a few at both, or at one alone."""
    present = {(f.cohort, f.population): f.of for f in figures if f.indicator == PRESENT and f.of >= FEWEST}
    years: dict[int, list[Figure]] = defaultdict(list)
    for f in figures:
        if f.indicator == EVERYBODY:
            years[f.cohort].append(f)
    return {f for year, some in years.items() if _tells_of_few(present, year, some, threshold) for f in some}


def _tells_of_few(present: Mapping[tuple[int, str], int], year: int, some: Iterable[Figure], threshold: int) -> bool:
    sides = [present.get((year, side)) for side in SIDES]
    nameless = sum(f.hits for f in some if f.part == NAMELESS)
    named = max(f.of for f in some) - nameless
    if None in sides:
        return False
    ours, theirs = (n for n in sides if n is not None)
    left = (ours + theirs - named, named - ours, named - theirs)
    # Where nobody is left, the bounds of what is left are those of a hidden number of women without a name.
    confined = 0 < nameless < threshold and 0 in left
    return confined or any(0 < number < threshold for number in left)
