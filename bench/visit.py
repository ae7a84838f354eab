"""The ten most used pages, and going to them: runs inside a demo house."""

from __future__ import annotations

import gc
import json
import logging
import sys
import warnings
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import django
from django.conf import settings


@dataclass(frozen=True)
class Page:
    """A page as the menu calls it, its address name, who of the cast opens it, and what stands in the address."""

    title: str
    name: str
    who: str
    about: str = ""


BARE = Page("the bare page", "stay-bare", "lone", "stay")
PAGES = (
    Page("I dag", "today", "sofie"),
    Page("Huset i nat", "board", "karen"),
    Page("Ny henvendelse", "enquiry-new", "karen"),
    Page("Henvendelser", "enquiries", "vera"),
    Page("Find beboer", "residents", "karen"),
    Page("Et ophold", "stay", "sofie", "stay"),
    Page("Et barn", "child", "bodil", "child"),
    Page("Registrér", "record", "karen"),
    Page("Rettesnoren", "guideline", "lone"),
    Page("Opfølgning", "followup", "lone"),
)


def enter() -> None:
    """Open the house this process stands in, with the bare page among its addresses."""
    warnings.filterwarnings("ignore", message="No directory at")
    django.setup()
    logging.disable(logging.CRITICAL)
    settings.ROOT_URLCONF = "bench.bare"
    settings.ALLOWED_HOSTS = ["testserver"]


class Visitor:
    """Goes to the pages as the one who uses them, signed in with a second factor."""

    def __init__(self) -> None:
        self.clients: dict[str, Any] = {}
        self.paths: dict[Page, str] = {}

    def once(self, page: Page) -> float:
        """Open the page; seconds. Raises AssertionError if it does not come."""
        client, path = self._client(page.who), self._path(page)
        begun = perf_counter()
        answer = client.get(path)
        took = perf_counter() - begun
        assert answer.status_code == 200, (page.name, answer.status_code)
        return took

    def queries(self, page: Page) -> int:
        """How many statements opening the page takes, when it has been opened before."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from bench.counting import asked

        self.once(page)
        with CaptureQueriesContext(connection) as seen:
            self.once(page)
        return asked(seen.captured_queries)

    def _client(self, who: str) -> Any:
        from django.test import Client

        from rettesnor.staff.middleware import SECOND_FACTOR
        from rettesnor.staff.models import Employee

        if who not in self.clients:
            client = Client()
            client.force_login(Employee.objects.get(username=who))
            session = client.session
            session[SECOND_FACTOR] = True
            session.save()
            self.clients[who] = client
        return self.clients[who]

    def _path(self, page: Page) -> str:
        from django.urls import reverse

        if page not in self.paths:
            self.paths[page] = reverse(page.name, args=[_newest(page)] if page.about else [])
        return self.paths[page]


def _newest(page: Page) -> str:
    """The code of the newest stay with a child that this person may open, or of that child."""
    from rettesnor.residency.models import Child, Stay
    from rettesnor.staff.models import Employee

    user = Employee.objects.get(username=page.who)
    if page.about == "stay":
        rows = Stay.objects.visible_to(user, "stay.see").filter(child_stays__isnull=False)
        return str(rows.order_by("-moved_in_at", "code").values_list("code", flat=True)[0])
    children = Child.objects.visible_to(user, "child.see").order_by("-pk")
    return str(children.values_list("code", flat=True)[0])


def tell(answer: object) -> None:
    """Hand the answer to the process that asked."""
    json.dump(answer, sys.stdout)


def settle() -> None:
    """Nothing left to tidy from before when the clock starts."""
    gc.collect()
