"""Demo houses to measure in, and the way to ask one of them something: each in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import dev

DAY = date(2026, 3, 11)
"""The day the houses stand on: seven years and a quarter after the first call."""


@dataclass
class Houses:
    """Houses of several sizes, built when they are first asked for."""

    folder: Path
    built: dict[int, dict[str, str]] = field(default_factory=dict)

    def ask(self, scale: int, module: str) -> Any:
        """What `module` prints as JSON when it runs in the house with `scale` times the women."""
        env = {**os.environ, **self._house(scale)}
        command = [sys.executable, "-m", module]
        done = subprocess.run(command, cwd=dev.ROOT, env=env, stdout=subprocess.PIPE, check=True)  # noqa: S603
        return json.loads(done.stdout)

    def _house(self, scale: int) -> dict[str, str]:
        if scale not in self.built:
            wish = argparse.Namespace(data=self.folder / f"x{scale}", seed=1, scale=scale, today=DAY)
            self.built[scale] = dev.build_demo(wish)
        return self.built[scale]
