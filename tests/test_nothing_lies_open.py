"""A whole house with a word of its own in every sealed field: none of them lies open anywhere on the disk."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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

pytestmark = pytest.mark.sqlite  # looks into its own files


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
        for word in [SHARED, *numbers]:
            found += [(path.name, word, how) for how, written in disguises(word) if written in body]
    assert found == []


def disguises(word: str) -> Iterator[tuple[str, bytes]]:
    """A word as it may stand in a file: in each encoding, and in hex and in base64 wherever it begins."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = word.encode(encoding)
        yield encoding, raw
        yield f"{encoding} hex", raw.hex().encode()
        yield f"{encoding} HEX", raw.hex().upper().encode()
        for before in range(3):
            # The letters at either end share their signs with what stands beside them.
            inner = base64.b64encode(b"\0" * before + raw)[4 if before else 0 : -4]
            yield f"{encoding} base64+{before}", inner


def test_a_disguised_word_would_be_found() -> None:
    said = f"xx{SHARED}yy".encode()
    for hidden in (base64.b64encode(said), base64.b64encode(b"z" + said), said.hex().encode()):
        assert any(written in hidden for _how, written in disguises(SHARED))


def test_the_page_that_failed_stands_in_the_log_without_what_was_typed(
    house: tuple[Path, list[str], list[str]],
) -> None:
    folder, _planted, _empty = house
    log = (folder / "errors.log").read_text()
    assert "ValueError" in log
    assert "find.py" in log


def test_a_word_that_lies_open_would_be_found(house: tuple[Path, list[str], list[str]]) -> None:
    folder, _planted, _empty = house
    assert b"kontaktperson" in (folder / "rettesnor.sqlite3").read_bytes(), "codes do lie open"
