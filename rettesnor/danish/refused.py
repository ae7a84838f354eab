"""What a verb answers when the house's rules say no, or when somebody was before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """An act is refused. `message` says why in Danish, for the one who tried; `field` names the field it is about."""

    def __init__(self, message: object, field: str = "") -> None:
        # `message` may be a text that is translated only when it is shown.
        super().__init__(message)
        self.field = field

    @property
    def message(self) -> str:
        return str(self.args[0])

    def __str__(self) -> str:
        return self.message


class Overtaken(Refused):
    """Somebody else has saved the same row since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            "En anden har gemt, mens du skrev. Begge tekster står her: ret din, så den rummer det hele, og gem igen."
        )


class SavedBefore(Refused):
    """The same form has been saved, with other words. `row` is what it made, `standing` what stands there."""

    def __init__(self, row: Any, standing: Mapping[str, Any]) -> None:
        super().__init__("Formularen er allerede gemt, men med andre ord. Det, du har skrevet nu, er ikke gemt.")
        self.row, self.standing = row, standing
