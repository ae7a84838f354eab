"""What a document says, as it is searched: plain texts with their places. Nothing here reads a PDF."""

from __future__ import annotations

from dataclasses import dataclass

FILENAME, PAGE, WHOLE, METADATA, INSIDE = "filnavn", "side", "hele", "oplysninger", "skjult"


class Unreadable(Exception):
    """The document cannot be read through to the last word, so nobody can say what it gives away."""


@dataclass(frozen=True)
class Surface:
    """One text taken from a document: where it stands, and whether it is running words or raw bytes."""

    place: str
    text: str
    page: int = 0
    raw: bool = False
