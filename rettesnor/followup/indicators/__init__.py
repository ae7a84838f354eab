"""Every indicator there is, in the order of the document, and what is counted beside them."""

from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE, Card, Tally, measure
from rettesnor.followup.indicators.practice import EFFORTS
from rettesnor.followup.indicators.residency import AGE_G1, CHI_A1, MUN_G1A, NOES_BY_REASON, OTH_G2, OUT_G1A, PSY_N1

CARDS = {card.key: card for card in (AGE_G1, CHI_A1, OTH_G2, MUN_G1A, PSY_N1, OUT_G1A)}
COUNTED: tuple[Tally, ...] = (*CARDS.values(), NOES_BY_REASON, EFFORTS)


def of_line(line: str) -> list[Card]:
    """The indicators that show something about a line of the document."""
    return [card for card in CARDS.values() if card.line == line]


__all__ = [
    "CARDS",
    "COUNTED",
    "EFFORTS",
    "NOES_BY_REASON",
    "PERSON",
    "PROCESS",
    "SENSITIVE",
    "Card",
    "Tally",
    "measure",
    "of_line",
]
