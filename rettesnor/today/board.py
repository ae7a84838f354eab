"""The house tonight: who is here, who comes and goes, and how much room there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q

from rettesnor.danish import clock
from rettesnor.residency.models import Capacity, Child, ChildStay, Leaving, Stay
from rettesnor.staff import limits
from rettesnor.staff.models import Employee, House


@dataclass
class Guest:
    """One woman on the board. `opens`: may the one who looks open her page? `plain`: the alias is all that is shown."""

    stay: Stay
    children: list[Child] = field(default_factory=list)
    leaves: Leaving | None = None
    opens: bool = False

    @property
    def plain(self) -> bool:
        return self.stay.resident.protected


@dataclass
class Tonight:
    """One house: who is here, who is expected (moved_in_at is to come), and who is to leave soon."""

    house: House
    here: list[Guest] = field(default_factory=list)
    coming: list[Guest] = field(default_factory=list)
    room: Room | None = None

    @property
    def leaving(self) -> list[Guest]:
        soon = [guest for guest in self.here if guest.leaves and not guest.plain]
        return sorted(soon, key=lambda guest: str(guest.leaves and guest.leaves.planned_on))


@dataclass(frozen=True)
class Room:
    """How many live in a house, and how many children it can give what they need; None where nobody has decided."""

    house: House
    women: int
    children: int
    capacity: int | None

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.children)


def tonight(user: Employee, now: datetime) -> list[Tonight]:
    """The boards this person may see: the own houses, or those on shift. The specially protected by alias only."""
    reach = user.standing.reach("board.see")
    houses = House.objects.filter(pk__in=reach.houses | reach.shift)
    boards = {house.pk: Tonight(house) for house in houses}
    guests = {guest.stay.pk: guest for guest in _guests(list(boards), now)}
    for own in _children(list(guests), now):
        guests[own.stay_id].children.append(own.child)
    until = now.date() + timedelta(days=limits.value("today.ahead", now.date()))
    for leaving in Leaving.objects.filter(stay__in=list(guests), planned_on__lte=until):
        guests[leaving.stay_id].leaves = leaving
    for guest in guests.values():
        board = boards[guest.stay.house_id]
        (board.here if guest.stay.moved_in_at <= now else board.coming).append(guest)
    for stay in Stay.objects.visible_to(user, "stay.see").filter(pk__in=list(guests)):
        guests[stay.pk].opens = True
    for room in _rooms(list(houses), now):
        boards[room.house.pk].room = room
    return list(boards.values())


def rooms(user: Employee, now: datetime) -> list[Room]:
    """The houses whose room this person may know without seeing who lives there, in numbers."""
    return _rooms(list(House.objects.all()), now) if user.standing.reach("board.free").everywhere else []


def shown(boards: list[Tonight], *, whole: bool) -> list[Stay | Child]:
    """Everybody whose alias stands on the boards: the women, and with `whole` the children too."""
    rows: list[Stay | Child] = []
    for board in boards:
        for guest in (*board.here, *board.coming):
            rows.append(guest.stay)
            if whole and not guest.plain:
                rows.extend(guest.children)
    return rows


def _guests(houses: list[int], now: datetime) -> list[Guest]:
    until = now + timedelta(days=limits.value("today.ahead", now.date()))
    stays = Stay.objects.filter(Q(left_at=None) | Q(left_at__gt=now), house__in=houses, moved_in_at__lte=until)
    stays = stays.select_related("key", "resident").order_by("resident__alias")
    return [Guest(stay) for stay in stays]


def _children(stays: list[int], now: datetime) -> list[ChildStay]:
    rows = ChildStay.objects.filter(Q(left_at=None) | Q(left_at__gt=now), stay__in=stays)
    return list(rows.select_related("child").order_by("child__alias"))


def _rooms(houses: list[House], now: datetime) -> list[Room]:
    women = dict(Stay.objects.open_at(now).order_by().values_list("house").annotate(count=Count("pk")))
    children = dict(ChildStay.objects.open_at(now).order_by().values_list("stay__house").annotate(count=Count("pk")))
    decided: dict[int, int] = {}
    for capacity in Capacity.objects.filter(since__lte=clock.day_of(now)).order_by("since", "pk"):
        decided[capacity.house_id] = capacity.children
    return [Room(house, women.get(house.pk, 0), children.get(house.pk, 0), decided.get(house.pk)) for house in houses]
