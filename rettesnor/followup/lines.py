"""The document with what stands in its margin: what was recorded, what it shows, or why there is no figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rettesnor.followup.book import Book, Reader, Span, lately, place_name
from rettesnor.followup.counts import Counts, together
from rettesnor.followup.figures import newest, why_hidden
from rettesnor.followup.indicators import CARDS, EFFORTS, PROCESS, SENSITIVE, of_line
from rettesnor.followup.indicators.practice import MARK
from rettesnor.followup.models import Closing
from rettesnor.followup.reading import LEAST, ONLY_BOTH, OTHER_HOUSE, SENSITIVE_AREAS
from rettesnor.guideline.models import Area, Line, Wording
from rettesnor.registers.reading import AWAITED, Standing, standings
from rettesnor.staff.models import ROLE_CHOICES, House

RULES_OF_THE_PAPER = "PRE"
DONE, OFFERED, DECLINED = "udfoert", "tilbudt", "afslaaet"
DONE_SO = {
    DONE: gettext_lazy("udført {count}"),
    OFFERED: gettext_lazy("tilbudt {count}"),
    DECLINED: gettext_lazy("nej tak {count}"),
}


@dataclass(frozen=True)
class Finding:
    """One figure in a margin: its card, the place and span in words, the finding."""

    key: str
    title: str
    where: str
    words: str


@dataclass(frozen=True)
class Margin:
    """What stands beside a line. `recorded`: what was done, a sentence a place; `register`: what the newest bundle
    says, in sentences; `why_none`: why no figure judges it."""

    line: str = ""
    recorded: list[str] = field(default_factory=list)
    register: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    why_none: str = ""


@dataclass(frozen=True)
class Told:
    line: Line
    wording: Wording
    margin: Margin | None

    @property
    def address(self) -> str:
        return _address(self.line.pk)


@cache
def _address(line: str) -> str:
    """The address of a line lasts as its id does: worked out once."""
    return reverse("line", args=[line])


KINDS = {
    "duty": gettext_lazy("Det ligger til grund"),
    "goal": gettext_lazy("Målsætninger"),
    "intervention": gettext_lazy("Indsatser"),
}


@dataclass(frozen=True)
class Chapter:
    """One area of the document, its lines by kind."""

    area: Area
    told: dict[str, list[Told]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    @property
    def parts(self) -> list[tuple[str, list[Told]]]:
        """Heading and lines of each kind that the area has."""
        return [(str(KINDS[kind]), told) for kind, told in self.told.items() if told]


class Margins:
    """What one reader sees beside the lines in the last closed quarter, from frozen counts alone."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        closed = Closing.objects.periods()
        self.period = max(closed, default=None)
        self.book = Book([*CARDS.values(), EFFORTS], lately(closed))
        self.register = standings(AWAITED, alone=True)

    def of(self, line: Line, wording: Wording) -> Margin:
        standing = self.register.get(line.pk)
        return Margin(
            line=line.pk,
            recorded=self._recorded(line) if line.recordable else [],
            register=from_register(standing) if standing else [],
            findings=[finding for card in of_line(line.pk) for finding in self._findings(card.key)],
            why_none=why_none(line, wording, standing),
        )

    def _findings(self, key: str) -> list[Finding]:
        card = CARDS[key]
        if card.is_description:
            return []
        found = []
        # Both houses together say it all where they may be read; the houses apart stand on the figure's own page.
        for place in [None] if self.reader.both else self.reader.places:
            span, words = newest(card, self.book, self.reader, place)
            where = ", ".join(part for part in (place_name(place), span) if part)
            found.append(Finding(key, str(card.title), where, words))
        return found

    def _recorded(self, line: Line) -> list[str]:
        if self._done is None:
            return []
        if line.area_id in SENSITIVE_AREAS:
            return self._recorded_sensitive(line, self._done)
        told = {
            house: said_done(self._done.get(house.pk, Counts()), line.pk, self._exact(house)) for house in self._seen
        }
        return self._by_house(told)

    def _recorded_sensitive(self, line: Line, done: Mapping[int, Counts]) -> list[str]:
        """Exact in a house that is led; else for both houses together, and never how it went."""
        told = {house: said_done(done.get(house.pk, Counts()), line.pk, exact=True) for house in self.reader.led}
        if not self.reader.both:
            return self._by_house(told) or [why_hidden(ONLY_BOTH)]
        hidden = self.reader.would_subtract
        both = why_hidden(OTHER_HOUSE) if hidden else said_times(together(done.values()), line.pk)
        return [*self._by_house(told), f"{place_name(None)}: {both}"]

    def _by_house(self, told: Mapping[House, str]) -> list[str]:
        """What is told of each house, named where there are more than one to read of."""
        return [f"{house.name}: {words}" if self.reader.both else words for house, words in told.items()]

    @cached_property
    def _done(self) -> dict[int, Counts] | None:
        """What was recorded of every line in the last closed quarter, by house; None where it is not frozen."""
        if self.period is None or not self.book.has(EFFORTS, Span.quarter(self.period)):
            return None
        return self.book.counts(EFFORTS, Span.quarter(self.period))

    @property
    def _seen(self) -> tuple[House, ...]:
        return self.reader.houses

    def _exact(self, house: House) -> bool:
        return house in self.reader.led


def from_register(standing: Standing) -> list[str]:
    """The leading measure of a goal in the newest bundle, in sentences; nothing where the bundle has none."""
    if not standing.told or standing.bundle is None:
        return []
    first, year = standing.told[0], standing.bundle.baseline
    level = _("Udgangspunkt {year}: {level}.").format(year=year, level=first.level or first.no_level)
    later = [f"{told}." for told in (first.now, first.coming) if told]
    return [words for words in (f"{first.title}.", level, *later, first.verdict) if words]


def said_done(counts: Counts, line: str, exact: bool) -> str:
    """How often a line was recorded in a quarter, in words; under five only in the leader's own house."""
    by_status = _by_status(counts, line)
    if sum(by_status.values()) < LEAST[PROCESS] and not exact:
        return _("registreret få gange eller slet ikke")
    told = [str(DONE_SO[status]).format(count=count) for status, count in by_status.items() if count]
    return ", ".join(told) or _("ikke registreret")


def said_times(both: Counts, line: str) -> str:
    """How often a sensitive line was recorded in both houses together; nothing under ten, and not how it went."""
    times = sum(_by_status(both, line).values())
    if times < LEAST[SENSITIVE]:
        return _("registreret få gange eller slet ikke")
    return _("registreret {count} gange").format(count=times)


def _by_status(counts: Counts, line: str) -> dict[str, int]:
    return {status: counts.bands.get(f"{line}{MARK}{status}", 0) for status in (DONE, OFFERED, DECLINED)}


def why_none(line: Line, wording: Wording, standing: Standing | None = None) -> str:
    """In words why no figure of its own judges a line; nothing where one does."""
    cards, has_level = of_line(line.pk), standing is not None and standing.has_level
    if wording.goal_kind == "no_target":
        return _("Intet mål, med vilje.")
    if any(card.proxy for card in cards) and not has_level:
        return _("Udgangspunktet mangler. Målets eget tal kender kun registeret.")
    if cards or has_level:
        return ""
    if line.area_id == RULES_OF_THE_PAPER:
        return _("En regel for papiret selv. Den har intet tal.")
    if line.evidence and "own" not in line.evidence and "register" in line.evidence:
        return _("Kun registeret ved det.")
    return _("Tallet er ikke bygget endnu.")


def chapters(day: date, reader: Reader | None) -> list[Chapter]:
    """The whole document as it reads on a day; margins only for one who may see figures."""
    wordings = {wording.line_id: wording for wording in Wording.objects.in_force(day)}
    margins = Margins(reader) if reader else None
    found: Mapping[str, Chapter] = {area.pk: Chapter(area) for area in Area.objects.order_by("order")}
    for line in Line.objects.open_on(day).in_order():
        wording = wordings.get(line.pk)
        if wording is not None:
            told = Told(line, wording, margins.of(line, wording) if margins else None)
            found[line.area_id].told[line.kind].append(told)
    return list(found.values())


def roles_of(wording: Wording) -> list[str]:
    """Who is responsible for a line, in words."""
    names = dict(ROLE_CHOICES)
    return [str(names[letter]) for letter in wording.roles if letter in names]
