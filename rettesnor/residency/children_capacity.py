"""How many more children a house can give what they need, by the limit the house has set itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from rettesnor.residency.models import Capacity, ChildStay
from rettesnor.staff.models import House

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class ChildrenInHouse:
    """One house this week: its own limit (None if it has set none), children here now, children who come."""

    house: House
    limit: int | None
    here: int
    coming: int

    @property
    def room_for(self) -> int | None:
        return None if self.limit is None else self.limit - self.here - self.coming

    @property
    def over(self) -> int:
        return max(0, -(self.room_for or 0))


def this_week(houses: Sequence[House], at: datetime) -> list[ChildrenInHouse]:
    """The children's week in each house, from `at` and seven days on."""
    here = Count("pk", filter=Q(moved_in_at__lte=at))
    coming = Count("pk", filter=Q(moved_in_at__gt=at, moved_in_at__lte=at + AHEAD))
    present = ChildStay.objects.filter(Q(left_at=None) | Q(left_at__gt=at), stay__house__in=houses)
    counted = present.values("stay__house").annotate(here=here, coming=coming)
    children = {row["stay__house"]: (row["here"], row["coming"]) for row in counted}
    set_so_far = Capacity.objects.filter(house__in=houses, since__lte=at.date()).order_by("since", "pk")
    limits = dict(set_so_far.values_list("house", "children"))
    return [ChildrenInHouse(house, limits.get(house.pk), *children.get(house.pk, (0, 0))) for house in houses]
