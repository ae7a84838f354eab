"""Names for the board that say nothing: trees and birds, never taken from her name."""

from __future__ import annotations

from rettesnor.residency.models import Resident

WORDS = (
    *("Ahorn", "Bøg", "Birk", "Eg", "El", "Ask", "Pil", "Poppel", "Lind", "Lærk", "Gran", "Fyr", "Taks", "Ene", "Røn"),
    *("Hassel", "Hyld", "Tjørn", "Slåen", "Kastanje", "Valnød", "Platan", "Ceder", "Elm", "Kirsebær", "Mirabel"),
    *("Svale", "Lærke", "Solsort", "Stær", "Mejse", "Spurv", "Due", "Ugle", "Falk", "Trane", "Vibe", "Terne", "Måge"),
    *("Rødhals", "Drossel", "Bogfinke", "Stillits", "Gærdesmutte", "Isfugl", "Hejre", "Svane", "Gøg", "Nattergal"),
)


def taken_aliases() -> set[str]:
    """The words carried now in both houses: a woman who moves between them keeps hers."""
    return set(Resident.objects.filter(stays__left_at=None).values_list("alias", flat=True))


def free_alias(start: int = 0) -> str:
    """The next word nobody who lives here carries now; numbered when all are taken."""
    taken = taken_aliases()
    for n in range(len(WORDS) * 20):
        word, lap = WORDS[(start + n) % len(WORDS)], n // len(WORDS)
        alias = word if lap == 0 else f"{word} {lap + 1}"
        if alias not in taken:
            return alias
    raise RuntimeError("no free alias")
