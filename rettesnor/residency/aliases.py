"""Names for the board that say nothing: trees and birds, never taken from her name."""

from __future__ import annotations

from django.db.models import Q

from rettesnor.danish import clock
from rettesnor.residency.models import Resident
from rettesnor.residency.models.stay import ARCHIVED_AFTER
from rettesnor.staff.models import Assignment

WORDS = (
    *("Ahorn", "Bøg", "Birk", "Eg", "El", "Ask", "Pil", "Poppel", "Lind", "Lærk", "Gran", "Fyr", "Taks", "Ene", "Røn"),
    *("Hassel", "Hyld", "Tjørn", "Slåen", "Kastanje", "Valnød", "Platan", "Ceder", "Elm", "Kirsebær", "Mirabel"),
    *("Svale", "Lærke", "Solsort", "Stær", "Mejse", "Spurv", "Due", "Ugle", "Falk", "Trane", "Vibe", "Terne", "Måge"),
    *("Rødhals", "Drossel", "Bogfinke", "Stillits", "Gærdesmutte", "Isfugl", "Hejre", "Svane", "Gøg", "Nattergal"),
    *("Avnbøg", "Naur", "Havtorn", "Benved", "Vedbend", "Spove", "Ryle", "Rype", "Agerhøne", "Dompap", "Grønirisk"),
    *(
        "Kernebider",
        "Musvit",
        "Spætte",
        "Glente",
        "Ørn",
        "Allike",
        "Tornsanger",
        "Rørsanger",
        "Stenpikker",
        "Vipstjert",
    ),
    *("Gulspurv", "Silkehale", "Korsnæb"),
)


def taken_aliases(besides: Resident | None = None) -> set[str]:
    """The words carried in both houses, other than by `besides`: a woman who moves between them keeps hers.

    A word rests while the one who moved out still stands in the lists, so that nobody writes on the wrong woman.
    """
    now = clock.now()
    lately = Q(stays__left_at=None) | Q(stays__left_at__gt=now - ARCHIVED_AFTER)
    followed = Q(key__in=Assignment.objects.in_force(now).values("case"))
    others = Resident.objects.exclude(pk=besides.pk) if besides else Resident.objects.all()
    return set(others.filter(lately | followed).values_list("alias", flat=True))


def free_alias(start: int = 0) -> str:
    """The next word nobody carries; numbered when all are taken."""
    taken = taken_aliases()
    for n in range(len(WORDS) * 20):
        word, lap = WORDS[(start + n) % len(WORDS)], n // len(WORDS)
        alias = word if lap == 0 else f"{word} {lap + 1}"
        if alias not in taken:
            return alias
    raise RuntimeError("no free alias")
