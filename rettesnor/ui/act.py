"""One form, one verb: how a page answers when something is typed on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from rettesnor.danish.refused import Overtaken, Refused, SavedBefore
from rettesnor.ui.again import VersionedForm, saved_before
from rettesnor.ui.forms import RefusableForm

UNPROCESSABLE, CONFLICT = 422, 409

form_page = require_http_methods(["GET", "HEAD", "POST"])

Do = Callable[[dict[str, Any]], object]
Standing = Callable[[], tuple[Mapping[str, Any], int]]
Again = Callable[[Any], Mapping[str, object]] | Promise

ONE_MORE = _("Skal det, du har skrevet nu, gælde, så gem igen. Det første bliver stående.")


def posted(request: HttpRequest) -> Any:
    """What was sent, for a form; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def act(
    request: HttpRequest,
    form: RefusableForm,
    do: Do,
    said: object,
    *,
    then: tuple[str, ...] | Callable[[], tuple[str, ...]],
    template: str,
    standing: Standing | None = None,
    again: Again = ONE_MORE,
    **page: Any,
) -> HttpResponse:
    """What is refused comes back beside its field (422), what another has saved meanwhile with both texts (409).

    A form that has been saved already with other words comes back too (409), with what was saved and what saving it
    once more would mean: `again`, or how that is said of the row. `said` is told when it is done, and `then` is where
    it goes on; both may be found only then. `standing` reads what stands now and its version, for forms with one.
    """
    status, met, saved = 200, None, None
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Overtaken as overtaken:
            met = _meet(form, standing, overtaken)
            if met is None:
                return _done(request, said, then)
            status = CONFLICT
        except SavedBefore as before:
            status = CONFLICT
            saved = {"both": saved_before(form, before.standing), **_told(again, before)}
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, said, then)
    context = {"form": form, "met": met, "saved": saved, **page}
    return render(request, template, context, status=UNPROCESSABLE if form.errors else status)


def _done(request: HttpRequest, said: object, then: tuple[str, ...] | Callable[[], tuple[str, ...]]) -> HttpResponse:
    messages.success(request, str(said() if callable(said) else said))
    return redirect(*(then() if callable(then) else then))


def _told(again: Again, before: SavedBefore) -> dict[str, object]:
    return dict(again(before.row)) if callable(again) else {"again": again}


def _meet(form: RefusableForm, standing: Standing | None, overtaken: Overtaken) -> list[dict[str, Any]] | None:
    if standing is None or not isinstance(form, VersionedForm):
        raise overtaken
    return form.meet(*standing())


def attempted(form: RefusableForm, do: Do) -> bool:
    """Was it done? If not, the form says why."""
    try:
        do(form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def press(request: HttpRequest, do: Callable[[], object], said: object) -> None:
    """A button without a form: done, or the refusal in words above the page it leads back to."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, str(said))
