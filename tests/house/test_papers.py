"""What must be documented is documented: the data map, the glossary, the locks, what the project says of itself."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from rettesnor.config import coverage

ROOT = Path(__file__).resolve().parents[2]
CLASSES = {"identity", "whereabouts", "sensitive", "working", "public"}


def house_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("rettesnor.")]


def data_map() -> dict[str, str]:
    """ "room.Model.field" -> class, from the tables of docs/data.md."""
    found: dict[str, str] = {}
    model = ""
    for line in (ROOT / "docs/data.md").read_text().splitlines():
        if heading := re.match(r"### `(\w+\.\w+)`", line):
            model = heading[1]
        elif row := re.match(r"\| (.+?) \| (\w+) \|", line):
            for field in re.findall(r"`(\w+)`", row[1]):
                found[f"{model}.{field}"] = row[2]
    return found


def test_every_field_has_a_class_in_the_data_map() -> None:
    told = data_map()
    fields = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in house_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    }
    assert fields - set(told) == set(), "add these to docs/data.md"
    assert set(told) - fields == set(), "docs/data.md names fields that are not there"
    assert set(told.values()) <= CLASSES


def test_what_identifies_or_locates_somebody_is_sealed() -> None:
    told = data_map()
    for model in house_models():
        for field in model._meta.concrete_fields:
            kind = told.get(f"{model._meta.app_label}.{model.__name__}.{field.name}")
            plain_text = isinstance(field, models.TextField | models.CharField) and not field.choices
            fingerprint = field.name.endswith("_index")  # keyed: worth nothing without the key file
            if kind in {"identity", "whereabouts"} and plain_text and not fingerprint:
                pytest.fail(f"{model.__name__}.{field.name} is {kind} and lies open")


def test_every_noun_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()
    missing = [model.__name__ for model in house_models() if f"`{model.__name__}`" not in glossary]
    assert missing == []


def test_every_model_says_in_one_sentence_what_it_is() -> None:
    silent = [
        model.__name__
        for model in house_models()
        if not (model.__doc__ or "").strip() or (model.__doc__ or "").startswith(f"{model.__name__}(")
    ]
    assert silent == []


def test_the_locks_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "http" not in lock.read_text(), lock.name


def _tracked_text() -> Iterator[tuple[Path, str]]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".html", ".css", ".js", ".toml", ".csv", ".txt", ".typ", ".json", ""}:
            try:
                yield path, path.read_text()
            except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
                continue


def test_the_project_names_no_machine() -> None:
    places = re.compile(r"/(?:root|home/\w+|work)/(?:\.|main|shared)")
    found = [str(path.relative_to(ROOT)) for path, text in _tracked_text() if places.search(text)]
    assert found == []


def test_person_numbers_in_the_project_are_visibly_invented() -> None:
    number = re.compile(r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-\d{4}\b")
    for path, text in _tracked_text():
        if path.suffix in {".py", ".html", ".md", ".toml", ".json"} and "danish" not in path.parts:
            assert not number.search(text), f"{path.name} holds a person number that could be somebody's"


def test_the_coverage_page_is_what_the_rooms_say() -> None:
    assert (ROOT / "docs/coverage.md").read_text() == coverage.page(), "python3 dev.py coverage writes it anew"


def test_rooms_speak_of_rows_that_are_in_the_document() -> None:
    rows = [row for _title, lines in coverage.areas() for row, _short in lines]
    assert len(rows) == len(set(rows)) == 75
    assert set(coverage.served()) <= set(rows)
    for told in coverage.served().values():
        assert all(each.startswith(tuple(f"{kind}: " for kind in coverage.KINDS)) for each in told)
