"""What this room would remind of."""

from __future__ import annotations

from datetime import date

from rettesnor.residency import due_stay
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due


def due(user: Employee, day: date) -> list[Due]:
    """Everything about stays that is due for this user."""
    return due_stay.due(user, day)
