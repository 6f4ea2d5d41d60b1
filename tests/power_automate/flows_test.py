"""The sample flows and their packages.

    flows_test.py

The rules are those of rules_flows.py. A flow with a mistake in it must break
one of them.
"""

import copy
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import rules_flows  # noqa: E402
from connector import HOME, Connector  # noqa: E402

sys.path.insert(0, str(HOME))

import pack_flows  # noqa: E402

CONNECTOR = Connector.read("landfall")
BUYER, DIGEST, OPEN, CLOSE, REPORT = (
    "check-before-sales-order", "daily-digest", "open-a-ticket",
    "close-the-ticket", "report-a-failure")


def flow(name, change=None):
    definition, about = copy.deepcopy(pack_flows.read(name))
    if change is not None:
        change(definition, about)
    return rules_flows.Flow(name, definition, about, CONNECTOR)


def inputs(definition, *path):
    """The parameters of a call."""
    node = definition
    for step in path:
        node = node[step]
    return node["inputs"]["parameters"]


def actions(definition):
    return definition["actions"]


MUTANTS = [
    ("another schema", BUYER, lambda d, a: d.update({"$schema": "x"})),
    ("no authentication parameter", BUYER,
     lambda d, a: d["parameters"].pop("$authentication")),
    ("two triggers", BUYER, lambda d, a: d["triggers"].update(
        again=d["triggers"]["manual"])),
    ("an operation that does not exist", BUYER,
     lambda d, a: actions(d)["Check_the_buyer"]["inputs"]["host"].update(
         operationId="CheckCustomer")),
    ("an internal operation", DIGEST,
     lambda d, a: actions(d)["List_the_cards"]["inputs"]["host"].update(
         operationId="ListSources")),
    ("an input of another name", BUYER,
     lambda d, a: inputs(d, "actions", "Check_the_buyer").update(
         {"body/record/number": "1"})),
    ("a required input that is missing", BUYER,
     lambda d, a: inputs(d, "actions", "Check_the_buyer").pop(
         "body/record/id")),
    ("an input of another type", BUYER,
     lambda d, a: inputs(d, "actions", "Check_the_buyer").update(
         {"body/windowDays": "seven"})),
    ("an input that makers do not see", OPEN,
     lambda d, a: inputs(d, "triggers", "When_a_customer_gets_stuck").update(
         {"body/notificationUrl": "x"})),
    ("a trigger without its card", OPEN,
     lambda d, a: inputs(d, "triggers", "When_a_customer_gets_stuck").pop(
         "body/card")),
    ("a webhook of the wrong kind", OPEN,
     lambda d, a: d["triggers"]["When_a_customer_gets_stuck"].update(
         type="OpenApiConnection")),
    ("a trigger as an action", OPEN,
     lambda d, a: actions(d)["Explain"]["inputs"]["host"].update(
         operationId="WhenCustomerLands")),
    ("an output that does not exist", BUYER,
     lambda d, a: actions(d)["If_the_buyer_has_landed"].update(expression={
         "equals": ["@outputs('Check_the_buyer')?['body/landed']", True]})),
    ("an output of the trigger that does not exist", OPEN,
     lambda d, a: actions(d)["Subject"].update(
         inputs="@triggerOutputs()?['body/customer']")),
    ("a field that the button does not ask for", BUYER,
     lambda d, a: inputs(d, "actions", "Check_the_buyer").update(
         {"body/record/id": "@triggerBody()?['text_9']"})),
    ("an action that is not there", DIGEST,
     lambda d, a: actions(d)["The_adaptive_card"].update(
         inputs="@body('Lines')")),
    ("an action that has not run yet", BUYER,
     lambda d, a: actions(d)["Settings"].update(
         inputs="@outputs('Check_the_buyer')?['body/url']")),
    ("a result of what is no scope", REPORT,
     lambda d, a: actions(d)["Actions_that_failed"]["inputs"].update(
         {"from": "@result('Read_the_account')"})),
    ("a circle", DIGEST,
     lambda d, a: actions(d)["Settings"].update(
         runAfter={"The_adaptive_card": ["Succeeded"]})),
    ("running after nothing", DIGEST,
     lambda d, a: actions(d)["The_adaptive_card"].update(
         runAfter={"Nothing": ["Succeeded"]})),
    ("a status that does not exist", REPORT,
     lambda d, a: actions(d)["Actions_that_failed"].update(
         runAfter={"Create_the_customer": ["Broken"]})),
    ("an action without runAfter", DIGEST,
     lambda d, a: actions(d)["The_adaptive_card"].pop("runAfter")),
    ("a type that does not exist", DIGEST,
     lambda d, a: actions(d)["The_adaptive_card"].update(type="Script")),
    ("brackets that do not match", DIGEST,
     lambda d, a: actions(d)["Cards_that_count_somebody"]["inputs"].update(
         where="@greater(item()?['count'], 0")),
    ("an api of another connection", BUYER,
     lambda d, a: actions(d)["Check_the_buyer"]["inputs"]["host"].update(
         connectionName="shared_landfall_1")),
    ("a connector that is not named", BUYER,
     lambda d, a: a["connectors"].remove("shared_landfall")),
    ("a connector that is not used", DIGEST,
     lambda d, a: a["connectors"].append("shared_dynamicsax")),
    ("the id of a team", DIGEST,
     lambda d, a: actions(d)["Settings"]["inputs"].update(
         team="69dc8957-677d-523b-9683-3e82b0b93250")),
    ("an email address", DIGEST,
     lambda d, a: a.update(description="Ask ann@contoso.com")),
    ("a loop that is none", CLOSE,
     lambda d, a: actions(d)["For_each_ticket"].update(
         foreach="@items('Subject')")),
    ("an end without status", REPORT,
     lambda d, a: actions(d)["End_as_failed"]["inputs"].update(
         runStatus="Bad")),
]


class FlowsTest(unittest.TestCase):

    maxDiff = None

    def test_break_no_rule(self):
        self.assertEqual([BUYER, CLOSE, DIGEST, OPEN, REPORT],
                         pack_flows.names())
        for name in pack_flows.names():
            with self.subTest(flow=name):
                self.assertEqual([], [str(f) for f in
                                      rules_flows.findings(flow(name))])

    def test_every_mutant_is_caught(self):
        caught = 0
        for what, name, change in MUTANTS:
            with self.subTest(mutant=what):
                before = set(rules_flows.findings(flow(name)))
                after = set(rules_flows.findings(flow(name, change)))
                self.assertTrue(after - before)
                caught += 1
        print(f"caught {caught} of {len(MUTANTS)} mutants of flows")

    def test_the_tickets_find_each_other(self):
        """What one flow opens the other one looks for."""
        opened, closed = pack_flows.read(OPEN)[0], pack_flows.read(CLOSE)[0]
        for name in ("Subject", "Open_tickets_of_the_customer"):
            self.assertEqual(opened["actions"][name]["inputs"],
                             closed["actions"][name]["inputs"])

    def test_the_failure_tells_who_and_why(self):
        told = inputs(pack_flows.read(REPORT)[0], "actions",
                      "Report_the_failure")
        self.assertLessEqual({"body/id", "body/record/source",
                              "body/record/type", "body/record/id",
                              "body/message"}, set(told))
        self.assertIn("Actions_that_failed", told["body/message"])

    def test_the_card_is_an_adaptive_card(self):
        card = pack_flows.read(DIGEST)[0]["actions"]["The_adaptive_card"][
            "inputs"]
        self.assertEqual("AdaptiveCard", card["type"])
        self.assertEqual("1.4", card["version"])
        self.assertEqual({"TextBlock", "FactSet"},
                         {part["type"] for part in card["body"]})


class PackageTest(unittest.TestCase):

    def test_the_same_sources_give_the_same_bytes(self):
        for name in pack_flows.names():
            self.assertEqual(pack_flows.package(name),
                             pack_flows.package(name))

    def test_the_command_writes_them(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, HOME / "pack_flows.py", folder],
                           check=True, stdout=subprocess.DEVNULL)
            written = {path.stem: path.read_bytes()
                       for path in pathlib.Path(folder).iterdir()}
        self.assertEqual({name: pack_flows.package(name)
                          for name in pack_flows.names()}, written)

    def test_everything_in_it_refers_to_what_is_there(self):
        for name in pack_flows.names():
            with self.subTest(flow=name):
                self.check_package(name)

    def check_package(self, name):
        definition, about = pack_flows.read(name)
        with zipfile.ZipFile(io.BytesIO(pack_flows.package(name))) as archive:
            self.assertIsNone(archive.testzip())
            held = {path: json.loads(archive.read(path))
                    for path in archive.namelist()}
            self.assertEqual({(2026, 1, 1, 0, 0, 0)},
                             {e.date_time for e in archive.infolist()})
        resources = held["manifest.json"]["resources"]
        by_type = {}
        for key, resource in resources.items():
            by_type.setdefault(resource["type"], []).append(key)
            self.assertLessEqual(set(resource["dependsOn"]), set(resources))
        (key,) = by_type["Microsoft.Flow/flows"]
        self.assertEqual([key], held["Microsoft.Flow/flows/manifest.json"][
            "flowAssets"]["assetPaths"])
        folder = f"Microsoft.Flow/flows/{key}/"
        self.assertEqual(definition, held[folder + "definition.json"][
            "properties"]["definition"])
        for file, kind in (("apisMap.json", "Microsoft.PowerApps/apis"),
                           ("connectionsMap.json",
                            "Microsoft.PowerApps/apis/connections")):
            self.assertEqual(sorted(by_type[kind]),
                             sorted(held[folder + file].values()))
            self.assertEqual(set(about["connectors"]),
                             set(held[folder + file]))
        # Which connector is ours the maker has to say.
        ours = resources[held[folder + "apisMap.json"]["shared_landfall"]]
        self.assertEqual("User", ours["configurableBy"])
        self.assertNotIn("id", ours)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
