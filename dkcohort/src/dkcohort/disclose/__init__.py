"""Disclosure control: hide small counts, and prove that nobody can work them out from what is shown.

    protect(table, threshold=5, *, released=(), most_hidden=1/3, effort=Effort()) -> Protected
    protect_all(tables, threshold=5, *, released=(), most_hidden=1/3, effort=Effort()) -> tuple[Protected, ...]
    audit(finished, threshold=5, *, truth=None, subsets=()) -> Audit

`protect_all` takes the tables of one release, linked by the cells they share; `released` are the `Protected` of earlier
releases, whose numbers stand as they are. Both raise `Refused` (Danish) where no choice is good enough. `audit` takes
what leaves: the `Finished` of `Protected.finished()`, with every percentage, rate and interval added, and those of
earlier releases. `Ledger` keeps what has left and refuses what would undo it.
"""
