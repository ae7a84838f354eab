"""The database itself refuses to change or remove a wording of an adopted edition."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_ADOPTED = "(SELECT adopted FROM guideline_edition WHERE id = OLD.edition_id)"
SQLITE = tuple(
    f"""CREATE TRIGGER guideline_wording_no_{act.lower()} BEFORE {act} ON guideline_wording WHEN {_ADOPTED}
        BEGIN SELECT RAISE(ABORT, 'adopted words stand'); END"""
    for act in ("UPDATE", "DELETE")
)
POSTGRES = (
    f"""CREATE FUNCTION guideline_words_stand() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF {_ADOPTED} THEN RAISE EXCEPTION 'adopted words stand'; END IF;
          IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER guideline_wording_no_change BEFORE UPDATE OR DELETE ON guideline_wording
       FOR EACH ROW EXECUTE FUNCTION guideline_words_stand()""",
)
BACK_SQLITE = ("DROP TRIGGER guideline_wording_no_update", "DROP TRIGGER guideline_wording_no_delete")
BACK_POSTGRES = (
    "DROP TRIGGER guideline_wording_no_change ON guideline_wording",
    "DROP FUNCTION guideline_words_stand()",
)


def forth(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def back(apps: Any, schema_editor: Any) -> None:
    for statement in BACK_SQLITE if schema_editor.connection.vendor == "sqlite" else BACK_POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("guideline", "0001_document_as_data")]
    operations = [migrations.RunPython(forth, back)]
