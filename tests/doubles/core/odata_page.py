"""Pages by key: what was deleted or added meanwhile moves nothing."""

import base64
import json

from .odata_filter import FilterError


def order_of(text, check):
    """[(column, descending)] of an $orderby."""
    order = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        column, _, direction = part.partition(" ")
        check(column)
        if direction.strip() not in ("", "asc", "desc"):
            raise FilterError(f"Syntax error in $orderby: '{part}'.")
        order.append((column, direction.strip() == "desc"))
    return order


class _Reversed:
    """Sorts the other way round."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return other.value < self.value

    def __eq__(self, other):
        return other.value == self.value


def _sort_value(value):
    """Nulls first, then numbers, then texts."""
    if value is None:
        return (0, 0)
    if isinstance(value, (int, float)):
        return (1, value)
    return (2, str(value))


def position(row, key, order):
    """Where a row stands: a list that JSON can hold."""
    return [*(_sort_value(row.get(column)) for column, _ in order), (2, key)]


def _comparable(where, order):
    directions = [*(descending for _, descending in order), False]
    return [_Reversed(tuple(value)) if descending else tuple(value)
            for value, descending in zip(where, directions)]


def page(table, matches, order, after, size):
    """([(key, row)], position to go on from or None)."""
    found = []
    for key, row in _in_order(table, order, after):
        if matches(row):
            if len(found) == size:
                last_key, last_row = found[-1]
                return found, position(last_row, last_key, order)
            found.append((key, row))
    return found, None


def _in_order(table, order, after):
    if not order:
        for key in table.keys_after(after[-1][1] if after else None):
            yield key, table.rows[key]
        return
    rows = [(_comparable(position(row, key, order), order), key, row)
            for key, row in table.rows.items()]
    rows.sort(key=lambda entry: entry[0])
    start = _comparable(after, order) if after else None
    for where, key, row in rows:
        if start is None or start < where:
            yield key, row


def seal(state):
    """A token that nobody is to read."""
    text = json.dumps(state, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(text.encode("utf-8")).decode("ascii")


def unseal(token):
    """ValueError for what `seal` did not make."""
    return json.loads(base64.urlsafe_b64decode(token.encode("ascii")))
