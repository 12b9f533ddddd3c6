"""What a production installation refuses: settings and databases that would lose or show answers."""

import os
from pathlib import Path
from typing import Any

from qol.errors import SettingsError
from qol.settings import Settings, production_problems

MOUNTS = Path("/proc/self/mounts")
NETWORK = frozenset(
    {
        "9p", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
        "fuse.sshfs", "fuse.vmhgfs-fuse", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
        "orangefs", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "vmhgfs",
    }
)  # fmt: skip
"""File systems whose locks and fsync SQLite cannot rely on."""


def refuse_unsafe_settings(settings: Settings) -> None:
    """Raise SettingsError with every reason why these settings must not serve real patients."""
    problems = production_problems(settings)
    if settings.production and settings.sqlite_file is not None:
        kind = file_system(settings.sqlite_file, MOUNTS)
        if kind in NETWORK:
            problems.append(
                f"{settings.sqlite_file} is on a network file system ({kind}), where SQLite can lose "
                "answers. Take a local disk, or PostgreSQL by QOL_DATABASE_URL."
            )
    if problems:
        raise SettingsError("\n".join(problems))


def file_system(path: Path, mounts: Path) -> str:
    """The kind of file system that a path is on, `unknown` where the system does not tell."""
    place = os.path.realpath(path)
    best, kind = "", "unknown"
    for line in mounts.read_text().splitlines() if mounts.exists() else ():
        _, mount, found, *_ = line.split(" ")
        mount = mount.replace("\\040", " ")
        inside = place == mount or place.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, found
    return kind


def refuse_unsafe_server(settings: Settings, cursor: Any) -> None:
    """Raise SettingsError where a production PostgreSQL would not keep what it acknowledged."""
    if not settings.production:
        return
    for option in ("fsync", "full_page_writes"):
        if cursor.execute(f"SHOW {option}").fetchone()[0] != "on":
            raise SettingsError(
                f"PostgreSQL runs with {option} off and can lose answers in a power cut. "
                f"Set {option} = on in postgresql.conf."
            )
