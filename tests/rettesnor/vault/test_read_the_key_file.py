"""The key file: made once, for its owner alone, and every fault in it said in words."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from rettesnor.vault import keys


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "keys.json"
    keys.write_new(made)
    return made


def changed(path: Path, **parts: Any) -> Path:
    body = json.loads(path.read_text())
    for name, value in parts.items():
        if value is None:
            del body[name]
        else:
            body[name] = value
    path.write_text(json.dumps(body))
    return path


def test_a_new_key_file_is_read_by_its_owner_alone_and_its_keys_are_all_different(path: Path) -> None:
    ring = keys.read(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ring.current == 1
    assert len({ring.index, ring.audit, *ring.masters.values(), base64.b64decode(ring.django)}) == 4
    assert all(len(key) == 32 for key in (ring.index, ring.audit, *ring.masters.values()))


def test_a_key_file_that_is_there_is_never_written_over(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        keys.write_new(path)
    assert path.read_bytes() == before


def test_the_newest_master_key_wraps_what_is_new(path: Path) -> None:
    body = json.loads(path.read_text())
    two = base64.b64encode(b"2" * 32).decode()
    ring = keys.read(changed(path, masters={**body["masters"], "10": two, "9": two}))
    assert ring.current == 10


def test_without_a_key_file_the_house_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="no key file at"):
        keys.read(tmp_path / "keys.json")


@pytest.mark.parametrize(
    "parts",
    [
        {"masters": None},
        {"index": None},
        {"audit": None},
        {"django": None},
        {"masters": {"one": "AAAA"}},
        {"masters": {"1": "not base64!"}},
        {"masters": ["AAAA"]},
        {"index": 7},
    ],
)
def test_a_key_file_that_cannot_be_read_is_named(path: Path, parts: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"keys\.json cannot be read"):
        keys.read(changed(path, **parts))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7"])
def test_a_file_that_is_no_key_file_is_named(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        keys.read(path)


@pytest.mark.parametrize("short", ["masters", "index", "audit"])
def test_a_key_of_the_wrong_length_is_refused(path: Path, short: str) -> None:
    text = base64.b64encode(b"x" * 31).decode()
    with pytest.raises(ImproperlyConfigured, match="must be 32 bytes"):
        keys.read(changed(path, **{short: {"1": text} if short == "masters" else text}))


def test_a_key_file_without_a_master_key_is_refused(path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="must be 32 bytes"):
        keys.read(changed(path, masters={}))


def test_no_message_about_a_fault_says_a_key(path: Path) -> None:
    secret = json.loads(path.read_text())["index"]
    with pytest.raises(ImproperlyConfigured) as fault:
        keys.read(changed(path, masters={"1": "not base64!"}))
    assert secret not in str(fault.value)
