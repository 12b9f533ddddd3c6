"""The passphrase of a backup: from the option, a file or the terminal, never from the command line."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path

from qol.settings import Settings


def add_argument(parser: ArgumentParser) -> None:
    """Where it is read from."""
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="its first line is the passphrase; default: QOL_BACKUP_PASSPHRASE, else it is asked for",
    )


def passphrase(file: str | None, settings: Settings, twice: bool = False) -> str:
    """The passphrase; typed twice for a new backup. Raises BackupRefused where there is none to be had."""
    from qol.errors import BackupRefused

    if file is not None:
        if settings.production and Path(file).is_file() and Path(file).stat().st_mode & 0o077:
            raise BackupRefused(f"{file} can be read by others than its owner. Run `chmod 600 {file}`.")
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        return lines[0] if lines else ""
    if settings.backup_passphrase:
        return settings.backup_passphrase
    if not sys.stdin.isatty():
        raise BackupRefused("There is no passphrase: set QOL_BACKUP_PASSPHRASE, or give --passphrase-file FILE.")
    typed = getpass("Passphrase of the backup: ")
    if twice and getpass("The same again: ") != typed:
        raise BackupRefused("The two passphrases differ. No backup was made.")
    return typed
