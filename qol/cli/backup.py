"""`qol backup`: everything of this moment in one encrypted file."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from qol.cli import _passphrase
from qol.settings import Settings

NAME = "backup"
HELP = "Write everything of this moment into one encrypted file, while the server goes on."
EXAMPLE = "python -m qol backup --out /mnt/backups/qol-monday.backup --passphrase-file /etc/qol/passphrase"


def add_arguments(parser: ArgumentParser) -> None:
    """Where to, and with or without keys."""
    parser.add_argument("--out", required=True, metavar="FILE", help="file to write, - for standard output")
    parser.add_argument("--without-keys", action="store_true", help="leave the keys out; a restore needs them apart")
    _passphrase.add_argument(parser)


def run(arguments: Namespace, settings: Settings) -> int:
    """Write it, and say what is in it."""
    from qol.cli._backup_words import bar, said
    from qol.storage.backup.writing import write_backup, write_backup_file
    from qol.storage.database import Database

    words = _passphrase.passphrase(arguments.passphrase_file, settings, twice=True)
    database = Database(settings)
    keys, now = not arguments.without_keys, datetime.now(UTC)
    try:
        database.require_current()
        with bar("Backing up") as progress:
            if arguments.out == "-":
                write_backup(database, sys.stdout.buffer, words, now, keys=keys, progress=progress)
                return 0
            file = Path(arguments.out)
            manifest = write_backup_file(database, file, words, now, keys=keys, progress=progress)
    finally:
        database.close()
    print(f"{file}: {file.stat().st_size:,} bytes\n{said(manifest)}")
    return 0
