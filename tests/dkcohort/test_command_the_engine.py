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
from dkcohort.stage import Refused, counted, written
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


def test_a_year_in_which_nobody_left_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The theme of weekly work asks from when to when it is to look: there is no such day."""
    land = tmp_path / "land"
    assert main(["simulate", "--persons", "0", "--seed", "4", "--out", str(land), "--shelter-women", "600"]) == 0
    study_file = land / "study.toml"
    text = study_file.read_text().split("[themes]")[0] + '[themes]\ninclude = ["work"]\n'
    study_file.write_text(text)
    assert main(["preflight", str(study_file)]) == main(["ingest", str(study_file)]) == 0
    capsys.readouterr()
    study_file.write_text(re.sub(r"(cohorts|baseline) = .*", r"\1 = 2015", text).replace("s = 2015", "s = [2015]"))
    assert main(["run", str(study_file)]) == 1
    assert "Ingen kvinder, der kan følges, er flyttet ud af et krisecenter i 2015." in capsys.readouterr().err
    assert not (land / "arbejde" / "run").exists()


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (("-5", "7", "600"), "--persons er -5, men skal være fra 0 til 10000000."),
        (("99999999999", "7", "600"), "--persons er 99999999999, men"),
        (("3000", "-8", "600"), "--seed er -8, men skal være fra 0 til 4294967295."),
        (("3000", "7", "-1"), "--shelter-women er -1, men skal være fra 300 til 60000."),
        (("3000", "7", "299"), "--shelter-women er 299, men"),
        (("3000", "7", None), "Kvinderne på krisecenter (7 % af --persons) er 210, men skal være fra 300"),
    ],
)
def test_a_country_that_cannot_be_is_refused(
    wish: tuple[str, str, str | None], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    persons, seed, women = wish
    call = ["simulate", "--persons", persons, "--seed", seed, "--out", str(tmp_path / "land")]
    assert main([*call, *(["--shelter-women", women] if women else [])]) == 1
    assert capsys.readouterr().err.startswith(said)
    assert not (tmp_path / "land").exists()


@pytest.mark.parametrize(("snapshots", "cohorts"), [("4", [2024, 2025]), ("5", [2023, 2024, 2025]), ("0", None)])
def test_fewer_snapshots_make_a_study_of_fewer_cohorts(
    snapshots: str, cohorts: list[int] | None, tmp_path: Path
) -> None:
    land = tmp_path / "land"
    call = ["simulate", "--persons", "0", "--seed", "4", "--out", str(land), "--shelter-women", "600"]
    assert main([*call, "--snapshots", snapshots]) == 0
    assert main(["preflight", str(land / "study.toml")]) == 0
    assert list(read(land / "study.toml").cohorts) == (cohorts or [2022, 2023, 2024, 2025])


@pytest.mark.parametrize("snapshots", ["3", "1", "-1"])
def test_too_few_snapshots_for_a_baseline_are_refused(
    snapshots: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["simulate", "--persons", "0", "--seed", "4", "--out", str(tmp_path / "land"), "--shelter-women", "600"]
    assert main([*call, "--snapshots", snapshots]) == 1
    assert capsys.readouterr().err.startswith(f"--snapshots er {snapshots}, men skal være mindst 4")
    assert not (tmp_path / "land").exists()


@pytest.mark.parametrize("where", ["fil", "fil/land", "/proc/findes/ikke"])
def test_a_country_is_not_written_where_no_folder_can_be(
    where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fil").write_text("indhold")
    call = ["simulate", "--persons", "0", "--seed", "4", "--out", str(tmp_path / where), "--shelter-women", "600"]
    assert main(call) == 1
    assert capsys.readouterr().err.startswith(f"Landet kan ikke skrives i {tmp_path / where}: dér er en fil")
    assert (tmp_path / "fil").read_text() == "indhold"


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
        (('include = ["returns"]', 'include = ["returns"]\n[disclosure]\nthreshold = 2'), "fra 3 til 1000"),
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


COHORTS, CUT, THEMES = "cohorts = [2023, 2024]", "data_cut = 2025-12-31", 'include = ["returns"]'
WRONG_KINDS = [
    ('title = "Prøve"', "title = 7", "", "study.title er 7, men skal være tekst i anførselstegn"),
    ('registers = "registre"', 'registers = ["x"]', "", 'places.registers er ["x"]'),
    ('registers = "registre"', 'registers = ""', "", 'places.registers er ""'),
    ('centres = ["9001"]', "centres = 9001", "", "own.centres er 9001, men skal være en liste"),
    ('centres = ["9001"]', 'centres = "9001"', "", 'own.centres er "9001", men skal være en liste'),
    ('centres = ["9001"]', "centres = [true]", "", "own.centres er [true]"),
    ('centres = ["9001"]', 'centres = [["9001"]]', "", "own.centres er"),
    ('mode = "centre"', 'mode = "centre"\nfew = "9001 2024"', "", 'own.few er "9001 2024", men skal være en liste'),
    (COHORTS, "cohorts = 2024", "", "when.cohorts er 2024, men skal være en liste med årstal fra 1970 til 2100"),
    (COHORTS, "cohorts = [2023.9, 2024]", "", "when.cohorts er [2023.9, 2024]"),
    (COHORTS, "cohorts = [2024, 99999]", "", "when.cohorts er [2024, 99999]"),
    (COHORTS, "cohorts = [2024, 2024]", "", "when.cohorts er [2024, 2024]"),
    (COHORTS, "cohorts = []", "", "when.cohorts er []"),
    ("baseline = 2024", "baseline = 2024.9", "", "when.baseline er 2024.9"),
    ("baseline = 2024", 'baseline = "2024"', "", 'when.baseline er "2024", men skal være et helt tal'),
    (CUT, "data_cut = 2026-12-31T10:00:00", "", "when.data_cut er 2026-12-31 10:00:00, men skal være en dato"),
    (CUT, "data_cut = 20251231", "", "when.data_cut er 20251231"),
    (CUT, "data_cut = 9999-12-31", "", "when.data_cut er 9999-12-31"),
    (CUT, f"{CUT}\nhorizons = 12", "", "when.horizons er 12, men skal være en liste"),
    (CUT, f"{CUT}\nhorizons = [12.5]", "", "when.horizons er [12.5]"),
    (CUT, f"{CUT}\nhorizons = []", "", "when.horizons er []"),
    (CUT, f"{CUT}\ngap_days = 1.9", "", "when.gap_days er 1.9, men skal være et helt tal fra 0"),
    (CUT, f"{CUT}\ngap_days = -1", "", "when.gap_days er -1"),
    (CUT, f'{CUT}\ngap_days = "en"', "", 'when.gap_days er "en"'),
    (THEMES, 'include = "returns"', "", 'themes.include er "returns", men skal være en liste'),
    ("", "", "[compare]\nmatches = 2.5", "compare.matches er 2.5"),
    ("", "", '[compare]\nmatches = "ti"', 'compare.matches er "ti"'),
    ("", "", "[compare]\nmatches = 0", "compare.matches er 0, men skal være et helt tal fra 1"),
    ("", "", "[compare]\nseed = [1]", "compare.seed er [1]"),
    ("", "", "[disclosure]\nthreshold = 4.9", "disclosure.threshold er 4.9, men skal være et helt tal fra 3 til 1000"),
    ("", "", '[disclosure]\nthreshold = "fem"', 'disclosure.threshold er "fem"'),
    ("", "", "[disclosure]\nthreshold = [5]", "disclosure.threshold er [5]"),
    ("", "", "[disclosure]\nthreshold = true", "disclosure.threshold er true"),
    ("", "", "[disclosure]\nthreshold = nan", "disclosure.threshold er nan"),
    ("", "", "[disclosure]\nthreshold = inf", "disclosure.threshold er inf"),
    ("", "", "[disclosure]\nthreshold = 100000", "disclosure.threshold er 100000"),
    ("", "", '[disclosure]\nnot_again = "own 2024"', 'disclosure.not_again er "own 2024", men skal være en liste'),
    ("", "", '[engine]\nmemory = "lots"', 'engine.memory er "lots", men skal være en mængde som »4GB«'),
    ("", "", "[engine]\nmemory = 4", "engine.memory er 4"),
    ("", "", '[engine]\nmemory = "1MB"', 'engine.memory er "1MB", men skal være en mængde som »4GB« eller »800MB«, m'),
    ("", "", '[engine]\nmemory = "499MB"', 'engine.memory er "499MB"'),
    ("", "", '[engine]\nmemory = "4GB\'; drop table x; --"', "engine.memory er"),
    ("", "", '[engine]\nmemory = "4GB\\n"', "engine.memory er"),
    ("", "", '[engine]\nthreads = "two"', 'engine.threads er "two"'),
    ("", "", "[engine]\nthreads = 1.5", "engine.threads er 1.5"),
    ("", "", "[engine]\nthreads = 0", "engine.threads er 0, men skal være et helt tal fra 1"),
    ("", "", "[engine]\nthreads = -1", "engine.threads er -1"),
    ("", "", '[parameters]\ngap_days = "en"', 'parameters.gap_days er "en"'),
    ("", "", "[parameters]\ngap_days = []", "parameters.gap_days er []"),
    ("", "", "[parameters]\ngap_days = [1, 7]", "parameters.gap_days er [1, 7]"),
    ("", "", '[parameters.gap_days]\nvalue = ["x"]', 'parameters.gap_days.value er ["x"]'),
    ("", "", '[parameters]\nsevere_mental = ["DF20"]', "parameters.severe_mental har koden »DF20«, men skal være F og"),
    ("", "", '[parameters]\nsevere_mental = ["f20"]', "parameters.severe_mental har koden »f20«"),
    (
        "",
        "",
        "[parameters]\nguilty_decisions = [11]",
        "parameters.guilty_decisions har koden »11«, men skal være tre c",
    ),
    ("", "", '[parameters]\ndream_cash = ["13"]', "parameters.dream_cash har koden »13«, men skal være tre cifre"),
    ("", "", "[parameters]\nwoman = true", "parameters.woman er true"),
    ("", "", "[parameters.woman]\nvalue = {a = 1}", "parameters.woman.value er en tabel"),
    ("", "", "[parameters.woman]\nstatus = 1", "parameters.woman.status er 1"),
    ("", "", '[declared]\n"kkcoph.indflyt" = ["iso_text"]', 'declared.kkcoph.indflyt er ["iso_text"]'),
]


@pytest.mark.parametrize(("old", "new", "more", "said"), WRONG_KINDS, ids=[said for *_, said in WRONG_KINDS])
def test_a_value_of_the_wrong_kind_is_told_as_it_stands(
    old: str, new: str, more: str, said: str, study_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study_file.write_text(f"{STUDY.replace(old, new, 1)}{more}\n", encoding="utf-8")
    assert main(["preflight", str(study_file)]) == 1
    assert f"Studiefilen kan ikke bruges: {said}" in capsys.readouterr().err


def test_every_wrong_value_is_told_at_once(study_file: Path) -> None:
    study_file.write_text(STUDY.replace("2023, 2024]", "2023.5]") + '[engine]\nmemory = "lots"\nthreads = 0\n')
    with pytest.raises(Refused, match=r"when\.cohorts er .*; engine\.memory er .*; engine\.threads er"):
        read(study_file)


@pytest.mark.parametrize("more", ["gap_days = 7", 'gap_days = "7"', "gap_days = [7]", 'gap_days = { value = ["7"] }'])
def test_a_gap_is_written_in_more_ways_than_one(more: str, study_file: Path) -> None:
    study_file.write_text(f"{STUDY}[parameters]\n{more}\n", encoding="utf-8")
    assert read(study_file).gap_days == 7


def test_a_gap_stands_in_one_place_and_is_told_once(study_file: Path) -> None:
    study_file.write_text(STUDY.replace(CUT, f"{CUT}\ngap_days = 3"), encoding="utf-8")
    found = read(study_file)
    assert (found.gap_days, found.parameters["gap_days"].value) == (3, ("3",))
    study_file.write_text(STUDY.replace(CUT, f"{CUT}\ngap_days = 3") + "[parameters]\ngap_days = 7\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"gap_days står både under \[when\] og \[parameters\]"):
        read(study_file)


@pytest.mark.parametrize(
    ("change", "more", "said"),
    [
        (
            ('mode = "centre"', 'mode = "centre"\nfew = ["9999 2024"]'),
            "",
            "own.few nævner »9999«, som ikke er i own.cen",
        ),
        (
            ('mode = "centre"', 'mode = "centre"\nfew = ["9001 1999"]'),
            "",
            "own.few nævner 1999, som ikke er fra første",
        ),
        (("", ""), '[disclosure]\nnot_again = ["mine 2024"]', "disclosure.not_again nævner mine 2024, som ikke findes"),
        (("", ""), '[disclosure]\nnot_again = ["own 2022"]', "disclosure.not_again nævner own 2022, som ikke findes"),
        (
            ("", ""),
            '[parameters]\norigin_immigrant = ["1", "2"]',
            "parameters.origin_danish og parameters.origin_immigrant har samme kode: 1",
        ),
        (
            ("", ""),
            '[parameters]\ndream_study = ["651", "130"]',
            "parameters.dream_cash og parameters.dream_study har samme kode: 130",
        ),
        (
            ("", ""),
            '[parameters]\nshelter_anonymous = ["0"]',
            "parameters.shelter_anonymous og parameters.shelter_named har samme kode: 0",
        ),
    ],
)
def test_what_means_nothing_is_refused(change: tuple[str, str], more: str, said: str, study_file: Path) -> None:
    study_file.write_text(f"{STUDY.replace(*change)}{more}\n", encoding="utf-8")
    with pytest.raises(Refused, match=re.escape(said)):
        read(study_file)


def test_a_year_that_is_called_few_and_a_cohort_that_stays_are_taken(study_file: Path) -> None:
    few = STUDY.replace('mode = "centre"', 'mode = "centre"\nfew = ["9001 2025"]')
    study_file.write_text(few + '[disclosure]\nnot_again = ["own/other 2024", "all 2023"]\n', encoding="utf-8")
    assert read(study_file).few == ("9001 2025",)


def test_a_mark_before_the_first_character_is_passed_over(study_file: Path) -> None:
    plain = read(study_file)
    study_file.write_text("\ufeff" + STUDY, encoding="utf-8")
    assert read(study_file) == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (STUDY.encode("utf-16"), "gem den som UTF-8"),
        (STUDY.encode("latin-1"), "gem den som UTF-8"),
        (STUDY.replace('"Prøve"', "Prøve").encode(), r"fejl i linje 2, tegn 9: .* uden anførselstegn\.$"),
        (b"[study]\ntitle = ", r"fejl sidst i filen: værdien mangler"),
        (f"{STUDY}[own]\n".encode(), r"fejl i linje 14, tegn 5: afsnittet står to gange\.$"),
        (f'{STUDY}include = ["age"]\n'.encode(), "den samme nøgle står to gange"),
        (b"[study]\ntitle", "der mangler et lighedstegn"),
        (b'[study]\ntitle = "a" "b"', "mere på linjen"),
        (b'[study]\ntitle = "a', "ikke lukket med anførselstegn"),
        (b'[study]\ntitle = "a\n"', "her står et tegn"),
        (b'[study]\ntitle = "C:\\data"', "omvendt skråstreg"),
        (b"[study]\ntitle = [1, 2", r"listen er ikke lukket med \]"),
        (b"[study]\ntitle = {a = 1", r"tabellen er ikke lukket med \}"),
        (b"[study\n", r"afsnittets navn er ikke lukket med \]"),
        (b"[when]\ndata_cut = 2025-02-31", "dagen findes ikke"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: bytes, said: str, study_file: Path) -> None:
    study_file.write_bytes(text)
    with pytest.raises(Refused, match=said):
        read(study_file)


def test_a_folder_and_nothing_at_all_are_no_study_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="er en mappe"):
        read(tmp_path)
    with pytest.raises(Refused, match="findes ikke"):
        read(tmp_path / "study.toml")


def test_a_working_folder_that_cannot_be_made_is_told(study_file: Path) -> None:
    (study_file.parent / "fil").write_text("")
    study_file.write_text(STUDY.replace("[own]", 'work = "fil/arbejde"\n[own]'), encoding="utf-8")
    with pytest.raises(Refused, match=r"places\.work peger på et sted, hvor der ikke kan skrives"):
        read(study_file)
    with pytest.raises(Refused, match="Mappen run kan ikke laves"), written(Path("/proc/arbejde/run")):
        pass


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


def test_what_the_ratio_is_standardised_by_is_told_where_it_is_used_and_where_it_is_not() -> None:
    assert "antbarn" in statement("leavers")
    assert "KKCOPH.ANTBARN" in explained("returns")
    assert "bruges kun i forholdet under returns" in explained("children")


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
