"""While she lives here: contact persons, moves, wrong dates, municipalities, what must be known, children who come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock, cpr
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.child import bring_child
from rettesnor.residency.actions.intake import change_enquiry, decide
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.actions.notice import note_sent_elsewhere
from rettesnor.residency.actions.stay import assign, correct_date, move, note_stay, set_municipalities
from rettesnor.residency.models import ChildIdentity, ChildStay, Correction, Decision, Enquiry, Identity, Move, Stay
from rettesnor.staff.models import Assignment, Employee, House
from tests.rettesnor.residency.calls import screened
from tests.rettesnor.residency.lives import MOVED_IN, children_of, fresh, log_of, moved_in, notice_of, people

As = Callable[[str], Client]


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    return moved_in(houses["kbh"], people(cast))


class TestContactPersons:
    def test_a_task_opens_the_case_and_its_end_closes_it_at_once(
        self, amina: Stay, cast: dict[str, Employee], as_: As
    ) -> None:
        url = reverse("stay", args=[amina.code])
        assert as_("pia").get(url).status_code == 404
        task = assign(amina, employee=cast["pia"], kind="psykolog", by=cast["lone"])
        assert as_("pia").get(url).status_code == 200
        as_("sofie").post(reverse("stay-unassign", args=[amina.code]), {"task": task.pk})
        assert as_("pia").get(url).status_code == 404
        assert log_of("afslut")[0].fields

    def test_the_leader_gives_the_task_on_the_page(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        typed = {"kind": "psykolog", "child": "", "employee": cast["pia"].code}
        answer = as_("lone").post(reverse("stay-assign", args=[amina.code]), typed)
        assert answer.status_code == 302
        assert Assignment.objects.in_force(clock.now()).filter(employee=cast["pia"], case=amina.key).exists()

    def test_the_same_task_given_twice_is_one(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        lone, before = as_("lone"), Assignment.objects.filter(case=amina.key).count()
        typed, url = {"kind": "psykolog", "employee": cast["pia"].code}, reverse("stay-assign", args=[amina.code])
        assert [lone.post(url, typed).status_code for _time in range(4)] == [302] * 4
        assert Assignment.objects.filter(case=amina.key).count() == before + 1
        assert len(log_of("tildel", code=amina.code)) == before + 1
        assert Assignment.objects.get(case=amina.key, kind="psykolog").until is None

    def test_the_same_task_for_another_child_is_another(self, amina: Stay, cast: dict[str, Employee]) -> None:
        for child in children_of(amina):
            assign(amina, employee=cast["bente"], kind="boernefaglig", child=child, by=cast["lone"])
        mine = Assignment.objects.in_force(clock.now()).filter(employee=cast["bente"])
        assert {task.child for task in mine} == {child.code for child in children_of(amina)}

    def test_a_new_contact_person_takes_over_from_the_old(self, amina: Stay, cast: dict[str, Employee]) -> None:
        assign(amina, employee=cast["ulla"], kind="kontaktperson", by=cast["lone"])
        now = Assignment.objects.in_force(clock.now()).filter(case=amina.key, kind="kontaktperson")
        assert [task.employee.name for task in now] == ["Ulla Juhl"]

    def test_who_hands_over_the_own_task_is_led_home(self, amina: Stay, as_: As) -> None:
        task = Assignment.objects.get(case=amina.key, kind="kontaktperson")
        answer = as_("sofie").post(reverse("stay-unassign", args=[amina.code]), {"task": task.pk})
        assert answer.headers["Location"] == reverse("home")

    @pytest.mark.parametrize("task", ["²", "", "-1", "9" * 40, "alle"])
    def test_a_task_that_is_none_ends_nothing(self, amina: Stay, as_: As, task: str) -> None:
        before = Assignment.objects.in_force(clock.now()).count()
        answer = as_("sofie").post(reverse("stay-unassign", args=[amina.code]), {"task": task})
        assert answer.status_code == 302
        assert Assignment.objects.in_force(clock.now()).count() == before

    def test_a_childs_coordinator_opens_that_child_and_not_its_sister(
        self, amina: Stay, cast: dict[str, Employee], as_: As
    ) -> None:
        first, second = children_of(amina)
        assign(amina, employee=cast["bente"], kind="boernefaglig", child=first, by=cast["lone"])
        bente = as_("bente")
        assert bente.get(reverse("child", args=[first.code])).status_code == 200
        assert bente.get(reverse("child", args=[second.code])).status_code == 404
        page = bente.get(reverse("stay", args=[amina.code])).content.decode()
        assert first.alias in page
        assert second.alias not in page

    def test_a_coordinator_is_somebodys_coordinator(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused) as refused:
            assign(amina, employee=cast["bodil"], kind="boernefaglig", by=cast["lone"])
        assert refused.value.field == "child"

    def test_somebody_who_has_left_gets_no_task(self, amina: Stay, cast: dict[str, Employee]) -> None:
        cast["pia"].ends_on = clock.today() - timedelta(days=1)
        cast["pia"].save()
        with pytest.raises(Refused, match="ikke længere ansat"):
            assign(amina, employee=cast["pia"], kind="psykolog", by=cast["lone"])


class TestMovingBetweenTheHouses:
    def test_is_the_same_stay(self, amina: Stay, as_: As, houses: dict[str, House]) -> None:
        typed = {"to_house": "aar", "room": "3", "at": "i dag 08.00", "reason": "Han har set hende."}
        assert as_("sofie").post(reverse("stay-move", args=[amina.code]), typed).status_code == 302
        now = fresh(amina)
        assert (now.house, now.first_house, now.room) == (houses["aar"], houses["kbh"], "3")
        moved = Move.objects.select_related("key").get()
        assert (moved.from_house, moved.reason) == (houses["kbh"], "Han har set hende.")
        assert Stay.objects.count() == 1

    def test_sent_twice_is_one_move_and_the_usual_answer(self, amina: Stay, as_: As, houses: dict[str, House]) -> None:
        sofie, url = as_("sofie"), reverse("stay-move", args=[amina.code])
        typed = {"to_house": "kbh", "room": "7", "at": "i dag 08.00", "reason": "Plads til en seng mere."}
        typed["client_key"] = str(sofie.get(url).context["form"]["client_key"].value())
        onward = {sofie.post(url, typed)["Location"] for _time in range(4)}
        assert onward == {reverse("stay", args=[amina.code])}
        assert Move.objects.count() == 1
        note_stay(fresh(amina), by=amina.decided_by, room="9")
        assert sofie.post(url, typed).status_code == 302
        assert fresh(amina).room == "9"

    def test_sent_again_with_other_words_meets_the_first(self, amina: Stay, as_: As) -> None:
        sofie, url = as_("sofie"), reverse("stay-move", args=[amina.code])
        typed = {"to_house": "kbh", "room": "7", "at": "i dag 08.00", "reason": "", "client_key": str(uuid4())}
        sofie.post(url, typed)
        answer = sofie.post(url, typed | {"room": "8"})
        assert answer.status_code == 409
        assert "allerede gemt, men med andre ord" in answer.content.decode()
        assert (fresh(amina).room, Move.objects.count()) == ("7", 1)

    def test_changes_which_leader_sees_her(self, amina: Stay, as_: As, houses: dict[str, House]) -> None:
        move(amina, to_house=houses["aar"], at=clock.now(), by=people_leader(amina))
        assert as_("lone").get(reverse("stay", args=[amina.code])).status_code == 404
        assert as_("aksel").get(reverse("stay", args=[amina.code])).status_code == 200

    @pytest.mark.parametrize(("days", "why"), [(1, "fremtiden"), (-30, "senere")], ids=["to come", "before she came"])
    def test_is_refused_for_a_day_that_cannot_be(
        self, amina: Stay, cast: dict[str, Employee], houses: dict[str, House], days: int, why: str
    ) -> None:
        with pytest.raises(Refused, match=why):
            move(amina, to_house=houses["aar"], at=clock.now() + timedelta(days=days), by=cast["sofie"])

    def test_comes_after_the_one_before(self, amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
        """Else the list of moves would say that she lives in the house she has left."""
        move(amina, to_house=House.objects.get(code="aar"), at=clock.now() - timedelta(hours=2), by=cast["sofie"])
        typed = {"to_house": "kbh", "room": "", "at": "i går 23.00", "reason": ""}
        answer = as_("aksel").post(reverse("stay-move", args=[amina.code]), typed)
        assert answer.status_code == 422
        assert "ligger senere" in answer.content.decode()
        assert list(answer.context["form"].errors) == ["at"]
        assert fresh(amina).house.code == "aar"

    def test_to_where_she_is_is_no_move(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused, match="bor der allerede"):
            move(amina, to_house=amina.house, at=clock.now(), by=cast["sofie"], room=amina.room)


def people_leader(stay: Stay) -> Employee:
    return stay.decided_by


def called(stay: Stay, at: datetime) -> None:
    """Her first call was at `at`."""
    Enquiry.objects.filter(stay=stay).update(received_at=at)


class TestAWrongDate:
    def test_is_put_right_with_a_reason_and_the_old_one_stays_readable(self, amina: Stay, as_: As) -> None:
        typed = {"field": "moved_in_at", "to": "10-3-2026 kl. 01.30", "reason": "Hun kom efter midnat."}
        assert as_("sofie").post(reverse("stay-correct", args=[amina.code]), typed).status_code == 302
        to = MOVED_IN + timedelta(hours=4)
        assert fresh(amina).moved_in_at == to
        assert set(ChildStay.objects.values_list("moved_in_at", flat=True)) == {to}
        correction = Correction.objects.select_related("key").get()
        assert (correction.before, correction.after, correction.reason) == (MOVED_IN, to, "Hun kom efter midnat.")

    def test_leaves_a_child_that_came_later_alone(self, amina: Stay, cast: dict[str, Employee]) -> None:
        called(amina, MOVED_IN - timedelta(days=1))
        later = bring_child(amina, moved_in_at=clock.now(), by=cast["sofie"], age_group="0-2")
        correct_date(amina, field="moved_in_at", to=MOVED_IN - timedelta(hours=2), reason="Fejl.", by=cast["sofie"])
        assert ChildStay.objects.get(pk=later.pk).moved_in_at == clock.now()

    def test_of_the_decision_moves_the_clock_and_her_age_with_it(self, amina: Stay, cast: dict[str, Employee]) -> None:
        her_30th = cpr.parse(Identity.objects.select_related("key").get().cpr).born.replace(year=2020)
        called(amina, datetime.combine(her_30th, time(9), clock.CPH) - timedelta(days=7))
        to = datetime.combine(her_30th, time(9), clock.CPH) - timedelta(days=1)
        correct_date(amina, field="decided_at", to=to, reason="Forkert år.", by=cast["sofie"])
        assert Decision.objects.get(enquiry=amina.enquiry).decided_at == to
        assert fresh(amina).age_group == "25-29"
        assert amina.notices.get(kind="admission").triggered_on == to.date()

    @pytest.mark.parametrize(
        ("field", "to", "reason", "wrong"),
        [
            ("moved_in_at", 5, "Fejl.", "to"),
            ("moved_in_at", -1, "  ", "reason"),
            ("left_at", -1, "Fejl.", "field"),
            ("entered_at", -1, "Fejl.", "field"),
        ],
        ids=["to come", "no reason", "she has not left", "not hers to correct"],
    )
    def test_is_refused(
        self, amina: Stay, cast: dict[str, Employee], field: str, to: int, reason: str, wrong: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            correct_date(amina, field=field, to=clock.now() + timedelta(hours=to), reason=reason, by=cast["sofie"])
        assert refused.value.field == wrong
        assert fresh(amina).moved_in_at == MOVED_IN

    def test_cannot_make_her_leave_before_she_came(self, amina: Stay, cast: dict[str, Employee]) -> None:
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="familie", aftercare="nej_tak")
        with pytest.raises(Refused, match="før hun flyttede ind"):
            correct_date(
                fresh(amina), field="left_at", to=MOVED_IN - timedelta(days=1), reason="Fejl.", by=cast["sofie"]
            )


class TestADateThatCannotBe:
    """Refused beside the field, with what was typed, and the date that stood there stands."""

    def refused(self, stay: Stay, client: Client, field: str, to: str) -> str:
        before = getattr(stay, field)
        typed = {"field": field, "to": to, "reason": "Tastefejl."}
        answer = client.post(reverse("stay-correct", args=[stay.code]), typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["to"]
        assert "Tastefejl." in answer.content.decode()
        assert getattr(fresh(stay), field) == before
        assert getattr(answer.context["stay"], field) == before
        assert not Correction.objects.exists()
        return " ".join(answer.context["form"].errors["to"])

    @pytest.mark.parametrize("to", ["1-1-1980 kl. 10", "8-3-2026 kl. 10", "9-3-2026 kl. 21.29"])
    def test_a_decision_before_she_called(self, amina: Stay, as_: As, to: str) -> None:
        assert self.refused(amina, as_("sofie"), "decided_at", to)

    def test_a_decision_later_than_it_was_written(self, amina: Stay, as_: As) -> None:
        assert "skrevet ind" in self.refused(amina, as_("sofie"), "decided_at", "i dag 09.00")

    def test_a_decision_after_she_moved_out(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        out(amina, MOVED_IN + timedelta(hours=1), cast["sofie"])
        Decision.objects.filter(enquiry=amina.enquiry).update(entered_at=clock.now())
        assert "flyttede ud" in self.refused(fresh(amina), as_("sofie"), "decided_at", "i går 10.00")

    def test_a_decision_after_the_municipality_was_told_of_it(
        self, amina: Stay, cast: dict[str, Employee], as_: As
    ) -> None:
        Decision.objects.filter(enquiry=amina.enquiry).update(entered_at=clock.now())
        note_sent_elsewhere(notice_of(amina), sent_on=date(2026, 3, 9), how="brev", by=cast["sofie"])
        said = self.refused(amina, as_("sofie"), "decided_at", "10-3-2026 kl. 09.00")
        assert said == "Kommunen blev orienteret mandag 9. marts 2026. Afgørelsen kan ikke være truffet senere."
        correct_date(amina, field="decided_at", to=MOVED_IN + timedelta(hours=1), reason="En time.", by=cast["sofie"])

    def test_moving_in_before_she_called(self, amina: Stay, as_: As) -> None:
        assert "henvendte sig" in self.refused(amina, as_("sofie"), "moved_in_at", "1-3-2023 kl. 10")

    @pytest.mark.parametrize("field", ["decided_at", "moved_in_at"])
    def test_anything_before_she_was_born(self, amina: Stay, as_: As, field: str) -> None:
        Stay.objects.filter(pk=amina.pk).update(enquiry=None)
        assert "født" in self.refused(fresh(amina), as_("sofie"), field, "1-1-1980 kl. 10")

    def test_moving_in_after_a_child_of_hers_did(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        came = MOVED_IN + timedelta(minutes=20)
        bring_child(amina, moved_in_at=came, by=cast["sofie"])
        assert "før sin mor" in self.refused(amina, as_("sofie"), "moved_in_at", "9-3-2026 kl. 22.00")
        correct_date(amina, field="moved_in_at", to=came, reason="De kom sammen.", by=cast["sofie"])
        assert set(ChildStay.objects.values_list("moved_in_at", flat=True)) == {came}

    def test_moving_in_after_she_moved_on(
        self, amina: Stay, cast: dict[str, Employee], houses: dict[str, House], as_: As
    ) -> None:
        move(amina, to_house=houses["aar"], at=MOVED_IN + timedelta(hours=1), by=cast["sofie"])
        assert "flytning til det andet hus" in self.refused(amina, as_("aksel"), "moved_in_at", "10-3-2026 kl. 10.00")

    def test_moving_out_before_a_child_that_came_later(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        bring_child(amina, moved_in_at=MOVED_IN + timedelta(hours=12), by=cast["sofie"])
        out(amina, clock.now(), cast["sofie"])
        assert "børnene" in self.refused(fresh(amina), as_("sofie"), "left_at", "9-3-2026 kl. 23.00")

    def test_moving_out_before_she_moved_on(
        self, amina: Stay, cast: dict[str, Employee], houses: dict[str, House], as_: As
    ) -> None:
        move(amina, to_house=houses["aar"], at=MOVED_IN + timedelta(hours=12), by=cast["sofie"])
        out(fresh(amina), clock.now(), cast["sofie"])
        assert "flytning til det andet hus" in self.refused(fresh(amina), as_("aksel"), "left_at", "9-3-2026 kl. 23.00")

    def test_the_same_form_sent_twice_is_one_correction(self, amina: Stay, as_: As) -> None:
        sofie, url = as_("sofie"), reverse("stay-correct", args=[amina.code])
        key = sofie.get(url).context["form"]["client_key"].value()
        typed = {"field": "moved_in_at", "to": "i dag 08.00", "reason": "Tastefejl.", "client_key": str(key)}
        assert [sofie.post(url, typed).status_code for _time in range(2)] == [302, 302]
        assert Correction.objects.count() == len(log_of("ret", code=amina.code)) == 1
        assert sofie.get(url).context["form"]["client_key"].value() != key

    def test_what_can_be_is_still_put_right(self, amina: Stay, cast: dict[str, Employee]) -> None:
        called(amina, MOVED_IN - timedelta(days=1))
        out(amina, clock.now(), cast["sofie"])
        right = {"moved_in_at": -10, "decided_at": -11, "left_at": 20}
        for field, hours in right.items():
            to = MOVED_IN + timedelta(hours=hours)
            correct_date(fresh(amina), field=field, to=to, reason="Skrevet forkert.", by=cast["sofie"])
            assert getattr(fresh(amina), field) == to
        assert Correction.objects.count() == 3


def out(stay: Stay, at: datetime, by: Employee) -> None:
    leave(stay, by=by, left_at=at, kind="aftalt", destination="familie", aftercare="nej_tak")


class TestTheThreeMunicipalities:
    def test_are_three_answers(self, amina: Stay, as_: As) -> None:
        typed = {"case_municipality": "0751", "home_municipality": "0101", "municipality_after": "0265"}
        typed["version"] = str(amina.version)
        assert as_("sofie").post(reverse("stay-municipality", args=[amina.code]), typed).status_code == 302
        now = fresh(amina)
        assert (now.case_municipality, now.home_municipality, now.municipality_after) == ("0751", "0101", "0265")

    def test_come_from_the_list(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused):
            set_municipalities(amina, by=cast["sofie"], case_municipality="9999", home_municipality="0101")


class TestWhatMustBeKnown:
    def test_she_comes_from_greenland_and_moves_abroad_but_a_danish_one_acts(
        self, as_: As, amina: Stay, cast: dict[str, Employee]
    ) -> None:
        typed = {"case_municipality": "0101", "home_municipality": "groenland", "municipality_after": "udland"}
        typed["version"] = str(amina.version)
        sofie = as_("sofie")
        assert sofie.post(reverse("stay-municipality", args=[amina.code]), typed).status_code == 302
        page = sofie.get(reverse("stay", args=[amina.code])).content.decode()
        assert "Grønland" in page
        assert "Udlandet" in page
        with pytest.raises(Refused) as refused:
            set_municipalities(amina, by=cast["sofie"], case_municipality="groenland", home_municipality="groenland")
        assert refused.value.field == "case_municipality"

    def test_a_call_from_greenland_leaves_open_who_acts(
        self, cast: dict[str, Employee], houses: dict[str, House]
    ) -> None:
        enquiry = screened(houses["kbh"], cast["karen"])
        change_enquiry(enquiry, version=enquiry.version, by=cast["karen"], municipality="groenland")
        decide(enquiry, admitted=True, decided_at=clock.now(), by=cast["lone"], house=houses["kbh"], reason="Fare.")
        admitted = Stay.objects.get(enquiry=enquiry)
        assert (admitted.home_municipality, admitted.case_municipality) == ("groenland", "")

    def test_is_written_once_and_read_by_everybody_on_shift(self, amina: Stay, as_: As) -> None:
        typed = {"must_know": "Svarer kun, når hun selv har ringet.", "room": "7", "version": str(amina.version)}
        assert as_("sofie").post(reverse("stay-notes", args=[amina.code]), typed).status_code == 302
        page = as_("karen").get(reverse("stay", args=[amina.code])).content.decode()
        assert "Svarer kun, når hun selv har ringet." in page

    def test_written_by_two_at_once_keeps_both_texts(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        opened = str(amina.version)
        note_stay(amina, by=cast["lone"], must_know="Allergi: nødder.")
        typed = {"must_know": "Ring ikke på døren.", "room": "", "version": opened}
        answer = as_("sofie").post(reverse("stay-notes", args=[amina.code]), typed)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Allergi: nødder." in page
        assert "Ring ikke på døren." in page
        assert fresh(amina).must_know == "Allergi: nødder."

    def test_takes_only_answers_of_the_list(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused):
            note_stay(amina, by=cast["sofie"], residence_before="maanen")


class TestAChildThatComesLater:
    def test_is_a_person_of_its_own_to_be_assessed(self, amina: Stay, as_: As) -> None:
        typed = {"moved_in_at": "i dag 07.00", "age_group": "0-2", "called": "Nur Prøvebarn", "institution": ""}
        assert as_("sofie").post(reverse("stay-child", args=[amina.code]), typed).status_code == 302
        child = children_of(amina)[2]
        assert child.alias == f"{amina.resident.alias}-barn 3"
        assert ChildIdentity.objects.select_related("key").get(child=child).name == "Nur Prøvebarn"
        assert ChildStay.objects.get(child=child).assessed_at is None

    def test_the_same_form_sent_twice_is_one_child(self, amina: Stay, as_: As) -> None:
        sofie, url = as_("sofie"), reverse("stay-child", args=[amina.code])
        typed = {"moved_in_at": "i dag 07.00", "called": "Nur Prøvebarn", "client_key": str(uuid4())}
        assert [sofie.post(url, typed).status_code for _time in range(2)] == [302, 302]
        assert len(children_of(amina)) == 3
        assert sofie.post(url, {**typed, "client_key": str(uuid4())}).status_code == 302
        assert len(children_of(amina)) == 4

    @pytest.mark.parametrize("hours", [-60, 2], ids=["before its mother", "to come"])
    def test_cannot_come_at_another_time(self, amina: Stay, cast: dict[str, Employee], hours: int) -> None:
        with pytest.raises(Refused) as refused:
            bring_child(amina, moved_in_at=clock.now() + timedelta(hours=hours), by=cast["sofie"])
        assert refused.value.field == "moved_in_at"

    def test_is_younger_than_its_mother(self, cast: dict[str, Employee], houses: dict[str, House]) -> None:
        """By her number, or by the age she told; an age nobody knows says nothing."""
        young = moved_in(houses["kbh"], people(cast), children=(), cpr="610108-5230")
        told = moved_in(houses["kbh"], people(cast), children=(), anonymous=True, age=17)
        for stay, age in ((young, "18+"), (told, "18+")):
            with pytest.raises(Refused) as refused:
                bring_child(stay, moved_in_at=clock.now(), by=cast["sofie"], age_group=age)
            assert refused.value.field == "age_group"
            bring_child(stay, moved_in_at=clock.now(), by=cast["sofie"], age_group="10-14")
            bring_child(stay, moved_in_at=clock.now(), by=cast["sofie"])

    def test_has_no_name_when_its_mother_has_none(self, cast: dict[str, Employee], houses: dict[str, House]) -> None:
        hidden = moved_in(houses["kbh"], people(cast), anonymous=True)
        with pytest.raises(Refused) as refused:
            bring_child(hidden, moved_in_at=clock.now(), by=cast["sofie"], called="Nur")
        assert refused.value.field == "called"
        bring_child(hidden, moved_in_at=clock.now(), by=cast["sofie"])
        assert not ChildIdentity.objects.exists()
