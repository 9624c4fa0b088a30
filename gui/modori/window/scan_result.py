"""What came of reading: the sum over the folders of one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..records import Note

if TYPE_CHECKING:
    from ..jobs import ScanReport


@dataclass(frozen=True, slots=True)
class Result:
    """The reports of one run over an account's folders (at least one), or over the accounts (`again`)."""

    reports: tuple[ScanReport, ...]
    again: bool = False

    @classmethod
    def of(cls, reports: Sequence[ScanReport], *, again: bool = False) -> Result:
        """The result of these reports. `again`: what was stored has been judged again, nothing was read."""
        return cls(tuple(reports), again)

    @property
    def ended(self) -> str:
        """`done`, `cancelled` or `lost`: the worst of all."""
        return next((one.ended for one in self.reports if one.ended != "done"), "done")

    @property
    def note(self) -> Note | None:
        """Why it was lost."""
        return next((one.note for one in self.reports if one.note is not None), None)

    @property
    def remark(self) -> Note | None:
        """Something to know besides."""
        return next((one.remark for one in self.reports if one.remark is not None), None)

    @property
    def read(self) -> int:
        """Mails read this time."""
        return sum(one.read for one in self.reports)

    @property
    def bounces(self) -> int:
        """How many of the mails were bounces."""
        return sum(one.bounces for one in self.reports)

    @property
    def failures(self) -> int:
        """How many failed addresses they named."""
        return sum(one.failures for one in self.reports)

    @property
    def unread(self) -> tuple[int, int] | None:
        """Unread mails before and after; None where nothing was counted."""
        counted = [
            (one.unread_before, one.unread_after)
            for one in self.reports
            if one.unread_before is not None and one.unread_after is not None
        ]
        if not counted:
            return None
        return sum(before for before, _ in counted), sum(after for _, after in counted)
