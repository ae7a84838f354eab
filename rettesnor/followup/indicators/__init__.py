"""Every indicator there is, by key."""

from __future__ import annotations

from rettesnor.followup.indicators import residency
from rettesnor.followup.indicators.card import Card

CARDS: dict[str, Card] = {card.key: card for card in residency.CARDS}


def of_line(line: str) -> list[Card]:
    """The indicators that show something about a line of the document."""
    return [card for card in CARDS.values() if card.line == line]
