"""Random codes: what an address carries instead of a number or a name."""

from __future__ import annotations

import base64
import contextvars
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

_seeded: contextvars.ContextVar[random.Random | None] = contextvars.ContextVar("seeded_codes", default=None)


def new_code() -> str:
    """A code of 22 url-safe characters carrying 128 bits that nobody can guess."""
    source = _seeded.get()
    raw = source.randbytes(16) if source else secrets.token_bytes(16)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=").replace("-", "a").replace("_", "b")


@contextmanager
def seeded(source: random.Random) -> Iterator[None]:
    """Let the demo house give the same codes for the same seed; never used where real people are."""
    token = _seeded.set(source)
    try:
        yield
    finally:
        _seeded.reset(token)
