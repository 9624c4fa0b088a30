"""One mail in, its kind and its failures out.

MIME, delivery reports, each mail system's own format, recipients, verdicts.
"""

from __future__ import annotations

from .excerpt import excerpt
from .read import read
from .readable import readable

__all__ = ["excerpt", "read", "readable"]
