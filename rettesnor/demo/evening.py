"""What happened last, through the same verbs as on the screens: a letter prepared, people looked up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from django.urls import reverse

from rettesnor.audit.actions import Line, write_all
from rettesnor.danish import clock
from rettesnor.demo.builder.chances import on
from rettesnor.demo.builder.present import AMINA
from rettesnor.guideline.actions import add_note
from rettesnor.guideline.models import Line as GuidelineLine
from rettesnor.post.actions import mark_dispatched, release
from rettesnor.post.models import Document
from rettesnor.residency.actions.draft import save_draft
from rettesnor.residency.actions.notice import forbidden_for, prepare_notice
from rettesnor.residency.actions.protection import ask_to_lift
from rettesnor.residency.models import Identity, Notice, Stay
from rettesnor.staff.actions.unsent import keep_unsent
from rettesnor.staff.models import Employee, House

Act = tuple[datetime, Callable[[], object]]

LOOKS = {"karen": "board", "sofie": "stay", "lone": "today", "ulla": "stay", "aksel": "today", "tove": "board"}
NOTE = "Om natten ser vi barnet ved morgenmaden, og Bodil skriver det ned."
REASON = "Kvinden har brug for et sikkert sted at være."
NO_LONGER = "Han er varetægtsfængslet, og hun ønsker selv, at flere må vide, at hun er her."
SENT_TOO_LATE = {"channel": ["telefon"], "story": ["Hun bor hos sin søster, men kan ikke blive der. To børn."]}
HALF_TYPED = {"channel": ["telefon"], "caller": ["hun_selv"], "story": ["Vil ringe igen, når børnene er lagt."]}


def acts(rng: Random, day: date, houses: dict[str, House], cast: dict[str, Employee]) -> Iterator[Act]:
    """What was done in the last weeks, each with its moment."""
    before = day - timedelta(days=1)
    yield on(before, 15), partial(_prepare, "Maja Luftkastel", cast["ulla"])
    yield on(before, 16), partial(_prepare, "Leyla Novelle", cast["sofie"])
    yield on(before, 16, 30), partial(_note, houses["kbh"], cast["lone"])
    yield on(before, 23, 30), partial(_half_typed, cast["tove"])
    yield on(before, 16, 40), partial(_wish_to_lift, cast["sofie"])
    yield on(before, 23, 40), partial(_sent_too_late, cast["tove"])
    yield from _sent(day - timedelta(days=40), cast)
    for number in range(21, 0, -1):
        for name, purpose in rng.sample(list(LOOKS.items()), 3):
            moment = on(day - timedelta(days=number), rng.randint(7, 15), rng.randint(0, 59))
            yield moment, partial(_look, Random(rng.random()), cast[name], purpose)  # noqa: S311


def _sent(day: date, cast: dict[str, Employee]) -> Iterator[Act]:
    """Amina's letter went the way letters go: prepared by one, released by another, sent."""
    yield on(day, 10), partial(_prepare, AMINA, cast["sofie"])
    yield on(day, 13), partial(_release, AMINA, cast["lone"])
    yield on(day, 14), partial(_dispatch, AMINA, cast["sofie"])


def _prepare(name: str, by: Employee) -> None:
    prepare_notice(_owed(name), by=by, reason=REASON)


def _release(name: str, by: Employee) -> None:
    letter = _letter(name)
    release(letter, by=by, forbidden=forbidden_for(letter))


def _dispatch(name: str, by: Employee) -> None:
    mark_dispatched(_letter(name), channel="digital_post", proof="kvittering 00-000-00", at=clock.now(), by=by)


def _letter(name: str) -> Document:
    return Document.objects.select_related("key").get(notice=_owed(name))


def _owed(name: str) -> Notice:
    """The notice of admission of the woman of this name: found by opening names, there is no other way."""
    running = Stay.objects.filter(left_at=None)
    found = Identity.objects.filter(resident__stays__in=running).select_related("key", "resident")
    # In a large house somebody may share her name: she is the one who came last.
    her = next(each for each in found.order_by("-resident__stays__decided_at") if each.name == name)
    rows = Notice.objects.select_related(
        "key", "document", "stay", "stay__key", "stay__house", "stay__house__key", "stay__resident"
    )
    return rows.get(kind="admission", stay__resident=her.resident, stay__left_at=None)


def _note(house: House, by: Employee) -> None:
    add_note(GuidelineLine.objects.get(pk="CHI-A1"), house=house, text=NOTE, by=by)


def _half_typed(by: Employee) -> None:
    save_draft(form="enquiry-new", body=json.dumps(HALF_TYPED), by=by)


def _wish_to_lift(by: Employee) -> None:
    """The latest who is protected in her house may soon be so no longer."""
    rows = Stay.objects.filter(left_at=None, resident__protected=True, house__code="kbh").order_by("-decided_at")
    ask_to_lift(rows.select_related("resident__key")[0].resident, reason=NO_LONGER, by=by)


def _sent_too_late(by: Employee) -> None:
    keep_unsent(path=reverse("enquiry-new"), typed=SENT_TOO_LATE, by=by)


def _look(rng: Random, employee: Employee, purpose: str) -> None:
    """An everyday look-up of some whom the one who looks could see at that moment."""
    seen = Stay.objects.visible_to(Employee.objects.get(pk=employee.pk), "stay.see")
    found = list(seen.filter(moved_in_at__lt=clock.now()).order_by("pk").select_related("resident"))
    chosen = rng.sample(found, min(len(found), rng.randint(1, 4)))
    lines = [Line("opslag", "stay", stay.code, stay.resident.subject, purpose=purpose) for stay in chosen]
    write_all(lines, by=employee)
