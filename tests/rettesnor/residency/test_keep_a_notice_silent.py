"""What a notice must not say comes from everything the house knows of her, however it is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rettesnor.danish import clock, codes
from rettesnor.network.actions import load_offices
from rettesnor.network.models import authority
from rettesnor.post.models import Document
from rettesnor.post.scan import in_words
from rettesnor.residency.actions.enquiry import take_call
from rettesnor.residency.actions.leaving import agree_talk, leave, prepare_leaving
from rettesnor.residency.actions.notice import prepare_notice, warnings
from rettesnor.residency.forbidden import forbidden_values
from rettesnor.residency.models import Child, ChildIdentity, ChildStay, Stay, Visitation
from rettesnor.staff.models import Employee, House
from tests.rettesnor.post.innocent import sentences
from tests.rettesnor.residency.lives import WHY, fresh, moved_in, notice_of, people


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


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    """A stay that is not anonymous: the letter names her and Sami and Lea Prøvebarn."""
    load_offices()
    return moved_in(houses["kbh"], people(cast))


def a_child_moved(stay: Stay, left_for: str) -> None:
    child = ChildStay.objects.filter(stay=stay).select_related("key")[0]
    child.left_for = left_for
    child.save(update_fields=["left_for"])


MOVED = [
    ("Kvindehuset Solsikken", "Hun er flyttet til Solsikken."),
    ("Botilbuddet Skovly, Hvalsø", "Hun er flyttet til Skovly."),
    ("Botilbuddet Skovly, Hvalsø", "Hun er flyttet til Hvalsø."),
    ("Krisecenter Hanna i Randers", "Hun er flyttet til krisecenter Hanna."),
    ("Egen lejlighed, Blok 7, 2.tv, Æblelunden", "Hun bor i Æblelunden."),
    ("hos sin søster Fatima i Himmelev", "Hun bor hos Fatima."),
    ("hos sin søster Fatima i Himmelev, 22 33 44 55", "Hun træffes på 2233 4455."),
    ("Roskilde, Xyrkelvang hos Jytte", "Hun er i Xyrkelvang."),
    ("Til sin far i Hvalsø, Lindegården", "Barnet er på Lindegården."),
    ("Til sin far i Hvalsø, Lindegården", "Barnet bor hos sin far i Hvalsø."),
    ("Hos sin mor i Randers", "Hun bor hos sin mor i Randers."),
]


@pytest.mark.parametrize(("typed", "reason"), MOVED)
def test_where_she_or_a_child_moved_is_told_while_one_writes(
    amina: Stay, cast: dict[str, Employee], typed: str, reason: str
) -> None:
    prepare_leaving(amina, by=cast["sofie"], next_address=typed)
    assert warnings(notice_of(amina), f"{WHY} {reason}") == ["hendes næste adresse"]
    prepare_leaving(amina, by=cast["sofie"], next_address="Ny Vej 3")
    a_child_moved(amina, typed)
    assert warnings(notice_of(amina), f"{WHY} {reason}") == ["hvor barnet er flyttet hen"]


@pytest.fixture
def both(amina: Stay, cast: dict[str, Employee], houses: dict[str, House]) -> tuple[Stay, Stay]:
    """Amina's stay that is over, with a child that left before her and a talk agreed, and her new one in Aarhus."""
    a_room(amina, "4")
    a_child_moved(amina, "Hos sin far i Bagerstræde 9")
    due = clock.today()
    agree_talk(amina, due_on=due, safe_contact="hun_ringer", contact="via søster 30 30 30 30", by=cast["sofie"])
    told: dict[str, Any] = {
        "kind": "aftalt",
        "destination": "ny_egen_bolig",
        "aftercare": "liva",
        "next_address": "Egeløkken 12",
    }
    leave(amina, by=cast["sofie"], left_at=clock.now(), **told)
    with clock.at(clock.now() + timedelta(hours=1)):
        again = moved_in(houses["aar"], people(cast), at=clock.now())
    assert again.resident_id == amina.resident_id
    a_room(again, "Bjørneklo 17")
    return fresh(amina), again


def a_room(stay: Stay, room: str) -> None:
    stay.room = room
    stay.save(update_fields=["room"])


@pytest.mark.parametrize("which", [0, 1], ids=["the first stay", "the second"])
@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("Hun bor på værelse Bjørneklo 17.", "hendes værelse"),
        ("Hun havde værelse 4.", "hendes værelse"),
        ("Hun kan nås på 30303030.", "hvordan hun træffes"),
        ("Hun bor på Egeløkken 12.", "hendes næste adresse"),
        ("Sami er hos sin far i Bagerstræde 9.", "hvor barnet er flyttet hen"),
    ],
)
def test_what_is_known_of_her_from_any_stay_stops_the_letters_of_each(
    both: tuple[Stay, Stay], cast: dict[str, Employee], which: int, reason: str, why: str
) -> None:
    notice = notice_of(both[which])
    assert warnings(notice, f"{WHY} {reason}") == [why]
    letter = prepare_notice(notice, by=cast["sofie"], reason=f"{WHY} {reason}")
    assert letter.status == Document.BLOCKED


@pytest.mark.parametrize("where", ["hendes næste adresse", "hvor barnet er flyttet hen"])
def test_where_she_or_a_child_moved_stops_the_letter(hidden: Stay, cast: dict[str, Employee], where: str) -> None:
    if where == "hendes næste adresse":
        prepare_leaving(hidden, by=cast["sofie"], next_address="Botilbuddet Skovly, Hvalsø")
    else:
        a_child_moved(hidden, "Botilbuddet Skovly, Hvalsø")
    letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=f"{WHY} Flyttet til Skovly.")
    assert letter.status == Document.BLOCKED
    assert letter.findings == [f"{where} på side 1"]


@pytest.mark.parametrize(
    "typed",
    [
        *("Egen bolig", "Ny egen bolig i byen", "Egen bolig, 4000 Roskilde", "Roskilde", "i Københavns Kommune", "-"),
        *("Til sin far", "Hos en veninde", "Hjemme hos manden", "Til en plejefamilie", "Et andet krisecenter"),
        *("Botilbuddet, som kommunen har fundet", "Familiebehandling", "Ukendt", "Udlandet", "Hos Sami og Lea"),
        "Til sin far. Det er aftalt med Familieretshuset i København, og barnet er glad for det.",
        "Anbragt i en plejefamilie efter barnets lov. Kommunen har besluttet det. Faren ved det ikke.",
    ],
)
def test_an_address_that_tells_nothing_stops_no_letter(amina: Stay, cast: dict[str, Employee], typed: str) -> None:
    prepare_leaving(amina, by=cast["sofie"], next_address=typed)
    a_child_moved(amina, typed)
    reason = f"{WHY} Hun er flyttet til egen bolig i Roskilde, og Sami er hos sin far. Botilbuddet er fundet."
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=reason)
    assert letter.findings == []
    assert warnings(notice_of(amina), " ".join(sentences())) == []


def test_the_name_of_no_municipality_stops_a_letter_to_it(amina: Stay) -> None:
    letters = {authority(code): label for code, label in codes.choices("municipality") if code.isdigit()}
    for name, label in letters.items():
        parts = [label, label.removesuffix("s"), *label.split("-")]
        a_child_moved(amina, f"{name}. Ny Vej 3, 9999 {label}, " + ". Han er flyttet til ".join(parts))
        assert not in_words(f"{name}, Familieafdelingen", forbidden_values(amina)), name
        a_child_moved(amina, label)
        assert not in_words(f"{name}, Familieafdelingen", forbidden_values(amina)), name
