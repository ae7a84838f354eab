"""The sign-in runs out while a form is being filled in: after a new one it stands there with every word, on every page.

Without script: the form is sent in vain and kept, sealed, for whoever wrote it. Every form of every page is tried.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoDbBlocker

from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee
from tests import access_house
from tests.access_house import STATES, AccessHouse

TABLE: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "access.toml").read_text())
PAGES = sorted(name for name, row in TABLE.items() if "GET" in row and not row.get("open"))
NOT_TYPED = {"csrfmiddlewaretoken", "held"}
SAID = {"checkbox", "radio"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AccessHouse]:
    with django_db_blocker.unblock(), access_house.built() as made:
        yield made


@dataclass
class Form:
    """A form as a browser sees it: where it goes, and (name, kind, value, chosen) of each control."""

    action: str
    controls: list[tuple[str, str, str, bool]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return any(kind in ("text", "textarea", "select", "radio") for _name, kind, _value, _on in self.controls)

    @property
    def shape(self) -> str:
        """What it is: the same form on another page or about somebody else need not be tried again."""
        parts = ["" if len(part) >= access_house.CODE else part for part in self.action.split("/")]
        return "/".join(parts) + " " + " ".join(sorted({each[0] for each in self.controls}))

    def sent(self) -> list[tuple[str, str]]:
        """What a browser would send."""
        return [(name, value) for name, _kind, value, on in self.controls if on]

    def filled(self) -> list[tuple[str, str]]:
        """The same with a word in every text and the last of every choice."""
        said: dict[tuple[str, str], str] = {}
        for number, (name, kind, value, _on) in enumerate(self.controls):
            typed = f"Ord {number} æøå \U0001f9e1 <b>&amp;" if kind in ("text", "textarea") else value
            said[name, typed if kind == "checkbox" else ""] = typed
        return [(name, typed) for (name, _many), typed in said.items()]


def forms(page: str, path: str) -> list[Form]:
    """Every form of the page that is sent by POST and holds something to fill in."""
    found = []
    for form in html5lib.parse(page, namespaceHTMLElements=False).iter("form"):
        if form.get("method") == "post":
            one = Form(form.get("action") or path, [each for control in form.iter() for each in _read(control)])
            found += [one] if one.writes else []
    return found


def _read(control: Any) -> Iterator[tuple[str, str, str, bool]]:
    name = control.get("name", "")
    if control.tag == "input" and name:
        kind = control.get("type", "text")
        kind = kind if kind in {*SAID, "hidden", "file"} else "text"
        if kind != "file":
            on = kind not in SAID or "checked" in control.attrib
            yield name, kind, control.get("value", "on" if kind in SAID else ""), on
    elif control.tag == "textarea":
        yield name, "textarea", "".join(control.itertext()).removeprefix("\n"), True
    elif control.tag == "select":
        for option in control.iter("option"):
            yield name, "select", option.get("value", ""), "selected" in option.attrib


def _chosen(form: Form) -> set[tuple[str, str]]:
    return {(name, value) for name, kind, value, on in form.controls if on and name not in NOT_TYPED}


def signed_in(person: Employee, client: Client | None = None) -> Client:
    client = client or Client(enforce_csrf_checks=True)
    client.force_login(person)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def visitors(house: AccessHouse, name: str) -> Iterator[tuple[Employee, str]]:
    """Each state of the address with somebody who comes in, so that every form of the page is met once."""
    told = TABLE[name]["GET"]
    for state in STATES if isinstance(told, dict) else STATES[:1]:
        roles = told[state] if isinstance(told, dict) else told
        letters = access_house.ROLES if roles == "all" else roles.split()
        for role in letters:
            yield house.people[role], house.path(name, state)


def forms_of(house: AccessHouse, name: str) -> Iterator[tuple[str, str, Form]]:
    """(role, where it stands, form) of every form of the page, each shape once."""
    seen: set[str] = set()
    for person, path in visitors(house, name):
        role = next(role for role, one in house.people.items() if one == person)
        with access_house.undone():
            page = house.clients[role].get(path)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            for form in forms(page.content.decode(), path):
                if form.shape not in seen:
                    seen.add(form.shape)
                    yield role, path, form


def _post(client: Client, form: Form) -> Any:
    body: dict[str, list[str]] = {}
    for name, value in form.filled():
        body.setdefault(name, []).append(value)
    return client.post(form.action, body)


def _stands(client: Client, answer: Any, form: Form) -> None:
    """After the sign-in the form stands there as it was filled in."""
    assert answer.status_code == 302, form.action
    onward = client.get(_next(answer), follow=True)
    assert onward.status_code == 200, form.action
    here = onward.redirect_chain[-1][0] if onward.redirect_chain else _next(answer)
    typed = {(name, value) for name, value in form.filled() if name not in NOT_TYPED}
    met = [_chosen(one) for one in forms(onward.content.decode(), here)]
    assert any(typed <= each for each in met), (form.action, here, [sorted(typed - each) for each in met])
    assert "Det, du skrev, står her igen" in onward.content.decode()


def _next(answer: Any) -> str:
    return str(parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0])


@pytest.mark.parametrize("name", PAGES)
def test_every_form_stands_there_again_with_every_word(name: str, house: AccessHouse) -> None:
    for role, path, met in forms_of(house, name):
        person = house.people[role]
        with access_house.undone():
            client = signed_in(person)
            page = client.get(path).content.decode()
            opened = next(form for form in forms(page, path) if form.shape == met.shape)
            del client.cookies[settings.SESSION_COOKIE_NAME]
            answer = _post(client, opened)
            signed_in(person, client)
            _stands(client, answer, opened)


def test_the_forms_of_the_house_are_found(house: AccessHouse) -> None:
    """Without this the test above could run over empty pages."""
    found = {form.shape for name in PAGES for _role, _path, form in forms_of(house, name)}
    rooms = {shape.split("/")[1] for shape in found}
    assert rooms >= {
        "henvendelser",
        "ophold",
        "boern",
        "registrer",
        "orienteringer",
        "kapacitet",
        "samtaler",
        "trivsel",
    }
    assert rooms >= {"beboere", "rettesnoren"}
    assert len(found) > 30, sorted(found)
