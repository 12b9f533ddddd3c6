"""`qol verify-backup`: whether a backup is whole, and what is in it."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from qol.cli import _passphrase
from qol.settings import Settings

NAME = "verify-backup"
HELP = "Check the whole of a backup without touching anything, and say what is in it."
EXAMPLE = "python -m qol verify-backup /mnt/backups/qol-monday.backup --passphrase-file /etc/qol/passphrase"


def add_arguments(parser: ArgumentParser) -> None:
    """Which one."""
    parser.add_argument("file", metavar="FILE", help="the backup, - for standard input")
    _passphrase.add_argument(parser)


def run(arguments: Namespace, settings: Settings) -> int:
    """Read all of it."""
    from qol.cli._backup_words import bar, said
    from qol.storage.backup.checking import check_backup

    words = _passphrase.passphrase(arguments.passphrase_file, settings)
    with bar("Checking") as progress:
        if arguments.file == "-":
            checked = check_backup(sys.stdin.buffer, words, settings, progress)
        else:
            with Path(arguments.file).open("rb") as stream:
                checked = check_backup(stream, words, settings, progress)
    print(f"The backup is whole.\n{said(checked.manifest)}, {'checked' if checked.chain else 'NOT checked'}")
    if not checked.chain:
        print("The audit's key is not in the backup and not here, so its chain was not checked.", file=sys.stderr)
    return 0
