"""A woman who came in haste and does not want to give her name: the stay becomes an anonymous one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake, visitation
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.actions.anonymous import make_anonymous
from rettesnor.residency.actions.child import bring_child
from rettesnor.residency.actions.identity import name_child
from rettesnor.residency.actions.named import persons_of
from rettesnor.residency.actions.notice import prepare_notice
from rettesnor.residency.models import ChildAssessment, ChildIdentity, Stay, Visitation
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import WHY, fresh, moved_in, notice_of, people

As = Callable[[str], Client]
Cast = dict[str, Employee]


@pytest.fixture
def unasked(cast: Cast, houses: dict[str, House]) -> Stay:
    """She came at night with a child; nobody has spoken with her yet."""
    told: dict[str, Any] = {"caller": "hun_selv", "caller_name": "Amina Prøvekvinde", "municipality": "0101"}
    enquiry = intake.take_call(house=houses["kbh"], by=cast["vera"], outcome="visitation", **told)
    intake.decide(
        enquiry, admitted=True, decided_at=clock.now(), by=cast["lone"], house=houses["kbh"], reason=WHY, emergency=True
    )
    stay = fresh(Stay.objects.get(enquiry=enquiry))
    verbs.assign(stay, employee=cast["sofie"], kind="kontaktperson", by=cast["lone"])
    own = bring_child(stay, moved_in_at=clock.now(), by=cast["sofie"], called="Bo", institution="Prøveskolen")
    verbs.assign(stay, employee=cast["bodil"], kind="boernefaglig", child=own.child, by=cast["lone"])
    return stay


def test_the_letter_leads_to_the_page_that_makes_it_so(unasked: Stay, as_: As, cast: Cast) -> None:
    with pytest.raises(Refused, match="eller at hun vil være anonym"):
        prepare_notice(notice_of(unasked), by=cast["sofie"], reason=WHY)
    sofie, where = as_("sofie"), reverse("stay-anonymous", args=[unasked.code])
    assert where in sofie.get(reverse("stay", args=[unasked.code])).content.decode()
    assert "Gør opholdet anonymt" in sofie.get(where).content.decode()
    for _time in range(2):
        assert sofie.post(where).headers["Location"] == reverse("stay", args=[unasked.code])
    stay = fresh(unasked)
    assert (stay.anonymous, stay.resident.anonymous) == (True, True)
    assert persons_of(notice_of(stay)) == []
    with pytest.raises(Refused, match="ingen modtager"):  # her name is asked for no more
        prepare_notice(notice_of(stay), by=cast["sofie"], reason=WHY)
    assert where not in sofie.get(reverse("stay", args=[unasked.code])).content.decode()


def test_what_says_who_they_are_goes_and_the_school_stays(unasked: Stay, cast: Cast) -> None:
    make_anonymous(unasked, by=cast["sofie"])
    known = ChildIdentity.objects.select_related("key").get()
    assert (known.name, known.cpr, known.cpr_index, known.institution) == ("", "", "", "Prøveskolen")
    enquiry = fresh(unasked).enquiry
    assert enquiry is not None
    assert enquiry.caller_name == ""


def test_a_conversation_without_a_name_is_an_anonymous_one(cast: Cast, houses: dict[str, House]) -> None:
    stay = moved_in(houses["kbh"], people(cast), name="", cpr="", phone="00 99 88 77")
    make_anonymous(stay, by=cast["sofie"])
    talk = Visitation.objects.select_related("key").get(enquiry=stay.enquiry)
    assert (talk.anonymous, talk.phone) == (True, "")


def test_a_number_of_her_child_is_refused_from_then_on(unasked: Stay, cast: Cast) -> None:
    make_anonymous(unasked, by=cast["sofie"])
    row = ChildAssessment.objects.select_related("key", "child__resident", "enquiry__key").get(enquiry=unasked.enquiry)
    with pytest.raises(Refused) as refused:
        visitation.assess_child(row.enquiry, assessment=row, by=cast["bodil"], cpr="6506204002")
    assert refused.value.field == "cpr"
    assert row.child is not None
    with pytest.raises(Refused, match="anonym"):
        name_child(row.child, name="Bo", number="", institution="", by=cast["sofie"])


def test_it_is_too_late_where_her_name_stands(cast: Cast, houses: dict[str, House], as_: As) -> None:
    stay = moved_in(houses["kbh"], people(cast))
    answer = as_("sofie").post(reverse("stay-anonymous", args=[stay.code]))
    assert answer.status_code == 422
    assert "før navnet er skrevet" in answer.content.decode()
    assert not fresh(stay).anonymous
