"""Files out: decisions as CSV, written whole or not at all."""

from .csv_file import CsvOptions, ExportRow, Written, write_csv
from .whole_file import ExportError

__all__ = ["CsvOptions", "ExportError", "ExportRow", "Written", "write_csv"]
