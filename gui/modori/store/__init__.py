"""What Modori remembers: accounts, mails, recipients and decisions, in one SQLite file. Never a password."""

from .exports import Exported, ExportRecord
from .rows import (
    Change,
    Column,
    Facet,
    FacetBy,
    FolderMark,
    Kept,
    KnownList,
    MessageRow,
    PastFailure,
    Query,
    RecipientRow,
    Section,
    Stored,
    StoreError,
    UserDecision,
)
from .store import Store, default_path
from .summary import Bar, Span, Summary

__all__ = [
    "Bar",
    "Change",
    "Column",
    "ExportRecord",
    "Exported",
    "Facet",
    "FacetBy",
    "FolderMark",
    "Kept",
    "KnownList",
    "MessageRow",
    "PastFailure",
    "Query",
    "RecipientRow",
    "Section",
    "Span",
    "Store",
    "StoreError",
    "Stored",
    "Summary",
    "UserDecision",
    "default_path",
]
