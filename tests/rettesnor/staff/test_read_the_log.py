"""The pages of the log: all of it without content, one's own, and that of a person one looks after."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rettesnor.audit.actions import Line, write, write_all
from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.residency.models import Child, Resident, Stay
from rettesnor.staff import wording
from rettesnor.staff.models import Assignment, Employee, House
from tests.rettesnor.practice.stays import child_of, contact, woman

SUBJECT = "kvinde:Q9xLm2vT0pWzK4sHdB7uYc"


def shown(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def rows_of(page: str) -> int:
    return page.count('<th scope="row">')


@pytest.fixture
def written(cast: dict[str, Employee]) -> None:
    """Some look-ups and acts by several."""
    with clock.at(clock.now() - timedelta(days=2)):
        write(by=cast["karen"], verb="opslag", noun="stay", subject=SUBJECT, purpose="board")
    write(by=cast["sofie"], verb="opslag", noun="stay", subject=SUBJECT, purpose="stay")
    write(by=cast["lone"], verb="ret", noun="stay", subject=SUBJECT, fields={"moved_in_at": "2026-03-01"})
    write(by=cast["karen"], verb="vis cpr", noun="identity", subject=SUBJECT, purpose="Amina skal til læge")


def test_dan_reads_who_did_what_when_and_why_newest_first(as_: Callable[[str], Client], written: None) -> None:
    page = shown(as_("dan"), reverse("log"))
    assert rows_of(page) == 4
    for said in ("Sofie Holm", "Lone Bak", "Karen Lund", "læse hendes side", "navn og CPR", "11. marts 2026 kl. 10.00"):
        assert said in page
    rows = page[page.index("<tbody>") :]
    assert rows.index("vis cpr") < rows.index("Sofie Holm") < rows.index("9. marts 2026")


def test_dan_sees_no_content(as_: Callable[[str], Client], written: None) -> None:
    page = shown(as_("dan"), reverse("log"))
    assert "Q9xLm2" in page
    assert "Q9xLm2v" not in page
    assert "Amina" not in page
    assert "2026-03-01" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"dag": "11-3-2026"}, 3),
        ({"dag": "9-3-2026"}, 1),
        ({"hvad": "opslag"}, 2),
        ({"hvem": "karen"}, 2),
        ({"hvem": "karen", "hvad": "opslag", "dag": "11-3-2026"}, 0),
    ],
)
def test_the_log_is_narrowed_by_day_person_and_act(
    as_: Callable[[str], Client], cast: dict[str, Employee], written: None, asked: dict[str, str], found: int
) -> None:
    asked = {name: cast[value].code if name == "hvem" else value for name, value in asked.items()}
    assert rows_of(shown(as_("dan"), reverse("log"), **asked)) == found


def test_what_cannot_be_asked_is_said_beside_the_field(as_: Callable[[str], Client], written: None) -> None:
    answer = as_("dan").get(reverse("log"), {"dag": "32-13-2026"})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_look_at_the_log_is_itself_in_the_log(
    as_: Callable[[str], Client], cast: dict[str, Employee], written: None
) -> None:
    client = as_("dan")
    shown(client, reverse("log"), hvad="opslag")
    last = Entry.objects.order_by("-seq")[0]
    assert (last.actor_id, last.verb, last.noun) == (cast["dan"].pk, "læs log", "log")
    assert json.loads(last.fields) == {"hvad": "opslag"}


def test_a_long_log_comes_in_pages_that_keep_what_was_asked(
    as_: Callable[[str], Client], cast: dict[str, Employee]
) -> None:
    write_all([Line("opslag", "stay", subject=SUBJECT, purpose="board")] * 230, by=cast["karen"])
    client = as_("dan")
    first = shown(client, reverse("log"), hvad="opslag")
    assert rows_of(first) == 100
    assert "/log/?hvad=opslag&amp;side=2" in first
    assert rows_of(shown(client, reverse("log"), hvad="opslag", side="3")) == 30


def test_everyone_reads_their_own_and_nobody_elses(as_: Callable[[str], Client], written: None) -> None:
    assert rows_of(shown(as_("karen"), reverse("log-own"))) == 2
    page = shown(as_("frida"), reverse("log-own"))
    assert rows_of(page) == 0
    assert "Du har ikke set eller gjort noget endnu" in page


@pytest.mark.parametrize("name", ["karen", "sofie", "lone", "anne", "ivar", "vera"])
def test_the_whole_log_is_dans_alone(as_: Callable[[str], Client], written: None, name: str) -> None:
    assert as_(name).get(reverse("log")).status_code == 403
    assert as_(name).post(reverse("log-verify")).status_code == 403


def test_dan_has_the_log_proved_and_the_page_says_what_came_of_it(
    as_: Callable[[str], Client], cast: dict[str, Employee], written: None
) -> None:
    client = as_("dan")
    assert "ikke efterprøvet endnu" in shown(client, reverse("log"))
    assert client.get(reverse("log-verify")).status_code == 405
    client.post(reverse("log-verify"))
    page = shown(client, reverse("log"))
    assert "5 linjer efterprøvet 11. marts 2026 kl. 10.00 af Dan Østergaard" in page


def test_a_broken_log_is_said_out_loud(as_: Callable[[str], Client], written: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET actor_name = 'Ingen' WHERE seq = 2")
    client = as_("dan")
    assert "Loggen er brudt" in client.post(reverse("log-verify"), follow=True).content.decode()
    assert "Brudt ved linje 2: linjen er ændret" in shown(client, reverse("log"))


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    """Amina with two children in København: Sofie is her contact person, Bodil the elder child's adult."""
    stay = woman(houses["kbh"], cast["lone"], children=2)
    contact(stay, cast["sofie"])
    contact(stay, cast["bodil"], child=child_of(stay), kind="boernefaglig")
    return stay


def about(person: Resident | Child) -> str:
    return reverse("log-resident", args=[person.subject])


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_the_contact_person_sees_who_read_her_case_with_function_time_and_purpose(
    as_: Callable[[str], Client], amina: Stay
) -> None:
    as_("karen").get(reverse("stay", args=[amina.code]))
    page = main_of(shown(as_("sofie"), about(amina.resident)))
    for said in (
        "Karen Lund, Sheltermedarbejder",
        "læse hendes side",
        amina.resident.alias,
        "11. marts 2026 kl. 10.00",
    ):
        assert said in page


def test_why_her_number_was_shown_stands_in_her_log(
    as_: Callable[[str], Client], cast: dict[str, Employee], amina: Stay
) -> None:
    subject = amina.resident.subject
    write(by=cast["lone"], verb="vis cpr", noun="identity", subject=subject, purpose="Bestille sundhedskort")
    assert "Bestille sundhedskort" in shown(as_("sofie"), about(amina.resident))
    assert "Bestille sundhedskort" not in shown(as_("dan"), reverse("log"))


def test_looking_at_her_log_is_a_look_up_too(as_: Callable[[str], Client], amina: Stay) -> None:
    shown(as_("sofie"), about(amina.resident))
    rows = [(row.verb, row.subject, row.purpose) for row in Entry.objects.all()]
    assert rows == [("opslag", amina.resident.subject, "log-resident")]


def test_a_childs_log_is_for_that_childs_adult_and_not_for_a_siblings(
    as_: Callable[[str], Client], amina: Stay
) -> None:
    assert as_("bodil").get(about(child_of(amina, 1))).status_code == 200
    assert as_("bodil").get(about(child_of(amina, 2))).status_code == 404
    assert as_("bodil").get(about(amina.resident)).status_code == 404


def test_a_leader_does_not_watch_herself(as_: Callable[[str], Client], amina: Stay) -> None:
    for who in ("lone", "karen"):
        as_(who).get(reverse("stay", args=[amina.code]))
    page = main_of(shown(as_("lone"), about(amina.resident)))
    assert "Karen Lund" in page
    assert "Lone Bak" not in page
    assert "Lone Bak" in main_of(shown(as_("sofie"), about(amina.resident)))


@pytest.mark.parametrize("name", ["ulla", "aksel", "pia"])
def test_a_stranger_and_one_who_is_missing_get_the_same_answer(
    as_: Callable[[str], Client], amina: Stay, name: str
) -> None:
    client = as_(name)
    theirs = client.get(about(amina.resident))
    missing = client.get(reverse("log-resident", args=["kvinde:aaaaaaaaaaaaaaaaaaaaaa"]))
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert not Entry.objects.filter(subject=amina.resident.subject).exists()


@pytest.mark.parametrize("name", ["karen", "frida", "vera", "anne", "dan", "ivar"])
def test_the_others_see_no_persons_log(as_: Callable[[str], Client], amina: Stay, name: str) -> None:
    assert as_(name).get(about(amina.resident)).status_code == 403


@pytest.mark.parametrize("subject", ["kvinde", "hund:aaaa", "henvendelse:aaaa", "kvinde:"])
def test_a_kind_that_has_no_log_page_is_missing(as_: Callable[[str], Client], subject: str) -> None:
    assert as_("lone").get(reverse("log-resident", args=[subject])).status_code == 404


def test_the_end_of_the_task_closes_her_log_at_once(as_: Callable[[str], Client], amina: Stay) -> None:
    client = as_("sofie")
    assert client.get(about(amina.resident)).status_code == 200
    Assignment.objects.filter(case=amina.key, employee__username="sofie").update(until=clock.now())
    assert client.get(about(amina.resident)).status_code == 404


def names(resolver: URLResolver | None = None) -> set[str]:
    found = set[str]()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            view: Any = pattern.callback
            found |= {str(pattern.name)} if getattr(view, "verbs", ()) else set()
        else:
            found |= names(pattern)
    return found


def test_what_every_page_is_for_can_be_said_in_danish() -> None:
    assert names() - set(wording.PURPOSES) == set()
