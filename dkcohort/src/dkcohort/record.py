"""The bundle: what a release says to machines. The web house imports this text and nothing else of a release.

JSON in a .txt file, since other file types may not leave. Standard library only; plain values in, plain values out.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

FORMAT = "dkcohort-bundt 1"
Status = Literal["vist", "skjult", "foreløbig"]
STATUSES = ("vist", "skjult", "foreløbig")
SHOWN = ("vist", "foreløbig")
SHARES = ("incidence", "share", "part", "bound")
"""The kinds that lie from 0 to 1; the others are rates and ratios and have no end."""
KINDS = (*SHARES, "rate", "ratio", "change", "contrast")

YEARS = (1970, 2100)
MONTHS = (1, 600)
THRESHOLDS = (3, 1000)
MOST = 10_000_000
"""More than there are persons in Denmark: no number in a bundle is larger."""
_FIVE = 5
_UNFIT = re.compile("[\x00\ud800-\udfff]")
"""What no database holds as text."""


@dataclass(frozen=True)
class Line:
    """One figure as it left. Shares and incidences from 0 to 1, rates per 100 person-years, ratios as they are.

    `n` is the number of persons rounded to the nearest five. A hidden line has no number at all; its status says so. A
    line of kind "bound" has limits and no value.
    `goal` is a goal's id such as OTH-G2, "" where the figure serves none. `months` is None where there is no horizon.
    """

    indicator: str
    goal: str
    title: str
    kind: str
    population: str
    cohort: int
    months: int | None
    part: str
    status: Status
    n: int | None
    value: float | None
    low: float | None
    high: float | None
    se: float | None


@dataclass(frozen=True)
class Parameter:
    """A choice no source has settled, as it was when the figures were made."""

    name: str
    title: str
    value: str
    status: str


@dataclass(frozen=True)
class Bundle:
    """A release: how it was made, from which data, and its lines. Dates are ISO text; `cuts` is register -> last day.

    Lines may be compared between two bundles only when `version` and `digest` are the same in both.
    """

    title: str
    version: str
    digest: str
    data_cut: str
    cohorts: tuple[int, ...]
    baseline: int
    mode: str
    threshold: int
    cuts: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    lines: tuple[Line, ...]


def text(bundle: Bundle) -> str:
    """Return the bundle as the text that leaves: the same for the same content."""
    content = {"format": FORMAT, **asdict(bundle)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def read(text_: str) -> Bundle:
    """Read a bundle's text. ValueError (a Danish sentence) where it is no bundle, or says what cannot be."""
    try:
        content = json.loads(text_)
    except (ValueError, RecursionError) as wrong:
        raise ValueError("Filen er ikke et bundt fra dkcohort.") from wrong
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise ValueError(f"Filen er ikke et bundt i formatet »{FORMAT}«.")
    try:
        lines = tuple(Line(**line) for line in content.pop("lines"))
        parameters = tuple(Parameter(**line) for line in content.pop("parameters"))
        bundle = Bundle(**content | {"cohorts": tuple(content["cohorts"])}, parameters=parameters, lines=lines)
    except (KeyError, TypeError) as wrong:
        raise ValueError("Bundtet mangler felter eller har ukendte.") from wrong
    _check(bundle)
    return bundle


def fingerprint(text_: str) -> str:
    """Return the SHA-256 of a bundle's text in groups of four: no run of digits in it can look like a person number."""
    digest = hashlib.sha256(text_.encode()).hexdigest()
    return "-".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def comparable(one: Bundle, other: Bundle) -> bool:
    """Say whether figures of two bundles count the same thing in the same way."""
    return (one.version, one.digest, one.mode) == (other.version, other.digest, other.mode)


def _check(bundle: Bundle) -> None:
    """Refuse what the engine never writes: its fingerprint is not signed, and people act on what is shown."""
    words = ((bundle.title, 1000), (bundle.version, 20), (bundle.digest, 64), (bundle.mode, 20))
    _must(_texts(*words), "Bundtets titel, version, definitioner eller måde at finde egne på er ikke tekst.")
    _must(_is_day(bundle.data_cut), "Bundtets dataslut er ikke en dato.")
    _must(all(_whole(year, YEARS) for year in bundle.cohorts), "Bundtets årgange er ikke årstal.")
    _must(_whole(bundle.baseline, YEARS), "Bundtets udgangspunkt er ikke et årstal.")
    _must(bundle.baseline in bundle.cohorts, "Bundtets udgangspunkt er ikke en af dets årgange.")
    _must(_whole(bundle.threshold, THRESHOLDS), f"Bundtets mindste tal er ikke et helt tal fra {THRESHOLDS[0]}.")
    are_cuts = isinstance(bundle.cuts, dict) and all(_texts((k, 40)) and _is_day(v) for k, v in bundle.cuts.items())
    _must(are_cuts, "Bundtets dataslut for hvert register er ikke navne med datoer.")
    chosen = [(words, 2000) for one in bundle.parameters for words in asdict(one).values()]
    _must(_texts(*chosen), "Bundtets parametre er ikke tekst.")
    _must(bool(bundle.lines), "Bundtet har ingen linjer.")
    measured = set()
    for line in bundle.lines:
        _check_words(line, bundle)
        _check_numbers(line, bundle.threshold)
        measured.add((line.indicator, line.kind, line.population, line.cohort, line.months, line.part))
    _must(len(measured) == len(bundle.lines), "Bundtet har den samme linje to gange.")


def _check_words(line: Line, bundle: Bundle) -> None:
    told = (line.indicator, line.goal, line.kind, line.population, line.part, line.status)
    _must(
        _texts((line.title, 200), *((words, 40) for words in told)), "En linje i bundtet er ikke beskrevet med tekst."
    )
    _must(line.status in STATUSES, f"Ukendt status i bundtet: {line.status}.")
    _must(line.kind in KINDS, f"Ukendt slags tal i bundtet: {line.kind}.")
    _must(line.goal in _goals(), f"Ukendt mål i bundtet: {line.goal}.")
    in_bundle = _whole(line.cohort, YEARS) and line.cohort in bundle.cohorts
    _must(in_bundle, "En linje i bundtet har en årgang, der ikke er en af bundtets.")
    _must(line.months is None or _whole(line.months, MONTHS), "En linje i bundtet har ikke et helt antal måneder.")


def _check_numbers(line: Line, threshold: int) -> None:
    numbers = [number for number in (line.value, line.low, line.high, line.se) if number is not None]
    if line.status == "skjult":
        _must(not numbers and line.n is None, "En skjult linje i bundtet har tal.")
        return
    # Rounded to fives, a group just at the threshold may stand as two fewer.
    is_many = line.n is None or (_whole(line.n, (threshold - _FIVE // 2, MOST)) and line.n % _FIVE == 0)
    _must(is_many, "En linje i bundtet har et antal personer, der ikke er afrundet eller er under mindste tal.")
    _must(all(map(_is_number, numbers)), "En linje i bundtet har noget andet end tal.")
    _must(line.low is not None, "En linje i bundtet er vist uden tal.")
    ends = [number for number in (line.low, line.value, line.high) if number is not None]
    _must(ends == sorted(ends), "En linje i bundtet har et tal uden for sine egne grænser.")
    _must(all(number >= 0 for number in numbers), "En linje i bundtet har et tal under nul.")
    if line.kind in SHARES:
        _must(len(ends) == 3 - (line.kind == "bound"), "En linje i bundtet er vist uden tal.")
        _must(max(ends) <= 1, "En linje i bundtet har en andel, der ikke ligger mellem 0 og 1.")


def _must(holds: bool, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)


def _texts(*told: tuple[object, int]) -> bool:
    """Is each of them text, and no longer than that?"""
    return all(isinstance(words, str) and len(words) <= most and not _UNFIT.search(words) for words, most in told)


def _whole(number: object, span: tuple[int, int]) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and span[0] <= number <= span[1]


def _is_number(number: object) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and abs(number) <= MOST


def _is_day(words: object) -> bool:
    try:
        return isinstance(words, str) and date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


@cache
def _goals() -> frozenset[str]:
    """Every goal an indicator of the engine serves; "" for none. `definitions` needs more than the standard library."""
    themes = tomllib.loads(resources.files("dkcohort").joinpath("definitions.toml").read_text(encoding="utf-8"))
    cards = [card for theme in themes.values() for card in theme.get("indicators", {}).values()]
    return frozenset({"", *(card["goal"] for card in cards)})


FIELDS = tuple(field.name for field in fields(Line))
"""The fields of a line, in their order: also the columns of the workbook."""
