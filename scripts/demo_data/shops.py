"""Payloads of the three shop platforms."""

from email.utils import format_datetime
from datetime import datetime, timezone

from demo_data import keys


def _parse(when):
    return datetime.strptime(when, "%Y-%m-%dT%H:%M:%SZ").replace(
        tzinfo=timezone.utc)


# ---------------------------------------------------------------- Shopify

def shopify_customer(number, name, email, created, tags=()):
    return {
        "id": f"gid://shopify/Customer/{number}",
        "legacyResourceId": str(number),
        "displayName": name,
        "defaultEmailAddress": {"emailAddress": email} if email else None,
        "defaultAddress": {"countryCodeV2": "US"},
        "tags": list(tags),
        "createdAt": created,
        "updatedAt": created,
    }


def shopify_order(number, placed, amount, currency, country, **values):
    """An order node. `customer` is (number, name, email), `guest` an address."""
    customer = values.get("customer")
    email = values.get("guest") or (customer and customer[2])
    amount_now = {"amount": amount, "currencyCode": currency}
    order = {
        "id": f"gid://shopify/Order/{5_900_000_000_000 + number}",
        "legacyResourceId": str(5_900_000_000_000 + number),
        "name": f"#{number}",
        "email": email,
        "createdAt": placed,
        "processedAt": placed,
        "updatedAt": values.get("cancelled") or placed,
        "cancelledAt": values.get("cancelled"),
        "cancelReason": "CUSTOMER" if values.get("cancelled") else None,
        "closed": values.get("closed", False),
        "test": values.get("test", False),
        "displayFinancialStatus": values.get("status", "PAID"),
        "displayFulfillmentStatus": "UNFULFILLED",
        "currencyCode": currency,
        "presentmentCurrencyCode": currency,
        "sourceName": "web",
        "tags": list(values.get("tags", ())),
        "currentTotalPriceSet": {"shopMoney": amount_now,
                                 "presentmentMoney": amount_now},
        "totalPriceSet": {"shopMoney": {
            "amount": values.get("amount_as_placed", amount),
            "currencyCode": currency}},
        "customer": customer and {
            "id": f"gid://shopify/Customer/{customer[0]}",
            "displayName": customer[1],
            "defaultEmailAddress": {"emailAddress": customer[2]},
            "tags": []},
        "purchasingEntity": None,
        "shippingAddress": country and {"countryCodeV2": country,
                                        "name": values.get("ship_name")},
        "billingAddress": {"countryCodeV2": values.get("billing", country)},
    }
    if values.get("company"):
        company, location = values["company"], values["location"]
        order["purchasingEntity"] = {
            "__typename": "PurchasingCompany",
            "company": {"id": f"gid://shopify/Company/{company}",
                        "name": values["company_name"], "externalId": None},
            "location": {"id": f"gid://shopify/CompanyLocation/{location}",
                         "externalId": None},
            "contact": {"id": f"gid://shopify/CompanyContact/{company + 1}"}}
    return order


def shopify_line_item(order, title, quantity):
    """A child row of a bulk export: it names its order by `__parentId`."""
    return {"id": f"gid://shopify/LineItem/{keys.number(title + order, 13)}",
            "title": title, "quantity": quantity, "__parentId": order}


def shopify_company(number, name, created, location, country, tax_id, email):
    return {
        "id": f"gid://shopify/Company/{number}",
        "name": name,
        "externalId": None,
        "createdAt": created,
        "updatedAt": created,
        "mainContact": {"customer": {
            "id": f"gid://shopify/Customer/{number + 7}",
            "defaultEmailAddress": {"emailAddress": email}}},
        "locations": {"nodes": [{
            "id": f"gid://shopify/CompanyLocation/{location}",
            "name": name,
            "externalId": None,
            "taxSettings": {"taxRegistrationId": tax_id, "taxExempt": False},
            "billingAddress": {"countryCode": country},
            "shippingAddress": {"countryCode": country}}]},
    }


def shopify_draft(number, created, customer, amount, status="OPEN"):
    return {
        "id": f"gid://shopify/DraftOrder/{1_200_000_000_000 + number}",
        "name": f"#D{number}",
        "status": status,
        "createdAt": created,
        "updatedAt": created,
        "order": None,
        "email": customer[2],
        "customer": {"id": f"gid://shopify/Customer/{customer[0]}",
                     "displayName": customer[1],
                     "defaultEmailAddress": {"emailAddress": customer[2]}},
        "totalPriceSet": {"shopMoney": {"amount": amount,
                                        "currencyCode": "USD"}},
    }


# ------------------------------------------------------------ BigCommerce

BIGCOMMERCE_STATES = {
    0: "Incomplete", 1: "Pending", 2: "Shipped", 3: "Partially Shipped",
    4: "Refunded", 5: "Cancelled", 6: "Declined", 7: "Awaiting Payment",
    8: "Awaiting Pickup", 9: "Awaiting Shipment", 10: "Completed",
    11: "Awaiting Fulfillment", 12: "Manual Verification Required",
    13: "Disputed", 14: "Partially Refunded"}


def bigcommerce_customer(number, name, email, created):
    first, _, last = "Purchasing Desk".partition(" ")
    return {"id": number, "company": name, "first_name": first,
            "last_name": last, "email": email, "phone": "", "notes": "",
            "tax_exempt_category": "", "customer_group_id": 2,
            "date_created": created, "date_modified": created,
            "origin_channel_id": 1, "channel_ids": [1], "address_count": 0,
            "form_fields": []}


def bigcommerce_order(number, placed, amount, currency, countries, **values):
    """A V2 order with the list of its shipping addresses filled in."""
    state = values.get("state", 11)
    stamp = format_datetime(_parse(placed))
    return {
        "id": number,
        "customer_id": values.get("customer", 0),
        "date_created": stamp,
        "date_modified": stamp,
        "date_shipped": "",
        "status_id": state,
        "status": BIGCOMMERCE_STATES[state],
        "total_ex_tax": amount,
        "total_inc_tax": amount,
        "payment_status": "authorized",
        "refunded_amount": "0.0000",
        "currency_code": currency,
        "default_currency_code": currency,
        "store_default_currency_code": "USD",
        "billing_address": {"company": values.get("name", ""),
                            "country_iso2": values.get("billing",
                                                       countries[0]),
                            "email": values.get("email", ""),
                            "form_fields": []},
        "shipping_addresses": [
            {"id": number * 10 + place, "order_id": number,
             "country": {"US": "United States", "CA": "Canada"}[code],
             "country_iso2": code} for place, code in enumerate(countries)],
        "channel_id": 1,
        "external_id": None,
        "order_source": "www",
        "is_deleted": values.get("deleted", False),
        "items_total": 3,
    }


def bigcommerce_quote(number, created, customer, name, email, amount):
    """A quote of the B2B Edition; its times are seconds since 1970."""
    seconds = str(int(_parse(created).timestamp()))
    return {"id": number, "quoteId": number, "quoteNumber": f"QN{number:05d}",
            "quoteTitle": "Spring order", "status": 0,
            "bcCustomerId": customer, "userEmail": email,
            "company": {"companyName": name},
            "currency": {"currencyCode": "USD"}, "totalAmount": amount,
            "createdAt": seconds, "updatedAt": seconds}


# --------------------------------------------------------- Adobe Commerce

def _adobe_time(when):
    return when.replace("T", " ").rstrip("Z")


def adobe_customer(number, name, email, created, **values):
    first, _, last = name.partition(" ")
    row = {"id": number, "group_id": 3, "email": email, "firstname": first,
           "lastname": last, "created_at": _adobe_time(created),
           "updated_at": _adobe_time(created), "store_id": 1, "website_id": 1,
           "addresses": [{"id": number * 10,
                          "country_id": values.get("country", "US"),
                          "company": name, "default_billing": True,
                          "default_shipping": True}]}
    if values.get("tax_id"):
        row["taxvat"] = values["tax_id"]
    if values.get("company"):
        row["extension_attributes"] = {"company_attributes": {
            "company_id": values["company"], "status": 1}}
    return row


def adobe_order(number, placed, amount, currency, country, **values):
    """An order of /V1/orders. Null fields are left out, as the system does;
    a virtual order (`country` None) has no shipping address."""
    order = {
        "entity_id": number,
        "increment_id": f"{number:09d}",
        "state": values.get("state", "processing"),
        "status": values.get("state", "processing"),
        "created_at": _adobe_time(placed),
        "updated_at": _adobe_time(placed),
        "customer_is_guest": 0 if values.get("customer") else 1,
        "customer_email": values["email"],
        "customer_firstname": values.get("name", "").partition(" ")[0],
        "customer_lastname": values.get("name", "").partition(" ")[2],
        "base_grand_total": amount,
        "base_currency_code": currency,
        "grand_total": amount,
        "order_currency_code": currency,
        "billing_address": {"country_id": values.get("billing", country),
                            "company": values.get("name", ""),
                            "email": values["email"]},
        "is_virtual": 0 if country else 1,
    }
    if values.get("customer"):
        order["customer_id"] = values["customer"]
    if country:
        order["extension_attributes"] = {"shipping_assignments": [
            {"shipping": {"address": {"country_id": country,
                                      "company": values.get("name", "")}}}]}
    return order


def adobe_quote(number, created, customer, name, email, amount):
    first, _, last = name.partition(" ")
    return {"id": number, "created_at": _adobe_time(created),
            "updated_at": _adobe_time(created), "is_active": True,
            "items_count": 2,
            "customer": {"id": customer, "email": email, "firstname": first,
                         "lastname": last},
            "currency": {"base_currency_code": "USD",
                         "quote_currency_code": "USD"},
            "extension_attributes": {"negotiable_quote": {
                "quote_id": number, "is_regular_quote": True,
                "status": "submitted_by_customer", "quote_name": "Fit-out",
                "negotiated_total_price": amount}}}


def adobe_company(number, name, email, country, tax_id):
    return {"id": number, "status": 1, "company_name": name,
            "legal_name": name, "company_email": email, "vat_tax_id": tax_id,
            "country_id": country, "customer_group_id": 3,
            "super_user_id": number + 3000}
