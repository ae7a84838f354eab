"""How templates of the house say days, limits, shares and codes, and draw small things."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rettesnor.danish import clock, codes, dates

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"
Limit = date | datetime


@register.simple_tag
def status(word: object, kind: str = "") -> SafeString:
    """Write a state as a word with a shape, never the colour alone.

    `kind`: "done" (filled circle), "due" (diamond), "late" (triangle), "note" (square) or nothing (ring).
    """
    return format_html('<span class="{}">{}</span>', f"status {kind}".strip(), word)


@register.simple_tag
def rooms(navigation: Sequence[Mapping[str, object]]) -> SafeString:
    """Write the list of rooms once, for the menu of a phone and for the side of a desk."""
    return render_to_string("ui/rooms.html", {"navigation": navigation})


@register.filter
def day(value: Limit | None) -> str:
    """Say a day: "3. marts 2026"; nothing for None."""
    return "" if value is None else dates.say_date(_day_of(value))


@register.filter
def weekday(value: Limit | None) -> str:
    """Say a day with its weekday: "tirsdag 3. marts 2026"; nothing for None."""
    return "" if value is None else dates.say(_day_of(value))


@register.filter
def colon(label: object) -> str:
    """Write a label before what is said of it: "Sendt den:", and a question with its own mark alone: "Hvorfor?"."""
    return f"{label}" if f"{label}".endswith("?") else f"{label}:"


@register.filter
def moment(value: Limit | None) -> str:
    """Say a moment: "3. marts 2026 kl. 02.15"; a bare date as a day; nothing for None."""
    if not isinstance(value, datetime):
        return day(value)
    return _("{day} kl. {time}").format(day=day(value), time=clock_time(value))


@register.filter
def clock_time(value: datetime | None) -> str:
    """Say the time of day in Danish time: "02.15"; nothing for None."""
    return "" if value is None else dates.say_time(value.astimezone(clock.CPH))


@register.filter
def time_left(limit: Limit | None) -> str:
    """Say in words how long is left until `limit`, or by how much it is passed; nothing for None."""
    if limit is None:
        return ""
    days = (_day_of(limit) - clock.today()).days
    if isinstance(limit, datetime) and abs(limit - clock.now()) < timedelta(hours=24):
        return _hours_left(limit - clock.now())
    if days < 0:
        return ngettext("{count} dag over tiden", "{count} dage over tiden", -days).format(count=-days)
    if days < 2:
        return [_("i dag"), _("i morgen")][days]
    return _("{count} dage tilbage").format(count=days)


@register.filter
def urgency(limit: Limit | None) -> str:
    """Return "passed", "soon" (today, or within 24 hours for a moment) or ""."""
    if limit is None:
        return ""
    if isinstance(limit, datetime):
        left = limit - clock.now()
        return "passed" if left < timedelta(0) else "soon" if left < timedelta(hours=24) else ""
    days = (limit - clock.today()).days
    return "passed" if days < 0 else "soon" if days == 0 else ""


@register.filter
def percent(share: float | None) -> str:
    """Say a share between 0 and 1 in whole per cent: "30 %"; nothing for None."""
    return "" if share is None else f"{int(share * 100 + 0.5)}{NBSP}%"


@register.filter
def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """Write a number in Danish, "1.234,5"; `decimals` fixes their count; nothing for None."""
    if value is None:
        return ""
    shown = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return shown.translate(str.maketrans(",.", ".,"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of the icons in `ui/icons/`. Raises FileNotFoundError for a name that is not there."""
    return _drawn(name)


@register.simple_tag
def code_label(list_name: str, code: str | None) -> str:
    """Say a code in words; nothing for an empty code, the code itself if the list has lost it."""
    if not code:
        return ""
    try:
        return codes.label(list_name, code)
    except LookupError:
        return code


@register.simple_tag
def bar_drawing(share: float) -> SafeString:
    """Draw an amount of a whole (0 to 1, cut at both ends) as a small bar."""
    width = f"{max(0.0, min(1.0, share)) * 200:.0f}"
    return format_html(
        '<svg class="bar-drawing" viewBox="0 0 200 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" width="200" height="8" rx="4"/><rect class="part" width="{}" height="8" rx="4"/></svg>',
        width,
    )


def _day_of(value: Limit) -> date:
    return clock.day_of(value) if isinstance(value, datetime) else value


def _hours_left(left: timedelta) -> str:
    minutes = int(abs(left).total_seconds() // 60)
    if not minutes:
        return _("nu")
    if minutes < 90:
        said = ngettext("{count} minut", "{count} minutter", minutes).format(count=minutes)
    else:
        hours = (minutes + 30) // 60
        said = ngettext("{count} time", "{count} timer", hours).format(count=hours)
    return (_("{time} over tiden") if left < timedelta(0) else _("{time} tilbage")).format(time=said)


@cache
def _drawn(name: str) -> SafeString:
    source = files("rettesnor.ui").joinpath("templates", "ui", "icons", f"{name}.svg")
    # Our own files, read once; no value from anywhere else goes into them.
    return mark_safe(source.read_text(encoding="utf-8").strip())  # noqa: S308
