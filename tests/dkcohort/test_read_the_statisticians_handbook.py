"""The handbook is true: its tables are the program's, and what it shows of the screen is what the screen says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import mkdtemp

import pytest

from dkcohort import definitions, handbook
from dkcohort.command import _STAGES
from dkcohort.layout.faults import sentences
from dkcohort.layout.preflight import relations
from dkcohort.study import read

PAPER = Path(__file__).resolve().parents[2] / "docs" / "haandbog" / "statistiker.md"
TEXT = PAPER.read_text(encoding="utf-8")
FENCED = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
PRACTICE = "oevelse"
FEWEST_WORDS, MOST_WORDS = 2_500, 4_000


def shown() -> list[tuple[str, list[str]]]:
    """Every command the handbook shows, with the lines it says come after."""
    found = []
    for _kind, body in FENCED.findall(TEXT):
        head, _, rest = body.partition("\n")
        if head.startswith("$ dkcohort "):
            found.append((head.removeprefix("$ dkcohort "), rest.splitlines()))
    return found


def commands() -> set[str]:
    return {command.split()[0] for command, _lines in shown()}


def test_the_tables_are_the_programs_own() -> None:
    assert handbook.written(TEXT) == TEXT, "python3 dev.py coverage writes them anew"


def test_every_theme_and_every_parameter_is_in_it() -> None:
    known = tomllib.loads(resources.files("dkcohort").joinpath("parameters.toml").read_text(encoding="utf-8"))
    for name in (*definitions.themes(), *known):
        assert f"`{name}`" in TEXT, name


def test_every_command_is_shown_and_no_other() -> None:
    assert commands() == {*_STAGES, "simulate", "explain"}


def test_every_refusal_it_explains_can_be_met() -> None:
    part = TEXT.partition("## 7.")[2]
    named = re.findall(r"`([a-z]+(?:-[a-z]+)+)`", part)
    assert len(named) > 10
    assert set(named) <= set(sentences()) | set(relations())


def test_it_takes_an_evening_to_read_at_most() -> None:
    assert FEWEST_WORDS <= len(TEXT.split()) <= MOST_WORDS


def test_every_section_of_a_study_file_it_shows_can_be_read(tmp_path: Path) -> None:
    study = practised()[0] / PRACTICE / "study.toml"
    told = [body for kind, body in FENCED.findall(TEXT) if kind == "toml"]
    whole = tomllib.loads(study.read_text())
    for body in told:
        for section, lines in tomllib.loads(body).items():
            whole[section] = whole.get(section, {}) | lines
    assert len(told) == 3
    (tmp_path / "study.toml").write_text(_toml(whole))
    assert read(tmp_path / "study.toml").declared["residents.indflyt"] == "iso_text"


def _toml(whole: dict[str, object]) -> str:
    lines = []
    for section, content in whole.items():
        assert isinstance(content, dict)
        lines += [f"[{section}]", *(f'"{key}" = {_value(value)}' for key, value in content.items())]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


@cache
def practised() -> tuple[Path, dict[str, str]]:
    """The evening of the handbook, done: the folder and what each command said, a missing file at the end."""
    folder = Path(mkdtemp(prefix="haandbog"))
    said: dict[str, str] = {}
    *evening, (refused, _lines) = shown()
    for command, _lines in evening:
        said[command] = _run(command, folder)
    (folder / PRACTICE / "registre" / "dod.parquet").unlink()
    said[f"{refused} (uden DOD)"] = _run(refused, folder)
    return folder, said


def _run(command: str, folder: Path) -> str:
    call = [sys.executable, "-m", "dkcohort", *command.split()]
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
    return done.stderr + done.stdout


@pytest.mark.parametrize("nth", range(len(shown())), ids=[command for command, _lines in shown()])
def test_the_screen_says_what_the_handbook_shows(nth: int) -> None:
    _folder, said = practised()
    lines = list(said.values())[nth].splitlines()
    quoted = shown()[nth][1]
    assert quoted
    assert [line for line in quoted if line not in lines] == []


def test_the_manifest_ends_as_the_handbook_says() -> None:
    manifest = (practised()[0] / PRACTICE / "hjemtagning" / "manifest.txt").read_text(encoding="utf-8")
    (quoted,) = [body for _kind, body in FENCED.findall(TEXT) if "Uafhængig kontrol" in body]
    assert quoted in manifest


def test_as_many_lines_are_hidden_as_the_handbook_says() -> None:
    assert "mellem en tredjedel og halvdelen af linjerne" in " ".join(TEXT.split())
    bundle = (practised()[0] / PRACTICE / "hjemtagning" / "bundt.txt").read_text(encoding="utf-8")
    told = re.findall(r'"status": ?"(\w+)"', bundle)
    assert 1 / 3 < told.count("skjult") / len(told) < 1 / 2


def teardown_module() -> None:
    if practised.cache_info().currsize:
        shutil.rmtree(practised()[0])
