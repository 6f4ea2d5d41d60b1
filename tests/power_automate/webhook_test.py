"""Webhooks, from the subscription of a flow to the notification and its end.

    webhook_test.py LANDFALLD LANDFALL

A listener of this test stands for Power Automate. It is on loopback, which the
configuration allows for the purpose.
"""

import http.server
import json
import pathlib
import queue
import sys
import threading
import unittest
from urllib.parse import urlsplit

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import scenes  # noqa: E402
import strict  # noqa: E402
from bridge import DEMO, PUBLIC_URL, Bridge  # noqa: E402
from connector import VARIANTS, Connector  # noqa: E402
from flow import Flow, fetch  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ALLOW = ('webhooks: {allow: ["127.0.0.1", ".logic.azure.com", '
         '".environment.api.powerplatform.com"], allow_private: true}\n')
# A source that grows stale two seconds after it was read.
HASTY = [("{id: bc, system: business_central}",
          '{id: bc, system: business_central, url: "http://127.0.0.1:1", '
          "max_age: 2s}")]
# What a callback of the platform looks like: long, with a signature.
SECRET = "sig=" + "s" * 1500
STUCK, LANDED, ALERT, SOURCE = (
    "WhenCustomerGetsStuck", "WhenCustomerLands", "WhenAlertChanges",
    "WhenSourceChanges")


class Listener:
    """Takes notifications. `answers` are the statuses of the next ones; then
    202."""

    def __init__(self):
        self.arrived = queue.Queue()
        self.answers = []
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):

            def do_POST(self):
                size = int(self.headers["Content-Length"])
                body = self.rfile.read(size)
                status = listener.answers.pop(0) if listener.answers else 202
                listener.arrived.put((self.path, dict(self.headers.items()),
                                      body, status))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                       Handler)
        threading.Thread(target=self._server.serve_forever,
                         daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def next(self, seconds=scenes.SECONDS):
        """(path, headers, body, status) of the next notification."""
        return self.arrived.get(timeout=seconds)

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class WebhookTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.bridge = Bridge(LANDFALLD, LANDFALL, ALLOW, HASTY)
        cls.addClassCleanup(cls.bridge.stop)

    def setUp(self):
        self.listener = Listener()
        self.addCleanup(self.listener.close)
        self.flow = self.flow_of("landfall")
        self.ends = []

    def flow_of(self, variant, broken=None):
        return Flow(Connector.read(variant), self.bridge.http_url, "flows",
                    self.bridge.keys["flows"], broken)

    def subscribe(self, trigger, flow=None, path="/hook", **filters):
        """The Location of the new subscription, which ends with the test."""
        flow = flow or self.flow
        answer = flow.call(trigger, {
            "notificationUrl": f"{self.listener.url}{path}?{SECRET}",
            **filters})
        location = answer.headers.get("location", "")
        self.assertTrue(location.startswith(
            f"{PUBLIC_URL}/v1/subscriptions/"), location)
        self.addCleanup(self.unsubscribe, location)
        return location

    def unsubscribe(self, location, flow=None):
        """As the platform does: through the connection, by Location."""
        flow = flow or self.flow
        return flow.send(flow.connector.operation("DeleteSubscription"),
                         urlsplit(location).path)

    def notified(self, trigger, path="/hook"):
        """The event of the next notification, judged."""
        target, headers, body, status = self.listener.next()
        self.assertEqual(f"{path}?{SECRET}", target)
        headers = {name.lower(): value for name, value in headers.items()}
        event = json.loads(body)
        self.assertEqual("application/json",
                         headers["content-type"].split(";")[0])
        self.assertEqual(event["eventId"], headers["webhook-id"])
        operation = self.flow.connector.operation(trigger)
        schema = operation.item["x-ms-notification-content"]["schema"]
        self.assertEqual([], list(strict.problems(
            self.flow.connector, schema, event)))
        return event

    def test_a_customer_gets_stuck_and_lands(self):
        for variant in VARIANTS:
            with self.subTest(variant=variant):
                flow = self.flow_of(variant)
                stuck = self.subscribe(STUCK, flow, card=scenes.STUCK)
                landed = self.subscribe(LANDED, flow, "/landed",
                                        card=scenes.STUCK)
                record = scenes.push_account(flow)
                event = self.notified(STUCK)
                self.assertEqual(("ENTERED", record),
                                 (event["type"], event["record"]))
                scenes.land(flow, record["id"])
                event = self.notified(LANDED, "/landed")
                self.assertEqual(("LEFT", "LANDED", record), (
                    event["type"], event["because"], event["record"]))
                for location in (stuck, landed, stuck):  # the last one twice
                    self.assertEqual(204, self.unsubscribe(
                        location, flow).status)
                self.assertEqual([], flow.problems)

    def test_an_alert_changes(self):
        self.subscribe(ALERT, card=scenes.STUCK)
        stuck = self.flow.call("ListCardRecords", card=scenes.STUCK).body
        for row in stuck["value"]:  # of other tests
            scenes.land(self.flow, row["record"]["id"])
        if stuck["value"]:
            self.assertEqual("ALERT_CLEARED", self.notified(ALERT)["type"])
        record = scenes.push_account(self.flow)
        self.assertEqual("ALERT_FIRED", self.notified(ALERT)["type"])
        scenes.land(self.flow, record["id"])
        self.assertEqual("ALERT_CLEARED", self.notified(ALERT)["type"])
        self.assertEqual([], self.flow.problems)

    def test_filters(self):
        self.subscribe(STUCK, path="/ca", card=scenes.STUCK, entity="CATR")
        self.subscribe(STUCK, path="/us", card=scenes.STUCK, entity="USTR",
                       source="crm")
        scenes.push_account(self.flow)
        self.notified(STUCK, "/us")
        self.assertTrue(self.listener.arrived.empty())

    def test_a_source_goes_stale_and_recovers(self):
        self.subscribe(SOURCE, source="bc")
        wanted = {"SOURCE_STALE", "SOURCE_RECOVERED"}
        while wanted:
            self.bridge.run(
                "import", "--api-key", self.bridge.keys["flows"], "--source",
                "bc", "--type", "customer", "--company", "UK Trade Ltd",
                str(DEMO / "bc-customers.json"))
            event = self.notified(SOURCE)
            self.assertEqual("bc", event["source"])
            wanted.discard(event["type"])
        self.assertEqual([], self.flow.problems)

    def test_the_same_subscription_again_is_one(self):
        first = self.subscribe(STUCK, card=scenes.STUCK)
        self.assertEqual(first, self.subscribe(STUCK, card=scenes.STUCK))
        for _ in range(2):
            record = scenes.push_account(self.flow)
            self.assertEqual(record, self.notified(STUCK)["record"])

    def test_a_failure_is_tried_again_with_the_same_id(self):
        self.subscribe(STUCK, card=scenes.STUCK)
        self.listener.answers = [503]
        scenes.push_account(self.flow)
        first, second = self.listener.next(), self.listener.next()
        self.assertEqual([503, 202], [first[3], second[3]])
        self.assertEqual(first[2], second[2])

    def test_a_flow_that_is_gone_is_left_alone(self):
        for status in (404, 410):
            with self.subTest(status=status):
                self.subscribe(STUCK, path=f"/{status}", card=scenes.STUCK)
                self.listener.answers = [status]
                scenes.push_account(self.flow)
                self.listener.next()
                other = self.subscribe(STUCK, path="/other",
                                       card=scenes.STUCK)
                scenes.push_account(self.flow)
                self.notified(STUCK, "/other")
                self.assertTrue(self.listener.arrived.empty())
                self.unsubscribe(other)

    def test_ends_without_a_key(self):
        location = self.subscribe(STUCK, card=scenes.STUCK)
        url = self.bridge.http_url + urlsplit(location).path
        self.assertEqual(204, fetch("DELETE", url, {}).status)
        self.assertEqual(204, fetch("DELETE", url, {}).status)
        self.assertEqual(204, fetch("DELETE", url + "x", {}).status)

    def test_other_hosts_are_refused(self):
        for url in ("https://evil.example.com/hook", "http://logic.azure.com/x",
                    "https://10.0.0.1/hook", "ftp://127.0.0.1/x", "x"):
            with self.subTest(url=url):
                self.flow.call(STUCK, {"notificationUrl": url,
                                       "card": scenes.STUCK}, expected=400)
        self.assertEqual([], self.flow.problems)

    def test_callbacks_are_in_no_log(self):
        self.subscribe(STUCK, card=scenes.STUCK)
        scenes.push_account(self.flow)
        self.notified(STUCK)
        self.assertNotIn("sig=", self.bridge.log)
        self.assertNotIn(self.listener.url, self.bridge.log)

    def test_spoilt_answers_are_noticed(self):
        """A subscription without Location, or with a status of its own."""
        def no_location(called, answer):
            answer.headers.pop("location", None)
            return answer

        def accepted(called, answer):
            answer.status = 202
            return answer

        for broken in (no_location, accepted):
            flow = self.flow_of("landfall", broken)
            flow.call(STUCK, {"notificationUrl":
                              f"{self.listener.url}/spoilt?{SECRET}",
                              "card": scenes.STUCK})
            self.assertNotEqual([], flow.problems)


def main():
    description = json.loads((HERE.parent.parent / "docs" / "openapi.json")
                             .read_text(encoding="utf-8"))
    if "/v1/triggers/stuck" not in description["paths"]:
        print("Skipped: this server has no subscriptions, so the webhook "
              "triggers of the connector were not tried", file=sys.stderr)
        return 77
    return unittest.main(argv=sys.argv[:1], verbosity=2)


if __name__ == "__main__":
    sys.exit(main())
