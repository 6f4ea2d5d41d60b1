"""The double of Finance & Operations."""

import base64
import re
import urllib.parse

from ..core.double import Double, Refusal
from ..core.entra import TokenEndpoint
from ..core.messages import Answer, json_answer, text_answer
from ..core.odata_filter import Dialect, FilterError
from ..core.odata_page import seal, unseal
from ..core.odata_query import ListQuery
from .entities import DEFAULTS, Entity, entities

JSON = ("application/json; odata.metadata=minimal; "
        "odata.streaming=true; charset=utf-8")
ROW = re.compile(r"(\w+)\((.+)\)$")
BUSY = ("This request could not be processed at this time due to system "
        "experiencing high resource utilization.")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _kind_of(value):
    """The kind of a column that has such a value."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    return "time" if DAY.match(str(value)) else "text"


class FinanceOperationsDouble(Double):

    SYSTEM = "finance_operations"
    OPTIONS = {
        "page_size": 10_000,
        "default_company": "dat",    # of the user behind the app
        # How next links go on: "offset" counts rows, so that a row deleted
        # meanwhile makes another one disappear between two pages, as public
        # reports about the library beneath have it; "key" does not.
        "next_links": "offset",
        "token_lifetime": 3599,
    }
    FILES = {"customers": "CustomersV3", "customer_groups": "CustomerGroups",
             "payment_terms": "PaymentTerms",
             "exchange_rates": "ExchangeRates"}

    def set_up(self):
        self.entities = {}
        for entity in entities().values():
            self._add(entity)
        self._record = 0
        self.tokens = TokenEndpoint(
            self, lambda request: {origin + "/.default" for origin in
                                   (self.origin, request.origin)})

    def _add(self, entity):
        self.entities[entity.set_name] = entity
        self.world.add(entity.set_name, entity.key, self._completing(entity))

    def _completing(self, entity):
        def complete(row):
            unknown = set(row) - set(entity.columns) - {"RecId"}
            if unknown:
                raise ValueError(f"{entity.set_name} has no column "
                                 + ", ".join(sorted(unknown))
                                 + "; the command declare adds one")
            self._record += 1
            if entity.per_company:
                row["dataAreaId"] = row.get("dataAreaId", self.options[
                    "default_company"]).lower()
            row.setdefault("RecId", 68_719_000_000 + self._record)
            for name, kind in entity.columns.items():
                if kind == "enum":
                    row.setdefault(name, DEFAULTS.get(name, "No"))
                elif kind == "number":
                    row.setdefault(name, 0)
                elif kind in ("date", "time"):
                    row.setdefault(name, "1900-01-01T00:00:00Z")
                else:
                    row.setdefault(name, "")
                if kind == "date" and DAY.fullmatch(row[name]):
                    row[name] += "T12:00:00Z"
        return complete

    def from_file(self, set_name, row, page):
        """A column that is not the system's is one that its owner added."""
        row = super().from_file(set_name, row, page)[0][1]
        entity = self.entities[set_name]
        added = {name: _kind_of(value) for name, value in row.items()
                 if name not in entity.columns and name != "RecId"}
        if added:
            self.do_declare(set_name, added)
        return [(set_name, row)]

    def do_declare(self, set, columns, entity=None, key=None):  # noqa: A002
        """Adds columns to an entity, or a custom entity with this key, for
        example one over the error log. `columns`: {name: kind}."""
        if set in self.entities:
            known = self.entities[set]
            known.columns.update(columns)
            for row in self.table(set).rows.values():
                for name in columns:
                    row.setdefault(name, "")
            return
        if not entity or not key:
            raise ValueError(f"{set} is new: it needs an entity and a key")
        self._add(Entity(entity, set, tuple(key), dict(columns),
                         "dataAreaId" in columns))

    def access(self):
        return self.tokens.access(self.origin)

    def is_token_request(self, request):
        return self.tokens.answers(request)

    def error(self, status, message):
        """The message that tells something is always the inner one."""
        return json_answer({"error": {
            "code": "", "message": "An error has occurred.", "innererror": {
                "message": message, "type": "Microsoft.Dynamics.Platform."
                "Integration.Services.OData.ODataException",
                "stacktrace": ""}}}, status, content_type=JSON)

    def error_answer(self, status, request):
        return self.error(status, f"The request failed with {status}.")

    def throttle_answer(self, request, retry_after, settings):
        headers = {} if retry_after is None else {"Retry-After": retry_after}
        return text_answer(BUSY, 429, headers=headers)

    def answer(self, request):
        if self.tokens.answers(request):
            return self.tokens.answer(request)
        if not self.tokens.accepts(request.bearer()):
            return Answer(401, {"WWW-Authenticate": "Bearer"})
        first, _, path = request.path.lstrip("/").partition("/")
        if first.lower() != "data" or request.method != "GET":
            return text_answer('{"Message":"No HTTP resource was found."}',
                               404, "application/json")
        path = path.rstrip("/")
        if not path:
            return json_answer({
                "@odata.context": f"{request.origin}/data/$metadata",
                "value": [{"name": name, "kind": "EntitySet", "url": name}
                          for name in self.entities]}, content_type=JSON)
        if path == "$metadata":
            return text_answer(self._edmx(), content_type="application/xml")
        match = ROW.match(path)
        set_name = match[1] if match else path.partition("/")[0]
        if set_name not in self.entities:
            return text_answer('{"Message":"No HTTP resource was found that '
                               'matches the request URI."}', 404,
                               "application/json")
        entity = self.entities[set_name]
        try:
            if match:
                return self._one(request, entity, match[2])
            return self._list(request, entity, path.endswith("/$count"))
        except FilterError as error:
            return self.error(400, str(error))

    def _check(self, entity):
        def check(name):
            if name not in entity.columns:
                raise FilterError(
                    f"Could not find a property named '{name}' on type "
                    f"'Microsoft.Dynamics.DataEntities.{entity.name}'.")
        return check

    def _query(self, request, entity):
        check = self._check(entity)
        return ListQuery(request, check, Dialect(
            check, insensitive=True, wildcards=True,
            enums=[name for name, kind in entity.columns.items()
                   if kind == "enum"]))

    def _scope(self, request, entity):
        """Without cross-company only the user's own company is seen."""
        if (not entity.per_company
                or request.query.get("cross-company", "").lower() == "true"):
            return lambda row: True
        company = self.options["default_company"].lower()
        return lambda row: row["dataAreaId"] == company

    def _list(self, request, entity, count_only):
        query = self._query(request, entity)
        without_token = tuple(pair for pair in request.pairs
                              if pair[0] != "$skiptoken")
        found = self.world.memo(
            (entity.set_name, without_token, self.options["default_company"]),
            lambda: self._found(request, entity, query))
        total = len(found)
        if count_only:
            return text_answer(str(total))
        if query.skip and not query.order:
            # Nothing promises the same order twice.
            self.journal.violation(request, "$skip without $orderby")
            found = self.dice.sample(found, total)
        if query.skip or query.top is not None:
            end = None if query.top is None else query.skip + query.top
            found = found[query.skip:end]
        start = self._start(request, found)
        size = self._size(request)
        page = found[start:start + size]
        body = {"@odata.context":
                f"{request.origin}/data/$metadata#{entity.set_name}"}
        if query.count:
            body["@odata.count"] = total
        body["value"] = [self._written(entity, row, query.select)
                         for _, row in page]
        if start + size < len(found):
            body["@odata.nextLink"] = self._next_link(
                request, entity, start + size, page[-1][1]["RecId"])
        return json_answer(body, rows=len(page), content_type=JSON,
                           headers={"OData-Version": "4.0"})

    def _found(self, request, entity, query):
        found = query.matching(self.table(entity.set_name),
                               self._scope(request, entity))
        if not query.order:
            found.sort(key=lambda pair: pair[1]["RecId"])
        return found

    def _size(self, request):
        match = re.search(r"odata\.maxpagesize\s*=\s*(\d+)",
                          request.header("Prefer"))
        most = self.options["page_size"]
        return min(int(match[1]), most) if match and int(match[1]) else most

    def _start(self, request, found):
        if "$skiptoken" not in request.query:
            return 0
        try:
            state = unseal(request.query["$skiptoken"])
        except ValueError:
            raise FilterError("The skip token is not valid.") from None
        if self.options["next_links"] == "offset":
            return state["rows"]
        return next((at for at, (_, row) in enumerate(found)
                     if row["RecId"] > state["after"]), len(found))

    def _next_link(self, request, entity, rows, after):
        rest = [part for part in request.query_string.split("&")
                if part and not urllib.parse.unquote(part).startswith(
                    "$skiptoken=")]
        token = urllib.parse.quote(seal({"rows": rows, "after": after}))
        query = "&".join([*rest, f"$skiptoken={token}"])
        return f"{request.origin}/data/{entity.set_name}?{query}"

    def _written(self, entity, row, select):
        version = self.table(entity.set_name).versions[
            self.table(entity.set_name).key_of(row)]
        etag = base64.b64encode(f"'{version},{row['RecId']}'".encode())
        names = select or entity.columns
        return {"@odata.etag": f'W/"{etag.decode()}"',
                **{name: row[name] for name in names}}

    def _one(self, request, entity, text):
        given = dict(re.findall(r"(\w+)='((?:[^']|'')*)'", text))
        if set(given) != set(entity.key):
            raise FilterError("The key does not name the fields "
                              + ", ".join(entity.key) + ".")
        if entity.per_company:
            given["dataAreaId"] = given["dataAreaId"].lower()
        key = "|".join(given[name].replace("''", "'") for name in entity.key)
        row = self.table(entity.set_name).rows.get(key)
        if row is None or not self._scope(request, entity)(row):
            raise Refusal(self.error(404, "The record was not found."))
        query = self._query(request, entity)
        return json_answer({
            "@odata.context": f"{request.origin}/data/$metadata#"
            f"{entity.set_name}/$entity",
            **self._written(entity, row, query.select)}, rows=1,
            content_type=JSON)

    def _edmx(self):
        edm = {"text": "Edm.String", "number": "Edm.Decimal",
               "time": "Edm.DateTimeOffset", "date": "Edm.DateTimeOffset",
               "enum": "Microsoft.Dynamics.DataEntities.NoYes"}
        types, sets = [], []
        for entity in self.entities.values():
            keys = "".join(f'<PropertyRef Name="{name}"/>'
                           for name in entity.key)
            columns = "".join(f'<Property Name="{name}" Type="{edm[kind]}"/>'
                              for name, kind in entity.columns.items())
            types.append(f'<EntityType Name="{entity.name}"><Key>{keys}</Key>'
                         f"{columns}</EntityType>")
            sets.append(f'<EntitySet Name="{entity.set_name}" EntityType='
                        f'"Microsoft.Dynamics.DataEntities.{entity.name}"/>')
        return ('<?xml version="1.0"?><edmx:Edmx Version="4.0" xmlns:edmx='
                '"http://docs.oasis-open.org/odata/ns/edmx"><edmx:Data'
                'Services><Schema Namespace="Microsoft.Dynamics.DataEntities" '
                'xmlns="http://docs.oasis-open.org/odata/ns/edm"><EnumType '
                'Name="NoYes"><Member Name="No" Value="0"/><Member Name="Yes" '
                'Value="1"/></EnumType>' + "".join(types)
                + '<EntityContainer Name="Resources">' + "".join(sets)
                + "</EntityContainer></Schema></edmx:DataServices>"
                "</edmx:Edmx>")
