"""Estimates with their intervals: plain numbers in, plain numbers out.

Everything but `cumulative_incidence` is closed form or bisection in the standard library alone; numpy is loaded only
when that one name is asked for. Where nothing may be shown, value and limits are None; numbers that cannot be raise
ValueError with a sentence.
"""

from typing import TYPE_CHECKING

from dkcohort.estimate.charts import Chart, RunRules, Runs, funnel, p_chart, run_rules, runs, u_chart
from dkcohort.estimate.counts import byar, poisson_exact, rate, rate_ratio
from dkcohort.estimate.figure import Estimate
from dkcohort.estimate.shares import Comparison, compare_incidences, newcombe, wilson
from dkcohort.estimate.standard import Standardised, directly_standardised, indirectly_standardised
from dkcohort.estimate.weeks import dream_week

if TYPE_CHECKING:
    from dkcohort.estimate.survival import Incidence, cumulative_incidence
else:

    def __getattr__(name: str) -> object:
        """Load numpy with the first call for the survival curves, not before: a web house starts without it."""
        if name not in {"Incidence", "cumulative_incidence"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from dkcohort.estimate import survival

        return getattr(survival, name)


__all__ = [
    "Chart",
    "Comparison",
    "Estimate",
    "Incidence",
    "RunRules",
    "Runs",
    "Standardised",
    "byar",
    "compare_incidences",
    "cumulative_incidence",
    "directly_standardised",
    "dream_week",
    "funnel",
    "indirectly_standardised",
    "newcombe",
    "p_chart",
    "poisson_exact",
    "rate",
    "rate_ratio",
    "run_rules",
    "runs",
    "u_chart",
    "wilson",
]
