"""Clients that others wrote for Node.js, at work on the doubles, and the
schemas that Shopify publishes.

    node_clients_test.py BUILD_FOLDER

Their packages come from npm the first time and stay in the build folder.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import urllib.parse

from self_test import ROOT, ask

sys.path.insert(1, str(ROOT / "tests" / "hostile"))

from certificates import Authority  # noqa: E402

from tests.doubles.core.control import Control  # noqa: E402
from tests.doubles.run import make  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
# ctest shows a test that exits with this as skipped.
SKIPPED = 77
# It installs 300 packages; only its data is needed.
SCHEMAS = "@shopify/dev-mcp@1.16.0"
FOLDER = None


def npm(*arguments):
    done = subprocess.run(
        ["npm", *arguments, "--fetch-retries=1", "--fetch-timeout=60000"],
        cwd=FOLDER, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode == 0:
        return
    print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    # Only a registry that answers can have been asked for the wrong thing.
    asked = subprocess.run(
        ["npm", "view", "graphql", "version", "--fetch-retries=0",
         "--fetch-timeout=20000"], cwd=FOLDER, capture_output=True,
        check=False)
    if asked.returncode != 0:
        print("Skipped: npm's registry cannot be reached; it is needed once, "
              "the packages are then kept in the build folder",
              file=sys.stderr)
        sys.exit(SKIPPED)
    sys.exit(f"failed: npm {' '.join(arguments)}")


def prepare():
    """Installs what the lock file names, and the schemas, if new."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in (HERE / "clients").glob("*.mjs"):
        shutil.copy(path, FOLDER)
    lock = (HERE / "clients" / "package-lock.json").read_text(
        encoding="utf-8") + SCHEMAS
    installed = FOLDER / "installed.txt"
    if installed.is_file() and installed.read_text(encoding="utf-8") == lock:
        return
    for name in "package.json", "package-lock.json":
        shutil.copy(HERE / "clients" / name, FOLDER)
    npm("ci", "--no-audit", "--no-fund", "--ignore-scripts")
    npm("pack", SCHEMAS, "--silent")
    (FOLDER / "schemas").mkdir(exist_ok=True)
    archive, = FOLDER.glob("shopify-dev-mcp-*.tgz")
    with tarfile.open(archive) as packed:
        for member in packed:
            name = pathlib.PurePosixPath(member.name).name
            if member.isfile() and name.startswith("admin_"):
                (FOLDER / "schemas" / name).write_bytes(
                    packed.extractfile(member).read())
    archive.unlink()
    installed.write_text(lock, encoding="utf-8")


class ClientTest(unittest.TestCase):

    maxDiff = None

    def start(self, system, **options):
        """(double, URL of its control port)."""
        double = make(system, **options)
        self.addCleanup(double.close)
        control = Control(double)
        self.addCleanup(control.close)
        return double, control.url

    def run_client(self, name, *arguments, **environment):
        done = subprocess.run(
            ["node", FOLDER / name, *map(str, arguments)],
            capture_output=True, text=True, check=False, timeout=120,
            env={**os.environ, **environment})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout.splitlines()[-1])


class DataverseTest(ClientTest):

    def test_dynamics_web_api_follows_the_changes(self):
        double, control = self.start("dataverse")
        ids = [f"00000000-0000-4000-8000-{number:012d}"
               for number in range(1, 6)]
        for number, key in enumerate(ids, 1):
            double.apply({"do": "create", "set": "accounts", "row": {
                "accountid": key, "name": f"A{number}"}})
        found = self.run_client("dataverse.mjs", json.dumps({
            "url": double.url, "control": control, "changed": ids[1],
            "deleted": ids[0], **double.access()}))
        self.assertEqual(found["pages"], [["A1", "A2", "A3"], ["A4", "A5"]])
        self.assertEqual(found["changes"], ["Changed", f"deleted {ids[0]}"])
        self.assertEqual(found["nothing"], [])
        self.assertEqual(found["count"], 4)
        self.assertEqual(found["expired"], "0x80044352")
        self.assertEqual(double.journal.violations, [])


class AdobeCommerceTest(ClientTest):

    def test_signatures_of_magento_api_rest(self):
        double, _ = self.start("adobe_commerce", bearer=False)
        for number in (1, 2, 3):
            double.apply({"do": "create", "set": "orders", "row": {
                "entity_id": number}})
        found = self.run_client("adobe_commerce.mjs", json.dumps({
            "origin": double.origin, **double.access()}))
        self.assertEqual(found, {"pages": [[1, 2], [3]], "sha1": [1, 2],
                                 "wrong": 401})
        self.assertEqual(double.journal.by_status, {"200": 3, "401": 1})


class ShopifyTest(ClientTest):

    def test_shopifys_client(self):
        with tempfile.TemporaryDirectory(prefix="landfall-clients-") as folder:
            authority = Authority(folder)
            certificate, key = authority.issue("double")
            double, control = self.start(
                "shopify", certificate=str(certificate), key=str(key),
                restore_rate=0.001)
            for number in (1, 2, 3):
                double.apply({"do": "create", "set": "orders",
                              "row": {"id": number}})
            double.apply({"do": "run_clock"})
            host = urllib.parse.urlsplit(double.url).netloc
            found = self.run_client(
                "shopify.mjs", json.dumps({
                    "host": host.replace("127.0.0.1", "localhost"),
                    "control": control, **double.access()}),
                NODE_EXTRA_CA_CERTS=str(authority.certificate))
        self.assertEqual(found["pages"], [["#1", "#2"], ["#3"]])
        self.assertEqual((found["again"], found["spent"], found["wrong"]),
                         ("Contoso", "THROTTLED", "undefinedField"))
        self.assertEqual(found["cost"]["maximumAvailable"], 2000)
        # Once more after the 429, not after THROTTLED.
        self.assertEqual(double.journal.requests, 6)
        # That was too early, as shopify.mjs says.
        self.assertEqual([violation["rule"] for violation in
                          double.journal.violations],
                         ["asked again too early"])

    def test_schemas_that_shopify_publishes(self):
        double, _ = self.start("shopify")
        fill_shop(double)
        answers = []
        for version in ("2026-07", "2026-10"):
            for path in sorted((HERE / "clients" / "queries").glob(
                    "*.graphql")):
                query = path.read_text(encoding="utf-8")
                body = ask(
                    f"{double.url}/admin/api/{version}/graphql.json", "POST",
                    {"X-Shopify-Access-Token": "shpat_double"},
                    {"query": query}).json()
                self.assertNotIn("errors", body, path.name)
                answers.append({"version": version, "query": query,
                                "data": body["data"]})
            # What the connector asks, as a test of it has written down.
            for query in (HERE / "clients" / "queries" / "landfall.txt"
                          ).read_text(encoding="utf-8").splitlines():
                answers.append({"version": version, "query": query})
        with tempfile.NamedTemporaryFile("w", suffix=".json",
                                         encoding="utf-8") as file:
            json.dump(answers, file)
            file.flush()
            found = self.run_client(
                "shopify_schema.mjs", FOLDER / "schemas",
                HERE / "shopify" / "schema.graphql", file.name)
        self.assertEqual(found["problems"], [])
        self.assertEqual(found["versions"], [
            "2025-10", "2026-01", "2026-04", "2026-07", "2026-10",
            "unstable"])
        self.assertGreater(found["compared"], 400)


def fill_shop(double):
    """One of everything."""
    commands = [
        ("customers", {"id": 9, "email": "ann@contoso.com", "tags": ["vip"],
                       "defaultAddress": {"countryCode": "US"}}),
        ("companies", {"id": 88, "name": "Redwood", "externalId": "E1",
                       "mainContact": {"customer": {
                           "id": "gid://shopify/Customer/9"}}}),
        ("companyLocations", {"id": 99, "company": 88, "taxSettings": {
            "taxRegistrationId": "DE1"}, "billingAddress": {
                "countryCode": "DE"}}),
        ("orders", {"id": 1, "customer": 9, "totalPriceSet": "12.50",
                    "shippingAddress": {"countryCode": "DE", "company": "R"},
                    "customAttributes": [{"key": "BC Doc. No.",
                                          "value": "S-1"}],
                    "localizedFields": [{"key": "TAX_CREDENTIAL_BR",
                                         "value": "1", "countryCode": "BR"}],
                    "metafields": [{"namespace": "erp", "key": "id",
                                    "value": "7"}],
                    "purchasingEntity": {
                        "__typename": "PurchasingCompany",
                        "company": {"id": "gid://shopify/Company/88"},
                        "location": {
                            "id": "gid://shopify/CompanyLocation/99"}}}),
        ("orders", {"id": 2}),
        ("draftOrders", {"id": 5, "order": 1, "status": "COMPLETED"})]
    for name, row in commands:
        double.apply({"do": "create", "set": name, "row": row})


def main():
    global FOLDER
    FOLDER = pathlib.Path(sys.argv.pop(1)) / "node"
    prepare()
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
