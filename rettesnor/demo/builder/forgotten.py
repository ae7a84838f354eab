"""Letters that were never sent: long afterwards somebody says why, so that the house stops reminding of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from rettesnor.audit.actions import Line
from rettesnor.demo.builder.chances import on
from rettesnor.demo.builder.rows import Rows
from rettesnor.residency.models import Notice
from rettesnor.staff.models import Dismissal, Employee

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
