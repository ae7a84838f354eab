"""A country of millions: the first are drawn one by one, the rest is a crowd made by SQL."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dkcohort.layout import checks
from dkcohort.layout.preflight import preflight
from dkcohort.simulate import country
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.stage import Refused, hush
from dkcohort.study import read

THEMES = ("returns", "mental", "work")


@pytest.fixture(autouse=True)
def few_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(country, "ONE_BY_ONE", 2_000)


def made(folder: Path, persons: int = 22_000, seed: int = 1) -> Path:
    world = World(persons=persons, seed=seed, shelter_women=600)
    return simulate(world, folder, THEMES, snapshots=6)


def asked(folder: Path, select: str) -> tuple[Any, ...]:
    row = duckdb.sql(select.replace("@", f"{folder}/registre/")).fetchone()
    assert row is not None
    return row


def rows_of(folder: Path) -> dict[str, tuple[Any, ...]]:
    files = sorted((folder / "registre").glob("*.parquet"))
    return {f.name: asked(folder, f"SELECT count(*), bit_xor(hash(t)) FROM '@{f.name}' t") for f in files}


def test_the_same_seed_makes_the_same_crowd_and_another_another(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        made(tmp_path / name, seed=seed)
    assert rows_of(tmp_path / "a") == rows_of(tmp_path / "b")
    crowds = [{n: r for n, r in rows_of(tmp_path / name).items() if "part" in n} for name in ("a", "c")]
    assert len(crowds[0]) > 40
    assert not [n for n in crowds[0] if crowds[0][n] == crowds[1][n] and crowds[0][n][0]]


def test_the_crowd_changes_no_shelter_woman_and_no_truth(tmp_path: Path) -> None:
    made(tmp_path / "small", persons=2_000)
    made(tmp_path / "large")
    small, large = rows_of(tmp_path / "small"), rows_of(tmp_path / "large")
    assert small == {name: rows for name, rows in large.items() if "part" not in name}
    first, second = (json.loads((tmp_path / n / "sandhed.json").read_text())["truths"] for n in ("small", "large"))
    assert first == second


def test_a_large_country_is_a_delivery_in_order_with_everybody_in_it(tmp_path: Path) -> None:
    study_file = made(tmp_path)
    preflight(read(study_file), hush)
    somebody_else = 2  # moves in on the last day, in the country drawn one by one and in the crowd
    assert asked(tmp_path, "SELECT count(DISTINCT pnr) FROM '@lifelines*.parquet'") == (22_000 + somebody_else,)
    crowd, women = asked(
        tmp_path, "SELECT count(*), count(*) FILTER (WHERE koen = '2') FROM '@bef202512_part*.parquet'"
    )
    assert 15_000 < crowd < 20_000
    assert women > 0
    (doubled,) = asked(tmp_path, "SELECT count(*) - count(DISTINCT pnr) FROM '@bef202512*.parquet'")
    assert doubled == 0


def test_the_crowd_falls_ill_at_the_populations_pace(tmp_path: Path) -> None:
    made(tmp_path, persons=62_000)
    select = """SELECT count(DISTINCT a.pnr), count(*) FROM '@psyk_adm_part*.parquet' a"""
    ill, contacts = asked(tmp_path, select)
    per_person = 0.35 * (8 + 59 / 365.25)
    assert contacts == pytest.approx(60_000 * 0.10 * per_person, rel=0.05)
    assert ill == pytest.approx(60_000 * 0.10 * (1 - 2.718281828**-per_person), rel=0.05)
    (hospital,) = asked(
        tmp_path, "SELECT count(*) FROM '@lpr_a_kontakt_part*.parquet' WHERE lprindberetningssystem = 'LPR3'"
    )
    assert hospital == pytest.approx(60_000 * 1.35 * (2863 / 365.25), rel=0.02)


def test_a_mother_in_the_crowd_is_a_woman_of_an_age_to_be_one(tmp_path: Path) -> None:
    made(tmp_path, persons=72_000)
    select = """SELECT count(*), min(b.foed_dag - m.foed_dag), max(b.foed_dag - m.foed_dag), min(m.koen)
        FROM '@bef202512_part*.parquet' b JOIN '@bef202512_part*.parquet' m ON m.pnr = b.mor_id"""
    pairs, youngest, oldest, sex = asked(tmp_path, select)
    assert pairs > 5_000
    assert youngest >= 20 * 365
    assert oldest < 35 * 366
    assert sex == "2"


def test_contacts_and_diagnoses_that_do_not_belong_together_show_in_a_sample_of_millions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_MANY", 100_000)
    study_file = made(tmp_path)
    preflight(read(study_file), hush)
    place = tmp_path / "registre" / "lpr_a_kontakt_part-1.parquet"
    moved = f"SELECT * REPLACE ('L' || dw_ek_kontakt AS dw_ek_kontakt) FROM '{place}'"
    duckdb.sql(f"COPY ({moved}) TO '{place}.new' (FORMAT parquet)")
    Path(f"{place}.new").rename(place)
    with pytest.raises(Refused, match=r"mindst \d+ diagnoser i LPR_A_DIAGNOSE hører ikke til nogen kontakt"):
        preflight(read(study_file), hush)
