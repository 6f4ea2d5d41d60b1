"""The double of BigCommerce."""

import email.utils

from ..core import clock
from ..core.double import Double, Refusal
from ..core.messages import Answer, json_answer, text_answer
from . import b2b
from .hooks import Hooks
from .rows import Defaults, v2_order, v3_customer

B2B = "/api/v3/io/"
TYPE = ("https://developer.bigcommerce.com/api-docs/getting-started/"
        "api-status-codes")
USUAL, MOST = 50, 250
V2_FILTERS = ("min_id", "max_id", "min_date_created", "max_date_created",
              "min_date_modified", "max_date_modified", "customer_id",
              "email", "status_id", "channel_id", "external_order_id",
              "is_deleted", "page", "limit", "sort", "include",
              "consignment_structure")
V3_FILTERS = ("id:in", "email:in", "company:in", "customer_group_id:in",
              "date_created", "date_created:min", "date_created:max",
              "date_modified", "date_modified:min", "date_modified:max",
              "include", "page", "limit", "sort")


def _iso(text):
    """A time of V2 as rows keep it; others stay."""
    try:
        return clock.iso(email.utils.parsedate_to_datetime(text).timestamp())
    except (ValueError, TypeError):
        return text


class BigCommerceDouble(Double):

    SYSTEM = "bigcommerce"
    OPTIONS = {
        "currency": "USD",
        "quota": 150, "window": 30,     # requests in seconds
        # Whether lists hold archived orders, flagged is_deleted.
        "archived_in_lists": True,
        # Whether lists of orders bring their consignments along on request;
        # "refused": the request is answered with 400.
        "consignments": True,
        # Whether the quotes of the B2B Edition stand under `data.list`.
        "quotes_in_list": False,
    }
    FILES = {"b2b_orders": "b2bOrders"}
    HASH, TOKEN, CLIENT_SECRET = "h4sh", "bc-token", "bc-secret"

    def set_up(self):
        defaults = Defaults(self)
        add = self.world.add
        add("orders", "id", defaults.order, self._touch)
        add("customers", "id", defaults.customer, self._touch)
        add("refunds", "id", defaults.refund)
        add("companies", "companyId", defaults.company, self._touch_b2b)
        add("users", "id", defaults.user, self._touch_b2b)
        add("b2bOrders", "id", defaults.b2b_order, self._touch_b2b)
        add("quotes", "quoteId", defaults.quote, self._touch_b2b)
        self.hooks = Hooks(self)
        self._window = (float("-inf"), 0)    # start, requests in it

    def _touch(self, row):
        row["date_modified"] = clock.iso(self.changed_at())

    def _touch_b2b(self, row):
        row["updatedAt"] = str(int(self.changed_at()))

    @property
    def url(self):
        return f"{self.origin}/stores/{self.HASH}"

    def access(self):
        return {"access_token": self.TOKEN, "client_secret":
                self.CLIENT_SECRET, "b2b_url": self.origin + B2B[:-1],
                "store_hash": self.HASH}

    def from_file(self, set_name, row, page):
        """V2 writes times in RFC 2822."""
        return [(set_name, {
            name: _iso(value) if name.startswith("date_") else value
            for name, value in row.items()})]

    def changed(self, name, what, row):
        self.hooks.changed(name, what, row)

    def time_passed(self):
        self.hooks.time_passed()

    def do_webhook(self, url, scope, headers=None):
        """Has what happens within a scope sent to `url`, signed and with
        `headers`."""
        self.hooks.add({"scope": scope, "destination": url,
                        "headers": headers})

    def do_deliver_again(self):
        """The last webhook once more."""
        self.hooks.again()

    # Errors.

    def v3_error(self, status, title):
        return json_answer({"status": status, "title": title, "type": TYPE,
                            "errors": {}}, status)

    def error_answer(self, status, request):
        text = f"The request failed with {status}."
        if request.path.startswith(B2B):
            return b2b.error(status, text)
        if "/v2/" in request.path:
            return json_answer([{"status": status, "message": text}], status)
        return self.v3_error(status, text)

    def throttle_answer(self, request, retry_after, settings):
        answer = self.error_answer(429, request)
        if retry_after is not None:
            answer.headers.update(self._rate_headers())
            answer.headers["X-Retry-After"] = retry_after
        return answer

    # Answers.

    def answer(self, request):
        if request.path.startswith(B2B):
            return b2b.answer(self, request, request.path[len(B2B):])
        prefix = f"/stores/{self.HASH}/"
        if request.header("X-Auth-Token") != self.TOKEN or not \
                request.path.startswith(prefix):
            return self.v3_error(401, "X-Auth-Token header is required")
        self._count(request)
        version, *parts = request.path[len(prefix):].strip("/").split("/")
        if version == "v2":
            answer = self._v2(request, parts)
        elif version == "v3":
            answer = self._v3(request, parts)
        else:
            answer = self.v3_error(404, "Not found")
        answer.headers.update(self._rate_headers())
        return answer

    def _count(self, request):
        start, used = self._window
        now = self.clock.now()
        if now >= start + self.options["window"]:
            start, used = now, 0
        if used >= self.options["quota"]:
            wait = start + self.options["window"] - now
            answer = self.throttle_answer(request, str(int(wait + 0.999)), {})
            answer.hold = wait
            raise Refusal(answer)
        self._window = (start, used + 1)

    def _rate_headers(self):
        start, used = self._window
        left = max(0.0, start + self.options["window"] - self.clock.now())
        return {"X-Rate-Limit-Time-Window-Ms":
                str(self.options["window"] * 1000),
                "X-Rate-Limit-Time-Reset-Ms": str(int(left * 1000)),
                "X-Rate-Limit-Requests-Quota": str(self.options["quota"]),
                "X-Rate-Limit-Requests-Left":
                str(max(0, self.options["quota"] - used))}

    def _paging(self, request):
        """(page, limit)."""
        try:
            page = int(request.query.get("page", 1))
            limit = int(request.query.get("limit", USUAL))
        except ValueError:
            raise Refusal(self.error_answer(400, request)) from None
        if limit > MOST:
            self.journal.violation(request, f"limit above {MOST}")
        return max(1, page), max(1, min(limit, MOST))

    def _sorted(self, request, rows, usual):
        name, _, direction = request.query.get("sort", usual).partition(":")
        if rows and name not in rows[0]:
            raise Refusal(self.error_answer(400, request))
        return sorted(rows, key=lambda row: (str(row[name]) if isinstance(
            row[name], str) else f"{row[name]:020}", row["id"]),
            reverse=direction == "desc")

    # V2: bare arrays, 204 for nothing.

    def _v2(self, request, parts):
        if "json" not in request.header("Accept"):
            self.journal.violation(request, "no Accept: application/json")
            return text_answer('<?xml version="1.0"?><orders></orders>', 200,
                               "application/xml")
        if parts == ["time"]:
            return json_answer({"time": int(self.clock.now())})
        if parts == ["store"]:
            return json_answer({"id": self.HASH, "name": "Contoso",
                                "currency": self.options["currency"]})
        if parts == ["customers"]:
            return self._v2_list(request, "customers", lambda row: {
                **v3_customer(row, ()), "date_created": clock.rfc_2822(
                    clock.parse(row["date_created"]))})
        if parts[0] != "orders":
            return self.error_answer(404, request)
        if len(parts) == 1:
            return self._v2_orders(request)
        if parts[1] == "count":
            return json_answer({"count": len(self.table("orders"))})
        row = self.table("orders").rows.get(parts[1])
        if row is None:
            return self.error_answer(404, request)
        if len(parts) == 2:
            return json_answer(v2_order(row, self.url), rows=1)
        if parts[2] in ("shipping_addresses", "shippingaddresses"):
            return self._array(request, row["shipping_addresses"])
        if parts[2] == "products":
            return self._array(request, row["products"])
        return self.error_answer(404, request)

    def _v2_orders(self, request):
        brings = self.options["consignments"]
        if "include" in request.query and brings == "refused":
            return self.error_answer(400, request)
        included = (brings is True and "consignments" in
                    request.query.get("include", "").split(",")
                    and request.query.get("consignment_structure") == "object")
        return self._v2_list(request, "orders", lambda row: v2_order(
            row, self.url, included))

    def _array(self, request, rows):
        page, limit = self._paging(request)
        rows = rows[(page - 1) * limit:page * limit]
        return json_answer(rows, rows=len(rows)) if rows else Answer(204)

    def _v2_list(self, request, name, write):
        for given in request.query:
            if given not in V2_FILTERS:
                return json_answer([{"status": 400, "message":
                                     f"The field '{given}' is not supported "
                                     "by this resource."}], 400)
        rows = [row for row in self.table(name).rows.values()
                if self._fits_v2(row, request)]
        rows = self._sorted(request, rows, "id:asc")
        page, limit = self._paging(request)
        rows = rows[(page - 1) * limit:page * limit]
        if not rows:
            return Answer(204)
        return json_answer([write(row) for row in rows], rows=len(rows))

    def _fits_v2(self, row, request):
        query = request.query
        if row.get("is_deleted") and "is_deleted" not in query and not \
                self.options["archived_in_lists"]:
            return False
        for name, test in (("min_id", lambda a, b: a >= b),
                           ("max_id", lambda a, b: a <= b)):
            if name in query and not test(row["id"], int(query[name])):
                return False
        for field in ("date_created", "date_modified"):
            at = clock.parse(row[field])
            if f"min_{field}" in query and at < self._time(
                    request, query[f"min_{field}"]):
                return False
            if f"max_{field}" in query and at > self._time(
                    request, query[f"max_{field}"]):
                return False
        if "email" in query and query["email"].lower() != row.get(
                "email", row.get("billing_address", {}).get("email",
                                                            "")).lower():
            return False
        return all(str(row.get(name)).lower() == query[name].lower()
                   for name in ("customer_id", "status_id", "channel_id",
                                "external_order_id", "is_deleted")
                   if name in query)

    def _time(self, request, text):
        """A time in ISO 8601 or RFC 2822."""
        try:
            return clock.parse(text)
        except ValueError:
            pass
        try:
            return email.utils.parsedate_to_datetime(text).timestamp()
        except (ValueError, TypeError):
            raise Refusal(self.error_answer(400, request)) from None

    # V3: data and meta.

    def _v3(self, request, parts):
        if parts[0] == "hooks":
            return self.hooks.answer(request, parts[1:])
        if request.method != "GET":
            return self.v3_error(405, "Method not allowed")
        if parts == ["customers"]:
            return self._v3_customers(request)
        if parts == ["customers", "form-field-values"]:
            wanted = request.query.get("customer_id")
            return self._v3_page(request, [
                field for row in self.table("customers").rows.values()
                for field in row["form_fields"]
                if wanted in (None, str(row["id"]))])
        if parts == ["orders", "payment_actions", "refunds"]:
            return self._v3_page(request, self._refunds(request))
        if len(parts) == 4 and parts[2:] == ["payment_actions", "refunds"]:
            return self._v3_page(request, [
                row for row in self.table("refunds").rows.values()
                if str(row["order_id"]) == parts[1]])
        return self.v3_error(404, "Not found")

    def _v3_customers(self, request):
        for given in request.query:
            if given not in V3_FILTERS:
                return self.v3_error(422, f"The filter '{given}' is not "
                                          "supported.")
        rows = [row for row in self.table("customers").rows.values()
                if self._fits_v3(row, request)]
        rows = self._sorted(request, rows, "id:asc")
        included = request.query.get("include", "").split(",")
        return self._v3_page(request, rows,
                             lambda row: v3_customer(row, included))

    def _fits_v3(self, row, request):
        query = request.query
        for name in ("id", "email", "company", "customer_group_id"):
            wanted = query.get(f"{name}:in")
            if wanted is not None and str(row[name]).lower() not in \
                    wanted.lower().split(","):
                return False
        for name in ("date_created", "date_modified"):
            at = clock.parse(row[name])
            if f"{name}:min" in query and at < self._time(
                    request, query[f"{name}:min"]):
                return False
            if f"{name}:max" in query and at > self._time(
                    request, query[f"{name}:max"]):
                return False
        return True

    def _refunds(self, request):
        wanted = request.query.get("order_id:in")
        since = request.query.get("created:min")
        return [row for row in self.table("refunds").rows.values()
                if (wanted is None or str(row["order_id"]) in
                    wanted.split(","))
                and (since is None or clock.parse(row["created"])
                     >= self._time(request, since))]

    def _v3_page(self, request, rows, write=lambda row: row):
        page, limit = self._paging(request)
        found = rows[(page - 1) * limit:page * limit]
        pages = max(1, -(-len(rows) // limit))
        links = {"current": f"?page={page}&limit={limit}"}
        if page < pages:
            links["next"] = f"?page={page + 1}&limit={limit}"
        return json_answer({
            "data": [write(row) for row in found],
            "meta": {"pagination": {
                "total": len(rows), "count": len(found), "per_page": limit,
                "current_page": page, "total_pages": pages,
                "links": links}}}, rows=len(found))
