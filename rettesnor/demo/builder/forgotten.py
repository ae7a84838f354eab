"""What was forgotten and put right long afterwards: letters never sent, noes without complaint guidance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from rettesnor.audit.actions import Line
from rettesnor.danish import clock
from rettesnor.demo.builder.chances import on
from rettesnor.demo.builder.rows import Rows
from rettesnor.residency.models import Decision, Notice
from rettesnor.staff.models import Dismissal, Employee

A_WEEK = timedelta(days=7)
GIVEN_UP_AFTER = timedelta(days=21)
WHY = "Opdaget for sent. Kommunen fik besked i telefonen, da vi så det."


def forgotten(written: Rows, day: date, by: Employee) -> Iterator[tuple[datetime, Line]]:
    """Dismiss the reminder of every letter forgotten three weeks ago or more; gives the lines of the log."""
    said = []
    for notice in written.found[Notice]:
        given_up = notice.due_on + GIVEN_UP_AFTER
        if notice.sent_on is None and given_up < day:
            at = on(given_up, 14)
            row = Dismissal(key=notice.key, item=f"residency.notice:{notice.code}", by=by, at=at, reason=WHY)
            said.append(row)
            fields = {"item": row.item}
            yield at, Line("vælg fra", "reminder", row.code, notice.stay.resident.subject, fields)
    Dismissal.objects.bulk_create(said)


def guided_late(written: Rows, day: date) -> Iterator[tuple[datetime, Line]]:
    """Noes of more than a week ago without complaint guidance: it was given two days after. The lines of the log."""
    said = [each for each in written.found[Decision] if each.lacks_guidance and each.decided_at < on(day, 0) - A_WEEK]
    for decision in said:
        at, by, enquiry = decision.decided_at + timedelta(days=2), decision.decided_by, decision.enquiry
        decision.complaint_guidance, decision.guided_on = True, clock.day_of(at)
        decision.guided_how, decision.guided_by = "skriftligt", by
        told = {"klagevejledning": True, "dag": decision.guided_on, "hvordan": "skriftligt", "givet af": by.code}
        yield at, Line("ret", "decision", enquiry.code, enquiry.subject, fields=told)
    Decision.objects.bulk_update(said, ["complaint_guidance", "guided_on", "guided_how", "guided_by"])
