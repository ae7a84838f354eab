"""The last result of each measurement: a page of text for people, numbers for programs; never a machine's name."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "results"


def keep(
    name: str,
    numbers: Mapping[str, object],
    *,
    title: str,
    how: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    verdict: str,
    store: str = ", SQLite",
) -> None:
    """Print a measurement, and write it to `results/<name>.md` and `results/<name>.json`."""
    FOLDER.mkdir(exist_ok=True)
    where = {"measured": _day().isoformat(), "cores": os.cpu_count(), "python": platform.python_version()}
    measured = f"Measured {where['measured']} on {where['cores']} cores, Python {where['python']}{store}."
    table = [_line(head), _line(["---"] * len(head)), *map(_line, rows)]
    text = "\n".join([f"# {title}", "", measured, "", how, "", *table, "", verdict, ""])
    print(f"\n{text}", flush=True)
    (FOLDER / f"{name}.md").write_text(text, encoding="utf-8")
    told = json.dumps({**where, **numbers}, ensure_ascii=False, indent=2)
    (FOLDER / f"{name}.json").write_text(f"{told}\n", encoding="utf-8")


def _day() -> date:
    return date.today()  # noqa: DTZ011  (the day on this machine's own calendar)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
