from __future__ import annotations

from django import forms

from rettesnor.demo.members import CAST


class Become(forms.Form):
    """Whom one wants to be."""

    person = forms.ChoiceField(choices=[(member.username, member.name) for member in CAST])
