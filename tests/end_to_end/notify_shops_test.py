"""Doubles of Shopify and BigCommerce send signed webhooks to Landfall.

    notify_shops_test.py LANDFALLD LANDFALL

The next run on schedule is an hour away: what is held in time was read because
of a webhook. Landfall makes no webhooks in a shop. The tests make them as
docs/sync.md tells people to.
"""

import json
import sys
import time
import unittest
import urllib.request

sys.dont_write_bytecode = True

from notify_case import NotifyTest  # noqa: E402
from pull_case import HEAD  # noqa: E402
from tests.doubles.bigcommerce import BigCommerceDouble  # noqa: E402
from tests.doubles.core import clock  # noqa: E402
from tests.doubles.shopify import ShopifyDouble  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

SHOP = HEAD + """
legal_entities: [{{id: USTR, country: US, source: erp}}]
sources:
  - {{id: erp, system: finance_operations}}
  - id: shop
    url: {url}
    sync: {{every: {every}, full: {full}, give_up: {give_up}}}
"""


class ShopTests:
    """What holds for either shop, for a NotifyTest that names the double and
    knows how people have it send webhooks."""

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "shop"
    DOUBLE = None
    # What customers who were created are sent under.
    OF_CUSTOMERS = ""

    def setUp(self):
        self.use(self.DOUBLE())
        self.do("set_clock", at=clock.wall())
        # What follows is not shortly after.
        self.do("skew", seconds=-3600)
        self.create("customers", "Before")
        self.do("skew", seconds=0)
        self.server = self.start()
        self.first(self.server)
        self.assertEqual(self.webhooks(), set())

    def do(self, do, **arguments):
        return self.double.apply({"do": do, **arguments})

    def create(self, name, text):
        return self.do("create", set=name, row=self.row(name, text))

    def row(self, name, text):
        """A row that was created now, in the words of the system."""
        raise NotImplementedError

    def subscribe(self, url):
        """Has changes of customers and orders sent to `url`."""
        raise NotImplementedError

    def webhooks(self):
        """(what is sent, address) of those that the shop sends."""
        raise NotImplementedError

    def sender(self):
        """The part of the double that sends webhooks."""
        raise NotImplementedError

    def sign_with(self, secret):
        """From now on the double does."""
        raise NotImplementedError

    def statuses(self):
        """What the attempts so far were answered."""
        return [one["status"] for one in self.sender().deliveries]

    def held(self):
        held = self.server.held()
        return tuple(held.get(f"shop/{kind}", 0)
                     for kind in ("customer", "order"))

    def wait_for_held(self, *counts):
        self.wait_for(f"{counts} customers and orders",
                      lambda: self.held() == counts)

    def wait_for_rest(self):
        """Until no run is under way."""
        self.wait_for("the end of the run", lambda: self.source(self.server)[
            "sync"]["lastRun"]["state"] == "SUCCEEDED")

    def assert_reads_nothing_more(self):
        self.do("reset_journal")
        time.sleep(0.5)   # more than a hint takes to become a run
        self.assertEqual(self.counters()["requests"], 0)

    def test_a_new_customer_and_an_order_are_read_at_once(self):
        self.subscribe(self.url(self.server))
        # The signature is over bytes, not over letters.
        self.create("customers", "Grüße, Łódź")
        began = time.monotonic()
        self.wait_for_held(2, 0)
        print(f"read after {time.monotonic() - began:.2f} s")
        self.create("orders", "1001")
        self.wait_for_held(2, 1)
        self.assertEqual(self.statuses(), [200, 200])
        self.assertEqual(self.outcomes(self.server), {"accepted": 2})
        self.wait_for_rest()
        self.assertFalse(self.source(self.server)["sync"]["lastRun"]["full"],
                         "a hint does not have everything read")
        self.assert_no_rule_broken()

    def test_who_signs_with_another_secret_has_nothing_read(self):
        self.subscribe(self.url(self.server))
        self.sign_with("another")
        self.create("customers", "Alder")
        self.create("orders", "1001")
        self.assertEqual(self.statuses(), [401, 401])
        self.assert_reads_nothing_more()
        self.assertEqual(self.outcomes(self.server), {"bad_signature": 2})
        self.assertEqual((self.held(), self.runs(self.server)), ((1, 0), 1))

    def test_what_comes_once_more_is_not_read_once_more(self):
        self.subscribe(self.url(self.server))
        self.create("customers", "Alder")
        self.wait_for_held(2, 0)
        self.wait_for_rest()
        for _ in range(3):
            self.do("deliver_again")
        self.assertEqual(self.statuses(), [200] * 4)
        self.assertEqual(self.outcomes(self.server),
                         {"accepted": 1, "duplicate": 3})
        self.assert_reads_nothing_more()
        self.assertEqual((self.held(), self.runs(self.server)), ((2, 0), 2))

    def test_what_failed_comes_again_and_is_read(self):
        self.subscribe(self.url(self.server))
        self.server.keep_address("http")
        self.assertEqual(self.server.stop(), 0)
        self.create("customers", "Alder")
        self.assertEqual(self.statuses(), [0])
        self.server.start()
        self.assertEqual(self.held(), (1, 0), "the schedule is an hour away")
        self.do("advance", seconds=60)
        self.wait_for_held(2, 0)
        self.assertEqual(self.statuses(), [0, 200])
        self.assertEqual(self.outcomes(self.server), {"accepted": 1})
        self.assert_no_rule_broken()

    def test_a_burst_costs_the_shop_a_few_runs(self):
        self.subscribe(self.url(self.server))
        self.do("reset_journal")
        began = time.monotonic()
        for number in range(100):
            self.create("customers", f"Customer {number}")
            self.create("orders", str(2000 + number))
        self.wait_for_held(101, 100)
        self.wait_for_rest()
        took = time.monotonic() - began
        self.assertEqual(self.outcomes(self.server), {"accepted": 200})
        # After twenty runs in a row there is one in five seconds. One came
        # before, and one may come just after.
        self.assertLessEqual(self.runs(self.server), 20 + took / 5 + 2)
        self.assertNotIn("429", self.counters()["byStatus"])
        self.assert_no_rule_broken()

    def test_a_shop_that_gives_up_is_read_on_schedule(self):
        self.subscribe(self.url(self.server))
        webhooks = self.webhooks()
        self.sign_with("another")
        self.create("customers", "Alder")
        waits = self.sender().WAITS
        for seconds in waits:
            self.do("advance", seconds=seconds)
        self.assertEqual(self.statuses(), [401] * (len(waits) + 1))
        webhooks.remove((self.OF_CUSTOMERS, self.url(self.server)))
        self.assertEqual(self.webhooks(), webhooks)
        # No row is from a day to come.
        self.do("skew", seconds=-sum(waits))
        self.create("customers", "Birch")
        self.assertEqual(len(self.statuses()), len(waits) + 1)
        self.assertEqual(self.held(), (1, 0))
        # Landfall does not make it anew.
        self.sync(self.server)
        self.assertEqual(self.held(), (3, 0))
        self.assertEqual(self.webhooks(), webhooks)


class ShopifyTest(ShopTests, NotifyTest):

    DOUBLE = ShopifyDouble
    # One secret signs the app in and its webhooks.
    CONFIG = SHOP + """\
    system: shopify
    auth: {{client_id: {client_id}, client_secret: "file:secret"}}
    notify: {{secret: "file:secret"}}
"""
    OF_CUSTOMERS = "CUSTOMERS_CREATE"
    TOPICS = (OF_CUSTOMERS, "CUSTOMERS_UPDATE", "CUSTOMERS_DELETE",
              "ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_DELETE")

    def start(self, **settings):
        self.do("option", name="bulk_polls", value=0)
        return super().start(**settings)

    def row(self, name, text):
        row = {"firstName": text, "email": "a@alder.example"} \
            if name == "customers" else {"id": int(text), "customer": 1,
                                         "totalPriceSet": "10.50"}
        return {**row, "createdAt": clock.wall()}

    def graphql(self, query, **variables):
        request = urllib.request.Request(
            self.double.url + "/admin/api/2026-10/graphql.json",
            json.dumps({"query": query, "variables": variables}).encode(), {
                "Content-Type": "application/json",
                "X-Shopify-Access-Token": self.double.STATIC_TOKEN})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def subscribe(self, url):
        for topic in self.TOPICS:
            made = self.graphql(
                "mutation($topic: WebhookSubscriptionTopic!, "
                "$hook: WebhookSubscriptionInput!) { "
                "webhookSubscriptionCreate(topic: $topic, "
                "webhookSubscription: $hook) { webhookSubscription { id } "
                "userErrors { message } } }", topic=topic, hook={"uri": url})
            self.assertEqual(made["webhookSubscriptionCreate"]["userErrors"],
                             [])

    def webhooks(self):
        found = self.graphql("{ webhookSubscriptions(first: 50) { nodes { "
                             "uri topic } } }")["webhookSubscriptions"]
        return {(node["topic"], node["uri"]) for node in found["nodes"]}

    def sender(self):
        return self.double.webhooks

    def sign_with(self, secret):
        self.double.SECRET = secret

    def test_a_shop_that_does_not_sign_has_nothing_read(self):
        body = json.dumps({"id": 71}).encode()
        for headers in ({}, {"X-Shopify-Hmac-Sha256": ""},
                        {"X-Shopify-Hmac-Sha256": self.double.SECRET},
                        {"X-Landfall-Secret": self.double.SECRET},
                        {"Authorization": f"Bearer {self.double.SECRET}"}):
            with self.subTest(headers):
                self.assertEqual(self.post(self.server, body, headers)[0], 401)
        path = f"/v1/notify/shop?code={self.double.SECRET}"
        self.assertEqual(self.post(self.server, body, path=path)[0], 401)
        self.assert_reads_nothing_more()

    def test_a_body_that_was_changed_on_the_way_is_refused(self):
        self.subscribe(self.url(self.server))
        self.create("customers", "Alder")
        self.wait_for_held(2, 0)
        sent = self.sender().deliveries[-1]
        status, _ = self.post(self.server, sent["body"] + b" ",
                              sent["headers"])
        self.assertEqual(status, 401)
        self.assertEqual(self.outcomes(self.server),
                         {"accepted": 1, "bad_signature": 1})


class BigCommerceTest(ShopTests, NotifyTest):

    DOUBLE = BigCommerceDouble
    SECRETS = {"secret": "access_token", "notify": "client_secret"}
    CONFIG = SHOP + """\
    system: bigcommerce
    auth: {{access_token: "file:secret"}}
    notify: {{secret: "file:notify"}}
"""
    OF_CUSTOMERS = "store/customer/*"
    SCOPES = (OF_CUSTOMERS, "store/order/*")

    def row(self, name, text):
        row = {"email": "a@alder.example", "company": text} \
            if name == "customers" else {"id": int(text), "customer_id": 100,
                                         "total_inc_tax": 10}
        return {**row, "date_created": clock.wall()}

    def ask(self, method="GET", body=None):
        request = urllib.request.Request(
            self.double.url + "/v3/hooks",
            json.dumps(body).encode() if body else None, {
                "X-Auth-Token": self.double.TOKEN,
                "Content-Type": "application/json",
                "Accept": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def subscribe(self, url, headers=None):
        for scope in self.SCOPES:
            self.ask("POST", {"scope": scope, "destination": url,
                              "is_active": True, "headers": headers})

    def webhooks(self):
        return {(hook["scope"], hook["destination"]) for hook in self.ask()
                if hook["is_active"]}

    def sender(self):
        return self.double.hooks

    def sign_with(self, secret):
        self.double.CLIENT_SECRET = secret

    def test_a_word_in_a_header_does_beside_another_signature(self):
        self.subscribe(self.url(self.server), {
            "X-Landfall-Secret": self.double.CLIENT_SECRET})
        # As if the word that was chosen were not the secret of the app.
        self.sign_with("the secret of the app")
        self.create("customers", "Alder")
        self.wait_for_held(2, 0)
        self.do("deliver_again")
        self.assertEqual(self.outcomes(self.server),
                         {"accepted": 1, "duplicate": 1})

    def test_an_old_signature_is_refused_and_a_later_one_taken(self):
        self.subscribe(self.url(self.server))
        self.do("advance", seconds=-360)
        self.create("customers", "Alder")
        self.assertEqual(self.statuses(), [401])
        self.assert_reads_nothing_more()
        # The store signs each attempt anew.
        self.do("advance", seconds=360)
        self.wait_for_held(2, 0)
        self.assertEqual(self.outcomes(self.server),
                         {"bad_signature": 1, "accepted": 1})

    def test_a_refund_is_read(self):
        self.subscribe(self.url(self.server))
        self.create("orders", "1001")
        self.wait_for_held(1, 1)
        self.do("create", set="refunds", row={"order_id": 1001,
                                              "total_amount": "4.0000"})
        # As the system does, it changes its order.
        self.do("update", set="orders", key=1001, changes={"status_id": 14})
        self.assertEqual(self.statuses(), [200] * 3)
        self.wait_for("the refund", lambda: self.refunds() == ["4.0000"])

    def refunds(self):
        url = f"http://{self.server.http}/v1/sources/shop/order/1001"
        with urllib.request.urlopen(url, timeout=30) as answer:
            fields = json.load(answer)["record"]["fields"]
        return [value for field in fields
                if field["name"] == "refunds.total_amount"
                for value in field["values"]]


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
