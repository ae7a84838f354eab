"""What time it is in the house. Every room asks here, so that a test or a demo can stand on another day."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

CPH = ZoneInfo("Europe/Copenhagen")
FIXED_DAY = "RETTESNOR_TODAY"

_standing: ContextVar[datetime | None] = ContextVar("rettesnor_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in Danish time.

    Inside `at()` the moment given there. With RETTESNOR_TODAY=YYYY-MM-DD in the environment that day, while the
    time of day keeps running. Raises ValueError if the variable is not a date.
    """
    standing = _standing.get()
    if standing is not None:
        return standing
    running = datetime.now(CPH)
    fixed = os.environ.get(FIXED_DAY)
    return _local(datetime.combine(_fixed_day(fixed), running.time())) if fixed else running


def today() -> date:
    """Return the present day in Denmark."""
    return now().date()


def day_of(moment: datetime) -> date:
    """Return the day in Denmark on which an aware moment lies."""
    return moment.astimezone(CPH).date()


@contextmanager
def at(moment: datetime | date) -> Iterator[datetime]:
    """Let the clock stand still at `moment`; a bare date means noon, a naive time means Danish time."""
    token = _standing.set(_aware(moment))
    try:
        yield now()
    finally:
        _standing.reset(token)


def _aware(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(12), CPH)
    return _local(moment) if moment.tzinfo is None else moment.astimezone(CPH)


def _local(naive: datetime) -> datetime:
    # The way over UTC moves a time that the spring change skips to one that exists.
    return naive.replace(tzinfo=CPH).astimezone(UTC).astimezone(CPH)


def _fixed_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{FIXED_DAY} must be a date written YYYY-MM-DD, not {text!r}") from error
