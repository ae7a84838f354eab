from __future__ import annotations

from datetime import date

import pytest

from rettesnor.reports.actions import prepare
from rettesnor.reports.models import ResidentList
from rettesnor.staff.models import Employee
from tests.rettesnor.reports.lived import number, put

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)


@pytest.fixture
def lived(cast: dict[str, Employee]) -> None:
    """Seven women: three in København, three in Aarhus, one before the days that are asked about; one is anonymous."""
    put(
        [
            (number(1), "kbh", date(2023, 12, 20), date(2024, 1, 1)),
            (number(2), "kbh", date(2024, 5, 1), date(2024, 6, 2)),
            (number(2), "aar", date(2025, 3, 1), date(2025, 3, 1)),
            (number(3), "kbh", date(2025, 12, 31), date(2026, 2, 1)),
            (number(4), "aar", date(2025, 11, 5), None),
            (number(5), "aar", date(2024, 2, 29), date(2024, 8, 1)),
            (number(6), "kbh", date(2023, 1, 1), date(2023, 12, 31)),
            (number(7), "kbh", date(2026, 1, 1), None),
            ("", "kbh", date(2024, 3, 3), date(2024, 3, 9)),
        ],
        by=cast["lone"],
    )
    put([(number(8), "kbh", date(2024, 7, 1), date(2024, 7, 8))], by=cast["lone"], anonymous=True)


@pytest.fixture
def roll(cast: dict[str, Employee], lived: None) -> ResidentList:
    """A list that Lone has prepared."""
    return prepare(first=FIRST, last=LAST, purpose="Registeranalysen, aftale 1", by=cast["lone"])
