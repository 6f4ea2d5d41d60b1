"""Rules for parameters and schemas, as in rules_operations.py."""

import re

from connector import Finding, nodes
from rules_operations import ALSO_ACTIONS

FORMATS = {"int32", "int64", "float", "double", "byte", "binary", "date",
           "date-time", "password", "date-no-tz", "email", "html", "uri",
           "uuid"}
FORBIDDEN = ("anyOf", "oneOf", "not", "discriminator", "x-nullable",
             "uniqueItems", "patternProperties")
SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "in", "is", "of",
               "on", "or", "the", "to", "with"}
# Texts that only look like numbers.
IDS = re.compile(r"(^|[a-z])(id|Id|cursor|Cursor|token|Token|revision)$")
VALUES, LIST = "x-ms-dynamic-values", "x-ms-dynamic-list"


def check_texts(connector):  # 18
    for where, node in _described(connector):
        summary = node.get("x-ms-summary", "")
        text = node.get("description", "")
        if not 0 < len(summary) <= 80 or not _is_title(summary):
            yield Finding(18, where, f"x-ms-summary {summary!r}")
        if not text.endswith(".") or text.rstrip(".") == summary:
            yield Finding(18, where, f"description {text!r}")


def _is_title(summary):
    words = summary.split()
    return all(word[0].isupper() or word in SMALL_WORDS for word in words)


def _described(connector):
    for operation in connector.operations():
        for parameter in connector.parameters(operation):
            yield f"{operation.id}.{parameter.get('name')}", parameter
    for where, schema, _ in connector.schemas():
        for place, _, node in connector.walk(schema):
            # The elements of a list of plain values have no name of their own.
            if node is not None and not (place.endswith("[]")
                                         and "properties" not in node):
                yield where + place, node


def check_parameters(connector):  # 19, 20
    for operation in connector.operations():
        for parameter in connector.parameters(operation):
            where = f"{operation.id}.{parameter.get('name')}"
            encoding = parameter.get("x-ms-url-encoding")
            if parameter.get("in") == "path":
                if parameter.get("required") is not True or \
                        encoding != "single":
                    yield Finding(19, where, "required, encoded once")
                if f"{{{parameter.get('name')}}}" not in operation.path:
                    yield Finding(19, where, "is not in the path")
            elif encoding:
                yield Finding(19, where, "only in the path there is encoding")
            if parameter.get("name") == "connectionId":
                yield Finding(19, where, "the platform has that name")
            if parameter.get("x-ms-visibility") == "internal" and \
                    parameter.get("name") not in _states(connector, operation):
                if parameter.get("required") is not True or \
                        "default" not in parameter:
                    yield Finding(20, where, "internal: required and default")
    for where, schema, is_request in connector.schemas():
        for place, _, node in connector.walk(schema):
            if node is None or not is_request:
                continue
            for name, inner in node.get("properties", {}).items():
                inner = connector.resolve(inner) or {}
                if inner.get("x-ms-visibility") == "internal" and \
                        not inner.get("x-ms-notification-url") and \
                        (name not in node.get("required", [])
                         or "default" not in inner):
                    yield Finding(20, f"{where}{place}.{name}",
                                  "internal: required and default")
    yield from _check_defaults(connector)


def _check_defaults(connector):
    types = {"string": str, "boolean": bool, "integer": int,
             "number": (int, float)}
    for where, node in nodes(connector.definition):
        if "default" in node and "type" in node and not isinstance(
                node["default"], types.get(node["type"], object)):
            yield Finding(20, where, "the default is of another type")
        required = node.get("required")
        if isinstance(required, list) and (
                not required
                or not set(required) <= set(node.get("properties", {}))):
            yield Finding(20, where, "requires what is not there")


def _states(connector, operation):
    """The parameters in which a polling trigger keeps its state."""
    return {name for policy in connector.policies("pollingtrigger")
            if operation.id in policy["parameters"].get(
                "x-ms-apimTemplate-operationName", [])
            for name in policy["parameters"].get(
                "x-ms-apimTemplateParameter.triggerConfig", {})}


def check_types(connector):  # 21
    for where, node in nodes(connector.definition):
        kind = node.get("type")
        if kind == "apiKey" or not isinstance(kind, str):
            continue
        if "format" in node and node["format"] not in FORMATS:
            yield Finding(21, where, f"format {node['format']!r}")
        if kind in ("integer", "number") and "format" not in node:
            yield Finding(21, where, "a number needs a format")
        name = where.rsplit("/", 1)[-1]
        if IDS.search(name) and kind != "array" and (
                kind != "string" or "format" in node):
            yield Finding(21, where, "an id is a string without format")


def check_shapes(connector):  # 22, 23
    for where, node in nodes(connector.definition):
        for word in FORBIDDEN:
            if word in node and "/properties" != where[-11:]:
                yield Finding(22, where, f"{word} is not understood")
        if "$ref" in node and len(node) > 1:
            yield Finding(22, where, "$ref stands alone")
        if "additionalProperties" in node:
            yield Finding(22, where, "a map has no fields for a maker")
    for where, schema, is_request in connector.schemas():
        for name in _recursive(connector, schema):
            yield Finding(22, where, f"{name} holds itself")
        for place, _, node in connector.walk(schema):
            if node is not None and "enum" in node and not is_request:
                yield Finding(23, where + place, "an answer may grow: no enum")
    for where, node in nodes(connector.definition):
        if not isinstance(node.get("enum"), list):
            continue
        shown = [entry.get("value") for entry in
                 node.get("x-ms-enum-values", [])]
        names = [entry.get("displayName") for entry in
                 node.get("x-ms-enum-values", [])]
        if shown != node["enum"] or len(set(names)) != len(names):
            yield Finding(23, where, "each value needs one display name")


def _recursive(connector, schema, path=()):
    if not schema:
        return
    if "$ref" in schema:
        if schema["$ref"] in path:
            yield schema["$ref"]
            return
        path = (*path, schema["$ref"])
        schema = connector.resolve(schema) or {}
    for inner in [*schema.get("properties", {}).values(),
                  schema.get("items", {})]:
        yield from _recursive(connector, inner, path)


def check_references(connector):  # 24
    used = {}
    for where, node in nodes(connector.definition):
        if isinstance(node.get("$ref"), str):
            used[node["$ref"]] = where
    for reference, where in used.items():
        if connector.resolve({"$ref": reference}) is None:
            yield Finding(24, where, f"{reference} leads nowhere")
    for section in ("definitions", "parameters"):
        for name in connector.definition.get(section, {}):
            if f"#/{section}/{name}" not in used:
                yield Finding(24, f"{section}/{name}", "nobody uses it")


def check_dropdowns(connector):  # 25
    for where, node in nodes(connector.definition):
        if VALUES not in node and LIST not in node:
            continue
        values, listed = node.get(VALUES), node.get(LIST)
        if not values or not listed:
            yield Finding(25, where, "both kinds of dropdown are needed")
            continue
        told = [values.get("operationId"), values.get("value-collection"),
                values.get("value-path"), values.get("value-title")]
        if told != [listed.get("operationId"), listed.get("itemsPath"),
                    listed.get("itemValuePath"), listed.get("itemTitlePath")]:
            yield Finding(25, where, "the two kinds of dropdown disagree")
        target = connector.operation(told[0])
        if target is None or target.verb != "get":
            yield Finding(25, where, f"there is no list {told[0]}")
            continue
        if not target.internal and target.id not in ALSO_ACTIONS:
            yield Finding(25, where, f"{target.id} should be internal")
        answer = connector.answer(target) or {}
        rows = connector.resolve(
            answer.get("properties", {}).get(told[1], {})) or {}
        row = connector.resolve(rows.get("items", {})) or {}
        for name in told[2:]:
            if name not in row.get("properties", {}):
                yield Finding(25, where, f"{target.id} answers no {name}")
