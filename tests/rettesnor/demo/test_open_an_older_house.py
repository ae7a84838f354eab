"""A demo house built by an earlier version is brought along when this version opens it; what is in it stays."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

import dev

BUILT = {"seed": 1, "scale": 1, "today": "2026-03-11", "fixed": True}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands of Django that opening the house has run."""
    commands: list[str] = []

    def sh(*command: object, **_around: object) -> int:
        commands.append(str(command[3]))
        return 0

    monkeypatch.setattr(dev, "sh", sh)
    return commands


def opened(folder: Path, built: dict[str, object]) -> dict[str, object]:
    (folder / "built.json").write_text(json.dumps(built))
    dev.build_demo(argparse.Namespace(data=folder, seed=1, scale=1, today=None))
    found: dict[str, object] = json.loads((folder / "built.json").read_text())
    return found


def test_its_database_is_brought_along_and_nothing_is_built_again(tmp_path: Path, ran: list[str]) -> None:
    now = opened(tmp_path, BUILT)
    assert ran == ["migrate"]
    assert now == BUILT | {"migrations": dev.migrations()}


def test_a_house_of_this_version_is_opened_as_it_is(tmp_path: Path, ran: list[str]) -> None:
    opened(tmp_path, BUILT | {"migrations": dev.migrations()})
    assert ran == []


def test_the_steps_are_those_of_every_room() -> None:
    assert "residency/0001_first_call_to_moving_out" in dev.migrations()
    assert {step.partition("/")[0] for step in dev.migrations()} >= {"staff", "audit", "post", "practice"}
