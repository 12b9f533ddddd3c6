"""`qol catalogues`: gathers every sentence of the interface and brings the catalogues up to date."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qol.settings import Settings

NAME = "catalogues"
HELP = "Gather the sentences of code and templates into the catalogues; with --check only say what is untranslated."
EXAMPLE = "python -m qol catalogues --check"


def add_arguments(parser: ArgumentParser) -> None:
    """Write, or only check."""
    parser.add_argument("--check", action="store_true", help="change nothing; 1 where a catalogue is not complete")


def run(arguments: Namespace, settings: "Settings") -> int:
    """Bring every catalogue up to date, then print what each lacks; 1 where one lacks anything and --check is given."""
    from qol.catalogues import faults, gathered, update
    from qol.language import SOURCE, languages

    sentences = gathered()
    incomplete = False
    for language in languages():
        if language == SOURCE:
            continue
        if not arguments.check:
            update(language, sentences)
        found = faults(language, sentences)
        incomplete = incomplete or bool(found)
        for fault in found:
            print(f"{language}: {fault}")
    if not incomplete:
        print(f"{len(sentences)} sentences, every catalogue is complete: {', '.join(languages())}.")
    return 1 if incomplete and arguments.check else 0
