"""Each child for itself: how it is, what it needs, or why nobody has looked yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake, stay, visitation
from rettesnor.residency.models import Child, ChildAssessment, ChildStay, Enquiry
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.calls import called, log_of, screened

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]


@pytest.fixture
def enquiry(cast: Cast, houses: Houses) -> Enquiry:
    return screened(houses["kbh"], cast["karen"])


def new(enquiry: Enquiry) -> str:
    return reverse("child-new", args=[enquiry.code])


def child_url(child: ChildAssessment) -> str:
    return reverse("child-assessment", args=[child.enquiry.code, child.code])


def looked(**changes: Any) -> dict[str, Any]:
    """What the page of a child sends when somebody has looked."""
    typed = {
        "version": "0",
        "client_key": str(uuid4()),
        "called": "Storesøster",
        "age_group": "6-9",
        "observation": "Hun leger stille og holder øje med døren.",
        "theme_soevn": "2",
        "theme_leg": "3",
        "needs": ["ro_tryghed", "skole"],
        "offer": "liva",
        "offer_type": "stoette",
    }
    return {**typed, **changes}


def at_the_clock(row: ChildAssessment) -> str:
    return "" if row.assessed_at is None else row.assessed_at.astimezone(clock.CPH).strftime("%H.%M")


def stored() -> ChildAssessment:
    return ChildAssessment.objects.select_related("key", "enquiry").get()


def test_a_child_is_added_and_assessed(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(new(enquiry), looked())
    assert answer["Location"] == reverse("visitation", args=[enquiry.code])
    row = stored()
    assert (row.assessed_at, row.assessed_by_id is not None) == (clock.now(), True)
    assert (row.themes, row.needs) == ({"soevn": "2", "leg": "3"}, ["ro_tryghed", "skole"])
    entry = log_of("opret", noun="childassessment")[0]
    assert entry.subject == f"barn:{row.code}"
    assert "holder øje" not in entry.fields


def test_ticks_without_an_observation_are_no_assessment(as_: As, enquiry: Enquiry) -> None:
    as_("karen").post(new(enquiry), looked(observation="  "))
    assert not stored().is_assessed


def test_a_reason_can_stand_instead_for_now(as_: As, enquiry: Enquiry) -> None:
    as_("karen").post(new(enquiry), looked(observation="", why_not="Han sov, da de kom."))
    row = stored()
    assert (row.is_assessed, row.why_not) == (False, "Han sov, da de kom.")


def test_the_first_moment_of_assessment_stays(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    row = intake.assess_child(enquiry, by=cast["karen"], observation="Græder meget.")
    first = row.assessed_at
    with clock.at(clock.now() + timedelta(hours=5)):
        intake.assess_child(enquiry, assessment=row, by=cast["vera"], observation="Græder mindre.")
    assert (stored().assessed_at, stored().assessed_by) == (first, cast["karen"])


def test_what_was_seen_at_night_is_written_in_the_morning(as_: As, enquiry: Enquiry) -> None:
    """The figure counts the moment somebody looked, not the moment it was typed; a slip is put right afterwards."""
    with clock.at(clock.now() + timedelta(hours=3)):
        assert as_("karen").post(new(enquiry), looked(assessed_at="i dag 10.15")).status_code == 302
        row = stored()
        assert at_the_clock(row) == "10.15"
        page = as_("karen").get(child_url(row)).content.decode()
        assert "kl. 10.15" in page
        as_("karen").post(child_url(row), looked(version="1", assessed_at="i dag 10.05"))
        assert at_the_clock(stored()) == "10.05"


@pytest.mark.parametrize(("when", "why"), [("i dag 23.55", "fremtiden"), ("1-1-2026 kl. 10", "før henvendelsen kom")])
def test_a_child_is_not_seen_before_the_call_nor_tomorrow(as_: As, enquiry: Enquiry, when: str, why: str) -> None:
    answer = as_("karen").post(new(enquiry), looked(assessed_at=when))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["assessed_at"]
    assert why in answer.content.decode()
    assert "holder øje" in answer.content.decode()


def test_an_assessment_does_not_become_empty_again(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    row = intake.assess_child(enquiry, by=cast["karen"], observation="Græder meget.")
    answer = as_("karen").post(child_url(row), looked(version="1", observation=""))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["observation"]


def test_the_same_form_sent_twice_is_one_child(as_: As, enquiry: Enquiry) -> None:
    karen, typed = as_("karen"), looked()
    assert karen.post(new(enquiry), typed).status_code == 302
    assert karen.post(new(enquiry), typed).status_code == 302
    assert ChildAssessment.objects.count() == 1


def test_a_child_older_than_its_mother_is_refused_and_nothing_is_lost(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(new(enquiry), looked(cpr="710185-0001"))
    assert answer.status_code == 422
    assert "Barnet kan ikke være ældre end sin mor." in answer.content.decode()
    assert "holder øje med døren" in answer.content.decode()
    assert not ChildAssessment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"cpr": "710188-0002"}, "cpr", "Det er morens nummer."),
        ({"cpr": "", "age_group": "18+"}, "age_group", "lige så gammelt som sin mor"),
    ],
)
def test_what_cannot_be_stands_beside_what_was_typed(
    as_: As, cast: Cast, houses: Houses, typed: dict[str, str], field: str, said: str
) -> None:
    her = {"cpr": "710188-0002"} if field == "cpr" else {"cpr": "", "age": 17}
    call = screened(houses["kbh"], cast["karen"], **her)
    answer = as_("karen").post(new(call), looked(**typed))
    assert list(answer.context["form"].errors) == [field]
    assert said in answer.content.decode()


def test_two_children_do_not_have_one_number(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    first = intake.assess_child(enquiry, by=cast["karen"], called="Storebror", cpr="710119-4001")
    answer = as_("karen").post(new(enquiry), looked(cpr="7101194001"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["cpr"]
    assert "holder øje med døren" in answer.content.decode()
    assert ChildAssessment.objects.get() == first
    other = intake.assess_child(enquiry, by=cast["karen"], called="Lillesøster")
    again = as_("karen").post(child_url(other), looked(version="1", cpr="710119-4001"))
    assert list(again.context["form"].errors) == ["cpr"]


def test_a_child_keeps_its_number_when_it_is_written_again(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    row = intake.assess_child(enquiry, by=cast["karen"], called="Storebror", cpr="710119-4001")
    assert as_("karen").post(child_url(row), looked(version="1", cpr="710119-4001")).status_code == 302


def test_ages_in_words_are_compared_too(cast: Cast, houses: Houses) -> None:
    enquiry = called(houses["kbh"], cast["karen"])
    intake.save_visitation(enquiry, by=cast["karen"], age=15)
    with pytest.raises(Refused) as refusal:
        intake.assess_child(enquiry, by=cast["karen"], age_group="15-17")
    assert refusal.value.field == "age_group"


def test_the_age_group_follows_from_the_number(as_: As, enquiry: Enquiry) -> None:
    as_("karen").post(new(enquiry), looked(cpr="710119-4001", age_group="15-17"))
    assert stored().age_group == "6-9"


def test_a_wrong_number_is_told_beside_the_field(as_: As, enquiry: Enquiry) -> None:
    answer = as_("karen").post(new(enquiry), looked(cpr="9913190001"))
    assert list(answer.context["form"].errors) == ["cpr"]


def test_the_child_of_an_anonymous_woman_has_no_number(as_: As, cast: Cast, houses: Houses) -> None:
    enquiry = screened(houses["kbh"], cast["karen"], anonymous=True, name="", cpr="")
    answer = as_("karen").post(new(enquiry), looked(cpr="710119-4001"))
    assert list(answer.context["form"].errors) == ["cpr"]


def test_the_house_beside_and_strangers_find_no_child(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    row = intake.assess_child(enquiry, by=cast["karen"], called="Lillebror")
    for name in ("aksel", "tove", "bodil"):
        assert as_(name).get(child_url(row)).status_code == 404
        assert as_(name).post(child_url(row), looked()).status_code == 404
    for name in ("sofie", "anne", "frida"):
        assert as_(name).get(child_url(row)).status_code == 403
    assert not log_of("opslag")


def test_a_child_is_found_only_under_its_own_enquiry(as_: As, enquiry: Enquiry, cast: Cast, houses: Houses) -> None:
    row = intake.assess_child(enquiry, by=cast["karen"])
    other = called(houses["kbh"], cast["karen"])
    assert as_("karen").get(reverse("child-assessment", args=[other.code, row.code])).status_code == 404


def test_a_page_that_shows_children_logs_each_of_them(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    children = [intake.assess_child(enquiry, by=cast["karen"], called=name) for name in ("Storebror", "Lillesøster")]
    for name in ("enquiry", "visitation"):
        Entry.objects.filter(verb="opslag").count()
        before = Entry.objects.count()
        page = as_("lone").get(reverse(name, args=[enquiry.code])).content.decode()
        assert "Lillesøster" in page
        seen = [entry.subject for entry in Entry.objects.order_by("seq")[before:]]
        assert sorted(seen) == sorted([enquiry.subject, *(child.subject for child in children)])


def test_after_an_emergency_the_child_s_own_adult_assesses_it(
    as_: As, enquiry: Enquiry, cast: Cast, houses: Houses
) -> None:
    elder = intake.assess_child(enquiry, by=cast["karen"], called="Storebror")
    younger = intake.assess_child(enquiry, by=cast["karen"], called="Lillesøster")
    intake.decide(
        enquiry,
        admitted=True,
        emergency=True,
        decided_at=clock.now(),
        by=cast["lone"],
        house=houses["kbh"],
        reason="Akut fare.",
    )
    child = Child.objects.get(assessments=elder)
    stay.assign(enquiry.stay, employee=cast["bodil"], kind="boernefaglig", by=cast["lone"], child=child)
    bodil = as_("bodil")
    assert "Lillesøster" not in bodil.get(child_url(elder)).content.decode()
    assert bodil.get(child_url(younger)).status_code == 404
    with clock.at(clock.now() + timedelta(hours=3)):
        assert bodil.post(child_url(elder), looked(version="1")).status_code == 302
        assert ChildStay.objects.get(child=child).assessed_at == clock.now()
    assert ChildStay.objects.exclude(child=child).get().assessed_at is None


def test_two_who_write_about_one_child_see_both_texts(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    row = intake.assess_child(enquiry, by=cast["karen"], observation="Først.")
    assert as_("vera").post(child_url(row), looked(version="1", observation="Veras iagttagelse")).status_code == 302
    met = as_("karen").post(child_url(row), looked(version="1", observation="Karens iagttagelse"))
    assert met.status_code == 409
    assert "Veras iagttagelse" in met.content.decode()
    assert "Karens iagttagelse" in met.content.decode()


def test_the_same_form_sent_four_times_at_once_is_one_child(
    as_: As, enquiry: Enquiry, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    karen, typed = as_("karen"), looked()
    looks: list[None] = []

    def blind_once(*asked: Any) -> ChildAssessment | None:
        """What a request sees that looked before the first of the four had written."""
        looks.append(None)
        return None if len(looks) % 2 else seen(*asked)

    seen = visitation._added_before
    assert karen.post(new(enquiry), typed).status_code == 302
    monkeypatch.setattr(visitation, "_added_before", blind_once)
    monkeypatch.setattr(visitation, "key_within", lambda key, _place: key)
    for _time in range(3):
        answer = karen.post(new(enquiry), typed)
        assert answer["Location"] == reverse("visitation", args=[enquiry.code])
    assert len(looks) == 6
    assert ChildAssessment.objects.count() == 1


def test_the_key_of_a_form_about_another_woman_is_another_child(as_: As, enquiry: Enquiry, cast: Cast) -> None:
    karen, typed = as_("karen"), looked(cpr="")
    other = called(enquiry.house, cast["karen"])
    for each in (enquiry, other, other):
        assert karen.post(new(each), typed).status_code == 302
    assert [each.children.count() for each in (enquiry, other)] == [1, 1]


def test_a_child_hardly_younger_than_its_mother_is_asked_about_and_kept(as_: As, enquiry: Enquiry) -> None:
    """She is born in 1988; one born in 1999 is written down, and everybody who decides is asked to look again."""
    answer = as_("karen").post(new(enquiry), looked(cpr="710199-0001"), follow=True)
    asked = "Storesøster og moren har under 12 år imellem sig. Se efter, om alderen og numrene er rigtige."
    assert "Efter CPR-nummeret er barnet 18 år og derover, ikke 6-9 år." in answer.content.decode()
    assert "Barnet og moren har under 12 år imellem sig." in answer.content.decode()
    for person, address in (("karen", "visitation"), ("karen", "enquiry"), ("lone", "decision")):
        assert asked in as_(person).get(reverse(address, args=[enquiry.code])).content.decode(), address
    row = stored()
    as_("karen").post(child_url(row), looked(version="1", cpr="710114-4001"))
    assert asked not in as_("karen").get(reverse("enquiry", args=[enquiry.code])).content.decode()


@pytest.mark.parametrize(("its", "asked"), [("15-17", True), ("10-14", False), ("ukendt", False), ("", False)])
def test_told_ages_are_held_against_each_other_too(as_: As, cast: Cast, houses: Houses, its: str, asked: bool) -> None:
    call = screened(houses["kbh"], cast["karen"], cpr="", age=24)
    as_("karen").post(new(call), looked(age_group=its))
    page = as_("karen").get(reverse("enquiry", args=[call.code])).content.decode()
    assert ("imellem sig" in page) is asked


@pytest.mark.parametrize("alone", ["ingen", "ikke_spurgt"])
def test_no_needs_and_some_needs_are_not_both_so(enquiry: Enquiry, as_: As, alone: str) -> None:
    answer = as_("karen").post(new(enquiry), looked(needs=["skole", alone]))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["needs"]
    assert "kan ikke stå sammen med andre svar" in answer.content.decode()
    assert as_("karen").post(new(enquiry), looked(needs=[alone])).status_code == 302
    assert ChildAssessment.objects.get().needs == [alone]


def test_a_child_of_which_nothing_is_written_is_no_child(as_: As, enquiry: Enquiry) -> None:
    for typed in ({}, {"another": "1"}):
        answer = as_("karen").post(new(enquiry), {"version": "0", **typed})
        assert answer.status_code == 422
        assert "Skriv mindst ét om barnet" in answer.content.decode()
    assert not ChildAssessment.objects.exists()
    assert as_("karen").post(new(enquiry), {"version": "0", "age_group": "3-5"}).status_code == 302
