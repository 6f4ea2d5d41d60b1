"""Deliveries to real receivers, checked as receivers check them.

    webhooks_test.py LANDFALLD LANDFALL BUILD_FOLDER
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
for folder in (HERE, HERE.parent / "python_client", HERE.parent / "hostile"):
    sys.path.insert(0, str(folder))

import certificates  # noqa: E402
import python_environment  # noqa: E402

LANDFALLD, LANDFALL, BUILD = sys.argv[1:4]

if __name__ == "__main__" and "LANDFALL_WEBHOOKS_INSIDE" not in os.environ:
    # Once more, with the package that checks signatures.
    python = python_environment.prepare(
        pathlib.Path(BUILD) / "environment",
        ["-r", str(HERE / "requirements.txt")])
    sys.exit(subprocess.run(
        [python, "-B", *sys.argv], check=False,
        env={**os.environ, "LANDFALL_WEBHOOKS_INSIDE": "1"}).returncode)

from standardwebhooks import Webhook  # noqa: E402

from receiver import Receiver  # noqa: E402
from watched_server import WatchedServer  # noqa: E402


def customer(i):
    return {"source": "shop", "type": "customer",
            "id": str(7_000_000_000 + i)}


class WebhooksTest(unittest.TestCase):

    def start(self, more=""):
        server = WatchedServer(LANDFALLD, LANDFALL, more)
        self.addCleanup(server.remove)
        server.start()
        server.read_ledger()
        # The first look writes down who is there, and no events.
        probe = Receiver()
        self.addCleanup(probe.close)
        made = server.subscribe(probe.url())
        for i in range(1002, 1042, 2):
            server.enter([i])
            try:
                probe.wait_for(bool, seconds=1)
                break
            except AssertionError:
                pass
        else:
            self.fail("nobody is ever seen to enter")
        server.call("DELETE", f"/v1/subscriptions/{made['id']}")
        return server

    def receiver(self, *arguments, **named):
        receiver = Receiver(*arguments, **named)
        self.addCleanup(receiver.close)
        return receiver

    def test_signed_delivery_over_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            authority = certificates.Authority(folder)
            certificate, key = authority.issue("receiver")
            os.environ["SSL_CERT_FILE"] = str(authority.certificate)
            self.addCleanup(os.environ.pop, "SSL_CERT_FILE")
            receiver = self.receiver(None, certificate, key)
            # Signed by nobody whom the server trusts.
            stranger = certificates.Authority(folder, "stranger")
            untrusted = self.receiver(None, *stranger.issue("untrusted"))
            server = self.start()
            made = server.subscribe(receiver.url(), card="ecom-absent")
            server.subscribe(untrusted.url(), card="ecom-absent")
            server.enter([2])
            entered = receiver.wait_for(bool)[0]
            server.land([2])
            left = receiver.wait_for(lambda all_: len(all_) == 2)[1]
        check = Webhook(made["secret"])
        logged = {event["eventId"]: event for event in server.events()}
        for delivery, kind in ((entered, "ENTERED"), (left, "LEFT")):
            event = check.verify(delivery.body, delivery.headers)
            self.assertEqual(event["type"], kind)
            self.assertEqual(event, logged[delivery.id])
            self.assertEqual(event["eventId"], delivery.id)
            self.assertEqual(delivery.path, "/hook?sig=s3cret")
        self.assertEqual(left.event["because"], "LANDED")
        with self.assertRaises(Exception):
            check.verify(entered.body + b" ", entered.headers)
        with self.assertRaises(Exception):
            Webhook(self.other_secret()).verify(entered.body, entered.headers)
        failing = [one for one in server.subscriptions()
                   if one["state"] == "FAILING"]
        self.assertEqual(len(failing), 1)
        self.assertIn("certificate", failing[0]["lastError"])
        self.assertEqual(untrusted.deliveries, [])

    @staticmethod
    def other_secret():
        return "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    def test_tried_again_with_the_same_id(self):
        tries = []

        def answer(_):
            tries.append(time.time())
            return 503 if len(tries) == 1 else 200

        receiver = self.receiver(answer)
        server = self.start()
        made = server.subscribe(receiver.url(), card="ecom-absent")
        server.enter([2])
        first, second = receiver.wait_for(lambda all_: len(all_) == 2)
        self.assertEqual(first.id, second.id)
        self.assertEqual(first.body, second.body)
        for header in ("webhook-timestamp", "webhook-signature"):
            self.assertNotEqual(first.headers[header], second.headers[header])
        Webhook(made["secret"]).verify(second.body, second.headers)
        self.assertGreaterEqual(tries[1] - tries[0], 3.9)

    def test_gone_and_deleted(self):
        gone = self.receiver(lambda _: 410)
        server = self.start()
        server.subscribe(gone.url(), card="ecom-absent")
        deleted = self.receiver()
        status, headers, made = server.call("POST", "/v1/triggers/stuck", {
            "notificationUrl": deleted.url(), "card": "ecom-absent"})
        self.assertEqual(status, 201)
        self.assertEqual(headers["Location"],
                         f"{server.http}/v1/subscriptions/{made['id']}")
        path = headers["Location"].removeprefix(server.http)
        for _ in range(2):
            self.assertEqual(server.call("DELETE", path)[0], 204)
        server.enter([2])
        gone.wait_for(bool)
        server.enter([4])
        for _ in range(100):
            states = [one["state"] for one in server.subscriptions()]
            if states == ["GONE"]:
                break
            time.sleep(0.1)
        self.assertEqual(states, ["GONE"])
        time.sleep(0.5)
        self.assertEqual(len(gone.deliveries), 1)
        self.assertEqual(deleted.deliveries, [])

    def test_slow_receivers_stop_nobody_else(self):
        go_on = threading.Event()
        self.addCleanup(go_on.set)
        slow = [self.receiver(lambda _: go_on.wait(50) and 200)
                for _ in range(12)]
        fast = self.receiver()
        server = self.start()
        server.subscribe(fast.url())
        server.enter([2])  # who answers in time is known as fast
        fast.wait_for(bool)
        for one in slow:
            server.subscribe(one.url())
        for i in range(4, 24, 2):
            server.enter([i])
            fast.wait_for(lambda all_, i=i: any(
                delivery.event.get("record") == customer(i)
                for delivery in all_), seconds=10)
        # What hangs does not keep the server from stopping.
        began = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 15)

    def test_filters_and_triggers(self):
        server = self.start()
        receivers = {}
        for name, path, body in (
                ("landed", "/v1/triggers/landed", {}),
                ("alert", "/v1/triggers/alert", {"card": "orders-blocked"}),
                ("canada", "/v1/triggers/stuck", {
                    "entity": "CATR", "card": "ecom-absent"}),
                ("rich", "/v1/triggers/stuck", {"minBlockedValue": 1e9})):
            receivers[name] = self.receiver()
            status, _, answer = server.call("POST", path, {
                "notificationUrl": receivers[name].url("/" + name), **body})
            self.assertEqual(status, 201, answer)
        server.enter([2, 7, 11])  # two of them to Canada
        canada = receivers["canada"].wait_for(lambda all_: len(all_) == 2)
        self.assertEqual({one.event["entities"][0] for one in canada}, {"CATR"})
        server.land([7])
        landed = receivers["landed"].wait_for(lambda all_: len(all_) >= 2)
        self.assertEqual({one.event["because"] for one in landed}, {"LANDED"})
        self.assertEqual(receivers["rich"].deliveries, [])

    def test_erased(self):
        server = self.start()
        down = self.receiver(lambda _: (503, {"Retry-After": "3"}))
        server.subscribe(down.url(), card="ecom-absent", events=["ENTERED"])
        server.enter([2])
        name = down.wait_for(bool)[0].event["name"]
        self.assertTrue(name)
        server.ask("erase", f"shop/customer/{customer(2)['id']}", "--yes")
        before = len(down.deliveries)
        later = down.wait_for(lambda all_: len(all_) > before)[-1]
        self.assertEqual(later.id, down.deliveries[0].id)
        self.assertEqual(later.event["name"], "")
        self.assertEqual(server.stop(), 0)
        for file in (server.home / "landfall-data").rglob("*"):
            if file.is_file():
                self.assertNotIn(name.encode(), file.read_bytes(), file)

    def test_nothing_secret_is_shown(self):
        server = self.start()
        refuses = self.receiver(lambda _: 500)
        made = server.subscribe(refuses.url(), card="ecom-absent")
        server.enter([2])
        refuses.wait_for(bool)
        for _ in range(100):
            listed = server.subscriptions()
            if listed[0]["failures"]:
                break
            time.sleep(0.1)
        self.assertEqual(listed[0]["host"], "127.0.0.1")
        self.assertEqual(listed[0]["lastError"], "HTTP 500")
        server.log_lines("action=SubscriptionService.CreateSubscription")
        shown = [str(listed), str(server.call("GET", "/v1/events")),
                 (server.home / "server.log").read_text(encoding="utf-8"),
                 str(server.ask("subscriptions"))]
        for text in shown:
            self.assertNotIn("s3cret", text)
            self.assertNotIn(made["secret"], text)
        # The id ends the subscription, so it is as secret in logs.
        self.assertNotIn(made["id"], shown[2])
        self.assertIn("action=SubscriptionService.CreateSubscription",
                      shown[2])

    def test_everybody_has_ones_own(self):
        keys, lines = {}, ""
        for name, role in (("ann", "reader"), ("bob", "reader"),
                           ("root", "admin")):
            made = subprocess.run(
                [LANDFALL, "keys", "new", "--role", role, "--id", name,
                 "--format", "table"], capture_output=True, text=True,
                check=True, timeout=60).stdout.splitlines()
            keys[name] = {"X-Api-Key": next(
                line.strip() for line in made
                if line.strip().startswith("lf_"))}
            lines += "    " + next(line.strip() for line in made if
                                   line.strip().startswith("- {")) + "\n"
        server = WatchedServer(LANDFALLD, LANDFALL,
                               f"auth:\n  api_keys:\n{lines}")
        self.addCleanup(server.remove)
        server.start()
        wish = {"notificationUrl": self.receiver().url(), "card":
                "ecom-absent"}
        ids = {name: server.call("POST", "/v1/triggers/stuck", wish,
                                 keys[name])[2]["id"]
               for name in ("ann", "bob")}
        self.assertEqual(len(set(ids.values())), 2)

        def listed(name):
            answer = server.call("GET", "/v1/subscriptions",
                                 headers=keys[name])[2]
            return {one["owner"]: one["id"] for one in answer["subscriptions"]}

        self.assertEqual(listed("ann"), {"ann": ids["ann"]})
        self.assertEqual(listed("bob"), {"bob": ids["bob"]})
        self.assertEqual(listed("root"), ids)
        # Whoever knows the id may end it, and is told nothing about others.
        for name, key in (("ann", {}), ("bob", {"X-Api-Key": "lf_wrong"})):
            for path in ids[name], "sub_unknown":
                self.assertEqual(server.call(
                    "DELETE", f"/v1/subscriptions/{path}", headers=key)[0],
                    204)
        self.assertEqual(listed("root"), {})
        audited = server.log_lines(" audit ", 4)
        self.assertEqual(len(audited), 4, audited)
        self.assertIn("caller=ann action=SubscriptionService.Create",
                      audited[0])
        self.assertIn("caller=- action=SubscriptionService.Delete",
                      audited[2])

    def test_refused(self):
        server = self.start()
        for url, reason in (
                ("https://10.0.0.1/", "CALLBACK_NOT_ALLOWED"),
                ("https://169.254.169.254/", "CALLBACK_NOT_ALLOWED"),
                ("http://localhost:8080/", "CALLBACK_NOT_ALLOWED"),
                ("https://127.0.0.1:22/", "CALLBACK_NOT_ALLOWED"),
                ("https://x:y@127.0.0.1:8080/", "CALLBACK_NOT_ALLOWED"),
                ("x" * 4097, "VALUE_TOO_LONG"), ("", "FIELD_REQUIRED")):
            status, _, answer = server.call("POST", "/v1/subscriptions", {
                "notificationUrl": url, "events": ["ENTERED"]})
            self.assertEqual((status, answer["error"]["reason"]),
                             (400, reason), url)
            self.assertEqual(answer["error"]["field"], "notificationUrl")
        good = self.receiver().url()
        for body, field in (
                ({}, "events"), ({"events": ["NOTHING"]}, "events[0]"),
                ({"events": ["ENTERED"], "minBlockedValue": -1},
                 "minBlockedValue"),
                ({"events": ["ENTERED"], "minAgeMinutes": -1},
                 "minAgeMinutes"),
                ({"events": ["LEFT"], "minAgeMinutes": 5}, "minAgeMinutes"),
                ({"events": ["ALERT_FIRED"], "entity": "USTR"}, "entity"),
                ({"events": ["ENTERED"], "entity": "UST"}, "entity"),
                ({"events": ["ENTERED"], "source": "nobody"}, "source"),
                ({"events": ["ENTERED"], "channel": "B2X"}, "channel"),
                ({"trigger": "stick"}, "trigger"),
                ({"trigger": "stuck", "events": ["LEFT"]}, "events")):
            status, _, answer = server.call("POST", "/v1/subscriptions", {
                "notificationUrl": good, **body})
            self.assertEqual((status, answer["error"]["field"]), (400, field),
                             answer)
        self.assertEqual(server.subscriptions(), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
