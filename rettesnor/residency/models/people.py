from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from rettesnor.danish import clock
from rettesnor.staff.models import Employee
from rettesnor.staff.standing import Reach
from rettesnor.vault.codes import new_code
from rettesnor.vault.fields import SealedText
from rettesnor.vault.models import DataKey

if TYPE_CHECKING:
    from rettesnor.residency.models.stay import Stay


class ResidentQuerySet(models.QuerySet["Resident"]):
    def visible_to(self, user: Employee, verb: str) -> ResidentQuerySet:
        """The women whose present or recent stay the verb reaches."""
        from rettesnor.residency.models.stay import Stay

        stays = Stay.objects.visible_to(user, verb)
        return self.filter(pk__in=stays.values("resident")).select_related("key")

    def with_cpr_index(self, index: str) -> ResidentQuerySet:
        return self.filter(identity__cpr_index=index)


class Resident(models.Model):
    """A woman who lives or has lived in the house, known on the board by an alias that says nothing."""

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    alias = models.CharField(max_length=40)
    anonymous = models.BooleanField(default=False)
    protected = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[ResidentQuerySet] = ResidentQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return "beboer"

    def subjects(self) -> list[str]:
        return [self.subject]

    @property
    def subject(self) -> str:
        return f"kvinde:{self.code}"

    @property
    def logged_as(self) -> list[str]:
        """Every subject under which the log has written of her."""
        return [self.subject]

    @property
    def present_stay(self) -> Stay | None:
        """The stay that runs, else the latest one she came to, else the latest."""
        return self.stays.order_by(F("never_came_at").asc(nulls_first=True), "-moved_in_at").first()


class Identity(models.Model):
    """Who she is: exists only for a woman who has given her name. An anonymous woman has no such row."""

    resident = models.OneToOneField(Resident, on_delete=models.CASCADE, related_name="identity")
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    name = SealedText()
    cpr = SealedText()
    cpr_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone = SealedText()
    named_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return "identitet"


def reached_children(reach: Reach, at: str = "") -> Q:
    """The children a reach covers; `at` leads to the child from rows that are about one ("child__")."""
    from rettesnor.residency.models.stay import ChildStay, reached

    where = Q(**{f"{at}pk__in": ChildStay.objects.filter(reached(reach, "stay__")).values("child")})
    if reach.children:
        where |= Q(**{f"{at}code__in": reach.children})
    return where


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, user: Employee, verb: str) -> ChildQuerySet:
        """Children one is assigned to oneself, and children of the women the verb reaches by house, shift or case.

        An assignment to one child opens that child, not the brothers and sisters. Whom one may not see, one may
        do nothing about.
        """
        rows = self.filter(reached_children(user.standing.reach(verb)))
        if verb != "child.see":
            rows = rows.filter(pk__in=Child.objects.visible_to(user, "child.see").order_by().values("pk"))
        return rows.select_related("key", "resident", "resident__key")

    def with_code(self, code: str) -> ChildQuerySet:
        """The child with this code; of a row that turned out to be another row's child, that child."""
        return self.filter(pk__in=Child.objects.filter(code=code).values(child=Coalesce("same_as", "pk")))


class Child(models.Model):
    """A child who lives or has lived in the house: a person with a record of its own.

    A row that turned out to be the child of another one (`same_as`) is but an address of it: nothing hangs on it, no
    verb reaches it, and what the log wrote of it is the child's.
    """

    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="children")
    alias = models.CharField(max_length=40)
    own_words = SealedText()
    own_words_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    same_as = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="also")

    objects: ClassVar[ChildQuerySet] = ChildQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return "barn"

    def subjects(self) -> list[str]:
        return [self.subject]

    @property
    def subject(self) -> str:
        return f"barn:{self.code}"

    @property
    def logged_as(self) -> list[str]:
        """Every subject under which the log has written of this child."""
        return [self.subject, *(row.subject for row in self.also.only("code"))]

    def is_within(self, reach: Reach, stays: Iterable[Stay]) -> bool:
        """What `visible_to` asks the database, for a child whose mother's stays are at hand."""
        return self.code in reach.children or any(stay.is_within(reach) for stay in stays)


class EarlierWords(models.Model):
    """What a child said before, as it stood until newer words were written: a child's words are never lost."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="earlier_words")
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    own_words = SealedText()
    own_words_on = models.DateField(null=True)
    replaced_at = models.DateTimeField(default=clock.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return "barnets tidligere ord"


class ChildIdentity(models.Model):
    """Who the child is, and the school or day care whose name can give the hiding place away."""

    child = models.OneToOneField(Child, on_delete=models.CASCADE, related_name="identity")
    code = models.CharField(max_length=22, unique=True, default=new_code, editable=False)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    name = SealedText()
    cpr = SealedText()
    cpr_index = models.CharField(max_length=64, blank=True, db_index=True)
    institution = SealedText()

    def __str__(self) -> str:
        return "barnets identitet"
