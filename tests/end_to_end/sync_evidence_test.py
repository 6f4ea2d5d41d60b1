"""Landfall pulls what explains a failure: the state of table maps, and what
the systems log of errors, from doubles over real HTTP.

    sync_evidence_test.py LANDFALLD LANDFALL
"""

import datetime
import sys
import unittest

sys.dont_write_bytecode = True

from pull_case import HEAD, PULLED, PullTest  # noqa: E402
from tests.doubles.business_central import (  # noqa: E402
    BusinessCentralDouble)
from tests.doubles.dataverse import DataverseDouble  # noqa: E402
from tests.doubles.finance_operations import (  # noqa: E402
    FinanceOperationsDouble)

LANDFALLD, LANDFALL = sys.argv[1:3]

CUSTOMERS = ('{"dataAreaId":"ustr","CustomerAccount":"C-1",'
             '"PrimaryContactEmail":"c@alder.example"}\n')


class Dataverse(PullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "crm"
    CONFIG = HEAD + """
legal_entities: [{{id: USTR, country: US, source: erp}}]
sources:
  - {{id: erp, system: finance_operations}}
  - id: crm
    system: dataverse
    flow_runs: true""" + PULLED

    def setUp(self):
        self.use(DataverseDouble(page_size=100))
        company = self.create("cdm_companies", cdm_companycode="USTR")
        group = self.create("msdyn_customergroups", msdyn_groupid="RETAIL")
        currency = self.create("transactioncurrencies",
                               isocurrencycode="USD", currencyname="Dollar")
        self.account = self.create(
            "accounts", name="Alder", customertypecode=3,
            emailaddress1="a@alder.example", _msdyn_company_value=company,
            _msdyn_customergroupid_value=group,
            _transactioncurrencyid_value=currency)

    def create(self, table, /, **row):
        before = set(self.rows_of(table))
        self.double.apply({"do": "create", "set": table, "row": row})
        return (set(self.rows_of(table)) - before).pop()

    def update(self, table, key, /, **changes):
        self.double.apply({"do": "update", "set": table, "key": key,
                           "changes": changes})

    def start_all(self):
        server = self.start()
        self.first(server)
        rows = server.home / "customers.jsonl"
        rows.write_text(CUSTOMERS, encoding="utf-8")
        server.ask("import", "--source", "erp", "--type", "customer", rows)
        return server

    def reasons(self, server):
        check = server.ask("check", f"crm/account/{self.account}")
        self.assertEqual(check["verdict"], "NOT_PROMOTED")
        return [reason["code"] for reason in check["reasons"]]


class TableMapTest(Dataverse):

    def setUp(self):
        super().setUp()
        self.create("msdyn_dualwriteruntimeconfigs", msdyn_name="quotes",
                    msdyn_internalentityname="quote",
                    msdyn_externalentityname="CDS sales quotation header")
        self.map = self.create("msdyn_dualwriteruntimeconfigs",
                               msdyn_name="customers",
                               msdyn_internalentityname="account",
                               msdyn_externalentityname="Customers V3")

    def test_a_map_that_stands_still_is_the_reason(self):
        server = self.start_all()
        self.assertEqual(self.reasons(server), ["NOT_FOUND"])
        self.update("msdyn_dualwriteruntimeconfigs", self.map, statecode=1)
        self.sync(server)
        self.assertEqual(self.reasons(server), ["MAP_NOT_RUNNING"])
        self.update("msdyn_dualwriteruntimeconfigs", self.map, statecode=0)
        self.sync(server)
        self.assertEqual(self.reasons(server), ["NOT_FOUND"])
        self.double.apply({"do": "delete", "key": self.map,
                           "set": "msdyn_dualwriteruntimeconfigs"})
        self.assertEqual(self.sync(server)["deleted"], 1)
        self.assertEqual(self.reasons(server), ["MAP_NOT_RUNNING"])
        self.assert_no_rule_broken()

    def test_what_nobody_may_know_is_no_reason(self):
        self.update("msdyn_dualwriteruntimeconfigs", self.map, statecode=1)
        server = self.start_all()
        self.assertEqual(self.reasons(server), ["MAP_NOT_RUNNING"])
        self.fault("status", path="runtimeconfigs$", times=-1, status=403)
        run = self.sync(server)
        self.assertEqual((run["state"], run["deleted"]), ("SUCCEEDED", 2))
        self.assertEqual(self.reasons(server), ["NOT_FOUND"])


class FlowRunTest(Dataverse):

    GENERIC = ('{\r\n  "code": "ActionFailed",\r\n  "message": "An action '
               'failed. No dependent actions succeeded."\r\n}')

    def setUp(self):
        super().setUp()
        self.flow = self.create("workflows", name="Copy customers")

    def run_flow(self, status="Failed", message=GENERIC, hour=10):
        return self.create(
            "flowruns", name="0858CU15", status=status,
            errorcode="ActionFailed", errormessage=message,
            _workflow_value=self.flow, starttime=f"2026-06-09T{hour}:00:00Z",
            endtime=f"2026-06-09T{hour}:01:00Z")

    def card(self, server):
        return server.ask("card", "flow-failures", "--as-of", "2026-06-10")

    def test_failures_come_once_and_stay(self):
        failed = self.run_flow()
        self.run_flow("Succeeded", "")
        late = self.run_flow("Running", "")
        server = self.start_all()
        card = self.card(server)
        self.assertEqual(card["count"], 1)
        record = server.ask("explain", f"crm/flow_run/{failed}")["record"]
        self.assertEqual(record["name"], "Copy customers")
        # A run that ends badly later, and one that names its record.
        self.update("flowruns", late, status="Failed", errorcode="Timeout")
        self.run_flow(message="PATCH …/api/data/v9.2/accounts("
                      f"{self.account}) failed: 0x80040265")
        self.sync(server)
        self.assertEqual(self.card(server)["count"], 3)
        self.assertEqual(self.reasons(server), ["PLUGIN_ERROR"])
        self.double.apply({"do": "delete", "set": "flowruns", "key": failed})
        self.assertEqual(self.sync(server, "--full")["deleted"], 0)
        self.assertEqual(self.card(server)["count"], 3)
        self.assert_no_rule_broken()

    def test_pages_of_failures_are_all_read(self):
        for _ in range(250):
            self.run_flow()
        self.fault("throttle", path="flowruns$", after=1, retry_after=1)
        self.double.apply({"do": "option", "name": "elastic_orderby",
                           "value": False})
        server = self.start_all()
        self.assertEqual(server.held()["crm/flow_run"], 250)
        self.assert_no_rule_broken()

    def test_a_gap_is_not_the_absence_of_failures(self):
        # By the clock of the server, which looks back from now.
        now = datetime.datetime.now(datetime.timezone.utc)
        gap = self.create("flowevents", eventtype="FlowRunIngestion",
                          eventcode="IngestionRateDataLoss",
                          createdon=now.strftime("%Y-%m-%dT%H:%M:%SZ"))
        server = self.start_all()
        self.assertIn("crm", self.card(server)["staleSources"])
        unread = self.source(server)["unread"]
        self.assertEqual([(row["type"], row["cutShort"]) for row in unread],
                         [("flow_run", True)])
        self.double.apply({"do": "delete", "set": "flowevents", "key": gap})
        self.sync(server)
        self.assertNotIn("crm", self.card(server)["staleSources"])
        organization = next(iter(self.rows_of("organizations")))
        self.update("organizations", organization,
                    flowruntimetoliveinseconds=0)
        self.sync(server)
        self.assertFalse(self.card(server)["complete"])
        self.assertIn("crm", self.card(server)["staleSources"])


class ErrorLogTest(PullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "erp"
    CONFIG = HEAD + """
legal_entities: [{{id: USTR, country: US, source: erp}}]
sources:
  - {{id: crm, system: dataverse}}
  - id: erp
    system: finance_operations
    errors: {{entity: SyncErrors, fields: {{id: ErrorId, at: Happened,
             message: Said, record: Row, map: MapName, entity: Area}}}}""" + (
        PULLED)

    def setUp(self):
        self.use(FinanceOperationsDouble())
        self.double.apply({
            "do": "declare", "set": "SyncErrors", "entity": "SyncError",
            "key": ["ErrorId"], "columns": {
                "ErrorId": "number", "Happened": "time", "Said": "text",
                "Row": "text", "MapName": "text", "Area": "text"}})
        self.log(5200, "10:00:00")

    def log(self, count, at, first=1, **row):
        self.double.apply({
            "do": "fill", "set": "SyncErrors", "count": count, "first": first,
            "row": {"ErrorId": "{n}", "Happened": f"2026-06-09T{at}Z",
                    "Said": "no {n}", "Area": "ustr", **row}})

    def test_reads_each_row_once_and_forgets_none(self):
        # Somebody tidies the log up while it is read.
        self.fault("apply", path="SyncErrors$", query="gt", commands=[
            {"do": "delete", "set": "SyncErrors", "key": str(n)}
            for n in range(10, 30)])
        server = self.start()
        self.assertEqual(self.first(server)["inserted"], 5200)
        self.double.apply({"do": "reset_journal"})
        account = "0a1b0000-0000-0000-0000-000000000001"
        self.log(1, "11:30:00", 9000, Row=account,
                 MapName="Customers V3 (accounts)")
        run = self.sync(server)
        self.assertEqual((run["read"], run["inserted"], run["deleted"]),
                         (5181, 1, 0))
        run = self.sync(server)
        self.assertEqual((run["read"], run["unchanged"]), (1, 1))
        run = self.sync(server, "--full")
        self.assertEqual((run["inserted"], run["deleted"]), (0, 0))
        self.assertEqual(server.held()["erp/error"], 5201)
        event = server.ask("explain", "erp/error/9000")
        self.assertIn(account, str(event))
        self.assert_no_rule_broken()

    def test_a_log_that_is_not_there_fails_the_run(self):
        self.fault("status", path="SyncErrors$", times=-1, status=404)
        server = self.start()
        self.assertIn("read error rows: the system answers HTTP 404",
                      self.first(server)["error"])


class SyncErrorTest(PullTest):

    LANDFALLD, LANDFALL, SOURCE = LANDFALLD, LANDFALL, "bc"
    CONFIG = HEAD + """
legal_entities:
  - {{id: UKCO, country: GB, source: bc, company: "UK Trade Ltd"}}
  - {{id: FRCO, country: FR, source: bc, company: "FR Trade SARL"}}
sources:
  - {{id: crm, system: dataverse}}
  - id: bc
    system: business_central
    errors: {{api: contoso/sync/v1.0, entity: syncErrors}}""" + PULLED

    def setUp(self):
        self.use(BusinessCentralDouble(page_size=20_000))
        for name in ("UK Trade Ltd", "FR Trade SARL"):
            self.double.apply({"do": "create", "set": "companies",
                               "row": {"name": name}})
        self.double.apply({
            "do": "declare", "set": "syncErrors", "api": "contoso/sync/v1.0",
            "fields": {"dateTime": "", "errorMessage": "",
                       "sourceRecordId": ""}})

    def log(self, company, count, at, source=""):
        self.double.apply({
            "do": "fill", "set": "syncErrors", "count": count, "row": {
                "company": company, "dateTime": f"2026-06-09T{at}.000Z",
                "errorMessage": "Customer Posting Group must have a value",
                "sourceRecordId": source}})

    def test_reads_the_errors_of_each_company_once(self):
        self.log("UK Trade Ltd", 30, "10:00:00")
        self.log("FR Trade SARL", 2, "10:00:00")
        server = self.start()
        self.assertEqual(self.first(server)["inserted"], 32)
        account = "0a1b0000-0000-0000-0000-000000000001"
        self.log("FR Trade SARL", 1, "12:00:00", f"CRM Account: {account}")
        self.assertEqual(self.sync(server)["inserted"], 1)
        self.assertEqual(self.sync(server)["read"], 31, "the newest hour")
        for key in list(self.rows_of("syncErrors")):
            self.double.apply({"do": "delete", "set": "syncErrors",
                               "key": key})
        self.assertEqual(self.sync(server, "--full")["deleted"], 0)
        self.assertEqual(server.held()["bc/sync_error"], 33)
        self.assert_no_rule_broken()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
