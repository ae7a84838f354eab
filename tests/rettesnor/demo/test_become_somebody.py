"""In the invented house one becomes somebody by pressing a button, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.test import Client
from django.urls import reverse

from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee
from rettesnor.vault import keys

ROOT = Path(__file__).resolve().parents[3]


def _become(client: Client, person: str) -> int:
    return client.post("/demo/bliv/", {"person": person}).status_code


def test_everybody_stands_at_the_door_with_what_they_see(cast: dict[str, Employee]) -> None:
    page = Client().get("/demo/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Bliv Karen" in text
    assert "er kontaktperson for Amina" in text
    assert text.count("<form") >= len(cast)


def test_becoming_karen_signs_her_in_with_a_second_factor(cast: dict[str, Employee]) -> None:
    client = Client()
    answer = client.post("/demo/bliv/", {"person": "karen"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(cast["karen"].pk)
    assert client.session[SECOND_FACTOR] is True
    assert client.get(reverse("board")).status_code == 200


def test_one_person_leaves_nothing_of_the_session_to_the_next(cast: dict[str, Employee]) -> None:
    client = Client()
    _become(client, "karen")
    before = client.session.session_key
    _become(client, "dan")
    assert client.session["_auth_user_id"] == str(cast["dan"].pk)
    assert client.session.session_key != before


def test_somebody_who_has_left_does_not_come_in(cast: dict[str, Employee]) -> None:
    client = Client()
    answer = client.post("/demo/bliv/", {"person": "rikke"})
    assert answer.status_code == 403
    assert "er holdt op og kan ikke komme ind" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_unknown_person_is_not_let_in(cast: dict[str, Employee]) -> None:
    client = Client()
    assert _become(client, "nobody") == 404
    assert "_auth_user_id" not in client.session


def test_a_form_from_another_site_signs_nobody_in(cast: dict[str, Employee]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert _become(client, "karen") == 403
    assert "_auth_user_id" not in client.session


def test_a_link_signs_nobody_in(cast: dict[str, Employee]) -> None:
    assert Client().get("/demo/bliv/?person=karen").status_code == 405


def test_where_real_people_are_there_is_no_such_door(tmp_path: Path) -> None:
    keys.write_new(tmp_path / "keys.json")
    program = (
        "import django; django.setup()\n"
        "from django.apps import apps\n"
        "from django.urls import resolve, Resolver404\n"
        "assert not apps.is_installed('rettesnor.demo')\n"
        "for path in ('/demo/', '/demo/bliv/'):\n"
        "    try: resolve(path)\n"
        "    except Resolver404: continue\n"
        "    raise SystemExit(path)\n"
    )
    env = {
        **{name: text for name, text in os.environ.items() if not name.startswith("RETTESNOR")},
        "DJANGO_SETTINGS_MODULE": "rettesnor.config.settings",
        "RETTESNOR_MODE": "serve",
        "RETTESNOR_DATA": str(tmp_path),
        "RETTESNOR_KEYS": str(tmp_path / "keys.json"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'house.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
