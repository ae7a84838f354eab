"""A bundle whose manifest fits may still have been changed: the fingerprint is unsigned, so what cannot be is refused.

Each in a sentence beside the field; nothing is read in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dkcohort import record
from rettesnor.registers.models import Bundle
from rettesnor.registers.naming import KINDS
from rettesnor.staff.models import Employee
from tests.rettesnor.registers.bundles import hidden, incidence, manifest, share, text

As = Callable[[str], Client]
Cast = dict[str, Employee]
LINES = (incidence(2024, 18, 60), incidence(2025, 9, 55), share(2024, 12, 60), hidden(share(2025, 12, 60)))
GROUP = "antal personer, der ikke er afrundet eller er under mindste tal"
LIMITS = "uden for sine egne grænser"
WORDS = "ikke beskrevet med tekst"
LINE: dict[str, tuple[dict[str, Any], str]] = {
    "fewer than nobody": ({"n": -5}, GROUP),
    "more than there are": ({"n": 10**30}, GROUP),
    "below the threshold": ({"n": 3}, GROUP),
    "not rounded": ({"n": 57}, GROUP),
    "half a person": ({"n": 60.5}, GROUP),
    "true for a group": ({"n": True}, GROUP),
    "no year": ({"cohort": None}, "årgang"),
    "a year below nothing": ({"cohort": -1}, "årgang"),
    "a year with a letter": ({"cohort": "2024x"}, "årgang"),
    "a year the bundle has not": ({"cohort": 2019}, "årgang"),
    "months in words": ({"months": "tolv"}, "måneder"),
    "no months at all": ({"months": 0}, "måneder"),
    "no title": ({"title": None}, WORDS),
    "an endless title": ({"title": "x" * 201}, WORDS),
    "half a letter": ({"title": "Nyt \ud800 ophold"}, WORDS),
    "a letter no database holds": ({"part": "al\x00le"}, WORDS),
    "a population that is a list": ({"population": ["own"]}, WORDS),
    "a share in per cent": ({"value": 30, "low": 20, "high": 40}, "mellem 0 og 1"),
    "a share below nothing": ({"value": -0.3, "low": -0.4}, "under nul"),
    "an uncertainty below nothing": ({"se": -1}, "under nul"),
    "a rate below nothing": ({"kind": "rate", "value": -3, "low": -4}, "under nul"),
    "outside its limits": ({"value": 0.9}, LIMITS),
    "outside its limits by a hair": ({"value": 0.19, "low": 0.195}, LIMITS),
    "limits the wrong way": ({"low": 0.5, "high": 0.2}, LIMITS),
    "limits the wrong way and no value": ({"kind": "bound", "value": None, "low": 0.5, "high": 0.2}, LIMITS),
    "shown without a number": ({"value": None, "low": None, "high": None}, "uden tal"),
    "a share without a value": ({"value": None}, "uden tal"),
    "not a number": ({"value": float("nan")}, "andet end tal"),
    "endless": ({"high": float("inf")}, "andet end tal"),
    "too large for any number": ({"se": 10**400}, "andet end tal"),
    "a number in words": ({"value": "meget"}, "andet end tal"),
    "a goal nobody knows": ({"goal": "XXX-G9"}, "Ukendt mål i bundtet: XXX-G9"),
    "a kind nobody knows": ({"kind": "gennemsnit"}, "Ukendt slags tal i bundtet: gennemsnit"),
    "a status nobody knows": ({"status": "måske"}, "Ukendt status i bundtet: måske"),
    "hidden with a number": ({"status": "skjult"}, "skjult linje i bundtet har tal"),
    "the same line twice": ({"cohort": 2025}, "den samme linje to gange"),
}
HEAD: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"title": None}, "ikke tekst"),
    "half a letter": ({"title": "\udfff"}, "ikke tekst"),
    "an endless version": ({"version": "0" * 21}, "ikke tekst"),
    "no last day": ({"data_cut": None}, "dataslut er ikke en dato"),
    "a number for a last day": ({"data_cut": 20251231}, "dataslut er ikke en dato"),
    "a day there is not": ({"data_cut": "2025-02-30"}, "dataslut er ikke en dato"),
    "no level year": ({"baseline": None}, "udgangspunkt er ikke et årstal"),
    "a level year in words": ({"baseline": "to"}, "udgangspunkt er ikke et årstal"),
    "a level year the bundle has not": ({"baseline": 2019}, "ikke en af dets årgange"),
    "years in words": ({"cohorts": ["to", 2024]}, "årgange er ikke årstal"),
    "years that are none": ({"cohorts": None}, "mangler felter"),
    "a threshold below nothing": ({"threshold": -5}, "mindste tal"),
    "a threshold that hides nothing": ({"threshold": 1}, "mindste tal"),
    "last days in a list": ({"cuts": ["2025-12-31"]}, "navne med datoer"),
    "last days that are none": ({"cuts": {"bef": "i går"}}, "navne med datoer"),
    "a choice that is a number": (
        {"parameters": [{"name": "a", "title": "b", "value": "c", "status": 1}]},
        "parametre er ikke tekst",
    ),
    "no lines": ({"lines": []}, "ingen linjer"),
    "lines that are none": ({"lines": None}, "mangler felter"),
    "lines in words": ({"lines": "mange"}, "mangler felter"),
}


def refused(client: Client, told: str) -> str:
    files = {
        "bundle": SimpleUploadedFile("bundt.txt", told.encode()),
        "manifest": SimpleUploadedFile("manifest.txt", manifest(told).encode()),
    }
    answer = client.post(reverse("registers-import"), files)
    assert answer.status_code == 422
    assert not Bundle.objects.exists()
    beside: list[str] = answer.context["form"].errors["bundle"]
    return " ".join(beside)


def test_what_the_cases_are_made_of_is_taken(cast: Cast) -> None:
    assert record.read(text(*LINES)).lines == LINES


@pytest.mark.parametrize(("change", "said"), LINE.values(), ids=LINE.keys())
def test_a_line_that_cannot_be_is_refused(cast: Cast, as_: As, change: dict[str, Any], said: str) -> None:
    content = json.loads(text(*LINES))
    content["lines"][0] |= change
    assert said in refused(as_("anne"), json.dumps(content))


@pytest.mark.parametrize(("change", "said"), HEAD.values(), ids=HEAD.keys())
def test_a_bundle_that_cannot_be_is_refused(cast: Cast, as_: As, change: dict[str, Any], said: str) -> None:
    content = json.loads(text(*LINES))
    assert said in refused(as_("anne"), json.dumps(content | change))


@pytest.mark.parametrize("told", ["[" * 100_000, "9" * 5_000, '"bundt"'], ids=["deep", "a long number", "a word"])
def test_what_is_no_bundle_is_refused(cast: Cast, as_: As, told: str) -> None:
    assert "ikke et bundt" in refused(as_("anne"), told)


def test_every_kind_that_has_a_name_is_known() -> None:
    assert set(record.KINDS) == set(KINDS)
