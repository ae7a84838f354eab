"""The small-number rule, tried by somebody who knows the rule and does the sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from rettesnor.followup import reading
from rettesnor.followup.counts import Counts
from rettesnor.followup.indicators import CARDS, PERSON, PROCESS, SENSITIVE, Card
from rettesnor.followup.reading import BOTH, FEW, ONLY_BOTH, OTHER_HOUSE, QUARTERS, Shown

PROCESS_CARD, PERSON_CARD, AGES, SENSITIVE_CARD = (CARDS[key] for key in ("MUN-G1a", "OTH-G2", "AGE-G1", "PSY-N1"))
KBH, AAR = 1, 2


def counts(yes: int, no: int, unknown: int = 0) -> Counts:
    return Counts(yes=yes, no=no, unknown=unknown)


def aged(**bands: int) -> Counts:
    named = {name.replace("a", "").replace("_", "-"): count for name, count in bands.items()}
    return Counts(yes=sum(named.values()), bands=named)


def places(card: Card, kbh: Counts, aar: Counts) -> reading.Places:
    return reading.inside(card, {KBH: kbh, AAR: aar})


# the leader's own house


def test_the_leader_reads_exact_counts_and_a_share_from_ten() -> None:
    assert reading.live(PROCESS_CARD, counts(1, 1)).hits == 1
    assert reading.live(PROCESS_CARD, counts(4, 5)).share is None
    whole = reading.live(PROCESS_CARD, counts(4, 6))
    assert whole.share is not None
    assert whole.share.value == 0.4


def test_the_leader_is_told_that_there_was_nobody() -> None:
    assert reading.live(PERSON_CARD, counts(0, 0)).why == reading.NOBODY


# process: exact counts from five


def test_a_process_figure_is_exact_from_five_and_hidden_below() -> None:
    assert places(PROCESS_CARD, counts(1, 4), counts(5, 0))[KBH].hits == 1
    assert places(PROCESS_CARD, counts(1, 3), counts(5, 0))[KBH] == Shown(why=FEW)
    assert places(PROCESS_CARD, counts(0, 0), counts(5, 0))[KBH] == Shown(why=FEW)


def test_a_total_that_would_tell_the_small_house_is_hidden() -> None:
    shown = places(PROCESS_CARD, counts(20, 4), counts(1, 1))
    assert shown[KBH].of == 24
    assert shown[AAR].why == FEW
    assert shown[BOTH] == Shown(why=OTHER_HOUSE)


def test_no_percentage_below_ten() -> None:
    assert places(PROCESS_CARD, counts(4, 5), counts(9, 9))[KBH].share is None
    assert places(PROCESS_CARD, counts(4, 6), counts(9, 9))[KBH].share is not None


# persons: cells and complements of five, coarser or only how many


@pytest.mark.parametrize(("yes", "no"), [(4, 30), (30, 4), (0, 30)])
def test_a_small_cell_or_complement_of_persons_is_hidden_and_the_total_with_it(yes: int, no: int) -> None:
    shown = places(PERSON_CARD, counts(yes, no), counts(10, 10))
    assert (shown[KBH].hits, shown[KBH].of, shown[KBH].why) == (None, yes + no, FEW)
    assert (shown[AAR].hits, shown[AAR].of) == (10, 20)
    assert (shown[BOTH].hits, shown[BOTH].of, shown[BOTH].why) == (None, yes + no + 20, OTHER_HOUSE)


def test_what_is_not_recorded_about_persons_is_never_a_number() -> None:
    shown = places(PERSON_CARD, counts(10, 10, unknown=1), counts(10, 10, unknown=9))
    assert [shown[place].unknown for place in (KBH, AAR, BOTH)] == [None, None, None]
    assert [shown[place].thin for place in (KBH, AAR, BOTH)] == [False, True, False]


def test_ages_are_merged_into_coarser_classes_until_no_cell_is_small() -> None:
    fine = aged(a18_24=5, a25_29=5, a30_39=5, a40_49=5, a50=0)
    fine = replace(fine, yes=25, bands={**fine.bands, "under_18": 5, "50+": 5})
    assert len(places(AGES, fine, fine)[KBH].split) == 6
    one_small = replace(fine, yes=24, bands={**fine.bands, "under_18": 0})
    merged = places(AGES, one_small, fine)
    assert [count for _words, count in merged[KBH].split] == [10, 5, 10]
    assert len(merged[AAR].split) == 6
    assert len(merged[BOTH].split) == 3
    assert merged[BOTH].why == OTHER_HOUSE


def test_ages_that_cannot_be_split_say_only_how_many() -> None:
    shown = places(AGES, aged(a30_39=9), aged(a18_24=9, a30_39=9, a40_49=9))
    assert (shown[KBH].of, shown[KBH].split, shown[KBH].why) == (9, (), FEW)
    assert shown[BOTH].split == ()


# sensitive: from ten, never split


def test_a_sensitive_figure_is_never_split_by_house() -> None:
    shown = places(SENSITIVE_CARD, counts(50, 50), counts(50, 50))
    assert shown[KBH] == shown[AAR] == Shown(why=ONLY_BOTH)
    assert shown[BOTH].hits == 100


@pytest.mark.parametrize(("yes", "no", "hits", "of"), [(10, 10, 10, 20), (9, 11, None, 20), (5, 4, None, None)])
def test_a_sensitive_figure_is_shown_from_ten(yes: int, no: int, hits: int | None, of: int | None) -> None:
    shown = places(SENSITIVE_CARD, counts(yes, no), counts(0, 0))[BOTH]
    assert (shown.hits, shown.of) == (hits, of)


# somebody who knows the rule and does the sums

Secret = tuple[int, ...]


def world(card: Card, most: int) -> Iterator[tuple[Secret, reading.Places]]:
    """Every pair of houses that could be, (yes, no) each, and what would then be shown.

    Whole sizes only: a world cut off at the edge would look better known than it is.
    """
    for kbh, aar in product(range(most), repeat=2):
        if card.about == SENSITIVE and kbh + aar >= most:
            continue
        for kbh_yes, aar_yes in product(range(kbh + 1), range(aar + 1)):
            secret = (kbh_yes, kbh - kbh_yes, aar_yes, aar - aar_yes)
            yield secret, places(card, counts(*secret[:2]), counts(*secret[2:]))


def published(shown: reading.Places) -> tuple[object, ...]:
    return tuple(
        (place, one.hits, one.of, one.unknown, one.thin, one.why) for place, one in sorted(shown.items(), key=str)
    )


def left_open(card: Card, most: int) -> dict[tuple[object, ...], list[Secret]]:
    """What is published -> every secret that leads to exactly that: all that anybody can work out."""
    found: dict[tuple[object, ...], list[Secret]] = defaultdict(list)
    for secret, shown in world(card, most):
        found[published(shown)].append(secret)
    return found


def possible(secrets: list[Secret], index: int) -> int:
    return len({secret[index] for secret in secrets})


def test_nobody_can_work_out_a_hidden_house_of_a_process_figure() -> None:
    for secrets in left_open(PROCESS_CARD, 11).values():
        for yes, no in ((0, 1), (2, 3)):
            sizes = {secret[yes] + secret[no] for secret in secrets}
            if min(sizes) < 5:
                assert len(sizes) >= 3


def test_nobody_can_work_out_a_small_cell_of_persons() -> None:
    for secrets in left_open(PERSON_CARD, 12).values():
        for cell in range(4):
            if any(secret[cell] < 5 for secret in secrets):
                assert possible(secrets, cell) >= 3


def test_nobody_can_work_out_a_small_cell_of_a_sensitive_figure() -> None:
    for secrets in left_open(SENSITIVE_CARD, 24).values():
        totals = [(secret[0] + secret[2], secret[1] + secret[3]) for secret in secrets]
        for part in (0, 1):
            if any(total[part] < 10 for total in totals):
                assert len({total[part] for total in totals}) >= 3
        assert all(possible(secrets, cell) >= 3 for cell in range(4))


def test_the_attacker_finds_what_a_careless_rule_lets_through() -> None:
    # A proof that the attack above can succeed: show every total, hide only the small house.
    careless: dict[tuple[object, ...], list[Secret]] = defaultdict(list)
    for secret, shown in world(PROCESS_CARD, 9):
        total = sum(secret)
        careless[(*published({KBH: shown[KBH], AAR: shown[AAR]}), total)].append(secret)
    exposed = [
        secrets for secrets in careless.values() if len({s[0] + s[1] for s in secrets}) == 1 and sum(secrets[0][:2]) < 5
    ]
    assert exposed


def test_nobody_can_work_out_a_small_age_class() -> None:
    rng, codes = Random(1), list(AGES.bands)
    for _try in range(3000):
        houses = {
            house: Counts(yes=sum(bands.values()), bands=bands)
            for house in (KBH, AAR)
            for bands in [{code: rng.choice([0, 1, 4, 5, 6, 9]) for code in codes}]
        }
        _no_small_difference(reading.inside(AGES, houses))


def _no_small_difference(shown: reading.Places) -> None:
    """Neither a class, nor the difference between the total and a house's classes put together, is below five."""
    for place in (KBH, AAR, BOTH):
        assert all(count >= 5 for _words, count in shown[place].split)
    both = {str(words): count for words, count in shown[BOTH].split}
    for house in (KBH, AAR):
        if not both or not shown[house].split:
            continue
        merged = _as_coarse(shown[house], both)
        assert all(both[words] - count == 0 or both[words] - count >= 5 for words, count in merged.items())


def _as_coarse(shown: Shown, both: Mapping[str, int]) -> dict[str, int]:
    ladder = [{words: (code,) for code, words in AGES.bands.items()}, *AGES.coarser]
    mine = {str(words) for words, _count in shown.split}
    fine = next(step for step in ladder if {str(words) for words in step} == mine)
    coarse = next(step for step in ladder if {str(words) for words in step} == set(both))
    numbers = {str(words): count for words, count in shown.split}
    return {
        str(words): sum(numbers[str(w)] for w, own in fine.items() if set(own) <= set(codes))
        for words, codes in coarse.items()
    }


def went(shelter: int, back: int, otherwise: int) -> Counts:
    return Counts(yes=shelter, no=back + otherwise, bands={"shelter": shelter, "back": back, "otherwise": otherwise})


def test_where_women_went_is_split_only_where_every_class_is_five() -> None:
    assert [n for _words, n in places(PERSON_CARD, went(6, 5, 9), went(5, 5, 5))[KBH].split] == [6, 5, 9]
    alone = places(PERSON_CARD, went(6, 4, 9), went(5, 5, 5))
    assert (alone[KBH].split, alone[KBH].hits, alone[KBH].of) == ((), 6, 19)
    assert (alone[BOTH].split, alone[BOTH].hits, alone[BOTH].why) == ((), 11, OTHER_HOUSE)


@pytest.mark.parametrize("neighbour", [(6, 6, 6), (7, 2, 9), (2, 9, 9), (1, 1, 1)])
def test_nobody_can_work_out_how_few_went_back(neighbour: tuple[int, int, int]) -> None:
    """Whoever knows everything of the other house still cannot say a small class of this one."""
    found: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    whole_sizes = (secret for secret in product(range(19), repeat=3) if sum(secret) <= 18)
    for secret in whole_sizes:
        shown = places(PERSON_CARD, went(*secret), went(*neighbour))
        found[tuple((place, one.hits, one.of, one.split, one.why) for place, one in shown.items())].append(secret)
    for secrets in found.values():
        for cell in range(3):
            if any(secret[cell] < 5 for secret in secrets):
                assert len({secret[cell] for secret in secrets}) >= 3


# a year beside its quarters


def test_a_year_of_quarters_that_are_all_shown_is_their_sum() -> None:
    year = reading.year(PROCESS_CARD, [{KBH: counts(6, 3, 1), AAR: counts(5, 0)} for _n in range(4)])
    assert [(year[place].hits, year[place].of) for place in (KBH, AAR, BOTH)] == [(24, 36), (20, 20), (44, 56)]
    assert year[KBH].unknown == 4


def test_a_year_that_would_tell_its_one_small_quarter_is_hidden() -> None:
    quarters = [{KBH: counts(6, 3), AAR: counts(9, 9)} for _n in range(3)]
    year = reading.year(PROCESS_CARD, [*quarters, {KBH: counts(1, 1), AAR: counts(9, 9)}])
    assert year[KBH] == Shown(why=QUARTERS)
    assert year[AAR].of == 72
    assert year[BOTH] == Shown(why=OTHER_HOUSE)


def test_a_year_that_would_tell_what_two_small_quarters_have_none_of_is_hidden() -> None:
    large, small = {KBH: counts(6, 3), AAR: counts(9, 9)}, {KBH: counts(3, 0), AAR: counts(9, 9)}
    assert reading.year(PROCESS_CARD, [small, large, large, small])[KBH] == Shown(why=QUARTERS)


def test_a_year_of_small_quarters_is_shown_where_none_of_them_can_be_told() -> None:
    year = reading.year(PROCESS_CARD, [{KBH: counts(2, 1), AAR: counts(1, 1)} for _n in range(4)])
    assert [year[place].of for place in (KBH, AAR, BOTH)] == [12, 8, 20]
    assert [year[place].hits for place in (KBH, AAR, BOTH)] == [None, None, None]


def test_a_year_of_four_quarters_of_four_would_tell_each_of_them() -> None:
    year = reading.year(PROCESS_CARD, [{KBH: counts(3, 1), AAR: counts(9, 9)} for _n in range(4)])
    # The same words as for a year of nobody: another reason would say that it is fifteen or sixteen.
    assert year[KBH] == Shown(why=FEW)
    assert reading.year(PROCESS_CARD, [{KBH: counts(0, 0), AAR: counts(9, 9)} for _n in range(4)])[KBH] == year[KBH]


def test_a_year_about_persons_is_read_alone_and_hides_no_more_than_twelve_months_do() -> None:
    year = reading.year(PERSON_CARD, [{KBH: counts(2, 9), AAR: counts(1, 8)} for _n in range(4)])
    assert [(year[place].hits, year[place].of) for place in (KBH, AAR, BOTH)] == [(8, 44), (None, 36), (None, 80)]


@pytest.mark.parametrize(("parts", "cells", "most"), [(4, 1, 8), (3, 2, 4)])
def test_nobody_can_work_out_a_hidden_quarter(parts: int, cells: int, most: int) -> None:
    """Whatever is said of the year and its quarters, each hidden quarter, and each cell of it, may be three numbers."""
    found: dict[tuple[object, ...], list[Secret]] = defaultdict(list)
    for secret in product(range(most), repeat=parts * cells):
        each = [counts(*secret[cells * n : cells * n + cells], *[0] * (2 - cells)) for n in range(parts)]
        spans = [{KBH: one, AAR: counts(9, 0)} for one in each]
        quarters = tuple(said(reading.inside(PROCESS_CARD, span)[KBH]) for span in spans)
        found[(*quarters, said(reading.year(PROCESS_CARD, spans)[KBH]))].append(secret)
    for told, secrets in found.items():
        for index in range(parts * cells):
            if told[index // cells] == said(Shown(why=FEW)):
                assert possible(secrets, index) >= 3


def said(shown: Shown) -> tuple[object, ...]:
    return shown.hits, shown.of, shown.why


# noes beside a figure


def test_noes_beside_are_shown_from_five_in_all_and_never_tell_the_other_house() -> None:
    assert reading.number_beside({KBH: (0, 5), AAR: (1, 9)}) == {KBH: 0, AAR: 1, BOTH: 1}
    assert reading.number_beside({KBH: (0, 4), AAR: (1, 9)}) == {KBH: None, AAR: 1, BOTH: None}


# comparing


def test_a_difference_within_chance_is_said_to_be_so() -> None:
    now, before = Shown(hits=18, of=61), Shown(hits=16, of=60)
    assert reading.change(now, before) == reading.Change(16 / 60, certain=False)


def test_a_difference_beyond_chance_is_said_to_be_so() -> None:
    moved = reading.change(Shown(hits=55, of=60), Shown(hits=10, of=60))
    assert moved is not None
    assert moved.certain


def test_nothing_is_compared_with_what_is_hidden_or_thinly_recorded() -> None:
    whole = Shown(hits=18, of=61)
    for other in (Shown(why=FEW), Shown(hits=3, of=9), replace(whole, thin=True)):
        assert reading.change(whole, other) is None


@pytest.mark.parametrize(("yes", "no", "unknown", "thin"), [(8, 8, 4, False), (8, 8, 5, True), (0, 0, 3, True)])
def test_under_eighty_per_cent_is_too_little_recorded(yes: int, no: int, unknown: int, thin: bool) -> None:
    assert reading.live(PROCESS_CARD, counts(yes, no, unknown)).thin is thin


def test_every_card_belongs_to_one_class_and_says_how_it_misleads() -> None:
    for card in CARDS.values():
        assert card.about in (PROCESS, PERSON, SENSITIVE)
        assert card.misleads
        assert card.numerator
        assert card.denominator
        assert card.counter in CARDS or card.counter_why
