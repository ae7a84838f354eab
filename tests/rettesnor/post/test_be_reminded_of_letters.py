from __future__ import annotations

from rettesnor.post.due import due
from rettesnor.staff.models import Employee
from tests.rettesnor.post.conftest import NOON, Prepare


def items(employee: Employee) -> list[str]:
    return [item.item.split(":")[0] for item in due(employee, NOON.date())]


def test_a_letter_that_waits_reminds_those_who_may_release_it(
    prepare: Prepare, lone: Employee, sofie: Employee
) -> None:
    letter = prepare(by=sofie)
    assert [item.url for item in due(lone, NOON.date())] == [f"/ud/{letter.code}/"]
    assert items(sofie) == [], "whoever prepared it cannot release it"


def test_a_letter_that_is_gone_reminds_nobody(lone: Employee, sofie: Employee) -> None:
    assert items(lone) == items(sofie) == []
