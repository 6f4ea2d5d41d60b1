"""Landfall pulls an Adobe Commerce shop from its double over real HTTP.

    sync_adobe_commerce_test.py LANDFALLD LANDFALL
"""

import json
import sys
import time
import unittest
import urllib.request

sys.dont_write_bytecode = True

from shop_case import DAY, HEAD, PULLED, ShopPullTest  # noqa: E402
from tests.doubles.adobe_commerce import AdobeCommerceDouble  # noqa: E402
from tests.doubles.core import clock  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

SHOP = HEAD + """
sources:
  - {{id: erp, system: finance_operations}}
  - id: commerce
    system: adobe_commerce"""
BEARER = """    auth: {{access_token: "file:secret"}}
"""
OAUTH = """    auth: {{consumer_key: {consumer_key},
           consumer_secret: "file:consumer", access_token: "file:secret",
           access_token_secret: "file:token"}}
"""
STATES = ("processing", "canceled", "complete", "closed", "holded")


class AdobeCommerceTest(ShopPullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "commerce"
    SECRETS = {"secret": "access_token", "consumer": "consumer_secret",
               "token": "access_token_secret"}
    CONFIG = SHOP + PULLED + OAUTH

    def config_of(self, pulled):
        return self.CONFIG if pulled else SHOP

    def setUp(self):
        self.make(AdobeCommerceDouble)
        self.do("option", name="bearer", value=False)
        self.do("fill", set="customers", count=150, first=1000,
                row={"id": "{n}", "email": "d{n}@alder.example"})
        self.create("companies", id=5, company_name="Lakeshore",
                    vat_tax_id="US123", country_id="US")
        for n in range(1, 40):
            self.do("advance", seconds=60)
            self.create("customers", id=n, email=f"c{n}@alder.example",
                        firstname="Ann", lastname=f"Lee {n}",
                        **({"extension_attributes": {
                            "company_attributes": {"company_id": 5}}}
                           if n % 7 == 0 else {}))
            self.create("orders", entity_id=n, customer_id=n, **self.order(n))
        self.create("orders", entity_id=90, base_grand_total=10.0,
                    customer_email="guest@alder.example",
                    shipping_address={"country_id": "US"})
        for n in range(4):   # two baskets, and two negotiable quotes
            self.create("carts", id=n + 1, customer={"id": 1005},
                        **({"extension_attributes": {"negotiable_quote": {
                            "quote_id": n + 1, "status": "created"}}}
                           if n % 2 else {}))
        # What follows is not shortly after.
        self.do("advance", seconds=600)
        self.create("customers", id=99, email="last@alder.example")
        self.create("orders", entity_id=99, customer_id=99, **self.order(2))

    @staticmethod
    def order(n):
        return {"base_grand_total": 100.5 * n, "state": STATES[n % 5],
                "customer_email": f"c{n}@alder.example",
                "is_virtual": int(n % 11 == 0),
                "base_total_refunded": 50.25 if n % 3 == 0 else None,
                "relation_child_id": 90 if n == 22 else None,
                "billing_address": {"country_id": "US"},
                "shipping_address": {"country_id": ("US", "CA")[n % 2]}}

    def pages(self):
        self.do("option", name="bearer", value=True)
        for path, kind in (("company", "company"), ("orders", "order"),
                           ("customers/search", "customer"),
                           ("carts/search", "quote")):
            request = urllib.request.Request(
                f"{self.double.url}/V1/{path}?searchCriteria[pageSize]=5000",
                headers={"Authorization": "Bearer mage-token",
                         "Accept": "application/json"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                page = json.load(answer)
            if kind == "quote":   # baskets are no quotes
                page["items"] = [row for row in page["items"]
                                 if "extension_attributes" in row]
                page["total_count"] = len(page["items"])
            yield kind, page

    def test_reads_the_shop_then_what_changes(self):
        self.now()
        server = self.start()
        self.fill_master(server)
        run = self.first(server)
        self.assertEqual((run["state"], run["inserted"]), ("SUCCEEDED", 234))
        self.assert_answers_of_an_import(server)
        self.do("reset_journal")
        run = self.sync(server)
        # The newest of each once more, of quotes with the baskets beside
        # them, and the company, which has no time of change.
        self.assertEqual((run["full"], run["read"], run["unchanged"]),
                         (False, 5, 5))
        counters = self.counters()
        self.assertEqual((counters["requests"], counters["rows"]), (4, 7))
        self.do("update", set="customers", key=5, changes={"firstname": "X"})
        self.do("update", set="orders", key=7, changes={"state": "canceled"})
        self.create("orders", entity_id=91, customer_id=1003,
                    **self.order(2))
        self.do("delete", set="customers", key=1001)
        self.do("delete", set="orders", key=9)
        run = self.sync(server)
        self.assertEqual((run["inserted"], run["updated"], run["deleted"]),
                         (1, 2, 0))
        run = self.sync(server, "--full")
        self.assertEqual((run["inserted"], run["updated"], run["deleted"]),
                         (0, 0, 2))
        self.assert_answers_of_an_import(server)
        self.assert_no_rule_broken()

    def test_faults_end_in_the_answers_of_an_import(self):
        self.now()
        self.do("option", name="input_limits", value=True)
        self.do("option", name="most_rows", value=40)
        self.do("option", name="empty_items", value="null")
        faults = (("throttle", {"retry_after": 1}),
                  ("throttle", {"form": "none"}), ("html", {"status": 503}),
                  ("text", {}), ("drop", {}), ("cut", {}), ("truncate", {}),
                  ("repeat_page", {}), ("status", {"status": 500}))
        for number, (kind, settings) in enumerate(faults):
            self.fault(kind, after=number, **settings)
        server = self.start(give_up="30s")
        self.fill_master(server)
        run = self.first(server)
        self.assertEqual(run["state"], "SUCCEEDED", run)
        self.assertEqual([fault["hits"] for fault in
                          self.counters()["faults"]], [1] * len(faults))
        self.do("clear_faults")
        self.do("option", name="input_limits", value=False)
        self.assert_answers_of_an_import(server)
        self.assert_no_rule_broken()

    def test_a_kill_neither_loses_nor_doubles_a_row(self):
        self.now()
        server = self.start()
        self.fault("delay", path="orders$", times=-1, seconds=1)
        self.fill_master(server)
        while "commerce/customer" not in server.held():
            time.sleep(0.02)
        server.kill()
        self.do("clear_faults")
        server.start()
        self.first(server)
        self.assert_answers_of_an_import(server)

    def test_a_shop_without_the_b2b_modules(self):
        self.do("option", name="b2b", value=False)
        self.now()
        server = self.start()
        run = self.first(server)
        self.assertEqual((run["state"], run["inserted"]), ("SUCCEEDED", 231))
        self.assertEqual(self.counters()["byStatus"]["404"], 1)
        self.assertEqual(self.sync(server)["state"], "SUCCEEDED")

    def test_a_bearer_token_where_the_shop_takes_it(self):
        self.CONFIG = SHOP + PULLED + BEARER
        self.now()
        server = self.start()
        run = self.first(server)
        self.assertIn("the system answers HTTP 401", run["error"])
        self.do("option", name="bearer", value=True)
        self.assertEqual(self.sync(server)["inserted"], 234)

    def test_orders_are_read_as_far_back_as_the_window(self):
        self.do("set_clock", at=clock.iso(time.time() - 70 * DAY))
        self.create("orders", entity_id=71, customer_id=1, **self.order(4))
        self.now()
        server = self.start()
        self.first(server)
        self.assertEqual(server.held()["commerce/order"], 41)
        self.do("update", set="orders", key=71,
                changes={"state": "canceled"})
        self.assertEqual(self.sync(server)["inserted"], 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
