"""Saves a list for a newsletter tool: which tool, what goes out, what the file looks like, and how it is imported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..export import Preset, Written, preset, preset_for, preset_of_template, presets
from ..export.columns import cells_of, header_of
from ..export.presets import GENERIC
from ..jobs.outgoing import TRIAL_ROWS, Plan, carry_out, first_rows, plan, rows_of, still_coming
from ..languages import Language, language_of
from ..records import Account, Cause, Choice, ModoriError, Note
from ..sentences import tell
from ..store import Facet, Query, Store
from .banner import Banner
from .dialog_frame import open_chooser
from .export_result import ExportResult
from .harmless import one_line
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import choice_name, fill, number

PREVIEW_ROWS = 5
PREVIEW_ROW = 26
LISTS = (Choice.UNSUBSCRIBE, Choice.RETRY)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found for the choices of the dialog."""

    plan: Plan
    header: list[str]
    first: list[list[str]]
    lists: list[Facet]
    last_bounce: datetime | None


class ExportDialog(QDialog):
    """`written` holds the files after they were saved; the dialog stays open and says how they are imported."""

    def __init__(self, desk: Desk, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._account, self._today = desk.settings, account, desk.now()
        self._language: Language = language_of(desk.language())
        self._work = StoreWork(desk, self._on_failed)
        self._asked = 0
        self._plan: Plan | None = None
        self._template: Path | None = None
        self.written: Written | None = None
        self.setModal(True)
        self.setWindowTitle(self.tr("Save a list"))
        self.banner = Banner(desk.language)
        self.tool, self.what, self.newsletter = QComboBox(), QComboBox(), QComboBox()
        self.only_new, self.trial, self.restore = QCheckBox(), QCheckBox(), QCheckBox()
        self.template = QPushButton(self.tr("Use my tool's &template…"))
        self._sure, self._coming, self._counts = quiet(QLabel()), Prose(), QLabel()
        self.preview = QTableWidget(0, 0)
        self.after = ExportResult(self._language)
        self.cancel, self.save = QPushButton(self.tr("Cancel")), QPushButton()
        self._fill_choices()
        self._lay_out()
        for box in (self.tool, self.what, self.newsletter):
            box.currentIndexChanged.connect(self._look)
        for tick in (self.only_new, self.trial):
            tick.toggled.connect(self._look)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self.template.clicked.connect(self._on_template)
        self.after.imported.connect(self._on_imported)
        self._look()

    def _fill_choices(self) -> None:
        for one in presets():
            self.tool.addItem(one.name[self._language], one.id)
        wanted = self._settings.export_tool or getattr(preset_for(self._settings.sent_with), "id", "csv")
        self.tool.setCurrentIndex(max(self.tool.findData(wanted), 0))
        for choice in LISTS:
            self.what.addItem(choice_name(choice), choice)
        self.newsletter.addItem(self.tr("All newsletters"), None)
        self.only_new.setText(self.tr("Only &what is new since the last file for this tool"))
        self.trial.setText(fill(self.tr("As a t&rial, only the first %1 rows"), str(TRIAL_ROWS)))
        self.restore.setText(self.tr("Also a file that makes the tool mail the dead addresses a&gain"))
        self.restore.setChecked(True)
        self.cancel.setAutoDefault(False)
        self.template.setAutoDefault(False)
        self.save.setDefault(True)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Save a list for your newsletter tool"))
        title.setFont(scaled(self.font(), 1.3, bold=True))
        where = quiet(QLabel(fill(self.tr("From the mailbox “%1”."), self._account.name)))
        where.setTextFormat(Qt.TextFormat.PlainText)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(GROUP)
        self._form.setVerticalSpacing(GAP)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for text, field in (
            (self.tr("T&ool"), self.tool),
            (self.tr("&List"), self.what),
            (self.tr("&Newsletter"), self.newsletter),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            self._form.addRow(label, field)
        self._form.insertRow(1, "", self._sure)
        for tick in (self.only_new, self.trial, self.restore):
            self._form.addRow("", tick)
        self._form.addRow("", self.template)
        self._set_up_preview()
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        for part in (title, where, self._coming):
            layout.addWidget(part)
        layout.addSpacing(GAP)
        layout.addLayout(self._form)
        layout.addSpacing(GAP)
        layout.addWidget(self._counts)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.banner)
        layout.addWidget(self.after, 1)
        layout.addSpacing(GAP)
        layout.addLayout(buttons)
        self.after.hide()
        self._coming.hide()
        self.setMinimumSize(760, 600)

    def _set_up_preview(self) -> None:
        self.preview.setAccessibleName(self.tr("First rows of the file"))
        self.preview.verticalHeader().hide()
        self.preview.setShowGrid(False)
        self.preview.verticalHeader().setDefaultSectionSize(PREVIEW_ROW)
        self.preview.setMinimumHeight((PREVIEW_ROWS + 1) * PREVIEW_ROW + GAP)
        self.preview.setWordWrap(False)
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.preview.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)

    def _preset(self) -> Preset:
        """The chosen tool, in the form of the user's template where there is one. Raises TableError."""
        chosen = preset(str(self.tool.currentData()))
        return preset_of_template(chosen, self._template) if self._template else chosen

    def _look(self) -> None:
        """Find who would go out, and the first rows; a late answer to an older question is dropped."""
        self._asked += 1
        asked, only_new, trial = self._asked, self.only_new.isChecked(), self.trial.isChecked()
        self.save.setEnabled(False)
        self._plan = None
        self._leave_result()
        try:
            tool = self._preset()
        except ModoriError as error:
            self._template = None
            self.banner.show_error(error.note)
            tool = self._preset()
        self._show_tool(tool)
        choice, list_id = Choice(self.what.currentData()), cast("int | None", self.newsletter.currentData())
        account_id = self._account.id or 0
        language: Language = self._language

        def work(store: Store) -> _Seen:
            wanted = plan(store, account_id, tool, choice, list_id, only_new=only_new)
            wanted = first_rows(wanted, TRIAL_ROWS) if trial else wanted
            if trial:
                wanted = replace(wanted, causes=store.causes(wanted.ids))
            shown = rows_of(store, first_rows(wanted, PREVIEW_ROWS), language)
            first = [[str(cell) for cell in cells_of(tool.form(row.cause), language)(row)] for row in shown]
            return _Seen(
                wanted,
                header_of(tool.dead, language),
                first,
                store.facets(Query(account_id), "list"),
                store.last_bounce(account_id),
            )

        self._work.run(work, lambda seen: self._on_looked(asked, seen))

    def _show_tool(self, tool: Preset) -> None:
        """What can be chosen for this tool, and how sure its format is."""
        sure = tell(Note(f"export_sure_{tool.sure}"), self._language).what
        if self._template:
            self._sure.setText(fill(self.tr("In the form of your template %1."), self._template.name))
        else:
            self._sure.setText(fill(self.tr("How sure is the format: %1."), sure))
        self._form.setRowVisible(self._sure, tool.id not in GENERIC or self._template is not None)
        self._form.setRowVisible(self.restore, tool.restore is not None)
        self._form.setRowVisible(self.template, tool.dead.format == "csv" and not tool.dead.for_people)
        retry = self.what.findData(Choice.RETRY)
        takes_retry = Choice.RETRY in tool.takes
        self._form.setRowVisible(self.what, takes_retry)
        if not takes_retry and self.what.currentIndex() == retry:
            self.what.setCurrentIndex(self.what.findData(Choice.UNSUBSCRIBE))

    def _on_looked(self, asked: int, seen: _Seen) -> None:
        if asked != self._asked:
            return
        self._plan = seen.plan
        self._fill_lists(seen.lists)
        self._fill_preview(seen)
        self._warn(seen.last_bounce)
        count, dead = seen.plan.count, seen.plan.causes.get(Cause.FAILED, 0)
        parts = [
            fill(self.tr("Dead addresses: %1"), number(dead)),
            fill(self.tr("asked to stop: %1"), number(count - dead)),
        ]
        if seen.plan.before:
            parts.append(fill(self.tr("already exported: %1"), number(seen.plan.before)))
        empty = self.tr("This list is empty: there is nothing to save.")
        text = " · ".join(parts) if count or seen.plan.before else empty
        self._counts.setText(text)
        self.save.setText(self.tr("Save %Ln address(es)…", "", count))
        self.save.setEnabled(count > 0)

    def _fill_preview(self, seen: _Seen) -> None:
        width = max((len(line) for line in (seen.header, *seen.first)), default=0)
        self.preview.setColumnCount(width)
        self.preview.setHorizontalHeaderLabels([one_line(head) for head in seen.header])
        self.preview.horizontalHeader().setVisible(any(seen.header))
        self.preview.setRowCount(len(seen.first))
        for place, line in enumerate(seen.first):
            for column, text in enumerate(line):
                self.preview.setItem(place, column, QTableWidgetItem(one_line(text)))
        self.preview.resizeColumnsToContents()

    def _warn(self, last: datetime | None) -> None:
        """Returned mail comes for days after a sending: who saves too early must do it again."""
        since = still_coming(last, self._today)
        if since is not None:
            minutes = int(since.total_seconds() // 60)
            hours = minutes // 60
            when = self.tr("%Ln hour(s) ago", "", hours) if hours else self.tr("%Ln minute(s) ago", "", minutes)
            self._coming.setText(
                fill(self.tr("The last returned mail came %1: more of this newsletter may still be on the way."), when)
            )
        self._coming.setVisible(since is not None)

    def _fill_lists(self, lists: list[Facet]) -> None:
        if self.newsletter.count() == 1:
            self.newsletter.blockSignals(True)  # noqa: FBT003
            for one in lists:
                self.newsletter.addItem(one_line(one.label), int(one.value))
            self.newsletter.blockSignals(False)  # noqa: FBT003
        self._form.setRowVisible(self.newsletter, len(lists) > 1)

    def suggested_path(self) -> Path:
        """A file name that says what is in it, in the folder of the last time."""
        tool = preset(str(self.tool.currentData()))
        name = "" if tool.dead.for_people else f"-{tool.id}"
        what = Choice(self.what.currentData()).value
        return self._settings.export_folder / f"{what}{name}-{self._today:%Y-%m-%d}{tool.dead.suffix}"

    def _on_save(self) -> None:
        chooser = QFileDialog(self, self.tr("Save the list"), str(self.suggested_path()))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffix = self.suggested_path().suffix
        chooser.setNameFilters([fill(self.tr("Files for this tool (*%1)"), suffix), self.tr("All files (*)")])
        chooser.setDefaultSuffix(suffix.removeprefix("."))
        open_chooser(chooser, self.save_to)

    def _on_template(self) -> None:
        chooser = QFileDialog(self, self.tr("The empty file that your tool offers"))
        chooser.setNameFilters([self.tr("CSV files (*.csv *.txt *.tsv)"), self.tr("All files (*)")])
        open_chooser(chooser, self.use_template)

    def use_template(self, path: Path) -> None:
        """Write in the form of the tool's own empty file."""
        self.banner.dismiss()
        self._template = path
        self._look()

    def save_to(self, path: Path) -> None:
        """Write the files, in the background: those who were shown, and nobody else."""
        wanted, tool = self._plan, self._preset()
        assert wanted is not None  # noqa: S101 - the button is only enabled with a plan
        self._settings.export_tool = tool.id
        self._settings.export_folder = path.parent
        self.banner.dismiss()
        self.save.setEnabled(False)
        restore = self.restore.isChecked() and tool.restore is not None
        now = self._today
        language: Language = self._language

        def work(store: Store) -> tuple[Written, int]:
            return carry_out(store, wanted, tool, path, language=language, now=now, restore=restore)

        self._work.run(work, lambda made: self._on_written(tool, *made))

    def _on_written(self, tool: Preset, written: Written, export_id: int) -> None:
        self.written = written
        self.preview.hide()
        self._counts.hide()
        self.after.show_written(tool, written, export_id)
        self.after.show()
        self.cancel.setText(self.tr("Close"))
        self.save.setEnabled(True)

    def _leave_result(self) -> None:
        self.after.hide()
        self.preview.show()
        self._counts.show()

    def _on_failed(self, error: Exception) -> None:
        self._leave_result()
        self.banner.show_error(note_of(error))
        self.save.setEnabled(self._plan is not None)

    def _on_imported(self, export_id: int) -> None:
        now = self._today

        self._work.run(lambda store: store.set_imported(export_id, now), lambda _: self.after.tell_imported())
