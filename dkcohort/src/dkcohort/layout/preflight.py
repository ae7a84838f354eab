"""The preflight: every fault of a delivery by name, or the catalogue that the later stages read the registers by."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from dkcohort import definitions
from dkcohort.catalogue import Batch, Batches, fingerprint, moved, opened, packed
from dkcohort.days import HORIZON_DAYS, day, first
from dkcohort.engine import DuckEngine
from dkcohort.layout import (
    arrivals,
    checks,
    codes,
    dates,
    delivery,
    dreamweeks,
    filled,
    links,
    reach,
    sas,
    shares,
    variables,
)
from dkcohort.layout.contract import registers
from dkcohort.layout.delivery import File
from dkcohort.layout.faults import Fault, fault
from dkcohort.parameters import tables
from dkcohort.stage import Refused, Say, counted, keep, spilling, written
from dkcohort.study import Study

_YEAR_BEFORE_LATE = 366


def preflight(study: Study, say: Say) -> Batches:
    """Hold the delivery against the contract. Writes the catalogue; Refused lists every fault found, worst level first.

    Three levels, each looked at only when the one before is clean: the files, the variables, the rows.
    """
    wanted = definitions.registers_of(study)
    files, faults = delivery.find(study.registers, wanted - {"residents"})
    files += _residents(study, wanted)
    faults += _missing(study, wanted, files, {f.register for f in faults if f.file and f.kind != "file-alike"})
    _refuse(faults)
    say(f"Filer: {len(files)} i {len({f.register for f in files})} registre")
    for name in delivery.unknown(study.registers):
        say(f"Ikke læst: {name} hører ikke til et register, der kendes")
    place = study.work / "preflight"
    with written(place) as beside:
        found = _read(study, files, beside, say)
        batches = moved(found, beside, place)
        prints = {str(f.path): fingerprint(f.path) for f in files if f.path.suffix.lower() == ".sas7bdat"}
        keep(beside / "catalogue.json", {"registers": packed(batches), "converted": prints})
    return batches


def _read(study: Study, files: list[File], beside: Path, say: Say) -> Batches:
    """What the files hold, once it is clean: sas7bdat is made parquet first, then variables and rows are looked at."""
    ready, faults = sas.read(files, beside)
    _refuse(faults)
    batches, faults = _variables(study, ready)
    _refuse(faults + variables.undeclared(registers(), study.declared))
    say("Variable: som ventet")
    with spilling(study.work.with_name(study.work.name + ".spild")) as spill:
        _refuse(_rows(study, batches, spill, say))
    return batches


def _refuse(faults: Iterable[Fault]) -> None:
    lines = [str(f) for f in sorted(set(faults))]
    if lines:
        raise Refused("Leverancen kan ikke bruges:\n" + "\n".join(f"  - {line}" for line in lines))


def _residents(study: Study, wanted: Iterable[str]) -> list[File]:
    if "residents" not in set(wanted) or study.residents is None:
        return []
    return [File("residents", "", -1, study.residents)] if study.residents.exists() else []


def _missing(study: Study, wanted: Iterable[str], files: list[File], faulty: set[str]) -> list[Fault]:
    """Registers and years the study needs and the folder does not have; of a faulty file the fault is told alone."""
    if not files:
        return []
    had, faults = {f.register for f in files}, []
    for name in sorted(set(wanted) - had - faulty):
        themes = ", ".join(definitions.themes_needing(study, name))
        faults.append(fault("register-missing", name, themes=themes))
    for name in sorted(had):
        if registers()[name].files not in {"year", "quarter"}:
            continue
        years = {int(f.period[:4]) for f in files if f.register == name}
        # Whoever left is followed to the data cut, and the last weeks may come late.
        need = range(definitions.needed_from(study, name), day(study.data_cut - HORIZON_DAYS[3]).year + 1)
        faults += [fault("period-missing", name, period=year) for year in need if year not in years]
    return faults


def _variables(study: Study, files: list[File]) -> tuple[Batches, list[Fault]]:
    """Read each file's columns and match them; files of one period and layout become one batch."""
    engine, faults = DuckEngine(memory=study.memory, threads=study.threads), []
    batches: dict[str, dict[tuple[str, Any, Any], list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    forms: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    counts: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for file in files:
        columns, rows, wrong = _columns(engine, file)
        if wrong:
            faults.append(wrong)
            continue
        register = registers()[file.register]
        found, unfit = variables.match(register, file.name, columns, study.declared)
        faults += unfit
        weeks = tuple(c for c in columns if c.lower() in set(variables.weeks(list(columns)))) if register.weeks else ()
        if register.weeks:
            faults += dreamweeks.faults(variables.weeks(list(columns)), study.data_cut, first(study.cohorts[0] - 1))
        counts[file.register, file.period].append((file.name, rows))
        forms[file.register][file.name] = {f.name: f.form for f in found}
        # A file whose variables are stored otherwise, as 4 or 8 bytes of a number, is read by itself.
        layout = (file.period, tuple(found), (weeks, tuple(columns[f.column] for f in found)))
        batches[file.register][layout].append((str(file.path), rows))
    # One piece of several may be empty, as those who write in pieces leave it; a whole period may not.
    empty = [(r, found[0][0]) for (r, _), found in counts.items() if not any(rows for _, rows in found)]
    faults += [fault("rows-none", register, name) for register, name in empty]
    pieces = {frozenset(map(str.lower, w)) for r, of in batches.items() if registers()[r].weeks for _, _, (w, _) in of}
    faults += dreamweeks.unlike(pieces)
    for name, seen in forms.items():
        faults += variables.drift(registers()[name], seen)
    return {name: [_batch(k, v) for k, v in sorted(found.items(), key=str)] for name, found in batches.items()}, faults


def _batch(layout: tuple[str, Any, Any], files: list[tuple[str, int]]) -> Batch:
    period, found, (weeks, stored) = layout
    paths, rows = tuple(sorted(path for path, _ in files)), sum(rows for _, rows in files)
    return Batch(period, paths, found, rows, weeks, stored)


def _columns(engine: DuckEngine, file: File) -> tuple[dict[str, str], int, Fault | None]:
    """Columns with their types, and rows, as the file's own schema says."""
    try:
        (scan,) = engine.sources([str(file.path)])
        described = engine.rows(f"DESCRIBE SELECT * FROM {scan}")  # noqa: S608
        rows = engine.rows(f"SELECT count(*) FROM {scan}")[0][0]  # noqa: S608
        # DuckDB gives the second of two names that differ by case only another name; the file's own schema does not.
        names = [n for (n,) in engine.rows(f"SELECT name FROM {engine.schema(str(file.path))}")][1:]  # noqa: S608
    except Exception as wrong:
        if type(wrong).__module__ not in {"duckdb", "_duckdb"}:
            raise
        return {}, 0, fault("file-damaged", file.register, file.name)
    shown = [str(name) for name, *_ in described]
    own = names if len(names) == len(shown) else shown
    return {name: str(kind) for name, (_, kind, *_) in zip(own, described, strict=True)}, int(rows), None


def _rows(study: Study, batches: Batches, spill: Path, say: Say) -> list[Fault]:
    engine = DuckEngine(spill, study.memory, study.threads)
    opened(engine, batches, periods=True)
    tables(engine, study)
    faults: list[Fault] = []
    for name in sorted(batches):
        say(f"{name.upper()}: {counted(sum(b.rows for b in batches[name]), study.threshold)} rækker")
        faults += _of_register(engine, study, name, batches[name])
    if not faults:
        say("Registrene holdes op mod hinanden")
        faults = _relations(engine, study, batches) + links.faults(engine, batches)
        faults += arrivals.faults(engine, study, batches) + reach.faults(engine, study, batches)
    engine.close()
    return faults


def _of_register(engine: DuckEngine, study: Study, name: str, batches: Sequence[Batch]) -> list[Fault]:
    """All counts about one register in one pass and its codes in another, then what stands more than once."""
    register = registers()[name]
    if unreadable := dates.faults(engine, study, name, batches):
        return unreadable
    latest = study.data_cut + _YEAR_BEFORE_LATE
    asked = list(checks.questions(register, latest))
    try:
        counts = engine.rows(f"SELECT {', '.join(q.sql for q in asked)}, count(*) FROM {name}")[0]  # noqa: S608
        empty, ends = _reach(engine, name, batches)
        unknown = codes.faults(engine, study, register, batches)
    except Exception as wrong:
        if type(wrong).__module__ not in {"duckdb", "_duckdb"}:
            raise
        return [fault("file-damaged", name)]
    total, faults = counts[-1], []
    for question, count in zip(asked, counts, strict=False):
        gone = question.kind in {"person-missing", "value-missing"} and count == total
        kind = "all-missing" if gone else question.kind
        if count:
            shown = counted(count, study.threshold)
            faults.append(fault(kind, name, column=question.column.upper(), count=shown))
    faults += empty + unknown
    if faults:
        return faults
    return _repeated(engine, study, name, sum(b.rows for b in batches)) + _ends(study, name, ends)


def _reach(engine: DuckEngine, name: str, batches: Sequence[Batch]) -> tuple[list[Fault], tuple[int, int] | None]:
    """Variables that may be missing in some rows and are so in all, or in nearly all of one file; and the register's
    first and last day."""
    register = registers()[name]
    maybe = [v.name for v in register.variables if v.may_miss and v.name not in register.bare]
    ends = [f"min({register.ends})", f"max({register.ends})"] if register.ends else ["0", "0"]
    by = "period" if register.files in {"year", "quarter"} else "''"
    counts = ", ".join([*(f"count({v})" for v in maybe), *ends])
    rows = engine.rows(f"SELECT {by}, count(*), {counts} FROM {name} GROUP BY 1 ORDER BY 1")  # noqa: S608
    found = filled.faults(name, maybe, [row[:-2] for row in rows], batches)
    return found, (min(row[-2] for row in rows), max(row[-1] for row in rows)) if register.ends else None


def _repeated(engine: DuckEngine, study: Study, name: str, rows: int) -> list[Fault]:
    faults = []
    for kind, select in checks.repeated(registers()[name], rows).items():
        count = engine.rows(select)[0][0]
        if count:
            key = " + ".join(k.upper() for k in registers()[name].key)
            faults.append(fault(kind, name, key=key, count=counted(count, study.threshold)))
    return faults


def _ends(study: Study, name: str, ends: tuple[int, int] | None) -> list[Fault]:
    """A register that stops long before the study's data cut, or starts after its first cohort."""
    if ends is None:
        return []
    faults = [fault("ends-early", name)] if ends[1] < study.data_cut - HORIZON_DAYS[3] else []
    return faults + ([fault("cohorts-early", name)] if ends[0] > first(study.cohorts[0]) + 365 else [])


@cache
def relations() -> dict[str, dict[str, Any]]:
    """Return what registers must agree about, by name."""
    text = resources.files("dkcohort").joinpath("layout", "relations.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _relations(engine: DuckEngine, study: Study, batches: Batches) -> list[Fault]:
    had, faults = {name: sum(b.rows for b in found) for name, found in batches.items()}, []
    ready: set[str] = set()
    for kind, line in relations().items():
        if not set(line["registers"]) <= set(had):
            continue
        rows = max(had[name] for name in line["registers"])
        shares.made(engine, line, batches, ready)
        if "by" in line:
            faults += shares.faults(engine, kind, line)
        elif "files" in line:
            faults += _of_files(engine, kind, line, rows, batches[line["registers"][0]])
        else:
            faults += _related(engine, study, kind, line, rows)
    return faults


def _of_files(
    engine: DuckEngine, kind: str, line: Mapping[str, Any], rows: int, batches: Sequence[Batch]
) -> list[Fault]:
    """The files, by the periods of their names, that a SELECT gives."""
    some = checks.few(line["sampled"], rows) if "sampled" in line else ""
    periods = sorted(period for (period,) in engine.rows(line["files"].replace("{some}", some)))
    name = line["registers"][0]
    return [Fault(name, codes.file_of(name, period, batches), kind, line["text"]) for period in periods]


def _related(engine: DuckEngine, study: Study, kind: str, line: Mapping[str, Any], rows: int) -> list[Fault]:
    some = checks.few(line["sampled"], rows) if "sampled" in line else ""
    count = engine.rows(line["count"].replace("{some}", some))[0][0] or 0
    of = engine.rows(line["of"].replace("{some}", some))[0][0] if "of" in line else 0
    if count <= of * line.get("at_most", 0):
        return []
    allowed = f"{100 * line.get('at_most', 0):g}"
    shown = f"mindst {counted(count, study.threshold)}" if some else counted(count, study.threshold)
    names = ", ".join(str(name) for (name,) in engine.rows(line["names"])) if "names" in line else ""
    text = line["text"].format(count=shown, allowed=allowed, names=names)
    return [Fault(line["registers"][0], "", kind, text)]


def catalogue_file(study: Study) -> Path:
    """Return where the preflight keeps its catalogue."""
    return study.work / "preflight" / "catalogue.json"
