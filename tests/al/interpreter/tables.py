"""Tables in memory, and records over them."""

import fnmatch
import re
import uuid

from .values import (AlError, EnumValue, NULL_GUID, NotSupported, Option, guid)

# Primary keys of the tables of other apps; the rest stand in our sources.
KEYS = {
    "customer": ("no.",), "contact": ("no.",), "country/region": ("code",),
    "alt. cust. vat reg.": ("id",),
    "crm integration record": ("crm id", "integration id"),
    "integration synch. job": ("id",), "integration synch. job errors": ("no.",),
    "crm account": ("accountid",), "shpfy shop": ("code",),
    "shpfy customer": ("id",), "shpfy company": ("id",),
    "shpfy order header": ("shopify order id",),
    "shpfy doc. link to doc.": ("shopify document type", "shopify document id",
                                "document type", "document no."),
    "shpfy skipped record": ("entry no.",),
}
NUMBERED = {"alt. cust. vat reg.": "id", "shpfy skipped record": "entry no.",
            "ldf push log": "entry no."}
SYSTEM = {"systemid": ("guid", None), "systemcreatedat": ("datetime", None),
          "systemmodifiedat": ("datetime", None)}


class Table:
    """What is known about a table: fields, key, rows."""

    def __init__(self, name, fields, numbers, key, number=0):
        self.name, self.fields, self.numbers = name, fields, numbers
        self.key, self.number = key, number
        self.rows = {}


def order(values):
    """A sorting key for values of one field each."""
    return tuple((v.ordinal if isinstance(v, EnumValue) else v)
                 for v in values)


class Record:
    """A record variable."""

    def __init__(self, table, world, temporary=False):
        self.table, self.world, self.temporary = table, world, temporary
        self.own_rows = {} if temporary else None
        self.filters = {}
        self.found, self.place = [], -1
        self.buffer = self.blank()

    @property
    def rows(self):
        return self.own_rows if self.temporary else self.table.rows

    def blank(self):
        return {name: self.world.default(kind)
                for name, kind in self.table.fields.items()}

    def key(self):
        return tuple(self.buffer[k] for k in self.table.key)

    def copy_of(self):
        made = Record(self.table, self.world)
        made.temporary, made.own_rows = self.temporary, self.own_rows
        made.take(self)
        return made

    def take(self, other):
        self.buffer = dict(other.buffer)
        self.filters = dict(other.filters)

    def get(self, name):
        if name not in self.buffer:
            raise NotSupported(f"field {name} of {self.table.name}")
        return self.buffer[name]

    def set(self, name, value):
        self.buffer[name] = self.world.converted(
            value, self.table.fields[name], f"{self.table.name}.{name}")

    # Filters.
    def set_filter(self, name, written, values):
        tests = []
        for part in written.split("|"):
            match = re.fullmatch(r"(<>|>=|<=|>|<)?(.*)", part)
            sign, text = match.group(1) or "=", match.group(2)
            place = re.fullmatch(r"%(\d)", text)
            value = values[int(place.group(1)) - 1] if place else text
            tests.append((sign, value, not place and "*" in text))
        self.filters[name] = tests

    def matches(self, row):
        for name, tests in self.filters.items():
            value = row[name]
            if not any(self._test(value, *t) for t in tests):
                return False
        return True

    @staticmethod
    def _test(value, sign, wanted, wild):
        if isinstance(wanted, tuple):  # a range
            return wanted[0] <= value <= wanted[1]
        if wild:
            return fnmatch.fnmatchcase(str(value), wanted)
        if isinstance(value, Option) or isinstance(wanted, Option):
            value, wanted = str(value).lower(), str(wanted).lower()
        if sign == "=":
            return value == wanted
        if sign == "<>":
            return value != wanted
        return {">": value > wanted, "<": value < wanted,
                ">=": value >= wanted, "<=": value <= wanted}[sign]

    def selected(self):
        rows = [dict(r) for r in self.rows.values() if self.matches(r)]
        return sorted(rows, key=lambda r: order(r[k] for k in self.table.key))

    # Reading.
    def find(self, which):
        self.found = self.selected()
        if not self.found:
            return False
        self.place = 0 if which == "first" else len(self.found) - 1
        self.buffer = dict(self.found[self.place])
        return True

    def find_after(self, key):
        rows = self.selected()
        self.found = [r for r in rows
                      if order(r[k] for k in self.table.key) > order(key)]
        self.place = 0
        if self.found:
            self.buffer = dict(self.found[0])
        return bool(self.found)

    def next(self):
        if self.place + 1 >= len(self.found):
            return 0
        self.place += 1
        self.buffer = dict(self.found[self.place])
        return 1

    def get_by_key(self, values):
        values = list(values) + [self.world.default(self.table.fields[k])
                                 for k in self.table.key[len(values):]]
        key = tuple(self.world.converted(v, self.table.fields[k], k)
                    for v, k in zip(values, self.table.key))
        if key not in self.rows:
            return False
        self.buffer = dict(self.rows[key])
        return True

    # Writing.
    def insert(self, keep_id=False):
        numbered = NUMBERED.get(self.table.name)
        if numbered and not self.buffer[numbered]:
            self.buffer[numbered] = max(
                (r[numbered] for r in self.rows.values()), default=0) + 1
        if self.key() in self.rows:
            raise AlError(f"The record in table {self.table.name} already "
                          "exists.")
        if not keep_id or self.buffer["systemid"] == NULL_GUID:
            self.buffer["systemid"] = guid(uuid.UUID(int=self.world.count()))
        now = self.world.now()
        self.buffer["systemcreatedat"] = self.buffer["systemmodifiedat"] = now
        self.rows[self.key()] = dict(self.buffer)

    def modify(self):
        if self.key() not in self.rows:
            raise AlError(f"The record in table {self.table.name} does not "
                          "exist.")
        self.buffer["systemmodifiedat"] = self.world.now()
        self.rows[self.key()] = dict(self.buffer)

    def delete(self):
        self.rows.pop(self.key(), None)

    def delete_all(self):
        for row in self.selected():
            self.rows.pop(tuple(row[k] for k in self.table.key))


class RecordId:
    """Which record: a table and the values of its key."""

    def __init__(self, table=None, key=()):
        self.table, self.key = table, key

    def __str__(self):
        if self.table is None:
            return ""
        shown = self.table.shown if hasattr(self.table, "shown") \
            else self.table.name
        return f"{shown}: {','.join(map(str, self.key))}"
