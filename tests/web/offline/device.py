"""A patient's device: Chromium with a profile that outlives it, which can be killed like a tablet without power."""

import os
import signal
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, expect

START = 30


class Device:
    """One profile on one disk; `on` starts the browser, `kill` ends it at once."""

    def __init__(self, playwright: Playwright, profile: Path, options: dict[str, Any]) -> None:
        self._playwright = playwright
        self.profile = profile
        self._command = [options["executable_path"], *options["args"]]
        self._process: subprocess.Popen[bytes] | None = None
        self.page: Page
        self.context: BrowserContext

    def on(self) -> Page:
        """Start the browser; its page."""
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [*self._command, "--headless=new", "--remote-debugging-port=0", "--no-first-run",
             f"--user-data-dir={self.profile}", "--window-size=768,1024", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{_port(port_file)}")
        self.context = self._browser.contexts[0]
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        return self.page

    def kill(self) -> None:
        """End browser and helpers without a word, as if the battery were gone."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def off(self) -> None:
        """Close the browser as a person does."""
        if self._process is not None:
            self._browser.new_browser_cdp_session().send("Browser.close")
            self._process.wait(START)
            self._process = None

    def holds(self, *needles: str) -> list[tuple[str, str]]:
        """Where in the raw files of the profile any of the words stands, in either of the browser's spellings."""
        files = [file for file in self.profile.rglob("*") if file.is_file() and not file.is_symlink()]
        assert len(files) > 20
        spellings = {needle: (needle.encode(), needle.encode("utf-16-le")) for needle in needles}
        bodies = ((file, file.read_bytes()) for file in files)
        return [
            (str(file), needle)
            for file, body in bodies
            for needle, both in spellings.items()
            if any(spelling in body for spelling in both)
        ]


def _port(file: Path) -> str:
    end = monotonic() + START
    while monotonic() < end:
        lines = file.read_text().split() if file.exists() else []
        if lines:
            return lines[0]
        sleep(0.05)
    raise AssertionError("the browser did not start")


def ready(page: Page) -> None:
    """Wait until the page goes on by itself."""
    expect(page.locator("html[data-run=on]")).to_have_count(1, timeout=15_000)


def question(page: Page) -> str:
    """The present question's place in the address."""
    return page.evaluate("location.pathname")
