from __future__ import annotations

import pytest

from rettesnor.guideline.actions import load_edition


@pytest.fixture
def document(db: None) -> None:
    """The edition in the repository, loaded."""
    load_edition()
