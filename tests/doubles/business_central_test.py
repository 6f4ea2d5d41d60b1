"""The double of Business Central does what is known of the system."""

import base64
import unittest

from self_test import DoubleTest, Subscriber, ask

from tests.doubles.business_central import BusinessCentralDouble
from tests.doubles.business_central.double import SCOPE

UK = "0d9c1a4e-0000-4000-8000-000000000001"
US = "0d9c1a4e-0000-4000-8000-000000000002"


def guid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


class BusinessCentralTest(DoubleTest):

    def make(self):
        return BusinessCentralDouble()

    def setUp(self):
        super().setUp()
        self.sign_in(SCOPE)
        self.create("companies", id=UK, name="UK Trade Ltd",
                    localCurrencyCode="GBP")

    def customer(self, number, **more):
        return self.create("customers", id=guid(number),
                           number=f"C{number}", **more)

    def path(self, rest="customers", company=UK):
        return f"/companies({company})/{rest}"

    def numbers(self, path, **headers):
        found = []
        link = path
        while link:
            reply = self.get(link, **headers)
            self.assertEqual(reply.status, 200, reply.body)
            found.append([row["number"] for row in reply.json()["value"]])
            link = reply.json().get("@odata.nextLink")
        return found


class ReadTest(BusinessCentralTest):

    def test_blank_options_and_the_local_currency(self):
        self.customer(1)
        self.customer(2, blocked="All", currencyCode="EUR")
        rows = self.get(self.path()).json()["value"]
        self.assertEqual([row["blocked"] for row in rows], ["_x0020_", "All"])
        self.assertEqual([row["currencyCode"] for row in rows],
                         ["GBP", "EUR"])
        self.assertEqual(rows[0]["currencyId"],
                         "00000000-0000-0000-0000-000000000000")

    def test_each_company_has_its_own_rows(self):
        self.customer(1)
        self.create("companies", id=US, name="US Trade Inc")
        self.create("customers", company="US Trade Inc", number="U1")
        self.assertEqual(self.numbers(self.path()), [["C1"]])
        self.assertEqual(self.numbers(self.path(company=US)), [["U1"]])
        self.assertEqual([row["name"] for row in
                          self.get("/companies").json()["value"]],
                         ["UK Trade Ltd", "US Trade Inc"])
        reply = self.get(self.path(company=guid(9)))
        self.assertEqual((reply.status, reply.json()["error"]["code"]),
                         (404, "Internal_CompanyNotFound"))
        self.assertRegex(reply.json()["error"]["message"],
                         r"  CorrelationId:  [0-9a-f-]{36}\.$")

    def test_pages_go_on_after_the_last_key(self):
        for number in range(1, 8):
            self.customer(number)
        self.do("fault", kind="apply", after=1, commands=[
            {"do": "delete", "set": "customers", "key": f"{UK}|{guid(1)}"}])
        wish = {"Prefer": "odata.maxpagesize=3"}
        self.assertEqual(self.numbers(self.path(), **wish),
                         [["C1", "C2", "C3"], ["C4", "C5", "C6"], ["C7"]])
        link = self.get(self.path(), Prefer="odata.maxpagesize=3"
                        ).json()["@odata.nextLink"]
        self.assertIn(f"$skiptoken={guid(4)}", link)

    def test_pages_of_20000_at_most(self):
        self.do("fill", set="customers", count=20_001, row={
            "id": "00000000-0000-4000-8000-{n12}", "number": "{n}"})
        self.assertEqual([len(page) for page in self.numbers(
            self.path("customers?$select=number"))], [20_000, 1])
        self.assertEqual(self.get(
            self.path(), Prefer="odata.maxpagesize=20001").status, 413)

    def test_top_has_no_next_link(self):
        for number in range(1, 4):
            self.customer(number)
        body = self.get(self.path("customers?$top=2&$count=true")).json()
        self.assertNotIn("@odata.nextLink", body)
        self.assertEqual((len(body["value"]), body["@odata.count"]), (2, 3))

    def test_changes_by_time_to_the_millisecond(self):
        self.customer(1)
        self.do("advance", seconds=0.5)
        self.customer(2)
        since = "$filter=lastModifiedDateTime gt 2026-06-09T12:00:00.123Z"
        self.assertEqual(self.numbers(self.path("customers?" + since)),
                         [["C2"]])
        self.do("advance", seconds=1)
        self.do("update", set="customers", key=f"{UK}|{guid(1)}",
                changes={"displayName": "X"})
        self.do("delete", set="customers", key=f"{UK}|{guid(2)}")
        row = self.get(self.path("customers?" + since)).json()["value"][0]
        self.assertEqual(row["lastModifiedDateTime"],
                         "2026-06-09T12:00:01.500Z")

    def test_fields_that_cannot_be_filtered(self):
        for text in ("blocked eq 'All'", "taxRegistrationNumber eq '1'",
                     "nothing eq 1"):
            self.assertEqual(self.get(self.path(
                "customers?$filter=" + text)).status, 400, text)

    def test_delta_links_are_gone(self):
        self.assertEqual(self.get(self.path("customers?$deltatoken=x")
                                  ).status, 410)
        self.get(self.path(), Prefer="odata.track-changes")
        self.assertEqual(self.violations(), ["delta links were removed"])

    def test_documents_rates_and_settings(self):
        self.create("salesOrders", number="SO1", status="Open",
                    externalDocumentNumber="#1001")
        self.create("salesInvoices", number="I1", orderNumber="SO1")
        self.create("postedSalesInvoices", number="I1")
        self.create("currencyExchangeRates", currencyCode="EUR",
                    startingDate="2026-06-01", exchangeRateAmount=100,
                    relationalExchangeRateAmount=85.2)
        for rest, field, value in (
                ("salesOrders", "currencyCode", "GBP"),
                ("salesInvoices", "orderNumber", "SO1"),
                ("currencyExchangeRates", "relationalCurrencyCode", ""),
                ("generalLedgerSetup", "localCurrencyCode", "GBP"),
                ("companyInformation", "currencyCode", "GBP")):
            row = self.get(self.path(rest)).json()["value"][0]
            self.assertEqual(row[field], value, rest)
        automate = self.double.url.replace("/api/v2.0",
                                           "/api/microsoft/automate/v1.0")
        self.assertEqual(len(self.get(
            automate + self.path("postedSalesInvoices")).json()["value"]), 1)
        self.assertEqual(self.get(self.path("postedSalesInvoices")).status,
                         404)

    def test_custom_api_pages(self):
        self.do("declare", set="syncErrors", api="contoso/sync/v1.0",
                fields={"message": ""})
        self.create("syncErrors", message="No.")
        custom = self.double.url.replace("/api/v2.0", "/api/contoso/sync/v1.0")
        self.assertEqual(self.get(custom + self.path("syncErrors")).json()[
            "value"][0]["message"], "No.")


class AccessTest(BusinessCentralTest):

    def test_wrong_token(self):
        self.headers["Authorization"] = "Bearer x"
        reply = self.get("/companies")
        self.assertEqual((reply.status, reply.json()["error"]["code"]),
                         (401, "Authentication_InvalidCredentials"))

    def test_on_premises_with_a_web_service_key(self):
        url = self.double.on_premises_url + "/companies"
        self.assertEqual(self.get(url).status, 401)
        key = base64.b64encode(b"LANDFALL:k3y").decode()
        self.headers["Authorization"] = f"Basic {key}"
        self.assertEqual(self.get(url).status, 200)
        self.assertEqual(self.get("/companies").status, 401)

    def test_address_without_a_tenant(self):
        self.assertEqual(self.get(self.double.origin + "/v2.0/production/"
                                  "api/v2.0/companies").status, 200)

    def test_throttled_without_a_hint(self):
        self.do("fault", kind="throttle")
        reply = self.get("/companies")
        self.assertEqual((reply.status, reply.headers.get("retry-after")),
                         (429, None))
        self.do("option", name="request_limit", value=1)
        self.get("/companies")
        self.assertEqual(self.get("/companies").status, 429)
        self.do("advance", seconds=301)
        self.assertEqual(self.get("/companies").status, 200)


class WebhookTest(BusinessCentralTest):

    def setUp(self):
        super().setUp()
        self.subscriber = Subscriber()
        self.addCleanup(self.subscriber.close)

    def send(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value
                   for name, value in headers.items()}
        return ask(self.double.url + path, method, {
            **self.headers, "Content-Type": "application/json", **headers},
            body)

    def wish(self, rest="customers"):
        return {"notificationUrl": self.subscriber.url, "clientState": "s",
                "resource": f"/api/v2.0/companies({UK})/{rest}"}

    def subscribe(self):
        reply = self.send("POST", "/subscriptions", self.wish())
        self.assertEqual(reply.status, 201, reply.body)
        return reply.json()

    def values(self):
        return [value for request in self.subscriber.received
                for value in request.json()["value"]]

    def test_handshake_is_needed(self):
        self.subscriber.shakes_hands = False
        self.assertEqual(self.send("POST", "/subscriptions", self.wish()
                                   ).status, 400)
        self.subscriber.shakes_hands = True
        made = self.subscribe()
        self.assertEqual(made["expirationDateTime"], "2026-06-12T12:00:00Z")
        self.assertEqual(len(self.get("/subscriptions").json()["value"]), 1)

    def test_what_cannot_be_watched(self):
        for rest in ("currencyExchangeRates", "nothing"):
            self.assertEqual(self.send("POST", "/subscriptions",
                                       self.wish(rest)).status, 400)
        wish = {**self.wish(), "notificationUrl": "https://example.com/x"}
        self.assertEqual(self.send("POST", "/subscriptions", wish).status,
                         400)

    def test_what_can_be_watched(self):
        runtime = self.double.url.replace("/api/v2.0",
                                          "/api/microsoft/runtime/beta")
        names = [row["resource"] for row in self.get(
            runtime + self.path("webhookSupportedResources")).json()["value"]]
        self.assertIn(f"v2.0/companies({UK})/customers", names)
        self.assertNotIn(f"v2.0/companies({UK})/currencyExchangeRates", names)

    def test_changes_of_30_seconds_come_together(self):
        self.subscribe()
        self.customer(1)
        self.do("update", set="customers", key=f"{UK}|{guid(1)}",
                changes={"displayName": "X"})
        self.do("delete", set="customers", key=f"{UK}|{guid(1)}")
        self.do("advance", seconds=29)
        self.assertEqual(self.subscriber.received, [])
        self.do("advance", seconds=1)
        self.assertEqual(len(self.subscriber.received), 1)
        self.assertEqual([value["changeType"] for value in self.values()],
                         ["created", "updated", "deleted"])
        value = self.values()[0]
        self.assertEqual((value["clientState"], value["resource"]),
                         ("s", f"api/v2.0/companies({UK})/"
                               f"customers({guid(1)})"))

    def test_many_changes_become_one_collection(self):
        self.subscribe()
        self.do("option", name="collection_over", value=2)
        for number in range(3):
            self.customer(number)
        self.do("deliver")
        self.assertEqual([value["changeType"] for value in self.values()],
                         ["collection"])
        self.assertIn("lastDateTimeModified%20gt%20",
                      self.values()[0]["resource"])

    def test_renewal_needs_the_etag(self):
        made = self.subscribe()
        path = f"/subscriptions('{made['subscriptionId']}')"
        self.assertEqual(self.send("PATCH", path, self.wish()).status, 400)
        self.assertEqual(self.send("PATCH", path, self.wish(),
                                   If_Match='W/"x"').status, 409)
        self.do("advance", seconds=86400)
        self.sign_in(SCOPE)
        renewed = self.send("PATCH", path, self.wish(),
                            If_Match=made["@odata.etag"])
        self.assertEqual(renewed.json()["expirationDateTime"],
                         "2026-06-13T12:00:00Z")
        self.assertEqual(self.send("DELETE", path, If_Match="*").status, 204)

    def test_it_ends_after_three_days(self):
        self.subscribe()
        self.do("advance", seconds=3 * 86400 + 1)
        self.customer(1)
        self.do("deliver")
        self.assertEqual(self.subscriber.received, [])

    def test_refusal_ends_it_and_trouble_does_not(self):
        self.subscribe()
        self.subscriber.answers = [503, 401]
        self.customer(1)
        self.do("advance", seconds=30)
        self.assertEqual(len(self.get("/subscriptions").json()["value"]), 1)
        self.do("advance", seconds=60)
        self.assertEqual(len(self.subscriber.received), 2)
        self.assertEqual(self.get("/subscriptions").json()["value"], [])


if __name__ == "__main__":
    unittest.main()
