"""On two-way tables tau-ARGUS (pytauargus, its optimal method) answers the same question at the same cost.

Both sides get the weights, bounds, protection levels and equations that tau-ARGUS writes for its own solver. Source of
the method: Fischetti & Salazar-Gonzalez (2001), Management Science 47:1008-1027.
"""

import pytest

from bench import tau_argus
from dkcohort.disclose import Dimension, Table
from tests.dkcohort.invented_tables import random_table


@pytest.mark.parametrize("seed", range(12))
def test_tau_argus_hides_at_the_same_cost(seed: int) -> None:
    table = random_table(50 + seed, (3 + seed % 4, 3 + seed % 3), mean=14)
    found = [one for one in tau_argus.compare(table) if isinstance(one, tau_argus.Compared)]
    assert [(one.proven, one.ended, one.safe) for one in found] == [(True, True, True)] * 2
    assert [one.ours for one in found] == [one.theirs for one in found]


def test_tau_argus_hides_the_same_four_cells_of_the_golden_table() -> None:
    sides = [Dimension("R", ("r0", "r1", "r2")), Dimension("C", ("k0", "k1", "k2"))]
    table = Table.of("tabel", "kvinder", sides, [[20, 50, 10], [8, 19, 22], [17, 32, 3]])
    heard = tau_argus.asked(table, "FREQ(5,30)")
    values = [float(line.split()[1]) for line in heard.lines[2:18]]
    assert heard.ended
    assert sorted(values[one] for one in heard.hidden) == [10, 17, 20]
    assert all(one.agree for one in tau_argus.compare(table))


def test_without_time_tau_argus_does_not_end_and_may_be_dearer() -> None:
    """Why the time is given: the default answers with the first choice it finds."""
    table = random_table(51, (4, 4), mean=14)
    hasty, patient = (tau_argus.asked(table, "FREQ(5,30)", method) for method in ("OPT(1)", tau_argus.METHOD))
    assert not hasty.ended
    assert _cost(hasty) > _cost(patient)


def _cost(heard: tau_argus.Asked) -> float:
    return sum(float(heard.lines[2 + one].split()[2]) for one in heard.hidden)


def test_a_choice_that_shows_one_cell_too_many_is_caught_by_both() -> None:
    """The attackers that find the choices safe are able to find one that is not."""
    heard = tau_argus.asked(random_table(51, (4, 4), mean=14), "FREQ(5,30)")
    problem = tau_argus.problem_of(heard.lines)
    hidden = problem.hidden.copy()
    hidden[heard.hidden] = True
    assert tau_argus.withstands(problem, hidden)
    assert tau_argus.audited(heard.lines, hidden)
    hidden[heard.hidden[0]] = False
    assert not tau_argus.withstands(problem, hidden)
    assert not tau_argus.audited(heard.lines, hidden)


def test_a_question_that_no_choice_answers_is_refused() -> None:
    """A cell of 4 that can be 3 at least shall be unknown by 1.2: tau-ARGUS answers, but its answer is not safe."""
    refused, answered = tau_argus.compare(random_table(74, (3, 3), mean=14))
    assert refused == tau_argus.Unanswerable(theirs_safe=False, all_safe=False)
    assert refused.agree
    assert isinstance(answered, tau_argus.Compared)
    assert answered.agree
