"""What has left, and the refusal of what would undo it.

Two tables that are each safe may together give somebody away: the same women once with and once without a few of them,
or a new subtotal beside an old one. The ledger holds every release, with the true counts that were hidden and a
fingerprint of who was counted. **It never leaves the closed environment.**
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import product
from pathlib import Path

from dkcohort.disclose.audit import Audit, Feasible, audit
from dkcohort.disclose.model import LARGEST_JOINT, Derived, Finished, Protected, Refused, Table, Undone
from dkcohort.disclose.stored import read_entry, stored_entry

_WARNING = "Regnskab over hjemtagne tabeller. Indeholder skjulte tal: må ikke forlade forskermiljøet."


@dataclass(frozen=True)
class Entry:
    """One release: its tables as they were protected, and as they left (in the same order, then what else left).

    `truth` are the true counts of all that left, `derived` what a reader can put together from this release and those
    before (places among all finished tables of the ledger, oldest first). `source` names what the release was made of.
    """

    release: str
    protected: tuple[Protected, ...]
    finished: tuple[Finished, ...]
    truth: tuple[Table, ...] = ()
    derived: tuple[Derived, ...] = ()
    source: str = ""

    @property
    def counts(self) -> tuple[Table, ...]:
        """The true counts behind `finished`."""
        return self.truth or tuple(one.table for one in self.protected)


@dataclass(frozen=True)
class Leaving:
    """What is about to leave beyond the counts and marks of its protected tables; see `Entry`.

    `who` names the populations in `members` that it tells of, where they are called something else than in the tables.
    What stands before a colon is the body of persons: two parts of one body are told apart by `protect`.
    """

    finished: tuple[Finished, ...]
    truth: tuple[Table, ...] = ()
    derived: tuple[Derived, ...] = ()
    source: str = ""
    who: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ledger:
    """Every release so far, in order; `members` are fingerprints of the persons in each population."""

    entries: tuple[Entry, ...] = ()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """Read a ledger; an absent file is an empty one, and one that cannot be read is Refused, never begun anew."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(told["entries"], list):
                raise TypeError("releases stand in a list")
            entries = tuple(Entry(**read_entry(one)) for one in told["entries"])
            return cls(entries, {name: frozenset(persons) for name, persons in told["members"].items()})
        except FileNotFoundError:
            return cls()
        except PermissionError as wrong:
            raise Refused(f"Regnskabet {path.name} kan ikke læses: der mangler rettigheder til filen.") from wrong
        except (OSError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as wrong:
            raise Refused(_damaged(path)) from wrong

    def write(self, path: Path) -> None:
        """Write the ledger whole; the old file stands until the new one is complete."""
        told = {
            "warning": _WARNING,
            "entries": [stored_entry(vars(one)) for one in self.entries],
            "members": {name: sorted(persons) for name, persons in sorted(self.members.items())},
        }
        beside = path.with_name(f"{path.name}.new")
        beside.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(path)

    @property
    def released(self) -> tuple[Protected, ...]:
        """What `protect` takes as released."""
        return tuple(table for one in self.entries for table in one.protected)

    @property
    def finished(self) -> tuple[Finished, ...]:
        """Every table that has left, oldest first."""
        return tuple(table for one in self.entries for table in one.finished)

    def before(self, source: str) -> "Ledger":
        """The ledger as it was before the first release made of this source; whole if there is none."""
        sources = [one.source for one in self.entries]
        return Ledger(self.entries[: sources.index(source)] if source in sources else self.entries, self.members)

    def holds(self, release: str) -> bool:
        """Whether this release has left already."""
        return any(one.release == release for one in self.entries)

    def admit(
        self,
        release: str,
        protected: Sequence[Protected],
        finished: Sequence[Finished] | Leaving | None = None,
        *,
        members: Mapping[str, Iterable[str]],
    ) -> "Ledger":
        """Return the ledger with a new release, or raise Refused (Danish) where it would give somebody away.

        `finished` is what leaves, percentages and all, in the order of `protected`; by default the counts and marks.
        `members` names the persons (any stable key) of each population of the release.
        """
        if not protected:
            raise ValueError("a release has at least one table")
        if self.holds(release):
            raise Refused(f"Hjemtagelsen «{release}» står allerede i regnskabet.")
        if not isinstance(finished, Leaving):
            finished = Leaving(tuple(one.finished() for one in protected) if finished is None else tuple(finished))
        populations = finished.who or {one.table.population for one in protected}
        known = self._with_members(populations, members)
        entry = Entry(release, tuple(protected), finished.finished, finished.truth, finished.derived, finished.source)
        new = Ledger((*self.entries, entry), known)
        threshold = max(one.threshold for one in protected)
        _refuse_near(known, populations, threshold)
        new._refuse_narrowing(self, threshold)
        return new

    def audit(self, threshold: int = 5) -> Audit:
        """Attack everything that has left, together."""
        truth = [table for one in self.entries for table in one.counts]
        derived = [each for one in self.entries for each in one.derived]
        subsets = _inside(self.members, {table.population for table in self.finished} & set(self.members))
        return audit(self.finished, threshold, truth=truth, subsets=subsets, derived=derived)

    def changed(self, populations: Iterable[str], members: Mapping[str, Iterable[str]]) -> list[str]:
        """Return those of the populations that are not the same persons as when they left, in order."""
        return [
            name
            for name in sorted(populations)
            if name in self.members and _fingerprints(name, members) != self.members[name]
        ]

    def _with_members(
        self, populations: Iterable[str], members: Mapping[str, Iterable[str]]
    ) -> dict[str, frozenset[str]]:
        now = {name: _fingerprints(name, members) for name in sorted(populations)}
        others = self.changed(now, members)
        if others:
            raise Refused(not_the_same(others))
        return {**self.members, **now}

    def _refuse_narrowing(self, before: "Ledger", threshold: int) -> None:
        after = self.audit(threshold)
        if after.unread:
            raise Refused(_in_a_ring(*after.unread[0]))
        if not after.clean:
            raise _undone("kan regnes ud", after.exposed)
        if not before.entries:
            return
        narrowed = [new for was, new in self._hidden_before(before, after, threshold) if _narrower(was, new)]
        if narrowed:
            raise _undone("bliver lettere at gætte for den, der har de tidligere tabeller", narrowed)

    def _nested(self) -> list[Derived]:
        """What lies within what, by the places of the tables in `released`: known before and after alike."""
        place: dict[int, int] = {}
        first = 0
        for entry in self.entries:
            place |= {first + at: len(place) + at for at in range(len(entry.protected))}
            first += len(entry.finished)
        return [
            replace(one, terms=tuple((factor, place[at], labels) for factor, at, labels in one.terms))
            for entry in self.entries
            for one in entry.derived
            if one.nested
        ]

    def _hidden_before(self, before: "Ledger", after: Audit, threshold: int) -> list[tuple[Feasible, Feasible]]:
        """Each cell that an earlier release hides: what it could be beside exact numbers then, and what it can be now.

        What was shown rounded or as a share is taken as known to the last person: `protect` never relied on less.
        """
        truth = [one.table for one in before.released]
        then = audit([one.finished() for one in before.released], threshold, truth=truth, derived=before._nested())
        old = iter(then.cells)
        now = iter(after.cells)
        found = []
        for entry in before.entries:
            for place, table in enumerate(entry.finished):
                hidden = entry.protected[place].hidden if place < len(entry.protected) else None
                for labels in _cells(table):
                    new, was = next(now), None if hidden is None else next(old)
                    if was is not None and hidden is not None and labels in hidden:
                        found.append((was, new))
        return found


def not_the_same(populations: Sequence[str]) -> str:
    """Say of populations that they are not the persons that have left under their names."""
    named = ", ".join(f"«{name}»" for name in populations)
    return f"{named} er ikke de samme personer som ved en tidligere hjemtagelse."


def _fingerprints(population: str, members: Mapping[str, Iterable[str]]) -> frozenset[str]:
    if population not in members:
        raise ValueError(f"{population}: who is counted must be told, or differences cannot be seen")
    return frozenset(sha256(key.encode()).hexdigest()[:20] for key in members[population])


def _damaged(path: Path) -> str:
    return (
        f"Regnskabet {path.name} kan ikke læses: det er beskadiget, eller det er ikke et regnskab. Intet er hjemtaget. "
        "Læg den seneste kopi af regnskabet tilbage på dets plads, og kør igen. Begynd ikke på et nyt regnskab: "
        "det gamle husker, hvad andre allerede ved. Findes der ingen kopi, så hjemtag ikke mere."
    )


def _cells(table: Finished) -> list[tuple[str, ...]]:
    return list(product(*(one.labels for one in table.dimensions)))


def _narrower(was: Feasible, new: Feasible) -> bool:
    if was.low == was.high:
        return False
    higher = new.high is not None and (was.high is None or new.high < was.high)
    return new.low > was.low or higher


def _in_a_ring(tables: str, variables: Sequence[str]) -> str:
    return (
        f"Tabellerne {tables} krydser de samme variable i ring ({', '.join(variables)}), og der er over "
        f"{LARGEST_JOINT} celler, hvor de mødes: hvad der kan regnes ud af dem tilsammen, kan ikke efterprøves. "
        "Læg dem sammen, eller tag én ud."
    )


def _undone(what: str, cells: Sequence[Feasible]) -> Undone:
    named = "; ".join(f"{one.table} ({', '.join(one.labels)}) {one.exposed}".rstrip() for one in cells[:5])
    more = f" og {len(cells) - 5} andre" if len(cells) > 5 else ""
    return Undone(f"Hjemtagelsen er afvist: skjulte tal {what}: {named}{more}.", (one.table for one in cells))


def _refuse_near(members: Mapping[str, frozenset[str]], new: Iterable[str], threshold: int) -> None:
    """Two populations that are the same but for a few women tell of those few; all such pairs are named."""
    near = dict.fromkeys(
        tuple(sorted((population, other)))
        for population, other in product(sorted(new), sorted(members))
        if _body(population) != _body(other) and _is_near(members[population], members[other], threshold)
    )
    if near:
        named = "; ".join(f"«{one}» og «{other}»" for one, other in near)
        raise Refused(
            f"Hjemtagelsen er afvist: {named} er de samme personer på nær nogle få, "
            "og forskellen mellem tabellerne ville handle om dem."
        )


def _is_near(one: frozenset[str], other: frozenset[str], threshold: int) -> bool:
    """Persons with nobody in common are not one group with and without a few."""
    return 0 < len(one ^ other) < threshold and bool(one & other)


def _body(population: str) -> str:
    return population.split(":")[0]


def _inside(members: Mapping[str, frozenset[str]], populations: Iterable[str]) -> list[tuple[str, str]]:
    names = sorted(populations)
    return [(one, other) for one, other in product(names, names) if members[one] < members[other]]
