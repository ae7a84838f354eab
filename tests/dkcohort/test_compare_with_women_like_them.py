"""Comparing with women like them: who is drawn, the same every time, and nobody for what she comes to do later."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from dkcohort import definitions, ingest
from dkcohort.catalogue import opened
from dkcohort.engine import DuckEngine
from dkcohort.figures import Figure
from dkcohort.layout.preflight import preflight
from dkcohort.run import computed
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.stage import hush
from dkcohort.study import Study, read
from dkcohort.themes.events import WINDOWS, changes, rated
from dkcohort.themes.returns import figures as returns
from tests.dkcohort.countries import one


@cache
def study() -> Study:
    world = World(persons=14_000, shelter_women=700, seed=5, somatic_contacts=0.05)
    found = read(simulate(world, Path(mkdtemp(prefix="lige")), ("returns",), snapshots=6))
    preflight(found, hush)
    ingest.ingest(found, hush)
    return found


@cache
def engine(threads: int = 1) -> DuckEngine:
    made = DuckEngine(threads=threads)
    opened(made, ingest.catalogue(study()))
    computed(made, study(), hush)
    return made


def test_the_women_are_drawn_the_same_whatever_the_machine() -> None:
    asked = "SELECT * FROM matched ORDER BY case_person, cohort, person"
    assert engine(1).rows(asked) == engine(3).rows(asked)


def test_nobody_is_compared_with_more_women_than_asked_for() -> None:
    many = engine().rows("SELECT max(n) FROM (SELECT count(*) AS n FROM matched GROUP BY case_person, cohort)")
    assert many == [(study().matches,)]


def test_they_are_women_of_the_same_year_place_and_origin() -> None:
    rows = engine().rows("""SELECT count(*), count(CASE WHEN b.koen = '2' AND y.year = c.birth_year
             AND p.landsdel = c.place AND b.ie_type = c.origin THEN 1 END)
        FROM matched m JOIN cases c ON c.person = m.case_person AND c.cohort = m.cohort
        JOIN bef b ON b.pnr = m.person AND b.referencetid = c.snapshot
        JOIN calendar y ON y.day = b.foed_dag JOIN municipality p ON CAST(p.code AS VARCHAR) = b.kom""")
    assert rows[0][0] == rows[0][1] > 0


def test_they_had_not_been_at_a_shelter_when_the_case_left() -> None:
    assert engine().rows("SELECT count(*) FROM matched WHERE own_stay <= left_on") == [(0,)]


def test_women_who_come_to_a_shelter_later_are_not_left_out() -> None:
    # Leaving out future residents would make the comparison women healthier than they are.
    assert engine().rows("SELECT count(*) > 0 FROM matched WHERE own_stay IS NOT NULL") == [(True,)]


def test_such_a_woman_is_followed_until_her_own_stay() -> None:
    rows = engine().rows("""SELECT count(*) FROM subjects j
        JOIN matched m ON j.subject = m.case_person || '/' || m.person AND j.cohort = m.cohort
        WHERE j.population = 'matched' AND j.stop > COALESCE(m.own_stay, j.stop)""")
    assert rows == [(0,)]


def test_they_live_in_the_country_from_the_cases_arrival_to_her_leaving() -> None:
    rows = engine().rows("""SELECT count(*) FROM matched m WHERE NOT EXISTS (SELECT 1 FROM residence r
        WHERE r.person = m.person AND r.since <= m.arrived AND r.until > m.left_on)""")
    assert rows == [(0,)]


def test_the_expected_number_is_that_of_the_women_who_left_other_centres() -> None:
    found = returns(engine(), study())
    ratio = one(found, indicator="returns.anywhere", population="own/other", cohort=2024, months=12)
    rows = engine().rows("""SELECT sum(o.n * t.hits / t.n) FROM
        (SELECT age, origin, children, count(*) AS n FROM new_stays
         WHERE population = 'own' AND cohort = 2024 GROUP BY ALL) o
        JOIN (SELECT age, origin, children, count(*) AS n,
                count(CASE WHEN anywhere <= 365 AND anywhere <= end_day THEN 1 END) AS hits FROM new_stays
              WHERE population = 'other' AND cohort = 2024 GROUP BY ALL) t
        USING (age, origin, children)""")
    assert ratio.expected == pytest.approx(rows[0][0])


def test_a_change_is_held_against_the_comparison_groups_change() -> None:
    # Ours fall from 20 to 10 per 100 years, theirs as well: the contrast is one, whatever the shelter did.
    by_part = {w.part: w for w in WINDOWS}
    counts = {"before12": (40, 30, 100, 73050), "after12": (20, 15, 100, 73050)}
    rates = [rated("crime.guilty", population, 2024, by_part[part], given, True)
             for population in ("own", "matched") for part, given in counts.items()]  # fmt: skip
    found = changes(rates, "before12", "after12")
    assert _of(found, "change", "own").value == pytest.approx(0.5)
    contrast = _of(found, "contrast", "own/matched")
    assert contrast.value == pytest.approx(1.0)
    assert contrast.low is not None
    assert contrast.high is not None
    assert contrast.low < 0.6
    assert contrast.high > 1.6


def _of(found: list[Figure], kind: str, population: str) -> Figure:
    return one(found, kind=kind, population=population)


def test_every_theme_of_the_definitions_makes_its_figures() -> None:
    from dkcohort.themes import FIGURES

    assert list(FIGURES) == [name for name in definitions.themes() if name != definitions.BASE]
