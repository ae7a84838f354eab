"""How many statements a page asks the database for, beginnings and ends of transactions left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def asked(statements: Iterable[Mapping[str, str]]) -> int:
    """The statements that ask or tell the database something."""
    return sum(not each["sql"].lstrip().startswith(FRAMES) for each in statements)
