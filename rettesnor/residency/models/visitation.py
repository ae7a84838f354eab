from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from rettesnor.danish import clock, codes, cpr
from rettesnor.residency.models.enquiry import Enquiry
from rettesnor.residency.models.guided import Guided
from rettesnor.residency.models.people import Child
from rettesnor.staff.models import Employee, House
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey

DOUBT = "tvivl"
SCREENED = ("kan_vaere_her", DOUBT, "behov_stoerre")
ADULT, LEAST_AGE, MOST_AGE, MOTHERHOOD = 18, 10, 110, 12
"""Of age; the age under which a number is not hers but a child's, and over which it is nobody's; and that under which
hardly anybody is a mother."""
UNASKED = ("", "ikke_spurgt")
"""What a question holds that nobody has asked yet; "doesn't know" and "won't say" are answers."""
DECISIVE = (("adult",), ("violence", "in_target_group"), ("safety", "mental_health"))
"""Of each of these groups one must be answered before a conversation counts as held."""


def unscreened(at: str = "") -> Q:
    """Enquiries whose woman nobody has screened, as `Visitation.is_screened` says it of one; `at` leads to them."""
    return ~Q(**{f"{at}visitation__mental_health__in": SCREENED}) | Q(**{f"{at}visitation": None})


def held() -> Q:
    """Enquiries whose conversation is held, as `Visitation.is_held` says it of one."""
    found = Q(visitation__isnull=False)
    for group in DECISIVE:
        some = Q()
        for name in group:
            some |= ~Q(**{f"visitation__{name}__in": UNASKED})
        found &= some
    return found


class Visitation(models.Model):
    """The conversation that finds out whether the house is the right place: for her, and for each child.

    `afterwards` names what was first answered when she lived here already (last at `afterwards_at`): nobody had had
    time to ask before.
    """

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
    afterwards = models.JSONField(default=list, blank=True)
    afterwards_at = models.DateTimeField(null=True)
    afterwards_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    leader_answer = SealedText()
    leader_answered_at = models.DateTimeField(null=True)
    leader_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return "visitation"

    def subjects(self) -> list[str]:
        return self.enquiry.subjects()

    @property
    def is_held(self) -> bool:
        """Has something decisive been asked? A page that was saved empty, or half, is a conversation begun."""
        return all(any(getattr(self, name) not in UNASKED for name in group) for group in DECISIVE)

    @property
    def is_screened(self) -> bool:
        """Has her mental health been screened? "Not asked" is no screening."""
        return self.mental_health in SCREENED

    @property
    def in_doubt(self) -> bool:
        return self.mental_health == DOUBT and self.leader_answered_at is None

    @property
    def words_at(self) -> datetime:
        """When she said what stands in her own words."""
        return self.afterwards_at if self.afterwards_at and "own_words" in self.afterwards else self.screened_at

    @property
    def in_doubt_here(self) -> bool:
        """The doubt came when she lived here already: no decision has answered it."""
        return self.in_doubt and "mental_health" in self.afterwards

    def years_on(self, day: date) -> int | None:
        """Her age in whole years: from the person number, else as she said it; None if neither is known."""
        return cpr.age_on(cpr.parse(self.cpr, day).born, day) if self.cpr else self.age

    def under_age_on(self, day: date) -> bool:
        years = self.years_on(day)
        return self.adult == "nej" if years is None else years < ADULT

    def contradicts_on(self, day: date) -> bool:
        """Does the answer to whether she is of age say otherwise than her number, or the age she told?"""
        years = self.years_on(day)
        return years is not None and self.adult in ("ja", "nej") and (self.adult == "ja") != (years >= ADULT)


class ChildAssessmentQuerySet(models.QuerySet["ChildAssessment"]):
    def visible_to(self, user: Employee, verb: str) -> ChildAssessmentQuerySet:
        """The children of enquiries that may be read whole, and the child one is assigned to (not its siblings)."""
        where = Q(enquiry__in=Enquiry.objects.whole_for(user, verb).values("pk"))
        where |= Q(child__code__in=user.standing.reach(verb).children)
        return self.filter(where).select_related("key", "child", "enquiry", "enquiry__key", "enquiry__resident")

    def unassessed(self) -> ChildAssessmentQuerySet:
        return self.filter(assessed_at=None)

    def living_here(self) -> ChildAssessmentQuerySet:
        """Their mother was admitted and the stay still runs."""
        return self.filter(enquiry__stay__isnull=False, enquiry__stay__left_at=None)

    def with_its_coming(self) -> ChildAssessmentQuerySet:
        """With `came_at`: when the child itself moved in, perhaps later than its mother."""
        from rettesnor.residency.models.stay import ChildStay

        own = ChildStay.objects.filter(child=OuterRef("child"), stay__enquiry=OuterRef("enquiry"))
        return self.annotate(came_at=Subquery(own.values("moved_in_at")[:1]))


class ChildAssessment(models.Model):
    """How a child is and what it needs, judged for this child alone before or soon after moving in."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="assessments")
    client_key = models.UUIDField(null=True, unique=True)
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

    objects: ClassVar[ChildAssessmentQuerySet] = ChildAssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return "vurdering af et barn"

    def subjects(self) -> list[str]:
        return [self.subject]

    @property
    def subject(self) -> str:
        """The child once it has moved in; until then the assessment itself."""
        return self.child.subject if self.child else f"barn:{self.code}"

    @property
    def is_assessed(self) -> bool:
        """Assessed means at least one observation written down, not a ticked box."""
        return self.assessed_at is not None

    def least_age_on(self, day: date) -> int:
        """The least age the child can have, in years; 0 if nothing is known."""
        if self.cpr:
            return cpr.age_on(cpr.parse(self.cpr, day).born, day)
        return codes.youngest(self.age_group)

    def is_too_old_for(self, mother: Visitation, day: date) -> bool:
        """Would she have been a child herself when it was born? A slip of the keys is likelier: it is asked about."""
        if self.cpr and mother.cpr:
            return cpr.age_on(cpr.parse(mother.cpr, day).born, cpr.parse(self.cpr, day).born) < MOTHERHOOD
        hers, its = mother.years_on(day), self.least_age_on(day)
        return hers is not None and its > 0 and hers - its < MOTHERHOOD


NO_PLACE = ("ingen_plads", "boernekapacitet")
"""Noes that say nothing of her: where she is helped on they are no decision to complain of (domain.md 1.5)."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def owing_guidance(self) -> DecisionQuerySet:
        """The noes she can complain of and has not been told so; want of room is none, if she was helped on."""
        rows = self.filter(admitted=False, complaint_guidance=False)
        return rows.exclude(~Q(helped_on="ingen"), refusal_reason__in=NO_PLACE)

    def made_in(self, begins: datetime, ends: datetime) -> DecisionQuerySet:
        return self.filter(decided_at__gte=begins, decided_at__lt=ends)


class Decision(Guided):
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
    unscreened_why = SealedText()

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

    @property
    def appealable(self) -> bool:
        return not self.admitted
