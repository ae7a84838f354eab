"""What the newest bundle says of a goal: the level, the latest final year, and whether they can be told apart."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from importlib import resources
from types import SimpleNamespace
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dkcohort import record
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.demo.brought import bundle as demo_bundle
from rettesnor.guideline.actions import load_edition
from rettesnor.registers import naming
from rettesnor.registers.actions import enter_figure, import_bundle, load_outside, retire_figure, withdraw_bundle
from rettesnor.registers.models import OutsideFigure
from rettesnor.registers.reading import AWAITED, Standing, standings
from rettesnor.staff.models import Employee
from tests.rettesnor.registers.bundles import EMPTY, brought, hidden, incidence, manifest, share

Cast = dict[str, Employee]
As = Callable[[str], Client]


def of(goal: str) -> Standing:
    return standings([goal])[goal]


def leading(goal: str) -> SimpleNamespace:
    """The sentences of the first measure of a goal, with plain spaces."""
    told = of(goal).told[0]
    names = ("title", "level", "no_level", "now", "coming", "verdict")
    sentences = {name: plain(getattr(told, name)) for name in names}
    return SimpleNamespace(
        **sentences, years=told.years, beside=tuple((name, plain(words)) for name, words in told.beside)
    )


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_eighteen_of_sixty_against_nine_of_fifty_five_cannot_be_told_from_2024(cast: Cast) -> None:
    brought(cast["anne"], incidence(2024, 18, 60), incidence(2025, 9, 55))
    told = leading("OTH-G2")
    assert told.verdict == "Ikke til at skelne fra 2024."
    assert told.level.startswith("30 % (kan være")
    assert told.now.startswith("2025: 16 %")
    assert "ca. 60 personer" in told.level


@pytest.mark.parametrize(
    ("now", "said"), [((40, 550), "Lavere end 2024."), ((330, 550), "Højere end 2024.")], ids=["a fall", "a rise"]
)
def test_a_difference_beyond_chance_is_said_and_which_way_it_went(cast: Cast, now: tuple[int, int], said: str) -> None:
    brought(cast["anne"], incidence(2024, 180, 600), incidence(2025, *now))
    assert leading("OTH-G2").verdict == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        # Newcombe, Interval estimation for the difference between independent proportions (1998b), table II, method 10:
        # (a) 0.0524 to 0.3339, (b) 0.1705 to 0.8090, (c) 0.0582 to 0.8062: all three leave out zero.
        ((56, 70), (48, 80), "Lavere end 2024."),
        ((9, 10), (3, 10), "Lavere end 2024."),
        ((6, 7), (2, 7), "Lavere end 2024."),
        ((18, 60), (9, 55), "Ikke til at skelne fra 2024."),
    ],
)
def test_shares_are_compared_as_newcombe_does_from_the_limits_that_left(
    cast: Cast, before: tuple[int, int], after: tuple[int, int], said: str
) -> None:
    brought(cast["anne"], share(2024, *before), share(2025, *after))
    assert leading("PLA-G1").verdict == said


def test_what_is_provisional_gets_no_verdict(cast: Cast) -> None:
    provisional = replace(incidence(2025, 40, 550), status="foreløbig")
    brought(cast["anne"], incidence(2024, 180, 600), provisional)
    told = leading("OTH-G2")
    assert (told.now, told.verdict) == ("", "")
    assert told.years[-1][1].endswith("(foreløbig)")


def test_what_is_hidden_is_said_to_be_hidden_and_is_never_computed_with(cast: Cast) -> None:
    brought(cast["anne"], hidden(incidence(2024, 18, 60)), incidence(2025, 9, 55))
    told = leading("OTH-G2")
    assert (told.level, told.verdict) == ("", "Kan ikke sammenlignes: et af tallene er skjult.")
    assert not of("OTH-G2").has_level
    assert told.years[0] == (2024, "skjult, fordi tallet ville røbe få personer eller er taget hjem før")


def test_what_nobody_could_be_followed_to_is_said_to_be_too_early(cast: Cast) -> None:
    """The data end on 31 December 2025: of those who left in 2024 nobody has been seen for two whole years."""
    lines = [hidden(incidence(year, 9, 55, months=24)) for year in (2023, 2024)]
    brought(cast["anne"], *lines, like=replace(EMPTY, cohorts=(2023, 2024)))
    assert of("OTH-G2").told[0].years == (
        (2023, "skjult, fordi tallet ville røbe få personer eller er taget hjem før"),
        (2024, "kan ikke kendes endnu: ingen kunne følges så længe"),
    )


def test_the_comparator_of_the_same_year_stands_beside(cast: Cast) -> None:
    brought(
        cast["anne"], incidence(2024, 18, 60), incidence(2025, 9, 55), incidence(2025, 900, 4500, population="other")
    )
    ((label, words),) = leading("OTH-G2").beside
    assert label == "Andre krisecentre 2025"
    assert words.startswith("20 %")


class TestHowToReadANumber:
    ours, anonymous = incidence(2025, 9, 55), "Anonyme ophold kan ingen følge"
    ratio = replace(ours, kind="ratio", population="own/other", goal="", value=0.8, low=0.5, high=1.2, se=None)
    bound = replace(ours, kind="bound", value=None, low=0.164, high=0.3, se=None)

    def notes(self, goal: str = "OTH-G2") -> list[list[str]]:
        return [notes for _told, notes in of(goal).explained]

    def test_is_not_told_of_numbers_that_are_not_there(self, cast: Cast) -> None:
        brought(cast["anne"], incidence(2024, 18, 60), self.ours)
        assert self.notes() == [[]]

    def test_is_told_of_the_number_that_is_there_alone(self, cast: Cast) -> None:
        brought(cast["anne"], incidence(2024, 18, 60), self.ours, hidden(self.ratio), self.bound)
        ((only,),) = self.notes()
        assert only.startswith(self.anonymous)

    def test_is_told_once_where_it_is_needed_first(self, cast: Cast, as_: As) -> None:
        twice = [replace(line, months=months) for line in (self.ours, self.ratio, self.bound) for months in (12, 24)]
        brought(cast["anne"], incidence(2024, 18, 60), incidence(2024, 20, 60, months=24), *twice)
        (first, second) = self.notes()
        assert (len(first), second) == (2, [])
        page = as_("karen").get(reverse("registers")).content.decode()
        assert page.count(self.anonymous) == 1
        assert "Er tallet 1, gik det som ventet." in page
        assert "1 gange" not in page


@pytest.mark.parametrize(
    ("cut", "july"),
    [
        ("2025-12-30", 2026),
        ("2025-12-31", 2027),
        ("2026-01-01", 2027),
        ("2026-02-01", 2027),
    ],
)
def test_the_lag_and_the_next_july_are_told(cast: Cast, cut: str, july: int) -> None:
    brought(cast["anne"], incidence(2024, 18, 60), like=replace(EMPTY, data_cut=cut))
    assert of("OTH-G2").next_expected == date(july, 7, 1)


def test_the_newest_data_speak_and_the_withdrawn_are_silent(cast: Cast) -> None:
    brought(cast["anne"], incidence(2024, 18, 60))
    newer = brought(cast["anne"], incidence(2024, 20, 60), like=replace(EMPTY, data_cut="2026-01-31"))
    assert leading("OTH-G2").level.startswith("33 %")
    withdraw_bundle(newer, why="Forkert.", by=cast["anne"])
    assert leading("OTH-G2").level.startswith("30 %")


class TestALevelThatWasNotLetOutAgain:
    """The engine's `not_again`: what has left once may stay as it is; the level is the one that came home."""

    later = replace(EMPTY, data_cut="2026-01-31", cohorts=(2024, 2025, 2026))
    level, now = incidence(2024, 180, 600), incidence(2025, 40, 550)

    @pytest.mark.parametrize("lines", [(hidden(level), now), (now,)], ids=["hidden", "left out"])
    def test_is_read_from_the_bundle_that_has_it(self, cast: Cast, lines: tuple[record.Line, ...]) -> None:
        brought(cast["anne"], incidence(2024, 120, 600))
        brought(cast["anne"], self.level, like=replace(EMPTY, data_cut="2026-01-30"))
        brought(cast["anne"], *lines, like=self.later)
        told = leading("OTH-G2")
        assert told.level.startswith("30 %"), "the newest of the earlier ones"
        assert told.level.endswith("hentet hjem med data til 30. januar 2026")
        assert (told.no_level, told.verdict) == ("", "Lavere end 2024.")
        assert next((year, plain(words)) for year, words in told.years) == (2024, told.level)

    def test_stands_on_the_page_with_the_data_it_came_from(self, cast: Cast, as_: As) -> None:
        brought(cast["anne"], self.level)
        brought(cast["anne"], hidden(self.level), self.now, like=self.later)
        page = as_("karen").get(reverse("registers")).content.decode()
        assert "hentet hjem med data til 31. december 2025" in page
        assert "mangler: " not in page

    def test_is_never_read_from_what_was_counted_otherwise(self, cast: Cast) -> None:
        brought(cast["anne"], self.level)
        relied_on = brought(cast["anne"], self.level, like=replace(self.later, digest="f" * 16))
        brought(cast["anne"], self.now, like=replace(self.later, digest="f" * 16))
        withdraw_bundle(relied_on, why="Forkert.", by=cast["anne"])
        told = leading("OTH-G2")
        assert (told.level, told.no_level, told.verdict) == ("", "ikke med i bundtet", "")

    def test_gives_no_verdict_while_it_was_provisional(self, cast: Cast) -> None:
        brought(cast["anne"], replace(self.level, status="foreløbig"))
        brought(cast["anne"], hidden(self.level), self.now, like=self.later)
        told = leading("OTH-G2")
        assert "(foreløbig)" in told.level
        assert told.verdict == ""

    def test_costs_no_question_more(self, cast: Cast) -> None:
        brought(cast["anne"], self.level)
        brought(cast["anne"], hidden(self.level), self.now, like=self.later)
        with CaptureQueriesContext(connection) as seen:
            assert standings(AWAITED)["OTH-G2"].told[0].level
        assert len(seen) == 3


def test_without_a_bundle_every_goal_says_that_its_level_is_missing(cast: Cast, as_: As) -> None:
    page = as_("karen").get(reverse("registers")).content.decode()
    assert page.count("Udgangspunktet mangler.") == len(AWAITED)
    assert "Sådan er tallene lavet" not in page


def test_many_goals_cost_no_more_questions_than_one(cast: Cast) -> None:
    brought(cast["anne"], incidence(2024, 18, 60), share(2024, 12, 60))
    asked = []
    for goals in (["OTH-G2"], list(AWAITED)):
        with CaptureQueriesContext(connection) as seen:
            standings(goals)
        asked.append(len(seen))
    assert asked == [3, 3]


class TestFiguresOfOthers:
    said: ClassVar[dict[str, Any]] = {
        "line": "OTH-G1", "title": "Flere ophold", "population": "Kvinder i Danmark", "value": 0.129, "unit": "andel",
        "n": 2294, "definition": "297 af 2.294", "window": "2020", "source": "DST", "vintage": "2020",
    }  # fmt: skip

    def test_those_the_house_comes_with_are_laid_in_once(self, cast: Cast) -> None:
        OutsideFigure.objects.all().delete()
        assert load_outside() > 5
        assert load_outside() == 0
        assert all(one.source and one.definition and one.vintage for one in OutsideFigure.objects.all())

    def test_are_written_down_with_all_that_says_what_they_mean(self, cast: Cast, as_: As) -> None:
        load_edition()
        typed = self.said | {"value": "12,9", "n": "2294"}
        assert as_("anne").post(reverse("registers-enter"), typed).status_code == 302
        assert OutsideFigure.objects.get(entered_by=cast["anne"]).value == pytest.approx(0.129)
        assert "Flere ophold" in as_("karen").get(reverse("line", args=["OTH-G1"])).content.decode()

    def test_sent_twice_are_one(self, cast: Cast, as_: As) -> None:
        load_edition()
        anne, typed = as_("anne"), self.said | {"value": "12,9", "n": "2294"}
        typed["client_key"] = str(anne.get(reverse("registers-enter")).context["form"]["client_key"].value())
        assert [anne.post(reverse("registers-enter"), typed).status_code for _time in range(4)] == [302] * 4
        assert OutsideFigure.objects.filter(entered_by=cast["anne"]).count() == 1

    def test_sent_again_as_another_figure_meet_the_first(self, cast: Cast, as_: As) -> None:
        load_edition()
        anne, typed = as_("anne"), self.said | {"value": "12,9", "n": "2294", "client_key": str(uuid4())}
        anne.post(reverse("registers-enter"), typed)
        answer = anne.post(reverse("registers-enter"), typed | {"value": "13,4"})
        assert answer.status_code == 409
        assert answer.context["saved"]["both"] == [{"label": "Tallet", "theirs": "12,9", "mine": "13,4"}]
        assert "allerede gemt, men med andre ord" in answer.content.decode()
        again = {"client_key": answer.context["form"]["client_key"].value(), "value": "13,4"}
        assert anne.post(reverse("registers-enter"), typed | again).status_code == 302
        assert OutsideFigure.objects.filter(entered_by=cast["anne"]).count() == 2

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("1.234,5", 1234.5), ("1.234.567", 1234567), ("1234,5", 1234.5), ("12.9", 12.9), ("0.123", 0.123), (" 7 ", 7)],
    )
    def test_are_read_as_danes_write_numbers(self, cast: Cast, as_: As, typed: str, meant: float) -> None:
        load_edition()
        said = self.said | {"value": typed, "unit": "antal"}
        assert as_("anne").post(reverse("registers-enter"), said).status_code == 302
        assert OutsideFigure.objects.get(entered_by=cast["anne"]).value == pytest.approx(meant)

    @pytest.mark.parametrize(("typed", "meant"), [("3.400", 3400), ("1.234.567", 1234567), ("3400", 3400), ("", None)])
    def test_may_be_of_so_many_as_danes_write_it(self, cast: Cast, as_: As, typed: str, meant: int | None) -> None:
        load_edition()
        assert as_("anne").post(reverse("registers-enter"), self.said | {"value": "7", "n": typed}).status_code == 302
        assert OutsideFigure.objects.get(entered_by=cast["anne"]).n == meant

    @pytest.mark.parametrize(
        ("field", "typed", "told"),
        [
            ("n", "3.40", "heltal"),
            ("n", "0.123", "heltal"),
            ("n", "9" * 23, "mindre end eller lig"),
            ("n", "9" * 5000, "heltal"),
            ("value", "1e400", "tal"),
            ("value", "9" * 400, "mindre end eller lig"),
            ("value", "nan", "tal"),
            ("value", "inf", "tal"),
            ("value", "1.234", "1.234 kan læses på to måder: skriv 1234 eller 1,234."),
            ("value", "1.23,4", "tal"),
        ],
    )
    def test_that_cannot_be_read_are_told_beside_the_field(
        self, cast: Cast, as_: As, field: str, typed: str, told: str
    ) -> None:
        load_edition()
        answer = as_("anne").post(reverse("registers-enter"), self.said | {"unit": "antal", "value": "7", field: typed})
        assert answer.status_code == 422
        (wrong,) = answer.context["form"].errors[field]
        assert told in wrong
        assert list(answer.context["form"].errors) == [field]
        assert not OutsideFigure.objects.filter(entered_by=cast["anne"]).exists()

    @pytest.mark.parametrize("missing", ["title", "population", "definition", "source", "vintage"])
    def test_are_refused_without(self, cast: Cast, missing: str) -> None:
        with pytest.raises(Refused) as refused:
            enter_figure(by=cast["anne"], **self.said | {missing: " "})
        assert refused.value.field == missing

    @pytest.mark.parametrize("value", [1.2, -0.1])
    def test_a_share_lies_between_nothing_and_all(self, cast: Cast, value: float) -> None:
        with pytest.raises(Refused):
            enter_figure(by=cast["anne"], **self.said | {"value": value})

    def test_go_out_of_use(self, cast: Cast) -> None:
        figure = enter_figure(by=cast["anne"], **self.said)
        retire_figure(figure, by=cast["anne"])
        assert figure not in OutsideFigure.objects.in_use()


class TestWhatTheCodesAreCalled:
    def test_is_what_the_engine_calls_them(self) -> None:
        told = tomllib.loads(resources.files("dkcohort").joinpath("labels.toml").read_text())
        ours = {"population": naming.POPULATIONS, "kind": naming.KINDS, "part": naming.PARTS}
        assert {group: {code: str(name) for code, name in names.items()} for group, names in ours.items()} == told

    def test_no_code_stands_on_the_page_of_a_bundle(self, cast: Cast, as_: As) -> None:
        bundle = demo_bundle(date(2026, 12, 31))
        text = record.text(bundle)
        with clock.at(datetime(2027, 8, 2, 10, tzinfo=clock.CPH)):
            found = import_bundle(text=text, manifest=manifest(text), by=cast["anne"])
            page = as_("karen").get(reverse("registers-bundle", args=[found.code])).content.decode()
        for code in ("own/matched", "self_support", "after12", "descendant", "bound"):
            assert code not in page
        assert "talte de alle med, blev det højst" in page
