from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.accounts import add_house


class Command(BaseCommand):
    help = "house add CODE --name NAME --municipality 0101: one of the centre's houses; its address is sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["add"])
        parser.add_argument("code")
        parser.add_argument("--name", required=True)
        parser.add_argument("--municipality", required=True, help="four digits")
        parser.add_argument("--address", default="")
        parser.add_argument("--phone", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        told = {name: options[name] for name in ("code", "name", "municipality", "address", "phone")}
        try:
            add_house(**told, by=None)
        except Refused as refusal:
            raise CommandError(refusal.message) from None
