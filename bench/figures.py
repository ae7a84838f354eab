"""How long the figures of seven years take, against the same counts by hand-written SQL; and what growth costs."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from bench import by_hand, results, visit
from bench.houses import Houses

AIM = 2.0
ROUNDS = 25
GROWN = 10

HOW = """\
All six indicators, in both houses and every quarter since the first ({quarters} quarters), counted {rounds} times in
turn: by the house's own definitions (`followup/indicators`), from the frozen counts of the closed quarters, and by the
SQL in `bench/by_hand.py`. Before the clock starts the counts are compared cell by cell, and any difference stops the
measurement. A statement that counts holds nobody's rows, so a process writes it once a day and asks it each time, as
the SQL by hand is written once; the first time, when it is written too, stands beside. The whole page is the leader's:
closed figures, the running quarter of her own house, and all its HTML. The second house has {grown} times the women."""


def run(houses: Houses) -> bool:
    """Measure at both sizes, print and keep the table; False if an aim was missed."""
    found = {scale: houses.ask(scale, "bench.figures") for scale in (1, GROWN)}
    pages = [(title, found[1]["queries"][title], found[GROWN]["queries"][title]) for title in found[1]["queries"]]
    grown = [title for title, small, large in pages if large != small]
    recomputed = found[1]["recomputed"]
    ratios = [
        [words, *(f"{found[scale][key]}" for scale in (1, GROWN))]
        for words, key in (
            ("Recomputed from the rows ÷ SQL by hand", "recomputed"),
            ("… the first time that day, the statements written too", "first"),
            ("Read from closed periods ÷ SQL by hand", "closed"),
            ("The whole follow-up page ÷ SQL by hand", "page"),
            ("Rows of stays counted", "stays"),
        )
    ]
    told = f"The same number of queries in both houses: {'every page' if not grown else 'not ' + ', '.join(grown)}."
    results.keep(
        "figures",
        {"aim": AIM, "rounds": ROUNDS, "scales": {str(scale): one for scale, one in found.items()}, "grown": grown},
        title="The figures against the same counts by hand-written SQL",
        how=HOW.format(quarters=found[1]["quarters"], rounds=ROUNDS, grown=GROWN),
        head=["", "Ordinary house", f"{GROWN} times the women"],
        rows=[*ratios, *([f"Queries, {title}", str(small), str(large)] for title, small, large in pages)],
        verdict=f"Aim: recomputed at most {AIM:.0f} times the SQL by hand. Reached: {recomputed:.2f}. {told}",
    )
    return bool(recomputed <= AIM and not grown)


def measured() -> dict[str, Any]:
    """The ratios and the number of queries of each page; runs inside a house."""
    from rettesnor.residency.models import Stay

    ways: dict[str, Callable[[], object]] = {"hand": by_sql, "recomputed": recomputed, "first": first, "closed": closed}
    visitor = visit.Visitor()
    ways["page"] = lambda: visitor.once(visit.PAGES[-1])
    _compare()
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _each in range(ROUNDS):
        for name, way in ways.items():
            visit.settle()
            begun = perf_counter()
            way()
            took[name].append(perf_counter() - begun)
    hand = median(took.pop("hand"))
    ratios: dict[str, Any] = {name: round(median(each) / hand, 2) for name, each in took.items()}
    queries = {page.title: visitor.queries(page) for page in visit.PAGES}
    return ratios | {"quarters": len(_quarters()), "stays": Stay.objects.count(), "queries": queries}


def _quarters() -> list[Any]:
    from rettesnor.danish import clock
    from rettesnor.followup.period import Period, between

    return between(Period(2019, 1), Period.quarter_of(clock.today()))


def recomputed() -> dict[str, dict[tuple[int, str], Any]]:
    """Every count from the rows as they stand, by the house's own definitions."""
    from rettesnor.danish import clock
    from rettesnor.followup.indicators import CARDS, measure

    quarters = _quarters()
    return {key: measure(card, quarters, clock.today()) for key, card in CARDS.items()}


def first() -> dict[str, dict[tuple[int, str], Any]]:
    """The same in a process that has written no statement yet."""
    from rettesnor.followup.indicators.card import question

    question.cache_clear()
    return recomputed()


def closed() -> object:
    """Every count that was frozen when its quarter was closed."""
    from rettesnor.followup.book import Book
    from rettesnor.followup.indicators import CARDS

    book = Book(CARDS.values())
    return {card.key: [book.frozen(card, quarter) for quarter in book.table(card)] for card in CARDS.values()}


def by_sql() -> dict[str, dict[tuple[int, str], Any]]:
    """The same counts by hand."""
    from django.db import connection

    from rettesnor.followup.counts import fold

    quarters = by_hand.QUARTERS.format(rows=", ".join(map(_limits, _quarters())))
    found = {}
    for key, question in by_hand.BY_KEY.items():
        with connection.cursor() as cursor:
            # The driver's own cursor: the question is written for it, with its own way of naming what is put in.
            rows = cursor.cursor.connection.execute(quarters + question, _days())
            found[key] = fold(rows.fetchall())
    return found


def _limits(quarter: Any) -> str:
    begins, ends = _stored(quarter.begins), _stored(quarter.ends)
    return f"('{quarter.key}', '{begins}', '{ends}', '{quarter.first_day}', '{quarter.day_after}')"


def _days() -> dict[str, str]:
    from datetime import datetime, time, timedelta

    from rettesnor.danish import clock

    midnight = datetime.combine(clock.today(), time(), clock.CPH)
    return {"today": clock.today().isoformat(), "week_ago": _stored(midnight - timedelta(days=7))}


def _stored(moment: Any) -> str:
    """A moment as SQLite holds it: UTC, without its zone."""
    from datetime import UTC

    return str(moment.astimezone(UTC).replace(tzinfo=None))


def _compare() -> None:
    """Both ways count the same, or there is nothing to measure."""
    ours, theirs = recomputed(), by_sql()
    for key, table in ours.items():
        assert table == theirs[key], key
    assert sum(counts.of for table in ours.values() for counts in table.values())


if __name__ == "__main__":
    visit.enter()
    visit.tell(measured())
