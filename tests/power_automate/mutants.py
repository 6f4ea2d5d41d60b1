"""Mistakes that somebody could make in a connector, by point of the checklist.

Each is (point, what, variant, change). A change works on a copy. The mistakes
in what a server answers are in broken_answers.py, those in flows in
flows_test.py.
"""

CLOUD, GATEWAY = "landfall", "landfall-gateway"
OPERATIONS = "x-ms-apimTemplate-operationName"
PARAMETER = "x-ms-apimTemplateParameter."


def operation(connector, name):
    return connector.operation(name).spec


def parameter(connector, name, which):
    return next(p for p in connector.parameters(connector.operation(name))
                if p.get("name") == which)


def fields(connector, definition):
    return connector.definition["definitions"][definition]["properties"]


def policy(connector, template):
    return connector.policies(template)[0]


def set_in(get, **values):
    """A change that sets entries of what `get(connector)` gives."""
    return lambda c: get(c).update(values)


def drop(get, name):
    return lambda c: get(c).pop(name)


def info(c):
    return c.definition["info"]


def document(c):
    return c.definition


def properties(c):
    return c.properties


def check(c):
    return operation(c, "CheckCustomerRecord")


def stuck(c):
    return operation(c, "WhenCustomerGetsStuck")


def stuck_item(c):
    return c.operation("WhenCustomerGetsStuck").item


def stuck_filter(c):
    return c.definition["definitions"]["StuckFilter"]


def answer(c):
    return fields(c, "CheckAnswer")


def new_file(name, change):
    def apply(c):
        c.files[name] = change(c.files[name])
    return apply


def metadata(name, value):
    def apply(c):
        next(entry for entry in c.definition["x-ms-connector-metadata"]
             if entry["propertyName"] == name)["propertyValue"] = value
    return apply


def add_path(path, like):
    def apply(c):
        paths = c.definition["paths"]
        paths[path] = paths[like]
        c.definition["paths"] = dict(sorted(paths.items()))
    return apply


def unused_definition(c):
    definitions = c.definition["definitions"]
    definitions["Zzz"] = definitions["Reason"]


def recursive(c):
    fields(c, "Reason")["why"] = {"$ref": "#/definitions/Reason"}


def deep(c):
    node = fields(c, "Reason")
    for _ in range(9):
        inner = {"x-ms-summary": "More", "description": "Deeper.",
                 "type": "object", "properties": {}}
        node["more"] = inner
        node = inner["properties"]


def darker_icon(data):
    """The picture with a corner in black."""
    import struct
    import zlib
    size = struct.unpack(">II", data[16:24])
    row = b"\0" + b"\0\0\0" * size[0]
    packed = zlib.compress(row * size[1])
    chunk = b"IDAT" + packed
    return (data[:33] + struct.pack(">I", len(packed)) + chunk
            + struct.pack(">I", zlib.crc32(chunk)) + data[-12:])


DROPDOWN = "x-ms-dynamic-values"

STATIC = [
    (1, "OpenAPI 3", CLOUD, set_in(document, swagger="3.0.3")),
    (1, "byte order mark", CLOUD, new_file(
        "apiDefinition.swagger.json", lambda data: b"\xef\xbb\xbf" + data)),
    (1, "a name twice", CLOUD, new_file(
        "apiDefinition.swagger.json", lambda data: data.replace(
            b'"swagger": "2.0"', b'"swagger": "2.0", "swagger": "2.0"', 1))),
    (1, "a megabyte", CLOUD, new_file(
        "apiDefinition.swagger.json", lambda data: data + b" " * 1_000_000)),
    (1, "unsorted paths", CLOUD, lambda c: c.definition.update(
        paths=dict(reversed(c.definition["paths"].items())))),
    (2, "an extension that does not exist", CLOUD,
     lambda c: check(c).update({"x-ms-colour": "blue"})),
    (2, "a response without description", CLOUD,
     lambda c: check(c)["responses"]["200"].pop("description")),
    (3, "a title of 31 characters", CLOUD, set_in(info, title="L" * 31)),
    (3, "a title that says connector", CLOUD,
     set_in(info, title="Landfall Connector")),
    (4, "a short description", CLOUD, set_in(info, description="Too short.")),
    (4, "a description with a product", CLOUD, set_in(
        info, description="Says in Power Automate whether they landed.")),
    (5, "no contact", CLOUD, drop(info, "contact")),
    (5, "a contact over http", CLOUD,
     lambda c: info(c)["contact"].update(url="http://x.example.com")),
    (6, "no privacy policy", CLOUD, metadata("Privacy policy", "")),
    (6, "a category of our own", CLOUD, metadata("Categories", "Customers")),
    (7, "a host with a scheme", CLOUD,
     set_in(document, host="https://landfall.example.com")),
    (7, "a base path", CLOUD, set_in(document, basePath="/landfall")),
    (7, "plain http", CLOUD, set_in(document, schemes=["https", "http"])),
    (8, "nobody signs in", CLOUD, drop(document, "security")),
    (8, "a scheme that is not defined", CLOUD,
     set_in(document, security=[{"bearer": []}])),
    (9, "an id with an underscore", CLOUD,
     lambda c: check(c).update(operationId="check_customer")),
    (9, "an id twice", CLOUD,
     lambda c: check(c).update(operationId="GetCard")),
    (10, "a summary with a slash", CLOUD,
     set_in(check, summary="Check a customer/record")),
    (10, "a trigger that does not say When", CLOUD,
     set_in(stuck, summary="Customer gets stuck")),
    (11, "a description without a full stop", CLOUD,
     set_in(check, description="Checks a customer")),
    (11, "a trigger's description like an action's", CLOUD,
     set_in(stuck, description="Tells when a customer gets stuck.")),
    (12, "no family", CLOUD, drop(check, "x-ms-api-annotation")),
    (12, "a visibility that nobody decided", CLOUD,
     lambda c: operation(c, "GetCard").update(
         {"x-ms-visibility": "important"})),
    (13, "a revision without its suffix", CLOUD,
     lambda c: check(c)["x-ms-api-annotation"].update(revision=2)),
    (14, "a schema on an error", CLOUD,
     lambda c: check(c)["responses"]["400"].update(
         schema={"$ref": "#/definitions/CheckError"})),
    (14, "a success without schema", CLOUD,
     lambda c: check(c)["responses"]["200"].pop("schema")),
    (14, "a default answer", CLOUD,
     lambda c: check(c)["responses"].update(default={
         "description": "An error.",
         "schema": {"$ref": "#/definitions/CheckError"}})),
    (15, "a body of another name", CLOUD,
     lambda c: parameter(c, "CheckCustomerRecord", "body").update(
         name="request")),
    (15, "a GET with a body", CLOUD,
     lambda c: operation(c, "GetCard")["parameters"].append(
         parameter(c, "CheckCustomerRecord", "body"))),
    (16, "a path that a variable hides", CLOUD,
     add_path("/v1/cards/all", "/v1/cards")),
    (17, "a schema nested too deep", CLOUD, deep),
    (18, "a field without summary", CLOUD,
     lambda c: answer(c)["promoted"].pop("x-ms-summary")),
    (18, "a summary in lower case", CLOUD,
     lambda c: answer(c)["verdict"].update({"x-ms-summary": "the verdict"})),
    (18, "a description without a full stop", CLOUD,
     lambda c: answer(c)["verdict"].update(description="The verdict")),
    (19, "a path parameter without encoding", CLOUD,
     lambda c: parameter(c, "GetCard", "card").pop("x-ms-url-encoding")),
    (19, "encoding in the query", CLOUD,
     lambda c: parameter(c, "GetCard", "asOf").update(
         {"x-ms-url-encoding": "single"})),
    (20, "an internal input without default", CLOUD,
     lambda c: fields(c, "Push")["complete"].pop("default")),
    (20, "an internal parameter that is optional", CLOUD,
     lambda c: parameter(c, "WhenEventsHappen", "polling").pop("required")),
    (20, "a default of another type", CLOUD,
     lambda c: fields(c, "Push")["complete"].update(default="false")),
    (20, "requires a field that is not there", CLOUD,
     lambda c: c.definition["definitions"]["Push"]["required"].append("x")),
    (21, "an unsigned number", CLOUD,
     lambda c: fields(c, "Card")["count"].update(format="uint64")),
    (21, "a cursor as a number", CLOUD,
     lambda c: fields(c, "Event")["cursor"].update(type="integer",
                                                   format="int64")),
    (22, "a choice of shapes", CLOUD,
     lambda c: answer(c)["since"].update(anyOf=[{"type": "string"}])),
    (22, "a description beside $ref", CLOUD,
     lambda c: answer(c)["blockedValue"].update(description="The value.")),
    (22, "a definition within itself", CLOUD, recursive),
    (22, "an open map", CLOUD,
     lambda c: c.definition["definitions"]["Card"].update(
         additionalProperties={"type": "string"})),
    (23, "an enum in an answer", CLOUD,
     lambda c: answer(c)["verdict"].update(
         {"enum": ["PROMOTED"], "x-ms-enum-values": [
             {"value": "PROMOTED", "displayName": "Landed"}]})),
    (23, "an enum value without a name", CLOUD,
     lambda c: fields(c, "CheckOfKeys")["view"]["x-ms-enum-values"].pop()),
    (24, "a reference to nothing", CLOUD,
     lambda c: answer(c).update(
         blockedValue={"$ref": "#/definitions/Money"})),
    (24, "a definition that nobody uses", CLOUD, unused_definition),
    (25, "a dropdown of an operation that is not there", CLOUD,
     lambda c: parameter(c, "GetCard", "card")[DROPDOWN].update(
         operationId="ListAllCards")),
    (25, "two dropdowns that disagree", CLOUD,
     lambda c: parameter(c, "GetCard", "card")[DROPDOWN].update(
         {"value-path": "title"})),
    (25, "a dropdown of a visible list", CLOUD,
     lambda c: operation(c, "ListSources").pop("x-ms-visibility")),
    (26, "a next link of another name", CLOUD,
     lambda c: operation(c, "ListCardRecords")["x-ms-pageable"].update(
         nextLinkName="next")),
    (26, "an answer without next link", CLOUD,
     lambda c: fields(c, "CardRecordPage").pop("nextLink")),
    (27, "a policy for an operation without pages", CLOUD,
     lambda c: policy(c, "updatenextlink")["parameters"][OPERATIONS].append(
         "ListCards")),
    (27, "no policy for the next link", GATEWAY,
     lambda c: c.properties["policyTemplateInstances"].remove(
         policy(c, "updatenextlink"))),
    (29, "a GET beside a webhook", CLOUD,
     lambda c: stuck_item(c).update(get=operation(c, "ListCards"))),
    (29, "a webhook without content", CLOUD,
     drop(stuck_item, "x-ms-notification-content")),
    (30, "a notification URL that makers see", CLOUD,
     lambda c: fields(c, "StuckFilter")["notificationUrl"].pop(
         "x-ms-visibility")),
    (30, "a notification URL that is optional", CLOUD,
     lambda c: stuck_filter(c)["required"].remove("notificationUrl")),
    (30, "no notification URL", CLOUD,
     lambda c: fields(c, "StuckFilter")["notificationUrl"].pop(
         "x-ms-notification-url")),
    (31, "a DELETE that makers see", CLOUD,
     lambda c: operation(c, "DeleteSubscription").pop("x-ms-visibility")),
    (31, "a DELETE elsewhere", CLOUD,
     lambda c: c.definition["paths"].update({"/v1/triggers/{id}":
         c.definition["paths"].pop("/v1/subscriptions/{id}")})),
    (32, "201 without Location", CLOUD,
     lambda c: stuck(c)["responses"]["201"].pop("headers")),
    (34, "a trigger without hint", CLOUD, drop(stuck, "x-ms-trigger-hint")),
    (34, "a webhook in batches", CLOUD,
     lambda c: stuck(c).update({"x-ms-trigger": "batch"})),
    (35, "a second list that makers see", CLOUD,
     lambda c: fields(c, "NewEvents")["more"].pop("x-ms-visibility")),
    (35, "no policy for polling", GATEWAY,
     lambda c: c.properties["policyTemplateInstances"].remove(
         policy(c, "pollingtrigger"))),
    (35, "a state that is not answered", CLOUD,
     lambda c: policy(c, "pollingtrigger")["parameters"][
         PARAMETER + "triggerConfig"].update(
             cursor="@{triggerBody().last}")),
    (35, "a state that makers see", CLOUD,
     lambda c: parameter(c, "WhenEventsHappen", "cursor").pop(
         "x-ms-visibility")),
    (37, "a colour of Microsoft's", CLOUD,
     set_in(properties, iconBrandColor="#007ee5")),
    (37, "a colour that is not the icon's", CLOUD,
     set_in(properties, iconBrandColor="#0b5c7b")),
    (38, "a key that everybody reads", CLOUD,
     lambda c: c.properties["connectionParameters"]["api_key"].update(
         type="string")),
    (38, "a password in clear text", GATEWAY,
     lambda c: c.properties["connectionParameters"]["password"][
         "uiDefinition"]["constraints"].update(clearText=True)),
    (38, "the id of a tenant", CLOUD,
     set_in(properties, publisher="69dc8957-677d-523b-9683-3e82b0b93250")),
    (39, "no host of the connection", CLOUD,
     lambda c: c.properties["policyTemplateInstances"].remove(
         policy(c, "dynamichosturl"))),
    (39, "a policy in camel case", CLOUD,
     lambda c: policy(c, "updatenextlink").update(
         templateId="updateNextLink")),
    (39, "a host behind the gateway", GATEWAY,
     lambda c: c.properties["policyTemplateInstances"].append({
         "templateId": "dynamichosturl", "title": "Host", "parameters": {
             PARAMETER + "urlTemplate":
                 "https://@connectionParameters('host')"}})),
    (40, "a gateway with a key", GATEWAY, set_in(
        document, securityDefinitions={"api_key": {
            "type": "apiKey", "in": "header", "name": "X-Api-Key"}},
        security=[{"api_key": []}])),
    (40, "no gateway", GATEWAY,
     lambda c: c.properties["connectionParameters"].pop("gateway")),
    (40, "a script behind the gateway", GATEWAY,
     set_in(properties, scriptOperations=["GetCard"])),
    (40, "capabilities without gateway", GATEWAY,
     set_in(properties, capabilities=[])),
    (41, "a policy for an operation that is not there", CLOUD,
     lambda c: policy(c, "updatenextlink")["parameters"].update(
         {OPERATIONS: ["ListCardRecords", "ListEverything"]})),
    (42, "a stack owner", CLOUD, set_in(properties, stackOwner="Landfall")),
    (44, "an operation that is gone", CLOUD,
     lambda c: c.definition["paths"].pop("/v1/cards/{card}/events")),
    (44, "an input that is gone", CLOUD,
     lambda c: fields(c, "CheckOfKeys").pop("shipToCountry")),
    (44, "an input that became required", CLOUD,
     lambda c: c.definition["definitions"]["CheckOfKeys"]["required"].append(
         "shipToCountry")),
    (44, "an output of another type", CLOUD,
     lambda c: fields(c, "Card")["complete"].update(type="string")),
    (46, "an icon that is none", CLOUD,
     new_file("icon.png", lambda data: b"GIF89a" + data)),
    (37, "an icon on black", CLOUD, new_file("icon.png", darker_icon)),
    (47, "a readme without credentials", CLOUD, new_file(
        "readme.md", lambda data: data.replace(
            b"## Obtaining Credentials", b"## Keys"))),
    (47, "a readme that forgets an operation", CLOUD, new_file(
        "readme.md", lambda data: data.replace(
            b"### Get a card (`GetCard`)", b"A card"))),
]
