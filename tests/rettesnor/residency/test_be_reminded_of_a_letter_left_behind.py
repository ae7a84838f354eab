"""The case has changed since a letter was prepared: I dag says so to whoever can take it back, in the same question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rettesnor.danish import clock
from rettesnor.network.actions import load_offices
from rettesnor.network.models import Office
from rettesnor.post import actions as gate
from rettesnor.post import sources
from rettesnor.post.due import due
from rettesnor.post.models import Document
from rettesnor.residency.actions.child import bring_child, child_is_back, child_leaves
from rettesnor.residency.actions.early_notice import tell_before_she_leaves
from rettesnor.residency.actions.leaving import leave, prepare_leaving
from rettesnor.residency.actions.notice import left_behind, prepare_notice
from rettesnor.residency.actions.stay import correct_date, name_child, name_her, set_municipalities
from rettesnor.residency.models import Enquiry, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import MOVED_IN, NAME, NUMBER, WHY, children_of, fresh, moved_in, notice_of, people

Cast = dict[str, Employee]
Change = Callable[[Stay, Employee], Any]
OUTDATED = "Brevet passer ikke længere med sagen: klargør et nyt"


@pytest.fixture
def amina(cast: Cast, houses: dict[str, House]) -> Stay:
    load_offices()
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def letter(amina: Stay, cast: Cast) -> Document:
    """The notice of her admission, prepared by Sofie and waiting for somebody else."""
    return prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)


def said(user: Employee) -> list[str]:
    """What this person hears of letters."""
    return [item.what for item in due(Employee.objects.get(pk=user.pk), clock.today())]


def another_municipality(stay: Stay, by: Employee) -> None:
    set_municipalities(stay, home_municipality="0265", case_municipality="0265", by=by)


def another_day(stay: Stay, by: Employee) -> None:
    Enquiry.objects.filter(stay=stay).update(received_at=clock.now() - timedelta(days=5))
    at = clock.now() - timedelta(days=4)
    correct_date(fresh(stay), field="decided_at", to=at, reason="Det var dagen før.", by=by)


def another_number(stay: Stay, by: Employee) -> None:
    name_her(stay.resident, name=NAME, number="7103880003", phone="", by=by)


def another_child_s_name(stay: Stay, by: Employee) -> None:
    name_child(children_of(stay)[1], name="Lea Andet Prøvebarn", number="", institution="", by=by)


def another_child(stay: Stay, by: Employee) -> None:
    bring_child(stay, moved_in_at=clock.now(), by=by, called="Nora Prøvebarn", age_group="0-2")


def a_child_came_later(stay: Stay, by: Employee) -> None:
    own = stay.child_stays.order_by("pk")[0]
    field, to = f"barn:{own.code}", MOVED_IN + timedelta(days=1)
    correct_date(fresh(stay), field=field, to=to, reason="Drengen kom dagen efter.", by=by)


def another_office(_stay: Stay, _by: Employee) -> None:
    Office.objects.filter(municipality="0101", alternative=False).update(department="Det nye kontor")


def no_office(_stay: Stay, _by: Employee) -> None:
    Office.objects.filter(municipality="0101").update(closed_on=clock.today())


CHANGES: list[Change] = [another_municipality, another_day, another_number, another_child_s_name, another_child,
                         a_child_came_later, another_office, no_office]  # fmt: skip
HARMLESS: list[Change] = [
    lambda stay, by: prepare_leaving(stay, by=by, planned_on=clock.today()),
    lambda stay, by: name_her(stay.resident, name=NAME, number=NUMBER, phone="11 22 33 44", by=by),
    lambda stay, by: leave(stay, by=by, left_at=clock.now(), kind="aftalt", destination="venner", aftercare="nej_tak"),
]


def is_behind(letter: Document) -> bool:
    """As the database sees it; the page's own answer must be the same."""
    found = letter.pk in left_behind(clock.today(), [letter.pk])
    assert found == bool(sources.outdated(Document.objects.select_related("key").get(pk=letter.pk)))
    return found


@pytest.mark.parametrize("change", CHANGES)
def test_a_letter_is_behind_after_each_change_that_its_page_tells_of(
    amina: Stay, letter: Document, cast: Cast, change: Change
) -> None:
    assert not is_behind(letter)
    change(amina, cast["sofie"])
    assert is_behind(letter)


@pytest.mark.parametrize("change", HARMLESS, ids=["a plan", "a telephone", "her leaving"])
def test_a_letter_is_not_behind_after_what_it_says_nothing_of(
    amina: Stay, letter: Document, cast: Cast, change: Change
) -> None:
    change(amina, cast["sofie"])
    assert not is_behind(letter)


def test_a_child_s_own_leaving_puts_the_discharge_behind_and_its_coming_back_right(amina: Stay, cast: Cast) -> None:
    sofie, own = cast["sofie"], amina.child_stays.select_related("key", "child", "child__resident").order_by("pk")[0]
    prepare_leaving(amina, by=sofie, planned_on=clock.today() + timedelta(days=1))
    tell_before_she_leaves(amina, by=sofie)
    letter = prepare_notice(notice_of(amina, "discharge"), by=sofie, reason=WHY)
    child_leaves(amina, child_stay=own, left_at=clock.now(), by=sofie)
    assert is_behind(letter)
    child_is_back(amina, child_stay=own, reason="Han kom igen.", by=sofie)
    assert not is_behind(letter)


@pytest.mark.parametrize("days", [0, 1, 3])
def test_a_letter_of_a_planned_day_is_behind_when_the_day_has_gone(amina: Stay, cast: Cast, days: int) -> None:
    prepare_leaving(amina, by=cast["sofie"], planned_on=clock.today() + timedelta(days=1))
    tell_before_she_leaves(amina, by=cast["sofie"])
    letter = prepare_notice(notice_of(amina, "discharge"), by=cast["sofie"], reason=WHY)
    with clock.at(clock.now() + timedelta(days=days)):
        assert is_behind(letter) == (days > 1)


def test_a_letter_of_a_planned_day_is_behind_when_the_plan_moves(amina: Stay, cast: Cast) -> None:
    prepare_leaving(amina, by=cast["sofie"], planned_on=clock.today() + timedelta(days=1))
    tell_before_she_leaves(amina, by=cast["sofie"])
    letter = prepare_notice(notice_of(amina, "discharge"), by=cast["sofie"], reason=WHY)
    prepare_leaving(fresh(amina), by=cast["sofie"], planned_on=clock.today() + timedelta(days=2))
    assert is_behind(letter)


def test_who_prepared_it_and_can_take_it_back_is_told_and_the_leader_is_not_asked_to_release_it(
    amina: Stay, letter: Document, cast: Cast
) -> None:
    assert said(cast["sofie"]) == []
    assert said(cast["lone"]) == ["Se brevet igennem, og frigiv det"]
    another_number(amina, cast["sofie"])
    assert said(cast["sofie"]) == said(cast["lone"]) == [OUTDATED]
    (item,) = due(cast["sofie"], clock.today())
    assert item.url == f"/ud/{letter.code}/"


@pytest.mark.parametrize("name", ["vera", "bodil", "ulla"])
def test_nobody_else_is_told(amina: Stay, letter: Document, cast: Cast, name: str) -> None:
    another_number(amina, cast["sofie"])
    assert said(cast[name]) == []


def test_a_released_letter_is_not_asked_to_be_sent_but_to_be_made_anew(
    amina: Stay, letter: Document, cast: Cast
) -> None:
    gate.release(letter, by=cast["lone"], forbidden=sources.forbidden_for(letter))
    another_number(amina, cast["sofie"])
    assert said(cast["sofie"]) == [OUTDATED]


def test_taking_it_back_makes_it_go_away(amina: Stay, letter: Document, cast: Cast) -> None:
    another_number(amina, cast["sofie"])
    gate.recall(letter, reason="Nummeret var forkert.", by=cast["sofie"])
    assert said(cast["sofie"]) == []
    again = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    assert not is_behind(again)


def test_it_costs_two_questions_more_however_many_letters_wait(
    amina: Stay, letter: Document, cast: Cast, houses: dict[str, House]
) -> None:
    def asked() -> int:
        user = Employee.objects.get(pk=cast["sofie"].pk)
        assert user.standing.may("post.dispatch")
        with CaptureQueriesContext(connection) as seen:
            due(user, clock.today())
        return len(seen)

    another_number(amina, cast["sofie"])
    one = asked()
    for _each in range(2):
        stay = moved_in(houses["kbh"], people(cast), anonymous=True)
        prepare_notice(notice_of(stay), by=cast["sofie"], reason=WHY)
        another_municipality(stay, cast["sofie"])
    assert len(said(cast["sofie"])) == 3
    assert asked() == one == 3, "the letters, their cases, the offices"
