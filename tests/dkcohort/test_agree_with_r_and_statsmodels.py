"""Agreeing with other people's programs on a thousand random inputs each: R's survival and cmprsk, and statsmodels."""

import random
import warnings
from math import exp, log, sqrt

import numpy as np
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

from dkcohort.estimate import Incidence, cumulative_incidence, newcombe, poisson_exact, wilson
from dkcohort.estimate.tails import binomial_at_least, binomial_at_most, poisson_at_least, poisson_at_most
from tests.dkcohort.reference_r import ask_r

TIMES = (2.0, 5.0, 7.5, 11.0)
Row = tuple[int, int, int, int]
"""Entry, exit, cause and cluster."""


@pytest.mark.r
def test_a_thousand_cohorts_agree_with_survival_with_and_without_clusters() -> None:
    # Late entry in every other cohort, ties in all; the infinitesimal jackknife and the log-log interval. survfit takes
    # no notice of `cluster` for several causes (3.5-3), so its influences are summed within clusters here.
    cohorts = _cohorts(1000, seed=31)
    answers = ask_r(
        """library(survival)
           times <- c(2, 5, 7.5, 11)
           one <- function(g) {
               g <- data.frame(g)
               g$kind <- factor(g$V4, 0:2)
               curve <- survfit(Surv(V2, V3, kind) ~ 1, g, id = V6, conf.type = "log-log", influence = TRUE)
               shown <- summary(curve, times = times, extend = TRUE)
               moves <- curve$influence.pstate
               step <- findInterval(times, curve$time) + dim(moves)[2] - length(curve$time)
               robust <- sapply(2:3, function(k) sqrt(colSums(rowsum(cbind(0, moves[, , k])[, step + 1], g$V5)^2)))
               do.call(rbind, lapply(2:3, function(k) cbind(g$V1[1], k - 1, times, shown$pstate[, k],
                   shown$std.err[, k], shown$lower[, k], shown$upper[, k], robust[, k - 1])))
           }
           answer <- do.call(rbind, by(given, given[, 1], one))""",
        [(i, *row, j) for i, rows in enumerate(cohorts) for j, row in enumerate(rows)],
    )
    assert len(answers) == 1000 * 2 * len(TIMES)
    plain = [_curves(rows) for rows in cohorts]
    robust = [_curves(rows, [row[3] for row in rows]) for rows in cohorts]
    compared = 0
    for number, kind, time, *figures, clustered in answers:
        mine, same, i = plain[int(number)][int(kind)], robust[int(number)][int(kind)], TIMES.index(time)
        if np.isnan(mine.value[i]):
            continue
        _assert_same([float(column[i]) for column in (mine.value, mine.se, mine.low, mine.high)], figures)
        assert same.value[i] == mine.value[i]
        assert same.se[i] == pytest.approx(clustered, abs=1e-9)
        compared += 1
    assert compared > 0.9 * len(answers)


@pytest.mark.r
def test_a_thousand_cohorts_agree_with_cmprsk() -> None:
    cohorts = _cohorts(1000, seed=32, late=False)
    answers = ask_r(
        """library(cmprsk)
           times <- c(2, 5, 7.5, 11)
           one <- function(g) {
               shown <- timepoints(cuminc(g[, 3], g[, 4]), times)$est
               kinds <- as.integer(sub("^1 ", "", rownames(shown)))
               cbind(g[1, 1], rep(kinds, length(times)), rep(times, each = length(kinds)), as.vector(shown))
           }
           answer <- do.call(rbind, by(given, given[, 1], one))""",
        [(i, *row) for i, rows in enumerate(cohorts) for row in rows],
    )
    # cmprsk shows nothing after the last time, even where everything has happened.
    answers = [answer for answer in answers if not np.isnan(answer[3])]
    assert len({answer[0] for answer in answers}) == 1000
    curves = [_curves(rows) for rows in cohorts]
    for number, kind, time, value in answers:
        assert curves[int(number)][int(kind)].value[TIMES.index(time)] == pytest.approx(value, abs=1e-9)


def test_a_thousand_cohorts_agree_with_statsmodels() -> None:
    for rows in _cohorts(1000, seed=33, late=False):
        mine = _curves(rows)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = CumIncidenceRight(np.array([r[1] for r in rows]), np.array([r[2] for r in rows]))
        for kind, steps in enumerate(theirs.cinc, start=1):
            at = np.searchsorted(theirs.times, TIMES, side="right")
            values = np.concatenate([[0.0], steps])[at]
            known = ~np.isnan(mine[kind].value)
            assert mine[kind].value[known] == pytest.approx(values[known], abs=1e-9)


def test_a_thousand_shares_and_differences_agree_with_statsmodels() -> None:
    chance = random.Random(34)
    for _ in range(1000):
        of_1, of_2 = (int(10 ** chance.uniform(0, 4)) for _ in range(2))
        hits_1, hits_2 = chance.randint(0, of_1), chance.randint(0, of_2)
        level = chance.choice([0.8, 0.9, 0.95, 0.99])
        share, apart = wilson(hits_1, of_1, level), newcombe(hits_1, of_1, hits_2, of_2, level)
        theirs = proportion_confint(hits_1, of_1, alpha=1 - level, method="wilson")
        assert (share.low, share.high) == pytest.approx(theirs, abs=1e-9)
        theirs = confint_proportions_2indep(
            hits_1, of_1, hits_2, of_2, method="newcomb", compare="diff", alpha=1 - level
        )
        assert (apart.low, apart.high) == pytest.approx(theirs, abs=1e-9)


def test_a_thousand_counts_agree_with_statsmodels() -> None:
    chance = random.Random(35)
    for _ in range(1000):
        count, level = int(10 ** chance.uniform(0, 4)), chance.choice([0.8, 0.9, 0.95, 0.99])
        mine = poisson_exact(count, level)
        assert (mine.low, mine.high) == pytest.approx(confint_poisson(count, 1, "exact-c", alpha=1 - level), rel=1e-9)


@pytest.mark.r
def test_a_thousand_shares_agree_with_r() -> None:
    chance = random.Random(36)
    rows = []
    for _ in range(1000):
        of = int(10 ** chance.uniform(0, 4))
        rows.append((chance.randint(0, of), of, chance.choice([0.8, 0.9, 0.95, 0.99])))
    answers = ask_r(
        """answer <- suppressWarnings(t(apply(given, 1, function(g)
               prop.test(g[1], g[2], conf.level = g[3], correct = FALSE)$conf.int)))""",
        rows,
    )
    assert len(answers) == len(rows)
    for (hits, of, level), limits in zip(rows, answers, strict=True):
        mine = wilson(int(hits), int(of), level)
        assert (mine.low, mine.high) == pytest.approx(limits, abs=1e-9)


@pytest.mark.r
def test_a_thousand_tails_agree_with_r() -> None:
    # Counts up to a million, up to some nine standard deviations from the mean.
    chance = random.Random(37)
    rows = []
    for _ in range(1000):
        count, more = (int(10 ** chance.uniform(0, 6)) for _ in range(2))
        mean = count * exp(3 * chance.gauss(0, 1) / sqrt(count))
        odds = log(count / more) + 3 * chance.gauss(0, 1) * sqrt(1 / count + 1 / more)
        rows.append((count, mean, count + more, max(-5.0, min(5.0, odds))))
    answers = ask_r(
        """share <- plogis(given[, 4])
           answer <- cbind(ppois(given[, 1] - 1, given[, 2], lower.tail = FALSE), ppois(given[, 1], given[, 2]),
               pbinom(given[, 1] - 1, given[, 3], share, lower.tail = FALSE), pbinom(given[, 1], given[, 3], share))""",
        rows,
    )
    assert len(answers) == len(rows)
    for (count, mean, of, odds), theirs in zip(rows, answers, strict=True):
        mine = (
            poisson_at_least(count, mean),
            poisson_at_most(count, mean),
            binomial_at_least(int(count), int(of), odds),
            binomial_at_most(int(count), int(of), odds),
        )
        assert mine == pytest.approx(theirs, rel=1e-10, abs=1e-280)


def _cohorts(n: int, seed: int, late: bool = True) -> list[list[Row]]:
    """Small cohorts with many ties: 12 to 60 spells in whole weeks, a third of them censored."""
    chance = random.Random(seed)
    cohorts = []
    for i in range(n):
        rows = []
        for _ in range(chance.randint(12, 60)):
            entry = chance.choice([0, 0, 0, 1, 2, 4]) if late and i % 2 else 0
            rows.append((entry, entry + chance.randint(1, 12), chance.choice([0, 1, 2]), chance.randint(1, 12)))
        cohorts.append(rows)
    return cohorts


def _curves(rows: list[Row], names: list[int] | None = None) -> dict[int, Incidence]:
    entry, leaves, cause = ([row[i] for row in rows] for i in range(3))
    return cumulative_incidence(entry, leaves, cause, TIMES, cluster=names, causes=[1, 2])


def _assert_same(mine: list[float], theirs: list[float]) -> None:
    assert mine[:2] == pytest.approx(theirs[:2], abs=1e-9)
    # Where we show an interval survival must show the same; at 0 and 1 we show none.
    if np.isnan(mine[2]):
        assert mine[0] < 1e-12 or mine[0] > 1 - 1e-12
    else:
        assert mine[2:] == pytest.approx(theirs[2:], abs=1e-9)
