"""The double of Adobe Commerce does what is known of the system."""

import unittest
import urllib.parse

from self_test import DoubleTest, ask

from tests.doubles.adobe_commerce import AdobeCommerceDouble
from tests.doubles.adobe_commerce.oauth import OAuth
from tests.doubles.core.messages import Request


def criteria(*groups, size=None, page=None, sort=None, camel=True):
    """The query of a search; a group is a list of (field, condition,
    value)."""
    names = ("searchCriteria", "filterGroups", "conditionType", "pageSize",
             "currentPage", "sortOrders")
    if not camel:
        names = ("searchCriteria", "filter_groups", "condition_type",
                 "page_size", "current_page", "sort_orders")
    root, filters, condition, page_size, current, orders = names
    pairs = [(f"{root}[{filters}]", "")] if not groups else []
    for at, group in enumerate(groups):
        for number, (field, kind, value) in enumerate(group):
            head = f"{root}[{filters}][{at}][filters][{number}]"
            pairs += [(f"{head}[field]", field), (f"{head}[value]", value),
                      (f"{head}[{condition}]", kind)]
    if size:
        pairs.append((f"{root}[{page_size}]", size))
    if page:
        pairs.append((f"{root}[{current}]", page))
    for field, direction in sort or []:
        pairs.append((f"{root}[{orders}][0][field]", field))
        if direction:
            pairs.append((f"{root}[{orders}][0][direction]", direction))
    return urllib.parse.urlencode(pairs)


class AdobeCommerceTest(DoubleTest):

    def make(self):
        return AdobeCommerceDouble()

    def setUp(self):
        super().setUp()
        self.headers = {"Authorization": "Bearer "
                        + AdobeCommerceDouble.ACCESS_TOKEN,
                        "Accept": "application/json"}

    def search(self, *groups, path="orders", **more):
        reply = self.get(f"/V1/{path}?" + criteria(*groups, **more))
        self.assertEqual(reply.status, 200, reply.body)
        return reply.json()

    def ids(self, *groups, **more):
        return [row["entity_id"] for row in
                self.search(*groups, **more)["items"]]


class SearchTest(AdobeCommerceTest):

    def test_page_past_the_end_is_the_last_one_again(self):
        for number in range(1, 6):
            self.create("orders", entity_id=number)
        self.assertEqual(self.ids(size=2, page=3), [5])
        self.assertEqual(self.ids(size=2, page=4), [5])
        self.assertEqual(self.search(size=2, page=9)["total_count"], 5)
        self.assertEqual(self.violations(), ["a page past the end"] * 2)
        self.assertEqual(len(self.ids()), 5)

    def test_rows_that_went_meanwhile_are_no_mistake_of_the_client(self):
        for number in (1, 2, 3):
            self.create("orders", entity_id=number)
        self.ids(size=2, page=1)
        self.do("delete", set="orders", key=3)
        self.assertEqual(self.ids(size=2, page=2), [1, 2])
        self.assertEqual(self.violations(), [])

    def test_group_is_or_and_groups_are_and(self):
        self.create("orders", entity_id=1, state="new", customer_id=7)
        self.create("orders", entity_id=2, state="closed", customer_id=7)
        self.create("orders", entity_id=3, state="new", customer_id=8)
        new, seven = ("state", "eq", "new"), ("customer_id", "eq", "7")
        for camel in (True, False):
            self.assertEqual(self.ids([new, seven], camel=camel), [1, 2, 3])
            self.assertEqual(self.ids([new], [seven], camel=camel), [1])

    def test_conditions(self):
        self.create("orders", entity_id=1, ext_order_id="A-1")
        self.do("advance", seconds=60)
        self.create("orders", entity_id=2)
        for test, found in (
                (("updated_at", "gteq", "2026-06-09 12:00:30"), [2]),
                (("entity_id", "in", "1,5"), [1]),
                (("entity_id", "nin", "1"), [2]),
                (("ext_order_id", "null", "1"), [2]),
                (("ext_order_id", "notnull", "1"), [1]),
                (("ext_order_id", "like", "a%"), [1]),
                (("entity_id", "gt", "1"), [2]),
                (("entity_id", "neq", "2"), [1])):
            self.assertEqual(self.ids([test]), found, test)

    def test_sort_is_descending_unless_it_is_said(self):
        for number in (1, 2, 3):
            self.create("orders", entity_id=number)
        self.assertEqual(self.ids(sort=[("entity_id", "")]), [3, 2, 1])
        self.assertEqual(self.ids(sort=[("entity_id", "ASC")]), [1, 2, 3])

    def test_nulls_are_left_out(self):
        self.create("orders", entity_id=1, customer_taxvat=None,
                    is_virtual=1, shipping_address={"country_id": "US"},
                    base_grand_total=7315.45)
        row = self.search()["items"][0]
        for name in ("customer_id", "customer_taxvat",
                     "extension_attributes"):
            self.assertNotIn(name, row)
        self.assertEqual((row["base_grand_total"], row["created_at"]),
                         (7315.45, "2026-06-09 12:00:00"))
        self.create("orders", entity_id=2, customer_id=7,
                    shipping_address={"country_id": "CA"})
        row = self.search()["items"][1]
        self.assertEqual(row["extension_attributes"]["shipping_assignments"]
                         [0]["shipping"]["address"]["country_id"], "CA")

    def test_fields(self):
        self.create("orders", entity_id=1, billing_address={
            "country_id": "US", "company": "X"})
        reply = self.get("/V1/orders?" + criteria()
                         + "&fields=items[entity_id,billing_address"
                         "[country_id]],total_count").json()
        self.assertEqual(reply, {"items": [
            {"entity_id": 1, "billing_address": {"country_id": "US"}}],
            "total_count": 1})

    def test_nothing_found(self):
        self.assertEqual(self.search()["items"], [])
        self.do("option", name="empty_items", value="null")
        self.assertIsNone(self.search()["items"])

    def test_what_is_refused(self):
        self.create("orders", entity_id=1)
        for query, status in (
                ("", 400), (criteria([("state", "is", "x")]), 400),
                (criteria([("billing_address.country_id", "eq", "US")]), 500),
                (criteria([("nothing", "eq", "1")]), 500)):
            self.assertEqual(self.get("/V1/orders?" + query).status, status)
        self.do("option", name="input_limits", value=True)
        reply = self.get("/V1/orders?" + criteria(size=301))
        self.assertEqual((reply.status, reply.json()["parameters"]),
                         (400, ["300"]))

    def test_column_of_an_id_is_entity_id(self):
        for number in (3, 5, 9):
            self.create("customers", id=number)
        found = self.search([("entity_id", "gt", "3")],
                            path="customers/search")
        self.assertEqual([row["id"] for row in found["items"]], [5, 9])
        self.assertNotIn("entity_id", found["items"][0])

    def test_customers_companies_quotes_and_rates(self):
        self.create("customers", id=7, email="a@b.com", taxvat="DE1")
        self.create("companies", id=41, status=1, vat_tax_id="DE1")
        self.create("carts", id=61, extension_attributes={
            "negotiable_quote": {"quote_id": 61, "status": "ordered"}})
        self.assertEqual(self.search(path="customers/search")["items"][0][
            "taxvat"], "DE1")
        self.assertEqual(self.search(path="company/")["items"][0]["id"], 41)
        self.assertEqual(self.search(path="carts/search")["items"][0][
            "extension_attributes"]["negotiable_quote"]["quote_id"], 61)
        self.assertEqual(self.get("/V1/customers/7").json()["id"], 7)
        self.assertEqual(self.get("/V1/orders/9").status, 404)
        self.assertEqual(self.get("/V1/directory/currency").json()[
            "base_currency_code"], "USD")
        self.do("option", name="b2b", value=False)
        self.assertEqual(self.get("/V1/company/?" + criteria()).status, 404)

    def test_address_with_and_without_a_store(self):
        for path in ("/rest/V1/orders", "/rest/all/V1/orders"):
            self.assertEqual(self.get(f"{self.double.origin}{path}?"
                                      + criteria()).status, 200)
        self.assertEqual(self.get(self.double.origin + "/x").status, 404)


class AccessTest(AdobeCommerceTest):

    def test_bearer_can_be_off(self):
        self.do("option", name="bearer", value=False)
        reply = self.get("/V1/orders?" + criteria())
        self.assertEqual(reply.status, 401)
        self.assertIn("%resources", reply.json()["message"])
        self.assertIn("Magento_Sales", reply.json()["parameters"]["resources"])

    def test_token_of_an_admin_lives_four_hours(self):
        path = self.double.url + "/V1/integration/admin/token"
        self.assertEqual(ask(path, "POST", {}, {"username": "x"}).status, 401)
        token = ask(path, "POST", {}, {"username": "landfall",
                                       "password": "passw0rd"}).json()
        self.headers["Authorization"] = f"Bearer {token}"
        self.assertEqual(self.get("/V1/orders?" + criteria()).status, 200)
        self.do("advance", seconds=4 * 3600)
        self.assertEqual(self.get("/V1/orders?" + criteria()).status, 401)

    def test_unsigned_oauth(self):
        for header, words in (
                ("OAuth x", "parameter_absent"),
                ('OAuth oauth_consumer_key="mage-key",oauth_nonce="n",'
                 'oauth_signature="x",oauth_signature_method="HMAC-SHA256",'
                 'oauth_timestamp="1",oauth_token="mage-token"',
                 "signature is invalid")):
            self.headers["Authorization"] = header
            reply = self.get("/V1/orders?" + criteria())
            self.assertEqual(reply.status, 401)
            self.assertIn(words, reply.json()["message"])

    def test_signature_of_the_standard_is_accepted_once(self):
        """The worked example in section 1.2 of RFC 5849."""
        oauth = OAuth("dpf43f3p2l4k3l03", "kd94hf93k423kf44",
                      "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
        request = Request(
            "GET", "/photos", "file=vacation.jpg&size=original", {
                "authorization": 'OAuth realm="Photos", '
                'oauth_consumer_key="dpf43f3p2l4k3l03", '
                'oauth_token="nnch734d00sl2jdk", '
                'oauth_signature_method="HMAC-SHA1", '
                'oauth_timestamp="137131202", oauth_nonce="chapoH", '
                'oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"'},
            b"", "http://photos.example.net")
        self.assertIsNone(oauth.refusal(request))
        self.assertIn("nonce", oauth.refusal(request))


if __name__ == "__main__":
    unittest.main()
