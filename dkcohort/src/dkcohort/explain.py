"""A definition as the analyst and the reader see it: the same table the code reads."""

from dkcohort.definitions import themes


def explained(name: str) -> str:
    """Return a theme's definition as Danish text: registers, logic, each figure's numerator and denominator, source."""
    theme = themes()[name]
    lines = [theme.title, "=" * len(theme.title), ""]
    if theme.goals:
        lines.append(f"Mål: {', '.join(theme.goals)}")
    lines += [f"Registre: {', '.join(r.upper() for r in theme.registers) or 'de samme som ophold og forløb'}"]
    lines += [
        f"Trin: {', '.join(f'sql/{s}.sql' for s in theme.steps if not s.startswith('prepare_'))}",
        "",
        theme.logic,
        "",
        theme.comment,
        "",
    ]
    for card in theme.indicators:
        goal = f" (mål {card.goal})" if card.goal else ""
        lines += [
            f"{card.title}{goal} [{card.key}]",
            f"  tæller: {card.numerator}",
            f"  nævner: {card.denominator}",
            "",
        ]
    return "\n".join([*lines, f"Kilde: {theme.source}", ""])
