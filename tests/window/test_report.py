"""The report: the page as it will be, and the files that are saved of it."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog

from modori.window.report_dialog import ReportDialog
from window_hands import click, dialog, press, texts


@pytest.fixture
def shown(qtbot, window):
    window.actions_["report"].trigger()
    opened = dialog(ReportDialog)
    qtbot.waitUntil(opened.pdf.isEnabled)
    yield opened
    opened.reject()


def test_the_page_is_seen_before_it_is_saved(qtbot, shown):
    before = shown.page.pixmap().toImage()
    assert before.pixelColor(2, 2).name() == "#ffffff"
    colours = {
        before.pixelColor(x, y).name() for x in range(0, before.width(), 3) for y in range(0, before.height(), 3)
    }
    assert "#2a5fa5" in colours
    shown.readers.setFocus()
    shown.readers.selectAll()
    press(shown.readers, "4000")
    assert shown.wanted().readers == 4000
    assert shown.page.pixmap().toImage() != before


def test_a_pdf_of_one_page_whose_words_can_be_found(shown, tmp_path):
    shown.save_pdf(tmp_path / "report.pdf")
    raw = (tmp_path / "report.pdf").read_bytes()
    assert raw.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", raw)) == 1
    assert f"Saved: {tmp_path / 'report.pdf'}" in texts(shown)
    assert shown.open_.isVisible()
    if reader := shutil.which("pdftotext"):
        told = subprocess.run([reader, tmp_path / "report.pdf", "-"], capture_output=True, check=True, encoding="utf-8")
        assert "Returned mail of the newsletter" in told.stdout
        assert f"{shown.report.made:%Y}" in told.stdout


def meanings(pdf: bytes) -> str:
    """The characters for which the glyphs of a PDF's fonts stand (ISO 32000-1, 9.10.3); NUL for one of no meaning."""
    told = ""
    for block in re.findall(r"beginbfrange\n(.*?)endbfrange", pdf.decode("latin-1"), re.DOTALL):
        for line in block.splitlines():
            first, last, *codes = (int(number, 16) for number in re.findall(r"<([0-9A-Fa-f]+)>", line))
            told += "".join(map(chr, codes if "[" in line else range(codes[0], codes[0] + last - first + 1)))
    return told


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("family", [None, "Noto Sans CJK JP", "DejaVu Sans"])
def test_figures_can_be_copied_out_of_the_pdf(shown, qapp, tmp_path, language, family):
    before = qapp.font()
    if family:
        other = QFont(before)
        other.setFamilies([family])
        qapp.setFont(other)
    shown._language = language
    shown.readers.setValue(9_876_543)
    try:
        shown.save_pdf(tmp_path / "report.pdf")
    finally:
        qapp.setFont(before)
    assert set("03456789") <= set(meanings((tmp_path / "report.pdf").read_bytes()))


def test_a_page_for_the_browser(shown, tmp_path):
    click(shown.html)
    chooser = next(one for one in shown.findChildren(QFileDialog))
    assert re.search(r"report-\d{4}-\d\d-\d\d\.html$", chooser.selectedFiles()[0])
    chooser.reject()
    shown.save_html(tmp_path / "report.html")
    assert "<h1>Returned mail of the newsletter</h1>" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_folder_that_is_not_there(shown, tmp_path):
    shown.save_pdf(tmp_path / "none" / "report.pdf")
    assert shown.banner.isVisible()
    assert not shown.open_.isVisible()
    press(shown.banner, Qt.Key.Key_Escape)


def test_the_number_of_readers_comes_from_the_subscriber_list(qtbot, window):
    window._engine.store.subscribers.keep(1, window._engine.store.path, 0, window._engine.now(), [("a@x.jp", "A")])
    window.actions_["report"].trigger()
    opened = dialog(ReportDialog)
    qtbot.waitUntil(opened.pdf.isEnabled)
    assert opened.readers.value() == 1
    opened.reject()
