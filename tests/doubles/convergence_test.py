"""A careful reader ends with what there is, whatever goes wrong.

Random changes, also between two pages, and random faults; then one quiet
read. If this failed, a double would ask what no connector can do.
LANDFALL_DOUBLE_SEEDS says how many seeds; a failure names its own.
"""

import http.client
import json
import os
import random
import unittest
import urllib.parse

from self_test import ask

from tests.doubles.core import clock
from tests.doubles.run import make

SEEDS = int(os.environ.get("LANDFALL_DOUBLE_SEEDS", "3"))
ROUNDS = 6
PATIENCE = 200
SHARE = 0.12
FAULTS = ({"kind": "status", "status": 503}, {"kind": "html"},
          {"kind": "throttle", "retry_after": 5}, {"kind": "drop"},
          {"kind": "truncate"}, {"kind": "cut"}, {"kind": "text"},
          {"kind": "expire_tokens"}, {"kind": "empty_page"})
# How far a reader goes back, for rows that changed while it read.
OVERLAP = 120


def wanted(reply):
    """So many seconds the system wants to be left alone."""
    return int(float(reply.headers.get("retry-after", reply.headers.get(
        "x-retry-after", "5"))))


class Reader:
    """Asks until it gets an answer, and waits on the double's clock."""

    def __init__(self, double):
        self.double = double
        self.held = {}        # id -> what the test compares
        self.since = None
        self.headers = {}

    def sign_in(self):
        """For those with tokens that end."""

    def ask(self, url, method="GET", body=None):
        """The reply: JSON that is whole, or 204, 400 or 410."""
        for _ in range(PATIENCE):
            try:
                reply = ask(url, method, self.headers, body)
            except (http.client.HTTPException, OSError):
                self.wait(1)
                continue
            if reply.status == 401:
                self.sign_in()
            elif reply.status == 429 or reply.status >= 500:
                self.wait(wanted(reply))
            elif reply.status == 204 or self.whole(reply):
                return reply
        raise AssertionError(f"no answer: {url}")

    @staticmethod
    def whole(reply):
        try:
            return isinstance(reply.json(), (dict, list))
        except ValueError:
            return False

    def wait(self, seconds):
        self.double.apply({"do": "advance", "seconds": seconds + 0.01})

    def start(self):
        """When this read began, less the overlap; None at first."""
        before, self.since = self.since, self.double.clock.now()
        return None if before is None else before - OVERLAP

    def keep_only(self, ids):
        self.held = {key: row for key, row in self.held.items() if key in ids}


class EntraReader(Reader):

    def __init__(self, double, scope):
        super().__init__(double)
        self._scope = scope

    def sign_in(self):
        access = self.double.access()
        form = {"client_id": access["client_id"],
                "client_secret": access["client_secret"],
                "grant_type": "client_credentials", "scope": self._scope}
        for _ in range(PATIENCE):
            reply = None
            try:
                reply = ask(f"{access['authority']}/{access['tenant']}"
                            "/oauth2/v2.0/token", "POST", {},
                            urllib.parse.urlencode(form))
                token = reply.json()["access_token"]
            except (http.client.HTTPException, OSError, ValueError, KeyError):
                self.wait(1 if reply is None else wanted(reply))
                continue
            self.headers["Authorization"] = f"Bearer {token}"
            return

    def pages(self, link):
        while link:
            body = self.ask(link).json()
            yield body
            link = body.get("@odata.nextLink")


class DataverseReader(EntraReader):
    SET, KEY, TEXT = "accounts", "accountid", "name"

    def __init__(self, double):
        super().__init__(double, double.url + "/.default")
        self.headers["Prefer"] = "odata.maxpagesize=4,odata.track-changes"
        self._delta = None

    def read(self):
        link = self._delta or (self.double.url
                               + "/api/data/v9.2/accounts?$select=name")
        fresh = {} if self._delta is None else None
        for body in self.pages(link):
            if body.get("error", {}).get("code") == "0x80044352":
                self._delta = None
                return self.read()
            for row in body["value"]:
                rows = self.held if fresh is None else fresh
                if row.get("reason") == "deleted":
                    rows.pop(row["id"], None)
                else:
                    rows[row["accountid"]] = row["name"]
            self._delta = body.get("@odata.deltaLink", self._delta)
        if fresh is not None:
            self.held = fresh
        return None


class FinanceOperationsReader(EntraReader):
    SET, KEY, TEXT = "CustomersV3", "CustomerAccount", "OrganizationName"

    def __init__(self, double):
        super().__init__(double, double.url + "/.default")

    def read(self):
        """By key: its links would miss what moves."""
        fresh, last = {}, ""
        while True:
            rows = [row for body in self.pages(
                f"{self.double.url}/data/CustomersV3?cross-company=true"
                "&$orderby=CustomerAccount&$top=4&$filter=CustomerAccount gt "
                f"'{last}'") for row in body["value"]]
            if not rows:
                break
            for row in rows:
                fresh[row["CustomerAccount"]] = row["OrganizationName"]
                last = row["CustomerAccount"]
        self.held = fresh


class BusinessCentralReader(EntraReader):
    SET, KEY, TEXT = "customers", "id", "displayName"

    def __init__(self, double):
        super().__init__(double, "https://api.businesscentral.dynamics.com"
                                 "/.default")
        self._company = double.apply({"do": "create", "set": "companies",
                                      "row": {"name": "UK"}})["id"]
        self.headers["Prefer"] = "odata.maxpagesize=4"

    def read(self):
        url = f"{self.double.url}/companies({self._company})/customers?$select"
        since = self.start()
        query = "" if since is None else (
            f"&$filter=lastModifiedDateTime ge {clock.iso(since, 3)}")
        for body in self.pages(f"{url}=id,displayName{query}"):
            self.held.update((row["id"], row["displayName"])
                             for row in body["value"])
        self.keep_only({row["id"] for body in self.pages(f"{url}=id")
                        for row in body["value"]})


class ShopifyReader(Reader):
    SET, KEY, TEXT = "orders", "id", "note"
    QUERY = """query($q: String, $c: String) { orders(first: 4, after: $c,
        query: $q, sortKey: %s) { nodes { id note }
        pageInfo { hasNextPage endCursor } } }"""

    def __init__(self, double):
        super().__init__(double)
        self.headers = {"Content-Type": "application/json"}

    def sign_in(self):
        access = self.double.access()
        reply = self.ask(self.double.url + "/admin/oauth/access_token", "POST",
                         {"client_id": access["client_id"], "client_secret":
                          access["client_secret"],
                          "grant_type": "client_credentials"})
        self.headers["X-Shopify-Access-Token"] = reply.json()["access_token"]

    def rows(self, sort, search=None):
        after = None
        while True:
            body = self.ask(
                f"{self.double.url}/admin/api/2026-10/graphql.json", "POST",
                {"query": self.QUERY % sort,
                 "variables": {"q": search, "c": after}}).json()
            if "errors" in body:
                self.wait(5)
                continue
            orders = body["data"]["orders"]
            yield from orders["nodes"]
            if not orders["pageInfo"]["hasNextPage"]:
                return
            after = orders["pageInfo"]["endCursor"]

    def read(self):
        since = self.start()
        search = None if since is None else (
            f"updated_at:>='{clock.iso(since)}'")
        for row in self.rows("UPDATED_AT", search):
            self.held[row["id"]] = row["note"]
        self.keep_only({row["id"] for row in self.rows("ID")})


class BigCommerceReader(Reader):
    SET, KEY, TEXT = "orders", "id", "staff_notes"

    def __init__(self, double):
        super().__init__(double)
        double.apply({"do": "option", "name": "quota", "value": 40})
        self.headers = {"X-Auth-Token": "bc-token",
                        "Accept": "application/json"}

    def rows(self, query):
        """By id: pages by number would miss what moves."""
        last = 0
        while True:
            reply = self.ask(f"{self.double.url}/v2/orders?limit=4&sort=id:asc"
                             f"&min_id={last + 1}{query}")
            if reply.status == 204:
                return
            for row in reply.json():
                yield row
                last = row["id"]

    def read(self):
        since = self.start()
        query = "" if since is None else (
            f"&min_date_modified={clock.iso(since)}")
        for row in self.rows(query):
            self.held[row["id"]] = row["staff_notes"]
        self.keep_only({row["id"] for row in self.rows("")})


class AdobeCommerceReader(Reader):
    SET, KEY, TEXT = "orders", "entity_id", "ext_order_id"

    def __init__(self, double):
        super().__init__(double)
        self.headers = {"Accept": "application/json"}

    def sign_in(self):
        # An admin's token: the integration's would be gone for good.
        user, password = self.double.ADMIN
        for _ in range(PATIENCE):
            try:
                token = ask(self.double.url + "/V1/integration/admin/token",
                            "POST", {}, {"username": user,
                                         "password": password}).json()
            except (http.client.HTTPException, OSError, ValueError):
                self.wait(1)
                continue
            if isinstance(token, str):
                self.headers["Authorization"] = f"Bearer {token}"
                return

    def rows(self, *more):
        last = 0
        while True:
            pairs = [("searchCriteria[pageSize]", 4),
                     ("searchCriteria[sortOrders][0][field]", "entity_id"),
                     ("searchCriteria[sortOrders][0][direction]", "ASC")]
            for at, (field, kind, value) in enumerate(
                    (("entity_id", "gt", last), *more)):
                head = f"searchCriteria[filter_groups][{at}][filters][0]"
                pairs += [(head + "[field]", field), (head + "[value]", value),
                          (head + "[condition_type]", kind)]
            items = self.ask(f"{self.double.url}/V1/orders?"
                             + urllib.parse.urlencode(pairs)).json()["items"]
            if not items:
                return
            yield from items
            last = items[-1]["entity_id"]

    def read(self):
        since = self.start()
        more = [] if since is None else [
            ("updated_at", "gteq", clock.iso(since)[:19].replace("T", " "))]
        for row in self.rows(*more):
            self.held[row["entity_id"]] = row.get("ext_order_id")
        self.keep_only({row["entity_id"] for row in self.rows()})


class World:
    """Changes rows at random. Numbers are never given twice."""

    def __init__(self, double, reader, dice):
        self._double, self._reader, self._dice = double, reader, dice
        self._next = 0

    def new_row(self):
        self._next += 1
        row = {self._reader.TEXT: f"text {self._dice.randrange(10 ** 9)}"}
        if self._reader.KEY == "CustomerAccount":
            row["CustomerAccount"] = f"C-{self._next:05d}"
        elif self._reader.SET == "orders":
            row[self._reader.KEY] = self._next
        return {"do": "create", "set": self._reader.SET, "row": row}

    def changes(self, count):
        """Commands that fit the rows there are now."""
        keys = list(self._double.table(self._reader.SET).rows)
        self._dice.shuffle(keys)
        commands = []
        for _ in range(count):
            what = self._dice.choice(("create", "update", "delete"))
            if what == "create" or not keys:
                commands.append(self.new_row())
                continue
            command = {"do": what, "set": self._reader.SET, "key": keys.pop()}
            if what == "update":
                command["changes"] = {self._reader.TEXT: "text "
                                      f"{self._dice.randrange(10 ** 9)}"}
            commands.append(command)
        return commands

    def rows(self):
        table = self._double.table(self._reader.SET)
        return {row[self._reader.KEY]: row[self._reader.TEXT]
                for row in table.rows.values()}


READERS = {"dataverse": DataverseReader,
           "finance_operations": FinanceOperationsReader,
           "business_central": BusinessCentralReader,
           "shopify": ShopifyReader, "bigcommerce": BigCommerceReader,
           "adobe_commerce": AdobeCommerceReader}


class ConvergenceTest(unittest.TestCase):

    maxDiff = None

    def run_world(self, system, seed):
        dice = random.Random(f"{system}/{seed}")
        with make(system, seed=seed) as double:
            reader = READERS[system](double)
            world = World(double, reader, dice)
            for _ in range(12):
                double.apply(world.new_row())
            for _ in range(ROUNDS):
                double.apply({"do": "clear_faults"})
                self.plan(double, system, world, dice)
                before = set(world.rows())
                reader.read()
                # What was there all the time is missed at no time.
                self.assertLessEqual(before & set(world.rows()),
                                     set(reader.held))
                for command in world.changes(dice.randrange(5)):
                    double.apply(command)
                double.apply({"do": "advance",
                              "seconds": dice.randrange(400)})
            double.apply({"do": "clear_faults"})
            reader.read()
            self.assertEqual(reader.held, world.rows())
            self.assertEqual(double.journal.violations, [])
            return double.journal.by_status

    @staticmethod
    def plan(double, system, world, dice):
        for fault in dice.sample(FAULTS, 3):
            double.apply({"do": "fault", "times": -1, "share": SHARE,
                          "seed": dice.randrange(1000), **fault})
        if system == "dataverse" and dice.random() < 0.4:
            double.apply({"do": "fault", "kind": "expire_delta",
                          "after": dice.randrange(4)})
        # What changes between two pages.
        double.apply({"do": "fault", "kind": "apply",
                      "after": dice.randrange(1, 4),
                      "commands": world.changes(2)})

    def check(self, system):
        seen = {}
        for seed in range(SEEDS):
            with self.subTest(system=system, seed=seed):
                seen.update(self.run_world(system, seed))
        # It was not a quiet time.
        self.assertTrue({"503", "502", "429"} & set(seen), json.dumps(seen))

    def test_dataverse(self):
        self.check("dataverse")

    def test_finance_operations(self):
        self.check("finance_operations")

    def test_business_central(self):
        self.check("business_central")

    def test_shopify(self):
        self.check("shopify")

    def test_bigcommerce(self):
        self.check("bigcommerce")

    def test_adobe_commerce(self):
        self.check("adobe_commerce")


if __name__ == "__main__":
    unittest.main()
