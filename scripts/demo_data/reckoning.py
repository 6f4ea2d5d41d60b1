"""Counts the worked examples a second time, by the shortest route.

It reads the rows of the payload files and knows nothing of the server: lower
case addresses, digits of numbers, a loop over everybody for everybody. It is
right for the demonstration data only, and stops the generator when the data no
longer says what the documents say.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from email.utils import parsedate_to_datetime

from demo_data import dataverse

_ENTITY_OF_COUNTRY = {"US": "USTR", "USA": "USTR", "CA": "CATR",
                      "Canada": "CATR", "GB": "UKCO",
                      "United Kingdom": "UKCO"}
_RATES = {"USD": Decimal(1), "CAD": Decimal("0.73")}


def _digits(text):
    return "".join(c for c in text or "" if c.isdigit())


def _mail(text):
    return (text or "").strip().lower()


class Masters:
    """Who is in which entity, by three keys."""

    def __init__(self, files, as_of):
        self._rows = []
        for row in files.rows["erp-customers.json"]:
            if row["CreatedDateTime"] <= as_of:
                self._rows.append((row["dataAreaId"].upper(), {
                    _mail(row["PrimaryContactEmail"]), row["CustomerAccount"],
                    _digits(row["TaxExemptNumber"]), row["EcomCustomerId"]}))
        for row in files.rows["bc-customers.json"]:
            self._rows.append(("UKCO", {
                _mail(row["email"]), _digits(row["taxRegistrationNumber"])}))

    def entities(self, *keys):
        wanted = {key for key in keys if key}
        return {entity for entity, known in self._rows if known & wanted}


def _dataverse_customers(files):
    """(row, keys) of every customer in scope."""
    for row in files.rows["crm-accounts.json"]:
        if (row["customertypecode"] == 3 and row["statecode"] == 0
                and not row["name"].startswith("ZZ ")):
            yield row, (_mail(row["emailaddress1"]), row["accountnumber"],
                        _digits(row["msdyn_taxexemptnumber"]))
    for row in files.rows["crm-contacts.json"]:
        if row["msdyn_sellable"] and row["statecode"] == 0:
            yield row, (_mail(row["emailaddress1"]),
                        row["msdyn_contactpersonid"])


def _expected(row):
    for code in ("USTR", "CATR"):
        if row["_msdyn_company_value"] == dataverse.company_id(code):
            return code
    return _ENTITY_OF_COUNTRY[row["address1_country"]]


def _has_open_activity(files, row):
    record = row.get("accountid") or row.get("contactid")
    return any(a["_customerid_value"] == record and a["statecode"] == 0
               for name in ("crm-opportunities.json", "crm-salesorders.json")
               for a in files.rows[name])


def dataverse_week(files, start, end):
    """Counts of the rows created after `start` and up to `end`."""
    masters = Masters(files, end)
    window = [(row, keys) for row, keys in _dataverse_customers(files)
              if start < row["createdon"] <= end]
    missing = [row for row, keys in window
               if _expected(row) not in masters.entities(*keys)]
    return {"in_window": len(window), "promoted": len(window) - len(missing),
            "not_promoted": len(missing),
            "with_open_activity": sum(_has_open_activity(files, row)
                                      for row in missing)}


def _shop_orders(files):
    """(customer, keys, placed, country, amount, currency) of live orders."""
    dead = {"REFUNDED", "VOIDED", "EXPIRED"}
    for order in files.rows["shop-orders.jsonl"]:
        if "__parentId" in order or order["test"]:
            continue
        if order["displayFinancialStatus"] in dead:
            continue
        company = (order["purchasingEntity"] or {}).get("company")
        customer = order["customer"] or company or {}
        number = _digits(customer.get("id"))
        tax_ids = [_digits(place["taxSettings"]["taxRegistrationId"])
                   for row in files.rows["shop-companies.json"]
                   if company and row["id"] == company["id"]
                   for place in row["locations"]["nodes"]]
        money = order["currentTotalPriceSet"]["shopMoney"]
        yield (_mail(order["email"]),
               (_mail(order["email"]), number, *tax_ids), order["createdAt"],
               order["cancelledAt"], order["shippingAddress"]["countryCodeV2"],
               order["tags"], money["amount"], money["currencyCode"])


def _bigcommerce_orders(files):
    for order in files.rows["b2b-orders.json"]:
        if order["status_id"] in (0, 1, 4, 5, 6):
            continue
        placed = parsedate_to_datetime(order["date_created"]).strftime(
            "%Y-%m-%dT%H:%M:%SZ")
        yield (order["billing_address"]["email"],
               (_mail(order["billing_address"]["email"]),), placed, None,
               "CA" if order["customer_id"] == 207
               else order["shipping_addresses"][0]["country_iso2"],
               [], order["total_inc_tax"], order["default_currency_code"])


def _adobe_orders(files):
    tax_ids = {}
    companies = {row["id"]: row["vat_tax_id"]
                 for row in files.rows["commerce-companies.json"]}
    for row in files.rows["commerce-customers.json"]:
        company = row.get("extension_attributes", {}).get(
            "company_attributes", {}).get("company_id")
        tax_ids[row["id"]] = _digits(row.get("taxvat")
                                     or companies.get(company))
    for order in files.rows["commerce-orders.json"]:
        if order["state"] not in ("canceled", "closed", "pending_payment"):
            yield (order["customer_email"],
                   (_mail(order["customer_email"]),
                    tax_ids.get(order.get("customer_id"))),
                   order["created_at"].replace(" ", "T") + "Z", None,
                   order["billing_address"]["country_id"], [],
                   str(order["base_grand_total"]),
                   order["base_currency_code"])


def _rounded(blocked):
    value = sum(Decimal(amount) * _RATES[currency]
                for amount, currency in blocked)
    return value.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


def _customers_of_the_week(files, start, end):
    """Customer -> (channel, keys, [(country, tags, amount, currency)])."""
    customers = {}
    for channel, orders in (("DTC", _shop_orders), ("B2B", _bigcommerce_orders),
                            ("B2B", _adobe_orders)):
        for name, keys, placed, ended, *order in orders(files):
            if not start < placed <= end or (ended and ended <= end):
                continue
            entry = customers.setdefault((channel, name), (channel, set(), []))
            entry[1].update(key for key in keys if key)
            entry[2].append(order)
    return customers


def shop_week(files, start, end):
    """Counts of the customers with a live order after `start`, up to `end`."""
    masters = Masters(files, end)
    customers = _customers_of_the_week(files, start, end)
    absent = {}
    for (_, name), (channel, keys, orders) in customers.items():
        present = masters.entities(*keys)
        blocked = []
        for country, tags, amount, currency in orders:
            entity = _ENTITY_OF_COUNTRY.get(country)
            missing = entity not in present
            if entity is None or tags:  # flagged; anywhere is good enough
                missing = not present
            if missing:
                blocked.append((amount, currency))
        if blocked:
            absent[name] = (channel, keys, _rounded(blocked))
    stuck = set()
    for row, keys in _dataverse_customers(files):
        if (row["createdon"] <= end
                and _expected(row) not in masters.entities(*keys)):
            stuck.update(key for key in keys if key)
    values = [value for _, _, value in absent.values()]
    return {"in_window": len(customers), "absent": len(absent),
            "B2B": sum(c == "B2B" for c, _, _ in absent.values()),
            "DTC": sum(c == "DTC" for c, _, _ in absent.values()),
            "blocked": str(sum(values)), "largest": str(max(values)),
            "also_in_dataverse": sum(bool(keys & stuck)
                                     for _, keys, _ in absent.values())}


WORKED_EXAMPLES = (
    (dataverse_week, "2026-06-03T00:00:00Z", "2026-06-10T00:00:00Z",
     {"in_window": 47, "promoted": 43, "not_promoted": 4,
      "with_open_activity": 3}),
    (shop_week, "2026-04-06T00:00:00Z", "2026-04-13T00:00:00Z",
     {"in_window": 31, "absent": 17, "B2B": 6, "DTC": 11,
      "blocked": "61200.00", "largest": "18400.00", "also_in_dataverse": 4}),
)


def check(files):
    """Raises ValueError when a worked example does not come out."""
    for count, start, end, promised in WORKED_EXAMPLES:
        counted = count(files, start, end)
        if counted != promised:
            raise ValueError(f"{count.__name__}: the data says {counted}, the "
                             f"documents say {promised}")
