"""What each key of a study file may hold: one kind a key. A wrong value is told as it stands; nothing is rounded."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dkcohort.days import HORIZON_DAYS
from dkcohort.record import THRESHOLDS, YEARS

_TOLD = 60
"""So many characters of a wrong value are told."""


@dataclass(frozen=True)
class Kind:
    """A kind of value: whether one fits, and what is wanted, in words that follow »skal være«."""

    fits: Callable[[object], bool]
    wanted: str


def _whole(least: int, most: int) -> Kind:
    def fits(given: object) -> bool:
        return isinstance(given, int) and not isinstance(given, bool) and least <= given <= most

    return Kind(fits, f"et helt tal fra {least} til {most}")


def _worded(pattern: str, wanted: str) -> Kind:
    return Kind(lambda given: isinstance(given, str) and re.fullmatch(pattern, given) is not None, wanted)


def _list(of: Kind, wanted: str, least: int = 0) -> Kind:
    """A list of one kind, each value once."""

    def fits(given: object) -> bool:
        return isinstance(given, list) and len(given) >= least and all(map(of.fits, given)) and _is_once(given)

    return Kind(fits, f"en liste med {wanted}, hver én gang")


def _is_once(given: list[object]) -> bool:
    return len(set(map(str, given))) == len(given)


def _either(one: Kind, other: Kind) -> Kind:
    return Kind(lambda given: one.fits(given) or other.fits(given), f"{one.wanted} eller {other.wanted}")


_TEXT = _worded(r"[^\x00]{0,1000}", "tekst i anførselstegn, højst 1000 tegn")
_SOME_TEXT = _worded(r"[^\x00]{1,1000}", "tekst i anførselstegn, fra 1 til 1000 tegn")
_NUMBER = Kind(_whole(0, 10**18).fits, "et helt tal")
_CODE = _either(_worded(r"[^\x00]{1,100}", "en kode i anførselstegn"), _NUMBER)
_CODES = _list(_CODE, "koder i anførselstegn eller hele tal")
_TEXTS = _list(_SOME_TEXT, "tekster i anførselstegn")
_YEAR = _whole(*YEARS)
_DAYS = _whole(0, 999)
_SOME_DAYS = _either(_DAYS, _worded("[0-9]{1,3}", "det samme i anførselstegn"))
_DAY = Kind(lambda given: type(given) is date and _YEAR.fits(given.year),
            "en dato fra 1970 til 2100, fx 2026-12-31 uden klokkeslæt og uden anførselstegn")  # fmt: skip
_LEAST_MEMORY = 500
"""So many MB are enough for the smallest study; with much less the engine cannot begin."""
_MEMORY = Kind(lambda given: isinstance(given, str) and _megabytes(given) >= _LEAST_MEMORY,
               f"en mængde som »4GB« eller »800MB«, mindst {_LEAST_MEMORY}MB")  # fmt: skip
_MONTHS = f"måneder blandt {', '.join(map(str, HORIZON_DAYS))}"

KEYS: dict[str, dict[str, Kind]] = {
    "study": {"title": _TEXT},
    "places": {
        "registers": _SOME_TEXT,
        "work": _SOME_TEXT,
        "release": _SOME_TEXT,
        "ledger": _SOME_TEXT,
        "residents": _TEXT,
    },
    "own": {"mode": _SOME_TEXT, "centres": _CODES, "few": _TEXTS},
    "when": {
        "cohorts": _list(_YEAR, f"årstal fra {YEARS[0]} til {YEARS[1]}", least=1),
        "baseline": _YEAR,
        "data_cut": _DAY,
        "horizons": _list(Kind(lambda given: type(given) is int and given in HORIZON_DAYS, _MONTHS), _MONTHS, least=1),
        "gap_days": _DAYS,
        "residence": _SOME_TEXT,
    },
    "compare": {"matches": _whole(1, 1000), "seed": _either(_SOME_TEXT, _NUMBER)},
    "themes": {"include": _list(_SOME_TEXT, "temaer i anførselstegn", least=1)},
    "disclosure": {"threshold": _whole(*THRESHOLDS), "not_again": _TEXTS},
    "engine": {"name": _SOME_TEXT, "memory": _MEMORY, "threads": _whole(1, 1024)},
}
"""The sections whose keys are the same in every study, and the kind of each key."""
_STATUS = _worded(r"[^\x00]{0,1000}", "tekst i anførselstegn")
_PARAMETER = _either(_CODE, _CODES)
_PARAMETERS = {
    "gap_days": _either(_SOME_DAYS, Kind(lambda given: _is_one(given, _SOME_DAYS), "en liste med ét sådant"))
}
"""The parameters that are no list of codes."""


def _megabytes(given: str) -> int:
    """The MB of an amount of memory; 0 where the text is none."""
    found = re.fullmatch("([1-9][0-9]{0,5})(MB|GB)", given)
    return int(found[1]) * (1000 if found[2] == "GB" else 1) if found else 0


def wrongs(text: Mapping[str, Any]) -> list[str]:
    """Return a sentence for every value of the wrong kind: where it stands, what stands there, and what is wanted."""
    told = [
        _told(f"{section}.{key}", given, KEYS[section][key])
        for section in KEYS
        for key, given in text.get(section, {}).items()
        if not KEYS[section][key].fits(given)
    ]
    declared = text.get("declared", {})
    told += [_told(f"declared.{key}", form, _SOME_TEXT) for key, form in declared.items() if not _SOME_TEXT.fits(form)]
    return told + _of_parameters(text.get("parameters", {}))


def _of_parameters(chosen: Mapping[str, Any]) -> list[str]:
    told = []
    for name, given in chosen.items():
        parts = given if isinstance(given, dict) else {"value": given}
        for key, kind in (("value", _PARAMETERS.get(name, _PARAMETER)), ("status", _STATUS)):
            if key in parts and not kind.fits(parts[key]):
                told.append(
                    _told(f"parameters.{name}.{key}" if parts is given else f"parameters.{name}", parts[key], kind)
                )
    return told


def _is_one(given: object, kind: Kind) -> bool:
    return isinstance(given, list) and len(given) == 1 and kind.fits(given[0])


def _told(name: str, given: object, kind: Kind) -> str:
    return f"{name} er {_stands(given)}, men skal være {kind.wanted}"


def _stands(given: object) -> str:
    """A value as the file has it, shortened."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, list):
        words = f"[{', '.join(map(_stands, given))}]"
    elif isinstance(given, dict):
        words = "en tabel"
    else:
        words = f'"{given}"' if isinstance(given, str) else str(given)
    return words if len(words) <= _TOLD else f"{words[:_TOLD]}…"
