"""Webhooks: signed bodies in the shape of REST, retried for four hours."""

import base64
import hashlib
import hmac
import json
import urllib.parse

from ..core import clock
from ..core.notify import post
from ..core.redelivery import Redelivering
from .rows import gid, number_of, rest_shape

TOPICS = {("orders", "created"): "ORDERS_CREATE",
          ("orders", "updated"): "ORDERS_UPDATED",
          ("orders", "deleted"): "ORDERS_DELETE",
          ("customers", "created"): "CUSTOMERS_CREATE",
          ("customers", "updated"): "CUSTOMERS_UPDATE",
          ("customers", "deleted"): "CUSTOMERS_DELETE",
          ("companies", "created"): "COMPANIES_CREATE",
          ("companies", "updated"): "COMPANIES_UPDATE",
          ("companies", "deleted"): "COMPANIES_DELETE",
          ("draftOrders", "created"): "DRAFT_ORDERS_CREATE",
          ("draftOrders", "updated"): "DRAFT_ORDERS_UPDATE",
          ("draftOrders", "deleted"): "DRAFT_ORDERS_DELETE"}
HEADS = ("DRAFT_ORDERS", "BULK_OPERATIONS", "ORDERS", "CUSTOMERS",
         "COMPANIES")


def signature(secret, body):
    return base64.b64encode(hmac.new(secret.encode(), body,
                                     hashlib.sha256).digest()).decode()


def header_topic(topic):
    """orders/create of ORDERS_CREATE."""
    head = next(head for head in HEADS if topic.startswith(head))
    return f"{head}/{topic[len(head) + 1:]}".lower()


class Webhooks(Redelivering):

    WAITS = (60, 300, 900, 1800, 2700, 3600, 5400)  # then it is removed

    def __init__(self, double):
        super().__init__(double)
        self.rows = {}
        self._next = 1

    def create(self, topic, wish):
        uri = wish.get("uri") or ""
        parts = urllib.parse.urlsplit(uri)
        if parts.hostname not in ("127.0.0.1", "localhost"):
            return {"webhookSubscription": None, "userErrors": [
                {"field": ["webhookSubscription", "uri"],
                 "message": "Address is invalid"}]}
        if any((row["topic"], row["uri"]) == (topic, uri)
               for row in self.rows.values()):
            return {"webhookSubscription": None, "userErrors": [
                {"field": ["webhookSubscription", "uri"], "message":
                 "Address for this topic has already been taken"}]}
        now = clock.iso(self._double.clock.now())
        row = {"id": gid("WebhookSubscription", self._next), "topic": topic,
               "uri": uri, "format": wish.get("format") or "JSON",
               "filter": wish.get("filter"),
               "includeFields": wish.get("includeFields") or [],
               "createdAt": now, "updatedAt": now}
        self._next += 1
        self.rows[row["id"]] = row
        return {"webhookSubscription": row, "userErrors": []}

    def delete(self, key):
        if self.rows.pop(key, None) is None:
            return {"deletedWebhookSubscriptionId": None, "userErrors": [
                {"field": ["id"],
                 "message": "Webhook subscription does not exist"}]}
        return {"deletedWebhookSubscriptionId": key, "userErrors": []}

    def changed(self, name, what, row):
        topic = TOPICS.get((name, what))
        if topic is not None:
            body = {"id": number_of(row["id"])} if what == "deleted" \
                else rest_shape(row)
            self.send(topic, body)
            if topic == "ORDERS_UPDATED" and row.get("cancelledAt"):
                self.send("ORDERS_CANCELLED", body)

    def send(self, topic, body):
        event = self._double.new_guid()
        for row in list(self.rows.values()):
            if row["topic"] == topic:
                self._send(row, body, event)

    def _send(self, row, body, event):
        raw = json.dumps(body, ensure_ascii=False).encode()
        double = self._double
        delivery = {"subscription": row["id"], "uri": row["uri"], "body": raw,
                    "attempt": 0, "due": 0.0, "headers": {
                        "Content-Type": "application/json",
                        "X-Shopify-Topic": header_topic(row["topic"]),
                        "X-Shopify-Shop-Domain": double.options["shop"],
                        "X-Shopify-API-Version": double.options["versions"][
                            -1],
                        "X-Shopify-Webhook-Id": double.new_guid(),
                        "X-Shopify-Event-Id": event,
                        "X-Shopify-Triggered-At": clock.iso(
                            double.clock.now(), 3),
                        "X-Shopify-Hmac-Sha256": signature(
                            double.SECRET, raw)}}
        self._send_soon(delivery)

    def _deliver(self, delivery):
        status, _ = post(delivery["uri"], delivery["body"],
                         delivery["headers"])
        with self._double.lock:
            if not self._attempted(delivery, status):
                self.rows.pop(delivery["subscription"], None)

    def _is_wanted(self, delivery):
        return delivery["subscription"] in self.rows
