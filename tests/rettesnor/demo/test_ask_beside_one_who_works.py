"""Every address is asked for in a copy, so that nobody who uses the house meanwhile has to wait for it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import dev


def test_a_copy_can_be_written_in_while_somebody_writes_in_the_house(tmp_path: Path) -> None:
    house, folder = tmp_path / "rettesnor.sqlite3", tmp_path / "copy"
    folder.mkdir()
    with closing(sqlite3.connect(house, isolation_level=None)) as one:
        one.execute("PRAGMA journal_mode=WAL")
        one.execute("CREATE TABLE calls (words TEXT)")
        one.execute("INSERT INTO calls VALUES ('before')")
        one.execute("BEGIN IMMEDIATE")
        one.execute("INSERT INTO calls VALUES ('not yet')")
        address = dev.copied(f"sqlite:///{house}", folder)
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"), timeout=0)) as copy:
            copy.execute("INSERT INTO calls VALUES ('asked')")
            assert [words for (words,) in copy.execute("SELECT words FROM calls")] == ["before", "asked"]
        one.execute("COMMIT")
        assert [words for (words,) in one.execute("SELECT words FROM calls")] == ["before", "not yet"]
