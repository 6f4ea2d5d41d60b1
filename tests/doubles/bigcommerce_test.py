"""The double of BigCommerce does what is known of the system."""

import unittest

from self_test import DoubleTest, Subscriber, ask

from tests.doubles.bigcommerce import BigCommerceDouble
from tests.doubles.bigcommerce.hooks import Hooks, signature


class BigCommerceTest(DoubleTest):

    def make(self):
        return BigCommerceDouble()

    def setUp(self):
        super().setUp()
        self.headers = {"X-Auth-Token": "bc-token",
                        "Accept": "application/json"}

    def ids(self, path):
        reply = self.get(path)
        if reply.status == 204:
            return []
        self.assertEqual(reply.status, 200, reply.body)
        body = reply.json()
        return [row["id"] for row in (body if isinstance(body, list)
                                      else body["data"])]


class V2Test(BigCommerceTest):

    def test_nothing_is_204_without_a_body(self):
        reply = self.get("/v2/orders")
        self.assertEqual((reply.status, reply.body), (204, b""))
        self.assertNotIn("content-length", reply.headers)

    def test_array_of_50_until_a_short_page(self):
        self.do("fill", set="orders", count=120, row={})
        self.assertEqual([len(self.ids(f"/v2/orders?page={page}"))
                          for page in (1, 2, 3, 4)], [50, 50, 20, 0])
        self.assertEqual(len(self.ids("/v2/orders?limit=250")), 120)
        self.get("/v2/orders?limit=500")
        self.assertEqual(self.violations(), ["limit above 250"])

    def test_money_is_text_and_times_are_rfc_2822(self):
        self.create("orders", id=1, total_inc_tax=361.95,
                    shipping_addresses=[{"country_iso2": "CA"},
                                        {"country_iso2": "US"}])
        row = self.get("/v2/orders/1").json()
        self.assertEqual((row["total_inc_tax"], row["date_created"]),
                         ("361.9500", "Tue, 09 Jun 2026 12:00:00 +0000"))
        self.assertEqual((row["date_shipped"], row["refunded_amount"],
                          row["status"]), ("", "0.0000",
                                           "Awaiting Fulfillment"))
        self.assertEqual(row["customer_id"], 0)
        self.assertTrue(row["shipping_addresses"]["url"].endswith(
            "/v2/orders/1/shippingaddresses"))
        found = self.get("/v2/orders/1/shipping_addresses").json()
        self.assertEqual([one["country_iso2"] for one in found],
                         ["CA", "US"])
        self.create("orders", id=2)
        self.assertEqual(self.get("/v2/orders/2/shipping_addresses").status,
                         204)

    def test_filters(self):
        self.create("orders", id=1, status_id=5)
        self.do("advance", seconds=3600)
        self.create("orders", id=2, customer_id=7, is_deleted=True)
        for query, found in (
                ("min_date_modified=2026-06-09T12:30:00Z", [2]),
                ("min_date_modified=Tue, 09 Jun 2026 12:30:00 %2B0000", [2]),
                ("max_date_created=2026-06-09T12:30:00Z", [1]),
                ("status_id=5", [1]), ("customer_id=7", [2]),
                ("min_id=2", [2]), ("is_deleted=true", [2]),
                ("sort=date_modified:desc", [2, 1])):
            self.assertEqual(self.ids("/v2/orders?" + query), found, query)
        self.assertEqual(self.get("/v2/orders?modified_since=x").status, 400)
        self.assertEqual(self.get("/v2/orders?min_date_created=x").status,
                         400)
        self.do("option", name="archived_in_lists", value=False)
        self.assertEqual(self.ids("/v2/orders"), [1])

    def test_consignments_come_along_on_request(self):
        self.create("orders", id=1, shipping_addresses=[
            {"country_iso2": "CA"}])
        asked = "/v2/orders?include=consignments&consignment_structure=object"
        found = self.get(asked).json()[0]["consignments"]["shipping"]
        self.assertEqual([one["country_iso2"] for one in found], ["CA"])
        self.assertIn("url", self.get("/v2/orders").json()[0]["consignments"])
        self.do("option", name="consignments", value=False)
        self.assertIn("url", self.get(asked).json()[0]["consignments"])
        self.do("option", name="consignments", value="refused")
        self.assertEqual(self.get(asked).status, 400)

    def test_pages_drift_when_rows_change(self):
        for number in range(1, 5):
            self.create("orders", id=number)
            self.do("advance", seconds=1)
        path = "/v2/orders?sort=date_modified:asc&limit=2&page="
        first = self.ids(path + "1")
        self.do("update", set="orders", key=1, changes={"staff_notes": "x"})
        self.assertEqual((first, self.ids(path + "2")), ([1, 2], [4, 1]))

    def test_xml_unless_json_is_wished(self):
        del self.headers["Accept"]
        reply = self.get("/v2/orders")
        self.assertEqual(reply.headers["content-type"], "application/xml")
        self.assertEqual(self.violations(), ["no Accept: application/json"])

    def test_errors(self):
        self.assertEqual(self.get("/v2/orders/9").json()[0]["status"], 404)
        self.headers["X-Auth-Token"] = "x"
        self.assertEqual(self.get("/v2/orders").status, 401)


class V3Test(BigCommerceTest):

    def test_customers_with_meta(self):
        for number in range(3):
            self.create("customers", email=f"{number}@contoso.com",
                        form_fields=[{"name": "VAT", "value": "DE1"}])
        body = self.get("/v3/customers?limit=2&include=formfields").json()
        self.assertEqual(len(body["data"]), 2)
        self.assertEqual(body["data"][0]["form_fields"][0]["value"], "DE1")
        pagination = body["meta"]["pagination"]
        self.assertEqual((pagination["total"], pagination["total_pages"],
                          pagination["count"]), (3, 2, 2))
        self.assertNotIn("form_fields",
                         self.get("/v3/customers").json()["data"][0])
        self.assertEqual(self.get("/v3/customers?page=9").json()["data"], [])

    def test_filters_of_customers(self):
        self.create("customers", id=1, email="Ann@contoso.com")
        self.do("advance", seconds=60)
        self.create("customers", id=2)
        for query, found in (
                ("id:in=1,5", [1]), ("email:in=ann@contoso.com", [1]),
                ("date_modified:min=2026-06-09T12:00:30Z", [2])):
            self.assertEqual(self.ids("/v3/customers?" + query), found)
        self.assertEqual(self.get("/v3/customers?email=x").status, 422)

    def test_refunds(self):
        self.create("orders", id=1)
        self.create("refunds", order_id=1, total_amount="5.0000")
        for path in ("/v3/orders/payment_actions/refunds?order_id:in=1,2",
                     "/v3/orders/1/payment_actions/refunds",
                     "/v3/orders/payment_actions/refunds?created:min="
                     "2026-06-09T00:00:00Z"):
            self.assertEqual(self.get(path).json()["data"][0][
                "total_amount"], "5.0000")
        self.assertEqual(self.ids("/v3/orders/payment_actions/refunds?"
                                  "order_id:in=3"), [])
        self.assertEqual(self.get("/v2/orders/1").json()["refunded_amount"],
                         "0.0000")


class LimitTest(BigCommerceTest):

    def test_quota_of_a_window(self):
        self.do("option", name="quota", value=2)
        reply = self.get("/v3/customers")
        self.assertEqual(
            {name: value for name, value in reply.headers.items()
             if name.startswith("x-rate")},
            {"x-rate-limit-time-window-ms": "30000",
             "x-rate-limit-time-reset-ms": "30000",
             "x-rate-limit-requests-quota": "2",
             "x-rate-limit-requests-left": "1"})
        self.get("/v3/customers")
        self.do("advance", seconds=10)
        reply = self.get("/v3/customers")
        self.assertEqual((reply.status, reply.headers["x-retry-after"]),
                         (429, "20"))
        self.do("advance", seconds=20)
        self.assertEqual(self.get("/v3/customers").status, 200)

    def test_load_of_the_platform_gives_no_hint(self):
        self.do("fault", kind="throttle", form="none")
        reply = self.get("/v3/customers")
        self.assertEqual(reply.status, 429)
        self.assertNotIn("x-retry-after", reply.headers)
        self.assertNotIn("x-rate-limit-requests-left", reply.headers)


class B2BTest(BigCommerceTest):

    def b2b(self, path):
        self.headers["X-Store-Hash"] = "h4sh"
        return self.get(self.double.access()["b2b_url"] + path).json()

    def test_envelope_and_paging(self):
        for number in range(12):
            self.create("companies", companyName=f"C{number}", extraFields=[
                {"fieldName": "VAT", "fieldValue": "DE1"}])
        body = self.b2b("/companies")
        self.assertEqual((body["code"], len(body["data"])), (200, 10))
        self.assertEqual(body["meta"]["pagination"],
                         {"limit": 10, "offset": 0, "totalCount": 12})
        self.assertNotIn("extraFields", body["data"][0])
        self.assertEqual(body["data"][0]["companyStatus"], "1")
        body = self.b2b("/companies?offset=10&isIncludeExtraFields=1")
        self.assertEqual(len(body["data"]), 2)
        self.assertEqual(body["data"][0]["extraFields"][0]["fieldValue"],
                         "DE1")

    def test_changes_quotes_and_users(self):
        self.create("quotes", quoteId=17, status=0)
        self.do("advance", seconds=60)
        self.create("quotes", quoteId=18, status=4)
        at = int(self.double.clock.now())
        self.assertEqual([row["quoteId"] for row in
                          self.b2b(f"/rfq?minModified={at}")["data"]], [18])
        self.assertEqual([row["quoteId"] for row in
                          self.b2b("/rfq")["data"]], [18, 17])
        oldest = self.b2b("/rfq?sortBy=updatedAt&orderBy=asc&limit=1")
        self.assertEqual(oldest["data"][0]["quoteId"], 17)
        self.do("option", name="quotes_in_list", value=True)
        data = self.b2b("/rfq?limit=1")["data"]
        self.assertEqual((len(data["list"]), data["pagination"]["totalCount"]),
                         (1, 2))
        self.create("users", customerId=7, companyId=3)
        self.assertEqual(self.b2b("/users/customer/7")["data"]["companyId"],
                         3)
        self.assertEqual(self.b2b("/users/customer/8")["code"], 404)

    def test_needs_the_hash(self):
        self.assertEqual(self.get(
            self.double.access()["b2b_url"] + "/companies").json()["code"],
            401)


class HookTest(BigCommerceTest):

    def setUp(self):
        super().setUp()
        self.subscriber = Subscriber()
        self.addCleanup(self.subscriber.close)

    def hook(self, scope):
        return ask(self.double.url + "/v3/hooks", "POST", self.headers, {
            "scope": scope, "destination": self.subscriber.url,
            "is_active": True, "headers": {"X-Secret": "x"}})

    def test_signed_with_an_id_only(self):
        self.assertEqual(self.hook("store/order/*").status, 200)
        self.create("orders", id=250)
        request = self.subscriber.received[0]
        body = request.json()
        self.assertEqual((body["scope"], body["data"]),
                         ("store/order/created", {"type": "order",
                                                  "id": 250}))
        self.assertEqual(request.header("webhook-signature"), signature(
            "bc-secret", request.header("webhook-id"),
            request.header("webhook-timestamp"), request.body))
        self.assertEqual(request.header("X-Secret"), "x")

    def test_a_command_registers_one_too(self):
        self.do("webhook", url=self.subscriber.url, scope="store/order/*",
                headers={"X-Secret": "y"})
        self.create("orders", id=250)
        request = self.subscriber.received[0]
        self.assertEqual(request.json()["data"], {"type": "order", "id": 250})
        self.assertEqual(request.header("X-Secret"), "y")

    def test_refund_archive_and_company(self):
        self.hook("store/order/refund/created")
        self.hook("store/company/*")
        self.hook("store/order/archived")
        self.create("orders", id=1)
        self.create("refunds", id=9, order_id=1)
        self.create("companies", companyId=3)
        self.do("update", set="orders", key=1, changes={"is_deleted": True})
        self.assertEqual(
            [(request.json()["scope"], request.json()["data"])
             for request in self.subscriber.received],
            [("store/order/refund/created",
              {"type": "order", "id": 1, "refund": {"refund_id": 9}}),
             ("store/company/created", {"type": "company", "id": 3}),
             ("store/order/archived", {"type": "order", "id": 1})])

    def test_same_id_when_it_is_sent_again(self):
        self.hook("store/order/created")
        self.subscriber.answers = [500]
        self.create("orders", id=1)
        self.do("advance", seconds=60)
        self.do("deliver_again")
        self.assertEqual(len({request.header("webhook-id") for request
                              in self.subscriber.received}), 1)
        self.assertEqual(len(self.subscriber.received), 3)

    def test_deactivated_in_the_end(self):
        self.hook("store/order/created")
        self.subscriber.answers = [500] * (len(Hooks.WAITS) + 1)
        self.create("orders", id=1)
        for wait in Hooks.WAITS:
            self.do("advance", seconds=wait)
        self.assertFalse(self.get("/v3/hooks").json()["data"][0]["is_active"])

    def test_body_that_is_no_json(self):
        self.assertEqual(ask(self.double.url + "/v3/hooks", "POST",
                             self.headers, "{").status, 400)
        self.assertEqual(self.violations(), [])

    def test_elsewhere_is_refused(self):
        self.subscriber.url = "https://example.com/x"
        self.assertEqual(self.hook("store/order/created").status, 422)


if __name__ == "__main__":
    unittest.main()
