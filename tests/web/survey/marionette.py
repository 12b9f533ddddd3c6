"""Firefox by its own remote protocol, Marionette: length-prefixed JSON over a socket, WebDriver's commands in it."""

import json
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

PATIENCE = 60
"""Seconds until the browser answers, on a busy machine."""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.server": "",
}
"""No errands on the network by itself."""


class Firefox:
    """One browser with a profile of its own; use it in a `with` block."""

    def __init__(self, program: str, profile: Path) -> None:
        profile.mkdir()
        port = _free_port()
        lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join([*lines, f'user_pref("marionette.port", {port});']))
        self.process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.number = 0
        self.socket = _connected(port)
        self._read()
        self.command("WebDriver:NewSession", {})

    def __enter__(self) -> "Firefox":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(PATIENCE)

    def command(self, name: str, arguments: dict[str, Any]) -> Any:
        """What the browser answers; raises AssertionError with its words for an error."""
        self.number += 1
        message = json.dumps([0, self.number, name, arguments])
        self.socket.sendall(f"{len(message.encode())}:{message}".encode())
        _kind, _number, error, result = self._read()
        assert error is None, f"{name}: {error['error']}: {error['message']}"
        return result

    def go(self, address: str) -> None:
        self.command("WebDriver:Navigate", {"url": address})

    def click(self, words: str) -> None:
        """The button, link or answer of these words."""
        path = f"//*[self::button or self::a or self::label][not(@aria-hidden)][normalize-space()={json.dumps(words)}]"
        self.command("WebDriver:ElementClick", {"id": self.find("xpath", path)})

    def type(self, name: str, text: str) -> None:
        """Into the field of that name."""
        self.command("WebDriver:ElementSendKeys", {"id": self.find("css selector", f"[name={name}]"), "text": text})

    def find(self, using: str, value: str) -> str:
        found = self.command("WebDriver:FindElement", {"using": using, "value": value})
        return str(found["value"][ELEMENT])

    def text(self) -> str:
        return str(self.script("return document.body.innerText"))

    def script(self, body: str) -> Any:
        return self.command("WebDriver:ExecuteScript", {"script": body, "args": []})["value"]

    def until(self, condition: str) -> None:
        """Wait until a condition of the page holds."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(AssertionError):  # the page may be on its way to the next
                if self.script(f"return Boolean({condition})"):
                    return
            time.sleep(0.1)
        raise AssertionError(f"never came true: {condition}\n{self.text()}")

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self.socket.recv(1)
        body = b""
        while len(body) < int(length[:-1]):
            body += self.socket.recv(int(length[:-1]) - len(body))
        return json.loads(body)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
