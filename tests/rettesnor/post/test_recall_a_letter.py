"""Withdrawing a letter before it has left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.post import actions
from rettesnor.post.models import Document
from rettesnor.staff.models import Employee
from tests.rettesnor.post.conftest import NOON, SECRETS, Prepare

pytestmark = pytest.mark.django_db
Enter = Callable[[Employee], Client]


@pytest.mark.parametrize("stage", ["klar", "blokeret", "frigivet"])
def test_a_letter_is_withdrawn_until_it_has_left(prepare: Prepare, lone: Employee, stage: str) -> None:
    document = prepare("Prøvevej 12" if stage == "blokeret" else "x")
    if stage == "frigivet":
        actions.release(document, by=lone, forbidden=SECRETS)
    actions.recall(document, reason="Forkert kommune", by=lone)
    kept = Document.objects.get(pk=document.pk)
    assert (kept.status, kept.recalled_by, kept.recall_reason) == (Document.RECALLED, lone, "Forkert kommune")
    assert Entry.objects.filter(verb="tilbagekald", code=kept.code).count() == 2


def test_a_withdrawn_letter_can_neither_be_released_nor_sent(prepare: Prepare, lone: Employee) -> None:
    document = prepare()
    actions.recall(document, reason="Forkert kommune", by=lone)
    with pytest.raises(Refused, match="venter ikke længere"):
        actions.release(document, by=lone, forbidden=SECRETS)
    with pytest.raises(Refused, match="ikke frigivet"):
        actions.mark_dispatched(document, channel="digital_post", proof="1", at=NOON, by=lone)
    with pytest.raises(Refused, match="allerede trukket tilbage"):
        actions.recall(document, reason="igen", by=lone)


def test_what_has_left_cannot_be_withdrawn(prepare: Prepare, lone: Employee) -> None:
    document = actions.release(prepare(), by=lone, forbidden=SECRETS)
    actions.mark_dispatched(document, channel="digital_post", proof="1", at=NOON, by=lone)
    with pytest.raises(Refused, match="Ring til modtageren"):
        actions.recall(document, reason="Forkert kommune", by=lone)


def test_a_reason_is_asked_for(prepare: Prepare, lone: Employee) -> None:
    with pytest.raises(Refused) as refusal:
        actions.recall(prepare(), reason=" ", by=lone)
    assert refusal.value.field == "reason"


def test_the_preparer_withdraws_an_own_letter_on_the_page(prepare: Prepare, enter: Enter, sofie: Employee) -> None:
    document, client = prepare(), enter(sofie)
    assert client.post(f"/ud/{document.code}/tilbagekald/", {"reason": ""}).status_code == 422
    assert client.post(f"/ud/{document.code}/tilbagekald/", {"reason": "Forkert kommune"}).status_code == 302
    assert "Forkert kommune" in client.get(f"/ud/{document.code}/").content.decode()


def test_a_stranger_withdraws_nothing(prepare: Prepare, enter: Enter, ulla: Employee) -> None:
    document = prepare()
    assert enter(ulla).post(f"/ud/{document.code}/tilbagekald/", {"reason": "x"}).status_code == 404
    assert Document.objects.get(pk=document.pk).status == Document.READY
