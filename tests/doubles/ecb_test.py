"""The double of the European Central Bank does what is known of its files."""

import unittest
import xml.etree.ElementTree

from self_test import DoubleTest

from tests.doubles.ecb import EcbDouble

CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


class EcbTest(DoubleTest):

    def make(self):
        return EcbDouble()

    def days(self, name):
        """[(day, {currency: rate})] of a file."""
        reply = self.get(self.double.url + f"/eurofxref-{name}.xml")
        self.assertEqual(reply.status, 200)
        tree = xml.etree.ElementTree.fromstring(reply.body)
        return [(day.get("time"), {cube.get("currency"): cube.get("rate")
                                   for cube in day})
                for day in tree.find(CUBE)]

    def test_three_files(self):
        for date, rate in (("2026-01-05", "1.1"), ("2026-06-05", "1.2"),
                           ("2026-06-08", "1.3"), ("2026-06-10", "1.4")):
            self.create("rates", date=date, currency="USD", rate=rate)
        self.create("rates", date="2026-06-08", currency="CAD", rate="1.6")
        newest = ("2026-06-08", {"USD": "1.3", "CAD": "1.6"})
        friday = ("2026-06-05", {"USD": "1.2"})
        self.assertEqual(self.days("daily"), [newest])
        self.assertEqual(self.days("hist-90d"), [newest, friday])
        self.assertEqual(self.days("hist"), [newest, friday,
                                             ("2026-01-05", {"USD": "1.1"})])
        self.double.apply({"do": "advance", "seconds": 86400})
        self.assertEqual(self.days("daily"), [("2026-06-10", {"USD": "1.4"})])

    def test_quotes_are_single(self):
        self.create("rates", date="2026-06-08", currency="USD", rate=1.3)
        body = self.get(self.double.url + "/eurofxref-daily.xml").body
        text = body if isinstance(body, str) else body.decode()
        self.assertIn("<Cube currency='USD' rate='1.3'/>", text)

    def test_what_the_bank_does_not_publish(self):
        for row in ({"date": "2026-06-06", "currency": "USD", "rate": 1},
                    {"date": "2026-06-08", "currency": "EUR", "rate": 1},
                    {"date": "2026-06-08", "currency": "USD", "rat": 1}):
            with self.assertRaises(ValueError):
                self.create("rates", **row)
        self.assertEqual(self.get(self.double.url + "/other.xml").status, 404)
        self.assertEqual(self.days("hist"), [])

    def test_a_fault(self):
        self.double.apply({"do": "fault", "kind": "html", "status": 200})
        body = self.get(self.double.url + "/eurofxref-hist.xml").body
        self.assertIn("<html>", str(body))


if __name__ == "__main__":
    unittest.main()
