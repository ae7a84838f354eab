"""Facts about Denmark: clock, person numbers, working days, law, codes and dates. Plain Python."""
