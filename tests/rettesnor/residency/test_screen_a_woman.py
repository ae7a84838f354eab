"""The conversation that finds out whether the house is the right place for her."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake
from rettesnor.residency.models import Enquiry, Visitation
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.calls import call_form, called, log_of

As = Callable[[str], Client]
Cast = dict[str, Employee]


@pytest.fixture
def enquiry(cast: Cast, houses: dict[str, House]) -> Enquiry:
    said = {"caller": "hun_selv", "caller_name": "Prøve Testesen", "language": "ar"}
    return called(houses["kbh"], cast["karen"], received_at=clock.now() - timedelta(minutes=20), **said)


def url(enquiry: Enquiry, name: str = "visitation") -> str:
    return reverse(name, args=[enquiry.code])


def talk(**changes: Any) -> dict[str, Any]:
    """What the page of the visitation sends after an ordinary talk."""
    typed = {
        "version": "0",
        "own_words": "Jeg kan ikke være der mere.",
        "screened_at": "i dag 09.50",
        "adult": "ja",
        "violence": "ja",
        "violence_forms": ["fysisk", "psykisk"],
        "in_target_group": "ja",
        "safety": "hoej",
        "mental_health": "kan_vaere_her",
        "language": "ar",
        "interpreter": "altid",
        "name": "Prøve Testesen",
        "cpr": "710190-0002",
    }
    return {**typed, **changes}


def stored() -> Visitation:
    return Visitation.objects.select_related("key", "screened_by", "enquiry").get()


def test_the_talk_is_written_down_with_who_and_when(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(url(enquiry), talk())
    assert answer["Location"] == url(enquiry, "enquiry")
    row = stored()
    assert (row.screened_by.username, row.own_words) == ("karen", "Jeg kan ikke være der mere.")
    assert row.screened_at.astimezone(clock.CPH).hour == 9
    assert (row.violence_forms, row.cpr, row.is_screened) == (["fysisk", "psykisk"], "7101900002", True)
    assert "7101900002" not in log_of("opret", noun="visitation")[0].fields


def test_nothing_has_to_be_answered(as_: As, enquiry: Enquiry) -> None:
    assert as_("karen").post(url(enquiry), {"version": "0", "screened_at": "nu"}).status_code == 302
    assert not stored().is_screened


def test_the_call_has_told_the_language_already(as_: As, enquiry: Enquiry) -> None:
    assert as_("karen").get(url(enquiry)).context["form"]["language"].value() == "ar"


def test_on_with_a_child_when_that_button_is_pressed(as_: As, enquiry: Enquiry) -> None:
    assert as_("karen").post(url(enquiry), talk(child="1"))["Location"] == url(enquiry, "child-new")


@pytest.mark.parametrize("name", ["vera", "lone"])
def test_the_visitator_and_the_leader_screen_too(as_: As, enquiry: Enquiry, name: str) -> None:
    assert as_(name).post(url(enquiry), talk()).status_code == 302


@pytest.mark.parametrize("name", ["aksel", "tove"])
def test_the_other_house_does_not_find_it(as_: As, enquiry: Enquiry, name: str) -> None:
    assert as_(name).get(url(enquiry)).status_code == 404
    assert as_(name).post(url(enquiry), talk()).status_code == 404


@pytest.mark.parametrize("name", ["sofie", "bodil", "frida", "anne"])
def test_others_do_not_screen(as_: As, enquiry: Enquiry, name: str) -> None:
    assert as_(name).get(url(enquiry)).status_code == 403


def test_after_handing_over_the_taker_screens_no_longer(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    intake.hand_over(enquiry, to=cast["vera"], by=cast["karen"])
    assert as_("karen").post(url(enquiry), talk()).status_code == 404


@pytest.mark.parametrize("number", ["7101900", "71o190-0002", "910290-0002", "710189-000"])
def test_an_impossible_number_is_told_beside_the_field_and_nothing_is_lost(
    as_: As, enquiry: Enquiry, number: str
) -> None:
    answer = as_("karen").post(url(enquiry), talk(cpr=number))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["cpr"]
    page = answer.content.decode()
    assert "Jeg kan ikke være der mere." in page
    assert number in page
    assert not Visitation.objects.exists()


def test_a_small_child_s_number_is_not_hers(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(url(enquiry), talk(cpr="610326-4001"))
    assert answer.status_code == 422
    assert "et af børnenes nummer" in answer.content.decode()
    assert "Jeg kan ikke være der mere." in answer.content.decode()


def test_the_number_is_never_written_back_into_the_page(as_: As, enquiry: Enquiry) -> None:
    karen = as_("karen")
    karen.post(url(enquiry), talk())
    page = karen.get(url(enquiry)).content.decode()
    assert "0002" not in page
    assert "710190-••••" in page
    assert karen.post(url(enquiry), talk(cpr="", version="1", safety="akut")).status_code == 302
    assert (stored().cpr, stored().safety) == ("7101900002", "akut")


def test_the_same_form_again_is_answered_as_the_first_time(as_: As, enquiry: Enquiry) -> None:
    vera = as_("vera")
    for child in ({}, {"child": "1"}):
        sent = talk(version=str(Visitation.objects.count()), **child)
        first, second = (vera.post(url(enquiry), sent) for _time in range(2))
        assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
        assert first.status_code == 302


def test_anonymous_lets_go_of_who_she_is(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    karen = as_("karen")
    karen.post(url(enquiry), talk(phone="00 11 22 33"))
    intake.assess_child(Enquiry.objects.select_related("key").get(), by=cast["karen"], cpr="710115-4001")
    answer = karen.post(url(enquiry), talk(version="1", anonymous="on", cpr="", phone="00 11 22 33"))
    assert answer.status_code == 302
    row = stored()
    assert (row.anonymous, row.name, row.cpr, row.phone) == (True, "", "", "")
    after = Enquiry.objects.select_related("key").get()
    assert after.caller_name == ""
    assert after.children.select_related("key").get().cpr == ""


def test_anonymous_refuses_an_identity_typed_beside_it(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(url(enquiry), talk(anonymous="on", name="", cpr="710190-0002"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["cpr"]
    assert not Visitation.objects.exists()


def test_under_eighteen_is_warned_about_and_not_blocked(as_: As, enquiry: Enquiry) -> None:
    assert as_("karen").post(url(enquiry), talk(adult="nej", age="17", cpr="")).status_code == 302
    page = as_("lone").get(url(enquiry, "decision")).content.decode()
    assert "Hun er under 18 år." in page


def test_doubt_asks_the_leader_and_is_no_no(as_: As, enquiry: Enquiry) -> None:
    karen = as_("karen")
    karen.post(url(enquiry), talk(mental_health="tvivl"))
    row = stored()
    assert (row.leader_asked, row.in_doubt) == (True, True)
    assert Enquiry.objects.get().is_open
    assert karen.post(url(enquiry, "visitation-answer"), {"result": "kan_vaere_her", "answer": "x"}).status_code == 403
    lone = as_("lone")
    assert lone.post(url(enquiry, "visitation-answer"), {"result": "kan_vaere_her", "answer": ""}).status_code == 422
    done = {"result": "kan_vaere_her", "answer": "Jeg har talt med hende i dag."}
    assert lone.post(url(enquiry, "visitation-answer"), done).status_code == 302
    row = stored()
    assert (row.in_doubt, row.leader_asked, row.mental_health) == (False, True, "kan_vaere_her")
    assert "Jeg har talt med hende" in lone.get(url(enquiry, "enquiry")).content.decode()
    with pytest.raises(Refused):
        intake.answer_doubt(enquiry, by=row.screened_by, result="kan_vaere_her", answer="Igen")


def test_two_who_screen_at_once_see_both_texts(as_: As, enquiry: Enquiry) -> None:
    karen, vera = as_("karen"), as_("vera")
    assert karen.post(url(enquiry), talk(own_words="Karens ord")).status_code == 302
    met = vera.post(url(enquiry), talk(own_words="Veras ord"))
    assert met.status_code == 409
    assert "Karens ord" in met.content.decode()
    assert "Veras ord" in met.content.decode()
    assert stored().own_words == "Karens ord"
    again = talk(own_words="Karens ord. Veras ord", version=met.context["form"].data["version"], cpr="")
    assert vera.post(url(enquiry), again).status_code == 302
    assert stored().own_words == "Karens ord. Veras ord"


def test_her_number_cannot_make_her_younger_than_her_child(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    intake.assess_child(enquiry, by=cast["karen"], cpr="710190-0001")
    answer = as_("karen").post(url(enquiry), talk(cpr="710195-0002"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["cpr"]


def test_her_number_is_refused_over_110_years_as_her_age_is(as_: As, enquiry: Enquiry) -> None:
    for typed, field in (({"cpr": "610100-0002"}, "cpr"), ({"age": "111"}, "age")):
        answer = as_("karen").post(url(enquiry), talk(**typed))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
    assert not Visitation.objects.exists()


def test_that_nobody_asked_about_violence_stands_alone(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(url(enquiry), talk(violence_forms=["fysisk", "ikke_spurgt"]))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["violence_forms"]


def test_a_talk_in_the_future_is_refused(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(url(enquiry), talk(screened_at="i morgen 10.00"))
    assert list(answer.context["form"].errors) == ["screened_at"]


@pytest.mark.parametrize(("caller", "status"), [("hun_selv", 422), ("", 422), ("ikke_spurgt", 422), ("kommune", 302)])
def test_who_called_is_not_named_afterwards_when_she_is_anonymous(
    as_: As, enquiry: Enquiry, caller: str, status: int
) -> None:
    karen = as_("karen")
    assert karen.post(url(enquiry), talk(anonymous="on", name="", cpr="")).status_code == 302
    enquiry.refresh_from_db()
    typed = call_form(version=str(enquiry.version), caller=caller, caller_name="Amina Prøvekvinde")
    answer = karen.post(reverse("enquiry-change", args=[enquiry.code]), typed)
    assert answer.status_code == status
    stands = Enquiry.objects.select_related("key").get(pk=enquiry.pk)
    if status == 422:
        assert "Hun er anonym. Lad navnet stå tomt" in answer.content.decode()
        assert "Amina Prøvekvinde" in answer.content.decode()
        assert stands.caller_name == ""
    else:
        assert stands.caller_name == "Amina Prøvekvinde"


def test_a_talk_before_the_call_is_refused(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(url(enquiry), talk(screened_at="i dag 09.39"))
    assert list(answer.context["form"].errors) == ["screened_at"]
    assert "før henvendelsen kom" in answer.content.decode()
    assert not Visitation.objects.exists()
    assert as_("karen").post(url(enquiry), talk(screened_at="i dag 09.40")).status_code == 302


def test_the_call_is_not_moved_to_after_the_talk(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    intake.save_visitation(enquiry, by=cast["karen"], screened_at=clock.now() - timedelta(minutes=10))
    with pytest.raises(Refused) as refusal:
        intake.change_enquiry(enquiry, version=enquiry.version, by=cast["karen"], received_at=clock.now())
    assert refusal.value.field == "received_at"


@pytest.mark.parametrize(
    ("said", "young", "odd"),
    [
        ({"adult": "ja", "cpr": "710110-4001"}, True, True),
        ({"adult": "nej", "cpr": "710110-4001"}, True, False),
        ({"adult": "", "age": "17", "cpr": ""}, True, False),
        ({"adult": "ja", "age": "17", "cpr": ""}, True, True),
        ({"adult": "nej", "cpr": "710190-0002"}, False, True),
        ({"adult": "ja", "cpr": "710190-0002"}, False, False),
        ({"adult": "ved_ikke", "cpr": ""}, False, False),
    ],
)
def test_her_age_is_warned_about_on_saving_and_on_the_page(
    as_: As, enquiry: Enquiry, said: dict[str, str], young: bool, odd: bool
) -> None:
    vera = as_("vera")
    saved = vera.post(url(enquiry), talk(child="1", **said), follow=True)
    assert saved.redirect_chain[0][0] == url(enquiry, "child-new")
    pages = [
        saved,
        vera.get(url(enquiry, "enquiry")),
        vera.get(url(enquiry)),
        as_("lone").get(url(enquiry, "decision")),
    ]
    for page in pages:
        text = page.content.decode()
        assert ("Hun er under 18 år. Det er ikke" in text) == young
        assert ("passer ikke sammen" in text) == odd
