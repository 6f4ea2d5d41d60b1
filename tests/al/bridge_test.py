"""Lets the extension's code talk to a running server.

    bridge_test.py LANDFALLD LANDFALL

The AL code runs in our interpreter, in a company that its own test library
fills. Its requests go to a real server, which holds the world of the samples.
"""

import json
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "samples"))

import checks  # noqa: E402
from interpreter.machine import Machine  # noqa: E402
from interpreter.tables import Record  # noqa: E402
from interpreter.values import AlError, Cell, Guid  # noqa: E402
from interpreter.world import World  # noqa: E402
from sample_server import SampleServer  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ADDRESS = "https://landfall.example.com"  # as the AL test library sets it up


class Company:
    """A company with the extension, set up for the server."""

    def __init__(self, apps, server, role):
        self.world = World(apps)
        self.machine = Machine(self.world)
        self.server = server
        self.role = role
        self.machine.handlers["http"] = self.send
        self.call("LDF Library", "Enable")
        self.world.storage["LDF-API-KEY"] = server.keys[role]
        self.world.commit()

    def send(self, request, response):
        """Answers a request of the AL code with that of the server."""
        assert request.uri.startswith(ADDRESS + "/")
        key = request.headers.listed["Authorization"].removeprefix("Bearer ")
        assert key == self.server.keys[self.role]
        body = request.content.body.encode("utf-8") or None
        response.httpstatuscode, response.content.body = self.server.exchange(
            self.role, request.method, request.uri.removeprefix(ADDRESS), body)
        return False

    def call(self, codeunit, procedure, *values):
        """Calls a procedure with variables of these values."""
        instance = self.machine.instance(codeunit)
        one = self.machine.procedure(instance.made, procedure.lower(),
                                     len(values))
        return self.machine.call(instance, one, [
            v if isinstance(v, Cell) else Cell(v) for v in values])

    def record(self, table, temporary=False):
        """A record variable, and its cell."""
        record = Record(self.world.table(table), self.world, temporary)
        return record, Cell(record, ("record", table))

    def check(self, *create):
        """The results about customers of the AL test library, by number."""
        customer, cell = self.record("customer")
        for procedure in create:
            self.call("LDF Library", procedure, cell)
        customer.filters = {}
        result, found = self.record("ldf check result", temporary=True)
        self.call("LDF Landfall", "CheckCustomers", cell, found)
        return {row["no."]: row for row in result.rows.values()}

    def cursors(self):
        return {row["kind"].name: row
                for row in self.world.table("ldf evidence cursor").rows.values()}


class BridgeTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        checker = checks.Checker()
        cls.apps = [checker.app, checker.test]

    def setUp(self):
        self.server = SampleServer(LANDFALLD, LANDFALL)
        self.addCleanup(self.server.stop)

    def company(self, role="ingester"):
        return Company(self.apps, self.server, role)

    def held(self):
        """Rows by "source/type"."""
        code, body = self.server.exchange("reader", "GET", "/v1/sources", None)
        self.assertEqual(code, 200)
        return {f"{source['id']}/{row['type']}": row["count"]
                for source in json.loads(body)["sources"]
                for row in source["rowCounts"]}

    def test_connection(self):
        company = self.company("reader")
        setup, cell = company.record("ldf setup")
        setup.find("first")
        self.assertIn("UKCO", company.call("LDF Connection Test",
                                           "TestConnection", cell))

    def test_customers(self):
        rows = self.company("reader").check("CreateAdventureWorks",
                                            "CreateLucerne")
        landed, missing = rows["C00010"], rows["C00030"]
        self.assertEqual("Promoted", landed["verdict"].name)
        self.assertEqual("UKCO: present (C00010)", landed["entities"])
        self.assertEqual("Not Promoted", missing["verdict"].name)
        self.assertIn("crm/account/7b9c1d20-0000-4000-8000-000000000003",
                      missing["counterparts"])

    def test_evidence(self):
        company = self.company()
        before = company.check("CreateLucerne")["C00030"]
        self.assertNotIn("skipped", before["reasons"])
        self.fill(company)
        self.assertTrue(company.call("LDF Evidence Push", "PushAll"))
        for kind, row in company.cursors().items():
            self.assertEqual(0, row["rows rejected"], kind)
        held = self.held()
        self.assertEqual(1, held["bc/sync_error"])
        self.assertEqual(2, held["bc/error_event"])
        self.assertEqual(1, held["shop/error_event"])
        after = company.check()["C00030"]
        self.assertIn("is skipped after repeated failures", after["reasons"])
        self.assertIn("Couple the record", after["next action"])
        # Everything once more, as after a restore: the server takes it.
        company.world.table("ldf evidence cursor").rows.clear()
        self.assertTrue(company.call("LDF Evidence Push", "PushAll"))
        self.assertEqual(held, self.held())

    def fill(self, company):
        """An error of each kind, and a skipped coupling."""
        company.call("LDF Library", "CreateAccountError", 17)
        customer, cell = company.record("customer")
        company.call("LDF Library", "CreateCustomer", cell, "C00020",
                     Guid("{5D1C2A7E-0000-4000-8000-000000000002}"),
                     "Trey Research", "")
        company.call("LDF Library", "CreateCustomerError", 18, cell)
        company.call("LDF Library", "SkipCoupling",
                     Guid("{7B9C1D20-0000-4000-8000-000000000003}"),
                     Guid("{5D1C2A7E-0000-4000-8000-000000000003}"), "")
        company.call("LDF Library", "CreateShop", "WEB", 17, "shop")
        company.call("LDF Library", "CreateShopOrder",
                     company.record("shpfy order header")[1], 450790, "WEB")
        for row in company.world.table("shpfy order header").rows.values():
            row["systemmodifiedat"] = row["systemmodifiedat"].replace(hour=8)

    def test_a_reader_may_not_push(self):
        company = self.company("reader")
        company.call("LDF Library", "CreateAccountError", 17)
        self.assertFalse(company.call("LDF Evidence Push", "PushAll"))
        log = list(company.world.table("ldf push log").rows.values())
        self.assertIn("needs the role ingester", log[0]["log message"])
        self.assertEqual({}, {k: v for k, v in self.held().items()
                              if "event" in k or "error" in k})

    def test_an_error_that_is_reported(self):
        company = self.company()
        customer, cell = company.record("customer")
        company.call("LDF Library", "CreateAdventureWorks", cell)
        company.call("LDF Landfall", "ReportError", cell, "edi-17", "EDI import",
                     "The partner is not known.", "EDI017")
        self.assertEqual(1, self.held()["bc/error_event"])

    def test_cards(self):
        company = self.company("reader")
        company.call("LDF Card Refresh", "Refresh")
        code, body = self.server.exchange("reader", "GET", "/v1/cards", None)
        self.assertEqual(code, 200)
        self.assertEqual(
            {c["card"]: c["count"] for c in json.loads(body)["cards"]},
            {r["card id"]: r["card count"] for r in company.world.table(
                "ldf card count").rows.values()})

    def test_a_wrong_key(self):
        with self.assertRaisesRegex(AlError, "does not know the API key"):
            self.company("nobody").check("CreateAdventureWorks")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
