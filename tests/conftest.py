"""What every test has: the cast by name, and a browserless person who is signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.db import connection
from django.test import Client

from dkcohort.engine import DuckEngine
from rettesnor.danish import clock
from rettesnor.demo.cast import build_cast
from rettesnor.staff.middleware import SECOND_FACTOR
from rettesnor.staff.models import Employee, House, RoleGrant, Shift
from rettesnor.vault.models import DataKey

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A busy machine is no fault of the house: nothing is judged by how long it took.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

if "PYTEST_XDIST_WORKER" in os.environ:
    # Where two workers share two cores, the threads of one engine wait for those of the other: a third of the time.
    # How many there are is asked where it matters, in files that say it themselves.
    DuckEngine.__init__.__defaults__ = (*DuckEngine.__init__.__defaults__[:-1], 1)  # type: ignore[index]

DAY = date(2026, 3, 11)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave aside what belongs to the other database, and let browser tests come last: from the first of them on an
    event loop runs, in which Django refuses the database."""
    other = "postgres" if connection.vendor == "sqlite" else "sqlite"
    aside = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=aside)
    items[:] = sorted(
        (item for item in items if item not in aside), key=lambda item: item.get_closest_marker("browser") is not None
    )


@pytest.fixture
def now() -> Iterator[datetime]:
    """Wednesday 11 March 2026 at ten in the morning."""
    with clock.at(datetime(2026, 3, 11, 10, 0, tzinfo=clock.CPH)):
        yield clock.now()


Rows = dict[str, list[tuple[Any, ...]]]
MADE_OF = (DataKey, House, Employee, RoleGrant, Shift)
"""What the cast is made of, each after what it leans on."""


@pytest.fixture(scope="session")
def rows_of_cast() -> Rows:
    """The rows of the cast by table, once they have been built: nearly every test begins with them, and building them
    takes longer than most tests."""
    return {}


@pytest.fixture
def cast(db: None, now: datetime, rows_of_cast: Rows) -> dict[str, Employee]:
    """Everyone of the demo's cast by user name."""
    if DataKey.objects.exists():
        build_cast(DAY, ahead=timedelta(days=60))
    elif not rows_of_cast:
        build_cast(DAY, ahead=timedelta(days=60))
        rows_of_cast.update({model._meta.db_table: _rows(model._meta.db_table) for model in MADE_OF})
    else:
        for table, rows in rows_of_cast.items():
            _put_back(table, rows)
    return {employee.username: employee for employee in Employee.objects.all()}


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return list(cursor.fetchall())


def _put_back(table: str, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)


@pytest.fixture
def houses(cast: dict[str, Employee]) -> dict[str, House]:
    return {house.code: house for house in House.objects.select_related("key")}


@pytest.fixture
def as_(cast: dict[str, Employee]) -> Callable[[str], Client]:
    """A client signed in, with a second factor, as the named one of the cast."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast[name])
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return signed_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once: two of them cannot run in one process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGS)
        yield opened
        opened.close()
