"""Lists of rows: select, filter, page, and follow the changes."""

import re

from ..core.messages import json_answer
from ..core.odata_filter import Dialect, FilterError, compile_filter
from ..core.odata_page import order_of, page
from . import protocol as system
from .rows import Annotations, render, target_of, wire_columns

COUNT_ENDS = 5000
EXPAND = re.compile(r"(\w+)(?:\(\$select=([\w,]+)\))?(?:,|$)")
UNSUPPORTED = ("$skip", "$search", "$compute", "fetchXml", "sql",
               "savedQuery", "userQuery")
UNTRACKED = ("$filter", "$orderby", "$expand", "$top")


class Lists:

    def __init__(self, double):
        self._double = double

    # Columns.

    def visible(self, definition):
        """The columns by name, as this environment has them."""
        if self._double.options["dual_write"]:
            return definition.columns
        return {name: column for name, column in definition.columns.items()
                if not column.name.startswith("msdyn_")
                or definition.logical_name.startswith("msdyn_")}

    def check(self, definition, name):
        if name not in self.visible(definition):
            raise FilterError(
                f"Could not find a property named '{name}' on type "
                f"'Microsoft.Dynamics.CRM.{definition.logical_name}'.")

    def _selected(self, request, definition):
        names = [name.strip() for name in
                 request.query.get("$select", "").split(",") if name.strip()]
        for name in names:
            self.check(definition, name)
        return wire_columns(definition,
                            names or list(self.visible(definition)))

    # Answers.

    def one(self, request, definition, key):
        try:
            columns = self._selected(request, definition)
            row = render(self._double.world, definition, key, columns,
                         system.annotations_of(request))
            self._expand(request, definition, key, row)
        except FilterError as error:
            self._double.refuse(str(error))
        return self._json(request, {
            "@odata.context": self._context(request, definition)
            + "/$entity", **row}, 1)

    def count(self, request, definition):
        if "$deltatoken" in request.query:
            since, _ = self._delta(request, definition)
            changed, deleted = self._table(definition).changes_since(since)
            return len(changed) + len(deleted)
        return min(len(self._table(definition)), COUNT_ENDS)

    def answer(self, request, definition):
        try:
            for option in UNSUPPORTED:
                if option in request.query:
                    raise FilterError(f"The query parameter {option} is not "
                                      "supported.")
            wishes = system.preferences(request)
            if ("$deltatoken" in request.query
                    or "odata.track-changes" in wishes):
                return self._tracked(request, definition, wishes)
            return self._plain(request, definition, wishes)
        except FilterError as error:
            return self._double.error(400, "0x80060888", str(error), request)

    def _table(self, definition):
        return self._double.world.tables[definition.set_name]

    def _context(self, request, definition):
        select = request.query.get("$select")
        columns = f"({select})" if select else ""
        return (f"{request.origin}{system.BASE}/$metadata#"
                f"{definition.set_name}{columns}")

    def _state(self, request, wishes):
        """Where this page starts; checks that the link is as it was given."""
        if "$skiptoken" not in request.query:
            return {"page": 1, "size": wishes.get("odata.maxpagesize")}
        state = self._double.links.state_of(request)
        if state is None:
            self._double.refuse("Malformed XML in the Paging Cookie",
                                code="0x80040203")
        journal = self._double.journal
        if not self._double.links.was_issued(request.query_string):
            journal.violation(request, "the next link was changed")
        if state["size"] != wishes.get("odata.maxpagesize"):
            journal.violation(request, "odata.maxpagesize was not repeated")
        return state

    def _size(self, wishes):
        most = self._double.options["page_size"]
        wanted = wishes.get("odata.maxpagesize", "")
        return min(int(wanted), most) if wanted.isdigit() and int(
            wanted) else most

    def _plain(self, request, definition, wishes):
        state = self._state(request, wishes)
        columns = self._selected(request, definition)

        def check(name):
            self.check(definition, name)
        text = request.query.get("$filter")
        matches = (compile_filter(text, Dialect(check, insensitive=True))
                   if text else lambda row: True)
        order = order_of(request.query.get("$orderby", ""), check)
        if order and definition.elastic and not self._double.options[
                "elastic_orderby"]:
            raise FilterError("$orderby is not supported for this table.")
        size = self._size(wishes)
        top = request.query.get("$top", "")
        found, onward = page(self._table(definition), matches, order,
                             state.get("after"),
                             int(top) if top and "odata.maxpagesize"
                             not in wishes else size)
        body = {"@odata.context": self._context(request, definition)}
        if request.query.get("$count") == "true":
            every, _ = page(self._table(definition), matches, [], None,
                            COUNT_ENDS)
            body["@odata.count"] = len(every)
        annotations = system.annotations_of(request)
        body["value"] = [render(self._double.world, definition, key, columns,
                                annotations) for key, _ in found]
        for (key, _), row in zip(found, body["value"]):
            self._expand(request, definition, key, row)
        if onward and (not top or "odata.maxpagesize" in wishes):
            body["@odata.nextLink"] = self._link(
                request, definition, self._double.links.next_query(
                    request, {**state, "page": state["page"] + 1,
                              "after": onward}))
        return self._json(request, body, len(found))

    def _expand(self, request, definition, key, row):
        """Single-valued navigation properties, with their exact case."""
        text = request.query.get("$expand", "")
        for match in EXPAND.finditer(text):
            column = next((column for column in
                           self.visible(definition).values()
                           if column.type == "lookup"
                           and column.navigation == match[1]), None)
            if column is None:
                raise FilterError(
                    f"Could not find a property named '{match[1]}' on type "
                    f"'Microsoft.Dynamics.CRM.{definition.logical_name}'.")
            value = self._table(definition).rows[key].get(column.wire_name)
            row[match[1]] = None
            if value:
                target = target_of(self._double.world, column, value)
                if value in self._table(target).rows:
                    names = (match[2].split(",") if match[2]
                             else list(target.columns))
                    row[match[1]] = render(
                        self._double.world, target, value,
                        wire_columns(target, names), Annotations())

    # Change tracking.

    def _delta(self, request, definition):
        """(version, given at) of the request's token; refuses a bad one."""
        found = self._double.links.delta_of(request, definition.set_name)
        if found is None:
            self._double.refuse("The delta token is malformed.")
        organization = next(iter(
            self._double.table("organizations").rows.values()))
        days = organization["expirechangetrackingindays"]
        if self._double.clock.now() - found[1] > days * 86400:
            code, message = system.DELTA_EXPIRED
            self._double.refuse(
                message, self._double.options["delta_expired_status"], code)
        return found

    def _tracked(self, request, definition, wishes):
        if any(option in request.query for option in UNTRACKED):
            self._double.journal.violation(
                request, "change tracking with $filter, $orderby, $expand "
                "or $top")
            raise FilterError(system.NO_TRACKING)
        if not (definition.tracked and self._double.options["track_changes"]):
            raise FilterError("Change tracking is not enabled for entity "
                              f"{definition.logical_name}.")
        if "$deltatoken" in request.query:
            return self._changes(request, definition, wishes)
        return self._everything(request, definition, wishes)

    def _everything(self, request, definition, wishes):
        """The first read: all rows, no deletions, a delta link at the end."""
        state = self._state(request, wishes)
        # Changes while the pages are read come again with the delta.
        state.setdefault("version", self._double.world.version)
        columns = self._selected(request, definition)
        found, onward = page(self._table(definition), lambda row: True, [],
                             state.get("after"), self._size(wishes))
        annotations = system.annotations_of(request)
        body = {"@odata.context": self._context(request, definition),
                "value": [render(self._double.world, definition, key, columns,
                                 annotations) for key, _ in found]}
        self._end(request, definition, body, state, onward)
        return self._json(request, body, len(found),
                          {"Preference-Applied": "odata.track-changes"})

    def _changes(self, request, definition, wishes):
        """What changed since the token: new and changed rows by version,
        deletions last."""
        since, _ = self._delta(request, definition)
        state = self._state(request, wishes)
        state.setdefault("version", self._double.world.version)
        columns = self._selected(request, definition)
        table = self._table(definition)
        changed, deleted = table.changes_since(since)
        steps = [[0, table.versions[key], key] for key in changed]
        steps += [[1, table.deleted[key], key] for key in deleted]
        # Later changes are for the next delta.
        steps = [step for step in steps if step[1] <= state["version"]
                 and step[:2] > state.get("after", [0, 0])]
        size = self._size(wishes)
        annotations = system.annotations_of(request)
        context = self._context(request, definition)
        body = {"@odata.context": context + "/$delta", "value": [
            render(self._double.world, definition, key, columns, annotations)
            if kind == 0 else
            {"@odata.context": f"{context.partition('(')[0]}/$deletedEntity",
             "id": key, "reason": "deleted"}
            for kind, _, key in steps[:size]]}
        onward = steps[size - 1][:2] if len(steps) > size else None
        self._end(request, definition, body, state, onward)
        return self._json(request, body, len(body["value"]))

    def _end(self, request, definition, body, state, onward):
        links = self._double.links
        if onward:
            body["@odata.nextLink"] = self._link(
                request, definition, links.next_query(
                    request, {**state, "page": state["page"] + 1,
                              "after": onward}))
        else:
            body["@odata.deltaLink"] = self._link(
                request, definition, links.delta_query(
                    request, definition.set_name, state["version"],
                    self._double.clock.now()))

    def _link(self, request, definition, query):
        return f"{request.origin}{system.BASE}/{definition.set_name}?{query}"

    def _json(self, request, body, rows, headers=None):
        applied = dict(headers or {})
        wishes = system.preferences(request)
        if "odata.maxpagesize" in wishes:
            applied["Preference-Applied"] = ",".join(filter(None, [
                applied.get("Preference-Applied"),
                f"odata.maxpagesize={wishes['odata.maxpagesize']}"]))
        return json_answer(body, 200, applied, rows, system.JSON)
