"""Words for the columns of a scored table, for formats that keep words beside columns and codes."""

from qol.instruments.definition import Instrument, Item, Scale
from qol.scoring.scored_run import Task
from qol.scoring.table_run import LONG_COLUMNS
from qol.tables import Labels

SHORT = 80
"""Characters that every format has room for."""


def labels_of(task: Task) -> Labels:
    """What items, their codes and scores mean; of a long table, what its columns hold."""
    if task.wishes.long:
        return Labels(columns=LONG_COLUMNS)
    instrument, where = task.instrument, task.where
    items = {column: instrument.items[item] for item, column in where.items.items()}
    return Labels(
        columns={
            **{column: item.label for column, item in items.items()},
            **{task.wishes.score_prefix + scale.id: scale_in_words(scale) for scale in instrument.scales},
        },
        values={column: words for column, item in items.items() if (words := _codes(instrument, item))},
    )


def scale_in_words(scale: Scale) -> str:
    """`Physical functioning, 0 to 100, higher is better`, without its end where that is too long."""
    whole = f"{scale.label}, {scale.lowest:g} to {scale.highest:g}, higher is {scale.higher_means}"
    return whole if len(whole) <= SHORT else scale.label


def _codes(instrument: Instrument, item: Item) -> dict[int | float | str, str]:
    return {option.code: option.label for option in instrument.answers_of(item.id).options if option.label}
