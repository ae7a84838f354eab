"""python -m bench.disclose: the long proofs of disclosure control, on invented tables.

How good the choices are (proven optimal, or how far off), that no attacker finds anybody, and how long it takes.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from statistics import median
from time import process_time
from typing import Any

from bench import results, tau_argus
from dkcohort.disclose import Effort, Protected, Table, audit, protect, protect_all
from tests.dkcohort.invented_tables import linked_tables, random_shape, random_table
from tests.dkcohort.test_hide_small_counts import cheapest_by_brute_force

ALL = 1.0
QUICK = 20.0
MINUTE = 60.0
LARGER = ((8, 5, 3), (9, 5, 4), (10, 6, 3), (12, 5, 3), (7, 6, 5))
BRIEF = Effort(programs=20_000, whole_rounds=8, branches=2_000)

HOW = """\
All tables are invented from seeds (`tests/dkcohort/invented_tables.py`), with every margin, threshold 5, and no limit
on the share of hidden cells, which makes them harder than any table that may be shown. Times are of the processor, one
thread. Limits are counted in programs and rounds, never in seconds. "Exposed" is what the independent auditor finds,
given every number that is shown and the truth to hold it against; single women who subtract themselves are attackers
too. Its bounds are found in whole numbers where at most 150 unknown cells hang together; where more do, whole numbers
are asked for if the range in fractions is at most 15 wide or ends at 15 at most, and wider ranges stay in fractions."""


def run() -> bool:
    """Measure all, print and keep the table; False if an aim was missed."""
    parts = [
        three_way(),
        larger(),
        shown_again(),
        brute_force(),
        bundle(),
        three_bundles(),
        tau_argus.measured(range(20)),
    ]
    told = ({key: value for key, value in part.items() if key != "rows"} for part in parts)
    numbers: dict[str, object] = dict(zip(NAMES, told, strict=True))
    reached = all(part["reached"] for part in parts)
    results.keep(
        "disclose",
        numbers,
        title="Hiding small counts: how well, how safely, how fast",
        how=HOW,
        head=["What", "Aim", "Found"],
        rows=[row for part in parts for row in part["rows"]],
        verdict="Every aim was reached." if reached else "Not every aim was reached.",
        store="",
    )
    return reached


NAMES = ["three_way", "larger", "shown_again", "brute_force", "bundle", "three_bundles", "other_program"]


def three_way() -> dict[str, Any]:
    """Thirty tables of 8 x 5 x 3, and three of them again."""
    tables = [random_table(seed, (8, 5, 3)) for seed in range(30)]
    found, took, exposed = [], [], 0
    for table in tables:
        begun = process_time()
        found.append(protect(table, most_hidden=ALL))
        took.append(process_time() - begun)
        exposed += len(audit([found[-1].finished()], truth=[table]).exposed)
        print(f"  {table.name}: {found[-1].cost:.0f} of {found[-1].bound:.0f} in {took[-1]:.1f} s", flush=True)
    quick = sum(one.proven and seconds <= QUICK for one, seconds in zip(found, took, strict=True))
    worst = max(one.gap for one in found)
    same = all(protect(tables[seed], most_hidden=ALL) == found[seed] for seed in (0, 10, 20))
    return {
        "cost": [one.cost for one in found],
        "bound": [one.bound for one in found],
        "seconds": [round(one, 1) for one in took],
        "reached": quick >= 25 and worst <= 0.05 and same and not exposed,
        "rows": [
            ["30 tables of 8 x 5 x 3, proven optimal within 20 s", "25", str(quick)],
            ["… proven optimal at all", "", str(sum(one.proven for one in found))],
            ["… largest gap of the others", "5 %", f"{100 * worst:.1f} %"],
            ["… seconds, median and longest", "", f"{median(took):.1f} and {max(took):.1f}"],
            ["… small cells, fewest and most", "", _between([len(one.primary) for one in found])],
            ["… exposed cells", "0", str(exposed)],
            ["… three of them a second time, the same to the last cell", "yes", "yes" if same else "no"],
        ],
    }


def larger() -> dict[str, Any]:
    """Twenty three-way tables of up to 360 cells."""
    exposed, cells, gaps = 0, [], []
    for seed in range(20):
        table = random_table(100 + seed, LARGER[seed % len(LARGER)])
        found = protect(table, most_hidden=ALL, effort=BRIEF)
        exposed += len(audit([found.finished()], truth=[table]).exposed)
        cells.append(len(table.cells()))
        gaps.append(found.gap)
        print(f"  {table.name}: {cells[-1]} cells, gap {found.gap:.3f}, exposed so far {exposed}", flush=True)
    return {
        "gaps": [round(one, 4) for one in gaps],
        "reached": not exposed,
        "rows": [
            [
                f"20 three-way tables of {_between(cells)} cells, a third of the effort: exposed cells",
                "0",
                str(exposed),
            ],
            ["… gap, median and largest", "", f"{100 * median(gaps):.1f} % and {100 * max(gaps):.1f} %"],
        ],
    }


def shown_again() -> dict[str, Any]:
    """Each hidden cell of 40 two-way and 2 three-way tables is shown again, alone."""
    tried = caught = 0
    tables = [random_table(seed, random_shape(seed)) for seed in range(40)]
    for table in [*tables, *(random_table(seed, (5, 4, 3)) for seed in (1, 2))]:
        found = protect(table, most_hidden=ALL)
        for labels in sorted(found.hidden):
            bare = replace(found, primary=found.primary - {labels}, secondary=found.secondary - {labels})
            tried += 1
            caught += not audit([bare.finished()], truth=[table]).clean
    rows = [[f"{tried} hidden cells shown again, one at a time: caught", str(tried), str(caught)]]
    return {"tried": tried, "caught": caught, "reached": tried == caught, "rows": rows}


def brute_force() -> dict[str, Any]:
    """Sixteen cells, every choice tried."""
    same = 0
    for seed in range(60):
        table = random_table(2000 + seed, (3, 3), mean=12)
        found = protect(table, most_hidden=ALL, insiders=False)
        same += found.proven and found.cost == cheapest_by_brute_force(table)
    rows = [["60 tables of 16 cells: as cheap as the best of all choices", "60", str(same)]]
    return {"same": same, "reached": same == 60, "rows": rows}


def bundle() -> dict[str, Any]:
    """Twenty linked three-way tables, suppressed and attacked together."""
    tables = linked_tables(0, 20, 1000)
    begun = process_time()
    found = protect_all(tables, most_hidden=ALL)
    hidden = process_time()
    told = audit([one.finished() for one in found], truth=tables)
    exposed, broken = len(told.exposed), len(told.in_fractions)
    took = process_time() - begun
    numbers = sum(len(one.table.cells()) for one in found)
    out = sum(len(one.hidden) for one in found)
    return {
        "seconds": round(took, 1),
        "reached": took < MINUTE and not exposed,
        "rows": [
            [f"20 linked tables, {numbers} numbers, {out} hidden: seconds, hiding and audit", "60", f"{took:.1f}"],
            ["… of which hiding", "", f"{hidden - begun:.1f}"],
            ["… exposed cells", "0", str(exposed)],
            ["… cells whose range is known in fractions only", "", f"{broken} of {numbers}"],
        ],
    }


def three_bundles() -> dict[str, Any]:
    """Six linked tables beside two earlier sixes of the same persons; ten times."""
    exposed, numbers = 0, 0
    for seed in range(10):
        before: list[Protected] = []
        tables: list[Table] = []
        for first in (0, 6, 12):
            new = linked_tables(seed, 6, 900, sides=2, first=first)
            before += protect_all(new, released=before, most_hidden=ALL)
            tables += new
        exposed += len(audit([one.finished() for one in before], truth=tables).exposed)
        numbers += sum(len(one.table.cells()) for one in before)
    rows = [[f"10 times a bundle beside two earlier ones, {numbers} numbers: exposed cells", "0", str(exposed)]]
    return {"exposed": exposed, "reached": not exposed, "rows": rows}


def _between(numbers: list[int]) -> str:
    return f"{min(numbers)} to {max(numbers)}"


if __name__ == "__main__":
    sys.exit(not run())
