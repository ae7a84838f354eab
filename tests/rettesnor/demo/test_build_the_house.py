"""The invented house is the same each time it is built, and like a real one in what is published about real ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db.models import F

from rettesnor.audit.actions import verify
from rettesnor.audit.models import Entry
from rettesnor.danish import clock, codes
from rettesnor.followup.models import Closing
from rettesnor.followup.period import last_ended
from rettesnor.post.models import Document
from rettesnor.residency.models import (
    ChildStay,
    Correction,
    Decision,
    Enquiry,
    Identity,
    Leaving,
    Move,
    Notice,
    Resident,
    Stay,
)
from tests.rettesnor.demo.conftest import DAY

pytestmark = pytest.mark.django_db

# Danmarks Statistik, Krisecentre, women 2022, per cent.
AGES = {"18-24": 15, "25-29": 16, "30-39": 31, "40-49": 20, "50+": 11, "ukendt": 7}
LENGTHS = {"under_1": 5, "1-30": 35, "31-119": 36, "120+": 24}
# LOKK 2007, per cent of 1,298 women who moved out.
DESTINATIONS = {"tilbage_til_udoever": 21, "ny_egen_bolig": 28, "andet_krisecenter": 11, "tidligere_egen_bolig": 9}
POINTS = 5


def _shares(found: Iterable[str]) -> dict[str, float]:
    counted = Counter(found)
    return {key: 100 * count / counted.total() for key, count in counted.items()}


def _near(found: dict[str, float], published: dict[str, int]) -> None:
    for key, share in published.items():
        assert found[key] == pytest.approx(share, abs=POINTS), key


def _days(stay: Stay) -> int:
    assert stay.left_at is not None
    return (stay.left_at.astimezone(clock.CPH).date() - stay.moved_in_at.astimezone(clock.CPH).date()).days


def test_ages_of_the_women_are_near_the_published_ones(house: None) -> None:
    _near(_shares(Stay.objects.values_list("age_group", flat=True)), AGES)


def test_lengths_of_stay_are_near_the_published_ones(house: None) -> None:
    _near(_shares(codes.length_group(_days(stay)) for stay in Stay.objects.exclude(left_at=None)), LENGTHS)


def test_where_they_go_is_near_the_published_figures(house: None) -> None:
    ended = Leaving.objects.exclude(stay__left_at=None)
    _near(_shares(ended.values_list("destination", flat=True)), DESTINATIONS)


def test_stays_with_children_and_anonymous_stays_are_as_frequent_as_published(house: None) -> None:
    stays = Stay.objects.count()
    with_children = Stay.objects.filter(child_stays__isnull=False).distinct().count()
    assert 0.40 <= with_children / stays <= 0.50
    assert 0.04 <= Stay.objects.filter(anonymous=True).count() / stays <= 0.09


def test_about_sixty_women_a_year_come_to_each_house(house: None) -> None:
    for year in range(2019, 2026):
        for code in ("kbh", "aar"):
            assert 45 <= Stay.objects.filter(decided_at__year=year, first_house__code=code).count() <= 75, (year, code)


def test_five_or_six_contacts_lie_behind_each_admission(house: None) -> None:
    assert 5 <= Enquiry.objects.count() / Stay.objects.count() <= 6.2


def test_life_is_irregular(house: None) -> None:
    assert Notice.objects.filter(sent_on__gt=F("due_on")).exists()
    assert Notice.objects.filter(sent_on__gt=F("reminds_on"), sent_on__lte=F("due_on")).exists()
    assert Notice.objects.filter(sent_on=None, due_on__lt=DAY - timedelta(days=300)).exists()
    assert Stay.objects.filter(emergency=True).exists()
    assert ChildStay.objects.filter(assessed_at=None).exists()
    assert ChildStay.objects.filter(assessed_at__gt=F("moved_in_at")).exists()
    assert Stay.objects.count() > Resident.objects.count()
    assert Move.objects.exclude(from_house=F("to_house")).exists()
    assert Correction.objects.exists()
    assert set(Leaving.objects.values_list("kind", flat=True)) >= {"uventet", "imod_oenske", "bortvist"}
    helped = Decision.objects.filter(refusal_reason="psykisk").values_list("helped_on", flat=True)
    assert {"varm_overlevering", "aftalt_kontakt", "nummer_givet"} <= set(helped)
    assert Stay.objects.filter(earlier_stays="ikke_spurgt").exists()
    assert Stay.objects.filter(case_municipality="").exists()


def test_every_answer_is_in_its_list(house: None) -> None:
    lists = {
        Stay: {"age_group": "age_group", "residence_before": "residence_before", "earlier_stays": "earlier_stays",
               "language": "language", "interpreter": "interpreter_need", "case_municipality": "municipality",
               "home_municipality": "municipality"},
        Enquiry: {"channel": "enquiry_channel", "caller": "enquiry_from", "about": "enquiry_about",
                  "outcome": "enquiry_outcome", "refusal_reason": "refusal_reason", "helped_on": "refusal_help",
                  "interpreter": "interpreter"},
        Leaving: {"kind": "discharge_kind", "destination": "destination", "aftercare": "aftercare"},
        ChildStay: {"age_group": "child_age_group", "follow_up": "followup_child"},
    }  # fmt: skip
    for model, fields in lists.items():
        for field, name in fields.items():
            found = set(model._default_manager.values_list(field, flat=True)) - {""}
            assert not {code for code in found if not codes.valid(name, code)}, (model, field)


def test_nothing_has_happened_that_is_still_to_come(house: None) -> None:
    midnight = clock.now().replace(hour=0, minute=0)
    for model, field in ((Enquiry, "received_at"), (Decision, "decided_at"), (Stay, "moved_in_at"), (Entry, "at")):
        newest = model._default_manager.order_by(f"-{field}").values_list(field, flat=True).first()
        assert newest is not None
        assert newest <= midnight, (model, field)


def test_every_quarter_but_the_newest_ended_one_is_closed(house: None) -> None:
    periods = Closing.objects.periods()
    assert periods[0].key == "2019K1"
    assert periods[-1] == last_ended(clock.now()).previous
    assert len(periods) == 27


def test_the_log_of_the_built_house_is_whole_and_in_order(house: None) -> None:
    proof = verify()
    assert proof.broken is None
    assert proof.lines > Enquiry.objects.count()
    seen = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert seen == sorted(seen)


def test_in_each_house_one_letter_waits_for_its_second_pair_of_eyes(house: None) -> None:
    waiting = Document.objects.awaiting_release().select_related("prepared_by", "house", "key")
    assert sorted((letter.house.code, letter.prepared_by.username) for letter in waiting) == [
        ("aar", "ulla"), ("kbh", "sofie"),
    ]  # fmt: skip
    assert all(letter.content.startswith(b"%PDF") for letter in waiting)


def test_one_letter_has_gone_the_whole_way(house: None) -> None:
    letter = Document.objects.get(status=Document.DISPATCHED)
    assert letter.dispatched_at is not None
    assert letter.released_by != letter.prepared_by
    assert Notice.objects.get(document=letter).sent_on == letter.dispatched_at.astimezone(clock.CPH).date()


def test_letters_from_before_have_no_document(house: None) -> None:
    assert Notice.objects.exclude(document=None).count() == 3
    assert Notice.objects.filter(document=None).exclude(sent_on=None).count() > 1000


def test_names_and_numbers_are_visibly_invented(house: None) -> None:
    for identity in Identity.objects.select_related("key")[:200]:
        assert identity.cpr == "" or int(identity.cpr[:2]) > 60
        assert identity.phone.startswith("00 ")
