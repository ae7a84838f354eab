"""A damaged ledger, or a damaged file one stage leaves the next: refused with what to do, never begun anew."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dkcohort.command import main
from dkcohort.simulate.country import simulate
from dkcohort.simulate.world import World
from dkcohort.study import read
from tests.dkcohort.countries import prepared


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small country that has been released once."""
    world = World(persons=0, shelter_women=600, seed=4)
    study_file = simulate(world, tmp_path_factory.mktemp("land"), ("returns",), snapshots=4)
    prepared(read(study_file))
    assert main(["release", str(study_file)]) == 0
    return study_file


@pytest.fixture
def study_file(released: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(released.parent, tmp_path / "land")
    return tmp_path / "land" / "study.toml"


def holding(text: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.write_text(text)

    return spoil


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def no_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00{")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGED: dict[str, Callable[[Path], None]] = {
    "open": holding("{"),
    "empty": holding(""),
    "nothing": holding("{}"),
    "list": holding("[]"),
    "number": holding("7"),
    "endless": holding("[" * 100_000),
    "cut": cut,
    "no text": no_text,
    "folder": folder,
}


@pytest.mark.parametrize(
    "damage",
    [
        *DAMAGED.values(),
        holding('{"entries": [{}], "members": {}}'),
        holding('{"entries": [{}]}'),
        holding('{"entries": []}'),
        holding('{"entries": {}, "members": {}}'),
        holding('{"entries": [], "members": []}'),
    ],
)
def test_a_damaged_ledger_is_never_begun_anew(
    damage: Callable[[Path], None], study_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = study_file.parent / "regnskab.json"
    damage(ledger)
    spoiled = ledger.read_bytes() if ledger.is_file() else None
    capsys.readouterr()
    assert main(["release", str(study_file)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Regnskabet regnskab.json kan ikke læses")
    assert "Læg den seneste kopi af regnskabet tilbage" in said
    assert "Begynd ikke på et nyt regnskab" in said
    assert (ledger.read_bytes() if ledger.is_file() else None) == spoiled


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize(
    ("kept", "by", "asked"),
    [
        ("preflight/catalogue.json", "preflight", "ingest"),
        ("ingest/catalogue.json", "ingest", "run"),
        ("run/figures.json", "run", "release"),
    ],
)
def test_a_damaged_file_of_a_stage_asks_for_the_stage_again(
    kept: str, by: str, asked: str, damage: Callable[[Path], None], study_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(study_file.parent / "arbejde" / kept)
    assert main([asked, str(study_file)]) == 1
    said = capsys.readouterr().err
    assert f"{kept.split('/')[1]} fra trinnet »{by}« kan ikke læses" in said
    assert f"Kør »dkcohort {by} STUDY.toml« igen" in said


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_damaged_fingerprints_of_who_was_counted_ask_for_the_run_again(
    damage: Callable[[Path], None], study_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study_file.parent / "regnskab.json").unlink()
    damage(study_file.parent / "arbejde" / "run" / "members.json")
    assert main(["release", str(study_file)]) == 1
    assert "members.json fra trinnet »run« kan ikke læses" in capsys.readouterr().err
    assert not (study_file.parent / "regnskab.json").exists()


@pytest.mark.parametrize("name", ["figures.json", "regnskab.json"])
def test_a_file_without_rights_is_not_called_damaged(
    name: str, study_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path.read_text

    def shut(path: Path, encoding: str | None = None) -> str:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return text(path, encoding)

    monkeypatch.setattr(Path, "read_text", shut)
    assert main(["release", str(study_file)]) == 1
    said = capsys.readouterr().err
    assert name in said
    assert "mangler rettigheder" in said
    assert "beskadiget" not in said


def test_the_stage_named_mends_it(study_file: Path) -> None:
    cut(study_file.parent / "arbejde" / "run" / "figures.json")
    assert main(["release", str(study_file)]) == 1
    assert main(["run", str(study_file)]) == main(["release", str(study_file)]) == 0


def test_a_whole_ledger_is_read(study_file: Path) -> None:
    assert json.loads((study_file.parent / "regnskab.json").read_text(encoding="utf-8"))["entries"]
    assert main(["release", str(study_file)]) == 0
