"""A landfalld whose cards somebody enters and leaves when a test says so."""

import json
import pathlib
import sys
import urllib.error
import urllib.request

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "end_to_end"))

import generated_customers as generated  # noqa: E402
from event_world import ledger_row, shop_rows  # noqa: E402
from server_process import ServerProcess  # noqa: E402

CONFIG = generated.CONFIG + (
    "webhooks: {allow: [127.0.0.1], allow_private: true}\n")


class WatchedServer(ServerProcess):

    def __init__(self, landfalld, landfall, more=""):
        super().__init__(landfalld, landfall, CONFIG + more)
        self._orders = 5_000_000_000

    def start(self, seconds=120):
        super().start(seconds)
        self.http = "http://" + self.http

    def call(self, method, path, body=None, headers=()):
        """(status, headers, JSON or None)"""
        request = urllib.request.Request(
            self.http + path, method=method, headers={
                "Content-Type": "application/json", **dict(headers)},
            data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return (answer.status, dict(answer.headers),
                        json.loads(text) if text else None)
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), json.loads(error.read())

    def push(self, source, record_type, rows):
        status, _, answer = self.call("POST", "/v1/records", {
            "source": source, "type": record_type, "payloads": [
                {"json": json.dumps(row)} for row in rows]})
        if status != 200 or answer["rejected"]:
            raise AssertionError(answer)

    def read_ledger(self):
        """Of both legal entities."""
        self.land([998, 999])

    def enter(self, customers):
        """Customers of these numbers order something and are absent."""
        for record_type in ("customer", "order"):
            rows = []
            for i in customers:
                self._orders += 1
                rows += [row for row in shop_rows(i, self._orders)
                         if row["id"].split("/")[-2].lower() == record_type]
            self.push("shop", record_type, rows)

    def land(self, customers):
        self.push("erp", "customer", map(ledger_row, customers))

    def subscribe(self, url, **wish):
        body = {"notificationUrl": url, **wish}
        if "events" not in wish:
            body["events"] = ["ENTERED", "LEFT"]
        status, _, answer = self.call("POST", "/v1/subscriptions", body)
        if status != 201:
            raise AssertionError(answer)
        return answer

    def subscriptions(self):
        return self.call("GET", "/v1/subscriptions")[2]["subscriptions"]

    def events(self):
        found, cursor = [], ""
        while True:
            page = self.call(
                "GET", f"/v1/events?pageSize=1000&cursor={cursor}")[2]
            found += page["value"]
            cursor = page["nextCursor"]
            if not page["more"]:
                return found
