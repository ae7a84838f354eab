"""A real demo house, served as `dev.py demo` serves it, and Chromium in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import dev

BUILT_FOR = date(2026, 3, 18)


class DemoHouse:
    """The demo house in a folder of its own; its server can be stopped and started on another day."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.env = {**os.environ, **dev.demo_env(folder)}
        if database:
            self.env["DATABASE_URL"] = database
        self.folder = folder
        self.server: subprocess.Popen[bytes] | None = None
        self.url = ""

    def build(self) -> None:
        dev.new_keys(self.folder / "keys.json")
        self.manage("migrate", "-v0")
        self.manage("build_demo", "--seed=7", "--scale=1")

    def manage(self, *arguments: str, today: date = BUILT_FOR) -> str:
        env = {**self.env, "RETTESNOR_TODAY": today.isoformat()}
        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments], env=env, cwd=dev.ROOT, check=True, capture_output=True
        )
        return done.stdout.decode()

    def start(self, today: date = BUILT_FOR) -> None:
        self.stop()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        granian = Path(sys.executable).parent / "granian"
        command = [str(granian), "rettesnor.config.wsgi:application", "--interface", "wsgi", "--port", str(port)]
        env = {**self.env, "RETTESNOR_TODAY": today.isoformat()}
        log = (self.folder / "server.log").open("ab")
        self.server = subprocess.Popen(
            [*command, "--log-level", "warning"], env=env, cwd=dev.ROOT, stdout=log, stderr=log
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/demo/", timeout=2)  # noqa: S310
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the demo house did not open; see {self.folder}/server.log")

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(20)
            self.server = None


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHouse]:
    house = DemoHouse(tmp_path_factory.mktemp("demo"), _own_database())
    house.build()
    house.start()
    yield house
    house.stop()


def _own_database() -> str:
    """A database of its own beside the tests' when they run on PostgreSQL; one for each who runs them side by side."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ""
    import psycopg

    name = f"e2e_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url.rsplit('/', 1)[0]}/{name}"


class Visitor:
    """One of the cast with a browser of their own."""

    def __init__(self, house: DemoHouse, context: BrowserContext, name: str) -> None:
        self.house, self.context = house, context
        self.page: Page = context.new_page()
        self.page.goto(f"{house.url}/demo/")
        token = self.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        form: dict[str, str | float | bool] = {"person": name, "csrfmiddlewaretoken": token}
        answer = context.request.post(f"{house.url}/demo/bliv/", form=form, headers={"Referer": house.url})
        assert answer.ok, answer.status

    def go(self, path: str) -> Page:
        self.page.goto(self.house.url + path)
        return self.page

    def path(self) -> str:
        return self.page.url.removeprefix(self.house.url)


@pytest.fixture
def become(demo_house: DemoHouse, browser: Browser) -> Iterator[Any]:
    """`become("karen")`: a visitor signed in as Karen; with width=360 on a phone."""
    contexts: list[BrowserContext] = []

    def as_person(name: str, width: int = 1280) -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="da-DK")
        contexts.append(context)
        return Visitor(demo_house, context, name)

    yield as_person
    for context in contexts:
        context.close()
