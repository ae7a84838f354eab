"""A yes becomes a stay: the woman, her children each as a person, her notice and its two limits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.actions.stay import correct_date
from rettesnor.residency.aliases import WORDS
from rettesnor.residency.models import Child, ChildIdentity, Enquiry, Identity, Resident, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import MOVED_IN, NAME, NUMBER, children_of, fresh, log_of, moved_in, people
from tests.rettesnor.residency.lives import notice_of as the_notice


def test_she_moves_in_with_her_children_each_as_a_person(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    stay = moved_in(houses["kbh"], people(cast))
    assert stay.house == houses["kbh"]
    assert stay.moved_in_at == stay.decided_at == MOVED_IN
    assert stay.age_group == "30-39"
    children = children_of(stay)
    assert [child.alias for child in children] == [f"{stay.resident.alias}-barn {n}" for n in (1, 2)]
    assert ChildIdentity.objects.select_related("key").get(child=children[0]).institution == "Skovtrolden Børnehus"
    assert {row.moved_in_at for row in stay.child_stays.all()} == {MOVED_IN}
    assert all(row.assessed_at for row in stay.child_stays.all())


def test_her_name_is_sealed_in_a_row_of_its_own(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    stay = moved_in(houses["kbh"], people(cast))
    identity = Identity.objects.select_related("key").get(resident=stay.resident)
    assert (identity.name, identity.cpr) == (NAME, NUMBER)
    assert identity.key_id == stay.key_id


def test_an_anonymous_woman_has_no_identity_at_all(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    stay = moved_in(houses["kbh"], people(cast), anonymous=True)
    assert stay.anonymous
    assert stay.age_group == "ukendt"
    assert not Identity.objects.exists()
    assert not ChildIdentity.objects.exists()
    assert Child.objects.count() == 2


@pytest.mark.parametrize(
    ("decided", "reminds", "judges"),
    [
        (datetime(2026, 3, 9, 21, 30, tzinfo=clock.CPH), date(2026, 3, 12), date(2026, 3, 12)),
        (datetime(2026, 3, 6, 0, 30, tzinfo=clock.CPH), date(2026, 3, 10), date(2026, 3, 11)),
        (datetime(2026, 2, 27, 23, 59, tzinfo=clock.CPH), date(2026, 3, 3), date(2026, 3, 4)),
    ],
    ids=["Monday evening", "half past midnight on a Friday", "a minute to Saturday"],
)
def test_the_clock_of_the_notice_starts_on_the_danish_day(
    cast: dict[str, Employee], houses: dict[str, House], decided: datetime, reminds: date, judges: date
) -> None:
    stay = moved_in(houses["kbh"], people(cast), at=decided, children=())
    notice = the_notice(stay)
    assert (notice.triggered_on, notice.reminds_on, notice.due_on) == (decided.date(), reminds, judges)


def test_her_word_on_the_board_says_nothing_and_is_hers_alone(
    cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    stays = [moved_in(houses[house], people(cast), children=(), cpr="", name=NAME) for house in ("kbh", "aar") * 20]
    aliases = [stay.resident.alias for stay in stays]
    assert len(set(aliases)) == 40
    assert set(aliases) <= set(WORDS)
    assert aliases != sorted(aliases)


def test_a_woman_who_comes_back_is_the_same_woman(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    first = moved_in(houses["kbh"], people(cast), at=MOVED_IN - timedelta(days=100))
    with clock.at(MOVED_IN - timedelta(days=50)):
        leave(
            first, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="ny_egen_bolig", aftercare="liva"
        )
    again = moved_in(houses["aar"], people(cast))
    assert again.resident == first.resident
    assert Resident.objects.count() == 1
    assert again.key_id == first.key_id
    # The boy is known by his number; the girl without a number cannot be.
    assert again.child_stays.filter(child__in=children_of(first)).count() == 1


def test_her_word_is_given_anew_when_another_carries_it(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    first = moved_in(houses["kbh"], people(cast), at=MOVED_IN - timedelta(days=100), children=())
    with clock.at(MOVED_IN - timedelta(days=50)):
        leave(
            first, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="ny_egen_bolig", aftercare="liva"
        )
    other = moved_in(houses["aar"], people(cast), at=MOVED_IN - timedelta(days=9), children=(), name="B", cpr="")
    Resident.objects.filter(pk=other.resident_id).update(alias=first.resident.alias)
    again = moved_in(houses["kbh"], people(cast), children=())
    assert again.resident == first.resident
    assert again.resident.alias != first.resident.alias


def test_a_woman_who_lives_here_cannot_be_admitted_again(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    moved_in(houses["kbh"], people(cast))
    with pytest.raises(Refused, match="allerede et ophold") as refused:
        moved_in(houses["aar"], people(cast), at=MOVED_IN + timedelta(hours=5))
    assert refused.value.field == "moved_in_at"
    assert Stay.objects.count() == 1


def test_overlapping_dates_are_refused_in_words_whatever_the_database(
    cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    first = moved_in(houses["kbh"], people(cast), at=MOVED_IN - timedelta(days=100))
    with clock.at(MOVED_IN - timedelta(days=50)):
        leave(
            first, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="ny_egen_bolig", aftercare="liva"
        )
    again = moved_in(houses["kbh"], people(cast))
    Enquiry.objects.filter(stay=again).update(received_at=MOVED_IN - timedelta(days=70))
    with pytest.raises(Refused, match="overlapper") as refused:
        correct_date(
            again, field="moved_in_at", to=MOVED_IN - timedelta(days=60), reason="Forkert år.", by=cast["sofie"]
        )
    assert refused.value.field == "to"
    assert fresh(again).moved_in_at == MOVED_IN
    assert not again.corrections.exists()


def test_a_move_far_ahead_is_refused(cast: dict[str, Employee], houses: dict[str, House], now: datetime) -> None:
    who = people(cast)
    enquiry = intake.take_call(house=houses["kbh"], by=who.visitor, outcome="visitation")
    intake.save_visitation(enquiry, by=who.visitor, name=NAME, mental_health="kan_vaere_her")
    with pytest.raises(Refused, match="to uger"):
        intake.decide(
            enquiry,
            admitted=True,
            decided_at=now,
            by=who.leader,
            house=houses["kbh"],
            reason="Hun har brug for et sted.",
            moved_in_at=now + timedelta(days=30),
        )
    assert not Stay.objects.exists()


def test_the_admission_stands_in_the_log(cast: dict[str, Employee], houses: dict[str, House]) -> None:
    stay = moved_in(houses["kbh"], people(cast), assigned=False)
    line = log_of("optag")[0]
    assert (line.code, line.subject, line.actor_name) == (stay.code, stay.resident.subject, "Lone Bak")
    assert NAME not in line.fields
