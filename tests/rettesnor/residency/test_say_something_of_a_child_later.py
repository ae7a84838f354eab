"""What is written of a child where it is assessed reaches the child, also when it lives here already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.residency.actions import intake, visitation
from rettesnor.residency.actions.child import bring_child, write_words
from rettesnor.residency.actions.identity import name_child
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.actions.named import persons_of
from rettesnor.residency.models import Child, ChildAssessment, ChildIdentity, ChildStay, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import NAME, NUMBER, WHY, children_of, moved_in, notice_of, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
Houses = dict[str, House]
BORN_YESTERDAY, FEBRUARY = "7003264001", datetime(2026, 2, 9, 12, 0, tzinfo=clock.CPH)
SIX, SAID = "6506204002", "Jeg vil have min hund med."


@pytest.fixture
def stay(cast: Cast, houses: Houses) -> Stay:
    """A woman who came in haste: nothing is known of her child."""
    return moved_in(houses["kbh"], people(cast), children=(("", "", ""),))


def assessment(stay: Stay) -> ChildAssessment:
    return ChildAssessment.objects.select_related("key", "child", "enquiry__key").get(enquiry=stay.enquiry)


def child_of(stay: Stay) -> Child:
    (child,) = children_of(stay)
    return child


def assess(stay: Stay, by: Employee, **fields: Any) -> ChildAssessment:
    row = assessment(stay)
    return visitation.assess_child(row.enquiry, assessment=row, by=by, **{"observation": "Leger.", **fields})


def test_on_the_page_it_gets_name_number_school_age_and_words(stay: Stay, as_: As) -> None:
    bodil, row = as_("bodil"), assessment(stay)
    child = row.child
    assert child is not None
    page = bodil.get(reverse("child", args=[child.code])).content.decode()
    where = reverse("child-assessment", args=[row.enquiry.code, row.code])
    assert where in page
    typed = {"called": "Bo Prøvebarn", "cpr": SIX, "institution": "Prøveskolen", "own_words": SAID}
    sent = {**typed, "version": row.version, "observation": "Leger stille.", "age_group": ""}
    assert bodil.post(where, sent).status_code == 302
    known = ChildIdentity.objects.select_related("key").get(child=child)
    assert (known.name, known.cpr, known.institution) == ("Bo Prøvebarn", SIX, "Prøveskolen")
    assert known in ChildIdentity.objects.exclude(cpr_index="")
    assert ChildStay.objects.get(child=child).age_group == "3-5"
    assert SAID in bodil.get(reverse("child", args=[child.code])).content.decode()
    assert persons_of(notice_of(stay))[1] == {"label": "Barn", "name": "Bo Prøvebarn", "cpr": "650620-4002"}


def test_an_age_that_is_said_is_its_age(stay: Stay, cast: Cast) -> None:
    assess(stay, cast["bodil"], age_group="6-9")
    assert ChildStay.objects.get(stay=stay).age_group == "6-9"


def test_what_its_own_adults_have_written_since_stands(stay: Stay, cast: Cast) -> None:
    child = child_of(stay)
    name_child(child, name="Bo Uldall Prøvebarn", number="", institution="", by=cast["sofie"])
    assess(stay, cast["bodil"], called="Bo", institution="Prøveskolen")
    known = ChildIdentity.objects.select_related("key").get(child=child)
    assert (known.name, known.institution) == ("Bo Uldall Prøvebarn", "Prøveskolen")


def test_what_it_got_from_here_is_put_right_from_here(stay: Stay, cast: Cast) -> None:
    assess(stay, cast["bodil"], called="Bi Prøvebarn", cpr=SIX)
    assess(stay, cast["bodil"], called="Bo Prøvebarn", cpr="6506204010")
    known = ChildIdentity.objects.select_related("key").get(child=child_of(stay))
    assert (known.name, known.cpr) == ("Bo Prøvebarn", "6506204010")


def test_another_number_than_the_known_is_asked_about(stay: Stay, cast: Cast) -> None:
    name_child(child_of(stay), name="Bo", number=SIX, institution="", by=cast["sofie"])
    with pytest.raises(Refused) as refused:
        assess(stay, cast["bodil"], cpr="6506204010")
    assert refused.value.field == "cpr"
    assert assessment(stay).cpr == ""


@pytest.mark.parametrize(
    ("number", "told"),
    [("7101900002", "morens nummer"), (BORN_YESTERDAY, "ikke født")],
)
def test_a_number_that_cannot_be_its_own_is_refused(stay: Stay, cast: Cast, number: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        assess(stay, cast["bodil"], cpr=number)


def test_an_anonymous_woman_s_child_gets_words_and_no_name(cast: Cast, houses: Houses) -> None:
    stay = moved_in(houses["kbh"], people(cast), children=(("", "", ""),), anonymous=True)
    assess(stay, cast["bodil"], called="Bo", institution="Prøveskolen", own_words=SAID)
    assert not ChildIdentity.objects.filter(child=child_of(stay)).exists()
    assert child_of(stay).own_words == SAID


def test_newer_words_stay_on_top(stay: Stay, cast: Cast) -> None:
    write_words(child_of(stay), own_words="Jeg er glad.", by=cast["bodil"])
    assess(stay, cast["bodil"], own_words=SAID, assessed_at=clock.now() - timedelta(days=1))
    child = child_of(stay)
    assert (child.own_words, [each.own_words for each in child.earlier_words.select_related("key")]) == (
        "Jeg er glad.",
        [SAID],
    )


def test_words_that_were_not_touched_are_not_said_again(stay: Stay, cast: Cast) -> None:
    assess(stay, cast["bodil"], own_words=SAID)
    write_words(child_of(stay), own_words="Jeg er glad.", by=cast["bodil"])
    assess(stay, cast["bodil"], own_words=SAID, observation="Leger med en bil.")
    assert child_of(stay).own_words == "Jeg er glad."


def test_a_child_that_comes_back_says_something_new(cast: Cast, houses: Houses) -> None:
    who = people(cast)
    first = moved_in(houses["kbh"], who, at=FEBRUARY, children=(("Sami Prøvebarn", SIX, "Skovtrolden"),))
    with clock.at(FEBRUARY + timedelta(days=9)):
        write_words(child_of(first), own_words="Jeg savner far.", by=cast["bodil"])
        leave(
            first, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="ny_egen_bolig", aftercare="liva"
        )
    enquiry = intake.take_call(house=houses["kbh"], by=cast["vera"], outcome="visitation", municipality="0101")
    intake.save_visitation(enquiry, by=cast["vera"], name=NAME, cpr=NUMBER, mental_health="kan_vaere_her")
    told: dict[str, Any] = {
        "called": "Sami",
        "cpr": SIX,
        "institution": "Prøveskolen",
        "own_words": SAID,
        "observation": "Stille.",
    }
    intake.assess_child(enquiry, by=cast["vera"], **told)
    intake.decide(
        enquiry,
        admitted=True,
        decided_at=clock.now(),
        by=cast["lone"],
        house=houses["kbh"],
        reason=WHY,
        emergency=False,
    )
    child = child_of(Stay.objects.get(enquiry=enquiry))
    known = ChildIdentity.objects.select_related("key").get(child=child)
    assert child == child_of(first)
    assert (child.own_words, [each.own_words for each in child.earlier_words.select_related("key")]) == (
        SAID,
        ["Jeg savner far."],
    )
    assert (known.name, known.institution) == ("Sami Prøvebarn", "Prøveskolen")


def test_a_number_written_later_tells_the_age(stay: Stay, cast: Cast) -> None:
    name_child(child_of(stay), name="Bo", number=SIX, institution="", by=cast["sofie"])
    assert ChildStay.objects.get(stay=stay).age_group == "3-5"


def test_nobody_has_seen_a_child_before_it_was_born(stay: Stay, cast: Cast) -> None:
    born = bring_child(stay, moved_in_at=clock.now() - timedelta(hours=5), by=cast["sofie"])
    row = ChildAssessment.objects.select_related("key", "child", "enquiry__key").get(child=born.child)
    seen: dict[str, Any] = {
        "observation": "Sover.",
        "cpr": BORN_YESTERDAY,
        "assessed_at": clock.now() - timedelta(days=1, hours=11),
    }
    with pytest.raises(Refused, match="ikke født den dag") as refused:
        visitation.assess_child(row.enquiry, assessment=row, by=cast["bodil"], **seen)
    assert refused.value.field == "assessed_at"
    visitation.assess_child(
        row.enquiry, assessment=row, by=cast["bodil"], **seen | {"assessed_at": clock.now() - timedelta(hours=2)}
    )


def test_the_letter_says_that_a_child_has_no_name_and_the_page_says_so_first(stay: Stay, as_: As) -> None:
    page = as_("sofie").get(reverse("notice", args=[notice_of(stay).code])).content.decode()
    assert "Navn eller CPR-nummer mangler på 1 barn." in page
    assert child_of(stay).alias not in page
    assert persons_of(notice_of(stay))[1]["name"] == "uden navn"
