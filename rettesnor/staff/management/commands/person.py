from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.staff.actions.accounts import add_person, end_person, reset_door
from rettesnor.staff.actions.roles import give_role
from rettesnor.staff.models import ROLE_CHOICES, Employee, House


class Command(BaseCommand):
    help = "Begin and end accounts from the machine itself: for the first people of an installation, and for IT."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser(
            "add", help="a new account with its first role; prints the password for the first sign-in"
        )
        add.add_argument("username")
        add.add_argument("--name", required=True)
        add.add_argument("--title", default="")
        _role_arguments(add)
        role = acts.add_parser("role", help="one more role for somebody who has an account")
        role.add_argument("username")
        _role_arguments(role)
        end = acts.add_parser("end", help="the employment ends; --on is the last day")
        end.add_argument("username")
        end.add_argument("--on", type=date.fromisoformat, required=True)
        reset = acts.add_parser("reset", help="a new first password and a code app to be enrolled afresh")
        reset.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["act"])(**options)
        except Refused as refusal:
            raise CommandError(refusal.message) from None

    def add(self, *, username: str, name: str, title: str, **options: Any) -> None:
        house = _house(options["house"])
        person, word = add_person(username=username, name=name, title=title, by=None)
        give_role(person, role=options["role"], house=house, since=options["since"], until=options["until"], by=None)
        self.stdout.write(f"Adgangskode til første gang: {word}")

    def role(self, *, username: str, role: str, house: str | None, since: date, until: date | None, **_: Any) -> None:
        give_role(_person(username), role=role, house=_house(house), since=since, until=until, by=None)

    def end(self, *, username: str, on: date, **_: Any) -> None:
        end_person(_person(username), on=on, by=None)

    def reset(self, *, username: str, **_: Any) -> None:
        self.stdout.write(f"Adgangskode til første gang: {reset_door(_person(username), by=None)}")


def _role_arguments(parser: ArgumentParser) -> None:
    told = ", ".join(f"{letter} {name}" for letter, name in ROLE_CHOICES)
    parser.add_argument("--role", required=True, choices=[letter for letter, _name in ROLE_CHOICES], help=told)
    parser.add_argument("--house", help="the code of the house; without it the role holds in both houses")
    parser.add_argument("--since", type=date.fromisoformat, default=clock.today())
    parser.add_argument("--until", type=date.fromisoformat)


def _person(username: str) -> Employee:
    person = Employee.objects.filter(username__iexact=username).first()
    if person is None:
        raise CommandError(f"Nobody is called {username}.")
    return person


def _house(code: str | None) -> House | None:
    if code is None:
        return None
    house = House.objects.filter(code=code).first()
    if house is None:
        raise CommandError(f"There is no house {code}.")
    return house
