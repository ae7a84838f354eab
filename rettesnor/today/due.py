"""Everything that is due for the one who looks, in one order: collected from the rooms, less what was dismissed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from rettesnor.danish import clock
from rettesnor.followup.due import due as from_followup
from rettesnor.network import due as network
from rettesnor.post.due import due as from_post
from rettesnor.practice.due import due as from_practice
from rettesnor.reports import due as reports
from rettesnor.residency import due as residency
from rettesnor.staff import due as staff
from rettesnor.staff.models import Dismissal, Employee
from rettesnor.ui.due import NOW, TODAY, WEEK, Due
from rettesnor.ui.waiting import Waiting

ASKED = {"residency": residency, "reports": reports, "staff": staff, "network": network}
"""Rooms in which one asks and another answers, or one's own words wait to be saved."""
FIRST_VIEW = 7
WHOLE_DAY = ((0, 0), (23, 59))


@dataclass(frozen=True)
class Shown:
    """A reminder as it is written: `limit` is a day where the whole day counts, else the moment."""

    item: Due

    @property
    def limit(self) -> date | datetime:
        local = self.item.limit.astimezone(clock.CPH)
        return local.date() if (local.hour, local.minute) in WHOLE_DAY else self.item.limit


@dataclass
class Group:
    """What is due about one person within one level, the most pressing first."""

    called: str
    items: list[Shown] = field(default_factory=list)


@dataclass
class Level:
    """ "nu", "i dag" or "denne uge", with its groups in order."""

    name: str
    groups: list[Group] = field(default_factory=list)


def waiting(user: Employee, day: date) -> list[Due]:
    """What waits for this person's answer, or for being sent again, in every room: one question for all of them."""
    first, *others = (rows for room in ASKED.values() for rows in room.asked(user))
    rows = (Waiting(*row) for row in first.union(*others, all=True))
    found = (ASKED[row.kind.partition(".")[0]].told(row, day) for row in rows)
    return [item for item in found if item is not None]


ROOMS = (residency.due, from_practice, from_post, from_followup, waiting)


def due(user: Employee, day: date) -> list[Due]:
    """Every reminder this person can act on, the most pressing first; each once, none that was dismissed."""
    found = {item.item: item for room in ROOMS for item in room(user, day)}
    for dismissed in Dismissal.objects.filter(item__in=list(found)).items():
        del found[dismissed]
    return sorted(found.values(), key=lambda item: (item.limit, item.item))


def in_levels(items: Iterable[Due], now: datetime) -> list[Level]:
    """The items by level and, within a level, together by person; the order of the first of each is kept."""
    levels = {name: Level(name) for name in (NOW, TODAY, WEEK)}
    groups: dict[tuple[str, str], Group] = {}
    for item in items:
        level = item.level(now)
        about = item.who.subjects()[0] if item.who else item.item
        if (level, about) not in groups:
            groups[level, about] = Group(item.called)
            levels[level].groups.append(groups[level, about])
        groups[level, about].items.append(Shown(item))
    return [level for level in levels.values() if level.groups]
