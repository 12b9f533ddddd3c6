"""A mail server on this machine, by the standard library: it takes messages, refuses, or hangs up where told."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Post:
    """What the server took and what it is told to do. answers: command -> a reply instead of its own, or `hang up`."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)


class Conversation(StreamRequestHandler):
    post: Post
    trust: ssl.SSLContext | None
    timeout = 10

    def handle(self) -> None:
        self.tls = False
        self.say("220 here")
        while line := self.rfile.readline():
            command = line.decode("ascii", "replace").strip()
            word = command.split(" ")[0].split(":")[0].upper()
            told = self.post.answers.get(word)
            if told == "hang up":
                return
            if told:
                self.say(told)
            elif not self.follow(word, command):
                return

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def follow(self, word: str, command: str) -> bool:
        if word == "EHLO":
            offers = ["250-here", *(["250-STARTTLS"] if self.trust and not self.tls else []), "250 AUTH PLAIN"]
            self.say("\r\n".join(offers))
        elif word == "STARTTLS" and self.trust:
            self.say("220 go on")
            self.connection = self.trust.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            self.tls = True
        elif word == "AUTH":
            self.post.signed_in.append(command.split()[-1])
            self.say("235 welcome")
        elif word == "RCPT":
            self.post.recipients.append(command)
            self.say("250 ok")
        elif word == "DATA":
            return self.take()
        elif word == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def take(self) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        told = self.post.answers.get("the text")
        if told == "hang up":
            return False
        if not told:
            made = message_from_bytes(b"".join(lines), policy=default)
            self.post.taken.append(made)
            self.post.encrypted.append(self.tls)
        self.say(told or "250 2.0.0 taken")
        return True


@contextmanager
def mail_server(trust: ssl.SSLContext | None = None) -> Iterator[Post]:
    """A server on a free port; with a certificate it offers STARTTLS."""
    post = Post()
    handler = type("Handler", (Conversation,), {"post": post, "trust": trust})
    with ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        post.port = server.server_address[1]
        thread = Thread(target=lambda: server.serve_forever(0.02))
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path, *, address: str = "127.0.0.1") -> tuple[Path, ssl.SSLContext]:
    """A certificate that signs itself, for one address: its file, and the server's side of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "mail.pem", folder / "mail.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(file, secret)
    return file, trust
