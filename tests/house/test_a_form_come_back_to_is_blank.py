"""What was sent stands in no form that one goes back to: one woman's answers would be the next one's."""

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[2] / "rettesnor"
SIGN_IN = {"account", "mfa", "totp", "recovery_codes"}
"""Where a keeper of passwords may fill in."""
PAGES = sorted(page for page in ROOMS.glob("*/templates/**/*.html") if page.parent.name not in SIGN_IN)
SENDS = re.compile(r'<form\b[^>]*method="post"[^>]*>', re.DOTALL)


@pytest.mark.parametrize("page", [page for page in PAGES if SENDS.search(page.read_text())], ids=lambda page: page.name)
def test_the_browser_fills_in_no_form(page: Path) -> None:
    forms = SENDS.findall(page.read_text())
    assert [form for form in forms if 'autocomplete="off"' not in form] == []
