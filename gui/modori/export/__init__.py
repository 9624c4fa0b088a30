"""Files out: decisions as each newsletter tool wants them, written whole or not at all."""

from .cleaned_list import Cleaned, Subscriber, SubscriberList, bare, key_of
from .columns import ExportRow
from .presets import Preset, preset, preset_for, presets
from .table import TableError, read_table
from .template import preset_of_template
from .whole_file import ExportError
from .write import Written, WrittenFile, misfit, write

__all__ = [
    "Cleaned",
    "ExportError",
    "ExportRow",
    "Preset",
    "Subscriber",
    "SubscriberList",
    "TableError",
    "Written",
    "WrittenFile",
    "bare",
    "key_of",
    "misfit",
    "preset",
    "preset_for",
    "preset_of_template",
    "presets",
    "read_table",
    "write",
]
