from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rettesnor.danish import clock
from rettesnor.residency.models.enquiry import Enquiry
from rettesnor.residency.models.people import Child, Resident
from rettesnor.staff.models import Employee, House
from rettesnor.staff.standing import Reach
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey

ARCHIVED_AFTER = timedelta(days=30)


def reached(reach: Reach, at: str = "") -> Q:
    """The stays a reach covers: led houses until 30 days after the end, houses on shift while open (not the specially
    protected), assigned cases as long as the assignment runs.

    `at` leads to the stay from rows that belong to one ("stay__"). Only the ways in that there are: most people have
    one, and the database is not asked about the others.
    """
    if reach.everywhere:
        return Q()
    ways = []
    if reach.houses:
        recent = Q(**{f"{at}left_at": None}) | Q(**{f"{at}left_at__gt": clock.now() - ARCHIVED_AFTER})
        ways.append(Q(**{f"{at}house__in": reach.houses}) & recent)
    if reach.shift:
        open_here = {f"{at}house__in": reach.shift, f"{at}left_at": None}
        ways.append(Q(**open_here, **{f"{at}resident__protected": False}))
    if reach.cases:
        ways.append(Q(**{f"{at}key__in": reach.cases}))
    return reduce(or_, ways) if ways else Q(pk__in=())


class StayQuerySet(models.QuerySet["Stay"]):
    def visible_to(self, user: Employee, verb: str) -> StayQuerySet:
        rows = self.filter(reached(user.standing.reach(verb)))
        return rows.select_related("key", "resident", "resident__key", "house")

    def came(self) -> StayQuerySet:
        """Without those of women who got a yes and never came: wherever stays are counted, theirs are none."""
        return self.filter(never_came_at=None)

    def open_at(self, moment: datetime) -> StayQuerySet:
        """Women who have moved in and not yet left."""
        return self.filter(Q(left_at=None) | Q(left_at__gt=moment), moved_in_at__lte=moment)

    def lived_between(self, begins: datetime, ends: datetime) -> StayQuerySet:
        """Women who lived in the house at some time from `begins` until before `ends`."""
        return self.came().filter(Q(left_at=None) | Q(left_at__gte=begins), moved_in_at__lt=ends)

    def begun_in(self, begins: datetime, ends: datetime) -> StayQuerySet:
        return self.came().filter(decided_at__gte=begins, decided_at__lt=ends)

    def ended_in(self, begins: datetime, ends: datetime) -> StayQuerySet:
        return self.came().filter(left_at__gte=begins, left_at__lt=ends)


class Stay(models.Model):
    """A woman's time in the house, from the decision until she has moved; moving between the houses is one stay.

    One she never came to (since `never_came_at` it is known) ends as it begins, at the moment when that was written:
    it is open at no time and in the way of no other. When she was expected stands in the correction (`Correction`).
    """

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="stays")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.SET_NULL, null=True, related_name="stay")
    house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="stays")
    first_house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="+")
    room = SealedText()
    decided_at = models.DateTimeField(db_index=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_in_at = models.DateTimeField(db_index=True)
    left_at = models.DateTimeField(null=True, db_index=True)
    never_came_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(default=clock.now)
    emergency = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    age_group = models.CharField(max_length=20, default="ukendt")
    residence_before = models.CharField(max_length=30, blank=True)
    earlier_stays = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=20, blank=True)
    interpreter = models.CharField(max_length=30, blank=True)
    case_municipality = models.CharField(max_length=20, blank=True)
    home_municipality = models.CharField(max_length=20, blank=True)
    municipality_after = models.CharField(max_length=20, blank=True)
    must_know = SealedText()

    objects: ClassVar[StayQuerySet] = StayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="nobody_leaves_before_moving_in", condition=Q(left_at=None) | Q(left_at__gte=F("moved_in_at"))
            ),
            models.CheckConstraint(
                name="whoever_never_came_was_never_here",
                condition=Q(never_came_at=None) | Q(left_at__isnull=False, left_at=F("moved_in_at")),
            ),
        )

    def __str__(self) -> str:
        return "ophold"

    @property
    def is_awaited(self) -> bool:
        """The decision is made, and she has not moved in yet."""
        return self.moved_in_at > clock.now()

    def subjects(self) -> list[str]:
        return self.resident.subjects()

    def is_open_at(self, moment: datetime) -> bool:
        return self.left_at is None or self.left_at > moment

    def is_within(self, reach: Reach) -> bool:
        """What `visible_to` asks the database, for a stay that is at hand: a page with many buttons asks it often."""
        if reach.everywhere or self.key_id in reach.cases:
            return True
        if self.left_at is None and self.house_id in reach.shift and not self.resident.protected:
            return True
        recent = self.left_at is None or self.left_at > clock.now() - ARCHIVED_AFTER
        return recent and self.house_id in reach.houses


class ChildStayQuerySet(models.QuerySet["ChildStay"]):
    def came(self) -> ChildStayQuerySet:
        """Without the children of a mother who never came to that stay."""
        return self.filter(stay__never_came_at=None)

    def begun_in(self, begins: datetime, ends: datetime) -> ChildStayQuerySet:
        return self.came().filter(moved_in_at__gte=begins, moved_in_at__lt=ends)

    def open_at(self, moment: datetime) -> ChildStayQuerySet:
        return self.filter(Q(left_at=None) | Q(left_at__gt=moment), moved_in_at__lte=moment)

    def left_with_her(self, at: datetime) -> ChildStayQuerySet:
        """Those she took along when she left at `at`: not one that went by itself, though it was the same minute."""
        return self.filter(left_at=at, left_alone=False)


class ChildStay(models.Model):
    """A child's own time in the house, beside the mother's; `left_alone`: its own move, whatever her hour was."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="child_stays")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="stays")
    moved_in_at = models.DateTimeField(db_index=True)
    left_at = models.DateTimeField(null=True)
    left_alone = models.BooleanField(default=False)
    age_group = models.CharField(max_length=20, default="ukendt")
    assessed_at = models.DateTimeField(null=True)
    follow_up = models.CharField(max_length=30, blank=True)
    follow_up_note = SealedText()
    left_for = SealedText()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[ChildStayQuerySet] = ChildStayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_child_is_once_in_a_stay", fields=("stay", "child")),
            models.CheckConstraint(
                name="no_child_leaves_before_moving_in", condition=Q(left_at=None) | Q(left_at__gte=F("moved_in_at"))
            ),
        )

    def __str__(self) -> str:
        return "barnets ophold"

    def subjects(self) -> list[str]:
        return self.child.subjects()


class MoveQuerySet(models.QuerySet["Move"]):
    def between_houses(self) -> MoveQuerySet:
        """Those that have an hour: a change of room stands at the moment it was noted."""
        return self.exclude(from_house=F("to_house"))


class Move(models.Model):
    """A move to the other house, or to another room, during a stay."""

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="moves")
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    from_house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="+")
    to_house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, unique=True)
    from_room = SealedText()
    reason = SealedText()

    objects: ClassVar[MoveQuerySet] = MoveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("at", "pk")  # of two in the same minute the one written first came first

    def __str__(self) -> str:
        return "flytning"

    def is_after(self, other: Move) -> bool:
        """As they are ordered."""
        return (self.at, self.pk) > (other.at, other.pk)


class Correction(models.Model):
    """A wrong date put right, with the date that stood there and the reason.

    `field` names a date of the stay itself, or with its code a child's moving in ("barn:…"), a child's moving out
    ("barn-ud:…"), a move ("flytning:…") or the day a notice was sent ("sendt:…", a whole day: its midnight). Without an
    `after` the date is gone: the move out was undone, or she never moved in; without a `before` there was none: she
    came after all.
    """

    CHILD, CHILD_LEFT, MOVE, SENT = "barn:", "barn-ud:", "flytning:", "sendt:"

    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="corrections")
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, unique=True)
    field = models.CharField(max_length=31)
    before = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = SealedText()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return "rettelse"

    @property
    def kind(self) -> str:
        """What was corrected, without its code."""
        return self.field.partition(":")[0]


class CapacityQuerySet(models.QuerySet["Capacity"]):
    def in_force(self, house: House, at: datetime) -> Capacity | None:
        return self.filter(house=house, since__lte=at.date()).order_by("-since", "-pk").first()


class Capacity(models.Model):
    """How many children the house can give what they need at one time, as somebody decided it from a date."""

    house = models.ForeignKey(House, on_delete=models.PROTECT)
    client_key = models.UUIDField(null=True, unique=True)
    children = models.PositiveSmallIntegerField()
    since = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)

    objects: ClassVar[CapacityQuerySet] = CapacityQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.children} børn"
