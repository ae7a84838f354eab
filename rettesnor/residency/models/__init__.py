"""The nouns of the residents' room, from the first call to the day she has moved."""

from rettesnor.residency.models.enquiry import Draft, Enquiry
from rettesnor.residency.models.leaving import EarlierLeaving, FollowUpTalk, Leaving, Notice
from rettesnor.residency.models.people import Child, ChildIdentity, EarlierWords, Identity, Resident
from rettesnor.residency.models.protection import Lifting
from rettesnor.residency.models.stay import Capacity, ChildStay, Correction, Move, Stay
from rettesnor.residency.models.visitation import ChildAssessment, Decision, Visitation

__all__ = [
    "Capacity",
    "Child",
    "ChildAssessment",
    "ChildIdentity",
    "ChildStay",
    "Correction",
    "Decision",
    "Draft",
    "EarlierLeaving",
    "EarlierWords",
    "Enquiry",
    "FollowUpTalk",
    "Identity",
    "Leaving",
    "Lifting",
    "Move",
    "Notice",
    "Resident",
    "Stay",
    "Visitation",
]
