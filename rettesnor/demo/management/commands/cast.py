from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from rettesnor.demo.cast import CAST


class Command(BaseCommand):
    help = "Print whom one can become in the demo house, and what each sees."

    def handle(self, *args: Any, **options: Any) -> None:
        width = max(len(member.name) for member in CAST)
        for member in CAST:
            self.stdout.write(f"  {member.name:<{width}}  {member.title}: {member.sees}")
