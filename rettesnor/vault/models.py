from __future__ import annotations

import secrets
import uuid
from functools import lru_cache
from typing import ClassVar

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from rettesnor.vault import box


@lru_cache(maxsize=4096)
def _cipher(wrapped: bytes, master: int, place: str) -> AESGCM:
    return box.unwrap(wrapped, master, place)


class DataKeyQuerySet(models.QuerySet["DataKey"]):
    def fresh(self) -> DataKey:
        """A new data key, saved: the beginning of a case."""
        key = self.unsaved()
        key.save(force_insert=True)
        return key

    def unsaved(self) -> DataKey:
        """A new data key not yet saved, for those who save many at once."""
        key = DataKey(id=uuid.uuid4())
        key.master, key.wrapped = box.wrap(secrets.token_bytes(32), key.place)
        return key


class DataKey(models.Model):
    """The key of one case: what is sealed under it can be read only while it exists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    master = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    objects: ClassVar[DataKeyQuerySet] = DataKeyQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def place(self) -> str:
        return f"vault.datakey:{self.id}"

    def cipher(self) -> AESGCM:
        """The cipher of this case; `box.CannotOpen` once the key is destroyed."""
        return _cipher(bytes(self.wrapped), self.master, self.place)

    def destroy(self) -> None:
        """Overwrite the key: everything sealed under it is unreadable from now on, in backups without it too."""
        self.wrapped = b""
        self.save(update_fields=["wrapped"])
        _cipher.cache_clear()
