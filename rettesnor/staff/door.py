"""The only way from a view to rows about persons: fetches what the verb reaches and writes the look-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from django.db import models, transaction
from django.http import Http404, HttpRequest

from rettesnor.audit.actions import Line, write_all


class Shown(Protocol):
    """A row that tells which persons it shows: ["kvinde:<code>", …]."""

    code: str

    def subjects(self) -> Sequence[str]: ...


R = TypeVar("R", bound=models.Model)
B = TypeVar("B", bound=models.Model)


def visible(request: HttpRequest, model: type[R]) -> models.QuerySet[R]:
    """The rows of `model` that the view's verbs reach for this user (any of them)."""
    manager: Any = model._default_manager
    verbs: list[str] = request.verbs  # type: ignore[attr-defined]
    rows = manager.visible_to(request.user, verbs[0])
    for verb in verbs[1:]:
        rows = rows | manager.visible_to(request.user, verb)
    return rows  # type: ignore[no-any-return]


def one(request: HttpRequest, rows: type[R] | models.QuerySet[R], code: str, *, purpose: str = "") -> R:
    """The one row with this code, its look-up written; stranger and missing are the same 404."""
    return one_with(request, rows, code, lambda _found: (), purpose=purpose)[0]


def one_with(
    request: HttpRequest,
    rows: type[R] | models.QuerySet[R],
    code: str,
    beside: Callable[[R], Sequence[B]],
    *,
    purpose: str = "",
) -> tuple[R, Sequence[B]]:
    """The one row with this code and those that hang on it and are shown beside it, their look-ups written at once."""
    with transaction.atomic():
        found = _coded(_rows(request, rows), code).first()
        if found is None:
            raise Http404
        hanging = beside(found)
        shown(request, [found, *hanging], purpose=purpose)
    return found, hanging


def page(request: HttpRequest, rows: type[R] | models.QuerySet[R], *, purpose: str = "") -> list[R]:
    """Every row of a list, one look-up written for each person shown."""
    with transaction.atomic():
        found = list(_rows(request, rows))
        shown(request, found, purpose=purpose)
    return found


def shown(request: HttpRequest, rows: Iterable[Any], *, purpose: str = "") -> None:
    """Write the look-up of persons a page shows; once for each person in one answer, whatever shows them.

    For rows that hang on a row already fetched (the children of the woman whose page it is).
    """
    already: set[str] = request.__dict__.setdefault("persons_shown", set())
    lines = []
    for row in rows:
        for subject in row.subjects():
            if subject not in already:
                already.add(subject)
                lines.append(Line("opslag", row._meta.model_name, row.code, subject, purpose=purpose or _why(request)))
    write_all(lines, by=request.user)  # type: ignore[arg-type]


def _rows(request: HttpRequest, rows: type[R] | models.QuerySet[R]) -> models.QuerySet[R]:
    return visible(request, rows) if isinstance(rows, type) else rows


def _coded(rows: models.QuerySet[R], code: str) -> models.QuerySet[R]:
    """The row with this code, or, where rows of the kind can become one (`with_code`), the one it has become."""
    become: Any = getattr(rows, "with_code", None)
    return become(code) if become else rows.filter(code=code)


def _why(request: HttpRequest) -> str:
    """The purpose of an ordinary look-up: what the page is for."""
    match = request.resolver_match
    return match.view_name if match else ""
