"""What Modori remembers: accounts, mails, recipients and decisions, in one SQLite file. Never a password."""

from .excerpts import Packed, packed
from .exports import Exported, ExportRecord
from .journal import CleanedPlace, CleanGroup, Cleaning, Fate, Journal, Place, Verb
from .rows import (
    Change,
    Column,
    DecisionRow,
    Facet,
    FacetBy,
    FolderMark,
    HeldGroup,
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
from .subscribers import LoadedList, OnList
from .summary import Bar, Span, Summary

__all__ = [
    "Bar",
    "Change",
    "CleanGroup",
    "CleanedPlace",
    "Cleaning",
    "Column",
    "DecisionRow",
    "ExportRecord",
    "Exported",
    "Facet",
    "FacetBy",
    "Fate",
    "FolderMark",
    "HeldGroup",
    "Journal",
    "Kept",
    "KnownList",
    "LoadedList",
    "MessageRow",
    "OnList",
    "Packed",
    "PastFailure",
    "Place",
    "Query",
    "RecipientRow",
    "Section",
    "Span",
    "Store",
    "StoreError",
    "Stored",
    "Summary",
    "UserDecision",
    "Verb",
    "default_path",
    "packed",
]
