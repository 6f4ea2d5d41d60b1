"""Runs a sample flow as the engine of Power Automate does.

Calls of our connector go to a running server; those of other connectors to
doubles that a test gives. Actions run in the order of runAfter, a branch that
is not taken is skipped, Terminate ends the run.
"""

import datetime

from expressions import evaluate


class Ended(Exception):
    """What Terminate does."""

    def __init__(self, status, error):
        super().__init__(status)
        self.status, self.error = status, error or {}


class Refused(Exception):
    """A connector answered an error; `body` is the answer."""

    def __init__(self, code, body):
        super().__init__(code)
        self.code, self.body = code, body


class Run:
    """One run. `connectors` maps a connection to call(operation, inputs), which
    returns the body of the answer or raises Refused."""

    def __init__(self, definition, connectors, trigger, name="run-1"):
        self._definition, self._connectors = definition, connectors
        self._trigger = trigger
        self._done = {}  # action -> {"status", "outputs", "error"}
        self._items = {}
        self._name = name
        self.status, self.error = "", {}

    def start(self):
        try:
            failed = self._run(self._definition["actions"])
            self.status = "Failed" if failed else "Succeeded"
        except Ended as end:
            self.status, self.error = end.status, end.error
        return self

    def status_of(self, action):
        return self._done.get(action, {}).get("status", "Skipped")

    def _scope(self, item=None):
        return {
            "outputs": lambda name: self._done[name].get("outputs"),
            "body": lambda name: self._done[name]["outputs"]["body"],
            "result": self._result,
            "items": lambda name: self._items[name],
            "item": lambda: item,
            "triggerBody": lambda: self._trigger.get("body"),
            "triggerOutputs": lambda: self._trigger,
            "workflow": lambda: {"run": {"name": self._name}, "tags": {
                "flowDisplayName": "A sample"}},
            "utcNow": lambda: datetime.datetime.now(
                datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    def _result(self, name):
        inner = self._definition["actions"][name]["actions"]
        return [{"name": action, **self._done[action]} for action in inner
                if action in self._done]

    def _run(self, actions):
        """Whether a failure was left that nothing took care of."""
        left = dict(actions)
        handled = set()
        while left:
            name = next(n for n, a in left.items()
                        if not set(a.get("runAfter", {})) & set(left))
            action = left.pop(name)
            after = action.get("runAfter", {})
            if all(self._done[other]["status"] in statuses
                   for other, statuses in after.items()):
                handled |= {o for o in after
                            if self._done[o]["status"] == "Failed"}
                self._try(name, action)
            else:
                self._done[name] = {"status": "Skipped"}
        return any(self._done[n]["status"] == "Failed" and n not in handled
                   for n in actions)

    def _try(self, name, action):
        try:
            outputs = self._act(name, action)
            self._done[name] = {"status": "Succeeded", "outputs": outputs}
        except Refused as refused:
            self._done[name] = {
                "status": "Failed", "code": refused.code,
                "outputs": {"body": refused.body}}

    def _act(self, name, action):
        kind, scope = action["type"], self._scope()
        if kind == "OpenApiConnection":
            inputs = action["inputs"]
            call = self._connectors[inputs["host"]["connectionName"]]
            return {"body": call(inputs["host"]["operationId"],
                                 evaluate(inputs["parameters"], scope))}
        if kind == "Compose":
            return evaluate(action["inputs"], scope)
        if kind in ("Query", "Select"):
            return {"body": self._rows(kind, action["inputs"])}
        if kind == "Terminate":
            inputs = evaluate(action["inputs"], scope)
            raise Ended(inputs["runStatus"], inputs.get("runError"))
        return self._nested(name, action, scope)

    def _rows(self, kind, inputs):
        rows = evaluate(inputs["from"], self._scope())
        if kind == "Query":
            return [row for row in rows
                    if evaluate(inputs["where"], self._scope(row))]
        return [evaluate(inputs["select"], self._scope(row)) for row in rows]

    def _nested(self, name, action, scope):
        kind = action["type"]
        failed = False
        if kind == "Scope":
            failed = self._run(action["actions"])
        elif kind == "If":
            branch = (action["actions"] if _holds(action["expression"], scope)
                      else action.get("else", {}).get("actions", {}))
            failed = self._run(branch)
        elif kind == "Switch":
            value = evaluate(action["expression"], scope)
            case = next((c for c in action["cases"].values()
                         if c["case"] == value), action["default"])
            failed = self._run(case["actions"])
        elif kind == "Foreach":
            for item in evaluate(action["foreach"], scope):
                self._items[name] = item
                failed = self._run(action["actions"]) or failed
        else:
            raise ValueError(f"{name}: {kind}")
        if failed:
            raise Refused("ActionFailed", {"error": {
                "message": "An action failed."}})
        return {}


def _holds(expression, scope):
    (name, members), = expression.items()
    if name == "and":
        return all(_holds(member, scope) for member in members)
    one, other = evaluate(members, scope)
    return {"equals": one == other}[name]
