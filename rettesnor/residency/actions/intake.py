"""The verbs from the first call to the decision, in the order in which they happen."""

from rettesnor.residency.actions.decision import decide
from rettesnor.residency.actions.draft import save_draft, take_over_draft
from rettesnor.residency.actions.enquiry import (
    change_enquiry,
    close_enquiry,
    hand_over,
    receivers,
    stands_in,
    take_call,
)
from rettesnor.residency.actions.guidance import guide_after_no
from rettesnor.residency.actions.visitation import answer_doubt, assess_child, save_visitation

__all__ = [
    "answer_doubt",
    "assess_child",
    "change_enquiry",
    "close_enquiry",
    "decide",
    "guide_after_no",
    "hand_over",
    "receivers",
    "save_draft",
    "save_visitation",
    "stands_in",
    "take_call",
    "take_over_draft",
]
