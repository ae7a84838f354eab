"""Sessions in the database, sealed: whoever reads or copies a row of the table learns nothing and becomes nobody."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from rettesnor.vault import box


class SessionStore(db.SessionStore):
    """What a session holds, a second factor's secret on its way to be enrolled too, opens only under its own key."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return box.seal_secret(super().encode(session_dict), self._place())

    def decode(self, session_data: Any) -> dict[str, Any]:
        """What was kept; nothing, so nobody is signed in, if the seal does not fit."""
        try:
            return super().decode(box.unseal_secret(session_data, self._place()))
        except (box.CannotOpen, ValueError):
            return {}

    def _place(self) -> str:
        return f"django_session.session_data:{self.session_key}"
