from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rettesnor.danish import clock
from rettesnor.staff.models import RoleGrant
from rettesnor.staff.roles import may, who


@may("account.see")
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name, roles in force, second factor, password, and the way to one's own look-ups."""
    user = who(request)
    context = {
        "roles": RoleGrant.objects.in_force(clock.today()).filter(employee=user).select_related("house"),
        "enrolled": is_mfa_enabled(user, [Authenticator.Type.TOTP]),
        "has_password": user.has_usable_password(),
    }
    return render(request, "staff/account.html", context)
