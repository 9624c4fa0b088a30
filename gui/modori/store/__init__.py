"""What Modori remembers: accounts, mails, recipients and decisions, in one SQLite file. Never a password."""

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

__all__ = [
    "Change",
    "Column",
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
    "Store",
    "StoreError",
    "Stored",
    "UserDecision",
    "default_path",
]
