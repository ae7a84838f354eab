"""What a choice must withstand that is asked once it is found, because few choices do not.

The one woman of a cell knows that it holds nobody else, and must not find another small cell by that. And where the
variables of a ring of tables meet, no joint cell may be certain to be small.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dkcohort.disclose.attacker import Mask, Target
from dkcohort.disclose.model import Cell
from dkcohort.disclose.safety import Safety


@dataclass(frozen=True)
class Insiders:
    """The small cells, and for each woman who is alone in one what she knows: her cell and those inside it.

    `met` are joint cells of a ring, and how far each must be able to move one way or the other.
    """

    small: Sequence[int]
    known: Sequence[tuple[int, ...]]
    met: Sequence[Target] = ()

    @classmethod
    def of(cls, cells: Sequence[Cell], counts: npt.NDArray[np.float64], threshold: int) -> "Insiders":
        """Find them among cells with their counts."""
        small = np.flatnonzero((counts > 0) & (counts < threshold))
        return cls(tuple(map(int, small)), [_within(cells, cells[int(one)]) for one in np.flatnonzero(counts == 1)])

    def inside(self, places: npt.NDArray[np.intp]) -> "Insiders":
        """The same where only these cells matter, in the words of a problem that has no others."""
        at = {int(place): number for number, place in enumerate(places)}
        known = [tuple(at[one] for one in told if one in at) for told in self.known]
        met = [replace(one, cell=at[one.cell]) for one in self.met if one.cell in at]
        return Insiders([at[one] for one in self.small if one in at], [told for told in known if told], met)

    def __call__(self, safety: Safety, hidden: Mask) -> list[Target]:
        """What a safe choice does not withstand yet."""
        seen = [
            Target(cell, 0, 1.0, told)
            for cell in self.small
            for told in self.known
            if cell not in told and not safety.moves_without(cell, told, hidden)
        ]
        return [*seen, *safety.certain(self.met, hidden)]


def _within(cells: Sequence[Cell], whole: Cell) -> tuple[int, ...]:
    """The places of the cells that hold nobody outside `whole`, itself among them."""
    sides = {variable: set(codes) for variable, codes in whole[1]}
    found = []
    for place, (population, named) in enumerate(cells):
        inside = {variable for variable, codes in named if sides.get(variable, set()).issuperset(codes)}
        if population == whole[0] and inside >= set(sides):
            found.append(place)
    return tuple(found)
