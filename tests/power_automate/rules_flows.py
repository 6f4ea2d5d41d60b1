"""Rules for the sample flows: what the import and the designer would refuse,
and what would only fail when the flow runs.

A flow is (name, definition, about). Each function yields Findings of point 48,
or 49 for its package.
"""

import re

from connector import Finding
from released import surface

SCHEMA = ("https://schema.management.azure.com/providers/Microsoft.Logic/"
          "schemas/2016-06-01/workflowdefinition.json#")
OURS = "shared_landfall"
STATUSES = {"Succeeded", "Failed", "Skipped", "TimedOut"}
PLAIN = {"Compose", "Query", "Select", "Terminate"}
NESTED = {"If", "Switch", "Foreach", "Scope"}
TRIGGERS = {"Request", "Recurrence", "OpenApiConnection",
            "OpenApiConnectionWebhook"}
# Functions that name an action.
NAMES = re.compile(r"\b(outputs|body|result|items|actions)\('([^']+)'\)")
OUTPUT = re.compile(r"\boutputs\('([^']+)'\)\?\['body/([^']+)'\]")
FROM_TRIGGER = re.compile(r"\btriggerOutputs\(\)\?\['body/([^']+)'\]")
INPUT = re.compile(r"\btriggerBody\(\)\?\['([^']+)'\]")
PRIVATE = re.compile(r"\b[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\b|"
                     r"[\w.]+@(?!odata\.)[\w-]+\.\w+|lf_[A-Za-z0-9_-]{20,}", re.I)
SECRET_URL = re.compile(r"logic\.azure\.com|[?&]sig=", re.I)


class Flow:

    def __init__(self, name, definition, about, connector):
        self.name, self.definition, self.about = name, definition, about
        self.operations = surface(connector)
        self.kinds = {o.id: o.trigger for o in connector.operations()}
        self.internal = {
            (o.id, p["name"]) for o in connector.operations()
            for p in connector.parameters(o)
            if p.get("x-ms-visibility") == "internal"}
        for o in connector.operations():
            for name_, inner in (connector.body(o) or {}).get(
                    "properties", {}).items():
                if (connector.resolve(inner) or {}).get(
                        "x-ms-visibility") == "internal":
                    self.internal.add((o.id, f"body/{name_}"))
        self.actions = {}  # name -> (action, names that ran before it, depth)
        self._collect(definition.get("actions", {}), set(), 1)

    def _collect(self, actions, before, depth):
        order, left = [], dict(actions)
        while left:
            ready = [name for name, action in left.items()
                     if not set(action.get("runAfter", {})) & set(left)]
            if not ready:
                break  # a circle; check_order tells
            for name in ready:
                order.append(name)
                del left[name]
        ancestors = {}
        for name in [*order, *left]:
            action = actions[name]
            mine = set(before)
            for other in action.get("runAfter", {}):
                mine |= ancestors.get(other, set()) | {other}
            ancestors[name] = mine
            self.actions[name] = (action, mine, depth)
            inside = mine | ({name} if action.get("type") == "Foreach"
                             else set())
            for _, nested in branches(action):
                self._collect(nested, inside, depth + 1)
            # What stands in a branch or a scope has run once that is done.
            if action.get("type") == "Scope":
                mine_after = {n for _, nested in branches(action)
                              for n in nested}
                ancestors[name] = mine | mine_after

    def finding(self, where, problem, point=48):
        return Finding(point, f"{self.name} {where}", problem)


def branches(action):
    """(name, actions) of everything inside an action."""
    if "actions" in action:
        yield "actions", action["actions"]
    if "actions" in action.get("else", {}):
        yield "else", action["else"]["actions"]
    for name, case in action.get("cases", {}).items():
        yield name, case.get("actions", {})
    if "actions" in action.get("default", {}):
        yield "default", action["default"]["actions"]


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def check_frame(flow):
    definition = flow.definition
    if definition.get("$schema") != SCHEMA:
        yield flow.finding("$schema", "not that of a workflow")
    if not re.fullmatch(r"\d+(\.\d+){3}",
                        definition.get("contentVersion", "")):
        yield flow.finding("contentVersion", "four numbers")
    kinds = {name: p.get("type") for name, p in
             definition.get("parameters", {}).items()}
    if kinds != {"$connections": "Object", "$authentication": "SecureObject"}:
        yield flow.finding("parameters", "the two of every flow")
    triggers = definition.get("triggers", {})
    if len(triggers) != 1:
        yield flow.finding("triggers", "exactly one")
    for name, trigger in triggers.items():
        if trigger.get("type") not in TRIGGERS:
            yield flow.finding(name, f"a trigger of type "
                               f"{trigger.get('type')}")
    if not flow.about.get("displayName") or \
            not 0 < len(flow.about.get("description", "")) <= 256:
        yield flow.finding("flow.json", "a name and a description")
    for text in texts([flow.definition, flow.about]):
        if PRIVATE.search(text) or SECRET_URL.search(text):
            yield flow.finding("text", "an id, an address or a secret")


def check_order(flow):
    if len(flow.actions) > 500:
        yield flow.finding("actions", "more than 500")
    for name, (action, before, depth) in flow.actions.items():
        if len(name) > 80 or not re.fullmatch(r"\w+", name):
            yield flow.finding(name, "not a name of an action")
        if depth > 8:
            yield flow.finding(name, "nested more than 8 deep")
        if len(action.get("description", "")) > 256:
            yield flow.finding(name, "a description longer than 256")
        if action.get("type") not in PLAIN | NESTED | {"OpenApiConnection"}:
            yield flow.finding(name, f"type {action.get('type')!r}")
        if "runAfter" not in action:
            yield flow.finding(name, "no runAfter")
        for statuses in action.get("runAfter", {}).values():
            if not statuses or not set(statuses) <= STATUSES:
                yield flow.finding(name, f"runs after {statuses}")
        if action.get("type") == "Terminate" and action.get("inputs", {}).get(
                "runStatus") not in ("Failed", "Cancelled", "Succeeded"):
            yield flow.finding(name, "ends with no status")
    yield from _check_siblings(flow, flow.definition.get("actions", {}))
    names = [n for group in _groups(flow.definition.get("actions", {}))
             for n in group]
    if len(names) != len(set(names)):
        yield flow.finding("actions", "a name twice")


def _groups(actions):
    yield actions
    for action in actions.values():
        for _, nested in branches(action):
            yield from _groups(nested)


def _check_siblings(flow, actions):
    starts = [n for n, a in actions.items() if not a.get("runAfter")]
    if actions and not starts:
        yield flow.finding("actions", "nothing runs first")
    done, left = set(), set(actions)
    while left:
        ready = {n for n in left
                 if set(actions[n].get("runAfter", {})) <= done}
        if not ready:
            yield flow.finding(", ".join(sorted(left)),
                               "run after each other, or after nothing")
            break
        done |= ready
        left -= ready
    for action in actions.values():
        for _, nested in branches(action):
            yield from _check_siblings(flow, nested)


def _calls(flow):
    """(name, call) of everything that goes through a connector."""
    for name, trigger in flow.definition.get("triggers", {}).items():
        if "host" in trigger.get("inputs", {}):
            yield name, trigger, True
    for name, (action, _, _) in flow.actions.items():
        if action.get("type") == "OpenApiConnection":
            yield name, action, False


def check_calls(flow):
    used = set()
    for name, call, is_trigger in _calls(flow):
        host = call["inputs"].get("host", {})
        connection = host.get("connectionName", "")
        used.add(connection)
        if host.get("apiId") != \
                f"/providers/Microsoft.PowerApps/apis/{connection}":
            yield flow.finding(name, "apiId and connectionName disagree")
        if call["inputs"].get("authentication") != \
                "@parameters('$authentication')":
            yield flow.finding(name, "no authentication")
        if connection == OURS:
            yield from _check_ours(flow, name, call, is_trigger)
    if used != set(flow.about.get("connectors", [])):
        yield flow.finding("flow.json", f"uses {sorted(used)}")


def _check_ours(flow, name, call, is_trigger):
    operation_id = call["inputs"]["host"].get("operationId")
    operation = flow.operations.get(operation_id)
    if operation is None or operation["visibility"] == "internal":
        yield flow.finding(name, f"there is no operation {operation_id}")
        return
    kind = flow.kinds[operation_id]
    wanted = {None: "OpenApiConnection", "batch": "OpenApiConnection",
              "single": "OpenApiConnectionWebhook"}[kind]
    if call["type"] != wanted or bool(kind) != is_trigger:
        yield flow.finding(name, f"{operation_id} is no {call['type']} here")
    given = call["inputs"].get("parameters", {})
    inputs = {where: told for where, told in operation["inputs"].items()
              if (operation_id, where) not in flow.internal}
    for where, value in given.items():
        if where not in inputs:
            yield flow.finding(name, f"{operation_id} takes no {where}")
        elif not _fits(inputs[where], value):
            yield flow.finding(name, f"{where} is {inputs[where]}")
    for where, told in inputs.items():
        parent = where.rpartition("/")[0]
        parent_given = parent in ("", "body") or any(
            other.startswith(parent + "/") for other in given)
        has = where in given or any(
            other.startswith(where + "/") for other in given)
        if told.endswith(" required") and parent_given and not has and \
                "[]" not in where:
            yield flow.finding(name, f"{where} is missing")


def _fits(told, value):
    if isinstance(value, str) and "@" in value:
        return True  # known only when the flow runs
    kind = told.split()[0]
    return {"string": isinstance(value, str), "boolean":
            isinstance(value, bool), "integer": type(value) is int,
            "number": type(value) in (int, float), "array":
            isinstance(value, list), "object": isinstance(value, dict)}[kind]


def check_expressions(flow):
    trigger = next(iter(flow.definition.get("triggers", {}).values()), {})
    for name, (action, before, _) in flow.actions.items():
        own = {k: v for k, v in action.items()
               if k not in ("actions", "else", "cases", "default", "runAfter")}
        # A switch has its cases in the values that it compares with.
        for text in texts(own):
            if len(text) > 8192:
                yield flow.finding(name, "a text longer than 8192")
            if text.count("(") != text.count(")"):
                yield flow.finding(name, "brackets do not match")
            for function, other in NAMES.findall(text):
                visible = before | ({name} if function == "items" else set())
                if other not in visible:
                    yield flow.finding(name, f"{other} has not run before")
                kind = flow.actions.get(other, ({},))[0].get("type")
                if function == "result" and kind != "Scope":
                    yield flow.finding(name, f"{other} is no scope")
                if function == "items" and kind != "Foreach":
                    yield flow.finding(name, f"{other} is no loop")
            yield from _check_outputs(flow, name, text)
            yield from _check_trigger(flow, name, text, trigger)


def _check_outputs(flow, name, text):
    for other, path in OUTPUT.findall(text):
        action = flow.actions.get(other, ({},))[0]
        host = action.get("inputs", {}).get("host", {}) \
            if isinstance(action.get("inputs"), dict) else {}
        if host.get("connectionName") == OURS:
            operation = flow.operations.get(host.get("operationId"), {})
            if path.replace("/", ".") not in operation.get("outputs", {}):
                yield flow.finding(name, f"{other} answers no {path}")


def _check_trigger(flow, name, text, trigger):
    for path in FROM_TRIGGER.findall(text):
        operation = flow.operations.get(trigger.get("inputs", {}).get(
            "host", {}).get("operationId"), {})
        if path.replace("/", ".") not in operation.get("outputs", {}):
            yield flow.finding(name, f"the trigger says no {path}")
    for field in INPUT.findall(text):
        schema = trigger.get("inputs", {}).get("schema", {})
        if field not in schema.get("properties", {}):
            yield flow.finding(name, f"the trigger asks for no {field}")


RULES = (check_frame, check_order, check_calls, check_expressions)


def findings(flow):
    return [finding for rule in RULES for finding in rule(flow)]
