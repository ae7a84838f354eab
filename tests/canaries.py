"""Plants a word of its own in every sealed field of a demo house and walks its pages: `python -m tests.canaries`.

Prints one JSON object: the planted words, and the sealed fields of which no row was found to plant in.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from rettesnor.danish import clock  # noqa: E402
from rettesnor.practice.actions import correct_wellbeing  # noqa: E402
from rettesnor.practice.models import Effort, WellBeing  # noqa: E402
from rettesnor.residency.models import Child, EarlierLeaving, EarlierWords, Enquiry, Leaving, Stay  # noqa: E402
from rettesnor.staff.middleware import SECOND_FACTOR  # noqa: E402
from rettesnor.staff.models import Dismissal, Employee  # noqa: E402
from rettesnor.vault.fields import SealedBytes, _Sealed  # noqa: E402

FAILS = "rettesnor.residency.views.find._named"
NUMBERS = {"cpr"}
ROWS = 4


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("build_demo", "--seed=3", "--scale=1", verbosity=0)
    _make_what_the_demo_lacks()
    planted: list[str] = []
    empty: list[str] = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, _Sealed):
                found = standing(model, field.name) if field.name in NUMBERS else plant(model, field)
                planted += found
                if not found:
                    empty.append(f"{model.__name__}.{field.name}")
    planted += walk()
    print(json.dumps({"planted": [one for one in planted if one], "empty": empty}))  # noqa: T201


def standing(model: type[models.Model], name: str) -> list[str]:
    """The person numbers that stand in the field: a word cannot be planted there, the pages read numbers."""
    rows = model._default_manager.select_related("key").order_by("-pk")[:200]
    return [number for row in rows if (number := getattr(row, name))][:20]


def plant(model: type[models.Model], field: _Sealed[Any]) -> list[str]:
    """Write a word of its own into the field of the latest rows; the words."""
    words = []
    for number, row in enumerate(model._default_manager.select_related("key").order_by("-pk")[:ROWS]):
        word = f"kanarie-{model.__name__}-{field.name}-{number}-æøå"
        setattr(row, field.name, word.encode() if isinstance(field, SealedBytes) else word)
        models.Model.save(row, update_fields=[field.name])
        words.append(word)
    return words


def _make_what_the_demo_lacks() -> None:
    """A reminder said to be irrelevant; an effort, a leaving and a child's words that newer ones have replaced."""
    lone = Employee.objects.get(username="lone")
    stay = Stay.objects.select_related("key").order_by("-pk")[0]
    Dismissal(key=stay.key, item="residency.prøve:1", by=lone, reason="x").save()
    child = Child.objects.select_related("key").order_by("-pk")[0]
    EarlierWords(child=child, key=child.key, replaced_by=lone).save()
    leaving = Leaving.objects.select_related("key").order_by("-pk")[0]
    EarlierLeaving(leaving=leaving, key=leaving.key, replaced_by=lone).save()
    effort = Effort.objects.select_related("key").order_by("-pk")[0]
    Effort(
        key=effort.key,
        stay=effort.stay,
        line=effort.line,
        status=effort.status,
        on=effort.on,
        by=effort.by,
        corrects=effort,
        reason="x",
        recorded_at=clock.now() + timedelta(seconds=1),
    ).save()
    note = WellBeing.objects.select_related("key", "child_stay__child").order_by("-pk")[0]
    correct_wellbeing(note, by=lone, reason="x")


def walk() -> list[str]:
    """Type into a draft and an address that fails, and open pages as several of the cast: sessions and logs fill."""
    words = ["kanarie-kladde-historie-æøå", "kanarie-søgning-navn-æøå"]
    for name in ("karen", "vera", "lone", "sofie", "bodil"):
        client: Any = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
        client.force_login(Employee.objects.get(username=name))
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        client.post(reverse("enquiry-draft"), {"story": words[0], "form": "enquiry-new"})
        client.post(reverse("residents"), {"name": words[1]})
        client.post(reverse("enquiry-new"), {"story": words[0]})
        for stay in Stay.objects.order_by("-pk")[:4]:
            client.get(reverse("stay", args=[stay.code]))
        for enquiry in Enquiry.objects.order_by("-pk")[:4]:
            client.get(reverse("enquiry", args=[enquiry.code]))
            client.post(reverse("enquiry-change", args=[enquiry.code]), {"story": words[0], "received_at": words[0]})
        _break_down(client, words)
    return words


def _break_down(client: Any, words: list[str]) -> None:
    """A view that fails over what was typed, deep down and told in its own words; and what Django itself objects to."""
    fall = ValueError(f"invalid literal: '{words[1]}'")
    fall.__cause__, fall.__notes__ = KeyError(words[1]), [words[1]]
    with patch(FAILS, side_effect=fall):
        client.post(reverse("residents"), {"name": words[1]})
    client.post(reverse("residents"), {"name": words[1]}, SERVER_NAME="ukendt.eksempel")
    client.cookies["sessionid"] = words[1].encode("ascii", "ignore").decode()
    client.post(reverse("residents"), {"name": words[1]})
    Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1").post(reverse("residents"), {"name": words[1]})


if __name__ == "__main__":
    main()
