"""The same wish gives the same house; another seed, another scale and a house that is there already do not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from rettesnor.demo.builder import rows
from rettesnor.demo.house import AlreadyBuilt, build
from rettesnor.residency.models import Stay
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


def test_scale_two_doubles_the_women(db: None) -> None:
    with a_house(date(2020, 3, 11)):
        once, here = Stay.objects.count(), Stay.objects.filter(left_at=None).count()
    with a_house(date(2020, 3, 11), scale=2):
        assert Stay.objects.count() == pytest.approx(2 * once, rel=0.15)
        assert Stay.objects.filter(left_at=None).count() == pytest.approx(2 * here, rel=0.4)
        aliases = list(Stay.objects.filter(left_at=None).values_list("resident__alias", flat=True))
        assert len(set(aliases)) == len(aliases)


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
