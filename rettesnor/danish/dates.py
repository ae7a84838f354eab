"""Days and times as people type and say them in Danish."""

import re
from datetime import date, datetime, time, timedelta

from rettesnor.danish.blank import as_seen

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip

_NEAR = {"i forgårs": -2, "i går": -1, "i dag": 0, "nu": 0, "i morgen": 1, "i overmorgen": 2}
_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": ""})
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})(?:[-./ ]+(\d{4}|\d{2}))?\.?")
_WORDS = re.compile(r"(?:(?!den )([a-zæøå]+)\.?,? )?(?:den )?(\d{1,2})\.? ?([a-zæøå]{3,})\.?(?: (\d{4}|\d{2}))?")
_TIME = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[.:]?(\d{2}))?")

_FORESIGHT = timedelta(days=152)
"""The day nearest to five months from now is the next such day, or one that was at most a month ago."""
_EARLIEST, _LATEST = 1900, 2100
"""Years outside are slips of the finger: nobody concerned was born before or is planned for after."""

_UNREADABLE = "Skriv en dato, fx 12-3-2026, 12/3, i går eller tirsdag."
_NO_SUCH_DAY = "Den dato findes ikke."
_NO_SUCH_YEAR = "Årstallet kan ikke passe."
_WRONG_WEEKDAY = "Ugedagen passer ikke til datoen. Det er en {weekday}."
_NO_TIME = "Skriv et klokkeslæt, fx 02.15."


def parse_day(text: str, today: date, *, ahead: bool = False) -> date:
    """Read a day: "12-3-26", "12.3.2026", "12/3", "3. marts", "2026-03-12", "i går", "tirsdag", "tir".

    Without a year the day nearest to `today` is meant; two digits mean at most ten years ahead, else the past
    hundred; a weekday is the latest one before today. With `ahead`, for what is planned, a weekday is the first one
    after today, and a day without a year the next such day, unless it has just been. Raises ValueError with a message
    in Danish.
    """
    typed = " ".join(as_seen(text).lower().split())
    for reader in (_near, _next_weekday if ahead else _weekday, _iso, _numbers, _words):
        day = reader(typed, today + _FORESIGHT if ahead and reader in (_numbers, _words) else today)
        if day is not None:
            return day
    raise ValueError(_UNREADABLE)


def parse_time(text: str) -> time:
    """Read a time of day: "0215", "2.15", "02:15", "kl. 2". Raises ValueError with a message in Danish."""
    match = _TIME.fullmatch(" ".join(as_seen(text).lower().split()))
    if match is None:
        raise ValueError(_NO_TIME)
    try:
        return time(int(match[1]), int(match[2] or 0))
    except ValueError:
        raise ValueError(_NO_TIME) from None


def say(day: date) -> str:
    """Say a day in full: "tirsdag 3. marts 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {say_date(day)}"


def say_date(day: date) -> str:
    """Say a day without its weekday: "3. marts 2026"."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def say_short(day: date) -> str:
    """Say a day in few letters: "3. mar. 2026"; months of up to four letters stand whole."""
    month = MONTHS[day.month - 1]
    return f"{day.day}. {month if len(month) <= 4 else month[:3] + '.'} {day.year}"


def say_time(moment: time | datetime) -> str:
    """Say a time of day: "02.15"."""
    return f"{moment.hour:02}.{moment.minute:02}"


def _near(typed: str, today: date) -> date | None:
    folded = typed.translate(_FOLDED)
    distance = next((days for word, days in _NEAR.items() if folded == word.translate(_FOLDED)), None)
    return None if distance is None else today + timedelta(days=distance)


def _weekday(typed: str, today: date) -> date | None:
    number = _weekday_number(typed.rstrip("."))
    if number is None:
        return None
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)


def _next_weekday(typed: str, today: date) -> date | None:
    latest = _weekday(typed, today)
    return None if latest is None else today + timedelta(days=7 - (today - latest).days % 7)


def _weekday_number(word: str) -> int | None:
    folded = word.translate(_FOLDED)
    for number, name in enumerate(WEEKDAYS):
        if word in (name, name[:3]) or folded in (name.translate(_FOLDED), name.translate(_FOLDED)[:4]):
            return number
    return None


def _iso(typed: str, _today: date) -> date | None:
    match = _ISO.fullmatch(typed)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _numbers(typed: str, today: date) -> date | None:
    match = _NUMBERS.fullmatch(typed)
    return _dated(match[3], int(match[2]), int(match[1]), today) if match else None


def _words(typed: str, today: date) -> date | None:
    match = _WORDS.fullmatch(typed)
    month = _month_number(match[3]) if match else None
    if match is None or month is None:
        return None
    day = _dated(match[4], month, int(match[2]), today)
    if match[1] and _weekday_number(match[1]) is None:
        return None
    if match[1] and _weekday_number(match[1]) != day.weekday():
        raise ValueError(_WRONG_WEEKDAY.format(weekday=WEEKDAYS[day.weekday()]))
    return day


def _month_number(word: str) -> int | None:
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), None)


def _dated(year: str | None, month: int, day: int, today: date) -> date:
    if year is None:
        return _nearest(month, day, today)
    full = int(year) if len(year) == 4 else _full_year(int(year), today)
    return _day(full, month, day)


def _full_year(short: int, today: date) -> int:
    year = today.year - today.year % 100 + short
    return year - 100 if year > today.year + 10 else year


def _nearest(month: int, day: int, today: date) -> date:
    # 29 February exists only every fourth year; it must not be found years away.
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    near = [candidate for candidate in found if abs((candidate - today).days) <= 184]
    if not near:
        raise ValueError(_NO_SUCH_DAY)
    return min(near, key=lambda candidate: abs((candidate - today).days))


def _day(year: int, month: int, day: int) -> date:
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(_NO_SUCH_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_NO_SUCH_DAY) from None
