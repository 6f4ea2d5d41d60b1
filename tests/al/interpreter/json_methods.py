"""Methods of JSON."""

import json

from .values import (AlError, JsonArray, JsonObject, JsonToken, JsonValue,
                     NotSupported, UNSET, to_json, written)


def _json_get(machine, members, given):
    wanted = machine.evaluate(given[0])
    if isinstance(members, list):
        found = 0 <= wanted < len(members)
    else:
        found = wanted in members
    if found:
        machine.argument(given[1]).value = JsonToken(members[wanted])
    return found


def of_json(machine, owner, key, given):
    inner = to_json(owner)
    if key == "writeto":
        machine.argument(given[0]).value = written(owner)
        return True
    if key == "readfrom":
        return _read_json(owner, machine.evaluate(given[0]))
    if key == "get":
        return _json_get(machine, inner, given)
    if key == "contains":
        return machine.evaluate(given[0]) in inner
    if key == "count":
        return len(inner)
    if key == "add":
        added = [machine.evaluate(n) for n in given]
        if isinstance(owner, JsonArray):
            inner.append(to_json(added[0]))
        elif added[0] in inner:
            raise AlError(f"The member {added[0]} is there already.")
        else:
            inner[added[0]] = to_json(added[1])
        return True
    raise NotSupported(f"JSON {key}")


def _read_json(owner, text):
    try:
        read = json.loads(text)
    except ValueError:
        return False
    if not isinstance(read, dict if isinstance(owner, JsonObject) else list):
        return False
    if isinstance(owner, JsonObject):
        owner.members = read
    else:
        owner.elements = read
    return True


def of_token(owner, key):
    value = owner.value
    if value is UNSET:
        raise AlError("A JsonToken that was not set is asked.")
    kinds = {"object": (dict, JsonObject), "array": (list, JsonArray)}
    for kind, (python, made) in kinds.items():
        if key == "is" + kind:
            return isinstance(value, python)
        if key == "as" + kind:
            if not isinstance(value, python):
                raise AlError(f"The JSON value is no {kind}.")
            return made(value)
    if key == "isvalue":
        return not isinstance(value, (dict, list))
    if key == "asvalue":
        return JsonValue(value)
    if key == "isnull":
        return value is None
    if key == "astext":
        return value if isinstance(value, str) else written(owner)
    if key in ("asinteger", "asdecimal"):
        return int(value) if key == "asinteger" else value
    if key == "asboolean":
        return bool(value)
    raise NotSupported(f"JSON value {key}")
