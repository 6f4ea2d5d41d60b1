"""The double of Dataverse: tokens, metadata, lists, change tracking."""

import re

from ..core import clock
from ..core.double import Double, Refusal
from ..core.entra import TokenEndpoint
from ..core.messages import Answer, json_answer, text_answer
from ..core.table import NoSuchRow
from ..core.window import SlidingWindow
from . import metadata
from .links import Links
from .lists import Lists
from .protocol import BASE, CODES, JSON, LIMITS, annotations_of
from .rows import target_of
from .tables import BY_SET, DEFINITIONS
from .webhooks import Webhooks, attribute

ROW = re.compile(r"(\w+)\(([0-9A-Fa-f-]{36})\)$")


class DataverseDouble(Double):

    SYSTEM = "dataverse"
    OPTIONS = {
        "page_size": 5000,           # the most, and the usual
        "request_limit": 6000,       # in 300 seconds
        "concurrent_limit": 52,
        "dual_write": True,          # the msdyn_* columns exist
        "track_changes": True,       # False: on no table
        "delta_expired_status": 400,
        "elastic_orderby": True,     # False: flowruns refuse $orderby
        "token_lifetime": 3599,
    }
    FILES = {"customer_groups": "msdyn_customergroups",
             "payment_terms": "msdyn_paymentterms",
             "currencies": "transactioncurrencies"}

    def set_up(self):
        for definition in DEFINITIONS:
            self.world.add(definition.set_name, definition.key,
                           self._completing(definition), self._touch)
        self.links = Links()
        self.lists = Lists(self)
        self.tokens = TokenEndpoint(
            self, lambda request: {origin + "/.default" for origin in
                                   (self.origin, request.origin)})
        self.webhooks = Webhooks(self)
        self._update = None    # the changes of the row being updated
        self._window = SlidingWindow(300)
        self._impatience = 0
        self.table("organizations").create(
            {"name": "contoso", "expirechangetrackingindays": 7,
             "flowruntimetoliveinseconds": 2_419_200})

    def _completing(self, definition):
        def complete(row):
            unknown = set(row) - set(definition.columns)
            if unknown:
                raise ValueError(f"{definition.set_name} has no column "
                                 + ", ".join(sorted(unknown)))
            for name, column in definition.columns.items():
                if column.type in ("key", "lookup") and row.get(name):
                    row[name] = row[name].lower()
            if not row.get(definition.key):
                row[definition.key] = self.new_guid()
            row.setdefault("statecode", 0)
            row.setdefault("statuscode", 1)
            row.setdefault("createdon", clock.iso(self.clock.now()))
            if definition.set_name in ("accounts", "contacts"):
                row.setdefault("merged", False)
        return complete

    def _touch(self, row):
        row["modifiedon"] = clock.iso(self.changed_at())

    def do_expire_delta(self, set=None):  # noqa: A002
        """Delta tokens given so far are void, as after a change of the
        table's metadata."""
        self.links.void_deltas(set)

    def do_webhook(self, url, set, code=None, headers=None):  # noqa: A002
        """Registers a step: changes of a table are sent to `url`, with a
        `code` in its query or with `headers`."""
        self.table(set)
        self.webhooks.register(url, set, code, headers)

    def do_update(self, set, key, changes):  # noqa: A002
        self._update = changes
        return super().do_update(set, key, changes)

    def changed(self, name, what, row):
        definition = BY_SET[name]
        names = self._update if what == "updated" else row
        attributes = [
            attribute(definition.columns[column], row[column], target_of(
                self.world, definition.columns[column], row[column])
                if definition.columns[column].type == "lookup" else None)
            for column in dict.fromkeys([*names, definition.key])]
        self.webhooks.changed(definition, what, row[definition.key],
                              attributes)

    def access(self):
        return self.tokens.access(self.origin)

    def is_token_request(self, request):
        return self.tokens.answers(request)

    # Errors.

    def error(self, status, code, message, request=None, headers=None):
        body = {"code": code, "message": message}
        if request is not None and annotations_of(request).has(
                "Microsoft.PowerApps.CDS.TraceText"):
            body["@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus"] = "0"
            body["@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode"] = "0"
            body["@Microsoft.PowerApps.CDS.HelpLink"] = (
                "http://go.microsoft.com/fwlink/?LinkID=398563&error="
                f"Microsoft.Crm.CrmException%3a{code}")
            body["@Microsoft.PowerApps.CDS.InnerError.Message"] = message
        return json_answer({"error": body}, status,
                           {"OData-Version": "4.0", **(headers or {})},
                           content_type=JSON)

    def error_answer(self, status, request):
        return self.error(status, CODES.get(status, "0x80040216"),
                          f"The request failed with status {status}.", request)

    def throttle_answer(self, request, retry_after, settings):
        code, message = LIMITS[settings.get("limit", "requests")]
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        return self.error(429, code, message, request, headers)

    def refuse(self, message, status=400, code="0x80060888"):
        raise Refusal(self.error(status, code, message))

    # Answers.

    def answer(self, request):
        if self.tokens.answers(request):
            return self.tokens.answer(request)
        if not self.tokens.accepts(request.bearer()):
            return Answer(401, {"WWW-Authenticate":
                                f"Bearer authorization_uri={request.origin}/"
                                f"{self.tokens.tenant}/oauth2/authorize"})
        self._protect(request)
        if not request.path.startswith(BASE + "/"):
            return self.error_answer(404, request)
        answer = self._route(request, request.path[len(BASE) + 1:])
        left = self.options["request_limit"] - self._window.count(
            self.clock.now())
        answer.headers.setdefault("OData-Version", "4.0")
        answer.headers["x-ms-ratelimit-burst-remaining-xrm-requests"] = str(
            max(left, 0))
        answer.headers["x-ms-ratelimit-time-remaining-xrm-requests"] = \
            "1,200.00"
        return answer

    def _protect(self, request):
        now = self.clock.now()
        limit, wait = "requests", self._window.wait(
            now, self.options["request_limit"])
        if wait == 0 and self.in_flight > self.options["concurrent_limit"]:
            limit, wait = "concurrent", 1.0
        if wait > 0:
            # Whoever goes on asking waits longer.
            self._impatience += 1
            seconds = int(wait + 0.999) + self._impatience - 1
            answer = self.throttle_answer(request, str(seconds),
                                          {"limit": limit})
            answer.hold = seconds
            raise Refusal(answer)
        self._impatience = 0
        self._window.add(now)

    def _route(self, request, path):
        if path.startswith(("$metadata", "EntityDefinitions", "WhoAmI")):
            return metadata.answer(self, request, path)
        set_name, _, more = path.partition("/")
        match = ROW.match(set_name)
        if (match[1] if match else set_name) not in BY_SET:
            self.refuse(f"Resource not found for the segment '{set_name}'.",
                        404, "0x8006088a")
        if match:
            return self._row(request, BY_SET[match[1]], match[2].lower())
        definition = BY_SET[set_name]
        if request.method == "POST" and not more:
            return self._create(request, definition)
        if request.method != "GET":
            self.refuse("The HTTP method is not allowed.", 405)
        if more == "$count":
            return text_answer(str(self.lists.count(request, definition)))
        return self.lists.answer(request, definition)

    def _row(self, request, definition, key):
        table = self.world.tables[definition.set_name]
        if key not in table.rows:
            self.refuse(f"{definition.logical_name} With Id = {key} Does Not "
                        "Exist", 404, "0x80040217")
        if request.method == "DELETE":
            self._run({"do": "delete", "set": definition.set_name,
                       "key": key})
            return Answer(204)
        if request.method == "PATCH":
            self._run({"do": "update", "set": definition.set_name,
                       "key": key, "changes": request.json()})
            return Answer(204, {"OData-EntityId": self._address(
                request, definition, key)})
        return self.lists.one(request, definition, key)

    def _create(self, request, definition):
        try:
            row = self._run({"do": "create", "set": definition.set_name,
                             "row": request.json()})
        except (ValueError, NoSuchRow) as error:
            self.refuse(str(error))
        return Answer(204, {"OData-EntityId": self._address(
            request, definition, row[definition.key])})

    def _address(self, request, definition, key):
        return f"{request.origin}{BASE}/{definition.set_name}({key})"
