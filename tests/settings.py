"""The house's settings for tests: a key file of its own, a cheap password hash, nothing else changed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_DATA = Path(tempfile.mkdtemp(prefix="rettesnor-test-"))
(_DATA / "static").mkdir()
os.environ["RETTESNOR_MODE"] = "test"
os.environ["RETTESNOR_DATA"] = str(_DATA)
os.environ["RETTESNOR_KEYS"] = str(_DATA / "keys.json")
os.environ.pop("RETTESNOR_TODAY", None)

from rettesnor.vault import keys  # noqa: E402

keys.write_new(_DATA / "keys.json")

from rettesnor.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A client is made for nearly every test: its files are found when they are asked for, not listed each time.
WHITENOISE_AUTOREFRESH = True
