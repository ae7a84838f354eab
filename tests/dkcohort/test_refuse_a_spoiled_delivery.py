"""Refusing a spoiled delivery: every kind of fault is named by its own sentence, and nothing of it is half loaded."""

import json
import os
import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

import pytest

from dkcohort.catalogue import opened
from dkcohort.engine import DuckEngine
from dkcohort.layout import checks, filled, shares
from dkcohort.layout.delivery import find
from dkcohort.layout.faults import sentences
from dkcohort.layout.preflight import preflight, relations
from dkcohort.simulate.country import _drawn, simulate
from dkcohort.simulate.world import World
from dkcohort.stage import Refused, hush
from dkcohort.study import read
from tests.dkcohort import spoiled
from tests.dkcohort.countries import ALL
from tests.dkcohort.cut_short import CUT
from tests.dkcohort.delivery import Delivery
from tests.dkcohort.shifted import ALIKE, SHIFTED, TRUE
from tests.dkcohort.spoiled import COUNTED, FILES, LISTED, RELATIONS, ROWS, VARIABLES, Spoil, theme
from tests.dkcohort.unlinked import LINKED

KINDS = {**FILES, **VARIABLES, **ROWS, **RELATIONS, **SHIFTED, **LISTED}
_SOME = "hash(PNR) % 9 = 0"
_UNSHOWN = {
    "sas-no-reader": "needs a machine without the extra",
    "lifelines-overlap": "shown below",
    "folder-shut": "needs a user without rights; shown below",
    "file-shut": "needs a user without rights; shown below",
    "few-unlisted": "the study file is wrong, not the delivery; shown below",
}


@cache
def good() -> Path:
    """A small country as it should be delivered."""
    world = World(persons=6000, shelter_women=900, seed=3, somatic_contacts=0.05)
    return simulate(world, Path(mkdtemp(prefix="god")), ("age",), snapshots=7).parent


def delivered(kind: str, to: Path, asked: str | None = None) -> Delivery:
    """A copy of the good delivery, with a study file that asks for the theme the fault is about."""
    shutil.copytree(good() / "registre", to / "registre", copy_function=_linked)
    shutil.copytree(good() / "eksterne", to / "eksterne")
    text = (good() / "study.toml").read_text().replace('include = ["age"]', f'include = ["{asked or theme(kind)}"]')
    if kind.startswith("lifelines"):
        text = text.replace('"dod_vnds"', '"lifelines"')
    if kind in LISTED:
        text = text.replace('mode = "centre"', 'mode = "list"')
    return Delivery(to / ("eksterne" if kind in LISTED else "registre"), text)


def _linked(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def refused(kind: str, spoil: Spoil, to: Path, asked: str | None = None) -> tuple[str, Path]:
    delivery = delivered(kind, to, asked)
    spoil(delivery)
    study_file = to / "study.toml"
    study_file.write_text(delivery.study + "\n[declared]\n" + "\n".join(delivery.declared) + "\n")
    with pytest.raises(Refused) as caught:
        preflight(read(study_file), hush)
    return str(caught.value), to / "arbejde"


@pytest.mark.parametrize("kind", KINDS)
def test_the_fault_is_named_and_nothing_is_loaded(kind: str, tmp_path: Path) -> None:
    said, work = refused(kind, KINDS[kind], tmp_path)
    assert f"[{kind}]" in said
    assert not work.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"0" * 90, b"\x1f\x8b\x08" + b"0" * 90], ids=["zip", "gzip"])
def test_a_packed_file_is_told_whatever_it_is_called_and_is_not_missing(content: bytes, tmp_path: Path) -> None:
    said, _ = refused("register-missing", lambda d: (d.folder / "dod.parquet").unlink(), tmp_path / "a", "returns")
    assert "DOD: Registeret mangler" in said

    def packed(d: Delivery) -> None:
        (d.folder / "dod.parquet").unlink()
        (d.folder / "dod.parquet").write_bytes(content)

    said, _ = refused("file-packed", packed, tmp_path / "b", "returns")
    assert said.splitlines()[1:] == ["  - DOD / dod.parquet: Filen er pakket; pak den ud først [file-packed]"]


@pytest.mark.parametrize("name", ["UDFLYT ", " UDFLYT", "\ufeffUDFLYT", "udflyt\u00a0"], ids=ascii)
def test_a_name_with_blanks_or_marks_around_it_is_shown_as_it_is(name: str, tmp_path: Path) -> None:
    change = f'SELECT * RENAME (UDFLYT AS "{name}") FROM t'
    said, _ = refused("column-padded", lambda d: d.rewrite("kkcoph.", change), tmp_path)
    (line,) = said.splitlines()[1:]
    assert "Variablen UDFLYT mangler, men her er en" in line
    assert ascii(name) in line


def test_a_file_without_rights_is_named_with_its_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def shut(path: Path, *how: str, **more: str) -> IO[Any]:
        if path.name == "dod.parquet":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(Path, "open", shut)
    said, work = refused("file-shut", lambda _d: None, tmp_path, "returns")
    assert [line.split(":")[0] for line in said.splitlines()[1:]] == ["  - DOD / dod.parquet"]
    assert "mangler rettigheder" in said
    assert not work.exists()


@pytest.mark.parametrize("name", ["registre", "bef"])
def test_a_folder_without_rights_is_not_called_empty(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != name and access(path, mode))
    said, _ = refused("folder-shut", lambda d: (d.folder / "bef").mkdir(), tmp_path)
    assert said.splitlines()[1:] == [f"  - Mappen {name} kan ikke læses: der mangler rettigheder til den [folder-shut]"]


@pytest.mark.parametrize("spoiled_so", COUNTED)
def test_what_would_be_counted_by_half_without_a_word_is_named(spoiled_so: str, tmp_path: Path) -> None:
    asked, kind, words, spoil = COUNTED[spoiled_so]
    said, _ = refused(kind, spoil, tmp_path, asked)
    (line, *others) = [each for each in said.splitlines() if f"[{kind}]" in each]
    assert words in line
    assert {re.sub(r".*\[", "[", each) for each in others} <= {f"[{kind}]"}


@pytest.mark.parametrize("spoiled_so", ALIKE)
def test_what_can_be_in_one_row_and_not_in_all_is_named(spoiled_so: str, tmp_path: Path) -> None:
    asked, kind, words, spoil = ALIKE[spoiled_so]
    said, _ = refused(kind, spoil, tmp_path, asked)
    assert any(f"[{kind}]" in line and words in line for line in said.splitlines())


@pytest.mark.parametrize("lacking", CUT)
def test_years_that_are_counted_in_or_looked_back_on_are_missed(lacking: str, tmp_path: Path) -> None:
    """They came out as final noughts: nobody had been charged, hit or placed in them."""
    asked, kind, words, spoil = CUT[lacking]
    said, _ = refused("age", spoil, tmp_path, asked)
    assert any(f"[{kind}]" in line and words in line for line in said.splitlines())


def test_only_the_years_that_are_asked_about_must_be_there(tmp_path: Path) -> None:
    """Crime is looked for two years before the year before the first cohort; no theme looks back on older years."""
    delivery = delivered("age", tmp_path, "crime")
    for pattern in ("bef2019*", "kr[sai][ifn]201[0-8]*"):
        delivery.remove_all(pattern)
    (tmp_path / "study.toml").write_text(delivery.study)
    assert preflight(read(tmp_path / "study.toml"), hush)


def test_lifelines_that_end_early_are_missed(tmp_path: Path) -> None:
    cut = "SELECT * FROM t WHERE year(EVENT_START_DATE) <= 2024"
    said, _ = refused("lifelines", lambda d: d.rewrite("lifelines", cut), tmp_path, "age")
    assert "LIFELINES: Registeret slutter i 2024" in said


def test_own_centres_that_are_nowhere_are_named(tmp_path: Path) -> None:
    delivery = delivered("age", tmp_path, "age")
    (tmp_path / "study.toml").write_text(delivery.study.replace('"9002"', '"9002", "9003", "9010"'))
    with pytest.raises(Refused, match=r"findes ikke alle i DSTNR: 9003, 9010 mangler \[stays-own-centres\]"):
        preflight(read(tmp_path / "study.toml"), hush)


@pytest.mark.parametrize("seldom", TRUE)
def test_what_is_seldom_and_may_be_true_is_not_refused(seldom: str, tmp_path: Path) -> None:
    asked, change = TRUE[seldom]
    delivery = delivered("age", tmp_path, asked)
    change(delivery)
    (tmp_path / "study.toml").write_text(delivery.study)
    assert preflight(read(tmp_path / "study.toml"), hush)


@pytest.mark.parametrize("spoiled_so", LINKED)
def test_persons_who_link_to_nobody_or_are_left_out_are_named(spoiled_so: str, tmp_path: Path) -> None:
    asked, kind, words, spoil = LINKED[spoiled_so]
    said, _ = refused(kind, spoil, tmp_path, asked)
    assert any(f"[{kind}]" in line and words in line for line in said.splitlines())


def test_a_code_is_told_only_where_many_share_it(tmp_path: Path) -> None:
    often, _ = refused("code-unknown", COUNTED["one week of DREAM is written in words"][3], tmp_path / "a", "work")
    once, _ = refused("code-unknown", COUNTED["one of DREAM's codes is written in words"][3], tmp_path / "b", "work")
    assert "»KONTANTHJ«" in often
    assert "KONTANTHJ" not in once


def test_a_large_register_is_asked_of_a_few_persons_and_every_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The country is small; what is called large is made smaller still."""
    monkeypatch.setattr(checks, "_MANY", 1000)
    said, _ = refused("code-unknown", COUNTED["one week of DREAM is written in words"][3], tmp_path, "work")
    assert "DREAM / dream.parquet: Y_2310 har i mindst " in said


def test_weeks_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    said, _ = refused("file-damaged", _damaged_weeks, tmp_path, "work")
    assert "DREAM" in said
    assert "[file-damaged]" in said


def _damaged_weeks(delivery: Delivery) -> None:
    path = delivery.file("dream")
    data = bytearray(path.read_bytes())
    path.unlink()
    middle = len(data) * 7 // 10
    data[middle : middle + 20_000] = bytes(20_000)
    path.write_bytes(bytes(data))


def test_a_code_the_study_says_it_knows_is_known(tmp_path: Path) -> None:
    """New kinds of decision come: the study file's own parameter is what is asked."""
    delivery = delivered("crime", tmp_path, "crime")
    delivery.change_all("kraf*", "AFG_AFGTYP3", "CASE AFG_AFGTYP3 WHEN '911' THEN '911' ELSE '999' END")
    (tmp_path / "study.toml").write_text(delivery.study + '\n[parameters]\nguilty_decisions = ["999"]\n')
    assert preflight(read(tmp_path / "study.toml"), hush)


def test_a_delivery_without_anonymous_stays_is_one_where_the_study_says_so(tmp_path: Path) -> None:
    delivery = delivered("age", tmp_path, "age")
    delivery.rewrite("kkcoph.", "SELECT * FROM t WHERE OPHOLD = '0'")
    without = "\n[parameters]\nshelter_anonymous = []\nperson_invalid = []\n"
    (tmp_path / "study.toml").write_text(delivery.study + without)
    assert preflight(read(tmp_path / "study.toml"), hush)


def test_a_municipality_is_the_same_with_noughts_in_front(tmp_path: Path) -> None:
    """0101 in one register and 101 in the other: nobody's home becomes unknown."""
    delivery = delivered("address", tmp_path, "home")
    for name in ("befadr", "kkcoph."):
        delivery.change(name, "KOM", "'0' || KOM")
    delivery.change_all("bef2*", "KOM", "'0' || KOM")
    (tmp_path / "study.toml").write_text(delivery.study)
    engine = DuckEngine()
    opened(engine, preflight(read(tmp_path / "study.toml"), hush))
    for name in ("bef", "befadr", "kkcoph"):
        assert engine.rows(f"SELECT count(*) FROM {name} WHERE kom LIKE '0%' OR length(kom) <> 3") == [(0,)]


def test_a_house_that_was_closed_is_no_fault_where_the_study_says_so(tmp_path: Path) -> None:
    delivery = delivered("age", tmp_path, "age")
    for register in ("kkcoph.", "kkcophb."):  # nor did children come to it
        delivery.rewrite(register, "SELECT * FROM t WHERE NOT (DSTNR = '9002' AND INDFLYT >= DATE '2025-01-01')")
    study_file, text = tmp_path / "study.toml", delivery.study
    study_file.write_text(text)
    with pytest.raises(Refused, match=r"Eget center 9002 har ingen indflytninger fra 202[45]-\d\d til 2026-12"):
        preflight(read(study_file), hush)
    study_file.write_text(text.replace("[own]", '[own]\nfew = ["9002 2025", "9002 2026"]'))
    assert preflight(read(study_file), hush)


def test_a_few_stays_that_end_before_they_begin_move_no_day_of_leaving(tmp_path: Path) -> None:
    """As some write what is open. They are told when they are more than a hundredth."""
    delivery = delivered("age", tmp_path, "age")
    delivery.change("kkcoph.", "UDFLYT", "DATE '1960-01-01'", "UDFLYT IS NULL AND hash(PNR) % 9 = 0")
    (tmp_path / "study.toml").write_text(delivery.study)
    assert preflight(read(tmp_path / "study.toml"), hush)


def test_half_a_year_of_the_own_list_is_missed(tmp_path: Path) -> None:
    spoil = "SELECT * FROM t WHERE NOT (INDFLYT BETWEEN DATE '2023-07-01' AND DATE '2023-12-31')"
    said, _ = refused("residents-unknown", lambda d: d.rewrite("residents", spoil), tmp_path)
    assert "RESIDENTS: Eget center aarhus + kbh har ingen indflytninger fra 2023-0" in said


def test_a_closed_house_that_is_not_on_the_list_is_refused(tmp_path: Path) -> None:
    delivery = delivered("residents-not-own", tmp_path)
    study_file = tmp_path / "study.toml"
    study_file.write_text(delivery.study.replace("[own]", '[own]\nfew = ["Aarhus 2024"]'))
    with pytest.raises(Refused, match=r"own\.few nævner huset »Aarhus«, som ikke er på beboerlisten"):
        preflight(read(study_file), hush)
    study_file.write_text(delivery.study.replace("[own]", '[own]\nfew = ["aarhus 2024"]'))
    assert preflight(read(study_file), hush)


@pytest.mark.parametrize(
    ("ends", "missed"),
    [((200, 190, 0), ["2024"]), ((200, 190, 9), ["2024"]), ((200, 190, 60), []), ((0, 0, 0), [""])],
)
def test_the_newest_file_of_spells_may_lack_many_ends_and_not_nearly_all(
    ends: tuple[int, int, int], missed: list[str]
) -> None:
    rows = [(str(2022 + i), 200, n) for i, n in enumerate(ends)]
    assert [one.file for one in filled.faults("krin", ["ind_loesldto"], rows, [])] == missed


def test_a_few_rows_without_a_value_may_be_chance() -> None:
    assert filled.faults("krin", ["ind_loesldto"], [("2022", 200, 200), ("2023", 19, 0)], []) == []
    assert filled.faults("krog", ["relation_partner_hist"], [("2022", 200, 10), ("2023", 300, 0)], []) == []


_MENTAL = {"enough": 100, "against": "most", "expected": 20, "at_least": 0.1}


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ([("2020", 0.05, 1000), ("2021", 0.05, 1000), ("2022", 0.0, 1000)], ["2022"]),
        ([("2020", 0.05, 1000), ("2021", 0.0, 1000), ("2022", 0.0, 1000)], ["2021", "2022"]),
        ([("2020", 0.05, 1000), ("2021", 0.006, 1000), ("2022", 0.04, 1000)], []),
        ([("2020", 0.05, 1000), ("2021", 0.0, 1000)], []),
        ([("2020", 0.05, 1000), ("2021", 0.05, 1000), ("2022", 0.0, 99)], []),
        ([("2020", 0.05, 1000), ("2021", 0.05, 1000), ("2022", 0.0, 300)], []),
        ([("2020", 0.15, 110), ("2021", 0.02, 1000), ("2022", 0.02, 500), ("2023", 0.001, 300)], []),
        ([("2020", None, 1000), ("2021", 0.05, 1000), ("2022", 0.05, 1000)], []),
    ],
)
def test_a_year_is_held_against_the_others_where_there_is_enough_of_it(
    groups: list[tuple[str, float | None, int]], told: list[str]
) -> None:
    assert shares.outside(_MENTAL, [shares.Group(*one) for one in groups]) == told


def test_bounds_say_where_they_come_from() -> None:
    asked = {kind: line for kind, line in relations().items() if "by" in line}
    assert len(asked) > 30
    assert all("ANTAGELSE" in line["source"] for line in asked.values())


def test_a_list_with_a_row_for_each_house_is_good(tmp_path: Path) -> None:
    """As the web house's own export makes it: who moved from one house to the other has two rows."""
    delivery = delivered("residents-not-own", tmp_path)
    middle = "INDFLYT + CAST((COALESCE(UDFLYT, DATE '2026-12-31') - INDFLYT) // 2 AS INTEGER)"
    moved = f"SELECT * REPLACE ('andet' AS HUS, {middle} AS INDFLYT) FROM t"
    delivery.rewrite("residents", f"SELECT * REPLACE ({middle} AS UDFLYT) FROM t UNION ALL {moved}")
    (tmp_path / "study.toml").write_text(delivery.study)
    assert preflight(read(tmp_path / "study.toml"), hush)


@pytest.mark.parametrize(
    "name", ["ny_kkcoph.sas7bdat", "Kopi/kkcoph kopi/year=2024/del.parquet", "x kkcoph2024.PARQUET"]
)
def test_a_copy_under_another_name_is_named(name: str, tmp_path: Path) -> None:
    delivery = delivered("age", tmp_path, "age")
    (delivery.folder / name).parent.mkdir(parents=True, exist_ok=True)
    delivery.copy("kkcoph.", name)
    (tmp_path / "study.toml").write_text(delivery.study)
    with pytest.raises(Refused, match=re.escape(f"KKCOPH / {name}: Filen ligner registeret")):
        preflight(read(tmp_path / "study.toml"), hush)


def test_files_of_registers_nobody_knows_are_told_and_not_refused(tmp_path: Path) -> None:
    """A project's folder holds more than the study asks for; what is left aside is never left out of the telling."""
    delivery = delivered("age", tmp_path, "age")
    delivery.copy("kkcoph.", "dodsaars2001.parquet")
    (tmp_path / "study.toml").write_text(delivery.study)
    said: list[str] = []
    assert preflight(read(tmp_path / "study.toml"), said.append)
    assert [line for line in said if line.startswith("Ikke læst")] == [
        "Ikke læst: dodsaars2001.parquet hører ikke til et register, der kendes"
    ]


@pytest.mark.parametrize("few", ["9001", "9001 24", "2024"])
def test_a_year_of_few_that_cannot_be_read_is_refused(few: str, tmp_path: Path) -> None:
    study_file = tmp_path / "study.toml"
    study_file.write_text((good() / "study.toml").read_text().replace("[own]", f'[own]\nfew = ["{few}"]'))
    with pytest.raises(Refused, match=r"own\.few"):
        read(study_file)


def test_the_good_delivery_is_not_refused(tmp_path: Path) -> None:
    for asked in ("home", "origin", "mental", "crime", "violence", "placement", "education", "work"):
        text = (good() / "study.toml").read_text().replace('include = ["age"]', f'include = ["{asked}"]')
        file = good() / f"{asked}.toml"
        file.write_text(text.replace('work = "arbejde"', f'work = "{tmp_path}"'))
        assert preflight(read(file), hush)


def test_at_least_sixty_kinds_are_told_apart() -> None:
    assert len(KINDS) >= 60


def test_every_kind_that_has_a_sentence_is_shown_or_says_why_not() -> None:
    known = set(sentences()) | set(relations())
    assert known - set(KINDS) == set(_UNSHOWN)
    assert set(KINDS) <= known


def test_no_two_kinds_have_the_same_sentence() -> None:
    every = [*sentences().values(), *(str(line["text"]) for line in relations().values())]
    assert len(set(every)) == len(every)


def test_no_number_below_the_threshold_stands_in_a_message(tmp_path: Path) -> None:
    three = "PNR IN (SELECT PNR FROM t LIMIT 1)"
    said, _ = refused("value-missing", lambda d: d.change("kkcoph.", "INDFLYT", "NULL", three), tmp_path)
    assert "under 5" in said
    assert not re.search(r"\b[1-4] rækker", said)


def test_overlapping_lifelines_are_found(tmp_path: Path) -> None:
    later = "SELECT * REPLACE (EVENT_START_DATE + 1 AS EVENT_START_DATE) FROM t WHERE EVENT_FINAL_DATE IS NULL"
    again = f"SELECT * FROM t UNION ALL {later}"
    said, _ = refused("lifelines-overlap", lambda d: d.rewrite("lifelines", again), tmp_path)
    assert "[lifelines-overlap]" in said


def test_sas_days_are_read_when_they_are_declared(tmp_path: Path) -> None:
    delivery = delivered("type-date-number", tmp_path)
    spoiled.VARIABLES["type-date-number"](delivery)
    study_file = tmp_path / "study.toml"
    study_file.write_text(delivery.study + '\n[declared]\n"kkcoph.indflyt" = "sas_day"\n')
    assert preflight(read(study_file), hush)


def test_a_date_in_two_forms_is_named_and_the_file_is_not_called_damaged(tmp_path: Path) -> None:
    said, _ = refused("date-unreadable", spoiled.ROWS["date-unreadable"], tmp_path)
    assert "KKCOPH / kkcoph.parquet: Datoen INDFLYT er erklæret iso_text, men " in said
    assert "damaged" not in said


@pytest.mark.parametrize("number", ["'inf'::DOUBLE", "1e300"])
def test_a_sas_day_without_end_is_named(number: str, tmp_path: Path) -> None:
    said, _ = refused("age", lambda d: spoiled.sas_days(d, number, "hash(PNR) % 9 = 0"), tmp_path)
    assert "Datoen UDFLYT er erklæret sas_day, men " in said
    assert "damaged" not in said


def test_a_sas_day_that_is_no_number_is_missing(tmp_path: Path) -> None:
    """So pandas writes what is missing: an open stay, and in a date that must be there a fault by name."""
    delivery = delivered("age", tmp_path / "a")
    spoiled.sas_days(delivery, "'nan'::DOUBLE", "UDFLYT IS NULL")
    study_file = tmp_path / "a" / "study.toml"
    study_file.write_text(delivery.study + "\n[declared]\n" + "\n".join(delivery.declared) + "\n")
    assert preflight(read(study_file), hush)
    said, _ = refused("age", lambda d: spoiled.sas_days(d, "'nan'::DOUBLE", _SOME, "INDFLYT"), tmp_path / "b")
    assert "Variablen INDFLYT mangler i " in said


def test_blank_text_is_a_missing_date(tmp_path: Path) -> None:
    delivery = delivered("age", tmp_path)
    delivery.retype("kkcoph.", "UDFLYT", "COALESCE(strftime(UDFLYT, '%Y-%m-%d'), '')")
    (tmp_path / "study.toml").write_text(delivery.study + '\n[declared]\n"kkcoph.udflyt" = "iso_text"\n')
    assert preflight(read(tmp_path / "study.toml"), hush)


def test_an_exact_copy_of_a_file_is_no_fault(tmp_path: Path) -> None:
    delivery = delivered("period-twice", tmp_path)
    delivery.copy("kkcoph.", "kkcoph2026.parquet")
    (tmp_path / "study.toml").write_text(delivery.study)
    found = preflight(read(tmp_path / "study.toml"), hush)
    assert [len(batch.files) for batch in found["kkcoph"]] == [1]


@pytest.mark.parametrize("seed", [11, 12])
def test_a_small_country_is_not_refused(seed: int, tmp_path: Path) -> None:
    """In the country of seed 11 nobody but a neighbour goes to prison in 2019."""
    study_file = simulate(World(persons=9000, shelter_women=500, seed=seed), tmp_path, ALL)
    assert preflight(read(study_file), hush)


def test_a_country_with_months_nobody_came_in_is_drawn_again(tmp_path: Path) -> None:
    """In the first country of seed 5 nobody comes from 20 January to 5 March 2017."""
    study_file = simulate(World(persons=3000, shelter_women=600, seed=5), tmp_path, ALL)
    assert json.loads((tmp_path / "sandhed.json").read_text())["parameters"]["redrawn"] == 1
    assert preflight(read(study_file), hush)


@pytest.mark.parametrize(("persons", "women", "seed"), [(0, 1500, 7), (6000, 900, 3), (0, 600, 4), (20_000, 1500, 7)])
def test_a_country_without_such_months_stays_as_it_was(persons: int, women: int, seed: int) -> None:
    assert _drawn(World(persons=persons, shelter_women=women, seed=seed))[0].redrawn == 0


def test_the_register_of_deaths_ends_with_its_delivery_also_where_nobody_of_the_study_died_lately(
    tmp_path: Path,
) -> None:
    """In the country of seed 34 the last of its few women dies half a year before the data end."""
    world = World(persons=0, seed=34, shelter_women=4200)
    assert preflight(read(simulate(world, tmp_path, ("returns",), snapshots=11)), hush)


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    """Some programs write a folder of that name with pieces in it; it was told as a year that is missing."""
    (tmp_path / "bef2024.parquet").mkdir()
    (tmp_path / "bef2024.parquet" / "part-00000.parquet").write_bytes(b"PAR1")
    (tmp_path / "dod.parquet").symlink_to(tmp_path / "væk.parquet")
    (tmp_path / "lmdb2024.parquet").mkdir()
    _files, faults = find(tmp_path, {"bef", "dod"})
    told = sorted(str(one) for one in faults if "mappe eller en genvej" in str(one))
    assert [("BEF" in told[0], "bef2024.parquet" in told[0]), ("DOD" in told[1], "dod.parquet" in told[1])] == [
        (True, True),
        (True, True),
    ]
    assert len(told) == 2
