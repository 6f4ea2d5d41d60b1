"""The double of Adobe Commerce."""

import re

from ..core.double import Double, Refusal
from ..core.messages import json_answer, text_answer
from .oauth import OAuth
from .rows import Defaults, stamp, without_nulls
from .search import Criteria, CriteriaError, project

PATH = re.compile(r"/rest/(?:(?P<store>\w+)/)?V1/(?P<rest>.+?)/?$")
# path -> (set, key field, what a consumer must be allowed to see)
LISTS = {"orders": ("orders", "entity_id", "Magento_Sales::actions_view"),
         "customers/search": ("customers", "id",
                              "Magento_Customer::customer"),
         "company": ("companies", "id", "Magento_Company::index"),
         "carts/search": ("carts", "id", "Magento_Cart::manage")}
ONE = re.compile(r"(orders|customers|company|carts)/(\d+)$")
SETS = {"orders": "orders", "customers": "customers", "company": "companies",
        "carts": "carts"}
ID_COLUMN = "entity_id"
FOUR_HOURS = 4 * 3600


class AdobeCommerceDouble(Double):

    SYSTEM = "adobe_commerce"
    OPTIONS = {
        "currency": "USD",
        "bearer": True,          # oauth/consumer/enable_integration_as_bearer
        "b2b": True,             # the B2B modules are installed
        "empty_items": "list",   # or "null"
        "input_limits": False,   # pages of `most_rows`, 20 unless asked
        "most_rows": 300,
    }
    FILES = {"quotes": "carts"}
    ACCESS_TOKEN, TOKEN_SECRET = "mage-token", "mage-token-secret"
    CONSUMER_KEY, CONSUMER_SECRET = "mage-key", "mage-secret"
    ADMIN = ("landfall", "passw0rd")

    def set_up(self):
        defaults = Defaults(self)
        self.world.add("orders", "entity_id", defaults.order, self._touch)
        self.world.add("customers", "id", defaults.customer, self._touch)
        self.world.add("companies", "id", defaults.company)
        self.world.add("carts", "id", defaults.cart, self._touch)
        self.rates = {"EUR": 0.88}
        self._oauth = OAuth(self.CONSUMER_KEY, self.CONSUMER_SECRET,
                            self.ACCESS_TOKEN, self.TOKEN_SECRET)
        self._admin_tokens = {}
        self._told = {}     # search -> the total_count that was told last

    def _touch(self, row):
        row["updated_at"] = stamp(self.changed_at())

    @property
    def url(self):
        return f"{self.origin}/rest/default"

    def access(self):
        return {"access_token": self.ACCESS_TOKEN,
                "access_token_secret": self.TOKEN_SECRET,
                "consumer_key": self.CONSUMER_KEY,
                "consumer_secret": self.CONSUMER_SECRET}

    def is_token_request(self, request):
        return request.path.endswith("/V1/integration/admin/token")

    # Errors.

    def error(self, status, message, parameters=None):
        body = {"message": message}
        if parameters is not None:
            body["parameters"] = parameters
        return json_answer(body, status)

    def error_answer(self, status, request):
        return self.error(status, "Internal Error. Details are available in "
                          "Magento log file. Report ID: webapi-1")

    def refuse(self, status, message, parameters=None):
        raise Refusal(self.error(status, message, parameters))

    # Answers.

    def answer(self, request):
        match = PATH.match(request.path)
        if match is None:
            return text_answer("<html>404</html>", 404, "text/html")
        rest = match["rest"]
        if self.is_token_request(request):
            return self._admin_token(request)
        if "json" not in request.header("Accept"):
            self.journal.violation(request, "no Accept: application/json")
        one = ONE.match(rest)
        if request.method != "GET" or not (one or rest in LISTS or rest in (
                "directory/currency", "store/storeConfigs")):
            return self._no_route()
        if rest.startswith("company") and not self.options["b2b"]:
            return self._no_route()
        self._sign_in(request, LISTS.get(rest, (0, 0, rest))[2])
        if rest == "directory/currency":
            return self._currency()
        if rest == "store/storeConfigs":
            return json_answer([{
                "id": 1, "code": "default", "website_id": 1,
                "base_currency_code": self.options["currency"],
                "timezone": "UTC"}])
        if one:
            return self._one(one[1], one[2])
        return self._list(request, *LISTS[rest][:2])

    def _no_route(self):
        return self.error(404, "Request does not match any route.")

    def _admin_token(self, request):
        asked = request.json()
        if (asked.get("username"), asked.get("password")) != self.ADMIN:
            return self.error(401, "The account sign-in was incorrect or your "
                              "account is disabled temporarily. Please wait "
                              "and try again later.")
        token = self.new_guid()
        self._admin_tokens[token] = (self.clock.now() + FOUR_HOURS,
                                     self.token_epoch)
        self.journal.tokens += 1
        return json_answer(token)

    def _sign_in(self, request, resource):
        if request.header("Authorization").lower().startswith("oauth "):
            problem = self._oauth.refusal(request)
            if problem:
                self.refuse(401, problem)
            return
        token = request.bearer()
        until, epoch = self._admin_tokens.get(token, (0.0, -1))
        if epoch == self.token_epoch and self.clock.now() < until:
            return
        if not (token == self.ACCESS_TOKEN and self.options["bearer"]
                and self.token_epoch == 0):
            self.refuse(401, "The consumer isn't authorized to access "
                        "%resources.", {"resources": resource})

    def _one(self, path, number):
        row = self.table(SETS[path]).rows.get(number)
        if row is None:
            self.refuse(404, "The entity that was requested doesn't exist. "
                        "Verify the entity and try again.")
        return json_answer(without_nulls(row), rows=1)

    def _currency(self):
        return json_answer({
            "base_currency_code": self.options["currency"],
            "default_display_currency_code": self.options["currency"],
            "exchange_rates": [{"currency_to": name, "rate": rate}
                               for name, rate in self.rates.items()]})

    def _list(self, request, set_name, key):
        try:
            criteria = Criteria(request.pairs)
        except (CriteriaError, ValueError, KeyError) as error:
            self.refuse(400, str(error))
        if not criteria.given:
            self.refuse(400, '"%fieldName" is required. Enter and try again.',
                        {"fieldName": "searchCriteria"})
        # The column behind `id` has another name.
        rows = [{**row, ID_COLUMN: row[key]}
                for row in self.table(set_name).rows.values()]
        known = {name for row in rows for name in row}
        for field in criteria.fields():
            # It becomes a column of SQL as it is.
            if "." in field or (rows and field not in known):
                raise Refusal(self.error_answer(500, request))
        rows = [row for row in rows if criteria.matches(row)]
        rows.sort(key=lambda row: row[key])
        for field, direction in reversed(criteria.orders):
            rows.sort(key=lambda row, field=field: _sort_key(row.get(field)),
                      reverse=direction == "DESC")
        search = (set_name, str(criteria.groups), str(criteria.orders))
        page = self._page(request, criteria, rows,
                          self._told.get(search, len(rows)))
        self._told[search] = len(rows)
        stored = self.table(set_name).rows
        items = [without_nulls(stored[str(row[key])]) for row in page]
        body = {"items": items or (None if self.options["empty_items"]
                                   == "null" else []),
                "search_criteria": criteria.echo(), "total_count": len(rows)}
        return json_answer(project(body, request.query.get("fields", "")),
                           rows=len(page))

    def _page(self, request, criteria, rows, told):
        size = criteria.page_size
        if self.options["input_limits"]:
            most = self.options["most_rows"]
            if size is not None and size > most:
                self.refuse(400, "Maximum SearchCriteria pageSize is %1",
                            [str(most)])
            size = size or 20
        if not size:
            return rows
        last = max(1, -(-len(rows) // size))
        # Rows may have gone since the client was told how many there are.
        if criteria.page > max(last, -(-told // size)):
            self.journal.violation(request, "a page past the end")
        # A page past the end is the last one once more.
        page = min(max(criteria.page, 1), last)
        return rows[(page - 1) * size:page * size]


def _sort_key(value):
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, (int, float)):
        return (1, float(value), "")
    return (2, 0.0, str(value))
