"""Complaints from a CSV file: a map says which column is what; bad rows are told, the rest go in."""

from engine.importing.mapping import ImportMap, read_map
from engine.importing.rows import BadRow, Row, read_rows

__all__ = ["BadRow", "ImportMap", "Row", "read_map", "read_rows"]
