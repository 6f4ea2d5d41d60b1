"""The week of 6 to 12 April 2026 in the shops.

31 customers order something. 14 of them are in the customer master; 17 are not,
and 61,200.00 USD of orders wait for them. Amounts are in the currency of each
order; one CAD is worth 0.73 USD.
"""

from demo_data import dataverse, keys, masters, shops

# Shopify customers: (number, name, address).
AVA = (7101000000101, "Ava Thornton", "ava.thornton@fourthcoffee.com")
LIAM = (7101000000118, "Liam Bouchard", "liam.bouchard@adatum.com")
NORA = (7101000000132, "Nora Lindqvist", "nora.lindqvist@adatum.com")
MATEO = (7101000000149, "Mateo Alvarez", "mateo.alvarez@proseware.com")
CHLOE = (7101000000153, "Chloé Tremblay", "chloe.tremblay@adatum.com")
HANNAH = (7101000000167, "Hannah Weiss", "hannah.weiss@litware.com")
NOAH = (7101000000172, "Noah Sinclair", "noah.sinclair@litware.com")
PRIYA = (7101000000188, "Priya Raman", "priya.raman@proseware.com")
ETHAN = (7101000000194, "Ethan Kowalski", "ethan.kowalski@fourthcoffee.com")
OLIVIA = (7101000000203, "Olivia Martens", "olivia.martens@proseware.com")
JONAS = (7101000000217, "Jonas Whitaker", "jonas.whitaker@adatum.com")
SOFIA = (7101000000226, "Sofia Duarte", "sofia.duarte@litware.com")
EMIL = (7101000000231, "Emil Sørensen", "emil.sorensen@wingtiptoys.com")
GRACE = (7101000000245, "Grace Okafor", "grace.okafor@fourthcoffee.com")
DANIEL = (7101000000259, "Daniel Frost", "daniel.frost@wingtiptoys.com")
RUBEN = (7101000000264, "Ruben Castellano", "ruben.castellano@litware.com")
TESSA = (7101000000270, "Tessa Monroe", "tessa.monroe@litware.com")
VERA = (7101000000288, "Vera Holmgren", "vera.holmgren@proseware.com")
OWEN = (7101000000291, "Owen Gallagher", "owen.gallagher@adatum.com")

BUYERS = (AVA, LIAM, NORA, MATEO, CHLOE, HANNAH, NOAH, PRIYA, ETHAN, OLIVIA,
          JONAS, SOFIA, EMIL, GRACE, DANIEL, RUBEN, TESSA, VERA, OWEN)


class _ShopOrders:
    """Appends Shopify orders with rising numbers and a line item each."""

    def __init__(self, files):
        self._files = files
        self._number = 4400

    def add(self, placed, amount, currency, country, **values):
        self._number += 1
        order = shops.shopify_order(self._number, placed, amount, currency,
                                    country, **values)
        self._files.add("shop-orders.jsonl", order, shops.shopify_line_item(
            order["id"], "Touring bicycle", 1))


def _master(files, entity, account, name, mail="", **values):
    files.add("erp-customers.json", masters.customer_v3(
        entity, account, name, email=mail, **values))


def absent_consumers(files, orders):
    """Eleven of Shopify, 11,605.54 USD."""
    orders.add("2026-04-06T18:20:11Z", "2349.00", "USD", "US", customer=AVA)
    orders.add("2026-04-07T09:44:52Z", "3150.50", "CAD", "CA", customer=LIAM)
    # Landed two days after the week; in the week itself he was missing.
    _master(files, "CATR", "CA-009020", LIAM[1], LIAM[2], person=True,
            country="CA", created="2026-04-15T08:30:00Z", group="CONSUMER")
    # In the master of one country, and buying in two: only CAD 151.50 waits.
    orders.add("2026-04-07T20:05:00Z", "210.00", "USD", "US", customer=NORA)
    orders.add("2026-04-11T20:31:00Z", "151.50", "CAD", "CA", customer=NORA)
    _master(files, "USTR", "US-009021", NORA[1], NORA[2], person=True,
            group="CONSUMER")
    orders.add("2026-04-08T07:15:09Z", "89.95", "USD", "US",
               guest="walk.in.rider@wingtiptoys.com", ship_name="Iris Calloway")
    orders.add("2026-04-08T12:00:41Z", "1499.00", "USD", "US", customer=MATEO)
    orders.add("2026-04-09T16:38:20Z", "899.00", "CAD", "CA", customer=CHLOE)
    # The clerk typed one letter less: explained, never matched.
    orders.add("2026-04-10T11:11:11Z", "1249.50", "USD", "US", customer=HANNAH)
    _master(files, "USTR", "US-009022", HANNAH[1], "hanna.weiss@litware.com",
            person=True, group="CONSUMER")
    orders.add("2026-04-10T14:52:36Z", "640.00", "USD", "US", customer=NOAH,
               status="PARTIALLY_REFUNDED", amount_as_placed="800.00")
    orders.add("2026-04-11T08:09:10Z", "415.25", "USD", "US", customer=PRIYA,
               status=None)
    orders.add("2026-04-09T19:45:00Z", "725.00", "USD", "US", customer=ETHAN,
               status="PENDING")
    orders.add("2026-04-12T10:00:00Z", "310.40", "USD", "US", customer=ETHAN,
               status="AUTHORIZED")
    orders.add("2026-04-12T22:17:03Z", "1727.00", "CAD", "CA",
               guest="harvest.moon@wingtiptoys.com", ship_name="Joel Marchand")


def orders_that_do_not_count(orders):
    """Of the same people: cancelled, before the window, and a test."""
    orders.add("2026-04-10T09:00:00Z", "999.00", "USD", "US", customer=ETHAN,
               status="VOIDED", cancelled="2026-04-10T09:30:00Z")
    orders.add("2026-03-30T09:00:00Z", "500.00", "USD", "US", customer=ETHAN,
               closed=True)
    orders.add("2026-04-09T09:00:00Z", "1.00", "USD", "US", customer=PRIYA,
               test=True)


def absent_businesses(files):
    """Three of BigCommerce and three of Adobe Commerce, 49,594.46 USD."""
    def bigcommerce(number, placed, amount, currency, country, customer):
        files.add("b2b-orders.json", shops.bigcommerce_order(
            number, placed, amount, currency, [country],
            customer=customer[0], name=customer[1], email=customer[2]))

    wholesale = (201, "Wholesale-X", "purchasing@wholesale-x.contoso.com")
    maple = (202, "Maple Ridge Outfitters", "buy@mapleridge.contoso.com")
    harbor = (203, "Harbor & Pine Wholesale", "orders@harborpine.contoso.com")
    for number, name, mail in (wholesale, maple, harbor):
        files.add("b2b-customers.json", shops.bigcommerce_customer(
            number, name, mail, f"2026-03-1{number - 200}T09:00:00Z"))
    bigcommerce(3101, "2026-04-06T10:02:00Z", "12650.0000", "USD", "US",
                wholesale)
    bigcommerce(3106, "2026-04-09T10:00:00Z", "5750.0000", "USD", "US",
                wholesale)
    bigcommerce(3102, "2026-04-07T13:30:00Z", "9000.0000", "CAD", "CA", maple)
    bigcommerce(3104, "2026-04-08T08:45:00Z", "8240.5000", "USD", "US", harbor)
    # Maple Ridge was created in the company next door.
    _master(files, "USTR", "C-00042", maple[1], maple[2])

    prairie = (3101, "Prairie Stores", "desk@prairiestores.contoso.com")
    summit = (3102, "Summit Trail", "supply@summittrail.contoso.com")
    heron = (3103, "Heron Hospitality", "buyer@blueheron.contoso.com")
    tax_id = keys.canadian_business_number("Prairie Stores")
    files.add("commerce-customers.json",
              shops.adobe_customer(*prairie, "2026-02-20T12:00:00Z",
                                   country="CA", tax_id=tax_id),
              shops.adobe_customer(*summit, "2026-02-21T12:00:00Z"),
              shops.adobe_customer(*heron, "2026-02-22T12:00:00Z"))
    for number, placed, amount, currency, country, customer in (
            (8001, "2026-04-06T21:40:00Z", 7315.45, "CAD", "CA", prairie),
            (8002, "2026-04-08T15:05:30Z", 7275.0, "USD", "US", summit),
            (8003, "2026-04-09T11:20:00Z", 1980.0, "USD", "US", heron),
            (8004, "2026-04-10T11:25:00Z", 2450.25, "CAD", "CA", heron)):
        files.add("commerce-orders.json", shops.adobe_order(
            number, placed, amount, currency, country, customer=customer[0],
            name=customer[1], email=customer[2]))


def also_in_dataverse(files):
    """Four of the 17 are known to sales as well, and no further there. Three
    more rows look like it and are not: a mere contact person, a consumer who
    did land, and one who was entered after the week."""
    wholesale = dataverse.account(
        "Wholesale-X", "2026-03-18T10:00:00Z", company="USTR", country="US",
        group="WHOLESALE", email="purchasing@wholesale-x.contoso.com")
    files.add("crm-accounts.json", wholesale, dataverse.account(
        "Maple Ridge Outfitters", "2026-03-24T10:00:00Z", company="CATR",
        country="CA", currency="CAD", email="buy@mapleridge.contoso.com"))
    tax_id = keys.canadian_business_number("Prairie Stores")
    files.add("crm-accounts.json", dataverse.account(
        "Prairie Stores Co-operative", "2026-04-02T10:00:00Z",
        country="Canada", currency="CAD", email=None,
        tax_id=f"{tax_id[:9]} {tax_id[9:]}"))
    files.add("crm-contacts.json", dataverse.contact(
        "Mateo", "Alvarez", "2026-04-01T10:00:00Z", company="USTR",
        country="US", email=MATEO[2]))
    files.add("crm-opportunities.json", dataverse.opportunity(
        "Wholesale-X: yearly contract", wholesale["accountid"], "account",
        "2026-03-20T10:00:00Z"))
    files.add("flow-errors.jsonl", {
        "id": "dw-20260409-0003", "at": "2026-04-09T10:04:11Z",
        "system": "dual_write", "map": "Customers V3 (accounts)",
        "entity": "USTR",
        "record": {"source": "crm", "type": "account",
                   "id": wholesale["accountid"]},
        "message": "Write failed for table row of type 'CustCustomerV3Entity'."
                   " Infolog: Warning: The value 'WHOLESALE' in field"
                   " 'Customer group' is not found in the related table"
                   " 'Customer groups'."})
    files.add("flow-errors.jsonl", {
        "id": "pa-08584", "at": "2026-04-09T10:01:30Z",
        "system": "power_automate", "flow": "Shop order to sales order",
        "entity": "USTR",
        "record": {"source": "b2b", "type": "customer", "id": "201"},
        "message": "Write failed for table row of type 'CustCustomerV3Entity'."
                   " Infolog: Warning: The value 'WHOLESALE' in field"
                   " 'Customer group' is not found in the related table"
                   " 'Customer groups'.", "code": "ActionFailed"})
    files.add("crm-contacts.json", dataverse.contact(
        "Ava", "Thornton", "2026-03-02T10:00:00Z", sellable=False,
        country="US", email=AVA[2]))
    files.add("crm-contacts.json", dataverse.contact(
        "Nora", "Lindqvist", "2025-11-02T10:00:00Z", company="USTR",
        country="US", person_id="US-009021", email=NORA[2]))
    files.add("crm-contacts.json", dataverse.contact(
        "Priya", "Raman", "2026-04-20T10:00:00Z", company="USTR",
        country="US", email=PRIYA[2]))


def present_consumers(files, orders):
    """Eight of Shopify, each found in its own way."""
    # The order was cancelled a week later; as of the 13th it was alive.
    orders.add("2026-04-06T09:00:00Z", "75.00", "USD", "US", customer=OLIVIA,
               cancelled="2026-04-20T09:00:00Z")
    _master(files, "USTR", "US-009001", OLIVIA[1], OLIVIA[2].upper(),
            person=True, group="CONSUMER")
    # Another address in the ledger, but the shop's customer number is there.
    orders.add("2026-04-07T10:00:00Z", "310.00", "CAD", "CA", customer=JONAS)
    _master(files, "CATR", "CA-009002", JONAS[1], "j.whitaker@woodgrove.com",
            person=True, country="CA", shop_id=str(JONAS[0]),
            group="CONSUMER")
    # A company order: the customer is the company, known by its tax number.
    redwood = keys.canadian_business_number("Redwood Cooperative")
    files.add("shop-companies.json", shops.shopify_company(
        88101, "Redwood Cooperative", "2026-01-10T10:00:00Z", 99101, "CA",
        redwood, "ops@redwoodcoop.contoso.com"))
    orders.add("2026-04-08T10:00:00Z", "2280.00", "CAD", "CA",
               guest="ops@redwoodcoop.contoso.com", company=88101,
               company_name="Redwood Cooperative", location=99101)
    _master(files, "CATR", "CA-009003", "Redwood Cooperative",
            "ledger@redwoodcoop.contoso.com", country="CA",
            tax_id=f"{redwood[:9]} {redwood[9:]}")
    # A guest.
    orders.add("2026-04-09T10:00:00Z", "58.20", "USD", "US",
               guest="quick.buyer@wingtiptoys.com")
    _master(files, "USTR", "US-009004", "Quinn Buyer",
            "quick.buyer@wingtiptoys.com", person=True, group="CONSUMER")
    # Once as a guest, once logged in: one customer.
    orders.add("2026-04-09T11:00:00Z", "49.00", "USD", "US",
               guest="Sofia.Duarte@litware.com")
    orders.add("2026-04-10T11:00:00Z", "128.00", "USD", "US", customer=SOFIA)
    _master(files, "USTR", "US-009005", SOFIA[1], SOFIA[2], person=True,
            group="CONSUMER")
    # Denmark has no rule: found anywhere is good enough, and flagged.
    orders.add("2026-04-10T12:00:00Z", "640.00", "USD", "DK", customer=EMIL)
    _master(files, "USTR", "US-009006", EMIL[1], EMIL[2], person=True,
            country="DK", group="CONSUMER")
    # Two countries, at home in both.
    orders.add("2026-04-11T12:00:00Z", "99.00", "USD", "US", customer=GRACE)
    orders.add("2026-04-11T12:30:00Z", "120.00", "CAD", "CA", customer=GRACE)
    for entity, account, country in (("USTR", "US-009007", "US"),
                                     ("CATR", "CA-009007", "CA")):
        _master(files, entity, account, GRACE[1], GRACE[2], person=True,
                country=country, group="CONSUMER")
    # Two tags that disagree: in one of the two is enough, and flagged.
    orders.add("2026-04-12T12:00:00Z", "380.00", "CAD", "CA", customer=DANIEL,
               tags=("wholesale-ca", "Wholesale-US"))
    _master(files, "CATR", "CA-009008", DANIEL[1], DANIEL[2], person=True,
            country="CA", group="CONSUMER")


def present_businesses(files):
    """Three of BigCommerce and three of Adobe Commerce."""
    granite = (205, "Granite Peak Supply", "ap@granitepeak.contoso.com")
    paddle = (207, "Cascade Paddle Works", "shop@cascadepaddle.contoso.com")
    fjord = (208, "Fjord & Fell Trading", "orders@fjordfell.contoso.com")
    for number, name, mail in (granite, paddle, fjord):
        files.add("b2b-customers.json", shops.bigcommerce_customer(
            number, name, mail, f"2026-01-{number - 190}T09:00:00Z"))
    files.add("b2b-orders.json", shops.bigcommerce_order(
        3110, "2026-04-07T07:00:00Z", "1890.0000", "USD", ["US"],
        customer=205, name=granite[1], email=granite[2]))
    _master(files, "USTR", "US-009010", granite[1], granite[2])
    # Ships to the US, but an override says that Canada sells to them.
    files.add("b2b-orders.json", shops.bigcommerce_order(
        3111, "2026-04-08T07:00:00Z", "2210.0000", "USD", ["US"],
        customer=207, name=paddle[1], email=paddle[2]))
    _master(files, "CATR", "CA-009011", paddle[1], paddle[2], country="CA")
    # Two addresses, one country: nothing to wonder about.
    files.add("b2b-orders.json", shops.bigcommerce_order(
        3112, "2026-04-09T07:00:00Z", "960.0000", "USD", ["US", "US"],
        customer=208, name=fjord[1], email=fjord[2], state=2))
    _master(files, "USTR", "US-009012", fjord[1], fjord[2])

    lakeshore = (3105, "Lakeshore Hotels", "stores@lakeshore.contoso.com")
    ironwood = (3106, "Ironwood Builders", "office@ironwood.contoso.com")
    thames = (3107, "Thames Chandlery", "deck@thameschandlery.contoso.com")
    lakes = keys.canadian_business_number("Lakeshore Hotels")
    river = keys.british_vat_number("Thames Chandlery")
    files.add("commerce-companies.json", shops.adobe_company(
        41, "Lakeshore Hotels", "head@lakeshore.contoso.com", "CA", lakes))
    files.add("commerce-customers.json",
              shops.adobe_customer(*lakeshore, "2026-01-05T12:00:00Z",
                                   country="CA", company=41),
              shops.adobe_customer(*ironwood, "2026-01-06T12:00:00Z"),
              shops.adobe_customer(*thames, "2026-01-07T12:00:00Z",
                                   country="GB", tax_id=river))
    _master(files, "CATR", "CA-009013", "Lakeshore Hotels Ltd",
            "invoices@lakeshore.contoso.com", country="CA", tax_id=lakes)
    # Licences are shipped to nobody; the invoice goes to the US. On hold.
    _master(files, "USTR", "US-009014", ironwood[1], ironwood[2],
            on_hold="All")
    files.add("bc-customers.json", masters.bc_customer(
        "C60101", "Thames Chandlery Ltd", "accounts@thames.contoso.com",
        tax_id=river[2:]))
    for number, placed, amount, currency, country, customer, billing in (
            (8010, "2026-04-07T13:00:00Z", 3120.0, "CAD", "CA", lakeshore,
             "CA"),
            (8011, "2026-04-08T13:00:00Z", 455.0, "USD", None, ironwood, "US"),
            (8012, "2026-04-11T13:00:00Z", 1250.0, "USD", "GB", thames, "GB")):
        files.add("commerce-orders.json", shops.adobe_order(
            number, placed, amount, currency, country, customer=customer[0],
            name=customer[1], email=customer[2], billing=billing))


def out_of_scope(files, orders):
    """Shop customers without a live order in the window."""
    orders.add("2026-04-08T18:00:00Z", "450.00", "USD", "US", customer=RUBEN,
               cancelled="2026-04-09T08:00:00Z")
    orders.add("2026-04-09T18:00:00Z", "210.00", "USD", "US", customer=TESSA,
               status="REFUNDED")
    files.add("shop-draft_orders.json", shops.shopify_draft(
        71, "2026-04-10T18:00:00Z", VERA, "1300.00"))
    dull = (204, "Dulwich Fittings", "desk@dulwich.contoso.com")
    quote = (206, "Elmhurst Interiors", "design@elmhurst.contoso.com")
    for number, name, mail in (dull, quote):
        files.add("b2b-customers.json", shops.bigcommerce_customer(
            number, name, mail, "2026-03-20T09:00:00Z"))
    files.add("b2b-orders.json", shops.bigcommerce_order(
        3120, "2026-04-10T07:00:00Z", "3300.0000", "USD", ["US"],
        customer=204, name=dull[1], email=dull[2], state=5))
    files.add("b2b-orders.json", shops.bigcommerce_order(
        3121, "2026-04-10T07:05:00Z", "77.0000", "USD", ["US"],
        email="abandoned.basket@wingtiptoys.com", state=0))
    files.add("b2b-quotes.json", shops.bigcommerce_quote(
        17, "2026-04-11T07:00:00Z", *quote, "5400.00"))
    fit_out = (3108, "Vance Interiors", "projects@vanceinteriors.contoso.com")
    files.add("commerce-customers.json", shops.adobe_customer(
        *fit_out, "2026-03-01T12:00:00Z"))
    files.add("commerce-quotes.json", shops.adobe_quote(
        61, "2026-04-09T07:00:00Z", *fit_out, 9100.0))
    files.add("commerce-orders.json", shops.adobe_order(
        8020, "2026-04-10T14:00:00Z", 610.0, "USD", "US",
        email="lost.parcel@wingtiptoys.com", name="Lou Parcel",
        state="canceled"))


def around_the_week(files, orders):
    """Live orders of absent customers, one day too early and too late."""
    orders.add("2026-04-05T12:00:00Z", "270.00", "USD", "US", customer=OWEN)
    orders.add("2026-04-13T09:00:00Z", "330.00", "USD", "US",
               guest="late.bird@wingtiptoys.com")
    # Everybody's customer: being booked on it is no promotion.
    _master(files, "USTR", "WEB-DEFAULT", "Web customer", "web@contoso.com")


def add_to(files):
    orders = _ShopOrders(files)
    for number, name, mail in BUYERS:
        files.add("shop-customers.jsonl", shops.shopify_customer(
            number, name, mail, "2026-02-11T17:00:00Z"))
    absent_consumers(files, orders)
    orders_that_do_not_count(orders)
    absent_businesses(files)
    also_in_dataverse(files)
    present_consumers(files, orders)
    present_businesses(files)
    out_of_scope(files, orders)
    around_the_week(files, orders)
