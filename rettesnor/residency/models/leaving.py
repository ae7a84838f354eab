from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.post.models import Document
from rettesnor.residency.models.guided import Guided
from rettesnor.residency.models.people import Child
from rettesnor.residency.models.stay import ARCHIVED_AFTER, Stay, reached
from rettesnor.staff.models import Employee
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey

OF_THE_LETTER = tuple(
    f"document__{field}" for field in ("reminds_on", "judges_on", "department", "municipality", "recipient_reason")
)
OF_THE_CASE = (
    *("document", "kind", "told_on", "told_planned", "triggered_on", "reminds_on", "due_on", "names_others"),
    *("not_owed_why", "stay__left_at", "stay__case_municipality"),
)


def reached_notices(user: Employee, verb: str) -> Q:
    """Notices of the stays the verb reaches; the visitator prepares the notice of admission until it is sent."""
    reach = user.standing.reach(verb)
    if verb != "notice.admission":
        return reached(reach, "stay__")
    archived = Q(stay__left_at__lte=clock.now() - ARCHIVED_AFTER)
    return Q(kind="admission", sent_on=None) & ~archived if reach.everywhere else Q(pk__in=())


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Employee, verb: str) -> NoticeQuerySet:
        related = ("key", "document", "stay__key", "stay__house__key", "stay__resident__key", "stay__enquiry")
        return self.filter(reached_notices(user, verb)).select_related(*related)

    def unsent(self) -> NoticeQuerySet:
        return self.filter(sent_on=None, not_owed_why=None)

    def came(self) -> NoticeQuerySet:
        """Without those about a woman who never came: there was nothing to tell of."""
        return self.filter(stay__never_came_at=None)

    def owed(self) -> NoticeQuerySet:
        """What the law wants sent: of the admission, and of a discharge once she has left, whenever it was begun."""
        return self.filter(Q(kind="admission") | Q(kind="discharge", stay__left_at__isnull=False))

    def with_their_letters(self, letters: Sequence[int]) -> list[dict[str, Any]]:
        """What these letters and their cases say of what they must agree on, nothing sealed opened."""
        return list(self.filter(document__in=letters).order_by().values(*OF_THE_LETTER, *OF_THE_CASE))

    def triggered_in(self, begins: date, ends: date) -> NoticeQuerySet:
        return self.filter(triggered_on__gte=begins, triggered_on__lt=ends)


class Notice(models.Model):
    """The letter the leader owes the municipality: one when she is admitted, one when she leaves.

    That of the discharge may be begun before, on the day that is planned. `told_on` is the day the letter says,
    `told_planned` that it said so while she lived here, `names_others` that it waits and names others than it would
    now. A letter with another day is a further one (CHANGED); what was told of a plan that came to nothing is kept
    (DROPPED).
    """

    ADMISSION, DISCHARGE, CHANGED, DROPPED = "admission", "discharge", "changed", "dropped"
    KINDS = (
        (ADMISSION, _("Om optagelse")),
        (DISCHARGE, _("Om udskrivning")),
        (CHANGED, _("Om en anden udskrivningsdag")),
        (DROPPED, _("Om en udskrivning, der blev opgivet")),
    )
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=KINDS)
    triggered_on = models.DateField(db_index=True)
    reminds_on = models.DateField()
    due_on = models.DateField(db_index=True)
    sent_on = models.DateField(null=True, db_index=True)
    told_on = models.DateField(null=True)
    told_planned = models.BooleanField(default=False)
    names_others = models.BooleanField(default=False)
    document = models.OneToOneField(Document, on_delete=models.SET_NULL, null=True, related_name="notice")
    reason = SealedText()
    not_owed_why = SealedText()

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                name="one_notice_of_each_kind",
                fields=("stay", "kind"),
                condition=Q(kind__in=("admission", "discharge")),
            ),
        )

    def __str__(self) -> str:
        return "orientering"

    @property
    def is_early(self) -> bool:
        """It tells of a discharge that has not happened yet."""
        return self.kind != self.ADMISSION and self.stay.left_at is None

    @property
    def has_passed(self) -> bool:
        """The day it was to tell of has gone, and she lives here."""
        return self.is_early and self.triggered_on < clock.today()

    @property
    def can_be_mended(self) -> bool:
        """It has told of the discharge that counts: a further letter may tell of another day."""
        return self.kind == self.DISCHARGE and self.sent_on is not None

    @property
    def noted_by_hand(self) -> bool:
        """It was noted as sent outside this house's own post; a letter that left through the gate has its proof."""
        return self.sent_on is not None and not (self.document and self.document.status == Document.DISPATCHED)

    @property
    def letter_waits(self) -> bool:
        return self.document is not None and self.document.can_be_recalled

    def subjects(self) -> list[str]:
        return self.stay.subjects()


AGAINST_HER_WISH = ("behov_stoerre", "imod_oenske", "bortvist")
"""Ends of the list "discharge_kind" that the house decides: whatever the word, she is given the reason and can complain
(domain.md 1.5)."""
OWES_GUIDANCE = Q(kind__in=AGAINST_HER_WISH, complaint_guidance=False)
"""The discharges she can complain of and has not been told so."""
DIED = "doed"
"""The end after which nobody asks where she moved to, or what was agreed with her."""


class Leaving(Guided):
    """How a stay ends: prepared with her, where she goes, and what was agreed about the time after."""

    stay = models.OneToOneField(Stay, on_delete=models.CASCADE, related_name="leaving")
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    prepared_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    kind = models.CharField(max_length=30, blank=True)
    destination = models.CharField(max_length=30, blank=True)
    aftercare = models.CharField(max_length=30, blank=True)
    aftercare_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    aftercare_decided_on = models.DateField(null=True)
    next_address = SealedText()
    reason = SealedText()
    agreed = SealedText()

    def __str__(self) -> str:
        return "udflytning"

    @property
    def appealable(self) -> bool:
        return self.kind in AGAINST_HER_WISH


class EarlierLeaving(models.Model):
    """What stood about how she left, until it was put right or the move was undone; and why."""

    leaving = models.ForeignKey(Leaving, on_delete=models.CASCADE, related_name="earlier")
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, blank=True)
    destination = models.CharField(max_length=30, blank=True)
    aftercare = models.CharField(max_length=30, blank=True)
    replaced_at = models.DateTimeField(default=clock.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    next_address = SealedText()
    reason = SealedText()
    agreed = SealedText()
    why = SealedText()

    class Meta:
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return "tidligere udflytning"


WAITING = Q(held_at=None, dropped_why=None)
"""A talk agreed that is neither held nor given up."""


class FollowUpTalkQuerySet(models.QuerySet["FollowUpTalk"]):
    def visible_to(self, user: Employee, verb: str) -> FollowUpTalkQuerySet:
        rows = self.select_related("key", "stay", "stay__resident", "stay__resident__key", "child")
        return rows.filter(reached(user.standing.reach(verb), "stay__"))

    def waiting(self) -> FollowUpTalkQuerySet:
        """Neither held nor given up."""
        return self.filter(WAITING)


class FollowUpTalk(models.Model):
    """A talk agreed for after the stay, and the only safe way to reach her or the child."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="talks")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="talks")
    client_key = models.UUIDField(null=True, unique=True)
    due_on = models.DateField(db_index=True)
    safe_contact = models.CharField(max_length=30)
    contact = SealedText()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)
    dropped_why = SealedText()
    entered_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[FollowUpTalkQuerySet] = FollowUpTalkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return "samtale"

    @property
    def is_ended(self) -> bool:
        """Held or given up."""
        return self.held_at is not None or bool(self.dropped_why)

    def subjects(self) -> list[str]:
        return self.child.subjects() if self.child else self.stay.subjects()
