"""A figure as it stands on a page: the finding in a sentence, a drawing for the eye, the numbers in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rettesnor.followup.book import Book, Reader, Span, place_name
from rettesnor.followup.indicators import Card
from rettesnor.followup.indicators.card import PERSON, PROCESS, SENSITIVE
from rettesnor.followup.period import Period
from rettesnor.followup.reading import FEW, NOBODY, ONLY_BOTH, OTHER_HOUSE, QUARTERS, Shown, change
from rettesnor.guideline.models import Wording
from rettesnor.staff.models import House
from rettesnor.ui import chart
from rettesnor.ui.templatetags.house import percent

MOST = 8
"""So many points stand in a drawing; the table has them all."""

NOT_SHOWN = "-"


@dataclass(frozen=True)
class Figure:
    """One indicator in one place, as one reader sees it: `ui/figure.html` prints it, `facts` stand below."""

    place: House | None
    name: str
    sentence: str
    caption: str
    source: str = ""
    drawing: chart.Drawing | str = ""
    columns: Sequence[dict[str, Any]] = ()
    rows: Sequence[Sequence[str]] = ()
    facts: Sequence[tuple[str, str]] = ()


def why_hidden(why: str) -> str:
    """Why nothing is shown, in words."""
    return {
        FEW: _("For få til at vise."),
        OTHER_HOUSE: _("Vises ikke: det, der ikke vises for det ene hus, kunne regnes ud."),
        QUARTERS: _("Vises ikke: tallet for et lille kvartal kunne regnes ud."),
        ONLY_BOTH: _("Vises kun for begge huse sammen, fordi det er følsomt."),
        NOBODY: _("Ingen i perioden."),
    }[why]


def say(card: Card, shown: Shown) -> str:
    """The finding in one plain sentence: "18 af 61 (30 %; kan være 20-42 %)."."""
    if shown.of is None or (shown.why == NOBODY and not shown.pending):
        return why_hidden(shown.why)
    if card.is_description:
        told = _("{of} ophold, hvor alderen er kendt.").format(of=shown.of)
        return told if shown.split else f"{told} {_('For få til at dele op.')}"
    if shown.hits is None:
        return _("{of} i alt. For få til at dele op.").format(of=shown.of)
    told = _share(shown)
    if shown.thin:
        told += " " + _thin(shown)
    if shown.pending:
        told += " " + _("Dertil {count}, hvis frist ikke er gået.").format(count=shown.pending)
    return told


def _share(shown: Shown) -> str:
    share = shown.share
    if share is None or share.value is None or share.low is None or share.high is None:
        told = _("{hits} af {of}.").format(hits=shown.hits, of=shown.of)
        return f"{told} {_('Under 10, derfor ingen procent.')}" if shown.of else told
    return _("{hits} af {of} ({share}; kan være {low}-{high}).").format(
        hits=shown.hits, of=shown.of, share=percent(share.value), low=_whole(share.low), high=percent(share.high)
    )


def _thin(shown: Shown) -> str:
    if shown.coverage is None:
        return _("For lidt registreret til at sige noget om, hvordan det går: mindre end fire ud af fem har et svar.")
    return _("For lidt registreret til at sige noget om, hvordan det går: kun {coverage} har et svar.").format(
        coverage=percent(shown.coverage)
    )


def _whole(share: float) -> str:
    return percent(share).split()[0]


def compared(now: Shown, before: Shown, span: Span) -> str:
    """How the figure stands to the one before, and whether chance can have done it; nothing where it cannot be said."""
    moved = change(now, before)
    if moved is None:
        return ""
    told = _("{span}: {share}.").format(span=_called(span), share=percent(moved.before))
    if moved.certain:
        return f"{told} {_('Forskellen er større, end tilfældet plejer at give.')}"
    return f"{told} {_('Forskellen kan være tilfældig.')}"


def _called(span: Span) -> str:
    return _("Kvartalet før") if len(span.quarters) == 1 else _("Året før")


def figure(card: Card, book: Book, reader: Reader, place: House | None, *, years: bool = False) -> Figure:
    """The closed figures of an indicator in one place, newest first in the table, oldest first in the drawing."""
    spans = book.spans(card, years=years)
    name = place_name(place)
    caption = _("{title}, {place}").format(title=card.title, place=name)
    if not spans:
        return Figure(place, name, _nothing_closed(years or card.by_year), caption)
    seen = [(span, book.shown(card, span, reader)[place]) for span in spans]
    span, shown = seen[-1]
    source = _("{span}. Lukkede perioder, vores egne registreringer.").format(span=span.label)
    facts = _facts(card, book, reader, place, span, shown)
    sentence = _sentence(card, book, reader, place, span, shown)
    if card.is_description:
        return Figure(place, name, sentence, caption, source, _bars(shown), *_split_table(seen), facts)
    if all(one.of is None for _span, one in seen):
        return Figure(place, name, sentence, caption, source, facts=facts)
    drawing = chart.share_series(_points(card, seen[-MOST:]))
    return Figure(place, name, sentence, caption, source, drawing, _columns(card), _rows(card, seen), facts)


def newest(card: Card, book: Book, reader: Reader, place: House | None) -> tuple[str, str]:
    """(what span, the finding in words) of the newest closed figure, without drawing and table."""
    span = book.newest(card)
    if span is None:
        return "", _nothing_closed(card.by_year)
    return span.label, _sentence(card, book, reader, place, span, book.shown(card, span, reader)[place])


def _nothing_closed(years: bool) -> str:
    if years:
        return _("Intet helt år er lukket endnu.")
    return _("Ikke nok lukkede perioder endnu.")


def _sentence(card: Card, book: Book, reader: Reader, place: House | None, span: Span, now: Shown) -> str:
    """The figure, and how it stands to the one before; a description and a proxy are not judged."""
    told, before = say(card, now), span.back()
    if card.is_description or card.proxy or not book.has(card, before):
        return told
    against = compared(now, book.shown(card, before, reader)[place], before)
    return " ".join(part for part in (told, against) if part)


def _facts(
    card: Card, book: Book, reader: Reader, place: House | None, span: Span, shown: Shown
) -> list[tuple[str, str]]:
    """What stands beside the figure: the split, the second reading, what is not recorded, the noes."""
    return [*facts_of(card, shown), *said_noes(book.beside(card, span, place, reader))]


def facts_of(card: Card, shown: Shown) -> list[tuple[str, str]]:
    """What a measurement tells beside its finding, in words and numbers."""
    told = [] if card.is_description else [(str(words), str(count)) for words, count in shown.split]
    if shown.other:
        told.append((str(card.other_reading), _read_otherwise(shown.other, shown)))
    if shown.unknown is not None and card.not_recorded:
        told.append((str(card.not_recorded).capitalize(), str(shown.unknown)))
    if shown.coverage is not None and card.not_recorded:
        told.append((_("Dækning: så mange har et svar"), percent(shown.coverage)))
    if shown.irrelevant and card.not_relevant:
        told.append((str(card.not_relevant).capitalize(), str(shown.irrelevant)))
    return told


def _read_otherwise(other: tuple[int, int], shown: Shown) -> str:
    told = _("{hits} af {of}").format(hits=other[0], of=other[1])
    return _("{told}, det samme").format(told=told) if other == (shown.hits, shown.of) else told


def said_noes(beside: Sequence[tuple[Any, int | None]]) -> list[tuple[str, str]]:
    return [(str(words), _("for få") if count is None else str(count)) for words, count in beside]


def _points(card: Card, seen: Sequence[tuple[Span, Shown]]) -> list[chart.Point]:
    revised = _revisions(card)
    return [_point(span, shown, revised) for span, shown in seen]


def _point(span: Span, shown: Shown, revised: dict[str, str]) -> chart.Point:
    mark = next((revised[quarter.key] for quarter in span.quarters if quarter.key in revised), "")
    share = shown.share
    if share is None:
        return chart.Point(span.short, shown.hits, shown.of, word=_word(shown), mark=mark)
    return chart.Point(span.short, shown.hits, shown.of, share.low, share.high, mark=mark)


def _word(shown: Shown) -> str:
    if shown.hits is None or shown.of is None:
        return _("for få") if shown.why in (FEW, "") else _("vises ikke")
    return _("{hits} af {of}").format(hits=shown.hits, of=shown.of) if shown.of else _("ingen")


def _revisions(card: Card) -> dict[str, str]:
    """Period key -> what to write at the line that marks a new wording of the card's line."""
    wordings = Wording.objects.of(card.line).select_related("edition")
    return {
        Period.quarter_of(wording.valid_from).key: _("Ordlyd {edition}").format(edition=wording.edition.name)
        for wording in wordings
    }


def _bars(shown: Shown) -> chart.Drawing | str:
    most = max((count for _words, count in shown.split), default=0)
    if not most:
        return ""
    return chart.bars([chart.Bar(str(words), count / most, str(count)) for words, count in shown.split])


def _column(label: str, *, number: bool = True) -> dict[str, Any]:
    return {"label": label, "number": number}


def _columns(card: Card) -> list[dict[str, Any]]:
    names = [_("Ja"), _("Ud af"), _("Andel"), _("Kan være"), _("Ikke noteret")]
    return [_column(_("Periode"), number=False), *map(_column, names), *(_column(str(w)) for w in card.bands.values())]


def _rows(card: Card, seen: Sequence[tuple[Span, Shown]]) -> list[list[str]]:
    return [[span.label, *_cells(card, shown)] for span, shown in reversed(seen)]


def _cells(card: Card, shown: Shown) -> list[str]:
    share = shown.share
    known = share is not None and share.value is not None and share.low is not None and share.high is not None
    split = {words: str(count) for words, count in shown.split}
    return [
        _number(shown.hits) if shown.hits is not None else _("for få"),
        _number(shown.of),
        percent(share.value) if share and known else NOT_SHOWN,
        f"{_whole(share.low)}-{percent(share.high)}" if share and known and share.low is not None else NOT_SHOWN,
        _number(shown.unknown),
        *(split.get(words, NOT_SHOWN) for words in card.bands.values()),
    ]


def _split_table(seen: Sequence[tuple[Span, Shown]]) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """The newest description alone: older ones may be merged otherwise, and would look like a trend."""
    span, shown = seen[-1]
    columns = [_column(_("Alder"), number=False), _column(_("Ophold, {span}").format(span=span.label))]
    return columns, [[str(words), str(count)] for words, count in shown.split]


def _number(value: int | None) -> str:
    return NOT_SHOWN if value is None else str(value)


def rule_of(card: Card) -> str:
    """What the small-number rule does to this figure, in words."""
    return {
        PROCESS: _("Tallet handler om, hvad vi eller kommunen gjorde. Er der færre end 5, vises det ikke."),
        PERSON: _(
            "Tallet handler om mennesker. Derfor vises hele kalenderår: perioder, der overlapper, kan trækkes fra "
            "hinanden, så enkelte kvinder kommer frem. Grupper på færre end 5 slås sammen eller vises ikke."
        ),
        SENSITIVE: _(
            "Tallet er følsomt. Det vises kun for begge huse sammen, for hele kalenderår, fordi perioder, der "
            "overlapper, kan trækkes fra hinanden, og aldrig for grupper på færre end 10."
        ),
    }[card.about]
