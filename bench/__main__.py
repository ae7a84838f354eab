"""python -m bench [name …]: each measurement of the house in demo houses of its own, in a folder that goes away."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import disclose, planted, tau_argus
from bench.figures import run as figures
from bench.houses import Houses
from bench.national import run as national
from bench.pages import run as pages
from bench.side_by_side import run as side_by_side

COUNTRIES = 100

BENCHES: dict[str, Callable[[Houses], bool]] = {
    "pages": pages,
    "figures": figures,
    "disclose": lambda _houses: disclose.run(),
    "tau_argus": lambda _houses: tau_argus.run(),
    "planted": lambda _houses: not planted.main(COUNTRIES),
    "national": national,
    "side_by_side": side_by_side,
}
NAMED = {"national", "side_by_side"}
"""They take a quiet machine, half an hour and 15 GB: only when asked for by name."""


def main(names: list[str]) -> int:
    """Run the named measurements, or all but the largest; 1 if an aim was missed."""
    unknown = sorted(set(names) - set(BENCHES))
    if unknown:
        print(f"There is no measurement called {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
        return 2
    with TemporaryDirectory(prefix="rettesnor-bench-") as folder:
        houses = Houses(Path(folder))
        reached = [BENCHES[name](houses) for name in names or [name for name in BENCHES if name not in NAMED]]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
