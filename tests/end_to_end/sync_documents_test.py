"""Landfall pulls sales orders and invoices from doubles over real HTTP.

    sync_documents_test.py LANDFALLD LANDFALL

What it finds for the orders of a shop then is what it finds after an import of
the same documents, whatever goes wrong while they are read.
"""

import json
import sys
import time
import unittest

sys.dont_write_bytecode = True

import pull_case  # noqa: E402
from pull_case import PullTest  # noqa: E402
from server_process import ServerProcess  # noqa: E402
from tests.doubles.business_central import BusinessCentralDouble  # noqa: E402
from tests.doubles.core import clock  # noqa: E402
from tests.doubles.finance_operations import (  # noqa: E402
    FinanceOperationsDouble)

LANDFALLD, LANDFALL = sys.argv[1:3]
DAY = 24 * 3600
ORDERS = range(1001, 1031)
HEAD = pull_case.HEAD + """
legal_entities:
  - {{id: USTR, country: US, currency: USD, source: ledger, COMPANY1}}
  - {{id: CATR, country: CA, currency: CAD, source: ledger, COMPANY2}}
expectation:
  - {{ship_to: [US], entity: USTR}}
sources:
  - {{id: shop, system: shopify}}
  - id: ledger
    system: SYSTEM
"""
# What strikes while documents are read, by its name.
FAULTS = {
    "429 with seconds": {"kind": "throttle", "retry_after": 1},
    "429 without Retry-After": {"kind": "throttle", "form": "none"},
    "500": {"kind": "status", "status": 500},
    "503 with Retry-After": {"kind": "status", "status": 503,
                             "headers": {"Retry-After": "1"}},
    "a gateway's page": {"kind": "html", "status": 502},
    "a sign-in page": {"kind": "text"},
    "a connection that drops": {"kind": "drop"},
    "no answer": {"kind": "hang", "seconds": 1},
    "half an answer": {"kind": "stall", "seconds": 1},
    "a truncated body": {"kind": "truncate"},
    "a body that is cut": {"kind": "cut"},
    "a page that repeats": {"kind": "repeat_page"},
    "a page without rows": {"kind": "empty_page"},
    "a token that ends": {"kind": "expire_tokens"},
}


def shop_order(number, at):
    return {"id": f"gid://shopify/Order/{number}", "name": f"#{number}",
            "createdAt": at, "processedAt": at, "updatedAt": at,
            "displayFinancialStatus": "PAID", "test": False,
            "currentTotalPriceSet": {"shopMoney": {
                "amount": "10.00", "currencyCode": "USD"}},
            "email": f"c{number}@alder.example",
            "shippingAddress": {"countryCodeV2": "US"}}


class DocumentsCase:
    """The tests of both ledgers. A subclass makes the double and its rows."""

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "ledger"
    SYSTEM = KIND = None
    COMPANIES = ("", "")
    SETS = {}        # set -> record type
    ROWS = ""        # paths of documents

    @classmethod
    def head(cls):
        text = HEAD.replace("SYSTEM", cls.SYSTEM)
        for number, company in enumerate(cls.COMPANIES, 1):
            text = text.replace(f", COMPANY{number}", company)
        return text

    @property
    def CONFIG(self):
        return self.head() + pull_case.PULLED.lstrip("\n") + (
            "    documents: true\n    max_gone: 40%\n")

    def setUp(self):
        self.start_at = time.time() - DAY
        self.use(self.KIND(start=clock.iso(self.start_at)))
        self.fill()
        # What follows is not shortly after.
        self.do("advance", seconds=3600)

    def do(self, do, **arguments):
        return self.double.apply({"do": do, **arguments})

    def create(self, name, /, **row):
        return self.do("create", set=name, row=row)

    def at(self, hours):
        return clock.iso(self.start_at - 3600 * hours)

    def load_shop(self, server):
        path = server.home / "orders.json"
        path.write_text(json.dumps([shop_order(n, self.at(1))
                                    for n in ORDERS]), encoding="utf-8")
        server.ask("import", "--source", "shop", "--type", "order", path)

    def found(self, server):
        """What is held, and the documents of each order."""
        held = {name: count for name, count in server.held().items()
                if name.split("/")[1] in self.SETS.values()}
        listed = server.ask("list", "orders-blocked")
        return held, {entry["record"]["id"]: sorted(
            document["number"] for order in entry["orders"]
            for document in order["documents"]) for entry in listed["value"]}

    def imported(self):
        """What a server finds that imported the same rows."""
        server = ServerProcess(LANDFALLD, LANDFALL, self.head().format())
        self.addCleanup(server.remove)
        server.start()
        self.load_shop(server)
        self.import_rows(server)
        return self.found(server)

    def load(self, server, kind, rows, company=()):
        path = server.home / f"{kind}.json"
        path.write_text(json.dumps({"value": rows}), encoding="utf-8")
        server.ask("import", "--source", "ledger", "--type", kind, *company,
                   path)

    def first_read(self, server):
        self.load_shop(server)
        return self.first(server)

    def assert_as_imported(self, server):
        mine, theirs = self.found(server), self.imported()
        self.assertEqual(mine, theirs)
        self.assertEqual(len(mine[1]), len(ORDERS))
        self.assertTrue(any(mine[1].values()))
        self.assertFalse(all(mine[1].values()))

    def test_finds_what_an_import_finds(self):
        server = self.start()
        run = self.first_read(server)
        self.assertEqual((run["state"], run["rejected"]), ("SUCCEEDED", 0),
                         run)
        self.assert_as_imported(server)
        self.change()
        self.assertEqual(self.sync(server, "--full")["state"], "SUCCEEDED")
        self.assert_as_imported(server)
        self.assert_no_rule_broken()

    def test_a_second_increment_reads_no_document(self):
        server = self.start()
        self.first_read(server)
        self.sync(server)
        self.change(deletes=False)
        changed = self.sync(server)
        self.assertGreater(changed["inserted"], 0, changed)
        self.assert_as_imported(server)
        self.double.apply({"do": "reset_journal"})
        run = self.sync(server)
        self.assertEqual((run["inserted"], run["updated"]), (0, 0), run)
        rows = sum(entry["rows"] for entry in self.double.journal.entries
                   if entry["path"].rsplit("/", 1)[-1] in self.SETS)
        self.assertLessEqual(rows, self.ONCE_MORE)

    def test_a_kill_in_the_middle(self):
        self.fault("hang", path=self.ROWS, after=3, seconds=600)
        server = self.start()
        while not self.counters()["faults"][0]["hits"]:
            time.sleep(0.05)
        server.kill()
        self.double.apply({"do": "clear_faults"})
        server.start()
        self.assertEqual(self.first_read(server)["state"], "SUCCEEDED")
        self.assert_as_imported(server)

    def test_documents_that_may_not_be_read(self):
        self.fault("status", path=self.ROWS, times=-1, status=403)
        server = self.start()
        run = self.first_read(server)
        self.assertEqual(run["state"], "FAILED")
        self.assertIn("HTTP 403", run["error"])
        self.assertEqual(self.source(server)["state"], "FRESH",
                         "customers are read all the same")
        self.assertNotIn("documentsRead", self.source(server))
        self.do("clear_faults")
        self.sync(server)
        self.assertIn("documentsRead", self.source(server))

    def test_what_goes_wrong_ends_in_the_answers_of_a_clean_run(self):
        want = self.imported()
        for name, fault in FAULTS.items():
            with self.subTest(name):
                self.do("clear_faults")
                repeats = fault["kind"] == "repeat_page"
                self.do("fault", path=self.ROWS, **fault,
                        **self.REPEATS if repeats else {"after": 1})
                server = self.start()
                self.first_read(server)
                for _ in range(3):
                    done = server.ask("sources")["sources"]
                    state = next(one for one in done if one["id"] == "ledger")
                    if state["sync"]["lastRun"]["state"] == "SUCCEEDED":
                        break
                    self.sync(server)
                self.assertGreater(
                    self.counters()["faults"][0]["hits"], 0)
                self.assertEqual(self.found(server), want)
                server.stop()


class FinanceOperationsDocumentsTest(DocumentsCase, PullTest):

    SYSTEM = "finance_operations"
    KIND = FinanceOperationsDouble
    SETS = {"SalesOrderHeadersV2": "sales_order",
            "SalesInvoiceHeadersV2": "sales_invoice"}
    ROWS = "(SalesOrderHeadersV2|SalesInvoiceHeadersV2)$"
    REPEATS = {"after": 1}
    # Invoices have a date and no time.
    ONCE_MORE = 60

    def fill(self):
        self.do("option", name="page_size", value=4)
        for number in ORDERS:
            area = "ustr" if number % 3 else "catr"
            self.create("CustomersV3", dataAreaId=area,
                        CustomerAccount=f"C{number}")
            if number % 2:
                self.order(number, area)
            if number % 5 == 0:
                self.invoice(number, area)
        # Others' companies, and what is too old.
        self.order(1002, "dat")
        self.order(1004, "ustr", at=self.at(24 * 90))

    def order(self, number, area, at=None):
        self.create("SalesOrderHeadersV2", dataAreaId=area,
                    SalesOrderNumber=f"SO'{number}",
                    CustomersOrderReference=f"#{number}",
                    OrderCreationDateTime=at or self.at(number % 7))

    def invoice(self, number, area):
        self.create("SalesInvoiceHeadersV2", dataAreaId=area,
                    InvoiceNumber=f"I-{number}",
                    CustomersOrderReference=f"{number}",
                    InvoiceDate=self.at(0)[:10] + "T12:00:00Z")

    def change(self, deletes=True):
        now = clock.iso(clock.parse(self.do("time")["now"]))
        self.order(1012, "ustr", at=now)
        self.invoice(1014, "ustr")
        if deletes:
            self.do("delete", set="SalesOrderHeadersV2", key="ustr|SO'1003"
                    if "ustr|SO'1003" in self.rows_of("SalesOrderHeadersV2")
                    else "catr|SO'1003")

    def import_rows(self, server):
        self.load(server, "customer", list(
            self.rows_of("CustomersV3").values()))
        for name, kind in self.SETS.items():
            rows = [row for row in self.rows_of(name).values()
                    if row["dataAreaId"] in ("ustr", "catr") and
                    row.get("OrderCreationDateTime", "9") > self.at(24 * 60)]
            self.load(server, kind, rows)


class BusinessCentralDocumentsTest(DocumentsCase, PullTest):

    SYSTEM = "business_central"
    KIND = BusinessCentralDouble
    COMPANIES = (", company: US", ", company: CA")
    SETS = {"salesOrders": "sales_order", "salesInvoices": "sales_invoice",
            "salesCreditMemos": "sales_credit_memo"}
    ROWS = "(salesOrders|salesInvoices|salesCreditMemos)$"
    # Not what is asked about the newest, which is another question.
    REPEATS = {"query": "skiptoken"}
    # The newest of each company and set, and what is asked about its time.
    ONCE_MORE = 12

    def fill(self):
        self.do("option", name="rows_of_page", value=4)
        for name in ("US", "CA", "CRONUS"):
            self.create("companies", name=name, displayName=name,
                        localCurrencyCode="USD")
        for number in ORDERS:
            company = "US" if number % 3 else "CA"
            self.create("customers", company=company, number=f"C{number}")
            # What was changed shortly before the newest is read once more.
            self.do("advance", seconds=400)
            if number % 2:
                self.document("salesOrders", number, company)
            if number % 5 == 0:
                self.document("salesInvoices", number, company)
            if number % 10 == 0:
                self.document("salesCreditMemos", number, company)
        self.document("salesOrders", 1002, "CRONUS")

    def document(self, name, number, company):
        self.create(name, company=company, number=f"{name[5:8]}{number}",
                    externalDocumentNumber=str(number), status="Open")

    def change(self, deletes=True):
        """Most orders are invoiced, and gone."""
        self.do("advance", seconds=600)
        self.document("salesInvoices", 1014, "US")
        self.document("salesOrders", 1012, "CA")
        if not deletes:
            return
        keys = [key for key, row in self.rows_of("salesOrders").items()
                if int(row["externalDocumentNumber"]) not in (1012, 1029)]
        for key in keys:
            self.do("delete", set="salesOrders", key=key)

    def import_rows(self, server):
        names = {row["id"]: row["name"]
                 for row in self.rows_of("companies").values()}
        for name, kind in {"customers": "customer", **self.SETS}.items():
            for company in ("US", "CA"):
                rows = [{key: value for key, value in row.items()
                         if key != "companyId"}
                        for row in self.rows_of(name).values()
                        if names[row["companyId"]] == company]
                self.load(server, kind, rows, ("--company", company))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
