"""Dates that are not the stay's own can be put right too: when a child came, when she moved to the other house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.child import bring_child, child_leaves
from rettesnor.residency.actions.correction import correct_date
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.actions.stay import move, note_stay
from rettesnor.residency.models import ChildStay, Correction, Move, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import MOVED_IN, fresh, log_of, moved_in, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]
WENT: dict[str, Any] = {"kind": "aftalt", "destination": "familie", "aftercare": "liva"}


@pytest.fixture
def amina(cast: Cast, houses: Houses) -> Stay:
    return moved_in(houses["kbh"], people(cast))


def test_a_child_that_was_written_in_too_late_is_put_right_on_the_page(amina: Stay, as_: As, cast: Cast) -> None:
    own = bring_child(amina, moved_in_at=clock.now(), by=cast["sofie"])
    yesterday = clock.now() - timedelta(days=1)
    with pytest.raises(Refused, match="ret barnets dato først"):
        leave(amina, by=cast["sofie"], left_at=yesterday, **WENT)
    sofie, address = as_("sofie"), reverse("stay-correct", args=[amina.code])
    assert Correction.CHILD + own.code in sofie.get(address).content.decode()
    typed = {"field": Correction.CHILD + own.code, "to": "i går 08.00", "reason": "Skrev nu i stedet for i går."}
    assert sofie.post(address, typed).status_code == 302
    assert ChildStay.objects.get(pk=own.pk).moved_in_at == yesterday.replace(hour=8)
    [entry] = log_of("ret")
    assert (entry.noun, entry.subject) == ("stay", own.child.subject)
    leave(fresh(amina), by=cast["sofie"], left_at=yesterday, **WENT)
    assert "et barns indflytning" in sofie.get(reverse("stay", args=[amina.code])).content.decode()


@pytest.mark.parametrize(
    ("days", "message"), [(-3, "før sin mor"), (1, "ude i fremtiden")], ids=["before its mother", "in the future"]
)
def test_a_childs_date_is_held_by_what_is_known(amina: Stay, cast: Cast, days: int, message: str) -> None:
    own = bring_child(amina, moved_in_at=clock.now(), by=cast["sofie"])
    to = clock.now() + timedelta(days=days)
    with pytest.raises(Refused, match=message):
        correct_date(amina, field=Correction.CHILD + own.code, to=to, reason="Forkert.", by=cast["sofie"])
    assert ChildStay.objects.get(pk=own.pk).moved_in_at == own.moved_in_at


def test_a_childs_date_lies_before_it_left_and_after_it_was_born(amina: Stay, cast: Cast) -> None:
    own = amina.child_stays.exclude(child__identity__cpr_index="").order_by("pk").first()
    assert own is not None
    with clock.at(MOVED_IN + timedelta(days=30)):
        leave(amina, by=cast["sofie"], left_at=MOVED_IN + timedelta(days=10), **WENT)
        late = MOVED_IN + timedelta(days=11)
        with pytest.raises(Refused, match="før det flyttede ind"):
            correct_date(amina, field=Correction.CHILD + own.code, to=late, reason="Forkert.", by=cast["sofie"])


class TestTheDayAChildLeftAlone:
    @pytest.fixture
    def sami(self, amina: Stay, cast: Cast) -> ChildStay:
        """Left alone a day too late by what was typed."""
        own = amina.child_stays.select_related("key", "child").order_by("pk")[0]
        return child_leaves(amina, child_stay=own, left_at=clock.now() - timedelta(hours=2), by=cast["sofie"])

    def test_is_put_right_on_the_page_after_its_mother_has_left(
        self, amina: Stay, sami: ChildStay, as_: As, cast: Cast
    ) -> None:
        leave(fresh(amina), by=cast["sofie"], left_at=clock.now() - timedelta(hours=1), **WENT)
        her = clock.now() - timedelta(hours=5)
        with pytest.raises(Refused, match="ret barnets dato først"):
            correct_date(fresh(amina), field="left_at", to=her, reason="Forkert.", by=cast["sofie"])
        sofie, address, field = as_("sofie"), reverse("stay-correct", args=[amina.code]), "barn-ud:" + sami.code
        asked = sofie.get(address).content.decode()
        assert field in asked
        assert asked.count("barn-ud:") == 1, "the child that left with her follows her date"
        typed = {"field": field, "to": "i går 08.00", "reason": "Det var i går."}
        assert sofie.post(address, typed).status_code == 302
        yesterday = (clock.now() - timedelta(days=1)).replace(hour=8)
        now = ChildStay.objects.get(pk=sami.pk)
        assert (now.left_at, now.left_alone) == (yesterday, True)
        kept = Correction.objects.get()
        assert (kept.before, kept.after, kept.reason) == (sami.left_at, yesterday, "Det var i går.")
        [entry] = log_of("ret")
        assert (entry.noun, entry.subject) == ("stay", sami.child.subject)
        assert "et barns udflytning" in sofie.get(reverse("stay", args=[amina.code])).content.decode()
        correct_date(fresh(amina), field="left_at", to=her, reason="Forkert.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == yesterday

    @pytest.mark.parametrize(
        ("hours", "message"), [(-90, "før det flyttede ind"), (0, "Moren flyttede ud"), (1, "ude i fremtiden")]
    )
    def test_lies_within_what_is_known(
        self, amina: Stay, sami: ChildStay, cast: Cast, hours: int, message: str
    ) -> None:
        leave(fresh(amina), by=cast["sofie"], left_at=clock.now() - timedelta(hours=1), **WENT)
        to, field = clock.now() + timedelta(hours=hours), Correction.CHILD_LEFT + sami.code
        with pytest.raises(Refused, match=message):
            correct_date(fresh(amina), field=field, to=to, reason="Forkert.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == sami.left_at

    def test_stands_open_while_its_mother_lives_here(self, amina: Stay, sami: ChildStay, cast: Cast) -> None:
        to, field = clock.now() - timedelta(hours=1), Correction.CHILD_LEFT + sami.code
        correct_date(amina, field=field, to=to, reason="Lidt senere.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=sami.pk).left_at == to

    def test_is_her_own_where_the_child_left_with_her(self, amina: Stay, sami: ChildStay, cast: Cast) -> None:
        leave(fresh(amina), by=cast["sofie"], left_at=clock.now() - timedelta(hours=1), **WENT)
        lea = amina.child_stays.exclude(pk=sami.pk).get()
        with pytest.raises(Refused, match="Vælg, hvilken dato"):
            correct_date(fresh(amina), field=Correction.CHILD_LEFT + lea.code, to=clock.now() - timedelta(hours=3),
                         reason="Forkert.", by=cast["sofie"])  # fmt: skip


def test_a_move_to_the_other_house_is_put_right_and_keeps_its_place_among_the_others(
    amina: Stay, as_: As, cast: Cast, houses: Houses
) -> None:
    first = move(amina, to_house=houses["aar"], at=MOVED_IN + timedelta(hours=30), by=cast["lone"])
    second = move(fresh(amina), to_house=houses["kbh"], at=MOVED_IN + timedelta(hours=35), by=cast["lone"])
    stay = fresh(amina)
    with pytest.raises(Refused, match="ligger senere"):
        leave(stay, by=cast["lone"], left_at=MOVED_IN + timedelta(hours=34), **WENT)
    to = MOVED_IN + timedelta(hours=29)
    with pytest.raises(Refused, match="en anden flytning imellem"):
        correct_date(stay, field=Correction.MOVE + second.code, to=to, reason="Forkert.", by=cast["lone"])
    to = MOVED_IN - timedelta(hours=1)
    with pytest.raises(Refused, match="flyttede ind senere"):
        correct_date(stay, field=Correction.MOVE + first.code, to=to, reason="Forkert.", by=cast["lone"])
    to = MOVED_IN + timedelta(hours=32)
    correct_date(stay, field=Correction.MOVE + second.code, to=to, reason="Forkert.", by=cast["lone"])
    assert Move.objects.get(pk=second.pk).at == to
    leave(stay, by=cast["lone"], left_at=MOVED_IN + timedelta(hours=34), **WENT)


def test_two_moves_in_the_same_minute_keep_their_order(amina: Stay, as_: As, cast: Cast, houses: Houses) -> None:
    at = MOVED_IN + timedelta(hours=30)
    there = move(amina, to_house=houses["aar"], at=at, by=cast["lone"])
    back = move(fresh(amina), to_house=houses["kbh"], at=at, by=cast["lone"])
    stay, minute = fresh(amina), timedelta(minutes=1)
    for moved, to in ((there, at + minute), (back, at - minute)):
        with pytest.raises(Refused, match="en anden flytning imellem"):
            correct_date(stay, field=Correction.MOVE + moved.code, to=to, reason="Forkert.", by=cast["lone"])
    correct_date(stay, field=Correction.MOVE + back.code, to=at + minute, reason="Lidt senere.", by=cast["lone"])
    correct_date(stay, field=Correction.MOVE + there.code, to=at + minute, reason="Også.", by=cast["lone"])
    assert list(stay.moves.all()) == [there, back]
    assert stay.house == houses["kbh"]


@pytest.mark.parametrize(
    "field",
    [
        "barn:",
        "barn:findesikke",
        "barn",
        "barn-ud:",
        "barn-ud:findesikke",
        "flytning:findesikke",
        "born_at",
        "key_id",
        "",
    ],
)
def test_only_dates_of_this_stay(amina: Stay, cast: Cast, houses: Houses, field: str) -> None:
    with pytest.raises(Refused, match="Vælg, hvilken dato"):
        correct_date(amina, field=field, to=clock.now(), reason="Forkert.", by=cast["sofie"])


def test_a_child_of_another_stay_is_not_reached(amina: Stay, cast: Cast, houses: Houses) -> None:
    other = moved_in(houses["kbh"], people(cast), anonymous=True)
    own = ChildStay.objects.filter(stay=other).first()
    assert own is not None
    with pytest.raises(Refused, match="Vælg, hvilken dato"):
        correct_date(amina, field=Correction.CHILD + own.code, to=clock.now(), reason="Forkert.", by=cast["sofie"])


def test_a_room_noted_later_does_not_hold_back_the_day_she_left(amina: Stay, cast: Cast) -> None:
    note_stay(amina, by=cast["sofie"], room="3")
    note_stay(fresh(amina), by=cast["sofie"], room="4")
    leave(fresh(amina), by=cast["sofie"], left_at=clock.now() - timedelta(hours=20), **WENT)
    assert fresh(amina).left_at == clock.now() - timedelta(hours=20)


def test_the_room_of_a_stay_that_is_over_stands(amina: Stay, as_: As, cast: Cast) -> None:
    note_stay(amina, by=cast["sofie"], room="3")
    leave(fresh(amina), by=cast["sofie"], left_at=clock.now(), **WENT)
    typed = {"must_know": "Ny tekst.", "version": str(fresh(amina).version)}
    answer = as_("sofie").post(reverse("stay-notes", args=[amina.code]), typed | {"room": "4"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["room"]
    assert as_("sofie").post(reverse("stay-notes", args=[amina.code]), typed | {"room": "3"}).status_code == 302
    assert (fresh(amina).room, fresh(amina).must_know) == ("3", "Ny tekst.")


def test_the_day_a_child_left_alone_is_told_after_its_mother_has_left(amina: Stay, as_: As, cast: Cast) -> None:
    own = amina.child_stays.select_related("key", "child").order_by("pk")[0]
    child_leaves(amina, child_stay=own, left_at=clock.now() - timedelta(hours=20), by=cast["sofie"])
    leave(fresh(amina), by=cast["sofie"], left_at=clock.now(), **WENT)
    page = as_("sofie").get(reverse("stay", args=[amina.code])).content.decode()
    assert page.count("flyttet 10. marts 2026") == 1
    assert "flyttet 11. marts 2026" not in page.partition('id="children"')[2].partition("</section>")[0]
