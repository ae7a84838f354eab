"""One line of the document with what stands in its margin: what was recorded, its figure, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rettesnor.followup.counts import together
from rettesnor.followup.figures import Book, said
from rettesnor.followup.indicators import CARDS, EFFORTS
from rettesnor.followup.indicators.card import Card
from rettesnor.followup.indicators.practice import MARK
from rettesnor.followup.models import Closing
from rettesnor.followup.period import Period
from rettesnor.followup.reading import LEAST
from rettesnor.guideline.models import Area, Line, Wording
from rettesnor.practice.models import Effort


@dataclass(frozen=True)
class Margin:
    """What stands beside a line."""

    recorded: str
    figures: list[tuple[str, str]]
    why_none: str


@dataclass(frozen=True)
class Told:
    line: Line
    wording: Wording
    margin: Margin | None


@dataclass(frozen=True)
class Chapter:
    area: Area
    duties: list[Told]
    goals: list[Told]
    interventions: list[Told]


def of_line(line: str) -> list[Card]:
    """The indicators that show something about a line of the document."""
    return [card for card in CARDS.values() if card.line == line]


def chapters(day: date, *, figures: bool) -> list[Chapter]:
    """The whole document as it reads on `day`; margins only for those who may see figures."""
    wordings = {wording.line_id: wording for wording in Wording.objects.in_force(day).select_related("edition")}
    lines = Line.objects.open_on(day).in_order()
    margins = _margins(list(lines)) if figures else {}
    areas = {area.id: Chapter(area, [], [], []) for area in Area.objects.all()}
    for line in lines:
        if line.pk in wordings:
            told = Told(line, wordings[line.pk], margins.get(line.pk))
            chapter = areas[line.area_id]
            {"duty": chapter.duties, "goal": chapter.goals, "intervention": chapter.interventions}[line.kind].append(
                told
            )
    return list(areas.values())


def last_closed() -> Period | None:
    periods = Closing.objects.periods()
    return periods[-1] if periods else None


def _margins(lines: list[Line]) -> dict[str, Margin]:
    book, period = Book(), last_closed()
    recorded = _recorded(book, period)
    return {line.pk: margin(line, book, recorded, period) for line in lines}


def _recorded(book: Book, period: Period | None) -> dict[str, int]:
    """How often each line was recorded as done in the last closed quarter, both houses together."""
    if period is None:
        return {}
    total = together(book.frozen(EFFORTS).get(period.key, {}).values())
    done = ((band.split(MARK), times) for band, times in total.bands.items())
    return {line: times for (line, status), times in done if status == "udfoert"}


def margin(line: Line, book: Book, recorded: dict[str, int], period: Period | None) -> Margin:
    figures = []
    for card in of_line(line.pk):
        newest = book.newest(card)
        if newest is None:
            figures.append((str(card.title), _("Ingen lukket periode endnu.")))
        elif card.shape == "split":
            figures.append((str(card.title), _("Beskrivelse uden mål.")))
        else:
            figures.append((str(card.title), f"{newest.label}: {said(newest.together)}"))
    return Margin(_said_recorded(line, recorded, period), figures, why_none(line) if not _judges(line) else "")


def _said_recorded(line: Line, recorded: dict[str, int], period: Period | None) -> str:
    if not line.recordable or period is None:
        return ""
    times = recorded.get(line.pk, 0)
    if times == 0:
        return _("{period}: ikke registreret.").format(period=period.label)
    if times < LEAST["process"]:
        return _("{period}: registreret få gange.").format(period=period.label)
    return _("{period}: gjort {times} gange.").format(period=period.label, times=times)


def _judges(line: Line) -> bool:
    return any(card.shape != "split" and not card.proxy for card in of_line(line.pk))


def why_none(line: Line) -> str:
    """In words why a line has no figure of its own."""
    if line.pk in ("AGE-G1", "ORI-G1"):
        return _("Intet mål, med vilje.")
    if line.pk == "OTH-G2":
        return _("Udgangspunktet for 2024 mangler. Målet kan kun følges i registrene.")
    if line.evidence == ["register"]:
        return _("Kun registrene ved det.")
    if line.kind == "goal" and "register" in line.evidence and "own" not in line.evidence:
        return _("Kun registrene ved det.")
    if line.kind == "duty" or line.recordable:
        return ""
    return _("Tallet er ikke bygget endnu.")


def rows_behind(line: Line, user: Any) -> list[Effort]:
    """The recorded efforts behind a line, newest first, for those whose verb reaches them."""
    return list(Effort.objects.visible_to(user, "practice.see").standing().filter(line=line.pk).order_by("-on")[:50])
