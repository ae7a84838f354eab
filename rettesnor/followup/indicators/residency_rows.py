"""The rows the residents' indicators are counted from: each row says what it counts as, once, for figure and list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from rettesnor.danish import clock, codes
from rettesnor.followup.counts import IRRELEVANT, NO, PENDING, UNKNOWN, YES
from rettesnor.followup.period import Later, Period, bucket, within
from rettesnor.residency.models import ChildStay, Enquiry, Notice, Stay
from rettesnor.residency.models.enquiry import NOES
from rettesnor.residency.models.leaving import DIED

DECIDED_WITH_HER = ("liva", "andre", "liva_og_andre", "nej_tak", "ikke_sikkert")
"""Answers of the list "aftercare" that say it was talked through and settled together."""
NOT_DECIDED = ("ikke_naaet",)
HANDED_OVER = ("varm_overlevering", "aftalt_kontakt")
HERSELF_NO = ("nej_tak",)
SENT_ON = ("nummer_givet", "raadgivning_givet", "ingen")
ELSEWHERE = "andet_krisecenter"
TO_THE_ONE_WHO_WAS_VIOLENT = "tilbage_til_udoever"
TOO_GREAT_A_NEED = "psykisk"
NO_AGE = ("ukendt", "")


def _say(*cases: When, default: str) -> Case:
    return Case(*cases, default=Value(default), output_field=CharField())


NOTHING = Value("", output_field=CharField())


def admitted_women(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """Stays begun, by age group; an unknown age is not recorded."""
    return (
        Stay.objects.came()
        .filter(within("decided_at", quarters))
        .annotate(
            unit_house=F("first_house"),
            unit_period=bucket("decided_at", quarters),
            unit_day=F("decided_at"),
            unit_stay=F("code"),
            answer=_say(When(age_group__in=NO_AGE, then=Value(UNKNOWN)), default=YES),
            band=Case(When(age_group__in=NO_AGE, then=Value("")), default=F("age_group"), output_field=CharField()),
            other=NOTHING,
        )
    )


WEEK_LONG = timedelta(days=7)
BEFORE, DAY, WEEK, LATER, NEVER = "before", "day", "week", "later", "never"


def assessed_children(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """Children's stays begun, by how long after the decision the child was assessed; undecided for the first week.

    A child that came or was born after its mother moved in could not be seen before: it is measured from its own
    moving in.
    """
    came_later = When(moved_in_at__gt=F("stay__moved_in_at"), then=F("moved_in_at"))
    begun = Case(came_later, default=F("stay__decided_at"), output_field=DateTimeField())
    midnight = datetime.combine(on, time(), clock.CPH)
    not_yet = Q(begun__gte=midnight - WEEK_LONG)
    return (
        ChildStay.objects.came()
        .filter(within("moved_in_at", quarters))
        .alias(begun=begun)
        .annotate(
            unit_house=F("stay__first_house"),
            unit_period=bucket("moved_in_at", quarters),
            unit_day=F("moved_in_at"),
            unit_stay=F("stay__code"),
            answer=_say(
                When(assessed_at__lte=F("begun"), then=Value(YES)),
                When(Q(assessed_at=None) & not_yet, then=Value(PENDING)),
                default=NO,
            ),
            band=_say(
                When(Q(assessed_at=None) & not_yet, then=Value("")),
                When(assessed_at=None, then=Value(NEVER)),
                When(assessed_at__lte=F("begun"), then=Value(BEFORE)),
                When(assessed_at__lte=Later(F("begun"), timedelta(hours=24)), then=Value(DAY)),
                When(assessed_at__lte=Later(F("begun"), WEEK_LONG), then=Value(WEEK)),
                default=LATER,
            ),
            other=NOTHING,
        )
    )


def _in_time(limit: str, on: date) -> Case:
    return _say(
        When(not_owed_why__isnull=False, then=Value(IRRELEVANT)),
        When(sent_on__lte=F(limit), then=Value(YES)),
        When(Q(sent_on=None) & Q(**{f"{limit}__gte": on}), then=Value(PENDING)),
        default=NO,
    )


def notices(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """Notices whose clock was started, that of a discharge by the leaving itself: one begun before waits uncounted.

    The second reading counts Saturday as a working day.
    """
    owed = Notice.objects.owed().came()
    return owed.filter(within("triggered_on", quarters, days=True)).annotate(
        unit_house=Case(When(kind="admission", then=F("stay__first_house")), default=F("stay__house")),
        unit_period=bucket("triggered_on", quarters, days=True),
        unit_day=F("triggered_on"),
        unit_stay=F("stay__code"),
        answer=_in_time("due_on", on),
        band=NOTHING,
        other=_in_time("reminds_on", on),
    )


def _ended(quarters: Sequence[Period], *, banded: bool = False) -> QuerySet[Any]:
    """Stays she has left alive: of a woman who died nobody asks where she went, or what was agreed with her."""
    lived = ~Q(leaving__kind=DIED)
    rows: QuerySet[Any] = (
        Stay.objects.came()
        .filter(within("left_at", quarters) & lived)
        .annotate(
            unit_house=F("house"),
            unit_period=bucket("left_at", quarters),
            unit_day=F("left_at"),
            unit_stay=F("code"),
            other=NOTHING,
        )
    )
    return rows if banded else rows.annotate(band=NOTHING)


SHELTER, BACK, OTHERWISE = "shelter", "back", "otherwise"


def moved_to_another_shelter(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """Stays ended, by whether she moved directly to another shelter; back to the one who was violent stands apart."""
    not_said = Q(leaving=None) | Q(leaving__destination__in=("", *codes.non_answers()))
    elsewhere, back = Q(leaving__destination=ELSEWHERE), Q(leaving__destination=TO_THE_ONE_WHO_WAS_VIOLENT)
    rows: QuerySet[Any] = _ended(quarters, banded=True).annotate(
        answer=_say(When(not_said, then=Value(UNKNOWN)), When(elsewhere, then=Value(YES)), default=NO),
        band=_say(
            When(not_said, then=Value("")),
            When(elsewhere, then=Value(SHELTER)),
            When(back, then=Value(BACK)),
            default=OTHERWISE,
        ),
    )
    return rows


def aftercare_settled(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """Stays ended, by whether the time after was settled together with her."""
    rows: QuerySet[Any] = _ended(quarters).annotate(
        answer=_say(
            When(leaving__aftercare__in=DECIDED_WITH_HER, then=Value(YES)),
            When(leaving__aftercare__in=NOT_DECIDED, then=Value(NO)),
            default=UNKNOWN,
        )
    )
    return rows


def noes(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """Enquiries that ended in a no: by the leader's decision, or already in the call."""
    decided_no = Q(decision__admitted=False)
    in_the_call = Q(decision=None, outcome__in=NOES)
    return (
        Enquiry.objects.filter(decided_no | in_the_call)
        .annotate(
            unit_day=Coalesce("decision__decided_at", "outcome_at", "received_at", output_field=DateTimeField()),
            why=Case(When(decided_no, then=F("decision__refusal_reason")), default=F("refusal_reason")),
            helped=Case(When(decided_no, then=F("decision__helped_on")), default=F("helped_on")),
            unit_house=Coalesce("decision__house", "house"),
            unit_stay=Value(None, output_field=CharField()),
        )
        .filter(within("unit_day", quarters))
        .annotate(unit_period=bucket("unit_day", quarters))
    )


def noes_by_reason(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """Every no, split by its reason."""
    rows: QuerySet[Any] = noes(quarters, on).annotate(
        answer=Value(YES, output_field=CharField()), band=F("why"), other=NOTHING
    )
    return rows


def noes_for_mental_health(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """The noes because of a need greater than the house can carry, by how she was helped on."""
    rows: QuerySet[Any] = (
        noes(quarters, on)
        .filter(why=TOO_GREAT_A_NEED)
        .annotate(
            answer=_say(
                When(helped__in=HANDED_OVER, then=Value(YES)),
                When(helped__in=HERSELF_NO, then=Value(IRRELEVANT)),
                When(helped__in=SENT_ON, then=Value(NO)),
                default=UNKNOWN,
            ),
            band=NOTHING,
            other=NOTHING,
        )
    )
    return rows
