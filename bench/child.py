"""A program of its own, measured: its time, the processor's, the most memory it held, and what it told on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import dev


@dataclass(frozen=True)
class Measured:
    """Seconds on the clock, seconds of the processor, megabytes at most, and its lines on the way and at the end."""

    seconds: float
    processor: float
    megabytes: float
    progress: tuple[str, ...]
    answer: str


def measured(*command: object, env: dict[str, str] | None = None) -> Measured:
    """Run a program to its end, showing what it tells on standard error; CalledProcessError when it fails."""
    call, began = [str(part) for part in command], time.monotonic()
    everything = {**os.environ, **(env or {})}
    with subprocess.Popen(call, cwd=dev.ROOT, env=everything, text=True, stdout=subprocess.PIPE,  # noqa: S603
                          stderr=subprocess.PIPE) as process:  # fmt: skip
        progress = tuple(_shown(process))
        answer = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call)
    return Measured(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, progress, answer)


def python(module: str, *arguments: object) -> Measured:
    """Run a module of this project."""
    return measured(sys.executable, "-m", module, *arguments)


def load() -> str:
    """How busy the machine is: the waiting programs of the last one, five and fifteen minutes."""
    return " ".join(f"{waiting:.1f}" for waiting in os.getloadavg())


def _shown(process: subprocess.Popen[str]) -> Sequence[str]:
    lines = []
    for line in process.stderr or ():
        print(f"    {line.rstrip()}", file=sys.stderr, flush=True)
        lines.append(line.rstrip())
    return lines
