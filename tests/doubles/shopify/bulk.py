"""Bulk operations: one query, a file of JSON Lines."""

import json

from ..core import clock
from .execute import Executor
from .graphql import SyntaxProblem, bare, parse_document
from .rows import gid
from .validate import Problem, Validator

VALID_FOR = 7 * 86400
MOST_CONNECTIONS = 5
MOST_NESTED = 2
RUNNING = ("CREATED", "RUNNING", "CANCELING")


class BulkOperations:

    def __init__(self, double):
        self._double = double
        self._rows = {}
        self._files = {}      # name -> (bytes, good until)
        self._polls = {}
        self._next = 700
        # How the next operation ends, if not well.
        self.ending = None

    def run(self, query, grouped=False):
        """(row or None, [user errors])."""
        running = [row for row in self._rows.values()
                   if row["status"] in RUNNING]
        if len(running) >= self._double.options["bulk_at_once"]:
            return None, [{"code": "OPERATION_IN_PROGRESS",
                           "field": None, "message": "A bulk query operation "
                           "for this app and shop is already in progress: "
                           f"{running[0]['id']}."}]
        try:
            self._read(query)
        except (SyntaxProblem, Problem) as error:
            return None, [{"code": "INVALID", "field": ["query"],
                           "message": str(error)}]
        self._next += 1
        row = {"id": gid("BulkOperation", self._next), "status": "CREATED",
               "createdAt": clock.iso(self._double.clock.now()),
               "completedAt": None, "errorCode": None, "fileSize": None,
               "objectCount": "0", "rootObjectCount": "0", "query": query,
               "type": "QUERY", "url": None, "partialDataUrl": None,
               "_ending": self.ending, "_grouped": grouped}
        self.ending = None
        self._rows[row["id"]] = row
        self._polls[row["id"]] = 0
        return row, []

    def _read(self, text):
        """(operation, executor) of a query that fits the schema."""
        types = self._double.types
        operations, fragments = parse_document(text)
        if not operations:
            raise SyntaxProblem("syntax error, unexpected end of file")
        validator = Validator(types, self._double.options["versions"][-1],
                              fragments)
        validator.check(operations[0])
        count, depth = count_connections(types, operations[0].selections,
                                         "QueryRoot")
        nested = MOST_NESTED if self._double.options["bulk_nested"] else 0
        if not 0 < count <= MOST_CONNECTIONS or depth > 1 + nested:
            raise Problem("Bulk queries must contain at least one connection "
                          f"and at most {MOST_CONNECTIONS}, nested at most "
                          f"{MOST_NESTED} deep", "INVALID")
        return operations[0], Executor(self._double, validator, types,
                                       fragments, {})

    def get(self, key):
        """The row after one more look at it."""
        row = self._rows.get(key)
        if row is not None and row["status"] in RUNNING:
            self._polls[key] += 1
            if self._polls[key] > self._double.options["bulk_polls"]:
                self._finish(row)
            elif row["status"] == "CREATED":
                row["status"] = "RUNNING"
        return row

    def current(self):
        return self.get(next(reversed(self._rows))) if self._rows else None

    def cancel(self, key):
        row = self._rows.get(key)
        if row is None or row["status"] not in RUNNING:
            return row, [{"field": ["id"], "message": "A bulk operation can "
                          "only be cancelled while it runs."}]
        row["status"] = "CANCELING"
        row["_ending"] = {"status": "CANCELED"}
        return row, []

    def _finish(self, row):
        operation, executor = self._read(row["query"])
        ending = row["_ending"] or {"status": "COMPLETED"}
        try:
            lines, roots = lines_of(executor, self._double.types, operation,
                                    row["_grouped"])
        except Problem:
            lines, roots = [], 0
            ending = {"status": "FAILED", "errorCode": "ACCESS_DENIED"}
        row["status"] = ending["status"]
        row["errorCode"] = ending.get("errorCode")
        row["completedAt"] = clock.iso(self._double.clock.now())
        if row["status"] != "COMPLETED":
            lines = lines[:len(lines) // 2]
        data = "".join(json.dumps(line, ensure_ascii=False) + "\n"
                       for line in lines).encode()
        row["objectCount"] = str(len(lines))
        row["rootObjectCount"] = str(roots)
        if not data:
            return
        row["fileSize"] = str(len(data))
        name = f"bulk-{row['id'].rsplit('/', 1)[-1]}.jsonl"
        self._files[name] = (data, self._double.clock.now() + VALID_FOR)
        url = f"{self._double.files_origin}/storage/{name}?signature=s"
        row["url" if row["status"] == "COMPLETED" else "partialDataUrl"] = url

    def file(self, name):
        """Its bytes, or None when it is gone."""
        data, until = self._files.get(name, (None, 0))
        return data if self._double.clock.now() < until else None


def lines_of(executor, types, operation, grouped):
    """The lines of the file, and how many of them are roots. Lines of nested
    connections come after those of several parents, not beside their own,
    unless they are `grouped`."""
    lines, waiting, roots = [], [], 0
    for selection in executor.fields("QueryRoot", operation.selections):
        rows = executor.double.resolve_root(selection.name, {
            name: executor.argument(value)
            for name, value in selection.arguments.items()}, executor)
        node_type = _node_type(types, "QueryRoot", selection)
        for row in executor.in_order(rows, {}):
            roots += 1
            lines.append(_line(executor, types, node_type, row,
                               _node_selections(selection), waiting, None))
            if grouped or roots % 3 == 0:
                lines += _drained(waiting)
    return lines + _drained(waiting), roots


def _drained(waiting):
    found = list(waiting)
    waiting.clear()
    return found


def _node_type(types, type_name, selection):
    connection = bare(types[type_name].fields[selection.name].type)
    return bare(types[connection].fields["nodes"].type)


def _node_selections(selection):
    found = []
    for part in selection.selections:
        if part.name == "nodes":
            found += part.selections
        elif part.name == "edges":
            found += [one for node in part.selections if node.name == "node"
                      for one in node.selections]
    return found


def _line(executor, types, node_type, row, selections, waiting, parent):
    """A row without its connections; their rows are put into `waiting`."""
    row = executor.double.whole(row)
    own = []
    for selection in executor.fields(node_type, selections):
        field = types[node_type].fields.get(selection.name)
        if field is None or not bare(field.type).endswith("Connection"):
            own.append(selection)
            continue
        inner = _node_type(types, node_type, selection)
        arguments = {name: executor.argument(value)
                     for name, value in selection.arguments.items()}
        for one in executor.double.resolve(node_type, row, selection.name,
                                            arguments) or []:
            waiting.append(_line(executor, types, inner, one,
                                 _node_selections(selection), waiting,
                                 row["id"]))
    written = executor.object(node_type, row, own)
    if parent is not None:
        written["__parentId"] = parent
    return written


def count_connections(types, selections, type_name, depth=0):
    """(how many, how deep), of a bulk query."""
    count, deepest = 0, depth
    for selection in selections:
        field = types[type_name].fields.get(selection.name) \
            if type_name in types else None
        if field is None:
            continue
        name = bare(field.type)
        if name.endswith("Connection"):
            more, deep = count_connections(
                types, _node_selections(selection),
                _node_type(types, type_name, selection), depth + 1)
            count += 1 + more
            deepest = max(deepest, deep)
        elif selection.selections:
            more, deep = count_connections(types, selection.selections, name,
                                           depth)
            count += more
            deepest = max(deepest, deep)
    return count, deepest
