"""What a store fills in, and how it writes a row."""

from ..core import clock

STATUSES = ("Incomplete", "Pending", "Shipped", "Partially Shipped",
            "Refunded", "Cancelled", "Declined", "Awaiting Payment",
            "Awaiting Pickup", "Awaiting Shipment", "Completed",
            "Awaiting Fulfillment", "Manual Verification Required",
            "Disputed", "Partially Refunded")
ADDRESS = {"first_name": "", "last_name": "", "company": "", "street_1": "",
           "street_2": "", "city": "", "state": "", "zip": "", "country": "",
           "country_iso2": "", "phone": "", "email": "", "form_fields": []}
MONEY = ("total_ex_tax", "total_inc_tax", "total_tax", "subtotal_ex_tax",
         "subtotal_inc_tax", "shipping_cost_ex_tax", "shipping_cost_inc_tax")
# Addresses and attributes that `include` brings along, at most.
INCLUDED = 10


class Defaults:
    """Ids are numbers, counted from 100; times are kept in ISO 8601."""

    def __init__(self, double):
        self._double = double
        self._next = 99

    def numbered(self, row):
        if "id" not in row:
            self._next += 1
            row["id"] = self._next
        row["id"] = int(row["id"])
        now = clock.iso(self._double.clock.now())
        row.setdefault("date_created", now)

    def order(self, row):
        self.numbered(row)
        currency = row.setdefault("currency_code",
                                  self._double.options["currency"])
        total = row.setdefault("total_inc_tax", 0)
        row.setdefault("total_ex_tax", total)
        for name in MONEY:
            row[name] = f"{float(row.get(name, 0)):.4f}"
        for name, value in (
                ("customer_id", 0), ("status_id", 11), ("date_shipped", ""),
                ("payment_status", "authorized"), ("channel_id", 1),
                ("default_currency_code", currency),
                ("store_default_currency_code",
                 self._double.options["currency"]),
                ("currency_exchange_rate", "1.0000000000"),
                ("external_id", None), ("external_order_id", ""),
                ("order_source", "www"), ("is_deleted", False),
                ("items_total", 1), ("customer_message", ""),
                ("staff_notes", ""), ("is_tax_inclusive_pricing", False),
                ("shipping_addresses", []), ("products", [])):
            row.setdefault(name, value)
        # The interface never says anything else here.
        row["refunded_amount"] = "0.0000"
        row["billing_address"] = {**ADDRESS, **row.get("billing_address", {})}
        row["shipping_addresses"] = [
            {"id": row["id"] * 10 + at, "order_id": row["id"], **ADDRESS,
             **address} for at, address in
            enumerate(row["shipping_addresses"])]

    def customer(self, row):
        self.numbered(row)
        for name, value in (
                ("email", ""), ("first_name", ""), ("last_name", ""),
                ("company", ""), ("phone", ""), ("notes", ""),
                ("tax_exempt_category", ""), ("customer_group_id", 0),
                ("origin_channel_id", 1), ("channel_ids", [1]),
                ("form_fields", []), ("addresses", []), ("attributes", [])):
            row.setdefault(name, value)
        row["form_fields"] = [{"customer_id": row["id"], **field}
                              for field in row["form_fields"]]

    def refund(self, row):
        self.numbered(row)
        row.setdefault("created", row.pop("date_created"))
        for name, value in (("user_id", 1), ("reason", ""), ("items", []),
                            ("total_amount", "0.0000"),
                            ("total_tax", "0.0000")):
            row.setdefault(name, value)

    def _b2b(self, row, key):
        if key not in row:
            self._next += 1
            row[key] = self._next
        row[key] = int(row[key])
        row.setdefault("createdAt", str(int(self._double.clock.now())))

    def company(self, row):
        self._b2b(row, "companyId")
        for name, value in (
                ("companyName", ""), ("companyStatus", "1"),
                ("companyEmail", ""), ("country", ""), ("uuid", None),
                ("extraFields", []), ("customerId", 0)):
            row.setdefault(name, value)

    def user(self, row):
        self._b2b(row, "id")
        for name, value in (("companyId", 0), ("customerId", 0), ("email", ""),
                            ("firstName", ""), ("lastName", "")):
            row.setdefault(name, value)

    def b2b_order(self, row):
        self._b2b(row, "id")
        for name, value in (("bcOrderId", 0), ("companyId", 0),
                            ("poNumber", "")):
            row.setdefault(name, value)

    def quote(self, row):
        self._b2b(row, "quoteId")
        row["id"] = row["quoteId"]
        for name, value in (
                ("quoteNumber", f"QN{row['quoteId']:05d}"),
                ("quoteTitle", ""), ("status", 0), ("bcCustomerId", 0),
                ("userEmail", ""), ("company", {"companyName": ""}),
                ("currency", {"currencyCode":
                              self._double.options["currency"]}),
                ("totalAmount", "0.00")):
            row.setdefault(name, value)


def v2_order(row, store_url, consignments=False):
    """As the list has it: times in RFC 2822, sub-resources as links, but for
    the consignments if they were asked for."""
    written = {name: value for name, value in row.items()
               if name not in ("shipping_addresses", "products")}
    for name in ("date_created", "date_modified", "date_shipped"):
        written[name] = clock.rfc_2822(clock.parse(row[name])) \
            if row.get(name) else ""
    written["status"] = STATUSES[row["status_id"]]
    for name in ("products", "shippingaddresses", "coupons", "consignments"):
        link = {"url": f"{store_url}/v2/orders/{row['id']}/{name}",
                "resource": f"/orders/{row['id']}/{name}"}
        written["shipping_addresses" if name == "shippingaddresses"
                else name] = link
    if consignments:
        written["consignments"] = {
            "pickups": [], "downloads": [], "email": {"gift_certificates": []},
            "shipping": [
                {**{name: value for name, value in address.items()
                    if name != "order_id"},
                 "line_items": [{"url": link["url"] + "/products/1",
                                 "resource": link["resource"]}]}
                for address in row["shipping_addresses"]]}
    return written


def v3_customer(row, included):
    written = {name: value for name, value in row.items()
               if name not in ("form_fields", "addresses", "attributes")}
    written["address_count"] = len(row["addresses"])
    if "formfields" in included:
        written["form_fields"] = row["form_fields"]
    for name in ("addresses", "attributes"):
        if name in included:
            written[name] = row[name][:INCLUDED]
    return written
