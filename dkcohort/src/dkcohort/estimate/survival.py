"""The cumulative incidence of competing events, by Aalen and Johansen's estimator. The one part that needs numpy.

Only what has been seen counts: a person is at risk in (entry, exit], so late entry and leaving at the data cut distort
nothing, and other events compete rather than censor.

Sources: Aalen & Johansen (1978), Scand J Stat 5:141-150. Therneau, Crowson & Atkinson, Multi-state models and competing
risks (vignette of R's survival): the infinitesimal jackknife, summed within clusters, and the log-log interval.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dkcohort.estimate.figure import Estimate, normal_quantile

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_ALL = 1 - 1e-12
"""An incidence from here on is 1 but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """One cause at the asked times, in the order asked: arrays of equal length, NaN where nothing may be shown.

    `events` counts those who had this cause by then, `at_risk` those under observation just before, whatever cause.
    """

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    events: Whole
    at_risk: Whole

    def estimate(self, i: int) -> Estimate:
        """Return the figure at the i-th asked time, with None for NaN."""
        value, low, high = (
            None if np.isnan(number) else float(number) for number in (self.value[i], self.low[i], self.high[i])
        )
        return Estimate(value, low, high, "aalen_johansen")


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """What was observed, in an order that depends on nothing but its content."""

    entry: Floats
    exit: Floats
    cause: Whole
    cluster: Whole


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """The times of events, the number at risk, and the share without event just before each and after the last."""

    times: Floats
    at_risk: Whole
    events: Whole
    before: Floats
    after: Floats


def cumulative_incidence(
    entry: ArrayLike | None,
    exit: ArrayLike,
    cause: ArrayLike,
    at: ArrayLike,
    level: float = 0.95,
    cluster: Sequence[Hashable] | NDArray[np.generic] | None = None,
    causes: Sequence[int] | None = None,
) -> dict[int, Incidence]:
    """Return for every cause the share that has had it first by each of the times `at`.

    Rows are spells under observation: after `entry` up to and including `exit`, ended by `cause` 1, 2, ... or by
    nothing seen (0). `entry` None: all from the beginning, also with an event at time 0. Events go before censoring at
    the same time. Times are numbers of one unit, days as a rule. A person may have several spells that do not overlap;
    `cluster` then names the person, and the standard error is robust against what goes together in her.
    `causes` lists those to report also if nobody had them, and refuses any other.

    NaN: everything with no rows, before the first entry, and after the last exit if somebody was still without event;
    the limits at an incidence of 0 or 1; the standard error with a single cluster.
    The limits are symmetric on the scale log(-log(incidence)).
    """
    z = normal_quantile(level)
    rows = _checked(entry, exit, cause, cluster)
    asked = np.atleast_1d(np.asarray(at, dtype=np.float64))
    if asked.ndim != 1 or np.isnan(asked).any():
        raise ValueError("the times asked for are a plain row of numbers")
    wanted = _causes(rows, causes)
    steps = _steps(rows)
    at_risk = _at_risk(rows, asked)
    hidden = _unseen(rows, steps, asked)
    return {kind: _incidence(rows, steps, kind, asked, at_risk, hidden, z) for kind in wanted}


def _checked(entry: ArrayLike | None, exit: ArrayLike, cause: ArrayLike, cluster: object) -> _Rows:
    ends = np.asarray(exit, dtype=np.float64)
    starts = np.full(ends.shape, -np.inf) if entry is None else np.asarray(entry, dtype=np.float64)
    kinds = np.asarray(cause)
    if kinds.size == 0:
        kinds = kinds.astype(np.int64)
    # Made plain before it is judged: what is too large for a whole number comes out below nought.
    if kinds.dtype.kind not in "iu" or (kinds.astype(np.int64) < 0).any():
        raise ValueError("a cause is a whole number: 0 for censored, 1 and up for what happened")
    groups = np.arange(ends.size) if cluster is None else _codes(cluster)
    if ends.ndim != 1 or not starts.shape == ends.shape == kinds.shape == groups.shape:
        raise ValueError("entry, exit, cause and cluster have one value for every row")
    if np.isnan(starts).any() or not np.isfinite(ends).all() or (starts >= ends).any():
        raise ValueError("every row has an exit after its entry")
    # The order of rows must not show in the last digit of a sum.
    order = np.lexsort((groups, kinds, ends, starts))
    return _Rows(starts[order], ends[order], kinds[order].astype(np.int64), groups[order])


def _codes(cluster: object) -> Whole:
    """Numbers for the names of the clusters, in order of appearance."""
    numbers: dict[Hashable, int] = {}
    if not isinstance(cluster, Iterable) or (isinstance(cluster, np.ndarray) and not cluster.ndim):
        raise ValueError("every row has the name of its cluster, and this is one name alone")
    names = cluster.tolist() if isinstance(cluster, np.ndarray) else list(cluster)
    if any(not isinstance(name, Hashable) for name in names):
        raise ValueError("the name of a cluster is one name and no list")
    if any(name is None or name != name for name in names):
        raise ValueError("every row has the name of its cluster")
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _causes(rows: _Rows, causes: Sequence[int] | None) -> list[int]:
    seen = {int(kind) for kind in np.unique(rows.cause) if kind > 0}
    if causes is None:
        return sorted(seen)
    if any(not isinstance(kind, int | np.integer) or kind < 1 for kind in causes) or not seen <= set(causes):
        raise ValueError("the causes to report are whole numbers from 1 and include every cause that occurs")
    return sorted({int(kind) for kind in causes})


def _steps(rows: _Rows) -> _Steps:
    times, events = np.unique(rows.exit[rows.cause > 0], return_counts=True)
    at_risk = _at_risk(rows, times)
    after: Floats = np.cumprod((at_risk - events) / at_risk, dtype=np.float64)
    before: Floats = np.concatenate([np.ones(1), after])[: times.size]
    return _Steps(times, at_risk, events.astype(np.int64), before, after)


def _at_risk(rows: _Rows, times: Floats) -> Whole:
    """How many are under observation just before each time."""
    entered = np.searchsorted(np.sort(rows.entry), times, side="left")
    gone = np.searchsorted(np.sort(rows.exit), times, side="left")
    return (entered - gone).astype(np.int64)


def _unseen(rows: _Rows, steps: _Steps, asked: Floats) -> NDArray[np.bool_]:
    """Times of which the rows tell nothing."""
    if rows.exit.size == 0:
        return np.ones(asked.shape, dtype=np.bool_)
    some_left = steps.after.size == 0 or steps.after[-1] > 0
    first, last = float(rows.entry.min()), float(rows.exit.max())
    return (asked < first) | ((asked > last) & some_left)


def _incidence(
    rows: _Rows, steps: _Steps, kind: int, asked: Floats, at_risk: Whole, hidden: NDArray[np.bool_], z: float
) -> Incidence:
    own = np.sort(rows.exit[rows.cause == kind])
    events_here = np.searchsorted(own, steps.times, side="right") - np.searchsorted(own, steps.times, side="left")
    hazard = events_here / steps.at_risk
    curve = np.concatenate([[0.0], np.minimum(np.cumsum(steps.before * hazard), 1.0)])
    done = np.searchsorted(steps.times, asked, side="right")
    value = np.where(hidden, np.nan, curve[done])
    errors = {int(m): _standard_error(rows, steps, kind, hazard, curve, int(m)) for m in np.unique(done)}
    se = np.where(hidden, np.nan, np.array([errors[int(m)] for m in done], dtype=np.float64))
    low, high = _log_log_limits(value, se, z)
    return Incidence(value, se, low, high, np.searchsorted(own, asked, side="right").astype(np.int64), at_risk)


def _standard_error(rows: _Rows, steps: _Steps, kind: int, hazard: Floats, curve: Floats, done: int) -> float:
    """Infinitesimal jackknife of the curve after its first `done` steps: one influence a cluster, squared, summed."""
    groups = int(rows.cluster.max()) + 1 if rows.cluster.size else 0
    if groups < 2:
        return np.nan
    influence = _influence(rows, steps, kind, hazard, curve, done)
    together = np.bincount(rows.cluster, weights=influence, minlength=groups)
    return sqrt(fsum(together * together))


def _influence(rows: _Rows, steps: _Steps, kind: int, hazard: Floats, curve: Floats, done: int) -> Floats:
    """How the curve moves with the weight of each row: the derivative of the estimator, in closed form.

    More weight on an event of this cause adds what was left before it; more weight on any event takes away what the
    survivors would still have met by then (`later`); being at risk does the opposite, in proportion to the hazards.
    """
    times, at_risk = steps.times[:done], steps.at_risk[:done]
    left = at_risk - steps.events[:done]
    # Where everybody at risk had an event, nobody is left to meet anything.
    later = np.divide((curve[done] - curve[1 : done + 1]) * at_risk, left, out=np.zeros(done), where=left > 0)
    at_risk_adds = (steps.before[:done] * hazard[:done] - later * steps.events[:done] / at_risk) / at_risk
    passed = np.concatenate([[0.0], np.cumsum(at_risk_adds)])
    until = np.searchsorted(times, rows.exit, side="right")
    influence: Floats = passed[np.searchsorted(times, rows.entry, side="right")] - passed[until]
    ended = np.flatnonzero((rows.cause > 0) & (rows.exit <= (times[-1] if done else -np.inf)))
    step = until[ended] - 1
    influence[ended] += ((rows.cause[ended] == kind) * steps.before[step] - later[step]) / at_risk[step]
    return influence


def _log_log_limits(value: Floats, se: Floats, z: float) -> tuple[Floats, Floats]:
    usable = (value > 0) & (value < _ALL) & (se > 0)
    inside = np.where(usable, value, 0.5)
    centre = np.log(-np.log(inside))
    spread = z * np.where(usable, se, 0.0) / (inside * -np.log(inside))
    low, high = np.exp(-np.exp(centre + spread)), np.exp(-np.exp(centre - spread))
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)
