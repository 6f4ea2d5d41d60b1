"""The double of Shopify's Admin API."""

import copy
import pathlib
import re

from ..core import clock
from ..core.double import Double
from ..core.messages import Answer, json_answer, text_answer
from . import search
from .bulk import BulkOperations
from .execute import Executor, whole_row
from .graphql import SyntaxProblem, parse_document, parse_schema
from .rows import KINDS, SETS, Defaults, gid
from .validate import Problem, Validator
from .webhooks import Webhooks

SCHEMA = (pathlib.Path(__file__).parent / "schema.graphql").read_text(
    encoding="utf-8")
PATH = re.compile(r"/admin/api/([\w-]+)/graphql\.json$")
BAD_TOKEN = ("[API] Invalid API key or access token (unrecognized login or "
             "wrong password)")
SIXTY_DAYS = 60 * 86400
PROTECTED = ("email", "defaultEmailAddress", "phone", "firstName", "lastName",
             "defaultAddress", "shippingAddress", "billingAddress")


class ShopifyDouble(Double):

    SYSTEM = "shopify"
    THROTTLE = {"retry_after": 2, "form": "decimal"}
    OPTIONS = {
        "versions": ["2025-10", "2026-01", "2026-04", "2026-07", "2026-10"],
        "shop": "contoso.myshopify.com",
        "currency": "USD",
        "bucket": 2000.0, "restore_rate": 100.0,
        "single_query_limit": 1000,
        # How a connection's size counts: "logarithmic" fits the figures
        # that users report since 2025, "linear" those of before.
        "cost_model": "logarithmic",
        "read_all_orders": False,   # else those of the last 60 days
        "bulk_polls": 2,            # looks until an operation has ended
        "bulk_at_once": 5,          # 1 before 2026-01
        # Whether a bulk query may hold connections within connections of any
        # type: documents do not say it of types that are no Node.
        "bulk_nested": True,
        "bulk_ranges": True,        # parts of files are handed out
        # Roots that the app has no scope for, or the shop has not: each
        # answers ACCESS_DENIED.
        "denied": [],
        # The app is not approved for names and addresses: they are null.
        "protected": False,
        "token_lifetime": 86_399,
    }
    FILES = {"draft_orders": "draftOrders",
             "company_locations": "companyLocations"}
    CLIENT_ID, SECRET = "landfall", "shpss_double"
    STATIC_TOKEN = "shpat_double"

    def set_up(self):
        self.types = parse_schema(SCHEMA)
        defaults = Defaults(self)
        for set_name, kind in KINDS.items():
            self.world.add(set_name, "id", defaults.complete(kind),
                           self._touch)
        self.bulk = BulkOperations(self)
        self.webhooks = Webhooks(self)
        self._tokens = {}
        self._available = None    # points in the bucket, and when
        self._not_again_before = 0.0

    def _touch(self, row):
        row["updatedAt"] = clock.iso(self.changed_at())

    def from_file(self, set_name, row, page):
        """Locations are rows of their own."""
        row = dict(row)
        if set_name != "companies":
            return [(set_name, row)]
        locations = row.pop("locations", None) or []
        if isinstance(locations, dict):
            locations = locations.get("nodes", [])
        return [(set_name, row),
                *(("companyLocations", {**one, "company": {"id": row["id"]}})
                  for one in locations)]

    @property
    def files_origin(self):
        """Files lie elsewhere: another name, so another origin."""
        return self.origin.replace("127.0.0.1", "localhost")

    def access(self):
        return {"access_token": self.STATIC_TOKEN,
                "client_id": self.CLIENT_ID, "client_secret": self.SECRET}

    def is_token_request(self, request):
        return request.path == "/admin/oauth/access_token"

    # Commands.

    def do_update(self, set, key, changes):  # noqa: A002
        key = key if str(key).startswith("gid://") else gid(KINDS[set], key)
        return super().do_update(set, key, changes)

    def do_delete(self, set, key):  # noqa: A002
        key = key if str(key).startswith("gid://") else gid(KINDS[set], key)
        return super().do_delete(set, key)

    def do_end_bulk(self, status, errorCode=None):  # noqa: N803
        """The next bulk operation ends like this: FAILED, EXPIRED …"""
        self.bulk.ending = {"status": status, "errorCode": errorCode}

    def do_webhook(self, url, topic):
        """Has what happens under a topic sent to `url`, signed."""
        answer = self.webhooks.create(topic, {"uri": url})
        if answer["userErrors"]:
            raise ValueError(answer["userErrors"][0]["message"])

    def do_deliver_again(self):
        """The last webhook once more."""
        self.webhooks.again()

    def do_drain(self, available=0):
        """So few points are left in the bucket."""
        self._available = (float(available), self.clock.now())

    def changed(self, name, what, row):
        self.webhooks.changed(name, what, row)

    def time_passed(self):
        self.webhooks.time_passed()

    # Errors.

    def error_answer(self, status, request):
        return json_answer({"errors": f"The request failed with {status}."},
                           status)

    def throttle_answer(self, request, retry_after, settings):
        if settings.get("limit") == "cost":
            return self._throttled(752.0)
        return super().throttle_answer(request, retry_after, settings)

    # Answers.

    def answer(self, request):
        if self.is_token_request(request):
            return self._token(request)
        if request.path.startswith("/storage/"):
            return self._file(request)
        match = PATH.match(request.path)
        if match is None or request.method != "POST":
            return json_answer({"errors": "Not Found"}, 404)
        token = request.header("X-Shopify-Access-Token")
        until, epoch = self._tokens.get(token, (0.0, -1))
        if token != self.STATIC_TOKEN and (
                self.clock.now() >= until or epoch != self.token_epoch):
            return json_answer({"errors": BAD_TOKEN}, 401)
        version = self._served(match[1])
        if version is None:
            return json_answer({"errors": "Not Found"}, 404)
        answer = self._document(request, version)
        answer.headers["X-Shopify-API-Version"] = version
        return answer

    def _served(self, version):
        """A version too old falls forward to the oldest there is."""
        known = self.options["versions"]
        if version == "unstable" or version in known:
            return version
        if re.fullmatch(r"\d{4}-(01|04|07|10)", version) and \
                version < known[0]:
            return known[0]
        return None

    def _token(self, request):
        try:
            asked = request.json() if "json" in request.header(
                "Content-Type") else request.form()
        except ValueError:
            asked = {}
        if (asked.get("client_id"), asked.get("client_secret")) != (
                self.CLIENT_ID, self.SECRET):
            return json_answer({"error": "invalid_client",
                                "error_description": "Client authentication "
                                "failed"}, 400)
        if asked.get("grant_type") != "client_credentials":
            return json_answer({"error": "unsupported_grant_type"}, 400)
        token = f"shpat_{self.new_guid()}"
        lifetime = self.options["token_lifetime"]
        self._tokens[token] = (self.clock.now() + lifetime,
                               self.token_epoch)
        self.journal.tokens += 1
        return json_answer({"access_token": token, "scope":
                            "read_orders,read_customers",
                            "expires_in": lifetime})

    @staticmethod
    def _part(request, data):
        """The answer to a request for a part of a file, or None."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", request.header("Range"))
        if not asked:
            return None
        first, last = int(asked[1]), min(int(asked[2]), len(data) - 1)
        if first > last:
            return text_answer("<Error>InvalidRange</Error>", 416,
                               "application/xml")
        part = data[first:last + 1]
        return Answer(206, {
            "Content-Type": "application/jsonl",
            "Content-Range": f"bytes {first}-{last}/{len(data)}"}, part,
            part.count(b"\n"))

    def _file(self, request):
        if request.header("X-Shopify-Access-Token") or request.header(
                "Authorization"):
            self.journal.violation(request, "a token went to another origin")
        data = self.bulk.file(request.path.removeprefix("/storage/"))
        if data is None:
            return text_answer("<Error>ExpiredToken</Error>", 403,
                               "application/xml")
        part = self._part(request, data) if self.options["bulk_ranges"] \
            else None
        return part or Answer(200, {"Content-Type": "application/jsonl"},
                              data, data.count(b"\n"))

    def _document(self, request, version):
        try:
            asked = request.json()
            operations, fragments = parse_document(asked["query"])
        except (ValueError, KeyError, TypeError) as error:
            if not isinstance(error, SyntaxProblem):
                return json_answer({"errors": {"query": "Required parameter "
                                    "missing or invalid"}}, 400)
            return json_answer({"errors": [{"message": str(error)}]})
        if not operations:
            return json_answer({"errors": [{"message": "syntax error, "
                                "unexpected end of file"}]})
        operation = operations[0]
        variables = {name: default for name, (_, default)
                     in operation.variables.items()}
        variables.update(asked.get("variables") or {})
        validator = Validator(self.types, version, fragments)
        executor = Executor(self, validator, self.types, fragments, variables)
        try:
            validator.check(operation)
            self._check_variables(operation, variables)
            return self._run_document(request, operation, executor)
        except Problem as problem:
            return json_answer({"errors": [problem.error]})

    @staticmethod
    def _check_variables(operation, variables):
        for name, (kind, _) in operation.variables.items():
            if kind.endswith("!") and variables.get(name) is None:
                raise Problem(f"Variable ${name} of type {kind} was provided "
                              "invalid value", "INVALID_VARIABLE")

    def _run_document(self, request, operation, executor):
        root = "QueryRoot" if operation.kind == "query" else "Mutation"
        cost = executor.cost(operation.selections, root)
        cost = 10.0 if root == "Mutation" else max(1.0, round(cost))
        if cost > self.options["single_query_limit"]:
            raise Problem(f"Query cost is {int(cost)}, which exceeds the "
                          "single query max cost limit ("
                          f"{self.options['single_query_limit']}).",
                          "MAX_COST_EXCEEDED", cost=cost)
        if cost > self._points():
            if self.clock.now() + 0.001 < self._not_again_before:
                self.journal.violation(request, "asked again too early")
            self._not_again_before = self.clock.now() + (
                cost - self._points()) / self.options["restore_rate"]
            return self._throttled(cost)
        data = executor.root(operation)
        # What was not needed is given back.
        actual = min(cost, max(1.0, 2.0 + executor.rows * 0.1)) \
            if root == "QueryRoot" else cost
        self._available = (self._points() - actual, self.clock.now())
        body = {"data": data, "extensions": {
            "cost": self._cost(cost, actual)}}
        if executor.search:
            self.journal.violation(request, "a search by an unknown name")
            body["extensions"]["search"] = executor.search
        return json_answer(body, rows=executor.rows)

    def _points(self):
        most = self.options["bucket"]
        if self._available is None:
            return most
        left, at = self._available
        return min(most, left + (self.clock.now() - at)
                   * self.options["restore_rate"])

    def _cost(self, requested, actual):
        return {"requestedQueryCost": requested, "actualQueryCost": actual,
                "throttleStatus": {
                    "maximumAvailable": self.options["bucket"],
                    "currentlyAvailable": int(self._points()),
                    "restoreRate": self.options["restore_rate"]}}

    def _throttled(self, cost):
        return json_answer({
            "errors": [{"message": "Throttled", "extensions": {
                "code": "THROTTLED", "documentation":
                "https://shopify.dev/api/usage/rate-limits"}}],
            "extensions": {"cost": self._cost(cost, None)}})

    # What the executor asks.

    def whole(self, row):
        return whole_row(self, row)

    def resolve(self, type_name, row, name, arguments):
        if (type_name, name) == ("Company", "locations"):
            return [one for one in self.table("companyLocations").rows.values()
                    if one["company"]["id"] == row["id"]]
        if self.options["protected"] and name in PROTECTED:
            return None
        value = row.get(name)
        if name == "metafields" and value:
            keys = arguments.get("keys")
            return [{"id": gid("Metafield", at), "type":
                     "single_line_text_field", "createdAt": row["createdAt"],
                     "updatedAt": row["updatedAt"], **one}
                    for at, one in enumerate(value, 1)
                    if arguments.get("namespace") in (None, one["namespace"])
                    and (not keys or f"{one['namespace']}.{one['key']}"
                         in keys)]
        if name == "localizedFields" and value:
            return [{"title": one["key"], "purpose": "TAX", **one}
                    for one in value]
        if name == "taxSettings" and type_name == "Customer":
            return value or {"taxId": None}
        return value

    def resolve_root(self, name, arguments, executor):
        if name in self.options["denied"]:
            raise Problem(f"Access denied for {name} field.", "ACCESS_DENIED")
        if name in KINDS:
            return self._found(name, arguments, executor)
        if name in ("order", "customer", "company", "draftOrder", "node"):
            return self._one(arguments["id"])
        return getattr(self, "_root_" + re.sub(
            "([A-Z])", lambda match: "_" + match[1].lower(), name))(arguments)

    def _one(self, key):
        kind = key.split("/")[3] if key.count("/") == 4 else ""
        if kind == "BulkOperation":
            return self.bulk.get(key)
        if kind not in SETS:
            return None
        return self.table(SETS[kind]).rows.get(key)

    def sorted_rows(self, name, arguments, rows, sort):
        """`sort()` of rows of a set, done once for all pages of a list."""
        key = (name, arguments.get("query"), arguments.get("sortKey"),
               arguments.get("reverse"), len(rows))
        return self.world.memo(key, sort) if name in KINDS else sort()

    def _found(self, name, arguments, executor):
        rows = list(self.table(name).rows.values())
        if name == "orders" and not self.options["read_all_orders"]:
            since = self.clock.now() - SIXTY_DAYS
            rows = [row for row in rows
                    if clock.parse(row["createdAt"]) >= since]
        text = arguments.get("query")
        if text:
            matches, unknown = search.compile_search(
                text, search.fields_of(name))
            if unknown:
                executor.search.append({
                    "path": [name], "query": text, "warnings": [
                        {"field": field, "message": "Invalid search field "
                         "for this query.", "code": "invalid_field"}
                        for field in unknown]})
            rows = [row for row in rows if matches(row)]
        return rows

    def _root_shop(self, _):
        return {"id": gid("Shop", 1), "name": "Contoso", "myshopifyDomain":
                self.options["shop"], "currencyCode":
                self.options["currency"], "ianaTimezone": "Etc/UTC",
                "email": "shop@contoso.com",
                "contactEmail": "shop@contoso.com", "taxesIncluded": False}

    def _root_current_app_installation(self, _):
        scopes = ["read_orders", "read_customers", "read_draft_orders"]
        if self.options["read_all_orders"]:
            scopes.append("read_all_orders")
        return {"id": gid("AppInstallation", 1), "accessScopes": [
            {"handle": scope, "description": scope} for scope in scopes]}

    def _root_webhook_subscriptions(self, _):
        return list(self.webhooks.rows.values())

    def _root_webhook_subscription_create(self, arguments):
        return self.webhooks.create(arguments["topic"],
                                    arguments["webhookSubscription"])

    def _root_webhook_subscription_delete(self, arguments):
        return self.webhooks.delete(arguments["id"])

    # Bulk operations.

    def _root_bulk_operation(self, arguments):
        return self.bulk.get(arguments["id"])

    def _root_current_bulk_operation(self, _):
        return self.bulk.current()

    def _root_bulk_operation_cancel(self, arguments):
        row, errors = self.bulk.cancel(arguments["id"])
        return {"bulkOperation": row, "userErrors": errors}

    def _root_bulk_operation_run_query(self, arguments):
        row, errors = self.bulk.run(arguments["query"],
                                    arguments.get("groupObjects", False))
        return {"bulkOperation": copy.copy(row), "userErrors": errors}
