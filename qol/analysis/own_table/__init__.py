"""A researcher's own table: columns by their role, every fault of it said at once."""

from qol.analysis.own_table.columns import Categories, OwnTable, read_own_table

__all__ = ["Categories", "OwnTable", "read_own_table"]
