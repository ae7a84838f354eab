"""Every limit that is the centre's own: "within N days" that no law has set. Nowhere else stands such a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Limit:
    """unit: "hours", "days", "workdays", "weeks" or "months" · row: the line of the document it serves.

    default: what is proposed until the centre decides.
    """

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
        Limit("resident.contact", "workdays", 1, "So soon every woman has a contact person.", "PRE-N1"),
        Limit("child.follow_up", "days", 7, "So soon after leaving a child's follow-up is considered.", "CHI-A3"),
        Limit("child.coordinator", "workdays", 1, "So soon every child has a child coordinator.", "CHI-A6"),
        Limit("child.emergency", "hours", 24, "So soon a child admitted at night is assessed.", "CHI-A1"),
        Limit("child.first_talk", "workdays", 2, "So soon a child has had a first talk of its own.", "CHI-G3"),
        Limit("municipality.contact", "workdays", 5, "So soon the municipality has been spoken with.", "MUN-G1"),
        Limit("enquiry.waiting", "hours", 12, "So long an enquiry may stand without an outcome.", "PRE-N1"),
        Limit("enquiry.afterwards", "days", 31, "So far back a call may be written down afterwards.", "PRE-N1"),
        Limit("enquiry.doubt", "hours", 4, "So soon the leader answers a doubt about mental health.", "PSY-G1"),
        Limit("enquiry.decision", "hours", 4, "So soon a visitation that is held is decided on.", "CHI-G3"),
        Limit("enquiry.draft", "hours", 8, "So long what was typed during a call may lie unsaved.", "PRE-N1"),
        Limit("enquiry.exception", "hours", 168, "So soon the leader looks at a no that is an exception.", "AGE-G1"),
        Limit("followup.close", "days", 30, "So soon after a quarter has ended it is closed.", "PRE-N3"),
        Limit("reports.fetch", "days", 7, "So long a released resident list can be fetched.", "OTH-G2"),
        Limit("aftercare.length", "months", 6, "So long aftercare is proposed to last.", "OUT-A1"),
        Limit("today.ahead", "days", 7, "So far ahead the board says who comes and goes.", "PRE-N1"),
    )
}


_read: ContextVar[dict[str, list[tuple[date, int]]] | None] = ContextVar("limits_read", default=None)


def value(key: str, on: date) -> int:
    """The limit in force on the day, in its own unit. Raises LookupError for a limit that is not there."""
    limit = LIMITS[key]
    in_force = [number for since, number in _decided().get(key, []) if since <= on]
    return in_force[-1] if in_force else limit.default


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, what was decided is asked of the database at most once: for the length of one request."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def _decided() -> dict[str, list[tuple[date, int]]]:
    from rettesnor.staff.models import LimitDecision

    read = _read.get()
    if read:
        return read
    rows: dict[str, list[tuple[date, int]]] = {key: [] for key in LIMITS}
    for row in LimitDecision.objects.order_by("since", "pk"):
        rows.setdefault(row.key, []).append((row.since, row.number))
    if read is not None:
        read.update(rows)
    return rows
