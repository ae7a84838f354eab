"""The parts of the statistician's handbook that are the tables themselves, so that paper and program cannot drift.

`python -m dkcohort.handbook FILE` writes them anew between their marks, `<!-- temaer -->` to `<!-- /temaer -->`.
"""

import re
import sys
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from dkcohort import definitions


def themes() -> str:
    """Return every theme: what it counts, from which registers, what to mind, and its figures by name."""
    return "\n\n".join(_theme(theme) for theme in definitions.themes().values())


def _theme(theme: definitions.Theme) -> str:
    registers = ", ".join(name.upper() for name in theme.registers) or "de samme som ophold og forløb"
    goals = f" Mål: {', '.join(theme.goals)}." if theme.goals else ""
    parts = [
        f"### {theme.title} (`{theme.name}`)",
        f"Registre: {registers}.{goals}",
        _flowing(theme.logic),
        f"*{_flowing(theme.comment)}*",
    ]
    if theme.indicators:
        parts.append("Tal: " + "; ".join(_lower(card.title) for card in theme.indicators) + ".")
    return "\n\n".join(parts)


def _flowing(text: str) -> str:
    """Numbered lines stay lines, all else becomes one paragraph."""
    return re.sub(r" (?=\d\. )", "\n", " ".join(text.split()))


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]


def years() -> str:
    """Return how many years before the first cohort each register must be delivered from, by the themes' look-back."""
    months: dict[str, int] = {}
    for theme in definitions.themes().values():
        for name, many in theme.look_back.items():
            months[name] = max(many, months.get(name, 0))
    lines: dict[int, list[str]] = {}
    for name, many in months.items():
        lines.setdefault(definitions.years_before(many) if many < definitions.ALL_OF_IT else 0, []).append(name.upper())
    told = [f"{f'{n} år' if n else 'hele registeret'}: {', '.join(lines[n])}" for n in sorted(lines, reverse=True)]
    return "; ".join(told) + "."


def parameters() -> str:
    """Return the table of parameters with their value and how sure anybody is."""
    text = resources.files("dkcohort").joinpath("parameters.toml").read_text(encoding="utf-8")
    rows = [
        f"| `{name}` | {line['title']} | {_value(line['value'])} | {line['status']} |"
        for name, line in sorted(tomllib.loads(text).items())
    ]
    return "\n".join(["| Navn | Hvad | Værdi | Hvor sikkert |", "|---|---|---|---|", *rows])


def _value(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(map(str, values)) or "(ingen)"


BLOCKS: dict[str, Callable[[], str]] = {"aar": years, "temaer": themes, "parametre": parameters}


def written(text: str) -> str:
    """Return the handbook with its blocks as the tables have them now."""
    for name, made in BLOCKS.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{start} … {end} is missing")
        text = f"{before}{start}\n{made()}\n{end}{after}"
    return text


if __name__ == "__main__":
    paper = Path(sys.argv[1])
    paper.write_text(written(paper.read_text(encoding="utf-8")), encoding="utf-8")
