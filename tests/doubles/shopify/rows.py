"""What the shop fills in, and the shape of rows in webhooks."""

import re

from ..core import clock

KINDS = {"orders": "Order", "customers": "Customer",
         "draftOrders": "DraftOrder", "companies": "Company",
         "companyLocations": "CompanyLocation"}
SETS = {kind: name for name, kind in KINDS.items()}
# Names in webhooks that are not the snake case of those in GraphQL.
REST_NAMES = {"displayFinancialStatus": "financial_status",
              "displayFulfillmentStatus": "fulfillment_status",
              "currencyCode": "currency",
              "presentmentCurrencyCode": "presentment_currency",
              "countryCodeV2": "country_code",
              "customAttributes": "note_attributes"}


def gid(kind, number):
    return f"gid://shopify/{kind}/{number}"


def number_of(text):
    """7 of gid://shopify/Order/7."""
    return int(str(text).rsplit("/", 1)[-1])


def money(amount, currency):
    """A MoneyBag, also of one that is there already."""
    if isinstance(amount, dict):
        shop = amount["shopMoney"]
        return {"shopMoney": shop,
                "presentmentMoney": amount.get("presentmentMoney", shop)}
    one = {"amount": str(amount), "currencyCode": currency}
    return {"shopMoney": one, "presentmentMoney": dict(one)}


class Defaults:

    def __init__(self, double):
        self._double = double
        self._next = 1000

    def complete(self, kind):
        """A function that fills in a row of this kind."""
        own = {"Order": self._order, "Customer": self._customer,
               "DraftOrder": self._draft_order, "Company": self._company,
               "CompanyLocation": self._location}[kind]

        def complete(row):
            if "id" not in row:
                self._next += 1
                row["id"] = self._next
            if not str(row["id"]).startswith("gid://"):
                row["id"] = gid(kind, row["id"])
            row["legacyResourceId"] = str(number_of(row["id"]))
            now = clock.iso(self._double.clock.now())
            row.setdefault("createdAt", now)
            own(row)
            self._addresses(row)
        return complete

    def _addresses(self, row):
        for name in ("shippingAddress", "billingAddress", "defaultAddress"):
            address = row.setdefault(name, None)
            if address is not None:
                code = address.get("countryCodeV2") or address.get(
                    "countryCode")
                address["countryCodeV2"] = address["countryCode"] = code
                address.setdefault("id", gid("MailingAddress",
                                             number_of(row["id"])))
                address.setdefault("companyName", address.get("company") or "")
                address.setdefault("address1", "")

    @staticmethod
    def _person(row):
        customer = row.get("customer")
        if customer is not None and not isinstance(customer, dict):
            customer = {"id": customer}
        if customer and not str(customer["id"]).startswith("gid://"):
            customer["id"] = gid("Customer", customer["id"])
        row["customer"] = customer

    def _order(self, row):
        self._person(row)
        number = number_of(row["id"])
        currency = row.setdefault("currencyCode",
                                  self._double.options["currency"])
        row.setdefault("name", f"#{number}")
        row.setdefault("processedAt", row["createdAt"])
        row.setdefault("presentmentCurrencyCode", currency)
        total = row.setdefault("totalPriceSet", "0.00")
        for name in ("totalPriceSet", "currentTotalPriceSet",
                     "originalTotalPriceSet"):
            row[name] = money(row.get(name, total), currency)
        for name in ("currentTotalTaxSet", "currentShippingPriceSet",
                     "totalRefundedSet", "totalTaxSet"):
            row[name] = money(row.get(name, "0.00"), currency)
        for name, value in (
                ("closed", False), ("test", False), ("edited", False),
                ("taxesIncluded", False), ("tags", []),
                ("customAttributes", []), ("sourceName", "web"),
                ("displayFinancialStatus", "PAID"),
                ("displayFulfillmentStatus", "UNFULFILLED"),
                ("returnStatus", "NO_RETURN"),
                ("merchantBusinessEntity", {
                    "id": gid("BusinessEntity", 1), "displayName": "Contoso",
                    "companyName": "Contoso", "primary": True})):
            row.setdefault(name, value)

    def _draft_order(self, row):
        self._person(row)
        currency = row.setdefault("currencyCode",
                                  self._double.options["currency"])
        row.setdefault("presentmentCurrencyCode", currency)
        row.setdefault("name", f"#D{number_of(row['id'])}")
        row.setdefault("status", "OPEN")
        row.setdefault("tags", [])
        row.setdefault("customAttributes", [])
        order = row.get("order")
        if order is not None and not isinstance(order, dict):
            row["order"] = {"id": order if str(order).startswith("gid://")
                            else gid("Order", order)}
        for name in ("totalPriceSet", "totalTaxSet"):
            row[name] = money(row.get(name, "0.00"), currency)

    @staticmethod
    def _customer(row):
        email = row.get("email")
        row["defaultEmailAddress"] = row.get("defaultEmailAddress") or (
            {"emailAddress": email, "validFormat": True} if email else None)
        names = (row.get("firstName"), row.get("lastName"))
        row.setdefault("displayName", " ".join(filter(None, names))
                       or email or "")
        for name, value in (("numberOfOrders", "0"), ("state", "DISABLED"),
                            ("tags", []), ("taxExempt", False),
                            ("verifiedEmail", True),
                            ("taxSettings", {"taxId": None})):
            row.setdefault(name, value)

    @staticmethod
    def _company(row):
        row.setdefault("name", "Company")
        row.setdefault("customerSince", row["createdAt"])
        contact = row.get("mainContact")
        if contact:
            contact.setdefault("id", gid("CompanyContact",
                                         number_of(row["id"])))
            contact.setdefault("company", {"id": row["id"]})
            contact.setdefault("isMainContact", True)
            contact.setdefault("createdAt", row["createdAt"])
            contact.setdefault("updatedAt", row["createdAt"])
            row.setdefault("contacts", [contact])

    def _location(self, row):
        if not isinstance(row["company"], dict):
            row["company"] = {"id": row["company"]}
        if not str(row["company"]["id"]).startswith("gid://"):
            row["company"]["id"] = gid("Company", row["company"]["id"])
        row.setdefault("name", "Location")
        row.setdefault("currency", self._double.options["currency"])
        row["taxSettings"] = {"taxExempt": False, "taxRegistrationId": None,
                              **(row.get("taxSettings") or {})}
        row["taxRegistrationId"] = row["taxSettings"]["taxRegistrationId"]


def rest_shape(value):
    """As webhooks and the older REST interface write it."""
    if isinstance(value, list):
        return [rest_shape(part) for part in value]
    if not isinstance(value, dict):
        return value
    if set(value) <= {"amount", "currencyCode"}:
        return {"amount": value.get("amount"),
                "currency_code": value.get("currencyCode")}
    written = {}
    for name, part in value.items():
        if name in ("legacyResourceId", "countryCode", "companyName",
                    "__typename"):
            continue
        if name == "id" and str(part).startswith("gid://"):
            written["id"] = number_of(part)
            written["admin_graphql_api_id"] = part
        elif name == "tags":
            written["tags"] = ", ".join(part)
        elif name == "customAttributes":
            written["note_attributes"] = [
                {"name": one["key"], "value": one.get("value")}
                for one in part]
        elif name == "defaultEmailAddress":
            written["email"] = part and part["emailAddress"]
        elif name == "purchasingEntity":
            written["company"] = _company(part)
        elif name.startswith("display") and isinstance(part, str) \
                and name != "displayName":
            written[REST_NAMES[name]] = part.lower()
        else:
            snake = REST_NAMES.get(name) or re.sub(
                "([A-Z])", lambda match: "_" + match[1].lower(), name)
            written[snake] = rest_shape(part)
            if name.endswith("PriceSet") and part:
                written[snake.removesuffix("_set")] = part["shopMoney"][
                    "amount"]
    return written


def _company(entity):
    if not entity or "company" not in entity:
        return None
    return {"id": number_of(entity["company"]["id"]),
            "location_id": number_of(entity["location"]["id"])}
