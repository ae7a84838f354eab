"""The manifest: everything that must be known to trust a release or to repeat it, in plain Danish text."""

from collections.abc import Mapping
from typing import Any

from dkcohort import definitions
from dkcohort.days import day
from dkcohort.publish import round_to_five
from dkcohort.record import Bundle
from dkcohort.stage import counted
from dkcohort.study import Study

_FATES = {
    "kept": "brugt",
    "anonymous": "anonyme eller fiktive personer",
    "imputed": "imputerede personer",
    "outpatient": "ambulante tilbud",
    "unknown": "findes ikke i BEF",
    "not_woman": "mænd",
    "under_18": "under 18 år ved indflytning",
    "reversed": "fraflytning før indflytning",
    "after_data_cut": "efter dataslut",
}
_POPULATIONS = {"own": "egne centre", "other": "andre centre"}


def manifest(study: Study, bundle: Bundle, counts: Mapping[str, Any], checks: list[str], engine: str) -> str:
    """Return the manifest's text. Counts are rounded to five or said to be under the threshold."""
    parts = [
        _head(study, bundle, engine),
        ["Dataslut pr. register", *(f"  {name.upper()}: {cut}" for name, cut in sorted(bundle.cuts.items()))],
        ["Rækker i KKCOPH", *_rows(study, counts["rows"])],
        ["Udflyttede kvinder, der kan følges", *_leavers(study, counts["leavers"])],
        ["Parametre og deres status", *(f"  {p.title}: {p.value or '(ingen)'}. Status: {p.status}"
                                        for p in bundle.parameters)],
        ["Definitioner", *_definitions(study)],
        ["Kontroller", *(f"  {check}" for check in checks)],
    ]  # fmt: skip
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(study: Study, bundle: Bundle, engine: str) -> list[str]:
    own = "centernummer (antaget i DSTNR)" if study.mode == "centre" else "egen beboerliste"
    return [
        f"Manifest: {bundle.title}",
        f"  Program: dkcohort {bundle.version}",
        f"  Motor: {engine}",
        f"  Definitioners fingeraftryk: {bundle.digest}",
        f"  Dataslut: {bundle.data_cut}",
        f"  Årgange: {', '.join(map(str, bundle.cohorts))}; udgangspunkt {bundle.baseline}",
        *([f"  {study.left_out()}"] if study.unsettled else []),
        f"  Eget eller andet center: {own}",
        f"  Horisonter: {', '.join(map(str, study.horizons))} måneder; forløb: højst {study.gap_days} dages mellemrum",
        f"  Tærskel: {bundle.threshold}",
    ]


def _rows(study: Study, rows: Mapping[str, int]) -> list[str]:
    return [f"  {_FATES[fate]}: {_about(study, count)}" for fate, count in sorted(rows.items())]


def _leavers(study: Study, leavers: list[list[Any]]) -> list[str]:
    """Those followed and no others: the few who died or left the country the day they moved out would be the rest."""
    return [f"  {_POPULATIONS[population]} {cohort}: {_about(study, followed)}"
            for population, cohort, _n, followed in leavers]  # fmt: skip


def _about(study: Study, count: int) -> str:
    return (
        counted(round_to_five(count), study.threshold) if count >= study.threshold else counted(count, study.threshold)
    )


def _definitions(study: Study) -> list[str]:
    found = []
    for theme in [definitions.themes()[definitions.BASE], *definitions.chosen(study)]:
        text = f"{theme.title}. {theme.logic} {theme.comment} Kilde: {theme.source}"
        found.append("  " + " ".join(text.split()))
    return found


def iso(number: int) -> str:
    """Return a day's number as ISO text."""
    return day(number).isoformat()
