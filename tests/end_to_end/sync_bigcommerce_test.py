"""Landfall pulls a BigCommerce store from its double over real HTTP.

    sync_bigcommerce_test.py LANDFALLD LANDFALL
"""

import json
import sys
import time
import unittest
import urllib.request

sys.dont_write_bytecode = True

from shop_case import DAY, HEAD, PULLED, ShopPullTest  # noqa: E402
from tests.doubles.bigcommerce import BigCommerceDouble  # noqa: E402
from tests.doubles.core import clock  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

SHOP = HEAD + """
sources:
  - {{id: erp, system: finance_operations}}
  - id: b2b
    system: bigcommerce
    channel: B2B
    keys: {{email: [email, billing_address.email],
           tax_id: [form_fields.VAT, extraFields.VAT]}}"""
SIGN_IN = """    auth: {{access_token: "file:secret"}}
    b2b_url: {b2b_url}
"""


class BigCommerceTest(ShopPullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "b2b"
    SECRETS = {"secret": "access_token"}
    CONFIG = SHOP + PULLED + SIGN_IN

    def config_of(self, pulled):
        return self.CONFIG if pulled else SHOP

    def setUp(self):
        self.make(BigCommerceDouble)
        # More than a page, all at once; then some more.
        self.do("fill", set="customers", count=260, first=1000,
                row={"id": "{n}", "email": "d{n}@alder.example"})
        for n in range(1, 40):
            self.do("advance", seconds=60)
            self.create("customers", id=n, email=f"c{n}@alder.example",
                        company=f"Company {n}",
                        addresses=[{"country_code": "US", "zip": "10001"}],
                        form_fields=[{"name": "VAT",
                                      "value": "US" + str(n) * 3}])
            self.create("orders", id=n, customer_id=n, **self.order(n))
        self.create("orders", id=90, billing_address={
            "email": "guest@alder.example", "country_iso2": "US"},
            total_inc_tax=10)
        # As the system does, a refund changes its order.
        for order, amount in ((3, "40.0000"), (6, "300.0000")):
            self.create("refunds", order_id=order, total_amount=amount)
            self.do("update", set="orders", key=order,
                    changes={"status_id": 14})
        self.create("quotes", quoteId=1, bcCustomerId=1005)
        self.create("companies", companyId=500, companyName="Lakeshore",
                    country="US", extraFields=[
                        {"fieldName": "VAT", "fieldValue": "123456789"}])
        for n in (4, 8):
            self.create("users", customerId=n, companyId=500)
        # What follows is not shortly after.
        self.do("advance", seconds=600)
        self.create("customers", id=99, email="last@alder.example")
        self.create("orders", id=99, customer_id=99, **self.order(1))
        self.create("quotes", quoteId=2, bcCustomerId=1006)

    @staticmethod
    def order(n):
        return {"total_inc_tax": 100 * n, "status_id": (11, 5, 9, 0)[n % 4],
                "is_deleted": n == 30, "default_currency_code": "USD",
                "shipping_addresses": [
                    {"country_iso2": country} for country in
                    (("US",), ("CA",), ("US", "CA"), ())[n % 5 % 4]]}

    def get(self, url):
        request = urllib.request.Request(url, headers={
            "X-Auth-Token": "bc-token", "X-Store-Hash": "h4sh",
            "Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            body = answer.read()
        return json.loads(body) if body else []

    def pages(self):
        url = self.double.url
        self.do("option", name="quota", value=10_000)
        b2b = self.double.access()["b2b_url"]
        users = {user["customerId"]: user["companyId"]
                 for user in self.get(b2b + "/users?limit=250")["data"]}
        for page in (1, 2):
            body = self.get(
                f"{url}/v3/customers?include=addresses,attributes,formfields"
                f"&limit=250&page={page}")
            for row in body["data"]:
                if row["id"] in users:
                    row["companyId"] = users[row["id"]]
            yield "customer", body
        orders = self.get(f"{url}/v2/orders?limit=250")
        for order in orders:
            place = f"{url}/v2/orders/{order['id']}/shipping_addresses"
            order["shipping_addresses"] = self.get(place)
            refunds = self.get(f"{url}/v3/orders/{order['id']}"
                               "/payment_actions/refunds")["data"]
            if refunds:
                order["refunds"] = refunds
        yield "order", orders
        yield "quote", self.get(b2b + "/rfq?limit=250")
        yield "company", self.get(
            b2b + "/companies?limit=250&isIncludeExtraFields=1")

    def test_reads_the_shop_then_what_changes(self):
        self.now()
        server = self.start()
        self.fill_master(server)
        run = self.first(server)
        self.assertEqual((run["state"], run["inserted"]), ("SUCCEEDED", 344))
        self.assert_answers_of_an_import(server)
        self.do("reset_journal")
        run = self.sync(server)
        self.assertEqual((run["full"], run["read"], run["unchanged"]),
                         (False, 4, 4), "the newest of each once more")
        counters = self.counters()
        # One for each type, the refunds of the order, and the company of the
        # customer.
        self.assertEqual((counters["requests"], counters["rows"]), (6, 4))
        self.do("update", set="customers", key=5, changes={"company": "X"})
        self.do("update", set="orders", key=7, changes={"status_id": 5})
        self.create("orders", id=91, customer_id=1003, **self.order(4))
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
        self.do("option", name="consignments", value="refused")
        faults = (("throttle", {"retry_after": 1}),
                  ("throttle", {"form": "none"}), ("html", {"status": 502}),
                  ("text", {}), ("drop", {}), ("cut", {}), ("truncate", {}),
                  ("status", {"status": 500}))
        for number, (kind, settings) in enumerate(faults):
            self.fault(kind, after=5 * number, **settings)
        # The second of the pages that are counted is the first once more.
        self.fault("repeat_page", path="v3/customers$", after=3)
        server = self.start(give_up="30s")
        self.fill_master(server)
        check = server.ask("check", "b2b/customer/1")
        self.assertIn((check["verdict"], check["reasons"][0]["code"]),
                      (("UNKNOWN", "RECORD_NOT_HELD"),
                       ("PROMOTED", "IN_EXPECTED_ENTITY")))
        run = self.first(server)
        self.assertEqual(run["state"], "SUCCEEDED", run)
        self.assertEqual([fault["hits"] for fault in
                          self.counters()["faults"]],
                         [1] * (len(faults) + 1))
        self.do("clear_faults")
        self.assert_answers_of_an_import(server)
        self.assert_no_rule_broken()

    def test_a_kill_neither_loses_nor_doubles_a_row(self):
        self.now()
        server = self.start()
        self.fault("delay", path="orders$", times=-1, seconds=1)
        self.fill_master(server)
        self.await_rows(server, "b2b/customer")
        server.kill()
        self.do("clear_faults")
        server.start()
        self.first(server)
        self.assert_answers_of_an_import(server)

    def await_rows(self, server, name):
        while name not in server.held():
            time.sleep(0.02)

    def test_orders_are_read_as_far_back_as_the_window(self):
        self.do("set_clock", at=clock.iso(time.time() - 70 * DAY))
        self.create("orders", id=71, customer_id=1, **self.order(4))
        self.now()
        server = self.start()
        self.first(server)
        self.assertEqual(server.held()["b2b/order"], 41)
        self.do("update", set="orders", key=71, changes={"status_id": 14})
        self.assertEqual(self.sync(server)["inserted"], 1)

    def test_a_store_that_lost_its_rows_deletes_nothing(self):
        self.now()
        server = self.start()
        self.first(server)
        held = server.held()
        for key in list(self.rows_of("customers"))[:100]:
            self.do("delete", set="customers", key=key)
        run = self.sync(server, "--full", allowed=1)
        self.assertIn("100 of the 300 records held would go", run["error"])
        self.assertEqual(server.held(), held)

    def test_a_wrong_token_is_said(self):
        self.now()
        server = self.start()
        self.first(server)
        self.double.TOKEN = "another"
        run = self.sync(server, allowed=1)
        self.assertEqual(run["error"],
                         "read customers: the system answers HTTP 401")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
