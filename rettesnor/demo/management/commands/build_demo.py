from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rettesnor.danish import clock
from rettesnor.demo.house import AlreadyBuilt, build


class Command(BaseCommand):
    help = "Build the invented house; only where the demo is installed, and only where there is no house yet."
    # The checks read every address and template of the house; `dev.py check` and the tests have made them.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--today", type=date.fromisoformat, default=None)
        parser.add_argument("--scale", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.MODE == "test"):
            raise CommandError("The invented house is built in demo and test mode only.")
        try:
            build(options["today"] or clock.today(), options["seed"], options["scale"])
        except AlreadyBuilt:
            raise CommandError("There is a house in this database already.") from None
