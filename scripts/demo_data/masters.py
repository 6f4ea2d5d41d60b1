"""Rows of the two customer masters: Finance & Operations and Business Central."""

from demo_data import keys

_REGION = {"US": "USA", "CA": "CAN", "GB": "GBR", "DK": "DNK",
           "DE": "DEU"}


def customer_v3(area, account, name, **values):
    """A row of /data/CustomersV3. `CreatedDateTime` and `EcomCustomerId` are the
    two columns that this company added to its customer entity."""
    person = values.get("person", False)
    first, _, last = name.partition(" ")
    country = values.get("country", "US")
    return {
        "@odata.etag": keys.etag(area + account),
        "dataAreaId": area.lower(),
        "CustomerAccount": account,
        "PartyType": "Person" if person else "Organization",
        "OrganizationName": "" if person else name,
        "PersonFirstName": first if person else "",
        "PersonLastName": last if person else "",
        "PartyNumber": str(keys.number("party " + area + account, 9)),
        "PrimaryContactEmail": values.get("email", ""),
        "AddressCountryRegionId": _REGION[country],
        "AddressCountryRegionISOCode": country,
        "AddressZipCode": values.get("postcode", ""),
        "TaxExemptNumber": values.get("tax_id", ""),
        "CustomerGroupId": values.get("group", "RETAIL"),
        "SalesCurrencyCode": {"CA": "CAD"}.get(country, "USD"),
        "PaymentTerms": "Net30",
        "OnHoldStatus": values.get("on_hold", "No"),
        "IsOneTimeCustomer": "No",
        "CreatedDateTime": values.get("created", "2024-02-01T09:00:00Z"),
        "EcomCustomerId": values.get("shop_id", ""),
    }


def bc_company(company_id, name, currency):
    return {"id": company_id, "name": name, "displayName": name,
            "localCurrencyCode": currency}


def customer_group(area, code, name):
    return {"@odata.etag": keys.etag(area + code), "dataAreaId": area.lower(),
            "CustomerGroupId": code, "Description": name,
            "PaymentTermId": "Net30"}


def payment_term(area, code, name):
    return {"@odata.etag": keys.etag(area + code), "dataAreaId": area.lower(),
            "Name": code, "Description": name}


def bc_customer(number, name, email, **values):
    """A row of /companies({id})/customers. A blank `blocked` arrives encoded."""
    return {
        "@odata.etag": keys.etag("bc " + number),
        "id": keys.guid("bc customer " + number),
        "number": number,
        "displayName": name,
        "type": "Company",
        "city": values.get("city", "London"),
        "country": values.get("country", "GB"),
        "postalCode": values.get("postcode", ""),
        "email": email,
        "taxRegistrationNumber": values.get("tax_id", ""),
        "currencyId": "00000000-0000-0000-0000-000000000000",
        "currencyCode": "GBP",
        "blocked": values.get("blocked", "_x0020_"),
        "lastModifiedDateTime": values.get("modified",
                                           "2026-06-08T10:00:00.413Z"),
    }


def bc_sync_error(error_id, at, account_id, message):
    """A row of "Integration Synch. Job Errors", as an API page publishes it."""
    return {
        "id": keys.guid(error_id),
        "integrationSynchJobId": keys.guid("job " + error_id),
        "sourceRecordId": f"CRM Account: {{{account_id.upper()}}}",
        "destinationRecordId": "",
        "dateTime": at,
        "message": message,
        "exceptionDetail": "",
    }


def dual_write_error(number, at, area, account_id, message):
    """A row of an export of the F&O table DualWriteErrorLog."""
    return {
        "RecId": str(number),
        "CreatedDateTime": at,
        "ProjectName": "Customers V3 - accounts",
        "RecordIdentifier": str(keys.number("rec " + account_id, 10)),
        "ProviderType": "CDS",
        "ExternalEntityName": "accounts",
        "InternalEntityName": "Customers V3",
        "DetailedErrorMessage": message,
        "CDSPayload": '{"accountid":"' + account_id + '"}',
        "DataAreaId": area,
    }
