"""No date of a stay is set so that something recorded comes to lie outside it, where nobody could put it right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.practice.actions import correct, correct_wellbeing, note_wellbeing, record
from rettesnor.practice.models import WellBeing
from rettesnor.residency.actions.child import child_leaves
from rettesnor.residency.actions.correction import correct_date
from rettesnor.residency.actions.leaving import leave
from rettesnor.residency.models import Child, ChildStay, Correction, Stay
from rettesnor.staff.models import Employee
from tests.rettesnor.practice.stays import MOVED_IN

As = Callable[[str], Client]
Cast = dict[str, Employee]
WENT: dict[str, Any] = {"kind": "aftalt", "destination": "familie", "aftercare": "liva"}
DAY = timedelta(days=1)
WHY = "Stod forkert."


def _own(child: Child) -> ChildStay:
    return ChildStay.objects.select_related("key", "child", "stay").get(child=child)


def _noted(child: Child, at: datetime, by: Employee) -> WellBeing:
    return note_wellbeing(_own(child), on=clock.day_of(at), by=by, scale={}, observation="Sov godt.")


def test_a_child_does_not_leave_before_what_was_noted_of_it(amina: Stay, elder: Child, cast: Cast, as_: As) -> None:
    noted = _noted(elder, MOVED_IN + 3 * DAY, cast["bodil"])
    typed = {"child_stay": _own(elder).code, "left_at": "3-2-2026 09.00", "left_for": ""}
    answer = as_("sofie").post(reverse("stay-child-leaves", args=[amina.code]), typed)
    assert answer.status_code == 422
    assert "registreret noget om opholdet torsdag 5. februar" in answer.context["form"].errors["left_at"][0]
    own = _own(elder)
    with pytest.raises(Refused, match=r"torsdag 5\. februar"):
        child_leaves(amina, child_stay=own, left_at=MOVED_IN + DAY, by=cast["sofie"])
    assert (own.left_at, _own(elder).left_at) == (None, None)
    correct_wellbeing(noted, by=cast["bodil"], reason="Forkert dag.", on=clock.day_of(MOVED_IN + DAY))
    child_leaves(amina, child_stay=own, left_at=MOVED_IN + DAY, by=cast["sofie"])
    assert _own(elder).left_alone
    field = Correction.CHILD_LEFT + own.code
    with pytest.raises(Refused, match=r"tirsdag 3\. februar"):
        correct_date(amina, field=field, to=MOVED_IN + timedelta(hours=1), reason=WHY, by=cast["sofie"])


def test_nor_before_what_was_done_for_it_but_before_what_was_done_for_others(
    amina: Stay, elder: Child, younger: Child, cast: Cast
) -> None:
    for child in (elder, None):
        record(stay=amina, child=child, line="CHI-A8" if child else "OTH-A1", status="udfoert",
               on=clock.day_of(MOVED_IN + 3 * DAY), by=cast["bodil"])  # fmt: skip
    with pytest.raises(Refused, match=r"torsdag 5\. februar"):
        child_leaves(amina, child_stay=_own(elder), left_at=MOVED_IN + DAY, by=cast["sofie"])
    child_leaves(amina, child_stay=_own(younger), left_at=MOVED_IN + DAY, by=cast["sofie"])


def test_a_child_does_not_come_after_what_was_noted_of_it(amina: Stay, elder: Child, cast: Cast) -> None:
    _noted(elder, MOVED_IN + DAY, cast["bodil"])
    field = Correction.CHILD + _own(elder).code
    with pytest.raises(Refused, match=r"tirsdag 3\. februar") as refused:
        correct_date(amina, field=field, to=MOVED_IN + 2 * DAY, reason=WHY, by=cast["sofie"])
    assert refused.value.field == "to"
    assert _own(elder).moved_in_at == MOVED_IN
    assert not Correction.objects.exists()
    correct_date(amina, field=field, to=MOVED_IN + DAY, reason=WHY, by=cast["sofie"])


def test_she_does_not_come_after_what_was_noted_of_a_child_that_came_with_her(
    amina: Stay, elder: Child, cast: Cast
) -> None:
    _noted(elder, MOVED_IN + DAY, cast["bodil"])
    with pytest.raises(Refused, match=r"tirsdag 3\. februar"):
        correct_date(amina, field="moved_in_at", to=MOVED_IN + 2 * DAY, reason=WHY, by=cast["sofie"])
    assert amina.moved_in_at == MOVED_IN, "the page goes on showing what stands"
    assert _own(elder).moved_in_at == MOVED_IN


@pytest.mark.parametrize("last", ["decided_at", "moved_in_at"])
def test_the_stay_does_not_begin_after_what_was_done(amina: Stay, cast: Cast, last: str) -> None:
    done = record(stay=amina, line="OTH-A1", status="udfoert", on=clock.day_of(MOVED_IN + DAY), by=cast["sofie"])
    [first] = {"decided_at", "moved_in_at"} - {last}
    to = MOVED_IN + 2 * DAY
    # Between the two it may have been done: by telephone before she came, or before the decision was written.
    correct_date(amina, field=first, to=to, reason=WHY, by=cast["sofie"])
    with pytest.raises(Refused, match=r"tirsdag 3\. februar"):
        correct_date(amina, field=last, to=to, reason=WHY, by=cast["sofie"])
    correct(done, by=cast["sofie"], reason="Forkert.", withdrawn=True)
    correct_date(amina, field=last, to=to, reason=WHY, by=cast["sofie"])


def test_she_does_not_leave_before_what_was_noted_of_a_child(amina: Stay, elder: Child, cast: Cast) -> None:
    _noted(elder, MOVED_IN + 3 * DAY, cast["bodil"])
    with pytest.raises(Refused, match=r"torsdag 5\. februar"):
        leave(amina, by=cast["sofie"], left_at=MOVED_IN + 2 * DAY, **WENT)
    assert amina.left_at is None
    leave(amina, by=cast["sofie"], left_at=MOVED_IN + 4 * DAY, **WENT)
    with pytest.raises(Refused, match=r"torsdag 5\. februar"):
        correct_date(amina, field="left_at", to=MOVED_IN + 2 * DAY, reason=WHY, by=cast["sofie"])


def test_what_lay_outside_before_holds_nobody_back(amina: Stay, elder: Child, cast: Cast) -> None:
    _noted(elder, MOVED_IN + 9 * DAY, cast["bodil"])
    left = MOVED_IN + 3 * DAY
    ChildStay.objects.filter(stay=amina).update(left_at=left)
    Stay.objects.filter(pk=amina.pk).update(left_at=left)
    amina.refresh_from_db()
    correct_date(amina, field="left_at", to=MOVED_IN + 5 * DAY, reason=WHY, by=cast["sofie"])
    assert _own(elder).left_at == MOVED_IN + 5 * DAY
