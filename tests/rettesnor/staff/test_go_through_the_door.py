"""The way to a person's row: only what one reaches, and a look-up for each person shown, once, and for no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from rettesnor.audit.models import Entry, Head
from rettesnor.danish import clock
from rettesnor.residency.models import Stay
from rettesnor.staff.models import Assignment, Employee, House, Shift
from tests.rettesnor.practice.stays import contact, woman

MISSING = "aaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def _planted() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.rettesnor.staff.planted"):
        yield


@pytest.fixture
def stays(cast: dict[str, Employee], houses: dict[str, House]) -> dict[str, Stay]:
    """Two women in København, the first Sofie's, and one in Aarhus."""
    made = {
        "amina": woman(houses["kbh"], cast["lone"], "Ahorn", children=2),
        "birk": woman(houses["kbh"], cast["lone"], "Birk"),
        "ceder": woman(houses["aar"], cast["aksel"], "Ceder", children=1),
    }
    contact(made["amina"], cast["sofie"])
    return made


def looked_up() -> list[str]:
    return sorted(Entry.objects.filter(verb="opslag").values_list("subject", flat=True))


def persons_in(*stays: Stay) -> list[str]:
    women = [stay.resident.subject for stay in stays]
    return sorted([*women, *(one.child.subject for stay in stays for one in stay.child_stays.all())])


# The walls


@pytest.mark.parametrize("name", ["karen", "lone", "dan", "ivar"])
def test_a_view_that_forgot_its_mark_is_closed_to_everyone(as_: Callable[[str], Client], name: str) -> None:
    answer = as_(name).get("/glemt/")
    assert answer.status_code == 403
    assert b"secret" not in answer.content


def test_a_stranger_to_the_house_is_sent_to_sign_in(stays: dict[str, Stay]) -> None:
    for address in ("/glemt/", "/flere/", f"/en/{stays['amina'].code}/"):
        assert Client().get(address).status_code == 302
    assert looked_up() == []


def test_a_form_sent_by_script_after_the_sign_in_ran_out_stays_on_the_screen(stays: dict[str, Stay]) -> None:
    for header in ({"HX-Request": "true"}, {"X-Requested-With": "fetch"}):
        assert Client().post("/flere/", headers=header).status_code == 401


def test_a_role_without_the_verb_stops_before_the_row_is_looked_for(
    as_: Callable[[str], Client], stays: dict[str, Stay]
) -> None:
    for code in (stays["amina"].code, MISSING):
        assert as_("anne").get(f"/en/{code}/").status_code == 403
    assert looked_up() == []


def test_no_answer_is_kept_by_the_browser(as_: Callable[[str], Client], stays: dict[str, Stay]) -> None:
    client = as_("karen")
    for address in (f"/en/{stays['amina'].code}/", f"/en/{MISSING}/", "/glemt/"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"


# One row


@pytest.mark.parametrize("name", ["karen", "sofie", "lone"])
def test_who_reaches_the_row_sees_it_and_is_written_down(
    as_: Callable[[str], Client], cast: dict[str, Employee], stays: dict[str, Stay], name: str
) -> None:
    stay = stays["amina"]
    assert as_(name).get(f"/en/{stay.code}/").content == b"Ahorn"
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id, entry.subject) == ("opslag", cast[name].pk, stay.resident.subject)
    assert (entry.noun, entry.code, entry.purpose) == ("stay", stay.code, "one")


@pytest.mark.parametrize("name", ["ulla", "tove", "aksel", "pia", "bodil"])
def test_a_strangers_answer_is_byte_for_byte_that_of_a_row_that_is_not_there(
    as_: Callable[[str], Client], stays: dict[str, Stay], name: str
) -> None:
    client = as_(name)
    theirs, missing = client.get(f"/en/{stays['amina'].code}/"), client.get(f"/en/{MISSING}/")
    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert dict(theirs.headers) == dict(missing.headers)
    assert looked_up() == []


def test_off_shift_the_house_is_as_if_it_were_not_there(as_: Callable[[str], Client], stays: dict[str, Stay]) -> None:
    Shift.objects.filter(employee__username="karen").delete()
    assert as_("karen").get(f"/en/{stays['amina'].code}/").status_code == 404
    assert as_("karen").get("/flere/").content == b""
    assert looked_up() == []


def test_the_end_of_a_task_closes_the_case_at_once(as_: Callable[[str], Client], stays: dict[str, Stay]) -> None:
    client = as_("sofie")
    assert client.get(f"/en/{stays['amina'].code}/").status_code == 200
    Assignment.objects.filter(employee__username="sofie").update(until=clock.now())
    assert client.get(f"/en/{stays['amina'].code}/").status_code == 404


# Several rows


@pytest.mark.parametrize(
    ("name", "reached"),
    [("karen", ("amina", "birk")), ("lone", ("amina", "birk")), ("sofie", ("amina",)), ("tove", ("ceder",))],
)
def test_the_look_ups_are_the_persons_shown_and_no_others_once_each(
    as_: Callable[[str], Client], stays: dict[str, Stay], name: str, reached: tuple[str, ...]
) -> None:
    answer = as_(name).get("/flere/").content.decode()
    assert looked_up() == persons_in(*(stays[one] for one in reached))
    for one, stay in stays.items():
        assert (stay.resident.alias in answer) is (one in reached)


def test_a_second_look_is_a_second_line(as_: Callable[[str], Client], stays: dict[str, Stay]) -> None:
    client = as_("sofie")
    for _time in range(2):
        client.get(f"/en/{stays['amina'].code}/")
    assert looked_up() == [stays["amina"].resident.subject] * 2


def test_an_empty_list_writes_nothing(as_: Callable[[str], Client], stays: dict[str, Stay]) -> None:
    assert as_("ulla").get("/flere/").content == b""
    assert not Entry.objects.exists()


def test_if_the_look_up_cannot_be_written_nothing_is_shown(
    as_: Callable[[str], Client], stays: dict[str, Stay], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any, **_named: Any) -> None:
        raise OSError("the disk is full")

    client = as_("karen")
    client.raise_request_exception = False
    monkeypatch.setattr(Head, "save", full)
    for address in (f"/en/{stays['amina'].code}/", "/flere/"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert b"Ahorn" not in answer.content
    assert looked_up() == []


def test_the_walls_stand_in_the_order_that_makes_them_walls() -> None:
    order = settings.MIDDLEWARE
    inner = [
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "rettesnor.staff.middleware.Sitting",
        "rettesnor.staff.middleware.SignedIn",
        "rettesnor.staff.middleware.SecondFactor",
        "rettesnor.staff.middleware.DefaultDeny",
    ]
    assert [one for one in order if one in inner] == inner
