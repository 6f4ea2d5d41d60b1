"""The double of Shopify does what is known of the system."""

import base64
import hashlib
import hmac
import json
import unittest

from self_test import DoubleTest, Subscriber, ask

from tests.doubles.shopify import ShopifyDouble

ORDERS = """query($q: String, $c: String, $n: Int!) {
  orders(first: $n, after: $c, query: $q, sortKey: UPDATED_AT) {
    nodes { id legacyResourceId name email updatedAt
      customer { id defaultEmailAddress { emailAddress } } }
    pageInfo { hasNextPage endCursor } } }"""


class ShopifyTest(DoubleTest):

    def make(self):
        return ShopifyDouble()

    def setUp(self):
        super().setUp()
        self.headers = {"Content-Type": "application/json",
                        "X-Shopify-Access-Token": "shpat_double"}

    def post(self, query, version="2026-10", **variables):
        return ask(f"{self.double.url}/admin/api/{version}/graphql.json",
                   "POST", self.headers,
                   {"query": query, "variables": variables})

    def data(self, query, **variables):
        body = self.post(query, **variables).json()
        self.assertNotIn("errors", body)
        return body["data"]

    def error(self, query, version="2026-10", **variables):
        reply = self.post(query, version, **variables)
        self.assertEqual(reply.status, 200)
        return reply.json()["errors"][0]

    def names(self, query="", size=100):
        found, after = [], None
        while True:
            page = self.data(ORDERS, q=query, c=after, n=size)["orders"]
            found += [node["name"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return found

    def order(self, number, **more):
        return self.create("orders", id=number, **more)


class ReadTest(ShopifyTest):

    def test_pages_by_cursor(self):
        for number in range(1, 8):
            self.order(number)
            self.do("advance", seconds=1)
        self.do("fault", kind="apply", after=1, commands=[
            {"do": "delete", "set": "orders", "key": 1},
            {"do": "update", "set": "orders", "key": 2, "changes": {
                "note": "x"}}])
        # What changes while it is read comes again at the end.
        self.assertEqual(self.names(size=3), ["#1", "#2", "#3", "#4", "#5",
                                              "#6", "#7", "#2"])

    def test_guest_and_customer(self):
        self.create("customers", id=9, email="ann@contoso.com")
        self.order(1, customer=9)
        self.order(2, email="guest@contoso.com")
        nodes = self.data(ORDERS, n=5)["orders"]["nodes"]
        self.assertEqual(nodes[0]["customer"], {
            "id": "gid://shopify/Customer/9",
            "defaultEmailAddress": {"emailAddress": "ann@contoso.com"}})
        self.assertIsNone(nodes[1]["customer"])
        self.assertEqual(nodes[1]["legacyResourceId"], "2")

    def test_money_is_text_in_two_currencies(self):
        self.order(1, totalPriceSet={"shopMoney": {
            "amount": "10.10", "currencyCode": "USD"}, "presentmentMoney": {
                "amount": "9.00", "currencyCode": "EUR"}},
            currentTotalPriceSet="5.00")
        node = self.data("""{ orders(first: 1) { edges { node {
            totalPriceSet { presentmentMoney { amount currencyCode } }
            currentTotalPriceSet { shopMoney { amount } } } } } }""")[
                "orders"]["edges"][0]["node"]
        self.assertEqual(node, {
            "totalPriceSet": {"presentmentMoney": {
                "amount": "9.00", "currencyCode": "EUR"}},
            "currentTotalPriceSet": {"shopMoney": {"amount": "5.00"}}})

    def test_search(self):
        self.order(1, tags=["vip"], createdAt="2026-06-01T10:00:00Z")
        self.order(2, cancelledAt="2026-06-08T00:00:00Z")
        self.order(3, displayFinancialStatus="REFUNDED", email="A@b.com")
        self.assertEqual(self.names("-status:cancelled"), ["#1", "#3"])
        self.assertEqual(self.names("created_at:>='2026-06-02T00:00:00Z' AND "
                                    "-status:cancelled"), ["#3"])
        self.assertEqual(self.names("tag:vip OR financial_status:refunded"),
                         ["#1", "#3"])
        self.assertEqual(self.names("(tag:vip OR id:2) NOT status:cancelled"),
                         ["#1"])
        self.assertEqual(self.names('email:"a@b.com"'), ["#3"])

    def test_unknown_search_name_finds_everything_with_a_warning(self):
        self.order(1)
        body = self.post(ORDERS, q="modified_at:>2027-01-01", n=5).json()
        self.assertEqual(len(body["data"]["orders"]["nodes"]), 1)
        self.assertEqual(body["extensions"]["search"][0]["warnings"][0][
            "field"], "modified_at")
        self.assertEqual(self.violations(), ["a search by an unknown name"])

    def test_customers_are_searched_by_whole_days(self):
        self.create("customers", id=1, email="a@b.com")
        self.do("advance", seconds=7200)
        found = self.data("""{ customers(first: 5, query:
            "updated_at:>'2026-06-09T13:00:00Z'") { nodes { id } } }""")
        self.assertEqual(len(found["customers"]["nodes"]), 1)

    def test_orders_of_the_last_sixty_days(self):
        self.order(1, createdAt="2026-04-01T00:00:00Z")
        self.order(2)
        self.assertEqual(self.names(), ["#2"])
        self.do("option", name="read_all_orders", value=True)
        self.assertEqual(self.names(), ["#1", "#2"])

    def test_companies_and_their_locations(self):
        self.create("companies", id=88, name="Redwood", externalId="E1",
                    mainContact={"customer": {"id": "gid://shopify/"
                                              "Customer/9"}})
        self.create("customers", id=9, email="ops@contoso.com")
        self.create("companyLocations", id=99, company=88, taxSettings={
            "taxRegistrationId": "DE1"}, billingAddress={"countryCode": "DE"})
        self.order(1, purchasingEntity={
            "company": {"id": "gid://shopify/Company/88"},
            "location": {"id": "gid://shopify/CompanyLocation/99"}})
        node = self.data("""{ orders(first: 1) { nodes { purchasingEntity {
            __typename ... on PurchasingCompany {
              company { name externalId mainContact { customer { email } } }
              location { taxSettings { taxRegistrationId }
                         billingAddress { countryCode } } } } } } }""")[
            "orders"]["nodes"][0]["purchasingEntity"]
        self.assertEqual(node, {
            "__typename": "PurchasingCompany", "company": {
                "name": "Redwood", "externalId": "E1", "mainContact": {
                    "customer": {"email": "ops@contoso.com"}}},
            "location": {"taxSettings": {"taxRegistrationId": "DE1"},
                         "billingAddress": {"countryCode": "DE"}}})

    def test_drafts_attributes_and_metafields(self):
        self.order(1, customAttributes=[{"key": "BC Doc. No.",
                                         "value": "S-1"}],
                   metafields=[{"namespace": "erp", "key": "id",
                                "value": "7"}])
        self.create("draftOrders", id=5, status="COMPLETED", order=1)
        node = self.data("""{ orders(first: 1) { nodes {
            customAttributes { key value }
            metafields(first: 5) { nodes { namespace key value } } } } }""")[
            "orders"]["nodes"][0]
        self.assertEqual(node["customAttributes"][0]["value"], "S-1")
        self.assertEqual(node["metafields"]["nodes"][0]["value"], "7")
        draft = self.data("{ draftOrders(first: 1) { nodes { status order "
                          "{ name } } } }")["draftOrders"]["nodes"][0]
        self.assertEqual(draft, {"status": "COMPLETED",
                                 "order": {"name": "#1"}})


class RefusalTest(ShopifyTest):

    def test_documents_that_do_not_fit_the_schema(self):
        for query, code in (
                ("{ orders(first: 1) { nodes { nothing } } }",
                 "undefinedField"),
                ("{ orders(first: 1, page: 2) { nodes { id } } }",
                 "argumentNotAccepted"),
                ("{ order { id } }", "missingRequiredArguments"),
                ("query($x: Int) { shop { id } }", "variableNotUsed"),
                ("{ orders(first: $n) { nodes { id } } }",
                 "variableNotDefined"),
                ("{ shop }", "selectionMismatch"),
                ("{ shop { id { x } } }", "selectionMismatch"),
                ("{ orders(first: 251) { nodes { id } } }", "BAD_REQUEST"),
                ("{ orders { nodes { id } } }", "BAD_REQUEST"),
                ('{ orders(first: 1, after: "x") { nodes { id } } }',
                 "INVALID_CURSOR")):
            self.assertEqual(self.error(query)["extensions"]["code"], code)
        for query in ("{ orders(", "", "fragment x on Order { id }", "{ # }"):
            self.assertIn("syntax error", self.error(query)["message"])
        self.assertIn("$n", self.error(ORDERS, q="")["message"])

    def test_versions(self):
        query = "{ customers(first: 1) { nodes { taxSettings { taxId } } } }"
        self.assertEqual(self.error(query, "2026-04")["extensions"]["code"],
                         "undefinedField")
        self.assertNotIn("errors", self.post(query, "2026-07").json())
        for asked, served in (("2026-01", "2026-01"), ("2023-10", "2025-10")):
            self.assertEqual(self.post("{ shop { id } }", asked).headers[
                "x-shopify-api-version"], served)
        for asked in ("2027-04", "2026-02", "nothing"):
            self.assertEqual(self.post("{ shop { id } }", asked).status, 404)

    def test_tokens(self):
        self.headers["X-Shopify-Access-Token"] = "x"
        self.assertEqual(self.post("{ shop { id } }").status, 401)
        path = self.double.url + "/admin/oauth/access_token"
        asked = {"client_id": "landfall", "client_secret": "shpss_double",
                 "grant_type": "client_credentials"}
        wrong = ask(path, "POST", self.headers, {**asked, "client_secret": ""})
        self.assertEqual((wrong.status, wrong.json()["error"]),
                         (400, "invalid_client"))
        token = ask(path, "POST", self.headers, asked).json()
        self.assertEqual(token["expires_in"], 86_399)
        self.headers["X-Shopify-Access-Token"] = token["access_token"]
        self.assertEqual(self.post("{ shop { id } }").status, 200)
        self.do("advance", seconds=86_400)
        self.assertEqual(self.post("{ shop { id } }").status, 401)


    def test_what_the_app_may_not_see(self):
        self.create("customers", id=9, email="ann@contoso.com")
        query = """{ customers(first: 1, query: "email:*") { nodes {
            displayName defaultEmailAddress { emailAddress } } } }"""
        one = self.data(query)["customers"]["nodes"][0]
        self.assertEqual(one["defaultEmailAddress"]["emailAddress"],
                         "ann@contoso.com")
        self.do("option", name="protected", value=True)
        one = self.data(query)["customers"]["nodes"][0]
        self.assertIsNone(one["defaultEmailAddress"])
        self.do("option", name="denied", value=["customers"])
        self.assertEqual(self.error(query)["extensions"]["code"],
                         "ACCESS_DENIED")

    def test_scopes(self):
        def scopes():
            return [one["handle"] for one in self.data(
                "{ currentAppInstallation { accessScopes { handle } } }")[
                    "currentAppInstallation"]["accessScopes"]]
        self.assertNotIn("read_all_orders", scopes())
        self.do("option", name="read_all_orders", value=True)
        self.assertIn("read_all_orders", scopes())


class CostTest(ShopifyTest):

    def test_throttled_is_an_answer_with_status_200(self):
        self.order(1)
        self.do("drain", available=5)
        reply = self.post(ORDERS, n=100)
        body = reply.json()
        self.assertEqual(reply.status, 200)
        self.assertEqual(body["errors"][0]["extensions"]["code"],
                         "THROTTLED")
        self.assertNotIn("data", body)
        cost = body["extensions"]["cost"]
        self.assertIsNone(cost["actualQueryCost"])
        wait = (cost["requestedQueryCost"] - cost["throttleStatus"][
            "currentlyAvailable"]) / cost["throttleStatus"]["restoreRate"]
        self.post(ORDERS, n=100)
        self.assertEqual(self.violations(), ["asked again too early"])
        self.do("advance", seconds=wait)
        self.assertIn("data", self.post(ORDERS, n=100).json())

    def test_what_was_not_needed_is_given_back(self):
        self.order(1)
        cost = self.post(ORDERS, n=100).json()["extensions"]["cost"]
        self.assertLess(cost["actualQueryCost"], cost["requestedQueryCost"])
        self.assertEqual(cost["throttleStatus"]["currentlyAvailable"],
                         int(2000 - cost["actualQueryCost"]))

    def test_query_that_is_too_dear(self):
        self.do("option", name="cost_model", value="linear")
        self.assertEqual(self.error("""{ orders(first: 100) { nodes {
            metafields(first: 50) { nodes { key } } } } }""")["extensions"][
                "code"], "MAX_COST_EXCEEDED")

    def test_planned_throttling(self):
        self.do("fault", kind="throttle")
        reply = self.post("{ shop { id } }")
        self.assertEqual((reply.status, reply.headers["retry-after"]),
                         (429, "2.0"))
        self.do("clear_faults")
        self.do("fault", kind="throttle", limit="cost", form="none")
        self.assertEqual(self.error("{ shop { id } }")["extensions"]["code"],
                         "THROTTLED")


class BulkTest(ShopifyTest):

    QUERY = """{ orders { edges { node { id name customer { id }
        lineItems { edges { node { id title } } } } } } }"""

    def run_query(self, query=None, grouped=False):
        return self.data(
            "mutation($q: String!, $g: Boolean) { bulkOperationRunQuery("
            "query: $q, groupObjects: $g) { bulkOperation { id status } "
            "userErrors { code field message } } }", g=grouped,
            q=query or self.QUERY)["bulkOperationRunQuery"]

    def wait(self, key):
        seen = []
        while True:
            row = self.data(
                "query($i: ID!) { bulkOperation(id: $i) { status errorCode "
                "objectCount rootObjectCount url partialDataUrl } }",
                i=key)["bulkOperation"]
            seen.append(row["status"])
            if row["status"] not in ("CREATED", "RUNNING", "CANCELING"):
                return row, seen

    def fill(self, count=4):
        for number in range(1, count + 1):
            self.order(number, lineItems=[
                {"id": f"gid://shopify/LineItem/{number}{at}",
                 "title": "Bicycle", "quantity": 1} for at in (1, 2)])

    def test_lines_with_parents_that_are_not_beside_them(self):
        self.fill()
        started = self.run_query()
        self.assertEqual(started["userErrors"], [])
        row, seen = self.wait(started["bulkOperation"]["id"])
        self.assertEqual(seen, ["RUNNING", "RUNNING", "COMPLETED"])
        self.assertEqual((row["objectCount"], row["rootObjectCount"]),
                         ("12", "4"))
        lines = [json.loads(line) for line in
                 ask(row["url"]).body.splitlines()]
        self.assertEqual([line["id"].split("/")[3] for line in lines],
                         ["Order"] * 3 + ["LineItem"] * 6 + ["Order"]
                         + ["LineItem"] * 2)
        self.assertEqual(lines[3]["__parentId"], "gid://shopify/Order/1")
        self.assertEqual(lines[0]["customer"], None)

    def test_lines_after_their_parents(self):
        self.fill(2)
        row, _ = self.wait(self.run_query(grouped=True)["bulkOperation"]["id"])
        lines = [json.loads(line) for line in
                 ask(row["url"]).body.splitlines()]
        self.assertEqual([line["id"].split("/")[3] for line in lines],
                         ["Order", "LineItem", "LineItem"] * 2)

    def test_parts_of_a_file(self):
        self.fill(2)
        row, _ = self.wait(self.run_query()["bulkOperation"]["id"])
        whole = ask(row["url"]).body
        part = ask(row["url"], headers={"Range": "bytes=10-19"})
        self.assertEqual((part.status, part.body), (206, whole[10:20]))
        self.assertEqual(part.headers["content-range"],
                         f"bytes 10-19/{len(whole)}")
        last = ask(row["url"], headers={"Range": "bytes=10-99999"})
        self.assertEqual(last.body, whole[10:])
        past = ask(row["url"], headers={"Range": "bytes=99999-100000"})
        self.assertEqual(past.status, 416)

    def test_what_the_app_may_not_read(self):
        self.do("option", name="denied", value=["orders"])
        row, _ = self.wait(self.run_query()["bulkOperation"]["id"])
        self.assertEqual((row["status"], row["errorCode"]),
                         ("FAILED", "ACCESS_DENIED"))

    def test_file_is_elsewhere_and_ends_after_a_week(self):
        self.fill(1)
        row, _ = self.wait(self.run_query()["bulkOperation"]["id"])
        self.assertNotIn(self.double.url, row["url"])
        ask(row["url"], headers={"X-Shopify-Access-Token": "t"})
        self.assertEqual(self.violations(), ["a token went to another "
                                             "origin"])
        self.do("advance", seconds=7 * 86400 + 1)
        self.assertEqual(ask(row["url"]).status, 403)

    def test_nothing_found_has_no_file(self):
        row, _ = self.wait(self.run_query()["bulkOperation"]["id"])
        self.assertEqual((row["status"], row["url"], row["objectCount"]),
                         ("COMPLETED", None, "0"))

    def test_failure_leaves_a_part(self):
        self.fill()
        self.do("end_bulk", status="FAILED", errorCode="TIMEOUT")
        row, _ = self.wait(self.run_query()["bulkOperation"]["id"])
        self.assertEqual((row["status"], row["errorCode"], row["url"]),
                         ("FAILED", "TIMEOUT", None))
        self.assertEqual(len(ask(row["partialDataUrl"]).body.splitlines()), 6)

    def test_one_too_many(self):
        self.do("option", name="bulk_at_once", value=1)
        first = self.run_query()["bulkOperation"]["id"]
        error = self.run_query()["userErrors"][0]
        self.assertEqual(error["code"], "OPERATION_IN_PROGRESS")
        self.assertIn("already in progress", error["message"])
        cancelled = self.data(
            "mutation($i: ID!) { bulkOperationCancel(id: $i) { bulkOperation "
            "{ status } userErrors { message } } }", i=first)[
                "bulkOperationCancel"]
        self.assertEqual(cancelled["bulkOperation"]["status"], "CANCELING")
        self.assertEqual(self.wait(first)[0]["status"], "CANCELED")

    def test_queries_that_are_refused(self):
        self.do("option", name="bulk_nested", value=False)
        for query in ("{ shop { name } }", "{ orders { edges { node { x } } } "
                      "}", "{ orders(", self.QUERY):
            self.assertTrue(self.run_query(query)["userErrors"], query)


class WebhookTest(ShopifyTest):

    def setUp(self):
        super().setUp()
        self.subscriber = Subscriber()
        self.addCleanup(self.subscriber.close)

    def subscribe(self, topic="ORDERS_CREATE"):
        return self.data(
            "mutation($t: WebhookSubscriptionTopic!, $u: String) { "
            "webhookSubscriptionCreate(topic: $t, webhookSubscription: "
            "{uri: $u, format: JSON}) { webhookSubscription { id } "
            "userErrors { message } } }", t=topic, u=self.subscriber.url)[
                "webhookSubscriptionCreate"]

    def test_signed_body_in_the_shape_of_rest(self):
        self.subscribe()
        self.create("customers", id=9, email="ann@contoso.com")
        self.order(1, customer=9, totalPriceSet="12.50", tags=["a", "b"],
                   customAttributes=[{"key": "k", "value": "v"}])
        request = self.subscriber.received[0]
        expected = base64.b64encode(hmac.new(
            b"shpss_double", request.body, hashlib.sha256).digest()).decode()
        self.assertEqual(request.header("X-Shopify-Hmac-Sha256"), expected)
        self.assertEqual(request.header("X-Shopify-Topic"), "orders/create")
        body = request.json()
        self.assertEqual((body["id"], body["admin_graphql_api_id"]),
                         (1, "gid://shopify/Order/1"))
        self.assertEqual((body["total_price"], body["financial_status"],
                          body["tags"]), ("12.50", "paid", "a, b"))
        self.assertEqual(body["note_attributes"],
                         [{"name": "k", "value": "v"}])
        self.assertEqual(body["customer"]["id"], 9)

    def test_a_command_subscribes_too(self):
        self.do("webhook", url=self.subscriber.url, topic="ORDERS_CREATE")
        self.order(1)
        request = self.subscriber.received[0]
        self.assertEqual(request.header("X-Shopify-Topic"), "orders/create")
        with self.assertRaises(ValueError):
            self.do("webhook", url="https://contoso.com", topic="ORDERS_CREATE")

    def test_subscriber_may_ask_before_it_answers(self):
        self.subscribe()
        seen = []

        def look(request):
            key = request.json()["admin_graphql_api_id"]
            seen.append(self.data("query($i: ID!) { order(id: $i) { name } }",
                                  i=key)["order"]["name"])
        self.subscriber.before_answer = look
        self.order(1)
        self.assertEqual(seen, ["#1"])

    def test_duplicates_and_shared_event_ids(self):
        self.subscribe()
        self.order(1)
        self.do("deliver_again")
        first, second = self.subscriber.received
        for name in ("X-Shopify-Webhook-Id", "X-Shopify-Event-Id"):
            self.assertEqual(first.header(name), second.header(name))
        self.assertEqual(first.body, second.body)

    def test_update_cancellation_and_deletion(self):
        for topic in ("ORDERS_UPDATED", "ORDERS_CANCELLED", "ORDERS_DELETE"):
            self.subscribe(topic)
        self.order(1)
        self.do("update", set="orders", key=1,
                changes={"cancelledAt": "2026-06-09T12:00:00Z"})
        self.do("delete", set="orders", key=1)
        self.assertEqual(
            [request.header("X-Shopify-Topic")
             for request in self.subscriber.received],
            ["orders/updated", "orders/cancelled", "orders/delete"])
        self.assertEqual(self.subscriber.received[2].json(), {"id": 1})

    def test_removed_after_eight_failures(self):
        self.subscribe()
        self.subscriber.answers = [500] * 8
        self.order(1)
        for _ in range(10):
            self.do("advance", seconds=5400)
        self.assertEqual(len(self.subscriber.received), 8)
        self.assertEqual(self.data("{ webhookSubscriptions(first: 5) { nodes "
                                   "{ id } } }")["webhookSubscriptions"][
                                       "nodes"], [])

    def test_refused_twice_and_elsewhere(self):
        self.subscribe()
        self.assertTrue(self.subscribe()["userErrors"])
        self.subscriber.url = "https://example.com/x"
        self.assertTrue(self.subscribe("ORDERS_PAID")["userErrors"])


if __name__ == "__main__":
    unittest.main()
