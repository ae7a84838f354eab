"""A stage of the line: it writes beside its place and takes it when all is written; a killed run leaves nothing."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Say = Callable[[str], None]


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
    shutil.rmtree(place, ignore_errors=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def written(place: Path) -> Iterator[Path]:
    """Give an empty folder beside `place`; it becomes `place` when the block ends well and vanishes when it fails.

    A folder left by a killed run is cleared first. The old result stands until the new one is whole.
    """
    beside = place.with_name(place.name + ".under-arbejde")
    gone = place.with_name(place.name + ".gammel")
    place.parent.mkdir(parents=True, exist_ok=True)
    for left in (beside, gone):
        shutil.rmtree(left, ignore_errors=True)
    beside.mkdir()
    try:
        yield beside
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    if place.exists():
        place.rename(gone)
    beside.rename(place)
    shutil.rmtree(gone, ignore_errors=True)


def keep(path: Path, content: object) -> None:
    """Write JSON that is the same for the same content: sorted keys, one line feed at the end."""
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")


def kept(path: Path, stage: str) -> Any:
    """Read what an earlier stage kept; Refused names the stage that has not been run."""
    if not path.exists():
        raise Refused(f"Trinnet »{stage}« mangler: kør først »dkcohort {stage} STUDY.toml«.")
    return json.loads(path.read_text(encoding="utf-8"))
