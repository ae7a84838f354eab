"""Who she is: written when she gives her name, shown to those who may know, the number only with a purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.stay import name_child, name_her, protect, reveal_cpr
from rettesnor.residency.models import ChildIdentity, Identity, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import CHILDREN, NAME, NUMBER, children_of, fresh, log_of, moved_in, people

As = Callable[[str], Client]
WRITTEN, YOUNG = "710190-0002", "711208-4002"


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def hidden(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    return moved_in(houses["kbh"], people(cast), anonymous=True)


class TestNamingHer:
    def test_makes_an_identity_and_leaves_the_stay_anonymous(self, hidden: Stay, as_: As) -> None:
        typed = {"name": NAME, "number": WRITTEN, "phone": "00 99 88 77"}
        assert as_("sofie").post(reverse("stay-identity", args=[hidden.code]), typed).status_code == 302
        identity = Identity.objects.select_related("key").get(resident=hidden.resident)
        assert (identity.name, identity.cpr, identity.phone) == (NAME, NUMBER, "00 99 88 77")
        now = fresh(hidden)
        assert now.anonymous
        assert not now.resident.anonymous
        assert now.age_group == "30-39"
        line = log_of("navngiv")[0]
        assert NAME not in line.fields
        assert "0002" not in line.fields

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name": " ", "number": "", "phone": ""}, "name"),
            ({"name": NAME, "number": "31029O-0002", "phone": ""}, "number"),
            ({"name": NAME, "number": "993590-0002", "phone": ""}, "number"),
        ],
        ids=["no name", "a letter in the number", "no such day"],
    )
    def test_refuses_what_cannot_be_beside_the_field(
        self, hidden: Stay, as_: As, typed: dict[str, str], field: str
    ) -> None:
        answer = as_("sofie").post(reverse("stay-identity", args=[hidden.code]), typed)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Identity.objects.exists()

    def test_refuses_a_number_that_is_another_womans(
        self, amina: Stay, cast: dict[str, Employee], houses: dict[str, House]
    ) -> None:
        other = moved_in(houses["kbh"], people(cast), anonymous=True, children=())
        with pytest.raises(Refused, match="anden sag") as refused:
            name_her(other.resident, name="En Anden", number=NUMBER, phone="", by=cast["sofie"])
        assert refused.value.field == "number"

    def test_who_learns_by_a_number_that_another_is_here_is_written_in_her_log(
        self, amina: Stay, as_: As, houses: dict[str, House], cast: dict[str, Employee]
    ) -> None:
        other = moved_in(houses["kbh"], people(cast), anonymous=True, children=())
        before = Entry.objects.about(amina.resident.subject).count()
        typed = {"name": "En Anden", "number": NUMBER, "phone": "", "version": "0"}
        answer = as_("sofie").post(reverse("stay-identity", args=[other.code]), typed)
        assert answer.status_code == 422
        written = Entry.objects.about(amina.resident.subject).newest_first()
        assert written.count() == before + 1
        line = written[0]
        assert (line.verb, line.actor_name, line.purpose) == ("opslag", cast["sofie"].name, "samme CPR-nummer")

    def test_warns_of_a_woman_under_18_and_never_stops(self, hidden: Stay, as_: As) -> None:
        sofie = as_("sofie")
        typed = {"name": "Unge Prøvekvinde", "number": YOUNG, "phone": ""}
        answer = sofie.post(reverse("stay-identity", args=[hidden.code]), typed, follow=True)
        page = answer.content.decode()
        assert answer.redirect_chain
        assert "Efter CPR-nummeret er hun under 18 år." in page
        assert "tænk på underretning" in page
        assert fresh(hidden).age_group == "under_18"
        assert "tænk på underretning" in as_("lone").get(reverse("stay", args=[hidden.code])).content.decode()
        assert "under 18 år" not in as_("karen").get(reverse("stay", args=[hidden.code])).content.decode()
        with clock.at(datetime(2026, 12, 12, 10, tzinfo=clock.CPH)):
            assert "under 18 år" not in sofie.get(reverse("stay", args=[hidden.code])).content.decode()

    def test_a_grown_woman_is_not_warned_of(self, hidden: Stay, as_: As) -> None:
        typed = {"name": NAME, "number": WRITTEN, "phone": ""}
        answer = as_("sofie").post(reverse("stay-identity", args=[hidden.code]), typed, follow=True)
        assert "under 18 år" not in answer.content.decode()

    def test_a_number_put_right_puts_her_age_right(self, amina: Stay, cast: dict[str, Employee]) -> None:
        name_her(amina.resident, name=NAME, number="7101600002", phone="", by=cast["sofie"])
        assert fresh(amina).age_group == "50+"

    @pytest.mark.parametrize(("number", "known"), [("6101000002", False), ("7103160002", True)], ids=["126", "110"])
    def test_nobody_is_over_110(self, amina: Stay, as_: As, number: str, known: bool) -> None:
        typed = {"name": NAME, "number": number, "phone": "", "version": "1"}
        answer = as_("sofie").post(reverse("stay-identity", args=[amina.code]), typed)
        assert answer.status_code == (302 if known else 422)
        if not known:
            assert list(answer.context["form"].errors) == ["number"]
            assert "over 110 år" in answer.content.decode()

    def test_a_number_of_somebody_born_after_she_came_is_refused(
        self, cast: dict[str, Employee], houses: dict[str, House], as_: As
    ) -> None:
        alone = moved_in(houses["kbh"], people(cast), anonymous=True, children=())
        typed = {"name": NAME, "number": "700326-4002", "phone": "00 11 22 33"}
        answer = as_("sofie").post(reverse("stay-identity", args=[alone.code]), typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["number"]
        assert "00 11 22 33" in answer.content.decode()

    def test_keeps_the_number_that_is_there_when_only_the_name_is_put_right(self, amina: Stay, as_: As) -> None:
        url = reverse("stay-identity", args=[amina.code])
        page = as_("sofie").get(url).content.decode()
        assert WRITTEN not in page
        assert NUMBER not in page
        typed = {"name": "Amina Nyt Navn", "number": "", "phone": "", "version": "1"}
        assert as_("sofie").post(url, typed).status_code == 302
        identity = Identity.objects.select_related("key").get(resident=amina.resident)
        assert (identity.name, identity.cpr) == ("Amina Nyt Navn", NUMBER)

    @pytest.mark.parametrize(("name", "status"), [("lone", 403), ("karen", 403), ("bodil", 403), ("ulla", 404)])
    def test_is_for_her_contact_person_alone(self, amina: Stay, as_: As, name: str, status: int) -> None:
        typed = {"name": "Fremmed", "number": "", "phone": ""}
        assert as_(name).post(reverse("stay-identity", args=[amina.code]), typed).status_code == status


class TestNamingAChild:
    def test_seals_where_it_goes_to_school(self, amina: Stay, as_: As) -> None:
        second = children_of(amina)[1]
        typed = {"name": "Lea Prøvebarn", "number": "650320-4002", "institution": "Mosegrisen", "version": "1"}
        assert as_("sofie").post(reverse("child-identity", args=[second.code]), typed).status_code == 302
        identity = ChildIdentity.objects.select_related("key").get(child=second)
        assert (identity.cpr, identity.institution) == ("6503204002", "Mosegrisen")

    def test_waits_for_the_mothers_name(self, hidden: Stay, cast: dict[str, Employee]) -> None:
        child = children_of(hidden)[0]
        with pytest.raises(Refused, match="anonym"):
            name_child(child, name="Sami", number="", institution="", by=cast["sofie"])
        name_her(hidden.resident, name=NAME, number="", phone="", by=cast["sofie"])
        name_child(child, name="Sami", number="", institution="", by=cast["sofie"])
        assert ChildIdentity.objects.select_related("key").get(child=child).name == "Sami"

    def test_refuses_a_child_older_than_its_mother(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused, match="ældre end sin mor"):
            name_child(children_of(amina)[1], name="Lea", number="6503600001", institution="", by=cast["sofie"])

    def test_refuses_the_number_of_its_own_sibling(self, amina: Stay, as_: As) -> None:
        second = children_of(amina)[1]
        typed = {"name": "Lea Prøvebarn", "number": CHILDREN[0][1], "institution": ""}
        answer = as_("sofie").post(reverse("child-identity", args=[second.code]), typed)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["number"]


class TestWhoSeesHerName:
    @pytest.mark.parametrize(("name", "sees"), [("sofie", True), ("bodil", True), ("lone", False), ("karen", False)])
    def test_those_who_may_and_no_other(self, amina: Stay, as_: As, name: str, sees: bool) -> None:
        answer = as_(name).get(reverse("stay", args=[amina.code]))
        assert answer.status_code == 200
        assert (NAME in answer.content.decode()) is sees
        assert WRITTEN not in answer.content.decode()

    def test_of_a_specially_protected_woman_only_her_contact_person(
        self, amina: Stay, cast: dict[str, Employee], as_: As
    ) -> None:
        protect(amina.resident, by=cast["lone"])
        url = reverse("stay", args=[amina.code])
        assert NAME in as_("sofie").get(url).content.decode()
        for name in ("bodil", "lone"):
            assert NAME not in as_(name).get(url).content.decode()
        assert as_("karen").get(url).status_code == 404

    def test_the_protection_is_given_by_one_on_the_page(self, amina: Stay, as_: As) -> None:
        url = reverse("stay-protect", args=[amina.code])
        as_("sofie").post(url)
        as_("sofie").post(url)
        assert fresh(amina).resident.protected
        as_("sofie").post(url, {"protected": "nej"})
        assert fresh(amina).resident.protected, "nobody ends it alone"


class TestTheWholeNumber:
    def test_is_shown_once_with_the_purpose_in_the_log(self, amina: Stay, as_: As) -> None:
        answer = as_("sofie").post(reverse("cpr-reveal", args=[amina.code]), {"purpose": "kommune"})
        assert WRITTEN in answer.content.decode()
        line = log_of("vis cpr")[0]
        assert (line.purpose, line.subject) == ("At skrive til eller tale med kommunen", amina.resident.subject)

    def test_is_not_shown_without_a_purpose(self, amina: Stay, as_: As, cast: dict[str, Employee]) -> None:
        answer = as_("sofie").post(reverse("cpr-reveal", args=[amina.code]), {"purpose": " "})
        assert answer.status_code == 422
        assert WRITTEN not in answer.content.decode()
        assert log_of("vis cpr") == []
        with pytest.raises(Refused):
            reveal_cpr(amina.resident, purpose="", by=cast["sofie"])

    def test_no_words_about_her_come_into_the_log(self, amina: Stay, as_: As) -> None:
        """The log is read by those who know no case: the purpose is chosen, never typed."""
        answer = as_("sofie").post(reverse("cpr-reveal", args=[amina.code]), {"purpose": "Amina skal til læge"})
        assert answer.status_code == 422
        assert log_of("vis cpr") == []

    @pytest.mark.parametrize(("name", "status"), [("karen", 403), ("bodil", 403), ("ulla", 404), ("lone", 403)])
    def test_is_for_those_who_may(self, amina: Stay, as_: As, name: str, status: int) -> None:
        answer = as_(name).post(reverse("cpr-reveal", args=[amina.code]), {"purpose": "kommune"})
        assert answer.status_code == status
        assert WRITTEN not in answer.content.decode()
        assert log_of("vis cpr") == []
