"""Landfall pulls a Shopify shop from a double over real HTTP.

    sync_shopify_test.py LANDFALLD LANDFALL

What it answers then is what it answers of the same shop after an import.
"""

import json
import pathlib
import sys
import tempfile
import time
import unittest
import urllib.request

sys.dont_write_bytecode = True

import pull_case  # noqa: E402
from pull_case import PullTest  # noqa: E402
import shopify_world as world  # noqa: E402
from server_process import ServerProcess  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

HEAD = pull_case.HEAD + """
exchange_rates: {{CAD: 0.73}}
legal_entities:
  - {{id: USTR, country: US, currency: USD, source: erp}}
  - {{id: CATR, country: CA, currency: CAD, source: erp}}
expectation:
  - {{tag: wholesale, entity: USTR}}
  - {{ship_to: [US], entity: USTR}}
  - {{ship_to: [CA], entity: CATR}}
sources:
  - {{id: erp, system: finance_operations}}
  - {{id: shop, system: shopify, channel: DTC"""
PULLED = HEAD + """, url: {url},
     api_version: VERSION, order_window: 60d,
     auth: {{client_id: {client_id}, client_secret: "file:secret"}},
     sync: {{every: {every}, full: {full}, give_up: {give_up}}}}}
"""
ROWS = {"shop/customer": 13, "shop/company": 1, "shop/company_location": 1,
        "shop/order": 19, "shop/draft_order": 1}


class ShopifyTest(PullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "shop"
    CONFIG = PULLED.replace("VERSION", "2026-10")
    maxDiff = None

    def setUp(self):
        self.renew()

    def renew(self):
        self.use(world.shop())

    def apply(self, what, **more):
        self.double.apply({"do": what, **more})

    def option(self, name, value):
        self.apply("option", name=name, value=value)

    def update(self, set_name, key, /, **changes):
        self.apply("update", set=set_name, key=key, changes=changes)

    def delete(self, name, key):
        self.apply("delete", set=name, key=key)

    def ask(self, url, body):
        request = urllib.request.Request(url, json.dumps(body).encode(), {
            "Content-Type": "application/json",
            "X-Shopify-Access-Token": self.double.STATIC_TOKEN})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def load(self, server, source, pages):
        with tempfile.TemporaryDirectory() as folder:
            for number, page in enumerate(pages):
                path = pathlib.Path(folder) / str(number)
                path.write_bytes(page)
                server.ask("import", "--source", source, path)

    def load_ledger(self, server):
        self.load(server, "erp", [json.dumps({"value": [
            {"dataAreaId": area, "CustomerAccount": account,
             "OrganizationName": "Redwood", "PrimaryContactEmail": email,
             "TaxExemptNumber": tax, "AddressCountryRegionId": "DEU"}
            for area, account, email, tax in world.LEDGER]}).encode()])

    def imported(self):
        """A server that was given the shop's rows in files."""
        server = ServerProcess(LANDFALLD, LANDFALL,
                               (HEAD + "}}\n").format())
        self.addCleanup(server.remove)
        server.start()
        self.load(server, "shop",
                  [body for _, body in world.exported(self.ask, self.double)])
        return server

    def answers(self, server, as_of):
        """Everything that is said of the shop, without revisions."""
        said = {reference: server.ask("check", reference, "--as-of", as_of)
                for reference in world.references(self.double)}
        for card in ("ecom-absent", "orders-blocked", "new-customers"):
            said[card] = server.ask("list", card, "--as-of", as_of)
        said["cards"] = server.ask("cards", "--as-of", as_of)
        return strip(said)

    def assert_as_imported(self, server):
        other = self.imported()
        for each in (server, other):
            self.load_ledger(each)
        as_of = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        ours, theirs = (self.answers(each, as_of) for each in (server, other))
        self.assertEqual(server.held(), {**other.held()})
        for key, answer in theirs.items():
            self.assertEqual(ours[key], answer, key)
        return ours


def strip(value):
    if isinstance(value, list):
        return [strip(one) for one in value]
    if isinstance(value, dict):
        return {key: strip(one) for key, one in value.items()
                if key not in ("revision", "cursor", "fields")}
    return value


class ReadTest(ShopifyTest):

    def test_answers_as_after_an_import(self):
        server = self.start()
        run = self.first(server)
        self.assertEqual((run["state"], run["full"]), ("SUCCEEDED", True), run)
        self.assertEqual(self.source(server)["state"], "FRESH")
        held = server.held()
        self.assertEqual({key: held[key] for key in ROWS}, ROWS)
        said = self.assert_as_imported(server)
        self.assertEqual(said["shop/customer/1"]["verdict"], "PROMOTED")
        self.assertEqual(said["shop/customer/2"]["verdict"], "NOT_PROMOTED")
        self.assertEqual(said["shop/company/88"]["verdict"], "PROMOTED")
        self.assertEqual(said["shop/order/2003"]["keys"][-1]["kind"],
                         "TAX_ID")
        self.assert_no_rule_broken()

    def test_pages_say_the_same_as_files(self):
        self.option("bulk_nested", False)
        self.apply("end_bulk", status="FAILED", errorCode="TIMEOUT")
        self.option("cost_model", "linear")
        server = self.start()
        self.assertEqual(self.first(server)["state"], "SUCCEEDED")
        self.option("cost_model", "logarithmic")
        self.assert_as_imported(server)
        self.assert_no_rule_broken()

    def test_increments_cost_what_changed(self):
        server = self.start()
        self.first(server)
        self.apply("reset_journal")
        run = self.sync(server)
        # The newest row of each set, for what may not have been seen beside
        # it. A search finds customers by the day alone, so that one asks for
        # the newest one first.
        self.assertEqual((run["full"], run["unchanged"], run["updated"]),
                         (False, 5, 0), run)
        counters = self.counters()
        self.assertEqual((counters["requests"], run["read"]), (6, 5), counters)
        self.update("customers", 3, firstName="Renamed")
        self.update("orders", 1002, displayFinancialStatus="VOIDED")
        self.update("companyLocations", 99, name="Quay")
        world.order(self.double, 1500, email="new@alder.example")
        world.create(self.double, "draftOrders", id=3002, customer=1)
        run = self.sync(server)
        self.assertEqual((run["inserted"], run["updated"], run["deleted"]),
                         (2, 3, 0), run)
        self.assertEqual(self.source(server)["sync"]["failuresInARow"], 0)
        self.assertEqual(server.stop(), 0)
        server.start()
        self.assertEqual(self.sync(server)["full"], False)
        self.assert_as_imported(server)
        self.assert_no_rule_broken()

    def test_finds_what_is_gone_of_what_it_asks_for(self):
        world.order(self.double, 10, createdAt=world.days_ago(59.5),
                    email="old@alder.example")
        server = self.start()
        self.first(server)
        # Older than the window, and deleted; and too old to be seen.
        self.delete("orders", 1001)
        self.delete("customers", 2)
        self.double.table("orders").rows["gid://shopify/Order/10"][
            "createdAt"] = world.days_ago(61)
        self.assertEqual(self.sync(server)["deleted"], 0)
        self.assertEqual(self.sync(server, "--full")["deleted"], 2)
        for reference, held in (("shop/order/1001", False),
                                ("shop/customer/2", False),
                                ("shop/order/10", True)):
            codes = [reason["code"] for reason in
                     server.ask("check", reference)["reasons"]]
            self.assertEqual("RECORD_NOT_HELD" not in codes, held, reference)
        # Who may see all orders is told that it is gone.
        self.option("read_all_orders", True)
        self.delete("orders", 10)
        self.assertEqual(self.sync(server, "--full")["deleted"], 1)
        self.assert_no_rule_broken()


class OldVersionTest(ShopifyTest):

    CONFIG = PULLED.replace("VERSION", "2025-07")

    def test_says_once_a_run_that_another_version_answers(self):
        server = self.start()
        self.assertEqual(self.first(server)["state"], "SUCCEEDED")
        self.assertEqual(self.sync(server)["state"], "SUCCEEDED")
        self.assertEqual(server.stop(), 0)
        log = (server.home / "server.log").read_text(encoding="utf-8")
        self.assertEqual(log.count(
            " warning the system answers as version 2025-10 in place of "
            "2025-07 (api_version): source=shop\n"), 2, log)
        self.assert_no_rule_broken()


class FaultTest(ShopifyTest):

    def test_faults_end_in_the_answers_of_a_clean_run(self):
        for fault in (
                {"kind": "throttle", "limit": "cost", "form": "none",
                 "asks": "newest: customers"},
                {"kind": "throttle", "retry_after": 1,
                 "asks": "bulkOperationRunQuery"},
                {"kind": "expire_tokens", "asks": "on BulkOperation"},
                {"kind": "truncate", "path": "/storage/"},
                {"kind": "html", "status": 502, "asks": "rows: companies"},
                {"kind": "repeat_page", "asks": "rows: companyLocations"},
                {"kind": "cut", "asks": "rows: draftOrders"}):
            self.fault(fault.pop("kind"), **fault)
        server = self.start()
        run = self.first(server)
        self.assertEqual(run["state"], "SUCCEEDED", run)
        faults = self.counters()["faults"]
        self.assertEqual([fault["hits"] for fault in faults],
                         [1] * len(faults))
        self.assert_as_imported(server)
        self.assert_no_rule_broken()

    def test_what_may_not_be_seen_is_unknown(self):
        self.option("protected", True)
        server = self.start()
        self.load_ledger(server)
        run = self.first(server)
        self.assertEqual(run["state"], "FAILED")
        self.assertIn("protected customer data", run["error"])
        self.assertEqual(self.source(server)["state"], "NEVER_SYNCED")
        check = server.ask("check", "shop/customer/2")
        self.assertEqual((check["verdict"], check["reasons"][0]["code"]),
                         ("UNKNOWN", "RECORD_NOT_HELD"))
        self.assertEqual(server.ask("card", "ecom-absent")["count"], 0)
        self.option("protected", False)
        self.assertEqual(self.sync(server)["state"], "SUCCEEDED")
        self.assertEqual(self.source(server)["state"], "FRESH")

    def test_a_shop_without_companies_is_read_all_the_same(self):
        self.option("denied", ["companies", "companyLocations",
                               "draftOrders"])
        server = self.start()
        self.assertEqual(self.first(server)["state"], "SUCCEEDED")
        self.assertEqual(server.held()["shop/order"], ROWS["shop/order"])

    def test_what_no_patience_mends_fails_the_run_and_says_why(self):
        self.option("denied", ["orders"])
        server = self.start()
        run = self.first(server)
        self.assertEqual(run["error"], "read order rows: the system answers "
                         "with errors, code ACCESS_DENIED")
        self.assertEqual(self.source(server)["state"], "NEVER_SYNCED")
        self.option("denied", [])
        self.fault("throttle", retry_after=3600, times=-1)
        run = self.sync(server, allowed=1)
        self.assertIn("HTTP 429", run["error"])
        self.assertGreater(self.source(server)["sync"]["nextAt"],
                           run["finishedAt"])

    def test_a_kill_neither_loses_nor_doubles_a_row(self):
        self.fault("delay", path="/storage/", seconds=2, times=-1)
        server = self.start(every="1s")
        time.sleep(0.7)
        server.kill()
        self.apply("clear_faults")
        server.start()
        self.first(server)
        self.fault("delay", asks="rows: orders", seconds=2, times=-1)
        world.order(self.double, 1500, email="new@alder.example")
        time.sleep(1.5)
        server.kill()
        self.apply("clear_faults")
        server.start()
        self.sync(server)
        self.assert_as_imported(server)
        self.assert_no_rule_broken()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
