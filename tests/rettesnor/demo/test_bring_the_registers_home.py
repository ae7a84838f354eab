"""What the demo house tells of the registers: invented, marked so, and true to what the engine would send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from dkcohort import definitions
from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.demo import brought, july
from rettesnor.registers.models import Bundle
from rettesnor.registers.reading import AWAITED, Told, standings
from rettesnor.reports.models import ResidentList
from rettesnor.staff.models import Employee

As = Callable[[str], Client]
Cast = dict[str, Employee]


@contextmanager
def home(cast: Cast, year: int) -> Iterator[None]:
    """The July bundle of a year, brought home."""
    with clock.at(datetime(year, 8, 2, 10, tzinfo=clock.CPH)):
        for at, act in july.acts(date(year, 8, 2), cast):
            if at.month == 7:
                with clock.at(at):
                    act()
        yield


def leading(goal: str) -> Told:
    return standings([goal])[goal].told[0]


def test_titles_and_goals_are_the_engines_own() -> None:
    told = {key: (brought.TITLES[key], brought.GOALS[key]) for key in brought.TITLES}
    known = definitions.indicators()
    assert told == {key: (known[key].title, known[key].goal) for key in told}


def test_every_goal_that_waits_for_the_register_has_a_figure_or_says_why_not(cast: Cast) -> None:
    with home(cast, 2026):
        for goal in AWAITED:
            told = leading(goal)
            assert told.level or told.no_level.startswith("skjult"), goal


def test_one_is_hidden_one_provisional_and_one_not_to_be_told_apart(cast: Cast) -> None:
    with home(cast, 2026):
        assert leading("CHI-G4").no_level.startswith("skjult")
        half_a_year = next(told for told in standings(["OTH-G2"])["OTH-G2"].told if told.measure.months == 6)
        assert half_a_year.coming.endswith("(foreløbig)")
        assert leading("OTH-G2").coming == ""  # the data end a day before the first woman has been followed for a year
        assert leading("PLA-G1").verdict == "Ikke til at skelne fra 2024."


def test_when_the_year_after_is_in_nine_of_fifty_five_is_not_told_from_eighteen_of_sixty(cast: Cast) -> None:
    with home(cast, 2027):
        told = leading("OTH-G2")
        assert told.verdict == "Ikke til at skelne fra 2024."
        assert told.now.startswith("2025: 16")
        assert [label for label, _words in told.beside] == [
            "Andre krisecentre 2025",
            "Mod det ventede",
            "Anonyme ophold",
        ]


def test_the_bundle_says_that_it_is_invented(cast: Cast, as_: As) -> None:
    with home(cast, 2026):
        page = as_("karen").get(reverse("registers")).content.decode()
        assert "tallene er opdigtet" in page
        assert [bundle.withdrawn_why for bundle in Bundle.objects.order_by("pk")] == [july.WHY, ""]


@pytest.mark.django_db
def test_the_house_has_handed_out_its_list_and_brought_its_bundle_home(house: None) -> None:
    roll = ResidentList.objects.get()
    assert roll.status == ResidentList.HANDED_OUT
    assert (roll.prepared_by.username, roll.released_by and roll.released_by.username) == ("lone", "aksel")
    assert roll.women > 100
    assert Entry.objects.filter(verb="udlever").exclude(subject="").count() == roll.women
    assert Bundle.objects.standing().exists()
