"""Noting that a letter has left, with what proves it, and the register of what has left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.post import actions
from rettesnor.post.models import Document
from rettesnor.staff.models import Employee
from tests.rettesnor.post.conftest import NOON, SECRETS, Prepare

pytestmark = pytest.mark.django_db
Enter = Callable[[Employee], Client]


@pytest.fixture
def released(prepare: Prepare, lone: Employee) -> Document:
    return actions.release(prepare(), by=lone, forbidden=SECRETS)


@pytest.fixture
def sent(released: Document, sofie: Employee) -> Document:
    return actions.mark_dispatched(released, channel="digital_post", proof="kvittering 4711", at=NOON, by=sofie)


def test_a_released_letter_is_noted_as_sent_with_its_proof(sent: Document, sofie: Employee) -> None:
    kept = Document.objects.get(pk=sent.pk)
    assert (kept.status, kept.dispatch_channel, kept.dispatched_at) == (Document.DISPATCHED, "digital_post", NOON)
    assert kept.proof == "kvittering 4711"
    assert Entry.objects.filter(verb="afsend", code=kept.code, actor_id=sofie.pk).count() == 2


def test_a_letter_that_is_not_released_cannot_leave(prepare: Prepare, sofie: Employee) -> None:
    for document in (prepare(), prepare("Prøvevej 12")):
        with pytest.raises(Refused, match="ikke frigivet"):
            actions.mark_dispatched(document, channel="digital_post", proof="1", at=NOON, by=sofie)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "brevdue"}, "channel"),
        ({"proof": "   "}, "proof"),
        ({"proof": "."}, "proof"),
        ({"at": NOON + timedelta(minutes=1)}, "at"),
        ({"at": NOON - timedelta(minutes=1)}, "at"),
    ],
)
def test_what_cannot_be_so_is_refused_beside_its_field(
    released: Document, sofie: Employee, change: dict[str, object], field: str
) -> None:
    call = {"channel": "digital_post", "proof": "1", "at": NOON, "by": sofie} | change
    with pytest.raises(Refused) as refusal:
        actions.mark_dispatched(released, **call)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert Document.objects.get(pk=released.pk).status == Document.RELEASED


def test_a_letter_may_leave_in_the_minute_it_was_released(prepare: Prepare, lone: Employee, sofie: Employee) -> None:
    with clock.at(NOON + timedelta(seconds=40)):
        document = actions.release(prepare(), by=lone, forbidden=SECRETS)
        actions.mark_dispatched(document, channel="digital_post", proof="1", at=NOON, by=sofie)
    assert Document.objects.get(pk=document.pk).status == Document.DISPATCHED


def test_the_same_letter_is_not_sent_twice(sent: Document, lone: Employee) -> None:
    with pytest.raises(Refused, match="allerede"):
        actions.mark_dispatched(sent, channel="sikker_mail", proof="2", at=NOON, by=lone)
    assert Document.objects.get(pk=sent.pk).proof == "kvittering 4711"


def test_her_contact_person_notes_it_on_the_page(released: Document, enter: Enter, sofie: Employee) -> None:
    client = enter(sofie)
    assert "Det er sendt" in client.get(f"/ud/{released.code}/").content.decode()
    form = {"channel": "overleveret", "at": "12-3-2026 12.00", "proof": "Bente i modtagelsen"}
    assert client.post(f"/ud/{released.code}/afsendt/", form).status_code == 302
    assert Document.objects.get(pk=released.pk).proof == "Bente i modtagelsen"


def test_a_refused_form_keeps_what_was_typed(released: Document, enter: Enter, sofie: Employee) -> None:
    form = {"channel": "digital_post", "at": "11-3-2026 12.00", "proof": "kvittering 4711"}
    answer = enter(sofie).post(f"/ud/{released.code}/afsendt/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "før det blev frigivet" in page
    assert 'value="kvittering 4711"' in page


def test_the_register_holds_what_left_on_the_days_asked_for(sent: Document) -> None:
    day = date(2026, 3, 12)
    assert list(Document.objects.left_in(day, day)) == [sent]
    assert not Document.objects.left_in(day + timedelta(days=1), day + timedelta(days=9)).exists()
    assert not Document.objects.left_in(day - timedelta(days=9), day - timedelta(days=1)).exists()


def test_the_list_names_nobody_and_is_no_look_up(
    sent: Document, prepare: Prepare, enter: Enter, lone: Employee
) -> None:
    prepare()
    page = enter(lone).get("/ud/").content.decode()
    assert page.count("Orientering om optagelse") == 2
    assert "Amina" not in page
    assert "710190" not in page
    assert not Entry.objects.filter(verb="opslag").exists()


def test_the_list_can_be_asked_for_other_days(sent: Document, enter: Enter, lone: Employee) -> None:
    client = enter(lone)
    assert sent.code not in client.get("/ud/", {"first": "1-1-2026", "last": "31-1-2026"}).content.decode()
    assert sent.code in client.get("/ud/", {"first": "1-3-2026", "last": "31-3-2026"}).content.decode()
    assert client.get("/ud/", {"first": "2-2-2026", "last": "1-1-2026"}).status_code == 422


def test_the_auditor_sees_the_register_but_no_letter(
    sent: Document, prepare: Prepare, enter: Enter, dan: Employee
) -> None:
    waiting, client = prepare(), enter(dan)
    page = client.get("/ud/").content.decode()
    assert sent.sha256[:12] in page
    assert waiting.code not in page
    assert sent.code not in page
    for path in ("", "dokument.pdf"):
        assert client.get(f"/ud/{sent.code}/{path}").status_code == 403


def test_a_stranger_finds_an_empty_register(sent: Document, enter: Enter, ulla: Employee) -> None:
    assert "Intet har forladt huset" in enter(ulla).get("/ud/").content.decode()


def test_the_page_says_when_an_office_was_last_written_to(
    sent: Document, prepare: Prepare, enter: Enter, lone: Employee
) -> None:
    known = prepare()
    unknown = prepare(recipient=actions.Recipient("Viborg Kommune", "0791", "Et andet kontor"))
    client = enter(lone)
    assert "12. marts 2026" in client.get(f"/ud/{known.code}/").content.decode()
    assert "ikke sendt breve hertil før" in client.get(f"/ud/{unknown.code}/").content.decode()
    assert "ikke sendt breve hertil før" not in client.get(f"/ud/{known.code}/").content.decode()
