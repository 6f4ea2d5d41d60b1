"""Holds answers of a running server against a definition, as a strict reader
would: Power Fx refuses a number in quotes, and so does this.
"""

import re

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
LIMITS = {"int32": 2**31 - 1, "int64": 2**53 - 1}


def problems(connector, schema, value, where="answer"):
    """Everything in which `value` is not what `schema` says."""
    node = connector.resolve(schema)
    kind = node.get("type")
    if kind == "object":
        if not isinstance(value, dict):
            yield f"{where}: {_name(value)}, not an object"
            return
        fields = node.get("properties", {})
        for name in node.get("required", []):
            if name not in value:
                yield f"{where}.{name}: missing"
        for name, inner in value.items():
            if name not in fields:
                yield f"{where}.{name}: unknown"
            else:
                yield from problems(connector, fields[name], inner,
                                    f"{where}.{name}")
    elif kind == "array":
        if not isinstance(value, list):
            yield f"{where}: {_name(value)}, not a list"
            return
        for i, inner in enumerate(value):
            yield from problems(connector, node["items"], inner,
                                f"{where}[{i}]")
    else:
        problem = _plain(kind, node.get("format"), value)
        if problem:
            yield f"{where}: {problem}"


def _plain(kind, form, value):
    if kind == "boolean":
        return "" if isinstance(value, bool) else f"{_name(value)}, no boolean"
    if kind == "string":
        if not isinstance(value, str):
            return f"{_name(value)}, no text"
        if form == "date-time" and not TIME.fullmatch(value):
            return "not a time in UTC with a Z"
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"{_name(value)}, no number"
    if kind == "integer" and (not isinstance(value, int)
                              or abs(value) > LIMITS[form]):
        return f"not an integer of {form}"
    return ""


def _name(value):
    return type(value).__name__
