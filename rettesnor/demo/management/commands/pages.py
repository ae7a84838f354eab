from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from rettesnor.demo.pages import lines


class Command(BaseCommand):
    help = "Print every address of the demo house as one JSON object a line, with who of the cast is let in."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in lines():
            self.stdout.write(json.dumps(line, ensure_ascii=False))
