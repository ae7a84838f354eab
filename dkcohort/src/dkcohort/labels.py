"""Danish names of what stands in the tables."""

import tomllib
from functools import cache
from importlib import resources


def label(group: str, code: str) -> str:
    """Return the Danish name of a code in its group (population, kind, part); a code without one is its own name."""
    return _labels().get(group, {}).get(code, code)


@cache
def _labels() -> dict[str, dict[str, str]]:
    text = resources.files("dkcohort").joinpath("labels.toml").read_text(encoding="utf-8")
    return {group: {str(k): str(v) for k, v in names.items()} for group, names in tomllib.loads(text).items()}


def danish(number: float, decimals: int) -> str:
    """Return a number with a decimal comma."""
    return f"{number:.{decimals}f}".replace(".", ",")
