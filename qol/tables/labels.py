"""What SPSS and Stata keep beside the cells: words for columns and codes, and how columns are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Code = int | float | str
Limit = tuple[int, str]
"""So many `bytes` or `characters`."""
MARK = "..."
"""Where a text was cut."""


@dataclass(frozen=True)
class Labels:
    """Words of a table's columns; a column may have none.

    columns: name -> what it holds. values: name -> code -> word. formats, measures, widths: how a column is shown,
    in the words of `format` (sav or dta) alone.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[Code, str]] = field(default_factory=dict)
    format: str = ""
    formats: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)

    def over(self, other: "Labels") -> "Labels":
        """These, and where they say nothing of a column what the other ones say."""
        return Labels(
            columns={**other.columns, **self.columns},
            values={**other.values, **self.values},
            format=self.format or other.format,
            formats=self.formats or other.formats,
            measures=self.measures or other.measures,
            widths=self.widths or other.widths,
        )

    def cut(self, label: Limit, word: Limit) -> tuple["Labels", tuple[str, ...]]:
        """Labels and words of codes no longer than a format's limits, and the columns of which any was cut for it."""
        columns = {name: _cut(text, *label) for name, text in self.columns.items()}
        values = {
            name: {code: _cut(text, *word) for code, text in words.items()} for name, words in self.values.items()
        }
        changed = [name for name in columns if columns[name] != self.columns[name]]
        changed += [name for name in values if values[name] != self.values[name]]
        return Labels(columns, values).over(self), tuple(dict.fromkeys(changed))


def _cut(text: str, most: int, unit: str) -> str:
    if unit == "characters":
        return text if len(text) <= most else text[: most - len(MARK)] + MARK
    whole = text.encode()
    return text if len(whole) <= most else whole[: most - len(MARK)].decode(errors="ignore") + MARK
