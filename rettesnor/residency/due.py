"""What this room would remind of."""

from __future__ import annotations

from datetime import date
from typing import Any

from rettesnor.residency import due_intake, due_stay
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due
from rettesnor.ui.waiting import Waiting


def due(user: Employee, day: date) -> list[Due]:
    """Everything about first contacts and stays that is due for this user."""
    return [*due_intake.due(user, day), *due_stay.due(user, day)]


def asked(user: Employee) -> list[Any]:
    """What waits for this user's answer or to be done, as I dag asks for it in one question."""
    return [*due_intake.asked(user), *due_stay.asked(user)]


def told(row: Waiting, day: date) -> Due:
    return due_stay.told(row, day) if row.kind == due_stay.LIFTING else due_intake.told(row, day)
