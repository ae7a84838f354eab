"""A stage of the line: it writes beside its place and takes it when all is written; a killed run leaves nothing."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Folder:
    """What a folder of the engine's own holds: patterns of files, some of which is always there when it is whole."""

    files: tuple[str, ...]
    always: tuple[str, ...]


STAGE = Folder(
    ("catalogue.json", "figures.json", "members.json", "[0-9]*/*.parquet", "spild/*"),
    ("catalogue.json", "figures.json"),
)
RELEASE = Folder(("bundt.txt", "manifest.txt", "tabeller.txt", "tabeller.xlsx"), ("bundt.txt",))
_SPILL = Folder(("duckdb_temp_*",), ())
_STRAY = {"Thumbs.db", "desktop.ini", ".DS_Store"}
"""What Windows and macOS leave in a folder that somebody has looked into."""


class Refused(Exception):
    """The stage cannot go on. The message is Danish and meant for the analyst."""


def say(line: str) -> None:
    """Write one line of progress to the screen."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def hush(line: str) -> None:
    """Say nothing: for tests and for stages that run inside another."""


def counted(count: int, threshold: int) -> str:
    """Return a row count as it may stand on a screen: Danish thousands, and never a number from 1 to threshold - 1."""
    if 0 < count < threshold:
        return f"under {threshold}"
    return f"{count:,}".replace(",", ".")


@contextmanager
def spilling(place: Path) -> Iterator[Path]:
    """Give the name of a folder an engine may spill to; what is there, also from a killed run, is gone afterwards."""
    _refuse_strange(place, _SPILL)
    shutil.rmtree(place, ignore_errors=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def written(place: Path, own: Folder = STAGE) -> Iterator[Path]:
    """Give an empty folder beside `place`; it becomes `place` when the block ends well and vanishes when it fails.

    A folder left by a killed run is cleared first. The old result stands until the new one is whole. Refused where a
    folder that must go holds anything the engine did not write, and where the old result may not be replaced; what that
    leaves behind is cleared by the next run.
    """
    beside = place.with_name(place.name + ".under-arbejde")
    gone = place.with_name(place.name + ".under-arbejde-gammel")
    is_first = not place.parent.exists()
    _refuse_foreign(place, own)
    for left in (beside, gone):
        # A killed run may have left any part of its files.
        _refuse_strange(left, own)
    for left in (beside, gone):
        _cleared(left)
    _refuse_shut(place)
    try:
        beside.mkdir(parents=True)
    except OSError as wrong:
        raise Refused(
            f"Mappen {place.name} kan ikke laves: vælg et andet sted under [places] i studiefilen."
        ) from wrong
    try:
        yield beside
        # Somebody may have put a file there in the meantime.
        _refuse_foreign(place, own)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        if is_first and not any(place.parent.iterdir()):
            place.parent.rmdir()
        raise
    try:
        if place.exists():
            place.rename(gone)
        beside.rename(place)
    except OSError as wrong:
        if gone.exists() and not place.exists():
            gone.rename(place)
        shutil.rmtree(beside, ignore_errors=True)
        raise Refused(_shut(place)) from wrong
    # The new result stands; what cannot be removed now is cleared, or named, by the next run.
    shutil.rmtree(gone, ignore_errors=True)


def _cleared(left: Path) -> None:
    """Remove what a run has left beside its place; a folder of ours that was shut is opened first."""
    shutil.rmtree(left, ignore_errors=True)
    if not left.exists():
        return
    try:
        for folder in (left, *(p for p in left.rglob("*") if p.is_dir() and not p.is_symlink())):
            folder.chmod(0o700)
        shutil.rmtree(left)
    except OSError as wrong:
        raise Refused(_shut(left)) from wrong


def _refuse_shut(place: Path) -> None:
    """A folder whose files cannot be removed cannot be replaced: say so before anything is computed or remembered."""
    shut = [p for p in (place, *place.rglob("*")) if p.is_dir() and not os.access(p, os.W_OK | os.X_OK)]
    if shut:
        raise Refused(_shut(place))


def _shut(place: Path) -> str:
    return (
        f"Mappen {place.name} kan ikke erstattes: den eller noget i den må ikke ændres, eller en fil i den er åben i "
        "et andet program. Det gamle resultat står. Ret mappens rettigheder, eller luk filen, og kør trinnet igen."
    )


def _refuse_foreign(place: Path, own: Folder) -> None:
    """A folder is the engine's when it is empty, or holds what it always does and nothing the engine does not know."""
    _refuse_strange(place, own)
    found = _files(place)
    if found and not set(found) & set(own.always):
        raise Refused(_foreign(place, found))


def _refuse_strange(place: Path, own: Folder) -> None:
    if place.exists() and not place.is_dir():
        raise Refused(f"{place.name} er en fil og ikke en mappe: vælg et andet sted under [places] i studiefilen.")
    strange = [name for name in _files(place) if not any(fnmatchcase(name, one) for one in own.files)]
    if strange:
        raise Refused(_foreign(place, strange))


def _files(place: Path) -> list[str]:
    inside = [p for p in place.rglob("*") if p.is_symlink() or not p.is_dir()]
    return sorted(p.relative_to(place).as_posix() for p in inside if p.name not in _STRAY)


def _foreign(place: Path, names: list[str]) -> str:
    more = f" og {len(names) - 3} andre" if len(names) > 3 else ""
    return (
        f"Mappen {place.name} rummer noget, dkcohort ikke selv har skrevet ({', '.join(names[:3])}{more}), og bliver "
        "ikke erstattet. Intet er slettet. Flyt filerne, eller vælg en anden mappe under [places] i studiefilen."
    )


def keep(path: Path, content: object) -> None:
    """Write JSON that is the same for the same content: sorted keys, one line feed at the end."""
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")


def kept(path: Path, stage: str, made: Callable[[Any], T]) -> T:
    """Read what an earlier stage kept and make of it what is needed; Refused names the stage that must be run."""
    if not path.exists():
        raise Refused(f"Trinnet »{stage}« mangler: kør først »dkcohort {stage} STUDY.toml«.")
    try:
        return made(json.loads(path.read_text(encoding="utf-8")))
    except PermissionError as wrong:
        raise Refused(
            f"{path.name} fra trinnet »{stage}« kan ikke læses: der mangler rettigheder til filen."
        ) from wrong
    except (OSError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as wrong:
        raise Refused(
            f"{path.name} fra trinnet »{stage}« kan ikke læses: filen er beskadiget. "
            f"Kør »dkcohort {stage} STUDY.toml« igen, og derefter trinnene efter det."
        ) from wrong
