"""Where tables cross variables in a circle: the joint cells without which their counts seem freer than they are.

Part of `audit`; shares no code with `protect`. Three tables a x b, b x c and a x c may agree wherever two of them
overlap and still not be those of any persons; the reader knows that they are. Tables that can be taken away one by one,
each having all that it shares with the others in a single one of them, need no such cells. The rest do: joints of their
variables are added until all can be taken away (see docs/methods.md).
"""

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from dkcohort.disclose.model import LARGEST_JOINT, Finished

Pieces = Mapping[str, Mapping[str, int]]


def joints(tables: Sequence[Finished], pieces: Pieces) -> list[Finished]:
    """Return what is missing between tables of one population: joint tables without numbers, as few as are needed."""
    dimensions = {one.name: one for table in tables for one in table.dimensions}
    sizes = {name: len(set(pieces[name].values())) for name in dimensions}
    names = sorted(name for name in dimensions if sizes[name] > 1)
    has = np.array([[any(one.name == name for one in table.dimensions) for name in names] for table in tables])
    left = _left(has.reshape(len(tables), len(names)))
    found = []
    for joint in _joined(left, np.array([sizes[name] for name in names])):
        own = tuple(dimensions[names[at]] for at in joint)
        found.append(Finished(" og ".join(one.name for one in own), tables[0].population, own, ()))
    return found


def too_many(found: Sequence[Finished], pieces: Pieces) -> bool:
    """Whether the joint cells are more than can be worked with."""
    sizes = (prod(len(set(pieces[one.name].values())) for one in joint.dimensions) for joint in found)
    return sum(sizes) > LARGEST_JOINT


def _left(has: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Table by variable: what stands when no variable is in one table only and no table lies within another."""
    has = has.copy()
    before = -1
    while before != has.sum():
        before = int(has.sum())
        has[:, has.sum(axis=0) == 1] = False
        for row in range(len(has)):
            if (np.delete(has, row, axis=0) >= has[row]).all(axis=1).any():
                has[row] = False
    return has


def _joined(left: npt.NDArray[np.bool_], sizes: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    """Join all tables of the variable whose joint is the smallest, put the joint in their place, and begin anew.

    The joint holds whatever the joined tables share with others, so that agreeing with it is enough for them.
    """
    found: list[npt.NDArray[np.intp]] = []
    while left.any():
        columns = np.flatnonzero(left.any(axis=0))
        around = {int(at): left[left[:, at]].any(axis=0) for at in columns}
        smallest = min(around, key=lambda at: (np.prod(sizes[around[at]]), at))
        joint = around[smallest]
        found.append(np.flatnonzero(joint))
        left = _left(np.vstack([left[~left[:, smallest]], joint]))
    return found
