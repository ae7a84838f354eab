"""Every address of the demo house with a real object in it, and who of the cast is let in: asked, not reckoned.

Each question is put in a transaction that is undone, so that asking leaves nothing behind, not even a look-up.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rettesnor.demo import samples
from rettesnor.demo.members import CAST
from rettesnor.residency.models import Notice
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee

BACKEND = "rettesnor.staff.signin.HouseBackend"
EXPIRED = "expired user"
METHODS = ("GET", "POST")
NO_SUCH_METHOD = 405
REFUSED = (401, 403, 404)
"""Not let in; a form that comes back with its faults is an answer to somebody who is."""


@dataclass(frozen=True)
class Line:
    """One address in one state, by one method, and the user names of those who come in."""

    name: str
    path: str
    method: str
    state: str
    cast: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    state: str


def lines() -> Iterator[dict[str, Any]]:
    """One line for each address, state and method. NoSample for an address the demo house has no object for."""
    with _quiet():
        known = list(addresses())
        people = [member.username for member in CAST if not member.left]
        gone = [member.username for member in CAST if member.left]
        expired = {each.name: Address(each.name, each.path, EXPIRED) for each in reversed(known)}
        answers = _ask(people, known) | _ask(gone, list(expired.values()))
        for address in [*known, *reversed(expired.values())]:
            for method in METHODS:
                heard = answers[address, method]
                if NO_SUCH_METHOD not in heard.values():
                    let_in = tuple(name for name, status in heard.items() if status not in REFUSED)
                    yield asdict(Line(address.name, address.path, method, address.state, let_in))


def addresses() -> Iterator[Address]:
    """Every address there is, in every state there is an object for."""
    found = samples.samples()
    for pattern in patterns():
        name = str(pattern.name)
        asked = list(pattern.pattern.converters)
        if not asked or asked == ["key"]:
            yield Address(name, reverse(name, kwargs={one: samples.of(name, one, {}) for one in asked}), samples.OPEN)
            continue
        missing: list[str] = []
        for state, sample in found.items():
            try:
                path = reverse(name, kwargs={one: samples.of(name, one, sample) for one in asked})
            except samples.NoSample as fault:
                missing.append(str(fault))
            else:
                yield Address(name, path, state)
        if len(missing) == len(found):
            raise samples.NoSample(missing[0] if missing else name)


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address the house knows."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def _ask(people: list[str], known: list[Address]) -> dict[tuple[Address, str], dict[str, int]]:
    """{(address, method): {user name: status}}; whoever lacks the verb is not asked again in another state."""
    answers: dict[tuple[Address, str], dict[str, int]] = {(each, how): {} for each in known for how in METHODS}
    settled: dict[tuple[str, str, str], int] = {}
    for name in people:
        with undone():
            client = _signed_in(name)
            for address, method in answers:
                whoever, same = ("", address.name, method), (name, address.name, method)
                status = settled.get(whoever) or settled.get(same) or _status(client, address, method)
                if status in (403, NO_SUCH_METHOD):
                    settled[same if status == 403 else whoever] = status
                answers[address, method][name] = status
    return answers


def _signed_in(name: str) -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(Employee.objects.get(username=name), backend=BACKEND)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def _status(client: Client, address: Address, method: str) -> int:
    """What this person is answered; being sent to the front door counts as 401. A view that fails, fails here too."""
    key = str(client.session.session_key)
    with undone():
        answer: Any = client.get(address.path) if method == "GET" else client.post(address.path, _body(address.name))
    client.cookies.clear()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    sent_to = answer.headers.get("Location", "").split("?")[0]
    return 401 if sent_to == resolve_url(settings.LOGIN_URL) else int(answer.status_code)


def _body(name: str) -> dict[str, str]:
    """What a POST must carry to be about anything."""
    if name == "demo-become":
        return {"person": CAST[0].username}
    if name == "dismiss":
        owed = Notice.objects.unsent().filter(document=None, stay__house__code="kbh").order_by("-due_on").first()
        return {"item": f"residency.notice:{owed.code}"} if owed else {}
    return {}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Refusals are what is asked for; they are no news."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
