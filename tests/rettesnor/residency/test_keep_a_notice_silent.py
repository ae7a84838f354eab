"""What a notice must not say comes from everything the house knows of her, however it is written."""

from __future__ import annotations

import pytest

from rettesnor.danish import clock
from rettesnor.network.actions import load_offices
from rettesnor.post.models import Document
from rettesnor.residency.actions.enquiry import take_call
from rettesnor.residency.actions.leaving import agree_talk
from rettesnor.residency.actions.notice import prepare_notice
from rettesnor.residency.models import Child, ChildIdentity, Stay, Visitation
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import WHY, moved_in, notice_of, people


@pytest.fixture
def hidden(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    """An anonymous stay on room 12, of a woman who came again and was then called by an earlier name."""
    load_offices()
    stay = moved_in(houses["kbh"], people(cast), anonymous=True)
    stay.room = "12"
    stay.save(update_fields=["room"])
    again = take_call(house=houses["aar"], by=cast["vera"], outcome="visitation")
    again.resident = stay.resident
    again.save()
    told = {"name": "Zelma Førdyb", "cpr": "7101900002", "phone": "tlf. 20 30 40 50 (kun aften)"}
    Visitation(enquiry=again, key=again.key, screened_by=cast["vera"], **told).save()
    grown = Child(key=stay.key, resident=stay.resident, alias="Ugle-barn 9")
    grown.save()
    ChildIdentity(child=grown, key=stay.key, name="Tusnelda", institution="Havkatten").save()
    due = clock.today()
    agree_talk(stay, due_on=due, safe_contact="hun_ringer", contact="via søster 60 70 80 90", by=cast["sofie"])
    return stay


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Zelma", "hendes navn"),
        ("ZelmaFørdyb", "hendes navn"),
        ("7101900002", "hendes CPR-nummer"),
        ("710190, 0002", "hendes CPR-nummer"),
        ("20,30,40,50", "hendes telefon"),
        ("6070 8090", "hvordan hun træffes"),
        ("Tusnelda", "barnets navn"),
        ("Havkattens SFO", "barnets institution"),
        ("12-værelset", "hendes værelse"),
        ("Opdigtet Stræde 12-16", "husets adresse"),
        ("1499 Kbh. K", "husets postnummer"),
        ("55.6761, 12.5683", "et sted på et kort"),
    ],
)
def test_a_reason_that_tells_stops_the_letter(hidden: Stay, cast: dict[str, Employee], typed: str, why: str) -> None:
    letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=f"{WHY} Det er {typed}.")
    assert letter.status == Document.BLOCKED
    assert why in letter.hits_found
    assert typed not in letter.hits_found


def test_a_reason_that_tells_nothing_passes(hidden: Stay, cast: dict[str, Employee]) -> None:
    reason = f"{WHY} Familien delte en 2-værelses lejlighed i 12 år. Den ældste går i 2. klasse."
    assert prepare_notice(notice_of(hidden), by=cast["sofie"], reason=reason).status == Document.READY
