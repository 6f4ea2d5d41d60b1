"""Two hundred thousand customers from files, through the command line.

    large_import_test.py LANDFALLD LANDFALL

LANDFALL_LARGE_CUSTOMERS says how many. Times and memory are printed, not
judged; docs/benchmarks.md is about those.
"""

import os
import pathlib
import shutil
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

import generated_customers as generated  # noqa: E402
from server_process import ServerProcess  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
CUSTOMERS = range(int(os.environ.get("LANDFALL_LARGE_CUSTOMERS", "200000")))


class LargeImportTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.files = pathlib.Path(tempfile.mkdtemp(prefix="landfall-files-"))
        cls.pages = generated.write_ledger_pages(cls.files, CUSTOMERS)
        cls.export = generated.write_shop_export(cls.files / "shop.jsonl",
                                                 CUSTOMERS)
        cls.server = ServerProcess(LANDFALLD, LANDFALL, generated.CONFIG)
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        cls.server.remove()
        shutil.rmtree(cls.files)

    def import_all(self, what):
        started = time.monotonic()
        counts = [
            self.server.ask("import", "--source", "erp", "--type", "customer",
                            *self.pages),
            self.server.ask("import", "--source", "shop", self.export)]
        seconds = time.monotonic() - started
        rows = sum(count["read"] for count in counts)
        print(f"{what}: {rows} rows in {seconds:.1f} s, server "
              f"{self.server.resident_bytes() / 2**20:.0f} MiB", flush=True)
        return {name: sum(count[name] for count in counts)
                for name in ("read", "inserted", "updated", "unchanged",
                             "rejected")}

    def check_answers(self):
        expected = generated.expected_card(CUSTOMERS)
        for card in "ecom-absent", "ecom-absent-connector":
            answer = self.server.ask("card", card, "--as-of", generated.AS_OF)
            self.assertEqual(answer["count"], expected["count"])
            self.assertEqual(answer["stages"]["inWindow"],
                             expected["inWindow"])
            self.assertEqual(answer["stages"]["promoted"],
                             expected["promoted"])
            self.assertEqual(answer["stages"]["unknown"], 0)
            self.assertEqual(answer["blockedValue"]["amount"],
                             expected["blocked"])
            self.assertTrue(answer["twin"]["agrees"])
            self.assertTrue(answer["complete"])
        listed = self.server.ask("list", "ecom-absent", "--as-of",
                                 generated.AS_OF)
        self.assertEqual(listed["totalCount"], expected["count"])
        self.assertEqual(len(listed["value"]), expected["count"])
        self.assertEqual(len({row["record"]["id"] for row in listed["value"]}),
                         expected["count"])
        print(f"a list of {len(listed['value'])} rows: server "
              f"{self.server.resident_bytes() / 2**20:.0f} MiB", flush=True)

    def test_counts_are_exact_and_a_repeat_changes_nothing(self):
        masters = sum(1 for i in CUSTOMERS if generated.ledger(i))
        total = masters + 2 * len(CUSTOMERS)
        self.assertEqual(self.import_all("first import"), {
            "read": total, "inserted": total, "updated": 0, "unchanged": 0,
            "rejected": 0})
        self.assertEqual(self.server.held(), {
            "erp/customer": masters, "shop/customer": len(CUSTOMERS),
            "shop/order": len(CUSTOMERS)})
        self.check_answers()
        self.assertEqual(self.import_all("the same again"), {
            "read": total, "inserted": 0, "updated": 0, "unchanged": total,
            "rejected": 0})
        self.check_answers()
        self.assertEqual(self.server.stop(), 0)
        started = time.monotonic()
        self.server.start()
        print(f"restart: {time.monotonic() - started:.1f} s, server "
              f"{self.server.resident_bytes() / 2**20:.0f} MiB", flush=True)
        self.check_answers()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
