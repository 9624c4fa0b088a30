"""Modori cleans the mailbox where a newsletter's bounces come back.

`gui/` is the source root; only `window/` and `app.py` draw. Mail flows one
way: mailbox → bounces (with rules) → store → review → window and export.
"""

__version__ = "0.1.0"
