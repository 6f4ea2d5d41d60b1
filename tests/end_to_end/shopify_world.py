"""A shop with everything that Landfall reads of it, and what somebody exports
of it for an import."""

import json
import time

from tests.doubles.shopify import ShopifyDouble
from tests.doubles.core import clock

BUYER = """customer { id displayName firstName tags defaultEmailAddress { emailAddress } }
  purchasingEntity { __typename ... on PurchasingCompany { company { id name externalId }
    contact { id customer { id defaultEmailAddress { emailAddress } } }
    location { id externalId taxSettings { taxRegistrationId taxExempt }
      shippingAddress { countryCode } billingAddress { countryCode } } } }
  shippingAddress { countryCodeV2 company name zip } billingAddress { countryCodeV2 company name }"""
# As a merchant would write it, with more than Landfall needs.
EXPORTS = {
    "customers": """id legacyResourceId displayName firstName lastName createdAt updatedAt tags state
        numberOfOrders defaultEmailAddress { emailAddress validFormat } taxSettings { taxId }
        defaultAddress { countryCodeV2 zip company }""",
    "companies": """id name externalId createdAt updatedAt customerSince
        mainContact { id customer { id defaultEmailAddress { emailAddress } } }
        locations(first: 5) { nodes { id name externalId createdAt updatedAt company { id }
          taxSettings { taxRegistrationId } shippingAddress { countryCode zip }
          billingAddress { countryCode zip } } }""",
    "orders": """id legacyResourceId name email poNumber createdAt processedAt updatedAt cancelledAt test closed
        tags currencyCode displayFinancialStatus displayFulfillmentStatus customAttributes { key value }
        currentTotalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount } }
        currentTotalTaxSet { shopMoney { amount } }
        localizedFields(first: 9) { nodes { key value purpose countryCode } } """ + BUYER,
    "draftOrders": """id name email createdAt updatedAt status tags currencyCode order { id }
        totalPriceSet { shopMoney { amount currencyCode } } """ + BUYER,
}
TYPES = {"customers": "customer", "companies": "company", "orders": "order",
         "draftOrders": "draft_order"}
# Customers of the ledger.
LEDGER = [("ustr", "C-1", "c1@alder.example", ""),
          ("ustr", "C-88", "", "DE136695976"),
          ("catr", "C-3", "c3@alder.example", "")]


def shop(customers=12):
    """A double whose time is that of the wall."""
    double = ShopifyDouble()
    double.apply({"do": "set_clock", "at": clock.iso(time.time())})
    double.apply({"do": "option", "name": "bulk_polls", "value": 0})
    double.apply({"do": "skew", "seconds": -7200})
    fill(double, customers)
    # Of each set one row is the newest, and not shortly after the others.
    double.apply({"do": "skew", "seconds": -3600})
    for name, number in (("customers", 1), ("orders", 1001)):
        double.apply({"do": "update", "set": name, "key": number,
                      "changes": {"note": "x"}})
    double.apply({"do": "skew", "seconds": 0})
    return double


def days_ago(days):
    return clock.iso(time.time() - days * 86400)


def create(double, set_name, /, **row):
    double.apply({"do": "create", "set": set_name, "row": row})


def order(double, number, **more):
    row = {"id": number, "createdAt": days_ago(2), "totalPriceSet": "10.50",
           "shippingAddress": {"countryCodeV2": "US", "name": "N. N."}}
    create(double, "orders", **{**row, **more})


def fill(double, customers):
    for number in range(1, customers + 1):
        create(double, "customers", id=number, firstName=f"Customer {number}",
               email=f"c{number}@alder.example", createdAt=days_ago(5),
               taxSettings={"taxId": "DE136695976"} if number == 4 else None,
               defaultAddress={"countryCodeV2": "CA"})
        order(double, 1000 + number, customer=number,
              shippingAddress={"countryCodeV2": "CA" if number % 3 == 0
                               else "US"})
    create(double, "customers", id=900, phone="+15550100", displayName="Phone")
    create(double, "companies", id=88, name="Redwood", externalId="E-88",
           mainContact={"customer": {"id": "gid://shopify/Customer/5"}})
    create(double, "companyLocations", id=99, company=88, name="Harbour",
           taxSettings={"taxRegistrationId": "DE136695976"},
           shippingAddress={"countryCode": "DE", "zip": "10115"})
    order(double, 2001, purchasingEntity={
        "company": {"id": "gid://shopify/Company/88"},
        "contact": {"id": "gid://shopify/CompanyContact/88", "customer":
                    {"id": "gid://shopify/Customer/5"}},
        "location": {"id": "gid://shopify/CompanyLocation/99"}},
        customer=5, poNumber="PO-1", tags=["wholesale"])
    order(double, 2002, email="guest@alder.example", customAttributes=[
        {"key": "BC Doc. No.", "value": "S-ORD-1"}])
    order(double, 2003, email="joao@alder.example", localizedFields=[
        {"key": "TAX_CREDENTIAL_BR", "value": "11.444.777/0001-61",
         "countryCode": "BR"}])
    order(double, 2004, customer=2, cancelledAt=days_ago(1))
    order(double, 2005, customer=2, displayFinancialStatus="REFUNDED",
          currentTotalPriceSet="0.00")
    order(double, 2006, email="test@alder.example", test=True)
    order(double, 2007, customer=1, totalPriceSet={
        "shopMoney": {"amount": "99.90", "currencyCode": "CAD"},
        "presentmentMoney": {"amount": "9.00", "currencyCode": "EUR"}})
    create(double, "draftOrders", id=3001, customer=900,
           totalPriceSet="7.00", createdAt=days_ago(1))


def exported(ask, double):
    """Answers of GraphQL, by set, as somebody saves them in files."""
    for name, fields in EXPORTS.items():
        after = None
        while True:
            body = ask(double.url + "/admin/api/2026-10/graphql.json", {
                "query": "query($c: String) { %s(first: 250, after: $c) { "
                "nodes { %s } pageInfo { hasNextPage endCursor } } }"
                % (name, fields), "variables": {"c": after}})
            yield name, body
            info = json.loads(body)["data"][name]["pageInfo"]
            after = info["endCursor"]
            if not info["hasNextPage"]:
                break


def references(double):
    return [f"shop/{kind}/{str(key).rsplit('/', 1)[-1]}"
            for name, kind in TYPES.items()
            for key in double.table(name).rows]
