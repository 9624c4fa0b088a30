"""Fusion without its gradients and shadows: flat fields and buttons, one line round them, one accent colour.

Only colours and measures; a style in Python would have to be asked for every cell that is painted, and
would wait for each busy thread.
"""

from __future__ import annotations

from importlib.resources import files

_LIGHT = {
    "face": "#ffffff",
    "over": "#f0f3f7",
    "down": "#dfe7f0",
    "line": "#c2c2c0",
    "soft": "#dededc",
    "faded": "#98989a",
    "ground": "#f4f4f3",
    "accent": "#1f5fa8",
    "tint": "#dce9f8",
    "text": "#1c1c1e",
    "quiet": "#6b6b70",
    "thumb": "#bdbdbb",
    "mark": "#1f5fa8",
}
_DARK = {
    "face": "#323437",
    "over": "#3b3e42",
    "down": "#2a2c2f",
    "line": "#53555a",
    "soft": "#3a3c40",
    "faded": "#77797d",
    "ground": "#242527",
    "accent": "#6aa7ea",
    "tint": "#25405f",
    "text": "#e8e8e8",
    "quiet": "#a3a5a9",
    "thumb": "#5a5c61",
    "mark": "#2f6fb8",
}
_SHEET = """
QPushButton {{ background: {face}; border: 1px solid {line}; border-radius: 4px; padding: 5px 11px; }}
QPushButton:hover {{ background: {over}; }}
QPushButton:pressed {{ background: {down}; }}
QPushButton:default {{ border-color: {accent}; }}
QPushButton:checked {{ background: {tint}; border-color: {accent}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 10px; }}
QPushButton:disabled {{ color: {faded}; border-color: {soft}; }}
QPushButton::menu-indicator {{ image: url({down_arrow}); subcontrol-position: right center; right: 6px; }}
QFrame#dropField {{ border: 2px dashed {line}; border-radius: 6px; }}
QToolBar {{ background: {ground}; border: 0; border-bottom: 1px solid {soft}; spacing: 4px; padding: 4px; }}
QToolBar::separator {{ background: {soft}; width: 1px; margin: 4px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 6px; }}
QToolButton:hover:!disabled, QToolButton:checked {{ background: {over}; border-color: {soft}; }}
QToolButton:pressed {{ background: {down}; }}
QToolButton:focus {{ border-color: {accent}; }}
QMenuBar {{ background: {ground}; border: 0; padding: 1px 4px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {tint}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ background: {face}; border: 1px solid {line}; border-radius: 4px;
    padding: 3px 6px; min-height: 1.05em; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: 0; padding: 0; min-height: 0; }}
QComboBox:focus, QLineEdit:focus, QAbstractSpinBox:focus {{ border-color: {accent}; border-width: 2px;
    padding: 2px 5px; }}
QComboBox:disabled, QLineEdit:disabled, QAbstractSpinBox:disabled {{ color: {faded}; border-color: {soft}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 20px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({down_arrow}); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ border: 1px solid {line}; }}
QPlainTextEdit {{ border: 1px solid {soft}; border-radius: 4px; }}
QPlainTextEdit:focus {{ border-color: {accent}; }}
QPlainTextEdit#title, QPlainTextEdit#title:focus {{ border: 0; background: transparent; }}
QHeaderView {{ background: {ground}; border: 0; }}
QHeaderView::section {{ background: {ground}; color: {quiet}; border: 0; border-bottom: 1px solid {soft};
    padding: 4px 5px; }}
QHeaderView::section:hover {{ background: {over}; }}
QHeaderView::up-arrow {{ image: url({up_arrow}); width: 10px; height: 10px; }}
QHeaderView::down-arrow {{ image: url({down_arrow}); width: 10px; height: 10px; }}
QCheckBox, QRadioButton {{ spacing: 8px; }}
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTreeView::indicator {{ width: 14px; height: 14px;
    border: 1px solid {line}; border-radius: 3px; background: {face}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked {{ background: {mark};
    border-color: {mark}; image: url({tick}); }}
QRadioButton::indicator {{ border-radius: 8px; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {mark}; background: white; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus, QCheckBox:focus {{ border-color: {accent}; }}
QAbstractItemView {{ outline: 1px solid {accent}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {soft}; }}
QTabBar::tab {{ background: transparent; border: 0; border-bottom: 2px solid transparent; padding: 6px 10px; }}
QTabBar::tab:selected {{ border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ background: {over}; }}
QTabBar:focus {{ border: 1px solid {accent}; border-radius: 4px; }}
QProgressBar {{ background: {soft}; border: 0; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {thumb}; border-radius: 3px; margin: 3px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 1px; border: 0; subcontrol-origin: border; }}
QSpinBox QLineEdit {{ padding-left: 5px; }}
QSplitter::handle {{ background: {soft}; }}
QSplitter::handle:vertical {{ background: {ground}; border-top: 1px solid {soft}; }}
QStatusBar {{ background: {ground}; border-top: 1px solid {soft}; }}
QStatusBar::item {{ border: 0; }}
QToolTip {{ background: {face}; color: {text}; border: 1px solid {line}; padding: 4px; }}
"""


def sheet(*, dark: bool) -> str:
    """The style sheet for light or dark."""
    icons = files("modori_resources").joinpath("icons")
    drawings = {"up_arrow": "chevron-up.svg", "down_arrow": "chevron-down.svg", "tick": "tick.svg"}
    paths = {name: f'"{icons.joinpath(file)}"'.replace("\\", "/") for name, file in drawings.items()}
    return _SHEET.format(**(_DARK if dark else _LIGHT), **paths)
