"""Sealed fields: readable in a row that was fetched, bound to their place, and nothing in the database itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from rettesnor.residency.models import Identity
from rettesnor.staff.models import House
from rettesnor.vault import box, keys
from rettesnor.vault.models import DataKey, _cipher

PLACE = "Hemmelighedens Stræde 14, æøå"


def house(code: str = "kbh", address: str = PLACE) -> House:
    made = House(code=code, name=code, municipality="0101", key=DataKey.objects.fresh())
    made.address = address
    made.save()
    return made


def fetched(code: str = "kbh") -> House:
    return House.objects.select_related("key").get(code=code)


def raw(column: str = "address", code: str = "kbh") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM staff_house WHERE code = %s", [code])
        return bytes(cursor.fetchone()[0])


def put(sealed: bytes, column: str = "address", code: str = "kbh") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE staff_house SET {column} = %s WHERE code = %s", [sealed, code])


@given(text=st.text(max_size=400), place=st.text(min_size=1, max_size=40))
def test_what_is_sealed_opens_as_it_was_at_its_own_place(text: str, place: str) -> None:
    cipher = AESGCM(b"k" * 32)
    assert box.unseal(cipher, box.seal(cipher, text.encode(), place), place).decode() == text


@given(text=st.binary(min_size=1, max_size=60), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_refused(text: bytes, at: int, bit: int) -> None:
    cipher = AESGCM(b"k" * 32)
    sealed = bytearray(box.seal(cipher, text, "table.column:row"))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(box.CannotOpen):
        box.unseal(cipher, bytes(sealed), "table.column:row")


def test_the_same_text_is_never_sealed_the_same(db: None) -> None:
    assert len({box.seal(AESGCM(b"k" * 32), b"same", "place") for _time in range(200)}) == 200


def test_a_row_that_was_fetched_reads_in_clear_and_the_database_does_not(db: None) -> None:
    house()
    assert fetched().address == PLACE
    assert b"Str" not in raw()
    assert len(raw()) == len(PLACE.encode()) + 1 + 12 + 16


def test_what_is_set_can_be_read_before_and_after_it_is_saved(db: None) -> None:
    made = house()
    made.address = "Fabelgade 2"
    assert made.address == "Fabelgade 2"
    made.save()
    made.refresh_from_db()
    assert made.address == "Fabelgade 2"


def test_nothing_is_kept_as_nothing(db: None) -> None:
    house(address="")
    assert fetched().address == ""
    assert House.objects.filter(address=None).count() == 1


def test_saving_one_field_leaves_the_sealed_ones_alone(db: None) -> None:
    house()
    before = raw()
    made = fetched()
    made.name = "Nyt navn"
    made.save(update_fields=["name"])
    assert raw() == before


def test_a_deferred_field_is_fetched_when_it_is_read(db: None) -> None:
    house()
    assert House.objects.select_related("key").defer("address").get(code="kbh").address == PLACE


def test_a_cell_moved_to_another_column_is_refused(db: None) -> None:
    house()
    put(raw(), "phone")
    assert fetched().address == PLACE
    with pytest.raises(box.CannotOpen, match=r"staff_house\.phone"):
        assert fetched().phone


def test_a_cell_moved_to_another_row_is_refused_even_under_the_same_key(db: None) -> None:
    first, second = house(), house("aar", "Fabelgade 2")
    House.objects.filter(pk=second.pk).update(key=first.key)
    put(raw(), code="aar")
    with pytest.raises(box.CannotOpen):
        assert fetched("aar").address


def test_the_seals_of_two_rows_cannot_be_exchanged_with_their_keys(db: None) -> None:
    first, second = house(), house("aar", "Fabelgade 2")
    mine, theirs = first.key, second.key
    DataKey.objects.filter(pk=mine.pk).update(wrapped=theirs.wrapped, master=theirs.master)
    with pytest.raises(box.CannotOpen):
        assert fetched().address


def test_a_row_given_another_code_is_refused(db: None) -> None:
    house()
    House.objects.filter(code="kbh").update(code="nyt")
    with pytest.raises(box.CannotOpen):
        assert fetched("nyt").address


def test_a_destroyed_key_leaves_nothing_to_read(db: None) -> None:
    made = house()
    other = house("aar", "Fabelgade 2")
    assert fetched().address == PLACE
    made.key.destroy()
    with pytest.raises(box.CannotOpen):
        assert fetched().address
    assert fetched("aar").address == "Fabelgade 2"
    assert other.name == "aar"


def test_the_key_itself_is_not_in_the_database(db: None) -> None:
    key = DataKey.objects.fresh()
    ring = keys.ring()
    plain = box.unseal(AESGCM(ring.masters[key.master]), bytes(key.wrapped), key.place)
    assert len(plain) == 32
    assert plain not in bytes(DataKey.objects.get(pk=key.pk).wrapped)


@pytest.fixture
def other_keys(tmp_path: Path) -> Iterator[Path]:
    """A key file of another installation."""
    path = tmp_path / "other.json"
    keys.write_new(path)
    _cipher.cache_clear()
    yield path
    _cipher.cache_clear()


def test_with_the_wrong_master_key_nothing_opens(db: None, other_keys: Path, settings: Settings) -> None:
    house()
    settings.KEY_FILE = other_keys
    _cipher.cache_clear()
    with pytest.raises(box.CannotOpen):
        assert fetched().address


def test_a_key_wrapped_by_a_master_that_is_gone_says_which(db: None) -> None:
    key = DataKey.objects.fresh()
    key.master = 7
    with pytest.raises(box.CannotOpen, match="master key 7"):
        key.cipher()


def test_a_sealed_field_cannot_be_updated_past_its_row(db: None) -> None:
    house()
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        House.objects.update(address="klartekst")
    assert fetched().address == PLACE


@pytest.mark.parametrize("how", ["exact", "in", "gt"])
def test_a_sealed_field_cannot_be_searched(db: None, how: str) -> None:
    house()
    with pytest.raises(TypeError, match="is sealed"):
        list(House.objects.filter(**{f"address__{how}": [PLACE] if how == "in" else PLACE}))


def test_many_rows_saved_at_once_are_sealed_each_at_its_place(db: None) -> None:
    rows = [House(code=f"h{n}", name=str(n), municipality="0101", key=DataKey.objects.fresh()) for n in range(5)]
    for number, row in enumerate(rows):
        row.address = f"Opdigtet Vej {number}"
    House.objects.bulk_create(rows)
    assert [fetched(f"h{n}").address for n in range(5)] == [f"Opdigtet Vej {n}" for n in range(5)]
    assert all(b"Opdigtet" not in raw(code=f"h{n}") for n in range(5))


def test_many_rows_cannot_be_changed_past_their_seals(db: None) -> None:
    house()
    made = fetched()
    made.address = "Fabelgade 9"
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        House.objects.bulk_update([made], ["address"])
    assert fetched().address == PLACE


def test_the_blind_index_finds_the_same_number_and_needs_the_key(other_keys: Path, settings: Settings) -> None:
    one = box.blind_index("7001010007")
    assert one == box.blind_index("7001010007")
    assert one != box.blind_index("7001010008")
    assert len(one) == 64
    settings.KEY_FILE = other_keys
    assert box.blind_index("7001010007") != one


def test_a_secret_of_the_system_opens_only_at_its_own_place() -> None:
    sealed = box.seal_secret("JBSWY3DPEHPK3PXP", "mfa.authenticator")
    assert box.unseal_secret(sealed, "mfa.authenticator") == "JBSWY3DPEHPK3PXP"
    assert "JBSWY3DP" not in sealed
    with pytest.raises(box.CannotOpen):
        box.unseal_secret(sealed, "elsewhere")
    with pytest.raises(box.CannotOpen, match="master key 9"):
        box.unseal_secret("9." + sealed.partition(".")[2], "mfa.authenticator")


def test_every_sealed_model_has_a_code_and_a_key() -> None:
    from django.apps import apps

    from rettesnor.vault.fields import SealedBytes, SealedText

    sealed = [
        model
        for model in apps.get_models()
        if any(isinstance(field, SealedText | SealedBytes) for field in model._meta.fields)
    ]
    assert Identity in sealed
    for model in sealed:
        names = {field.name for field in model._meta.fields}
        assert {"code", "key"} <= names, model
        assert cast("models.Field[Any, Any]", model._meta.get_field("code")).unique, model


# What lies on the disk

CANARIES = ("Kanariegul-Vej-7731", "Blåræv-Skovbrynet-55")


WRITING = """
import sys
import django
django.setup()
from django.db import connection, models, transaction
from rettesnor.staff.models import House
from rettesnor.vault.models import DataKey
with connection.schema_editor() as editor:
    editor.create_model(DataKey)
    editor.create_model(House)
house = House(code="kbh", name="Aaben-Tekst-1", municipality="0101", key=DataKey.objects.fresh())
for house.address in sys.argv[1:]:
    house.phone = house.address
    house.save()
print(connection.settings_dict["NAME"], flush=True)
sys.stdin.read()
"""


def test_no_word_of_a_sealed_field_lies_in_the_files_of_the_database() -> None:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "-c", WRITING, *CANARIES]
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        name = Path(writer.stdout.readline().strip())
        files = sorted(name.parent.glob(name.name + "*"))
        body = b"".join(path.read_bytes() for path in files)
        writer.communicate("")
    assert name.with_name(name.name + "-wal") in files
    assert b"Aaben-Tekst-1" in body, "the search itself must be able to find something"
    for word in CANARIES:
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(coding) not in body
