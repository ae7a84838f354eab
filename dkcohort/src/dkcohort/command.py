"""The command line: preflight, ingest, run and release of a study; simulate a country; explain a theme."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from dkcohort import __version__, definitions
from dkcohort.calling import Parser
from dkcohort.stage import Refused, say
from dkcohort.study import Study, read

_ALL = tuple(name for name in definitions.themes() if name != definitions.BASE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it ended well, 1 when it was refused (the reason on the screen), 2 for a wrong call."""
    wish = _parser().parse_args(arguments)
    try:
        _DO[wish.command](wish)
    except Refused as refused:
        say(str(refused))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="dkcohort", description="Registeranalyse af krisecenterophold.")
    parser.add_argument("--version", action="version", version=f"dkcohort {__version__}", help="vis versionen og slut")
    commands = parser.add_subparsers(dest="command", required=True, title="kommandoer", metavar="KOMMANDO")
    for name, help_ in _STAGES.items():
        one = commands.add_parser(name, help=help_, description=f"{_first_large(help_)}.")
        one.add_argument("study", type=Path, metavar="STUDY.toml", help="studiefilen")
    explain = commands.add_parser("explain", help="skriv et temas definition", description="Skriv et temas definition.")
    explain.add_argument("theme", choices=[definitions.BASE, *_ALL], help="temaets navn")
    simulate = commands.add_parser("simulate", help="lav et opdigtet land", description=_SIMULATE)
    simulate.add_argument("--persons", type=int, required=True, metavar="ANTAL", help="landets indbyggere, fra 0 til "
                          "10000000; med 0 er der kun kvinderne på krisecenter og deres børn")  # fmt: skip
    simulate.add_argument("--seed", type=int, required=True, metavar="TAL", help="det samme tal giver det samme land")
    simulate.add_argument("--out", type=Path, required=True, metavar="MAPPE", help="mappen, landet skrives i")
    simulate.add_argument("--shelter-women", type=int, metavar="ANTAL", help="kvinder på krisecenter, fra 300 til "
                          "60000; uden: 7 %% af --persons, højst 24000")  # fmt: skip
    simulate.add_argument("--snapshots", type=int, default=0, metavar="ANTAL", help="kun årgange efter de seneste "
                          "årsskifter, mindst 4, og BEF til dem; 0 er alle")  # fmt: skip
    simulate.add_argument("--fall", action="store_true", help="et land, hvor færre kommer på andet center fra 2025")
    return parser


def _first_large(text: str) -> str:
    return text[0].upper() + text[1:]


_SIMULATE = "Lav et opdigtet land: registre, en studiefil, der er klar til brug, og sandheden, landet er lavet af."
_STAGES = {
    "preflight": "hold leverancen op mod kontrakten",
    "ingest": "gør registrene klar",
    "run": "beregn alle tal (bliver inde)",
    "release": "skriv det, der må tages hjem",
}


def _stage(work: Callable[[Study], object]) -> Callable[[argparse.Namespace], None]:
    def begin(wish: argparse.Namespace) -> None:
        work(read(wish.study))

    return begin


def _preflight(study: Study) -> None:
    from dkcohort.layout.preflight import preflight

    preflight(study, say)
    say("Leverancen er i orden.")


def _ingest(study: Study) -> None:
    from dkcohort.ingest import ingest

    ingest(study, say)


def _run(study: Study) -> None:
    from dkcohort.run import run

    run(study, say)


def _release(study: Study) -> None:
    from dkcohort.release import release

    release(study, say)


def _simulate(wish: argparse.Namespace) -> None:
    from dkcohort.simulate.country import simulate
    from dkcohort.simulate.world import FALL, World, sized

    world: World = sized(wish.persons, wish.shelter_women, wish.seed, FALL if wish.fall else None)
    say(f"Studiefil: {simulate(world, wish.out, _ALL, snapshots=wish.snapshots, say=say)}")


def _explain(wish: argparse.Namespace) -> None:
    from dkcohort.explain import explained

    sys.stdout.write(explained(wish.theme))


_DO: dict[str, Callable[[argparse.Namespace], None]] = {
    "preflight": _stage(_preflight),
    "ingest": _stage(_ingest),
    "run": _stage(_run),
    "release": _stage(_release),
    "simulate": _simulate,
    "explain": _explain,
}
