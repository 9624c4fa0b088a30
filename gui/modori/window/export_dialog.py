"""Saves a list as a file: which list, what it will look like, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..export import ExportRow, Written, preset, write
from ..jobs import export_rows
from ..records import Account, Cause, Choice
from ..store import Facet, Query, Store
from .banner import Banner
from .bridge import Background
from .foreign_text import one_line
from .look import GAP, GROUP, PAGE, quiet, scaled
from .prose import Prose
from .settings import Settings
from .translation import LANGUAGES, OWN_NAMES
from .trouble import note_of
from .words import choice_name, fill, number, reason_name

PREVIEW_ROWS = 5
PREVIEW_ROW = 26
LISTS = (Choice.UNSUBSCRIBE, Choice.RETRY)


def _cells(row: ExportRow) -> tuple[str, str, str, str]:
    failed = row.cause is Cause.FAILED
    reason = row.reason_words if failed else reason_name(None, row.cause)
    return row.address, reason, number(row.sendings) if failed else "", row.diagnostic or ""


class ExportDialog(QDialog):
    """`written` holds the file after it was saved; the dialog stays open to show it."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        background: Background,
        settings: Settings,
        language: Callable[[], str],
        account: Account,
        today: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_store, self._background, self._settings = open_store, background, settings
        self._account, self._today = account, today
        self._asked = self._count = 0
        self.written: Written | None = None
        self.setModal(True)
        self.setWindowTitle(self.tr("Save a list"))
        self.banner = Banner(language)
        self.what, self.newsletter, self.language, self.bom = QComboBox(), QComboBox(), QComboBox(), QCheckBox()
        self.preview = QTableWidget(0, 4)
        self._shown, self._done = quiet(QLabel()), Prose()
        self.cancel, self.save, self.show_folder = QPushButton(), QPushButton(), QPushButton()
        self._fill_choices(language())
        self._lay_out()
        for box in (self.what, self.newsletter, self.language):
            box.currentIndexChanged.connect(self._look)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self.show_folder.clicked.connect(self._on_show_folder)
        self._look()

    def _fill_choices(self, language: str) -> None:
        for choice in LISTS:
            self.what.addItem(choice_name(choice), choice)
        self.newsletter.addItem(self.tr("All newsletters"), None)
        for code in LANGUAGES:
            self.language.addItem(OWN_NAMES[code], code)
        self.language.setCurrentIndex(self.language.findData(language))
        self.bom.setText(self.tr("&For Excel (file begins with a byte order mark)"))
        self.bom.setChecked(self._settings.export_bom)
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.show_folder.setText(self.tr("Open the folder"))
        self.show_folder.setAutoDefault(False)
        self.show_folder.hide()
        self.save.setDefault(True)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Save a list as a CSV file"))
        title.setFont(scaled(self.font(), 1.3, bold=True))
        where = quiet(QLabel(fill(self.tr("From the mailbox “%1”."), self._account.name)))
        where.setTextFormat(Qt.TextFormat.PlainText)
        form = QFormLayout()
        form.setHorizontalSpacing(GROUP)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._newsletter_label = QLabel(self.tr("&Newsletter"))
        for label, field in (
            (QLabel(self.tr("&List")), self.what),
            (self._newsletter_label, self.newsletter),
            (QLabel(self.tr("L&anguage of the header")), self.language),
        ):
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow("", self.bom)
        self._form = form
        self._set_up_preview()
        self._done.setTextFormat(Qt.TextFormat.PlainText)
        self._done.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._done.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.show_folder)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE, PAGE, PAGE, GROUP)
        layout.setSpacing(GAP)
        layout.addWidget(title)
        layout.addWidget(where)
        layout.addSpacing(GAP)
        layout.addLayout(form)
        layout.addSpacing(GAP)
        layout.addWidget(self._shown)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.banner)
        layout.addWidget(self._done)
        layout.addSpacing(GAP)
        layout.addLayout(buttons)
        self.setMinimumSize(720, 480)

    def _set_up_preview(self) -> None:
        self.preview.setHorizontalHeaderLabels(
            [self.tr("Address"), self.tr("Reason"), self.tr("Sendings"), self.tr("What the server said")]
        )
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
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.preview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def _wanted(self) -> tuple[Choice, int | None, Literal["en", "ja"]]:
        return (
            Choice(self.what.currentData()),
            self.newsletter.currentData(),
            cast("Literal['en', 'ja']", self.language.currentData()),
        )

    def _rows(
        self, store: Store, choice: Choice, list_id: int | None, language: Literal["en", "ja"]
    ) -> Iterator[ExportRow]:
        assert self._account.id is not None  # noqa: S101 - only stored accounts are shown
        yield from export_rows(store.to_export(self._account.id, choice, list_id), language)

    def _look(self) -> None:
        """Read the first rows and the number of all; a late answer to an older question is dropped."""
        self._asked += 1
        asked, (choice, list_id, language) = self._asked, self._wanted()
        self.save.setEnabled(False)

        def work(*_: object) -> tuple[list[ExportRow], int, list[Facet]]:
            with self._open_store() as store:
                first: list[ExportRow] = []
                count = 0
                for row in self._rows(store, choice, list_id, language):
                    count += 1
                    if count <= PREVIEW_ROWS:
                        first.append(row)
                return first, count, store.facets(Query(self._account.id or 0), "list")

        self._background.run(
            work,
            done=lambda found: self._on_looked(asked, *found),
            failed=lambda error: self.banner.show_error(note_of(error)),
        )

    def _on_looked(self, asked: int, first: list[ExportRow], count: int, lists: list[Facet]) -> None:
        if asked != self._asked:
            return
        self._count = count
        self._fill_lists(lists)
        self.preview.setRowCount(len(first))
        for place, row in enumerate(first):
            for column, text in enumerate(_cells(row)):
                item = QTableWidgetItem(one_line(text))
                if column == 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.preview.setItem(place, column, item)
        more = count - len(first)
        self._shown.setText(
            self.tr("The first rows; %Ln more follow(s):", "", more) if more > 0 else self.tr("All rows of the file:")
        )
        if not count:
            self._shown.setText(self.tr("This list is empty: there is nothing to save."))
        self.save.setText(self.tr("Save %Ln address(es)…", "", count))
        self.save.setEnabled(count > 0)

    def _fill_lists(self, lists: list[Facet]) -> None:
        if self.newsletter.count() == 1:
            self.newsletter.blockSignals(True)  # noqa: FBT003
            for one in lists:
                self.newsletter.addItem(one_line(one.label), int(one.value))
            self.newsletter.blockSignals(False)  # noqa: FBT003
        several = len(lists) > 1
        self._form.setRowVisible(self.newsletter, several)

    def suggested_path(self) -> Path:
        """A file name that says what is in it, in the folder of the last time."""
        choice, _, _ = self._wanted()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._settings.export_folder or Path(documents)
        return folder / f"{choice.value}-{self._today:%Y-%m-%d}.csv"

    def _on_save(self) -> None:
        chooser = QFileDialog(self, self.tr("Save the list"), str(self.suggested_path()))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilters([self.tr("CSV files (*.csv)"), self.tr("All files (*)")])
        chooser.setDefaultSuffix("csv")
        chooser.fileSelected.connect(lambda path: self.save_to(Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_to(self, path: Path) -> None:
        """Write the file, in the background."""
        choice, list_id, language = self._wanted()
        bom = self.bom.isChecked()
        self._settings.export_bom = bom
        self._settings.export_folder = path.parent
        self.banner.dismiss()
        self.save.setEnabled(False)

        def work(*_: object) -> Written:
            with self._open_store() as store:
                tool = preset("csv")
                form = replace(tool.dead, encoding="utf-8-sig" if bom else "utf-8")
                return write(
                    replace(tool, dead=form, asked=form),
                    path,
                    self._rows(store, choice, list_id, language),
                    language=language,
                )

        self._background.run(work, done=self._on_written, failed=self._on_failed)

    def _on_written(self, written: Written) -> None:
        self.written = written
        self._done.setText(fill(self.tr("%Ln address(es) saved to %1", "", written.rows), str(written.path)))
        self._done.show()
        self.show_folder.show()
        self.cancel.setText(self.tr("Close"))
        self.save.setEnabled(True)

    def _on_failed(self, error: Exception) -> None:
        self._done.hide()
        self.banner.show_error(note_of(error))
        self.save.setEnabled(True)

    def _on_show_folder(self) -> None:
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written.path.parent)))
