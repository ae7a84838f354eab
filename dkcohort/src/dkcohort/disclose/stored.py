"""Tables and finished numbers as plain JSON and back, for the ledger. The same content always gives the same bytes."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dkcohort.disclose.model import Dimension, Finished, Labels, Protected, Published, Table


def stored_protected(one: Protected) -> dict[str, Any]:
    """A protected table with its true counts: for the closed environment only."""
    table = one.table
    return {
        "name": table.name,
        "population": table.population,
        "dimensions": [_stored_dimension(each) for each in table.dimensions],
        "counts": [[*labels, count] for labels, count in sorted(table.counts.items()) if count],
        "impossible": sorted(map(list, table.impossible)),
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
    counts = {tuple(row[:-1]): int(row[-1]) for row in told["counts"]}
    dimensions = tuple(map(_read_dimension, told["dimensions"]))
    table = Table(told["name"], told["population"], dimensions, counts, _labels(told["impossible"]))
    return Protected(
        table,
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
        "numbers": [asdict(number) for number in one.numbers],
        "impossible": sorted(map(list, one.impossible)),
    }


def read_finished(told: Mapping[str, Any]) -> Finished:
    """The finished table again."""
    dimensions = tuple(map(_read_dimension, told["dimensions"]))
    numbers = tuple(map(_read_number, told["numbers"]))
    return Finished(told["name"], told["population"], dimensions, numbers, _labels(told["impossible"]))


def _read_number(told: Mapping[str, Any]) -> Published:
    of = None if told["of"] is None else tuple(told["of"])
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
