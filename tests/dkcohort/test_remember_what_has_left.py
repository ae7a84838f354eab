"""Taking home year after year: what left before is remembered, and nothing leaves that would undo it."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from dkcohort import record, workbook
from dkcohort.between import grown
from dkcohort.cells import cells
from dkcohort.differences import seen_before, told_before, too_close
from dkcohort.disclose import Ledger, Protected, Undone
from dkcohort.disclose.ledger import Entry
from dkcohort.figures import Figure
from dkcohort.release import _protected, release
from dkcohort.run import figures_file, members_file
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.stage import Refused, hush
from dkcohort.study import read
from dkcohort.themes.shares import share
from tests.dkcohort.countries import figures, prepared

SOONER = ("2026-12-31", "2025-12-31")


@cache
def two_years() -> tuple[Path, Path]:
    """A small country as it is seen one year, and the next: two folders with a study that has been run."""
    world = World(persons=0, shelter_women=1500, seed=7, somatic_contacts=0.05)
    folder = Path(mkdtemp(prefix="aar"))
    later = simulate(world, folder / "senere", ("returns", "home"), snapshots=6)
    sooner = folder / "foerst" / "study.toml"
    shutil.copytree(later.parent, sooner.parent)
    text = later.read_text(encoding="utf-8").replace(*SOONER).replace("2024, 2025]", "2024]")
    sooner.write_text(text, encoding="utf-8")
    for study_file in (sooner, later):
        prepared(read(study_file))
    return sooner, later


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """Copies of the two, with one ledger."""
    found = []
    for study_file in two_years():
        place = tmp_path / study_file.parent.name
        shutil.copytree(study_file.parent, place)
        text = (place / "study.toml").read_text(encoding="utf-8")
        (place / "study.toml").write_text(text.replace('"regnskab.json"', '"../regnskab.json"'), encoding="utf-8")
        found.append(place / "study.toml")
    return found[0], found[1]


def left(study_file: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (study_file.parent / "hjemtagning").iterdir()}


def bundle(study_file: Path) -> record.Bundle:
    return record.read((study_file.parent / "hjemtagning" / "bundt.txt").read_text(encoding="utf-8"))


def changed(path: Path, change: Callable[[Any], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_the_ledger_lies_in_the_studys_folder_and_not_in_the_release(tmp_path: Path) -> None:
    place = tmp_path / "land"
    shutil.copytree(two_years()[0].parent, place)
    text = (place / "study.toml").read_text(encoding="utf-8").replace('ledger = "regnskab.json"\n', "")
    (place / "study.toml").write_text(text, encoding="utf-8")
    release(read(place / "study.toml"), hush)
    ledger = Ledger.read(place / "regnskab.json")
    assert [len(one.protected) > 20 for one in ledger.entries] == [True]
    assert "må ikke forlade" in (place / "regnskab.json").read_text(encoding="utf-8")
    assert sorted(left(place / "study.toml")) == ["bundt.txt", "manifest.txt", "tabeller.txt", "tabeller.xlsx"]


def test_the_same_release_again_is_the_same_bytes_and_enters_nothing(years: tuple[Path, Path], tmp_path: Path) -> None:
    for study_file in years:
        release(read(study_file), hush)
    first, ledger = [left(study_file) for study_file in years], (tmp_path / "regnskab.json").read_bytes()
    for study_file in years:
        release(read(study_file), hush)
    assert [left(study_file) for study_file in years] == first
    assert (tmp_path / "regnskab.json").read_bytes() == ledger
    assert len(Ledger.read(tmp_path / "regnskab.json").entries) == 2


def test_next_years_release_is_protected_beside_the_first(years: tuple[Path, Path], tmp_path: Path) -> None:
    sooner, later = years
    release(read(sooner), hush)
    release(read(later), hush)
    ledger = Ledger.read(tmp_path / "regnskab.json")
    assert ledger.audit(5).clean
    first, second = ({_key(x): x for x in bundle(one).lines} for one in years)
    settled = [key for key, line in first.items() if line.status == "vist" and line.kind == "incidence"]
    assert settled
    assert all(second[key].value in (first[key].value, None) for key in settled)
    hidden = {one.table.cell(labels) for one in ledger.entries[0].protected for labels in one.hidden}
    again = {one.table.cell(x) for one in ledger.entries[1].protected for x in one.table.cells() if x not in one.hidden}
    assert hidden
    assert not hidden & again


def test_a_count_that_has_grown_by_a_few_is_not_shown_again(years: tuple[Path, Path], tmp_path: Path) -> None:
    """What was provisional last year and is two more this year would tell of those two."""
    sooner, later = years
    release(read(sooner), hush)
    release(read(later), hush)
    then, now = ({_key(f): f for f in figures(one)} for one in years)
    first, second = ({_key(x): x for x in bundle(one).lines} for one in years)
    grown = {
        key for key in then if key in now and 0 < now[key].hits - then[key].hits < 5 and then[key].kind == "incidence"
    }
    both = [key for key in grown if first[key].status == "foreløbig" and second[key].status != "skjult"]
    assert grown
    assert not both


def test_a_side_that_has_left_is_never_added_to_the_others(
    years: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older program showed stays here and hid them anywhere: what it told stands, the same year and the next."""
    sooner, later = years
    everybody = [f"own {year}" for year in range(2022, 2026)]
    with monkeypatch.context() as older:
        older.setattr(
            "dkcohort.release.too_close", lambda figures, threshold, _: too_close(figures, threshold, everybody)
        )
        release(read(sooner), hush)
    then, first = statuses(sooner), left(sooner)
    assert then["returns.own", 2023, 12] == "vist"
    assert then["returns.anywhere", 2023, 12] == "skjult"
    assert told_before(Ledger.read(tmp_path / "regnskab.json").entries) == {"own 2022", "own 2023", "own 2024"}
    release(read(sooner), hush)
    assert left(sooner) == first
    release(read(later), hush)
    now = statuses(later)
    assert now["returns.anywhere", 2023, 12] == "skjult"
    assert now["returns.own", 2025, 12] == "skjult"
    assert now["returns.anywhere", 2025, 12] == "vist"


def statuses(study_file: Path) -> dict[tuple[str, int, int | None], str]:
    """How the own women's new stays left."""
    lines = [x for x in bundle(study_file).lines if (x.population, x.kind) == ("own", "incidence")]
    return {(x.indicator, x.cohort, x.months): x.status for x in lines}


def test_other_persons_under_the_same_name_are_refused(years: tuple[Path, Path]) -> None:
    sooner, later = years
    release(read(sooner), hush)
    changed(members_file(read(later)), lambda who: who.update({"own 2023": who["own 2023"][2:]}))
    with pytest.raises(Refused, match=r"«own 2023» er ikke de samme personer"):
        release(read(later), hush)
    assert not (later.parent / "hjemtagning").exists()
    told = later.read_text(encoding="utf-8").replace("threshold = 5", 'threshold = 5\nnot_again = ["own 2023"]')
    later.write_text(told, encoding="utf-8")
    release(read(later), hush)
    assert {x.status for x in bundle(later).lines if (x.population, x.cohort) == ("own", 2023)} == {"skjult"}


def one_more(content: Any) -> None:
    """One woman more came back in 2022."""
    for figure in content["figures"]:
        if (figure["indicator"], figure["population"], figure["cohort"]) == ("returns.own", "own", 2022):
            figure["hits"] += figure["kind"] == "incidence"


def test_all_that_has_changed_is_named_in_one_round(years: tuple[Path, Path]) -> None:
    """Persons of two years and a number of a third; the line that is told works."""
    sooner, later = years
    release(read(sooner), hush)

    def two_fewer(who: Any) -> None:
        for name in ("own 2023", "other 2024: boede der"):
            who[name] = who[name][2:]

    changed(figures_file(read(later)), one_more)
    changed(members_file(read(later)), two_fewer)
    with pytest.raises(Refused, match=r"«other 2024: boede der», «own 2023» er ikke de samme personer") as refused:
        release(read(later), hush)
    (told,) = re.findall(r"not_again = \[[^]]*\]", str(refused.value))
    assert told == 'not_again = ["other 2024", "own 2022", "own 2023"]'
    with_not_again(later, told)
    release(read(later), hush)


def test_a_number_that_has_changed_is_refused_with_its_table(years: tuple[Path, Path]) -> None:
    sooner, later = years
    release(read(sooner), hush)

    changed(figures_file(read(later)), one_more)
    with pytest.raises(Refused, match=r"tallene i «returns.own / own / 2022 / alle / inden 6 mdr.» er ikke dem"):
        release(read(later), hush)


def with_not_again(study_file: Path, line: str) -> None:
    text = study_file.read_text(encoding="utf-8")
    study_file.write_text(text.replace("threshold = 5", f"threshold = 5\n{line}"), encoding="utf-8")


def test_cohorts_of_a_revised_delivery_stay_as_they_left(years: tuple[Path, Path]) -> None:
    """The baseline is one of them. All are named at once, in a line that can be pasted and that works."""
    sooner, later = years
    release(read(sooner), hush)
    revised = {("own", 2024), ("other", 2023)}

    def one_more(content: Any) -> None:
        for figure in content["figures"]:
            if (figure["population"], figure["cohort"]) in revised:
                figure["hits"] += figure["kind"] == "incidence"

    changed(figures_file(read(later)), one_more)
    with pytest.raises(Refused, match=r"Det gælder other 2023, own 2024\.") as refused:
        release(read(later), hush)
    (told,) = re.findall(r"not_again = \[[^]]*\]", str(refused.value))
    with_not_again(later, told)
    assert read(later).baseline == 2024
    release(read(later), hush)
    lines = bundle(later).lines
    assert {x.status for x in lines if (x.population, x.cohort) in revised} == {"skjult"}
    assert "vist" in {x.status for x in lines if (x.population, x.cohort) == ("own", 2023)}
    manifest = (later.parent / "hjemtagning" / "manifest.txt").read_text(encoding="utf-8")
    assert "Årgange, der bliver, som de er taget hjem før: andre centre 2023, egne centre 2024." in manifest


def test_a_cohort_nobody_counts_cannot_stay_as_it_left(years: tuple[Path, Path]) -> None:
    with_not_again(years[0], 'not_again = ["own2024"]')
    with pytest.raises(Refused, match=r"not_again nævner own2024, som ikke findes\. Årgangene er: .*own 2024"):
        release(read(years[0]), hush)


def test_counting_another_way_is_refused_with_what_to_do(
    years: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The auditor finds that the numbers and those that have left contradict one another, and the remedy works."""
    sooner, later = years
    release(read(sooner), hush)
    ledger = (tmp_path / "regnskab.json").read_bytes()

    def contradicted(*_: object) -> None:
        raise ValueError("the finished numbers contradict one another")

    with monkeypatch.context() as audited:
        audited.setattr("dkcohort.release.leaving", contradicted)
        with pytest.raises(Refused, match=r"de siger hinanden imod\. .* skift af own\.mode") as refused:
            release(read(later), hush)
    assert "contradict" not in str(refused.value)
    assert (tmp_path / "regnskab.json").read_bytes() == ledger
    (told,) = re.findall(r"not_again = \[[^]]*\]", str(refused.value))
    assert '"own 2024"' in told
    with_not_again(later, told)
    release(read(later), hush)
    assert {x.cohort for x in bundle(later).lines if x.status in record.SHOWN} == {2025}


def test_tables_that_tell_one_answer_of_everybody_are_named(years: tuple[Path, Path]) -> None:
    def alike(content: Any) -> None:
        for figure in content["figures"]:
            name = (figure["indicator"], figure["population"], figure["cohort"])
            if name == ("home.landsdel", "own", 2023):
                hits = figure["of"] if figure["part"] == "Østjylland" else 0
                figure.update(asdict(share(*name, hits, figure["of"], part=figure["part"], kind="part")))

    study = read(years[0])
    changed(figures_file(study), alike)
    release(study, hush)
    told = (study.release / "manifest.txt").read_text(encoding="utf-8")
    (line,) = [line for line in told.splitlines() if "en vist andel på 100 %" in line]
    assert line.endswith(": Landsdel før opholdet (egne centre 2023, Østjylland)")
    assert re.search(r"en vist andel på 0 %\): \d+", told)


def test_a_small_number_in_the_files_is_refused_whatever_the_program_meant(
    years: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The auditor reads the files: a line that should have been hidden and is not gives itself away."""
    monkeypatch.setattr("dkcohort.publish.is_shown", lambda figure, cells, protected: figure.of >= 10)
    with pytest.raises(Refused, match=r"skjulte tal kan regnes ud: .* er [1-4]"):
        release(read(years[0]), hush)
    assert not (years[0].parent / "hjemtagning").exists()


def test_lines_that_tell_of_a_few_together_are_refused(
    years: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here, elsewhere and anywhere: without the rule against it, the women who did both would be found."""
    monkeypatch.setattr("dkcohort.release.too_close", lambda *_: set())
    with pytest.raises(Refused, match=r"kan regnes ud: (begge slags ophold|uden )"):
        release(read(years[0]), hush)


NEW = "home.landsdel / own / 2025"


def finds_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the auditor find, wherever this table leaves, that it tells something hidden in it."""
    admit = Ledger.admit

    def judged(self: Ledger, name: str, protected: Any, *left: Any, **who: Any) -> Ledger:
        if NEW in {one.table.name for one in protected}:
            raise Undone("Hjemtagelsen er afvist: skjulte tal kan regnes ud.", [NEW])
        return admit(self, name, protected, *left, **who)

    monkeypatch.setattr(Ledger, "admit", judged)


def said(study_file: Path) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = {}
    for line in bundle(study_file).lines:
        found.setdefault((f"{line.indicator} / {line.population}", line.cohort), set()).add(line.status)
    return found


def test_a_table_that_would_undo_what_has_left_stays_and_the_rest_leaves(
    years: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sooner, later = years
    release(read(sooner), hush)
    ledger = (tmp_path / "regnskab.json").read_bytes()
    release(read(later), hush)
    before = said(later)
    (tmp_path / "regnskab.json").write_bytes(ledger)
    finds_new(monkeypatch)
    release(read(later), hush)
    after = said(later)
    name, year = NEW.rsplit(" / ", 1)
    assert "vist" in before[name, int(year)]
    assert after[name, int(year)] == {"skjult"}
    assert {key: one for key, one in after.items() if key != (name, int(year))} == {
        key: one for key, one in before.items() if key != (name, int(year))
    }
    assert "for tæt på en tidligere hjemtagelse: " in (later.parent / "hjemtagning" / "manifest.txt").read_text()
    first = left(later), (tmp_path / "regnskab.json").read_bytes()
    release(read(later), hush)
    assert (left(later), (tmp_path / "regnskab.json").read_bytes()) == first


def test_a_first_release_that_tells_what_it_hides_is_a_fault_and_refused(
    years: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds_new(monkeypatch)
    with pytest.raises(Refused, match=r"kan regnes ud\. En årgang, der er taget hjem"):
        release(read(years[1]), hush)
    assert not (years[1].parent / "hjemtagning").exists()
    assert not (tmp_path / "regnskab.json").exists()


def test_a_workbook_that_says_something_else_is_refused(
    years: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = workbook.write
    monkeypatch.setattr(
        workbook, "write", lambda path, title, created, lines: original(path, title, created, lines[1:])
    )
    with pytest.raises(Refused, match=r"tabeller.xlsx viser andre tal end bundt.txt"):
        release(read(years[0]), hush)


def test_a_distribution_that_would_hide_too_much_is_put_together_first(years: tuple[Path, Path]) -> None:
    """A few women from each landsdel, in every year: the regions are shown, and together they are everybody."""

    def thin(content: Any) -> None:
        for figure in content["figures"]:
            if (figure["indicator"], figure["population"]) == ("home.landsdel", "own"):
                figure["of"], figure["hits"] = 40, 0 if figure["part"] in ("unknown", "Bornholm") else 4

    sooner = years[0]
    changed(figures_file(read(sooner)), thin)
    release(read(sooner), hush)
    parts = {x.part for x in bundle(sooner).lines if (x.indicator, x.population) == ("home.landsdel", "own")}
    assert parts == {"Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland", "unknown"}
    told = (sooner.parent / "hjemtagning" / "manifest.txt").read_text(encoding="utf-8")
    assert "slået sammen til grovere kategorier: Landsdel før opholdet (egne centre)" in told
    others = {x.part for x in bundle(sooner).lines if (x.indicator, x.population) == ("home.landsdel", "other")}
    assert len(others) > len(parts)


def states(*hits: int, title: str = "work.week+104", final: bool = True) -> list[Figure]:
    return [share(title, "own", 2024, n, sum(hits), part=f"t{place}", kind="part", final=final)
            for place, n in enumerate(hits)]  # fmt: skip


def test_what_a_lower_threshold_has_shown_is_named_as_the_reason() -> None:
    """Three were shown at threshold three: at five nothing can hide them, and the table is not to blame."""
    study, found = read(two_years()[0]), states(3, 40, 50, 60, 70)
    lower = replace(study, threshold=3)
    protected = tuple(_protected(lower, found, Ledger()).protected.values())
    left = Entry("1", protected, tuple(one.finished() for one in protected))
    before = Ledger((left,), {"own 2024": frozenset({"x"})})
    with pytest.raises(Refused, match=r"ved siden af det, der er taget hjem før") as refused:
        _protected(study, found, before)
    assert 'Under [disclosure] skrives så: not_again = ["own 2024"].' in str(refused.value)
    assert "forkert bygget" not in str(refused.value)
    assert not _protected(replace(study, not_again=("own 2024",)), found, before).protected


def test_a_few_more_who_have_come_as_far_are_not_shown_either() -> None:
    """The week was reached by 60 last year and by 90 now: three of the thirty study."""
    (then,), (now,) = (cells(found, seen).tables for found, seen in (
        (states(20, 40, final=False), "2025-12-31"), (states(23, 67, final=False), "2026-12-31")))  # fmt: skip
    before = Protected(then, 5, frozenset(), frozenset(), 0.0, 0.0)
    assert seen_before([now], [before], 5) == {now.name}
    (far,) = cells(states(30, 60, final=False), "2026-12-31").tables
    assert not seen_before([far], [before], 5)
    ledger = Ledger((Entry("1", (before,), (before.finished(),)),))
    left = list(grown([Protected(now, 5, frozenset(), frozenset(), 0.0, 0.0)], ledger))
    assert [one.terms for one in left] == [((1, 1, labels), (-1, 0, labels)) for labels in now.cells()]


def _key(one: Any) -> tuple[Any, ...]:
    return (one.indicator, one.population, one.cohort, one.months, one.part, one.kind)
