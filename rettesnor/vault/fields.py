"""Model fields whose content is sealed in the database and plain only in a row that was fetched.

A model with a sealed field has a random `code` (the row's part of the seal's place) and a foreign key
`key` to `vault.DataKey`; fetch it with `select_related("key")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from rettesnor.vault import box

T = TypeVar("T", str, bytes)


class Cell:
    """Sealed bytes as they came from the database."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed


class SealedAttribute(DeferredAttribute):
    """Opens the seal when somebody reads the attribute, not before."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Cell):
            field = cast("_Sealed[Any]", self.field)
            return field.to_plain(box.unseal(instance.key.cipher(), value.sealed, field.place(instance)))
        if instance is not None and value is None:
            return cast("_Sealed[Any]", self.field).empty
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # With this Python asks the descriptor first, also when the row holds a value of its own.
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:

    class _Base(models.Field[T, T], Generic[T]): ...

else:

    class _Base(models.Field, Generic[T]): ...


class _Sealed(_Base[T]):
    descriptor_class = SealedAttribute
    empty: T

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs["null"] = True
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return cast(str, connection.ops.binary_placeholder_sql(value))

    def get_default(self) -> Any:
        return None

    def place(self, instance: models.Model) -> str:
        return f"{self.model._meta.db_table}.{self.column}:{instance.code}"  # type: ignore[attr-defined]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Cell | None:
        return None if value is None else Cell(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Cell):
            return value
        if value == self.empty:
            return None
        cipher = model_instance.key.cipher()  # type: ignore[attr-defined]
        return Cell(box.seal(cipher, self.to_bytes(value), self.place(model_instance)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Cell):
            # update() and filter() would write or compare the plain text: never.
            raise TypeError(f"{self.model.__name__}.{self.name} is sealed: change it on the row and save the row.")
        return connection.Database.Binary(value.sealed)

    def to_plain(self, raw: bytes) -> T:
        raise NotImplementedError

    def to_bytes(self, value: T) -> bytes:
        raise NotImplementedError


class SealedText(_Sealed[str]):
    """Text that only its case's key opens; no text is stored as NULL."""

    empty = ""

    def to_plain(self, raw: bytes) -> str:
        return raw.decode()

    def to_bytes(self, value: str) -> bytes:
        return value.encode()


class SealedBytes(_Sealed[bytes]):
    """Bytes (a finished document) that only their case's key opens."""

    empty = b""

    def to_plain(self, raw: bytes) -> bytes:
        return raw

    def to_bytes(self, value: bytes) -> bytes:
        return bytes(value)
