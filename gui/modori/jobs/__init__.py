"""Long work: reading a mailbox, files or the sample into the store.

A job is a plain function for a plain thread: it takes a callable for its progress and a token to
cancel it, and knows nothing of Qt. What was read before a cancel or a cut stays in the store.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cleaning import CleanReport, clean, put_back
    from .errands import ask_again, judge_stored, read_files, read_mailbox, worth_apart
    from .estimate import pace
    from .forecast import outlook
    from .handover import export_rows, reason_words
    from .intake import ScanReport
    from .judging import judge_again, must_judge_again, refresh, to_ask_about
    from .own_process import apart
    from .progress import CancelToken, Progress, Step
    from .proposals import Proposals
    from .scan import scan_folder
    from .sources import open_files, open_sample
    from .understand import understand_file
    from .whole_account import forget_lock, only_one, scan_account

__all__ = [
    "CancelToken",
    "CleanReport",
    "Progress",
    "Proposals",
    "ScanReport",
    "Step",
    "apart",
    "ask_again",
    "clean",
    "export_rows",
    "forget_lock",
    "judge_again",
    "judge_stored",
    "must_judge_again",
    "only_one",
    "open_files",
    "open_sample",
    "outlook",
    "pace",
    "put_back",
    "read_files",
    "read_mailbox",
    "reason_words",
    "refresh",
    "scan_account",
    "scan_folder",
    "to_ask_about",
    "understand_file",
    "worth_apart",
]
_HOMES = {
    "apart": "own_process",
    "ask_again": "errands",
    "judge_stored": "errands",
    "read_files": "errands",
    "read_mailbox": "errands",
    "worth_apart": "errands",
    "pace": "estimate",
    "CleanReport": "cleaning",
    "clean": "cleaning",
    "put_back": "cleaning",
    "export_rows": "handover",
    "reason_words": "handover",
    "ScanReport": "intake",
    "judge_again": "judging",
    "must_judge_again": "judging",
    "refresh": "judging",
    "to_ask_about": "judging",
    "outlook": "forecast",
    "CancelToken": "progress",
    "Progress": "progress",
    "Step": "progress",
    "Proposals": "proposals",
    "scan_folder": "scan",
    "forget_lock": "whole_account",
    "scan_account": "whole_account",
    "only_one": "whole_account",
    "open_files": "sources",
    "open_sample": "sources",
    "understand_file": "understand",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the processes of the pool need no store."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
