"""Who in a municipality gets a notice: chosen from a register, found out by one and confirmed by another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.network import actions
from rettesnor.network.actions import STANDARD, confirm_office, load_offices, propose_office
from rettesnor.network.models import Office, OfficeChange
from rettesnor.staff.models import Employee

As = Callable[[str], Client]
Cast = dict[str, Employee]
DAY = date(2026, 3, 11)
SECURE = "sikkerpost@kommune.test"
FOUND: dict[str, Any] = {
    "department": "Familieafsnittet",
    "channel": "sikker_mail",
    "mailbox": SECURE,
    "valid_from": DAY,
    "checked": "Kommunens hjemmeside, og talt med omstillingen.",
}


@pytest.fixture
def aarhus(cast: Cast) -> Office:
    load_offices()
    return Office.objects.get(municipality="0751")


def proposed(office: Office, by: Employee, **told: Any) -> OfficeChange:
    return propose_office(municipality="", replaces=office, by=by, **(FOUND | told))


def test_every_municipality_has_one_office_that_nobody_has_verified_yet(db: None) -> None:
    assert load_offices() == 98
    assert Office.objects.count() == 98
    assert set(Office.objects.values_list("department", "verified_on", "alternative")) == {(STANDARD, None, False)}


def test_loading_again_changes_nothing(aarhus: Office, cast: Cast) -> None:
    confirm_office(proposed(aarhus, cast["lone"]), mailbox=SECURE, by=cast["aksel"])
    assert load_offices() == 0
    usual = Office.objects.usual("0751", DAY)
    assert usual is not None
    assert usual.department == "Familieafsnittet"


@pytest.mark.parametrize(
    ("municipality", "name"),
    [
        ("0101", "Københavns Kommune"),
        ("0751", "Aarhus Kommune"),
        ("0400", "Bornholms Regionskommune"),
        ("0820", "Vesthimmerlands Kommune"),
    ],
)
def test_a_municipality_is_called_by_its_own_name(db: None, municipality: str, name: str) -> None:
    assert Office(municipality=municipality, department=STANDARD).name == name


class TestTwoPersons:
    def test_nothing_is_sent_where_only_one_has_looked(self, aarhus: Office, cast: Cast) -> None:
        proposed(aarhus, cast["lone"])
        assert Office.objects.usual("0751", DAY) == aarhus
        aarhus.refresh_from_db()
        assert (aarhus.mailbox, aarhus.verified_on, aarhus.closed_on) == ("", None, None)

    @pytest.mark.parametrize("typed", [SECURE, " SikkerPost@kommune.test "])
    def test_another_who_has_found_the_same_address_puts_it_in_force(
        self, aarhus: Office, cast: Cast, typed: str
    ) -> None:
        new = confirm_office(proposed(aarhus, cast["lone"]), mailbox=typed, by=cast["dan"])
        assert Office.objects.usual("0751", DAY) == new
        assert (new.mailbox, new.verified_on, new.valid_from) == (SECURE, DAY, DAY)
        aarhus.refresh_from_db()
        assert aarhus.closed_on == DAY
        rows = [(row.verb, row.actor_name) for row in Entry.objects.filter(noun="office").order_by("seq")]
        assert rows == [("foreslå", "Lone Bak"), ("bekræft", "Dan Østergaard")]

    def test_another_address_stops_it_and_says_between_whom(self, aarhus: Office, cast: Cast) -> None:
        change = proposed(aarhus, cast["lone"])
        with pytest.raises(Refused, match="Lone Bak") as refused:
            confirm_office(change, mailbox="sikkerpost@kornmune.test", by=cast["aksel"])
        assert refused.value.field == "mailbox"
        change.refresh_from_db()
        assert change.outcome == ""
        assert Office.objects.usual("0751", DAY) == aarhus

    def test_whoever_proposed_it_cannot_confirm_or_refuse_it(self, aarhus: Office, cast: Cast) -> None:
        change = proposed(aarhus, cast["lone"])
        with pytest.raises(Refused, match="en anden end dig"):
            confirm_office(change, mailbox=SECURE, by=cast["lone"])
        with pytest.raises(Refused, match="en anden end dig"):
            actions.refuse_office(change, by=cast["lone"])
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeChange.objects.filter(pk=change.pk).update(outcome="ja", answered_by=cast["lone"])

    def test_it_is_answered_once(self, aarhus: Office, cast: Cast) -> None:
        change = proposed(aarhus, cast["lone"])
        actions.take_back_office(change, by=cast["lone"])
        with pytest.raises(Refused, match="allerede svaret"):
            confirm_office(change, mailbox=SECURE, by=cast["aksel"])

    def test_only_the_proposer_takes_it_back(self, aarhus: Office, cast: Cast) -> None:
        with pytest.raises(Refused):
            actions.take_back_office(proposed(aarhus, cast["lone"]), by=cast["aksel"])

    def test_a_change_counts_from_its_day(self, aarhus: Office, cast: Cast) -> None:
        later = date(2026, 4, 1)
        new = confirm_office(proposed(aarhus, cast["lone"], valid_from=later), mailbox=SECURE, by=cast["aksel"])
        assert Office.objects.usual("0751", date(2026, 3, 31)) == aarhus
        assert Office.objects.usual("0751", later) == new


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"department": " "}, "department"),
        ({"channel": "brevdue"}, "channel"),
        ({"channel": "brev"}, "channel"),
        ({"mailbox": ""}, "mailbox"),
        ({"mailbox": "kommunen"}, "mailbox"),
        ({"channel": "digital_post", "mailbox": "55133019"}, "mailbox"),
        ({"channel": "digital_post"}, "mailbox"),
        ({"valid_from": date(2026, 3, 10)}, "valid_from"),
        ({"checked": ""}, "checked"),
    ],
    ids=["no name", "no such way", "no secure way", "none", "no address", "mistyped", "not a number", "past", "how"],
)
def test_what_cannot_be_is_refused(aarhus: Office, cast: Cast, changed: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        proposed(aarhus, cast["lone"], **changed)
    assert refused.value.field == field
    assert not OfficeChange.objects.exists()


def test_digital_post_goes_to_the_municipality_s_own_number(aarhus: Office, cast: Cast) -> None:
    change = proposed(aarhus, cast["lone"], channel="digital_post", mailbox="55 13 30 18")
    assert confirm_office(change, mailbox="55133018\u200b", by=cast["aksel"]).mailbox == "55133018"


class TestAnotherOffice:
    def test_stands_beside_the_usual_one_and_never_before_it(self, aarhus: Office, cast: Cast) -> None:
        told = FOUND | {"department": "Afdelingen for børn"}
        change = propose_office(municipality="0751", alternative=True, by=cast["lone"], **told)
        other = confirm_office(change, mailbox=SECURE, by=cast["aksel"])
        assert Office.objects.usual("0751", DAY) == aarhus
        assert list(Office.objects.alternatives(DAY)) == [other]
        assert list(Office.objects.of("0751", DAY)) == [aarhus, other]

    @pytest.mark.parametrize("municipality", ["9999", "ved_ikke"])
    def test_belongs_to_a_real_municipality(self, cast: Cast, municipality: str) -> None:
        with pytest.raises(Refused) as refused:
            propose_office(municipality=municipality, alternative=True, by=cast["lone"], **FOUND)
        assert refused.value.field == "municipality"

    def test_is_not_a_second_usual_one(self, aarhus: Office, cast: Cast) -> None:
        with pytest.raises(Refused, match="sædvanlig modtager"):
            propose_office(municipality="0751", by=cast["lone"], **FOUND)

    def test_is_not_offered_when_it_has_closed(self, aarhus: Office, cast: Cast) -> None:
        other = Office.objects.create(municipality="0751", department="X", alternative=True)
        actions.close_office(other, on=DAY, by=cast["lone"])
        assert not Office.objects.alternatives(DAY).exists()


class TestAskedAgain:
    def test_the_day_is_written(self, aarhus: Office, cast: Cast) -> None:
        new = confirm_office(proposed(aarhus, cast["lone"]), mailbox=SECURE, by=cast["aksel"])
        Office.objects.filter(pk=new.pk).update(verified_on=date(2025, 3, 1))
        new.refresh_from_db()
        assert actions.reconfirm_office(new, on=DAY, by=cast["lone"]).verified_on == DAY

    def test_one_person_alone_does_not_make_a_recipient_of_what_nobody_has_confirmed(
        self, aarhus: Office, cast: Cast
    ) -> None:
        with pytest.raises(Refused, match="Ingen har bekræftet"):
            actions.reconfirm_office(aarhus, on=DAY, by=cast["lone"])


def test_an_office_is_listed_once(db: None) -> None:
    load_offices()
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(municipality="0751", department=STANDARD)


class TestOnThePage:
    def test_one_proposes_and_the_other_confirms(self, aarhus: Office, as_: As) -> None:
        sent = {**FOUND, "valid_from": "i dag"}
        assert as_("lone").post(reverse("office-change", args=[aarhus.pk]), sent).status_code == 302
        change = OfficeChange.objects.get()
        address = reverse("office-proposal", args=[change.code])
        assert SECURE in as_("lone").get(address).content.decode()
        assert SECURE not in as_("aksel").get(address).content.decode(), "the other finds the address alone"
        wrong = as_("aksel").post(address, {"mailbox": "en@anden.test"})
        assert wrong.status_code == 422
        assert "Lone Bak" in wrong.content.decode()
        assert as_("aksel").post(address, {"mailbox": SECURE}).status_code == 302
        page = as_("sofie").get(reverse("offices")).content.decode()
        assert SECURE in page
        assert "97 modtagere er ikke bekræftet" in page

    def test_the_same_proposal_sent_twice_is_one_and_another_is_refused(self, aarhus: Office, as_: As) -> None:
        lone, address = as_("lone"), reverse("office-change", args=[aarhus.pk])
        sent = {**FOUND, "valid_from": "i dag"}
        assert len({lone.post(address, sent)["Location"] for _time in range(4)}) == 1
        assert lone.post(address, {**sent, "mailbox": "en@anden.test"}).status_code == 422
        assert as_("aksel").post(address, sent).status_code == 422
        assert OfficeChange.objects.count() == 1

    def test_who_can_confirm_finds_it_in_the_day_s_list(self, aarhus: Office, cast: Cast, as_: As) -> None:
        proposed(aarhus, cast["lone"])
        told = {name: as_(name).get(reverse("today") + "?vis=alt").content.decode() for name in ("aksel", "lone")}
        found = {name: "Find adressen på Aarhus Kommune" in page for name, page in told.items()}
        assert found == {"aksel": True, "lone": False}

    def test_the_form_keeps_what_was_typed(self, aarhus: Office, as_: As) -> None:
        answer = as_("lone").post(reverse("office-new"), {**FOUND, "municipality": "0751", "valid_from": "i går"})
        assert answer.status_code == 422
        assert "Familieafsnittet" in answer.content.decode()

    def test_a_closed_recipient_leaves_the_list_and_its_page_says_so(self, aarhus: Office, as_: As) -> None:
        as_("lone").post(reverse("office-close", args=[aarhus.pk]), {"on": "i dag"})
        assert "Aarhus Kommune" not in as_("lone").get(reverse("offices")).content.decode()
        assert "Lukket fra" in as_("lone").get(reverse("office", args=[aarhus.pk])).content.decode()

    @pytest.mark.parametrize("name", ["karen", "bodil", "pia", "anne", "ivar", "frida"])
    def test_those_who_send_no_notices_do_not_see_it(self, aarhus: Office, as_: As, name: str) -> None:
        assert as_(name).get(reverse("offices")).status_code == 403
        assert reverse("offices") not in as_(name).get(reverse("guideline")).content.decode()
