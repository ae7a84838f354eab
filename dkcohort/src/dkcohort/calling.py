"""The command line in Danish: argparse has English words, and whoever runs the engine should not have to guess."""

import re
import sys
from argparse import ArgumentParser, HelpFormatter
from collections.abc import Iterable
from typing import Any, NoReturn

_SAID = (
    (r"the following arguments are required: (.*)", "der mangler {0}"),
    (r"unrecognized arguments: (.*)", "{0} kendes ikke"),
    (r"ambiguous option: (\S+) could match (.*)", "{0} kan være flere: {1}"),
    (r"invalid choice: (.*?),? \((?:choose from )?(.*)\)", "{0} findes ikke, vælg mellem {1}"),
    (r"invalid int value: (.*)", "{0} er ikke et helt tal"),
    (r"expected (?:one|at least one) argument", "der mangler en værdi"),
    (r"ignored explicit argument (.*)", "der må ingen værdi stå, men der står {0}"),
)
"""What argparse says of a wrong call, and the same in Danish."""


class Formatter(HelpFormatter):
    """Help that begins in Danish."""

    def add_usage(self, usage: Any, actions: Iterable[Any], groups: Iterable[Any], prefix: str | None = None) -> None:
        """The first line."""
        super().add_usage(usage, actions, groups, "brug: " if prefix is None else prefix)


class Parser(ArgumentParser):
    """A parser whose help and refusals are Danish."""

    def __init__(self, **how: Any) -> None:
        """Take what argparse takes; the help is made here."""
        super().__init__(**{"formatter_class": Formatter, **how, "add_help": False})
        self._positionals.title, self._optionals.title = "skal angives", "valg"
        self.add_argument("-h", "--help", action="help", help="vis denne hjælp og slut")

    def error(self, message: str) -> NoReturn:
        """End with 2, the call as it must be and what was wrong with it."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: fejl: {danish(message)}\n")


def danish(message: str) -> str:
    """Return what argparse says of a call in Danish; of what it never said before, that the call cannot be read."""
    name, colon, rest = message.removeprefix("argument ").partition(": ")
    if message.startswith("argument ") and colon:
        return f"{name}: {danish(rest)}"
    for english, said in _SAID:
        if found := re.fullmatch(english, message, re.DOTALL):
            return said.format(*found.groups())
    return "kaldet kan ikke læses"
