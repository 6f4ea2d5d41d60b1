"""The double of Finance & Operations does what is known of the system."""

import unittest

from self_test import DoubleTest

from tests.doubles.finance_operations import FinanceOperationsDouble

ALL = "cross-company=true"


class FinanceOperationsTest(DoubleTest):

    def make(self):
        return FinanceOperationsDouble(default_company="usmf")

    def setUp(self):
        super().setUp()
        self.sign_in(self.double.url + "/.default")

    def customer(self, number, area="usmf", **more):
        return self.create("CustomersV3", dataAreaId=area,
                           CustomerAccount=f"C-{number}", **more)

    def accounts(self, link):
        """The accounts of all pages."""
        found = []
        while link:
            reply = self.get(link)
            self.assertEqual(reply.status, 200, reply.body)
            found += [row["CustomerAccount"] for row in reply.json()["value"]]
            link = reply.json().get("@odata.nextLink")
        return found

    def refused(self, query):
        reply = self.get(f"/data/CustomersV3?{ALL}&{query}")
        self.assertEqual(reply.status, 400, query)
        error = reply.json()["error"]
        self.assertEqual(error["message"], "An error has occurred.")
        return error["innererror"]["message"]


class CompanyTest(FinanceOperationsTest):

    def test_other_companies_only_across_companies(self):
        self.customer(1)
        self.customer(2, "USRT")
        self.assertEqual(self.accounts("/data/CustomersV3"), ["C-1"])
        self.assertEqual(self.accounts(f"/data/CustomersV3?{ALL}"),
                         ["C-1", "C-2"])
        only = "$filter=dataAreaId eq 'usrt'"
        self.assertEqual(self.accounts(f"/data/CustomersV3?{ALL}&{only}"),
                         ["C-2"])
        self.assertEqual(self.accounts(f"/data/CustomersV3?{only}"), [])

    def test_areas_are_lower_case(self):
        self.assertEqual(self.customer(1, "USMF")["dataAreaId"], "usmf")

    def test_one_row_by_its_key(self):
        self.customer(1, "usrt")
        path = "/data/CustomersV3(dataAreaId='usrt',CustomerAccount='C-1')"
        self.assertEqual(self.get(path).status, 404)
        self.assertEqual(self.get(f"{path}?{ALL}").json()["CustomerAccount"],
                         "C-1")
        self.assertEqual(self.get("/data/CustomersV3('C-1')").status, 400)


class PageTest(FinanceOperationsTest):

    def setUp(self):
        super().setUp()
        for number in range(10, 20):
            self.customer(number)

    def test_pages_of_10000(self):
        self.do("fill", set="CustomersV3", count=10_001, row={
            "dataAreaId": "usrt", "CustomerAccount": "{n12}"})
        path = f"/data/CustomersV3?{ALL}&$filter=dataAreaId eq 'usrt'"
        first = self.get(path).json()
        self.assertEqual(len(first["value"]), 10_000)
        self.assertIn("$skiptoken=", first["@odata.nextLink"])
        self.assertEqual(len(self.accounts(path)), 10_001)

    def read_while_one_goes(self):
        self.do("option", name="page_size", value=4)
        self.do("fault", kind="apply", path="CustomersV3$", after=1, commands=[
            {"do": "delete", "set": "CustomersV3", "key": "usmf|C-10"}])
        return self.accounts(f"/data/CustomersV3?{ALL}&$select="
                             "CustomerAccount")

    def test_deleted_row_hides_another(self):
        self.assertEqual(set(range(10, 20)) - {
            int(name[2:]) for name in self.read_while_one_goes()}, {14})

    def test_links_by_key_hide_none(self):
        self.do("option", name="next_links", value="key")
        self.assertEqual(len(self.read_while_one_goes()), 10)

    def test_skip_without_order_is_no_paging(self):
        pages = [self.accounts(f"/data/CustomersV3?{ALL}&$top=4&$skip={skip}")
                 for skip in (4, 8)]
        self.assertNotEqual(pages, [["C-14", "C-15", "C-16", "C-17"],
                                    ["C-18", "C-19"]])
        self.assertEqual(self.violations(), ["$skip without $orderby"] * 2)
        ordered = f"/data/CustomersV3?{ALL}&$orderby=CustomerAccount&$top=4"
        self.assertEqual(self.accounts(ordered + "&$skip=8"),
                         ["C-18", "C-19"])

    def test_going_on_by_key_misses_none(self):
        found, last = [], ""
        while True:
            page = self.accounts(
                f"/data/CustomersV3?{ALL}&$orderby=CustomerAccount&$top=3"
                f"&$filter=CustomerAccount gt '{last}'")
            if not page:
                break
            found, last = found + page, page[-1]
            self.do("delete", set="CustomersV3", key="usmf|" + last)
        self.assertEqual(len(found), 10)
        self.assertEqual(self.violations(), [])

    def test_count(self):
        reply = self.get(f"/data/CustomersV3?{ALL}&$top=2&$count=true").json()
        self.assertEqual((reply["@odata.count"], len(reply["value"])),
                         (10, 2))
        self.assertEqual(self.get("/data/CustomersV3/$count").body, b"10")


class QueryTest(FinanceOperationsTest):

    def test_texts_are_compared_without_case_and_with_wildcards(self):
        self.customer(1, OrganizationName="Alder Outfitters")
        for text in ("OrganizationName eq 'ALDER outfitters'",
                     "OrganizationName eq '*outfit*'",
                     "contains(OrganizationName,'alder')"):
            self.assertEqual(self.accounts(
                f"/data/CustomersV3?{ALL}&$filter={text}"), ["C-1"], text)

    def test_enums_need_their_type(self):
        self.customer(1, IsOneTimeCustomer="Yes")
        self.customer(2)
        kind = "Microsoft.Dynamics.DataEntities.NoYes"
        self.assertEqual(self.accounts(
            f"/data/CustomersV3?{ALL}&$filter=IsOneTimeCustomer eq "
            f"{kind}'Yes'"), ["C-1"])
        self.assertIn("incompatible types",
                      self.refused("$filter=IsOneTimeCustomer eq 'Yes'"))

    def test_what_is_refused(self):
        self.refused("$filter=CustomerAccount in ('C-1')")
        self.refused("$filter=OnHoldStatus has 'No'")
        self.assertIn("'ModifiedDateTime' on type 'Microsoft.Dynamics."
                      "DataEntities.CustomerV3'",
                      self.refused("$select=ModifiedDateTime"))
        self.refused("$filter=CreatedDateTime gt 2026-01-01T00:00:00Z")

    def test_names_countries_and_etags(self):
        self.customer(1, PartyType="Person", PersonLastName="Lee",
                      AddressCountryRegionId="USA",
                      AddressCountryRegionISOCode="US")
        row = self.get(f"/data/CustomersV3?{ALL}").json()["value"][0]
        self.assertEqual(row["OrganizationName"], "")
        self.assertEqual((row["PartyType"], row["AddressCountryRegionId"]),
                         ("Person", "USA"))
        self.assertRegex(row["@odata.etag"], r'^W/"[A-Za-z0-9+/=]+"$')
        self.assertNotIn("RecId", row)

    def test_dates_are_at_noon(self):
        self.create("ExchangeRates", RateTypeName="Default",
                    FromCurrency="JPY", ToCurrency="USD", Rate=0.65,
                    StartDate="2026-06-01", ConversionFactor="Hundred")
        row = self.get("/data/ExchangeRates").json()["value"][0]
        self.assertEqual(row["StartDate"], "2026-06-01T12:00:00Z")
        self.assertEqual(row["ConversionFactor"], "Hundred")

    def test_documents(self):
        self.create("SalesOrderHeadersV2", SalesOrderNumber="SO-1",
                    CustomersOrderReference="#1001", OrderTotalAmount=12.5)
        self.create("SalesInvoiceHeadersV2", InvoiceNumber="I-1",
                    SalesOrderNumber="SO-1", InvoiceDate="2026-06-02")
        kind = "Microsoft.Dynamics.DataEntities.SalesStatus"
        self.assertEqual(len(self.get(
            "/data/SalesOrderHeadersV2?$filter=SalesOrderStatus eq "
            f"{kind}'Backorder'").json()["value"]), 1)
        self.assertEqual(self.get("/data/SalesInvoiceHeadersV2").json()[
            "value"][0]["InvoiceDate"], "2026-06-02T12:00:00Z")

    def test_custom_columns_and_a_custom_entity(self):
        self.do("declare", set="CustomersV3",
                columns={"EcomCustomerId": "text", "CreatedDateTime": "time"})
        self.customer(1, EcomCustomerId="71")
        self.assertEqual(self.accounts(
            f"/data/CustomersV3?{ALL}&$filter=EcomCustomerId eq '71'"),
            ["C-1"])
        self.do("declare", set="ContosoSyncErrors", entity="ContosoSyncError",
                key=["dataAreaId", "ErrorId"],
                columns={"dataAreaId": "text", "ErrorId": "number",
                         "CreatedDateTime": "time", "ProjectName": "text",
                         "DetailedErrorMessage": "text"})
        self.create("ContosoSyncErrors", ErrorId=1,
                    CreatedDateTime="2026-06-09T10:00:00Z",
                    DetailedErrorMessage="Write failed")
        self.assertEqual(len(self.get(
            "/data/ContosoSyncErrors?$filter=CreatedDateTime gt "
            "2026-06-09T09:00:00Z").json()["value"]), 1)


class TroubleTest(FinanceOperationsTest):

    def test_busy(self):
        self.do("fault", kind="throttle", retry_after=3)
        reply = self.get("/data/CustomersV3")
        self.assertEqual((reply.status, reply.headers["retry-after"]),
                         (429, "3"))
        self.assertIn(b"high resource utilization", reply.body)

    def test_gateway(self):
        self.do("fault", kind="html")
        self.assertEqual(self.get("/data/CustomersV3").status, 502)

    def test_unknown_set_and_no_token(self):
        self.assertEqual(self.get("/data/Nothing").status, 404)
        self.headers = {}
        reply = self.get("/data/CustomersV3")
        self.assertEqual((reply.status, reply.body), (401, b""))


if __name__ == "__main__":
    unittest.main()
