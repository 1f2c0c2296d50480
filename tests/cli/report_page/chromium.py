"""A headless Chromium, driven over its DevTools protocol by a pair of pipes: JSON messages that end with a zero byte.

Nothing but Python's library is needed, and no port is opened.
"""

import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--force-color-profile=srgb", "--remote-debugging-pipe",
]


def find():
    """The path of a Chromium, or None."""
    return os.environ.get("HAPAX_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class Failure(Exception):
    """The browser did not do what it was asked for, or said nothing in time."""


class Chromium:
    """One browser with an empty profile of its own, which goes with it."""

    def __init__(self, path, patience=60):
        self._patience = patience
        self._profile = tempfile.mkdtemp(prefix="hapax-chromium-")
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        # The browser expects its commands on descriptor 3 and answers on 4.
        command = f'exec 3<&{to_read} 4>&{to_write}; exec "$0" "$@"'
        self._process = subprocess.Popen(
            ["bash", "-c", command, path, *FLAGS, f"--user-data-dir={self._profile}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(to_read, to_write))
        os.close(to_read)
        os.close(to_write)
        self._numbers = itertools.count(1)
        self._rest = b""
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self._process.wait(10)
        except (Failure, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        for descriptor in (self._to, self._from):
            os.close(descriptor)
        shutil.rmtree(self._profile, ignore_errors=True)

    def call(self, method, session=None, **parameters):
        """Sends a command and returns its result; events that come meanwhile go to `events`."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message(method)
            if answer.get("id") == number:
                if "error" in answer:
                    raise Failure(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _message(self, awaited):
        deadline = time.monotonic() + self._patience
        while b"\0" not in self._rest:
            if not select.select([self._from], [], [], max(0, deadline - time.monotonic()))[0]:
                raise Failure(f"{awaited}: no answer in {self._patience} s")
            piece = os.read(self._from, 1 << 20)
            if not piece:
                raise Failure(f"{awaited}: the browser has ended")
            self._rest += piece
        text, _, self._rest = self._rest.partition(b"\0")
        message = json.loads(text)
        if "id" not in message:
            self.events.append(message)
        return message

    def page(self):
        """A new tab whose console, errors and requests are recorded in `events`."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable", session)
        return Page(self, session)


class Page:
    def __init__(self, browser, session):
        self._browser = browser
        self._session = session

    def call(self, method, **parameters):
        return self._browser.call(method, self._session, **parameters)

    def look(self, width, height, dark, touch=False):
        """The size of the window, and what the reader prefers."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=touch)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, path):
        """Opens a file and waits until its script says that it is done, or has had a minute."""
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        for _ in range(600):
            if self.run("document.readyState === 'complete' && 'ready' in document.documentElement.dataset"):
                break
            time.sleep(0.1)
        self.settle()

    def settle(self):
        """Waits until what was changed has been drawn."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))")

    def run(self, expression):
        """The value of an expression of JavaScript; a promise is waited for."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise Failure(details.get("exception", {}).get("description", details["text"]))
        return result["result"].get("value")

    def press(self, key):
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key)
        self.settle()

    def complaints(self):
        """Errors and warnings of the console, exceptions, and violations of the page's own policy, since the last call."""
        found = []
        for event in self._take("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            elif event["method"] == "Log.entryAdded":
                found.append(f"{parameters['entry']['level']}: {parameters['entry']['text']}")
            elif parameters["type"] in ("error", "warning", "assert"):
                found.append(" ".join(str(argument.get("value")) for argument in parameters["args"]))
        return found

    def requests(self):
        """Addresses that were asked for since the last call, the page's own among them."""
        return [event["params"]["request"]["url"] for event in self._take("Network.requestWillBeSent")]

    def _take(self, *methods):
        mine = [event for event in self._browser.events if event["method"] in methods]
        self._browser.events = [event for event in self._browser.events if event["method"] not in methods]
        return mine
