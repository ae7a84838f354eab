"""A stay she never came to stands in no figure: the counts are as if she had never been admitted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from rettesnor.danish import clock
from rettesnor.followup import actions
from rettesnor.followup.counts import Counts
from rettesnor.followup.drilling import behind
from rettesnor.followup.indicators import CARDS, COUNTED, measure
from rettesnor.followup.models import Measurement
from rettesnor.followup.period import Period
from rettesnor.residency.actions.never_came import came_after_all, never_came
from rettesnor.residency.actions.notice import note_sent_elsewhere
from rettesnor.residency.models import Stay
from rettesnor.residency.recorded import been_here
from rettesnor.staff.models import Employee, House
from tests.rettesnor.followup.by_chance import Chance
from tests.rettesnor.followup.test_count_the_figures import SPAN, as_counted, expected, fill
from tests.rettesnor.residency.lives import fresh, moved_in, notice_of, people

Cast = dict[str, Employee]
Houses = dict[str, House]
Q4, Q1 = Period(2025, 4), Period(2026, 1)
WHY = "Hun ringede og sagde, at hun ikke kom."


def all_counted() -> dict[str, object]:
    return {thing.key: as_counted(thing) for thing in COUNTED}


def lost(stay: Stay, by: Employee) -> Stay:
    never_came(fresh(stay), reason=WHY, by=by)
    return fresh(stay)


@pytest.fixture
def others(cast: Cast, document: None, now: datetime) -> Chance:
    return fill(9, cast["lone"], now, stays=60)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_equals_a_recount_without_them(seed: int, cast: Cast, document: None, now: datetime) -> None:
    fill(seed, cast["lone"], now)
    before = sum(sum(words.values()) for words in expected(CARDS["AGE-G1"]).values())
    for stay in Stay.objects.filter(left_at=None).exclude(been_here())[:12]:
        lost(stay, cast["lone"])
    gone = Stay.objects.exclude(never_came_at=None).count()
    assert gone > 4
    for thing in COUNTED:
        assert as_counted(thing) == expected(thing), thing.key
    assert (
        sum(counts.yes + counts.unknown for counts in measure(CARDS["AGE-G1"], SPAN, clock.today()).values()) < before
    )


@pytest.mark.parametrize("days", [0, 1], ids=["she was to come at once", "she is to come tomorrow"])
@pytest.mark.parametrize("told", [False, True], ids=["nobody was told", "the municipality was told"])
def test_all_is_as_if_she_had_not_been_admitted(
    days: int, told: bool, others: Chance, cast: Cast, houses: Houses
) -> None:
    before = all_counted()
    comes_at = clock.now() + timedelta(days=days) if days else None
    stay = moved_in(houses["kbh"], people(cast), comes_at=comes_at)
    if told:
        note_sent_elsewhere(notice_of(stay), sent_on=clock.today(), how="brev", by=cast["sofie"])
    assert all_counted() != before
    lost(stay, cast["sofie"])
    assert all_counted() == before


def test_and_as_with_any_stay_when_she_came_after_all(others: Chance, cast: Cast, houses: Houses) -> None:
    stay = moved_in(houses["kbh"], people(cast))
    before = all_counted()
    came_after_all(lost(stay, cast["sofie"]), to=stay.moved_in_at, reason="Hun var her.", by=cast["sofie"])
    assert all_counted() == before


@pytest.mark.parametrize("key", ["AGE-G1", "CHI-A1", "MUN-G1a", "OTH-G2", "OUT-G1a"])
def test_no_row_behind_a_figure_is_hers(key: str, cast: Cast, houses: Houses, document: None) -> None:
    stay = lost(moved_in(houses["kbh"], people(cast)), cast["sofie"])
    assert behind(CARDS[key], stay.house, Q1, cast["lone"]) == []


def test_a_closed_quarter_stands_and_the_figure_of_today_does_without_her(
    others: Chance, cast: Cast, houses: Houses
) -> None:
    stay = moved_in(houses["kbh"], people(cast), at=Q4.ends - timedelta(hours=30))
    actions.close(Q4, by=cast["anne"])
    frozen = Measurement.objects.get(key="AGE-G1", period=Q4.key, house=houses["kbh"])
    lost(stay, cast["sofie"])
    actions.close(Period(2025, 3), by=cast["anne"])
    frozen.refresh_from_db()
    now = measure(CARDS["AGE-G1"], [Q4], clock.today())[houses["kbh"].pk, Q4.key]
    counted = Counts.from_json(frozen.counts)
    assert counted.yes + counted.unknown == now.yes + now.unknown + 1
