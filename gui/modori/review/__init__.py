"""All failures of a recipient in, one decision with its reason in words out. Pure: no clock, no files written."""

from .hints import hinted, new_address
from .incidents import Fall, Incident, incidents
from .own_faults import own_faults
from .ownership import COUNTED, FEW, Origin, is_newsletter, private_origins
from .policy import CAUTIOUS, STANDARD, Past, Policy, decide, own_word
from .prospects import Prospect, prospects
from .receivers import large_domains, suggestion

__all__ = [
    "CAUTIOUS",
    "COUNTED",
    "FEW",
    "STANDARD",
    "Fall",
    "Incident",
    "Origin",
    "Past",
    "Policy",
    "Prospect",
    "decide",
    "hinted",
    "incidents",
    "is_newsletter",
    "large_domains",
    "new_address",
    "own_faults",
    "own_word",
    "private_origins",
    "prospects",
    "suggestion",
]
