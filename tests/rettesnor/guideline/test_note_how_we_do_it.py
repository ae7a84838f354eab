from __future__ import annotations

from datetime import date

import pytest

from rettesnor.danish.refused import Refused
from rettesnor.guideline.actions import add_note, decide_definition, load_edition
from rettesnor.guideline.models import Adopted, Line, LocalDefinition, LocalNote
from rettesnor.staff.models import Employee, House


@pytest.fixture
def line(cast: dict[str, Employee]) -> Line:
    load_edition()
    return Line.objects.get(id="AGE-A1")


def test_a_later_note_supersedes_and_the_earlier_stays(
    line: Line, cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    add_note(line, house=houses["kbh"], text="Vi gør sådan", by=cast["lone"])
    second = add_note(line, house=houses["kbh"], text="Nu gør vi sådan", by=cast["lone"])
    other = add_note(line, house=houses["aar"], text="Her gør vi sådan", by=cast["aksel"])
    assert set(LocalNote.objects.newest()) == {second, other}
    assert LocalNote.objects.count() == 3


def test_an_empty_note_is_refused(line: Line, cast: dict[str, Employee], houses: dict[str, House]) -> None:
    with pytest.raises(Refused):
        add_note(line, house=houses["kbh"], text="  ", by=cast["lone"])
    assert not LocalNote.objects.exists()


def test_a_written_note_is_never_overwritten(line: Line, cast: dict[str, Employee], houses: dict[str, House]) -> None:
    note = add_note(line, house=houses["kbh"], text="Vi gør sådan", by=cast["lone"])
    note.text = "noget andet"
    with pytest.raises(Adopted):
        note.save()
    with pytest.raises(Adopted):
        note.delete()
    assert LocalNote.objects.get().text == "Vi gør sådan"


def test_a_person_number_has_no_place_in_a_note(
    line: Line, cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    with pytest.raises(Refused) as refused:
        add_note(line, house=houses["kbh"], text="Spørg 710190-1234 først", by=cast["lone"])
    assert refused.value.field == "text"
    add_note(line, house=houses["kbh"], text="Ring 12 34 56 78, sag 20260311", by=cast["lone"])
    assert LocalNote.objects.count() == 1


def test_a_line_that_has_left_the_document_takes_no_more_notes(
    line: Line, cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    line.closed_on = date(2026, 3, 11)
    line.save()
    with pytest.raises(Refused):
        add_note(line, house=houses["kbh"], text="Vi gør sådan", by=cast["lone"])


def test_a_decision_gives_a_word_its_meaning_from_a_day(line: Line, cast: dict[str, Employee]) -> None:
    decide_definition(4, answer="12 måneder", valid_from=date(2026, 1, 1), by=cast["anne"])
    in_force = LocalDefinition.objects.in_force(date(2026, 3, 1))
    assert [one.answer for one in in_force if one.number == 4] == ["12 måneder"]
    assert not LocalDefinition.objects.in_force(date(2025, 12, 31)).exists()
    with pytest.raises(Refused):
        decide_definition(4, answer="24 måneder", valid_from=date(2025, 6, 1), by=cast["anne"])
    with pytest.raises(Refused):
        decide_definition(4, answer=" ", valid_from=date(2026, 6, 1), by=cast["anne"])
