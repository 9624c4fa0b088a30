"""What came of reading: the sum over the folders of one run, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ..jobs import ScanReport
from ..records import Note
from .words import fill, number


@dataclass(frozen=True, slots=True)
class Result:
    """The reports of one run over an account's folders (at least one)."""

    reports: tuple[ScanReport, ...]

    @classmethod
    def of(cls, reports: Sequence[ScanReport]) -> Result:
        """The result of these reports."""
        return cls(tuple(reports))

    @property
    def ended(self) -> str:
        """`done`, `cancelled` or `lost`: the worst of all."""
        return next((one.ended for one in self.reports if one.ended != "done"), "done")

    @property
    def note(self) -> Note | None:
        """Why it was lost."""
        return next((one.note for one in self.reports if one.note is not None), None)

    @property
    def read(self) -> int:
        """Mails read this time."""
        return sum(one.read for one in self.reports)

    def words(self) -> str:
        """One or two sentences: what was read and found, and that nothing was changed."""
        say = QCoreApplication.translate
        if self.ended == "cancelled":
            text = say("scan_result", "Cancelled after %Ln mail(s). What was read stays.", "", self.read)
        elif self.read == 0:
            text = say("scan_result", "No new mail.")
        else:
            bounces = sum(one.bounces for one in self.reports)
            failures = sum(one.failures for one in self.reports)
            text = fill(
                say("scan_result", "%Ln new mail(s) read: %1, %2.", "", self.read),
                say("scan_result", "%Ln bounce(s)", "", bounces),
                say("scan_result", "%Ln failed address(es)", "", failures),
            )
        return " ".join(part for part in (text, self._unread_words()) if part)

    def _unread_words(self) -> str:
        counted = [one for one in self.reports if one.unread_before is not None and one.unread_after is not None]
        if not counted:
            return ""
        before = sum(one.unread_before or 0 for one in counted)
        after = sum(one.unread_after or 0 for one in counted)
        text = (
            QCoreApplication.translate("scan_result", "Unread %1 → %2, nothing was changed.")
            if before == after
            else QCoreApplication.translate("scan_result", "Unread %1 → %2 (new mail came, or it was read elsewhere).")
        )
        return fill(text, number(before), number(after))
