"""The week ending 9 June 2026 in Dataverse.

47 customers are created; 43 reach the customer master within minutes; four do
not, each for another reason, and three of those have somebody waiting for them.
"""

from demo_data import dataverse, keys, masters, names

ERROR_TAIL = (" For more information on troubleshooting, see"
              " https://go.microsoft.com/fwlink/?linkid=2244045."
              " Activity ID for troubleshooting {%s}")


def _created(index):
    """Office hours, spread over 3 to 9 June."""
    return (f"2026-06-{3 + index % 7:02d}T{8 + index * 5 % 10:02d}:"
            f"{index * 17 % 60:02d}:{index * 23 % 60:02d}Z")


def _landed(created, minutes):
    """A few minutes after `created`, within the same day."""
    hour, minute = int(created[11:13]), int(created[14:16]) + minutes
    return (f"{created[:11]}{hour + minute // 60:02d}:{minute % 60:02d}:"
            f"{created[17:]}")


def _american_or_canadian(files, index, name, entity):
    """An account and its F&O customer, tied together in one of four ways."""
    country = "US" if entity == "USTR" else "CA"
    created = _created(index)
    mail = names.company_mail(name)
    number = f"{country}-{4101 + index:06d}"
    tax_id = keys.canadian_business_number(name) if country == "CA" else None
    values = {"number": number, "email": mail, "tax_id": tax_id}
    master = {"email": mail, "tax_id": tax_id or ""}
    if index % 8 == 3:  # the party model keeps the address elsewhere
        values["email"] = None
    if index % 8 == 5:  # numbered by F&O, which has not written back yet
        values["number"] = None
        master["email"] = f" {mail.upper()} "
    if index in (17, 25):  # only the business number agrees
        values["number"] = None
        values["tax_id"] = f"{tax_id[:5]} {tax_id[5:9]} {tax_id[9:11]} 0001"
        master["email"] = names.company_mail(name, "payables")
    files.add("crm-accounts.json", dataverse.account(
        name, created, company=entity, country=country,
        currency={"US": "USD", "CA": "CAD"}[country], **values))
    files.add("erp-customers.json", masters.customer_v3(
        entity, number, name, country=country,
        created=_landed(created, 2 + index % 7), **master))


def _british(files, index, name):
    """An account that Business Central synchronises. The even ones are known
    there by their VAT number only, written without blanks or prefix."""
    vat = keys.british_vat_number(name)
    spaced = f"{vat[:2]} {vat[2:5]} {vat[5:9]} {vat[9:]}"
    mail = names.company_mail(name)
    by_number = index % 2 == 0
    files.add("crm-accounts.json", dataverse.account(
        name, _created(index), bc_company="UK Trade Ltd", group=None,
        country="United Kingdom", currency="GBP", email=mail, tax_id=spaced))
    files.add("bc-customers.json", masters.bc_customer(
        f"C{60010 + index}", name,
        names.company_mail(name, "ap") if by_number else mail,
        tax_id=vat[2:] if by_number else vat))


def promoted_accounts(files):
    """32 accounts: 15 in USTR, 11 in CATR, 6 in UKCO."""
    for index in range(32):
        name = names.company(index)
        if index < 15:
            _american_or_canadian(files, index, name, "USTR")
        elif index < 26:
            _american_or_canadian(files, index, name, "CATR")
        else:
            _british(files, index, name)


def promoted_contacts(files):
    """11 consumers: seven in USTR, four in CATR."""
    for index in range(11):
        first, last = names.person(index)
        entity, country = ("USTR", "US") if index < 7 else ("CATR", "CA")
        created = _created(index + 3)
        number = f"P-{7301 + index:06d}"
        mail = names.personal_mail(f"{first} {last}")
        files.add("crm-contacts.json", dataverse.contact(
            first, last, created, company=entity, country=country,
            person_id=number, email=mail,
            currency="USD" if country == "US" else "CAD"))
        files.add("erp-customers.json", masters.customer_v3(
            entity, number, f"{first} {last}", person=True, country=country,
            email=mail, group="CONSUMER", created=_landed(created, 4)))


def not_promoted(files):
    """The four that the card is about."""
    # 1. Nobody chose a company: dual-write never looks at the row.
    bakery = dataverse.account(
        "Kestrel Bakery Supplies", "2026-06-04T13:22:10Z", country="USA",
        email="orders@kestrelbakery.contoso.com", postcode="83702",
        state_name="Idaho")
    files.add("crm-accounts.json", bakery)
    files.add("crm-opportunities.json", dataverse.opportunity(
        "Kestrel: ovens for two shops", bakery["accountid"], "account",
        "2026-06-05T09:12:00Z"))
    # 2. A consumer without a contact person id: the map's filter stops it.
    consumer = dataverse.contact(
        "Rosalind", "Achterberg", "2026-06-05T15:48:31Z", company="USTR",
        country="US", email="rosalind.achterberg@tailspintoys.com")
    files.add("crm-contacts.json", consumer)
    files.add("crm-salesorders.json", dataverse.sales_order(
        "ORD-01204-K7M2", consumer["contactid"], "contact",
        "2026-06-05T16:02:00Z"))
    # 3. A customer group that F&O does not have: the far side refuses the row.
    textile = dataverse.account(
        "Tidewater Textile Mills", "2026-06-08T10:05:44Z", company="CATR",
        country="CA", currency="CAD", group="LOCAL",
        email="office@tidewatertextile.contoso.com",
        tax_id=keys.canadian_business_number("Tidewater Textile Mills"))
    files.add("crm-accounts.json", textile)
    files.add("crm-opportunities.json", dataverse.opportunity(
        "Tidewater: autumn range", textile["accountid"], "account",
        "2026-06-08T11:30:00Z"))
    files.add("flow-errors.jsonl", {
        "id": "dw-20260608-0007", "at": "2026-06-08T10:05:52Z",
        "system": "dual_write", "map": "Customers V3 (accounts)",
        "entity": "CATR",
        "record": {"source": "crm", "type": "account",
                   "id": textile["accountid"]},
        "message": "Write failed for table row of type 'CustCustomerV3Entity'."
                   " Infolog: Warning: The value 'LOCAL' in field 'Customer"
                   " group' is not found in the related table 'Customer"
                   " groups'.; Warning: validateField failed on field"
                   " 'CustCustomerV3Entity.CustomerGroupId'."
                   + ERROR_TAIL % keys.guid("activity 7")})
    # 4. Landed, but in the company next door. Its only deal is lost.
    lighting = dataverse.account(
        "Marchbank Lighting", "2026-06-09T08:41:03Z", company="CATR",
        country="CA", currency="CAD",
        email="hello@marchbanklighting.contoso.com")
    files.add("crm-accounts.json", lighting)
    files.add("crm-opportunities.json", dataverse.opportunity(
        "Marchbank: showroom", lighting["accountid"], "account",
        "2026-06-09T09:00:00Z", state=2))
    files.add("erp-customers.json", masters.customer_v3(
        "USTR", "US-003877", "Marchbank Lighting Inc.",
        email="hello@marchbanklighting.contoso.com"))


def out_of_scope(files):
    """Rows of the same week that no ledger should ever see."""
    for index, kind in enumerate((5, 5, 8, 10)):  # partners, prospect, supplier
        name = names.company(32 + index)
        files.add("crm-accounts.json", dataverse.account(
            name, _created(index + 1), kind=kind, company="USTR",
            country="US", email=names.company_mail(name)))
    for index in range(2):  # switched off again
        name = names.company(36 + index)
        files.add("crm-accounts.json", dataverse.account(
            name, _created(index + 2), state=1, company="USTR", country="US",
            email=names.company_mail(name)))
    files.add("crm-accounts.json", dataverse.account(
        "Alder Outfitters (old)", _created(4), state=1, company="USTR",
        country="US", master=keys.guid("account " + names.company(0))))
    files.add("crm-accounts.json", dataverse.account(
        "ZZ Training Customer", _created(5), company="USTR", country="US",
        email="training@contoso.com"))
    for index in range(11, 16):  # contact persons of customers
        first, last = names.person(index)
        files.add("crm-contacts.json", dataverse.contact(
            first, last, _created(index), sellable=False, group=None,
            country="US", email=names.personal_mail(f"{first} {last}"),
            parent=keys.guid("account " + names.company(index - 11))))


def around_the_week(files):
    """Two misses just outside the window, and a deal that proves nothing."""
    files.add("crm-accounts.json", dataverse.account(
        "Pemberton Glassworks", "2026-06-02T21:15:00Z", country="US",
        email="sales@pembertonglass.contoso.com"))
    files.add("crm-accounts.json", dataverse.account(
        "Ravensworth Pianos", "2026-06-10T07:30:00Z", country="US",
        email="studio@ravensworth.contoso.com"))
    files.add("crm-opportunities.json", dataverse.opportunity(
        "Alder: second store", keys.guid("account " + names.company(0)),
        "account", "2026-06-05T10:00:00Z"))


def second_attempts(files):
    """Two failures of customers who landed later all the same."""
    american, british = names.company(8), names.company(27)
    files.add("erp-errors.csv", masters.dual_write_error(
        5637144576, "2026-06-04T08:16:12Z", "USTR",
        keys.guid("account " + american),
        "Response status code does not indicate success: 401 (Unauthorized)."))
    files.add("bc-sync_errors.json", masters.bc_sync_error(
        "sync 27", "2026-06-09T14:31:00Z", keys.guid("account " + british),
        "Cannot update a record in the Customer table. The mapping between"
        " Customer and Account is bi-directional, and one or both values have"
        " changed."))


def add_to(files):
    second_attempts(files)
    promoted_accounts(files)
    promoted_contacts(files)
    not_promoted(files)
    out_of_scope(files)
    around_the_week(files)
