"""What must hold before the house opens its door: checked at the start of every serving process."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def refuse_if_unsafe() -> None:
    """Raise `ImproperlyConfigured` naming everything that is weaker than it must be."""
    faults = [*_settings_faults(), *_database_faults()]
    if faults:
        raise ImproperlyConfigured("Rettesnor does not start: " + " ".join(faults))


def _settings_faults() -> list[str]:
    faults = []
    if settings.DEBUG:
        faults.append("Debugging is on.")
    if "rettesnor.demo" in settings.INSTALLED_APPS:
        faults.append("The demo room is installed.")
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        faults.append("Cookies may travel unencrypted.")
    if "*" in settings.ALLOWED_HOSTS:
        faults.append("Every host name is allowed.")
    return faults


def _database_faults() -> list[str]:
    return _sqlite_faults() if connection.vendor == "sqlite" else _postgres_faults()


def _asked(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None


def _sqlite_faults() -> list[str]:
    faults = []
    if str(_asked("PRAGMA journal_mode")).lower() != "wal":
        faults.append("SQLite must use WAL.")
    if _asked("PRAGMA synchronous") != 2:
        faults.append("SQLite must use synchronous=FULL.")
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        faults.append("SQLite transactions must be IMMEDIATE.")
    if connection.settings_dict["CONN_MAX_AGE"] is not None:
        faults.append("SQLite connections must be kept (CONN_MAX_AGE=None).")
    return faults


def _postgres_faults() -> list[str]:
    faults = []
    for name in ("fsync", "synchronous_commit"):
        if _asked(f"SHOW {name}") == "off":
            faults.append(f"PostgreSQL must not run with {name}=off.")
    if "pool" not in connection.settings_dict["OPTIONS"] or connection.settings_dict["CONN_MAX_AGE"] != 0:
        faults.append("PostgreSQL must use the pool with CONN_MAX_AGE=0.")
    return faults
