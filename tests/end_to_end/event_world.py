"""A server over a shop and a ledger, with customers who get stuck and land."""

import datetime
import json
import time

import generated_customers as generated
from server_process import ServerProcess

# Who is pushed until somebody is seen to enter.
PROBES = range(1000, 1100)


def hours_ago(hours):
    then = datetime.datetime.now(datetime.timezone.utc)
    then -= datetime.timedelta(hours=hours)
    return then.strftime("%Y-%m-%dT%H:%M:%SZ")


def shop_rows(i, order, name=None):
    """Customer i with its order of that number, placed a while ago."""
    for row in generated.shop_rows(i):
        if "/Order/" in row["id"]:
            row["id"] = f"gid://shopify/Order/{order}"
            for field in ("createdAt", "processedAt", "updatedAt"):
                row[field] = hours_ago(5)
        elif name is not None:
            row["displayName"] = name
        yield row


def ledger_row(i):
    area = "catr" if generated.country(i) == "CA" else "ustr"
    return {"dataAreaId": area, "CustomerAccount": f"C-{i:07d}",
            "PrimaryContactEmail": generated.email(i),
            "CreatedDateTime": "2024-02-01T09:00:00Z"}


class EventWorld:
    """Starts nothing by itself; the server is to be removed in the end."""

    def __init__(self, landfalld, landfall):
        self.server = ServerProcess(landfalld, landfall, generated.CONFIG)
        self._orders = 5_000_000_000
        self._watched = False

    def start(self):
        """Starts the server. At the first time until somebody who comes is
        seen to enter: who was there before is no event."""
        self.server.start()
        if self._watched:
            return
        self.push("erp", "customer", [ledger_row(998), ledger_row(999)])
        for probe in PROBES:
            self.push_orders([probe])
            for _ in range(30):
                if self.events("ecom-absent"):
                    self._watched = True
                    return
                time.sleep(0.1)
        raise RuntimeError("nobody is ever seen to enter")

    def push(self, source, record_type, rows):
        file = self.server.home / f"{source}.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows),
                        encoding="utf-8")
        typed = ["--type", record_type] if record_type else []
        self.server.ask("import", "--source", source, *typed, str(file))

    def push_orders(self, customers, name=None):
        """A new order of each of them, who are absent from then on."""
        rows = []
        for i in customers:
            self._orders += 1
            rows += shop_rows(i, self._orders, name)
        self.push("shop", None, rows)

    def land(self, customers):
        self.push("erp", "customer", map(ledger_row, customers))

    def events(self, *words):
        return self.server.ask("events", *words)["value"]

    def await_entered(self, card, cursor, customers):
        """Until so many have entered a card since the cursor."""
        for _ in range(600):
            entered = self.events(card, "--cursor", cursor, "--type",
                                  "ENTERED")
            if len(entered) >= customers:
                return
            time.sleep(0.1)
        raise RuntimeError("the events do not come")
