from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid5

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q

from rettesnor.danish import clock
from rettesnor.residency.models.people import Resident
from rettesnor.staff.models import Employee, House
from rettesnor.staff.standing import Reach
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey

OPEN_OUTCOMES = ("", "visitation", "venter")
"""Outcomes after which something must still happen."""

NOES = ("afvist", "henvist")
"""Outcomes that send her on: each says why and how she was helped on."""

AFTERWARDS = timedelta(minutes=30)
"""Entered so long after it happened, a row is marked as written down afterwards."""


def key_within(client_key: UUID, place: str) -> UUID:
    """The key a form is kept under where its own is taken by somebody else or elsewhere: the same for the same form."""
    return uuid5(client_key, place)


class DraftQuerySet(models.QuerySet["Draft"]):
    def own(self, user: Employee, form: str) -> DraftQuerySet:
        """What this person is in the middle of; nobody else can open it."""
        return self.filter(employee=user, form=form).select_related("key")


class Draft(models.Model):
    """What somebody is in the middle of typing: sealed under a key of its own, gone when it is taken over."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    about = models.CharField(max_length=22, blank=True)
    body = SealedText()
    saved_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-saved_at", "-pk")

    def __str__(self) -> str:
        return "kladde"


LISTED = (
    *("code", "received_at", "caller", "channel", "children_with", "outcome", "danger_now"),
    *("house", "taken_by", "handed_over_to", "resident"),
)
ITS_STAY = ("stay__enquiry", "stay__never_came_at")
WRITTEN_BEFORE_THE_DECISION = ("enquiry.write", "visitation.write")


def _written_until(verb: str) -> Q:
    """What was said and seen before the decision is not written over after it."""
    return Q(decision=None) if verb in WRITTEN_BEFORE_THE_DECISION else Q()


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: Employee, verb: str) -> EnquiryQuerySet:
        """The visitator's: both houses until decided, and so a leader decides. The leader's house; once she has moved
        in, as long as her stay. The assigned woman's and child's. One's own until it is handed over or decided."""
        return self._within(user, user.standing.reach(verb)).filter(_written_until(verb))

    def whole_for(self, user: Employee, verb: str) -> EnquiryQuerySet:
        """Those of which more than one child's part may be read: an assignment to a child opens the child's part."""
        reach = user.standing.reach(verb)
        rows = self._within(user, replace(reach, cases=reach.cases & user.standing.women))
        return rows.filter(_written_until(verb))

    def verbs_on(self, enquiry: Enquiry, user: Employee, *verbs: str) -> set[str]:
        """Which of the verbs this person may do on this very enquiry; "whole" is to see all of it. One look."""
        here = {verb: self.model.objects.visible_to(user, verb) for verb in verbs if verb != "whole"}
        here["whole"] = self.model.objects.whole_for(user, "enquiry.see")
        asked = {verb.replace(".", "_"): Exists(here[verb].filter(pk=enquiry.pk)) for verb in verbs}
        found = self.filter(pk=enquiry.pk).annotate(**asked).values(*asked).first() or {}
        return {verb for verb in verbs if found.get(verb.replace(".", "_"))}

    def _within(self, user: Employee, reach: Reach) -> EnquiryQuerySet:
        rows = self.select_related("key", "house", "taken_by", "resident")
        # The visitator works with both houses until it is decided; from then on the case is the house's.
        undecided = Q(decision=None)
        if reach.everywhere and not reach.houses:
            return rows.filter(undecided)
        where = Q(house__in=reach.houses | reach.shift, stay=None) | Q(resident__key__in=reach.cases)
        where |= self._led_to_a_stay(user, reach)
        if reach.own:
            where |= Q(taken_by=user, handed_over_at=None) & undecided
        if reach.everywhere:
            where |= undecided
        return rows.filter(where)

    def _led_to_a_stay(self, user: Employee, reach: Reach) -> Q:
        """An enquiry that led to a stay is part of the case: as far as the house's stays are seen, and no longer."""
        from rettesnor.residency.models.stay import reached

        return reached(Reach(houses=reach.houses & user.standing.reach("stay.see").houses), "stay__")

    def as_it_went_on(self) -> EnquiryQuerySet:
        """With who decided, and to whom it was given: for those who held it until then."""
        return self.select_related("key", "house", "resident", "decision__decided_by", "handed_over_to")

    def in_a_list(self) -> EnquiryQuerySet:
        """With what a line of a list says and no more: no key and no sealed word is fetched."""
        from rettesnor.residency.models.visitation import DECISIVE

        related = ("house", "taken_by", "handed_over_to", "resident", "visitation", "decision", "stay")
        asked = (f"visitation__{name}" for group in DECISIVE for name in group)
        others = ("visitation__enquiry", "decision__enquiry", "decision__admitted", "resident__code", *ITS_STAY)
        names = ("house__code", "house__name", "taken_by__name", "handed_over_to__name")
        return self.select_related(None).select_related(*related).only(*LISTED, *asked, *others, *names)

    def waiting(self) -> EnquiryQuerySet:
        """Nobody has decided or closed them yet."""
        return self.filter(outcome__in=OPEN_OUTCOMES, decision=None)

    def settled(self) -> EnquiryQuerySet:
        """Decided, or closed with an outcome."""
        return self.exclude(outcome__in=OPEN_OUTCOMES, decision=None)

    def taken_last_by(self, user: Employee) -> Enquiry | None:
        """The latest call this person wrote down, whose house is likely to be the house of the next."""
        return self.filter(taken_by=user).select_related("house").order_by("-entered_at", "-pk").first()

    def sent_in(self, client_key: str, user: Employee) -> Enquiry | None:
        """What this person's form with this key has been saved as; nothing for a key that is none."""
        try:
            return self.of_form(UUID(client_key), user).select_related("key").first()
        except ValueError:
            return None

    def of_form(self, client_key: UUID, user: Employee) -> EnquiryQuerySet:
        """What this person's form with this key was saved as."""
        return self.filter(client_key__in=(client_key, key_within(client_key, user.code)), taken_by=user)

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
        ordering = ("-received_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="a_refusal_says_why_and_how_she_was_helped",
                condition=~Q(outcome__in=("afvist", "henvist")) | (~Q(refusal_reason="") & ~Q(helped_on="")),
            ),
        )

    def __str__(self) -> str:
        return "henvendelse"

    def subjects(self) -> list[str]:
        return [self.subject]

    @property
    def subject(self) -> str:
        """The woman once she has moved in, so that her log holds the whole case; until then the enquiry itself."""
        return self.resident.subject if self.resident else f"henvendelse:{self.code}"

    @property
    def is_open(self) -> bool:
        return self.outcome in OPEN_OUTCOMES and not hasattr(self, "decision")

    @property
    def written_afterwards(self) -> bool:
        return self.entered_at - self.received_at > AFTERWARDS
