"""The house opens its door before one has put the kettle on: nothing heavy is loaded until somebody needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from rettesnor.demo.members import CAST

HEAVY = ("pypdf", "typst", "font_source_sans_pro", "numpy", "scipy", "holidays")
"""What reads and sets letters, what the register engine reckons with, and the calendar."""
FIRST_PAGE = "from django.urls import resolve; resolve('/demo/')"
"""Every address is read with the first page."""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    dev.new_keys(tmp_path / "keys.json")
    return {**os.environ, **dev.demo_env(tmp_path), "PYTHONWARNINGS": "ignore"}


def loaded(code: str, env: dict[str, str]) -> set[str]:
    """The modules a process of its own has when it has run the code."""
    told = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    run = [sys.executable, "-c", f"{code}\n{told}"]
    done = subprocess.run(run, cwd=dev.ROOT, env=env, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("also", ["", FIRST_PAGE], ids=["start", "first page"])
def test_a_server_starts_without_what_only_a_letter_or_a_deadline_needs(also: str, env: dict[str, str]) -> None:
    found = loaded(f"import rettesnor.config.wsgi\n{also}", env)
    assert "rettesnor.post.models" in found
    assert found.isdisjoint(HEAVY)


def test_a_letter_loads_what_it_needs(env: dict[str, str]) -> None:
    # Otherwise the test above could look for names that nobody loads any more.
    read = "from rettesnor.post import reading, typeset; typeset.fonts()"
    counted = "from datetime import date; from rettesnor.danish import workdays; workdays.deadline(date(2026, 1, 5))"
    found = loaded(f"import rettesnor.config.wsgi\n{read}\n{counted}", env)
    assert {"pypdf", "typst", "font_source_sans_pro", "holidays"} <= found


def test_the_cast_is_told_without_anything_installed(env: dict[str, str]) -> None:
    code = "import sys; sys.path.insert(0, '.'); import dev; print(dev.the_cast()); assert 'django' not in sys.modules"
    run = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(run, cwd=dev.ROOT, env=env, capture_output=True, text=True, check=True)
    for member in CAST:
        assert f"{member.name} " in done.stdout
        assert member.sees in done.stdout
