"""Webhooks: handshake, three days, one delivery for what changed in 30 s."""

import json
import re
import urllib.parse

from ..core import clock
from ..core.messages import Answer, json_answer
from ..core.notify import post

LIFETIME = 3 * 86400
PATIENCE = 36 * 3600
RESOURCE = re.compile(
    r"/?api/(?P<api>[\w./]+?)/companies\((?P<company>[0-9a-fA-F-]{36})\)/"
    r"(?P<set>\w+)$")
ONE = re.compile(r"subscriptions\('?([0-9a-f-]+)'?\)$")


class Subscriptions:

    def __init__(self, double):
        self._double = double
        self._rows = {}
        self._pending = []    # (due, subscription id, set, key, what, at)

    def answer(self, request, path):
        double = self._double
        match = ONE.match(path)
        if match is None and request.method == "GET":
            return json_answer({
                "@odata.context": f"{request.origin}/api/v2.0/$metadata"
                "#subscriptions",
                "value": [self._written(row) for row in self._rows.values()]})
        if match is None and request.method == "POST":
            return self._subscribe(request)
        row = self._rows.get(match[1]) if match else None
        if row is None:
            double.refuse(404, "BadRequest_NotFound",
                          "The subscription does not exist.")
        if request.method == "GET":
            return json_answer(self._written(row))
        if not request.header("If-Match"):
            double.refuse(400, "BadRequest_RequiredParamNotProvided",
                          "If-Match is required.")
        if request.header("If-Match") not in ("*", row["@odata.etag"]):
            double.refuse(409, "Request_EntityChanged",
                          "Another user has already changed the record.")
        if request.method == "DELETE":
            del self._rows[match[1]]
            return Answer(204)
        return self._renew(request, row)

    def _written(self, row):
        return {name: value for name, value in row.items()
                if not name.startswith("_")}

    def _wishes(self, request):
        wishes = request.json()
        missing = [name for name in ("notificationUrl", "resource")
                   if not wishes.get(name)]
        if missing:
            self._double.refuse(400, "BadRequest_RequiredParamNotProvided",
                                f"{missing[0]} is required.")
        if len(wishes.get("clientState", "")) > 2048:
            self._double.refuse(400, "BadRequest_InvalidRequestUrl",
                                "clientState is too long.")
        match = RESOURCE.match(wishes["resource"])
        page = self._double.pages.get(match["set"]) if match else None
        if page is None or not page.notifies:
            self._double.refuse(400, "BadRequest_NotSupported",
                                "The resource does not support webhooks.")
        self._shake_hands(wishes["notificationUrl"])
        return wishes, match

    def _shake_hands(self, url):
        token = self._double.new_guid()
        separator = "&" if "?" in url else "?"
        try:
            status, body = post(f"{url}{separator}validationToken="
                                + urllib.parse.quote(token), b"")
        except ValueError as error:
            self._double.refuse(400, "BadRequest_InvalidUrl", str(error))
        if status != 200 or body.decode("utf-8", "replace") != token:
            self._double.refuse(400, "BadRequest_InvalidNotificationUrl",
                                "The notification URL did not answer with "
                                "the validation token.")

    def _subscribe(self, request):
        if len(self._rows) >= 200:
            self._double.refuse(400, "BadRequest_LimitReached",
                                "The limit of subscriptions is reached.")
        wishes, match = self._wishes(request)
        row = {"@odata.etag": "", "subscriptionId": self._double.new_guid(),
               "userId": self._double.new_guid(), "systemCreatedAt":
               clock.iso(self._double.clock.now(), 3)}
        self._set(row, wishes, match)
        self._rows[row["subscriptionId"]] = row
        return json_answer(self._written(row), 201)

    def _renew(self, request, row):
        wishes, match = self._wishes(request)
        self._set(row, wishes, match)
        return json_answer(self._written(row))

    def _set(self, row, wishes, match):
        now = self._double.clock.now()
        row.update({
            "@odata.etag": f'W/"{self._double.new_guid()}"',
            "notificationUrl": wishes["notificationUrl"],
            "resource": wishes["resource"],
            "clientState": wishes.get("clientState", ""),
            "lastModifiedDateTime": clock.iso(now, 3),
            "expirationDateTime": clock.iso(now + LIFETIME),
            "_until": now + LIFETIME, "_company": match["company"].lower(),
            "_set": match["set"]})

    # What happens.

    def changed(self, set_name, company, row_id, what):
        now = self._double.clock.now()
        for row in self._rows.values():
            if (row["_set"], row["_company"]) == (set_name, company):
                self._pending.append({
                    "due": now + self._double.options["notify_after"],
                    "until": now + PATIENCE, "subscription":
                    row["subscriptionId"], "id": row_id, "what": what,
                    "at": now})

    def time_passed(self, everything=False):
        """Puts what is due into the outbox, one delivery for each URL."""
        now = self._double.clock.now()
        self._rows = {key: row for key, row in self._rows.items()
                      if now < row["_until"]}
        self._pending = [entry for entry in self._pending
                         if entry["subscription"] in self._rows
                         and now < entry["until"]]
        due = [entry for entry in self._pending
               if everything or entry["due"] <= now]
        self._pending = [entry for entry in self._pending if entry not in due]
        by_url = {}
        for entry in due:
            url = self._rows[entry["subscription"]]["notificationUrl"]
            by_url.setdefault(url, []).append(entry)
        for url, entries in by_url.items():
            self._double.outbox.append(
                lambda url=url, entries=entries: self._deliver(url, entries))

    def _deliver(self, url, entries):
        with self._double.lock:
            body = {"value": self._notifications(entries)}
        if not body["value"]:
            return
        status, _ = post(url, json.dumps(body).encode(),
                         {"Content-Type": "application/json"})
        with self._double.lock:
            self._double.deliveries.append({"url": url, "status": status,
                                            "body": body})
            if 200 <= status < 300:
                return
            if status in (0, 408, 429) or status >= 500:
                for entry in entries:
                    entry["due"] = self._double.clock.now() + 60
                self._pending += entries
                return
            # Anything else ends the subscription at once.
            for entry in entries:
                self._rows.pop(entry["subscription"], None)

    def _notifications(self, entries):
        written = []
        for key, row in self._rows.items():
            mine = [entry for entry in entries if entry["subscription"] == key]
            if len(mine) > self._double.options["collection_over"]:
                since = urllib.parse.quote(clock.iso(mine[0]["at"], 2))
                written.append(self._notification(
                    row, "collection", mine[-1]["at"], f"{row['resource']}"
                    f"?$filter=lastDateTimeModified%20gt%20{since}"))
                continue
            written += [self._notification(
                row, entry["what"], entry["at"],
                f"{row['resource'].lstrip('/')}({entry['id']})")
                for entry in mine]
        return written

    def _notification(self, row, what, at, resource):
        return {"subscriptionId": row["subscriptionId"],
                "clientState": row["clientState"],
                "expirationDateTime": row["expirationDateTime"],
                "resource": resource, "changeType": what,
                "lastModifiedDateTime": clock.iso(at, 3)}
