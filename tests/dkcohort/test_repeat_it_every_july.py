"""The same study with a later data cut and the same ledger: what was provisional comes home as final; nobody moves."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from dkcohort import record
from dkcohort.disclose import Ledger
from dkcohort.ingest import ingest
from dkcohort.layout.preflight import preflight
from dkcohort.release import release
from dkcohort.run import members_file, run
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.stage import Refused, hush
from dkcohort.study import Study, read
from tests.dkcohort.countries import ALL
from tests.dkcohort.timelines import at

LAST = "2026-12-31"
Members = dict[str, list[str]]


@cache
def country(seed: int, themes: tuple[str, ...], since: int = 2022, gap: int = 1) -> Path:
    """A country delivered until the end of 2026, ingested; returns the study file, of the cohorts from `since` on."""
    world = World(persons=0, shelter_women=1500, seed=seed, somatic_contacts=0.05)
    study_file = simulate(world, Path(mkdtemp(prefix="juli")), themes, snapshots=6)
    text = study_file.read_text(encoding="utf-8")
    text = text.replace("baseline = 2024", f"baseline = {max(since, 2023)}\ngap_days = {gap}")
    years = ", ".join(map(str, range(since, 2026)))
    study_file.write_text(text.replace("2022, 2023, 2024, 2025", years), encoding="utf-8")
    preflight(read(study_file), hush)
    ingest(read(study_file), hush)
    return study_file


def seen(study_file: Path, cut: str, gap: int = 1) -> Study:
    """The same study as it is with the data until that day; each has a release of its own."""
    text = study_file.read_text(encoding="utf-8")
    text = text.replace(LAST, cut).replace('release = "hjemtagning"', f'release = "hjem {cut}"')
    beside = study_file.with_name(f"{cut}.toml")
    beside.write_text(text.replace("gap_days = 1", f"gap_days = {gap}"), encoding="utf-8")
    return read(beside)


def statuses(study: Study) -> dict[tuple[object, ...], str]:
    bundle = record.read((study.release / "bundt.txt").read_text(encoding="utf-8"))
    return {(x.indicator, x.population, x.cohort, x.months, x.part, x.kind): x.status for x in bundle.lines}


def come_home(study_file: Path, cuts: tuple[str, ...]) -> list[dict[tuple[object, ...], str]]:
    """Run and release it at each data cut in turn, with one ledger."""
    left = []
    for cut in cuts:
        study = seen(study_file, cut)
        run(study, hush)
        release(study, hush)
        left.append(statuses(study))
    return left


def has_become_final(year: int, before: dict[tuple[object, ...], str], after: dict[tuple[object, ...], str]) -> bool:
    """Whether a goal's own line of that year was provisional and is shown as final."""
    mine = [
        name for name in before if name[1:3] == ("own", year) and name[0] in {"returns.elsewhere", "returns.anywhere"}
    ]
    return any((before[name], after[name]) == ("foreløbig", "vist") for name in mine)


@pytest.mark.parametrize("seed", [1, 7])
def test_a_year_that_came_home_as_provisional_comes_home_as_final(seed: int) -> None:
    study_file = country(seed, ("returns",))
    first, second, third = come_home(study_file, ("2025-01-03", "2026-01-05", LAST))
    assert has_become_final(2024, first, second) or has_become_final(2024, first, third)
    assert has_become_final(2025, second, third)
    ledger = Ledger.read(read(study_file).ledger)
    assert len(ledger.entries) == 3
    assert ledger.audit(5).clean
    assert not [name for name in ledger.members if name.endswith("boede der")], "no theme tells of them"


def test_every_theme_can_be_repeated() -> None:
    """Those who left in 2025, once as provisional and once as far as it can be told."""
    study_file = country(3, ALL, since=2025)
    first, second = come_home(study_file, ("2026-01-05", LAST))
    assert "vist" in first.values()
    assert [name for name in first if name[2] == 2025 and (first[name], second[name]) == ("foreløbig", "vist")]
    ledger = Ledger.read(read(study_file).ledger)
    assert len(ledger.entries) == 2
    assert ledger.audit(5).clean


def counted(study: Study) -> Members:
    run(study, hush)
    found: Members = json.loads(members_file(study).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("seed", "gap", "cuts"), [
    (11, 1, ("2026-01-01", "2026-03-01", LAST)), (12, 7, ("2026-01-07", LAST)), (13, 30, ("2026-01-30", LAST)),
    (14, 0, ("2025-01-01", "2026-01-01", LAST)),
])  # fmt: skip
def test_nobody_joins_or_leaves_a_year_when_only_the_data_cut_moves(seed: int, gap: int, cuts: tuple[str, ...]) -> None:
    """From the first day the year is laid out on; every population of every theme."""
    study_file = country(seed, ALL, gap=gap)
    years = [counted(seen(study_file, cut)) for cut in cuts]
    for before in years[:-1]:
        assert len(before) > 20
        assert {name: years[-1][name] for name in before} == before


def test_a_year_is_left_out_until_it_is_settled_who_left() -> None:
    study_file = country(1, ("returns",))
    for cut, gap, years in (("2025-12-31", 1, (2025,)), ("2026-01-01", 1, ()), ("2026-01-06", 7, (2025,)),
                            ("2026-01-07", 7, ()), ("2025-12-31", 0, (2025,))):  # fmt: skip
        study = seen(study_file, cut, gap)
        assert study.unsettled == years
        assert study.cohorts == tuple(year for year in (2022, 2023, 2024, 2025) if year not in years)
    study = seen(study_file, "2025-12-31", 7)
    said: list[str] = []
    run(study, said.append)
    told = "Årgange udeladt, til data når så langt, at det ligger fast, hvem der flyttede ud: 2025 (fra 2026-01-07)"
    assert told in said
    study = replace(study, ledger=study.ledger.with_name("et andet.json"))
    release(study, hush)
    assert told in (study.release / "manifest.txt").read_text(encoding="utf-8")
    assert {name[2] for name in statuses(study)} == {2022, 2023, 2024}


def test_a_baseline_that_is_not_settled_is_refused() -> None:
    study_file = country(1, ("returns",))
    text = study_file.read_text(encoding="utf-8").replace("2024, 2025", "2024")
    beside = study_file.with_name("tidligt.toml")
    beside.write_text(text.replace(LAST, "2024-12-31").replace("baseline = 2023", "baseline = 2024"), encoding="utf-8")
    with pytest.raises(Refused, match=r"flyttede ud i 2024, ligger først fast, når data når til 2025-01-01"):
        read(beside)
    assert at("2025-01-01") == read(study_file).settled_on(2024)
