#!/usr/bin/env python3
"""What flows rely on, and whether a change breaks it.

    tests/power_automate/released.py    write released.json anew

released.json holds every operation with its inputs and outputs as the last
release had them. New operations, optional inputs and outputs may be added:
run this, and look at the difference. Nothing may go, change its type or become
required: make a new revision of the operation instead.
"""

import json
import pathlib
import sys

from connector import Connector, Finding

FILE = pathlib.Path(__file__).resolve().parent / "released.json"


def load():
    return json.loads(FILE.read_text(encoding="utf-8"))


def surface(connector):
    """Operation id -> what flows rely on."""
    made = {}
    for operation in connector.operations():
        inputs, outputs = {}, {}
        for parameter in connector.parameters(operation):
            if parameter.get("in") == "body":
                _add_inputs(connector, parameter["schema"], "body", inputs)
            else:
                inputs[parameter["name"]] = _told(
                    parameter, parameter.get("required"))
        answer = connector.answer(operation)
        content = operation.item.get("x-ms-notification-content")
        if content:
            answer = connector.resolve(content["schema"])
        for where, _, node in connector.walk(answer or {}):
            if where and node:
                outputs[where[1:]] = node.get("type", "")
        made[operation.id] = {
            "verb": operation.verb, "path": operation.path,
            "visibility": operation.spec.get("x-ms-visibility", ""),
            "inputs": inputs, "outputs": outputs}
    return dict(sorted(made.items()))


def _told(node, required):
    kind = node.get("type", "") + (f" {node['format']}" if "format" in node
                                   else "")
    return kind + (" required" if required else "")


def _add_inputs(connector, schema, where, inputs):
    node = connector.resolve(schema) or {}
    for name, inner in node.get("properties", {}).items():
        place = f"{where}/{name}"
        found = connector.resolve(inner) or {}
        inputs[place] = _told(found, name in node.get("required", []))
        _add_inputs(connector, inner, place, inputs)
        _add_inputs(connector, found.get("items", {}), place + "[]", inputs)


def check_released(connector, released):  # 44
    now = surface(connector)
    for name, old in released.items():
        new = now.get(name)
        if new is None:
            yield Finding(44, name, "is gone")
            continue
        if (new["verb"], new["path"]) != (old["verb"], old["path"]):
            yield Finding(44, name, "moved to another path")
        for where, kind in old["inputs"].items():
            if new["inputs"].get(where) not in (
                    kind, kind.removesuffix(" required")):
                yield Finding(44, f"{name} {where}", "input went or changed")
        for where, kind in new["inputs"].items():
            if where not in old["inputs"] and kind.endswith(" required"):
                yield Finding(44, f"{name} {where}", "a new required input")
        for where, kind in old["outputs"].items():
            if new["outputs"].get(where) != kind:
                yield Finding(44, f"{name} {where}", "output went or changed")


def main():
    FILE.write_text(json.dumps(surface(Connector.read("landfall")), indent=1)
                    + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
