"""What a store fills in. A field that is None is left out on the wire."""

from ..core import clock


def stamp(seconds):
    """`2026-06-09 12:00:00`, in UTC without saying so."""
    return clock.iso(seconds)[:19].replace("T", " ")


class Defaults:

    def __init__(self, double):
        self._double = double
        self._next = 99

    def _numbered(self, row, key):
        if key not in row:
            self._next += 1
            row[key] = self._next
        row[key] = int(row[key])
        row.setdefault("created_at", stamp(self._double.clock.now()))

    def order(self, row):
        self._numbered(row, "entity_id")
        currency = row.setdefault("base_currency_code",
                                  self._double.options["currency"])
        total = float(row.setdefault("base_grand_total", 0.0))
        for name, value in (
                ("increment_id", f"{row['entity_id']:09d}"),
                ("state", "processing"),
                ("customer_is_guest", 0 if row.get("customer_id") else 1),
                ("grand_total", total), ("order_currency_code", currency),
                ("store_currency_code", currency),
                ("global_currency_code", currency),
                ("base_to_order_rate", 1.0), ("store_id", 1),
                ("store_name", "Main Website\nMain Website Store\n"
                               "Default Store View"),
                ("is_virtual", 0)):
            row.setdefault(name, value)
        row.setdefault("status", row["state"])
        shipping = row.pop("shipping_address", None)
        if shipping is not None and not row["is_virtual"]:
            row.setdefault("extension_attributes", {})[
                "shipping_assignments"] = [
                    {"shipping": {"address": shipping}}]

    def customer(self, row):
        self._numbered(row, "id")
        for name, value in (("group_id", 1), ("firstname", ""),
                            ("lastname", ""), ("email", ""), ("store_id", 1),
                            ("website_id", 1), ("addresses", [])):
            row.setdefault(name, value)

    def company(self, row):
        self._numbered(row, "id")
        row.pop("created_at")
        for name, value in (("status", 1), ("company_name", ""),
                            ("customer_group_id", 1)):
            row.setdefault(name, value)

    def cart(self, row):
        self._numbered(row, "id")
        for name, value in (
                ("is_active", True), ("items_count", 0),
                ("currency", {"base_currency_code":
                              self._double.options["currency"]})):
            row.setdefault(name, value)


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items()
                if part is not None}
    if isinstance(value, list):
        return [without_nulls(part) for part in value]
    return value
