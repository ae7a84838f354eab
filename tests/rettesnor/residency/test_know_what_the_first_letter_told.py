"""A day of her coming that is put right after the municipality was told: the pages say so, and the letter opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.network.actions import load_offices
from rettesnor.post import actions as gate
from rettesnor.post import sources
from rettesnor.post.models import Document
from rettesnor.residency.actions.child import bring_child
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice
from rettesnor.residency.actions.stay import correct_date
from rettesnor.residency.models import Correction, Enquiry, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import MOVED_IN, WHY, moved_in, notice_of, people

As = Callable[[str], Client]
Cast = dict[str, Employee]
WRONG = "Tastet forkert."
DAY_BEFORE = MOVED_IN - timedelta(days=1)
RING = "Ring, og fortæl kommunen det."


@pytest.fixture
def amina(cast: Cast, houses: dict[str, House]) -> Stay:
    """She rang some days before she came, and a child of hers came two days after her."""
    load_offices()
    stay = moved_in(houses["kbh"], people(cast))
    Enquiry.objects.update(received_at=MOVED_IN - timedelta(days=5))
    bring_child(stay, moved_in_at=clock.now() - timedelta(hours=1), by=cast["sofie"])
    return stay


def sent(stay: Stay, cast: Cast) -> Document:
    letter = prepare_notice(notice_of(stay), by=cast["sofie"], reason=WHY)
    letter = gate.release(letter, by=cast["lone"], forbidden=sources.forbidden_for(letter))
    return gate.mark_dispatched(letter, channel="digital_post", proof="4711", at=clock.now(), by=cast["sofie"])


def pages(stay: Stay, client: Client) -> list[str]:
    addresses = reverse("stay", args=[stay.code]), reverse("notice", args=[notice_of(stay).code])
    return [client.get(address).content.decode() for address in addresses]


def test_nothing_is_said_while_it_is_right_or_has_not_left(amina: Stay, cast: Cast, as_: As) -> None:
    correct_date(amina, field="decided_at", to=DAY_BEFORE, reason=WRONG, by=cast["sofie"])
    sent(amina, cast)
    assert not any(RING in page for page in pages(amina, as_("sofie")))


def test_the_day_she_was_admitted(amina: Stay, cast: Cast, as_: As) -> None:
    sent(amina, cast)
    correct_date(amina, field="decided_at", to=DAY_BEFORE, reason=WRONG, by=cast["sofie"])
    words = f"Kommunen fik at vide, at hun blev optaget mandag 9. marts 2026; nu står der søndag 8. marts 2026. {RING}"
    assert all(words in page for page in pages(amina, as_("sofie")))


def test_the_day_a_child_came(amina: Stay, cast: Cast, as_: As) -> None:
    sent(amina, cast)
    own = amina.child_stays.order_by("-moved_in_at")[0]
    day = clock.now() - timedelta(days=1)
    correct_date(amina, field=Correction.CHILD + own.code, to=day, reason=WRONG, by=cast["sofie"])
    words = "Brevet til kommunen siger „Barn, her fra 11. mar. 2026“; nu står der „Barn, her fra 10. mar. 2026“."
    assert all(f"{words} {RING}" in page for page in pages(amina, as_("sofie")))


def test_one_that_was_sent_by_other_ways_told_the_day_that_stood_there(amina: Stay, cast: Cast, as_: As) -> None:
    note_sent_elsewhere(notice_of(amina), by=cast["sofie"], sent_on=clock.today(), how="digital_post")
    correct_date(amina, field="decided_at", to=DAY_BEFORE, reason=WRONG, by=cast["sofie"])
    assert all(RING in page for page in pages(amina, as_("sofie")))


def test_the_letter_that_left_is_reached_from_its_notice(amina: Stay, cast: Cast, as_: As) -> None:
    assert "/ud/" not in pages(amina, as_("sofie"))[1].partition("<main")[2]
    letter = sent(amina, cast)
    address = reverse("post-document", args=[letter.code])
    assert address in pages(amina, as_("sofie"))[1]
    assert as_("sofie").get(address).status_code == 200
