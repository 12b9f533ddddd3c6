"""The licence of every instrument in words: who may use its text, and what is needed before it is used."""

from collections.abc import Iterable, Iterator

from qol.instruments.definition import Instrument

STATUS = {
    "free": "free to use",
    "registration": "registration needed",
    "restricted": "permission needed",
    "unknown": "no statement found",
}
"""What the licence block says, for readers."""
NEEDED = {
    "free": "Nothing to ask for; cite the reference.",
    "registration": "Register the study with the holder.",
    "restricted": "A licence or written permission of the holder for the study, the electronic form included.",
    "unknown": "Ask the authors and keep their answer.",
}
"""What a study does before its first patient."""
OWN_WORDS = {
    "not_validated": "our own, not validated",
    "paraphrase": "our own paraphrase, not the validated text",
    "": "none: scored, not asked, until a study brings licensed wording",
}
"""What wording the product itself has."""

HEAD = """\
# Licences of the instruments

What each definition says of its licence, and what a study does before its first patient. The same table, with the
wording packs of the study, is on the page *Licences*, reached from *Instruments*. This file is printed by

```
.venv/bin/python -m qol instruments --licences > docs/licences.md
```

No item text of others is in this repository. How a licensed text gets to a patient: [wording](wording.md).

| instrument | id | licence | before its first use | wording here | language |
|---|---|---|---|---|---|
"""


def own_words(instrument: Instrument) -> str:
    """Which of OWN_WORDS holds."""
    return instrument.validation if instrument.servable else ""


def document(instruments: Iterable[Instrument]) -> str:
    """docs/licences.md: every instrument by id, from its definition alone."""
    rows = sorted(instruments, key=lambda one: one.id)
    return HEAD + "\n".join(_row(one) for one in rows) + "\n"


def _row(instrument: Instrument) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in _cells(instrument))} |"


def _cells(instrument: Instrument) -> Iterator[str]:
    licence = instrument.licence
    yield instrument.title
    yield f"`{instrument.id}`"
    held = f"holder: {licence.holder}" if licence.holder else ""
    yield "; ".join(part for part in (STATUS[licence.status], licence.name, held) if part)
    yield " ".join(part for part in (NEEDED[licence.status], licence.note) if part)
    yield OWN_WORDS[own_words(instrument)]
    yield instrument.language if instrument.servable else "none"
