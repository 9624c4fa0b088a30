"""All failures of a recipient in, one decision with its reason in words out. Pure: no clock, no files written."""

from .policy import CAUTIOUS, STANDARD, Past, Policy, decide, own_word

__all__ = ["CAUTIOUS", "STANDARD", "Past", "Policy", "decide", "own_word"]
