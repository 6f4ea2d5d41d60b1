"""The sample flows at work, against a running server.

    flows_run_test.py LANDFALLD LANDFALL

flow_runner.py runs them. Dataverse, Teams and Finance and Operations are
doubles that keep what they are told.
"""

import json
import pathlib
import sys
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import scenes  # noqa: E402
from bridge import Bridge  # noqa: E402
from connector import HOME, Connector  # noqa: E402
from expressions import ExpressionError, evaluate  # noqa: E402
from flow import Flow  # noqa: E402
from flow_runner import Refused, Run  # noqa: E402

sys.path.insert(0, str(HOME))

import pack_flows  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
MISSING_GROUP = ("The value 'X' in field 'Customer group' is not found in the "
                 "related table 'Customer groups'.")


class Dataverse:
    """Tables of rows; answers what the sample flows ask."""

    def __init__(self):
        self.tables = {"tasks": [], "salesorders": [], "accounts": []}

    def __call__(self, operation, inputs):
        table = self.tables[inputs["entityName"]]
        row = {name.removeprefix("item/"): value
               for name, value in inputs.items() if name.startswith("item/")}
        if operation == "CreateRecord":
            row = {"activityid": str(len(table)), "statecode": 0, **row}
            table.append(row)
            return row
        if operation == "ListRecords":
            subject = inputs["$filter"].split("'")[1]
            return {"value": [r for r in table if r["subject"] == subject
                              and r["statecode"] == 0]}
        if operation == "UpdateOnlyRecord":
            table[int(inputs["recordId"])].update(row)
            return {}
        if operation == "GetItem":
            return {"name": "Adventure", "emailaddress1": "a@contoso.com"}
        raise AssertionError(operation)


class FlowsRunTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.bridge = Bridge(LANDFALLD, LANDFALL)
        cls.addClassCleanup(cls.bridge.stop)

    def setUp(self):
        self.flow = Flow(Connector.read("landfall"), self.bridge.http_url,
                         "flows", self.bridge.keys["flows"])
        self.dataverse = Dataverse()
        self.posted, self.created = [], []

    def landfall(self, operation, inputs):
        """A call of our connector, with inputs as flows write them."""
        body, plain = {}, {}
        for name, value in inputs.items():
            if not name.startswith("body/"):
                plain[name] = value
                continue
            *parents, last = name.removeprefix("body/").split("/")
            node = body
            for parent in parents:
                node = node.setdefault(parent, {})
            node[last] = value
        answer = self.flow.call(operation, body or None, **plain)
        if answer.status >= 400:
            raise Refused(str(answer.status), answer.body)
        return answer.body

    def ledger(self, operation, inputs):
        self.created.append((operation, inputs))
        raise Refused("BadRequest", {"error": {"message": MISSING_GROUP}})

    def run_flow(self, name, trigger=None, run="run-1"):
        definition, _ = pack_flows.read(name)
        return Run(definition, {
            "shared_landfall": self.landfall,
            "shared_commondataserviceforapps": self.dataverse,
            "shared_teams": lambda operation, inputs:
                self.posted.append((operation, inputs)) or {},
            "shared_dynamicsax": self.ledger}, trigger or {}, run).start()

    def check_buyer(self, number):
        return self.run_flow("check-before-sales-order", {
            "body": {"text": number, "text_1": "SO-1"}})

    def test_a_buyer_who_has_landed_gets_an_order(self):
        record = scenes.push_account(self.flow)
        scenes.land(self.flow, record["id"])
        run = self.check_buyer(record["id"])
        self.assertEqual("Succeeded", run.status)
        (order,) = self.dataverse.tables["salesorders"]
        self.assertEqual(f"accounts({record['id']})",
                         order["customerid_account@odata.bind"])

    def test_a_buyer_who_is_missing_gets_none_and_a_reason(self):
        record = scenes.push_account(self.flow)
        run = self.check_buyer(record["id"])
        self.assertEqual(("Failed", "NOT_PROMOTED"),
                         (run.status, run.error["code"]))
        self.assertIn("Not in US Trade Inc.", run.error["message"])
        self.assertIn("Set the", run.error["message"])
        self.assertIn(f"/#/records/crm/account/{record['id']}",
                      run.error["message"])
        self.assertEqual([], self.dataverse.tables["salesorders"])

    def test_nobody_can_tell_of_a_buyer_who_is_not_held(self):
        run = self.check_buyer("00000000-0000-0000-0000-000000000001")
        self.assertEqual(("Failed", "UNKNOWN"),
                         (run.status, run.error["code"]))
        self.assertEqual([], self.dataverse.tables["salesorders"])

    def test_the_digest_has_a_line_for_each_card_that_counts(self):
        scenes.push_account(self.flow)
        run = self.run_flow("daily-digest")
        self.assertEqual("Succeeded", run.status)
        (operation, inputs), = self.posted
        self.assertEqual("PostCardToConversation", operation)
        card = json.loads(inputs["body/messageBody"])
        facts = next(part for part in card["body"]
                     if part["type"] == "FactSet")["facts"]
        cards = self.flow.call("ListCards").body["cards"]
        self.assertEqual([c["title"] for c in cards if c["count"] > 0],
                         [fact["title"].removeprefix("⚠ ")
                          for fact in facts])
        self.assertTrue(any(fact["title"].startswith("⚠") for fact in facts))

    def next_event(self, poller, record, because):
        """What a webhook would tell of this record."""
        deadline = time.monotonic() + scenes.SECONDS
        while time.monotonic() < deadline:
            for event in poller.poll(card=scenes.STUCK):
                if (event.get("record"), event.get("because")) == (
                        record, because):
                    return {"body": event}
            time.sleep(0.05)
        self.fail("no event")

    def test_a_ticket_is_opened_once_and_closed(self):
        poller = scenes.Poller(self.flow)
        poller.poll(card=scenes.STUCK)
        record = scenes.push_account(self.flow)
        entered = self.next_event(poller, record, "CHANGED")
        for _ in range(2):  # an event can come twice
            self.assertEqual("Succeeded", self.run_flow(
                "open-a-ticket", entered).status)
        (task,) = self.dataverse.tables["tasks"]
        self.assertEqual(f"Landfall: crm/account/{record['id']}",
                         task["subject"])
        for told in ("Not in US Trade Inc.", "Reason: MANDATORY_FIELD_MISSING",
                     "Next action: Set the", "Waiting: 0 USD", "/#/records/"):
            self.assertIn(told, task["description"])
        scenes.land(self.flow, record["id"])
        left = self.next_event(poller, record, "LANDED")
        self.assertEqual("Succeeded", self.run_flow("close-the-ticket",
                                                    left).status)
        self.assertEqual((1, 5), (task["statecode"], task["statuscode"]))

    def test_a_failure_is_reported_and_becomes_the_reason(self):
        record = scenes.push_account(self.flow)
        run = self.run_flow("report-a-failure", {"body": {
            "text": record["id"]}}, f"run-{record['id'][:8]}")
        self.assertEqual(("Failed", "CustomerNotCreated"),
                         (run.status, run.error["code"]))
        self.assertEqual("Succeeded", run.status_of("Report_the_failure"))
        self.assertEqual("PostItem", self.created[0][0])
        check = self.flow.call("CheckCustomerRecord", {"record": record}).body
        reason = check["reasons"][0]
        self.assertEqual("REFERENCE_DATA_MISSING", reason["code"])
        self.assertIn("Customer group", reason["message"])

    def tearDown(self):
        self.assertEqual([], self.flow.problems)


class ExpressionsTest(unittest.TestCase):

    def test_values(self):
        scope = {"item": lambda: {"a": {"b": [1, 2]}, "t": "x"}}
        for text, meaning in (
                ("plain", "plain"), ("@item()?['t']", "x"),
                ("@item()?['a/b']", [1, 2]), ("@item()?['c']?['d']", None),
                ("@first(item()?['a']?['b'])", 1),
                ("<@{item()?['t']}|@{item()?['c']}>", "<x|>"),
                ("@if(greater(2, 1), 'it''s', 'no')", "it's"),
                ("@concat('a', string(1), 'b')", "a1b")):
            with self.subTest(expression=text):
                self.assertEqual(meaning, evaluate(text, scope))

    def test_mistakes(self):
        for text in ("@nothing()", "@concat('a'", "@concat('a') b", "@{x",
                     "@item()['c']"):
            with self.subTest(expression=text):
                with self.assertRaises(ExpressionError):
                    evaluate(text, {"item": dict})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
