"""What is to be put right stands once above the form: `{{ form }}` tells it itself."""

import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "rettesnor").glob("*/templates/**/*.html"))
TOLD = re.compile(r'{% include "ui/error_summary\.html"')
WHOLE = re.compile(r"{{ form }}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_tells_it_beside_a_whole_form(page: Path) -> None:
    text = page.read_text()
    assert not (TOLD.search(text) and WHOLE.search(text)) or page.name == "form.html"
