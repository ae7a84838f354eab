"""What this room would remind of."""

from __future__ import annotations

from datetime import date

from rettesnor.residency import due_intake, due_stay
from rettesnor.residency.due_intake import asked, told
from rettesnor.staff.models import Employee
from rettesnor.ui.due import Due

__all__ = ["asked", "due", "told"]


def due(user: Employee, day: date) -> list[Due]:
    """Everything about first contacts and stays that is due for this user."""
    return [*due_intake.due(user, day), *due_stay.due(user, day)]
