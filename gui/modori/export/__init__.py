"""Files out: decisions as CSV, written whole or not at all."""

from .csv_file import CsvOptions, ExportError, ExportRow, Written, write_csv

__all__ = ["CsvOptions", "ExportError", "ExportRow", "Written", "write_csv"]
