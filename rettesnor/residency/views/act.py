"""How the pages of a stay and of a child answer when something is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from rettesnor.residency.models import Child, Stay
from rettesnor.ui.act import Do, act
from rettesnor.ui.again import ActForm


def act_on_stay(request: HttpRequest, stay: Stay, form: ActForm, do: Do, said: object, **page: Any) -> HttpResponse:
    """The same about a stay: it goes back to its page."""
    page = {"then": ("stay", stay.code), "template": "residency/act.html", "stay": stay, **page}
    return act(request, form, do, said, **page)


def act_on_child(request: HttpRequest, child: Child, form: ActForm, do: Do, said: object, **page: Any) -> HttpResponse:
    """The same about a child."""
    page = {"then": ("child", child.code), "template": "residency/child_act.html", "child": child, **page}
    return act(request, form, do, said, **page)
