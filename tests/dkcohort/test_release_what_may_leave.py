"""Releasing what may leave: what a bundle says, what it hides, and what the last look finds."""

import json
import re
import zipfile
from datetime import datetime
from importlib import resources
from pathlib import Path

import pytest

from dkcohort import __version__, definitions, record, workbook
from dkcohort.cells import cells
from dkcohort.explain import explained
from dkcohort.release import Hidden, release
from dkcohort.stage import Refused, hush
from dkcohort.study import read
from dkcohort.sweep import sweep
from tests.dkcohort.countries import figures, held, truths, whole


@pytest.fixture(scope="module")
def study_file() -> Path:
    return whole()


@pytest.fixture(scope="module")
def released(study_file: Path) -> Path:
    release(read(study_file), hush)
    return study_file.parent / "hjemtagning"


@pytest.fixture(scope="module")
def bundle(released: Path) -> record.Bundle:
    return record.read((released / "bundt.txt").read_text(encoding="utf-8"))


def test_only_workbooks_and_text_leave(released: Path) -> None:
    assert sorted(p.name for p in released.iterdir()) == ["bundt.txt", "manifest.txt", "tabeller.txt", "tabeller.xlsx"]


def test_the_country_is_as_large_as_it_must_be(study_file: Path) -> None:
    # Line 1 of what must be true: 60,000 persons, 3,000 shelter women, 240 own leavers a year.
    leavers = {
        f.cohort: f.of for f in figures(study_file) if (f.indicator, f.population) == ("returns.moved_on", "own")
    }
    assert len(leavers) == 4
    assert min(leavers.values()) >= 240
    made_of = json.loads((study_file.parent / "sandhed.json").read_text())["parameters"]
    assert made_of["persons"] == 60_000
    assert made_of["shelter_women"] >= 3_000
    answers = [yes for _, yes in held(figures(study_file), truths(study_file))]
    assert sum(answers) / len(answers) > 0.9


def test_the_goal_is_in_the_bundle_with_all_it_needs(bundle: record.Bundle) -> None:
    (line,) = [x for x in bundle.lines if (x.goal, x.cohort, x.months, x.kind) == ("OTH-G2", 2024, 12, "incidence")]
    assert line.population == "own"
    assert line.status == "vist"
    assert line.n is not None
    assert line.n % 5 == 0
    assert None not in (line.value, line.low, line.high, line.se)
    assert bundle.version == __version__
    assert bundle.data_cut == "2026-12-31"
    assert bundle.baseline == 2024


def test_a_goal_is_not_hidden_so_that_what_serves_no_goal_can_be_seen(study_file: Path, bundle: record.Bundle) -> None:
    """Women who came back both here and elsewhere are few in every year: it is the stays here that are left out."""
    lines = [x for x in bundle.lines if (x.kind, x.population) == ("incidence", "own")]
    goal = {(x.cohort, x.months): x.status for x in lines if x.goal == "OTH-G1"}
    finals = {(f.cohort, f.months) for f in figures(study_file) if f.indicator == "returns.anywhere" and f.final}
    assert len(finals) == 11
    assert {goal[final] for final in finals} == {"vist"}
    assert {x.status for x in lines if x.indicator == "returns.own"} == {"skjult"}


def test_the_national_comparison_stands_beside_the_goal(bundle: record.Bundle) -> None:
    lines = [x for x in bundle.lines if (x.indicator, x.cohort, x.months) == ("returns.elsewhere", 2024, 12)]
    beside = {(x.kind, x.population) for x in lines}
    assert beside == {("incidence", "own"), ("incidence", "other"), ("ratio", "own/other"), ("bound", "own")}
    assert {x.status for x in lines} == {"vist"}
    (ratio,) = [x for x in lines if x.kind == "ratio"]
    assert ratio.low is not None
    assert ratio.high is not None
    assert ratio.low < 1 < ratio.high, "women from other centres are planted to come back nearly as often"


def test_every_figure_before_and_after_carries_the_comparison_groups_change(bundle: record.Bundle) -> None:
    changes = {(x.indicator, x.cohort, x.part) for x in bundle.lines if x.kind == "change" and x.population == "own"}
    others = {(x.indicator, x.cohort, x.part) for x in bundle.lines if x.kind == "change" and x.population == "other"}
    assert changes
    assert changes <= others


def test_the_women_like_them_stand_beside_the_change(bundle: record.Bundle) -> None:
    contrasts = {x.population for x in bundle.lines if x.kind == "contrast" and x.indicator == "crime.charges"}
    assert contrasts == {"own/other", "own/matched"}


def test_what_the_anonymous_could_mean_is_said(bundle: record.Bundle) -> None:
    (line,) = [x for x in bundle.lines if (x.indicator, x.kind, x.cohort, x.months)
               == ("returns.elsewhere", "bound", 2024, 12)]  # fmt: skip
    assert line.value is None
    assert line.low is not None
    assert line.high is not None
    assert line.low < line.high <= 1


def test_horizons_that_are_not_full_are_provisional(bundle: record.Bundle) -> None:
    for line in bundle.lines:
        if line.indicator == "returns.elsewhere" and (line.cohort, line.months) == (2025, 24):
            assert line.status in {"foreløbig", "skjult"}


def test_a_hidden_line_says_nothing_else(bundle: record.Bundle) -> None:
    hidden = [x for x in bundle.lines if x.status == "skjult"]
    assert hidden
    assert all((x.n, x.value, x.low, x.high, x.se) == (None,) * 5 for x in hidden)


def test_no_small_count_is_behind_a_shown_line(study_file: Path, bundle: record.Bundle) -> None:
    shown = {
        (x.indicator, x.population, x.cohort, x.months, x.part, x.kind) for x in bundle.lines if x.status != "skjult"
    }
    for f in figures(study_file):
        if (f.indicator, f.population, f.cohort, f.months, f.part, f.kind) in shown:
            assert f.hits == 0 or f.hits >= 5
            assert f.of >= 10


def test_the_manifest_names_every_uncertain_choice(released: Path) -> None:
    text = (released / "manifest.txt").read_text(encoding="utf-8")
    for words in (
        "Program: dkcohort",
        "Motor: DuckDB",
        "fingeraftryk",
        "Dataslut",
        "UVERIFICERET",
        "KKCOPH.OPHOLD",
        "Tærskel: 5",
    ):
        assert words in text
    assert not re.search(r": [1-4](\D|$)", text.split("Parametre")[0].split("Rækker i KKCOPH")[1])


def test_the_same_run_gives_the_same_bytes(study_file: Path, released: Path) -> None:
    before = {p.name: p.read_bytes() for p in released.iterdir()}
    (study_file.parent / "hjemtagning").rename(study_file.parent / "forrige")
    release(read(study_file), hush)
    assert {p.name: p.read_bytes() for p in released.iterdir()} == before


def test_a_folder_the_engine_did_not_write_is_not_taken_for_the_release(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dkcohort.release._protected", lambda *_: Hidden([], (), cells([]), {}, []))
    place = study_file.parent / "mine"
    place.mkdir()
    (place / "notater.docx").write_text("mit")
    other = study_file.with_name("mine.toml")
    other.write_text(study_file.read_text().replace('release = "hjemtagning"', 'release = "mine"'))
    with pytest.raises(Refused, match=r"Mappen mine rummer noget, .*notater\.docx"):
        release(read(other), hush)
    assert [(p.name, p.read_text()) for p in place.iterdir()] == [("notater.docx", "mit")]


def test_a_changed_study_must_be_run_again_first(study_file: Path) -> None:
    other = study_file.with_name("andet.toml")
    other.write_text(study_file.read_text().replace('residence = "dod_vnds"', 'residence = "dod_vnds"\ngap_days = 7'))
    with pytest.raises(Refused, match="kør »dkcohort run« igen"):
        release(read(other), hush)


def test_a_bundle_reads_back_as_it_was_written(bundle: record.Bundle) -> None:
    assert record.read(record.text(bundle)) == bundle
    assert record.fingerprint(record.text(bundle)).count("-") == 15


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.update(format="noget andet"), "formatet"),
        (lambda c: c.pop("digest"), "felter"),
        (lambda c: c.update(ekstra=1), "felter"),
        (lambda c: c["lines"][0].update(status="måske"), "status"),
        (lambda c: c["lines"][0].update(status="skjult"), "skjult"),
        (lambda c: c["lines"][0].update(value=9.0), "grænser"),
        (lambda c: c["lines"][0].update(value="meget"), "tal"),
    ],
)
def test_a_bundle_that_was_tampered_with_is_refused(bundle: record.Bundle, change: object, said: str) -> None:
    content = json.loads(record.text(bundle))
    content["lines"] = [line for line in content["lines"] if line["status"] == "vist"][:3]
    assert callable(change)
    change(content)
    with pytest.raises(ValueError, match=said):
        record.read(json.dumps(content))


def test_reading_a_bundle_needs_the_standard_library_alone(bundle: record.Bundle) -> None:
    import subprocess
    import sys

    program = "import sys, dkcohort.record; print([m for m in ('numpy', 'scipy', 'duckdb') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kvinden 0101701234 bor her", "personnummer"),
        ("nøglen 123456789012 her", "personnummer"),
        ("710170-1234", "personnummer"),
        ("læst fra E:\\rawdata\\708421\\bef", "sti"),
        ("læst fra /srv/rawdata/bef2024", "sti"),
        ("kkcoph2025.sas7bdat", "filnavn"),
        ('"n": 3', "antal under 5"),
        ("010190 1234", "personnummer"),
        ("(010190\u00a01234)", "personnummer"),
        ("01 01 90 1234", "personnummer"),
        ("01.01.90-1234", "personnummer"),
        ("610190 1234", "personnummer"),
        ("Det er 0101701234.", "personnummer"),
        ("010170\u20131234", "personnummer"),
        (r"hentet fra \\srv\x", "sti"),
        (r'"status": "fra \\\\srv\\x"', "sti"),
        ("C:/projekt/bef", "sti"),
        ("3 kvinder", "antal under 5"),
        ("heraf 2 andre kvinder i Bornholm", "antal under 5"),
        ("n = 3", "antal under 5"),
        ("(N=3)", "antal under 5"),
        ("fjernet 1 person", "antal under 5"),
        ("antal: 4", "antal under 5"),
        ("Rækker i KKCOPH\n  brugt: 3.230\n  mænd: 3", "antal under 5"),
        ("Udflyttede kvinder (heraf fulgt)\n  egne centre 2022: 125 (4)", "antal under 5"),
        ("Alder\t\tAndel\tEgne\t2024\t12\tAlle\t3\t1,0 %\t0,0 %\t2,0 %\tvist", "antal under 5"),
        ("Hvem\tAntal (afrundet)\nEgne\t4", "antal under 5"),
        ("kvinder: 3", "antal under 5"),
        ("antal kvinder 3", "antal under 5"),
        ("Antal beboere: 3", "antal under 5"),
        ("3 ud af 10 kvinder", "antal under 5"),
        ("kun 4 af kvinderne", "antal under 5"),
        ("2 af de 10 udflyttede kvinder", "antal under 5"),
        ("(4) kvinder", "antal under 5"),
        ("2-3 kvinder", "antal under 5"),
        ("2\u20133 kvinder", "antal under 5"),
        ("3 mødre", "antal under 5"),
        ("4 klienter", "antal under 5"),
        ("file:///home/user/x", "sti"),
        ("FILE:/home/user", "sti"),
    ],
)
def test_the_last_look_finds_what_must_not_leave(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "bundt.txt").write_text(text, encoding="utf-8")
    assert any(said in line for line in sweep(tmp_path, 5))


@pytest.mark.parametrize(
    "text",
    [
        "Horisonter: 3, 6, 12 måneder; forløb: højst 1 dages mellemrum",
        "inden for 3 måneder efter forløbets første indflytning",
        "der sluttede inden for 1, 2 eller 5 år før forløbet",
        "Tærskel: 5",
        "BEF.KOEN: kode for kvinde: 2. Status: bekræftet (DST, brev af 3. maj)",
        "Højeste antal dage mellem to ophold i samme forløb: 1. Status: UVERIFICERET",
        "  andre centre 2022: under 5 (under 5)",
        "færre end 5 kvinder; 1.205 kvinder; 18,3 kvinder; 24 kvinder; kvinder i 2024",
        "Projekt 708421 2024 fra 01.02.2024-31.12.2026",
        "Tabeller udeladt, fordi mere end en tredjedel skulle skjules: 1",
        "Skjulte celler: 3 af 5402 i 4 tabeller",
        "Rækker i KKCOPH\n  under 18 år ved indflytning: under 5\n  brugt: 3.230\n\nDataslut: 3",
        "Ophold\t\tAndel\tEgne\t2024\t3\t2 eller flere\t120\t1,0 %\t0,0 %\t2,0 %\tvist",
        '"months": 3, "n": 125, "value": 0.0101701234, "low": 3.0',
        "http://example.dk/a",
        "kvinder: 3 måneder efter; kvinder: 4 %; kvinder: 3,5; kvinder: 125; antal kvinder 2.024",
        "12-18 måneder; 2024-3 måneder; 18-24 kvinder; 3 af 4 tabeller; 3 ud af 10 tabeller",
        "0.1: 2026-12-31",
    ],
)
def test_the_last_look_lets_horizons_years_and_thresholds_pass(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.txt").write_text(text, encoding="utf-8")
    assert sweep(tmp_path, 5) == []


def test_the_last_look_lets_every_text_of_the_engine_pass(tmp_path: Path) -> None:
    texts = [explained(theme) for theme in definitions.themes()]
    texts += [resources.files("dkcohort").joinpath(name).read_text() for name in ("labels.toml", "parameters.toml")]
    (tmp_path / "manifest.txt").write_text("\n".join(texts), encoding="utf-8")
    assert [one for one in sweep(tmp_path, 5) if "antal" in one or "sti" in one] == []


def test_the_last_look_knows_a_number_that_was_rounded_down(tmp_path: Path) -> None:
    text = 'Rækker i KKCOPH\n  brugt: {0}\n  mænd: {0}\n\n"n": {0}\n'
    for n, threshold, found in ((5, 7, 0), (5, 8, 1), (10, 12, 0), (6, 7, 1)):
        (tmp_path / "manifest.txt").write_text(text.format(n), encoding="utf-8")
        assert len(sweep(tmp_path, threshold)) == found


def test_the_last_look_says_in_which_line(tmp_path: Path) -> None:
    (tmp_path / "manifest.txt").write_text("Titel\n3 kvinder\n2 kvinder\n", encoding="utf-8")
    assert sweep(tmp_path, 5) == ["manifest.txt, linje 2: et antal under 5"]


def test_the_last_look_finds_nothing_in_a_release_of_a_country(released: Path) -> None:
    assert sweep(released, 5) == []


@pytest.mark.parametrize("many", [3, "3"])
def test_the_last_look_finds_a_small_count_in_a_workbook(
    many: int | str, bundle: record.Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = workbook.cells
    monkeypatch.setattr(workbook, "cells", lambda line: (*original(line)[:7], many, *original(line)[8:]))
    workbook.write(tmp_path / "tabeller.xlsx", "Land", datetime(2026, 12, 31), bundle.lines[:2])  # noqa: DTZ001
    (found,) = sweep(tmp_path, 5)
    assert "sheet1.xml: et antal under 5" in found


def test_the_last_look_reads_inside_workbooks(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tabeller.xlsx", "w") as book:
        book.writestr("docProps/core.xml", "<dc:creator>0101701234</dc:creator>")
    assert any("core.xml" in line for line in sweep(tmp_path, 5))


def test_other_file_types_do_not_leave(tmp_path: Path) -> None:
    (tmp_path / "tal.csv").write_text("1")
    assert sweep(tmp_path, 5) == ["tal.csv: filtypen må ikke hjemtages"]


def test_nothing_is_written_when_the_last_look_finds_something(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = study_file.read_text().replace('title = "Opdigtet land 1"', 'title = "Land 0101701234"')
    other = study_file.with_name("nummer.toml")
    other.write_text(text.replace('release = "hjemtagning"', 'release = "ude"'))
    monkeypatch.setattr("dkcohort.release._protected", lambda *_: Hidden([], (), cells([]), {}, []))
    with pytest.raises(Refused, match="personnummer"):
        release(read(other), hush)
    assert not (study_file.parent / "ude").exists()
