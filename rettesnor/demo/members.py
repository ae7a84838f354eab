"""Who works in the invented house, and where it lies: plain data, which `dev.py` reads without anything installed."""

from __future__ import annotations

from dataclasses import dataclass


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


def told() -> str:
    """Whom one can become in the demo house, and what each sees: a line each."""
    width = max(len(member.name) for member in CAST)
    return "\n".join(f"  {member.name:<{width}}  {member.title}: {member.sees}" for member in CAST)
