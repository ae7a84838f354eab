"""Disclosure control: hide small counts, and prove that nobody can work them out from what is shown.

`protect_all` takes the tables of one release, linked by the cells they share; `released` are the `Protected` of earlier
releases, whose numbers stand as they are. Both it and `protect` raise `Refused` (Danish) where nothing is good enough.

`audit` is the other side. It takes what leaves, the `Finished` of `Protected.finished()` with every percentage, rate
and limit added to `numbers`, all releases together, and says what each count can be. `Ledger` keeps what has left;
`Ledger.admit` audits a new release beside the old ones and refuses what would undo them.
"""

from dkcohort.disclose.audit import Audit, Feasible, audit
from dkcohort.disclose.ledger import Entry, Leaving, Ledger, not_the_same
from dkcohort.disclose.model import (
    Cell,
    Derived,
    Dimension,
    Finished,
    Labels,
    Protected,
    Published,
    Refused,
    Rest,
    Table,
    Undone,
)
from dkcohort.disclose.pattern import Effort
from dkcohort.disclose.protect import protect, protect_all

__all__ = [
    "Audit",
    "Cell",
    "Derived",
    "Dimension",
    "Effort",
    "Entry",
    "Feasible",
    "Finished",
    "Labels",
    "Leaving",
    "Ledger",
    "Protected",
    "Published",
    "Refused",
    "Rest",
    "Table",
    "Undone",
    "audit",
    "not_the_same",
    "protect",
    "protect_all",
]
