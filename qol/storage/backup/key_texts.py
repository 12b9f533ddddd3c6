"""The keys of an installation as they go into a backup and out of it, and how they are told apart unseen."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qol.errors import BackupRefused
from qol.settings import KEYS, Settings
from qol.storage.backup.records import Manifest

CHECKED = ("identity", "pseudonym", "audit", "sealing")
"""Keys without which rows, or what devices have yet to deliver, cannot be read again; that for cookies may be new."""


def texts(settings: Settings) -> dict[str, str]:
    """Key -> how it is set or kept."""
    return {name: text for name in KEYS if (text := settings.key_text(name))}


def prints(settings: Settings) -> dict[str, str]:
    """Key -> a short hash by which the same key is known again."""
    return {name: _print(settings, name) for name in CHECKED}


def with_keys(settings: Settings, found: Mapping[str, str]) -> Settings:
    """The settings with these keys instead of their own."""
    changed: dict[str, Any] = {f"{name}_key": text for name, text in found.items()}
    return replace(settings, **changed)


def fitting(settings: Settings, manifest: Manifest) -> dict[str, str]:
    """The keys that a restored database will have: the backup's, else the installation's own.

    Raises BackupRefused where an option sets another key than the backup's, or a key is nowhere.
    """
    found = {**texts(settings), **manifest.keys}
    problems = []
    for name in KEYS:
        option, kept = f"QOL_{name.upper()}_KEY", getattr(settings, f"{name}_key")
        if kept and name in CHECKED and _print(settings, name) != manifest.prints[name]:
            problems.append(f"{option} is set to another key than the backup's. Set the right one, or remove it.")
        elif name in CHECKED and not found.get(name):
            problems.append(f"The backup was made without keys. Set {option}, or put {settings.key_file(name)} back.")
        elif name in CHECKED and _print(with_keys(settings, found), name) != manifest.prints[name]:
            problems.append(f"{settings.key_file(name)} is not the key of the backup. Put the right one back.")
    if problems:
        raise BackupRefused("\n".join(problems))
    return found | {name: text for name in KEYS if (text := getattr(settings, f"{name}_key"))}


def _print(settings: Settings, name: str) -> str:
    return hmac.new(settings.key(name), b"qol backup", hashlib.sha256).hexdigest()[:16]


def knows(settings: Settings, manifest: Manifest, name: str) -> bool:
    """Whether these settings have the key that the backup was made with; makes none."""
    return bool(settings.key_text(name)) and _print(settings, name) == manifest.prints[name]
