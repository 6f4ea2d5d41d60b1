"""Webhooks: only an id, signed as Standard Webhooks has it."""

import base64
import hashlib
import hmac
import json
import urllib.parse

from ..core.messages import json_answer
from ..core.notify import post
from ..core.redelivery import Redelivering

SCOPES = {"orders": ("order", "id"), "customers": ("customer", "id"),
          "companies": ("company", "companyId"), "quotes": ("quote",
                                                            "quoteId")}


def signature(secret, delivery_id, timestamp, body):
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(
        secret.encode(), signed, hashlib.sha256).digest()).decode()


class Hooks(Redelivering):

    WAITS = (60, 180, 300, 600, 900, 1800, 3600, 7200, 21_600, 50_400, 86_400)

    def __init__(self, double):
        super().__init__(double)
        self.rows = {}
        self._next = 1

    def answer(self, request, rest):
        double = self._double
        if not rest and request.method == "GET":
            return json_answer({"data": list(self.rows.values()), "meta": {
                "pagination": {"total": len(self.rows)}}})
        if not rest and request.method == "POST":
            return self._create(request)
        row = self.rows.get(rest[0])
        if row is None:
            return double.v3_error(404, "The hook does not exist.")
        if request.method == "DELETE":
            del self.rows[rest[0]]
        elif request.method == "PUT":
            row.update({name: value for name, value in request.json().items()
                        if name in ("is_active", "destination", "headers",
                                    "scope")})
        return json_answer({"data": row, "meta": {}})

    def _create(self, request):
        wish = request.json()
        parts = urllib.parse.urlsplit(wish.get("destination", ""))
        if parts.hostname not in ("127.0.0.1", "localhost") or not str(
                wish.get("scope", "")).startswith("store/"):
            return self._double.v3_error(422, "The hook is not valid.")
        return json_answer({"data": self.add(wish), "meta": {}})

    def add(self, wish):
        now = int(self._double.clock.now())
        row = {"id": self._next, "client_id": "landfall", "store_hash":
               self._double.HASH, "scope": wish["scope"], "destination":
               wish["destination"], "headers": wish.get("headers"),
               "is_active": wish.get("is_active", True), "created_at": now,
               "updated_at": now}
        self._next += 1
        self.rows[str(row["id"])] = row
        return row

    def changed(self, name, what, row):
        if name == "refunds" and what == "created":
            self.send("store/order/refund/created", {
                "type": "order", "id": row["order_id"],
                "refund": {"refund_id": row["id"]}})
            return
        if name not in SCOPES:
            return
        kind, key = SCOPES[name]
        what = "archived" if row.get("is_deleted") else what
        self.send(f"store/{kind}/{what}", {"type": kind, "id": row[key]})

    def send(self, scope, data):
        body = {"scope": scope, "store_id": "1025646", "data": data,
                "hash": hashlib.sha1(json.dumps(data).encode()).hexdigest(),
                "created_at": int(self._double.clock.now()),
                "producer": f"stores/{self._double.HASH}"}
        raw = json.dumps(body).encode()
        for row in self.rows.values():
            wanted = row["scope"]
            fits = scope == wanted or (wanted.endswith("/*") and
                                       scope.startswith(wanted[:-1]))
            if row["is_active"] and fits:
                self._send_soon({
                    "hook": str(row["id"]), "body": raw, "attempt": 0,
                    "due": 0.0, "id": self._double.new_guid()})

    def _deliver(self, delivery):
        with self._double.lock:
            row = self.rows.get(delivery["hook"])
            if row is None:
                return
            timestamp = str(int(self._double.clock.now()))
            headers = {"Content-Type": "application/json",
                       "webhook-id": delivery["id"],
                       "webhook-timestamp": timestamp,
                       "webhook-signature": signature(
                           self._double.CLIENT_SECRET, delivery["id"],
                           timestamp, delivery["body"]),
                       **(row["headers"] or {})}
        status, _ = post(row["destination"], delivery["body"], headers)
        with self._double.lock:
            if not self._attempted(delivery, status):
                row["is_active"] = False
