"""The words of the document that need a meaning of our own: what each means on a day, and which lines wait for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rettesnor.guideline.models import Line, LocalDefinition


@dataclass
class Word:
    """One unclear word: the question, what was decided about it, and the lines that wait for it."""

    number: int
    question: str
    proposal: str
    now: LocalDefinition | None = None
    later: list[LocalDefinition] = field(default_factory=list)
    before: list[LocalDefinition] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Has nobody decided anything yet?"""
        return self.now is None and not self.later

    @property
    def decisions(self) -> list[LocalDefinition]:
        """Every decision, the newest first."""
        return [*self.later[::-1], *([self.now] if self.now else []), *self.before]

    def add(self, decided: LocalDefinition, day: date) -> None:
        """One more decision; they come with the one that counts longest ahead first."""
        if decided.valid_from is not None and decided.valid_from > day:
            self.later.insert(0, decided)
        elif self.now is None:
            self.now = decided
        else:
            self.before.append(decided)


def words(day: date, numbers: Iterable[int] | None = None) -> list[Word]:
    """Every word, or those with the numbers, in order, as they stand on the day."""
    rows = LocalDefinition.objects.select_related("decided_by")
    rows = rows if numbers is None else rows.filter(number__in=list(numbers))
    found: dict[int, Word] = {}
    for row in sorted(rows, key=lambda one: (one.number, one.valid_from or date.max, one.pk), reverse=True):
        word = found.setdefault(row.number, Word(row.number, row.question, row.proposal))
        if row.valid_from is not None:
            word.add(row, day)
    for line in Line.objects.open_on(day).in_order():
        for number in line.awaits:
            if number in found:
                found[number].lines.append(line.pk)
    return [found[number] for number in sorted(found)]
