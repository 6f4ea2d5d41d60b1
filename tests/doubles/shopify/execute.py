"""Answers a document that has been validated."""

import base64
import bisect
import json
import math

from .graphql import Variable, bare
from .rows import SETS, number_of
from .validate import Problem

MAX_FIRST = 250
SORT_FIELDS = {"CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt",
               "PROCESSED_AT": "processedAt", "NAME": "name",
               "ORDER_NUMBER": "name", "NUMBER": "name", "STATUS": "status"}


class Executor:
    """One document. `search` is filled with warnings about its queries."""

    def __init__(self, double, validator, types, fragments, variables):
        self.double = double
        self._validator = validator
        self._types = types
        self._fragments = fragments
        self._variables = variables
        self.search = []
        self.rows = 0

    def argument(self, value):
        """A value with its variables filled in."""
        if isinstance(value, Variable):
            return self._variables.get(value.name)
        if isinstance(value, dict):
            return {name: self.argument(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.argument(part) for part in value]
        return value

    def fields(self, type_name, selections):
        """The selections that concern this type, fragments resolved."""
        for selection in selections:
            if selection.spread is not None:
                on, inner = self._fragments[selection.spread]
            elif selection.on is not None:
                on, inner = selection.on, selection.selections
            else:
                yield selection
                continue
            if on == type_name or on in self._types[type_name].interfaces:
                yield from self.fields(type_name, inner)

    def root(self, operation):
        written = {}
        for selection in self.fields("QueryRoot" if operation.kind == "query"
                                     else "Mutation", operation.selections):
            field = self._validator.field(
                "QueryRoot" if operation.kind == "query" else "Mutation",
                selection.name)
            arguments = {name: self.argument(value)
                         for name, value in selection.arguments.items()}
            value = self.double.resolve_root(selection.name, arguments, self)
            written[selection.alias] = self._value(field.type, value,
                                                   selection, arguments)
        return written

    def object(self, type_name, row, selections):
        """A row with the selected fields."""
        row = self.double.whole(row)
        written = {}
        for selection in self.fields(type_name, selections):
            if selection.name == "__typename":
                written[selection.alias] = type_name
                continue
            field = self._validator.field(type_name, selection.name)
            arguments = {name: self.argument(value)
                         for name, value in selection.arguments.items()}
            value = self.double.resolve(type_name, row, selection.name,
                                         arguments)
            written[selection.alias] = self._value(field.type, value,
                                                   selection, arguments)
        return written

    def _value(self, type_text, value, selection, arguments):
        name = bare(type_text)
        if name.endswith("Connection"):
            return self._connection(name, value or [], selection, arguments)
        if value is None or not selection.selections:
            return value
        if type_text.startswith("["):
            return [self.object(self._concrete(name, one), one,
                                selection.selections) for one in value]
        return self.object(self._concrete(name, value), value,
                           selection.selections)

    @staticmethod
    def _concrete(name, value):
        if name == "PurchasingEntity":
            return "PurchasingCompany" if "company" in value else "Customer"
        if name == "Node":
            return value["id"].split("/")[3]
        return name

    # Connections.

    def _connection(self, name, rows, selection, arguments):
        node_type = bare(self._types[name].fields["nodes"].type)
        size = arguments.get("first", arguments.get("last"))
        if size is None:
            raise Problem("you must provide one of first or last",
                          "BAD_REQUEST")
        if not 0 < size <= MAX_FIRST:
            raise Problem(f"{selection.name} cannot be asked for more than "
                          f"{MAX_FIRST} at once", "BAD_REQUEST")
        unsorted = rows
        rows = self.double.sorted_rows(
            selection.name, arguments, rows,
            lambda: self.in_order(unsorted, arguments))
        after = arguments.get("after")
        if after is not None:
            rows = self._after(rows, after, arguments)
        if "first" in arguments:
            page, more = rows[:size], len(rows) > size
        else:
            page, more = rows[-size:], False
        self.rows += len(page)
        cursors = [cursor(row, arguments) for row in page]
        written = {}
        for part in self.fields(name, selection.selections):
            if part.name == "nodes":
                written[part.alias] = [
                    self.object(node_type, row, part.selections)
                    for row in page]
            elif part.name == "edges":
                written[part.alias] = [
                    self._edge(node_type, row, at, part)
                    for row, at in zip(page, cursors)]
            elif part.name == "pageInfo":
                whole = {"hasNextPage": more,
                         "hasPreviousPage": after is not None,
                         "startCursor": cursors[0] if cursors else None,
                         "endCursor": cursors[-1] if cursors else None}
                written[part.alias] = {one.alias: whole[one.name]
                                       for one in part.selections}
        return written

    def _edge(self, node_type, row, at, part):
        return {one.alias: at if one.name == "cursor" else
                self.object(node_type, row, one.selections)
                for one in part.selections}

    @staticmethod
    def in_order(rows, arguments):
        return sorted(rows, key=lambda row: place(row, arguments),
                      reverse=bool(arguments.get("reverse")))

    @staticmethod
    def _after(rows, text, arguments):
        try:
            at = json.loads(base64.b64decode(text))
            start = (at["last_value"], at["last_id"])
        except (ValueError, KeyError, TypeError):
            raise Problem("Invalid cursor for current pagination sort.",
                          "INVALID_CURSOR") from None
        if arguments.get("reverse"):
            return [row for row in rows if place(row, arguments) < start]
        return rows[bisect.bisect_right(
            rows, start, key=lambda row: place(row, arguments)):]

    # Cost.

    def cost(self, selections, type_name):
        """What the selections may cost at most."""
        total = 0.0
        for selection in self.fields(type_name, selections):
            if selection.name == "__typename":
                continue
            field = self._validator.field(type_name, selection.name)
            name = bare(field.type)
            kind = self._types[name].kind
            if kind in ("scalar", "enum"):
                continue
            if name.endswith("Connection"):
                size = self.argument(selection.arguments.get(
                    "first", selection.arguments.get("last", 1))) or 1
                total += 2 + self._weight(size) * self._node_cost(
                    name, selection.selections)
            elif kind == "union":
                total += 1 + max(self.cost(selection.selections, member)
                                 for member in self._types[name].values)
            elif name == "Node":
                total += 1
            else:
                total += 1 + self.cost(selection.selections, name)
        return total

    def _weight(self, size):
        if self.double.options["cost_model"] == "linear":
            return size
        return max(1.0, 2 * math.log(size))

    def _node_cost(self, connection, selections):
        node_type = bare(self._types[connection].fields["nodes"].type)
        dearest = 0.0
        for part in self.fields(connection, selections):
            inner = part.selections
            if part.name == "edges":
                inner = [one for node in part.selections
                         if node.name == "node" for one in node.selections]
            if part.name in ("nodes", "edges"):
                dearest = max(dearest, 1 + self.cost(inner, node_type))
        return dearest


def place(row, arguments):
    """Where a row stands: by the sort key, then by number."""
    field = SORT_FIELDS.get(arguments.get("sortKey"))
    value = (row.get(field) or "") if field else ""
    return (value, number_of(row["id"]) if "id" in row
            else row.get("key", ""))


def cursor(row, arguments):
    value, number = place(row, arguments)
    return base64.b64encode(json.dumps(
        {"last_id": number, "last_value": value}).encode()).decode()


def whole_row(double, row):
    """The stored row behind {"id": …}, or what is there."""
    if isinstance(row, dict) and str(row.get("id", "")).startswith("gid://"):
        set_name = SETS.get(row["id"].split("/")[3])
        if set_name:
            return double.table(set_name).rows.get(row["id"], row)
    return row
