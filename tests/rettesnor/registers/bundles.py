"""Bundles to bring home, made of a few lines."""

from __future__ import annotations

from dataclasses import replace
from math import log, sqrt

from dkcohort import record
from dkcohort.estimate import wilson
from rettesnor.registers.actions import import_bundle
from rettesnor.registers.models import Bundle
from rettesnor.staff.models import Employee

EMPTY = record.Bundle(
    title="Registeranalyse",
    version="0.1.0",
    digest="165245dacd702e9d",
    data_cut="2025-12-31",
    cohorts=(2024, 2025),
    baseline=2024,
    mode="centre",
    threshold=5,
    cuts={"kkcoph": "2025-12-31"},
    parameters=(record.Parameter("centre_variable", "Centrets nummer", "DSTNR", "UVERIFICERET"),),
    lines=(),
)


def incidence(cohort: int, hits: int, of: int, *, population: str = "own", months: int = 12) -> record.Line:
    """New stays elsewhere among women all of whom were followed to the end: the limits are log-log, as they leave."""
    share = hits / of
    se = sqrt(share * (1 - share) / of)
    reach = 1.959964 * se / (share * abs(log(share)))
    low, high = share ** (2.718281828**reach), share ** (2.718281828**-reach)
    goal = "OTH-G2" if population == "own" else ""
    return record.Line("returns.elsewhere", goal, "Nyt ophold på et andet krisecenter", "incidence", population, cohort,
                       months, "alle", "vist", of // 5 * 5, round(share, 3), round(low, 3), round(high, 3),
                       round(se, 4))  # fmt: skip


def share(cohort: int, hits: int, of: int, *, population: str = "own") -> record.Line:
    """Women placed in childhood."""
    found = wilson(hits, of)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    goal = "PLA-G1" if population == "own" else ""
    return record.Line("placement.ever", goal, "Anbragt før 18 år", "share", population, cohort, None, "alle", "vist",
                       of // 5 * 5, round(found.value, 3), round(found.low, 3), round(found.high, 3), None)  # fmt: skip


def hidden(line: record.Line) -> record.Line:
    return replace(line, status="skjult", n=None, value=None, low=None, high=None, se=None)


def text(*lines: record.Line, like: record.Bundle = EMPTY) -> str:
    return record.text(replace(like, lines=lines))


def manifest(bundle: str) -> str:
    return f"Manifest: Registeranalyse\n\nKontroller\n  Bundtets fingeraftryk: {record.fingerprint(bundle)}\n"


def brought(by: Employee, *lines: record.Line, like: record.Bundle = EMPTY) -> Bundle:
    bundle = text(*lines, like=like)
    return import_bundle(text=bundle, manifest=manifest(bundle), by=by)
