"""A study: one file, study.toml, that says who, when, compared with whom, which themes, and where the registers lie."""

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from importlib import resources
from itertools import combinations
from pathlib import Path
from typing import Any

from dkcohort.days import HORIZON_DAYS, day, first, number
from dkcohort.kinds import KEYS, wrongs
from dkcohort.labels import label
from dkcohort.stage import Refused

_SECTIONS = (*KEYS, "parameters", "declared")
_PARAMETER = ("value", "status")
_AKIN = 0.5
_TOLD = 20
_NO_TOML = {
    "Cannot declare|Cannot redefine": "afsnittet står to gange",
    "Cannot overwrite|Cannot mutate|Duplicate": "den samme nøgle står to gange",
    "Invalid value": "værdien mangler, eller teksten står uden anførselstegn",
    "Invalid date": "dagen findes ikke",
    "Expected '='": "der mangler et lighedstegn",
    "Expected '\\]": "afsnittets navn er ikke lukket med ]",
    "Expected newline": "der står mere på linjen, end der må",
    "Unclosed array": "listen er ikke lukket med ]",
    "Unclosed inline": "tabellen er ikke lukket med }",
    "Unterminated|Expected [\"'].*[\"']": "teksten er ikke lukket med anførselstegn",
    "Unescaped|Escaped|Invalid hex": "en omvendt skråstreg i tekst skrives to gange",
    "Illegal|Found invalid|Invalid initial|Invalid statement": "her står et tegn, der ikke kan stå her",
}
"""How Python's reader of TOML begins what it says, and the same in Danish."""
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
    """A study as the file gives it. Paths are absolute; days are numbers since 1970-01-01; horizons are months.

    `unsettled` are the years the file asks for that are left out of `cohorts`: who left in them may still change.
    """

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
    unsettled: tuple[int, ...] = ()
    few: tuple[str, ...] = ()
    memory: str = "4GB"
    threads: int | None = None

    def is_full(self, year: int, months: int) -> bool:
        """Say whether everybody who left in the year can be followed for the whole horizon."""
        return first(year + 1) - 1 + HORIZON_DAYS[months] <= self.data_cut

    def settled_on(self, year: int) -> int:
        """Return the day from which data cannot change who left in the year: the longest gap after it has passed.

        Whoever left on the last day must be seen to live here the day after.
        """
        return first(year + 1) - 1 + max(self.gap_days, 1)

    def left_out(self) -> str:
        """Say which years are left out, and from which data cut they are not; nothing where none is."""
        if not self.unsettled:
            return ""
        named = ", ".join(f"{year} (fra {day(self.settled_on(year)).isoformat()})" for year in self.unsettled)
        return f"Årgange udeladt, til data når så langt, at det ligger fast, hvem der flyttede ud: {named}"


def read(path: Path) -> Study:
    """Read a study file; Refused names what is missing, unknown or impossible in it."""
    text = _loaded(path)
    _refuse_unknown(text)
    _refuse_all(wrongs(text) or _two_gaps(text))
    study = _made(text, path.resolve().parent)
    _check(study, path.resolve())
    return _settled(study)


def _settled(study: Study) -> Study:
    """Leave out the years in which it is not settled who left: out once, they could not come again as they are then."""
    early = tuple(year for year in study.cohorts if study.settled_on(year) > study.data_cut)
    if study.baseline in early:
        least = day(study.settled_on(study.baseline)).isoformat()
        raise Refused(
            f"Studiefilen kan ikke bruges: hvem der flyttede ud i {study.baseline}, ligger først fast, når data når "
            f"til {least}. Flyt when.data_cut, eller vælg et tidligere when.baseline."
        )
    return replace(study, cohorts=tuple(year for year in study.cohorts if year not in early), unsettled=early)


def _loaded(path: Path) -> dict[str, Any]:
    """The file's sections. Some editors put a mark before the first character: it is passed over."""
    # Unlike a path's own question, this one is no error where there is no access.
    if os.path.isdir(path):
        raise Refused(f"Studiefilen {path.name} er en mappe og ikke en fil.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as wrong:
        raise Refused(f"Studiefilen {path.name} findes ikke.") from wrong
    except OSError as wrong:
        raise Refused(f"Studiefilen {path.name} kan ikke læses: der mangler adgang.") from wrong
    except UnicodeDecodeError as wrong:
        raise Refused(f"Studiefilen {path.name} kan ikke læses: gem den som UTF-8.") from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise Refused(f"Studiefilen {path.name} kan ikke læses: {_where(str(wrong))}.") from wrong


def _two_gaps(text: dict[str, Any]) -> list[str]:
    """One was used, and the manifest told of both."""
    both = "gap_days" in text.get("when", {}) and "gap_days" in text.get("parameters", {})
    return ["gap_days står både under [when] og [parameters]: skriv det kun ét sted"] if both else []


def _where(wrong: str) -> str:
    """Where the file is no TOML and what is wrong there; the reader of TOML says it in English."""
    reason, _, place = wrong.partition(" (at ")
    at = re.match(r"line (\d+), column (\d+)", place)
    what = next((danish for english, danish in _NO_TOML.items() if re.match(english, reason)), "det er ikke TOML")
    return f"fejl i linje {at[1]}, tegn {at[2]}: {what}" if at else f"fejl sidst i filen: {what}"


def _refuse_unknown(text: dict[str, Any]) -> None:
    """A misspelt key would leave the choice at its default, and nobody would know."""
    unknown = _strange(text, _SECTIONS)
    if unknown:
        raise Refused(f"Studiefilen har ukendte afsnit: {', '.join(unknown)}.")
    flat = [f"[{name}]" for name, part in text.items() if not isinstance(part, dict)]
    if flat:
        raise Refused(f"Studiefilen kan ikke bruges: {', '.join(flat)} skal være et afsnit.")
    found = [f"{one} i [{name}]" for name, keys in KEYS.items() for one in _strange(text.get(name, {}), keys)]
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
    # A gap under [when] is the parameter's value: the manifest tells of one.
    gap = {"gap_days": when["gap_days"]} if "gap_days" in when else {}
    parameters = settled({**text.get("parameters", {}), **gap})
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
        cohorts=tuple(sorted(_needed(when, "cohorts", "when"))),
        baseline=_needed(when, "baseline", "when"),
        data_cut=number(_needed(when, "data_cut", "when")),
        horizons=tuple(sorted(when.get("horizons", [6, 12, 24]))),
        gap_days=int(parameters["gap_days"].value[0]),
        residence=str(when.get("residence", "dod_vnds")),
        themes=tuple(str(t) for t in _needed(_section(text, "themes"), "include", "themes")),
        matches=compare.get("matches", 10),
        seed=str(compare.get("seed", "dkcohort")),
        threshold=disclosure.get("threshold", 5),
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
    wrong += _unlike_few(study)
    strange = [one for one in study.not_again if not _is_body(study, one)]
    if strange:
        known = ", ".join(f"{who} {year}" for who in ("own", "other") for year in study.cohorts)
        wrong.append(f"disclosure.not_again nævner {', '.join(strange)}, som ikke findes. Årgangene er: {known}")
    if study.mode == "list" and study.residents is None:
        wrong.append("places.residents skal pege på beboerlisten")
    if study.baseline not in study.cohorts:
        wrong.append("when.baseline skal være et af årene i when.cohorts")
    if first(study.cohorts[-1]) > study.data_cut:
        wrong.append("when.cohorts går ud over when.data_cut")
    if study.residence not in RESIDENCE:
        wrong.append("when.residence skal være »lifelines« eller »dod_vnds«")
    if study.engine not in ENGINES:
        wrong.append("engine.name skal være »duckdb« eller »spark«")
    if not _is_writable(study.work):
        wrong.append("places.work peger på et sted, hvor der ikke kan skrives")
    _refuse_all(wrong)


def _unlike_few(study: Study) -> list[str]:
    """Years in which no own centre is looked at, or of none: they would let nothing be."""
    if not all(re.fullmatch(r".+ \d{4}", one) for one in study.few):
        return ["own.few skal være centrets nummer og et årstal, fx »9001 2024«"]
    years = range(study.cohorts[0], day(study.data_cut).year + 1)
    told = []
    for one in study.few:
        centre, _, year = one.rpartition(" ")
        # By the list a house has the name it has there, which is not in the study file.
        if study.mode == "centre" and centre not in study.centres:
            told.append(f"own.few nævner »{centre}«, som ikke er i own.centres")
        if int(year) not in years:
            told.append(f"own.few nævner {year}, som ikke er fra første årgang til dataslut")
    return told


def _is_body(study: Study, one: str) -> bool:
    """Whether a line of not_again is of a population and a cohort."""
    who, _, year = one.rpartition(" ")
    return label("population", who) != who and year in map(str, study.cohorts)


def _refuse_all(wrong: list[str]) -> None:
    if wrong:
        raise Refused("Studiefilen kan ikke bruges: " + "; ".join(wrong) + ".")


def _is_writable(place: Path) -> bool:
    """Whether a folder can be written, or made where it is to lie."""
    there = next(one for one in (place, *place.parents) if os.path.exists(one))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


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
    found = {key: _parameter(line, chosen.get(key)) for key, line in sorted(known.items())}
    _refuse_all([*_unformed(known, found), *_doubled(known, found)])
    return found


def _unformed(known: dict[str, Any], found: dict[str, Parameter]) -> list[str]:
    """Codes that no register has: what is looked for by them is never found."""
    return [
        f"parameters.{name} har koden »{code[:_TOLD]}«, men skal være {line['said']}"
        for name, line in known.items()
        for code in found[name].value
        if "form" in line and not re.fullmatch(line["form"], code)
    ]


def _doubled(known: dict[str, Any], found: dict[str, Parameter]) -> list[str]:
    """Codes with two meanings of one variable."""
    told = []
    for one, two in combinations([name for name in known if "apart" in known[name]], 2):
        both = sorted(set(found[one].value) & set(found[two].value))
        if both and known[one]["apart"] == known[two]["apart"]:
            told.append(f"parameters.{one} og parameters.{two} har samme kode: {', '.join(both)}")
    return told


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
