"""The window: everything that imports PySide6.

Widgets get what they need by constructor and tell by signals; `main_window` only puts them together.
Work runs in plain threads behind `bridge`; the table shows ids in the order in which the store
gives them.
"""
