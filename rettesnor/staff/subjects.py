"""Whose log can be opened: a room that keeps persons says here which rows its subjects are.

`staff` knows no women and no children; the room registers itself from its AppConfig.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404

_known: dict[str, type[models.Model]] = {}


def register(kind: str, model: type[models.Model]) -> None:
    """Subjects "<kind>:<code>" are rows of `model`, whose QuerySet has `visible_to(user, verb)`, and which know every
    subject the log has written of them under (`logged_as`)."""
    _known[kind] = model


def told_apart(subject: str) -> tuple[type[models.Model], str]:
    """The rows and the code a subject speaks of; 404 for a kind nobody keeps."""
    kind, _colon, code = subject.partition(":")
    if kind not in _known:
        raise Http404
    return _known[kind], code


def shortened(subject: str) -> dict[str, Any]:
    """A subject for one who must not know whom it is: {"kind", "code"} with the first six characters of the code."""
    kind, _colon, code = subject.partition(":")
    return {"kind": kind, "code": code[:6]}
