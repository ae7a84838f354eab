"""Every limit that is the centre's own: "within N days" that no law has set. Nowhere else stands such a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Limit:
    """unit: "days" or "weeks" · default: what is proposed until the centre decides · row: the line it serves."""

    key: str
    unit: str
    default: int
    meaning: str
    row: str


LIMITS = {
    limit.key: limit
    for limit in (
        Limit("wellbeing.every", "weeks", 4, "So long may pass between two well-being notes of a child.", "CHI-A4"),
        Limit("practice.ahead", "days", 7, "So early a planned effort and a note are reminded of.", "PRE-N1"),
        Limit("practice.shift_reads", "days", 14, "So far back shelter staff read what was done.", "PRE-N1"),
        Limit("practice.most_used", "days", 90, "So far back the most used interventions are counted.", "PRE-N1"),
        Limit("child.coordinator", "workdays", 1, "So soon every child has a child coordinator.", "CHI-A6"),
        Limit("today.ahead", "days", 7, "So far ahead the board says who comes and goes.", "PRE-N1"),
    )
}


def value(key: str, on: date) -> int:
    """The limit in force on the day, in its own unit. Raises LookupError for a limit that is not there."""
    # Nobody has decided otherwise yet; a decision becomes a row with its day and its author.
    del on
    return LIMITS[key].default
