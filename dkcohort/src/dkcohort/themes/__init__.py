"""The themes: each turns the tables of its SQL steps into figures. The names are those of the definitions."""

from collections.abc import Callable

from dkcohort.engine import Engine
from dkcohort.figures import Figure
from dkcohort.study import Study
from dkcohort.themes import after, events, lives, profile, returns

Maker = Callable[[Engine, Study], list[Figure]]

PREPARED: dict[str, Callable[[Engine, Study], None]] = {
    "prepare_windows": events.windows,
    "prepare_look_back": profile.look_back,
    "prepare_work": lives.weeks,
}
"""Small tables a theme's SQL steps read, made by Python at their place among the steps."""

FIGURES: dict[str, Maker] = {
    "returns": returns.figures,
    "age": profile.age,
    "children": profile.children,
    "home": profile.home,
    "origin": profile.origin,
    "earlier": profile.earlier,
    "mental": lives.mental,
    "crime": after.crime,
    "placement": lives.placement,
    "education": lives.education,
    "work": lives.work,
    "violence": after.violence,
}
