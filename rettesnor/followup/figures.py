"""From frozen counts to what a reader sees: a sentence, a drawing and a table, each figure with its doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from dkcohort.estimate import newcombe

from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE, Card, Counts
from rettesnor.followup.models import Measurement
from rettesnor.followup.period import Period, parse
from rettesnor.followup.reading import FEW, NONE, THIN, Shown, added, inside
from rettesnor.staff.models import House
from rettesnor.ui.chart import Bar, Drawing, Point, bars, share_series

Frozen = dict[str, dict[int, Counts]]
"""Period key -> house id -> counts."""


@dataclass(frozen=True)
class Column:
    """One span of time of one indicator: what each house and both together show."""

    label: str
    short: str
    houses: Mapping[int, Shown]
    together: Shown


@dataclass(frozen=True)
class Figure:
    """What stands on a page: one finding in words with its source, drawing and table."""

    card: Card
    title: str
    sentence: str
    source: str
    shown: Shown
    drawing: Drawing | str = ""
    columns: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def caption(self) -> str:
        return self.title


class Book:
    """Every frozen count, read once for a page."""

    def __init__(self, keys: Sequence[tuple[str, int]] | None = None) -> None:
        rows = Measurement.objects.order_by("period")
        if keys is not None:
            rows = rows.filter(key__in=[key for key, _version in keys])
        self.counts: dict[tuple[str, int], Frozen] = defaultdict(lambda: defaultdict(dict))
        for key, version, period, house, counts in rows.values_list("key", "version", "period", "house", "counts"):
            self.counts[key, version][period][house] = counts
        self.houses = list(House.objects.all())

    def frozen(self, card: Card) -> Frozen:
        return self.counts.get((card.key, card.version), {})

    def columns(self, card: Card) -> list[Column]:
        """The spans of time a card is shown in: quarters for what staff did, whole years for what people are."""
        frozen = self.frozen(card)
        if card.about == PROCESS:
            return [self._column(card, parse(key).label, parse(key).short, [frozen[key]]) for key in sorted(frozen)]
        return [
            self._column(card, str(year), str(year), [frozen[p.key] for p in Period(year).quarters()])
            for year in sorted({parse(key).year for key in frozen})
            if all(p.key in frozen for p in Period(year).quarters())
        ]

    def newest(self, card: Card) -> Column | None:
        """The newest figure: the last closed quarter, or the last four of them for what people are."""
        frozen = self.frozen(card)
        if not frozen:
            return None
        last = parse(max(frozen))
        if card.about == PROCESS:
            return self._column(card, last.label, last.short, [frozen[last.key]])
        four = [last, last.before, last.before.before, last.before.before.before]
        if any(period.key not in frozen for period in four):
            return None
        label = _("{first} til {last}").format(first=four[-1].label, last=last.label)
        return self._column(card, label, last.short, [frozen[period.key] for period in four])

    def previous(self, card: Card) -> Column | None:
        """The figure before the newest one, that does not overlap it."""
        frozen = sorted(self.frozen(card))
        step = 1 if card.about == PROCESS else 4
        if len(frozen) < 2 * step:
            return None
        chosen = frozen[-2 * step : -step]
        return self._column(card, parse(chosen[-1]).label, "", [self.frozen(card)[key] for key in chosen])

    def _column(self, card: Card, label: str, short: str, quarters: Sequence[Mapping[int, Counts]]) -> Column:
        houses = {
            house.pk: added([quarter[house.pk] for quarter in quarters if house.pk in quarter]) for house in self.houses
        }
        each, together = inside(card, houses)
        return Column(label, short, each, together)


def percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def said(shown: Shown) -> str:
    """A figure as one plain sentence."""
    if shown.why == FEW:
        return _("For få til at vise.")
    if shown.why == NONE:
        return _("Ingen i perioden.")
    told = _("{hits} af {of}").format(hits=shown.hits, of=shown.of)
    if shown.why == THIN:
        return _("{told}. For få til en procent.").format(told=told)
    if shown.share is None or shown.low is None or shown.high is None:
        return ""
    around = _("{told} ({share}; kan være {low}-{high}).").format(
        told=told, share=percent(shown.share), low=f"{shown.low * 100:.0f}", high=percent(shown.high)
    )
    if shown.thinly_recorded and shown.coverage is not None:
        thin = _("For lidt registreret til en vurdering: svaret står ved {coverage}.")
        return f"{around} {thin.format(coverage=percent(shown.coverage))}"
    return around


def compared(now: Shown, before: Shown) -> str:
    """Whether a difference is more than chance, in one sentence; nothing where either cannot be seen."""
    if now.share is None or before.share is None or None in (now.hits, now.of, before.hits, before.of):
        return ""
    difference = newcombe(now.hits or 0, now.of or 0, before.hits or 0, before.of or 0)
    told = _("Før: {share}.").format(share=percent(before.share))
    if difference.low is None or difference.high is None or difference.low <= 0 <= difference.high:
        return f"{told} {_('Forskellen kan være tilfældig.')}"
    change = _("Det er mere end før.") if difference.low > 0 else _("Det er mindre end før.")
    return f"{told} {change}"


def figure(card: Card, book: Book, house: House | None) -> Figure:
    """The closed figure of one house, or of both together, over all closed time."""
    title = house.name if house else _("Begge huse")
    newest, before = book.newest(card), book.previous(card)
    if newest is None:
        return Figure(card, title, _("Ingen lukket periode endnu."), "", Shown(why=NONE))
    shown = _of(newest, house)
    if card.shape == "description":
        return _description(card, title, newest, shown)
    sentence = f"{newest.label}: {said(shown)}"
    if before is not None and card.has_target:
        sentence = f"{sentence} {compared(shown, _of(before, house))}".strip()
    series = [(column, _of(column, house)) for column in book.columns(card)]
    points = [_point(column, one) for column, one in series]
    return Figure(
        card,
        title,
        sentence,
        _("Egne poster, lukkede perioder."),
        shown,
        share_series(points[-28:]) if points else "",
        _columns(card),
        [_row(card, column, one) for column, one in reversed(series)],
        beside(card, shown),
    )


def _of(column: Column, house: House | None) -> Shown:
    return column.houses[house.pk] if house else column.together


def _point(column: Column, shown: Shown) -> Point:
    if shown.why in (FEW, NONE):
        return Point(column.short, word=_("for få") if shown.why == FEW else _("ingen"))
    word = _("for få") if shown.share is None else ""
    return Point(column.short, shown.hits, shown.of, shown.low, shown.high, word)


def _columns(card: Card) -> list[dict[str, Any]]:
    names = [_("Periode"), _("Ja"), _("Ud af"), _("Ikke skrevet"), _("Andel"), _("Kan være")]
    return [
        {"label": name, "number": number > 0} for number, name in enumerate([*names, *map(str, card.parts.values())])
    ]


def _row(card: Card, column: Column, shown: Shown) -> list[str]:
    def number(value: int | None) -> str:
        return "–" if value is None else str(value)

    if shown.why == FEW:
        return [column.label, _("for få"), *["–"] * (4 + len(card.parts))]
    around = f"{shown.low * 100:.0f}-{percent(shown.high)}" if shown.low is not None and shown.high is not None else "–"
    share = percent(shown.share) if shown.share is not None else "–"
    parts = [number(shown.parts.get(name)) for name in card.parts]
    return [column.label, number(shown.hits), number(shown.of), number(shown.unknown), share, around, *parts]


def beside(card: Card, shown: Shown) -> list[tuple[str, str]]:
    """The counts that stand beside a figure, in words; MUN-G1 tells its other reading where the two differ."""
    return [(str(words), str(shown.parts[name])) for name, words in card.parts.items() if name in shown.parts]


def _description(card: Card, title: str, column: Column, shown: Shown) -> Figure:
    """A description: bars without a line, a colour or an arrow."""
    total = sum(shown.split.values())
    if not total:
        return Figure(card, title, f"{column.label}: {said(Shown(why=FEW))}", "", shown)
    rows = [[name, str(number), percent(number / total)] for name, number in shown.split.items()]
    drawn = bars([Bar(name, number / total, percent(number / total)) for name, number in shown.split.items()])
    sentence = _("{period}: {total} kvinder med kendt alder. Her er intet mål.").format(
        period=column.label, total=total
    )
    names = (_("Alder"), _("Kvinder"), _("Andel"))
    columns = [{"label": name, "number": number > 0} for number, name in enumerate(names)]
    return Figure(card, title, sentence, _("Egne poster, lukkede perioder."), shown, drawn, columns, rows)


def sensitive_or_person(card: Card) -> str:
    """What the rule hides in this figure, in words."""
    return {
        PROCESS: _("Tallet handler om, hvad vi eller kommunen har gjort. Under 5 vises det ikke."),
        PERSON: _("Tallet handler om mennesker. Grupper på under 5 vises ikke, og vi ser på fire kvartaler ad gangen."),
        SENSITIVE: _("Tallet er følsomt. Det vises kun for begge huse sammen og aldrig for færre end 10."),
    }[card.about]
