"""What is counted from the room of practice: the efforts recorded under each line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from rettesnor.followup.counts import YES
from rettesnor.followup.indicators.card import Tally
from rettesnor.followup.period import Period, bucket, within
from rettesnor.practice.models import Effort

MARK = "|"
"""Between a line's id and a status in the name of a band: "CHI-A3|udfoert"."""


def recorded(quarters: Sequence[Period], on: date) -> QuerySet[Any]:
    """The efforts that stand, split by line and status; they belong to the house she lives in, or left from."""
    nothing = Value("", output_field=CharField())
    return (
        Effort.objects.standing()
        .filter(within("on", quarters, days=True))
        .annotate(
            unit_house=F("stay__house"),
            unit_period=bucket("on", quarters, days=True),
            unit_day=F("on"),
            unit_stay=F("stay__code"),
            answer=Value(YES, output_field=CharField()),
            band=Concat("line", Value(MARK), "status", output_field=CharField()),
            other=nothing,
        )
    )


EFFORTS = Tally(key="indsatser", version=1, rows=recorded)
