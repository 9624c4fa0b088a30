"""Files out: decisions as each newsletter tool wants them, written whole or not at all."""

from .columns import ExportRow
from .presets import Preset, preset, preset_for, presets
from .whole_file import ExportError
from .write import Written, WrittenFile, write

__all__ = [
    "ExportError",
    "ExportRow",
    "Preset",
    "Written",
    "WrittenFile",
    "preset",
    "preset_for",
    "presets",
    "write",
]
