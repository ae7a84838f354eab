"""Calling the engine: the help, the version and what a wrong call is told, all of it in Danish."""

import re

import pytest

from dkcohort import __version__
from dkcohort.calling import danish
from dkcohort.command import main

ENGLISH = r"usage|options|arguments?\b|required|show|invalid|choose|expected|error|optional|positional|exit|ambiguous"
COMMANDS = ("preflight", "ingest", "run", "release", "simulate", "explain")
COUNTRY = ["simulate", "--persons", "0", "--out", "land"]


def told(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == code
    out, err = capsys.readouterr()
    return out + err


@pytest.mark.parametrize("command", [(), *((one,) for one in COMMANDS)], ids=str)
def test_the_help_is_danish(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    said = told([*command, "--help"], capsys, 0)
    assert said.startswith("brug: dkcohort")
    assert "vis denne hjælp og slut" in said
    assert not re.search(ENGLISH, said, re.IGNORECASE)


def test_the_help_of_simulate_explains_every_choice(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(["simulate", "-h"], capsys, 0).partition("valg:")[2]
    for name in ("--persons ANTAL", "--seed TAL", "--out MAPPE", "--shelter-women ANTAL", "--snapshots ANTAL"):
        assert re.search(rf"^  {name}\s+[a-zæøå]", said, re.MULTILINE), name


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(["--version"], capsys, 0) == f"dkcohort {__version__}\n"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ([], "der mangler KOMMANDO"),
        (["preflight"], "der mangler STUDY.toml"),
        (["simulate", "--persons", "0"], "der mangler --seed, --out"),
        (["løb"], "'løb' findes ikke, vælg mellem 'preflight', 'ingest'"),
        (["explain", "alt"], "theme: 'alt' findes ikke, vælg mellem 'base'"),
        ([*COUNTRY, "--seed", "syv"], "--seed: 'syv' er ikke et helt tal"),
        ([*COUNTRY, "--seed"], "--seed: der mangler en værdi"),
        ([*COUNTRY, "--seed", "7", "--s", "7"], "--s kan være flere: --seed, --shelter-women, --snapshots"),
        ([*COUNTRY, "--seed", "7", "--fall=ja"], "--fall: der må ingen værdi stå, men der står 'ja'"),
        (["run", "study.toml", "--hurtigt"], "--hurtigt kendes ikke"),
    ],
)
def test_a_wrong_call_is_told_in_danish(call: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    screen = told(call, capsys, 2)
    assert screen.startswith("brug: dkcohort")
    assert ": fejl: " in screen
    assert said in screen
    assert not re.search(ENGLISH, screen.replace(said, ""), re.IGNORECASE)


def test_what_no_one_has_put_into_danish_is_not_told_in_english() -> None:
    assert danish("argument --seed: something new") == "--seed: kaldet kan ikke læses"
