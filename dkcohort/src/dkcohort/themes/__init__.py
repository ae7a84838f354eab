"""The themes: each turns the tables of its SQL steps into figures. `FIGURES` names them as the definitions do."""

from collections.abc import Callable

from dkcohort.engine import Engine
from dkcohort.figures import Figure
from dkcohort.study import Study
from dkcohort.themes import returns

Maker = Callable[[Engine, Study], list[Figure]]

FIGURES: dict[str, Maker] = {"returns": returns.figures}
