"""The demonstration: two entities of Finance & Operations, one of Business
Central, a Dataverse and three shops. It holds both worked examples."""

from demo_data import dataverse, dataverse_week, masters, shop_week
from demo_data.payload_files import BC_COMPANY_ID, PayloadFiles

GROUPS = [("RETAIL", "Retail customers"), ("CONSUMER", "Consumers")]
# Sales made these up; nobody told the ledger.
SALES_ONLY_GROUPS = [("WHOLESALE", "Wholesale customers"),
                     ("LOCAL", "Local customers")]
TERMS = [("Net30", "30 days net"), ("COD", "Cash on delivery")]
AREAS = ("USTR", "CATR")


def add_reference_sets(files):
    """Customer groups, payment terms and currencies of both sides."""
    files.add("crm-customer_groups.json",
              *dataverse.customer_groups(GROUPS + SALES_ONLY_GROUPS))
    files.add("crm-payment_terms.json", *dataverse.payment_terms(TERMS))
    files.add("crm-currencies.json", *dataverse.currencies(
        [("USD", "US Dollar"), ("CAD", "Canadian Dollar"),
         ("GBP", "Pound Sterling")]))
    for area in AREAS:
        files.add("erp-customer_groups.json", *(
            masters.customer_group(area, *group) for group in GROUPS))
        files.add("erp-payment_terms.json", *(
            masters.payment_term(area, *term) for term in TERMS))


def build():
    files = PayloadFiles()
    files.add("crm-cdm_companies.json", *dataverse.companies(
        [("USTR", "US Trade Inc"), ("CATR", "CA Trade ULC")]))
    files.add("crm-bcbi_companies.json",
              *dataverse.bc_companies(["UK Trade Ltd"]))
    files.add("bc-companies.json", masters.bc_company(
        BC_COMPANY_ID, "UK Trade Ltd", "GBP"))
    add_reference_sets(files)
    dataverse_week.add_to(files)
    shop_week.add_to(files)
    return files
