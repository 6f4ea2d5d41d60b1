#!/usr/bin/python3
"""Holds the definition of the connector against the protos, both ways.

    sync_test.py GOOGLEAPIS

Every path, parameter, field and enum value of the definition is one of the
contract, with its type; and everything of the contract is in the definition or
on the list of what is left out. Debian's Python, for its protobuf.
"""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from openapi import protos  # noqa: E402

from connector import Connector  # noqa: E402

GOOGLEAPIS = sys.argv[1]

# Messages of the contract by what the definition calls them elsewhere.
EVENTS = {"WhenCustomerGetsStuck", "WhenCustomerLands", "WhenAlertChanges",
          "WhenSourceChanges"}

# Calls that a flow has no use for, or must not make.
NO_OPERATION = {
    ("post", "/v1/check"): "its two other paths are the actions",
    ("get", "/v1/cards/{card}/history"): "a chart, not a condition",
    ("delete", "/v1/sources/{source}/{type}/{id}"):
        "erasure is for people, with a record of who did it",
    ("get", "/v1/subscriptions"): "for people; a flow knows its own",
    ("post", "/v1/subscriptions"): "the triggers are the subscriptions",
    ("post", "/v1/sources/{source}/sync"): "for those who run the server",
    ("get", "/v1/sources/{source}/runs"): "for those who run the server",
    ("post", "/v1/notify/{source}"): "for shops",
}

# Inputs that are left out: message -> fields, or of one operation.
NO_INPUT = {
    # Which keys may match is a matter of the configuration.
    "CheckPromotionRequest": {"keys"},
    "GetCardRequest": {"keys"},
    "ListCardRecordsRequest": {"keys"},
    "GetRecordRequest": {"keys"},
    "ListEventsRequest": set(),
    # A flow has single rows; what is everything is pushed by programs.
    "BatchUpsertRecordsRequest": {
        "entities", "acceptRejects", "push", "unreadRows", "cutShort", "full",
        "maxGonePercent", "dryRun"},
    "Payload": {"line", "allColumns"},
    # Power Automate has no table maps.
    "ReportErrorEventRequest": {"map"},
    # Each trigger has the events of its path.
    "CreateSubscriptionRequest": {"events", "because", "trigger"},
}
# Inputs of a message that only other operations have.
OF_OTHERS = {
    "CheckCustomerKeys": {"record"},
    "CheckCustomerRecord": {"customer", "shipToCountry"},
    "ListCardEvents": {"polling"},
    "WhenEventsHappen": {"newestFirst"},
    "WhenCustomerLands": {"reason", "minBlockedValue", "minAgeMinutes"},
    "WhenAlertChanges": {"entity", "source", "channel", "reason",
                         "minBlockedValue", "minAgeMinutes"},
    "WhenSourceChanges": {"card", "entity", "channel", "reason",
                          "minBlockedValue", "minAgeMinutes"},
}
# Outputs that events of a kind never carry.
NEVER_SAID = {
    "WhenCustomerGetsStuck": {"count", "above"},
    "WhenCustomerLands": {"count", "above"},
    "WhenAlertChanges": {"record", "verdict", "because", "blockedValue",
                         "since", "enteredAt"},
    "WhenSourceChanges": {"record", "verdict", "because", "blockedValue",
                          "since", "enteredAt", "count", "above"},
}
TYPES = {5: "integer int32", 8: "boolean", 9: "string", 1: "number double",
         14: "string", 3: "integer int64"}


class SyncTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.connector = Connector.read("landfall")
        cls.contract = protos.load(ROOT / "proto", GOOGLEAPIS)
        cls.rpcs = {(rpc.verb, _camel_path(rpc.path)): rpc
                    for rpc in cls.contract.rpcs}

    def test_every_operation_is_a_call(self):
        for operation in self.connector.operations():
            self.assertIn((operation.verb, operation.path), self.rpcs)

    def test_every_call_is_an_operation_or_left_out(self):
        ours = {(o.verb, o.path) for o in self.connector.operations()}
        self.assertEqual(set(), set(self.rpcs) - ours - set(NO_OPERATION))
        self.assertEqual(set(), ours & set(NO_OPERATION))

    def test_inputs(self):
        for operation in self.connector.operations():
            rpc = self.rpcs[operation.verb, operation.path]
            message = self.contract.messages[rpc.request]
            body = self.connector.body(operation)
            if body is not None:
                given = body.get("properties", {})
            else:
                given = {p["name"]: p
                         for p in self.connector.parameters(operation)}
            self.compare(operation, message, given, operation.id, True)

    def test_outputs(self):
        for operation in self.connector.operations():
            rpc = self.rpcs[operation.verb, operation.path]
            answer = self.connector.answer(operation)
            if answer is not None:
                self.compare(operation, self.contract.messages[rpc.response],
                             answer["properties"], f"{operation.id} answer",
                             False)
            if operation.id in EVENTS:
                content = self.connector.resolve(operation.item[
                    "x-ms-notification-content"]["schema"])
                event = self.contract.messages[protos.PACKAGE + "Event"]
                self.compare(operation, event, content["properties"],
                             f"{operation.id} event", False)

    def compare(self, operation, message, given, where, is_request):
        wanted = {field.name for field in message.fields}
        if is_request:
            wanted -= NO_INPUT.get(message.name, set())
            wanted -= OF_OTHERS.get(operation.id, set())
        elif message.name == "Event":
            wanted -= NEVER_SAID.get(operation.id, set())
        self.assertEqual(wanted, set(given), f"{where}: {message.name}")
        for field in message.fields:
            if field.name in given:
                self.compare_field(operation, field, given[field.name],
                                   f"{where}.{field.name}", is_request)

    def compare_field(self, operation, field, schema, where, is_request):
        node = self.connector.resolve(schema)
        if field.descriptor.label == 3:  # repeated
            self.assertEqual("array", node["type"], where)
            node = self.connector.resolve(node["items"])
        kind = (node["type"] + " " + node.get("format", "")).strip()
        type_name = field.descriptor.type_name
        if field.descriptor.type == 11:  # a message
            if type_name == protos.TIMESTAMP:
                self.assertEqual("string date-time", kind, where)
                return
            self.assertEqual("object", kind, where)
            self.compare(operation, self.contract.messages[type_name],
                         node["properties"], where, is_request)
            return
        self.assertEqual(TYPES[field.descriptor.type], kind, where)
        if "enum" in node and field.descriptor.type == 14:
            values = {name for name, _ in
                      self.contract.enums[type_name].values}
            self.assertEqual(values, set(node["enum"]), where)

    def test_lists_hold_nothing_that_is_gone(self):
        """What is left out exists, so that no list grows stale."""
        names = {message.name: {field.name for field in message.fields}
                 for message in self.contract.messages.values()}
        for message, fields in NO_INPUT.items():
            if message in names:
                self.assertLessEqual(fields, names[message], message)
        ids = {o.id for o in self.connector.operations()}
        self.assertLessEqual(set(OF_OTHERS) | set(NEVER_SAID) | EVENTS, ids)


def _camel_path(path):
    """A path of the protos as in HTTP: {card_id} is {cardId}."""
    parts = []
    for part in path.split("/"):
        if "=" in part:  # a field that the path itself sets
            part = part[1:-1].split("=")[1]
        if part.startswith("{"):
            first, *rest = part[1:-1].split("_")
            part = "{" + first + "".join(w.capitalize() for w in rest) + "}"
        parts.append(part)
    return "/".join(parts)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
