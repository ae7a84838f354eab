from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, NoReturn

from django.db import models

from rettesnor.danish import clock
from rettesnor.vault import keys

PROVED = "efterprøv"


class AppendOnly(Exception):
    """Somebody tried to change or remove a row of the log."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, *subjects: str) -> EntryQuerySet:
        """Everything written about one person ("kvinde:<code>", "barn:<code>", "henvendelse:<code>")."""
        return self.filter(subject__in=subjects)

    def by(self, actor_id: int) -> EntryQuerySet:
        return self.filter(actor_id=actor_id)

    def in_days(self, first: date | None, last: date | None) -> EntryQuerySet:
        """Written on the days from `first` to `last`, both included; None is without end."""
        rows = self
        if first is not None:
            rows = rows.filter(at__gte=_midnight(first))
        if last is not None:
            rows = rows.filter(at__lt=_midnight(last + timedelta(days=1)))
        return rows

    def verbs(self) -> list[str]:
        """Every verb that stands in the log."""
        return list(self.order_by("verb").values_list("verb", flat=True).distinct())

    def last_proof(self) -> Entry | None:
        """When somebody last had the whole log proved, and what came of it."""
        return self.filter(verb=PROVED, noun="log").newest_first().first()

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-seq")

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class Entry(models.Model):
    """One line of the log: who did or looked at what, when and why, chained to the line before it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=40, db_index=True)
    noun = models.CharField(max_length=60)
    code = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=60, blank=True, db_index=True)
    fields = models.TextField(blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    mac = models.CharField(max_length=64)

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.noun}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("the log is written by audit.actions.write")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def chained(self, before: str) -> str:
        """The code this line must carry when the line before it carries `before` (64 hex digits)."""
        told = [
            self.seq,
            _instant(self.at),
            self.actor_id,
            self.actor_name,
            self.verb,
            self.noun,
            self.code,
            self.subject,
            self.fields,
            self.purpose,
        ]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return mac(f"{before}|{text}")


class Head(models.Model):
    """The end of the chain: one row that every writer locks, so that no two take the same predecessor."""

    seq = models.BigIntegerField()
    mac = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"head at {self.seq}"

    def sealed(self) -> str:
        """The end has a code of its own that stands in no line: cutting lines off cannot be covered up."""
        return mac(f"head|{self.seq}|{self.mac}")


def mac(text: str) -> str:
    return hmac.new(keys.ring().audit, text.encode(), hashlib.sha256).hexdigest()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CPH)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
