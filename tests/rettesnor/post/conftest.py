"""People, a house and letters for the tests of the gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from rettesnor.danish import clock
from rettesnor.post import actions, sources
from rettesnor.post.models import Document
from rettesnor.post.scan import Forbidden
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Assignment, Employee, House, RoleGrant
from rettesnor.vault.models import DataKey
from tests.rettesnor.post.letters import notice

NOON = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
SECRETS = [
    Forbidden("Prøvevej 12, 2. tv., 8000 Aarhus C", "adresse", "husets adresse"),
    Forbidden("Skovtrolden", "institution", "barnets institution"),
    Forbidden("værelse 7", "vaerelse", "hendes værelse"),
]
Prepare = Callable[..., Document]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def aarhus(db: None) -> House:
    return House.objects.create(code="aar", name="Aarhus", municipality="0751", key=DataKey.objects.fresh())


@pytest.fixture
def koebenhavn(db: None) -> House:
    return House.objects.create(code="kbh", name="København", municipality="0101", key=DataKey.objects.fresh())


def _employee(name: str, role: str, house: House | None) -> Employee:
    person = Employee.objects.create(username=name.lower(), name=name)
    RoleGrant.objects.create(employee=person, role=role, house=house, since=date(2026, 1, 1))
    return person


@pytest.fixture
def case(db: None) -> DataKey:
    return DataKey.objects.fresh()


@pytest.fixture
def sofie(koebenhavn: House, case: DataKey) -> Employee:
    """Her contact person, who prepares and dispatches."""
    person = _employee("Sofie", "K", koebenhavn)
    Assignment.objects.create(employee=person, case=case, kind="kontaktperson", since=datetime(2026, 3, 1, tzinfo=UTC))
    return person


@pytest.fixture
def ulla(aarhus: House) -> Employee:
    """A contact person of other women."""
    return _employee("Ulla", "K", aarhus)


@pytest.fixture
def lone(koebenhavn: House) -> Employee:
    """Leader of the house."""
    return _employee("Lone", "L", koebenhavn)


@pytest.fixture
def aksel(aarhus: House) -> Employee:
    """Leader of the other house."""
    return _employee("Aksel", "L", aarhus)


@pytest.fixture
def dan(db: None) -> Employee:
    """Auditor of the log."""
    return _employee("Dan", "D", None)


@pytest.fixture
def answers() -> Iterator[list[Forbidden]]:
    """What the source of the kind "proeve" answers when a release asks; a test may change the list."""
    values = list(SECRETS)
    sources.register("proeve", lambda _document: values, label="Orientering om optagelse")
    yield values
    sources.forget("proeve")


@pytest.fixture
def prepare(koebenhavn: House, case: DataKey, sofie: Employee, answers: list[Forbidden]) -> Prepare:
    """Prepare a notice by Sofie; keywords change the letter's values or, if named so, the call."""

    def do(reason: str = "Hun har brug for beskyttelse.", **changes: Any) -> Document:
        call: dict[str, Any] = {
            "kind": "proeve",
            "template": "notice",
            "data": notice(reason=[reason]),
            "title": "Orientering",
            "filename_stem": "orientering",
            "subject": "kvinde:abc",
            "others": ["barn:def"],
            "house": koebenhavn,
            "key": case,
            "recipient": actions.Recipient("Viborg Kommune", "0791", "Familierådgivningen"),
            "grounds": actions.Grounds(Document.LAW, "§ 109, stk. 5", date(2026, 3, 14), date(2026, 3, 16)),
            "forbidden": SECRETS,
            "allowed": ["Amina Prøve", "710190-0000"],
            "by": sofie,
        }
        return actions.prepare(**call | changes)

    return do


@pytest.fixture
def enter() -> Callable[[Employee], Client]:
    """A browser in which somebody is signed in with a second factor."""

    def do(person: Employee) -> Client:
        client = Client()
        client.force_login(person)
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return do
