"""The bundle: what a release says to machines. The web house imports this text and nothing else of a release.

JSON in a .txt file, since other file types may not leave. Standard library only; plain values in, plain values out.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

FORMAT = "dkcohort-bundt 1"
Status = Literal["vist", "skjult", "foreløbig"]
STATUSES = ("vist", "skjult", "foreløbig")
SHOWN = ("vist", "foreløbig")


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
    except json.JSONDecodeError as wrong:
        raise ValueError("Filen er ikke et bundt fra dkcohort.") from wrong
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise ValueError(f"Filen er ikke et bundt i formatet »{FORMAT}«.")
    try:
        lines = tuple(_line(line) for line in content.pop("lines"))
        parameters = tuple(Parameter(**line) for line in content.pop("parameters"))
        cohorts = tuple(int(year) for year in content.pop("cohorts"))
        return Bundle(**content, cohorts=cohorts, parameters=parameters, lines=lines)
    except (KeyError, TypeError) as wrong:
        raise ValueError("Bundtet mangler felter eller har ukendte.") from wrong


def fingerprint(text_: str) -> str:
    """Return the SHA-256 of a bundle's text in groups of four: no run of digits in it can look like a person number."""
    digest = hashlib.sha256(text_.encode()).hexdigest()
    return "-".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def comparable(one: Bundle, other: Bundle) -> bool:
    """Say whether figures of two bundles count the same thing in the same way."""
    return (one.version, one.digest, one.mode) == (other.version, other.digest, other.mode)


def _line(content: Mapping[str, Any]) -> Line:
    line = Line(**content)
    numbers = (line.n, line.value, line.low, line.high, line.se)
    if line.status not in STATUSES:
        raise ValueError(f"Ukendt status i bundtet: {line.status}.")
    if line.status == "skjult" and any(number is not None for number in numbers):
        raise ValueError("En skjult linje i bundtet har tal.")
    if any(number is not None and not _is_number(number) for number in numbers):
        raise ValueError("En linje i bundtet har noget andet end tal.")
    if line.value is not None and None not in (line.low, line.high) and not _ordered(line):
        raise ValueError("En linje i bundtet har et tal uden for sine egne grænser.")
    return line


def _is_number(number: object) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)


def _ordered(line: Line) -> bool:
    # Each of the three was rounded by itself; half a unit of the last decimal is no contradiction.
    slack = 0.006
    return (line.low or 0) - slack <= (line.value or 0) <= (line.high or 0) + slack


FIELDS = tuple(field.name for field in fields(Line))
"""The fields of a line, in their order: also the columns of the workbook."""
