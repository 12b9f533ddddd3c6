"""An instrument as somebody wants it scored: by one of its options, and some of its scales alone."""

from collections.abc import Sequence

from qol.errors import QolError
from qol.instruments.definition import Instrument


def chosen(instrument: Instrument, option: str | None = None, scales: Sequence[str] = ()) -> Instrument:
    """The instrument scored by an option, with these scales (all without one) and those that they are made of.

    Raises QolError for an option or scales that the instrument does not have, naming those that it has.
    """
    options = {one.id: one for one in instrument.options}
    if option is not None and option not in options:
        known = ", ".join(options) or "none"
        raise QolError(f"{instrument.id} has no option {option}; its options: {known}.")
    strange = [scale for scale in scales if scale not in instrument.scale_by_id]
    if strange:
        known = ", ".join(instrument.scale_by_id)
        raise QolError(f"{instrument.id} has no scale {', '.join(strange)}; its scales: {known}.")
    made = instrument.with_option(option)
    return made.with_scales(scales) if scales else made
