"""Where the gate asks afresh what must not leave, without knowing whom it asks.

A room that prepares documents registers itself from its AppConfig; the gate refuses to release what nobody answers for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rettesnor.danish.refused import Refused
from rettesnor.post.scan import Forbidden

if TYPE_CHECKING:
    from rettesnor.post.models import Document

Answer = Callable[["Document"], Sequence[Forbidden]]
Behind = Callable[[date, Sequence[int]], set[int]]


@dataclass(frozen=True)
class Source:
    """Who answers for a kind of document, and what the kind is called on the screen."""

    forbidden_for: Answer
    label: object
    dispatched: Callable[[Document], None] | None = None
    outdated: Callable[[Document], Sequence[str]] | None = None
    left_behind: Behind | None = None
    recalled: Callable[[Document], None] | None = None


_known: dict[str, Source] = {}


def register(
    kind: str,
    forbidden_for: Answer,
    label: object = "",
    dispatched: Callable[[Document], None] | None = None,
    outdated: Callable[[Document], Sequence[str]] | None = None,
    left_behind: Behind | None = None,
    recalled: Callable[[Document], None] | None = None,
) -> None:
    """Let `forbidden_for` answer for every document of this kind, and be told by `dispatched` when one has left, by
    `recalled` when one was taken back.

    `outdated` tells in words what a letter that has not left says otherwise than the case does now; one that says so
    is not released. `left_behind` gives those of some letters (ids) that do so on a day, by one question for all of
    them. The last one registered counts.
    """
    _known[kind] = Source(forbidden_for, label or kind, dispatched, outdated, left_behind, recalled)


def forget(kind: str) -> None:
    """Nobody answers for this kind any more."""
    _known.pop(kind, None)


def forbidden_for(document: Document) -> Sequence[Forbidden]:
    """What must not leave in this document as things stand now. `Refused` if nobody answers for its kind."""
    source = _known.get(document.kind)
    if source is None:
        raise Refused(_("Ingen kan svare for, hvad denne slags brev ikke må røbe. Brevet kan ikke frigives."))
    found = source.forbidden_for(document)
    changed = outdated(document)
    if changed:
        told = _("Siden brevet blev klargjort, er noget rettet: {what}. Træk brevet tilbage, og klargør et nyt.")
        raise Refused(told.format(what=", ".join(changed)))
    return found


def outdated(document: Document) -> Sequence[str]:
    """What a letter that has not left says otherwise than the case does now, in words."""
    source = _known.get(document.kind)
    if source is None or source.outdated is None or not document.can_be_recalled:
        return ()
    return source.outdated(document)


def left_behind(day: date, letters: Sequence[int]) -> set[int]:
    """Which of these letters wait and say otherwise than their cases do on the day: each room that makes letters
    is asked once, and none where there is no letter."""
    asked = {source.left_behind for source in _known.values() if source.left_behind is not None}
    return {pk for among in asked for pk in among(day, letters)} if letters else set()


def tell_dispatched(document: Document) -> None:
    """Tell the room that made the document that it has left, in the transaction in which it does."""
    source = _known.get(document.kind)
    if source is not None and source.dispatched is not None:
        source.dispatched(document)


def tell_recalled(document: Document) -> None:
    """Tell the room that made the document that it was taken back, in the transaction in which it was."""
    source = _known.get(document.kind)
    if source is not None and source.recalled is not None:
        source.recalled(document)


def label(kind: str) -> str:
    """What this kind of document is called in Danish."""
    source = _known.get(kind)
    return str(source.label) if source else kind
