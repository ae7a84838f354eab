from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock
from rettesnor.staff.models import House


class Adopted(Exception):
    """An adopted edition does not change: a new wording belongs to a new edition."""


class WrittenOnce(models.Model):
    """A row that is never changed or removed once it is written: a correction is a new row."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Adopted
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Adopted


class Edition(models.Model):
    """One adopted state of the document: by whom, from when, and on which evidence."""

    name = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=120)
    adopted_by = models.CharField(max_length=120)
    adopted_text = models.CharField(max_length=200)
    adopted_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    evidence = models.TextField()
    adopted = models.BooleanField(default=False)

    class Meta:
        ordering = ("valid_from", "pk")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_if_adopted()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_if_adopted()
        return super().delete(*args, **kwargs)

    def _refuse_if_adopted(self) -> None:
        # The stored row decides: adopting a draft is the last change it takes.
        if self.pk and Edition.objects.filter(pk=self.pk, adopted=True).exists():
            raise Adopted


class Area(models.Model):
    """One of the document's areas: a heading with an introduction, and its lines."""

    id = models.CharField(primary_key=True, max_length=3)
    title = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    introduction = models.TextField()

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title


class LineQuerySet(models.QuerySet["Line"]):
    def open_on(self, day: date) -> LineQuerySet:
        """The lines in use on `day`; a line that was dropped keeps its id for ever."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def recordable(self, subject: str, day: date) -> LineQuerySet:
        """The interventions that are recorded in everyday work for a "woman" or a "child", in the document's order."""
        return self.open_on(day).filter(recordable=True, subject__in=(subject, "both")).in_order()

    def in_order(self) -> LineQuerySet:
        return self.order_by("area__order", "order")


class Line(models.Model):
    """A lasting line of the document, known by its id ("CHI-A3") through every wording: goal, intervention or duty.

    One table for all three: they share id, order, wordings, notes and address, and differ in two words only.
    """

    KINDS = (("goal", _("målsætning")), ("intervention", _("indsats")), ("duty", _("pligt")))

    id = models.CharField(primary_key=True, max_length=8)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=KINDS)
    order = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=8, blank=True)
    recordable = models.BooleanField(default=False)
    evidence = models.JSONField(default=list)
    awaits = models.JSONField(default=list)
    search = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[LineQuerySet] = LineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("area__order", "order", "pk")

    def __str__(self) -> str:
        return self.id


class WordingQuerySet(models.QuerySet["Wording"]):
    def in_force(self, on: date) -> WordingQuerySet:
        """For each line in use that day the newest adopted wording that was valid then."""
        newer = Wording.objects.filter(line=models.OuterRef("line"), edition__adopted=True, valid_from__lte=on)
        open_lines = Q(line__closed_on=None) | Q(line__closed_on__gt=on)
        return self.filter(open_lines, pk=models.Subquery(newer.order_by("-valid_from", "-pk").values("pk")[:1]))

    def short_of(self, column: str, on: date) -> models.Subquery:
        """What the line is called on the day whose id another table has in `column`; asked with that table's rows."""
        adopted = self.filter(line=models.OuterRef(column), edition__adopted=True, valid_from__lte=on)
        return models.Subquery(adopted.order_by("-valid_from", "-pk").values("short")[:1])

    def of(self, line: Line | str) -> WordingQuerySet:
        return self.filter(line=line).order_by("-valid_from", "-pk")


class Wording(models.Model):
    """What a line says in one edition, and why it says so; adopted words stand for ever."""

    GOAL_KINDS = (
        ("obligation", _("pligt: gælder hver gang")),
        ("direction", _("retning fra et udgangspunkt")),
        ("capacity", _("kapacitet")),
        ("attention", _("opmærksomhed")),
        ("milestone", _("milepæl")),
        ("no_target", _("intet mål, med vilje")),
    )
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="wordings")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="wordings")
    short = models.CharField(max_length=80)
    text = models.TextField()
    remember = models.TextField(blank=True)
    goal_kind = models.CharField(max_length=12, choices=GOAL_KINDS, blank=True)
    roles = models.CharField(max_length=12)
    reason = models.TextField()
    valid_from = models.DateField(db_index=True)

    objects: ClassVar[WordingQuerySet] = WordingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (models.UniqueConstraint(name="one_wording_a_line_and_edition", fields=("line", "edition")),)

    def __str__(self) -> str:
        return self.short

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.edition.adopted:
            raise Adopted
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if self.edition.adopted:
            raise Adopted
        return super().delete(*args, **kwargs)


class LocalDefinitionQuerySet(models.QuerySet["LocalDefinition"]):
    def open(self) -> LocalDefinitionQuerySet:
        """Words nobody has given a meaning yet."""
        return self.filter(valid_from=None)

    def in_force(self, on: date) -> LocalDefinitionQuerySet:
        return self.filter(valid_from__lte=on).order_by("number", "-valid_from")


class LocalDefinition(models.Model):
    """The centre's written decision on what an unclear word means, from a date; until then a question."""

    number = models.PositiveSmallIntegerField(db_index=True)
    question = models.TextField()
    proposal = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[LocalDefinitionQuerySet] = LocalDefinitionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("number", "-valid_from", "-pk")
        constraints = (
            models.CheckConstraint(
                name="a_decision_has_words_day_and_person",
                condition=Q(valid_from=None, answer="") | (~Q(answer="") & Q(valid_from__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.question


class LocalNoteQuerySet(models.QuerySet["LocalNote"]):
    def newest(self) -> LocalNoteQuerySet:
        """For each line and house the note that counts; the earlier ones stay readable."""
        later = LocalNote.objects.filter(line=models.OuterRef("line"), house=models.OuterRef("house"))
        return self.filter(pk=models.Subquery(later.order_by("-written_at", "-pk").values("pk")[:1]))


class LocalNote(WrittenOnce):
    """What one house has to say about a line: how we do it here."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="notes")
    house = models.ForeignKey(House, on_delete=models.PROTECT)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    client_key = models.UUIDField(null=True, unique=True)

    objects: ClassVar[LocalNoteQuerySet] = LocalNoteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return self.text[:40]
