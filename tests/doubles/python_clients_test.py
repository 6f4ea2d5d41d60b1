"""Clients that others wrote in Python, at work on the doubles.

    python_clients_test.py BUILD_FOLDER

Their packages come from PyPI the first time and stay in the build folder.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

from self_test import ROOT, Subscriber

sys.path.insert(1, str(ROOT / "tests" / "hostile"))
sys.path.insert(1, str(ROOT / "tests" / "python_client"))

import python_environment  # noqa: E402
from certificates import Authority  # noqa: E402

from tests.doubles.run import make  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent / "clients"
FOLDER = tempfile.TemporaryDirectory(prefix="landfall-clients-")
PYTHON = None
CA = CERTIFICATE = KEY = None


def setUpModule():
    """One authority for all doubles that speak HTTPS."""
    global CA, CERTIFICATE, KEY
    authority = Authority(FOLDER.name)
    CA = str(authority.certificate)
    CERTIFICATE, KEY = map(str, authority.issue("double"))


def guid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


class ClientTest(unittest.TestCase):

    maxDiff = None

    def start(self, system, secure=False, **options):
        """A double; with `secure` it speaks HTTPS."""
        if secure:
            options.update(certificate=CERTIFICATE, key=KEY)
        double = make(system, **options)
        self.addCleanup(double.close)
        return double

    def run_client(self, name, **facts):
        """What the client printed."""
        environment = {**os.environ, "HOME": FOLDER.name,
                       "REQUESTS_CA_BUNDLE": CA, "SSL_CERT_FILE": CA}
        done = subprocess.run(
            [PYTHON, HERE / name, json.dumps({"ca": CA, **facts})],
            capture_output=True, text=True, check=False, timeout=120,
            env=environment, cwd=FOLDER.name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout.splitlines()[-1])


def local(url):
    """By name: the certificate holds for both."""
    return url.replace("127.0.0.1", "localhost")


class DataverseTest(ClientTest):

    def test_microsofts_client(self):
        double = self.start("dataverse", secure=True)
        for number in range(1, 8):
            double.apply({"do": "create", "set": "accounts", "row": {
                "accountid": guid(number), "name": f"A{number}",
                "customertypecode": 3 if number < 8 else 4}})
        double.apply({"do": "fault", "kind": "throttle", "path": "contacts$",
                      "retry_after": 7})
        url = local(double.origin)
        found = self.run_client("dataverse.py", url=url, **{
            **double.access(), "authority": url})
        self.assertEqual(found["pages"], [["A1", "A2", "A3"],
                                          ["A4", "A5", "A6"], ["A7"]])
        self.assertEqual(found["one"], "Changed")
        self.assertEqual(found["missing"], {
            "status": 404, "transient": False, "code": "0x80040217",
            "retryAfter": None})
        self.assertEqual(found["throttled"], {
            "status": 429, "transient": True, "code": "0x80072322",
            "retryAfter": 7})
        self.assertEqual(found["column"]["status"], 400)
        self.assertEqual(double.journal.violations, [])
        self.assertEqual(double.journal.tokens, 1)


class FinanceOperationsTest(ClientTest):

    def test_d365_client(self):
        double = self.start("finance_operations", default_company="usmf",
                            page_size=2)
        for number, area, group in ((1, "usmf", "RETAIL"), (2, "usrt", "B2B"),
                                    (3, "usrt", "B2B"), (4, "usrt", "X")):
            double.apply({"do": "create", "set": "CustomersV3", "row": {
                "dataAreaId": area, "CustomerAccount": f"C-{number}",
                "CustomerGroupId": group, "OrganizationName": "Alder"}})
        access = double.access()
        found = self.run_client("finance_operations.py", url=double.url,
                                **access)
        self.assertEqual(found["own"], ["C-1"])
        self.assertEqual(found["all"], ["C-1", "C-2"])
        self.assertEqual(found["pages"], [2, 2])
        self.assertEqual(found["filtered"], ["C-3", "C-2"])
        self.assertEqual(found["one"], "Alder")
        self.assertEqual(found["exists"], [False, True])
        self.assertIn("'in' is not supported", found["refused"])


class BusinessCentralTest(ClientTest):

    def test_bc_cli_waits_and_reads_all_pages(self):
        double = self.start("business_central", secure=True, page_size=2)
        double.apply({"do": "create", "set": "companies", "row": {
            "id": guid(1), "name": "UK Trade Ltd"}})
        for number in range(1, 6):
            double.apply({"do": "create", "set": "customers", "row": {
                "id": guid(number), "number": f"C{number}"}})
            double.apply({"do": "advance", "seconds": 0.2})
        double.apply({"do": "run_clock"})
        for fault in ({"kind": "throttle", "after": 1, "retry_after": 1},
                      {"kind": "truncate", "after": 3}):
            double.apply({"do": "fault", "path": "customers$", **fault})
        found = self.run_client("business_central.py", **{
            **double.access(), "authority": local(double.origin)})
        self.assertEqual(found["companies"], ["UK Trade Ltd"])
        self.assertEqual(found["pages"], [["C1", "C2"], ["C3", "C4"], ["C5"]])
        self.assertEqual(found["since"], ["C4", "C5"])
        self.assertEqual(found["missing"][0], 404)
        self.assertIn("CorrelationId", found["missing"][1])
        self.assertEqual(double.journal.by_status["429"], 1)
        # It did wait: by the double's own clock.
        self.assertEqual(double.journal.violations, [])


class BigCommerceTest(ClientTest):

    def test_bigcommerces_client_and_standard_webhooks(self):
        double = self.start("bigcommerce", secure=True)
        subscriber = Subscriber()
        self.addCleanup(subscriber.close)
        # The signature must be of now.
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        double.apply({"do": "set_clock", "at": now})
        with double.lock:
            double.hooks.rows["1"] = {
                "id": 1, "scope": "store/order/*", "is_active": True,
                "destination": subscriber.url, "headers": None}
        for number in range(1, 251):
            double.apply({"do": "create", "set": "orders", "row": {
                "id": number, "status_id": 5 if number == 2 else 11,
                "total_inc_tax": 361.95,
                "shipping_addresses": [{"country_iso2": "CA"}]}})
        patient = self.start("bigcommerce", secure=True, quota=2, window=1)
        patient.apply({"do": "create", "set": "orders", "row": {"id": 7}})
        patient.apply({"do": "run_clock"})
        hook = subscriber.received[-1]
        double.apply({"do": "fault", "kind": "throttle", "path": "orders$",
                      "after": 3, "retry_after": 9})
        found = self.run_client(
            "shop_bigcommerce.py", host=urllib.parse.urlsplit(
                local(double.origin)).netloc, body=hook.body.decode(),
            headers=hook.headers, **double.access(),
            patient_host=urllib.parse.urlsplit(local(patient.origin)).netloc)
        self.assertEqual(found["all"], list(range(1, 251)))
        self.assertEqual(found["filtered"], [2])
        self.assertEqual((found["money"], found["ship_to"]),
                         ("361.9500", ["CA"]))
        self.assertEqual(found["limit"]["requests_quota"], 150)
        self.assertEqual(found["throttled"], "429")
        # With its own management of limits it is never refused.
        self.assertEqual(found["patient"], [7] * 5)
        self.assertEqual(patient.journal.by_status, {"200": 5})
        self.assertEqual(found["hook"], {"type": "order", "id": 250})
        self.assertEqual(found["changed"], "refused")


class AdobeCommerceTest(ClientTest):

    def test_m2_sdk(self):
        double = self.start("adobe_commerce")
        for number, state in ((1, "new"), (2, "closed"), (3, "complete")):
            double.apply({"do": "create", "set": "orders", "row": {
                "entity_id": number, "state": state,
                "base_grand_total": 10.5}})
            double.apply({"do": "advance", "seconds": 30})
        found = self.run_client("shop_m2.py", url=double.url,
                                **double.access())
        self.assertEqual(found["since"], [2, 3])
        self.assertEqual(found["pages"], [[1, 2], [3]])
        self.assertEqual(found["either"], [1, 2])
        self.assertEqual(found["one"], 10.5)
        self.assertIn("refused", found)


def main():
    global PYTHON
    PYTHON = python_environment.prepare(
        pathlib.Path(sys.argv.pop(1)) / "python",
        ["--no-compile", "--requirement", HERE / "requirements.txt",
         "--constraint", HERE / "constraints.txt"])
    with FOLDER:
        unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
