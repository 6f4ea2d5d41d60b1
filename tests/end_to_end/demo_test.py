"""The demonstration data over the real path: what the documents promise.

    demo_test.py LANDFALLD LANDFALL
"""

import csv
import sys
import time
import unittest

sys.dont_write_bytecode = True

from landfall_server import DEMO, LandfallServer  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]


class WorkedExamplesTest(unittest.TestCase):
    """Both worked examples, exactly."""

    @classmethod
    def setUpClass(cls):
        cls.server = LandfallServer(LANDFALLD, LANDFALL, DEMO)
        cls.counts = cls.server.import_all()

    @classmethod
    def tearDownClass(cls):
        if cls.server.stop() != 0:
            raise RuntimeError("landfalld did not stop cleanly")

    def test_every_row_is_taken(self):
        for name, counts in self.counts.items():
            with self.subTest(file=name):
                self.assertGreater(counts["inserted"], 0)
                self.assertEqual(counts.get("rejected", 0), 0)

    def test_importing_again_changes_nothing(self):
        for name, counts in self.server.import_all().items():
            with self.subTest(file=name):
                self.assertEqual(counts.get("inserted", 0), 0)
                self.assertEqual(counts.get("updated", 0), 0)

    def test_dataverse_week(self):
        card = self.server.ask("card", "dataverse-not-promoted",
                               "--as-of", "2026-06-10")
        stages = card["stages"]
        self.assertEqual(stages["inWindow"], 47)
        self.assertEqual(stages["promoted"], 43)
        self.assertEqual(stages["notPromoted"], 4)
        self.assertEqual(card["count"], 4)
        self.assertEqual(card["withOpenActivity"], 3)
        self.assertTrue(card["alert"]["firing"])
        self.assertTrue(card["complete"])

    def test_the_four_have_four_reasons(self):
        listed = self.server.ask("list", "dataverse-not-promoted",
                                 "--as-of", "2026-06-10")
        self.assertEqual(listed["totalCount"], 4)
        first = {row["name"]: row["reasons"][0]["code"]
                 for row in listed["value"]}
        self.assertEqual(first, {
            "Kestrel Bakery Supplies": "NO_COMPANY_ON_RECORD",
            "Rosalind Achterberg": "EXCLUDED_BY_MAP_FILTER",
            "Tidewater Textile Mills": "REFERENCE_DATA_MISSING",
            "Marchbank Lighting": "PRESENT_IN_OTHER_ENTITY"})

    def test_shop_week(self):
        card = self.server.ask("card", "ecom-absent", "--as-of", "2026-04-13")
        stages = card["stages"]
        self.assertEqual(card["count"], 17)
        self.assertEqual(stages["inWindow"], 31)
        self.assertEqual(stages["promoted"], 14)
        self.assertEqual({line["key"]: line["count"]
                          for line in card["byChannel"]},
                         {"B2B": 6, "DTC": 11})
        self.assertEqual(card["blockedValue"],
                         {"currencyCode": "USD", "amount": 61200.0})
        self.assertEqual(card["largest"]["name"], "Wholesale-X")
        self.assertEqual(card["largest"]["amount"], 18400.0)
        self.assertEqual(card["alsoInDataverse"], 4)
        self.assertTrue(card["alert"]["firing"])
        self.assertTrue(card["twin"]["agrees"])
        self.assertTrue(card["complete"])

    def test_a_master_customer_says_where_its_customers_are_missing(self):
        check = self.server.ask("explain", "erp/customer/ustr:C-00042",
                                "--as-of", "2026-04-13")["check"]
        self.assertEqual(check["explanation"],
                         "Not in CA Trade ULC. Present in US Trade Inc as "
                         "C-00042. Stands for 2 upstream customers.")
        self.assertEqual({entity["entity"]: entity["outcome"]
                          for entity in check["entities"]},
                         {"USTR": "PRESENT_NOT_EXPECTED", "CATR": "MISSING"})
        # Without a url of the source there is no link.
        self.assertEqual(check["entities"][0]["customers"][0]["url"], "")

    def test_the_list_adds_up_to_the_card(self):
        listed = self.server.ask("list", "ecom-absent",
                                 "--as-of", "2026-04-13")
        self.assertEqual(len(listed["value"]), 17)
        self.assertEqual(listed["value"][0]["name"], "Wholesale-X")
        cents = sum(round(row["blockedValue"]["amount"] * 100)
                    for row in listed["value"])
        self.assertEqual(cents, 6120000)


class EveryRowTest(unittest.TestCase):
    """Whatever a card lists can be explained and erased."""

    def setUp(self):
        self.server = LandfallServer(LANDFALLD, LANDFALL, DEMO)
        self.server.import_all()

    def tearDown(self):
        self.server.stop()

    def test_every_row_of_every_card(self):
        rows = {}
        for as_of in ("2026-06-10", "2026-04-13"):
            for card in self.server.ask("cards", "--as-of", as_of)["cards"]:
                listed = self.server.ask("list", card["card"],
                                         "--limit", "10000",
                                         "--as-of", as_of)
                for row in listed["value"]:
                    ref = row["record"]
                    text = "/".join((ref["source"], ref["type"], ref["id"]))
                    # This card judges also those without an active order.
                    if card["card"] == "new-customers":
                        rows.setdefault(text, (as_of, None))
                    else:
                        rows[text] = (as_of, row["verdict"])
        self.assertTrue(any("/guest-" in ref for ref in rows))
        self.assertTrue(any("/order/" in ref for ref in rows))
        self.assertTrue(any("error" in ref for ref in rows))
        for ref, (as_of, verdict) in rows.items():
            with self.subTest(record=ref):
                explained = self.server.ask("explain", ref, "--as-of", as_of)
                check = self.server.ask("check", ref, "--as-of", as_of)
                if verdict is not None:
                    self.assertEqual(explained["check"]["verdict"], verdict)
                self.assertEqual(check["verdict"],
                                 explained["check"]["verdict"])
        erased = 0
        for ref in rows:
            with self.subTest(erased=ref):
                # An order goes with its customer, so it may be gone already.
                out = self.server.run("erase", ref, "--format", "json",
                                      allowed=(0, 1))
                erased += bool(out.strip())
                self.assertEqual(
                    self.server.ask("check", ref)["reasons"][0]["code"],
                    "RECORD_NOT_HELD")
        self.assertGreater(erased, len(rows) / 2)
        for as_of in ("2026-06-10", "2026-04-13"):
            for card in self.server.ask("cards", "--as-of", as_of)["cards"]:
                self.assertEqual(card["count"], 0, card["card"])


class GalleryTest(unittest.TestCase):
    """Every customer of the gallery shows the reason it is named after."""

    @classmethod
    def setUpClass(cls):
        cls.server = LandfallServer(LANDFALLD, LANDFALL, DEMO / "gallery")
        cls.server.import_all()
        time.sleep(1.5)  # one source is stale a second after it was read

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def test_verdicts_and_reasons(self):
        path = DEMO / "gallery" / "expected.tsv"
        with path.open(encoding="utf-8") as table:
            rows = [row for row in csv.reader(table, delimiter="\t")
                    if not row[0].startswith("#")]
        self.assertGreater(len(rows), 30)
        for record, as_of, keys, verdict, reasons in rows:
            with self.subTest(record=record, expected=reasons):
                options = [] if as_of == "now" else ["--as-of", as_of]
                if keys:
                    options += ["--keys", keys]
                answer = self.server.ask("check", record, *options)
                self.assertEqual(answer["verdict"], verdict)
                given = [reason["code"] for reason in answer["reasons"]]
                for reason in reasons.split(" "):
                    self.assertIn(reason, given)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
