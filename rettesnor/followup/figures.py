"""From frozen counts to what a reader sees: a sentence, a drawing and a table, each figure with its doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from dkcohort.estimate import newcombe

from rettesnor.followup.counts import Counts, together
from rettesnor.followup.indicators import NOES_BY_REASON, Tally
from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE, Card
from rettesnor.followup.models import Measurement
from rettesnor.followup.period import Period
from rettesnor.followup.reading import FEW, LEAST, NONE, THIN, Shown, inside
from rettesnor.staff.models import House
from rettesnor.ui.chart import Bar, Drawing, Point, bars, share_series

NOTHING = "\N{EN DASH}"
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

    def __init__(self) -> None:
        rows = Measurement.objects.order_by("period")
        self.counts: dict[tuple[str, int], Frozen] = defaultdict(lambda: defaultdict(dict))
        for key, version, period, house, counts in rows.values_list("key", "version", "period", "house", "counts"):
            self.counts[key, version][period][house] = Counts.from_json(counts)
        self.houses = list(House.objects.all())

    def frozen(self, counted: Tally) -> Frozen:
        return self.counts.get((counted.key, counted.version), {})

    def columns(self, card: Card) -> list[Column]:
        """The spans of time a card is shown in: quarters for what staff did, whole years for what people are."""
        frozen = self.frozen(card)
        periods = [Period.parse(key) for key in sorted(frozen)]
        if card.about == PROCESS:
            return [self._column(card, each.label, each.short, [each]) for each in periods]
        years = [Period(year) for year in sorted({each.year for each in periods})]
        whole = [year for year in years if all(each.key in frozen for each in year.quarters)]
        return [self._column(card, year.label, year.short, year.quarters) for year in whole]

    def newest(self, card: Card) -> Column | None:
        """The newest figure: the last closed quarter, or the last four of them for what people are."""
        frozen = self.frozen(card)
        if not frozen:
            return None
        last = Period.parse(max(frozen))
        return self._span(card, last)

    def previous(self, card: Card) -> Column | None:
        """The figure before the newest one, that does not overlap it."""
        frozen = self.frozen(card)
        if not frozen:
            return None
        last = Period.parse(max(frozen))
        return self._span(card, last.later(-4 if card.twelve_months else -1))

    def _span(self, card: Card, last: Period) -> Column | None:
        spans = last.twelve_months if card.twelve_months else (last,)
        if any(each.key not in self.frozen(card) for each in spans):
            return None
        label = last.label
        if len(spans) > 1:
            label = _("{first} til {last}").format(first=spans[0].label, last=last.label)
        return self._column(card, label, last.short, spans)

    def _column(self, card: Card, label: str, short: str, spans: Sequence[Period]) -> Column:
        frozen = self.frozen(card)
        houses = {
            house.pk: together(frozen[each.key].get(house.pk, Counts()) for each in spans) for house in self.houses
        }
        each, total = inside(card, houses)
        return Column(label, short, each, total)

    def noes(self, period_keys: Sequence[str]) -> Counts:
        """All refusals of some closed quarters, both houses, split by reason."""
        frozen = self.frozen(NOES_BY_REASON)
        return together(counts for key in period_keys for counts in frozen.get(key, {}).values())


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
        return _("{of} i alt.").format(of=shown.of)
    around = _("{told} ({share}; kan være {low}-{high}).").format(
        told=told, share=percent(shown.share), low=f"{shown.low * 100:.0f}", high=percent(shown.high)
    )
    if shown.thinly_recorded and shown.coverage is not None:
        thin = _("For lidt registreret til en vurdering: svaret er kun skrevet for {coverage}.")
        return f"{around} {thin.format(coverage=percent(shown.coverage))}"
    return around


def compared(now: Shown, before: Shown) -> str:
    """Whether a difference is more than chance, in one sentence; nothing where either cannot be seen."""
    if now.share is None or before.share is None or now.thinly_recorded or before.thinly_recorded:
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
    if card.shape == "split":
        return _description(card, title, newest, shown)
    sentence = f"{newest.label}: {said(shown)}"
    if before is not None and not card.proxy:
        sentence = f"{sentence} {compared(shown, _of(before, house))}".strip()
    series = [(column, _of(column, house)) for column in book.columns(card)]
    return Figure(
        card,
        title,
        sentence,
        _("Egne poster, lukkede perioder."),
        shown,
        share_series([_point(column, one) for column, one in series][-24:]) if series else "",
        _columns(card),
        [_row(card, column, one) for column, one in reversed(series)],
        beside(card, shown) + ([] if house else refusals_beside(card, book)),
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
    names += [str(words) for words in card.bands.values()]
    if card.other_reading:
        names.append(str(card.other_reading))
    return [{"label": name, "number": number > 0} for number, name in enumerate(names)]


def _row(card: Card, column: Column, shown: Shown) -> list[str]:
    more = len(card.bands) + bool(card.other_reading)
    if shown.why == FEW:
        return [column.label, _("for få"), *[NOTHING] * (4 + more)]
    around = NOTHING
    if shown.low is not None and shown.high is not None:
        around = f"{shown.low * 100:.0f}-{percent(shown.high)}"
    share = percent(shown.share) if shown.share is not None else NOTHING
    bands = [_number(shown.bands.get(str(words))) for words in card.bands.values()]
    other = [_said_other(shown)] if card.other_reading else []
    plain = [_number(shown.hits), _number(shown.of), _number(shown.unknown)]
    return [column.label, *plain, share, around, *bands, *other]


def _number(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _said_other(shown: Shown) -> str:
    if shown.other is None:
        return NOTHING
    yes, no = shown.other
    return _("{hits} af {of}").format(hits=yes, of=yes + no)


def beside(card: Card, shown: Shown) -> list[tuple[str, str]]:
    """The counts that stand beside a figure: its bands, the other reading where it differs, what is not due yet."""
    if shown.why == FEW:
        return []
    found = [(name, str(number)) for name, number in shown.bands.items()] if card.shape == "bands" else []
    if (
        card.other_reading
        and shown.other is not None
        and shown.other != (shown.hits, (shown.of or 0) - (shown.hits or 0))
    ):
        found.append((str(card.other_reading), _said_other(shown)))
    if shown.pending:
        found.append((_("Fristen er ikke nået"), str(shown.pending)))
    if shown.unknown and card.not_recorded:
        found.append((str(card.not_recorded), str(shown.unknown)))
    return found


def refusals_beside(card: Card, book: Book) -> list[tuple[str, str]]:
    """The refusals of the same time that would expose a figure that got better by saying no."""
    frozen = sorted(book.frozen(card))
    if not frozen or not card.beside:
        return []
    spans = Period.parse(frozen[-1]).twelve_months if card.twelve_months else (Period.parse(frozen[-1]),)
    noes = book.noes([each.key for each in spans])
    found = []
    for words, reasons in card.beside:
        number = sum(noes.bands.get(one, 0) for one in reasons) if reasons else noes.yes
        hidden = 0 < number < LEAST[PROCESS]
        found.append((str(words), _("for få") if hidden else str(number)))
    return found


def _description(card: Card, title: str, column: Column, shown: Shown) -> Figure:
    """A description: bars without a line, a colour or an arrow."""
    total = sum(shown.bands.values())
    if not total:
        return Figure(card, title, f"{column.label}: {said(Shown(why=FEW))}", "", shown)
    rows = [[name, str(number), percent(number / total)] for name, number in shown.bands.items()]
    drawn = bars([Bar(name, number / total, percent(number / total)) for name, number in shown.bands.items()])
    sentence = _("{period}: {total} ophold med kendt alder.").format(period=column.label, total=total)
    names = (_("Alder"), _("Ophold"), _("Andel"))
    columns = [{"label": name, "number": number > 0} for number, name in enumerate(names)]
    return Figure(card, title, sentence, _("Egne poster, lukkede perioder."), shown, drawn, columns, rows)


def rule_in_words(card: Card) -> str:
    """What the rule hides in this figure, in words."""
    return {
        PROCESS: _("Tallet handler om, hvad vi eller kommunen har gjort. Under 5 vises det ikke."),
        PERSON: _("Tallet handler om mennesker. Grupper på under 5 vises ikke, og vi ser på fire kvartaler ad gangen."),
        SENSITIVE: _("Tallet er følsomt. Det vises kun for begge huse sammen og aldrig for færre end 10."),
    }[card.about]
