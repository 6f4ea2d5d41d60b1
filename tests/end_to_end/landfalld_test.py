"""Starting and stopping landfalld: what goes wrong, and how it says so.

    landfalld_test.py LANDFALLD LANDFALL
"""

import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

LANDFALLD, LANDFALL = sys.argv[1:3]

CONFIG = """\
listen: {{grpc: "{address}", http: "127.0.0.1:0"}}
store: {{path: {store}}}
legal_entities:
  - {{id: USTR, name: US Trade Inc, country: US, currency: USD, source: erp}}
sources:
  - {{id: erp, system: finance_operations}}
  - {{id: crm, system: dataverse}}
{more}
"""


class LandfalldTest(unittest.TestCase):

    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="landfalld-test-"))
        self.started = []

    def tearDown(self):
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.communicate()
        shutil.rmtree(self.home)

    def config(self, name="landfall.yaml", address="127.0.0.1:0",
               store="data", more=""):
        path = self.home / name
        path.write_text(CONFIG.format(address=address, store=store, more=more),
                        encoding="utf-8")
        return path

    def run_to_end(self, *arguments):
        return subprocess.run([LANDFALLD, *arguments], capture_output=True,
                              text=True, check=False, timeout=60)

    def start(self, config, umask=-1):
        """Starts a server and returns it with its gRPC address."""
        ports = self.home / (config.name + ".ports")
        process = subprocess.Popen(
            [LANDFALLD, "--config", config, "--ports-file", ports],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            umask=umask)
        self.started.append(process)
        deadline = time.monotonic() + 60
        while not ports.is_file():
            if process.poll() is not None or time.monotonic() > deadline:
                self.fail("landfalld is not ready: " + process.stderr.read())
            time.sleep(0.02)
        lines = ports.read_text(encoding="utf-8").splitlines()
        return process, dict(line.split(" ", 1) for line in lines)["grpc"]

    def test_usage(self):
        done = self.run_to_end("--confg", "x")
        self.assertEqual(done.returncode, 64)
        self.assertIn("did you mean --config?", done.stderr)
        self.assertEqual(self.run_to_end().returncode, 64)
        for flag, text in ("--help", "--check-config"), ("--version", "0."):
            done = self.run_to_end(flag)
            self.assertEqual(done.returncode, 0)
            self.assertIn(text, done.stdout)

    def test_check_config(self):
        good = self.run_to_end("--check-config", str(self.config()))
        self.assertEqual(good.returncode, 0, good.stderr)
        self.assertFalse((self.home / "data").exists())
        bad = self.run_to_end("--check-config",
                              str(self.config(more="soruces: []")))
        self.assertEqual(bad.returncode, 78)
        self.assertIn("soruces", bad.stderr)
        missing = self.run_to_end("--config", str(self.home / "nothing.yaml"))
        self.assertEqual(missing.returncode, 78)

    def test_what_lets_others_in_is_refused(self):
        for more in ("auth:", "auth: {}", "auth: {api_keys: []}",
                     "public_url: https://landfall.example.com"):
            with self.subTest(more):
                config = self.config(more=more)
                for flag in "--check-config", "--config":
                    done = self.run_to_end(flag, str(config))
                    self.assertEqual(done.returncode, 78, done.stderr)
                    self.assertIn(more.split(":")[0] + ":", done.stderr)
        self.assertFalse((self.home / "data").exists())

    def test_what_surprises_is_said(self):
        more = ("  - {id: shop, system: shopify, url: 'https://s.example',\n"
                "     sync: {every: 5m}}")
        config = self.config(more=more)
        checked = self.run_to_end("--check-config", str(config))
        self.assertEqual(checked.returncode, 0, checked.stderr)
        surprise = "sources[2].sync: is of no use without auth"
        self.assertIn(surprise, checked.stderr)
        server, _ = self.start(config)
        server.terminate()
        self.assertIn(surprise, server.communicate(timeout=60)[1])

    def test_nobody_else_reads_the_store(self):
        store = self.home / "data"
        store.mkdir(mode=0o755)
        server, address = self.start(self.config(), umask=0)
        rows = self.home / "rows.jsonl"
        rows.write_text('{"dataAreaId":"ustr","CustomerAccount":"C-1"}\n',
                        encoding="utf-8")
        subprocess.run([LANDFALL, "import", "--server", address, "--source",
                        "erp", "--type", "customer", rows], check=True,
                       capture_output=True, timeout=60)
        server.terminate()
        self.assertEqual(server.wait(timeout=30), 0)
        made = [store, *store.rglob("*")]
        self.assertGreater(len(made), 5)
        for path in made:
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    def test_what_is_not_there_yet_is_refused(self):
        entra = self.config(more="auth: {entra: {tenant: "
                            "00000000-0000-0000-0000-000000000001, "
                            "audience: api://landfall, roles: {}}}")
        self.assertEqual(
            self.run_to_end("--config", str(entra)).returncode, 78)

    def test_occupied_port(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            done = self.run_to_end("--config",
                                   str(self.config(address=address)))
        self.assertEqual(done.returncode, 73)
        self.assertIn(address, done.stderr)

    def test_second_server_on_one_folder(self):
        first, _ = self.start(self.config())
        second = self.run_to_end("--config", str(self.config("second.yaml")))
        self.assertEqual(second.returncode, 73)
        self.assertIn(str(self.home / "data"), second.stderr)
        self.assertIsNone(first.poll())

    def test_folder_that_is_a_file(self):
        (self.home / "data").write_text("something else", encoding="utf-8")
        done = self.run_to_end("--config", str(self.config()))
        self.assertIn(done.returncode, (73, 74))
        self.assertIn(str(self.home / "data"), done.stderr)

    def test_stops_in_order_and_keeps_what_it_acknowledged(self):
        config = self.config()
        for number in signal.SIGTERM, signal.SIGINT:
            server, address = self.start(config)
            rows = self.home / "rows.jsonl"
            rows.write_text('{"dataAreaId":"ustr","CustomerAccount":"C-1"}\n',
                            encoding="utf-8")
            done = subprocess.run(
                [LANDFALL, "import", "--server", address, "--source", "erp",
                 "--type", "customer", rows],
                capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            counted = '"inserted":%d' % (1 if number == signal.SIGTERM else 0)
            self.assertIn(counted, done.stdout)
            server.send_signal(number)
            self.assertEqual(server.wait(timeout=30), 0)
            (self.home / (config.name + ".ports")).unlink()
        gone = subprocess.run([LANDFALL, "cards", "--server", address],
                              capture_output=True, text=True, check=False,
                              timeout=60)
        self.assertEqual(gone.returncode, 4)

    def test_keys_let_in_what_they_may(self):
        made = subprocess.run(
            [LANDFALL, "keys", "new", "--role", "reader", "--format", "table"],
            capture_output=True, text=True, check=True, timeout=60).stdout
        key = next(line.strip() for line in made.splitlines()
                   if line.strip().startswith("lf_"))
        line = next(line.strip() for line in made.splitlines()
                    if line.strip().startswith("- {"))
        config = self.config(more="auth:\n  api_keys:\n    " + line)
        _, address = self.start(config)

        def ask(*arguments):
            return subprocess.run([LANDFALL, *arguments, "--server", address],
                                  capture_output=True, text=True, check=False,
                                  timeout=60)
        self.assertEqual(ask("cards", "--api-key", key).returncode, 0)
        self.assertIn("UNAUTHENTICATED", ask("cards").stderr)
        self.assertIn("PERMISSION_DENIED",
                      ask("erase", "erp/customer/ustr:C-1", "--api-key",
                          key).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
