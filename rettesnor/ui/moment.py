"""Reading a moment as people type it: "i dag 02.15", "3-3 14:30", "2315", "nu"."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from rettesnor.danish import clock, dates
from rettesnor.danish.blank import as_seen

_TIME_ALONE = re.compile(r"(?:kl\.? ?)?\d{1,2}[.:]\d{2}|kl\.? ?\d{1,4}|\d{4}")
_DAY_AND_TIME = re.compile(r"(?P<day>.+?),? (?:kl\.? ?)?(?P<time>\d{1,2}[.:]\d{2}|\d{1,4})")

_TIME_MISSING = _("Skriv også et klokkeslæt, fx i dag 02.15.")
_UNREADABLE = _("Skriv en dag og et klokkeslæt, fx i dag 02.15 eller 12-3 kl. 14.30.")
_SKIPPED = _("Det klokkeslæt fandtes ikke den nat: uret blev stillet frem.")


def parse_moment(text: str, now: datetime, *, past: bool = False) -> datetime:
    """Read a moment, aware and in Danish time. With `past`, a bare time means the latest such time before `now`.

    Raises ValueError with a message in Danish.
    """
    typed = " ".join(as_seen(text).lower().split())
    if typed == "nu":
        return now.astimezone(clock.CPH).replace(second=0, microsecond=0)
    if _TIME_ALONE.fullmatch(typed):
        return _today_at(dates.parse_time(typed), now, past)
    if _is_day(typed, now.date()):
        raise ValueError(_TIME_MISSING)
    match = _DAY_AND_TIME.fullmatch(typed)
    if match is None:
        raise ValueError(_UNREADABLE)
    return _at(dates.parse_day(match["day"], now.date()), dates.parse_time(match["time"]))


def names_a_time(text: str) -> bool:
    """Tell whether a text holds a time of day behind its day."""
    match = _DAY_AND_TIME.fullmatch(" ".join(as_seen(text).lower().split()))
    return bool(match and _is_day(match["day"], clock.today()))


def say_moment(moment: datetime) -> str:
    """Say a moment in full: "tirsdag 3. marts 2026 kl. 02.15"."""
    local = moment.astimezone(clock.CPH)
    return f"{dates.say(local.date())} kl. {dates.say_time(local)}"


def _today_at(hour: time, now: datetime, past: bool) -> datetime:
    moment = _at(now.date(), hour)
    # At 00.30 "23.45" is the evening that just ended.
    return _at(now.date() - timedelta(days=1), hour) if past and moment > now else moment


def _is_day(typed: str, today: date) -> bool:
    try:
        dates.parse_day(typed, today)
    except ValueError:
        return False
    return True


def _at(day: date, hour: time) -> datetime:
    moment = datetime.combine(day, hour, clock.CPH)
    if moment.astimezone(UTC).astimezone(clock.CPH).time() != hour:
        raise ValueError(_SKIPPED)
    return moment
