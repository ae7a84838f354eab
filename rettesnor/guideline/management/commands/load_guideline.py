from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from rettesnor.guideline.actions import load_edition


class Command(BaseCommand):
    help = "Load the edition in the repository, unless it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Indlæst." if load_edition() else "Den er der allerede.")
