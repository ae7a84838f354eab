"""The variables of a delivered file held against the contract: found under one name, of one type, in one form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dkcohort.layout.contract import Register, Variable
from dkcohort.layout.faults import Fault, fault

WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
_FRACTION = {"FLOAT", "DOUBLE"}
_MOMENTS = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"}
FORMS = {"day": {"date", "moment", "sas_day", "iso_text"}, "moment": {"moment", "date"},
         "code": {"text", "number"}, "place": {"text", "number"}}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A variable as it was found in a file: the file's own name for it and the form its values have."""

    name: str
    column: str
    form: str


def match(
    register: Register, file: str, columns: Mapping[str, str], declared: Mapping[str, str]
) -> tuple[list[Found], list[Fault]]:
    """Return the variables of the contract as the file has them, and every fault of name, type or form."""
    found: list[Found] = []
    strange = sorted(c.upper() for c in columns if c.lower() in register.never)
    faults = [fault("column-exchanged", register.name, file, column=column) for column in strange]
    for variable in register.variables:
        names, wrong = _names(register, file, variable, columns)
        faults += wrong
        if names:
            form = _form(register, file, variable, columns[names[0]].upper(), declared)
            if isinstance(form, Fault):
                faults.append(form)
            else:
                found.append(Found(variable.name, names[0], form))
    return found, faults


def _names(
    register: Register, file: str, variable: Variable, columns: Mapping[str, str]
) -> tuple[list[str], list[Fault]]:
    same = [c for c in columns if c.lower() == variable.name]
    other = [c for c in columns if c.lower() in variable.aliases]
    name = variable.name.upper()
    if len(same) > 1:
        return [], [fault("column-case-twice", register.name, file, column=name, found=", ".join(sorted(same)))]
    if len(same) + len(other) > 1:
        both = ", ".join(sorted(same + other))
        return [], [fault("column-two-names", register.name, file, column=name, found=both)]
    padded = [ascii(c) for c in columns if _bare(c) in {variable.name, *variable.aliases}]
    if not same + other and padded:
        return [], [fault("column-padded", register.name, file, column=name, found=", ".join(sorted(padded)))]
    if not same + other:
        return [], [fault("column-missing", register.name, file, column=name)]
    return same + other, []


def _bare(column: str) -> str:
    """The name without blanks and marks that nobody sees."""
    return re.sub(r"^[\s\ufeff\u200b\0]+|[\s\ufeff\u200b\0]+$", "", column).lower()


def _form(register: Register, file: str, variable: Variable, kind: str, declared: Mapping[str, str]) -> str | Fault:
    """The form of the values, or the fault that stops them from being read."""
    column = variable.name.upper()
    if kind == "BLOB":
        return fault("type-bytes", register.name, file, column=column)
    if re.search(r"\[|STRUCT|MAP\(|LIST", kind):
        return fault("type-nested", register.name, file, column=column)
    saying = declared.get(f"{register.name}.{variable.name}")
    if variable.kind in {"day", "moment"}:
        form = _day_form(variable.kind, kind, saying)
    elif variable.kind == "person":
        form = "text" if kind == "VARCHAR" else "type-person-number"
    elif variable.kind in {"code", "place"}:
        form = _code_form(kind, saying)
    else:
        form = "number" if kind in WHOLE else "type-whole"
    return fault(form, register.name, file, column=column, found=kind) if form.startswith("type-") else form


def _day_form(wanted: str, kind: str, saying: str | None) -> str:
    if kind == "DATE":
        return "date"
    if kind in _MOMENTS:
        return "moment" if wanted == "moment" or saying == "moment" else "type-date-moment"
    if kind in WHOLE | _FRACTION:
        return "sas_day" if saying == "sas_day" else "type-date-number"
    return "iso_text" if saying == "iso_text" else "type-date-text"


def _code_form(kind: str, saying: str | None) -> str:
    if kind == "VARCHAR":
        return "text"
    if kind in WHOLE:
        return "number"
    return "number" if saying == "number" else "type-code-number"


def drift(register: Register, forms: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    """Variables whose form changes between the register's files. `forms`: file -> variable -> form."""
    faults = []
    for variable in register.variables:
        seen = sorted({f[variable.name] for f in forms.values() if variable.name in f})
        if len(seen) > 1:
            faults.append(fault("type-drift", register.name, column=variable.name.upper(), found=", ".join(seen)))
    return faults


def undeclared(registers: Mapping[str, Register], declared: Mapping[str, str]) -> list[Fault]:
    """Lines under [declared] that name no variable of the contract, or a form its type cannot have."""
    faults = []
    for name, form in sorted(declared.items()):
        register, _, column = name.partition(".")
        kinds = {v.name: v.kind for v in registers[register].variables} if register in registers else {}
        if form not in FORMS.get(kinds.get(column, ""), set()):
            faults.append(fault("declared-unknown", column=name, form=form))
    return faults


def weeks(columns: Sequence[str]) -> list[str]:
    """Return DREAM's weekly columns (Y_ and four digits) in lower case, as the file orders them."""
    return [c.lower() for c in columns if re.fullmatch(r"(?i)y_\d{4}", c)]
