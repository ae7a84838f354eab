"""The file goes round: handed out here, numbers replaced as Statistics Denmark does, read by the engine as its list."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dkcohort.figures import Figure
from dkcohort.layout.preflight import preflight
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import sized
from dkcohort.stage import Refused, hush
from dkcohort.study import read
from rettesnor.danish import clock
from rettesnor.reports.actions import hand_out, prepare, release
from rettesnor.staff.models import Employee
from tests.dkcohort.countries import figures, prepared
from tests.rettesnor.reports.lived import Lived, at, number, put

THEMES = ("returns", "earlier")
CUT = date(2026, 12, 31)
HOUSES = {"kbh": "kbh", "aarhus": "aar"}

Keys = dict[str, str]
"""Ten digits -> the project's key: what only Statistics Denmark knows."""


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """An invented country whose own stays are told by list; its study file."""
    return simulate(sized(12_000, 1_200, 3), tmp_path / "land", THEMES, "list")


def test_the_engine_counts_the_same_by_our_list_as_by_its_own(
    country: Path, cast: dict[str, Employee], tmp_path: Path
) -> None:
    prepared(read(country))
    by_its_own = figures(country)
    keys = _they_lived_here(country, cast["lone"])
    _deliver(_handed_out(cast), keys, country.parent / "eksterne" / "residents.parquet")
    ours = country.with_name("vores.toml")
    ours.write_text(_declared(country.read_text()).replace('"arbejde"', '"vores"'))
    prepared(read(ours))
    assert len(by_its_own) > 100
    assert _told(figures(ours)) == _told(by_its_own)
    assert any(figure.population == "own" and figure.of > 50 for figure in by_its_own)


def test_a_list_that_still_has_person_numbers_is_refused(country: Path, cast: dict[str, Employee]) -> None:
    _they_lived_here(country, cast["lone"])
    _deliver(_handed_out(cast), {}, country.parent / "eksterne" / "residents.parquet")
    country.write_text(_declared(country.read_text()))
    with pytest.raises(Refused, match="ikke pseudonymiseret"):
        preflight(read(country), hush)


def _declared(study: str) -> str:
    """The days of the list are text: the statistician says so in the study file."""
    days = '\n[declared]\n"residents.indflyt" = "iso_text"\n"residents.udflyt" = "iso_text"\n'
    return study + days


def _told(found: list[Figure]) -> list[str]:
    return sorted(map(repr, found))


def _they_lived_here(country: Path, by: Employee) -> Keys:
    """The country's own women as residents of ours, under invented numbers."""
    file = shutil.copy(country.parent / "eksterne" / "residents.parquet", country.parent / "deres.parquet")
    rows = duckdb.sql(f"SELECT PNR, HUS, INDFLYT, UDFLYT FROM '{file}' ORDER BY ALL").fetchall()
    theirs = {key: number(nth) for nth, key in enumerate(sorted({row[0] for row in rows}))}
    lived: list[Lived] = [(theirs[key], HOUSES[house], since, until) for key, house, since, until in rows]
    put(lived, by=by)
    return {ours.replace("-", ""): key for key, ours in theirs.items()}


def _handed_out(cast: dict[str, Employee]) -> bytes:
    with clock.at(at(date(2027, 6, 1))):
        roll = prepare(first=date(2017, 1, 1), last=CUT, purpose="Analysen", by=cast["lone"])
        release(roll, by=cast["aksel"])
        return hand_out(roll, by=cast["lone"])


def _deliver(content: bytes, keys: Keys, target: Path) -> None:
    """What Statistics Denmark does with external data: the number becomes the project's key, the rest stays."""
    head, *rows = [line.split("\t") for line in content.decode("ascii").split("\r\n")[:-1]]
    columns = ", ".join(f"column{nth} AS {name}" for nth, name in enumerate(head))
    text = target.with_suffix(".txt")
    text.write_text("\n".join("\t".join([keys.get(her, her), *rest]) for her, *rest in rows))
    duckdb.sql(
        f"""COPY (SELECT {columns} FROM read_csv('{text}', header=false, delim='\t', all_varchar=true, nullstr=''))
            TO '{target}' (FORMAT parquet)"""
    )
