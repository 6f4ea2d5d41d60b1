"""The names that exist outside of our sources."""

import dataclasses
import pathlib
import re

import platform_names

LIST = pathlib.Path(__file__).parent / "symbols" / "external.tsv"


@dataclasses.dataclass
class External:
    kind: str
    name: str
    namespace: str
    number: int = 0
    fields: dict = dataclasses.field(default_factory=dict)  # name -> type
    numbers: dict = dataclasses.field(default_factory=dict)  # name -> number
    lengths: dict = dataclasses.field(default_factory=dict)  # name -> length
    shown: dict = dataclasses.field(default_factory=dict)  # name as written
    procedures: dict = dataclasses.field(default_factory=dict)
    results: dict = dataclasses.field(default_factory=dict)
    events: dict = dataclasses.field(default_factory=dict)
    values: set = dataclasses.field(default_factory=set)
    anchors: set = dataclasses.field(default_factory=set)


def _type(written):
    """("enum", "x") of `Enum "X"`, ("basic", "text") of `Text[50]`."""
    kind, _, rest = written.partition(" ")
    if rest and kind.lower() in ("record", "codeunit", "enum", "interface",
                                 "page"):
        return (kind.lower(), rest.strip().strip('"').lower())
    return ("basic", written.split("[")[0].lower())


def _add(one, member_kind, member, detail):
    key = member.lower()
    if member_kind == "object":
        one.number = int(member)
    elif member_kind == "field":
        number, _, kind = detail.partition(" ")
        one.fields[key], one.numbers[key] = _type(kind), int(number)
        one.shown[key] = member
        length = re.search(r"\[(\d+)\]", kind)
        if length:
            one.lengths[key] = int(length.group(1))
    elif member_kind == "procedure":
        count, _, result = detail.partition(" ")
        one.procedures.setdefault(key, set()).add(int(count))
        kind, _, rest = result.partition(" ")
        one.results[key] = (kind, rest) if rest else None
    elif member_kind == "event":
        one.events[key] = {p.lower() for p in detail.split(",") if p}
        one.procedures[key] = {len(one.events[key])}
    elif member_kind == "value":
        one.values.add(key)
    elif member_kind == "anchor":
        one.anchors.add(key)


def load():
    """(kind, name in lower case) -> External."""
    found = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, name, namespace, *member = line.split("\t")
        one = found.setdefault((kind, name.lower()),
                               External(kind, name, namespace))
        _add(one, *member)
    for (kind, name), (namespace, fields) in platform_names.OBJECTS.items():
        found[(kind, name)] = External(
            kind, name, namespace,
            fields={f: ("basic", "integer") for f in fields})
    return found
