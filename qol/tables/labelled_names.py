"""Names of columns that SPSS and Stata can hold."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from qol.errors import TableError

PROGRAM = {"sav": "SPSS", "dta": "Stata"}
LEGAL = {"sav": re.compile(r"[^\W\d_][\w.$#@]*(?<![.])|@[\w.$#@]*(?<![.])"), "dta": re.compile(r"[^\W\d]\w*")}
RULE = {
    "sav": "at most 64 bytes, a letter first, then letters, digits, _ and .",
    "dta": "at most 32 characters, a letter or _ first, then letters, digits and _",
}
RESERVED = {
    "sav": {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"},
    "dta": {"_all", "_b", "_coef", "_cons", "_n", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float", "if", "in",
            "int", "long", "strl", "using", "with"},
}  # fmt: skip


def refuse_names(names: Sequence[str], format_: str, file: str) -> None:
    """Raises TableError naming every column that `sav` or `dta` cannot hold under its name."""
    wrong = [name for name in names if not _is_legal(name, format_)]
    sentences = []
    if wrong:
        sentences.append(f"{PROGRAM[format_]} cannot hold columns named {', '.join(wrong)} ({RULE[format_]}).")
    if format_ == "sav" and (alike := list(_alike(names))):
        sentences.append(f"SPSS does not tell capitals from small letters in names: {', '.join(alike)}.")
    if sentences:
        raise TableError(f"{file}: {' '.join(sentences)} Rename them.")


def _is_legal(name: str, format_: str) -> bool:
    short = len(name.encode()) <= 64 if format_ == "sav" else len(name) <= 32
    reserved = name.lower() in RESERVED[format_] or (format_ == "dta" and re.fullmatch(r"str\d+", name))
    return bool(short and LEGAL[format_].fullmatch(name) and not reserved)


def _alike(names: Sequence[str]) -> Iterator[str]:
    found = defaultdict(list)
    for name in names:
        found[name.lower()].append(name)
    return (" and ".join(same) for same in found.values() if len(same) > 1)
