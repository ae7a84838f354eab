"""Who in a municipality gets a notice: chosen from a register, never typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.network.actions import STANDARD, add_alternative, load_offices, verify_office
from rettesnor.network.models import Office
from rettesnor.staff.models import Employee

DAY = date(2026, 3, 11)


def test_every_municipality_has_one_office_that_nobody_has_verified_yet(db: None) -> None:
    assert load_offices() == 98
    assert Office.objects.count() == 98
    assert set(Office.objects.values_list("department", "verified_on", "alternative")) == {(STANDARD, None, False)}


def test_loading_again_changes_nothing(cast: dict[str, Employee]) -> None:
    load_offices()
    office = Office.objects.get(municipality="0751")
    verify_office(office, department="Familieafsnittet", channel="digital_post", on=DAY, by=cast["lone"])
    assert load_offices() == 0
    assert Office.objects.get(municipality="0751").department == "Familieafsnittet"


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


def test_what_the_municipality_answered_is_written_with_the_day(cast: dict[str, Employee]) -> None:
    load_offices()
    office = Office.objects.get(municipality="0751")
    verify_office(office, department="Familieafsnittet", channel="sikker_mail", on=DAY, by=cast["lone"])
    office.refresh_from_db()
    assert (office.department, office.channel, office.verified_on) == ("Familieafsnittet", "sikker_mail", DAY)
    assert Entry.objects.get(noun="office").code == "0751"


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"department": " "}, "department"), ({"channel": "brevdue"}, "channel"), ({"on": date(2026, 3, 12)}, "on")],
    ids=["no name", "no such way", "a day to come"],
)
def test_what_cannot_be_is_refused(cast: dict[str, Employee], changed: dict[str, object], field: str) -> None:
    load_offices()
    told = {"department": "Familieafsnittet", "channel": "digital_post", "on": DAY, **changed}
    with pytest.raises(Refused) as refused:
        verify_office(Office.objects.get(municipality="0751"), by=cast["lone"], **told)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert Office.objects.get(municipality="0751").verified_on is None


class TestAnotherOffice:
    def test_stands_beside_the_usual_one_and_never_before_it(self, cast: dict[str, Employee]) -> None:
        load_offices()
        other = add_alternative(
            municipality="0751", department="Afdelingen for børn", channel="digital_post", by=cast["lone"]
        )
        usual = Office.objects.usual("0751", DAY)
        assert usual is not None
        assert usual.department == STANDARD
        assert list(Office.objects.alternatives(DAY)) == [other]
        assert list(Office.objects.of("0751", DAY)) == [usual, other]

    @pytest.mark.parametrize(("municipality", "field"), [("9999", "municipality"), ("ved_ikke", "municipality")])
    def test_belongs_to_a_real_municipality(self, cast: dict[str, Employee], municipality: str, field: str) -> None:
        with pytest.raises(Refused) as refused:
            add_alternative(municipality=municipality, department="X", channel="digital_post", by=cast["lone"])
        assert refused.value.field == field

    def test_is_not_offered_when_it_has_closed(self, cast: dict[str, Employee]) -> None:
        other = add_alternative(municipality="0751", department="X", channel="digital_post", by=cast["lone"])
        Office.objects.filter(pk=other.pk).update(closed_on=DAY)
        assert not Office.objects.alternatives(DAY).exists()


def test_an_office_is_listed_once(db: None) -> None:
    load_offices()
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(municipality="0751", department=STANDARD)
