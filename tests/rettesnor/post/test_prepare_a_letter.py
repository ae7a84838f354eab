"""Preparing a letter: its finished bytes are scanned before anybody can release it."""

from __future__ import annotations

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.post import actions
from rettesnor.post.models import Document
from rettesnor.post.scan import shows
from rettesnor.staff.models import Employee
from tests.rettesnor.post.conftest import SECRETS, Prepare
from tests.rettesnor.post.letters import notice

pytestmark = pytest.mark.django_db


def test_a_clean_letter_waits_for_another_to_release_it(prepare: Prepare) -> None:
    document = prepare()
    assert document.status == Document.READY
    assert list(Document.objects.awaiting_release()) == [document]
    assert document.findings == []


def test_the_finished_bytes_and_their_fingerprint_are_kept(prepare: Prepare) -> None:
    kept = Document.objects.get(code=prepare().code)
    assert kept.content.startswith(b"%PDF-1.7")
    assert kept.sha256 == hashlib.sha256(kept.content).hexdigest()
    assert [person["name"] for person in kept.named] == ["Amina Prøve"]


def test_the_file_name_says_nothing_of_anybody(prepare: Prepare) -> None:
    first, second = prepare(), prepare()
    assert first.filename.startswith("orientering-")
    assert first.filename != second.filename


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("Hun bor nu på prøvevej 12.", "husets adresse på side 1"),
        ("Drengen går i SKOV-TROLDEN.", "barnets institution på side 1"),
        ("Hun har Værelse 7.", "hendes værelse på side 1"),
    ],
)
def test_a_letter_that_says_where_she_is_is_stopped(prepare: Prepare, typed: str, finding: str) -> None:
    document = prepare(typed)
    assert document.status == Document.BLOCKED
    assert document.findings == [finding]
    assert list(Document.objects.blocked()) == [document]
    assert not Document.objects.awaiting_release().exists()


def test_an_anonymous_letter_is_stopped_by_the_name_it_must_not_carry(prepare: Prepare) -> None:
    from rettesnor.post.scan import Forbidden

    forbidden = [Forbidden("Amina Prøve", "navn", "hendes navn"), Forbidden("7101900000", "cpr", "hendes CPR-nummer")]
    document = prepare(forbidden=forbidden, allowed=[])
    assert set(document.findings) == {"hendes navn på side 1", "hendes CPR-nummer på side 1"}
    anonymous = prepare(forbidden=forbidden, allowed=[], data=notice(persons=[]))
    assert anonymous.status == Document.READY
    assert anonymous.named == []


def test_preparing_writes_a_line_for_each_person_it_is_about(prepare: Prepare, sofie: Employee) -> None:
    document = prepare()
    lines = Entry.objects.filter(verb="klargør", code=document.code)
    assert {line.subject for line in lines} == {"kvinde:abc", "barn:def"}
    assert all(document.sha256 in line.fields and line.actor_id == sofie.pk for line in lines)


def test_a_letter_that_does_not_show_its_recipient_is_refused(prepare: Prepare) -> None:
    with pytest.raises(Refused, match="Modtagerens navn"):
        prepare(recipient=actions.Recipient("Skive Kommune"))


@pytest.mark.parametrize("typed", ["أمينة", "Hun er glad 🙂"])
def test_a_letter_with_letters_that_cannot_be_printed_is_refused_in_words(prepare: Prepare, typed: str) -> None:
    with pytest.raises(Refused, match="latinske bogstaver") as refused:
        prepare(typed)
    assert refused.value.field == "reason"


def test_the_refusal_says_which_part_of_the_letter_cannot_be_printed(prepare: Prepare) -> None:
    persons = [{"label": "Kvinde", "name": "سلمى", "cpr": ""}]
    with pytest.raises(Refused, match="latinske bogstaver") as refused:
        prepare(data=notice(persons=persons))
    assert refused.value.field == "persons"


@pytest.mark.parametrize("sign", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_signs_that_turn_the_way_a_text_runs_are_refused(prepare: Prepare, sign: str) -> None:
    with pytest.raises(Refused, match="vender skriveretningen") as refused:
        prepare(f"Hun har boet her. {sign}72 edaglebaF\u202c")
    assert refused.value.field == "reason"
    assert not Document.objects.exists()


@pytest.mark.parametrize("sign", list("\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad"))
def test_other_signs_that_nobody_sees_are_left_out_and_hide_nothing(prepare: Prepare, sign: str) -> None:
    clean = prepare(f"Hun har brug for be{sign}skyttelse.")
    assert clean.status == Document.READY
    assert shows(clean.content, "Hun har brug for beskyttelse.")
    assert prepare(f"Hun bor på Prø{sign}vevej 1{sign}2.").status == Document.BLOCKED


def test_nothing_of_the_letter_lies_open_in_the_database(prepare: Prepare) -> None:
    document = prepare("Skovtrolden holder lukket.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM post_document WHERE id = %s", [document.pk])
        row = b"|".join(
            bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cursor.fetchone()
        )
    for canary in (b"Amina", b"710190", b"Skovtrolden", b"%PDF", b"barnets institution"):
        assert canary not in row


def test_no_forbidden_value_is_in_the_bytes_of_a_letter_that_may_leave(prepare: Prepare) -> None:
    content = prepare().content
    for secret in SECRETS:
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            assert secret.value.encode(coding) not in content


@pytest.mark.parametrize("change", [{"status": "blokeret"}, {"status": "frigivet"}, {"status": "afsendt"}])
def test_the_database_itself_refuses_a_status_without_its_reason(prepare: Prepare, change: dict[str, str]) -> None:
    document = prepare()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)
