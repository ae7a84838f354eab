"""Plants a word of its own in every sealed field of a demo house and walks its pages: `python -m tests.canaries`.

Prints one JSON object: the planted words, and the sealed fields of which no row was found to plant in.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

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
from rettesnor.residency.models import Child, ChildIdentity, EarlierWords, Enquiry, Identity, Stay  # noqa: E402
from rettesnor.staff.middleware import SECOND_FACTOR  # noqa: E402
from rettesnor.staff.models import Dismissal, Employee  # noqa: E402
from rettesnor.vault.fields import SealedText  # noqa: E402

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
            if isinstance(field, SealedText) and field.name not in NUMBERS:
                found = plant(model, field.name)
                planted += found
                if not found:
                    empty.append(f"{model.__name__}.{field.name}")
    planted += [one.cpr for one in Identity.objects.select_related("key").order_by("-pk")[:20]]
    planted += [one.cpr for one in ChildIdentity.objects.select_related("key").order_by("-pk")[:20]]
    planted += walk()
    print(json.dumps({"planted": [one for one in planted if one], "empty": empty}))  # noqa: T201


def plant(model: type[models.Model], name: str) -> list[str]:
    """Write a word of its own into the field of the latest rows; the words."""
    words = []
    for number, row in enumerate(model._default_manager.select_related("key").order_by("-pk")[:ROWS]):
        word = f"kanarie-{model.__name__}-{name}-{number}-æøå"
        setattr(row, name, word)
        models.Model.save(row, update_fields=[name])
        words.append(word)
    return words


def _make_what_the_demo_lacks() -> None:
    """A reminder said to be irrelevant, an effort put right, words of a child that newer ones have replaced."""
    lone = Employee.objects.get(username="lone")
    stay = Stay.objects.select_related("key").order_by("-pk")[0]
    Dismissal(key=stay.key, item="residency.prøve:1", by=lone, reason="x").save()
    child = Child.objects.select_related("key").order_by("-pk")[0]
    EarlierWords(child=child, key=child.key, replaced_by=lone).save()
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
    return words


if __name__ == "__main__":
    main()
