"""Files out: decisions as each newsletter tool wants them, written whole or not at all."""

from .columns import ExportRow
from .presets import Preset, preset, preset_for, presets
from .table import TableError
from .template import preset_of_template
from .whole_file import ExportError
from .write import Written, WrittenFile, misfit, write

__all__ = [
    "ExportError",
    "ExportRow",
    "Preset",
    "TableError",
    "Written",
    "WrittenFile",
    "misfit",
    "preset",
    "preset_for",
    "preset_of_template",
    "presets",
    "write",
]
