"""API keys that come and go while a server runs.

    keys_test.py LANDFALLD LANDFALL
"""

import http.client
import json
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

LANDFALLD, LANDFALL = sys.argv[1:3]

CONFIG = """\
listen: {grpc: "127.0.0.1:0", http: "127.0.0.1:0"}
store: {path: data}
legal_entities:
  - {id: USTR, name: US Trade Inc, country: US, currency: USD, source: erp}
sources:
  - {id: erp, system: finance_operations}
auth: {keys_file: keys.yaml}
"""
# What the documentation promises is a second; a loaded machine gets more.
PATIENCE = 20


class KeysTest(unittest.TestCase):

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="landfall-keys-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.keys_file = self.home / "keys.yaml"
        (self.home / "landfall.yaml").write_text(CONFIG, encoding="utf-8")

    def keys(self, *arguments):
        """landfall keys, on the file; the answer as JSON."""
        done = subprocess.run(
            [LANDFALL, "keys", *arguments, "--file", self.keys_file,
             "--format", "json"], capture_output=True, text=True, check=True,
            timeout=60)
        return json.loads(done.stdout)

    def start(self):
        ports = self.home / "ports"
        log = (self.home / "log").open("w", encoding="utf-8")
        self.addCleanup(log.close)
        server = subprocess.Popen(
            [LANDFALLD, "--config", self.home / "landfall.yaml",
             "--ports-file", ports], stdout=log, stderr=subprocess.STDOUT)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        deadline = time.monotonic() + 60
        while not ports.is_file():
            if server.poll() is not None or time.monotonic() > deadline:
                self.fail("landfalld is not ready: " + self.log())
            time.sleep(0.02)
        addresses = dict(line.split(" ", 1) for line in
                         ports.read_text(encoding="utf-8").splitlines())
        self.grpc = addresses["grpc"]
        # One connection for all: a key is asked for with every request.
        self.connection = http.client.HTTPConnection(addresses["http"],
                                                     timeout=60)
        self.addCleanup(self.connection.close)
        return server

    def log(self):
        return (self.home / "log").read_text(encoding="utf-8")

    def status(self, key):
        """The HTTP status of a question."""
        self.connection.request("GET", "/v1/sources",
                                headers={"Authorization": f"Bearer {key}"})
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def wait_for(self, status, key):
        """Asks until the answer has this status; how long it took."""
        start = time.monotonic()
        while self.status(key) != status:
            self.assertLess(time.monotonic() - start, PATIENCE)
            time.sleep(0.2)
        return time.monotonic() - start

    def over_grpc(self, key):
        return subprocess.run(
            [LANDFALL, "sources", "--server", self.grpc, "--api-key", key],
            capture_output=True, text=True, check=False, timeout=60)

    def test_a_revoked_key_is_refused_by_the_running_server(self):
        leaked = self.keys("new", "--role", "admin", "--id", "leaked")["key"]
        other = self.keys("new", "--role", "reader", "--id", "other")["key"]
        self.start()
        self.assertEqual(self.status(leaked), 200)
        self.assertEqual(self.over_grpc(leaked).returncode, 0)
        self.assertEqual(self.keys("revoke", "leaked"), {"revoked": "leaked"})
        print(f"refused after {self.wait_for(401, leaked):.1f} s")
        refused = self.over_grpc(leaked)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("UNAUTHENTICATED (INVALID_CREDENTIALS)", refused.stderr)
        # It stays out, and nobody else is concerned.
        self.assertEqual(self.status(leaked), 401)
        self.assertEqual(self.status(other), 200)
        self.assertEqual(self.over_grpc(other).returncode, 0)
        self.assertIn("leaked", self.log())
        self.assertNotIn("lf_", self.log())

    def test_a_new_key_is_taken_by_the_running_server(self):
        first = self.keys("new", "--role", "reader", "--id", "first")["key"]
        self.start()
        self.assertEqual(self.status(first), 200)
        second = self.keys("new", "--role", "reader", "--id", "second",
                           "--rate-limit", "1,2")["key"]
        self.wait_for(200, second)
        # With the rate that it was made with.
        self.assertIn(429, [self.status(second) for _ in range(5)])
        self.assertEqual(self.status(first), 200)

    def test_a_file_that_cannot_be_read_once_is_read_later(self):
        """Whoever holds a leaked key can use up the files of the server."""
        leaked = self.keys("new", "--role", "reader", "--id", "leaked")["key"]
        other = self.keys("new", "--role", "reader", "--id", "other")["key"]
        server = self.start()
        self.assertEqual(self.status(leaked), 200)
        before = resource.prlimit(server.pid, resource.RLIMIT_NOFILE)
        # No file can be opened, however many are.
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (3, before[1]))
        self.keys("revoke", "leaked")
        deadline = time.monotonic() + PATIENCE
        while "the API keys stay as they were" not in self.log():
            self.assertLess(time.monotonic(), deadline)
            self.assertEqual(self.status(leaked), 200)
            time.sleep(0.2)
        self.assertEqual(self.status(leaked), 200)
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, before)
        self.wait_for(401, leaked)
        self.assertEqual(self.status(other), 200)

    def test_a_broken_file_changes_nothing(self):
        key = self.keys("new", "--role", "reader", "--id", "flows")["key"]
        self.start()
        self.assertEqual(self.status(key), 200)
        good = self.keys_file.read_bytes()
        self.keys_file.write_text("api_keys: [{id: flows", encoding="utf-8")
        deadline = time.monotonic() + PATIENCE
        while "keys.yaml" not in self.log():
            self.assertLess(time.monotonic(), deadline)
            self.assertEqual(self.status(key), 200)
            time.sleep(0.2)
        self.assertEqual(self.status(key), 200)
        self.keys_file.write_bytes(good)
        self.keys("revoke", "flows")
        self.wait_for(401, key)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
