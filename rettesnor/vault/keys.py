"""The key file: numbered master keys, the key of the blind index and the key of the log.

The file lies outside the database and outside its backups. It is JSON:
``{"masters": {"1": "<base64, 32 bytes>"}, "index": "…", "audit": "…", "django": "…"}``.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class KeyRing:
    """The keys of one installation; `current` is the number of the master key that wraps new data keys."""

    masters: dict[int, bytes]
    index: bytes
    audit: bytes
    django: str

    @property
    def current(self) -> int:
        return max(self.masters)


def write_new(path: Path) -> None:
    """Make a key file that only its owner can read. Refuses to write over one that is there."""
    names = ("index", "audit", "django")
    body: dict[str, object] = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in names}
    body["masters"] = {"1": base64.b64encode(secrets.token_bytes(32)).decode()}
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump(body, out, indent=2)


def read(path: Path) -> KeyRing:
    """Read a key file; `ImproperlyConfigured` says in words what is wrong with it."""
    try:
        body = json.loads(path.read_text())
        masters = {int(number): base64.b64decode(text, validate=True) for number, text in body["masters"].items()}
        index, audit = (base64.b64decode(body[name], validate=True) for name in ("index", "audit"))
        ring = KeyRing(masters, index, audit, str(body["django"]))
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"There is no key file at {path}. Rettesnor does not start without its keys."
        ) from None
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise ImproperlyConfigured(f"The key file at {path} cannot be read: {fault!r}.") from None
    if not ring.masters or any(len(key) != 32 for key in (*ring.masters.values(), ring.index, ring.audit)):
        raise ImproperlyConfigured(f"Every key in {path} must be 32 bytes.")
    return ring


@lru_cache(maxsize=4)
def _ring(path: str) -> KeyRing:
    return read(Path(path))


def ring() -> KeyRing:
    """The keys of this installation, read once."""
    return _ring(str(settings.KEY_FILE))
