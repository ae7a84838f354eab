"""Every limit that is the centre's own: "within N days" that no law has set. Nowhere else stands such a number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Limit:
    """unit: "hours", "days", "workdays", "weeks" or "months" · row: the line of the document it serves.

    default: what is proposed until the centre decides · meaning: in Danish, as the page of limits says it.
    """

    key: str
    unit: str
    default: int
    meaning: object
    row: str


LIMITS = {
    limit.key: limit
    for limit in (
        Limit(
            "wellbeing.every",
            "weeks",
            4,
            _("Så lang tid må der højst gå mellem to trivselsnoter om et barn."),
            "CHI-A4",
        ),
        Limit(
            "practice.ahead",
            "days",
            7,
            _("Så tidligt minder vi om en planlagt indsats og om en trivselsnote."),
            "PRE-N1",
        ),
        Limit("practice.shift_reads", "days", 14, _("Så langt tilbage læser vagten, hvad der er gjort."), "PRE-N1"),
        Limit(
            "practice.most_used",
            "days",
            90,
            _("Så langt tilbage tæller vi, når de mest brugte indsatser vises først."),
            "PRE-N1",
        ),
        Limit("resident.contact", "workdays", 1, _("Så hurtigt har hver kvinde en kontaktperson."), "PRE-N1"),
        Limit(
            "resident.lifting", "workdays", 1, _("Så hurtigt svarer en anden, om hendes beskyttelse ophører."), "PRE-N1"
        ),
        Limit(
            "child.follow_up",
            "days",
            7,
            _("Så hurtigt efter udflytningen er opfølgning for barnet overvejet."),
            "CHI-A3",
        ),
        Limit("child.coordinator", "workdays", 1, _("Så hurtigt har hvert barn en børnefaglig koordinator."), "CHI-A6"),
        Limit("woman.screening", "hours", 24, _("Så hurtigt er en kvinde, der kom akut, screenet."), "PSY-N1"),
        Limit("child.emergency", "hours", 24, _("Så hurtigt er et barn, der kom akut, vurderet."), "CHI-A1"),
        Limit("child.first_talk", "workdays", 2, _("Så hurtigt har barnet haft sin første egen samtale."), "CHI-G3"),
        Limit("municipality.contact", "workdays", 5, _("Så hurtigt er kommunen talt med."), "MUN-G1"),
        Limit("enquiry.waiting", "hours", 12, _("Så længe må en henvendelse stå uden udfald."), "PRE-N1"),
        Limit("enquiry.afterwards", "days", 31, _("Så langt tilbage kan et opkald skrives ned bagefter."), "PRE-N1"),
        Limit("enquiry.doubt", "hours", 4, _("Så hurtigt svarer lederen på en tvivl om psykisk lidelse."), "PSY-G1"),
        Limit(
            "enquiry.decision",
            "hours",
            4,
            _("Så hurtigt er der truffet afgørelse, når visitationen er holdt."),
            "CHI-G3",
        ),
        Limit(
            "enquiry.draft",
            "hours",
            8,
            _("Så længe må det, der er tastet under et opkald, ligge uden at være gemt."),
            "PRE-N1",
        ),
        Limit(
            "enquiry.exception", "hours", 168, _("Så hurtigt ser lederen på et nej, der er en undtagelse."), "AGE-G1"
        ),
        Limit("followup.close", "days", 30, _("Så hurtigt efter et kvartal er det lukket."), "PRE-N3"),
        Limit("reports.fetch", "days", 7, _("Så længe kan en frigivet beboerliste hentes."), "OTH-G2"),
        Limit("aftercare.length", "months", 6, _("Så længe foreslår vi, at efterværnet varer."), "OUT-A1"),
        Limit("today.ahead", "days", 7, _("Så langt frem siger tavlen, hvem der kommer og går."), "PRE-N1"),
        Limit("staff.proposal", "days", 7, _("Så længe kan det, én har foreslået, bekræftes af en anden."), "PRE-N1"),
    )
}


UNITS = {
    "hours": _("timer"),
    "days": _("dage"),
    "workdays": _("hverdage"),
    "weeks": _("uger"),
    "months": _("måneder"),
}


def said(number: int, unit: str) -> str:
    """So many of a unit, in words."""
    words = {
        "hours": ngettext("{number} time", "{number} timer", number),
        "days": ngettext("{number} dag", "{number} dage", number),
        "workdays": ngettext("{number} hverdag", "{number} hverdage", number),
        "weeks": ngettext("{number} uge", "{number} uger", number),
        "months": ngettext("{number} måned", "{number} måneder", number),
    }
    return words[unit].format(number=number)


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
