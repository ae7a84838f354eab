"""Plans and stays that came to nothing: nobody is asked to tell what is not so, and what was told is not forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.network.actions import load_offices
from rettesnor.post import actions as gate
from rettesnor.post import sources
from rettesnor.residency.actions.after_leaving import undo_leaving
from rettesnor.residency.actions.early_notice import tell_again, tell_before_she_leaves
from rettesnor.residency.actions.leaving import leave, prepare_leaving
from rettesnor.residency.actions.never_came import came_after_all, never_came
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.actions.stay import assign
from rettesnor.residency.due_stay import due
from rettesnor.residency.models import Notice, Stay
from rettesnor.staff.models import Assignment, Employee, House
from tests.rettesnor.residency.lives import WHY, fresh, moved_in, notice_of, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]
PLANNED, LATER = date(2026, 3, 13), date(2026, 3, 16)


@pytest.fixture
def amina(cast: Cast, houses: Houses) -> Stay:
    load_offices()
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def told(amina: Stay, cast: Cast) -> Stay:
    """A stay of which the municipality has been told that she leaves on the 13th."""
    plan(amina, cast, PLANNED)
    by_hand(tell_before_she_leaves(fresh(amina), by=cast["sofie"]), cast)
    return fresh(amina)


def plan(stay: Stay, cast: Cast, day: date | None) -> None:
    prepare_leaving(fresh(stay), by=cast["sofie"], planned_on=day)


def by_hand(notice: Notice, cast: Cast) -> None:
    note_sent_elsewhere(notice, sent_on=clock.today(), how="digital_post", by=cast["sofie"])


def moved(stay: Stay, cast: Cast, *, after: timedelta) -> None:
    at = clock.now() + after
    with clock.at(at):
        leave(fresh(stay), by=cast["sofie"], left_at=at, kind="aftalt", destination="venner", aftercare="nej_tak")


def asked(cast: Cast) -> list[str]:
    """What I dag says of notices to the one who prepares them."""
    user = Employee.objects.get(pk=cast["sofie"].pk)
    return [item.why for item in due(user, clock.today()) if item.item.startswith("residency.notice:")]


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestAFurtherLetterNobodyNeeds:
    """Told the 13th, then the 16th was planned, then the 13th again."""

    @pytest.fixture
    def further(self, told: Stay, cast: Cast) -> Notice:
        plan(told, cast, LATER)
        return tell_again(notice_of(told, "discharge"), by=cast["sofie"])

    def test_goes_with_its_letter_when_that_is_taken_back(self, told: Stay, further: Notice, cast: Cast) -> None:
        letter = prepare_notice(further, by=cast["sofie"], reason=WHY)
        plan(told, cast, PLANNED)
        assert "datoen" in sources.outdated(letter)
        gate.recall(letter, reason="Den første dag er den rigtige.", by=cast["sofie"])
        assert not Notice.objects.filter(stay=told, kind="changed").exists()
        assert asked(cast) == ["Tre hverdage fra afgørelsen"]

    def test_goes_when_its_letter_was_taken_back_before(self, told: Stay, further: Notice, cast: Cast) -> None:
        letter = prepare_notice(further, by=cast["sofie"], reason=WHY)
        gate.recall(letter, reason="Skriv den om.", by=cast["sofie"])
        assert Notice.objects.filter(pk=further.pk).exists()
        moved(told, cast, after=timedelta(days=2))
        assert not Notice.objects.filter(pk=further.pk).exists()

    def test_is_not_written(self, told: Stay, further: Notice, cast: Cast) -> None:
        Notice.objects.filter(stay=told, kind="changed").update(triggered_on=PLANNED)
        with pytest.raises(Refused, match="der er intet at rette"):
            prepare_notice(notice_of(told, "changed"), by=cast["sofie"], reason=WHY)

    def test_says_what_was_told_before_it_also_when_it_is_sent(
        self, told: Stay, further: Notice, cast: Cast, as_: As
    ) -> None:
        by_hand(further, cast)
        page = words(as_("sofie").get(reverse("notice", args=[further.code])))
        assert "Planlagt udskrivning mandag 16. marts 2026" in page
        assert "Oplyst tidligere fredag 13. marts 2026" in page


def test_a_day_that_was_told_and_has_gone_while_she_lives_here_is_asked_about(told: Stay, cast: Cast, as_: As) -> None:
    by_hand(notice_of(told), cast)
    moved(told, cast, after=timedelta(days=2))
    with clock.at(clock.now() + timedelta(days=7)):
        assert asked(cast) == []
        undo_leaving(fresh(told), reason="Hun blev.", by=cast["sofie"])
        assert asked(cast) == ["Kommunen har fået at vide, at hun er flyttet"]
        for name, code in (("stay", told.code), ("notice", notice_of(told, "discharge").code)):
            page = words(as_("sofie").get(reverse(name, args=[code])))
            assert "Kommunen fik at vide, at hun flytter fredag 13. marts 2026; hun bor her." in page
        assert "Skriv den rigtige dag til kommunen" not in page
        plan(told, cast, clock.today() + timedelta(days=3))
        assert asked(cast) == []


def test_a_discharge_that_was_told_of_a_woman_who_never_came_is_to_be_told_otherwise(
    told: Stay, cast: Cast, as_: As
) -> None:
    sofie = as_("sofie")
    page = words(sofie.post(reverse("stay-never-came", args=[told.code]), {"reason": "Hun kom ikke."}, follow=True))
    assert "Fortæl kommunen, at hun ikke kom." in page
    page = words(sofie.get(reverse("notice", args=[notice_of(told, "discharge").code])))
    assert "hun flyttede" not in page
    assert "Skriv den rigtige dag" not in page


def test_nobody_is_given_the_task_of_a_stay_that_never_was(amina: Stay, cast: Cast, as_: As) -> None:
    page = reverse("stay", args=[amina.code])
    assert "Vælg kontaktpersoner" in words(as_("lone").get(page))
    never_came(fresh(amina), reason="Hun ringede.", by=cast["lone"])
    assert "Vælg kontaktpersoner" not in words(as_("lone").get(page))


def test_the_reason_stands_when_she_never_came_meanwhile(amina: Stay, cast: Cast, as_: As) -> None:
    never_came(fresh(amina), reason="Hun ringede.", by=cast["lone"])
    answer = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": "En lang begrundelse."})
    assert answer.status_code == 422
    assert "En lang begrundelse." in answer.content.decode()
    assert "Orienteringen skal ikke sendes. Hun kom aldrig." in words(answer)


class TestTheTasksOfAStay:
    """They end 30 days after she left, whatever stays were to come and did not."""

    def is_seen_a_year_later(self, stay: Stay, cast: Cast) -> bool:
        with clock.at(clock.now() + timedelta(days=400)):
            user = Employee.objects.get(pk=cast["sofie"].pk)
            return Stay.objects.visible_to(user, "stay.see").filter(pk=stay.pk).exists()

    def test_end_though_a_later_one_never_came(self, amina: Stay, cast: Cast, houses: Houses) -> None:
        now = clock.now()
        moved(amina, cast, after=timedelta())
        with clock.at(now + timedelta(days=3)):
            later = moved_in(houses["kbh"], people(cast), at=clock.now(), assigned=False)
        with clock.at(now + timedelta(days=5)):
            never_came(fresh(later), reason="Hun ringede.", by=cast["lone"])
            undo_leaving(fresh(amina), reason="Hun var her.", by=cast["lone"])
            assert fresh(amina).resident.present_stay == amina
            assign(fresh(amina), employee=cast["sofie"], kind="kontaktperson", by=cast["lone"])
            moved(amina, cast, after=timedelta(days=1))
        assert not self.is_seen_a_year_later(amina, cast)

    def test_end_when_she_came_after_all_though_a_later_one_never_came(
        self, amina: Stay, cast: Cast, houses: Houses
    ) -> None:
        now = clock.now()
        never_came(fresh(amina), reason="Hun ringede.", by=cast["lone"])
        with clock.at(now + timedelta(days=3)):
            later = moved_in(houses["kbh"], people(cast), at=clock.now(), assigned=False)
            never_came(fresh(later), reason="Hun ringede igen.", by=cast["lone"])
            came_after_all(fresh(amina), to=clock.now(), reason="Hun kom.", by=cast["lone"])
            assign(fresh(amina), employee=cast["sofie"], kind="kontaktperson", by=cast["lone"])
            moved(amina, cast, after=timedelta(days=1))
        assert not self.is_seen_a_year_later(amina, cast)

    def test_are_given_anew_when_she_comes_after_another_stay(self, amina: Stay, cast: Cast, houses: Houses) -> None:
        now = clock.now()
        never_came(fresh(amina), reason="Hun ringede.", by=cast["lone"])
        with clock.at(now + timedelta(days=3)):
            between = moved_in(houses["kbh"], people(cast), at=clock.now(), assigned=False)
            assign(fresh(between), employee=cast["sofie"], kind="kontaktperson", by=cast["lone"])
            assert Assignment.objects.in_force(clock.now()).filter(case=amina.key).exists()
            moved(between, cast, after=timedelta(days=1))
        with clock.at(now + timedelta(days=6)):
            came_after_all(fresh(amina), to=clock.now(), reason="Hun kom.", by=cast["lone"])
            assert not Assignment.objects.in_force(clock.now()).filter(case=amina.key).exists()
