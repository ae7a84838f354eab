"""The same wish gives the same house; another seed, another scale and a house that is there already do not."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q

from rettesnor.demo.builder import present, rows, years
from rettesnor.demo.builder.chances import on
from rettesnor.demo.house import AlreadyBuilt, build
from rettesnor.residency.models import Stay
from rettesnor.residency.models.stay import ARCHIVED_AFTER
from rettesnor.vault.models import DataKey
from tests.rettesnor.demo import logical
from tests.rettesnor.demo.conftest import a_house


def test_the_same_seed_and_day_give_the_same_house(db: None) -> None:
    with a_house(date(2019, 9, 4), seed=3):
        first, codes_first = logical.everything(), _codes()
    with a_house(date(2019, 9, 4), seed=3):
        again, codes_again = logical.everything(), _codes()
    assert first == again
    assert codes_first == codes_again
    assert any(first.values())


def test_another_seed_gives_another_house(db: None) -> None:
    with a_house(date(2019, 9, 4), seed=3):
        first = logical.everything()
    with a_house(date(2019, 9, 4), seed=4):
        assert logical.everything() != first


def _codes() -> set[str]:
    models = [model for model in rows.ORDER if model is not DataKey and hasattr(model, "code")]
    return {code for model in models for code in model._default_manager.values_list("code", flat=True)}


def test_scale_two_doubles_the_women() -> None:
    """Over ten seeds, so that the luck of one house (some 140 women in a year, give or take 12) does not decide."""
    once, twice = (sum(_women(seed, scale) for seed in range(10)) for scale in (1, 2))
    assert twice == pytest.approx(2 * once, rel=0.08)


def _women(seed: int, scale: int) -> int:
    rng = Random(seed)
    told = years.history(rng, date(2020, 3, 11), scale)
    return sum(1 for each in told if each.living)


def test_at_scale_two_more_live_here_and_no_two_share_an_alias(db: None) -> None:
    with a_house(date(2020, 3, 11)):
        here = Stay.objects.filter(left_at=None).count()
    with a_house(date(2020, 3, 11), scale=2):
        assert Stay.objects.filter(left_at=None).count() == pytest.approx(2 * here, rel=0.4)
        aliases = list(Stay.objects.filter(left_at=None).values_list("resident__alias", flat=True))
        assert len(set(aliases)) == len(aliases)


def test_a_word_rests_while_she_who_moved_out_still_stands_in_the_lists(db: None) -> None:
    """As residency/aliases.py has it: otherwise two women stand in one list under one word."""
    with a_house(date(2020, 3, 11)):
        lately = Q(left_at=None) | Q(left_at__gt=on(date(2020, 3, 11), 0) - ARCHIVED_AFTER)
        carried = set(Stay.objects.filter(lately).values_list("resident", "resident__alias"))
        assert len({alias for _resident, alias in carried}) == len(carried) > len(present.PRESENT)


def test_a_house_is_not_built_over_another(db: None) -> None:
    with a_house(date(2019, 2, 1)), pytest.raises(AlreadyBuilt):
        build(date(2019, 2, 1))


def test_the_command_says_in_words_that_there_is_a_house(db: None) -> None:
    with a_house(date(2019, 2, 1)), pytest.raises(CommandError, match="already"):
        call_command("build_demo", "--today=2019-02-01")


def test_the_command_refuses_where_real_people_are(db: None, settings: object) -> None:
    settings.DEMO, settings.MODE = False, "serve"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="demo and test mode only"):
        call_command("build_demo")
    assert not Stay.objects.exists()
