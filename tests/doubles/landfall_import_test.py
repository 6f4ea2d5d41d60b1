"""What the doubles say, read by Landfall's own decoders.

    landfall_import_test.py LANDFALLD LANDFALL

Each double is filled, its pages are fetched as a connector would fetch them,
and the bytes are handed to `landfall import` as they are.
"""

import json
import pathlib
import shutil
import sys
import tempfile
import unittest
import urllib.parse

from self_test import ROOT, Subscriber, ask

sys.path.insert(1, str(ROOT / "tests" / "end_to_end"))

from landfall_server import LandfallServer  # noqa: E402

from tests.doubles.run import make  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
HERE = pathlib.Path(__file__).resolve().parent
UK = "0d9c1a4e-0000-4000-8000-000000000001"
AS_OF = "2026-06-09T13:00:00Z"


def guid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


class ImportTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="landfall-double-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        shutil.copy(HERE / "landfall.yaml", cls.folder)
        cls.server = LandfallServer(LANDFALLD, LANDFALL, cls.folder)
        cls.addClassCleanup(cls.server.stop)

    def start(self, system, **options):
        double = make(system, **options)
        self.addCleanup(double.close)
        return double

    def fill(self, double, set_name, *rows):
        for row in rows:
            double.apply({"do": "create", "set": set_name, "row": row})

    def entra(self, double, scope):
        """The headers of a signed-in client."""
        access = double.access()
        form = {"client_id": access["client_id"],
                "client_secret": access["client_secret"],
                "grant_type": "client_credentials", "scope": scope}
        reply = ask(f"{access['authority']}/{access['tenant']}"
                    "/oauth2/v2.0/token", "POST", {},
                    urllib.parse.urlencode(form))
        return {"Authorization": f"Bearer {reply.json()['access_token']}"}

    def odata(self, link, headers):
        """The bytes of all pages."""
        pages = []
        while link:
            reply = ask(link, headers=headers)
            self.assertEqual(reply.status, 200, reply.body)
            pages.append(reply.body)
            link = reply.json().get("@odata.nextLink")
        return pages

    def load(self, source, pages, *flags, rejected=0):
        """Imports the pages, each as a file; the counts."""
        files = []
        for number, page in enumerate(pages):
            path = self.folder / f"{source}-{number}"
            path.write_bytes(page)
            files.append(str(path))
        # Rows that are rejected end it with 3.
        counts = json.loads(self.server.run(
            "import", "--source", source, *flags, *files, "--format", "json",
            allowed=(0, 3)))
        self.assertEqual(counts["rejected"], rejected, counts)
        return counts

    def check(self, name, record, verdict):
        answer = self.server.ask("check", record, "--as-of", AS_OF)
        self.assertEqual(answer["verdict"], verdict, f"{name}: {answer}")

    # The masters first: what is expected there must have been read.

    def test_1_finance_operations(self):
        double = self.start("finance_operations", page_size=2)
        self.fill(double, "CustomersV3", *(
            {"dataAreaId": area, "CustomerAccount": f"C-{number}",
             "OrganizationName": f"Customer {number}",
             "PrimaryContactEmail": f"c{number}@contoso.com",
             "AddressCountryRegionId": "USA", "CustomerGroupId": "B2B",
             "SalesCurrencyCode": "USD"}
            for number, area in ((1, "ustr"), (2, "ustr"), (3, "catr"))))
        self.fill(double, "CustomerGroups", {
            "dataAreaId": "ustr", "CustomerGroupId": "B2B"})
        self.fill(double, "PaymentTerms", {"dataAreaId": "ustr",
                                           "Name": "Net30"})
        double.apply({
            "do": "declare", "set": "ContosoSyncErrors", "entity":
            "ContosoSyncError", "key": ["dataAreaId", "RecordIdentifier"],
            "columns": {"dataAreaId": "text", "RecordIdentifier": "number",
                        "CreatedDateTime": "time", "ProjectName": "text",
                        "DetailedErrorMessage": "text"}})
        self.fill(double, "ContosoSyncErrors", {
            "dataAreaId": "ustr", "RecordIdentifier": 7,
            "CreatedDateTime": "2026-06-09T10:00:00Z", "ProjectName":
            "Customers V3", "DetailedErrorMessage":
            "Field 'Customer group' must be filled in."})
        headers = self.entra(double, double.url + "/.default")

        def pages(name):
            return self.odata(f"{double.url}/data/{name}?cross-company=true",
                              headers)
        customers = pages("CustomersV3")
        self.assertEqual(len(customers), 2)
        self.assertEqual(self.load("erp", customers)["inserted"], 3)
        self.assertEqual(self.load("erp", customers)["unchanged"], 3)
        for name, kind in (("CustomerGroups", "customer_group"),
                           ("PaymentTerms", "payment_terms"),
                           ("ContosoSyncErrors", "error")):
            self.assertEqual(self.load("erp", pages(name), "--type", kind)[
                "inserted"], 1, name)

    def test_2_business_central(self):
        double = self.start("business_central", page_size=2)
        self.fill(double, "companies", {"id": UK, "name": "UK Trade Ltd",
                                        "localCurrencyCode": "GBP"})
        self.fill(double, "customers", *(
            {"id": guid(number), "number": f"C{number}", "displayName": "X",
             "email": f"uk{number}@contoso.com", "country": "GB"}
            for number in (1, 2, 3)))
        headers = self.entra(
            double, "https://api.businesscentral.dynamics.com/.default")
        pages = self.odata(f"{double.url}/companies({UK})/customers", headers)
        counts = self.load("bc", pages, "--company", "UK Trade Ltd")
        self.assertEqual(counts["inserted"], 3)

    def test_3_dataverse(self):
        double = self.start("dataverse")
        self.fill(double, "cdm_companies", {
            "cdm_companyid": guid(900), "cdm_companycode": "USTR"})
        self.fill(double, "msdyn_customergroups", {"msdyn_groupid": "B2B"})
        self.fill(double, "transactioncurrencies", {
            "isocurrencycode": "USD", "currencyname": "US Dollar"})
        self.fill(double, "accounts", *(
            {"accountid": guid(number), "name": f"Account {number}",
             "accountnumber": f"C-{number}", "customertypecode": 3,
             "emailaddress1": f"crm{number}@contoso.com",
             "_msdyn_company_value": guid(900)} for number in (1, 2, 8, 9)))
        self.fill(double, "opportunities", {
            "opportunityid": guid(500), "name": "O", "statecode": 0,
            "_customerid_value": guid(8)})
        headers = self.entra(double, double.url + "/.default")
        headers["Prefer"] = ('odata.maxpagesize=2,odata.include-annotations='
                             '"*",odata.track-changes')

        def pages(name, **more):
            return self.odata(f"{double.url}/api/data/v9.2/{name}",
                              {**headers, **more})
        for name, kind in (("cdm_companies", "cdm_company"),
                           ("msdyn_customergroups", "customer_group"),
                           ("transactioncurrencies", "transactioncurrency")):
            self.assertEqual(self.load("crm", pages(name), "--type", kind)[
                "inserted"], 1, name)
        accounts = pages("accounts")
        self.assertEqual(len(accounts), 2)
        self.assertEqual(self.load("crm", accounts)["inserted"], 4)
        self.assertEqual(self.load("crm", pages("opportunities"))["inserted"],
                         1)
        double.apply({"do": "delete", "set": "accounts", "key": guid(9)})
        double.apply({"do": "advance", "seconds": 60})
        double.apply({"do": "update", "set": "accounts", "key": guid(2),
                      "changes": {"name": "Renamed"}})
        delta = json.loads(accounts[-1])["@odata.deltaLink"]
        counts = self.load("crm", self.odata(delta, headers))
        self.assertEqual((counts["read"], counts["updated"]), (2, 2), counts)
        self.check("account", f"crm/account/{guid(1)}", "PROMOTED")
        self.check("account", f"crm/account/{guid(8)}", "NOT_PROMOTED")
        gone = self.server.ask("check", f"crm/account/{guid(9)}")
        self.assertEqual([reason["code"] for reason in gone["reasons"]],
                         ["RECORD_NOT_HELD"])

    def test_4_shopify(self):
        double = self.start("shopify")
        self.fill(double, "customers", *(
            {"id": number, "email": f"c{number}@contoso.com",
             "firstName": "Ann"} for number in (1, 2, 3, 8)))
        self.fill(double, "companies", {"id": 88, "name": "Redwood"})
        self.fill(double, "companyLocations", {
            "id": 99, "company": 88, "billingAddress": {"countryCode": "US"}})
        self.fill(double, "draftOrders", {"id": 70, "customer": 8,
                                          "totalPriceSet": "5.00"})
        self.fill(double, "orders", *(
            {"id": number, "customer": number, "totalPriceSet": "10.00",
             "shippingAddress": {"countryCode": country}}
            for number, country in ((1, "US"), (2, "US"), (3, "CA"),
                                    (8, "US"))))
        headers = {"X-Shopify-Access-Token": "shpat_double",
                   "Content-Type": "application/json"}

        def post(query, **variables):
            return ask(f"{double.url}/admin/api/2026-10/graphql.json", "POST",
                       headers, {"query": query, "variables": variables})
        for name in ("customers", "companies", "draft_orders"):
            query = (HERE / "clients" / "queries" / f"{name}.graphql"
                     ).read_text(encoding="utf-8")
            counts = self.load("shop", [post(query).body])
            self.assertEqual(counts["inserted"], {"customers": 4}.get(name, 1),
                             name)
        # Orders as the first load has them: the file of a bulk operation.
        orders = (HERE / "clients" / "queries" / "orders.graphql").read_text(
            encoding="utf-8")
        started = post("mutation($q: String!) { bulkOperationRunQuery(query: "
                       "$q) { bulkOperation { id } userErrors { message } } }",
                       q=orders).json()["data"]["bulkOperationRunQuery"]
        self.assertEqual(started["userErrors"], [])
        url = None
        while url is None:
            url = post("query($i: ID!) { bulkOperation(id: $i) { url } }",
                       i=started["bulkOperation"]["id"]).json()["data"][
                           "bulkOperation"]["url"]
        self.assertEqual(self.load("shop", [ask(url).body])["inserted"], 4)
        # As pages they say the same.
        self.assertEqual(self.load("shop", [post(orders).body])["unchanged"],
                         4)
        for number, verdict in ((1, "PROMOTED"), (3, "PROMOTED"),
                                (8, "NOT_PROMOTED")):
            self.check("customer", f"shop/customer/{number}", verdict)
        self.notify(double, post)

    def notify(self, double, post):
        """The body of a webhook is an order as well."""
        subscriber = Subscriber()
        self.addCleanup(subscriber.close)
        post("mutation($u: String) { webhookSubscriptionCreate(topic: "
             "ORDERS_CREATE, webhookSubscription: {uri: $u}) { userErrors { "
             "message } } }", u=subscriber.url)
        self.fill(double, "orders", {
            "id": 20, "customer": 1, "totalPriceSet": "7.00",
            "shippingAddress": {"countryCode": "US"}})
        body = subscriber.received[0].body
        self.assertEqual(self.load("shop", [body], "--type", "order")[
            "inserted"], 1)

    def test_5_bigcommerce(self):
        double = self.start("bigcommerce")
        self.fill(double, "customers", *(
            {"id": number, "email": f"c{number}@contoso.com"}
            for number in (1, 2, 8)))
        self.fill(double, "quotes", {"quoteId": 17, "bcCustomerId": 8,
                                     "totalAmount": "5.00"})
        self.fill(double, "orders", *(
            {"id": 100 + number, "customer_id": number, "total_inc_tax": 99,
             "shipping_addresses": [{"country_iso2": "US"}]}
            for number in (1, 2, 8)))
        headers = {"X-Auth-Token": "bc-token", "Accept": "application/json",
                   "X-Store-Hash": "h4sh"}

        def get(path):
            return ask(double.url + path, headers=headers)
        customers = [get(f"/v3/customers?limit=2&page={page}").body
                     for page in (1, 2)]
        self.assertEqual(self.load("b2b", customers, "--type", "customer")[
            "inserted"], 3)
        orders = get("/v2/orders").json()
        for order in orders:
            order["shipping_addresses"] = get(
                f"/v2/orders/{order['id']}/shipping_addresses").json()
        self.assertEqual(self.load("b2b", [json.dumps(orders).encode()],
                                   "--type", "order")["inserted"], 3)
        nothing = get("/v2/orders?page=2")
        self.assertEqual(nothing.status, 204)
        self.assertEqual(self.load("b2b", [nothing.body], "--type", "order")[
            "read"], 0)
        quotes = ask(double.access()["b2b_url"] + "/rfq", headers=headers)
        self.assertEqual(self.load("b2b", [quotes.body], "--type", "quote")[
            "inserted"], 1)
        self.check("customer", "b2b/customer/1", "PROMOTED")
        self.check("customer", "b2b/customer/8", "NOT_PROMOTED")

    def test_6_adobe_commerce(self):
        double = self.start("adobe_commerce")
        self.fill(double, "customers", *(
            {"id": number, "email": f"uk{number}@contoso.com"}
            for number in (1, 8)))
        self.fill(double, "companies", {"id": 41, "company_name": "Lakeshore",
                                        "vat_tax_id": "GB980780684"})
        self.fill(double, "carts", {
            "id": 61, "customer": {"id": 8}, "extension_attributes": {
                "negotiable_quote": {"quote_id": 61, "status": "created"}}})
        self.fill(double, "orders", *(
            {"entity_id": number, "customer_id": number,
             "customer_email": f"uk{number}@contoso.com",
             "base_grand_total": 50.5,
             "shipping_address": {"country_id": "GB"}} for number in (1, 8)))
        headers = {"Authorization": "Bearer mage-token",
                   "Accept": "application/json"}

        def pages(path):
            """Until total_count is reached."""
            found, seen = [], 0
            while True:
                reply = ask(f"{double.url}/V1/{path}?searchCriteria[pageSize]"
                            f"=1&searchCriteria[currentPage]={len(found) + 1}",
                            headers=headers)
                found.append(reply.body)
                seen += len(reply.json()["items"])
                if seen >= reply.json()["total_count"]:
                    return found
        for path, kind, count in (("customers/search", "customer", 2),
                                  ("company/", "company", 1),
                                  ("orders", "order", 2),
                                  ("carts/search", "quote", 1)):
            self.assertEqual(self.load("commerce", pages(path), "--type",
                                       kind)["inserted"], count, path)
        self.assertEqual(double.journal.violations, [])
        self.check("customer", "commerce/customer/1", "PROMOTED")
        self.check("customer", "commerce/customer/8", "NOT_PROMOTED")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
