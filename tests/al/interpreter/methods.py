"""Methods of records, of JSON, of texts and of what tests use."""

from tree import name

from .json_methods import of_json, of_token
from .references import FieldRef, RecordRef, of_field_ref, of_record_ref
from .tables import RecordId
from .values import (AlDictionary, AlError, AlList, EnumValue, ErrorInfo, Guid,
                     JsonArray, JsonObject, JsonToken, JsonValue, NotSupported,
                     formatted)

STATIC = {"isolatedstorage", "navapp", "session"}


def values(machine, given):
    return [machine.evaluate(n) for n in given]


def static(machine, owner, key, given):
    if owner == "isolatedstorage":
        return _isolated_storage(machine, key, given)
    if (owner, key) == ("navapp", "getresourceastext"):
        file = machine.world.resources / machine.evaluate(given[0])
        return file.read_text(encoding="utf-8")
    if (owner, key) == ("session", "logmessage"):
        values(machine, given[:2])
        return None
    raise NotSupported(f"{owner}.{key}")


def _isolated_storage(machine, key, given):
    storage, wanted = machine.world.storage, machine.evaluate(given[0])
    if key == "contains":
        return wanted in storage
    if key in ("set", "setencrypted"):
        storage[wanted] = machine.evaluate(given[1])
        return True
    if key == "get":
        machine.argument(given[2]).value = storage[wanted]
        return True
    return storage.pop(wanted, None) is not None


# Records.
def of_record(machine, record, key, given, statement):
    found = RECORD.get(key)
    if found is None:
        raise NotSupported(f"Record.{key}")
    result = found(machine, record, given)
    if statement and result is False and key in MUST:
        raise AlError(f"The record in table {record.table.name} does not exist.")
    return result


MUST = {"get", "findset", "findfirst", "findlast", "getbysystemid"}


def _get(machine, record, given):
    keys = values(machine, given)
    if keys and isinstance(keys[0], RecordId):
        if keys[0].table is not record.table:
            return False
        keys = keys[0].key
    return record.get_by_key(keys)


def _by_system_id(machine, record, given):
    wanted = machine.evaluate(given[0])
    for row in record.rows.values():
        if row["systemid"] == wanted:
            record.buffer = dict(row)
            return True
    return False


def _set_range(machine, record, given):
    field = name(given[0]).lower()
    bounds = [machine.world.converted(v, record.table.fields[field], field)
              for v in values(machine, given[1:])]
    if not bounds:
        record.filters.pop(field, None)
    elif len(bounds) == 1:
        record.filters[field] = [("=", bounds[0], False)]
    else:
        record.filters[field] = [("=", tuple(bounds), False)]


def _set_filter(machine, record, given):
    pattern, *rest = values(machine, given[1:])
    record.set_filter(name(given[0]).lower(), pattern, rest)


def _validate(machine, record, given):
    field = name(given[0]).lower()
    record.before = record.copy_of()
    if len(given) > 1:
        record.set(field, machine.evaluate(given[1]))
    made = record.table.object
    if made is None:
        return
    from .calls import record_code
    for one in made.procedures:
        inside = one.node.parent.parent
        if one.name == "OnValidate" and inside.type == "field_declaration" and (
                name(inside.child_by_field_name("name")).lower() == field):
            machine.call(record_code(machine, record), one, [], record)


def _test_field(machine, record, given):
    field = name(given[0]).lower()
    value = record.get(field)
    if len(given) > 1:
        wanted = machine.evaluate(given[1])
        if value != wanted:
            raise AlError(f"{name(given[0])} must be equal to "
                          f"'{formatted(wanted)}'")
    elif value in ("", 0, False):
        raise AlError(f"{name(given[0])} must have a value")


def _init(machine, record, given):
    del machine, given
    kept = {k: record.buffer[k] for k in record.table.key}
    record.buffer = {**_with_init_values(record), **kept}


def _with_init_values(record):
    made = record.blank()
    if record.table.object is None:
        return made
    from tree import all_of, field, properties, string, text
    for key, node in record.table.object.fields.items():
        prop = properties(field(node, "body")).get("initvalue")
        if prop is None:
            continue
        value = field(prop, "value")
        if value.type == "string_literal":
            made[key] = string(all_of(prop, "string_literal")[0])
        elif value.type == "integer":
            made[key] = int(text(value))
        else:
            made[key] = text(value).lower() == "true"
    return made


def _insert(machine, record, given):
    record.insert(keep_id=len(given) > 1 and machine.evaluate(given[1]))
    return True


def _set_rec_filter(machine, record, given):
    del machine, given
    record.filters = {k: [("=", record.buffer[k], False)]
                      for k in record.table.key}


def _reset(machine, record, given):
    del machine, given
    record.filters = {}


def _done(action):
    def run(machine, record, given):
        del machine, given
        result = getattr(record, action)()
        return True if result is None else result
    return run


def _field_no(machine, record, given):
    del machine
    return record.table.numbers[name(given[0]).lower()]


RECORD = {
    "get": _get, "getbysystemid": _by_system_id, "insert": _insert,
    "modify": _done("modify"), "delete": _done("delete"),
    "deleteall": _done("delete_all"), "next": _done("next"),
    "findset": lambda m, r, g: r.find("first"),
    "findfirst": lambda m, r, g: r.find("first"),
    "findlast": lambda m, r, g: r.find("last"),
    "count": lambda m, r, g: len(r.selected()),
    "isempty": lambda m, r, g: not r.selected(),
    "setrange": _set_range, "setfilter": _set_filter, "validate": _validate,
    "testfield": _test_field, "init": _init, "reset": _reset,
    "setrecfilter": _set_rec_filter, "setloadfields": lambda m, r, g: None,
    "fieldno": _field_no, "fieldname": lambda m, r, g: name(g[0]),
    "fieldcaption": lambda m, r, g: name(g[0]),
    "readpermission": lambda m, r, g: True,
    "recordid": lambda m, r, g: RecordId(r.table, r.key()),
}


# Texts and lists.
TEXT = {
    "trim": str.strip, "trimend": str.rstrip, "startswith": str.startswith,
    "endswith": str.endswith, "contains": lambda v, part: part in v,
    "split": lambda v, by: AlList(v.split(by)),
    "isempty": lambda v: v == "", "tolower": str.lower, "toupper": str.upper,
}
LIST = {
    "add": list.append, "count": len, "contains": lambda v, x: x in v,
    "get": lambda v, n: v[n - 1],
}


def _list_get(owner, number):
    if not 1 <= number <= len(owner):
        raise AlError(f"The list has no element {number}.")
    return owner[number - 1]


LIST["get"] = _list_get


def _dictionary(machine, owner, key, given):
    given = values(machine, given)
    if key == "add":
        owner[given[0]] = given[1]
    elif key == "containskey":
        return given[0] in owner
    elif key == "get":
        if given[0] not in owner:
            raise AlError("The dictionary has no such key.")
        return owner[given[0]]
    elif key == "count":
        return len(owner)
    else:
        raise NotSupported(f"Dictionary.{key}")
    return None


def of_value(machine, owner, key, given, node):
    if isinstance(owner, RecordRef):
        return of_record_ref(machine, owner, key, given)
    if isinstance(owner, FieldRef):
        return of_field_ref(machine, owner, key, given)
    if isinstance(owner, (JsonObject, JsonArray)):
        return of_json(machine, owner, key, given)
    if isinstance(owner, (JsonToken, JsonValue)):
        return of_token(owner, key)
    if isinstance(owner, EnumValue) and key == "asinteger":
        return owner.ordinal
    if hasattr(owner, "ordinals"):
        if key == "ordinals":
            return AlList(sorted(owner.names))
        return EnumValue(owner, machine.evaluate(given[0]))
    if isinstance(owner, RecordId) and key == "tableno":
        return owner.table.number if owner.table is not None else 0
    if isinstance(owner, Guid):
        raise NotSupported(f"Guid.{key}")
    if isinstance(owner, str) and key in TEXT:
        return TEXT[key](owner, *values(machine, given))
    if isinstance(owner, AlDictionary):
        return _dictionary(machine, owner, key, given)
    if isinstance(owner, AlList) and key in LIST:
        return LIST[key](owner, *values(machine, given))
    if isinstance(owner, ErrorInfo):
        return _error_info(machine, owner, key, given)
    if hasattr(owner, "al_call"):
        return owner.al_call(machine, key, given)
    raise NotSupported(f"{type(owner).__name__}.{key} in {node.text[:60]!r}")


def _error_info(machine, owner, key, given):
    if key == "addaction":
        owner.actions.append(machine.evaluate(given[0]))
        return None
    return getattr(owner, key)


def set_property(owner, key, value):
    if isinstance(owner, FieldRef) and key == "value":
        owner.record.set(owner.key, value)
    elif hasattr(owner, "al_set"):
        owner.al_set(key, value)
    elif isinstance(owner, ErrorInfo):
        setattr(owner, key, value)
    else:
        raise NotSupported(f"{type(owner).__name__}.{key} :=")


class Assert:
    """Codeunit Library Assert."""

    def __init__(self, machine):
        self.machine = machine

    def al_call(self, machine, key, given):
        given = values(machine, given)
        checks = {
            "areequal": lambda a, b, t: machine.equal(a, b),
            "arenotequal": lambda a, b, t: not machine.equal(a, b),
            "istrue": lambda a, t: a is True, "isfalse": lambda a, t: a is False,
            "expectederror": lambda part: part in machine.last_error,
            "expectedtestfielderror":
                lambda caption, wanted: caption in machine.last_error,
        }
        if key not in checks:
            raise NotSupported(f"Assert.{key}")
        if not checks[key](*given):
            shown = [formatted(v) for v in given]
            raise AssertionError(f"{key}: {shown} {machine.last_error}")


class Ignored:
    """A codeunit whose calls change nothing that a test sees."""

    def __init__(self, machine):
        del machine

    def al_call(self, machine, key, given):
        del key
        values(machine, given)


NATIVE = {"library assert": Assert, "feature telemetry": Ignored}
