"""What the first look does not need is made after it, and is there for whoever looks on."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from modori.window.painted import FirstPaint
from window_hands import column


def test_what_waits_for_the_first_paint_is_done_once(qtbot):
    done: list[bool] = []
    window = QWidget()
    qtbot.addWidget(window)
    FirstPaint(window, lambda: done.append(True))
    QApplication.processEvents()
    assert done == []  # nobody has seen it
    window.show()
    assert done == []
    qtbot.waitUntil(lambda: bool(done))
    window.repaint()
    window.hide()
    window.show()
    qtbot.waitExposed(window)
    QApplication.processEvents()
    assert done == [True]


def test_rows_and_evidence_come_by_themselves(qtbot, open_window):
    window = open_window(filled=True)
    work = window.workspace
    qtbot.waitUntil(lambda: work.listing.table.model().rowCount() > 0)
    qtbot.waitUntil(lambda: work.explained() and work.evidence.address() != "")
    assert work.evidence.address() == column(work.listing.table)[0]
    assert work.evidence.isVisible()


def test_the_evidence_that_comes_late_has_the_width_that_was_kept_for_it(qtbot, open_window):
    for language in ("en", "ja"):
        window = open_window(filled=True, language=language)
        work = window.workspace
        before = work._right.width()
        qtbot.waitUntil(work.explained)
        QApplication.processEvents()
        assert abs(work.evidence.width() - before) <= 8
        window.close()


def test_menus_have_their_icons_once_the_window_has_been_seen(qtbot, open_window):
    window = open_window(filled=True)
    qtbot.waitUntil(lambda: not window.actions_["connect"].icon().isNull())
    assert not any(action.icon().isNull() for action in window.actions_.deciding.values())
