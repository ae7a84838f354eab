"""The leader's yes or no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock, codes
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake, stay
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.actions.notice import warnings
from rettesnor.residency.due_intake import due
from rettesnor.residency.forbidden import forbidden_values
from rettesnor.residency.models import Child, ChildAssessment, ChildStay, Decision, Enquiry, Identity, Resident, Stay
from rettesnor.staff.models import Employee, House, RoleGrant
from tests.rettesnor.residency.calls import called, log_of, screened

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]


@pytest.fixture
def enquiry(cast: Cast, houses: Houses) -> Enquiry:
    return screened(houses["kbh"], cast["karen"])


def url(enquiry: Enquiry) -> str:
    return reverse("decision", args=[enquiry.code])


def yes(**changes: Any) -> dict[str, Any]:
    typed = {"admitted": "ja", "decided_at": "nu", "moved_in_at": "nu", "house": "kbh", "reason": "Hun er i fare."}
    return {**typed, **changes}


def no(**changes: Any) -> dict[str, Any]:
    said = {"refusal_reason": "ingen_plads", "helped_on": "varm_overlevering", "helped_to": "Krisecenter Prøve"}
    return yes(**{"admitted": "nej", **said, **changes})


def refused(answer: Any) -> list[str]:
    assert answer.status_code == 422
    assert not Decision.objects.exists()
    assert not Stay.objects.exists()
    return list(answer.context["form"].errors)


def test_a_yes_begins_the_stay(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    intake.assess_child(enquiry, by=cast["karen"], observation="Leger.", called="Storebror", age_group="3-5")
    answer = as_("lone").post(url(enquiry), yes())
    stay = Stay.objects.get()
    assert answer["Location"] == reverse("stay", args=[stay.code])
    assert (stay.enquiry_id, stay.decided_by, stay.house.code) == (enquiry.pk, cast["lone"], "kbh")
    assert ChildStay.objects.get().assessed_at is not None
    assert Identity.objects.select_related("key").get().cpr == "7101900002"
    entry = log_of("afgør")[0]
    assert (entry.actor_name, entry.subject) == ("Lone Bak", f"henvendelse:{enquiry.code}")
    assert "fare" not in entry.fields


def test_sent_twice_it_is_one_decision_and_the_same_way_on(as_: As, enquiry: Enquiry) -> None:
    lone = as_("lone")
    assert lone.post(url(enquiry), yes())["Location"] == lone.post(url(enquiry), yes())["Location"]
    assert (Decision.objects.count(), Stay.objects.count()) == (1, 1)


class TestTwoLeadersWhoDecideAtOnce:
    @pytest.fixture
    def second(self, cast: Cast, houses: Houses) -> str:
        RoleGrant.objects.create(employee=cast["aksel"], role="L", house=houses["kbh"], since=date(2026, 1, 1))
        return "aksel"

    def test_the_second_meets_the_decision_and_keeps_her_words(self, as_: As, enquiry: Enquiry, second: str) -> None:
        assert as_("lone").post(url(enquiry), yes()).status_code == 302
        answer = as_(second).post(url(enquiry), no(reason="Ikke plads til fire børn.", helped_to="Et andet sted"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Lone Bak har truffet afgørelsen" in page
        assert "Hun er i fare." in page
        assert "Ikke plads til fire børn." in page
        assert "Et andet sted" in page
        assert Decision.objects.get().admitted

    def test_the_same_words_of_another_leader_are_another_decision(
        self, as_: As, enquiry: Enquiry, second: str
    ) -> None:
        as_("lone").post(url(enquiry), yes())
        assert as_(second).post(url(enquiry), yes()).status_code == 409

    def test_words_that_were_not_finished_are_kept_too(self, as_: As, enquiry: Enquiry, second: str) -> None:
        as_("lone").post(url(enquiry), no())
        answer = as_(second).post(url(enquiry), {"reason": "Hun må bo her, fordi", "house": "kbh"})
        assert answer.status_code == 409
        assert "Hun må bo her, fordi" in answer.content.decode()

    def test_her_own_other_answer_from_another_window_is_told_too(self, as_: As, enquiry: Enquiry) -> None:
        lone = as_("lone")
        lone.post(url(enquiry), yes())
        assert lone.post(url(enquiry), no()).status_code == 409

    def test_a_delegate_gets_the_words_back_and_hears_nothing_of_the_case(
        self, as_: As, enquiry: Enquiry, cast: Cast, houses: Houses
    ) -> None:
        RoleGrant.objects.create(
            employee=cast["sofie"], role="X", house=houses["kbh"], since=date(2026, 3, 1), until=date(2026, 3, 31)
        )
        as_("lone").post(url(enquiry), yes())
        sofie = as_("sofie")
        answer = sofie.post(url(enquiry), no(reason="Hun har et andet sted."))
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "Hun har et andet sted." in page
        assert "Lone Bak" not in page
        assert not log_of("opslag", actor_name="Sofie Holm")
        nowhere = sofie.post(reverse("decision", args=["0" * 22]), no(reason="Hun har et andet sted."))
        assert (nowhere.status_code, sofie.get(url(enquiry)).status_code) == (404, 404)
        assert "Hun har et andet sted." in nowhere.content.decode()

    def test_who_only_opens_the_page_is_led_on(self, as_: As, enquiry: Enquiry, second: str) -> None:
        as_("lone").post(url(enquiry), yes())
        assert as_(second).get(url(enquiry)).status_code == 302

    def test_a_decision_made_in_the_same_moment_is_met_as_well(
        self, as_: As, enquiry: Enquiry, second: str, cast: Cast, houses: Houses, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        decide = intake.decide

        def overtaken(late: Enquiry, **said: Any) -> Decision:
            first = Enquiry.objects.select_related("key").get(pk=late.pk)
            told: dict[str, Any] = {
                "decided_at": clock.now(),
                "by": cast["lone"],
                "house": houses["kbh"],
                "reason": "Hun er i fare.",
            }
            decide(first, admitted=True, **told)
            return decide(late, **said)

        monkeypatch.setattr(intake, "decide", overtaken)
        answer = as_(second).post(url(enquiry), no(reason="Der er ikke plads."))
        assert answer.status_code == 409
        assert "Der er ikke plads." in answer.content.decode()


@pytest.mark.parametrize("name", ["karen", "vera", "sofie", "bodil", "anne", "dan"])
def test_only_leaders_and_delegates_decide(as_: As, enquiry: Enquiry, name: str) -> None:
    assert as_(name).post(url(enquiry), yes()).status_code == 403


def test_the_other_house_s_leader_decides_and_reads_no_more_than_that(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    """When the own leader is away: the page of the decision opens until it is decided, nothing else does."""
    aksel = as_("aksel")
    assert aksel.get(reverse("enquiry", args=[enquiry.code])).status_code == 404
    assert aksel.post(reverse("visitation-answer", args=[enquiry.code]), {}).status_code == 404
    page = aksel.get(url(enquiry)).content.decode()
    assert "Henvendelsen hører til København" in page
    assert f'href="{reverse("enquiry", args=[enquiry.code])}"' not in page
    answer = aksel.post(url(enquiry), yes())
    assert answer.headers["Location"] == reverse("enquiries")
    stay = Stay.objects.get()
    assert (stay.house.code, stay.decided_by) == ("kbh", cast["aksel"])
    assert aksel.get(reverse("stay", args=[stay.code])).status_code == 404
    assert aksel.get(url(enquiry)).status_code == 404
    assert as_("lone").get(reverse("stay", args=[stay.code])).status_code == 200


def test_the_other_house_s_leader_is_asked_when_the_own_one_has_not_decided_in_time(
    enquiry: Enquiry, cast: Cast
) -> None:
    def asked(name: str) -> list[str]:
        return [item.item for item in due(Employee.objects.get(username=name), clock.today())]

    item = f"residency.decision:{enquiry.code}"
    assert item in asked("lone")
    assert item not in asked("aksel")
    with clock.at(clock.now() + timedelta(hours=4, minutes=1)):
        assert item in asked("aksel")
        assert item in asked("lone")


def test_a_delegate_decides_between_two_dates(as_: As, enquiry: Enquiry, cast: Cast, houses: Houses) -> None:
    RoleGrant.objects.create(
        employee=cast["sofie"], role="X", house=houses["kbh"], since=date(2026, 3, 1), until=date(2026, 3, 31)
    )
    assert as_("sofie").post(url(enquiry), yes()).status_code == 302
    assert Decision.objects.get().decided_by == cast["sofie"]


def test_a_delegate_whose_time_is_over_does_not(as_: As, enquiry: Enquiry, cast: Cast, houses: Houses) -> None:
    RoleGrant.objects.create(
        employee=cast["sofie"], role="X", house=houses["kbh"], since=date(2026, 2, 1), until=date(2026, 3, 10)
    )
    assert as_("sofie").post(url(enquiry), yes()).status_code == 403


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b", "\u2060 \u3164"])
def test_a_decision_has_a_reason_that_can_be_read(as_: As, enquiry: Enquiry, nothing: str) -> None:
    assert refused(as_("lone").post(url(enquiry), yes(reason=nothing))) == ["reason"]


@pytest.mark.parametrize("moment", ["i morgen 10.00", "i går 10.00", "31-2-2026 10.00"])
def test_it_is_not_made_in_the_future_nor_before_she_called(as_: As, enquiry: Enquiry, moment: str) -> None:
    assert refused(as_("lone").post(url(enquiry), yes(decided_at=moment))) == ["decided_at"]


def test_she_has_not_moved_in_before_she_called(as_: As, enquiry: Enquiry) -> None:
    assert refused(as_("lone").post(url(enquiry), yes(moved_in_at="i går 10.00"))) == ["moved_in_at"]


def test_a_yes_waits_for_each_child(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    child = intake.assess_child(enquiry, by=cast["karen"], called="Storebror")
    assert refused(as_("lone").post(url(enquiry), yes())) == ["admitted"]
    intake.assess_child(enquiry, assessment=child, by=cast["karen"], why_not="Han sov.")
    assert as_("lone").post(url(enquiry), yes()).status_code == 302


def test_two_children_with_one_number_are_put_right_before_a_yes(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    for name in ("Storebror", "Lillesøster"):
        child = intake.assess_child(enquiry, by=cast["karen"], called=name, observation="Leger.")
        child.cpr = "7101194001"
        child.save(update_fields=["cpr"])
    answer = as_("lone").post(url(enquiry), yes())
    assert refused(answer) == ["admitted"]
    assert "samme CPR-nummer" in answer.content.decode()
    assert not Child.objects.exists()


def test_a_child_nobody_has_written_in_is_missed(as_: As, cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"])
    intake.change_enquiry(enquiry, version=1, by=cast["karen"], children_with=2)
    intake.assess_child(enquiry, by=cast["karen"], observation="Leger.")
    assert "1 barn er ikke skrevet ind endnu." in as_("lone").get(url(enquiry)).content.decode()
    assert refused(as_("lone").post(url(enquiry), yes())) == ["admitted"]


def test_an_emergency_does_not_wait_and_every_child_is_a_person_all_the_same(
    as_: As, cast: Cast, houses: Houses
) -> None:
    enquiry = called(houses["kbh"], cast["karen"], children_with=2)
    assert as_("lone").post(url(enquiry), yes(emergency="on")).status_code == 302
    assert Child.objects.count() == 2
    assert list(ChildStay.objects.values_list("assessed_at", flat=True)) == [None, None]
    assert Stay.objects.get().emergency


def test_without_a_screening_a_yes_gives_the_reason(as_: As, cast: Cast, houses: Houses) -> None:
    enquiry = called(houses["kbh"], cast["karen"])
    lone = as_("lone")
    assert "ikke screenet" in lone.get(url(enquiry)).content.decode()
    assert refused(lone.post(url(enquiry), yes())) == ["unscreened_why"]
    assert lone.post(url(enquiry), yes(unscreened_why="Ingen tolk i nat.")).status_code == 302
    assert Decision.objects.select_related("key").get().unscreened_why == "Ingen tolk i nat."


def test_the_page_says_what_nobody_has_asked_and_what_is_not_planned(as_: As, cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"], violence="", in_target_group="ikke_spurgt", safety="")
    intake.assess_child(enquiry, by=cast["karen"], observation="Leger stille.")
    page = as_("lone").get(url(enquiry)).content.decode()
    assert "Ikke besvaret i samtalen: om Liva er det rette sted, volden, hvor sikker hun er." in page
    assert "Der er ikke valgt et tilbud til 1 barn." in page
    answers: dict[str, Any] = {"violence": "ja", "in_target_group": "ja", "safety": codes.choices("safety_level")[0][0]}
    intake.save_visitation(enquiry, by=cast["karen"], **answers)
    child = ChildAssessment.objects.select_related("key").get()
    intake.assess_child(enquiry, by=cast["karen"], assessment=child, offer=codes.choices("child_offer")[0][0])
    page = as_("lone").get(url(enquiry)).content.decode()
    assert "Ikke besvaret i samtalen" not in page
    assert "ikke valgt et tilbud" not in page


def test_a_need_greater_than_ours_is_no_automatic_no(as_: As, cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"], mental_health="behov_stoerre")
    assert as_("lone").post(url(enquiry), yes()).status_code == 302


@pytest.mark.parametrize("reason", ["", " ", ".", "-"])
def test_a_decision_without_a_word_of_reason_is_refused(as_: As, enquiry: Enquiry, reason: str) -> None:
    assert refused(as_("lone").post(url(enquiry), no(reason=reason))) == ["reason"]


def test_a_no_says_why_how_she_was_helped_and_that_she_can_complain(as_: As, enquiry: Enquiry) -> None:
    lone = as_("lone")
    page = lone.get(url(enquiry)).content.decode()
    assert "Ankestyrelsen inden 4 uger (serviceloven § 166, stk. 2)" in page
    assert "serviceloven § 109, stk. 4" in page
    bare = lone.post(url(enquiry), no(refusal_reason="", helped_on=""))
    assert refused(bare) == ["refusal_reason"]
    assert refused(lone.post(url(enquiry), no(helped_on=""))) == ["helped_on"]
    answer = lone.post(url(enquiry), no(complaint_guidance="on"))
    assert answer["Location"] == reverse("enquiry", args=[enquiry.code])
    decision = Decision.objects.select_related("key").get()
    assert (decision.admitted, decision.helped_to, decision.complaint_guidance) == (False, "Krisecenter Prøve", True)
    assert not Stay.objects.exists()
    assert not Resident.objects.exists()
    assert not Enquiry.objects.get().is_open


def test_a_yes_keeps_nothing_of_a_no_typed_before(as_: As, enquiry: Enquiry) -> None:
    as_("lone").post(url(enquiry), no(admitted="ja"))
    decision = Decision.objects.select_related("key").get()
    assert (decision.refusal_reason, decision.helped_on, decision.helped_to) == ("", "", "")


def test_an_anonymous_woman_leaves_no_identity(as_: As, cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"], anonymous=True, name="", cpr="")
    assert as_("lone").post(url(enquiry), yes()).status_code == 302
    assert Stay.objects.get().anonymous
    assert not Identity.objects.exists()


class TestANumberThatSomebodyElseCameWith:
    """The visitation's number is known here, under another name than the one that was typed."""

    @pytest.fixture
    def before(self, cast: Cast, houses: Houses) -> Stay:
        """She was here in the winter, and Sofie has aftercare with her still."""
        with clock.at(clock.now() - timedelta(days=60)):
            first = screened(houses["kbh"], cast["karen"], name="Amina Prøvekvinde", phone="00 99 88 77")
            said: dict[str, Any] = {"decided_at": clock.now(), "by": cast["lone"], "house": houses["kbh"]}
            intake.decide(first, admitted=True, reason="Hun er i fare.", **said)
            gone = Stay.objects.select_related("key", "resident", "resident__key", "house").get()
            stay.assign(gone, employee=cast["sofie"], kind="kontaktperson", by=cast["lone"])
            ended: dict[str, Any] = {"kind": "aftalt", "destination": "familie", "aftercare": "liva"}
            leave(gone, by=cast["sofie"], left_at=clock.now(), **ended)
        return gone

    @pytest.fixture
    def call(self, before: Stay, cast: Cast, houses: Houses) -> Enquiry:
        return screened(houses["kbh"], cast["karen"], name="Yasmin Testesen", phone="00 11 22 33")

    def test_is_asked_about_and_the_known_name_is_not_for_the_leader(
        self, as_: As, before: Stay, call: Enquiry
    ) -> None:
        lone = as_("lone")
        page = lone.get(url(call)).content.decode()
        assert "været her før under et andet navn" in page
        assert "Yasmin Testesen" in page
        assert "Amina Prøvekvinde" not in page
        assert before.resident.subject in [line.subject for line in log_of("opslag", actor_name="Lone Bak")]
        answer = lone.post(url(call), yes())
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["same_woman"]
        assert "Hun er i fare." in answer.content.decode()
        assert not Decision.objects.filter(enquiry=call).exists()

    def test_who_may_know_her_sees_both_names(
        self, as_: As, before: Stay, call: Enquiry, cast: Cast, houses: Houses
    ) -> None:
        RoleGrant.objects.create(
            employee=cast["sofie"], role="X", house=houses["kbh"], since=date(2026, 3, 1), until=date(2026, 3, 31)
        )
        page = as_("sofie").get(url(call)).content.decode()
        assert "Amina Prøvekvinde" in page
        assert "Yasmin Testesen" in page
        assert before.resident.subject in [line.subject for line in log_of("opslag", actor_name="Sofie Holm")]

    def test_confirmed_she_is_herself_with_the_phone_she_has_now(self, as_: As, before: Stay, call: Enquiry) -> None:
        assert as_("lone").post(url(call), yes(same_woman="on")).status_code == 302
        again = Stay.objects.select_related("key", "resident", "resident__key", "house", "house__key").get(enquiry=call)
        assert again.resident == before.resident
        identity = Identity.objects.select_related("key").get()
        assert (identity.name, identity.phone) == ("Amina Prøvekvinde", "00 11 22 33")
        assert "00 11 22 33" in [value.value for value in forbidden_values(again)]
        assert warnings(again.notices.get(), "Ring på 00112233.") == ["hendes telefon"]
        assert log_of("genkend")[0].subject == before.resident.subject
        assert "00 11" not in log_of("ret", noun="identity")[0].fields

    def test_a_no_asks_nothing(self, as_: As, call: Enquiry) -> None:
        assert as_("lone").post(url(call), no()).status_code == 302

    @pytest.mark.parametrize("name", ["amina  PRØVEKVINDE", ""])
    def test_the_same_name_or_none_asks_nothing_and_the_phone_is_taken_over(
        self, as_: As, before: Stay, cast: Cast, houses: Houses, name: str
    ) -> None:
        call = screened(houses["kbh"], cast["karen"], name=name, phone="00 11 22 33")
        lone = as_("lone")
        assert "andet navn" not in lone.get(url(call)).content.decode()
        assert lone.post(url(call), yes()).status_code == 302
        identity = Identity.objects.select_related("key").get()
        assert (identity.name, identity.phone) == ("Amina Prøvekvinde", "00 11 22 33")


def test_a_closed_enquiry_is_opened_before_it_is_decided(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    intake.close_enquiry(enquiry, outcome="raadgivning", by=cast["karen"])
    assert refused(as_("lone").post(url(enquiry), yes())) == ["__all__"]


def test_when_the_stay_is_refused_there_is_no_decision_either(as_: As, cast: Cast, houses: Houses) -> None:
    first, second = (screened(houses["kbh"], cast["karen"]) for _number in range(2))
    assert as_("lone").post(url(first), yes()).status_code == 302
    answer = as_("lone").post(url(second), yes())
    assert answer.status_code == 422
    assert "Hun har allerede et ophold i den tid." in answer.content.decode()
    assert not Decision.objects.filter(enquiry=second).exists()


def test_nobody_decides_twice(enquiry: Enquiry, cast: Cast, houses: Houses) -> None:
    said: dict[str, Any] = {"decided_at": clock.now(), "by": cast["lone"], "house": houses["kbh"], "reason": "Ja."}
    intake.decide(enquiry, admitted=True, **said)
    with pytest.raises(Refused):
        intake.decide(Enquiry.objects.select_related("key").get(), admitted=True, **said)


def test_the_database_refuses_a_bare_no_and_a_decision_in_the_future(
    enquiry: Enquiry, cast: Cast, houses: Houses
) -> None:
    row = {"enquiry": enquiry, "key": enquiry.key, "house": houses["kbh"], "decided_by": cast["lone"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(admitted=False, decided_at=clock.now(), **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(admitted=True, decided_at=clock.now() + timedelta(hours=1), **row)
