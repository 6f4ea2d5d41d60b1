"""Doubles of the systems notify Landfall of changes, over real HTTP.

    notify_test.py LANDFALLD LANDFALL

Whatever a notification says, the system is read; whoever cannot prove who they
are have nothing read at all.
"""

import http.client
import json
import socket
import sys
import time
import unittest

sys.dont_write_bytecode = True

from notify_case import PATIENCE, NotifyTest  # noqa: E402
from pull_case import HEAD, PULLED, metrics_of  # noqa: E402
from tests.doubles.business_central import (  # noqa: E402
    BusinessCentralDouble)
from tests.doubles.dataverse import DataverseDouble  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

NOTIFYING = PULLED + """\
    notify: {{secret: "file:notify"}}
"""
SECRET = "hush"


class WordTest(NotifyTest):
    """With a word that Landfall and the system agreed on."""

    LANDFALLD, LANDFALL = LANDFALLD, LANDFALL

    def prepare(self, server):
        notify = server.home / "notify"
        notify.write_text(SECRET + "\n", encoding="utf-8")
        notify.chmod(0o600)
        super().prepare(server)


class DataverseTest(WordTest):

    SOURCE = "crm"
    CONFIG = HEAD + """
legal_entities: [{{id: USTR, country: US, source: erp}}]
sources:
  - {{id: erp, system: finance_operations}}
  - {{id: shop, system: shopify, notify: {{secret: "file:notify"}}}}
  - id: crm
    system: dataverse""" + NOTIFYING

    def setUp(self):
        self.use(DataverseDouble())
        self.create("Before")
        self.server = self.start()
        self.first(self.server)

    def create(self, name):
        return self.double.apply({"do": "create", "set": "accounts", "row": {
            "name": name, "customertypecode": 3}})["accountid"]

    def holds(self, count):
        return self.server.held().get("crm/account") == count

    def test_what_a_webhook_names_is_read_at_once(self):
        url = self.url(self.server)
        self.double.apply({"do": "webhook", "url": url, "set": "accounts",
                           "headers": {"X-Landfall-Secret": SECRET}})
        key = self.create("Alder")
        began = time.monotonic()
        self.wait_for("the new account", lambda: self.holds(2))
        print(f"read after {time.monotonic() - began:.2f} s")
        self.double.apply({"do": "delete", "set": "accounts", "key": key})
        self.wait_for("its deletion", lambda: self.holds(1))
        self.assertEqual(self.outcomes(self.server), {"accepted": 2})
        self.assert_no_rule_broken()

    def test_a_key_in_the_url_does_as_well(self):
        self.double.apply({"do": "webhook", "url": self.url(self.server),
                           "set": "accounts", "code": SECRET})
        self.create("Alder")
        self.wait_for("the new account", lambda: self.holds(2))

    def test_a_flood_costs_the_system_a_few_runs(self):
        self.double.apply({"do": "webhook", "url": self.url(self.server),
                           "set": "accounts",
                           "headers": {"X-Landfall-Secret": SECRET}})
        self.double.apply({"do": "reset_journal"})
        for number in range(300):
            self.create(f"Customer {number}")
        self.wait_for("all accounts", lambda: self.holds(301))
        self.assertEqual(self.outcomes(self.server), {"accepted": 300})
        # Each run asks for the changes of eight tables.
        self.assertLessEqual(self.counters()["requests"], 8 * 20)
        self.assert_no_rule_broken()

    def test_who_does_not_know_the_secret_gets_nothing_read(self):
        for headers in ({}, {"X-Landfall-Secret": "Hush"},
                        {"X-Landfall-Secret": ""},
                        {"X-Landfall-Secret": SECRET + "x"},
                        {"X-Shopify-Hmac-Sha256": SECRET},
                        {"Authorization": f"Bearer {SECRET}"}):
            with self.subTest(headers):
                status, body = self.post(self.server, headers=headers)
                self.assertEqual(status, 401)
                self.assertEqual(json.loads(body)["error"]["reason"],
                                 "INVALID_CREDENTIALS")
        time.sleep(0.5)
        self.assertEqual(self.runs(self.server), 1)
        self.assertEqual(self.outcomes(self.server), {"bad_signature": 6})

    def test_nobody_learns_which_sources_there_are(self):
        answers = {self.post(self.server, headers={"X-Landfall-Secret": SECRET},
                             path=f"/v1/notify/{source}")[0:2]
                   for source in ("erp", "shop", "nothing", "..%2fcrm")}
        self.assertEqual(len(answers), 1, answers)
        self.assertEqual(next(iter(answers))[0], 404)

    def test_a_replay_is_dropped(self):
        body = json.dumps({"RequestId": "1", "MessageName": "Create"}).encode()
        for _ in range(5):
            status, _ = self.post(self.server, body,
                                  {"X-Landfall-Secret": SECRET})
            self.assertEqual(status, 200)
        self.assertEqual(self.outcomes(self.server),
                         {"accepted": 1, "duplicate": 4})

    def test_bodies_that_mean_no_good(self):
        good = {"X-Landfall-Secret": SECRET}
        with self.subTest("65 MB, announced"):
            with socket.create_connection(
                    self.server.http.rsplit(":", 1), PATIENCE) as peer:
                peer.sendall(b"POST /v1/notify/crm HTTP/1.1\r\nHost: localhost"
                             b"\r\nX-Landfall-Secret: hush\r\n"
                             b"Content-Length: 65000000\r\n\r\n")
                self.assertIn(b" 413 ", peer.recv(4096).split(b"\r\n")[0])
        with self.subTest("more than a notification may have"):
            status, _ = self.post(self.server, b" " * (1024 * 1024 + 1), good)
            self.assertEqual(status, 413)
        with self.subTest("cut off"):
            with socket.create_connection(
                    self.server.http.rsplit(":", 1), PATIENCE) as peer:
                peer.sendall(b"POST /v1/notify/crm HTTP/1.1\r\nHost: localhost"
                             b"\r\nX-Landfall-Secret: hush\r\n"
                             b"Content-Length: 100\r\n\r\n{\"a\":")
        with self.subTest("packed"):
            status, _ = self.post(self.server, b"x", {
                **good, "Content-Encoding": "gzip"})
            self.assertEqual(status, 415)
        with self.subTest("no JSON at all"):
            # What it says does not matter.
            status, _ = self.post(self.server, b"\xff\x00{[", good)
            self.assertEqual(status, 200)
        self.assertEqual(self.outcomes(self.server), {"accepted": 1})
        with self.subTest("another method"):
            connection = http.client.HTTPConnection(self.server.http)
            connection.request("GET", "/v1/notify/crm", headers=good)
            self.assertEqual(connection.getresponse().status, 405)
            connection.close()

    def test_the_log_does_not_tell_the_secret(self):
        self.post(self.server, headers={"X-Landfall-Secret": SECRET})
        self.post(self.server, path=f"/v1/notify/crm?code={SECRET}")
        self.post(self.server, headers={"X-Landfall-Secret": "wrong-word"})
        self.assertEqual(self.server.stop(), 0)
        log = (self.server.home / "server.log").read_text(encoding="utf-8")
        self.assertNotIn(SECRET, log)
        self.assertNotIn("wrong-word", log)


class BusinessCentralTest(WordTest):

    SOURCE = "bc"
    CONFIG = HEAD + """
legal_entities:
  - {{id: UKCO, country: GB, source: bc, company: "UK Trade Ltd"}}
  - {{id: FRCO, country: FR, source: bc, company: "FR Trade SARL"}}
sources:
  - id: bc
    system: business_central""" + NOTIFYING

    def setUp(self):
        self.use(BusinessCentralDouble())
        for name in ("UK Trade Ltd", "FR Trade SARL", "CRONUS"):
            self.double.apply({"do": "create", "set": "companies",
                               "row": {"name": name}})
            self.create(name, "C1")
        # What follows is not shortly after.
        self.double.apply({"do": "advance", "seconds": 3600})

    def create(self, company, number):
        return self.double.apply({
            "do": "create", "set": "customers", "row": {
                "company": company, "number": number,
                "displayName": f"Customer {number}"}})

    def start_reached(self):
        """A server that knows where it is reached."""
        server = self.start()
        self.assertEqual(server.stop(), 0)
        server.keep_address("http")
        config = server.home / "landfall.yaml"
        with config.open("a", encoding="utf-8") as text:
            text.write(f"\npublic_url: http://{server.http}\n")
        server.start()
        return server

    def subscriptions(self, server):
        sync = self.source(server)["sync"]
        return sync.get("subscriptions"), sync.get("subscriptionError", "")

    def test_subscribes_and_reads_what_it_is_told_of(self):
        server = self.start_reached()
        self.wait_for_subscriptions(server)
        self.assertEqual(self.outcomes(server), {"handshake": 2})
        self.create("UK Trade Ltd", "C2")
        self.create("CRONUS", "C2")
        self.double.apply({"do": "deliver"})
        began = time.monotonic()
        self.wait_for("the new customer", lambda: server.held()["bc/customer"]
                      == 3)
        print(f"read after {time.monotonic() - began:.2f} s")
        self.assertEqual(self.outcomes(server),
                         {"handshake": 2, "accepted": 1})
        delivered = self.double.apply({"do": "deliveries"})
        self.assertEqual([one["status"] for one in delivered], [200])
        # Somebody sends it once more.
        body = json.dumps(delivered[0]["body"]).encode()
        self.assertEqual(self.post(server, body)[0], 200)
        self.assertEqual(self.outcomes(server)["duplicate"], 1)
        forged = body.replace(SECRET.encode(), b"hash")
        self.assertEqual(self.post(server, forged)[0], 401)
        self.assert_no_rule_broken()

    def test_says_why_it_is_not_told(self):
        self.fault("status", path="subscriptions$", method="POST", times=-1,
                   status=400)
        server = self.start_reached()
        self.wait_for("an error", lambda: self.subscriptions(server)[1])
        self.assertEqual(self.subscriptions(server)[0], 0)
        self.assertIn("UKCO: subscribe to customers: the system answers HTTP "
                      "400", self.subscriptions(server)[1])
        self.assertEqual(self.source(server)["state"], "FRESH")
        values = metrics_of(server)
        self.assertEqual(values[
            'landfall_sync_subscriptions_failed{source="bc"}'], 1)

    def test_renews_subscriptions_halfway(self):
        # Subscriptions that began 37 hours ago.
        self.set_clock(time.time() - 37 * 3600)
        server = self.start_reached()
        self.wait_for_subscriptions(server)
        before = self.ends()
        self.assertEqual(len(before), 2)
        self.set_clock(time.time())
        self.look_again(server)
        after = self.ends()
        self.assertEqual(set(after), set(before), "renewed, not doubled")
        for key, end in after.items():
            self.assertGreater(end, before[key])
        self.look_again(server)
        self.assertEqual(self.ends(), after, "there is time enough")
        self.assert_no_rule_broken()

    def set_clock(self, seconds):
        self.double.apply({"do": "set_clock", "at": time.strftime(
            "%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))})
        self.double.apply({"do": "run_clock"})

    def look_again(self, server):
        """A server that has just started looks after the first run."""
        self.assertEqual(server.stop(), 0)
        server.start()
        self.sync(server)
        self.wait_for_subscriptions(server)

    def wait_for_subscriptions(self, server):
        self.wait_for("subscriptions", lambda: self.subscriptions(server)
                      == (2, ""))

    def ends(self):
        return {key: row["expirationDateTime"] for key, row
                in self.double.subscriptions._rows.items()}


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
