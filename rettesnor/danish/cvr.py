"""CVR numbers: eight digits that authorities are addressed by, with a check digit."""

from __future__ import annotations

from rettesnor.danish.blank import as_seen

_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def valid(text: str) -> bool:
    """Are these the eight digits of a CVR number, the check digit with them?"""
    digits = "".join(as_seen(text).split())
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit() or digits[0] == "0":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
