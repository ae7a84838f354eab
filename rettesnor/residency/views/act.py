"""One form, one verb: how the pages of a stay and of a child answer when something is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from rettesnor.danish.refused import Refused
from rettesnor.residency.actions.answers import Overtaken
from rettesnor.residency.actions.sent_again import SavedBefore
from rettesnor.residency.forms.act import ActForm, VersionedForm, saved_before
from rettesnor.residency.models import Child, Stay
from rettesnor.staff.sent_again import ONE_MORE
from rettesnor.ui.act import CONFLICT, UNPROCESSABLE, Do

Standing = Callable[[], tuple[Mapping[str, Any], int]]
Again = Callable[[Any], Mapping[str, object]] | Promise


def act(
    request: HttpRequest,
    form: ActForm,
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
    once more would mean: `again`, or how that is said of the row. `then` is where it goes on when it is done;
    `standing` reads what stands now and its version, for forms with one.
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
    messages.success(request, str(said))
    return redirect(*(then() if callable(then) else then))


def _told(again: Again, before: SavedBefore) -> dict[str, object]:
    return dict(again(before.row)) if callable(again) else {"again": again}


def _meet(form: ActForm, standing: Standing | None, overtaken: Overtaken) -> list[dict[str, Any]] | None:
    if standing is None or not isinstance(form, VersionedForm):
        raise overtaken
    return form.meet(*standing())


def act_on_stay(request: HttpRequest, stay: Stay, form: ActForm, do: Do, said: object, **page: Any) -> HttpResponse:
    """The same about a stay: it goes back to its page."""
    page = {"then": ("stay", stay.code), "template": "residency/act.html", "stay": stay, **page}
    return act(request, form, do, said, **page)


def act_on_child(request: HttpRequest, child: Child, form: ActForm, do: Do, said: object, **page: Any) -> HttpResponse:
    """The same about a child."""
    page = {"then": ("child", child.code), "template": "residency/child_act.html", "child": child, **page}
    return act(request, form, do, said, **page)
