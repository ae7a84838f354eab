"""Commanding the engine: the stages in their order, what the screen says, and what a wrong study file is told."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dkcohort import definitions
from dkcohort.command import main
from dkcohort.engine import statement
from dkcohort.explain import explained
from dkcohort.stage import Refused, counted
from dkcohort.study import read

STUDY = """[study]
title = "Prøve"
[places]
registers = "registre"
[own]
mode = "centre"
centres = ["9001"]
[when]
cohorts = [2023, 2024]
baseline = 2024
data_cut = 2025-12-31
[themes]
include = ["returns"]
"""


@pytest.fixture
def study_file(tmp_path: Path) -> Path:
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def test_a_country_is_simulated_and_run_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    land = tmp_path / "land"
    call = ["simulate", "--persons", "0", "--seed", "4", "--out", str(land), "--shelter-women", "600"]
    assert main(call) == 0
    text = (land / "study.toml").read_text().split("[themes]")[0] + '[themes]\ninclude = ["returns"]\n'
    (land / "study.toml").write_text(text)
    for stage in ("preflight", "ingest", "run", "release"):
        assert main([stage, str(land / "study.toml")]) == 0
    screen = capsys.readouterr().err
    assert "Leverancen er i orden" in screen
    assert not re.search(r": [1-4] rækker", screen)
    assert (land / "hjemtagning" / "bundt.txt").exists()


@pytest.mark.parametrize(("stage", "missing"), [("ingest", "preflight"), ("run", "ingest"), ("release", "run")])
def test_a_stage_asks_for_the_one_before(
    stage: str, missing: str, study_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([stage, str(study_file)]) == 1
    assert f"kør først »dkcohort {missing}" in capsys.readouterr().err


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dkcohort", "explain", "returns"], capture_output=True, text=True, check=True
    )
    assert "Nyt krisecenterophold efter udflytning" in done.stdout


def test_the_screen_never_shows_a_small_number() -> None:
    assert [counted(n, 5) for n in (0, 1, 4, 5, 1234567)] == ["0", "under 5", "under 5", "5", "1.234.567"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('title = "Prøve"', "title = "), "kan ikke læses"),
        (("[themes]", "[temaer]"), "ukendte afsnit: temaer"),
        (('mode = "centre"', 'mode = "begge"'), "own.mode"),
        (('centres = ["9001"]', ""), "own.centres"),
        (('mode = "centre"', 'mode = "list"'), "places.residents"),
        (("baseline = 2024", "baseline = 2020"), "when.baseline"),
        (("data_cut = 2025-12-31", 'data_cut = "2025-12-31"'), "uden anførselstegn"),
        (("data_cut = 2025-12-31", "data_cut = 2023-06-30"), "går ud over"),
        (("data_cut = 2025-12-31", "data_cut = 2025-12-31\nhorizons = [5]"), "when.horizons"),
        (('include = ["returns"]', 'include = ["returns"]\n[disclosure]\nthreshold = 2'), "under 3"),
        (('include = ["returns"]', 'include = ["returns"]\n[parameters]\nukendt = 1'), "ukendte parametre: ukendt"),
        (('registers = "registre"', ""), "places.registers"),
        (
            ('registers = "registre"', 'registers = "registre"\nrelease = "registre"'),
            "places.release og places.registers er samme sted",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nwork = "registre"'),
            "places.work og places.registers er samme sted",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nwork = "."'),
            "places.registers må ikke ligge i places.work; studiefilen må ikke ligge i places.work",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nrelease = "registre/2025/ud"'),
            "places.release må ikke ligge i places.registers",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nrelease = "arbejde/./run/../ud"'),
            "places.release må ikke ligge i places.work",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nrelease = "ud"\nresidents = "ud/liste.parquet"'),
            "places.residents må ikke ligge i places.release",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nrelease = "ud"\nledger = "ud/regnskab.json"'),
            "places.ledger må ikke ligge i places.release",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nledger = "study.toml"'),
            "places.ledger og studiefilen er samme sted",
        ),
        (
            ('registers = "registre"', 'registers = "registre"\nearlier = ["ud"]'),
            "earlier (mente du registers?) i [places]",
        ),
        (("[themes]", "[tema]"), "ukendte afsnit: tema (mente du themes?)"),
        (("data_cut = 2025-12-31", "datacut = 2025-12-31"), "datacut (mente du data_cut?) i [when]"),
        (
            ('include = ["returns"]', 'include = ["returns"]\n[disclosure]\ntreshold = 10'),
            "treshold (mente du threshold?) i [disclosure]",
        ),
        (
            ('include = ["returns"]', 'include = ["returns"]\n[compare]\nmatch = 4'),
            "match (mente du matches?) i [compare]",
        ),
        (('title = "Prøve"', 'title = "Prøve"\nqqq = 1'), "qqq (kendte: title) i [study]"),
        (
            ('include = ["returns"]', 'include = ["returns"]\n[parameters]\nwomen = ["2"]'),
            "ukendte parametre: women (mente du woman?)",
        ),
        (
            ('include = ["returns"]', 'include = ["returns"]\n[parameters.woman]\nvalues = ["2"]'),
            "values (mente du value?) i [parameters.woman]",
        ),
        (("[study]", "disclosure = 5\n[study]"), "[disclosure] skal være et afsnit"),
    ],
)
def test_a_wrong_study_file_is_told_what_is_wrong(change: tuple[str, str], said: str, study_file: Path) -> None:
    study_file.write_text(STUDY.replace(*change), encoding="utf-8")
    with pytest.raises(Refused, match=re.escape(said)):
        read(study_file)


def test_an_unknown_theme_is_told_the_known_ones(study_file: Path) -> None:
    study_file.write_text(STUDY.replace('"returns"', '"retur"'), encoding="utf-8")
    with pytest.raises(Refused, match="Temaerne er: returns, age"):
        definitions.chosen(read(study_file))


def test_a_parameter_keeps_its_status_until_somebody_confirms_it(study_file: Path) -> None:
    study_file.write_text(STUDY + '[parameters]\nshelter_anonymous = ["9"]\n', encoding="utf-8")
    found = read(study_file).parameters["shelter_anonymous"]
    assert (found.value, found.status) == (("9",), "UVERIFICERET")
    confirmed = '[parameters.shelter_anonymous]\nvalue = ["9"]\nstatus = "bekræftet af DST 1. juli 2027"\n'
    study_file.write_text(STUDY + confirmed, encoding="utf-8")
    assert read(study_file).parameters["shelter_anonymous"].status == "bekræftet af DST 1. juli 2027"


def test_the_digest_changes_with_what_is_counted_and_with_nothing_else(study_file: Path) -> None:
    first = definitions.digest(read(study_file))
    assert re.fullmatch(r"([0-9a-f]{4}-){3}[0-9a-f]{4}", first)
    study_file.write_text(STUDY.replace("Prøve", "Andet").replace('"9001"', '"9002"'), encoding="utf-8")
    assert definitions.digest(read(study_file)) == first
    study_file.write_text(STUDY.replace("baseline = 2024", "baseline = 2024\ngap_days = 7"), encoding="utf-8")
    assert definitions.digest(read(study_file)) != first


@pytest.mark.parametrize("theme", definitions.themes())
def test_every_theme_explains_itself(theme: str) -> None:
    text = explained(theme)
    found = definitions.themes()[theme]
    assert found.title in text
    assert found.source in text
    assert all(card.numerator in text and card.denominator in text for card in found.indicators)
    for step in found.steps:
        assert step.startswith("prepare_") or statement(step).startswith("--")


@pytest.mark.parametrize("step", sorted({s for t in definitions.themes().values() for s in t.steps}))
def test_every_step_keeps_to_what_other_engines_understand(step: str) -> None:
    # The dialect: no macros, lists, QUALIFY, GROUP BY ALL, DuckDB's own functions or date arithmetic with intervals.
    if step.startswith("prepare_"):
        return
    sql = re.sub(r"--[^\n]*", "", statement(step)).upper()
    for word in (
        "QUALIFY",
        "GROUP BY ALL",
        "EXCLUDE",
        "INTERVAL",
        "UNNEST",
        "LIST",
        "STRUCT",
        "ILIKE",
        "::",
        "MACRO",
        "FILTER",
    ):
        assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sql), word
