"""Hide what must be hidden: collapse first, then the small cells, then the fewest others that keep them hidden.

A primary cell (1 to threshold - 1 persons) is safe when the shown numbers allow it to be as large as the threshold and
smaller than it is. A cell of one person must besides not let that person, who can subtract herself, find another small
cell. What an earlier release shows stands as it is, and what it hides stays as unknown as it was.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from dkcohort.disclose import ladder
from dkcohort.disclose.model import Labels, Protected, Refused, Rest, Table, check_threshold
from dkcohort.disclose.pattern import Effort
from dkcohort.disclose.safety import NoSafeChoice
from dkcohort.disclose.suppress import Settings, suppress


def protect(
    table: Table,
    threshold: int = 5,
    *,
    released: Sequence[Protected] = (),
    most_hidden: float = 1 / 3,
    insiders: bool = True,
    effort: Effort | None = None,
) -> Protected:
    """Return the table with the cells that must be hidden; see `protect_all`."""
    return protect_all(
        [table], threshold, released=released, most_hidden=most_hidden, insiders=insiders, effort=effort
    )[0]


def protect_all(
    tables: Sequence[Table],
    threshold: int = 5,
    *,
    released: Sequence[Protected] = (),
    rests: Sequence[Rest] = (),
    most_hidden: float = 1 / 3,
    insiders: bool = True,
    effort: Effort | None = None,
) -> tuple[Protected, ...]:
    """Return the tables of one release, in their order, with the cells that must be hidden.

    Tables with the same population are linked by the cells they share. `released` is everything that has left before,
    `rests` what cells have more than others within them: never shown, protected as cells are (their tables have no
    ladder). While a table would hide more than the share `most_hidden` of its cells, a rung of a ladder is climbed, in
    every table that has the variable. Raises Refused, in Danish, where no rung is left or nothing is safe; ValueError
    for a threshold that is no whole number from 3 on, a `most_hidden` that is no share, or tables that contradict one
    another.
    """
    check_threshold(threshold)
    if not most_hidden >= 0:
        raise ValueError(f"most_hidden is a share, not {most_hidden}")
    settings = Settings(threshold, tuple(released), insiders, effort or Effort(), tuple(rests))
    current = list(tables)
    climbed: list[list[str]] = [[] for _each in tables]
    while True:
        found, crowded, why = _tried(current, settings, most_hidden)
        if not crowded:
            done = zip(found, climbed, strict=True)
            return tuple(replace(one, collapsed=tuple(how), flags=_flags(one)) for one, how in done)
        variable = _best_rung(current, crowded, threshold)
        if variable is None:
            raise Refused(why)
        _climb(current, climbed, variable)


def _tried(tables: Sequence[Table], settings: Settings, most_hidden: float) -> tuple[list[Protected], list[Table], str]:
    """The tables with their hidden cells; or those that hide too much, and what to say of the first."""
    counted = [(table, len(_small(table, settings.threshold)), len(_cells(table))) for table in tables]
    found: list[Protected] = []
    if all(few <= most_hidden * cells for _table, few, cells in counted):
        # Only then is it worth asking what else must be hidden.
        try:
            found = suppress(tables, settings)
        except NoSafeChoice as reason:
            return [], list(tables), _told(str(reason))
        counted = [
            (table, len({table.cell(labels) for labels in one.hidden}), len(_cells(table)))
            for table, one in zip(tables, found, strict=True)
        ]
    crowded = [one for one in counted if one[1] > most_hidden * one[2]]
    if not crowded:
        return found, [], ""
    table, hidden, cells = crowded[0]
    return [], [one[0] for one in crowded], _told(f"{table.name} ville skjule {hidden} af {cells} tal.")


def _told(why: str) -> str:
    return f"Tabellen er forkert bygget: {why} Slå kategorier sammen, eller del på færre variable."


def _cells(table: Table) -> set[object]:
    """The cells whose number is not known beforehand."""
    return {
        table.cell(labels)
        for labels in table.cells()
        if not all(one in table.impossible for one in table.finest(labels))
    }


def _small(table: Table, threshold: int) -> set[object]:
    return {table.cell(labels) for labels in table.cells() if 0 < table.count(labels) < threshold}


def _best_rung(tables: Sequence[Table], crowded: Sequence[Table], threshold: int) -> str | None:
    """The variable whose next rung leaves the smallest share of small cells where there are too many."""
    open_ladders = ladder.rungs(crowded)

    def left(variable: str) -> float:
        climbed = [ladder.climb(table, variable) for table in crowded]
        return max(len(_small(table, threshold)) / max(len(_cells(table)), 1) for table in climbed)

    return min(open_ladders, key=lambda variable: (left(variable), variable), default=None)


def _climb(current: list[Table], climbed: list[list[str]], variable: str) -> None:
    for place, table in enumerate(current):
        current[place] = ladder.climb(table, variable)
        if current[place] != table:
            climbed[place].append(ladder.told(table, current[place]))


def _flags(one: Protected) -> tuple[str, ...]:
    """Shown groups whose members all gave one answer: the table tells it of each of them."""
    told = []
    table = one.table
    for side, dimension in enumerate(table.dimensions):
        others = [other.labels for other in (*table.dimensions[:side], *table.dimensions[side + 1 :])]
        for rest in product(*others):
            whole = one.shown(_at(rest, side, dimension.total))
            alike = [label for label in dimension.categories if one.shown(_at(rest, side, label)) == whole]
            if whole and alike and len(dimension.categories) > 1:
                group = ", ".join(rest) or dimension.total
                told.append(f"{table.name}: alle {whole} i gruppen {group} har {dimension.name} = {alike[0]}")
    return tuple(told)


def _at(rest: Labels, side: int, label: str) -> Labels:
    return (*rest[:side], label, *rest[side:])
