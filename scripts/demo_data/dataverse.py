"""Rows of the Dataverse Web API, v9.2, as a plain GET of a table returns them."""

from demo_data import keys

LOGICAL_NAME = "@Microsoft.Dynamics.CRM.lookuplogicalname"
FORMATTED = "@OData.Community.Display.V1.FormattedValue"


def company_id(code):
    return keys.guid("cdm_company " + code)


def bc_company_id(name):
    return keys.guid("bcbi " + name)


def group_id(code):
    return keys.guid("customer group " + code)


def terms_id(code):
    return keys.guid("payment terms " + code)


def currency_id(code):
    return keys.guid("currency " + code)


def _owned(row, company):
    """Dual-written rows belong to the company's own team."""
    row["_ownerid_value"] = keys.guid("DW Owner " + (company or "none"))
    row["_ownerid_value" + LOGICAL_NAME] = "team" if company else "systemuser"
    return row


def account(name, created, **values):
    """An account. Codes stand for lookups; None leaves a column null."""
    company = values.get("company")
    currency = values.get("currency", "USD")
    group = values.get("group", "RETAIL")
    row = {
        "@odata.etag": keys.etag(name),
        "accountid": keys.guid("account " + name),
        "name": name,
        "accountnumber": values.get("number"),
        "emailaddress1": values.get("email"),
        "emailaddress2": values.get("email2"),
        "emailaddress3": None,
        "customertypecode": values.get("kind", 3),
        "statecode": values.get("state", 0),
        "statuscode": 2 if values.get("state", 0) else 1,
        "merged": "master" in values,
        "_masterid_value": values.get("master"),
        "_msdyn_company_value": company and company_id(company),
        "_msdyn_customergroupid_value": group and group_id(group),
        "_msdyn_paymentterm_value": terms_id(values.get("terms", "Net30")),
        "_transactioncurrencyid_value": currency and currency_id(currency),
        "msdyn_taxexemptnumber": values.get("tax_id"),
        "address1_stateorprovince": values.get("state_name"),
        "address1_postalcode": values.get("postcode"),
        "address1_country": values.get("country"),
        "createdon": created,
        "modifiedon": created,
    }
    if values.get("bc_company"):
        row["_bcbi_companyid_value"] = bc_company_id(values["bc_company"])
        row["_bcbi_companyid_value" + FORMATTED] = values["bc_company"]
    return _owned(row, company)


def contact(first, last, created, **values):
    """A contact; `sellable` makes it a consumer, `person_id` lets it through."""
    company = values.get("company")
    group = values.get("group", "CONSUMER")
    name = f"{first} {last}"
    row = {
        "@odata.etag": keys.etag(name),
        "contactid": keys.guid("contact " + name),
        "fullname": name,
        "firstname": first,
        "lastname": last,
        "emailaddress1": values.get("email"),
        "emailaddress2": None,
        "emailaddress3": None,
        "statecode": values.get("state", 0),
        "statuscode": 2 if values.get("state", 0) else 1,
        "merged": "master" in values,
        "_masterid_value": values.get("master"),
        "msdyn_sellable": values.get("sellable", True),
        "msdyn_contactpersonid": values.get("person_id"),
        "msdyn_contactforvendor": False,
        "_msdyn_company_value": company and company_id(company),
        "_msdyn_customergroupid_value": group and group_id(group),
        "_transactioncurrencyid_value": currency_id(
            values.get("currency", "USD")),
        "address1_postalcode": values.get("postcode"),
        "address1_country": values.get("country"),
        "createdon": created,
        "modifiedon": created,
    }
    if values.get("parent"):
        row["_parentcustomerid_value"] = values["parent"]
        row["_parentcustomerid_value" + LOGICAL_NAME] = "account"
    return _owned(row, company)


def opportunity(title, customer, table, created, state=0, contact_id=None):
    """An opportunity: state 0 open, 1 won, 2 lost."""
    return {
        "@odata.etag": keys.etag(title),
        "opportunityid": keys.guid("opportunity " + title),
        "name": title,
        "statecode": state,
        "statuscode": {0: 1, 1: 3, 2: 4}[state],
        "_customerid_value": customer,
        "_customerid_value" + LOGICAL_NAME: table,
        "_parentaccountid_value": customer if table == "account" else None,
        "_parentcontactid_value": contact_id,
        "createdon": created,
        "modifiedon": created,
    }


def sales_order(number, customer, table, created, state=0):
    """A sales order: state 0 active, 1 submitted, 2 cancelled, 3 fulfilled."""
    return {
        "@odata.etag": keys.etag(number),
        "salesorderid": keys.guid("salesorder " + number),
        "ordernumber": number,
        "name": number,
        "statecode": state,
        "statuscode": {0: 1, 1: 3, 2: 4, 3: 100001, 4: 100003}[state],
        "_customerid_value": customer,
        "_customerid_value" + LOGICAL_NAME: table,
        "createdon": created,
        "modifiedon": created,
    }


def companies(codes):
    return [{"@odata.etag": keys.etag("company " + code),
             "cdm_companyid": company_id(code), "cdm_companycode": code,
             "cdm_name": name} for code, name in codes]


def bc_companies(names):
    return [{"@odata.etag": keys.etag("bcbi " + name),
             "bcbi_companyid": bc_company_id(name), "bcbi_name": name}
            for name in names]


def customer_groups(codes):
    return [{"@odata.etag": keys.etag("group " + code),
             "msdyn_customergroupid": group_id(code), "msdyn_groupid": code,
             "msdyn_description": name} for code, name in codes]


def payment_terms(codes):
    return [{"@odata.etag": keys.etag("terms " + code),
             "msdyn_paymenttermid": terms_id(code), "msdyn_name": code,
             "msdyn_description": name} for code, name in codes]


def currencies(codes):
    return [{"@odata.etag": keys.etag("currency " + code),
             "transactioncurrencyid": currency_id(code),
             "isocurrencycode": code, "currencyname": name}
            for code, name in codes]
