"""All failures of a recipient in, one decision with its reason in words out. Pure: no clock, no files written."""

from .ownership import FEW, Origin, private_origins
from .policy import CAUTIOUS, STANDARD, Past, Policy, decide, own_word
from .prospects import Prospect, prospects

__all__ = [
    "CAUTIOUS",
    "FEW",
    "STANDARD",
    "Origin",
    "Past",
    "Policy",
    "Prospect",
    "decide",
    "own_word",
    "private_origins",
    "prospects",
]
