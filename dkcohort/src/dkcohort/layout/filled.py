"""Variables that may be missing in some rows, and are so in all of them, or in nearly all of one file."""

from collections.abc import Iterator, Sequence

from dkcohort.catalogue import Batch
from dkcohort.layout.codes import file_of
from dkcohort.layout.faults import Fault, fault

_ENOUGH = 20
"""Where fewer values could be waited for it may be by chance that there are none."""
_RATHER = 0.1
"""Under this part of what the best filled file has: the newest file of spells lacks some ends, never nearly all."""

Counts = tuple[str, int, *tuple[int, ...]]


def faults(name: str, variables: Sequence[str], rows: Sequence[Counts], batches: Sequence[Batch]) -> list[Fault]:
    """Return every variable without a value, and every file that lacks one which others have.

    `rows`: for each file its period, its rows, and how many have each of the variables.
    """
    found: list[Fault] = []
    for place, variable in enumerate(variables, start=2):
        counts = {row[0]: (int(row[1]), int(row[place])) for row in rows}
        if not any(there for _, there in counts.values()):
            found.append(fault("all-missing", name, column=variable.upper()))
            continue
        found += [fault("missing-here", name, file_of(name, period, batches), column=variable.upper())
                  for period in _bare(counts)]  # fmt: skip
    return found


def _bare(counts: dict[str, tuple[int, int]]) -> Iterator[str]:
    """The periods whose files have far fewer values than the best filled of them would let one wait for."""
    usual = max((there / of for of, there in counts.values() if of >= _ENOUGH), default=0.0)
    for period, (of, there) in sorted(counts.items()):
        if of * usual >= _ENOUGH and there < _RATHER * of * usual:
            yield period
