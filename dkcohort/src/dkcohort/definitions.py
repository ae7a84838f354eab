"""The definitions as data: what each theme counts, from which registers, by which steps. Code and text read them."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dkcohort.engine import statement
from dkcohort.layout.contract import registers
from dkcohort.stage import Refused
from dkcohort.study import Study

BASE = "base"
ALL_OF_IT = 1200
"""A look-back of so many months is all there is of a register."""
RESIDENCE_REGISTERS = {"lifelines": ("lifelines",), "dod_vnds": ("dod", "vnds_hist", "vnds_ind", "vnds_ud")}
RESIDENCE_STEPS = {"lifelines": ("residence_lifelines",), "dod_vnds": ("moves", "residence_dod_vnds")}


@dataclass(frozen=True)
class Indicator:
    """One figure's definition: numerator and denominator in words, and the goal it serves ("" for none).

    `of` names the indicator whose events this one's are a part of.
    """

    key: str
    title: str
    numerator: str
    denominator: str
    goal: str
    of: str = ""


@dataclass(frozen=True)
class Theme:
    """A theme's definition: the registers it reads, the SQL steps that make it, and its logic in words. `look_back`: by
    register how many months before an arrival it is read, and must have been delivered."""

    name: str
    title: str
    goals: tuple[str, ...]
    registers: tuple[str, ...]
    steps: tuple[str, ...]
    logic: str
    comment: str
    source: str
    indicators: tuple[Indicator, ...]
    look_back: Mapping[str, int]


@cache
def themes() -> dict[str, Theme]:
    """Return every theme by name, `base` first."""
    return {name: _theme(name, line) for name, line in tomllib.loads(_text("definitions.toml")).items()}


def _theme(name: str, line: dict[str, object]) -> Theme:
    def row(key: str) -> tuple[str, ...]:
        found = line.get(key, [])
        return tuple(str(v) for v in found) if isinstance(found, list) else ()

    indicators, look_back = line.get("indicators", {}), line.get("look_back", {})
    if not isinstance(indicators, dict) or not isinstance(look_back, dict):
        raise TypeError(f"definitions.toml: {name}")
    words = {key: str(line[key]).strip() for key in ("title", "logic", "comment", "source")}
    cards = tuple(Indicator(f"{name}.{key}", **card) for key, card in indicators.items())
    return Theme(name, words["title"], row("goals"), row("registers"), row("steps"), words["logic"],
                 words["comment"], words["source"], cards, look_back)  # fmt: skip


def is_of_present(indicator: str) -> bool:
    """Say whether an indicator is about those who lived at a centre in the year, and not about those who left one."""
    return any(step.startswith("profile_") for step in themes()[indicator.split(".")[0]].steps)


@cache
def indicators() -> dict[str, Indicator]:
    """Return every indicator by its key, for instance `returns.elsewhere`."""
    return {card.key: card for theme in themes().values() for card in theme.indicators}


def chosen(study: Study) -> list[Theme]:
    """Return the study's themes in the order of the definitions; Refused names one that does not exist."""
    unknown = sorted(set(study.themes) - set(themes()) | ({BASE} & set(study.themes)))
    if unknown:
        names = ", ".join(name for name in themes() if name != BASE)
        raise Refused(f"Ukendt tema: {', '.join(unknown)}. Temaerne er: {names}.")
    return [theme for name, theme in themes().items() if name in study.themes]


def registers_of(study: Study) -> set[str]:
    """Return the registers the study needs."""
    wanted = {*themes()[BASE].registers, *RESIDENCE_REGISTERS[study.residence]}
    wanted |= {"residents"} if study.mode == "list" else set()
    return wanted.union(*(theme.registers for theme in chosen(study)))


def needed_from(study: Study, register: str) -> int:
    """Return the first year a register must tell of, or 0 if the study looks back on none of it.

    Women of the first cohort came in the year before, and the theme that looks back the longest does so from there.
    """
    months = [theme.look_back[register] for theme in (themes()[BASE], *chosen(study)) if register in theme.look_back]
    return max(study.cohorts[0] - years_before(max(months)), registers()[register].since) if months else 0


def years_before(months: int) -> int:
    """Return how many years before the first cohort a look-back of so many months begins."""
    return 1 + -(-months // 12)


def themes_needing(study: Study, register: str) -> list[str]:
    """Return the titles of what needs a register, for the sentence that misses it."""
    needing = [theme.title for theme in chosen(study) if register in theme.registers]
    return needing or [themes()[BASE].title]


def steps_of(study: Study) -> list[str]:
    """Return the SQL steps of the study in their order: the base, then each theme's, each once."""
    other = {s for way, steps in RESIDENCE_STEPS.items() if way != study.residence for s in steps}
    base = [s for s in themes()[BASE].steps if s not in other]
    return list(dict.fromkeys([*base, *(step for theme in chosen(study) for step in theme.steps)]))


def digest(study: Study) -> str:
    """Return sixteen hex digits in fours; they change when what is counted changes: words, SQL or parameters."""
    steps = [step for step in steps_of(study) if not step.startswith("prepare_")]
    parts = [_text("definitions.toml"), *map(statement, steps)]
    parts += [f"{k}={','.join(p.value)}" for k, p in sorted(study.parameters.items())]
    parts += [study.residence, str(study.gap_days), str(study.matches), study.seed, *_rules(study)]
    found = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return "-".join(found[i : i + 4] for i in range(0, 16, 4))


def _rules(study: Study) -> Iterable[str]:
    """Own or other by number and by list are two definitions; which numbers or which list is not."""
    return (study.mode,)


@cache
def _text(name: str) -> str:
    return resources.files("dkcohort").joinpath(name).read_text(encoding="utf-8")
