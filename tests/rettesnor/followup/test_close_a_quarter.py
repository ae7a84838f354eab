"""Closing a quarter: what is frozen, what must wait, and that frozen figures stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.followup import actions, due, live
from rettesnor.followup.counts import Counts, together
from rettesnor.followup.indicators import CARDS, COUNTED, measure
from rettesnor.followup.models import Closing, Frozen, Measurement
from rettesnor.followup.period import Period
from rettesnor.residency.actions.enquiry import take_call
from rettesnor.residency.models import ChildStay, Enquiry, Leaving, Notice, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.followup.by_chance import Chance

Q4, Q1 = Period(2025, 4), Period(2026, 1)


@pytest.fixture
def rows(cast: dict[str, Employee], document: None, now: datetime) -> Chance:
    chance = Chance(11, cast["lone"], now)
    chance.stays(120)
    chance.noes(120)
    chance.efforts(60)
    return chance


def frozen(key: str, period: Period) -> dict[int | None, Counts]:
    found = Measurement.objects.filter(key=key, period=period.key)
    return {row.house_id: Counts.from_json(row.counts) for row in found}


def test_a_closed_quarter_holds_every_figure_of_each_house_and_both(
    rows: Chance, cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    actions.close(Q4, by=cast["anne"])
    for thing in COUNTED:
        counted = measure(thing, [Q4], clock.today())
        stored = frozen(thing.key, Q4)
        for house in houses.values():
            assert stored[house.pk] == counted.get((house.pk, Q4.key), Counts()), thing.key
        assert stored[None] == together(stored[house.pk] for house in houses.values())
    written = Entry.objects.filter(verb="luk").get()
    assert written.code == "2025K4"


def test_a_correction_after_closing_leaves_the_frozen_figure_as_it_was(rows: Chance, cast: dict[str, Employee]) -> None:
    actions.close(Q4, by=cast["anne"])
    before = frozen("OUT-G1a", Q4)
    Leaving.objects.update(aftercare="liva")
    actions.close(Period(2025, 3), by=cast["anne"])
    assert frozen("OUT-G1a", Q4) == before
    now = measure(CARDS["OUT-G1a"], [Q4], clock.today())
    assert together(now.values()) != before[None]


def test_a_frozen_figure_cannot_be_changed_or_removed_by_anyone(rows: Chance, cast: dict[str, Employee]) -> None:
    actions.close(Q4, by=cast["anne"])
    row = Measurement.objects.filter(key="CHI-A1").first()
    assert row is not None
    with pytest.raises(Frozen):
        row.save()
    with pytest.raises(Frozen):
        row.delete()
    for act in (
        lambda: Measurement.objects.update(counts={}),
        lambda: Measurement.objects.all().delete(),
        lambda: Closing.objects.update(period="2030K1"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_running_quarter_is_not_closed(cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused, match="ikke slut"):
        actions.close(Q1, by=cast["anne"])


def test_a_quarter_ends_at_danish_midnight(cast: dict[str, Employee]) -> None:
    with clock.at(datetime(2026, 3, 31, 23, 59, 59)), pytest.raises(Refused):  # noqa: DTZ001 - Danish by the clock
        actions.close(Q1, by=cast["anne"])
    with clock.at(datetime(2026, 4, 1, 0, 0)):  # noqa: DTZ001
        actions.close(Q1, by=cast["anne"])
    assert Closing.objects.periods() == [Q1]


def test_a_quarter_is_closed_once(cast: dict[str, Employee]) -> None:
    actions.close(Q4, by=cast["anne"])
    with pytest.raises(Refused, match="allerede lukket"):
        actions.close(Q4, by=cast["lone"])
    assert Measurement.objects.filter(period=Q4.key, house=None).count() == len(COUNTED)


def test_a_year_is_closed_by_its_quarters(cast: dict[str, Employee]) -> None:
    with pytest.raises(Refused, match="kvartal"):
        actions.close(Period(2025), by=cast["anne"])


def unsent_at_the_turn(rows: Chance) -> Notice:
    """A notice whose limit lies beyond the end of the quarter."""
    Notice.objects.update(sent_on=date(2025, 1, 1), not_owed_why=None)
    notice = Notice.objects.filter(kind="admission").first()
    assert notice is not None
    Stay.objects.filter(pk=notice.stay_id).update(decided_at=Q4.ends - timedelta(hours=12))
    days = {"triggered_on": date(2025, 12, 31), "reminds_on": date(2026, 1, 5), "due_on": date(2026, 1, 6)}
    Notice.objects.filter(pk=notice.pk).update(sent_on=None, **days)
    return notice


def test_what_is_mature_is_frozen_at_once_and_the_rest_at_the_first_closing_after(
    rows: Chance, cast: dict[str, Employee]
) -> None:
    notice = unsent_at_the_turn(rows)
    ChildStay.objects.update(assessed_at=datetime(2025, 1, 1, tzinfo=clock.CPH))
    with clock.at(date(2026, 1, 2)):
        actions.close(Q4, by=cast["anne"])
        assert frozen("CHI-A1", Q4)
        assert not frozen("MUN-G1a", Q4)
        assert actions.freeze_what_has_matured(by=cast["anne"]) == 0
    Notice.objects.filter(pk=notice.pk).update(sent_on=date(2026, 1, 5))
    with clock.at(date(2026, 4, 2)):
        actions.close(Q1, by=cast["anne"])
    both = frozen("MUN-G1a", Q4)[None]
    assert both.pending == 0
    assert both.yes == Notice.objects.filter(triggered_on__gte=Q4.first_day, triggered_on__lt=Q4.day_after).count()


def test_everything_is_mature_when_its_days_have_passed(rows: Chance, cast: dict[str, Employee]) -> None:
    with clock.at(Q4.day_after + timedelta(days=14)):
        actions.close(Q4, by=cast["anne"])
    assert {key for key in CARDS if frozen(key, Q4)} == set(CARDS)


def test_a_house_with_a_past_closes_it_in_one_go(rows: Chance, cast: dict[str, Employee]) -> None:
    past = [Period(2025, number) for number in (1, 2, 3, 4)]
    with CaptureQueriesContext(connection) as met:
        assert actions.close_many([*past, Q1], by=cast["anne"]) == 4
    assert len([query for query in met if "followup_measurement" not in query["sql"]]) < 30
    assert Closing.objects.periods() == past


def test_the_last_quarter_is_due_for_those_who_close_until_it_is_closed(
    cast: dict[str, Employee], houses: dict[str, House], now: datetime
) -> None:
    assert due.due(cast["anne"], now.date()) == [], "nothing has happened yet"
    called_on(houses, cast, now - timedelta(days=80))
    [item] = due.due(cast["anne"], now.date())
    assert (item.item, item.limit.date()) == ("followup.close:2025K4", date(2026, 1, 31))
    assert [each.item for each in due.due(cast["lone"], now.date())] == [item.item]
    assert due.due(cast["sofie"], now.date()) == []
    actions.close(Q4, by=cast["anne"])
    assert due.due(cast["anne"], now.date()) == []


def called_on(houses: dict[str, House], cast: dict[str, Employee], at: datetime) -> None:
    with clock.at(at):
        take_call(house=houses["kbh"], by=cast["vera"], outcome="raadgivning")


def test_the_oldest_open_quarter_is_due_and_says_how_many_more_wait(
    cast: dict[str, Employee], houses: dict[str, House], now: datetime
) -> None:
    called_on(houses, cast, datetime(2025, 8, 1, 12, tzinfo=clock.CPH))
    [item] = due.due(cast["anne"], date(2025, 12, 31))
    assert (item.item, "venter bagefter" in item.why) == ("followup.close:2025K3", False)
    [item] = due.due(cast["anne"], date(2026, 1, 1))
    assert (item.item, item.what, item.limit.date()) == (
        "followup.close:2025K3",
        "Luk 3. kvartal 2025",
        date(2025, 10, 31),
    )
    assert "1 kvartal mere venter bagefter." in item.why
    actions.close(Period(2025, 3), by=cast["anne"])
    assert [each.item for each in due.due(cast["anne"], now.date())] == ["followup.close:2025K4"]


def test_the_page_says_what_will_be_frozen_and_closes(
    rows: Chance, as_: Callable[[str], Client], cast: dict[str, Employee]
) -> None:
    client = as_("anne")
    page = client.get(reverse("close-period")).content.decode()
    assert "2025K4" in page
    assert "1. kvartal 2026" not in page
    answer = client.post(reverse("close-period"), {"period": "2025K4"}, follow=True)
    assert "4. kvartal 2025 er lukket" in answer.content.decode()
    assert Closing.objects.get().by == cast["anne"]


def test_the_page_refuses_what_cannot_be_closed(rows: Chance, as_: Callable[[str], Client]) -> None:
    answer = as_("anne").post(reverse("close-period"), {"period": "2026K1"})
    assert answer.status_code == 422
    assert not Closing.objects.exists()


def test_closing_it_again_is_answered_as_the_first_time_and_tells_another_who_did(
    rows: Chance, as_: Callable[[str], Client]
) -> None:
    address, typed = reverse("close-period"), {"period": "2025K4"}
    answers = [as_("anne").post(address, typed, follow=True) for _time in range(2)]
    assert {answer.redirect_chain[-1] for answer in answers} == {(reverse("followup"), 302)}
    assert all("4. kvartal 2025 er lukket. Tallene" in answer.content.decode() for answer in answers)
    told = as_("lone").post(address, typed, follow=True).content.decode()
    assert "4. kvartal 2025 er allerede lukket af Anne" in told
    assert "11. marts 2026" in told
    assert Closing.objects.filter(period="2025K4").count() == 1


def test_where_nothing_is_left_to_close_the_page_says_what_is_wrong(
    rows: Chance, as_: Callable[[str], Client], cast: dict[str, Employee], now: datetime
) -> None:
    actions.close_many(live.closable(now), by=cast["anne"])
    answer = as_("anne").post(reverse("close-period"), {"period": "2026K1"})
    assert answer.status_code == 422
    assert "Det kan ikke vælges her." in answer.content.decode()


def test_the_page_says_when_a_figure_matures(
    rows: Chance, as_: Callable[[str], Client], cast: dict[str, Employee]
) -> None:
    unsent_at_the_turn(rows)
    with clock.at(datetime(2026, 1, 2, 12, tzinfo=clock.CPH)):
        page = as_("anne").get(reverse("close-period")).content.decode()
        assert "modnes 15. januar 2026" in page
        actions.close(Q4, by=cast["anne"])
        page = as_("anne").get(reverse("figure", args=["MUN-G1a"])).content.decode()
        assert "tallet modnes 15. januar 2026" in page


@pytest.fixture
def new_definition() -> Iterator[Callable[[], None]]:
    """Called, it is as if a release had brought a new definition of OTH-G2."""
    card = CARDS["OTH-G2"]
    current = card.version
    yield lambda: object.__setattr__(card, "version", current + 1)
    object.__setattr__(card, "version", current)


def test_after_a_new_definition_the_closed_quarters_are_counted_again_and_the_page_says_so(
    rows: Chance, as_: Callable[[str], Client], cast: dict[str, Employee], new_definition: Callable[[], None]
) -> None:
    actions.close(Q4, by=cast["anne"])
    new_definition()
    anne = as_("anne")
    said = anne.get(reverse("figure", args=["OTH-G2"])).content.decode()
    assert "Et lukket kvartal er ikke talt endnu efter den opskrift, der gælder nu" in said
    assert "modnes" not in said
    assert "et kvartal kan fryses nu" in anne.get(reverse("close-period")).content.decode()
    anne.post(reverse("freeze"))
    versions = Measurement.objects.filter(key="OTH-G2", period=Q4.key, house=None).values_list("version", flat=True)
    assert sorted(versions) == [CARDS["OTH-G2"].version - 1, CARDS["OTH-G2"].version]
    assert "kan fryses nu" not in anne.get(reverse("close-period")).content.decode()


@pytest.mark.parametrize("who", ["karen", "sofie", "bodil", "pia", "vera", "dan", "ivar", "frida"])
def test_others_do_not_close(who: str, as_: Callable[[str], Client], document: None) -> None:
    for address in ("close-period", "freeze"):
        assert as_(who).post(reverse(address), {"period": "2025K4"}).status_code == 403
    assert not Closing.objects.exists()


def test_a_call_with_an_impossible_date_opens_no_quarters(
    rows: Chance, as_: Callable[[str], Client], now: datetime
) -> None:
    offered = live.closable(now)
    enquiry = Enquiry.objects.order_by("received_at")[0]
    Enquiry.objects.filter(pk=enquiry.pk).update(received_at=datetime(1900, 1, 1, tzinfo=clock.CPH))
    assert set(live.closable(now)) <= set(offered)
    anne = as_("anne")
    assert anne.get(reverse("close-period")).status_code == 200
    for key in ("1900K1", "2026K9", "x", "20\u0661\u0661K1"):
        assert anne.post(reverse("close-period"), {"period": key}).status_code == 422
        assert as_("lone").get(reverse("figure-rows", args=["CHI-A1", "kbh", key])).status_code == 404
    assert not Closing.objects.exists()
