"""Guilt is of the law the decision names: a fine for a traffic offence is no guilt of the penal charge in the case."""

import pytest

from dkcohort import definitions
from dkcohort.engine import DuckEngine, statement
from dkcohort.parameters import tables
from tests.dkcohort.countries import Rows
from tests.dkcohort.timelines import STUDY, at

GUILTY, ACQUITTED = "211", "911"
PENAL, TRAFFIC, SPECIAL = "123200000", "211100000", "381100000"
Found = dict[str, int]


def offences(charges: list[tuple[str, str]], decisions: list[tuple[str, str | None]]) -> DuckEngine:
    """One case of one woman: (law, day) of each charge, (kind, law) of each decision."""
    engine = DuckEngine(threads=1)
    tables(engine, STUDY)
    Rows("person:t born:n", ("w", at("1990-01-01"))).into(engine, "everybody")
    krsi = [("w", "J1", at(on), law) for law, on in charges]
    Rows("pnr:t journr:t sig_ger1dto:n sig_ger9:t", *krsi).into(engine, "krsi")
    kraf = [("w", "J1", kind, law) for kind, law in decisions]
    Rows("pnr:t journr:t afg_afgtyp3:t afg_ger9:t", *kraf).into(engine, "kraf")
    engine.step("offences", statement("offences"))
    return engine


def found(charges: list[str], decisions: list[tuple[str, str | None]]) -> Found:
    """Law -> guilty."""
    engine = offences([(law, "2022-05-01") for law in charges], decisions)
    return dict(engine.rows("SELECT law, guilty FROM offences"))


def test_acquitted_of_the_penal_charge_and_fined_for_traffic_she_is_guilty_of_traffic_alone() -> None:
    decisions: list[tuple[str, str | None]] = [(ACQUITTED, PENAL), (GUILTY, TRAFFIC)]
    assert found([PENAL, TRAFFIC], decisions) == {"1": 0, "2": 1}
    assert found([PENAL], decisions) == {"1": 0}


def test_what_is_decided_under_a_law_she_was_not_charged_by_is_no_guilt_of_the_charge() -> None:
    """Every guilty offence is one of the charges: what one count has more than the other is protected."""
    assert found([PENAL], [(GUILTY, TRAFFIC)]) == {"1": 0}


@pytest.mark.parametrize("law", [None, "", "9", "923200000"])
def test_a_decision_that_names_no_law_is_of_the_whole_case(law: str | None) -> None:
    assert found([PENAL, SPECIAL], [(GUILTY, law)]) == {"1": 1, "3": 1}
    assert found([PENAL, SPECIAL], [(ACQUITTED, law)]) == {"1": 0, "3": 0}


def test_several_charges_and_decisions_of_one_law_are_one() -> None:
    decisions: list[tuple[str, str | None]] = [(GUILTY, PENAL), (GUILTY, PENAL), (ACQUITTED, PENAL)]
    assert found([PENAL, "131100000"], decisions) == {"1": 1}


def test_a_decision_on_a_case_without_a_day_is_none() -> None:
    assert found([], [(GUILTY, PENAL)]) == {}


def test_the_definition_says_by_which_law() -> None:
    cards = {card.key: card for card in definitions.themes()["crime"].indicators}
    for law in ("penal", "traffic", "special"):
        assert "AFG_GER9" in cards[f"crime.guilty_{law}"].numerator
    assert "AFG_GER9" in definitions.themes()["crime"].logic
