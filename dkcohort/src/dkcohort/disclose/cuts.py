"""What every safe choice satisfies, read off a choice that is not safe.

A *capacity cut* comes from the duals of the attacker's program: the parts of the hidden cells must add up to the need.
A *cover cut* comes from a largest set of hidden cells that leaves the target unsafe: one of the others must be hidden.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dkcohort.disclose.attacker import SLACK, Mask, Target
from dkcohort.disclose.programs import Floats
from dkcohort.disclose.safety import Safety


@dataclass(frozen=True)
class Cut:
    """weights @ hidden >= 1 over these cells (places among the free ones)."""

    cells: npt.NDArray[np.intp]
    weights: Floats

    @property
    def key(self) -> tuple[bytes, bytes]:
        """Two cuts with the same key are one."""
        return self.cells.tobytes(), np.round(self.weights, 9).tobytes()


class Cutter:
    """Makes cuts; where the order of the cells matters it is drawn, from a generator with a seed."""

    def __init__(self, safety: Safety, random: np.random.Generator) -> None:
        """Take what knows the problem and the generator of orders."""
        self.safety, self.random = safety, random

    def capacity(self, number: int, hidden: Floats) -> Cut | None:
        """The cut of the target's dual at a (fractional) choice, or None where it says nothing."""
        safety = self.safety
        weights = np.zeros(len(safety.free))
        # Where one of two ways is enough, one of two cuts holds, and so does what is the larger of both cell by cell.
        for way in safety.targets[number].ways:
            _reach, _flow, parts = safety.attacker.reach(way, hidden)
            least = way.need - parts[safety.problem.hidden].sum()
            if least <= 1e-3:
                return None
            weights = np.maximum(weights, np.minimum(parts[safety.free] / least, 1.0))
        cells = np.flatnonzero(weights > 1e-9)
        return Cut(cells, weights[cells])

    def cover(self, number: int, hidden: Mask) -> Cut:
        """The cut of a largest unsafe set around an unsafe choice; cheap cells are taken into the set first."""
        free = self.safety.free
        draw = self.random.uniform(0.3, 1.0, len(free))
        order = free[np.argsort(self.safety.weights * draw, kind="stable")]
        hidden = self._grown_by_duals(number, hidden.copy(), order)
        for cell in order[~hidden[order]]:
            hidden[cell] = True
            hidden[cell] = all(far < way.need - SLACK for way, far, _parts in self._bounds(number, hidden))
        cells = np.flatnonzero(~hidden[free])
        return Cut(cells, np.ones(len(cells)))

    def _grown_by_duals(self, number: int, hidden: Mask, order: npt.NDArray[np.intp]) -> Mask:
        """Take in what the duals say cannot make the target safe, as long as there is such a cell."""
        grew = True
        while grew:
            bounds, grew = list(self._bounds(number, hidden)), False
            parts = np.array([each for _way, _far, each in bounds])
            room = np.array([way.need - far - 2 * SLACK for way, far, _parts in bounds])
            for cell in order[~hidden[order]]:
                if (parts[:, cell] <= room).all():
                    hidden[cell] = True
                    room -= parts[:, cell]
                    grew = grew or bool((parts[:, cell] > 0).any())
        return hidden

    def _bounds(self, number: int, hidden: Mask) -> Iterator[tuple[Target, float, Floats]]:
        """Each way of a target, how far it can move, and the parts in the bound on that."""
        for way in self.safety.targets[number].ways:
            far, _flow, parts = self.safety.attacker.reach(way, hidden.astype(float))
            yield way, far, parts
