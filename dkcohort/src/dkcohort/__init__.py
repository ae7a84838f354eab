"""dkcohort: cohort figures from Danish registers. It knows nothing of any house, person or web page."""

__version__ = "0.1.0"
