"""Rules for the head of a definition and for its operations.

Each function takes a Connector and yields Findings. The numbers are those of
CHECKLIST.md.
"""

import json
import re
from urllib.parse import urlsplit

from connector import Finding

BANNED = re.compile(r"\b(API|Connector|Power Automate|Power Apps|Logic Apps|"
                    r"Power Platform)\b", re.I)
CATEGORIES = {
    "AI", "Business Management", "Business Intelligence", "Collaboration",
    "Commerce", "Communication", "Content and Files", "Finance", "Data",
    "Human Resources", "Internet of Things", "IT Operations",
    "Lifestyle and Entertainment", "Marketing", "Productivity",
    "Sales and CRM", "Security", "Social Media", "Website"}
MAX_BYTES = 1_000_000
OPERATION_ID = re.compile(r"^[A-Z][A-Za-z0-9]*(_V[2-9])?$")
SUMMARY = re.compile(r"^[A-Z][A-Za-z0-9 ()]*[A-Za-z0-9)]$")
ORDER = ["swagger", "info", "host", "basePath", "schemes", "consumes",
         "produces", "paths", "definitions", "parameters",
         "securityDefinitions", "security"]
VARIABLE = re.compile(r"{[^}]*}")
# Dropdowns that are actions at the same time.
ALSO_ACTIONS = {"ListCards"}


def check_file(connector):  # 1
    data = connector.files["apiDefinition.swagger.json"]
    if data.startswith(b"\xef\xbb\xbf"):
        yield Finding(1, "file", "begins with a byte order mark")
    if len(data) >= MAX_BYTES:
        yield Finding(1, "file", f"{len(data)} bytes; too large")
    try:
        json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except ValueError as error:
        yield Finding(1, "file", str(error))
    if connector.definition.get("swagger") != "2.0":
        yield Finding(1, "swagger", "must be 2.0")
    known = [key for key in connector.definition if key in ORDER]
    if known != [key for key in ORDER if key in known]:
        yield Finding(1, "file", "the sections stand in another order")
    for section in ("paths", "definitions", "parameters"):
        names = list(connector.definition.get(section, {}))
        if names != sorted(names):
            yield Finding(1, section, "not sorted")


def _unique(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a name stands twice in an object")
    return dict(pairs)


def check_info(connector):  # 3, 4, 5
    info = connector.definition.get("info", {})
    title = info.get("title", "")
    if not 0 < len(title) <= 30 or not title[-1:].isalnum():
        yield Finding(3, "title", "1 to 30 characters, the last alphanumeric")
    if BANNED.search(title):
        yield Finding(3, "title", "names a product or says API or connector")
    text = info.get("description", "")
    if not 30 <= len(text) <= 500 or BANNED.search(text):
        yield Finding(4, "description", "30 to 500 characters, no product")
    contact = info.get("contact", {})
    if not contact.get("name"):
        yield Finding(5, "contact", "has no name")
    if not contact.get("url", "").startswith("https://"):
        yield Finding(5, "contact", "its url must begin with https://")
    if not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+\.[a-z]+",
                        contact.get("email", "")):
        yield Finding(5, "contact", "has no email address")


def check_metadata(connector):  # 6, 7, 8
    metadata = {entry.get("propertyName"): entry.get("propertyValue", "")
                for entry in connector.definition.get(
                    "x-ms-connector-metadata", [])}
    for name in ("Website", "Privacy policy"):
        if urlsplit(metadata.get(name, "")).scheme != "https":
            yield Finding(6, name, "must be a URL with https")
    categories = metadata.get("Categories", "").split(";")
    if not 1 <= len(categories) <= 2 or not set(categories) <= CATEGORIES:
        yield Finding(6, "Categories", "one or two of Microsoft's list")
    definition = connector.definition
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*\.[a-z]+(:\d+)?",
                        definition.get("host", "")):
        yield Finding(7, "host", "a host name without scheme and path")
    if definition.get("basePath") != "/":
        yield Finding(7, "basePath", "must be /")
    if definition.get("schemes") != ["https"]:
        yield Finding(7, "schemes", "must be https alone")
    schemes = definition.get("securityDefinitions", {})
    used = [name for entry in definition.get("security", []) for name in entry]
    if len(schemes) != 1 or used != list(schemes):
        yield Finding(8, "security", "exactly one scheme, and it is used")


def check_names(connector, released):  # 9, 10, 11
    ids = [operation.id for operation in connector.operations()]
    for operation_id in sorted(set(ids)):
        if ids.count(operation_id) > 1:
            yield Finding(9, operation_id, "stands twice")
        if not OPERATION_ID.match(operation_id) or len(operation_id) > 64:
            yield Finding(9, operation_id, "not a name in PascalCase")
    if sorted(ids) != sorted(released):
        yield Finding(9, "operations", "not those of released.json")
    for operation in connector.operations():
        summary = operation.spec.get("summary", "")
        text = operation.spec.get("description", "")
        if len(summary) > 80 or not SUMMARY.match(summary):
            yield Finding(10, operation.id, f"summary {summary!r}")
        if not text.endswith(".") or text.rstrip(".") == summary:
            yield Finding(11, operation.id, "description is no sentence")
        if operation.trigger:
            if not summary.startswith("When "):
                yield Finding(10, operation.id, "a trigger begins with When")
            if not text.startswith("This operation triggers when"):
                yield Finding(11, operation.id, "a trigger's description "
                              "begins with This operation triggers when")


def check_visibility(connector, released):  # 12, 13
    important, families = 0, {}
    for operation in connector.operations():
        visibility = operation.spec.get("x-ms-visibility", "")
        important += visibility == "important"
        decided = released.get(operation.id, {}).get("visibility")
        if visibility != decided:
            yield Finding(12, operation.id, f"visibility {visibility!r}, "
                          f"decided was {decided!r}")
        annotation = operation.spec.get("x-ms-api-annotation", {})
        family, revision = annotation.get("family"), annotation.get("revision")
        if not family or not isinstance(revision, int) or revision < 1:
            yield Finding(12, operation.id, "needs a family and a revision")
            continue
        families.setdefault(family, []).append((revision, operation))
        suffix = re.search(r"_V(\d+)$", operation.id)
        if (int(suffix.group(1)) if suffix else 1) != revision:
            yield Finding(13, operation.id, "its name says another revision")
    if important > 3:
        yield Finding(12, "operations", f"{important} are important; 3 may be")
    for family, members in families.items():
        revisions = [revision for revision, _ in members]
        alive = [o for _, o in members if not o.spec.get("deprecated")]
        if len(revisions) != len(set(revisions)) or len(alive) > 2:
            yield Finding(13, family, "revisions clash, or too many are alive")


def check_responses(connector):  # 14
    for operation in connector.operations():
        responses = operation.spec.get("responses", {})
        good = [status for status in responses if status.startswith("2")]
        if not good:
            yield Finding(14, operation.id, "has no success")
        with_schema = [s for s in responses if "schema" in responses[s]]
        if not set(with_schema) <= {"200", "201"} or len(with_schema) > 1:
            yield Finding(14, operation.id, "one schema, of 200 or 201 alone")
        if operation.verb != "delete" and not with_schema:
            yield Finding(14, operation.id, "the success has no schema")
        for status in ("429", "500", "503"):
            if not responses.get(status, {}).get("description"):
                yield Finding(14, operation.id, f"{status} is not described")


def check_bodies(connector):  # 15
    for operation in connector.operations():
        parameters = connector.parameters(operation)
        bodies = [p for p in parameters if p.get("in") in ("body", "formData")]
        if operation.verb in ("get", "delete") and bodies:
            yield Finding(15, operation.id, "must not have a body")
        if operation.verb == "post":
            if [p.get("name") for p in bodies] != ["body"]:
                yield Finding(15, operation.id, "one body, called body")
            if operation.spec.get("consumes") != ["application/json"]:
                yield Finding(15, operation.id, "consumes application/json")
        if "parameters" not in operation.spec:
            yield Finding(15, operation.id, "parameters must be written down")


def check_paths(connector):  # 16, 17
    paths = list(connector.definition["paths"])
    for i, one in enumerate(paths):
        for other in paths[i + 1:]:
            if _clash(one, other):
                yield Finding(16, one, f"cannot be told from {other}")
        if re.search(r"[*?#]", one):
            yield Finding(16, one, "has a character that is not allowed")
    if sum(1 for _ in connector.operations()) > 256:
        yield Finding(17, "operations", "more than 256")
    for where, schema, _ in connector.schemas():
        walked = list(connector.walk(schema))
        if len(walked) > 512:
            yield Finding(17, where, f"{len(walked)} schemas; 512 may be")
        depth = max(place.count(".") for place, _, _ in walked)
        if depth > 8:
            yield Finding(17, where, f"nested {depth} deep; 8 may be")


def _clash(one, other):
    parts, others = one.lower().split("/"), other.lower().split("/")
    return len(parts) == len(others) and all(
        a == b or VARIABLE.fullmatch(a) or VARIABLE.fullmatch(b)
        for a, b in zip(parts, others))
