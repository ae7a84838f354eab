"""The five steps by DuckDB, straight from the files: python with_duckdb.py REGISTERS MUNICIPALITIES."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

import duckdb


def main(registers: str, municipalities: str) -> None:
    """Print seconds and answers of each step as JSON; reading cannot be told apart and is nought."""
    engine = duckdb.connect()
    engine.execute("SET threads=2; SET memory_limit='3GB'; SET preserve_insertion_order=false")
    engine.execute(f"CREATE TABLE municipality AS SELECT * FROM read_csv('{municipalities}', all_varchar=true)")  # noqa: S608
    text = Path(__file__).with_name("steps.sql").read_text(encoding="utf-8").replace("{registers}", registers)
    parts = re.split(r"-- @(\w+)\n", text)[1:]
    seconds: dict[str, tuple[float, float]] = {}
    answers: dict[str, list[int]] = {}
    for name, script in zip(parts[::2], parts[1::2], strict=True):
        began = time.monotonic()
        for statement in filter(str.strip, script.split(";\n")):
            found = engine.execute(statement).fetchall()
            if statement.lstrip().startswith("SELECT"):
                answers[name] = [int(value or 0) for value in found[0]]
        seconds[name] = (0.0, time.monotonic() - began)
    print(json.dumps({"version": duckdb.__version__, "seconds": seconds, "answers": answers}))


if __name__ == "__main__":
    main(*sys.argv[1:])
