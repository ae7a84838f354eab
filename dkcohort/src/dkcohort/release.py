"""The release: what may be taken home. Hidden and audited first, swept last; nothing is kept that failed either."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dkcohort import __version__, definitions, disclose, record, workbook
from dkcohort.cells import cells, known, small, sparse
from dkcohort.days import day
from dkcohort.figures import Figure, unpacked
from dkcohort.manifest import iso, manifest
from dkcohort.publish import lines
from dkcohort.record import Bundle, Line, Parameter
from dkcohort.run import figures_file
from dkcohort.stage import Refused, Say, counted, kept, written
from dkcohort.study import Study
from dkcohort.sweep import sweep


def release(study: Study, say: Say) -> None:
    """Write bundt.txt, manifest.txt, tabeller.txt and tabeller.xlsx; Refused where something gives a woman away."""
    content = kept(figures_file(study), "run")
    if content["digest"] != definitions.digest(study):
        raise Refused("Studiefilen eller programmet er ændret, siden tallene blev beregnet: kør »dkcohort run« igen.")
    figures = unpacked(content["figures"])
    shown, checks = _protected(study, figures)
    bundle = _bundle(study, content, shown)
    say(f"Linjer: {counted(len(shown), 1)}, heraf skjult {counted(sum(x.status == 'skjult' for x in shown), 1)}")
    with written(study.release) as place:
        _write(place, study, bundle, content, checks)
        wrong = sweep(place, study.threshold)
        if wrong:
            raise Refused("Udgivelsen er standset:\n" + "\n".join(f"  - {line}" for line in wrong))
    say(f"Skrevet til {study.release.name}: {', '.join(sorted(p.name for p in study.release.iterdir()))}")


def _protected(study: Study, figures: list[Figure]) -> tuple[tuple[Line, ...], list[str]]:
    """Hide what must be hidden, leave out tables that would hide too much, and let the auditor attack the rest."""
    laid = cells(figures)
    left_out = sparse(laid, {table.name: small(table, study.threshold) for table in laid.tables})
    built = [table for table in laid.tables if table.name not in left_out]
    try:
        found = disclose.protect_all(built, study.threshold, released=known(built, study.threshold), most_hidden=1.0)
        protected = {p.table.name: p for p in found}
    except disclose.Refused as refused:
        raise Refused(f"Tabellerne kan ikke udgives: {refused}") from refused
    left_out = sparse(laid, {name: len(p.hidden) for name, p in protected.items()})
    protected = {name: p for name, p in protected.items() if name not in left_out}
    # The auditor is given every count that is not hidden, exactly: more than shares, limits and rates can tell.
    kept_ = [p for _, p in sorted(protected.items())]
    audit = disclose.audit([p.finished() for p in kept_], study.threshold, truth=[p.table for p in kept_])
    if not audit.clean:
        raise Refused("Den uafhængige kontrol kan regne skjulte tal ud: " + "; ".join(map(str, audit.exposed)))
    return lines(figures, laid, protected), _checks(len(laid.tables), protected)


def _checks(many: int, protected: dict[str, disclose.Protected]) -> list[str]:
    hidden = sum(len(p.hidden) for p in protected.values())
    of = sum(len(p.table.cells()) for p in protected.values())
    return [
        f"Skjulte celler: {hidden} af {of} i {len(protected)} tabeller",
        f"Tabeller udeladt, fordi mere end en tredjedel skulle skjules: {many - len(protected)}",
        "Uafhængig kontrol af de færdige tal: ingen celle kan regnes ud",
        "Gennemsøgt byte for byte: ingen personnumre, stier eller små antal",
    ]


def _bundle(study: Study, content: dict[str, Any], shown: tuple[Line, ...]) -> Bundle:
    parameters = tuple(
        Parameter(name, p.title, ", ".join(p.value), p.status) for name, p in sorted(study.parameters.items())
    )
    cuts = {name: iso(number) for name, number in content["cuts"].items()}
    return Bundle(study.title, __version__, content["digest"], iso(study.data_cut), study.cohorts, study.baseline,
                  study.mode, study.threshold, cuts, parameters, shown)  # fmt: skip


def _write(place: Path, study: Study, bundle: Bundle, content: dict[str, Any], checks: list[str]) -> None:
    text = record.text(bundle)
    checks = [*checks, f"Bundtets fingeraftryk: {record.fingerprint(text)}"]
    (place / "bundt.txt").write_text(text, encoding="utf-8")
    (place / "manifest.txt").write_text(
        manifest(study, bundle, content["counts"], checks, content["engine"]), encoding="utf-8"
    )
    (place / "tabeller.txt").write_text(workbook.text(bundle.lines), encoding="utf-8")
    cut = day(study.data_cut)
    created = datetime(cut.year, cut.month, cut.day, tzinfo=UTC).replace(tzinfo=None)
    workbook.write(place / "tabeller.xlsx", study.title, created, bundle.lines)
