"""The report for the boss: the page as it will be, saved as a PDF or as a page for the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QPageLayout, QPageSize, QPdfWriter, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSpinBox, QWidget

from ..export.report_page import Report, report_words, write_report
from ..export.whole_file import whole_file
from ..jobs.report import report_of
from ..languages import Language, language_of
from ..records import Account, ModoriError
from ..store import Store
from .banner import Banner
from .dialog_frame import button_row, framed, open_chooser
from .look import GAP
from .prose import Prose
from .report_drawing import HEIGHT, WIDTH, draw
from .store_work import Desk, StoreWork
from .trouble import note_of
from .words import fill

_SIZE = (760, 760)
_PDF_DPI = 1200
_MOST = 10_000_000


class ReportDialog(QDialog):
    """`report` is what stands on the page; None until it has been counted."""

    def __init__(self, desk: Desk, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._account, self._now = desk.settings, account, desk.now()
        self._language: Language = language_of(desk.language())
        self.report: Report | None = None
        self._saved: Path | None = None
        self.banner, self.page, self.told = Banner(desk.language), QLabel(), Prose()
        self.readers = QSpinBox()
        self.pdf, self.html = QPushButton(self.tr("Save as &PDF…")), QPushButton(self.tr("Save as &web page…"))
        self.open_, self.close_ = QPushButton(self.tr("&Open it")), QPushButton(self.tr("Close"))
        self._lay_out()
        self._connect()
        self._count(desk)

    def _lay_out(self) -> None:
        layout = framed(
            self,
            self.tr("Report for others"),
            self.tr("One page with numbers and pictures, for a boss or a board. It names no reader."),
        )
        label = QLabel(self.tr("How many &readers has the newsletter?"))
        label.setBuddy(self.readers)
        self.readers.setRange(0, _MOST)
        self.readers.setGroupSeparatorShown(True)
        self.readers.setSpecialValueText(self.tr("not said"))
        self.readers.setMinimumWidth(120)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(label)
        line.addWidget(self.readers)
        line.addStretch(1)
        self.page.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setWidget(self.page)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(self.tr("The page as it will be"))
        layout.addLayout(line)
        layout.addWidget(self.banner)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.told)
        layout.addLayout(button_row(self.html, self.pdf, self.close_, left=(self.open_,)))
        self.pdf.setDefault(True)
        self.told.hide()
        self.open_.hide()
        for button in (self.pdf, self.html):
            button.setEnabled(False)
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.readers.valueChanged.connect(lambda _: self._show())
        self.pdf.clicked.connect(lambda: self._choose(self.tr("PDF files (*.pdf)"), ".pdf", self.save_pdf))
        self.html.clicked.connect(lambda: self._choose(self.tr("Web pages (*.html)"), ".html", self.save_html))
        self.open_.clicked.connect(self._on_open)
        self.close_.clicked.connect(self.reject)

    def _count(self, desk: Desk) -> None:
        self.page.setText(self.tr("Counting…"))

        def work(store: Store) -> tuple[Report, int]:
            known = store.subscribers.loaded(self._account.id or 0)
            return report_of(store, self._account, self._language, self._now), known.readers if known else 0

        StoreWork(desk, self._on_failed).run(work, lambda counted: self._on_counted(*counted))

    def _on_counted(self, report: Report, readers: int) -> None:
        self.report = report
        self.readers.setValue(readers)
        for button in (self.pdf, self.html):
            button.setEnabled(True)
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_error(note_of(error))

    def wanted(self) -> Report | None:
        """The report with the number of readers that was said."""
        if self.report is None:
            return None
        values = {name: getattr(self.report, name) for name in Report.__slots__}
        return Report(**{**values, "readers": self.readers.value() or None})

    # The page

    def _show(self) -> None:
        picture = self.picture(self.area.viewport().width() - 2 * GAP)
        if picture is not None:
            self.page.setPixmap(picture)

    def picture(self, width: int) -> QPixmap | None:
        """The page, `width` logical pixels wide; None until it has been counted."""
        report, ratio = self.wanted(), self.devicePixelRatioF()
        if report is None:
            return None
        image = QImage(round(width * ratio), round(width * HEIGHT / WIDTH * ratio), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        draw(report_words(report, self._language), image, QGuiApplication.font())
        shown = QPixmap.fromImage(image)
        shown.setDevicePixelRatio(ratio)
        return shown

    def resizeEvent(self, event: object) -> None:
        """Qt: the page fills the room."""
        super().resizeEvent(event)  # pyright: ignore[reportArgumentType]
        self._show()

    # Saving

    def suggested_path(self, suffix: str) -> Path:
        """A file name with the day, in the folder of the last time."""
        return self._settings.export_folder / (fill(self.tr("report-%1"), f"{self._now:%Y-%m-%d}") + suffix)

    def _choose(self, kind: str, suffix: str, then: Callable[[Path], None]) -> None:
        chooser = QFileDialog(self, self.tr("Save the report"), str(self.suggested_path(suffix)))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilters([kind])
        chooser.setDefaultSuffix(suffix.removeprefix("."))
        open_chooser(chooser, then)

    def save_pdf(self, path: Path) -> None:
        """Draw the page into a PDF; whole or not at all."""
        report = self.wanted()
        if report is not None:
            self._save(path, lambda: self._write_pdf(path, report))

    def _write_pdf(self, path: Path, report: Report) -> None:
        words, buffer = report_words(report, self._language), QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(_PDF_DPI)
        writer.setCreator("Modori")
        writer.setTitle(words.title)
        sheet = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
        sheet.setMode(QPageLayout.Mode.FullPageMode)
        writer.setPageLayout(sheet)
        draw(words, writer, QGuiApplication.font())
        with whole_file(path) as file:
            file.write(buffer.data().data())

    def save_html(self, path: Path) -> None:
        """Write the page for a browser."""
        report = self.wanted()
        if report is not None:
            self._save(path, lambda: write_report(path, report, self._language))

    def _save(self, path: Path, write: Callable[[], None]) -> None:
        self.banner.dismiss()
        try:
            write()
        except ModoriError as error:
            self.banner.show_error(error.note)
            return
        self._saved, self._settings.export_folder = path, path.parent
        self.told.setText(fill(self.tr("Saved: %1"), str(path)))
        self.told.show()
        self.open_.show()

    def _on_open(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))
