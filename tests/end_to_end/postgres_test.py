"""landfalld over PostgreSQL: what is other than over a folder.

    postgres_test.py LANDFALLD LANDFALL
"""

import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

import generated_customers as generated  # noqa: E402
from postgres_server import PostgresServer  # noqa: E402
from server_process import ServerProcess  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
CUSTOMERS = range(40)
CARD = ["card", "ecom-absent", "--as-of", generated.AS_OF]


class PostgresTest(unittest.TestCase):

    def setUp(self):
        self.database = PostgresServer()
        self.addCleanup(self.database.remove)
        url = self.database.new_url()
        self.url = url
        self.config = generated.CONFIG.replace(
            "store: {path: ./landfall-data}", f'store: {{postgres: "{url}"}}')
        self.server = self.new_server()

    def new_server(self):
        server = ServerProcess(LANDFALLD, LANDFALL, self.config)
        self.addCleanup(server.remove)
        return server

    def import_all(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            pages = generated.write_ledger_pages(folder, CUSTOMERS)
            export = generated.write_shop_export(folder / "shop.jsonl",
                                                 CUSTOMERS)
            self.server.ask("import", "--source", "erp", "--type", "customer",
                            *pages)
            self.server.ask("import", "--source", "shop", export)

    def run_client(self, *words):
        return subprocess.run(self.server.command(*words), capture_output=True,
                              text=True, check=False, timeout=120)

    def rows_with(self, text):
        """How many rows of all tables hold the text."""
        tables = ("record", "named", "event", "member", "subscription",
                  "delivery")
        counts = (f"(SELECT count(*) FROM landfall.{table} WHERE "
                  f"position('{text}'::bytea IN body) > 0)"
                  for table in tables)
        return int(self.database.ask(self.url, f"SELECT {' + '.join(counts)}"))

    def test_second_server_is_refused(self):
        self.server.start()
        (self.server.home / "second.yaml").write_text(self.config,
                                                      encoding="utf-8")
        done = subprocess.run(
            [LANDFALLD, "--config", self.server.home / "second.yaml"],
            capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 73)
        self.assertIn("in use by another Landfall server", done.stderr)
        self.server.kill()
        self.server.start()  # its lock went with it
        self.assertEqual(self.server.stop(), 0)

    def test_wrong_connection_string_names_no_secret(self):
        path = self.server.home / "secret"
        path.write_text("postgresql://u:hunter2@h/db?nothing=hunter2",
                        encoding="utf-8")
        path.chmod(0o600)
        config = self.server.home / "landfall.yaml"
        config.write_text(self.config.replace(f'"{self.url}"',
                                              '"file:secret"'),
                          encoding="utf-8")
        done = subprocess.run([LANDFALLD, "--check-config", config],
                              capture_output=True, text=True, check=False,
                              timeout=60)
        self.assertEqual(done.returncode, 78)
        self.assertIn("no connection string of PostgreSQL", done.stderr)
        self.assertNotIn("hunter2", done.stderr)

    def test_goes_on_while_the_database_is_away(self):
        self.server.start()
        self.import_all()
        before = self.server.ask(*CARD)
        expected = generated.expected_card(CUSTOMERS)
        self.assertEqual(before["count"], expected["count"])
        self.database.kill()
        self.assertEqual(self.server.ask(*CARD)["count"], before["count"])
        reference = f"shop/customer/{7_000_000_000 + CUSTOMERS[-1]}"
        basic = self.run_client("check", reference, "--view", "basic")
        self.assertEqual(basic.returncode, 0, basic.stderr)
        refused = self.run_client("erase", reference, "--yes")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("UNAVAILABLE (STORE_UNAVAILABLE)", refused.stderr)
        self.assertTrue(
            self.server.log_lines("the database cannot be reached"))
        self.database.start()
        deadline = time.monotonic() + 60
        while (self.run_client("erase", reference, "--yes").returncode != 0
               and time.monotonic() < deadline):
            time.sleep(0.05)
        self.assertEqual(self.server.held()["shop/customer"],
                         len(CUSTOMERS) - 1)
        self.assertEqual(self.server.stop(), 0)

    def test_waits_for_the_database_at_the_start(self):
        self.server.start()
        self.import_all()
        held = self.server.held()
        self.assertEqual(self.server.stop(), 0)
        self.database.kill()
        ports = self.server.home / "ports"
        ports.unlink()
        process = subprocess.Popen(
            [LANDFALLD, "--config", self.server.home / "landfall.yaml",
             "--ports-file", ports], stdout=subprocess.DEVNULL)
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        self.database.start()
        deadline = time.monotonic() + 60
        while not ports.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertTrue(ports.is_file())
        process.terminate()
        self.assertEqual(process.wait(timeout=60), 0)
        self.server.start()
        self.assertEqual(self.server.held(), held)

    def test_erasure_leaves_no_row(self):
        self.server.start()
        self.import_all()
        address = generated.email(0)
        self.assertGreater(self.rows_with(address), 0)
        erased = self.run_client("erase", "shop/customer/7000000000", "--yes")
        self.assertEqual(erased.returncode, 0, erased.stderr)
        self.assertEqual(self.rows_with(address), 0)
        self.assertGreater(self.rows_with(generated.email(1)), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
