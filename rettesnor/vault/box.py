"""Sealing and opening: AES-256-GCM, each cell bound to the place it was written for."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rettesnor.vault import keys

_VERSION = b"\x01"
_NONCE = 12


class CannotOpen(Exception):
    """The sealed bytes are not what was written here: moved, changed, or their key is destroyed."""


def seal(cipher: AESGCM, plain: bytes, place: str) -> bytes:
    """Seal `plain` for `place` ("table.column:code"); nobody can move the result to another place."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + cipher.encrypt(nonce, plain, place.encode())


def unseal(cipher: AESGCM, sealed: bytes, place: str) -> bytes:
    """The plain bytes again, or `CannotOpen`."""
    if sealed[:1] != _VERSION:
        raise CannotOpen(f"unknown seal at {place}")
    try:
        return cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], place.encode())
    except InvalidTag:
        raise CannotOpen(f"seal does not fit at {place}") from None


def wrap(data_key: bytes, place: str) -> tuple[int, bytes]:
    """Wrap a data key with the newest master key: (number of the master key, wrapped bytes)."""
    ring = keys.ring()
    return ring.current, seal(AESGCM(ring.masters[ring.current]), data_key, place)


def unwrap(wrapped: bytes, master: int, place: str) -> AESGCM:
    """The cipher of a wrapped data key."""
    masters = keys.ring().masters
    if master not in masters:
        raise CannotOpen(f"master key {master} is not in the key file")
    return AESGCM(unseal(AESGCM(masters[master]), wrapped, place))


def blind_index(text: str) -> str:
    """A keyed fingerprint (64 hex digits) for exact search; without the key it cannot be tried out."""
    return hmac.new(keys.ring().index, text.encode(), hashlib.sha256).hexdigest()


def seal_secret(text: str, place: str) -> str:
    """Seal a secret of the system itself (no case) under the newest master key: "<number>.<base64>"."""
    ring = keys.ring()
    sealed = seal(AESGCM(ring.masters[ring.current]), text.encode(), place)
    return f"{ring.current}.{base64.b64encode(sealed).decode()}"


def unseal_secret(text: str, place: str) -> str:
    """The secret again, or `CannotOpen`."""
    number, _, body = text.partition(".")
    master = keys.ring().masters.get(int(number))
    if master is None:
        raise CannotOpen(f"master key {number} is not in the key file")
    return unseal(AESGCM(master), base64.b64decode(body), place).decode()
