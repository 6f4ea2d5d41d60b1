"""Landfall reads exchange rates from doubles over real HTTP.

    rates_test.py LANDFALLD LANDFALL

The sum of a card is recomputed by hand from its list and the rates that it
names, at several times; and what goes wrong with a feed changes no sum.
"""

import decimal
import json
import sys
import time
import unittest
import urllib.parse
import urllib.request

sys.dont_write_bytecode = True

import pull_case  # noqa: E402
from pull_case import PullTest, metrics_of  # noqa: E402
from tests.doubles.business_central import BusinessCentralDouble  # noqa: E402
from tests.doubles.ecb import EcbDouble  # noqa: E402
from tests.doubles.finance_operations import (  # noqa: E402
    FinanceOperationsDouble)

LANDFALLD, LANDFALL = sys.argv[1:3]

CENT = decimal.Decimal("0.01")
REST = """
legal_entities:
  - {{id: USTR, country: US, currency: USD, source: MASTER}}
  - {{id: UKCO, country: GB, currency: GBP, source: MASTER}}
expectation:
  - {{ship_to: [US, CA, CH, SE], entity: USTR}}
sources:
  - {{id: shop, system: shopify}}
  - id: MASTER
    system: SYSTEM"""
ECB = (pull_case.HEAD + "exchange_rates: {{feed: ecb, url: \"{url}\", every: "
       "{every}, MXN: 0.055}}" + REST.replace("MASTER", "erp").replace(
           "SYSTEM", "finance_operations") + "\n")
# A Friday, and orders before and after the weekend.
FRIDAY, MONDAY = "2026-06-05", "2026-06-08"
ORDERS = [("1001", "2026-06-04T10:00:00Z", "100.00", "CAD"),
          ("1002", "2026-06-06T10:00:00Z", "33.33", "CAD"),
          ("1003", "2026-06-07T10:00:00Z", "10.01", "CHF"),
          ("1004", "2026-06-07T11:00:00Z", "7.00", "SEK"),
          ("1005", "2026-06-08T11:00:00Z", "1000.00", "MXN"),
          ("1006", "2026-06-08T12:00:00Z", "5.55", "USD")]


def order(number, at, amount, currency, customer):
    money = {"amount": amount, "currencyCode": currency}
    return {"id": f"gid://shopify/Order/{number}", "name": f"#{number}",
            "createdAt": at, "processedAt": at, "updatedAt": at,
            "displayFinancialStatus": "PAID", "test": False,
            "currentTotalPriceSet": {"shopMoney": money},
            "email": f"c{customer}@alder.example",
            "shippingAddress": {"countryCodeV2": "US"}}


class RatesTest(PullTest):

    LANDFALLD, LANDFALL = LANDFALLD, LANDFALL

    MASTER = "erp"
    PULLS = True     # the ledger too

    def begin(self, every="1h"):
        """A server with a shop whose customers no ledger holds."""
        server = self.start(every=every)
        self.load(server, "shop", "order", [order(*row, n % 3) for n, row in
                                            enumerate(ORDERS)])
        if self.PULLS:
            self.SOURCE = self.MASTER
            self.assertEqual(self.first(server)["state"], "SUCCEEDED")
        else:
            self.load(server, "erp", "customer", {"value": [
                {"dataAreaId": area, "CustomerAccount": "C-1",
                 "PrimaryContactEmail": f"one@{area}.example"}
                for area in ("ustr", "ukco")]})
        return server

    def load(self, server, source, kind, body):
        path = server.home / f"{source}-{kind}.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        server.ask("import", "--source", source, "--type", kind, path)

    def get(self, server, path, **query):
        url = f"http://{server.http}{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            return json.load(answer, parse_float=decimal.Decimal,
                             parse_int=decimal.Decimal)

    def card(self, server, at, card="ecom-absent"):
        return self.get(server, f"/v1/cards/{card}", asOf=at)

    def by_hand(self, server, at, card="ecom-absent"):
        """The value of a card, from its list and the rates that it names."""
        told = self.card(server, at, card)
        rates = {rate["currencyCode"]: rate["rate"]
                 for rate in told["exchangeRates"]}
        rates["USD"] = decimal.Decimal(1)
        total = decimal.Decimal(0)
        listed = self.get(server, f"/v1/cards/{card}/records", asOf=at)
        self.assertEqual(listed["totalCount"], told["count"])
        for entry in listed["value"]:
            value = sum((money["amount"] * rates[money["currencyCode"]]
                         for money in entry["blockedByCurrency"]
                         if money["currencyCode"] in rates),
                        decimal.Decimal(0))
            total += value.quantize(CENT, decimal.ROUND_HALF_EVEN)
        return total

    def feed(self, server):
        return server.ask("sources")["exchangeRates"]

    def await_feed(self, server, wanted):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            feed = self.feed(server)
            if wanted(feed):
                return feed
            time.sleep(0.05)
        raise AssertionError(feed)

    def prices(self, card):
        """{currency: (rate, date, source)} of a card, in doubles."""
        return {rate["currencyCode"]: (float(rate["rate"]), rate["date"],
                                       rate["source"])
                for rate in card["exchangeRates"]}


class EcbTest(RatesTest):

    CONFIG = ECB
    SECRETS = {}
    PULLS = False

    def setUp(self):
        self.double = EcbDouble(start="2026-06-09T12:00:00Z")
        self.addCleanup(self.double.close)
        for day, usd, cad in ((FRIDAY, "1.1435", "1.5623"),
                              (MONDAY, "1.15", "1.55")):
            self.rate(day, "USD", usd)
            self.rate(day, "CAD", cad)
        self.rate(FRIDAY, "CHF", "0.93")

    def rate(self, day, currency, rate):
        self.double.apply({"do": "create", "set": "rates", "row": {
            "date": day, "currency": currency, "rate": rate}})

    def ready(self, every="1h"):
        server = self.begin(every)
        self.await_feed(server, lambda feed: "readAt" in feed)
        return server

    def test_a_card_is_recomputed_by_hand(self):
        server = self.ready()
        for at in ("2026-06-05T00:00:01Z", "2026-06-07T23:00:00Z",
                   "2026-06-09T00:00:00Z"):
            for card in ("ecom-absent", "orders-blocked"):
                with self.subTest(at=at, card=card):
                    told = self.card(server, at, card)
                    self.assertEqual(told["blockedValue"]["amount"],
                                     self.by_hand(server, at, card))
                    self.assertGreater(told["blockedValue"]["amount"], 0)

    def test_the_last_day_before_counts(self):
        server = self.ready()
        friday = self.prices(self.card(server, "2026-06-07T23:59:59Z"))
        self.assertEqual(friday["CAD"], (0.731933687512, FRIDAY, "ecb"))
        # That of the franc is not older than Friday's dollar.
        self.assertEqual(friday["CHF"], (1.22956989247, FRIDAY, "ecb"))
        monday = self.prices(self.card(server, "2026-06-08T13:00:00Z"))
        self.assertEqual(monday["CAD"], (0.741935483871, MONDAY, "ecb"))
        self.assertEqual(monday["CHF"], (1.23655913978, FRIDAY, "ecb"))
        self.assertEqual(monday["MXN"], (0.055, "", ""))
        before = self.card(server, "2026-06-04T12:00:00Z")
        self.assertEqual(before["unpricedCurrencies"], ["CAD"])
        self.assertEqual(before["exchangeRates"], [])
        self.assertEqual(before["blockedValue"]["amount"], 0)

    def test_what_has_no_rate_is_said(self):
        server = self.ready()
        card = self.card(server, "2026-06-09T00:00:00Z")
        self.assertEqual(card["unpricedCurrencies"], ["SEK"])
        self.assertNotIn("SEK", self.prices(card))

    def test_rates_outlive_kill_9_and_a_bank_that_is_gone(self):
        server = self.ready()
        before = self.card(server, "2026-06-09T00:00:00Z")
        requests = self.counters()["requests"]
        server.kill()
        self.double.close()
        server.start()
        self.assertEqual(self.feed(server)["newestDate"], MONDAY)
        self.assertEqual(self.card(server, "2026-06-09T00:00:00Z")
                         ["blockedValue"], before["blockedValue"])
        self.assertEqual(requests, 1)

    def test_what_goes_wrong_changes_nothing_and_is_said(self):
        server = self.ready("1s")
        value = self.card(server, "2026-06-09T00:00:00Z")["blockedValue"]
        for fault in ({"kind": "html", "status": 200},
                      {"kind": "status", "status": 404},
                      {"kind": "cut"}):
            with self.subTest(fault):
                self.double.apply({"do": "fault", "times": 3, **fault})
                failed = self.await_feed(
                    server, lambda feed: feed["failuresInARow"] > 0)
                self.assertTrue(failed["error"], failed)
                self.assertNotIn("<", failed["error"])
                self.assertEqual(failed["newestDate"], MONDAY)
                self.assertEqual(
                    self.card(server, "2026-06-09T00:00:00Z")["blockedValue"],
                    value)
                self.double.apply({"do": "clear_faults"})
                self.await_feed(server,
                                lambda feed: feed["failuresInARow"] == 0)
        self.assertTrue(server.log_lines("before stay in use: source=ecb"))

    def test_what_may_pass_is_asked_for_again(self):
        self.double.apply({"do": "run_clock"})
        for fault in ({"kind": "html", "status": 502},
                      {"kind": "status", "status": 503},
                      {"kind": "drop"}, {"kind": "truncate"},
                      {"kind": "throttle"}):
            self.double.apply({"do": "fault", "times": 1, **fault})
        feed = self.await_feed(self.begin(), lambda feed: "readAt" in feed)
        self.assertEqual(feed["failuresInARow"], 0)
        self.assertEqual(feed["error"], "")
        self.assert_no_rule_broken()

    def test_new_days_come_by_the_short_file(self):
        server = self.ready("1s")
        self.double.apply({"do": "advance", "seconds": 86400})
        self.rate("2026-06-09", "USD", "1.25")
        feed = self.await_feed(
            server, lambda feed: feed["newestDate"] == "2026-06-09")
        self.assertEqual(feed["currencies"], 4)
        paths = [request["path"] for request in
                 self.double.journal.entries]
        self.assertTrue(paths[0].endswith("/eurofxref-hist.xml"))
        # Ninety days of our own clock's time may be long over.
        monday = self.prices(self.card(server, "2026-06-08T13:00:00Z"))
        self.assertEqual(monday["CAD"], (0.741935483871, MONDAY, "ecb"))
        tuesday = self.prices(self.card(server, "2026-06-09T13:00:00Z"))
        self.assertEqual(tuesday["CAD"], (0.806451612903, MONDAY, "ecb"))

    def test_metrics_and_the_table_of_sources(self):
        server = self.ready()
        metrics = metrics_of(server)
        name = "landfall_exchange_rates_"
        self.assertEqual(
            metrics[name + 'failures_in_a_row{feed="ecb"}'], 0)
        self.assertLess(metrics[name + 'lag_seconds{feed="ecb"}'], 60)
        self.assertGreaterEqual(metrics[name + 'age_seconds{feed="ecb"}'], 0)


class FinanceOperationsRatesTest(RatesTest):

    CONFIG = (pull_case.HEAD + "exchange_rates: {{feed: erp}}"
              + REST.replace("MASTER", "erp").replace(
                  "SYSTEM", "finance_operations") + pull_case.PULLED)

    def setUp(self):
        self.use(FinanceOperationsDouble(default_company="ustr",
                                         start="2026-06-09T12:00:00Z"))

    def rate(self, base, to, rate, start, factor="One", **more):
        self.double.apply({"do": "create", "set": "ExchangeRates", "row": {
            "RateTypeName": "Default", "FromCurrency": base, "ToCurrency": to,
            "Rate": rate, "StartDate": start, "ConversionFactor": factor,
            **more}})

    def test_a_card_is_recomputed_by_hand(self):
        self.rate("CAD", "USD", 73, "2026-06-01", "Hundred",
                  EndDate="2026-06-07")
        self.rate("CAD", "USD", 0.75, "2026-06-08", EndDate="2154-12-31")
        self.rate("USD", "CHF", 0.8, "2026-01-01")    # only the reverse
        self.rate("SEK", "USD", 9, "2026-01-01", RateTypeName="Budget")
        server = self.begin()
        self.await_feed(server, lambda feed: "readAt" in feed)
        for at, cad in (("2026-06-07T23:00:00Z", (0.73, "2026-06-01", "erp")),
                        ("2026-06-09T00:00:00Z", (0.75, "2026-06-08", "erp"))):
            with self.subTest(at):
                card = self.card(server, at)
                self.assertEqual(self.prices(card)["CAD"], cad)
                self.assertEqual(self.prices(card)["CHF"],
                                 (1.25, "2026-01-01", "erp"))
                self.assertIn("SEK", card["unpricedCurrencies"])
                self.assertEqual(card["blockedValue"]["amount"],
                                 self.by_hand(server, at))
        self.assert_no_rule_broken()


class BusinessCentralRatesTest(RatesTest):

    MASTER = "bc"
    CONFIG = (pull_case.HEAD + "exchange_rates: {{feed: bc}}"
              + REST.replace("MASTER", "bc").replace(
                  "SYSTEM", "business_central").replace(
                      "currency: USD, source: bc", "source: bc, company: US")
              .replace("currency: GBP, source: bc",
                       "currency: GBP, source: bc, company: UK")
              + pull_case.PULLED)

    def setUp(self):
        self.use(BusinessCentralDouble(start="2026-06-09T12:00:00Z"))
        for name, currency in (("US", "USD"), ("UK", "GBP")):
            self.double.apply({"do": "create", "set": "companies", "row": {
                "name": name, "displayName": name,
                "localCurrencyCode": currency}})

    def test_rates_go_over_the_local_currency(self):
        for row in ({"currencyCode": "USD", "exchangeRateAmount": 100,
                     "relationalExchangeRateAmount": 80},
                    {"currencyCode": "CAD", "exchangeRateAmount": 1,
                     "relationalExchangeRateAmount": 0.5},
                    {"currencyCode": "CHF", "exchangeRateAmount": 1,
                     "relationalCurrencyCode": "CAD",
                     "relationalExchangeRateAmount": 2}):
            self.double.apply({
                "do": "create", "set": "currencyExchangeRates",
                "row": {"company": "UK", "startingDate": "2026-06-01",
                        **row}})
        server = self.begin()
        self.await_feed(server, lambda feed: "readAt" in feed)
        at = "2026-06-09T00:00:00Z"
        card = self.card(server, at)
        self.assertEqual(self.prices(card), {
            "CAD": (0.625, "2026-06-01", "bc"),
            "CHF": (1.25, "2026-06-01", "bc")})
        self.assertEqual(card["unpricedCurrencies"], ["MXN", "SEK"])
        self.assertEqual(card["blockedValue"]["amount"],
                         self.by_hand(server, at))
        self.assert_no_rule_broken()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
