"""What the codes in a bundle are called: the engine's own Danish names, which a test holds these to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

POPULATIONS: dict[str, Any] = {
    "own": _("egne centre"),
    "other": _("andre centre"),
    "own/other": _("egne centre mod andre centre"),
    "matched": _("sammenlignelige kvinder"),
    "own/matched": _("egne centre mod sammenlignelige kvinder"),
    "stays": _("alle ophold"),
    "all": _("hele landet"),
    "children": _("børn med på egne centre"),
}

KINDS: dict[str, Any] = {
    "incidence": _("kumuleret andel"),
    "share": _("andel"),
    "part": _("fordeling"),
    "rate": _("antal pr. 100 personår"),
    "ratio": _("observeret over forventet"),
    "bound": _("hvad anonyme ophold højst kan betyde"),
    "change": _("efter over før"),
    "contrast": _("ændring mod sammenligningsgruppens ændring"),
}

PARTS: dict[str, Any] = {
    "alle": _("alle"),
    "danish": _("dansk oprindelse"),
    "immigrant": _("indvandrere"),
    "descendant": _("efterkommere"),
    "unknown": _("uoplyst"),
    "before12": _("12 måneder før"),
    "before24": _("24 måneder før"),
    "during": _("under opholdet"),
    "after12": _("12 måneder efter"),
    "after24": _("24 måneder efter"),
    "before12/after12": _("12 måneder efter mod 12 måneder før"),
    "before24/after24": _("24 måneder efter mod 24 måneder før"),
    "self_support": _("selvforsørgende"),
    "study": _("i uddannelse"),
    "unemployment": _("dagpenge"),
    "cash": _("kontanthjælp eller uddannelseshjælp"),
    "sickness": _("sygdom"),
    "leave": _("barsel eller orlov"),
    "pension": _("pension eller fleksjob"),
    "other": _("anden ydelse"),
    "away": _("død eller ude af landet"),
}


def named(names: dict[str, Any], code: str) -> str:
    """The Danish name of a code; a code without one (an age group) is its own name."""
    return str(names.get(code, code))
