"""The centre's own limits: as proposed until somebody decides, then as decided, from the day it was decided for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.guideline.edition import all_ids
from rettesnor.staff import limits
from rettesnor.staff.actions import limits as verb
from rettesnor.staff.actions.limits import decide_limit
from rettesnor.staff.models import Employee, LimitDecision

DAY = date(2026, 3, 11)

UNITS = {"hours", "days", "workdays", "weeks", "months"}


def test_every_limit_serves_a_line_of_the_document_and_has_a_unit() -> None:
    assert {limit.row for limit in limits.LIMITS.values()} <= all_ids()
    assert {limit.unit for limit in limits.LIMITS.values()} <= UNITS


@pytest.mark.parametrize(
    ("key", "proposed"),
    [
        ("child.coordinator", 1),
        ("woman.screening", 24),
        ("child.emergency", 24),
        ("wellbeing.every", 4),
        ("municipality.contact", 5),
        ("enquiry.waiting", 12),
        ("child.first_talk", 2),
        ("aftercare.length", 6),
    ],
)
def test_until_somebody_decides_the_proposal_counts(db: None, key: str, proposed: int) -> None:
    assert limits.value(key, DAY) == proposed


def test_a_decision_counts_from_its_day_and_the_days_before_keep_theirs(cast: dict[str, Employee]) -> None:
    decide_limit("wellbeing.every", number=2, since=DAY, by=cast["lone"])
    decide_limit("wellbeing.every", number=3, since=date(2026, 5, 1), by=cast["lone"])
    assert [limits.value("wellbeing.every", day) for day in (date(2026, 3, 10), DAY, date(2026, 5, 1))] == [4, 2, 3]
    assert limits.value("child.coordinator", DAY) == 1
    assert Entry.objects.filter(verb="beslut", noun="limit", actor_name="Lone Bak").count() == 2


def test_the_later_of_two_decisions_for_the_same_day_counts(cast: dict[str, Employee]) -> None:
    decide_limit("wellbeing.every", number=2, since=DAY, by=cast["lone"])
    decide_limit("wellbeing.every", number=6, since=DAY, by=cast["lone"])
    assert limits.value("wellbeing.every", DAY) == 6


def test_a_limit_that_is_not_there_is_refused(cast: dict[str, Employee]) -> None:
    with pytest.raises(LookupError):
        limits.value("no.such", DAY)
    with pytest.raises(Refused, match="findes ikke"):
        decide_limit("no.such", number=1, since=DAY, by=cast["lone"])
    with pytest.raises(Refused, match="mindst 1"):
        decide_limit("wellbeing.every", number=0, since=DAY, by=cast["lone"])


def test_one_request_asks_for_the_limits_once(db: None) -> None:
    with limits.read_once(), CaptureQueriesContext(connection) as asked:
        for key in limits.LIMITS:
            limits.value(key, DAY)
    assert len(asked) == 1


def test_the_next_request_sees_what_was_decided_since(cast: dict[str, Employee]) -> None:
    with limits.read_once():
        assert limits.value("wellbeing.every", DAY) == 4
    decide_limit("wellbeing.every", number=2, since=DAY, by=cast["lone"])
    with limits.read_once():
        assert limits.value("wellbeing.every", DAY) == 2


def test_a_limit_does_not_change_for_days_that_have_passed(cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused, match="dage, der er gået") as refused:
        decide_limit("wellbeing.every", number=2, since=date(2026, 3, 10), by=cast["lone"])
    assert refused.value.field == "since"


class TestOnThePage:
    def test_every_limit_is_told_in_danish_with_what_counts(self, as_: Callable[[str], Client]) -> None:
        page = as_("anne").get(reverse("limits")).content.decode()
        assert page.count('<th scope="row">') == len(limits.LIMITS)
        for said in (
            "Så lang tid må der højst gå mellem to trivselsnoter om et barn.",
            "4 uger",
            "24 timer",
            "forslag",
        ):
            assert said in page

    def test_a_decision_shows_with_who_when_and_why_and_the_earlier_ones_stay(
        self, as_: Callable[[str], Client]
    ) -> None:
        address = reverse("limit-decide", args=["wellbeing.every"])
        for number, since in (("3", "i dag"), ("2", "1-5-2026")):
            sent = {"number": number, "since": since, "reason": f"Besluttet {number}."}
            assert as_("lone").post(address, sent).status_code == 302
        page = as_("dan").get(reverse("limit", args=["wellbeing.every"])).content.decode()
        for said in ("3 uger", "2 uger", "4 uger", "Besluttet 3.", "Besluttet 2.", "Lone Bak", "1. maj 2026"):
            assert said in page
        listed = as_("lone").get(reverse("limits")).content.decode()
        assert "2 uger fra 1. maj 2026" in listed

    def test_the_same_form_sent_twice_is_one_decision(self, as_: Callable[[str], Client]) -> None:
        lone, address = as_("lone"), reverse("limit-decide", args=["wellbeing.every"])
        sent = {"number": "3", "since": "i dag", "reason": "Tre er nok."}
        sent["client_key"] = str(lone.get(address).context["form"]["client_key"].value())
        onward = {lone.post(address, sent)["Location"] for _time in range(4)}
        assert onward == {reverse("limit", args=["wellbeing.every"])}
        assert LimitDecision.objects.count() == Entry.objects.filter(verb="beslut", noun="limit").count() == 1

    def test_the_same_form_with_another_number_meets_the_first(self, as_: Callable[[str], Client]) -> None:
        lone, address = as_("lone"), reverse("limit-decide", args=["wellbeing.every"])
        sent = {"number": "3", "since": "i dag", "reason": "Tre er nok.", "client_key": str(uuid4())}
        lone.post(address, sent)
        answer = lone.post(address, sent | {"number": "2", "reason": "To er bedre."})
        assert answer.status_code == 409
        page = answer.content.decode()
        for each in ("allerede gemt, men med andre ord", "Tre er nok.", "To er bedre.", 'value="2"'):
            assert each in page
        assert limits.value("wellbeing.every", DAY) == 3
        again = {"client_key": answer.context["form"]["client_key"].value()}
        assert lone.post(address, sent | again | {"number": "2", "reason": "To er bedre."}).status_code == 302
        assert limits.value("wellbeing.every", DAY) == 2

    def test_a_key_that_has_made_another_s_decision_makes_none(self, cast: dict[str, Employee]) -> None:
        key = uuid4()
        decide_limit("wellbeing.every", number=3, since=DAY, by=cast["lone"], client_key=key)
        with pytest.raises(Refused, match="sendt et andet sted"):
            decide_limit("child.coordinator", number=3, since=DAY, by=cast["lone"], client_key=key)
        with pytest.raises(Refused, match="sendt et andet sted"):
            decide_limit("wellbeing.every", number=3, since=DAY, by=cast["aksel"], client_key=key)

    def test_a_decision_made_a_hair_before_by_the_same_form_is_the_one(
        self, cast: dict[str, Employee], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: dict[str, Any] = {"number": 3, "since": DAY, "by": cast["lone"], "client_key": uuid4()}
        first = decide_limit("wellbeing.every", **told)
        monkeypatch.setattr(verb, "made_before", lambda *_asked: None)
        assert decide_limit("wellbeing.every", **told) == first
        assert Entry.objects.filter(verb="beslut", noun="limit").count() == 1

    @pytest.mark.parametrize("sent", [{"number": "0"}, {"number": "x"}, {"since": "i går"}, {"reason": ""}])
    def test_what_cannot_be_comes_back_with_what_was_typed(
        self, as_: Callable[[str], Client], sent: dict[str, str]
    ) -> None:
        told = {"number": "3", "since": "i dag", "reason": "Fordi."} | sent
        answer = as_("lone").post(reverse("limit-decide", args=["wellbeing.every"]), told)
        assert answer.status_code == 422
        assert limits.value("wellbeing.every", DAY) == 4

    def test_a_limit_that_is_not_there_is_not_found(self, as_: Callable[[str], Client]) -> None:
        assert as_("lone").get(reverse("limit", args=["no.such"])).status_code == 404

    def test_who_does_not_decide_is_shown_no_way_to(self, as_: Callable[[str], Client]) -> None:
        address = reverse("limit-decide", args=["wellbeing.every"])
        assert address in as_("lone").get(reverse("limit", args=["wellbeing.every"])).content.decode()
        assert address not in as_("anne").get(reverse("limit", args=["wellbeing.every"])).content.decode()
        assert reverse("limits") not in as_("sofie").get(reverse("guideline")).content.decode()
