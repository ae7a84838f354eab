"""Every figure equals what a patient person counts from the rows, whatever the rows are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rettesnor.danish import clock, workdays
from rettesnor.followup.counts import ANSWERS, Counts
from rettesnor.followup.indicators import CARDS, COUNTED, Tally, measure
from rettesnor.followup.period import Period, between
from rettesnor.residency.actions import stay as verbs
from rettesnor.residency.models import Child, ChildStay, Notice, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.followup.by_chance import FIRST, LAST, Chance
from tests.rettesnor.followup.recount import RECOUNTS, counted

SPAN = between(FIRST.previous, LAST.later(1))


def plain(counts: Counts) -> Counter[str]:
    words = {name: getattr(counts, name) for name in ANSWERS}
    words |= {f"b:{name}": count for name, count in counts.bands.items()}
    words |= {f"o:{name}": count for name, count in counts.other.items()}
    return Counter({name: count for name, count in words.items() if count})


def expected(thing: Tally) -> dict[tuple[int, str], Counter[str]]:
    inside = {period.key for period in SPAN}
    found = counted(RECOUNTS[thing.key](clock.today()))
    return {place: words for place, words in found.items() if place[1] in inside}


def as_counted(thing: Tally) -> dict[tuple[int, str], Counter[str]]:
    return {place: plain(counts) for place, counts in measure(thing, SPAN, clock.today()).items()}


def fill(seed: int, by: Employee, now: datetime, stays: int = 200) -> Chance:
    chance = Chance(seed, by, now)
    chance.stays(stays)
    chance.noes(stays)
    chance.efforts(stays)
    return chance


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_equals_a_recount(seed: int, cast: dict[str, Employee], document: None, now: datetime) -> None:
    fill(seed, cast["lone"], now)
    for thing in COUNTED:
        assert as_counted(thing) == expected(thing), thing.key
        assert sum(sum(words.values()) for words in expected(thing).values()) > 20, thing.key


def test_every_answer_and_band_is_met(cast: dict[str, Employee], document: None, now: datetime) -> None:
    # Otherwise the recount could agree about nothing at all.
    fill(1, cast["lone"], now)
    met: dict[str, set[str]] = {
        thing.key: set().union(*(plain(c) for c in measure(thing, SPAN, clock.today()).values())) for thing in COUNTED
    }
    assert {"yes", "no", "pending", "irrelevant", "o:yes", "o:no"} <= met["MUN-G1a"]
    assert {"yes", "no", "pending", "b:before", "b:day", "b:week", "b:later", "b:never"} <= met["CHI-A1"]
    assert {"yes", "no", "unknown"} <= met["OTH-G2"] & met["OUT-G1a"]
    assert {"yes", "no", "irrelevant"} <= met["PSY-N1"]
    assert "unknown" in met["AGE-G1"]
    assert {f"b:{code}" for code in CARDS["AGE-G1"].bands} <= met["AGE-G1"]


def test_a_corrected_date_moves_the_stay_to_its_right_quarter(
    cast: dict[str, Employee], document: None, now: datetime
) -> None:
    fill(4, cast["lone"], now, stays=30)
    for stay in Stay.objects.filter(left_at=None)[:5]:
        to = stay.decided_at - timedelta(days=100)
        verbs.correct_date(stay, field="decided_at", to=to, reason="Tastet forkert.", by=cast["lone"])
    for stay in Stay.objects.exclude(left_at=None)[:5]:
        assert stay.left_at is not None
        verbs.correct_date(stay, field="left_at", to=stay.left_at + timedelta(hours=1), reason="Fejl.", by=cast["lone"])
    for thing in COUNTED:
        assert as_counted(thing) == expected(thing), thing.key


@pytest.mark.parametrize("thing", COUNTED, ids=lambda thing: thing.key)
def test_a_figure_is_one_query_however_many_rows(
    thing: Tally, cast: dict[str, Employee], document: None, now: datetime
) -> None:
    fill(5, cast["lone"], now, stays=20)
    fill(6, cast["lone"], now, stays=60)
    with CaptureQueriesContext(
        connection,
    ) as met:
        measure(thing, SPAN, clock.today())
    assert len(met) == 1


def test_a_figure_is_counted_anew_each_time_it_is_asked(
    cast: dict[str, Employee], document: None, now: datetime
) -> None:
    # Only the question is kept, never an answer.
    for seed in (7, 8):
        fill(seed, cast["lone"], now, stays=20)
        assert {thing.key: as_counted(thing) for thing in COUNTED} == {thing.key: expected(thing) for thing in COUNTED}


def one_stay(cast: dict[str, Employee], houses: dict[str, House], at: datetime) -> Stay:
    chance = Chance(1, cast["lone"], clock.now())
    chance.stays(1)
    stay = Stay.objects.get()
    Stay.objects.filter(pk=stay.pk).update(
        decided_at=at, moved_in_at=at, left_at=None, first_house=houses["kbh"], house=houses["kbh"]
    )
    return Stay.objects.get()


@pytest.mark.parametrize(
    ("at", "key"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=clock.CPH), "2025K4"),
        (datetime(2026, 1, 1, 0, 0, 0, tzinfo=clock.CPH), "2026K1"),
        (datetime(2025, 6, 30, 23, 59, 59, 999999, tzinfo=clock.CPH), "2025K2"),
        (datetime(2025, 7, 1, 0, 0, 0, tzinfo=clock.CPH), "2025K3"),
        (datetime(2025, 3, 31, 23, 30, tzinfo=clock.CPH), "2025K1"),
        (datetime(2025, 9, 30, 23, 30, tzinfo=clock.CPH), "2025K3"),
    ],
)
def test_a_stay_belongs_to_the_danish_day(
    cast: dict[str, Employee], houses: dict[str, House], at: datetime, key: str
) -> None:
    stay = one_stay(cast, houses, at)
    table = measure(CARDS["AGE-G1"], SPAN, clock.today())
    assert set(table) == {(stay.first_house_id, key)}


def test_the_two_readings_of_a_working_day_part_over_a_saturday(
    cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    # Decided Thursday 5 March 2026: Monday 9 March by the earliest reading, Tuesday 10 March as it is judged.
    stay = one_stay(cast, houses, datetime(2026, 3, 5, 12, tzinfo=clock.CPH))
    limits = workdays.notice_deadlines(stay.decided_at.date())
    Notice.objects.filter(kind="discharge").delete()
    notice = Notice.objects.get(kind="admission")
    notice.triggered_on, notice.reminds_on, notice.due_on = stay.decided_at.date(), limits.reminds, limits.judges
    notice.sent_on, notice.not_owed_why = limits.judges, ""
    notice.save()
    counts = measure(CARDS["MUN-G1a"], [Period(2026, 1)], clock.today())[houses["kbh"].pk, "2026K1"]
    assert (counts.yes, counts.no) == (1, 0)
    assert dict(counts.other) == {"no": 1}


def test_a_notice_counts_when_its_limit_has_passed_not_before(
    cast: dict[str, Employee], houses: dict[str, House]
) -> None:
    stay = one_stay(cast, houses, datetime(2026, 3, 10, 12, tzinfo=clock.CPH))
    Notice.objects.filter(kind="discharge").delete()
    limits = workdays.notice_deadlines(stay.decided_at.date())
    notice = Notice.objects.get(kind="admission")
    notice.triggered_on, notice.reminds_on, notice.due_on = stay.decided_at.date(), limits.reminds, limits.judges
    notice.sent_on, notice.not_owed_why = None, ""
    notice.save()
    place = houses["kbh"].pk, "2026K1"
    before = measure(CARDS["MUN-G1a"], [Period(2026, 1)], limits.judges)[place]
    after = measure(CARDS["MUN-G1a"], [Period(2026, 1)], limits.judges + timedelta(days=1))[place]
    assert (before.pending, before.of) == (1, 0)
    assert (after.pending, after.no) == (0, 1)


@pytest.mark.parametrize(
    ("after", "answer", "band"),
    [
        (timedelta(hours=-1), "yes", "before"),
        (timedelta(0), "yes", "before"),
        (timedelta(microseconds=1), "no", "day"),
        (timedelta(hours=24), "no", "day"),
        (timedelta(hours=24, microseconds=1), "no", "week"),
        (timedelta(days=7), "no", "week"),
        (timedelta(days=7, microseconds=1), "no", "later"),
        (timedelta(days=8), "no", "later"),
        (None, "no", "never"),
    ],
)
@pytest.mark.parametrize("part_of_a_second", [0, 250])
def test_a_child_that_comes_after_its_mother_is_measured_from_its_own_coming(
    after: timedelta | None,
    answer: str,
    band: str,
    part_of_a_second: int,
    cast: dict[str, Employee],
    houses: dict[str, House],
    now: datetime,
) -> None:
    stay = one_stay(cast, houses, now - timedelta(days=60))
    came = (now - timedelta(days=20)).replace(microsecond=part_of_a_second)
    ChildStay.objects.all().delete()
    child = Child.objects.create(key=stay.key, resident=stay.resident, alias="Barn")
    at = None if after is None else came + after
    ChildStay.objects.create(key=stay.key, stay=stay, child=child, moved_in_at=came, assessed_at=at)
    counted = measure(CARDS["CHI-A1"], SPAN, clock.today())
    assert plain(counted[houses["kbh"].pk, "2026K1"]) == {answer: 1, f"b:{band}": 1}


def test_a_newborn_waits_a_week_of_its_own(cast: dict[str, Employee], houses: dict[str, House], now: datetime) -> None:
    stay = one_stay(cast, houses, now - timedelta(days=60))
    ChildStay.objects.all().delete()
    with clock.at(now):
        child = Child.objects.create(key=stay.key, resident=stay.resident, alias="Barn")
    ChildStay.objects.create(key=stay.key, stay=stay, child=child, moved_in_at=now - timedelta(days=6))
    counted = measure(CARDS["CHI-A1"], SPAN, clock.today())
    assert plain(counted[houses["kbh"].pk, "2026K1"]) == {"pending": 1}
