"""Releasing a letter: another person than the preparer, the same bytes, and a fresh scan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from rettesnor.audit.models import Entry
from rettesnor.danish.refused import Refused
from rettesnor.post import actions, sources
from rettesnor.post.models import Document
from rettesnor.post.scan import Forbidden
from rettesnor.staff.models import Employee
from tests.rettesnor.post.conftest import NOON, SECRETS, Prepare

pytestmark = pytest.mark.django_db


def test_another_person_releases_a_clean_letter(prepare: Prepare, lone: Employee) -> None:
    document = actions.release(prepare(), by=lone, forbidden=SECRETS)
    assert (document.status, document.released_by, document.released_at) == (Document.RELEASED, lone, NOON)
    assert list(Document.objects.awaiting_dispatch()) == [document]


def test_the_release_is_logged_with_the_fingerprint(prepare: Prepare, lone: Employee) -> None:
    document = actions.release(prepare(), by=lone, forbidden=SECRETS)
    lines = Entry.objects.filter(verb="frigiv", code=document.code, actor_id=lone.pk)
    assert {line.subject for line in lines} == {"kvinde:abc", "barn:def"}
    assert all(document.sha256 in line.fields and line.purpose == "brev til Viborg Kommune" for line in lines)


def test_the_preparer_may_not_release(prepare: Prepare, sofie: Employee) -> None:
    document = prepare()
    with pytest.raises(Refused, match="kan ikke selv frigive"):
        actions.release(document, by=sofie, forbidden=SECRETS)
    assert Document.objects.get(pk=document.pk).status == Document.READY


def test_the_database_itself_refuses_a_release_by_the_preparer(prepare: Prepare, sofie: Employee) -> None:
    document = prepare()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(status="frigivet", released_by=sofie, released_at=NOON)


def test_the_database_itself_refuses_a_release_with_a_hit(prepare: Prepare, lone: Employee) -> None:
    document = prepare("Prøvevej 12")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(status="frigivet", released_by=lone, released_at=NOON)


def test_a_blocked_letter_is_never_released(prepare: Prepare, lone: Employee) -> None:
    with pytest.raises(Refused, match="standset"):
        actions.release(prepare("Prøvevej 12"), by=lone, forbidden=[])


def test_what_became_secret_after_the_letter_was_prepared_stops_it(prepare: Prepare, lone: Employee) -> None:
    document = prepare("Hun flytter til Egelunden.")
    fresh = [*SECRETS, Forbidden("Egelunden", "adresse", "hendes nye bolig")]
    with pytest.raises(Refused, match="fandt noget"):
        actions.release(document, by=lone, forbidden=fresh)
    stopped = Document.objects.get(pk=document.pk)
    assert (stopped.status, stopped.released_by) == (Document.BLOCKED, None)
    assert stopped.findings == ["hendes nye bolig på side 1"]
    assert Entry.objects.filter(verb="standset", code=document.code).count() == 2


def test_the_values_the_law_demands_do_not_stop_the_release(prepare: Prepare, lone: Employee) -> None:
    fresh = [Forbidden("Amina", "navn", "hendes navn"), Forbidden("7101900000", "cpr", "hendes CPR-nummer")]
    assert actions.release(prepare(), by=lone, forbidden=fresh).status == Document.RELEASED


def test_the_same_release_sent_again_is_refused(prepare: Prepare, lone: Employee, aksel: Employee) -> None:
    document = prepare()
    actions.release(document, by=lone, forbidden=SECRETS)
    with pytest.raises(Refused, match="venter ikke længere"):
        actions.release(document, by=aksel, forbidden=SECRETS)
    assert Document.objects.get(pk=document.pk).released_by == lone


def test_bytes_that_were_changed_after_the_scan_are_refused(prepare: Prepare, lone: Employee) -> None:
    document, other = prepare(), prepare("Noget helt andet.")
    document.content = other.content
    document.save(update_fields=["content"])
    with pytest.raises(Refused, match="ikke længere det"):
        actions.release(document, by=lone, forbidden=SECRETS)


def test_bytes_moved_from_another_row_cannot_be_opened(prepare: Prepare, lone: Employee) -> None:
    document, other = prepare(), prepare("Noget helt andet.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM post_document WHERE id = %s", [other.pk])
        cursor.execute("UPDATE post_document SET content = %s WHERE id = %s", [cursor.fetchone()[0], document.pk])
    with pytest.raises(Exception, match="seal does not fit"):
        actions.release(document, by=lone, forbidden=SECRETS)


def test_a_kind_nobody_answers_for_is_refused(prepare: Prepare) -> None:
    with pytest.raises(Refused, match="Ingen kan svare"):
        sources.forbidden_for(prepare(kind="ukendt"))


Enter = Callable[[Employee], Client]


def test_the_leader_reads_and_releases_on_the_page(prepare: Prepare, enter: Enter, lone: Employee) -> None:
    document, client = prepare(), enter(lone)
    page = client.get(f"/ud/{document.code}/").content.decode()
    assert "Viborg Kommune" in page
    assert "Viborg" in page
    assert "710190-0000" in page
    assert "Frigiv brevet" in page
    letter = client.get(f"/ud/{document.code}/dokument.pdf")
    assert letter.content == document.content
    assert letter["Content-Type"] == "application/pdf"
    assert letter["Content-Disposition"] == f'inline; filename="{document.filename}"'
    assert "no-store" in letter["Cache-Control"]
    assert client.post(f"/ud/{document.code}/frigiv/").status_code == 302
    assert Document.objects.get(pk=document.pk).released_by == lone


def test_opening_the_letter_is_a_look_up_for_each_person_in_it(prepare: Prepare, enter: Enter, lone: Employee) -> None:
    document = prepare()
    enter(lone).get(f"/ud/{document.code}/")
    lines = Entry.objects.filter(verb="opslag", actor_id=lone.pk)
    assert [(line.subject, line.purpose) for line in lines] == [("kvinde:abc", "se brevet"), ("barn:def", "se brevet")]


def test_the_leader_of_the_other_house_may_release_too(prepare: Prepare, enter: Enter, aksel: Employee) -> None:
    document = prepare()
    assert enter(aksel).post(f"/ud/{document.code}/frigiv/").status_code == 302


def test_the_page_tells_the_preparer_that_another_must_release(prepare: Prepare, enter: Enter, sofie: Employee) -> None:
    document, client = prepare(), enter(sofie)
    page = client.get(f"/ud/{document.code}/").content.decode()
    assert "En anden skal se det igennem" in page
    assert "Frigiv brevet" not in page
    assert client.post(f"/ud/{document.code}/frigiv/").status_code == 403


def test_a_leader_who_prepared_it_herself_is_refused_in_words(prepare: Prepare, enter: Enter, lone: Employee) -> None:
    document = prepare(by=lone)
    answer = enter(lone).post(f"/ud/{document.code}/frigiv/")
    assert answer.status_code == 422
    assert "kan ikke selv frigive" in answer.content.decode()
    assert Document.objects.get(pk=document.pk).status == Document.READY


def test_a_hit_at_release_is_told_on_the_page_and_stops_the_letter(
    prepare: Prepare, enter: Enter, lone: Employee, answers: list[Forbidden]
) -> None:
    document = prepare("Hun flytter til Egelunden.")
    answers.append(Forbidden("Egelunden", "adresse", "hendes nye bolig"))
    answer = enter(lone).post(f"/ud/{document.code}/frigiv/")
    assert answer.status_code == 422
    assert "hendes nye bolig på side 1" in answer.content.decode()
    assert Document.objects.get(pk=document.pk).status == Document.BLOCKED


def test_a_stranger_and_a_missing_letter_look_alike(prepare: Prepare, enter: Enter, ulla: Employee) -> None:
    document, client = prepare(), enter(ulla)
    for path in ("", "dokument.pdf"):
        hers, missing = client.get(f"/ud/{document.code}/{path}"), client.get(f"/ud/{'x' * 22}/{path}")
        assert hers.status_code == missing.status_code == 404
        assert hers.content == missing.content
    assert not Entry.objects.filter(verb="opslag").exists()
