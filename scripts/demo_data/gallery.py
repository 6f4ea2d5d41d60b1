"""One customer for every verdict and reason, named after the reason it shows.

The documentation quotes them, and expected.tsv says what each must come out as.
Every customer starts from the same plain row and has one thing wrong with it.
"""

from demo_data import dataverse, demo, keys, masters, shops
from demo_data.payload_files import PayloadFiles

AS_OF = "2026-05-01"
_CREATED = "2026-04-28T10:05:00Z"
# A moment at which nothing of `_CREATED` can have landed yet.
_WITHIN_GRACE = "2026-04-28T10:10:00Z"


class _Gallery:
    """Collects payload rows and the table of expectations."""

    def __init__(self):
        self.files = PayloadFiles()
        self.expected = []
        self._order = 7000

    def expect(self, record, verdict, reasons, as_of=AS_OF, keys=""):
        self.expected.append((record, as_of, keys, verdict, reasons))

    def account(self, code, verdict, reasons=None, as_of=AS_OF, keys="",
                **values):
        """An account that would land in USTR, but for `values`. Asked with all
        kinds of keys, unless `keys` names some."""
        values = {"company": "USTR", "country": "US",
                  "email": _mail(code)} | values
        row = dataverse.account(_name(code), _CREATED, **values)
        self.files.add("crm-accounts.json", row)
        self.expect(f"crm/account/{row['accountid']}", verdict,
                    reasons or code, as_of, keys)
        return row

    def contact(self, code, verdict, **values):
        row = dataverse.contact("Gallery:", code, _CREATED, company="USTR",
                                country="US", email=_mail(code), **values)
        self.files.add("crm-contacts.json", row)
        self.expect(f"crm/contact/{row['contactid']}", verdict, code)

    def buyer(self, code, verdict, country="US", reasons=None, as_of=AS_OF,
              **order):
        """A Shopify customer with one order."""
        self._order += 1
        customer = (7202000000000 + self._order, _name(code), _mail(code))
        self.files.add("shop-customers.jsonl", shops.shopify_customer(
            *customer, "2026-01-15T12:00:00Z"))
        self.files.add("shop-orders.jsonl", shops.shopify_order(
            self._order, _CREATED, "100.00", "USD", country,
            customer=customer, **order))
        self.expect(f"shop/customer/{customer[0]}", verdict, reasons or code,
                    as_of)

    def master(self, code, account, entity="USTR", **values):
        """An F&O customer with the address of the gallery customer `code`."""
        values = {"email": _mail(code)} | values
        self.files.add("erp-customers.json", masters.customer_v3(
            entity, account, values.pop("name", _name(code)), **values))

    def refused(self, code, message, map_name="Customers V3 (accounts)"):
        """An account, and the message with which the far side refused it."""
        row = self.account(code, "NOT_PROMOTED")
        self.files.add("flow-errors.jsonl", {
            "id": f"gallery-{code.lower()}", "at": "2026-04-28T10:05:09Z",
            "system": "dual_write", "map": map_name, "entity": "USTR",
            "record": {"source": "crm", "type": "account",
                       "id": row["accountid"]}, "message": message})


def _name(code):
    return f"Gallery: {code}"


def _mail(code):
    return code.lower().replace("_", "-") + "@gallery.contoso.com"


def _landed(gallery):
    gallery.account("IN_EXPECTED_ENTITY", "PROMOTED")
    gallery.master("IN_EXPECTED_ENTITY", "G-0001")
    gallery.buyer("AMBIGUOUS_ENTITY", "PROMOTED",
                  tags=("wholesale-ca", "wholesale-us"))
    gallery.master("AMBIGUOUS_ENTITY", "G-0002")
    gallery.buyer("UNMAPPED_ENTITY", "PROMOTED", country="DK")
    gallery.master("UNMAPPED_ENTITY", "G-0003")
    gallery.account("SEVERAL_MASTERS", "PROMOTED")
    gallery.master("SEVERAL_MASTERS", "G-0004")
    gallery.master("SEVERAL_MASTERS", "G-0005", name="Gallery: several, again")
    gallery.account("MASTER_BLOCKED", "PROMOTED")
    gallery.master("MASTER_BLOCKED", "G-0006", on_hold="Invoice")


def _elsewhere_or_nearly(gallery):
    gallery.buyer("NOT_FOUND", "NOT_PROMOTED")
    gallery.buyer("PRESENT_IN_OTHER_ENTITY", "NOT_PROMOTED", country="CA")
    gallery.master("PRESENT_IN_OTHER_ENTITY", "G-0010")
    gallery.buyer("NEAR_MATCH", "NOT_PROMOTED", reasons="NOT_FOUND NEAR_MATCH")
    gallery.master("NEAR_MATCH", "G-0011",
                   email="near-match+ledger@gallery.contoso.com")
    gallery.buyer("MAPPED_TO_CATCH_ALL", "NOT_PROMOTED")
    gallery.master("MAPPED_TO_CATCH_ALL", "WEB-DEFAULT", name="Web customer")
    gallery.account("KEY_SHARED_BY_MANY", "NOT_PROMOTED",
                    email="bookkeeper@gallery.contoso.com")
    for number in range(4):
        gallery.master("KEY_SHARED_BY_MANY", f"G-002{number}",
                       email="bookkeeper@gallery.contoso.com",
                       name=f"Client {number + 1} of one bookkeeper")
    gallery.account("CONFLICTING_KEYS", "NOT_PROMOTED", country="CA",
                    company="CATR", currency="CAD",
                    tax_id=keys.canadian_business_number("one company"))
    gallery.master("CONFLICTING_KEYS", "G-0030", "CATR", country="CA",
                   tax_id=keys.canadian_business_number("another company"))
    gallery.account("WEAK_KEY", "NOT_PROMOTED", tax_id="91-1144442",
                    postcode="98052")
    gallery.master("WEAK_KEY", "G-0031", email="", tax_id="911144442",
                   name="Somebody Else Inc", postcode="10001")
    # The row's own GUID is an external ID, so this asks for the other kinds.
    gallery.account("NO_USABLE_KEY", "NOT_PROMOTED", email="n/a",
                    tax_id="PENDING", keys="EMAIL,TAX_ID")


def _stopped_before_the_map(gallery):
    gallery.account("NO_COMPANY_ON_RECORD", "NOT_PROMOTED", company=None)
    gallery.contact("EXCLUDED_BY_MAP_FILTER", "NOT_PROMOTED")
    gallery.account("MANDATORY_FIELD_MISSING", "NOT_PROMOTED", group=None)
    gallery.account("REFERENCE_DATA_MISSING", "NOT_PROMOTED",
                    group="WHOLESALE")
    gallery.buyer("WITHIN_GRACE", "AWAITING_SYNC", as_of=_WITHIN_GRACE)


def _refused_by_the_other_side(gallery):
    gallery.refused(
        "PLUGIN_ERROR",
        "An unexpected error occurred from ISV code. (ErrorType = ClientError)"
        " Unexpected exception from plug-in (Execute): Microsoft.Dynamics."
        "Integrator.DualWriteRuntime.Plugins.PostCommitPlugin: System."
        "Exception: failed to process entity account")
    gallery.refused(
        "PERMISSION_ERROR",
        "Response status code does not indicate success: 401 (Unauthorized).")
    gallery.refused(
        "DUPLICATE_IN_TARGET",
        "Request failed with status code BadRequest and CDS error code :"
        " 0x80040265 response message: An error occurred in plugin. A record"
        " that has the attribute values Location ID already exists.")
    gallery.refused(
        "MAP_NOT_RUNNING",
        "Customers V3 (accounts): Project validation failed. Missing"
        " destination field msdyn_billingaccount.accountnumber in the schema.")
    gallery.refused("OTHER_ERROR", "The frobnicator is out of cheese.")


def _outside(gallery):
    gallery.account("NOT_A_CUSTOMER_TYPE", "OUT_OF_SCOPE", kind=5)
    gallery.contact("NOT_SELLABLE", "OUT_OF_SCOPE", sellable=False)
    gallery.account("INACTIVE", "OUT_OF_SCOPE", state=1)
    gallery.account("MERGED", "OUT_OF_SCOPE", state=1,
                    master=keys.guid("account Gallery: IN_EXPECTED_ENTITY"))
    gallery.account("OUT_OF_SCOPE_RULE", "OUT_OF_SCOPE", number="TRAINING-1")
    gallery.buyer("NO_ACTIVE_ORDERS", "OUT_OF_SCOPE",
                  cancelled="2026-04-28T11:00:00Z")
    gallery.files.add("b2b-customers.json", shops.bigcommerce_customer(
        301, _name("QUOTE_ONLY"), _mail("QUOTE_ONLY"), "2026-01-15T12:00:00Z"))
    gallery.files.add("b2b-quotes.json", shops.bigcommerce_quote(
        18, _CREATED, 301, _name("QUOTE_ONLY"), _mail("QUOTE_ONLY"),
        "5400.00"))
    gallery.expect("b2b/customer/301", "OUT_OF_SCOPE", "QUOTE_ONLY")


def _not_known(gallery):
    # Nobody ever imported the customers of Japan.
    gallery.account("SOURCE_NEVER_SYNCED", "UNKNOWN", company="JPCO",
                    country="JP")
    # Germany was read once; its answer is good for a second.
    gallery.files.add("erp-de-customers.json", masters.customer_v3(
        "DECO", "G-0040", "Gallery: somebody in Germany", country="DE",
        email="someone.in.germany@gallery.contoso.com"))
    gallery.account("SOURCE_STALE", "UNKNOWN", company="DECO", country="DE",
                    as_of="now")
    gallery.expect(f"crm/account/{keys.guid('nobody')}", "UNKNOWN",
                   "RECORD_NOT_HELD")


def _skipped_by_business_central(gallery):
    row = gallery.account("SYNC_SKIPPED", "NOT_PROMOTED", company=None,
                          bc_company="UK Trade Ltd", country="GB",
                          currency="GBP")
    gallery.files.add("bc-customers.json", masters.bc_customer(
        "G60001", "Gallery: somebody in Britain",
        "someone.in.britain@gallery.contoso.com"))
    gallery.files.add("bc-sync_errors.json", masters.bc_sync_error(
        "gallery-sync-skipped", "2026-04-28T10:31:00Z", row["accountid"],
        "The Customer record cannot be updated because it is coupled to a"
        " deleted record."))


def build():
    """File name -> text."""
    gallery = _Gallery()
    files = gallery.files
    files.add("crm-cdm_companies.json", *dataverse.companies(
        [("USTR", "US Trade Inc"), ("CATR", "CA Trade ULC"),
         ("DECO", "DE Trade GmbH"), ("JPCO", "JP Trade KK")]))
    demo.add_reference_sets(files)
    _landed(gallery)
    _elsewhere_or_nearly(gallery)
    _stopped_before_the_map(gallery)
    _refused_by_the_other_side(gallery)
    _skipped_by_business_central(gallery)
    _outside(gallery)
    _not_known(gallery)
    lines = ["# record\tas_of\tkeys\tverdict\treasons"]
    lines += ["\t".join(row) for row in gallery.expected]
    return files.render() | {"expected.tsv": "\n".join(lines) + "\n"}
