"""Tables and finished numbers as plain JSON and back, for the ledger. The same content always gives the same bytes."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dkcohort.disclose.model import Derived, Dimension, Finished, Labels, Protected, Published, Table


def stored_entry(one: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a release, with its true counts: for the closed environment only."""
    return {
        "release": one["release"],
        "source": one["source"],
        "protected": [stored_protected(each) for each in one["protected"]],
        "finished": [stored_finished(each) for each in one["finished"]],
        "truth": [stored_table(each) for each in one["truth"]],
        "derived": [_stored_derived(each) for each in one["derived"]],
    }


def read_entry(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a release again."""
    derived = [
        Derived(name, tuple((f, at, tuple(labels)) for f, at, *labels in terms), bool(nested))
        for name, terms, *nested in told["derived"]
    ]
    return {
        "release": told["release"],
        "source": told["source"],
        "protected": tuple(map(read_protected, told["protected"])),
        "finished": tuple(map(read_finished, told["finished"])),
        "truth": tuple(map(read_table, told["truth"])),
        "derived": tuple(derived),
    }


def _stored_derived(one: Derived) -> list[Any]:
    terms = [[f, at, *labels] for f, at, labels in one.terms]
    return [one.name, terms, True] if one.nested else [one.name, terms]


def stored_table(table: Table) -> dict[str, Any]:
    """A table with its true counts."""
    return {
        "name": table.name,
        "population": table.population,
        "dimensions": [_stored_dimension(each) for each in table.dimensions],
        "counts": [[*labels, count] for labels, count in sorted(table.counts.items()) if count],
        "impossible": sorted(map(list, table.impossible)),
    }


def read_table(told: Mapping[str, Any]) -> Table:
    """The table again."""
    counts = {tuple(row[:-1]): int(row[-1]) for row in told["counts"]}
    dimensions = tuple(map(_read_dimension, told["dimensions"]))
    return Table(told["name"], told["population"], dimensions, counts, _labels(told["impossible"]))


def stored_protected(one: Protected) -> dict[str, Any]:
    """A protected table with its true counts."""
    return {
        **stored_table(one.table),
        "threshold": one.threshold,
        "primary": sorted(map(list, one.primary)),
        "secondary": sorted(map(list, one.secondary)),
        "cost": one.cost,
        "bound": one.bound,
        "collapsed": list(one.collapsed),
        "flags": list(one.flags),
    }


def read_protected(told: Mapping[str, Any]) -> Protected:
    """The protected table again."""
    return Protected(
        read_table(told),
        told["threshold"],
        _labels(told["primary"]),
        _labels(told["secondary"]),
        told["cost"],
        told["bound"],
        tuple(told["collapsed"]),
        tuple(told["flags"]),
    )


def stored_finished(one: Finished) -> dict[str, Any]:
    """A finished table, as it left."""
    return {
        "name": one.name,
        "population": one.population,
        "dimensions": [_stored_dimension(each) for each in one.dimensions],
        "numbers": [_stored_number(number) for number in one.numbers],
        "impossible": sorted(map(list, one.impossible)),
    }


def read_finished(told: Mapping[str, Any]) -> Finished:
    """The finished table again."""
    dimensions = tuple(map(_read_dimension, told["dimensions"]))
    numbers = tuple(map(_read_number, told["numbers"]))
    return Finished(told["name"], told["population"], dimensions, numbers, _labels(told["impossible"]))


def _stored_number(one: Published) -> dict[str, Any]:
    """Only what differs from a number of which nothing more is said; JSON has no endless number."""
    plain = asdict(Published(one.labels, one.kind))
    return {key: value for key, value in asdict(one).items() if key in ("labels", "kind") or value != plain[key]}


def _read_number(told: Mapping[str, Any]) -> Published:
    of = tuple(told["of"]) if told.get("of") else None
    return Published(**{**told, "labels": tuple(told["labels"]), "of": of})


def _stored_dimension(one: Dimension) -> dict[str, Any]:
    return {
        "name": one.name,
        "categories": list(one.categories),
        "groups": {label: list(members) for label, members in one.groups.items()},
        "total": one.total,
        "covers": {label: list(codes) for label, codes in one.covers.items()},
    }


def _read_dimension(told: Mapping[str, Any]) -> Dimension:
    """What has left climbs no further, so its ladder is not kept."""
    return Dimension(
        told["name"],
        tuple(told["categories"]),
        {label: tuple(members) for label, members in told["groups"].items()},
        total=told["total"],
        covers={label: tuple(codes) for label, codes in told["covers"].items()},
    )


def _labels(told: list[list[str]]) -> frozenset[Labels]:
    return frozenset(map(tuple, told))
