"""What an error says in the log: which and where, never in its own words, for those may quote what was typed."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

Told = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """A line of the log. Of an exception it tells the class and the places in the code, also of what caused it."""

    def formatException(self, ei: Told) -> str:
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:
        return ""


def _told(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*lines, f"{type(error).__module__}.{type(error).__qualname__}"]
    return [*_told(before), "led to", *lines] if before is not None else lines
