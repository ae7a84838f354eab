"""What has left, and the refusal of what would undo it.

Two tables that are each safe may together give somebody away: the same women once with and once without a few of them,
or a new subtotal beside an old one. The ledger holds every release, with the true counts that were hidden and a
fingerprint of who was counted. **It never leaves the closed environment.**
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from pathlib import Path

from dkcohort.disclose.audit import Audit, Feasible, audit
from dkcohort.disclose.model import Finished, Protected, Refused
from dkcohort.disclose.stored import read_finished, read_protected, stored_finished, stored_protected

_WARNING = "Regnskab over hjemtagne tabeller. Indeholder skjulte tal: må ikke forlade forskermiljøet."


@dataclass(frozen=True)
class Entry:
    """One release: its tables as they were protected, and as they left (in the same order)."""

    release: str
    protected: tuple[Protected, ...]
    finished: tuple[Finished, ...]


@dataclass(frozen=True)
class Ledger:
    """Every release so far, in order; `members` are fingerprints of the persons in each population."""

    entries: tuple[Entry, ...] = ()
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """Read a ledger; an absent file is an empty one."""
        if not path.exists():
            return cls()
        told = json.loads(path.read_text(encoding="utf-8"))
        entries = tuple(
            Entry(
                one["release"], tuple(map(read_protected, one["protected"])), tuple(map(read_finished, one["finished"]))
            )
            for one in told["entries"]
        )
        return cls(entries, {name: frozenset(persons) for name, persons in told["members"].items()})

    def write(self, path: Path) -> None:
        """Write the ledger whole; the old file stands until the new one is complete."""
        told = {
            "warning": _WARNING,
            "entries": [
                {
                    "release": one.release,
                    "protected": list(map(stored_protected, one.protected)),
                    "finished": list(map(stored_finished, one.finished)),
                }
                for one in self.entries
            ],
            "members": {name: sorted(persons) for name, persons in sorted(self.members.items())},
        }
        beside = path.with_name(f"{path.name}.new")
        beside.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(path)

    @property
    def released(self) -> tuple[Protected, ...]:
        """What `protect` takes as released."""
        return tuple(table for one in self.entries for table in one.protected)

    def admit(
        self,
        release: str,
        protected: Sequence[Protected],
        finished: Sequence[Finished] | None = None,
        *,
        members: Mapping[str, Iterable[str]],
    ) -> "Ledger":
        """Return the ledger with a new release, or raise Refused (Danish) where it would give somebody away.

        `finished` is what leaves, percentages and all, in the order of `protected`; by default the counts and marks.
        `members` names the persons (any stable key) of each population of the release.
        """
        if not protected:
            raise ValueError("a release has at least one table")
        if any(one.release == release for one in self.entries):
            raise Refused(f"Hjemtagelsen «{release}» står allerede i regnskabet.")
        leaving = tuple(finished) if finished is not None else tuple(one.finished() for one in protected)
        known = self._with_members(protected, members)
        new = Ledger((*self.entries, Entry(release, tuple(protected), leaving)), known)
        threshold = max(one.threshold for one in protected)
        _refuse_near(known, {one.table.population for one in protected}, threshold)
        new._refuse_narrowing(self, threshold)
        return new

    def audit(self, threshold: int = 5) -> Audit:
        """Attack everything that has left, together."""
        finished = [table for one in self.entries for table in one.finished]
        truth = [table.table for one in self.entries for table in one.protected]
        populations = {table.population for table in finished}
        return audit(finished, threshold, truth=truth, subsets=_inside(self.members, populations))

    def _with_members(
        self, protected: Sequence[Protected], members: Mapping[str, Iterable[str]]
    ) -> dict[str, frozenset[str]]:
        known = dict(self.members)
        for population in sorted({one.table.population for one in protected}):
            if population not in members:
                raise ValueError(f"{population}: who is counted must be told, or differences cannot be seen")
            persons = frozenset(sha256(key.encode()).hexdigest()[:20] for key in members[population])
            if known.setdefault(population, persons) != persons:
                raise Refused(f"«{population}» er ikke de samme personer som ved en tidligere hjemtagelse.")
        return known

    def _refuse_narrowing(self, before: "Ledger", threshold: int) -> None:
        after = self.audit(threshold)
        if not after.clean:
            raise Refused(_told("kan regnes ud", after.exposed))
        if not before.entries:
            return
        old = before.audit(threshold)
        count = sum(len(_cells(table)) for one in before.entries for table in one.finished)
        narrowed = [new for was, new in zip(old.cells[:count], after.cells[:count], strict=True) if _narrower(was, new)]
        if narrowed:
            raise Refused(_told("bliver lettere at gætte for den, der har de tidligere tabeller", narrowed))


def _cells(table: Finished) -> list[tuple[str, ...]]:
    return list(product(*(one.labels for one in table.dimensions)))


def _narrower(was: Feasible, new: Feasible) -> bool:
    if was.low == was.high:
        return False
    higher = new.high is not None and (was.high is None or new.high < was.high)
    return new.low > was.low or higher


def _told(what: str, cells: Sequence[Feasible]) -> str:
    named = "; ".join(f"{one.table} ({', '.join(one.labels)}) {one.exposed}".rstrip() for one in cells[:5])
    more = f" og {len(cells) - 5} andre" if len(cells) > 5 else ""
    return f"Hjemtagelsen er afvist: skjulte tal {what}: {named}{more}."


def _refuse_near(members: Mapping[str, frozenset[str]], new: Iterable[str], threshold: int) -> None:
    """Two populations that are the same but for a few women tell of those few."""
    for population, other in product(sorted(new), sorted(members)):
        apart = len(members[population] ^ members[other])
        if population != other and 0 < apart < threshold:
            raise Refused(
                f"Hjemtagelsen er afvist: «{population}» og «{other}» er de samme personer på nær nogle få, "
                "og forskellen mellem tabellerne ville handle om dem."
            )


def _inside(members: Mapping[str, frozenset[str]], populations: Iterable[str]) -> list[tuple[str, str]]:
    names = sorted(populations)
    return [(one, other) for one, other in product(names, names) if members[one] < members[other]]
