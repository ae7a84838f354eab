"""The lines of the document as they are offered to the one who records: most used first, then the document's order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rettesnor.guideline.models import Line, Wording
from rettesnor.practice.models import Effort
from rettesnor.staff.models import Employee


@dataclass(frozen=True)
class Offered:
    """A line one can choose: its id and words; `search`: further words it is found by; `used`: how often lately."""

    id: str
    short: str
    area: str
    remember: str
    search: str
    used: int


def words(on: date) -> dict[str, Wording]:
    """The wording in force of every line, by its id."""
    return {wording.line_id: wording for wording in Wording.objects.in_force(on)}


def shorts(on: date) -> dict[str, str]:
    """What every line is called on the day, by its id; a line without words that day is left out."""
    return dict(Wording.objects.in_force(on).values_list("line", "short"))


def offered(user: Employee, *, for_child: bool, on: date) -> list[Offered]:
    """What can be recorded on the day for a woman, or a child: what people of one's role use most, then their own
    lines, then the rest."""
    letters = user.standing.letters
    used = Effort.objects.most_used(letters, for_child=for_child, on=on)
    wordings = words(on)
    lines = Line.objects.recordable("child" if for_child else "woman", on).select_related("area")
    rows = []
    for number, line in enumerate(lines):
        wording = wordings.get(line.pk)
        mine = wording is not None and not letters.isdisjoint(wording.roles)
        row = Offered(
            line.pk,
            wording.short if wording else line.pk,
            line.area.title,
            wording.remember if wording else "",
            line.search,
            used.get(line.pk, 0),
        )
        rows.append(((-row.used, not mine, number), row))
    return [row for _place, row in sorted(rows, key=lambda pair: pair[0])]
