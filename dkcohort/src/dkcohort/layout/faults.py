"""Every fault a delivery can have, by name, with the sentence the analyst reads. Nothing is guessed."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: where (register and file), which, and the sentence about it."""

    register: str
    file: str
    kind: str
    text: str

    def __str__(self) -> str:
        where = " / ".join(part for part in (self.register.upper(), self.file) if part)
        return f"{where}: {self.text} [{self.kind}]" if where else f"{self.text} [{self.kind}]"


@cache
def sentences() -> dict[str, str]:
    """Return the sentence of every kind of fault, with {named} gaps."""
    text = resources.files("dkcohort").joinpath("layout", "faults.toml").read_text(encoding="utf-8")
    return {kind: str(sentence) for kind, sentence in tomllib.loads(text).items()}


def fault(kind: str, register: str = "", file: str = "", **gaps: object) -> Fault:
    """Make a fault of a kind that has a sentence; KeyError for one that has none."""
    return Fault(register, file, kind, sentences()[kind].format(**gaps))
