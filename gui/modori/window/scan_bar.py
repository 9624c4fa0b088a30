"""The foot of the window: how far the work is, in numbers, with Cancel; and afterwards what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ..jobs import Progress, Step
from .look import GAP, tabular
from .scan_result import Result
from .words import fill, number


class ScanBar(QWidget):
    """`show_progress` while work runs, `show_result` when it has ended."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._write: Callable[[], str] = str
        self._bar, self._text, self._cancel = QProgressBar(), QLabel(), QPushButton()
        self._bar.setFixedWidth(180)
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(12)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(tabular(self.font()))
        self._cancel.clicked.connect(self._on_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, 2, GAP, 2)
        layout.setSpacing(GAP)
        layout.addWidget(self._bar)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._cancel)
        self.retranslate()
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing runs, nothing to say."""
        self._say(str)
        self._show_running(running=False)

    def end(self) -> None:
        """What ran has ended, and there is nothing to say about it; what was said before stays."""
        if not self._bar.isHidden():
            self.show_nothing()

    def show_deciding(self, done: int, total: int) -> None:
        """How many of many decisions have been written."""
        self._show_running(running=True)
        self._cancel.hide()
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._say(lambda: fill(self.tr("Deciding: %1 of %2 addresses"), number(done), number(total)))

    def show_progress(self, progress: Progress, name: str) -> None:
        """How far the work on `name` (a folder, or files) is."""
        self._show_running(running=True)
        if progress.step is Step.CONNECT or progress.total is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, max(progress.total, 1))
            self._bar.setValue(progress.done)
        self._say(lambda: self._progress_words(progress, name))

    def show_result(self, result: Result) -> None:
        """What came of it."""
        self._show_running(running=False)
        self._say(lambda: self._result_words(result))

    def text(self) -> str:
        """What is said at the moment."""
        return self._text.text()

    def _say(self, write: Callable[[], str]) -> None:
        self._write = write
        self._text.setText(write())

    def _show_running(self, *, running: bool) -> None:
        self._bar.setVisible(running)
        self._cancel.setVisible(running)
        if not running:
            self._cancel.setEnabled(True)

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancel_asked.emit()

    def _progress_words(self, progress: Progress, name: str) -> str:
        if progress.step in (Step.CONNECT, Step.PAUSE):
            return self._waiting_words(progress)
        done, total = number(progress.done), number(progress.total or 0)
        if progress.step is Step.ASK:
            parts = [fill(self.tr("Proposing anew for %1: %2 of %3 addresses"), name, done, total)]
        elif progress.step is Step.DECIDE:
            parts = [fill(self.tr("Judging %1 again by the new rules: %2 of %3 mails"), name, done, total)]
        elif progress.total is None:
            parts = [fill(self.tr("Reading %1: %2 mails"), name, done)]
        else:
            parts = [fill(self.tr("Reading %1: %2 of %3 mails"), name, done, total)]
        if progress.step is not Step.ASK:
            parts.append(self.tr("%Ln bounce(s)", "", progress.bounces))
        if progress.rate is not None and progress.elapsed > 1:
            if progress.step is not Step.ASK:
                parts.append(fill(self.tr("%1 mails/s"), number(round(progress.rate))))
            if progress.seconds_left:
                parts.append(self._left_words(progress.seconds_left))
        return " · ".join(parts)

    def _waiting_words(self, progress: Progress) -> str:
        if progress.step is Step.CONNECT:
            return self.tr("Connecting…")
        text = self.tr("The connection broke after %Ln mail(s). Trying again in %1…", "", progress.done)
        return fill(text, self._seconds_words(progress.pause))

    def _seconds_words(self, seconds: float) -> str:
        return self.tr("%n second(s)", "", max(1, round(seconds)))

    def _left_words(self, seconds: float) -> str:
        whole = max(1, round(seconds))
        if whole < 60:
            return self.tr("about %n second(s) left", "", whole)
        minutes = round(whole / 60)
        if minutes < 90:
            return self.tr("about %n minute(s) left", "", minutes)
        hours = round(minutes / 60)
        return self.tr("about %n hour(s) left", "", hours)

    def _result_words(self, result: Result) -> str:
        read, bounces, failures = result.read, result.bounces, result.failures
        if result.again and result.ended == "cancelled":
            return self.tr("Stopped after %Ln mail(s) that were judged again. The rest follows next time.", "", read)
        if result.again:
            return self.tr("%Ln mail(s) judged again: the rules are new. Your own decisions stay.", "", read)
        if result.ended == "cancelled":
            text = self.tr("Cancelled after %Ln mail(s). What was read stays.", "", read)
        elif read == 0:
            text = self.tr("No new mail.")
        else:
            text = fill(
                self.tr("%Ln mail(s) read: %1, %2.", "", read),
                self.tr("%Ln bounce(s)", "", bounces),
                self.tr("%Ln failed address(es)", "", failures),
            )
        if result.unread is None:
            return text
        before, after = result.unread
        unread = (
            self.tr("Unread mail %1 → %2: nothing was changed.")
            if before == after
            else self.tr("Unread mail %1 → %2: new mail came, or it was read elsewhere.")
        )
        return f"{text} {fill(unread, number(before), number(after))}"

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write all words anew."""
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("Stop. What has been read stays."))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._text.setText(self._write())
