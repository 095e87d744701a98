"""A headless Chromium, driven over the WebDriver protocol by nothing but the standard library.

SPDX-License-Identifier: Apache-2.0
"""

import base64
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
STARTS_WITHIN = 30  # seconds


def missing():
    """What of the browser is not there; "" when all is."""
    return " and ".join(name for name in ("chromium", "chromedriver") if not shutil.which(name))


class Browser:
    """One window. `options` are of Chromium; without a sandbox, because that needs rights that a container does not give."""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory(prefix="procscreen-browser-", ignore_cleanup_errors=True)
        home = pathlib.Path(self.folder.name)
        log = home / "driver.log"
        with open(log, "w", encoding="utf-8") as out:
            self.driver = subprocess.Popen([shutil.which("chromedriver"), "--port=0"], stdout=out, stderr=out,
                                           env={"PATH": "/usr/bin:/bin", "HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8"})
        self.session = None
        try:
            self.port = self.read_port(log)
            arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                         "--force-device-scale-factor=1", "--window-size=1400,1000", f"--user-data-dir={home / 'profile'}", *options]
            value = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": arguments},
                "goog:loggingPrefs": {"browser": "ALL"}}}})
            self.session = value["sessionId"]
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def read_port(self, log):
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and self.driver.poll() is None:
            for line in log.read_text(encoding="utf-8").splitlines():
                if "started successfully on port" in line:
                    return int(line.rstrip(".").rsplit(" ", 1)[1])
            time.sleep(0.05)
        raise RuntimeError("chromedriver did not start: " + log.read_text(encoding="utf-8"))

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def command(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def open(self, path, fragment=""):
        # Another fragment alone would not load the page again.
        self.command("POST", "/url", {"url": "about:blank"})
        self.command("POST", "/url", {"url": pathlib.Path(path).resolve().as_uri() + fragment})

    def run(self, script, *arguments):
        """The value of a function body in the page."""
        return self.command("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self.command("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.command("POST", f"/element/{self.find(selector)}/click", {})

    def type(self, selector, text):
        self.command("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def keys(self, text):
        """Typed where the focus is."""
        actions = [{"type": kind, "value": c} for c in text for kind in ("keyDown", "keyUp")]
        self.command("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def wait(self, script, *arguments, seconds=20):
        """Until the function body gives something true; that, or an error."""
        until = time.monotonic() + seconds
        while True:
            value = self.run(script, *arguments)
            if value or time.monotonic() > until:
                if not value:
                    raise RuntimeError(f"in {seconds} s not true: {script}")
                return value
            time.sleep(0.02)

    def log(self):
        """What the page said on its console since the last call, violations of its policy with it."""
        return [f"{entry['level']}: {entry['message']}" for entry in self.command("POST", "/se/log", {"type": "browser"})]

    def size(self, width, height):
        self.command("POST", "/window/rect", {"width": width, "height": height})

    def view(self, width, height):
        """Lay the page out for a screen of that width, which may be less than a window can have."""
        self.command("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride",
                                                   "params": {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}})

    def window_view(self):
        self.command("POST", "/goog/cdp/execute", {"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}})

    def screenshot(self, path):
        pathlib.Path(path).write_bytes(base64.b64decode(self.command("GET", "/screenshot")))

    def pdf(self):
        return base64.b64decode(self.command("POST", "/print", {"orientation": "landscape", "background": False}))

    def close(self):
        try:
            if self.session:
                self.command("DELETE", "")
        finally:
            self.driver.terminate()
            try:
                self.driver.wait(10)
            except subprocess.TimeoutExpired:
                self.driver.kill()
                self.driver.wait()
            self.folder.cleanup()
