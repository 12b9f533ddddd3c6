"""Which format a table file has."""

from pathlib import Path

from qol.errors import TableError

STANDARD = "-"
"""Stands for standard input or output."""

ENDINGS = {".csv": "csv", ".parquet": "parquet", ".sav": "sav", ".dta": "dta"}
FIRST_BYTES = {
    b"PAR1": "parquet",
    b"$FL2": "sav",
    b"$FL3": "sav",
    b"<stata_dta>": "dta",
    **{bytes([version, order]): "dta" for version in range(105, 116) for order in (1, 2)},  # Stata before 13
}
"""How files begin that are no text."""
FEW = max(map(len, FIRST_BYTES))


def format_of(path: str | Path) -> str:
    """`csv`, `parquet`, `sav` or `dta` by the ending of a file's name, `csv` for `-`. Raises TableError otherwise."""
    if str(path) == STANDARD:
        return "csv"
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        *most, last = ENDINGS
        raise TableError(f"{path}: the name of a table file ends in {', '.join(most)} or {last}.")
    return ENDINGS[ending]
