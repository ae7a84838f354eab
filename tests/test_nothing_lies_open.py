"""A whole house with a word of its own in every sealed field: none of them lies open anywhere on the disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

import dev


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[str]]:
    """The folder of a demo house after a day's work, the planted words, and the fields nothing was planted in."""
    folder = tmp_path_factory.mktemp("canaries")
    dev.new_keys(folder / "keys.json")
    env = {**os.environ, **dev.demo_env(folder), "RETTESNOR_TODAY": "2026-03-18", "TMPDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.canaries"], env=env, cwd=dev.ROOT, capture_output=True, check=False
    )
    (folder / "errors.log").write_bytes(done.stderr)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told = json.loads(done.stdout.decode().splitlines()[-1])
    return folder, told["planted"], told["empty"]


SHARED = "kanarie-"
"""Every planted word begins with it, so that one search finds any of them; the person numbers are sought one by one."""

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite's own files")


def test_every_sealed_field_held_a_word(house: tuple[Path, list[str], list[str]]) -> None:
    _folder, planted, empty = house
    assert empty == []
    assert len(planted) > 100


def test_no_word_lies_open_in_any_file(house: tuple[Path, list[str], list[str]]) -> None:
    folder, planted, _empty = house
    numbers = [word for word in planted if not word.startswith(SHARED)]
    assert numbers
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "keys.json"]
    assert any(path.name == "rettesnor.sqlite3" for path in files)
    found = []
    for path in files:
        body = path.read_bytes()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            for word in [SHARED, *numbers]:
                found += [(path.name, word, encoding)] if word.encode(encoding) in body else []
    assert found == []


def test_a_word_that_lies_open_would_be_found(house: tuple[Path, list[str], list[str]]) -> None:
    folder, _planted, _empty = house
    assert b"kontaktperson" in (folder / "rettesnor.sqlite3").read_bytes(), "codes do lie open"
