"""The description, with what only a running server knows filled in.

docs/openapi.json cannot know how sources, cards and legal entities are called,
and that a time must not lie in the future. A request that is valid by it can
therefore be wrong for a server. With the names of the demonstration filled in,
every request that is valid must be answered and every other one refused.

Answers are held to more than is promised: no status and no field beyond those
that are described.
"""

import copy

CARDS = ["dataverse-not-promoted", "ecom-absent", "ecom-absent-connector",
         "new-customers", "active-customers", "orders-blocked",
         "field-drift", "flow-failures"]
ENTITIES = ["USTR", "CATR", "UKCO"]
SOURCES = ["erp", "bc", "crm", "shop", "b2b", "commerce"]
TIMES = ["2026-04-13T00:00:00Z", "2026-06-10T12:30:00.5+02:00", "2026-06-10"]

_RECORDS = [
    {"source": "b2b", "type": "customer", "id": "201"},
    {"source": "erp", "type": "customer", "id": "ustr:C-1001"},
    {"source": "crm", "type": "account",
     "id": "f5679ae5-f03d-5b7c-8c12-5709e577b13e"},
    {"source": "crm", "type": "contact",
     "id": "{F5679AE5-F03D-5B7C-8C12-000000000000}"},
    {"source": "shop", "type": "customer", "id": "gid://shopify/Customer/7"},
]

# Name of a parameter -> its values. Sources and types in paths go together, so
# they are those of shops, whose ids have one form.
_PARAMETERS = {
    "card": CARDS, "entity": ENTITIES, "channel": ["DTC", "B2B"],
    "source": SOURCES, "pageToken": [""], "cursor": [""],
}
# Not more than 1,000 steps apart, in this order.
_FROM, _TO = ["2026-03-20T00:00:00Z", "2026-04-01"], ["2026-04-13T06:30:00Z"]
# Whatever the id is, the answer is the same.
_ANY_ID = {"/v1/subscriptions/{id}"}
_IN_PATH = {"source": ["shop", "b2b", "commerce"], "type": ["customer"],
            "id": ["201", "7", "999999"]}


def narrowed(description):
    description = copy.deepcopy(description)
    description["security"] = [s for s in description["security"] if s]
    for path, operations in description["paths"].items():
        for operation in operations.values():
            operation["responses"].pop("default", None)
            for parameter in operation.get("parameters", []):
                if path not in _ANY_ID:
                    _narrow_parameter(parameter)
    schemas = description["components"]["schemas"]
    _narrow_bodies(schemas)
    for schema in schemas.values():
        if "properties" in schema:
            schema["additionalProperties"] = False
            for value in schema["properties"].values():
                _narrow_time(value, in_request="nullable" in value)
    return description


def _narrow_parameter(parameter):
    names = _PARAMETERS
    if parameter["in"] == "path" and parameter["name"] in _IN_PATH:
        names = _IN_PATH
    if parameter["name"] in names:
        parameter["schema"] = {"type": "string",
                               "enum": names[parameter["name"]]}
    if parameter["name"] in ("from", "to"):
        parameter["schema"] = {
            "type": "string",
            "enum": _FROM if parameter["name"] == "from" else _TO}
    _narrow_time(parameter["schema"], in_request=True)


def _narrow_time(schema, in_request):
    if in_request and schema.get("format") == "date-time":
        del schema["format"]
        schema["enum"] = TIMES + [None] * schema.get("nullable", False)


def _narrow_bodies(schemas):
    by_record = schemas["CheckPromotionRequestRecord"]["properties"]
    by_record["record"] = {"type": "object", "enum": _RECORDS}
    for name in "CheckPromotionRequestRecord", "CheckPromotionRequestCustomer":
        items = schemas[name]["properties"]["expectedEntities"]["items"]
        items.update({"enum": ENTITIES})
        del items["maxLength"]
    schemas["ExternalId"]["properties"]["source"] = {
        "type": "string", "enum": SOURCES}
    event = schemas["ReportErrorEventRequest"]["properties"]
    event["source"] = {"type": "string", "nullable": True,
                       "enum": ["crm", "shop", None]}
    event["record"] = {"type": "object", "nullable": True,
                       "enum": [*_RECORDS, None]}
    event["system"] = {"type": "string", "nullable": True,
                       "enum": ["power_automate", "other", "", None]}
    push = schemas["BatchUpsertRecordsRequest"]["properties"]
    push["source"] = {"type": "string", "enum": ["crm"]}
    push["type"] = {"type": "string", "nullable": True,
                    "enum": ["", "account", "contact", None]}
    push["company"] = {"type": "string", "nullable": True, "enum": ["", None]}
    _narrow_subscriptions(schemas)
    # Only together with complete = true, which a schema says badly.
    push["entities"]["maxItems"] = 0
    # A full push needs others beside it, which a schema says badly too.
    push["full"] = {"type": "boolean", "nullable": True, "enum": [False, None]}


# Which filters go with which events a schema says badly: everything goes with
# those who enter a card, and nothing with every trigger.
def _narrow_subscriptions(schemas):
    url = {"type": "string", "enum": ["http://127.0.0.1:9999/hook"]}
    wish = schemas["CreateSubscriptionRequest"]
    wish["required"] = ["notificationUrl", "events"]
    wish["properties"].update({
        "notificationUrl": url,
        "events": {"type": "array", "enum": [["ENTERED"],
                                             ["ENTERED", "LEFT"]]},
        "trigger": {"type": "string", "nullable": True, "enum": ["", None]}})
    for name in "card", "entity", "source", "channel":
        wish["properties"][name] = {
            "type": "string", "nullable": True,
            "enum": [*_PARAMETERS[name], "", None]}
    schemas["TriggerRequest"]["properties"] = {"notificationUrl": url}
