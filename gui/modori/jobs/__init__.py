"""Long work: reading a mailbox, files or the sample into the store.

A job is a plain function for a plain thread: it takes a callable for its progress and a token to
cancel it, and knows nothing of Qt. What was read before a cancel or a cut stays in the store.
"""

from .handover import export_rows, reason_words
from .intake import ScanReport
from .progress import CancelToken, Progress, Step
from .proposals import Proposals
from .scan import scan_folder
from .sources import open_files, open_sample
from .understand import understand_fetched, understand_file

__all__ = [
    "CancelToken",
    "Progress",
    "Proposals",
    "ScanReport",
    "Step",
    "export_rows",
    "open_files",
    "open_sample",
    "reason_words",
    "scan_folder",
    "understand_fetched",
    "understand_file",
]
