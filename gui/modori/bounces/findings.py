"""What one place of a bounce says about one recipient, before report, text and original are put together."""

from __future__ import annotations

from dataclasses import dataclass

from modori.records import Phase

FAILED, DELAYED, DELIVERED = "failed", "delayed", "delivered"


@dataclass(slots=True)
class Finding:
    """One recipient as a mail system's text, or its report, tells of it.

    `address` is the one printed, `before` the one it was expanded from. `said` is the reply or the
    system's own words; `fuller` means that `said` is known to be better than a Diagnostic-Code,
    `overrules` that `action` is right and the report's Action is not.
    """

    address: str | None
    before: str | None = None
    said: str = ""
    text: str = ""
    transcript: str = ""
    phase: Phase | None = None
    remote: str | None = None
    action: str = FAILED
    status: str | None = None
    fuller: bool = False
    overrules: bool = False
