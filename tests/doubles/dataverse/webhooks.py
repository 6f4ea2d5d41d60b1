"""Webhooks of registered steps: a RemoteExecutionContext as JSON.

There is no signature; the key that was given at registration comes as a
header or in the query. A delivery is repeated once, and only after 502, 503
or 504. Above 256 KiB the row is left out.
"""

import json

from ..core import clock
from ..core.notify import post

MOST = 256 * 1024
CONTRACTS = "http://schemas.microsoft.com/xrm/2011/Contracts"
MESSAGES = {"created": "Create", "updated": "Update", "deleted": "Delete"}
NO_GUID = "00000000-0000-0000-0000-000000000000"
REPEATED = (502, 503, 504)


def date(seconds):
    """/Date(1781006400000)/"""
    return f"/Date({int(seconds * 1000)})/"


def reference(logical_name, key):
    return {"__type": f"EntityReference:{CONTRACTS}", "Id": key,
            "KeyAttributes": [], "LogicalName": logical_name, "Name": None,
            "RowVersion": None}


def attribute(column, value, target):
    """A value as the context has it; `target` is the table of a lookup."""
    if value is None:
        written = None
    elif column.type == "lookup":
        written = reference(target.logical_name, value)
    elif column.type == "choice":
        written = {"__type": f"OptionSetValue:{CONTRACTS}", "Value": value}
    elif column.type == "money":
        written = {"__type": f"Money:{CONTRACTS}", "Value": value}
    elif column.type == "time":
        written = date(clock.parse(value))
    else:
        written = value
    return {"key": column.name, "value": written}


class Webhooks:

    def __init__(self, double):
        self._double = double
        self._steps = []
        self.deliveries = []

    def register(self, url, set_name, code, headers):
        if code is not None:
            url += ("&" if "?" in url else "?") + f"code={code}"
        self._steps.append((url, set_name, dict(headers or {})))

    def changed(self, definition, what, key, attributes):
        """`attributes`: of an update only those that changed."""
        for url, set_name, headers in self._steps:
            if set_name == definition.set_name:
                self._send(url, headers, definition, MESSAGES[what], key,
                           attributes)

    def _send(self, url, headers, definition, message, key, attributes):
        context = self._context(definition, message, key)
        target = reference(definition.logical_name, key) \
            if message == "Delete" else {
                "__type": f"Entity:{CONTRACTS}", "Attributes": attributes,
                "EntityState": None, "FormattedValues": [], "Id": key,
                "KeyAttributes": [], "LogicalName": definition.logical_name,
                "RelatedEntities": [], "RowVersion": None}
        context["InputParameters"] = [{"key": "Target", "value": target}]
        body = json.dumps(context).encode()
        headers = {
            "Content-Type": "application/json",
            "x-request-id": context["RequestId"],
            "x-ms-dynamics-organization": "contoso.crm4.dynamics.com",
            "x-ms-dynamics-entity-name": definition.logical_name,
            "x-ms-dynamics-request-name": message,
            "x-ms-correlation-request-id": context["CorrelationId"],
            **headers}
        if len(body) > MOST:
            for name in ("InputParameters", "PreEntityImages",
                         "PostEntityImages"):
                context[name] = []
            body = json.dumps(context).encode()
            headers["x-ms-dynamics-msg-size-exceeded"] = "true"
        self._double.outbox.append(lambda: self._deliver(url, body, headers))

    def _context(self, definition, message, key):
        new_guid = self._double.new_guid
        return {
            "BusinessUnitId": NO_GUID, "CorrelationId": new_guid(),
            "Depth": 1, "InitiatingUserId": NO_GUID, "InputParameters": [],
            "IsExecutingOffline": False, "IsInTransaction": False,
            "IsolationMode": 1, "MessageName": message, "Mode": 1,
            "OperationCreatedOn": date(self._double.clock.now()),
            "OperationId": new_guid(), "OrganizationId": NO_GUID,
            "OrganizationName": "contoso", "OutputParameters": [],
            "OwningExtension": None, "ParentContext": None,
            "PostEntityImages": [], "PreEntityImages": [],
            "PrimaryEntityId": key,
            "PrimaryEntityName": definition.logical_name,
            "RequestId": new_guid(), "SecondaryEntityName": "none",
            "SharedVariables": [], "Stage": 40, "UserId": NO_GUID}

    def _deliver(self, url, body, headers):
        for _ in range(2):
            status, _ = post(url, body, headers)
            with self._double.lock:
                self.deliveries.append({"url": url, "status": status})
            if status not in REPEATED:
                return
