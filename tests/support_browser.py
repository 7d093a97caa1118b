"""A real headless Chromium for tests, driven over its debugging pipe, which needs no library."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_core_python

KEYS = {"Tab": 9, "Enter": 13}
PATIENCE = 60.0


class Browser:
    """One tab. `requested` and `complaints` are of the page shown last: its addresses, and what the console says."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._received = b""
        self._number = 0
        self._session: str | None = None
        self._loaded = ""  # by which loader the page that has loaded last came; every navigation has its own
        self._urls: dict[str, str] = {}
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self._frame = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=self._frame, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self._send(f"{domain}.enable")
        self._send("Page.setLifecycleEventsEnabled", enabled=True)

    def show(self, address: str, width: int, theme: str) -> None:
        """Open a page in a window of that width and theme (light or dark), and wait until it has loaded."""
        self.resize(width)
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self._send("Emulation.setEmulatedMedia", media="", features=features)
        self.requested, self.complaints = [], []
        loader = self._send("Page.navigate", url=address)["loaderId"]
        while self._loaded != loader:
            self._note(self._receive())

    def resize(self, width: int) -> None:
        """Make the window that wide; the page that it shows is laid out anew."""
        self._send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)

    def as_printed(self) -> None:
        """Lay the page out as it is printed where the screen is dark, until the next one is shown."""
        dark = [{"name": "prefers-color-scheme", "value": "dark"}]
        self._send("Emulation.setEmulatedMedia", media="print", features=dark)

    def with_forced_colours(self) -> None:
        """Lay the page out in the few colours that a system forces upon all pages, until the next one is shown."""
        self._send("Emulation.setEmulatedMedia", media="", features=[{"name": "forced-colors", "value": "active"}])

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression in the page, of a promise what it comes to."""
        answer = self._send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def follow(self, selector: str) -> None:
        """Click on a link and wait until where it leads has loaded."""
        before = self._loaded
        self.ask(f"document.querySelector({json.dumps(selector)}).click()")
        while self._loaded == before:
            self._note(self._receive())

    def until(self, expression: str) -> Any:
        """Ask again and again until the answer is true; a page that never makes it true ends the test."""
        deadline = time.monotonic() + PATIENCE
        while not (answer := self.ask(expression)):
            assert time.monotonic() < deadline, f"waited {PATIENCE} s for {expression}"
        return answer

    def violations(self) -> list[str]:
        """Return what axe finds wrong with the page for people who see little or nothing."""
        self.ask(axe_script() + ";0")
        found: list[str] = self.ask(AXE_RUN)
        return found

    def press(self, key: str) -> None:
        """Press and release a key."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
        typed = {"text": "\r"} if key == "Enter" else {}
        self._send("Input.dispatchKeyEvent", type="keyDown", **named, **typed)
        self._send("Input.dispatchKeyEvent", type="keyUp", **named)

    def picture(self, path: Path) -> Path:
        """Write a picture of the whole page."""
        taken = self._send("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(taken["data"]))
        return path

    def _send(self, method: str, **values: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (got := self._receive()).get("id") != self._number:
            self._note(got)
        assert "error" not in got, got
        return got["result"]

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._received:
            ready, _, _ = select.select([self._back], [], [], PATIENCE)
            assert ready, f"the browser said nothing for {PATIENCE} s"
            more = os.read(self._back, 1 << 20)
            assert more, "the browser has ended"
            self._received += more
        message, _, self._received = self._received.partition(b"\0")
        got: dict[str, Any] = json.loads(message)
        return got

    def _note(self, event: dict[str, Any]) -> None:
        name, values = event.get("method"), event.get("params", {})
        if name == "Page.lifecycleEvent" and values["name"] == "load" and values["frameId"] == self._frame:
            self._loaded = values["loaderId"]
        elif name == "Network.requestWillBeSent":
            self.requested.append(values["request"]["url"])
            self._urls[values["requestId"]] = values["request"]["url"]
        elif name == "Network.loadingFailed" and values.get("blockedReason") == "csp":
            self.requested.remove(self._urls[values["requestId"]])  # it was told of, and never sent
        elif name == "Log.entryAdded":
            self.complaints.append(values["entry"]["text"])
        elif name == "Runtime.exceptionThrown":
            self.complaints.append(str(values["exceptionDetails"]))


@contextmanager
def browser(program: str, folder: Path) -> Iterator[Browser]:
    """Run a browser with a profile of its own."""
    (theirs_in, to), (back, theirs_out) = os.pipe(), os.pipe()

    def hand_over() -> None:
        moved_in, moved_out = os.dup(theirs_in), os.dup(theirs_out)  # neither may be in the other's place
        os.dup2(moved_in, 3)
        os.dup2(moved_out, 4)

    process = subprocess.Popen(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe",
         "--disable-dev-shm-usage", f"--user-data-dir={folder}", "about:blank"],
        pass_fds=(3, 4), preexec_fn=hand_over, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(to, back)
    finally:
        process.terminate()
        process.wait(30)
        os.close(to)
        os.close(back)


def axe_script() -> str:
    """Return axe's script: that of `$XUNLI_AXE`, else the one that the development tools bring."""
    named = os.environ.get("XUNLI_AXE")
    path = Path(named) if named else Path(axe_core_python.__file__).parent / "axe.min.js"
    return path.read_text(encoding="utf-8")


AXE_RUN = """axe.run(document, {resultTypes: ["violations"], iframes: false}).then(found => found.violations.map(
  one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")))"""
