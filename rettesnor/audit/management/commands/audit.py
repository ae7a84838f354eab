from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from rettesnor.audit.actions import verify


class Command(BaseCommand):
    help = "audit verify: prove that the log is whole, or name its first broken line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proof = verify()
        except DatabaseError as error:
            raise CommandError("Loggen kan ikke læses: tabellen er væk eller beskadiget.") from error
        if proof.broken is not None:
            raise CommandError(f"Loggen er brudt ved linje {proof.broken}: {proof.why}.")
        self.stdout.write(f"Loggen er hel: {proof.lines} linjer.")
