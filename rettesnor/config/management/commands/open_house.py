from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from rettesnor.config.start import refuse_if_unsafe
from rettesnor.guideline.actions import load_edition
from rettesnor.network.actions import load_offices
from rettesnor.registers.actions import load_outside


class Command(BaseCommand):
    help = (
        "Make an installation ready to serve: refuse what is unsafe, migrate, load the edition, collect static files."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        refuse_if_unsafe()
        call_command("migrate", verbosity=0)
        load_edition()
        load_offices()
        load_outside()
        call_command("collectstatic", verbosity=0, interactive=False)
