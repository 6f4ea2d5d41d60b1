"""Customers as files in the shapes that the systems hand out, and what must be
said of them.

Customer i of the shop is known by the address of its number alone, so every
count follows from arithmetic on i. Nothing is random.
"""

import json

CONFIG = """\
listen: {grpc: "127.0.0.1:0", http: "127.0.0.1:0"}
store: {path: ./landfall-data}
legal_entities:
  - {id: USTR, name: US Trade Inc, country: US, currency: USD, source: erp}
  - {id: CATR, name: CA Trade ULC, country: CA, currency: CAD, source: erp}
sources:
  - {id: erp, system: finance_operations, created: [CreatedDateTime]}
  - {id: shop, system: shopify, channel: DTC}
expectation:
  - {ship_to: [US], entity: USTR}
  - {ship_to: [CA], entity: CATR}
"""

AS_OF = "2026-06-10"
_ODATA = "https://contoso.operations.dynamics.com/data/"


def country(i):
    return "CA" if i % 4 == 3 else "US"


def has_live_order(i):
    return i % 2 == 0


def ledger(i):
    """The dataAreaId that holds customer i, or None."""
    if i % 10 == 0:
        return None
    right, wrong = ("catr", "ustr") if country(i) == "CA" else ("ustr", "catr")
    return wrong if i % 10 == 4 else right


def is_absent(i):
    right = "catr" if country(i) == "CA" else "ustr"
    return has_live_order(i) and ledger(i) != right


def amount(i):
    """In cents."""
    return 1000 + i % 997


def email(i):
    return f"customer.{i}@shoppers.contoso.com"


def master_row(i):
    area = ledger(i)
    return {
        "@odata.etag": f'W/"{i}"', "dataAreaId": area,
        "CustomerAccount": f"C-{i:07d}", "PartyType": "Person",
        "PersonFirstName": "Customer", "PersonLastName": str(i),
        "PrimaryContactEmail": email(i).upper(),
        "AddressCountryRegionId": "USA" if area == "ustr" else "CAN",
        "CustomerGroupId": "RETAIL", "SalesCurrencyCode": "USD",
        "OnHoldStatus": "No", "CreatedDateTime": "2024-02-01T09:00:00Z"}


def shop_rows(i):
    """The customer and, below it, its only order, as a bulk export has them."""
    gid = f"gid://shopify/Customer/{7_000_000_000 + i}"
    placed = "2026-06-0%d" % (4 + i % 5) if has_live_order(i) else "2025-11-11"
    yield {
        "id": gid, "displayName": f"Customer {i}",
        "defaultEmailAddress": {"emailAddress": email(i)},
        "defaultAddress": {"countryCodeV2": country(i)}, "tags": [],
        "createdAt": "2025-10-01T12:00:00Z",
        "updatedAt": "2025-10-01T12:00:00Z"}
    yield {
        "id": f"gid://shopify/Order/{5_000_000_000 + i}", "name": f"#{i}",
        "createdAt": f"{placed}T10:00:00Z", "processedAt": f"{placed}T10:00:00Z",
        "updatedAt": f"{placed}T10:00:00Z", "cancelledAt": None, "test": False,
        "displayFinancialStatus": "PAID", "email": email(i),
        "currentTotalPriceSet": {"shopMoney": {
            "amount": "%d.%02d" % divmod(amount(i), 100),
            "currencyCode": "USD"}},
        "shippingAddress": {"countryCodeV2": country(i)},
        "customer": {"id": gid}, "__parentId": gid}


def _compact(row):
    return json.dumps(row, separators=(",", ":"))


def write_ledger_pages(folder, numbers, rows_per_page=10_000):
    """OData pages of CustomersV3; returns their paths in order."""
    rows = [i for i in numbers if ledger(i) is not None]
    pages = []
    for start in range(0, len(rows), rows_per_page):
        path = folder / f"CustomersV3-{len(pages) + 1:04d}.json"
        chunk = rows[start:start + rows_per_page]
        with path.open("w", encoding="utf-8") as page:
            page.write('{"@odata.context":"%s$metadata#CustomersV3",'
                       '"value":[\n' % _ODATA)
            page.write(",\n".join(_compact(master_row(i)) for i in chunk))
            page.write("\n]")
            if start + rows_per_page < len(rows):
                page.write(',"@odata.nextLink":"%sCustomersV3?$skip=%d"'
                           % (_ODATA, start + rows_per_page))
            page.write("}\n")
        pages.append(path)
    return pages


def write_shop_export(path, numbers):
    """A bulk export: one object a line, orders after their customers."""
    with path.open("w", encoding="utf-8") as lines:
        for i in numbers:
            for row in shop_rows(i):
                lines.write(_compact(row) + "\n")
    return path


def expected_card(numbers):
    """What `ecom-absent` must say at AS_OF."""
    live = [i for i in numbers if has_live_order(i)]
    absent = [i for i in live if is_absent(i)]
    return {"count": len(absent), "inWindow": len(live),
            "promoted": len(live) - len(absent),
            "blocked": sum(amount(i) for i in absent) / 100}
