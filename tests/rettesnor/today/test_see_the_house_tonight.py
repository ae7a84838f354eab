"""The board: who is here by alias, for those on shift and for the leader; numbers alone for those who place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.residency.models import Capacity, Child, Leaving, Resident, Stay
from rettesnor.staff.models import Employee, House, Shift
from tests.rettesnor.practice.stays import leave, woman

As = Callable[[str], Client]
PAGE = "/huset/"


@pytest.fixture
def known(amina: Stay) -> Stay:
    """Amina with a room, a language and something everyone must know."""
    amina.room, amina.language, amina.must_know = "7", "ar", "Tåler ikke nødder"
    amina.save()
    return amina


def _text(as_: As, name: str) -> str:
    return as_(name).get(PAGE).content.decode()


def _looked_up() -> list[str]:
    return sorted(Entry.objects.filter(verb="opslag").values_list("subject", flat=True))


def _everyone(stay: Stay) -> list[str]:
    children = Child.objects.filter(resident=stay.resident)
    return sorted([stay.resident.subject, *(child.subject for child in children)])


def test_the_shift_sees_the_house(known: Stay, as_: As) -> None:
    text = _text(as_, "karen")
    for words in ("Ahorn", "Ahorn-barn 1", "Ahorn-barn 2", "værelse 7", "Arabisk", "Tåler ikke nødder"):
        assert words in text
    assert _looked_up() == _everyone(known)


def test_a_volunteer_sees_alias_and_what_one_must_know(known: Stay, as_: As) -> None:
    text = _text(as_, "frida")
    assert "Ahorn" in text
    assert "Tåler ikke nødder" in text
    assert "2 børn" in text
    for words in ("værelse 7", "Arabisk", "Ahorn-barn", known.code):
        assert words not in text
    assert _looked_up() == [known.resident.subject]


def test_off_shift_nobody_sees_anybody(known: Stay, as_: As) -> None:
    Shift.objects.all().delete()
    for name in ("karen", "frida", "sofie", "bodil", "pia"):
        text = _text(as_, name)
        assert "Du er ikke på vagt lige nu." in text
        assert "Ahorn" not in text
        assert "bor her" not in text
    assert _looked_up() == []


def test_leaders_see_their_own_house_alone(known: Stay, as_: As) -> None:
    assert "Ahorn" in _text(as_, "lone")
    assert "Ahorn" not in _text(as_, "aksel")
    assert "Ahorn" not in _text(as_, "tove")
    assert "København" not in _text(as_, "aksel")


def test_the_visitator_sees_room_in_both_houses_and_no_person(
    known: Stay, houses: dict[str, House], cast: dict[str, Employee], as_: As
) -> None:
    Capacity.objects.create(
        house=houses["kbh"], children=8, since=date(2026, 1, 1), decided_by=cast["lone"], reason="To på arbejde"
    )
    text = _text(as_, "vera")
    assert "1 kvinde" in text
    assert "Der er plads til 6 børn mere af 8." in text
    assert "Det er ikke besluttet" in text
    assert "Ahorn" not in text
    assert "Tåler" not in text
    assert _looked_up() == []


def test_the_rest_have_no_board(as_: As) -> None:
    for name in ("anne", "dan", "ivar"):
        assert as_(name).get(PAGE).status_code == 403


def test_the_specially_protected_stand_there_by_alias_alone(known: Stay, as_: As) -> None:
    Resident.objects.filter(pk=known.resident_id).update(protected=True)
    for name in ("karen", "lone"):
        text = _text(as_, name)
        assert "Ahorn" in text
        for words in ("værelse 7", "Arabisk", "Tåler", "Ahorn-barn", known.code):
            assert words not in text
    assert set(_looked_up()) == {known.resident.subject}


def test_a_full_house_says_so(known: Stay, houses: dict[str, House], cast: dict[str, Employee], as_: As) -> None:
    Capacity.objects.create(
        house=houses["kbh"], children=2, since=date(2026, 1, 1), decided_by=cast["lone"], reason="Sygdom"
    )
    assert "Der er ikke plads til flere børn end de 2" in _text(as_, "karen")


def test_who_has_left_is_gone_and_who_comes_and_goes_is_said(
    known: Stay, houses: dict[str, House], cast: dict[str, Employee], as_: As
) -> None:
    gone = woman(houses["kbh"], cast["lone"], "Birk")
    leave(gone, datetime(2026, 3, 10, 12, 0, tzinfo=clock.CPH))
    woman(houses["kbh"], cast["lone"], "Ceder", at=clock.now() + timedelta(days=2))
    woman(houses["kbh"], cast["lone"], "Drue", at=clock.now() + timedelta(days=20))
    Leaving.objects.create(stay=known, key=known.key, planned_on=date(2026, 3, 14))
    text = _text(as_, "karen")
    assert "Birk" not in text
    assert "Drue" not in text
    assert text.index("Ventes de næste syv dage") < text.index("Ceder")
    assert "lørdag 14. marts 2026" in text


def test_the_number_of_questions_does_not_grow_with_the_house(
    houses: dict[str, House], cast: dict[str, Employee], as_: As
) -> None:
    karen = as_("karen")
    counts = []
    for first, last in ((0, 3), (3, 12)):
        for number in range(first, last):
            woman(houses["kbh"], cast["lone"], f"Træ {number}", children=2)
        karen.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            karen.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_alias_leads_to_her_page_for_those_who_may_open_it(known: Stay, as_: As) -> None:
    link = f'href="{reverse("stay", args=[known.code])}"'
    assert link in _text(as_, "karen")
    assert link in _text(as_, "sofie")
    for name in ("frida", "pia"):
        text = _text(as_, name)
        assert "Ahorn" in text
        assert link not in text
