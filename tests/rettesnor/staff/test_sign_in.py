"""Signing in with a password and a code, enrolling the code, and everything that stays shut meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rettesnor.audit.models import Entry
from rettesnor.staff.middleware import IDLE, LONGEST, SECOND_FACTOR, SEEN
from rettesnor.staff.models import Employee

WORD = "fire rolige blå heste"


@pytest.fixture
def karen(cast: dict[str, Employee]) -> Iterator[Employee]:
    cache.clear()
    person = cast["karen"]
    person.set_password(WORD)
    person.save()
    yield person
    cache.clear()


def sign_in(client: Client, name: str = "karen", word: str = WORD) -> Any:
    return client.post(reverse("account_login"), {"login": name, "password": word})


def code_of(secret: str, ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def enrol(client: Client) -> tuple[str, Any]:
    """Enrol a code app the way a person does: read the secret off the page, type the code. (secret, codes page)"""
    page = client.get(reverse("mfa_activate_totp"))
    found = re.search(r'class="secret">([A-Z2-7]+)<', page.content.decode())
    assert found is not None
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1], client.get(reverse("mfa_view_recovery_codes"))


@pytest.fixture
def enrolled(karen: Employee) -> tuple[Employee, str, list[str]]:
    """Karen with a code app: (Karen, the secret, the recovery codes)."""
    client = Client()
    sign_in(client)
    secret, page = enrol(client)
    return karen, secret, re.findall(r"<code>(\d{8})</code>", page.content.decode())


def verbs() -> list[str]:
    return list(Entry.objects.exclude(noun__in=["kodeapp", "gendannelseskode"]).values_list("verb", flat=True))


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address there is, with something put in where a code stands."""
    for pattern in (resolver or get_resolver()).url_patterns:
        part = before + re.sub(r"<[^>]+>", "aaaaaaaaaaaaaaaaaaaaaa", re.sub(r"<int:\w+>", "1", str(pattern.pattern)))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, part)
        else:
            yield part, pattern


def test_a_password_alone_leads_to_enrolment_and_nowhere_else(karen: Employee) -> None:
    client = Client()
    assert sign_in(client).status_code == 302
    passed = {"account_login", "account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp"}
    walked = 0
    for address, pattern in addresses():
        if pattern.name in passed or str(pattern.name).startswith("demo"):
            continue
        walked += 1
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            assert answer.status_code == 302, f"{method} {address}: {answer.status_code}"
            assert answer.headers["Location"] in (reverse("mfa_activate_totp"), "/"), f"{method} {address}"
    assert walked > 30
    assert not Entry.objects.filter(verb="opslag").exists()


def test_only_the_pages_of_the_door_are_marked_as_open_to_a_password_alone() -> None:
    marked = {p.name for _address, p in addresses() if getattr(p.callback, "before_second_factor", False)}
    assert marked - {"demo", "demo-become"} == {
        "account_login",
        "mfa_authenticate",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
    }


def test_after_enrolment_the_house_is_open_and_the_codes_are_shown_once(karen: Employee) -> None:
    client = Client()
    sign_in(client)
    _secret, page = enrol(client)
    codes = re.findall(r"<code>(\d{8})</code>", page.content.decode())
    assert len(codes) == len(set(codes)) == 10
    assert client.get(reverse("account")).status_code == 200
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in again for code in codes)


def test_a_while_after_signing_in_the_password_is_asked_for_again_before_enrolment(karen: Employee) -> None:
    client = Client()
    sign_in(client)
    with time_machine.travel(time.time() + 301):
        answer = client.get(reverse("mfa_activate_totp"))
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
        assert client.post(answer.headers["Location"], {"password": "forkert"}).status_code == 200
        assert client.get(reverse("mfa_activate_totp")).status_code == 302
        client.post(answer.headers["Location"], {"password": WORD})
        assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_next_sign_in_asks_for_a_code(enrolled: tuple[Employee, str, list[str]]) -> None:
    _karen, secret, _codes = enrolled
    client = Client()
    assert sign_in(client).headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("account")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Koden passer ikke" in wrong.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).headers["Location"] == reverse("home")
    assert client.get(reverse("account")).status_code == 200


def test_a_code_works_once(enrolled: tuple[Employee, str, list[str]]) -> None:
    _karen, secret, _codes = enrolled
    with time_machine.travel(1_800_000_000, tick=False):
        code = code_of(secret)
        first, second = Client(), Client()
        for client in (first, second):
            sign_in(client)
            client.post(reverse("mfa_authenticate"), {"code": code})
        assert first.get(reverse("account")).status_code == 200
        assert second.get(reverse("account")).status_code == 302


def test_a_recovery_code_opens_once(enrolled: tuple[Employee, str, list[str]]) -> None:
    _karen, _secret, codes = enrolled
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(reverse("mfa_authenticate"), {"code": codes[3]})
    assert first.get(reverse("account")).status_code == 200
    assert second.get(reverse("account")).status_code == 302


def test_a_session_older_than_the_enrolment_has_to_show_a_code(enrolled: tuple[Employee, str, list[str]]) -> None:
    karen, secret, _codes = enrolled
    client = Client()
    client.force_login(karen)
    answer = client.get(reverse("account"))
    assert answer.headers["Location"] == reverse("mfa_reauthenticate")
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})
    assert client.get(reverse("account")).status_code == 200


def test_nobody_takes_off_their_own_second_factor(enrolled: tuple[Employee, str, list[str]]) -> None:
    _karen, secret, _codes = enrolled
    client = Client()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    for ask in (client.get, client.post):
        assert ask(reverse("mfa_deactivate_totp")).headers["Location"] == reverse("account")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_the_database_holds_no_secret_of_a_second_factor(karen: Employee) -> None:
    client = Client()
    sign_in(client)
    # On its way to be enrolled the secret lies in the session.
    page = client.get(reverse("mfa_activate_totp"))
    found = re.search(r'class="secret">([A-Z2-7]+)<', page.content.decode())
    assert found is not None
    assert client.session["mfa.totp.secret"] == found[1]
    secret, shown = enrol(client)
    codes = re.findall(r"<code>(\d{8})</code>", shown.content.decode())
    told = everything_in_the_database()
    for word in (found[1], secret, *codes, WORD):
        assert word not in told
    assert karen.username in told, "the search itself must be able to find something"


def everything_in_the_database() -> str:
    """Every cell of every table, sessions unpacked as far as anybody without the key could."""
    from django.core import signing

    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    text = bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)
                    told.append(text)
                    try:
                        told.append(str(signing.loads(text, salt="django.contrib.sessions.SessionStore")))
                    except signing.BadSignature:
                        continue
    return "\n".join(told)


def test_a_wrong_password_an_unknown_name_and_one_who_left_get_the_same_answer(karen: Employee) -> None:
    Employee.objects.filter(username="tove").update(ends_on=date(2026, 3, 10), password=karen.password)
    pages = []
    for name, word in (("karen", "forkert"), ("ingen", WORD), ("tove", WORD)):
        answer = sign_in(Client(), name, word)
        assert answer.status_code == 200
        pages.append(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert pages[0] == pages[1] == pages[2]
    assert "Brugernavn og adgangskode passer ikke sammen" in pages[0]


def test_a_session_dies_at_the_next_request_when_the_employment_ends(as_: Callable[[str], Client]) -> None:
    client = as_("karen")
    assert client.get(reverse("account")).status_code == 200
    Employee.objects.filter(username="karen").update(ends_on=date(2026, 3, 10))
    assert client.get(reverse("account")).headers["Location"].startswith(reverse("account_login"))


def test_a_pause_of_a_quarter_of_an_hour_locks_the_door(as_: Callable[[str], Client]) -> None:
    began = time.time()
    client = as_("karen")
    with time_machine.travel(began + IDLE - 10, tick=False):
        assert client.get(reverse("account")).status_code == 200
    with time_machine.travel(began + 2 * IDLE - 30, tick=False):
        assert client.get(reverse("account")).status_code == 200
    with time_machine.travel(began + 3 * IDLE, tick=False):
        assert client.get(reverse("account")).status_code == 302
        assert client.get(reverse("account")).headers["Location"].startswith(reverse("account_login"))


def test_ten_hours_of_work_end_with_a_new_sign_in(as_: Callable[[str], Client]) -> None:
    began = time.time()
    client = as_("karen")
    client.get(reverse("account"))
    session = client.session
    session[SEEN] = began + LONGEST
    session.save()
    with time_machine.travel(began + LONGEST - 60, tick=False):
        assert client.get(reverse("account")).status_code == 200
    with time_machine.travel(began + LONGEST + 60, tick=False):
        assert client.get(reverse("account")).status_code == 302


def test_what_happens_at_the_door_stands_in_the_log(karen: Employee) -> None:
    client = Client()
    sign_in(client, word="forkert kodeord 1")
    sign_in(client)
    secret, _page = enrol(client)
    client.post(reverse("account_logout"))
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    with time_machine.travel(time.time() + 60):
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    rows = [(row.verb, row.noun, row.code) for row in Entry.objects.order_by("seq")]
    assert rows == [
        (verb, noun, karen.code)
        for verb, noun in (
            ("afvis ved døren", "konto"),
            ("log ind", "konto"),
            ("opret", "kodeapp"),
            ("opret", "gendannelseskode"),
            ("log ud", "konto"),
            ("afvis ved døren", "konto"),
            ("log ind", "konto"),
        )
    ]
    factors = [row.fields for row in Entry.objects.filter(verb="log ind").order_by("seq")]
    assert factors == ['{"faktor": "ingen"}', '{"faktor": "kodeapp"}']


def test_what_was_typed_at_the_door_is_written_nowhere(karen: Employee) -> None:
    sign_in(Client(), name="mit hemmelige kodeord", word="karen")
    entry = Entry.objects.get()
    assert (entry.verb, entry.code, entry.actor_id) == ("afvis ved døren", "", None)
    assert "mit hemmelige kodeord" not in everything_in_the_database()


def test_after_five_wrong_passwords_the_right_one_waits_too(karen: Employee) -> None:
    client = Client()
    for _try in range(5):
        sign_in(client, word="forkert")
    assert "prøvet for mange gange" in sign_in(client).content.decode()


def test_the_counter_of_tries_names_nobody(karen: Employee) -> None:
    sign_in(Client(), word="forkert")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM rate_cache")
        keys = [row[0] for row in cursor.fetchall()]
    assert keys
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)


def test_a_new_password_asks_for_the_old_one_and_for_length(as_: Callable[[str], Client], karen: Employee) -> None:
    client = Client()
    client.force_login(karen)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    address = reverse("account_change_password")
    short = {"oldpassword": WORD, "password1": "kort", "password2": "kort"}
    wrong = {"oldpassword": "forkert", "password1": "fem rolige blå heste", "password2": "fem rolige blå heste"}
    for refused in (short, wrong):
        assert client.post(address, refused).status_code == 200
    assert client.post(address, {**wrong, "oldpassword": WORD}).headers["Location"] == reverse("account")
    karen.refresh_from_db()
    assert karen.check_password("fem rolige blå heste")
    assert verbs() == ["ret"]


def test_one_without_a_password_is_not_asked_for_one(as_: Callable[[str], Client]) -> None:
    client = as_("lone")
    assert client.get(reverse("account_change_password")).headers["Location"] == reverse("account")
    assert reverse("account_change_password") not in client.get(reverse("account")).content.decode()


@pytest.mark.parametrize("name", ["account_login", "account_logout", "mfa_authenticate", "account_reauthenticate"])
def test_a_page_of_the_door_opens_for_a_stranger_without_falling(db: None, name: str) -> None:
    assert Client().get(reverse(name)).status_code in (200, 302)


@pytest.mark.parametrize("name", ["mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_index"])
def test_a_page_of_the_account_opens_for_everyone_without_falling(as_: Callable[[str], Client], name: str) -> None:
    assert as_("lone").get(reverse(name)).status_code in (200, 302, 403, 404)


def test_the_way_out_needs_no_more_than_a_press(as_: Callable[[str], Client]) -> None:
    client = as_("karen")
    client.post(reverse("account_logout"))
    assert client.get(reverse("account")).status_code == 302
    assert verbs() == ["log ud"]


def test_a_stolen_row_of_the_session_table_makes_nobody_somebody(as_: Callable[[str], Client]) -> None:
    from django.contrib.sessions.models import Session

    client, thief = as_("lone"), as_("frida")
    client.get(reverse("account"))
    thief.get(reverse("account"))
    row = Session.objects.get(session_key=client.session.session_key)
    Session.objects.filter(session_key=thief.session.session_key).update(session_data=row.session_data)
    assert thief.get(reverse("account")).status_code == 302
    assert client.get(reverse("account")).status_code == 200
