"""Danish person numbers (CPR): reading, checking and masking.

Modulus 11 is not used: numbers without a valid control digit have been issued since 2007
(https://www.cpr.dk/cpr-systemet/personnumre-uden-kontrolciffer-modulus-11-kontrol/). A replacement number
(erstatningspersonnummer) has 60 added to its day
(https://www.cpr.dk/cpr-systemet/erstatningspersonnummer-i-eksterne-systemer).
"""

import re
from dataclasses import dataclass
from datetime import date

from rettesnor.danish import clock
from rettesnor.danish.blank import as_seen

_SEPARATORS = re.compile(r"[\s-]+")
_DOTS = "\u2022" * 4

MESSAGES = {
    "empty": "Skriv et CPR-nummer.",
    "letters": "Et CPR-nummer består kun af tal. Skriv seks cifre, bindestreg og fire cifre.",
    "length": "Et CPR-nummer har ti cifre. Her er {count}.",
    "date": "De første seks cifre er ikke en dato, der findes.",
    "future": "Fødselsdatoen i CPR-nummeret ligger ude i fremtiden.",
}


class CprError(ValueError):
    """A text that is no person number: `fault` is a key of MESSAGES, the text a message in Danish."""

    def __init__(self, fault: str, **values: int) -> None:
        self.fault = fault
        super().__init__(MESSAGES[fault].format(**values))


@dataclass(frozen=True, slots=True)
class Cpr:
    """One person number: ten digits and what they say. Printing one never shows it."""

    digits: str
    born: date
    woman: bool
    replacement: bool

    @property
    def masked(self) -> str:
        """Return the day of birth with the last four digits hidden."""
        return f"{self.digits[:6]}-{_DOTS}"

    @property
    def written(self) -> str:
        """Return the whole number as people write it, ddmmyy-xxxx."""
        return f"{self.digits[:6]}-{self.digits[6:]}"

    def __repr__(self) -> str:
        # A number in a log line or a traceback is a leak.
        return "<Cpr>"


def parse(text: str, on: date | None = None) -> Cpr:
    """Read a person number; spaces, dashes and what does not show are free. `on` is the day it is judged from: today.

    Raises CprError for an empty text, letters, a wrong length, an impossible date or a birth after `on`.
    """
    digits = _digits(text)
    day = int(digits[:2])
    replacement = day > 60
    born = _born(digits, day - 60 if replacement else day)
    if born > (on or clock.today()):
        raise CprError("future")
    return Cpr(digits, born, woman=int(digits[9]) % 2 == 0, replacement=replacement)


def age_on(born: date, day: date) -> int:
    """Return whole years lived on `day`. Raises ValueError if `day` is before the birth."""
    if day < born:
        raise ValueError("the day is before the birth")
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _digits(text: str) -> str:
    digits = _SEPARATORS.sub("", as_seen(text))
    if not digits:
        raise CprError("empty")
    if not (digits.isascii() and digits.isdigit()):
        raise CprError("letters")
    if len(digits) != 10:
        raise CprError("length", count=len(digits))
    return digits


def _born(digits: str, day: int) -> date:
    year = int(digits[4:6])
    try:
        return date(_century(int(digits[6]), year) + year, int(digits[2:4]), day)
    except ValueError:
        raise CprError("date") from None


def _century(seventh: int, year: int) -> int:
    # The table of CPR-kontoret, "Personnummeret i CPR-systemet".
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800
