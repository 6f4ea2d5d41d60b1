"""Calls: own procedures, functions of the platform, methods behind a dot."""

import re

from tree import field, name, text

from . import functions, methods
from .tables import Record
from .values import AlError, Cell, NotSupported


def length_of(node):
    """The number in brackets behind the type, or None."""
    found = re.search(r"(?:Text|Code)\[(\d+)\]", text(node))
    return int(found.group(1)) if found else None


def codeunit(machine, title):
    key = ("codeunit", title.lower())
    if key in machine.world.objects:
        return machine.instance(title)
    native = methods.NATIVE.get(title.lower())
    if native is None:
        raise NotSupported(f"codeunit {title}")
    return native(machine)


def arguments(node):
    listed = field(node, "arguments")
    return [n for n in listed.named_children if n.type != "comment"]


def call(machine, node, statement):
    function = field(node, "function")
    given = arguments(node)
    if function.type == "member_expression":
        return method(machine, function, given, statement)
    key = name(function).lower()
    frame = machine.frames[-1]
    own = machine.procedure(frame.instance.made, key, len(given))
    if own is not None:
        return machine.call(frame.instance, own,
                            [machine.argument(n) for n in given], frame.record)
    return functions.call(machine, key, given, statement)


def owner_of(machine, node):
    """The value in front of a dot, or the word if it names no value."""
    if node.type in ("identifier", "keyword_identifier"):
        word = text(node).lower()
        if word in methods.STATIC:
            return word
        if word in ("currpage", "page", "codeunit"):
            raise NotSupported(word)
    return machine.evaluate(node)


def method(machine, function, given, statement):
    owner = owner_of(machine, field(function, "object"))
    key = name(field(function, "member")).lower()
    if isinstance(owner, str) and owner in methods.STATIC and field(
            function, "object").type in ("identifier", "keyword_identifier"):
        return methods.static(machine, owner, key, given)
    made = getattr(owner, "made", None)
    if made is not None and made.kind == "codeunit":
        return of_codeunit(machine, owner, key, given, statement)
    if isinstance(owner, Record):
        own = owner.table.object and machine.procedure(
            owner.table.object, key, len(given))
        if own:
            return machine.call(
                record_code(machine, owner), own,
                [machine.argument(n) for n in given], owner)
        return methods.of_record(machine, owner, key, given, statement)
    return methods.of_value(machine, owner, key, given, function)


def record_code(machine, record):
    """The code of a table, with its variables."""
    from .machine import Instance
    return Instance(record.table.object, machine)


def of_codeunit(machine, owner, key, given, statement):
    if key == "run" and machine.procedure(owner.made, "run") is None:
        return run_codeunit(machine, owner, machine.argument(given[0]).value,
                            statement)
    one = machine.procedure(owner.made, key, len(given))
    if one is None:
        raise NotSupported(f"{owner.made.name}.{key}")
    cells = [machine.argument(n) for n in given]
    result = machine.call(owner, one, cells)
    if any("IntegrationEvent" in text(a) for a in one.attributes):
        raise_event(machine, owner.made.name, one, cells)
    return result


def run_codeunit(machine, owner, record, statement):
    """Codeunit.Run: what it wrote is undone when it fails."""
    trigger = next(p for p in owner.made.procedures if p.name == "OnRun")
    before = machine.world.state()
    depth = len(machine.frames)
    try:
        machine.call(owner, trigger, [], record)
        return True
    except AlError as error:
        if statement:
            raise
        del machine.frames[depth:]
        machine.world.roll_back(before)
        machine.last_error = str(error)
        return False


def raise_event(machine, publisher, event, cells):
    """Calls the subscribers of an event: those that are bound, and those that
    always are."""
    given = dict(zip((p.name.lower() for p in event.parameters), cells))
    for key, made in machine.world.objects.items():
        if key[0] != "codeunit":
            continue
        manual = made.property_text("EventSubscriberInstance") == "Manual"
        instances = [i for i in machine.world.bound if i.made is made] \
            if manual else [None]
        for one in made.procedures:
            said = " ".join(text(a) for a in one.attributes)
            if f'"{publisher}"' not in said or f" {event.name}," not in said:
                continue
            for instance in instances:
                machine.call(instance or machine.instance(made.name), one,
                             [given[p.name.lower()] for p in one.parameters])


def field_cell(machine, node):
    """The cell of a field of a record or of a result, for `var` parameters."""
    owner_node = field(node, "object")
    if owner_node.type not in ("identifier", "quoted_identifier"):
        return None
    try:
        owner = machine.cell(owner_node).value
    except NotSupported:
        return None
    key = name(field(node, "member")).lower()
    if not isinstance(owner, Record) or key not in owner.table.fields:
        return None
    return FieldCell(owner, key)


class FieldCell(Cell):
    """A field as a variable."""

    def __init__(self, record, key):
        self.record, self.key = record, key
        kind, length = record.table.fields[key]
        self.kind = kind if isinstance(kind, tuple) else ("basic", kind)
        self.length = length

    @property
    def value(self):
        return self.record.get(self.key)

    @value.setter
    def value(self, value):
        self.record.set(self.key, value)


def member(machine, node):
    """A field, or a property that is read without brackets."""
    owner = owner_of(machine, field(node, "object"))
    key = name(field(node, "member")).lower()
    if isinstance(owner, Record):
        return owner.get(key)
    return methods.of_value(machine, owner, key, [], node)


def set_member(machine, node, value):
    owner = owner_of(machine, field(node, "object"))
    key = name(field(node, "member")).lower()
    if isinstance(owner, Record):
        owner.set(key, value)
    else:
        methods.set_property(owner, key, value)
