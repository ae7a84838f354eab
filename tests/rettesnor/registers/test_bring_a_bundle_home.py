"""A release comes home as two files: what is not as it left, or was counted otherwise, is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dkcohort import record
from dkcohort.record import Bundle as Told
from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.registers.actions import import_bundle, withdraw_bundle
from rettesnor.registers.models import Bundle, Result
from rettesnor.registers.reading import standings
from rettesnor.staff.models import Employee
from tests.rettesnor.registers.bundles import EMPTY, brought, hidden, incidence, manifest, share, text

As = Callable[[str], Client]
Cast = dict[str, Employee]
TWO = (incidence(2024, 18, 60), incidence(2025, 9, 55))


def test_a_bundle_is_kept_with_its_lines_and_its_fingerprint_in_the_log(cast: Cast) -> None:
    bundle = brought(cast["anne"], *TWO)
    assert (bundle.data_cut, bundle.baseline, bundle.results.count()) == (date(2025, 12, 31), 2024, 2)
    line = Entry.objects.get(verb="hent", noun="bundle")
    assert bundle.fingerprint in line.fields


def test_the_same_bundle_twice_is_one(cast: Cast) -> None:
    assert brought(cast["anne"], *TWO) == brought(cast["anne"], *TWO)
    assert (Bundle.objects.count(), Result.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told.replace("0.3", "0.2"), "ændret"),
        (lambda told: told + " ", "ændret"),
        (lambda told: told.replace("dkcohort-bundt 1", "dkcohort-bundt 9"), "format"),
        (lambda told: told[:200], "ikke et bundt"),
        (lambda told: "", "ikke et bundt"),
    ],
    ids=["a number", "a space", "another format", "cut off", "empty"],
)
def test_what_is_not_as_it_left_is_refused(cast: Cast, change: Callable[[str], str], said: str) -> None:
    told = text(*TWO)
    with pytest.raises(Refused, match=said):
        import_bundle(text=change(told), manifest=manifest(told), by=cast["anne"])
    assert not Bundle.objects.exists()


def test_a_manifest_without_a_fingerprint_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="fingeraftryk"):
        import_bundle(text=text(*TWO), manifest="Manifest: noget andet", by=cast["anne"])


def test_a_hidden_line_that_has_a_number_is_refused(cast: Cast) -> None:
    told = text(replace(incidence(2024, 18, 60), status="skjult"))
    with pytest.raises(Refused, match="skjult linje"):
        import_bundle(text=told, manifest=manifest(told), by=cast["anne"])


def test_the_database_keeps_a_hidden_line_without_numbers(cast: Cast) -> None:
    bundle = brought(cast["anne"], hidden(TWO[0]))
    with pytest.raises(IntegrityError), transaction.atomic():
        bundle.results.update(n=3)


def test_data_from_days_to_come_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="ude i fremtiden"):
        brought(cast["anne"], *TWO, like=replace(EMPTY, data_cut="2026-12-31"))


class TestMixedDefinitions:
    """A year counted otherwise than the level says nothing: the level must have been counted again."""

    later = replace(EMPTY, data_cut="2026-01-31", cohorts=(2024, 2025, 2026))

    @pytest.mark.parametrize(
        "other",
        [replace(later, digest="f" * 16), replace(later, version="0.2.0"), replace(later, mode="liste")],
        ids=["definitions", "program", "own or other"],
    )
    def test_are_refused_where_the_level_was_not_counted_again(self, cast: Cast, other: Told) -> None:
        brought(cast["anne"], *TWO)
        with pytest.raises(Refused, match="udgangspunktet 2024 er ikke regnet om for OTH-G2"):
            brought(cast["anne"], TWO[1], like=other)

    def test_are_taken_where_it_was(self, cast: Cast) -> None:
        brought(cast["anne"], *TWO)
        newer = brought(cast["anne"], *TWO, like=replace(self.later, digest="f" * 16))
        assert Bundle.objects.standing().first() == newer

    def test_are_refused_where_one_goal_of_two_has_no_level(self, cast: Cast) -> None:
        brought(cast["anne"], *TWO)
        with pytest.raises(Refused, match="PLA-G1"):
            brought(cast["anne"], *TWO, share(2025, 12, 60), like=replace(self.later, digest="f" * 16))

    @pytest.mark.parametrize(
        "level",
        [incidence(2024, 18, 60, months=6), replace(TWO[0], kind="ratio", population="own/other")],
        ids=["another horizon", "another kind"],
    )
    def test_are_refused_where_the_level_is_another_number(self, cast: Cast, level: record.Line) -> None:
        brought(cast["anne"], *TWO)
        with pytest.raises(Refused, match=r"2024 er ikke regnet om for OTH-G2 \(12 måneder\)"):
            brought(cast["anne"], level, TWO[1], like=replace(self.later, digest="f" * 16))
        assert Bundle.objects.count() == 1

    def test_are_refused_where_the_level_was_counted_again_and_cannot_be_seen(self, cast: Cast) -> None:
        """The truth is told of it: it was counted, it is hidden, and from which bundle the old one would be lost."""
        brought(cast["anne"], *TWO)
        said = r"regnet om, men skjult for OTH-G2 \(12 måneder\), .* med data til 31. december 2025 tilbage"
        with pytest.raises(Refused, match=said) as refused:
            brought(cast["anne"], hidden(TWO[0]), TWO[1], like=replace(self.later, digest="f" * 16))
        assert "ikke regnet om" not in str(refused.value)
        assert Bundle.objects.count() == 1

    def test_name_a_goal_once_that_is_measured_in_two_ways(self, cast: Cast) -> None:
        charges = replace(TWO[0], goal="CRI-G1", indicator="crime.charges", kind="contrast", population="own/matched")
        one = replace(charges, part="before12/after12")
        other = replace(TWO[0], goal="CRI-G1", indicator="crime.charges_any", kind="share", part="after12")
        brought(cast["anne"], one, other)
        with pytest.raises(Refused, match=r"skjult for CRI-G1 \(12 måneder\), fordi"):
            brought(cast["anne"], hidden(one), hidden(other), like=replace(self.later, digest="f" * 16))

    def test_are_taken_with_a_hidden_level_once_the_older_is_withdrawn(self, cast: Cast) -> None:
        """The way out that the refusal names: the years are then held against nothing."""
        older = brought(cast["anne"], *TWO)
        withdraw_bundle(older, why="Talt på en anden måde.", by=cast["anne"])
        brought(cast["anne"], hidden(TWO[0]), TWO[1], like=replace(self.later, digest="f" * 16))
        told = standings(["OTH-G2"])["OTH-G2"].told[0]
        assert (told.level, told.verdict) == ("", "Kan ikke sammenlignes: et af tallene er skjult.")
        assert told.no_level.startswith("skjult")

    def test_tell_first_of_the_levels_that_were_not_counted_again(self, cast: Cast) -> None:
        brought(cast["anne"], *TWO, share(2024, 12, 60))
        with pytest.raises(Refused, match="ikke regnet om for PLA-G1"):
            brought(cast["anne"], hidden(TWO[0]), TWO[1], like=replace(self.later, digest="f" * 16))

    def test_are_refused_where_the_measure_itself_has_gone(self, cast: Cast) -> None:
        brought(cast["anne"], *TWO)
        with pytest.raises(Refused, match="OTH-G2"):
            brought(cast["anne"], share(2024, 12, 60), like=replace(self.later, digest="f" * 16))

    def test_are_taken_where_the_level_was_hidden_before_as_well(self, cast: Cast) -> None:
        brought(cast["anne"], hidden(TWO[0]), TWO[1])
        brought(cast["anne"], hidden(TWO[0]), TWO[1], like=replace(self.later, digest="f" * 16))

    def test_are_taken_where_the_level_stands_in_an_earlier_bundle_counted_alike(self, cast: Cast) -> None:
        other = replace(self.later, digest="f" * 16)
        brought(cast["anne"], *TWO)
        brought(cast["anne"], *TWO, like=other)
        brought(cast["anne"], hidden(TWO[0]), TWO[1], like=replace(other, data_cut="2026-02-28"))

    def test_years_without_any_level_are_refused_after_a_withdrawal(self, cast: Cast) -> None:
        withdraw_bundle(brought(cast["anne"], *TWO), why="Forkert.", by=cast["anne"])
        with pytest.raises(Refused, match=r"ikke udgangspunktet 2024 for OTH-G2 .*intet bundt i brug"):
            brought(cast["anne"], TWO[1], like=replace(self.later, digest="f" * 16))

    def test_another_level_year_is_refused(self, cast: Cast) -> None:
        brought(cast["anne"], *TWO)
        with pytest.raises(Refused, match="måler fra 2025"):
            brought(cast["anne"], *TWO, like=replace(self.later, baseline=2025))

    def test_a_later_year_of_the_same_definitions_needs_no_level(self, cast: Cast) -> None:
        brought(cast["anne"], *TWO)
        assert brought(cast["anne"], TWO[1], like=self.later).results.count() == 1


def test_what_is_withdrawn_stands_with_its_reason_and_never_comes_back(cast: Cast) -> None:
    bundle = brought(cast["anne"], *TWO)
    with pytest.raises(Refused, match="hvorfor"):
        withdraw_bundle(bundle, why=" ", by=cast["anne"])
    withdraw_bundle(bundle, why="Forkert beboerliste.", by=cast["anne"])
    assert not Bundle.objects.standing().exists()
    with pytest.raises(Refused, match="Forkert beboerliste"):
        brought(cast["anne"], *TWO)


class TestThePage:
    def send(self, client: Client, bundle: str, told: str) -> int:
        files = {
            "bundle": SimpleUploadedFile("bundt.txt", bundle.encode()),
            "manifest": SimpleUploadedFile("manifest.txt", told.encode()),
        }
        self.answer = client.post(reverse("registers-import"), files)
        return self.answer.status_code

    def test_takes_the_two_files(self, cast: Cast, as_: As) -> None:
        told = text(*TWO)
        assert self.send(as_("anne"), told, manifest(told)) == 302
        page = as_("anne").get(reverse("registers-bundle", args=[Bundle.objects.get().code])).content.decode()
        assert "30\u00a0% (kan være" in page
        assert "DSTNR" in page

    def test_says_beside_the_field_what_is_wrong(self, cast: Cast, as_: As) -> None:
        told = text(*TWO)
        assert self.send(as_("anne"), told, manifest(told + " ")) == 422
        assert "hører ikke sammen" in self.answer.content.decode()

    def test_files_that_are_no_text_are_refused_in_words(self, cast: Cast, as_: As) -> None:
        files = {name: SimpleUploadedFile("b.xlsx", b"PK\x03\x04\xff\xfe") for name in ("bundle", "manifest")}
        answer = as_("anne").post(reverse("registers-import"), files)
        assert answer.status_code == 422
        assert "ikke tekst" in answer.content.decode()

    @pytest.mark.parametrize("name", ["lone", "karen", "dan", "ivar"])
    def test_only_the_working_group_brings_home(self, cast: Cast, as_: As, name: str) -> None:
        told = text(*TWO)
        assert self.send(as_(name), told, manifest(told)) == 403
        assert not Bundle.objects.exists()

    def test_takes_a_bundle_out_of_use(self, cast: Cast, as_: As) -> None:
        bundle = brought(cast["anne"], *TWO)
        address = reverse("registers-withdraw", args=[bundle.code])
        assert as_("anne").post(address, {"why": ""}).status_code == 422
        assert as_("anne").post(address, {"why": "Prøve."}).status_code == 302
        assert "Prøve." in as_("karen").get(reverse("registers-bundle", args=[bundle.code])).content.decode()
