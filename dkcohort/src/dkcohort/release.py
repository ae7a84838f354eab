"""The release: what may be taken home. Hidden and audited first, swept last; nothing is kept that failed either."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dkcohort import __version__, definitions, disclose, papers, record, workbook
from dkcohort.cells import Cells, cells, known, settled, small, sparse
from dkcohort.days import day
from dkcohort.differences import seen_before, told_before, too_close, unchanged
from dkcohort.disclose import Ledger, Table
from dkcohort.figures import ALL, Figure, key, unpacked
from dkcohort.labels import label
from dkcohort.ladders import Distribution, climbed, distribution, ladders, together
from dkcohort.manifest import iso, manifest
from dkcohort.nesting import rests
from dkcohort.outsider import leaving
from dkcohort.publish import lines
from dkcohort.record import Bundle, Line, Parameter
from dkcohort.run import figures_file, members_file, read_figures, read_members
from dkcohort.sizes import untold
from dkcohort.stage import RELEASE, Refused, Say, counted, kept, written
from dkcohort.study import Study
from dkcohort.sweep import sweep

_REWORD = "Studiets titel og parametrenes status er fri tekst, som kommer med ud: står det dér, så ret studiefilen."


def release(study: Study, say: Say) -> None:
    """Write bundt.txt, manifest.txt, tabeller.txt and tabeller.xlsx; Refused where something gives a woman away."""
    content = kept(figures_file(study), "run", read_figures)
    if content["digest"] != definitions.digest(study):
        raise Refused("Studiefilen eller programmet er ændret, siden tallene blev beregnet: kør »dkcohort run« igen.")
    figures = unpacked(content["figures"])
    ledger, source = _ledger(study), _source(study, content)
    who = kept(members_file(study), "run", read_members)
    apart: frozenset[str] = frozenset()
    while True:
        hidden = _protected(study, figures, ledger.before(source), _told(ledger, source), who, apart)
        bundle = _bundle(study, content, hidden.lines)
        try:
            with written(study.release, RELEASE) as place:
                _write(place, study, bundle, content, hidden.checks)
                _swept(place, study)
                _entered(place, study, hidden, ledger, who, source)
            break
        except _TooMuch as told:
            if told.tables <= apart:
                raise
            apart |= told.tables
    say(f"Linjer: {counted(len(bundle.lines), 1)}, "
        f"heraf skjult {counted(sum(x.status == 'skjult' for x in bundle.lines), 1)}")  # fmt: skip
    say(f"Skrevet til {study.release.name}: {', '.join(sorted(p.name for p in study.release.iterdir()))}")


class _TooMuch(Refused):
    """Beside what has left before these tables would tell what is hidden: they are left out, and it is tried again."""

    def __init__(self, message: str, tables: Collection[str]) -> None:
        super().__init__(message)
        self.tables = frozenset(tables)


@dataclass(frozen=True)
class Hidden:
    """What may leave: figures as coarse as they must be, lines, protected tables, what the manifest says of it."""

    figures: list[Figure]
    lines: tuple[Line, ...]
    laid: Cells
    protected: dict[str, disclose.Protected]
    checks: list[str]


def _ledger(study: Study) -> Ledger:
    try:
        return Ledger.read(study.ledger)
    except disclose.Refused as refused:
        raise Refused(str(refused)) from refused


def _swept(place: Path, study: Study) -> None:
    wrong = sweep(place, study.threshold)
    if wrong:
        raise Refused("\n".join(["Udgivelsen er standset:", *(f"  - {line}" for line in wrong), _REWORD]))


def _source(study: Study, content: dict[str, Any]) -> str:
    """What a release is made of: the same again is the same release."""
    told = [content["figures"], content["digest"], study.threshold, study.title, list(study.not_again)]
    return record.fingerprint(json.dumps(told, sort_keys=True))


def _told(ledger: Ledger, source: str) -> set[str]:
    """What can no longer be hidden: what left before, and what a release of the same source told when it left."""
    return told_before([*ledger.before(source).entries, *(one for one in ledger.entries if one.source == source)])


_STAY = (
    "En årgang, der er taget hjem, kan blive, som den er: skriv den i disclosure.not_again i studiefilen, "
    'fx not_again = ["own 2024"].'
)
Who = Mapping[str, Collection[str]]
"""Population -> the fingerprints of its persons (`members`)."""


def _protected(
    study: Study,
    figures: list[Figure],
    earlier: Ledger,
    told: Collection[str] = (),
    who: Who | None = None,
    apart: Collection[str] = (),
) -> Hidden:
    """Hide what must be hidden; a distribution that would hide too much is put into coarser parts first.

    The tables `apart` are left out: beside what has left before they would tell what is hidden.
    """
    coarse: set[Distribution] = set()
    while True:
        hidden, crowded = _tried(study, figures, coarse, earlier, told, who, apart)
        more = together(one for one in crowded if one[0] in ladders()) - coarse
        if not more:
            return hidden
        coarse |= more


def _tried(
    study: Study,
    figures: list[Figure],
    coarse: set[Distribution],
    earlier: Ledger,
    told: Collection[str],
    who: Who | None,
    left_out: Collection[str],
) -> tuple[Hidden, set[Distribution]]:
    """What may leave beside what has left before, and the distributions left out because they would hide too much."""
    figures, made = climbed(figures, coarse)
    close = untold(figures, study.threshold, earlier)
    laid = cells([f for f in figures if f not in close], iso(study.data_cut), made)
    stays = _staying(study, laid)
    again = [table for table in laid.tables if table.name not in stays]
    _refuse_changed(study, laid, again, earlier, who)
    near = seen_before(again, earlier.released, study.threshold) | {t.name for t in again if t.name in left_out}
    apart = stays | near
    crowded = sparse(laid, {table.name: small(table, study.threshold) for table in laid.tables})
    built = [table for table in laid.tables if table.name not in crowded | apart]
    try:
        protected = _hiding(laid, built, earlier, study.threshold)
    except disclose.Refused as refused:
        raise Refused(_unsafe(study, laid, built, earlier) or f"Tabellerne kan ikke udgives: {refused}") from refused
    except ValueError as wrong:
        raise Refused(_contradiction(study, laid, earlier)) from wrong
    crowded |= sparse(laid, {name: len(p.hidden) for name, p in protected.items()})
    protected = {name: p for name, p in protected.items() if name not in crowded}
    shown = lines(figures, laid, protected, close | too_close(figures, study.threshold, told))
    too_sparse = len(laid.tables) - len(protected) - len(apart - crowded)
    counts = _checks(too_sparse, len(near - crowded), _left_out(close), protected)
    checks = [*counts, _collapsed(coarse), *_stayed(study), *_alike(shown, laid, protected)]
    too_many = {distribution(f) for f, places in laid.of.items() if {name for name, _ in places} & crowded}
    return Hidden(figures, shown, laid, protected, checks), too_many


def _staying(study: Study, laid: Cells) -> set[str]:
    """The tables of the cohorts that stay as they left; Refused names one nobody counts, which would do nothing."""
    known = sorted(set(laid.base.values()))
    strange = sorted(set(study.not_again) - set(known))
    if strange:
        raise Refused(
            f"disclosure.not_again nævner {', '.join(strange)}, som ikke findes. Årgangene er: {', '.join(known)}."
        )
    return {name for name, base in laid.base.items() if base in study.not_again}


def _refuse_changed(study: Study, laid: Cells, tables: list[Table], earlier: Ledger, who: Who | None) -> None:
    """Refuse persons and numbers that are not those that have left, and name all cohorts they are in at once."""
    others = earlier.changed({laid.members[table.name] for table in tables}, who) if who is not None else []
    said = [disclose.not_the_same(others)] if others else []
    changed = {laid.base[table.name] for table in tables if laid.members[table.name] in others}
    for base in sorted({laid.base[table.name] for table in tables} - changed):
        try:
            unchanged([table for table in tables if laid.base[table.name] == base], earlier.released)
        except Refused as refused:
            said.append(str(refused))
            changed.add(base)
    if said:
        raise Refused(f"{said[0]} {_remedy(study, sorted(changed))}")


def _remedy(study: Study, bases: list[str]) -> str:
    """What the analyst can write in the study, beside what is there already."""
    named = ", ".join(f'"{base}"' for base in sorted({*study.not_again, *bases}))
    return f"Det gælder {', '.join(bases)}. Under [disclosure] skrives så: not_again = [{named}]."


def _stayed(study: Study) -> list[str]:
    if not study.not_again:
        return []
    named = ", ".join(f"{label('population', who)} {year}" for who, _, year in
                      (one.rpartition(" ") for one in study.not_again))  # fmt: skip
    return [
        f"Årgange, der bliver, som de er taget hjem før: {named}. Her er de skjult; tallene fra dengang gælder stadig"
    ]


def _alike(shown: tuple[Line, ...], laid: Cells, protected: dict[str, disclose.Protected]) -> list[str]:
    """The tables that tell one answer of everybody in a group: no count is small, and yet each of them is told of."""
    told = {
        (x.indicator, x.population, x.cohort, x.months, x.part, x.kind): x for x in shown if x.status in record.SHOWN
    }
    flagged = {name for name, one in protected.items() if one.flags}
    whole, nobody = set(), set()
    for f, places in laid.of.items():
        tables = {name for name, _ in places} & flagged
        if key(f) in told and f.kind in {"incidence", "share", "part"} and tables:
            if f.hits == f.of:
                whole.add(_named(told[key(f)]))
            elif not f.hits:
                nobody |= tables
    named = "; ".join(sorted(whole)) or "ingen"
    return [
        f"Tabeller, hvor alle i en gruppe har det samme (en vist andel på 100 %): {named}",
        f"Tabeller, hvor ingen i en gruppe har det, der tælles (en vist andel på 0 %): {len(nobody)}",
    ]


def _named(line: Line) -> str:
    """A line as the tables for people name it."""
    part = "" if line.part == ALL else f", {label('part', line.part)}"
    months = "" if line.months is None else f", {line.months} måneder"
    return f"{line.title} ({label('population', line.population)} {line.cohort}{part}{months})"


def _hiding(laid: Cells, built: list[Table], earlier: Ledger, threshold: int) -> dict[str, disclose.Protected]:
    """The tables with what must be hidden, by name.

    A small difference between totals that are known in any case cannot be hidden: then the inner tables are left out.
    """
    counts = {table.name: table for table in built}
    differences = rests(laid, counts)
    released = [*earlier.released, *known(built, threshold)]
    try:
        found = disclose.protect_all(built, threshold, released=released, rests=differences, most_hidden=1.0)
    except disclose.Refused:
        inner = {
            name
            for one in differences
            if 0 < sum(factor * counts[name].count(labels) for factor, name, labels in one.terms) < threshold
            for factor, name, _labels in one.terms
            if factor < 0
        }
        if not inner:
            raise
        return _hiding(laid, [table for table in built if table.name not in inner], earlier, threshold)
    return {one.table.name: one for one in found}


def _unsafe(study: Study, laid: Cells, built: list[Table], earlier: Ledger) -> str:
    """What to say where what has left before is why nothing is safe; nothing where it is the tables themselves."""
    again = sorted({laid.base[table.name] for table in built if laid.members[table.name] in earlier.members})
    if not earlier.entries or not again or not _can_be_hidden(study, laid, built, Ledger()):
        return ""
    each = {base: [table for table in built if laid.base[table.name] == base] for base in again}
    alone = [base for base, tables in each.items() if not _can_be_hidden(study, laid, tables, earlier)]
    return (
        "Tabellerne kan ikke udgives ved siden af det, der er taget hjem før: små tal ville kunne regnes ud af begge. "
        "Var tærsklen lavere dengang, kan den ikke hæves i samme regnskab, for tallene er ude. "
        "Ellers kan årgangene blive, som de er taget hjem. "
        f"{_remedy(study, alone or again)}"
    )


def _can_be_hidden(study: Study, laid: Cells, tables: list[Table], earlier: Ledger) -> bool:
    try:
        _hiding(laid, tables, earlier, study.threshold)
    except disclose.Refused:
        return False
    return True


def _collapsed(coarse: set[Distribution]) -> str:
    names = [f"{definitions.indicators()[name].title} ({label('population', who)})" for name, who in sorted(coarse)]
    return f"Fordelinger slået sammen til grovere kategorier: {'; '.join(names) or 'ingen'}"


def _entered(place: Path, study: Study, hidden: Hidden, ledger: Ledger, who: Who, source: str) -> None:
    """Let the auditor attack the finished files beside everything that has left before; enter them in the ledger.

    The ledger is written before the files take their place: nothing leaves that is not remembered.
    """
    name = record.fingerprint((place / "bundt.txt").read_text(encoding="utf-8"))
    protected = [one for _, one in sorted(hidden.protected.items())]
    if ledger.holds(name) or not protected:
        return
    try:
        rows = papers.rows(place)
    except ValueError as wrong:
        raise Refused(f"Den uafhængige kontrol kan ikke få de færdige filer til at stemme: {wrong}") from wrong
    earlier = ledger.before(source)
    # Beside what left before it first: released again, the same source is to leave out the same.
    try:
        for beside in [earlier, ledger][earlier.entries == ledger.entries :]:
            leaves = leaving(rows, hidden.figures, hidden.laid, protected, beside, source)
            new = beside.admit(name, protected, leaves, members=who)
        new.write(study.ledger)
    except disclose.Undone as undone:
        raise _TooMuch(f"{undone} {_STAY}", _around(hidden, earlier, undone.tables)) from undone
    except disclose.Refused as refused:
        raise Refused(f"{refused} {_STAY}") from refused
    except ValueError as wrong:
        raise Refused(_contradiction(study, hidden.laid, ledger)) from wrong


def _around(hidden: Hidden, earlier: Ledger, told: Collection[str]) -> set[str]:
    """The new tables that lie around or within these, and these themselves where they are new.

    None in a first release: there is nothing beside which they would tell more, so that it is a fault.
    """
    if not earlier.entries:
        return set()
    names = {settled(name) for name in told}
    beside = [{name for _factor, name, _labels in one.terms} for one in rests(hidden.laid, hidden.protected)]
    found = set().union({name for name in hidden.protected if settled(name) in names},
                        *(some for some in beside if names & {settled(name) for name in some}))  # fmt: skip
    return found - {one.table.name for one in earlier.released}


def _contradiction(study: Study, laid: Cells, ledger: Ledger) -> str:
    """Numbers that cannot all be true: most often the same women counted in another way than last time."""
    told = "Den uafhængige kontrol kan ikke få tallene til at stemme: de siger hinanden imod. "
    again = sorted({base for name, base in laid.base.items() if laid.members[name] in ledger.members})
    if not again:
        return f"{told}Intet er taget hjem før, så det er en fejl i programmet: meld den, og hjemtag ikke noget."
    return (
        f"{told}Det sker, når de samme kvinder tælles på en anden måde end ved en tidligere hjemtagelse, fx efter et "
        "skift af own.mode eller en parameter. Skift tilbage til måden fra dengang, eller lad årgangene derfra blive, "
        f"som de er. {_remedy(study, again)} Begynd ikke på et nyt regnskab: det gamle husker, hvad andre allerede ved."
    )


def _left_out(close: set[Figure]) -> str:
    """How many lines, and of which years."""
    years = sorted({(label("population", f.population), f.cohort) for f in close})
    named = ", ".join(f"{who} {year}" for who, year in years)
    return f"{len(close)} ({named})" if close else "0"


def _checks(left_out: int, near: int, close: str, protected: dict[str, disclose.Protected]) -> list[str]:
    hidden = sum(len(p.hidden) for p in protected.values())
    of = sum(len(p.table.cells()) for p in protected.values())
    return [
        f"Skjulte celler: {hidden} af {of} i {len(protected)} tabeller",
        f"Tabeller udeladt, fordi mere end en tredjedel skulle skjules: {left_out}",
        f"Tabeller udeladt, fordi de ligger for tæt på en tidligere hjemtagelse: {near}",
        f"Linjer udeladt, fordi deres nævner ligger for tæt på en anden i samme årgang: {close}",
        "Uafhængig kontrol af de færdige filer, sammen med alt hjemtaget før: ingen celle kan regnes ud",
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
