"""How long the ten most used pages take, each against a bare page opened in the same breath."""

from __future__ import annotations

from statistics import median

from bench import results, visit
from bench.houses import Houses

AIM = 4.0
ROUNDS, WARM = 75, 3


def run(houses: Houses) -> bool:
    """Measure in a house of the ordinary size, print and keep the table; False if the aim was missed."""
    rows = houses.ask(1, "bench.pages")
    worst = max(row["ratio"] for row in rows)
    table = [[row["page"], row["who"], f"{row['ratio']:.1f}", str(row["queries"]), row["words"]] for row in rows]
    results.keep(
        "pages",
        {"aim": AIM, "rounds": ROUNDS, "worst": worst, "pages": rows},
        title="The ten most used pages against a bare page",
        how=f"Each page is opened {ROUNDS} times by the one of the cast who uses it most, in one warm process and "
        "without a network between, and after each time the bare page is opened: signed in, decided on, one row "
        "fetched and its look-up written (`bench/bare.py`). The figure is the median of the page ÷ the median of the "
        "bare page; beside it the middle half of the ratios of the pairs. Queries leave out the beginnings and ends of "
        "transactions.",
        head=["Page", "Opened by", "÷ bare", "Queries", "Middle half"],
        rows=table,
        verdict=f"Aim: at most {AIM:.0f} times the bare page. Worst: {worst:.1f}.",
    )
    return bool(worst <= AIM)


def measured() -> list[dict[str, object]]:
    """Every page and how many bare pages it costs; runs inside a house."""
    visitor = visit.Visitor()
    for page in (visit.BARE, *visit.PAGES):
        for _each in range(WARM):
            visitor.once(page)
    pairs: dict[visit.Page, list[tuple[float, float]]] = {page: [] for page in visit.PAGES}
    for _each in range(ROUNDS):
        for page, found in pairs.items():
            visit.settle()
            found.append((visitor.once(page), visitor.once(visit.BARE)))
    rows = [_row(page, found, visitor.queries(page)) for page, found in pairs.items()]
    return sorted(rows, key=lambda row: -float(str(row["ratio"])))


def _row(page: visit.Page, pairs: list[tuple[float, float]], queries: int) -> dict[str, object]:
    ratio = median(own for own, _bare in pairs) / median(bare for _own, bare in pairs)
    each = sorted(own / bare for own, bare in pairs)
    low, high = each[len(each) // 4], each[-len(each) // 4]
    told = {"page": page.title, "name": page.name, "who": page.who, "ratio": round(ratio, 2), "queries": queries}
    return {**told, "low": round(low, 2), "high": round(high, 2), "words": f"{low:.1f}-{high:.1f}"}


if __name__ == "__main__":
    visit.enter()
    visit.tell(measured())
