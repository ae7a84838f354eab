from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rettesnor.danish import clock
from rettesnor.residency.models.people import Child, Resident
from rettesnor.staff.models import Employee, House
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey


class Draft(models.Model):
    """What somebody is in the middle of typing: sealed under a key of its own, gone when it is taken over."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    about = models.CharField(max_length=22, blank=True)
    body = SealedText()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-saved_at",)

    def __str__(self) -> str:
        return "kladde"


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: Employee, verb: str) -> EnquiryQuerySet:
        """Own until handed over or decided; the leader's house; the visitator's both; the contact person's woman."""
        reach = user.standing.reach(verb)
        rows = self.select_related("key", "house", "taken_by")
        if reach.everywhere:
            return rows
        where = Q(house__in=reach.houses)
        where |= Q(resident__key__in=reach.cases)
        if reach.shift:
            where |= Q(house__in=reach.shift)
        if reach.own:
            where |= Q(taken_by=user, handed_over_at=None, decision=None)
        return rows.filter(where)

    def waiting(self) -> EnquiryQuerySet:
        """Nobody has decided or closed them yet."""
        return self.filter(outcome__in=("", "visitation", "venter"), decision=None)

    def received_in(self, begins: datetime, ends: datetime) -> EnquiryQuerySet:
        return self.filter(received_at__gte=begins, received_at__lt=ends)


class Enquiry(models.Model):
    """A first contact: somebody calls, writes or stands at the door, perhaps without ever giving a name."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)
    house = models.ForeignKey(House, on_delete=models.PROTECT)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=clock.now, db_index=True)
    entered_at = models.DateTimeField(default=clock.now)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=30, blank=True)
    caller = models.CharField(max_length=30, blank=True)
    about = models.CharField(max_length=30, blank=True)
    safe_to_talk = models.CharField(max_length=20, blank=True)
    danger_now = models.CharField(max_length=20, blank=True)
    children_with = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=20, blank=True)
    interpreter = models.CharField(max_length=30, blank=True)
    municipality = models.CharField(max_length=20, blank=True)
    story = SealedText()
    caller_name = SealedText()
    call_back = SealedText()
    whereabouts = SealedText()
    outcome = models.CharField(max_length=30, blank=True, db_index=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    refusal_reason = models.CharField(max_length=30, blank=True)
    helped_on = models.CharField(max_length=30, blank=True)
    helped_to = SealedText()
    resident = models.ForeignKey(Resident, on_delete=models.SET_NULL, null=True, related_name="enquiries")

    objects: ClassVar[EnquiryQuerySet] = EnquiryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-received_at",)
        constraints = (
            models.CheckConstraint(
                name="a_refusal_says_why_and_how_she_was_helped",
                condition=~Q(outcome="afvist") | (~Q(refusal_reason="") & ~Q(helped_on="")),
            ),
        )

    def __str__(self) -> str:
        return "henvendelse"

    def subjects(self) -> list[str]:
        return [self.subject]

    @property
    def subject(self) -> str:
        return f"henvendelse:{self.code}"

    @property
    def is_open(self) -> bool:
        return self.outcome in ("", "visitation", "venter") and not hasattr(self, "decision")


class Visitation(models.Model):
    """The conversation that finds out whether the house is the right place: for her, and for each child."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="visitation")
    version = models.PositiveIntegerField(default=1)
    screened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    screened_at = models.DateTimeField(default=clock.now)
    age = models.PositiveSmallIntegerField(null=True)
    adult = models.CharField(max_length=20, blank=True)
    violence = models.CharField(max_length=20, blank=True)
    violence_forms = models.JSONField(default=list, blank=True)
    violence_by = models.CharField(max_length=30, blank=True)
    in_target_group = models.CharField(max_length=20, blank=True)
    target_group_note = SealedText()
    safety = models.CharField(max_length=30, blank=True)
    safety_note = SealedText()
    mental_health = models.CharField(max_length=30, blank=True)
    mental_health_note = SealedText()
    leader_asked = models.BooleanField(default=False)
    language = models.CharField(max_length=20, blank=True)
    danish = models.CharField(max_length=20, blank=True)
    english = models.CharField(max_length=20, blank=True)
    interpreter = models.CharField(max_length=30, blank=True)
    own_words = SealedText()
    anonymous = models.BooleanField(default=False)
    name = SealedText()
    cpr = SealedText()
    phone = SealedText()

    def __str__(self) -> str:
        return "visitation"

    def subjects(self) -> list[str]:
        return self.enquiry.subjects()


class ChildAssessment(models.Model):
    """How a child is and what it needs, judged for this child alone before or soon after moving in."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="assessments")
    order = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    called = SealedText()
    cpr = SealedText()
    institution = SealedText()
    age_group = models.CharField(max_length=20, blank=True)
    assessed_at = models.DateTimeField(null=True, db_index=True)
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    themes = models.JSONField(default=dict, blank=True)
    needs = models.JSONField(default=list, blank=True)
    offer = models.CharField(max_length=30, blank=True)
    offer_type = models.CharField(max_length=30, blank=True)
    observation = SealedText()
    own_words = SealedText()
    why_not = SealedText()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return "vurdering af et barn"

    @property
    def is_assessed(self) -> bool:
        """Assessed means at least one observation written down, not a ticked box."""
        return self.assessed_at is not None


class DecisionQuerySet(models.QuerySet["Decision"]):
    def made_in(self, begins: datetime, ends: datetime) -> DecisionQuerySet:
        return self.filter(decided_at__gte=begins, decided_at__lt=ends)


class Decision(models.Model):
    """The leader's yes or no to a stay, with its hour: the moment that starts the clocks."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.CASCADE, related_name="decision")
    house = models.ForeignKey(House, on_delete=models.PROTECT)
    admitted = models.BooleanField()
    emergency = models.BooleanField(default=False)
    decided_at = models.DateTimeField(db_index=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    reason = SealedText()
    refusal_reason = models.CharField(max_length=30, blank=True)
    helped_on = models.CharField(max_length=30, blank=True)
    helped_to = SealedText()
    complaint_guidance = models.BooleanField(default=False)

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_no_says_why_and_how_she_was_helped",
                condition=Q(admitted=True) | (~Q(refusal_reason="") & ~Q(helped_on="")),
            ),
            models.CheckConstraint(
                name="a_decision_is_not_made_in_the_future",
                condition=Q(decided_at__lte=F("entered_at") + timedelta(minutes=5)),
            ),
        )

    def __str__(self) -> str:
        return "afgørelse"
