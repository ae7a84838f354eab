"""Every form of every page, with what tired hands and broken machines type: never a failure, nothing typed is lost.

Bad values go into all texts of a form and into each in turn. What is not taken comes back with 422,
with a message beside a field and with every word that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from django.http import HttpResponse
from django.utils.html import escape
from pytest_django import DjangoDbBlocker

from tests import access_house
from tests.access_house import AccessHouse
from tests.test_nothing_is_lost import PAGES, Form, forms_of

BAD = {
    "only spaces": "  \t ",
    "year 206": "12-3-0206",
    "year 20026": "12-3-20026",
    "no such day": "31-02-2026",
    "day zero": "00-00-0000",
    "hour 25": "24.12.2026 kl. 25:00",
    "hour that was skipped": "29-3-2026 kl. 02.30",
    "hour that came twice": "25-10-2026 kl. 02.30",
    "last day there is": "31-12-9999 kl. 23.59",
    "first day there is": "1-1-1 kl. 00.00",
    "tomorrow": "i morgen",
    "letters for a number": "7A0190-OOO2",
    "digits of another script": "٧١٠١٩٠-٠٠٠٢",
    "superscript": "²",
    "a very long number": "9" * 400,
    "minus": "-1",
    "not a number": "NaN",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f9e1",
    "right to left": "\u202e\u05de\u05d9\u05e9\u05d4\u05d9\u202c \u0645\u0631\u062d\u0628\u0627",
    "100,000 characters": "æ" * 100_000,
    "nul": "ord\x00ord",
    "control": "ord\x1b[2J\x07ord",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% now 'Y' %}",
    "quotes": "'; DROP TABLE staff_employee; --\"",
}

CONFLICT = 409
SAID = re.compile(r'class="(?:field wrong|error-summary)')

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AccessHouse]:
    with django_db_blocker.unblock(), access_house.built() as made:
        yield made


def tried(house: AccessHouse, role: str, form: Form) -> Iterator[tuple[str, dict[str, list[str]], HttpResponse]]:
    """(what was typed, all that was sent, the answer): each bad value in all texts of the form, or in each in turn."""
    texts = [name for name, kind, _value, _on in form.controls if kind in ("text", "textarea")]
    turns = cycle(["*", *texts])
    for (called, bad), target in zip(BAD.items() if texts else (), turns, strict=False):
        body: dict[str, list[str]] = {}
        for name, value in form.sent():
            body.setdefault(name, []).append(value)
        for name in texts if target == "*" else [target]:
            body[name] = [bad]
        with access_house.undone():
            yield f"{called} in {target}", body, house.clients[role].post(form.action, body)  # type: ignore[misc]


def faults(what: str, body: dict[str, list[str]], texts: list[str], answer: HttpResponse) -> list[str]:
    if answer.status_code >= 500:
        return [f"{what}: {answer.status_code}"]
    if answer.status_code in (200, 302):
        return []
    if answer.status_code not in (CONFLICT, 422):
        return [f"{what}: {answer.status_code}"]
    page = answer.content.decode()
    found = (
        [] if 'class="field wrong"' in page or "error-summary" in page or "notice" in page else [f"{what}: no message"]
    )
    for name in texts:
        for value in body.get(name, []):
            if value.strip() and escape(value) not in page:
                found.append(f"{what}: {name} is lost")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_is_typed_fails_or_is_lost(name: str, house: AccessHouse) -> None:
    found: list[str] = []
    for role, _path, form in forms_of(house, name):
        texts = [each for each, kind, _value, _on in form.controls if kind in ("text", "textarea")]
        for what, body, answer in tried(house, role, form):
            found += [f"{form.action} {each}" for each in faults(what, body, texts, answer)]
    assert found == [], "\n".join(found[:40])


ODD = ("%00", "abc%00def", "%ED%A0%80", "%F0%9F%A7%A1", "a" * 3000)
ASKED = (
    "/i-dag/?usendt=",
    "/henvendelser/?side=",
    "/henvendelser/ny/?kladde=",
    "/opfoelgning/?periode=",
    "/post/?fra=",
)


def test_an_odd_address_is_nobody(house: AccessHouse) -> None:
    """With the letter that PostgreSQL cannot hold, with half a letter, with far too much."""
    named = [one for one in house.patterns.values() if "code" in one.pattern.converters]
    assert len(named) > 30
    leader = house.clients["L"]
    for pattern in named:
        path = house.path(str(pattern.name), "missing")
        for odd in ODD:
            asked = path.replace("0" * access_house.CODE, odd, 1)
            for answer in (leader.get(asked), leader.post(asked, {})):
                assert answer.status_code in (403, 404, 405), (asked[:80], answer.status_code)


def test_an_odd_question_is_no_failure(house: AccessHouse) -> None:
    for asked in ASKED:
        for odd in ODD:
            assert house.clients["L"].get(asked + odd).status_code in (200, 404), asked + odd[:20]


def test_a_draft_with_an_odd_code_is_kept_as_a_new_one(house: AccessHouse) -> None:
    with access_house.undone():
        answer = house.clients["V"].post("/henvendelser/kladde/", {"draft": "\x00", "story": "ord\x00ord"})
        assert answer.status_code == 204
        assert len(answer["X-Draft"]) == access_house.CODE


def test_far_too_much_at_once_is_refused_in_danish(house: AccessHouse) -> None:
    answer = house.clients["V"].post("/henvendelser/ny/", {"story": "x" * 3_000_000})
    assert answer.status_code == 400
    assert "for meget på én gang" in answer.content.decode()
