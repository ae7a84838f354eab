from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

import rettesnor
from rettesnor.audit.models import Entry
from rettesnor.guideline import edition
from rettesnor.guideline.actions import load_edition
from rettesnor.guideline.models import Adopted, Area, Edition, Line, LocalDefinition, Wording


def test_the_document_has_its_seventy_five_rows() -> None:
    told = edition.document()
    kinds = Counter(line.kind for _, line in told.lines())
    assert kinds == {"goal": 23, "intervention": 39, "duty": 13}
    assert len(told.areas) == 11, "the preface and ten areas"
    assert [question.number for question in told.questions] == list(range(1, 21))


def test_ids_run_in_the_order_of_the_document() -> None:
    for area in edition.document().areas:
        for letter in "GAN":
            numbers = [int(line.id[5:]) for line in area.lines if line.id[:5] == f"{area.id}-{letter}"]
            assert numbers == list(range(1, len(numbers) + 1)), area.id


def test_age_and_origin_have_no_target_by_design() -> None:
    kinds = {line.id: line.goal_kind for _, line in edition.document().lines() if line.kind == "goal"}
    assert {key for key, kind in kinds.items() if kind == "no_target"} == {"AGE-G1", "ORI-G1"}
    assert all(kinds.values())


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    assert load_edition() is True
    before = (Area.objects.count(), Line.objects.count(), Wording.objects.count(), LocalDefinition.objects.count())
    assert before == (11, 75, 75, 20)
    assert load_edition() is False
    assert Entry.objects.filter(verb="vedtag").count() == 1
    assert LocalDefinition.objects.open().count() == 20


@pytest.mark.django_db
def test_adopted_words_cannot_be_changed_by_anyone() -> None:
    load_edition()
    wording = Wording.objects.select_related("edition").first()
    assert wording is not None
    wording.text = "noget andet"
    with pytest.raises(Adopted):
        wording.save()
    with pytest.raises(Adopted):
        wording.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Wording.objects.filter(pk=wording.pk).update(text="noget andet")
    with pytest.raises(DatabaseError), transaction.atomic():
        Wording.objects.filter(pk=wording.pk).delete()


@pytest.mark.django_db
def test_an_adopted_edition_keeps_its_date_and_evidence() -> None:
    load_edition()
    adopted = Edition.objects.get()
    adopted.evidence = "noget andet"
    with pytest.raises(Adopted):
        adopted.save()
    with pytest.raises(Adopted):
        adopted.delete()
    assert "ikke oplyst" in Edition.objects.get().adopted_text


@pytest.mark.django_db
def test_a_closed_line_is_read_as_it_was_until_it_closed() -> None:
    load_edition()
    Line.objects.filter(id="CHI-A3").update(closed_on=date(2026, 3, 1))
    assert Wording.objects.in_force(date(2026, 2, 28)).filter(line="CHI-A3").exists()
    assert Wording.objects.in_force(date(2026, 3, 1)).count() == 74
    assert "CHI-A3" not in {line.id for line in Line.objects.recordable("child", date(2026, 3, 1))}


@pytest.mark.django_db
def test_staff_record_for_a_woman_or_a_child_and_never_mark_her_by_crime() -> None:
    load_edition()
    day = date(2026, 3, 11)
    for_child = {line.id for line in Line.objects.recordable("child", day)}
    for_woman = {line.id for line in Line.objects.recordable("woman", day)}
    assert {"CHI-A3", "CHI-A8"} <= for_child
    assert {"OTH-A1", "EDU-A7"} <= for_woman
    assert not for_child & for_woman
    assert "CRI-A1" not in for_woman, "counted from the help everyone can get"
    assert not {"PSY-A1", "MUN-A2"} & for_woman, "done for the house"


def test_every_id_named_in_the_house_is_a_line_of_the_document() -> None:
    house = Path(rettesnor.__file__).parent
    named = {
        (path.relative_to(house).as_posix(), found)
        for path in house.rglob("*")
        if path.suffix in {".py", ".html", ".csv", ".toml"}
        for found in re.findall(r"\b(?:PRE|AGE|CHI|OTH|MUN|ORI|PSY|CRI|PLA|EDU|OUT)-[GAN]\d+\b", path.read_text())
    }
    assert {found for _, found in named} >= edition.all_ids()
    assert not {(path, found) for path, found in named if found not in edition.all_ids()}


@pytest.mark.django_db
def test_the_newest_adopted_wording_is_in_force() -> None:
    load_edition()
    first = Wording.objects.get(line="CHI-A3")
    later = Edition.objects.create(
        name="2027", title="2027", adopted_by="x", adopted_text="x", valid_from=first.valid_from.replace(year=2027)
    )
    new = Wording(line_id="CHI-A3", edition=later, short="Ny", text="Ny", reason="prøve", valid_from=later.valid_from)
    new.save()
    day = later.valid_from
    assert Wording.objects.in_force(day).get(line="CHI-A3") == first, "a draft is not in force"
    later.adopted = True
    later.save()
    assert Wording.objects.in_force(day).get(line="CHI-A3") == new
    assert Wording.objects.in_force(day.replace(year=2026)).get(line="CHI-A3") == first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('id = "X"', "title"),
        ('id="X"\ntitle="t"\norder=1\nintroduction="i"\n[[line]]\nid="X-G1"\nkind="wish"', "X-G1"),
        ("id = ", "01_x.toml"),
    ],
)
def test_a_spoiled_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    for name in ("edition.toml", "definitions.toml"):
        (tmp_path / name).write_text((edition.FOLDER / name).read_text())
    (tmp_path / "01_x.toml").write_text(text)
    with pytest.raises(edition.Fault, match=said):
        edition.read(tmp_path)
