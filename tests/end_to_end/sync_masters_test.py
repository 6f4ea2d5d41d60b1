"""Landfall pulls customers of the ledgers from doubles over real HTTP.

    sync_masters_test.py LANDFALLD LANDFALL
"""

import sys
import time
import unittest

sys.dont_write_bytecode = True

from pull_case import HEAD, PULLED, PullTest  # noqa: E402
from tests.doubles.business_central import (  # noqa: E402
    BusinessCentralDouble)
from tests.doubles.finance_operations import (  # noqa: E402
    FinanceOperationsDouble)

LANDFALLD, LANDFALL = sys.argv[1:3]


class FinanceOperationsTest(PullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "erp"
    CONFIG = HEAD + """
legal_entities:
  - {{id: USTR, country: US, source: erp}}
  - {{id: CATR, country: CA, source: erp}}
sources:
  - id: erp
    system: finance_operations""" + PULLED

    def setUp(self):
        self.use(FinanceOperationsDouble(page_size=5000))
        self.fill("ustr", 5200)
        self.fill("catr", 10)
        self.fill("dat", 3)
        self.double.apply({"do": "create", "set": "CustomerGroups", "row": {
            "dataAreaId": "ustr", "CustomerGroupId": "RETAIL"}})

    def fill(self, area, count):
        self.double.apply({
            "do": "fill", "set": "CustomersV3", "count": count, "row": {
                "dataAreaId": area, "CustomerAccount": area + " O'C {n}",
                "OrganizationName": "Customer {n}",
                "PrimaryContactEmail": area + "{n}@alder.example"}})

    def test_reads_every_customer_of_every_area(self):
        server = self.start()
        run = self.first(server)
        self.assertEqual((run["state"], run["inserted"]), ("SUCCEEDED", 5211))
        self.assertEqual(self.source(server)["state"], "FRESH")
        check = server.ask("check", "--email", "catr7@alder.example")
        self.assertEqual(check["verdict"], "PROMOTED")
        run = self.sync(server)
        self.assertEqual((run["unchanged"], run["inserted"], run["updated"]),
                         (5211, 0, 0))
        self.assert_no_rule_broken()

    def test_a_row_deleted_between_two_pages_hides_no_other_one(self):
        self.fault("apply", path="CustomersV3$", query="gt", commands=[
            {"do": "delete", "set": "CustomersV3",
             "key": f"ustr|ustr O'C {n}"} for n in range(10, 30)])
        server = self.start()
        run = self.first(server)
        self.assertEqual(run["inserted"], 5211)
        run = self.sync(server)
        self.assertEqual(run["deleted"], 20)

    def test_a_kill_in_the_middle_of_everything_goes_on_behind_it(self):
        self.fill("ustr", 12_000)
        self.fault("hang", path="CustomersV3$", query="gt", after=1,
                   seconds=600)
        server = self.start()
        while not self.counters()["faults"][0]["hits"]:
            time.sleep(0.05)
        held = server.held()["erp/customer"]
        self.assertGreaterEqual(held, 10_000)
        server.kill()
        self.double.apply({"do": "clear_faults"})
        self.double.apply({"do": "reset_journal"})
        server.start()
        run = self.first(server)
        self.assertEqual((run["state"], run["inserted"], run["deleted"]),
                         ("SUCCEEDED", 12_010 - held, 0))
        self.assertLess(self.counters()["rows"], 5_000)
        self.assertEqual(self.source(server)["state"], "FRESH")
        self.assert_no_rule_broken()

    def test_an_area_that_fails_stays_unread(self):
        self.fault("status", path="CustomersV3$", query="catr", times=-1,
                   status=403)
        server = self.start()
        run = self.first(server)
        self.assertEqual(run["inserted"], 5201)
        self.assertIn("CATR: read customer rows: the system answers HTTP 403",
                      run["error"])
        self.assertEqual(self.source(server)["state"], "NEVER_SYNCED")
        check = server.ask("check", "--email", "nobody@alder.example",
                           "--entity", "USTR")
        self.assertEqual(check["verdict"], "NOT_PROMOTED")
        check = server.ask("check", "--email", "nobody@alder.example",
                           "--entity", "CATR")
        self.assertEqual(check["verdict"], "UNKNOWN")

    def test_a_lost_area_deletes_nothing(self):
        server = self.start()
        self.first(server)
        for key in [key for key in self.rows_of("CustomersV3")
                    if key.startswith("catr")]:
            self.double.apply({"do": "delete", "set": "CustomersV3",
                               "key": key})
        run = self.sync(server, allowed=1)
        self.assertIn("CATR: full: 10 of the 10 records held would go",
                      run["error"])
        self.assertEqual(self.sync(server, "--full", "--accept-gone")[
            "deleted"], 10)


class BusinessCentralTest(PullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "bc"
    CONFIG = HEAD + """
legal_entities:
  - {{id: UKCO, country: GB, source: bc, company: "UK Trade Ltd"}}
  - {{id: FRCO, country: FR, source: bc, company: "FR Trade SARL"}}
sources:
  - id: bc
    system: business_central""" + PULLED

    def setUp(self):
        self.use(BusinessCentralDouble(page_size=20_000))
        for name in ("UK Trade Ltd", "FR Trade SARL", "CRONUS"):
            self.double.apply({"do": "create", "set": "companies",
                               "row": {"name": name}})
            self.fill(name, 1, 30)
        # What follows is not shortly after.
        self.double.apply({"do": "advance", "seconds": 3600})

    def fill(self, company, first, count):
        self.double.apply({
            "do": "fill", "set": "customers", "count": count, "first": first,
            "row": {"company": company, "number": "C{n}",
                    "displayName": "Customer {n}",
                    "email": "{n}@" + company[:2].lower() + ".example"}})

    def key(self, company, number):
        return next(key for key, row in self.rows_of("customers").items()
                    if row["number"] == f"C{number}" and
                    self.rows_of("companies")[row["companyId"]]["name"]
                    == company)

    def test_reads_companies_then_what_was_modified(self):
        server = self.start()
        run = self.first(server)
        self.assertEqual((run["state"], run["inserted"]), ("SUCCEEDED", 60))
        self.assertEqual(self.source(server)["state"], "FRESH")
        self.fill("UK Trade Ltd", 100, 2)
        self.double.apply({"do": "update", "set": "customers",
                           "key": self.key("FR Trade SARL", 3),
                           "changes": {"displayName": "Renamed"}})
        run = self.sync(server)
        self.assertEqual((run["full"], run["inserted"], run["updated"]),
                         (False, 2, 1))
        check = server.ask("check", "--email", "100@uk.example",
                           "--entity", "UKCO")
        self.assertEqual(check["verdict"], "PROMOTED")
        self.assert_no_rule_broken()

    def test_finds_what_was_deleted_when_everything_is_compared(self):
        server = self.start()
        self.first(server)
        self.double.apply({"do": "delete", "set": "customers",
                           "key": self.key("UK Trade Ltd", 3)})
        self.assertEqual(self.sync(server)["deleted"], 0)
        self.assertEqual(self.sync(server, "--full")["deleted"], 1)

    def test_a_company_that_is_not_there_stays_unread(self):
        company = next(key for key, row in self.rows_of("companies").items()
                       if row["name"] == "FR Trade SARL")
        self.double.apply({"do": "update", "set": "companies", "key": company,
                           "changes": {"name": "X", "displayName": "X"}})
        server = self.start()
        run = self.first(server)
        self.assertEqual(run["inserted"], 30)
        self.assertIn("FRCO: read companies: none is called", run["error"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
