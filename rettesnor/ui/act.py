"""One form, one verb: how a page answers when something is typed on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rettesnor.danish.refused import Refused
from rettesnor.ui.forms import RefusableForm

UNPROCESSABLE, CONFLICT = 422, 409

form_page = require_http_methods(["GET", "HEAD", "POST"])

Do = Callable[[dict[str, Any]], object]


def posted(request: HttpRequest) -> Any:
    """What was sent, for a form; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def act(
    request: HttpRequest,
    form: RefusableForm,
    do: Do,
    said: object,
    *,
    then: tuple[str, ...],
    template: str,
    **page: Any,
) -> HttpResponse:
    """Do it and go on to `then`; what is refused comes back beside its field (422) with everything that was typed."""
    if form.is_valid() and attempted(form, do):
        messages.success(request, str(said))
        return redirect(*then)
    return render(request, template, {"form": form, **page}, status=UNPROCESSABLE if form.errors else 200)


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
