"""The double of Business Central."""

import base64
import re
import urllib.parse

from ..core import clock
from ..core.double import Double, Refusal
from ..core.entra import TokenEndpoint
from ..core.messages import json_answer
from ..core.odata_filter import Dialect, FilterError
from ..core.odata_page import page as page_of
from ..core.odata_page import seal, unseal
from ..core.odata_query import ListQuery
from ..core.window import SlidingWindow
from .sets import BLANK, NO_GUID, Page, pages
from .subscriptions import Subscriptions

SCOPE = "https://api.businesscentral.dynamics.com/.default"
ONLINE = re.compile(r"/v2\.0/(?:[\w.-]+/)?[\w-]+/api/(?P<rest>.+)$")
ON_PREMISES = re.compile(r"/BC/api/(?P<rest>.+)$")
API = re.compile(r"(?P<api>v2\.0|\w+/\w+/[\w.]+)/(?P<path>.*)$")
COMPANY = re.compile(r"companies\((?P<company>[^)]*)\)(?:/(?P<path>.+))?$")
OF_COMPANY = re.compile(r"companies\(([0-9A-Fa-f-]{36})\)")
ROW = re.compile(r"(\w+)\(([0-9A-Fa-f-]{36})\)$")
JSON = ("application/json; odata.metadata=minimal; "
        "odata.streaming=true; IEEE754Compatible=false")
COMPANY_FIELDS = ("id", "systemVersion", "timestamp", "name", "displayName",
                  "businessProfileId", "systemCreatedAt", "systemModifiedAt")


class BusinessCentralDouble(Double):

    SYSTEM = "business_central"
    # Its documents show no Retry-After.
    THROTTLE = {}
    OPTIONS = {
        "page_size": 20_000,
        "rows_of_page": 0,            # fewer than a client may ask for
        "request_limit": 6000,        # in 300 seconds
        "filter_page_variables": False,
        "notify_after": 30,           # seconds
        "collection_over": 1000,      # changes that become one notification
        "token_lifetime": 3599,
    }
    FILES = {"payment_terms": "paymentTerms", "orders": "salesOrders",
             "invoices": "salesInvoices", "quotes": "salesQuotes",
             "exchange_rates": "currencyExchangeRates"}
    USER, WEB_SERVICE_KEY = "LANDFALL", "k3y"

    def set_up(self):
        self.pages = pages()
        self.world.add("companies", "id", self._complete_company)
        for page in self.pages.values():
            self._add(page)
        self.subscriptions = Subscriptions(self)
        self.deliveries = []
        self._window = SlidingWindow(300)
        self.tokens = TokenEndpoint(self, lambda request: {SCOPE})

    def _add(self, page):
        self.pages[page.set_name] = page
        self.world.add(page.set_name, ("companyId", "id"),
                       self._completing(page), self._touch)

    def from_file(self, set_name, row, page):
        """The page says whose rows they are, unless they do."""
        row = super().from_file(set_name, row, page)[0][1]
        company = OF_COMPANY.search(page.get("@odata.context", ""))
        if company and set_name != "companies" and not (
                {"company", "companyId"} & set(row)):
            row["companyId"] = company[1].lower()
        return [(set_name, row)]

    def do_declare(self, set, fields, api):  # noqa: A002
        """A custom API page: `api` is publisher/group/version, `fields`
        {name: usual value}."""
        self._add(Page(set, dict(fields), api))

    def _complete_company(self, row):
        row.setdefault("id", self.new_guid())
        row.setdefault("name", "CRONUS")
        row.setdefault("displayName", row["name"])
        row.setdefault("localCurrencyCode", "USD")
        row.setdefault("additionalReportingCurrency", "")
        row.setdefault("systemVersion", "29.0")
        row.setdefault("timestamp", "1")
        row.setdefault("businessProfileId", "")
        now = clock.iso(self.clock.now(), 3)
        row.setdefault("systemCreatedAt", now)
        row.setdefault("systemModifiedAt", now)

    def _completing(self, page):
        def complete(row):
            unknown = set(row) - set(page.fields) - {
                "id", "company", "companyId", "lastModifiedDateTime"}
            if unknown:
                raise ValueError(f"{page.set_name} has no field "
                                 + ", ".join(sorted(unknown)))
            row["companyId"] = row.get("companyId") or self._company_id(
                row.pop("company", None))
            row.setdefault("id", self.new_guid())
            for name, value in page.fields.items():
                row.setdefault(name, value)
        return complete

    def _touch(self, row):
        row["lastModifiedDateTime"] = clock.iso(self.changed_at(), 3)
        if row.get("blocked", "").strip() == "" and "blocked" in row:
            row["blocked"] = BLANK

    def _company_id(self, name):
        """Of a company by its name, or of the only one."""
        rows = list(self.table("companies").rows.values())
        found = [row["id"] for row in rows if name in (None, row["name"])]
        if len(found) != 1:
            raise ValueError(f"which company? {name!r} of "
                             + repr([row["name"] for row in rows]))
        return found[0]

    @property
    def url(self):
        return f"{self.origin}/v2.0/contoso/production/api/v2.0"

    @property
    def on_premises_url(self):
        return f"{self.origin}/BC/api/v2.0"

    def access(self):
        return {**self.tokens.access(self.origin),
                "on_premises_url": self.on_premises_url, "user": self.USER,
                "web_service_key": self.WEB_SERVICE_KEY}

    def is_token_request(self, request):
        return self.tokens.answers(request)

    def changed(self, name, what, row):
        if name != "companies":
            self.subscriptions.changed(name, row["companyId"], row["id"],
                                       what)

    def time_passed(self):
        self.subscriptions.time_passed()

    def do_deliver(self):
        """Notifies at once, without the 30 seconds."""
        self.subscriptions.time_passed(everything=True)

    def do_deliveries(self):
        return list(self.deliveries)

    # Errors.

    def error(self, status, code, message):
        text = f"{message}  CorrelationId:  {self.new_guid()}."
        return json_answer({"error": {"code": code, "message": text}}, status,
                           content_type=JSON)

    def refuse(self, status, code, message):
        raise Refusal(self.error(status, code, message))

    def error_answer(self, status, request):
        codes = {400: "BadRequest", 404: "BadRequest_NotFound",
                 408: "Application_Timeout",
                 429: "Application_TooManyRequests",
                 503: "Internal_TenantUnavailable"}
        return self.error(status, codes.get(status, "Internal_ServerError"),
                          f"The request failed with {status}.")

    # Answers.

    def answer(self, request):
        if self.tokens.answers(request):
            return self.tokens.answer(request)
        online = ONLINE.match(request.path)
        match = online or ON_PREMISES.match(request.path)
        if match is None:
            return self.error_answer(404, request)
        self._sign_in(request, online)
        if self._window.wait(self.clock.now(), self.options["request_limit"]):
            return self.throttle_answer(request, None, {})
        self._window.add(self.clock.now())
        match = API.match(match["rest"])
        if match is None:
            return self.error_answer(404, request)
        try:
            return self._route(request, match["api"],
                               match["path"].rstrip("/"))
        except FilterError as error:
            return self.error(400, "BadRequest", str(error))

    def _sign_in(self, request, online):
        if online:
            good = self.tokens.accepts(request.bearer())
        else:
            wanted = base64.b64encode(
                f"{self.USER}:{self.WEB_SERVICE_KEY}".encode()).decode()
            good = request.header("Authorization") == f"Basic {wanted}"
        if not good:
            answer = self.error(401, "Authentication_InvalidCredentials",
                                "The server has rejected the client "
                                "credentials.")
            answer.headers["WWW-Authenticate"] = (
                "Bearer" if online else 'Basic realm=""')
            raise Refusal(answer)

    def _route(self, request, api, path):
        if api == "v2.0" and path.startswith("subscriptions"):
            return self.subscriptions.answer(request, path)
        if request.method != "GET":
            self.refuse(405, "BadRequest_MethodNotAllowed",
                        "The method is not allowed.")
        if path == "companies":
            rows = self.table("companies").rows.values()
            return self._json(request, "companies", {"value": [
                self._company(row) for row in rows]}, len(rows))
        match = COMPANY.match(path)
        company = self.table("companies").rows.get(
            match["company"].lower()) if match else None
        if company is None:
            self.refuse(404, "Internal_CompanyNotFound",
                        "The company was not found.")
        if match["path"] is None:
            return json_answer(self._company(company), content_type=JSON)
        return self._of_company(request, api, company, match["path"])

    @staticmethod
    def _company(row):
        return {name: row[name] for name in COMPANY_FIELDS}

    def _of_company(self, request, api, company, path):
        settings = self._settings(company).get(path)
        if settings and api == "v2.0":
            return self._json(request, path, {"value": [settings]}, 1)
        if (api, path) == ("microsoft/runtime/beta",
                           "webhookSupportedResources"):
            names = [f"{page.api}/companies({company['id']})/{page.set_name}"
                     for page in self.pages.values() if page.notifies]
            return self._json(request, path, {"value": [
                {"resource": name} for name in names]}, len(names))
        match = ROW.match(path)
        page = self.pages.get(match[1] if match else path)
        if page is None or page.api != api:
            self.refuse(404, "BadRequest_NotFound",
                        f"No HTTP resource was found that matches '{path}'.")
        if match is None:
            return self._list(request, company, page)
        key = f"{company['id']}|{match[2].lower()}"
        if key not in self.table(page.set_name).rows:
            self.refuse(404, "BadRequest_NotFound", "The record was not "
                        "found.")
        return json_answer(self._written(company, page, key, []),
                           rows=1, content_type=JSON)

    def _settings(self, company):
        """The sets of one row that follow from the company."""
        local = company["localCurrencyCode"]
        return {"generalLedgerSetup": {
                    "id": NO_GUID, "localCurrencyCode": local,
                    "additionalReportingCurrency":
                    company["additionalReportingCurrency"]},
                "companyInformation": {
                    "id": NO_GUID, "displayName": company["displayName"],
                    "currencyCode": local}}

    def _json(self, request, what, body, rows):
        context = f"{request.origin}{request.path.partition('/api/')[0]}" \
                  f"/api/v2.0/$metadata#{what}"
        return json_answer({"@odata.context": context, **body}, rows=rows,
                           content_type=JSON)

    def _check(self, page, name):
        if name not in (*page.fields, "id", "lastModifiedDateTime"):
            raise FilterError(f"Could not find a property named '{name}' on "
                              f"type 'Microsoft.NAV.{page.set_name}'.")

    def _list(self, request, company, page):
        if "$deltatoken" in request.query:
            self.refuse(410, "BadRequest_Gone",
                        "Delta links are not supported any more.")
        if "track-changes" in request.header("Prefer"):
            self.journal.violation(request, "delta links were removed")
        banned = page.unfiltered
        if self.options["filter_page_variables"]:
            banned = tuple(name for name in banned if name == "blocked")

        def check_filter(name):
            self._check(page, name)
            if name in banned:
                raise FilterError(f"The field '{name}' cannot be filtered.")
        query = ListQuery(request, lambda name: self._check(page, name),
                          Dialect(check_filter))
        table = self.table(page.set_name)

        def matches(row):
            return row["companyId"] == company["id"] and query.matches(row)
        size = self._size(request)
        wanted = size if query.top is None else query.top
        found, onward = page_of(table, matches, query.order,
                                self._after(request, company), wanted
                                + query.skip)
        found = found[query.skip:]
        body = {}
        if query.count:
            body["@odata.count"] = sum(map(matches, table.rows.values()))
        body["value"] = [self._written(company, page, key, query.select)
                         for key, _ in found]
        if onward and query.top is None:
            body["@odata.nextLink"] = self._next_link(request, query, found,
                                                      onward)
        return self._json(request, f"companies({company['id']})/"
                          f"{page.set_name}", body, len(found))

    def _size(self, request):
        match = re.search(r"odata\.maxpagesize\s*=\s*(\d+)",
                          request.header("Prefer"))
        most = self.options["page_size"]
        if match and int(match[1]) > most:
            self.refuse(413, "BadRequest_PageTooLarge",
                        f"The page size is at most {most}.")
        size = int(match[1]) if match and int(match[1]) else most
        return min(size, self.options["rows_of_page"] or size)

    def _after(self, request, company):
        token = request.query.get("$skiptoken")
        if token is None:
            return None
        if re.fullmatch(r"[0-9a-f-]{36}", token):
            return [[2, f"{company['id']}|{token}"]]
        try:
            return unseal(token)
        except ValueError:
            raise FilterError("The skip token is not valid.") from None

    def _next_link(self, request, query, found, onward):
        """The token is the key of the last row, or of the last place."""
        rest = [part for part in request.query_string.split("&")
                if part and urllib.parse.unquote(part.split("=")[0])
                not in ("$skiptoken", "aid")]
        token = seal(onward) if query.order else found[-1][1]["id"]
        link = "&".join(["aid=FIN", *rest,
                         "$skiptoken=" + urllib.parse.quote(token)])
        return f"{request.origin}{urllib.parse.quote(request.path)}?{link}"

    def _written(self, company, page, key, select):
        table = self.table(page.set_name)
        row = table.rows[key]
        names = select or ["id", *page.fields, "lastModifiedDateTime"]
        written = {"@odata.etag": 'W/"' + base64.b64encode(
            f"{table.versions[key]}".encode()).decode() + '"'}
        written.update({name: row[name] for name in names})
        # The local currency is blank in the table, and computed here.
        if written.get("currencyCode") == "" and page.api == "v2.0":
            written["currencyCode"] = company["localCurrencyCode"]
        return written
