"""Functions of the platform."""

import datetime
import re

from .tables import Record
from .values import (AlError, EnumValue, NULL_GUID, NotSupported, formatted,
                     guid, time_text)


def call(machine, key, given, statement):
    found = FUNCTIONS.get(key)
    if found is not None:
        return found(*[machine.evaluate(n) for n in given])
    special = SPECIAL.get(key)
    if special is None:
        raise NotSupported(f"function {key}")
    return special(machine, given, statement)


def substitute(pattern, *values):
    for number, value in enumerate(values, 1):
        pattern = pattern.replace(f"%{number}", formatted(value))
    return pattern


def del_chr(value, where="=", which=" "):
    if where == "=":
        return "".join(c for c in value if c not in which)
    if "<" in where:
        value = value.lstrip(which)
    return value.rstrip(which) if ">" in where else value


def copy_str(value, start, length=None):
    return value[start - 1:] if length is None else value[
        start - 1:start - 1 + length]


def format_value(value, length=0, number=None):
    if number == 9 and isinstance(value, datetime.datetime):
        return time_text(value)
    if number == 9 and isinstance(value, bool):
        return "true" if value else "false"
    return formatted(value)


FUNCTIONS = {
    "strsubstno": substitute, "delchr": del_chr, "copystr": copy_str,
    "format": format_value, "lowercase": str.lower, "uppercase": str.upper,
    "convertstr": lambda v, a, b: v.translate(str.maketrans(a, b)),
    "strpos": lambda v, part: v.find(part) + 1, "strlen": len,
    "padstr": lambda v, n, c=" ": (v + c * n)[:n],
    "isnullguid": lambda v: v == NULL_GUID,
    "secretstrsubstno": substitute, "encryptionenabled": lambda: False,
}


def _error(machine, given, statement):
    del statement
    values = [machine.evaluate(n) for n in given]
    if hasattr(values[0], "message"):
        raise AlError(values[0].message)
    raise AlError(substitute(*values))


def _evaluate(machine, given, statement):
    cell = machine.argument(given[0])
    written = machine.evaluate(given[1])
    kind = cell.kind[1] if cell.kind[0] == "basic" else cell.kind[0]
    try:
        cell.value = read(written, kind, cell.value)
        return True
    except ValueError:
        if statement:
            raise AlError(f"The value cannot be evaluated as {kind}.") from None
        return False


def read(written, kind, before):
    """The value of a text, as Evaluate reads it."""
    if kind in ("integer", "biginteger"):
        if not re.fullmatch(r"-?\d+", written.strip()):
            raise ValueError
        return int(written)
    if kind == "guid":
        return guid(written)
    if kind == "datetime":
        if not written:
            raise ValueError
        return datetime.datetime.fromisoformat(written.replace("Z", "+00:00"))
    if kind == "time":
        if not re.fullmatch(r"\d{1,2}(:\d\d){1,2}", written):
            raise ValueError
        return written
    if kind == "enum":
        if written not in map(str, before.enum.names):
            raise ValueError
        return EnumValue(before.enum, int(written))
    raise NotSupported(f"Evaluate of {kind}")


def _clear(machine, given, statement):
    del statement
    cell = machine.argument(given[0])
    if cell.kind[0] == "record":
        record = cell.value
        fresh = Record(record.table, record.world)
        record.buffer, record.filters = fresh.buffer, {}
    elif cell.kind[0] == "codeunit":
        cell.value = None
    else:
        cell.value = machine.world.fresh(cell.kind)


def _max_str_len(machine, given, statement):
    del statement
    return machine.argument(given[0]).length or 2 ** 31 - 1


def _bind(machine, given, statement):
    del statement
    machine.world.bound.append(machine.argument(given[0]).value)


def _unbind(machine, given, statement):
    del statement
    machine.world.bound.remove(machine.argument(given[0]).value)


SPECIAL = {
    "error": _error, "evaluate": _evaluate, "clear": _clear,
    "maxstrlen": _max_str_len, "bindsubscription": _bind,
    "unbindsubscription": _unbind,
    "currentdatetime": lambda m, g, s: m.world.now(),
    "createguid": lambda m, g, s: m.world.new_guid(),
    "commit": lambda m, g, s: m.world.commit(),
    "getlasterrortext": lambda m, g, s: m.last_error,
}
