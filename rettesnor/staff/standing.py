"""Where somebody stands at this moment, and how far each verb reaches from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from rettesnor.staff import roles as table

if TYPE_CHECKING:
    from rettesnor.staff.models import Assignment, RoleGrant, Shift


@dataclass(frozen=True)
class Reach:
    """The rows one verb reaches: everywhere, led houses, houses on shift, assigned cases and children, one's own."""

    everywhere: bool = False
    houses: frozenset[int] = frozenset()
    shift: frozenset[int] = frozenset()
    cases: frozenset[UUID] = frozenset()
    children: frozenset[str] = frozenset()
    own: bool = False

    def __bool__(self) -> bool:
        return bool(self.everywhere or self.houses or self.shift or self.cases or self.children or self.own)


@dataclass(frozen=True)
class Held:
    """A role in force; `house=None` means both houses."""

    role: str
    house: int | None


@dataclass(frozen=True)
class Standing:
    held: tuple[Held, ...]
    on_shift: frozenset[int]
    women: frozenset[UUID]
    children: frozenset[str]
    child_cases: frozenset[UUID]
    all_houses: frozenset[int]

    @classmethod
    def build(
        cls, *, roles: Iterable[RoleGrant], shifts: Iterable[Shift], assignments: Iterable[Assignment]
    ) -> Standing:
        held = tuple(Held(grant.role, grant.house_id) for grant in roles)
        tasks = list(assignments)
        return cls(
            held=held,
            on_shift=frozenset(shift.house_id for shift in shifts),
            women=frozenset(task.case_id for task in tasks if not task.child),
            children=frozenset(task.child for task in tasks if task.child),
            child_cases=frozenset(task.case_id for task in tasks if task.child),
            all_houses=_all_houses() if any(one.house is None for one in held) else frozenset(),
        )

    @property
    def letters(self) -> frozenset[str]:
        return frozenset(one.role for one in self.held)

    def may(self, verb: str) -> bool:
        """Does any role in force carry the verb at all? Which rows is `reach`."""
        return any(verb in table.VERBS[one.role] for one in self.held)

    def houses(self, verb: str) -> frozenset[int]:
        """The houses in which a role in force carries the verb."""
        return frozenset().union(*(self._houses(one) for one in self.held if verb in table.VERBS[one.role]))

    def reach(self, verb: str) -> Reach:
        """How far the verb reaches for this person now; an empty reach is false."""
        everywhere = own = False
        houses, shift = set[int](), set[int]()
        cases, children = set[UUID](), set[str]()
        for one in self.held:
            scopes = table.VERBS[one.role].get(verb, ())
            everywhere = everywhere or table.ALL in scopes
            own = own or table.OWN in scopes
            if table.HOUSE in scopes:
                houses |= self._houses(one)
            if table.SHIFT in scopes:
                shift |= self._houses(one) & self.on_shift
            if table.CASE in scopes:
                cases |= self.women
            if table.CHILD in scopes:
                children |= self.children
                cases |= self.child_cases if table.MOTHER in scopes else frozenset()
        return Reach(everywhere, frozenset(houses), frozenset(shift), frozenset(cases), frozenset(children), own)

    def _houses(self, one: Held) -> frozenset[int]:
        return self.all_houses if one.house is None else frozenset({one.house})


def _all_houses() -> frozenset[int]:
    from rettesnor.staff.models import House

    return frozenset(House.objects.values_list("pk", flat=True))
