"""A set of payload files: what is in them and how each system wraps its rows."""

import json

# How each file is imported: name, source, type, Business Central company. The
# order is the order in which one would read the systems: reference sets first.
FILES = [
    ("crm-cdm_companies.json", "crm", "cdm_company", ""),
    ("crm-customer_groups.json", "crm", "customer_group", ""),
    ("crm-payment_terms.json", "crm", "payment_terms", ""),
    ("crm-currencies.json", "crm", "transactioncurrency", ""),
    ("erp-customer_groups.json", "erp", "customer_group", ""),
    ("erp-payment_terms.json", "erp", "payment_terms", ""),
    ("erp-customers.json", "erp", "customer", ""),
    ("erp-de-customers.json", "erp-de", "customer", ""),
    ("bc-customers.json", "bc", "customer", "UK Trade Ltd"),
    ("crm-accounts.json", "crm", "account", ""),
    ("crm-contacts.json", "crm", "contact", ""),
    ("crm-opportunities.json", "crm", "opportunity", ""),
    ("crm-salesorders.json", "crm", "salesorder", ""),
    ("shop-customers.jsonl", "shop", "customer", ""),
    ("shop-companies.json", "shop", "company", ""),
    ("shop-orders.jsonl", "shop", "order", ""),
    ("shop-draft_orders.json", "shop", "draft_order", ""),
    ("b2b-customers.json", "b2b", "customer", ""),
    ("b2b-orders.json", "b2b", "order", ""),
    ("b2b-quotes.json", "b2b", "quote", ""),
    ("commerce-companies.json", "commerce", "company", ""),
    ("commerce-customers.json", "commerce", "customer", ""),
    ("commerce-orders.json", "commerce", "order", ""),
    ("commerce-quotes.json", "commerce", "quote", ""),
    ("erp-errors.csv", "erp", "error", ""),
    ("bc-sync_errors.json", "bc", "sync_error", "UK Trade Ltd"),
    ("flow-errors.jsonl", "crm", "error_event", ""),
]

# What a system also hands out, and a file cannot be imported of. The doubles of
# the systems need it (scripts/demo --live).
SERVED_ONLY = ("crm-bcbi_companies.json", "bc-companies.json")

_CRM = "https://contoso.crm.dynamics.com/api/data/v9.2/$metadata#"
_FNO = "https://contoso.operations.dynamics.com/data/$metadata#"
BC_COMPANY_ID = "0d9c1a4e-0000-4000-8000-000000000001"
_BC_ROOT = ("https://api.businesscentral.dynamics.com/v2.0/contoso/production/"
            "api/v2.0/$metadata#companies")
_BC = f"{_BC_ROOT}({BC_COMPANY_ID})/"

# The entity set in the "@odata.context" line of each OData page.
_CONTEXTS = {
    "crm-cdm_companies.json": _CRM + "cdm_companies",
    "crm-bcbi_companies.json": _CRM + "bcbi_companies",
    "crm-customer_groups.json": _CRM + "msdyn_customergroups",
    "crm-payment_terms.json": _CRM + "msdyn_paymentterms",
    "crm-currencies.json": _CRM + "transactioncurrencies",
    "crm-accounts.json": _CRM + "accounts",
    "crm-contacts.json": _CRM + "contacts",
    "crm-opportunities.json": _CRM + "opportunities",
    "crm-salesorders.json": _CRM + "salesorders",
    "erp-customers.json": _FNO + "CustomersV3",
    "erp-de-customers.json": _FNO + "CustomersV3",
    "erp-customer_groups.json": _FNO + "CustomerGroups",
    "erp-payment_terms.json": _FNO + "PaymentTerms",
    "bc-companies.json": _BC_ROOT,
    "bc-customers.json": _BC + "customers",
    "bc-sync_errors.json": _BC + "integrationSynchJobErrors",
}


def _row(value):
    return json.dumps(value, ensure_ascii=False)


def _array(rows):
    """One row a line, so that a change shows as one line of a diff."""
    return "[\n" + ",\n".join(_row(r) for r in rows) + "\n]"


def _odata(name, rows):
    return (f'{{"@odata.context": {_row(_CONTEXTS[name])},\n"value": '
            + _array(rows) + "}\n")


def _graphql(field, rows):
    return (f'{{"data": {{"{field}": {{"nodes": ' + _array(rows)
            + ',\n"pageInfo": {"hasNextPage": false, "endCursor": null}}}}\n')


def _v3(rows):
    page = {"pagination": {"total": len(rows), "count": len(rows),
                           "per_page": 250, "current_page": 1,
                           "total_pages": 1}}
    return f'{{"data": {_array(rows)},\n"meta": {_row(page)}}}\n'


def _b2b_edition(rows):
    meta = {"message": "SUCCESS", "pagination": {
        "limit": 250, "offset": 0, "totalCount": len(rows)}}
    return (f'{{"code": 200,\n"data": {_array(rows)},\n"meta": '
            f"{_row(meta)}}}\n")


def _adobe(rows):
    return (f'{{"items": {_array(rows)},\n"search_criteria": '
            f'{{"filter_groups": []}}, "total_count": {len(rows)}}}\n')


def _csv(rows):
    """Every field quoted: messages contain commas and quotes."""
    lines = [list(rows[0])] + [list(row.values()) for row in rows]
    return "".join(",".join('"' + cell.replace('"', '""') + '"'
                            for cell in line) + "\n" for line in lines)


def _render(name, rows):
    if name in _CONTEXTS:
        return _odata(name, rows)
    if name.endswith(".jsonl"):
        return "".join(_row(row) + "\n" for row in rows)
    if name.endswith(".csv"):
        return _csv(rows)
    if name == "shop-companies.json":
        return _graphql("companies", rows)
    if name == "shop-draft_orders.json":
        return _graphql("draftOrders", rows)
    if name == "b2b-customers.json":
        return _v3(rows)
    if name == "b2b-quotes.json":
        return _b2b_edition(rows)
    if name.startswith("commerce-"):
        return _adobe(rows)
    return _array(rows) + "\n"


class PayloadFiles:
    """Rows by file name. A file without rows is not written."""

    def __init__(self):
        self.rows = {name: [] for name, *_ in FILES}
        self.rows.update({name: [] for name in SERVED_ONLY})

    def add(self, name, *rows):
        self.rows[name].extend(rows)

    def render(self):
        """File name -> text, with the list of imports that scripts follow."""
        files = {name: _render(name, rows)
                 for name, rows in self.rows.items() if rows}
        lines = ["# file\tsource\ttype\tcompany"]
        lines += ["\t".join(entry) for entry in FILES if entry[0] in files]
        files["imports.tsv"] = "\n".join(lines) + "\n"
        return files
