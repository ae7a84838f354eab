"""A study: one file, study.toml, that says who, when, compared with whom, which themes, and where the registers lie."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from importlib import resources
from itertools import combinations
from pathlib import Path
from typing import Any

from dkcohort.days import HORIZON_DAYS, first, number
from dkcohort.stage import Refused

_KEYS: dict[str, tuple[str, ...]] = {
    "study": ("title",),
    "places": ("registers", "work", "release", "ledger", "residents"),
    "own": ("mode", "centres", "few"),
    "when": ("cohorts", "baseline", "data_cut", "horizons", "gap_days", "residence"),
    "compare": ("matches", "seed"),
    "themes": ("include",),
    "disclosure": ("threshold", "not_again"),
    "engine": ("name", "memory", "threads"),
}
"""The sections whose keys are the same in every study, and those keys."""
_SECTIONS = (*_KEYS, "parameters", "declared")
_PARAMETER = ("value", "status")
_AKIN = 0.5
_LOWEST_THRESHOLD = 3
MODES = ("centre", "list")
RESIDENCE = ("lifelines", "dod_vnds")
ENGINES = ("duckdb", "spark")


@dataclass(frozen=True)
class Parameter:
    """A choice no source has settled: the codes in use, what they mean, and how sure anybody is."""

    value: tuple[str, ...]
    title: str
    status: str


@dataclass(frozen=True)
class Study:
    """A study as the file gives it. Paths are absolute; days are numbers since 1970-01-01; horizons are months."""

    title: str
    registers: Path
    work: Path
    release: Path
    residents: Path | None
    mode: str
    centres: tuple[str, ...]
    cohorts: tuple[int, ...]
    baseline: int
    data_cut: int
    horizons: tuple[int, ...]
    gap_days: int
    residence: str
    themes: tuple[str, ...]
    matches: int
    seed: str
    threshold: int
    parameters: dict[str, Parameter] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    engine: str = "duckdb"
    ledger: Path = Path("regnskab.json")
    not_again: tuple[str, ...] = ()
    few: tuple[str, ...] = ()
    memory: str = "4GB"
    threads: int | None = None

    def is_full(self, year: int, months: int) -> bool:
        """Say whether everybody who left in the year can be followed for the whole horizon."""
        return first(year + 1) - 1 + HORIZON_DAYS[months] <= self.data_cut


def read(path: Path) -> Study:
    """Read a study file; Refused names what is missing, unknown or impossible in it."""
    if not path.exists():
        raise Refused(f"Studiefilen {path.name} findes ikke.")
    try:
        text = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Refused(f"Studiefilen kan ikke læses: {wrong}") from wrong
    _refuse_unknown(text)
    study = _made(text, path.resolve().parent)
    _check(study, path.resolve())
    return study


def _refuse_unknown(text: dict[str, Any]) -> None:
    """A misspelt key would leave the choice at its default, and nobody would know."""
    unknown = _strange(text, _SECTIONS)
    if unknown:
        raise Refused(f"Studiefilen har ukendte afsnit: {', '.join(unknown)}.")
    flat = [f"[{name}]" for name, part in text.items() if not isinstance(part, dict)]
    if flat:
        raise Refused(f"Studiefilen kan ikke bruges: {', '.join(flat)} skal være et afsnit.")
    found = [f"{one} i [{name}]" for name, keys in _KEYS.items() for one in _strange(text.get(name, {}), keys)]
    for name, chosen in sorted(text.get("parameters", {}).items()):
        if isinstance(chosen, dict):
            found += [f"{one} i [parameters.{name}]" for one in _strange(chosen, _PARAMETER)]
    if found:
        raise Refused(f"Studiefilen har ukendte nøgler: {'; '.join(found)}.")


def _strange(given: Iterable[str], known: Iterable[str]) -> list[str]:
    """The names nobody knows, each with the known one it is nearest to, or with all of them."""
    known = sorted(known)
    told = []
    for name in sorted(set(given) - set(known)):
        near = get_close_matches(name, known, n=1, cutoff=_AKIN)
        told.append(f"{name} (mente du {near[0]}?)" if near else f"{name} (kendte: {', '.join(known)})")
    return told


def _made(text: dict[str, Any], home: Path) -> Study:
    when, own, places = (_section(text, name) for name in ("when", "own", "places"))
    disclosure, compare, engine = (text.get(name, {}) for name in ("disclosure", "compare", "engine"))
    parameters = settled(text.get("parameters", {}))
    return Study(
        title=str(_section(text, "study").get("title", "")),
        registers=_path(home, _needed(places, "registers", "places")),
        work=_path(home, str(places.get("work", "arbejde"))),
        release=_path(home, str(places.get("release", "hjemtagning"))),
        ledger=_path(home, str(places.get("ledger", "regnskab.json"))),
        residents=_path(home, str(places["residents"])) if places.get("residents") else None,
        mode=str(_needed(own, "mode", "own")),
        centres=tuple(str(c) for c in own.get("centres", [])),
        few=tuple(str(one) for one in own.get("few", [])),
        cohorts=tuple(sorted(int(y) for y in _needed(when, "cohorts", "when"))),
        baseline=int(_needed(when, "baseline", "when")),
        data_cut=_day(_needed(when, "data_cut", "when")),
        horizons=tuple(sorted(int(m) for m in when.get("horizons", [6, 12, 24]))),
        gap_days=int(when.get("gap_days", parameters["gap_days"].value[0])),
        residence=str(when.get("residence", "dod_vnds")),
        themes=tuple(str(t) for t in _needed(_section(text, "themes"), "include", "themes")),
        matches=int(compare.get("matches", 10)),
        seed=str(compare.get("seed", "dkcohort")),
        threshold=int(disclosure.get("threshold", 5)),
        not_again=tuple(str(one) for one in disclosure.get("not_again", [])),
        parameters=parameters,
        declared={str(k).lower(): str(v) for k, v in text.get("declared", {}).items()},
        engine=str(engine.get("name", "duckdb")),
        memory=str(engine.get("memory", "4GB")),
        threads=engine.get("threads"),
    )


def _check(study: Study, file: Path) -> None:
    wrong = _overlaps(study, file)
    if study.mode not in MODES:
        wrong.append("own.mode skal være »centre« eller »list«")
    if study.mode == "centre" and not study.centres:
        wrong.append("own.centres skal nævne egne centres numre")
    if not all(re.fullmatch(r".+ \d{4}", one) for one in study.few):
        wrong.append("own.few skal være centrets nummer og et årstal, fx »9001 2024«")
    if study.mode == "list" and study.residents is None:
        wrong.append("places.residents skal pege på beboerlisten")
    if not study.cohorts or study.baseline not in study.cohorts:
        wrong.append("when.baseline skal være et af årene i when.cohorts")
    if not study.horizons or any(m not in HORIZON_DAYS for m in study.horizons):
        wrong.append(f"when.horizons skal vælges blandt {', '.join(map(str, HORIZON_DAYS))} måneder")
    if study.cohorts and first(study.cohorts[-1]) > study.data_cut:
        wrong.append("when.cohorts går ud over when.data_cut")
    if study.threshold < _LOWEST_THRESHOLD:
        wrong.append(f"disclosure.threshold kan ikke være under {_LOWEST_THRESHOLD}")
    if study.gap_days < 0 or study.matches < 1:
        wrong.append("when.gap_days og compare.matches skal være hele tal fra 0 og 1")
    if study.residence not in RESIDENCE:
        wrong.append("when.residence skal være »lifelines« eller »dod_vnds«")
    if study.engine not in ENGINES:
        wrong.append("engine.name skal være »duckdb« eller »spark«")
    if wrong:
        raise Refused("Studiefilen kan ikke bruges: " + "; ".join(wrong) + ".")


def _overlaps(study: Study, file: Path) -> list[str]:
    """No place that is written may be, hold or lie in another: a stage replaces its folder, and all in it is gone."""
    writes = {"places.work": study.work, "places.release": study.release, "places.ledger": study.ledger}
    reads = {"places.registers": study.registers, "studiefilen": file}
    reads |= {"places.residents": study.residents} if study.residents else {}
    told = []
    for (name, one), (other, two) in combinations([*writes.items(), *reads.items()], 2):
        if name in reads:
            continue
        if one == two:
            told.append(f"{name} og {other} er samme sted")
        elif one.is_relative_to(two):
            told.append(f"{name} må ikke ligge i {other}")
        elif two.is_relative_to(one):
            told.append(f"{other} må ikke ligge i {name}")
    return told


def settled(chosen: dict[str, Any]) -> dict[str, Parameter]:
    """Return every parameter, with the study's own choice where it has one; Refused names one nobody knows."""
    text = resources.files("dkcohort").joinpath("parameters.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    unknown = _strange(chosen, known)
    if unknown:
        raise Refused(f"Studiefilen har ukendte parametre: {', '.join(unknown)}.")
    return {key: _parameter(line, chosen.get(key)) for key, line in sorted(known.items())}


def _parameter(line: dict[str, Any], chosen: Any) -> Parameter:
    """A parameter given as a list keeps its status; given as a table it brings its own source."""
    if chosen is None:
        chosen = {}
    if not isinstance(chosen, dict):
        chosen = {"value": chosen}
    value = chosen.get("value", line["value"])
    values = value if isinstance(value, list) else [value]
    return Parameter(tuple(str(v) for v in values), line["title"], str(chosen.get("status", line["status"])))


def _section(text: dict[str, Any], name: str) -> dict[str, Any]:
    part = text.get(name)
    if not isinstance(part, dict):
        raise Refused(f"Studiefilen mangler afsnittet [{name}].")
    return part


def _needed(part: dict[str, Any], key: str, section: str) -> Any:
    if key not in part:
        raise Refused(f"Studiefilen mangler {section}.{key}.")
    return part[key]


def _path(home: Path, text: str) -> Path:
    return (home / text).resolve()


def _day(value: object) -> int:
    if not isinstance(value, date):
        raise Refused("when.data_cut skal være en dato, fx 2026-12-31 uden anførselstegn.")
    return number(value)
