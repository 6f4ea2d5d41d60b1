"""The company that the tests run in: objects, tables, a clock, storage."""

import datetime
import decimal
import re
import uuid

import symbols
from model import type_of
from tree import all_of, field, name, string, text

from . import http, methods
from .tables import KEYS, SYSTEM, Record, RecordId, Table
from .values import (ZERO_TIME, AlDictionary, AlError, AlList, EnumValue,
                     ErrorInfo, Guid, JsonArray, JsonObject, JsonToken,
                     JsonValue, NULL_GUID, NotSupported, Option, guid)

START = datetime.datetime(2026, 6, 10, 12, tzinfo=datetime.timezone.utc)
DEFAULTS = {"text": "", "code": "", "integer": 0, "biginteger": 0,
            "decimal": 0, "boolean": False, "datetime": ZERO_TIME,
            "duration": 0, "guid": NULL_GUID, "date": None, "time": None,
            "option": Option(" "), "blob": "", "media": "", "label": "",
            "secrettext": "", "dateformula": "", "char": 0}
FRESH = {"jsonobject": JsonObject, "jsonarray": JsonArray,
         "jsontoken": JsonToken, "jsonvalue": JsonValue, "list": AlList,
         "dictionary": AlDictionary, "errorinfo": ErrorInfo}


class Enum:
    """An enum of ours or of another app."""

    def __init__(self, title, values, is_open=False):
        # Open: one of another app, whose values are learnt from their names.
        self.title, self.is_open = title, is_open
        self.names = {o: n for o, n, _, _ in values}
        self.captions = {o: c for o, _, c, _ in values}
        self.implementations = {o: i for o, _, _, i in values}
        self.ordinals = {n.lower(): o for o, n, _, _ in values}

    def value(self, written):
        if written.lower() not in self.ordinals:
            if not self.is_open:
                raise NotSupported(f"enum {self.title}::{written}")
            ordinal = 100 + len(self.ordinals)
            self.names[ordinal] = self.captions[ordinal] = written
            self.ordinals[written.lower()] = ordinal
        return EnumValue(self, self.ordinals[written.lower()])


class World:

    def __init__(self, apps):
        self.objects = {(o.kind, o.name.lower()): o
                        for app in apps for o in app.objects}
        self.external = symbols.load()
        self.tables, self.enums, self._numbers = {}, {}, {}
        self.storage, self.bound, self.positions = {}, [], {}
        self._clock, self._count = START, 0
        self._saved = None
        self.resources = apps[1].folder / ".resources"
        for (kind, key), made in list(self.objects.items()) + list(
                self.external.items()):
            if kind == "table":
                number = made.id if hasattr(made, "id") else made.number
                self._numbers[number] = key

    # Time and numbers.
    def now(self):
        """Goes on by a millisecond with every question."""
        self._clock += datetime.timedelta(milliseconds=1)
        return self._clock

    def new_guid(self):
        return guid(uuid.UUID(int=self.count() + (1 << 64)))

    def shown_field(self, table, key):
        """The name of a field as it is written."""
        made = self.external.get(("table", table.name))
        yield made.shown[key] if made is not None else key

    def count(self):
        self._count += 1
        return self._count

    # Transactions.
    def commit(self):
        self._saved = self.state()

    def state(self):
        return {k: {key: dict(row) for key, row in t.rows.items()}
                for k, t in self.tables.items()}

    def roll_back(self, state=None):
        state = self._saved if state is None else state
        for key, table in self.tables.items():
            table.rows.clear()
            table.rows.update({k: dict(r) for k, r in state.get(
                key, {}).items()})

    # Objects.
    def table(self, key):
        key = key.lower()
        if key not in self.tables:
            self.tables[key] = self._table(key)
        return self.tables[key]

    def table_by_number(self, number):
        if number not in self._numbers:
            return None
        return self.table(self._numbers[number])

    def number_of(self, key):
        made = self.objects.get(("table", key)) or self.external.get(
            ("table", key))
        if made is None:
            raise NotSupported(f"table {key}")
        return made.id if hasattr(made, "id") else made.number

    def _table(self, key):
        if key == "allobjwithcaption":
            return self._list_of_tables()
        made = self.objects.get(("table", key))
        if made is not None:
            fields = {k: (type_of(field(n, "type")), _length(field(n, "type")))
                      for k, n in made.fields.items()}
            numbers = {k: int(text(field(n, "id")))
                       for k, n in made.fields.items()}
            first = all_of(made.node, "key_declaration")[0]
            names = [name(n) for n in all_of(first, "identifier",
                                             "quoted_identifier")][1:]
            primary = tuple(n.lower() for n in names if n.lower() in fields)
            fields = {k: _field_type(v) for k, v in fields.items()}
        else:
            other = self.external.get(("table", key))
            if other is None or key not in KEYS:
                raise NotSupported(f"table {key}")
            fields = {k: self._external_type(other, k) for k in other.fields}
            numbers, primary = dict(other.numbers), KEYS[key]
        table = Table(key, {**fields, **SYSTEM}, numbers, primary,
                      self.number_of(key))
        table.shown = made.name if made is not None else other.name
        table.object = made
        return table

    def _list_of_tables(self):
        """The table of objects: the tables that there are here."""
        fields = {"object type": ("option", None), "object id": ("integer",
                                                                 None)}
        table = Table("allobjwithcaption", {**fields, **SYSTEM}, {},
                      ("object type", "object id"))
        table.object = None
        for number in self._numbers:
            table.rows[(Option("Table"), number)] = {
                "object type": Option("Table"), "object id": number,
                **{k: self.default(v) for k, v in SYSTEM.items()}}
        return table

    def _external_type(self, other, key):
        kind = other.fields[key]
        return (kind[1] if kind[0] == "basic" else kind,
                other.lengths.get(key))

    def enum(self, key):
        key = key.lower()
        if key not in self.enums:
            made = self.objects.get(("enum", key))
            if made is not None:
                values = [_enum_value(n) for n in made.values.values()]
            else:
                other = self.external.get(("enum", key))
                if other is None:
                    # Fields of other apps whose values nobody names here.
                    values = [(i, str(i), str(i), None) for i in range(10)]
                else:
                    values = [(i, v, v, None)
                              for i, v in enumerate(sorted(other.values))]
            self.enums[key] = Enum(key, values, made is None)
        return self.enums[key]

    # Values.
    def default(self, kind):
        kind = kind[0]
        if isinstance(kind, tuple):
            if kind[0] == "enum":
                enum = self.enum(kind[1])
                first = 0 if 0 in enum.names else min(enum.names)
                return EnumValue(enum, first)
            raise NotSupported(f"a field of type {kind}")
        if kind == "recordid":
            return RecordId()
        return DEFAULTS.get(kind, "")

    def converted(self, value, kind, what):
        """A value as a variable or a field of a type holds it."""
        kind, length = kind
        if isinstance(value, JsonValue) and kind != "jsonvalue":
            value = value.value
        if kind in ("text", "code") and isinstance(value, str):
            value = str(value)
            if kind == "code":
                value = value.strip().upper()
            if length and len(value) > length:
                raise AlError(f"The length of the string is {len(value)}, but "
                              f"it must be less than or equal to {length} "
                              f"characters. ({what})")
            return value
        if kind == "guid":
            return value if isinstance(value, Guid) else guid(value)
        if kind in ("integer", "biginteger", "decimal") and isinstance(
                value, (int, float, decimal.Decimal)) and not isinstance(
                    value, bool):
            return value if kind == "decimal" else int(value)
        if kind == "boolean" and not isinstance(value, bool):
            raise NotSupported(f"{value!r} as a Boolean in {what}")
        if isinstance(kind, tuple) and kind[0] == "enum":
            if isinstance(value, Option):
                return self.enum(kind[1]).value(str(value))
            if isinstance(value, int):
                return EnumValue(self.enum(kind[1]), value)
        return value

    def fresh(self, kind, temporary=False):
        """The value of a new variable."""
        if kind[0] == "record":
            return Record(self.table(kind[1]), self, temporary)
        if kind[0] == "enum":
            return self.default((kind, None))
        if kind[0] in ("codeunit", "page", "testpage", "interface"):
            return None  # made when it is used first
        if kind[1] in FRESH:
            return FRESH[kind[1]]()
        if kind[1] in http.MADE:
            return http.MADE[kind[1]]()
        if kind[1] == "recordref":
            return methods.RecordRef()
        return self.default((kind[1], None))


def _length(node):
    found = re.search(r"\[(\d+)\]", text(node))
    return int(found.group(1)) if found else None


def _field_type(pair):
    kind, length = pair
    return (kind[1] if kind[0] == "basic" else kind, length)


def _enum_value(node):
    ordinal = int(text(field(node, "value_id")))
    written = name(field(node, "value_name"))
    caption, implementation = written, None
    for prop in all_of(node, "property"):
        key = text(field(prop, "name")).lower()
        if key == "caption":
            caption = string(all_of(prop, "string_literal")[0])
        elif key == "implementation":
            implementation = name(field(all_of(prop, "implementation_value")[0],
                                        "implementation"))
    return ordinal, written, caption, implementation


