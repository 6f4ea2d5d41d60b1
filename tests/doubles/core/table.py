"""Rows with versions, and the memory of those that were deleted."""

import bisect
import copy


# The columns that a change sets, in all systems.
CHANGED_AT = ("modifiedon", "lastModifiedDateTime", "updatedAt", "updated_at",
              "date_modified")


class NoSuchRow(KeyError):
    """Nothing to change or delete."""


class World:
    """The tables of a double and the one counter of their versions."""

    def __init__(self):
        self.version = 0
        self.tables = {}
        self._memo = {}
        self._memo_version = -1

    def add(self, name, key, complete=None, touch=None):
        self.tables[name] = Table(self, name, key, complete, touch)
        return self.tables[name]

    def memo(self, key, make):
        """What `make()` gave for this key, as long as no row changes: the
        pages of one list need not filter and sort all rows again."""
        if self._memo_version != self.version:
            self._memo.clear()
            self._memo_version = self.version
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def next_version(self):
        self.version += 1
        return self.version


class Table:
    """Rows by key; keys are the texts of the key fields, joined with "|".

    `complete(row)` fills in what the system itself would on creation, and
    `touch(row)` what it sets on every change.
    """

    def __init__(self, world, name, key, complete=None, touch=None):
        self._world = world
        self.name = name
        self.key_fields = (key,) if isinstance(key, str) else tuple(key)
        self._complete = complete or (lambda row: None)
        self._touch = touch or (lambda row: None)
        self.rows = {}
        self.versions = {}
        self.deleted = {}   # key -> version of its deletion
        self._sorted = None

    def __len__(self):
        return len(self.rows)

    def key_of(self, row):
        return "|".join(str(row[field]) for field in self.key_fields)

    def create(self, row, own=False):
        """Adds a row, or replaces the one with its key. Returns the row.

        `own`: nobody else holds it, so it need not be copied.
        """
        row = row if own else copy.deepcopy(row)
        self._complete(row)
        self._touch(row)
        key = self.key_of(row)
        if key not in self.rows:
            self._sorted = None
        self.rows[key] = row
        self.versions[key] = self._world.next_version()
        self.deleted.pop(key, None)
        return row

    def load(self, row):
        """Adds a row that another system wrote: it keeps its time of change.
        Returns the row."""
        known = {name: row[name] for name in CHANGED_AT if row.get(name)}
        row = self.create(row)
        row.update(known)
        return row

    def update(self, key, changes):
        row = self.get(key)
        row.update(copy.deepcopy(changes))
        if self.key_of(row) != str(key):
            raise ValueError("a key cannot be changed")
        self._touch(row)
        self.versions[str(key)] = self._world.next_version()
        return row

    def delete(self, key):
        row = self.get(key)
        del self.rows[str(key)], self.versions[str(key)]
        self.deleted[str(key)] = self._world.next_version()
        self._sorted = None
        return row

    def get(self, key):
        try:
            return self.rows[str(key)]
        except KeyError:
            raise NoSuchRow(f"{self.name}: no row {key!r}") from None

    def keys_after(self, key=None):
        """The keys in order, from the one after `key`, which may be gone."""
        if self._sorted is None:
            self._sorted = sorted(self.rows)
        start = 0 if key is None else bisect.bisect_right(self._sorted, key)
        for at in range(start, len(self._sorted)):
            yield self._sorted[at]

    def changes_since(self, version):
        """(keys of rows that changed, keys of rows that were deleted), each
        in the order of its last change."""
        changed = [(at, key) for key, at in self.versions.items()
                   if at > version]
        deleted = [(at, key) for key, at in self.deleted.items()
                   if at > version]
        return ([key for _, key in sorted(changed)],
                [key for _, key in sorted(deleted)])
