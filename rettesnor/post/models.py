from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import ClassVar, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock, codes
from rettesnor.post import sources
from rettesnor.post.surface import FILENAME, INSIDE, METADATA, PAGE, WHOLE
from rettesnor.staff.models import Employee, House
from rettesnor.staff.standing import Reach
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedBytes, SealedText
from rettesnor.vault.models import DataKey

_PLACES = {
    FILENAME: _("i filens navn"),
    PAGE: _("på side {page}"),
    WHOLE: _("hen over et sideskift"),
    METADATA: _("i filens oplysninger om sig selv"),
    INSIDE: _("skjult i filen"),
}


class Person(TypedDict):
    """One person a letter names, as it names them."""

    label: str
    name: str
    cpr: str


READ_IN_THE_HOUSE = timedelta(days=30)
"""So long after it has left may the house's leader still open a letter (architecture: a closed case is archived)."""


def reached_by(user: Employee, verb: str) -> Q:
    """What `visible_to` asks. Only the ways in that there are: the database is not asked about the others."""
    reach = user.standing.reach(verb)
    here = Q(status__in=Document.HERE) if verb == "post.release" else Q()
    if reach.everywhere:
        return here
    ways = []
    if reach.houses or reach.shift:
        recent = Q(dispatched_at=None) | Q(dispatched_at__gt=clock.now() - READ_IN_THE_HOUSE)
        ways.append(Q(house__in=reach.houses | reach.shift) & (Q() if verb == "post.register" else recent))
    if reach.cases:
        ways.append(Q(key__in=reach.cases))
    if reach.own:
        ways.append(Q(prepared_by=user.pk))
    return here & (reduce(or_, ways) if ways else Q(pk__in=()))


class DocumentQuerySet(models.QuerySet["Document"]):
    def awaiting_release(self) -> DocumentQuerySet:
        """What is prepared and clean, the nearest deadline first; blocked ones stand in `blocked`."""
        return self.filter(status=Document.READY).order_by(F("reminds_on").asc(nulls_last=True), "prepared_at")

    def blocked(self) -> DocumentQuerySet:
        """What the scan has stopped and nobody has withdrawn."""
        return self.filter(status=Document.BLOCKED).order_by("prepared_at")

    def awaiting_dispatch(self) -> DocumentQuerySet:
        """What is released and has not left yet."""
        return self.filter(status=Document.RELEASED).order_by(F("reminds_on").asc(nulls_last=True), "released_at")

    def left_in(self, first: date, last: date) -> DocumentQuerySet:
        """What left the house on the days from `first` to `last`, both included, the newest first."""
        begins = datetime.combine(first, time(), clock.CPH)
        ends = datetime.combine(last + timedelta(days=1), time(), clock.CPH)
        return self.filter(dispatched_at__gte=begins, dispatched_at__lt=ends).order_by("-dispatched_at")

    def sent_to(self, recipient: str, department: str) -> DocumentQuerySet:
        """What this office has been sent before, the newest first."""
        return self.filter(status=Document.DISPATCHED, recipient=recipient, department=department).order_by(
            "-dispatched_at"
        )

    def visible_to(self, user: Employee, verb: str) -> DocumentQuerySet:
        """The documents the verb reaches for this user: of led houses, of assigned women, or prepared by oneself.

        Whoever may read a letter only to release it reads it until it has left, the house's leader for 30 days more,
        as long as the case itself. Later it is the case's own people's; the register keeps its line.
        """
        return self.filter(reached_by(user, verb))

    def listed(self) -> DocumentQuerySet:
        """With the names a list shows, without what is sealed."""
        return self.select_related("house", "prepared_by", "released_by").defer(*SEALED)


SEALED = ("recipient_reason", "allowed", "persons", "content", "hits_found", "proof", "recall_reason")


class Document(models.Model):
    """A finished letter that is to leave the house, or has left it, and everything that was done to let it."""

    READY, BLOCKED, RELEASED, DISPATCHED, RECALLED = "klar", "blokeret", "frigivet", "afsendt", "tilbagekaldt"
    HERE = (READY, BLOCKED, RELEASED)
    STATUSES = (
        (READY, _("klar til frigivelse")),
        (BLOCKED, _("standset af kontrollen")),
        (RELEASED, _("frigivet, ikke sendt")),
        (DISPATCHED, _("sendt")),
        (RECALLED, _("trukket tilbage")),
    )
    LAW, CONSENT = "lov", "samtykke"
    BASES = ((LAW, _("pligt efter loven")), (CONSENT, _("hendes samtykke")))

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40, db_index=True)
    house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="documents")
    subject = models.CharField(max_length=60, db_index=True)
    others = models.TextField(blank=True)
    municipality = models.CharField(max_length=4, blank=True)
    recipient = models.CharField(max_length=120)
    department = models.CharField(max_length=120, blank=True)
    recipient_reason = SealedText()
    basis = models.CharField(max_length=10, choices=BASES)
    legal_basis = models.CharField(max_length=300, blank=True)
    reminds_on = models.DateField(null=True, blank=True)
    judges_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=STATUSES, db_index=True)

    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    filename = models.CharField(max_length=60)
    content = SealedBytes()
    sha256 = models.CharField(max_length=64)
    persons = SealedText()
    allowed = SealedText()
    hit_count = models.PositiveSmallIntegerField(default=0)
    hits_found = SealedText()

    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    dispatched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dispatched_at = models.DateTimeField(null=True, blank=True, db_index=True)
    dispatch_channel = models.CharField(max_length=20, blank=True)
    proof = SealedText()
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_reason = SealedText()

    objects: ClassVar[DocumentQuerySet] = DocumentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="released_by_another_than_the_preparer",
                condition=Q(released_by=None) | ~Q(released_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="only_a_clean_document_is_released",
                condition=~Q(status__in=("frigivet", "afsendt"))
                | Q(hit_count=0, released_by__isnull=False, released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dispatched_by_somebody_somehow",
                condition=Q(status="afsendt", dispatched_at__isnull=False, dispatched_by__isnull=False)
                & ~Q(dispatch_channel="")
                | ~Q(status="afsendt") & Q(dispatched_at=None, dispatched_by=None, dispatch_channel=""),
            ),
            models.CheckConstraint(
                name="recalled_by_somebody",
                condition=Q(status="tilbagekaldt", recalled_at__isnull=False, recalled_by__isnull=False)
                | ~Q(status="tilbagekaldt") & Q(recalled_at=None, recalled_by=None),
            ),
            models.CheckConstraint(name="blocked_only_by_a_hit", condition=~Q(status="blokeret") | Q(hit_count__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    def subjects(self) -> Sequence[str]:
        """Everybody the letter is about: "kvinde:<code>", "barn:<code>"."""
        return [self.subject, *self.others.split()]

    def is_within(self, reach: Reach) -> bool:
        """What `visible_to` asks the database of a letter that is still here, for one that is at hand."""
        return reach.everywhere or self.house_id in reach.houses | reach.shift or self.key_id in reach.cases

    @property
    def named(self) -> list[Person]:
        """The persons the letter names; none in an anonymous one."""
        found: list[Person] = json.loads(self.persons or "[]")
        return found

    @property
    def excused(self) -> list[str]:
        """The values this letter must carry by law, given when it was prepared."""
        found: list[str] = json.loads(self.allowed or "[]")
        return found

    @property
    def findings(self) -> list[str]:
        """What the scan found and where, in words and without the values themselves."""
        return [
            f"{hit['why']} {_PLACES[hit['place']]}".format(page=hit["page"])
            for hit in json.loads(self.hits_found or "[]")
        ]

    @property
    def kind_name(self) -> str:
        return sources.label(self.kind)

    @property
    def municipality_name(self) -> str:
        return codes.label("municipality", self.municipality) if self.municipality else ""

    @property
    def channel_name(self) -> str:
        return codes.label("dispatch", self.dispatch_channel) if self.dispatch_channel else ""

    @property
    def shape(self) -> str:
        """The shape that stands beside the status: waiting, stopped, gone, or none."""
        return {self.READY: "due", self.RELEASED: "due", self.BLOCKED: "late", self.DISPATCHED: "done"}.get(
            self.status, ""
        )

    @property
    def can_be_recalled(self) -> bool:
        return self.status in self.HERE
