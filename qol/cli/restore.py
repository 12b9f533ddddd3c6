"""`qol restore`: an installation from its backup."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from qol.cli import _passphrase
from qol.settings import Settings

NAME = "restore"
HELP = "Restore a backup into an empty installation, or in place of another that is kept beside it."
EXAMPLE = "python -m qol restore /mnt/backups/qol-monday.backup --passphrase-file /etc/qol/passphrase"


def add_arguments(parser: ArgumentParser) -> None:
    """Which one, and whether it takes the place of data."""
    parser.add_argument("file", metavar="FILE", help="the backup; it is read twice, so no standard input")
    parser.add_argument("--replace", action="store_true", help="replace an installation with data, which is kept")
    _passphrase.add_argument(parser)


def run(arguments: Namespace, settings: Settings) -> int:
    """Check all of it, make the new installation, and put it in place."""
    from qol.cli._backup_words import bar, said
    from qol.storage.backup.restoring import restore

    words = _passphrase.passphrase(arguments.passphrase_file, settings)
    with bar("Restoring") as progress:
        done = restore(
            settings, Path(arguments.file), words, datetime.now(UTC), replace_old=arguments.replace, progress=progress
        )
    print(f"Restored, and the audit trail is whole.\n{said(done.checked.manifest)}")
    for place in done.kept:
        print(f"The old installation is kept: {place}")
    if done.erased_again:
        print(f"Erased since this backup, and erased again now: {len(done.erased_again)} patients.")
    return 0
