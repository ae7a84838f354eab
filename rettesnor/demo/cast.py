"""The invented people who work in the demo house, with roles, shifts and a sentence on what each sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rettesnor.danish import clock
from rettesnor.staff.models import Employee, House, RoleGrant, Shift
from rettesnor.vault.models import DataKey

BEFORE, AHEAD = timedelta(days=7), timedelta(days=120)
ON_DUTY = "SFKBP"


@dataclass(frozen=True)
class Member:
    username: str
    name: str
    title: str
    role: str
    house: str | None
    sees: str
    left: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


CAST = (
    Member("karen", "Karen Lund", "Sheltermedarbejder", "S", "kbh", "tager telefonen om natten og ser huset i nat"),
    Member("sofie", "Sofie Holm", "Socialrådgiver", "K", "kbh", "er kontaktperson for Amina og flere andre"),
    Member("bodil", "Bodil Krogh", "Børnefaglig koordinator", "B", "kbh", "er børnenes voksne"),
    Member("pia", "Pia Thorsen", "Psykolog", "P", "kbh", "ser sine egne klienter"),
    Member("vera", "Vera Dam", "Visitator", "V", None, "ser alle henvendelser i begge huse"),
    Member("lone", "Lone Bak", "Leder, København", "L", "kbh", "træffer afgørelser og frigiver breve"),
    Member("aksel", "Aksel Friis", "Leder, Aarhus", "L", "aar", "leder huset i Aarhus"),
    Member("anne", "Anne Winther", "Arbejdsgruppen", "A", None, "ser lukkede tal og lukker perioder"),
    Member("dan", "Dan Østergaard", "Logrevisor", "D", None, "læser loggen, men ingen sager"),
    Member("ivar", "Ivar Skov", "It", "I", None, "ser konti, men intet indhold og ingen tal"),
    Member("ulla", "Ulla Juhl", "Socialrådgiver", "K", "aar", "arbejder i Aarhus og kender ikke Amina"),
    Member("frida", "Frida Bech", "Frivillig", "F", "kbh", "ser tavlen, mens hun er der"),
    Member("tove", "Tove Mikkelsen", "Sheltermedarbejder", "S", "aar", "tager telefonen i Aarhus"),
    Member("bente", "Bente Lassen", "Børnefaglig koordinator", "B", "aar", "er børnenes voksne i Aarhus"),
    Member("rikke", "Rikke Sand", "Sheltermedarbejder", "S", "kbh", "er holdt op og kan ikke komme ind", left=True),
)

# Invented streets: nobody lives there.
HOUSES = (
    ("kbh", "København", "0101", "Opdigtet Stræde 14, 1499 København K", "00 10 20 30"),
    ("aar", "Aarhus", "0751", "Fabelgade 27, 8099 Aarhus C", "00 40 50 60"),
)


def build_houses() -> dict[str, House]:
    """Both houses by code; made once."""
    for code, name, municipality, address, phone in HOUSES:
        if not House.objects.filter(code=code).exists():
            house = House(code=code, name=name, municipality=municipality, key=DataKey.objects.fresh())
            house.address, house.phone = address, phone
            house.save()
    return {house.code: house for house in House.objects.select_related("key")}


def build_cast(day: date, *, ahead: timedelta = AHEAD) -> dict[str, Employee]:
    """Everyone by user name, in force since 2019, on duty every hour around `day`."""
    houses = build_houses()
    for member in CAST:
        employee, new = Employee.objects.get_or_create(
            username=member.username, defaults={"name": member.name, "title": member.title, "password": "!"}
        )
        if new:
            house = houses[member.house] if member.house else None
            RoleGrant.objects.create(employee=employee, role=member.role, house=house, since=date(2019, 1, 1))
            if member.left:
                Employee.objects.filter(pk=employee.pk).update(ends_on=day - timedelta(days=30))
            elif house is not None and member.role in ON_DUTY:
                _on_duty(employee, house, day - BEFORE, day + ahead)
    return {employee.username: employee for employee in Employee.objects.all()}


def _on_duty(employee: Employee, house: House, first: date, last: date) -> None:
    """A shift from midnight to midnight each day: the demo never meets a closed door at three in the morning."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    Shift.objects.bulk_create(
        Shift(employee=employee, house=house, starts=_midnight(day), ends=_midnight(day + timedelta(days=1)))
        for day in days
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CPH)
