"""The API pages of a company, with their fields and usual values."""

import dataclasses

NO_GUID = "00000000-0000-0000-0000-000000000000"
# How the API writes an option that is blank.
BLANK = "_x0020_"


@dataclasses.dataclass
class Page:
    set_name: str
    fields: dict                 # name -> usual value
    api: str = "v2.0"            # or publisher/group/version
    unfiltered: tuple = ()       # fields that cannot be filtered by
    notifies: bool = True        # webhooks know it


_DOCUMENT = {"number": "", "externalDocumentNumber": "", "customerId": NO_GUID,
             "customerNumber": "", "customerName": "", "currencyCode": "",
             "currencyId": NO_GUID, "email": "",
             "totalAmountExcludingTax": 0, "totalTaxAmount": 0,
             "totalAmountIncludingTax": 0, "status": "Draft"}


def pages():
    found = [
        Page("customers", {
            "number": "", "displayName": "", "type": "Company",
            "addressLine1": "", "addressLine2": "", "city": "", "state": "",
            "country": "", "postalCode": "", "phoneNumber": "", "email": "",
            "website": "", "salespersonCode": "", "balanceDue": 0,
            "creditLimit": 0, "taxLiable": False, "taxAreaId": NO_GUID,
            "taxAreaDisplayName": "", "taxRegistrationNumber": "",
            "currencyId": NO_GUID, "currencyCode": "",
            "paymentTermsId": NO_GUID, "shipmentMethodId": NO_GUID,
            "paymentMethodId": NO_GUID, "blocked": BLANK},
            unfiltered=("blocked", "taxRegistrationNumber", "currencyCode")),
        Page("salesOrders", {**_DOCUMENT, "orderDate": "0001-01-01",
                             "postingDate": "0001-01-01",
                             "fullyShipped": False}),
        Page("salesInvoices", {**_DOCUMENT, "invoiceDate": "0001-01-01",
                               "postingDate": "0001-01-01",
                               "orderId": NO_GUID, "orderNumber": "",
                               "customerPurchaseOrderReference": "",
                               "remainingAmount": 0,
                               "dueDate": "0001-01-01"}),
        Page("salesQuotes", {**_DOCUMENT, "documentDate": "0001-01-01"}),
        Page("salesCreditMemos", {**_DOCUMENT, "invoiceId": NO_GUID,
                                  "invoiceNumber": "",
                                  "creditMemoDate": "0001-01-01",
                                  "postingDate": "0001-01-01"}),
        Page("salesShipments", {
            "number": "", "externalDocumentNumber": "", "orderNumber": "",
            "customerPurchaseOrderReference": "",
            "postingDate": "0001-01-01", "customerNumber": "",
            "customerName": ""}),
        Page("paymentTerms", {"code": "", "displayName": ""}),
        Page("currencies", {"code": "", "displayName": "", "symbol": ""}),
        Page("currencyExchangeRates", {
            "currencyCode": "", "startingDate": "0001-01-01",
            "exchangeRateAmount": 1, "relationalCurrencyCode": "",
            "relationalExchangeRateAmount": 1}, notifies=False),
        Page("postedSalesInvoices", {
            "number": "", "apiId": NO_GUID, "externalDocumentNumber": "",
            "postingDate": "0001-01-01", "customerNumber": ""},
            api="microsoft/automate/v1.0", notifies=False),
    ]
    return {page.set_name: page for page in found}
