from __future__ import annotations

import json
from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.staff.asked import Asked
from rettesnor.staff.limits import LIMITS, said
from rettesnor.staff.standing import Standing
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey

_ENDS_AFTER = Q(until=None) | Q(until__gte=F("since"))


class House(models.Model):
    """One of the centre's houses; its address is the best kept secret of all."""

    code = models.SlugField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    municipality = models.CharField(max_length=4)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT)
    address = SealedText()
    phone = SealedText()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def working(self, day: date) -> EmployeeQuerySet:
        """Those whose employment is in force."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), is_active=True)

    def visible_to(self, user: Employee, verb: str) -> EmployeeQuerySet:
        """Who has or had a role in the houses the verb reaches, and those who are new and have none yet."""
        reach = user.standing.reach(verb)
        if reach.everywhere:
            return self.all()
        known = Q(roles__house__in=reach.houses) | Q(roles__isnull=False, roles__house=None) | Q(roles=None)
        return self.filter(known).distinct() if reach else self.none()


_People = BaseUserManager.from_queryset(EmployeeQuerySet)


class EmployeeManager(_People["Employee"]):
    def get_by_natural_key(self, username: str | None) -> Employee:
        return self.get(username=username)


class Employee(AbstractBaseUser):
    """A person who works in the house, paid or as a volunteer, and signs in."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    username = models.CharField(_("brugernavn"), max_length=60, unique=True)
    name = models.CharField(_("navn"), max_length=120)
    title = models.CharField(_("stilling"), max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    ends_on = models.DateField(_("ansat til og med"), null=True, blank=True)
    password_is_first = models.BooleanField(default=False)
    """The password was handed over by somebody else and must be replaced before anything else is done."""
    sittings = models.PositiveIntegerField(default=0)
    """Counted up when everybody signed in as this person must sign in again: every open session dies with it."""

    objects: ClassVar[EmployeeManager] = EmployeeManager()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def works_on(self, day: date) -> bool:
        """Is the employment in force on `day`?"""
        return self.is_active and (self.ends_on is None or self.ends_on >= day)

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be this person's: dies with the password, and when sittings are counted up."""
        return f"{super().get_session_auth_hash()}{self.sittings}"

    @cached_property
    def standing(self) -> Standing:
        """Where this person stands right now: roles, houses on shift, assignments. One look a request."""
        now = clock.now()
        return Standing.build(
            roles=RoleGrant.objects.in_force(now.date()).filter(employee=self),
            shifts=Shift.objects.running(now).filter(employee=self),
            assignments=Assignment.objects.in_force(now).filter(employee=self),
        )


ROLE_CHOICES = [
    ("S", _("sheltermedarbejder")),
    ("F", _("frivillig eller vikar")),
    ("K", _("kontaktperson, socialrådgiver")),
    ("B", _("børnefaglig koordinator")),
    ("P", _("psykolog")),
    ("V", _("visitator")),
    ("L", _("leder")),
    ("X", _("stedfortræder for lederen")),
    ("D", _("logrevisor")),
    ("A", _("arbejdsgruppe")),
    ("I", _("it")),
]


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, day: date) -> RoleGrantQuerySet:
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day).exclude(ended_at__date__lte=day)

    def after(self, day: date) -> RoleGrantQuerySet:
        """Roles that begin later."""
        return self.filter(since__gt=day, ended_at=None)

    def ended(self, day: date) -> RoleGrantQuerySet:
        """Roles that are over, or whose holder no longer works here."""
        still = self.of_employed(day).filter(Q(until=None) | Q(until__gte=day), ended_at=None)
        return self.exclude(pk__in=still)

    def of_employed(self, day: date) -> RoleGrantQuerySet:
        still = Q(employee__ends_on=None) | Q(employee__ends_on__gte=day)
        return self.filter(still, employee__is_active=True)

    def visible_to(self, user: Employee, verb: str) -> RoleGrantQuerySet:
        """Roles in the houses the verb reaches; whoever holds a role in both houses works in each of them."""
        reach = user.standing.reach(verb)
        rows = self.select_related("employee", "house", "granted_by", "confirmed_by")
        rows = rows.order_by("employee__name", "since")
        return rows if reach.everywhere else rows.filter(Q(house__in=reach.houses) | Q(house=None))


class RoleGrant(models.Model):
    """A role somebody holds, in one house or in both (house empty), between two dates."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=1, choices=ROLE_CHOICES)
    house = models.ForeignKey(House, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody ended it before its time; from that moment it counts no more."""
    granted_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[RoleGrantQuerySet] = RoleGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="role_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="nobody_grants_their_own_role", condition=Q(granted_by=None) | ~Q(granted_by=F("employee"))
            ),
            models.CheckConstraint(
                name="a_role_is_confirmed_by_another",
                condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("employee")) & ~Q(confirmed_by=F("granted_by"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.employee_id}"

    def is_over(self, day: date) -> bool:
        """Did it end before `day`, or was it ended?"""
        return self.ended_at is not None or (self.until is not None and self.until < day)


class ShiftQuerySet(models.QuerySet["Shift"]):
    def between(self, first: datetime, last: datetime) -> ShiftQuerySet:
        """Those with an hour between the two moments."""
        return self.filter(starts__lt=last, ends__gt=first)

    def running(self, at: datetime) -> ShiftQuerySet:
        return self.filter(starts__lte=at, ends__gt=at)

    def visible_to(self, user: Employee, verb: str) -> ShiftQuerySet:
        reach = user.standing.reach(verb)
        rows = self.select_related("employee", "house").order_by("house__name", "employee__name")
        return rows if reach.everywhere else rows.filter(house__in=reach.houses)


class Shift(models.Model):
    """Hours in which somebody is on duty in a house."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="shifts")
    house = models.ForeignKey(House, on_delete=models.PROTECT)
    starts = models.DateTimeField()
    ends = models.DateTimeField(db_index=True)

    objects: ClassVar[ShiftQuerySet] = ShiftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (models.CheckConstraint(name="shift_ends_after_it_begins", condition=Q(ends__gt=F("starts"))),)

    def __str__(self) -> str:
        return f"{self.starts:%Y-%m-%d %H:%M}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, at: datetime) -> AssignmentQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


class Assignment(models.Model):
    """Somebody's task for one woman or one child: what opens the case to them, and closes it when it ends."""

    KINDS = (
        ("kontaktperson", _("kontaktperson")),
        ("boernefaglig", _("børnefaglig koordinator")),
        ("psykolog", _("psykolog")),
        ("eftervaern", _("efterværn")),
        ("stedfortraeder", _("stedfortræder")),
    )
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="assignments")
    case = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="assignments")
    child = models.CharField(max_length=22, blank=True, db_index=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by_itself = models.BooleanField(default=False)
    """It ends as the stay and what was agreed do, and not because somebody ended it."""

    objects: ClassVar[AssignmentQuerySet] = AssignmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="task_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    def items(self) -> set[str]:
        """The keys of every item said to be irrelevant."""
        return set(self.values_list("item", flat=True))


class Dismissal(models.Model):
    """Somebody's reasoned word that something the house reminds of is not relevant here."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=80, unique=True)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = SealedText()

    objects: ClassVar[DismissalQuerySet] = DismissalQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.item


class UnsentQuerySet(models.QuerySet["Unsent"]):
    def own(self, user: Employee) -> UnsentQuerySet:
        """What this person sent in vain, the latest first; nobody else can open it."""
        return self.filter(employee=user).select_related("key").order_by("-sent_at")

    def older_than(self, moment: datetime) -> UnsentQuerySet:
        return self.filter(sent_at__lt=moment).select_related("key")


class Unsent(models.Model):
    """A form somebody sent after the sign-in had run out: sealed under a key of its own, gone when it is sent again."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="unsent")
    sent_at = models.DateTimeField(default=clock.now)
    body = SealedText()

    objects: ClassVar[UnsentQuerySet] = UnsentQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return "usendt formular"

    @cached_property
    def _told(self) -> tuple[str, dict[str, list[str]]]:
        path, typed = json.loads(self.body)
        return path, typed

    @property
    def path(self) -> str:
        """Where it was sent to."""
        return self._told[0]

    @property
    def typed(self) -> dict[str, list[str]]:
        """What stood in it, by the names of the fields."""
        return self._told[1]

    def is_of(self, path: str, client_key: str) -> bool:
        """Is this what was sent to `path` from the form with this key (empty: a form that carries none)?"""
        return self.path == path and self.typed.get("client_key", [""]) == [client_key]


class LimitDecisionQuerySet(models.QuerySet["LimitDecision"]):
    def by_key(self) -> dict[str, list[LimitDecision]]:
        """Every decision with who made it, by limit, the one that counts longest ahead first."""
        found: dict[str, list[LimitDecision]] = {}
        for row in self.select_related("decided_by").order_by("-since", "-pk"):
            found.setdefault(row.key, []).append(row)
        return found


class LimitDecision(models.Model):
    """The centre's own word that one of its limits is another number from a day on; never changed, only followed."""

    key = models.CharField(max_length=40, db_index=True)
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    client_key = models.UUIDField(null=True, unique=True)

    objects: ClassVar[LimitDecisionQuerySet] = LimitDecisionQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    @property
    def said(self) -> str:
        """The number with its unit, in words."""
        return said(self.number, LIMITS[self.key].unit) if self.key in LIMITS else str(self.number)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> ProposalQuerySet:
        """What nobody has answered yet, the oldest first."""
        rows = self.filter(outcome="").select_related("employee", "house", "asked_by")
        return rows.order_by("asked_at")

    def answerable_by(self, user: Employee) -> ProposalQuerySet:
        """The log auditor's, or the leader's of another house; never who asked, and never the one it is about."""
        reach = user.standing.reach("staff.confirm")
        if not (reach.everywhere or reach.houses):
            return self.none()
        others = self.exclude(asked_by=user).exclude(employee=user)
        # Of another house than the only one that is led; who leads both may answer in each.
        return others if reach.everywhere or len(reach.houses) > 1 else others.exclude(house__in=reach.houses)


class Proposal(Asked):
    """What one person has asked for and another must confirm: a role, or a lost way in that is opened anew."""

    ROLE, DOOR = "rolle", "indgang"

    kind = models.CharField(max_length=8, choices=((ROLE, _("rolle")), (DOOR, _("ny adgang"))))
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField(max_length=1, choices=ROLE_CHOICES, blank=True)
    house = models.ForeignKey(House, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    half = models.TextField(blank=True)
    """Of a new way in: the half of the password that the asker was shown, sealed until the other half is made."""

    objects: ClassVar[ProposalQuerySet] = ProposalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(name="nobody_proposes_for_themselves", condition=~Q(asked_by=F("employee"))),
            models.CheckConstraint(
                name="a_proposal_is_confirmed_by_another",
                condition=~Q(outcome="ja")
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("asked_by")) & ~Q(answered_by=F("employee"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.employee_id}"
