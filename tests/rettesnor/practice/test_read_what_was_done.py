"""The efforts of a stay and of a child: who reads which, as a page and as a part of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.practice.actions import correct, record
from rettesnor.residency.models import Child, Stay
from rettesnor.staff.models import Assignment, Employee, Shift
from tests.rettesnor.practice.stays import contact

As = Callable[[str], Client]
TODAY = date(2026, 3, 11)


@pytest.fixture
def recorded(amina: Stay, elder: Child, younger: Child, cast: dict[str, Employee]) -> None:
    old = TODAY - timedelta(days=20)
    record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"], note="moderens sag 4711")
    record(stay=amina, line="EDU-A4", status="udfoert", on=old, by=cast["sofie"], note="gammel tekst 4711")
    record(stay=amina, child=elder, line="CHI-A8", status="udfoert", on=TODAY, by=cast["bodil"], note="den store 4711")
    record(
        stay=amina, child=younger, line="CHI-A8", status="udfoert", on=TODAY, by=cast["karen"], note="den lille 4711"
    )


def _of(stay: Stay) -> str:
    return reverse("stay-efforts", args=[stay.code])


def _texts(client: Client, address: str) -> set[str]:
    text = client.get(address).content.decode()
    return {words for words in ("moderens", "gammel", "den store", "den lille") if f"{words} " in text}


@pytest.mark.usefixtures("recorded")
def test_each_reads_what_is_theirs(amina: Stay, as_: As) -> None:
    assert _texts(as_("sofie"), _of(amina)) == {"moderens", "gammel", "den store", "den lille"}
    assert _texts(as_("karen"), _of(amina)) == {"moderens", "den store", "den lille"}
    assert _texts(as_("bodil"), _of(amina)) == {"den store"}
    assert _texts(as_("lone"), _of(amina)) == {"moderens", "gammel", "den store", "den lille"}


@pytest.mark.usefixtures("recorded")
def test_strangers_and_those_without_content_read_nothing(amina: Stay, elder: Child, as_: As) -> None:
    for address in (_of(amina), reverse("child-efforts", args=[elder.code])):
        for name in ("ulla", "tove", "aksel", "pia", "bente"):
            assert as_(name).get(address).status_code == 404, name
        for name in ("vera", "frida", "anne", "dan", "ivar"):
            assert as_(name).get(address).status_code == 403, name


@pytest.mark.usefixtures("recorded")
def test_the_end_of_a_shift_and_of_an_assignment_closes_at_once(amina: Stay, as_: As) -> None:
    Shift.objects.all().delete()
    Assignment.objects.all().delete()
    for name in ("karen", "sofie", "bodil"):
        assert as_(name).get(_of(amina)).status_code == 404


@pytest.mark.usefixtures("recorded")
def test_bodil_opens_her_child_and_not_its_brother(elder: Child, younger: Child, as_: As) -> None:
    bodil = as_("bodil")
    assert _texts(bodil, reverse("child-efforts", args=[elder.code])) == {"den store"}
    assert bodil.get(reverse("child-efforts", args=[younger.code])).status_code == 404


@pytest.mark.usefixtures("recorded")
def test_everyone_shown_is_in_the_log_once(amina: Stay, elder: Child, younger: Child, as_: As) -> None:
    as_("sofie").get(_of(amina))
    shown = [amina.resident.subject, elder.subject, younger.subject]
    assert sorted(Entry.objects.filter(verb="opslag").values_list("subject", flat=True)) == sorted(shown)


@pytest.mark.usefixtures("recorded")
def test_the_part_for_another_page_holds_the_list_alone(amina: Stay, as_: As) -> None:
    sofie = as_("sofie")
    part = sofie.get(_of(amina), headers={"HX-Request": "true"}).content.decode()
    assert "moderens" in part
    assert "<html" not in part
    assert "<html" in sofie.get(_of(amina)).content.decode()


def test_a_psychologist_s_text_is_for_psychologists(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    contact(amina, cast["pia"], kind="psykolog")
    record(stay=amina, line="OTH-A3", status="udfoert", on=TODAY, by=cast["pia"], note="fortrolig samtale 4711")
    assert "fortrolig samtale 4711" in as_("pia").get(_of(amina)).content.decode()
    for name in ("sofie", "karen", "lone"):
        text = as_(name).get(_of(amina)).content.decode()
        assert "fortrolig" not in text
        assert "Teksten læses kun af psykologen." in text


def test_so_is_what_she_wrote_before_and_why_she_put_it_right(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    contact(amina, cast["pia"], kind="psykolog")
    first = record(stay=amina, line="OTH-A3", status="udfoert", on=TODAY, by=cast["pia"], note="den foerste tekst")
    correct(first, by=cast["pia"], note="den anden tekst", reason="hun ringede bagefter")
    words = ("den foerste tekst", "den anden tekst", "hun ringede bagefter")
    hers, sofies = (as_(name).get(_of(amina)).content.decode() for name in ("pia", "sofie"))
    assert [word in hers for word in words] == [True, True, True]
    assert [word in sofies for word in words] == [False, False, False]
    assert "Sådan stod der før" in sofies


@pytest.mark.usefixtures("recorded")
def test_pia_reads_of_her_client_and_not_of_the_children(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    contact(amina, cast["pia"], kind="psykolog")
    assert _texts(as_("pia"), _of(amina)) == {"moderens", "gammel"}


def test_the_number_of_questions_does_not_grow_with_the_rows(
    amina: Stay, elder: Child, cast: dict[str, Employee], as_: As
) -> None:
    sofie = as_("sofie")
    sofie.get(_of(amina))  # the first visit of a session writes when it began
    counts = []
    for rows in (3, 9):
        for _ in range(rows):
            effort = record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"], note="tekst")
            record(stay=amina, child=elder, line="CHI-A8", status="udfoert", on=TODAY, by=cast["bodil"])
            correct(effort, by=cast["sofie"], status="tilbudt", reason="tastefejl")
        with CaptureQueriesContext(connection) as asked:
            sofie.get(_of(amina))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_list_comes_in_pages(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    for number in range(31):
        record(stay=amina, line="EDU-A4", status="udfoert", on=TODAY, by=cast["sofie"], note=f"note nr. {number};")
    sofie = as_("sofie")
    first, second = (sofie.get(_of(amina), {"side": side}).content.decode() for side in (1, 2))
    assert (first.count("note nr."), second.count("note nr.")) == (30, 1)
