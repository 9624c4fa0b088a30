"""What Modori remembers: accounts, mails, recipients and decisions, in one SQLite file. Never a password."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
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
_HOMES = {
    "Bar": "summary",
    "Span": "summary",
    "Summary": "summary",
}


def __getattr__(name: str) -> Any:
    """Import a public name of those that the first window does not need when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
