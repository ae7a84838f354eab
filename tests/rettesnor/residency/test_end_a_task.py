"""Who works with a case, and until when: tasks end as the stay does, and aftercare is a task of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.residency.actions import leaving
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.actions.after_leaving import correct_leaving, undo_leaving
from rettesnor.residency.actions.child import child_is_back, child_leaves
from rettesnor.residency.actions.correction import correct_date
from rettesnor.residency.actions.tasks import closes, settle
from rettesnor.residency.due_stay import due
from rettesnor.residency.models import ChildStay, Stay
from rettesnor.staff.actions.accounts import close_account
from rettesnor.staff.models import Assignment, Employee, House
from tests.rettesnor.residency.lives import fresh, moved_in, people

pytestmark = pytest.mark.django_db

As = Callable[[str], Client]
Cast = dict[str, Employee]
MONTH = timedelta(days=30)
SILENT = "residency.aftercare-silent"


@pytest.fixture
def amina(houses: dict[str, House], cast: Cast) -> Stay:
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def later() -> Callable[[timedelta], Any]:
    now = clock.now()
    return lambda span: clock.at(now + span)


def left(stay: Stay, by: Employee, *, aftercare: str = "nej_tak", at: datetime | None = None) -> datetime:
    when = at or clock.now()
    leaving.leave(stay, by=by, left_at=when, kind="aftalt", destination="familie", aftercare=aftercare)
    return when


def ends(stay: Stay, who: str) -> dict[str, datetime | None]:
    """{kind: until} of what this person has or had to do in the case."""
    rows = Assignment.objects.filter(case=stay.key, employee__username=who)
    return dict(rows.values_list("kind", "until"))


def opens(client: Client, stay: Stay) -> bool:
    return client.get(reverse("stay", args=[stay.code])).status_code == 200


def a_child(stay: Stay) -> ChildStay:
    found = stay.child_stays.select_related("child", "stay", "key").order_by("pk").first()
    assert found is not None
    return found


class TestWhenSheHasLeft:
    def test_every_task_ends_by_itself_after_thirty_days(
        self, amina: Stay, cast: Cast, as_: As, later: Callable[[timedelta], Any]
    ) -> None:
        when = left(amina, cast["sofie"])
        assert set(Assignment.objects.filter(case=amina.key).values_list("until", flat=True)) == {closes(when)}
        with later(MONTH - timedelta(hours=2)):
            assert opens(as_("sofie"), amina)
        with later(MONTH + timedelta(hours=2)):
            assert not any(opens(as_(name), amina) for name in ("sofie", "bodil", "lone"))

    def test_aftercare_with_us_is_a_task_of_its_own(
        self, amina: Stay, cast: Cast, as_: As, later: Callable[[timedelta], Any]
    ) -> None:
        when = left(amina, cast["sofie"], aftercare="liva_og_andre")
        assert ends(amina, "sofie") == {"kontaktperson": closes(when), "eftervaern": None}
        with later(MONTH * 4):
            assert opens(as_("sofie"), amina)
            assert not opens(as_("bodil"), amina)

    def test_it_ends_thirty_days_after_the_last_talk(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        talk = leaving.agree_talk(amina, due_on=clock.today(), safe_contact="opkald", by=cast["sofie"])
        assert ends(amina, "sofie")["eftervaern"] is None
        held = leaving.hold_talk(talk, held_at=clock.now(), by=cast["sofie"]).held_at
        assert held is not None
        assert ends(amina, "sofie")["eftervaern"] == closes(held)

    def test_another_agreed_talk_lets_it_go_on(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        first = leaving.agree_talk(amina, due_on=clock.today(), safe_contact="opkald", by=cast["sofie"])
        leaving.drop_talk(first, why="Hun var rejst.", by=cast["sofie"])
        assert ends(amina, "sofie")["eftervaern"] is not None
        day = clock.today() + timedelta(days=60)
        leaving.agree_talk(amina, due_on=day, safe_contact="opkald", by=cast["sofie"])
        assert ends(amina, "sofie")["eftervaern"] is None

    def test_a_talk_agreed_while_she_lives_here_is_aftercare_when_she_leaves(self, amina: Stay, cast: Cast) -> None:
        day = clock.today() + timedelta(days=20)
        leaving.agree_talk(amina, due_on=day, safe_contact="opkald", by=cast["sofie"])
        assert ends(amina, "sofie") == {"kontaktperson": None}
        left(amina, cast["sofie"], aftercare="andre")
        assert ends(amina, "sofie")["eftervaern"] is None

    def test_a_child_followed_by_us_keeps_its_adult(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"])
        child = a_child(amina)
        leaving.consider_child(child, follow_up="liva", by=cast["bodil"])
        mine = Assignment.objects.filter(employee=cast["bodil"], kind="eftervaern")
        assert list(mine.values_list("child", "until")) == [(child.child.code, None)]
        leaving.consider_child(child, follow_up="kommune", by=cast["bodil"])
        assert list(mine.values_list("until", flat=True)) == [closes(fresh(amina).left_at or clock.now())]

    def test_settling_twice_changes_nothing(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        before = list(Assignment.objects.order_by("pk").values())
        settle(fresh(amina), by=cast["sofie"])
        assert list(Assignment.objects.order_by("pk").values()) == before

    def test_aftercare_given_by_hand_goes_on_and_given_twice_is_one(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        talk = leaving.agree_talk(amina, due_on=clock.today(), safe_contact="opkald", by=cast["sofie"])
        leaving.hold_talk(talk, held_at=clock.now(), by=cast["sofie"])
        assert ends(amina, "sofie")["eftervaern"] is not None
        before = Assignment.objects.count()
        for _time in range(2):
            verbs.assign(fresh(amina), employee=cast["sofie"], kind="eftervaern", by=cast["lone"])
        assert ends(amina, "sofie")["eftervaern"] is None
        assert Assignment.objects.count() == before

    def test_what_somebody_ended_stays_ended(self, amina: Stay, cast: Cast) -> None:
        task = Assignment.objects.get(case=amina.key, kind="kontaktperson")
        verbs.end_assignment(task, by=cast["lone"])
        before = ends(amina, "sofie")
        left(amina, cast["lone"], aftercare="liva")
        assert ends(amina, "sofie") == before

    def test_a_task_that_ends_by_itself_can_be_ended_now(self, amina: Stay, cast: Cast, as_: As) -> None:
        left(amina, cast["sofie"])
        task = Assignment.objects.get(case=amina.key, kind="kontaktperson")
        as_("lone").post(reverse("stay-unassign", args=[amina.code]), {"task": task.pk})
        assert not opens(as_("sofie"), amina)
        settle(fresh(amina), by=cast["lone"])
        assert not opens(as_("sofie"), amina)

    def test_an_account_that_is_closed_keeps_nothing(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        close_account(cast["sofie"], by=cast["ivar"])
        settle(fresh(amina), by=cast["lone"])
        assert not Assignment.objects.in_force(clock.now()).filter(employee=cast["sofie"]).exists()


class TestPutRight:
    def test_undone_her_people_are_hers_again(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        undo_leaving(fresh(amina), reason="Hun kom igen samme aften.", by=cast["sofie"])
        assert ends(amina, "sofie") == {"kontaktperson": None}
        assert ends(amina, "bodil") == {"boernefaglig": None}

    def test_another_day_of_leaving_moves_the_end(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"])
        to = clock.now() - timedelta(hours=2)
        correct_date(fresh(amina), field="left_at", to=to, reason="Hun rejste før.", by=cast["sofie"])
        assert ends(amina, "sofie") == {"kontaktperson": closes(to)}

    def test_another_answer_on_aftercare_opens_it(self, amina: Stay, cast: Cast) -> None:
        left(amina, cast["sofie"])
        correct_leaving(
            fresh(amina), by=cast["sofie"], kind="aftalt", destination="familie", aftercare="liva", why="Hun ringede."
        )
        assert ends(amina, "sofie")["eftervaern"] is None

    def test_a_child_that_left_alone_and_came_back(self, amina: Stay, cast: Cast) -> None:
        child = a_child(amina)
        when = clock.now()
        child_leaves(amina, child_stay=child, left_at=when, by=cast["sofie"])
        tasks = Assignment.objects.filter(case=amina.key, child=child.child.code)
        assert list(tasks.values_list("until", flat=True)) == [closes(when)]
        assert ends(amina, "sofie") == {"kontaktperson": None}
        child_is_back(amina, child_stay=child, reason="Han kom igen.", by=cast["sofie"])
        assert list(tasks.values_list("until", flat=True)) == [None]


class TestTheOtherHouse:
    def test_a_move_leaves_her_to_those_who_work_there(
        self, amina: Stay, cast: Cast, houses: dict[str, House], as_: As
    ) -> None:
        sofie = as_("sofie")
        sent = {"to_house": "aar", "room": "", "at": "i dag 09.00", "reason": "Han er set."}
        answer = sofie.post(reverse("stay-move", args=[amina.code]), sent)
        assert answer.headers["Location"] == reverse("home")
        assert fresh(amina).room == ""
        assert not opens(sofie, amina)
        assert not opens(as_("bodil"), amina)
        with clock.at(clock.now() + timedelta(days=1)):
            assert any(item.item.startswith("residency.contact:") for item in due(cast["aksel"], clock.today()))

    def test_another_room_changes_nobodys_task(self, amina: Stay, cast: Cast, as_: As) -> None:
        verbs.move(amina, to_house=amina.house, room="9", at=clock.now(), by=cast["sofie"])
        assert opens(as_("sofie"), amina)

    def test_a_woman_who_comes_back_begins_with_new_people(
        self, amina: Stay, cast: Cast, houses: dict[str, House], as_: As
    ) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        with clock.at(clock.now() + timedelta(days=3)):
            again = moved_in(houses["aar"], people(cast), at=clock.now(), assigned=False)
            assert again.resident_id == amina.resident_id
            assert not any(opens(as_(name), again) for name in ("sofie", "bodil", "lone"))
            assert opens(as_("aksel"), again)
            assert any(item.item.startswith("residency.contact:") for item in due(cast["aksel"], clock.today()))

    def test_the_stay_before_is_one_step_from_the_new_one(
        self, amina: Stay, cast: Cast, houses: dict[str, House], as_: As
    ) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        with clock.at(clock.now() + timedelta(days=3)):
            again = moved_in(houses["kbh"], people(cast), at=clock.now())
        with clock.at(clock.now() + timedelta(days=4)):
            before, now = (reverse("stay", args=[stay.code]) for stay in (amina, again))
            assert f'href="{before}"' in as_("sofie").get(now).content.decode()
            assert f'href="{now}"' in as_("sofie").get(before).content.decode()


class TestAftercareWithoutATalk:
    def told(self, who: Employee) -> list[str]:
        return [item.item for item in due(who, clock.today()) if item.item.startswith(SILENT)]

    def test_is_reminded_of_until_one_is_agreed(
        self, amina: Stay, cast: Cast, later: Callable[[timedelta], Any]
    ) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        assert self.told(cast["sofie"]) == []
        with later(timedelta(days=16)):
            sofie = Employee.objects.get(username="sofie")
            assert len(self.told(sofie)) == 1
            assert self.told(Employee.objects.get(username="lone")) == []
            day = clock.today() + timedelta(days=20)
            leaving.agree_talk(fresh(amina), due_on=day, safe_contact="opkald", by=sofie)
            assert self.told(sofie) == []

    def test_ends_with_the_task(self, amina: Stay, cast: Cast, later: Callable[[timedelta], Any]) -> None:
        left(amina, cast["sofie"], aftercare="liva")
        with later(timedelta(days=16)):
            for task in Assignment.objects.filter(case=amina.key, employee=cast["sofie"]):
                verbs.end_assignment(task, by=cast["lone"])
            assert self.told(Employee.objects.get(username="sofie")) == []
