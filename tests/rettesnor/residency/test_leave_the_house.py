"""Moving out: prepared with her, the day it happens, the time after, and each child considered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Overtaken, Refused
from rettesnor.residency.actions.leaving import (
    agree_talk,
    consider_child,
    drop_talk,
    hold_talk,
    leave,
    prepare_leaving,
)
from rettesnor.residency.actions.stay import move
from rettesnor.residency.aliases import taken_aliases
from rettesnor.residency.models import ChildStay, FollowUpTalk, Leaving, Notice, Stay
from rettesnor.residency.models.stay import ARCHIVED_AFTER
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import MOVED_IN, children_of, fresh, log_of, moved_in, notice_of, people

As = Callable[[str], Client]
TYPED = {
    "left_at": "i dag 09.15",
    "kind": "aftalt",
    "destination": "ny_egen_bolig",
    "aftercare": "liva",
    "agreed": "Vi ringer efter fjorten dage.",
    "next_address": "Ny Vej 3, 4000 Roskilde",
    "municipality_after": "0265",
}


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    return moved_in(houses["kbh"], people(cast))


def plan_of(stay: Stay) -> Leaving:
    return Leaving.objects.select_related("key").get(stay=stay)


def told(**changes: Any) -> dict[str, Any]:
    usual = {"kind": "aftalt", "destination": "ny_egen_bolig", "aftercare": "liva", "left_at": clock.now()}
    return {**usual, **changes}


def test_moving_out_ends_the_stay_and_the_childrens_and_starts_the_clock(amina: Stay, as_: As) -> None:
    answer = as_("sofie").post(reverse("leaving", args=[amina.code]), TYPED)
    assert answer.headers["Location"] == reverse("stay", args=[amina.code])
    left = clock.now().replace(hour=9, minute=15)
    assert fresh(amina).left_at == left
    assert set(ChildStay.objects.values_list("left_at", flat=True)) == {left}
    notice = notice_of(amina, "discharge")
    assert (notice.triggered_on, notice.reminds_on, notice.due_on) == (
        date(2026, 3, 11),
        date(2026, 3, 14),
        date(2026, 3, 16),
    )
    plan = plan_of(amina)
    assert (plan.destination, plan.aftercare, plan.next_address) == (
        "ny_egen_bolig",
        "liva",
        "Ny Vej 3, 4000 Roskilde",
    )
    assert plan.aftercare_decided_on == date(2026, 3, 11)
    assert fresh(amina).municipality_after == "0265"


def test_the_next_address_is_sealed_and_not_in_the_log(amina: Stay, as_: As) -> None:
    as_("sofie").post(reverse("leaving", args=[amina.code]), TYPED)
    assert all("Ny Vej" not in line.fields for line in log_of("udskriv"))
    assert Leaving.objects.extra(where=["next_address LIKE %s"], params=["%Ny Vej%"]).count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"left_at": "12-3-2026 kl. 9.00"}, "left_at"),
        ({"left_at": "8-3-2026 kl. 9.00"}, "left_at"),
        ({"left_at": "30-2-2026 kl. 9.00"}, "left_at"),
        ({"kind": ""}, "kind"),
        ({"kind": "imod_oenske"}, "reason"),
        ({"destination": "maanen"}, "destination"),
        ({"aftercare": ""}, "aftercare"),
    ],
    ids=["to come", "before she moved in", "no such day", "no kind", "against her will, no reason", "unknown", "none"],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(
    amina: Stay, as_: As, changed: dict[str, str], field: str
) -> None:
    answer = as_("sofie").post(reverse("leaving", args=[amina.code]), {**TYPED, **changed})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Vi ringer efter fjorten dage." in answer.content.decode()
    assert fresh(amina).left_at is None
    assert not Notice.objects.filter(kind="discharge").exists()


def test_all_that_is_asked_is_asked_at_once_and_of_a_woman_who_died_nothing_more(amina: Stay, as_: As) -> None:
    address, sofie = reverse("leaving", args=[amina.code]), as_("sofie")
    bare = sofie.post(address, {**TYPED, "destination": "", "aftercare": "", "kind": "aftalt"})
    assert list(bare.context["form"].errors) == ["destination", "aftercare"]
    assert sofie.get(address).content.decode().count("skal udfyldes") == 4
    died = sofie.post(address, {**TYPED, "destination": "", "aftercare": "", "kind": "doed"})
    assert died.status_code == 302


def test_against_her_will_the_reason_is_kept_for_her(amina: Stay, cast: dict[str, Employee]) -> None:
    leave(amina, by=cast["sofie"], **told(kind="bortvist", reason="Hun truede en medbeboer."))
    assert plan_of(amina).reason == "Hun truede en medbeboer."


def test_she_does_not_move_out_before_she_moved_between_the_houses(
    amina: Stay, cast: dict[str, Employee], houses: dict[str, House], as_: As
) -> None:
    move(amina, to_house=houses["aar"], at=clock.now() - timedelta(minutes=10), by=cast["lone"])
    answer = as_("aksel").post(reverse("leaving", args=[amina.code]), TYPED)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["left_at"]
    assert fresh(amina).left_at is None


def test_she_does_not_move_out_before_the_decision(amina: Stay, cast: dict[str, Employee]) -> None:
    Stay.objects.filter(pk=amina.pk).update(decided_at=MOVED_IN + timedelta(hours=9))
    with pytest.raises(Refused, match="afgørelse") as refused:
        leave(fresh(amina), by=cast["sofie"], **told(left_at=MOVED_IN + timedelta(hours=2)))
    assert refused.value.field == "left_at"


def test_nobody_moves_out_twice(amina: Stay, cast: dict[str, Employee]) -> None:
    leave(amina, by=cast["sofie"], **told())
    with pytest.raises(Refused, match="allerede flyttet"):
        leave(fresh(amina), by=cast["sofie"], **told())


class TestThePlan:
    def test_is_written_over_several_days(self, amina: Stay, cast: dict[str, Employee]) -> None:
        prepare_leaving(amina, by=cast["sofie"], planned_on=date(2026, 4, 1))
        with clock.at(MOVED_IN + timedelta(days=9)):
            prepare_leaving(amina, by=cast["sofie"], planned_on=date(2026, 4, 3), aftercare="nej_tak")
        plan = plan_of(amina)
        assert (plan.prepared_on, plan.planned_on) == (date(2026, 3, 11), date(2026, 4, 3))
        assert (plan.aftercare, plan.aftercare_decided_on) == ("nej_tak", date(2026, 3, 18))

    def test_not_having_talked_is_not_a_decision(self, amina: Stay, cast: dict[str, Employee]) -> None:
        prepare_leaving(amina, by=cast["sofie"], aftercare="ikke_naaet")
        assert plan_of(amina).aftercare_decided_on is None

    def test_stands_in_the_form_of_the_day_she_moves(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        prepare_leaving(amina, by=cast["sofie"], destination="familie", agreed="Hun ringer selv.")
        page = as_("sofie").get(reverse("leaving", args=[amina.code]))
        assert page.context["form"]["destination"].value() == "familie"
        assert "Hun ringer selv." in page.content.decode()

    def test_cannot_lie_before_she_moved_in(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused) as refused:
            prepare_leaving(amina, by=cast["sofie"], planned_on=date(2026, 3, 1))
        assert refused.value.field == "planned_on"

    def test_of_a_day_that_has_passed_stands_but_is_not_made(self, amina: Stay, cast: dict[str, Employee]) -> None:
        passed = clock.today() - timedelta(days=1)
        with pytest.raises(Refused, match="allerede gået") as refused:
            prepare_leaving(amina, by=cast["sofie"], planned_on=passed)
        assert refused.value.field == "planned_on"
        prepare_leaving(amina, by=cast["sofie"], planned_on=clock.today())
        with clock.at(clock.now() + timedelta(days=1)):
            prepare_leaving(amina, by=cast["sofie"], planned_on=passed + timedelta(days=1), aftercare="liva")
        assert plan_of(amina).aftercare == "liva"

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"prepared_on": "1-1-1900"}, "prepared_on"),
            ({"prepared_on": "8-3-2026"}, "prepared_on"),
            ({"planned_on": "1-4-2100"}, "planned_on"),
            ({"planned_on": "1-4-2027"}, "planned_on"),
        ],
        ids=["another century", "the day before she came", "in a hundred years", "more than a year ahead"],
    )
    def test_has_days_that_can_be(self, amina: Stay, as_: As, typed: dict[str, str], field: str) -> None:
        mine = {"agreed": "Nøglen afleveres.", "version": "0", **typed}
        answer = as_("sofie").post(reverse("leaving-prepare", args=[amina.code]), mine)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert "Nøglen afleveres." in answer.content.decode()
        assert not Leaving.objects.exists()

    def test_may_begin_the_day_she_came_and_look_a_year_ahead(self, amina: Stay, as_: As) -> None:
        mine = {"prepared_on": "9-3-2026", "planned_on": "11-3-2027", "version": "0"}
        assert as_("sofie").post(reverse("leaving-prepare", args=[amina.code]), mine).status_code == 302
        assert plan_of(amina).planned_on == date(2027, 3, 11)

    def test_two_people_writing_it_at_once_both_keep_their_text(
        self, amina: Stay, cast: dict[str, Employee], as_: As
    ) -> None:
        prepare_leaving(amina, by=cast["lone"], agreed="Leders tekst om nøglen.", version=0)
        with pytest.raises(Overtaken):
            prepare_leaving(amina, by=cast["sofie"], agreed="Sofies tekst om sengen.", version=0)
        mine = {"agreed": "Sofies tekst om sengen.", "version": "0"}
        answer = as_("sofie").post(reverse("leaving-prepare", args=[amina.code]), mine)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Leders tekst om nøglen." in page
        assert "Sofies tekst om sengen." in page
        assert plan_of(amina).agreed == "Leders tekst om nøglen."
        again = {"agreed": "Nøglen og sengen.", "version": answer.context["form"].data["version"]}
        assert as_("sofie").post(reverse("leaving-prepare", args=[amina.code]), again).status_code == 302
        assert plan_of(amina).agreed == "Nøglen og sengen."


class TestATalkAfterwards:
    def test_is_agreed_with_the_safe_way_to_reach_her(self, amina: Stay, as_: As) -> None:
        typed = {"due_on": "1-4-2026", "safe_contact": "hun_ringer", "contact": "Efter kl. 16", "child": ""}
        assert as_("sofie").post(reverse("talk-agree", args=[amina.code]), typed).status_code == 302
        talk = FollowUpTalk.objects.select_related("key").get()
        assert (talk.due_on, talk.safe_contact, talk.contact) == (date(2026, 4, 1), "hun_ringer", "Efter kl. 16")

    def test_the_same_form_sent_twice_is_one_talk(
        self, amina: Stay, as_: As, cast: dict[str, Employee], houses: dict[str, House]
    ) -> None:
        sofie = as_("sofie")
        typed = {"due_on": "1-4-2026", "safe_contact": "sms", "contact": "", "child": "", "client_key": str(uuid4())}
        url = reverse("talk-agree", args=[amina.code])
        assert [sofie.post(url, typed).status_code for _time in range(2)] == [302, 302]
        assert FollowUpTalk.objects.count() == 1
        other = moved_in(houses["kbh"], people(cast), anonymous=True, children=())
        # The key is no way to another woman's talk.
        assert sofie.post(reverse("talk-agree", args=[other.code]), typed).status_code == 422

    def test_may_be_with_one_of_the_children(self, amina: Stay, as_: As) -> None:
        second = children_of(amina)[1]
        typed = {"due_on": "1-4-2026", "safe_contact": "opkald", "contact": "", "child": second.code}
        assert as_("sofie").post(reverse("talk-agree", args=[amina.code]), typed).status_code == 302
        assert FollowUpTalk.objects.get().child == second
        assert log_of("aftal samtale")[0].subject == second.subject

    @pytest.mark.parametrize("rule", ["", "ingen", "ikke_spurgt"])
    def test_is_never_agreed_without_a_safe_way(self, amina: Stay, cast: dict[str, Employee], rule: str) -> None:
        with pytest.raises(Refused) as refused:
            agree_talk(amina, due_on=date(2026, 4, 1), safe_contact=rule, by=cast["sofie"])
        assert refused.value.field == "safe_contact"
        assert not FollowUpTalk.objects.exists()

    def test_is_held_or_dropped_with_a_reason(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        talk = agree_talk(amina, due_on=date(2026, 3, 12), safe_contact="sms", by=cast["sofie"])
        url = reverse("talk", args=[talk.code])
        assert as_("sofie").post(url, {"held_at": "", "why": ""}).status_code == 422
        assert as_("sofie").post(url, {"held_at": "nu", "why": ""}).status_code == 302
        assert FollowUpTalk.objects.get().held_at == clock.now()
        other = agree_talk(amina, due_on=date(2026, 3, 20), safe_contact="sms", by=cast["sofie"])
        with pytest.raises(Refused):
            drop_talk(other, why=" ", by=cast["sofie"])
        drop_talk(other, why="Hun ønsker det ikke længere.", by=cast["sofie"])
        with pytest.raises(Refused, match="allerede"):
            hold_talk(other, held_at=clock.now(), by=cast["sofie"])

    def test_shows_the_safe_way_and_how_it_ended(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        way = "Kun efter kl. 16, aldrig fredag."
        talk = agree_talk(amina, due_on=date(2026, 3, 12), safe_contact="sms", contact=way, by=cast["sofie"])
        sofie, url = as_("sofie"), reverse("talk", args=[talk.code])
        page = sofie.get(url).content.decode()
        assert [said in page for said in (codes.label("safe_contact", "sms"), way)] == [True, True]
        typed = {"held_at": "", "why": "Nummeret er lukket."}
        assert [sofie.post(url, typed).status_code for _time in range(2)] == [302, 302]
        assert len(log_of("opgiv samtale")) == 1
        page = sofie.get(url).content.decode()
        assert "Nummeret er lukket." in page
        assert "<form" not in page.partition("<main")[2].partition("</main")[0]
        answer = sofie.post(url, {"held_at": "nu", "why": ""})
        assert answer.status_code == 422
        assert [said in answer.content.decode() for said in ("Det er allerede skrevet", typed["why"])] == [True, True]

    def test_is_not_held_before_it_was_agreed(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        talk = agree_talk(amina, due_on=date(2026, 3, 12), safe_contact="sms", by=cast["sofie"])
        answer = as_("sofie").post(reverse("talk", args=[talk.code]), {"held_at": "1-1-1900 kl. 10", "why": ""})
        assert answer.status_code == 422
        assert "aftalt onsdag 11. marts 2026" in answer.content.decode()
        assert FollowUpTalk.objects.get().held_at is None
        hold_talk(talk, held_at=clock.now() - timedelta(hours=1), by=cast["sofie"])

    @pytest.mark.parametrize(("due_on", "status"), [("1-4-2100", 422), ("1-4-2028", 422), ("1-3-2028", 302)])
    def test_is_agreed_at_most_two_years_ahead(self, amina: Stay, as_: As, due_on: str, status: int) -> None:
        typed = {"due_on": due_on, "safe_contact": "sms", "contact": "Efter kl. 16", "child": ""}
        answer = as_("sofie").post(reverse("talk-agree", args=[amina.code]), typed)
        assert answer.status_code == status
        assert FollowUpTalk.objects.exists() is (status == 302)

    def test_is_not_agreed_for_a_day_that_has_passed(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused):
            agree_talk(amina, due_on=date(2026, 3, 10), safe_contact="sms", by=cast["sofie"])


class TestFollowUpForEachChild:
    def test_is_considered_by_the_childs_adult(self, amina: Stay, as_: As) -> None:
        stayed = amina.child_stays.order_by("pk")[0]
        url = reverse("child-consider", args=[stayed.child.code, stayed.code])
        typed = {"follow_up": "liva", "note": "Hver anden onsdag.", "version": "1"}
        assert as_("bodil").post(url, typed).status_code == 302
        assert ChildStay.objects.get(pk=stayed.pk).follow_up == "liva"
        assert "Hver anden onsdag." in as_("bodil").get(reverse("child", args=[stayed.child.code])).content.decode()

    def test_none_needs_a_reason(self, amina: Stay, cast: dict[str, Employee]) -> None:
        stayed = amina.child_stays.select_related("key", "child").order_by("pk")[0]
        with pytest.raises(Refused) as refused:
            consider_child(stayed, follow_up="ikke_behov", by=cast["bodil"])
        assert refused.value.field == "note"
        consider_child(stayed, follow_up="ikke_behov", note="Hun er to måneder.", by=cast["bodil"])
        assert ChildStay.objects.select_related("key").get(pk=stayed.pk).follow_up_note == "Hun er to måneder."

    def test_another_childs_stay_is_not_found_there(self, amina: Stay, as_: As) -> None:
        first, second = amina.child_stays.order_by("pk")
        url = reverse("child-consider", args=[first.child.code, second.code])
        assert as_("bodil").get(url).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("ulla", 404), ("karen", 403), ("bodil", 403), ("aksel", 404)])
def test_others_cannot_move_her_out(amina: Stay, as_: As, name: str, status: int) -> None:
    assert as_(name).post(reverse("leaving", args=[amina.code]), TYPED).status_code == status
    assert fresh(amina).left_at is None


@pytest.mark.parametrize("aftercare", ["nej_tak", "liva"])
def test_her_word_rests_while_she_stands_in_the_lists_and_is_kept_for_her(
    amina: Stay, cast: dict[str, Employee], aftercare: str
) -> None:
    alias = amina.resident.alias
    leave(amina, by=cast["sofie"], **told(aftercare=aftercare))
    assert alias in taken_aliases()
    assert alias not in taken_aliases(besides=amina.resident)
    with clock.at(clock.now() + ARCHIVED_AFTER + timedelta(days=1)):
        assert (alias in taken_aliases()) == (aftercare == "liva")
