"""What other rooms have recorded of a stay while she lived here, asked without knowing which rooms.

A room that records about stays says so from its AppConfig: `residency` knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rettesnor.residency.models import Stay

Latest = Callable[[Stay], date | None]
_asked: dict[str, Latest] = {}


def register(what: str, latest: Latest) -> None:
    """Let `latest` tell the last day on which something of this kind stands recorded while she lived here."""
    _asked[what] = latest


def latest_day(stay: Stay) -> date | None:
    """The last day on which anything stands recorded of the stay itself; None if nothing does."""
    return max(filter(None, (latest(stay) for latest in _asked.values())), default=None)
