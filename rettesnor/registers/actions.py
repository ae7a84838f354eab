"""The verbs: bring a bundle home, withdraw it, write down what others have published."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dkcohort import record
from rettesnor.audit.actions import write
from rettesnor.danish import clock, dates
from rettesnor.danish.blank import says_nothing
from rettesnor.danish.refused import Refused
from rettesnor.registers.models import Bundle, OutsideFigure, Result
from rettesnor.registers.reading import MEASURES, Key, Measure, key_of
from rettesnor.staff.models import Employee
from rettesnor.staff.sent_again import made_before, make_once

SHIPPED = Path(__file__).parent / "outside_figures.toml"
PRINTED = re.compile(r"Bundtets fingeraftryk:\s*([0-9a-f-]{64,})", re.IGNORECASE)


@transaction.atomic
def import_bundle(*, text: str, manifest: str, by: Employee) -> Bundle:
    """Bring home what the engine released. The same bundle twice is one; Refused where its figures cannot be trusted.

    `manifest` is the release's own manifest: it names the fingerprint of the bundle that was let out.
    """
    try:
        told = record.read(text)
    except ValueError as wrong:
        raise Refused(str(wrong), "bundle") from wrong
    fingerprint = record.fingerprint(text)
    _belongs_together(fingerprint, manifest)
    before = Bundle.objects.filter(fingerprint=fingerprint).first()
    if before is not None:
        return _stands(before)
    _refuse_dates(told)
    _refuse_mixed(told, list(Bundle.objects.defer("text").standing()))
    try:
        with transaction.atomic():
            bundle = _save(told, fingerprint, text, by)
    except IntegrityError:  # somebody else was faster by a hair
        return _stands(Bundle.objects.get(fingerprint=fingerprint))
    fields = {"fingeraftryk": fingerprint, "data_til": told.data_cut, "linjer": len(told.lines)}
    write(by=by, verb="hent", noun="bundle", code=bundle.code, fields=fields)
    return bundle


def _belongs_together(fingerprint: str, manifest: str) -> None:
    printed = PRINTED.search(manifest)
    if printed is None:
        raise Refused(
            _("Der står ikke noget fingeraftryk i manifestet. Vælg filen manifest.txt fra samme mappe."), "manifest"
        )
    if printed[1].lower() != fingerprint:
        message = _("Bundt og manifest hører ikke sammen, eller bundtet er ændret, siden det blev lukket ud.")
        raise Refused(message, "manifest")


def _stands(bundle: Bundle) -> Bundle:
    if bundle.withdrawn_at is not None:
        raise Refused(_("Dette bundt er trukket tilbage: {why}").format(why=bundle.withdrawn_why), "bundle")
    return bundle


def _refuse_dates(told: record.Bundle) -> None:
    if date.fromisoformat(told.data_cut) > clock.today():
        raise Refused(_("Bundtets data slutter ude i fremtiden: {day}.").format(day=told.data_cut), "bundle")


def _refuse_mixed(told: record.Bundle, standing: list[Bundle]) -> None:
    """A year may be held against another only where both were counted alike, or the level was counted again.

    A level that is hidden was counted, but is none: it replaces no level that can be seen.
    """
    if standing and told.baseline != standing[0].baseline:
        message = _("Bundtet måler fra {new}, men målene måles fra {old}. Kør det igen med samme udgangspunkt.")
        raise Refused(message.format(new=told.baseline, old=standing[0].baseline), "bundle")
    again = _counted_again(told, standing)
    seen = {key_of(line) for line in again if line.value is not None}
    lost = {key_of(line) for line in _otherwise(told, standing)} - seen
    later = {key_of(line) for line in told.lines if line.cohort > told.baseline and line.value is not None}
    counted = {key_of(line) for line in again}
    _refuse_uncounted(told, (lost | later) - counted, standing)
    _refuse_hidden(told, lost & counted, standing)


def _refuse_uncounted(told: record.Bundle, missing: set[Key], standing: list[Bundle]) -> None:
    """Refuse measures that would lose the level they have, and those whose later years have none to be held against."""
    goals = _goals(missing)
    if not goals:
        return
    message = _("Bundtet har ikke udgangspunktet {year} for {goals}, og intet bundt i brug har det.")
    if standing:
        message = _("Definitionerne er ændret siden sidst, og udgangspunktet {year} er ikke regnet om for {goals}.")
    raise Refused(message.format(year=told.baseline, goals=goals), "bundle")


def _refuse_hidden(told: record.Bundle, hidden: set[Key], standing: list[Bundle]) -> None:
    """Refuse levels that were counted again but are hidden: nobody is to lose sight of a level without choosing it."""
    goals = _goals(hidden)
    if not goals:
        return
    holding = {line.bundle_id for line in _otherwise(told, standing) if key_of(line) in hidden}
    days = ", ".join(dates.say_date(one.data_cut) for one in standing if one.pk in holding)
    message = _(
        "Definitionerne er ændret siden sidst. Udgangspunktet {year} er regnet om, men skjult for {goals}, fordi det "
        "ville røbe få personer eller er taget hjem før. Skal de nye tal gælde, så træk først bundtet med data til "
        "{days} tilbage. Senere år kan så ikke sammenlignes med {year} dér."
    )
    raise Refused(message.format(year=told.baseline, goals=goals, days=days), "bundle")


def _counted_again(told: record.Bundle, standing: list[Bundle]) -> list[Result | record.Line]:
    """The level's lines by the definitions of this bundle: its own, and those of bundles in use counted alike."""
    alike = [one for one in standing if one.counted_as == (told.version, told.digest, told.mode)]
    before = Result.objects.filter(bundle__in=alike, cohort=told.baseline)
    return [*before, *(line for line in told.lines if line.cohort == told.baseline)]


def _otherwise(told: record.Bundle, standing: list[Bundle]) -> list[Result]:
    """The level's lines with a number, in bundles in use that were counted otherwise."""
    others = [one for one in standing if one.counted_as != (told.version, told.digest, told.mode)]
    return list(Result.objects.filter(bundle__in=others, cohort=told.baseline, value__isnull=False))


def _goals(keys: set[Key]) -> str:
    """Each goal once in the order of the document, though it may be measured in several ways."""
    return ", ".join(dict.fromkeys(_named(one) for one in MEASURES if one.judged and one.key in keys))


def _named(measure: Measure) -> str:
    if measure.months is None:
        return measure.goal
    return _("{goal} ({months} måneder)").format(goal=measure.goal, months=measure.months)


def _save(told: record.Bundle, fingerprint: str, text: str, by: Employee) -> Bundle:
    bundle = Bundle.objects.create(
        fingerprint=fingerprint,
        title=told.title[:200],
        version=told.version,
        digest=told.digest,
        mode=told.mode,
        data_cut=date.fromisoformat(told.data_cut),
        baseline=told.baseline,
        threshold=told.threshold,
        cohorts=list(told.cohorts),
        cuts=dict(told.cuts),
        parameters=[asdict(one) for one in told.parameters],
        text=text,
        imported_by=by,
    )
    Result.objects.bulk_create([Result(bundle=bundle, **asdict(line)) for line in told.lines], batch_size=500)
    return bundle


@transaction.atomic
def withdraw_bundle(bundle: Bundle, *, why: str, by: Employee) -> Bundle:
    """Take a bundle out of use, with the reason; it stays to be read, and can never be brought in again."""
    if says_nothing(why):
        raise Refused(_("Skriv, hvorfor tallene ikke skal bruges."), "why")
    if bundle.withdrawn_at is not None:
        return bundle
    bundle.withdrawn_by, bundle.withdrawn_at, bundle.withdrawn_why = by, clock.now(), why.strip()[:300]
    bundle.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    write(by=by, verb="træk tilbage", noun="bundle", code=bundle.code, purpose=bundle.withdrawn_why)
    return bundle


@transaction.atomic
def enter_figure(*, by: Employee, client_key: UUID | None = None, **said: Any) -> OutsideFigure:
    """Write down a figure that others have published, with everything that says what it means.

    The same `client_key` again gives the figure that is already there; raises SavedBefore if it is another.
    """
    mine = OutsideFigure.objects.filter(entered_by=by)
    if again := made_before(mine, client_key, said):
        return again
    for name in ("line", "title", "population", "definition", "source", "vintage"):
        if says_nothing(str(said.get(name) or "")):
            raise Refused(_("Skriv det, så tallet kan forstås om ti år."), name)
    if said["unit"] == "andel" and not 0 <= said["value"] <= 1:
        raise Refused(_("En andel ligger mellem 0 og 100 procent."), "value")
    if said["value"] < 0:
        raise Refused(_("Tallet kan ikke være under nul."), "value")
    figure, new = make_once(OutsideFigure(entered_by=by, client_key=client_key, **said), mine, said)
    if new:
        write(by=by, verb="skriv", noun="outsidefigure", code=figure.code, fields={"linje": figure.line})
    return figure


@transaction.atomic
def retire_figure(figure: OutsideFigure, *, by: Employee) -> None:
    """Take a figure of others out of use."""
    if figure.retired_at is None:
        figure.retired_at = clock.now()
        figure.save(update_fields=["retired_at"])
        write(by=by, verb="træk tilbage", noun="outsidefigure", code=figure.code)


@transaction.atomic
def load_outside() -> int:
    """Lay in the published figures the house comes with; those already there are left alone. Returns how many."""
    told = tomllib.loads(SHIPPED.read_text())["figure"]
    known = set(OutsideFigure.objects.exclude(key=None).values_list("key", flat=True))
    new = [OutsideFigure(**one) for one in told if one["key"] not in known]
    OutsideFigure.objects.bulk_create(new)
    return len(new)
