"""A landfalld that pulls from a double, for tests of connectors."""

import json
import pathlib
import subprocess
import sys
import time
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from server_process import ServerProcess  # noqa: E402

# The beginning of a configuration, and what follows the id and the system of a
# source that is pulled with credentials of Entra ID; `start` fills them in. Some
# tests replace an address between its quotes.
HEAD = """
listen: {{grpc: "127.0.0.1:0", http: "127.0.0.1:0"}}
store: {{path: data}}
"""
PULLED = """
    url: {url}
    auth: {{tenant: {tenant}, client_id: {client_id},
           client_secret: "file:secret", authority: {authority}}}
    sync: {{every: {every}, full: {full}, give_up: {give_up}}}
"""


class PullTest(unittest.TestCase):
    """A subclass sets `double` and has a `CONFIG` with one pulled source."""

    LANDFALLD = LANDFALL = SOURCE = CONFIG = ""
    # Files of the server's folder, and which access of the double is in them.
    SECRETS = {"secret": "client_secret"}
    double = None

    def use(self, double):
        self.double = double
        self.addCleanup(double.close)
        double.apply({"do": "run_clock"})

    def start(self, every="1h", full="24h", give_up="30s"):
        access = self.double.access()
        server = ServerProcess(self.LANDFALLD, self.LANDFALL,
                               self.CONFIG.format(
                                   url=self.double.url, every=every, full=full,
                                   give_up=give_up, **access))
        self.addCleanup(server.remove)
        self.prepare(server)
        server.start()
        return server

    def prepare(self, server):
        """Puts what the configuration names into the server's folder."""
        access = self.double.access()
        for name, key in self.SECRETS.items():
            secret = server.home / name
            secret.write_text(access[key], encoding="utf-8")
            secret.chmod(0o600)

    def sync(self, server, *flags, allowed=0):
        """The run of the one source that is pulled, once it has ended."""
        done = subprocess.run(server.command("sync", self.SOURCE, *flags),
                              capture_output=True, text=True, check=False,
                              timeout=120)
        self.assertEqual(done.returncode, allowed, done.stderr + done.stdout)
        report = json.loads(done.stdout)["runs"][0]
        self.assertEqual(report["source"], self.SOURCE)
        return report["run"]

    def first(self, server):
        """The run that begins by itself when the server starts, once it has
        ended."""
        url = f"http://{server.http}/v1/sources/{self.SOURCE}/runs"
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with urllib.request.urlopen(url, timeout=30) as answer:
                runs = json.load(answer)["runs"]
            if runs and runs[-1]["state"] != "RUNNING":
                return runs[-1]
            time.sleep(0.05)
        raise AssertionError("no run has ended")

    def source(self, server):
        return next(source for source in server.ask("sources")["sources"]
                    if source["id"] == self.SOURCE)

    def fault(self, kind, **settings):
        self.double.apply({"do": "fault", "kind": kind, **settings})

    def rows_of(self, name):
        return self.double.table(name).rows

    def counters(self):
        return self.double.apply({"do": "counters"})

    def assert_no_rule_broken(self):
        self.assertEqual(self.counters()["violations"], [])


def metrics_of(server):
    """Values of the page /metrics by the text in front of them."""
    with urllib.request.urlopen(f"http://{server.http}/metrics",
                                timeout=30) as page:
        lines = page.read().decode("utf-8").splitlines()
    return {name: float(value) for name, _, value in
            (line.rpartition(" ") for line in lines
             if line and not line.startswith("#"))}
