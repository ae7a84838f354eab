"""What happened to somebody, as plain data: user names, house codes and moments, no rows and no codes.

One story is written down in two ways: `rows.py` puts all of them down at once, `verbs.py` goes through the verbs that
the screens use. `fields` of each part holds values of the model's own fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

Fields = dict[str, Any]
T = TypeVar("T")


@dataclass
class Call:
    """A first contact. `outcome` is what the one who took it wrote last; "" means nobody has answered yet."""

    house: str
    by: str
    at: datetime
    fields: Fields
    outcome: str = ""
    outcome_at: datetime | None = None
    refusal_reason: str = ""
    helped_on: str = ""
    helped_to: str = ""


@dataclass
class Answered:
    """The leader's answer to a doubt."""

    by: str
    at: datetime
    result: str
    answer: str


@dataclass
class Screening:
    by: str
    at: datetime
    fields: Fields
    answered: Answered | None = None


@dataclass
class ChildTold:
    """A child as it was told of; `assessed_at` None: nobody ever wrote how the child is."""

    fields: Fields
    why_not: str = ""
    assessed_by: str = ""
    assessed_at: datetime | None = None
    assessment: Fields = field(default_factory=dict)


@dataclass
class Ruling:
    """The leader's yes or no."""

    by: str
    at: datetime
    house: str
    admitted: bool
    emergency: bool = False
    reason: str = ""
    refusal_reason: str = ""
    helped_on: str = ""
    helped_to: str = ""
    complaint_guidance: bool = False
    unscreened_why: str = ""


@dataclass
class Task:
    """Who was given which task, for her (`child` None) or for child number `child`."""

    employee: str
    kind: str
    since: datetime
    until: datetime | None = None
    child: int | None = None
    by_itself: bool = False


@dataclass
class Moved:
    to: str
    at: datetime
    by: str
    reason: str


@dataclass
class Corrected:
    """`field` first stood as `before`; at `at` it was put right to what the story says."""

    field: str
    before: datetime
    after: datetime
    at: datetime
    by: str
    reason: str


@dataclass
class Talk:
    """A talk agreed for afterwards; `child` is the number of the child, None for her."""

    due_on: date
    by: str
    agreed_at: datetime
    safe_contact: str
    contact: str = ""
    child: int | None = None
    held_at: datetime | None = None
    dropped_why: str = ""


@dataclass
class Ending:
    """How the stay ended; with `at` None only the preparation is written yet."""

    at: datetime | None
    by: str
    prepared_on: date | None
    planned_on: date | None
    kind: str = ""
    destination: str = ""
    aftercare: str = ""
    aftercare_decided_on: date | None = None
    municipality_after: str = ""
    next_address: str = ""
    reason: str = ""
    agreed: str = ""
    follow_up: list[tuple[str, str]] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)


@dataclass
class Done:
    """Something done for her or for child number `child`, written down `later` than it happened."""

    line: str
    status: str
    on: datetime
    by: str
    child: int | None = None
    language: str = ""
    interpreter: str = ""
    note: str = ""
    later: timedelta = timedelta()

    @property
    def written(self) -> datetime:
        return self.on + self.later


@dataclass
class Wellbeing:
    child: int
    on: date
    by: str
    scale: dict[str, str]
    observation: str = ""
    own_words: str = ""


@dataclass
class Living:
    """The stay itself."""

    moved_in_at: datetime
    alias: str = ""
    room: str = ""
    must_know: str = ""
    protected: bool = False
    residence_before: str = ""
    earlier_stays: str = ""
    case_municipality: str = ""
    home_municipality: str = ""
    sent: dict[str, date] = field(default_factory=dict)
    not_owed_why: str = ""
    tasks: list[Task] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    corrections: list[Corrected] = field(default_factory=list)
    ending: Ending | None = None
    done: list[Done] = field(default_factory=list)
    wellbeing: list[Wellbeing] = field(default_factory=list)


@dataclass
class Story:
    """One case, from the first call until she has moved; `before` is her earlier story if she has been here."""

    call: Call
    screening: Screening | None = None
    children: list[ChildTold] = field(default_factory=list)
    ruling: Ruling | None = None
    living: Living | None = None
    before: Story | None = None
    label: str = ""

    @property
    def said(self) -> Screening:
        """The conversation; LookupError if there was none."""
        return _there(self.screening)

    @property
    def decided(self) -> Ruling:
        return _there(self.ruling)

    @property
    def stay(self) -> Living:
        return _there(self.living)

    @property
    def left_at(self) -> datetime | None:
        return self.living.ending.at if self.living and self.living.ending else None

    @property
    def is_open(self) -> bool:
        return self.living is not None and self.left_at is None

    @property
    def house_now(self) -> str:
        """The house she lives in now, or lived in last."""
        if self.living and self.living.moves:
            return self.living.moves[-1].to
        return self.ruling.house if self.ruling else self.call.house


def _there(part: T | None) -> T:
    if part is None:
        raise LookupError("the story does not come that far")
    return part
