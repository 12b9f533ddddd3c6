"""Every option of the product: one frozen object, built once from the environment and a `.env` file."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from qol.errors import SettingsError

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"
FOLDER = Path("var")
KEYS = ("secret", "identity", "pseudonym", "audit", "sealing")
"""Names of the keys; each may be set as QOL_<NAME>_KEY or kept in the file keys/<name>."""
SHORTEST_KEY = 32
WELL_KNOWN = ("secret", "password", "changeme", "change-me", "change_me", "default", "example", "development", "key")
LONGEST_DAYS = 36500
STAFF_ROLES = ("coordinator", "clinician", "researcher", "administrator")
YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


def _yes_or_no(text: str) -> bool:
    word = text.strip().lower()
    if word not in (*YES, *NO):
        raise ValueError("take yes or no")
    return word in YES


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"take a whole number from {least} to {most}")
        return int(text)

    return read


def _days(least: int) -> Callable[[str], int]:
    """Days after which something is removed; 0 means never."""

    def read(text: str) -> int:
        if not text.isdigit() or not (int(text) == 0 or least <= int(text) <= LONGEST_DAYS):
            raise ValueError(f"take 0 for never, or a whole number of days from {least} to {LONGEST_DAYS}")
        return int(text)

    return read


def _roles(text: str) -> frozenset[str]:
    named = frozenset(text.replace(",", " ").split())
    if named == {"all"}:
        return frozenset(STAFF_ROLES)
    if unknown := sorted(named - set(STAFF_ROLES)):
        raise ValueError(f"there is no role {', '.join(unknown)}; take all, or some of {', '.join(STAFF_ROLES)}")
    return named


def _bind(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise ValueError("take HOST:PORT, for example 127.0.0.1:8000")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("take an address that begins with http:// or https://")
    return text.rstrip("/")


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"take {' or '.join(words)}")
        return text

    return read


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ValueError("take a port, a whole number from 1 to 65535")
    return int(text)


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _database(text: str) -> str:
    if not text:
        return text
    scheme, _, rest = text.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return text
    raise ValueError("take sqlite:///FILE or postgresql://USER@HOST/DATABASE")


def _option(name: str, default: Any, read: Callable[[str], Any], help_text: str, secret: bool = False) -> Any:
    """A field with the name of its environment variable, how its text is read, and its help."""
    metadata = {"name": name, "read": read, "help": help_text, "secret": secret}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """What an installation may choose. Every option has a default that is safe on one's own machine."""

    data_dir: Path = _option("QOL_DATA_DIR", FOLDER, _folder,  # noqa: RUF009  # gives a field
        "folder for everything the application writes: database, keys, audit head")  # fmt: skip
    database_url: str = _option("QOL_DATABASE_URL", "", _database,
        "sqlite:///FILE or postgresql://USER@HOST/DATABASE; empty: qol.sqlite in the data folder",
        secret=True)  # fmt: skip
    secret_key: str = _option("QOL_SECRET_KEY", "", str,
        "signs cookies and forms; empty: made on first use and kept in keys/secret", secret=True)  # fmt: skip
    identity_key: str = _option("QOL_IDENTITY_KEY", "", str,
        "encrypts names, numbers, contacts and free text; empty: made and kept in keys/identity",
        secret=True)  # fmt: skip
    pseudonym_key: str = _option("QOL_PSEUDONYM_KEY", "", str,
        "makes the patient codes of datasets; empty: made and kept in keys/pseudonym",
        secret=True)  # fmt: skip
    audit_key: str = _option("QOL_AUDIT_KEY", "", str,
        "chains the audit trail; empty: made and kept in keys/audit", secret=True)  # fmt: skip
    backup_passphrase: str = _option("QOL_BACKUP_PASSPHRASE", "", str,
        "seals and opens backups; empty: asked for, or --passphrase-file", secret=True)  # fmt: skip
    sealing_key: str = _option("QOL_SEALING_KEY", "", str,
        "opens what patients' devices sealed for this server; empty: made and kept in keys/sealing",
        secret=True)  # fmt: skip
    erasures_dir: Path = _option("QOL_ERASURES_DIR", Path(), _folder,  # noqa: RUF009  # as above
        "folder of the list of erased patients, best on another disk; empty: erased in the data folder")  # fmt: skip
    bind: str = _option("QOL_BIND", "127.0.0.1:8000", _bind, "HOST:PORT that the server listens on")
    workers: int = _option("QOL_WORKERS", 1, _number(1, 64), "number of server processes")
    production: bool = _option("QOL_PRODUCTION", False, _yes_or_no,
        "yes with real patients: refuses missing keys, debug mode and unsafe databases")  # fmt: skip
    instruments_dir: Path = _option("QOL_INSTRUMENTS_DIR", INSTRUMENTS, _folder,  # noqa: RUF009  # as above
        "folder of questionnaires, protocols and references")  # fmt: skip
    clinic_phone: str = _option("QOL_CLINIC_PHONE", "", str,
        "telephone number that patients see for questions")  # fmt: skip
    emergency_phone: str = _option("QOL_EMERGENCY_PHONE", "112", str,
        "telephone number that patients see for emergencies")  # fmt: skip
    public_url: str = _option("QOL_PUBLIC_URL", "http://127.0.0.1:8000", _web_address,
        "address by which patients reach the server; used in links and QR codes")  # fmt: skip
    proxies: int = _option("QOL_PROXIES", 0, _number(0, 9),
        "number of proxies in front whose X-Forwarded-For is believed; tries are counted by address")  # fmt: skip
    second_factor: frozenset[str] = _option("QOL_SECOND_FACTOR", frozenset(), _roles,
        "roles that must have a second factor, such as administrator,researcher; all; empty: who likes")  # fmt: skip
    oidc_issuer: str = _option("QOL_OIDC_ISSUER", "", _web_address,
        "address of the hospital's own sign-in (OpenID Connect issuer); empty: there is none")  # fmt: skip
    oidc_client_id: str = _option("QOL_OIDC_CLIENT_ID", "", str, "what the hospital's sign-in calls this product")
    oidc_client_secret: str = _option("QOL_OIDC_CLIENT_SECRET", "", str,
        "the secret that the hospital's sign-in gave for it", secret=True)  # fmt: skip
    oidc_name: str = _option("QOL_OIDC_NAME", "", str,
        "what staff call the hospital's sign-in; it stands on the button")  # fmt: skip
    session_idle_minutes: int = _option("QOL_SESSION_IDLE_MINUTES", 60, _number(5, 720),
        "minutes without a page after which staff are signed out")  # fmt: skip
    session_hours: int = _option("QOL_SESSION_HOURS", 12, _number(1, 24),
        "hours after which staff are signed out, however busy")  # fmt: skip
    study: str = _option("QOL_STUDY", "", str,
        "study that commands use where several exist and --study is not given")  # fmt: skip
    mail: str = _option("QOL_MAIL", "console", _one_of("console", "smtp"),
        "console: messages are printed where they are made; smtp: they are sent")  # fmt: skip
    mail_from: str = _option("QOL_MAIL_FROM", "", str,
        "address that messages come from; what cannot be delivered returns to it")  # fmt: skip
    smtp_host: str = _option("QOL_SMTP_HOST", "", str, "server that takes messages")
    smtp_port: int = _option("QOL_SMTP_PORT", 587, _port, "its port; 587 with starttls, 465 with tls")
    smtp_security: str = _option("QOL_SMTP_SECURITY", "starttls", _one_of("starttls", "tls", "none"),
        "starttls or tls, the server's certificate is checked; none only on this machine")  # fmt: skip
    smtp_ca_file: Path | None = _option("QOL_SMTP_CA_FILE", None, _folder,  # noqa: RUF009  # as above
        "certificates of the hospital's own authority; empty: those of the system")  # fmt: skip
    smtp_user: str = _option("QOL_SMTP_USER", "", str, "name to sign in with; empty: without a sign-in")
    smtp_password: str = _option("QOL_SMTP_PASSWORD", "", str, "password to sign in with", secret=True)
    keep_mail_log_days: int = _option("QOL_KEEP_MAIL_LOG_DAYS", 0, _days(30),
        "days after which `qol retention` removes a message from the mail log; 0: never")  # fmt: skip
    keep_identity_days: int = _option("QOL_KEEP_IDENTITY_DAYS", 0, _days(90),
        "days after the end of follow-up after which `qol retention` erases who a patient is; 0: never")  # fmt: skip
    debug: bool = _option("FLASK_DEBUG", False, _yes_or_no, "Flask's own debug mode; refused in production")

    def __post_init__(self) -> None:
        object.__setattr__(self, "data_dir", self.data_dir.absolute())
        if self.erasures_dir == Path():
            object.__setattr__(self, "erasures_dir", self.data_dir / "erased")
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir / 'qol.sqlite'}")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Settings from the process environment and `.env`, or from exactly the mapping given.

        Raises SettingsError naming every option that cannot be read.
        """
        texts = {**_dotenv(Path(".env")), **os.environ} if environ is None else environ
        values: dict[str, Any] = {}
        problems = []
        for option in fields(cls):
            name, secret = option.metadata["name"], option.metadata["secret"]
            text = texts.get(name, "")
            try:
                if text:
                    values[option.name] = option.metadata["read"](text)
            except ValueError as error:
                shown = "this value" if secret else repr(text)
                problems.append(f"{name}: {shown} cannot be used; {error}.")
        if problems:
            raise SettingsError("\n".join(problems))
        return cls(**values)

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, or None on PostgreSQL."""
        name = self.database_url.removeprefix("sqlite:///")
        return Path(name).absolute() if name != self.database_url else None

    def key_file(self, name: str) -> Path:
        """Where a key is kept when the environment does not hold it."""
        return self.data_dir / "keys" / name

    def key_text(self, name: str) -> str:
        """One of `KEYS` as it is set or kept; empty where there is none yet."""
        return getattr(self, f"{name}_key") or _kept(self.key_file(name))

    def key(self, name: str) -> bytes:
        """The 32 bytes of one of `KEYS`; made and kept on first use, but never in production."""
        text = self.key_text(name)
        if not text and self.production:
            raise SettingsError(_no_key(self, name))
        text = text or make_key(self.key_file(name))
        return hmac.digest(text.encode(), f"qol {name} key".encode(), hashlib.sha256)


def private_folder(folder: Path) -> Path:
    """A folder that only its owner opens; made, with the folder it is in, where it is missing."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def make_key(file: Path) -> str:
    """The key in a file that only its owner reads; made when there is none, the same for all processes."""
    private_folder(file.parent)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(48) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)  # fails when another process was first; then its key is the key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _kept(file)


def production_problems(settings: Settings) -> list[str]:
    """Why these settings must not serve real patients, each in a sentence; empty outside production."""
    if not settings.production:
        return []
    problems = []
    if settings.debug:
        problems.append("FLASK_DEBUG is on: debug mode shows code and data. Remove it.")
    if settings.oidc_issuer.startswith("http://"):
        problems.append("QOL_OIDC_ISSUER is not https: anybody on the way could sign in as anybody.")
    for name in KEYS:
        text = settings.key_text(name)
        if not text:
            problems.append(_no_key(settings, name))
        elif _can_be_guessed(text):
            problems.append(f"QOL_{name.upper()}_KEY can be guessed. {HOW_TO_MAKE_A_KEY}")
        elif not getattr(settings, f"{name}_key") and settings.key_file(name).stat().st_mode & 0o077:
            file = settings.key_file(name)
            problems.append(f"The key {file} can be read by others than its owner. Run `chmod 600 {file}`.")
    return problems


HOW_TO_MAKE_A_KEY = "`python -m qol settings --make-keys` makes good ones in the data folder."


def _can_be_guessed(key: str) -> bool:
    """Whether a key is short, or little is left of it without well-known words."""
    rest = key.lower()
    for word in WELL_KNOWN:
        rest = rest.replace(word, "")
    return len(key) < SHORTEST_KEY or len(rest) < SHORTEST_KEY / 2 or len(set(rest)) < 11


def _no_key(settings: Settings, name: str) -> str:
    file = settings.key_file(name)
    return f"QOL_{name.upper()}_KEY is not set and there is no {file}. {HOW_TO_MAKE_A_KEY}"


def _kept(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f"The key {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise SettingsError(f"The key {file} is not text. {HOW_TO_MAKE_A_KEY}") from None


def _dotenv(file: Path) -> dict[str, str]:
    """The NAME=VALUE lines of a `.env` file; a name that is no option is refused, as it is mistyped."""
    if not file.is_file():
        return {}
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}:{_line_of(error)}: this is not UTF-8 text; save the file as UTF-8.") from None
    known = {option.metadata["name"] for option in fields(Settings)}
    texts, problems = {}, []
    for number, line in enumerate(lines, start=1):
        line = line.strip().removeprefix("export ")
        if not line or line.startswith("#"):
            continue
        name, equals, value = (part.strip() for part in line.partition("="))
        if not equals or name not in known:
            problems.append(f"{file}:{number}: {name} is not an option; `python -m qol settings` lists them.")
        texts[name] = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
    if problems:
        raise SettingsError("\n".join(problems))
    return texts


def _line_of(error: UnicodeDecodeError) -> int:
    return error.object[: error.start].count(b"\n") + 1
