"""The twenty unclear words: read by everybody, decided by the working group or a leader, every version kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.audit.models import Entry
from rettesnor.guideline.actions import decide_definition, load_edition
from rettesnor.guideline.models import Line, LocalDefinition
from rettesnor.guideline.words import words
from rettesnor.staff.models import Employee

As = Callable[[str], Client]
Cast = dict[str, Employee]
DAY = date(2026, 3, 11)


@pytest.fixture(autouse=True)
def loaded(cast: Cast) -> None:
    load_edition()


def waiting() -> tuple[str, int]:
    """A line and one word it waits for."""
    line = next(one for one in Line.objects.in_order() if one.awaits)
    return line.pk, line.awaits[0]


def test_all_twenty_are_open_with_the_lines_that_wait_for_them(as_: As) -> None:
    told = words(DAY)
    assert [word.number for word in told] == list(range(1, 21))
    assert all(word.is_open for word in told)
    line, number = waiting()
    assert line in next(word for word in told if word.number == number).lines
    page = as_("frida").get(reverse("definitions")).content.decode()
    assert "20 er åbne" in page
    assert reverse("line", args=[line]) in page


@pytest.mark.parametrize("name", ["anne", "lone"])
def test_a_decision_is_written_and_the_line_shows_it(as_: As, name: str) -> None:
    line, number = waiting()
    sent = {"answer": "Det betyder tolv måneder.", "valid_from": "i dag"}
    assert as_(name).post(reverse("definition-decide", args=[number]), sent).status_code == 302
    for address in (reverse("line", args=[line]), reverse("definitions"), reverse("definition", args=[number])):
        assert "Det betyder tolv måneder." in as_("karen").get(address).content.decode()
    assert "19 er åbne" in as_("karen").get(reverse("definitions")).content.decode()
    assert Entry.objects.filter(verb="beslut", noun="localdefinition", code=str(number)).count() == 1


def test_the_same_decision_sent_twice_is_one(as_: As) -> None:
    anne, address = as_("anne"), reverse("definition-decide", args=[4])
    sent = {"answer": "Det betyder tolv måneder.", "valid_from": "i dag"}
    assert [anne.post(address, sent).status_code for _time in range(4)] == [302] * 4
    assert LocalDefinition.objects.filter(number=4).exclude(answer="").count() == 1
    assert anne.post(address, sent | {"answer": "Det betyder seks måneder."}).status_code == 422


def test_the_earlier_meaning_stays_for_the_time_it_held(as_: As, cast: Cast) -> None:
    for day, answer in ((date(2026, 1, 1), "først"), (DAY, "så"), (date(2026, 6, 1), "siden")):
        decide_definition(4, answer=answer, valid_from=day, by=cast["anne"])
    word = words(DAY, [4])[0]
    assert word.now is not None
    assert (word.now.answer, [one.answer for one in word.later]) == ("så", ["siden"])
    assert [one.answer for one in word.decisions] == ["siden", "så", "først"]
    page = as_("lone").get(reverse("definition", args=[4])).content.decode()
    assert all(said in page for said in ("først", "så", "siden", "Anne Winther"))


@pytest.mark.parametrize("sent", [{"answer": " "}, {"valid_from": "i overmorges"}, {"valid_from": ""}])
def test_what_cannot_be_comes_back(as_: As, sent: dict[str, str]) -> None:
    told = {"answer": "Det betyder noget.", "valid_from": "i dag"} | sent
    answer = as_("anne").post(reverse("definition-decide", args=[4]), told)
    assert answer.status_code == 422
    assert not LocalDefinition.objects.exclude(valid_from=None).exists()


@pytest.mark.parametrize("name", ["karen", "sofie", "dan", "ivar", "frida"])
def test_the_others_read_and_do_not_decide(as_: As, name: str) -> None:
    address = reverse("definition-decide", args=[4])
    assert as_(name).get(address).status_code == 403
    assert address not in as_(name).get(reverse("definition", args=[4])).content.decode()
    assert as_(name).get(reverse("definition", args=[99])).status_code == 404
