"""Every metric once with a value that is known from elsewhere.

    values_test.py LANDFALLD LANDFALL PROMETHEUS PROMTOOL
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "hostile"))

from probed_server import ProbedServer, new_key, wait_until  # noqa: E402
from raw_http import Connection, get, post  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$", re.M)
LABEL = re.compile(r'([a-z]+)="([^"]*)"')
HELD_CONNECTIONS = 7


def samples(page):
    """{(name, frozenset of labels): value}"""
    return {(name, frozenset(LABEL.findall(labels or ""))): float(value)
            for name, labels, value in SAMPLE.findall(page)}


class ValuesTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-values-")
        cls.addClassCleanup(folder.cleanup)
        cls.keys_file = pathlib.Path(folder.name) / "keys.yaml"
        subprocess.run([LANDFALL, "keys", "new", "--role", "reader", "--id",
                        "other", "--file", cls.keys_file], check=True,
                       capture_output=True)
        cls.key, line = new_key(LANDFALL, "admin")
        cls.started = time.time()
        cls.server = ProbedServer(
            LANDFALLD, LANDFALL,
            more=f"\nauth:\n  keys_file: {cls.keys_file}\n  api_keys:\n"
                 f"    {line}\n")
        cls.addClassCleanup(cls.server.kill)
        cls.server.import_all("--api-key", cls.key)
        cls.headers = [("X-Api-Key", cls.key)]
        cls.push_of_today()

    @classmethod
    def push_of_today(cls):
        """The demonstration is of another day: three who have not landed."""
        then = (datetime.datetime.now(datetime.timezone.utc)
                - datetime.timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
        records = [{"source": "crm", "type": "account", "payload": {
            "accountid": f"00000000-0000-4000-8000-0000000000a{n}",
            "name": f"New {n}", "customertypecode": 3, "createdon": then,
            "modifiedon": then, "address1_country": "US"}} for n in (1, 2)]
        records.append({"source": "b2b", "type": "order", "payload": {
            "id": 990001, "customer_id": 0, "status_id": 11,
            "date_created": then, "date_modified": then,
            "total_inc_tax": "120.50", "default_currency_code": "USD",
            "billing_address": {"email": "new@contoso.example",
                                "country_iso2": "US"},
            "shipping_addresses": [{"country_iso2": "US"}]}})
        for record in records:
            answer = post(cls.server.http, "/v1/records",
                          json.dumps({"source": record["source"],
                                      "type": record["type"],
                                      "payloads": [{"json": json.dumps(
                                          record["payload"])}]}),
                          cls.headers)
            if answer.status != 200 or answer.json()["inserted"] != 1:
                raise RuntimeError(repr(answer))

    def setUp(self):
        self.scrape()

    def scrape(self):
        self.page = get(self.server.http, "/metrics", self.headers).body.decode()
        self.values = samples(self.page)

    def ask(self, path):
        answer = get(self.server.http, path, self.headers)
        self.assertEqual(answer.status, 200)
        return answer.json()

    def value(self, name, **labels):
        return self.values.get((name, frozenset(labels.items())))

    def test_cards(self):
        cards = self.ask("/v1/cards")["cards"]
        self.assertGreater(len(cards), 5)
        counts = {card["card"]: card["count"] for card in cards}
        self.assertEqual(counts["dataverse-not-promoted"], 2)
        self.assertEqual(counts["ecom-absent"], 1)

        def counted():
            self.scrape()
            return all(self.value("landfall_card_counted", card=card) == count
                       for card, count in counts.items())
        # They may be of some moments ago.
        self.assertTrue(wait_until(counted, 30), self.page)
        for card in cards:
            label = {"card": card["card"]}
            with self.subTest(**label):
                self.assertEqual(self.value("landfall_card_counted", **label),
                                 card["count"])
                alert = card["alert"]
                self.assertEqual(
                    self.value("landfall_card_alert_above", **label),
                    alert.get("above"))
                self.assertEqual(
                    self.value("landfall_card_alert_firing", **label),
                    int(alert["firing"]))
                self.assertEqual(self.value("landfall_card_complete", **label),
                                 int(card["complete"]))
                twin = card.get("twin")
                self.assertEqual(
                    self.value("landfall_card_twin_agrees", **label),
                    int(twin["agrees"]) if twin else None)
                blocked = card["blockedValue"]
                self.assertEqual(
                    self.value("landfall_card_blocked_value",
                               currency=blocked["currencyCode"], **label),
                    blocked["amount"])

    def test_sources(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        sources = self.ask("/v1/sources")["sources"]
        self.assertGreater(len(sources), 3)
        for source in sources:
            label = {"source": source["id"]}
            with self.subTest(**label):
                self.assertEqual(self.value("landfall_source_state",
                                            state=source["state"], **label), 1)
                for row in source["rowCounts"]:
                    self.assertEqual(
                        self.value("landfall_source_records",
                                   type=row["type"], **label), row["count"])
                    self.assertGreater(row["count"], 0)
                self.assertEqual(
                    self.value("landfall_source_read_ahead_seconds", **label),
                    0 if source["master"] else None)
                lag = self.value("landfall_source_lag_seconds", **label)
                if "lastRead" not in source:
                    self.assertIsNone(lag)
                    continue
                read = datetime.datetime.fromisoformat(
                    re.sub(r"(\.\d{6})\d*", r"\1", source["lastRead"]).replace(
                        "Z", "+00:00"))
                age = (now - read).total_seconds()
                self.assertLessEqual(lag, age)
                self.assertGreater(lag, age - 120)

    def test_calls_and_verdicts(self):
        labels = {"method": "PromotionService.CheckPromotion",
                  "transport": "http"}
        known = {"verdict": "UNKNOWN"}
        before = (self.value("landfall_calls_total", code="OK", **labels) or 0,
                  self.value("landfall_verdicts_total", **known))
        for _ in range(5):
            answer = post(self.server.http, "/v1/check",
                          '{"record":{"source":"crm","type":"account",'
                          '"id":"00000000-0000-4000-8000-00000000dead"}}',
                          self.headers)
            self.assertEqual(answer.json()["verdict"], "UNKNOWN")
        refused = post(self.server.http, "/v1/check", "{}", self.headers)
        self.assertEqual(refused.status, 400)
        self.assertTrue(wait_until(lambda: self.calls(labels) == (
            before[0] + 5, 1), 20), self.page)
        self.assertEqual(self.value("landfall_verdicts_total", **known),
                         before[1] + 5)
        count = self.value("landfall_call_seconds_count", **labels)
        self.assertEqual(count, before[0] + 6)
        self.assertEqual(self.value("landfall_call_seconds_bucket", le="+Inf",
                                    **labels), count)
        # Some time, and less than all of it.
        total = self.value("landfall_call_seconds_sum", **labels)
        self.assertGreater(total, 0)
        self.assertLess(total, time.time() - self.started)

    def calls(self, labels):
        self.scrape()
        return tuple(self.value("landfall_calls_total", code=code, **labels)
                     for code in ("OK", "INVALID_ARGUMENT"))

    def test_connections_and_queues(self):
        held = []
        self.addCleanup(lambda: [each.__exit__() for each in held])
        self.assertTrue(wait_until(
            lambda: self.connections() == 1, 30), self.page)
        for _ in range(HELD_CONNECTIONS):
            held.append(Connection(self.server.http))
            held[-1].send(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual(held[-1].answer().status, 200)
        # And the one that asks.
        self.assertEqual(self.connections(), HELD_CONNECTIONS + 1)
        # Nothing but the scrape itself and the counting of its cards.
        jobs = {labels: value for (name, labels), value in self.values.items()
                if name == "landfall_queue_jobs"}
        self.assertGreaterEqual(len(jobs), 2)
        self.assertLessEqual(sum(jobs.values()), 2)
        self.assertEqual(self.value("landfall_queue_jobs", lane="write"), 0)

    def all_of(self, name):
        """The values of a metric, whatever their labels."""
        return [value for (each, _), value in self.values.items()
                if each == name]

    def test_nothing_is_unread_or_old(self):
        """What has a value only in trouble; nothing here is in any."""
        families = set(re.findall(r"^# TYPE (\S+)", self.page, re.M))
        for name, most in (("landfall_source_read_ahead_seconds", 0),
                           ("landfall_source_unread_rows", 0),
                           ("landfall_cards_age_seconds", 60)):
            with self.subTest(name):
                values = self.all_of(name)
                self.assertEqual(bool(values), name in families)
                for value in values:
                    self.assertGreaterEqual(value, 0)
                    self.assertLessEqual(value, most)

    def connections(self):
        self.scrape()
        return self.value("landfall_http_connections")

    def test_store(self):
        store = self.server.home / "landfall-data"

        def on_disk():
            return sum(each.stat().st_size for each in store.rglob("*")
                       if each.is_file())
        # A background job of the store may be between two looks.
        def agrees():
            before = on_disk()
            self.scrape()
            return before == on_disk() == self.value("landfall_store_bytes")
        self.assertTrue(wait_until(agrees, 30), self.page)
        # What was imported is more than the files beside the database.
        self.assertGreater(self.value("landfall_store_bytes"), 100_000)

    def test_build(self):
        version = subprocess.run([LANDFALLD, "--version"], check=True,
                                 capture_output=True, text=True).stdout.split()
        self.assertEqual(self.value("landfall_build_info",
                                    version=version[1]), 1)

    def test_process(self):
        limits = pathlib.Path(f"/proc/{self.server.pid}/limits").read_text(
            encoding="ascii")
        allowed = int(re.search(r"^Max open files\s+(\d+)", limits,
                                re.M).group(1))
        self.assertEqual(self.value("process_max_fds"), allowed)

        def agrees(name, looked_up, most):
            before = looked_up()
            self.scrape()
            value = self.value(name)
            low, high = sorted((before, looked_up()))
            return low - most <= value <= high + most
        # It has its own folder of descriptors and our connection open.
        self.assertTrue(wait_until(lambda: agrees(
            "process_open_fds", self.server.open_files, 3), 30), self.page)
        self.assertTrue(wait_until(lambda: agrees(
            "process_resident_memory_bytes", self.server.resident_bytes,
            4 << 20), 30), self.page)
        start = self.value("process_start_time_seconds")
        self.assertGreater(start, self.started - 1)
        self.assertLess(start, self.started + 60)

    def test_keys_file(self):
        self.assertEqual(self.value("landfall_keys_file_in_force"), 1)

        def becomes(expected):
            def look():
                self.scrape()
                return self.value("landfall_keys_file_in_force") == expected
            return wait_until(look, 20, every=0.3)
        os.chmod(self.keys_file, 0o666)
        self.assertTrue(becomes(0), self.page)
        os.chmod(self.keys_file, 0o600)
        self.assertTrue(becomes(1), self.page)

    def test_held_bytes(self):
        """A body that is not complete counts, until its peer goes away."""
        def held(expected):
            def look():
                self.scrape()
                return self.value("landfall_held_bytes") == expected
            return wait_until(look, 20, every=0.3)
        self.assertTrue(held(0), self.page)
        with Connection(self.server.http) as peer:
            peer.send((f"POST /v1/check HTTP/1.1\r\nHost: localhost\r\n"
                       f"X-Api-Key: {self.key}\r\n"
                       "Content-Type: application/json\r\n"
                       "Content-Length: 2000\r\n\r\n").encode() + b" " * 1234)
            self.assertTrue(held(1234), self.page)
        self.assertTrue(held(0), self.page)

    def test_recall(self):
        """The same check twice is answered from memory once."""
        def uses():
            self.scrape()
            return [self.value(name, memory="answers")
                    for name in ("landfall_recall_hits_total",
                                 "landfall_recall_misses_total")]
        hits, misses = uses()
        for _ in range(2):
            post(self.server.http, "/v1/check",
                 '{"customer":{"emails":["recall@contoso-mail.com"]}}',
                 self.headers)
        self.assertEqual(uses(), [hits + 1, misses + 1])

    def test_deliveries(self):
        """Nobody has subscribed, and then somebody has, in vain."""
        self.assertEqual(self.all_of("landfall_subscriptions"), [0, 0, 0])
        self.assertEqual(self.value("landfall_deliveries_waiting"), 0)
        for outcome in "delivered", "failed":
            self.assertEqual(self.value("landfall_delivery_attempts_total",
                                        outcome=outcome), 0)
        self.assertEqual(self.value("landfall_deliveries_set_aside_total"), 0)
        refused = post(self.server.http, "/v1/triggers/stuck",
                       '{"notificationUrl":"https://10.0.0.1/"}', self.headers)
        self.assertEqual(refused.status, 400)
        self.scrape()
        self.assertEqual(self.all_of("landfall_subscriptions"), [0, 0, 0])

    def test_watch(self):
        self.assertEqual(self.value("landfall_watch_failing"), 0)

    def test_log_lines(self):
        self.assertEqual(self.value("landfall_log_lines_dropped_total"), 0)

    def test_no_metric_is_left_out(self):
        source = pathlib.Path(__file__).read_text(encoding="utf-8")
        tested = set(re.findall(r'"((?:landfall|process)_[a-z_]+)"', source))
        families = set(re.findall(r"^# TYPE (\S+)", self.page, re.M))
        families = {f"{name}_count" if name == "landfall_call_seconds" else name
                    for name in families}
        self.assertEqual(families - tested, set())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
