"""The Python client as a user installs it, against a running server.

    python_client_test.py LANDFALLD LANDFALL BUILD_FOLDER

Installs client/python with pip into environments of its own below the build
folder: with the oldest and with the newest dependencies that it supports.
"""

import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "end_to_end"))

import docs_examples  # noqa: E402
import python_environment  # noqa: E402
from landfall_server import DEMO, LandfallServer  # noqa: E402

LANDFALLD, LANDFALL, BUILD = sys.argv[1:4]
PACKAGE = ROOT / "client" / "python"
EXAMPLES = PACKAGE / "examples"


def prepare(name):
    """An environment with the dependencies of newest.txt or oldest.txt."""
    python = python_environment.prepare(
        pathlib.Path(BUILD) / f"python-{name}",
        ["-c", HERE / f"{name}.txt", PACKAGE],
        ["-r", HERE / "requirements.txt", "-c", HERE / f"{name}.txt"])
    # The package itself may have changed since; the rest is there.
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps",
                    "--force-reinstall", "--no-build-isolation", "--no-index",
                    "--disable-pip-version-check", PACKAGE], check=True)
    return python


class PackageTest(unittest.TestCase):

    def run_module(self, python, *arguments):
        done = subprocess.run(
            [python, "-B", "-m", *arguments], cwd=PACKAGE / "tests",
            capture_output=True, text=True, check=False, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_unit_tests_with_the_newest_dependencies(self):
        self.assertIn("OK", self.run_module(NEWEST, "unittest", "discover"))

    def test_unit_tests_with_the_oldest_dependencies(self):
        self.assertIn("OK", self.run_module(OLDEST, "unittest", "discover"))

    def test_tls(self):
        done = subprocess.run(
            [NEWEST, "-B", HERE / "tls_test.py", LANDFALLD, LANDFALL],
            capture_output=True, text=True, check=False, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_strict_types(self):
        for target in (["-p", "landfall"],
                       *([example] for example in sorted(EXAMPLES.glob("*.py")))):
            with self.subTest(target=target):
                self.run_module(
                    NEWEST, "mypy", "--strict", "--cache-dir",
                    pathlib.Path(BUILD) / "mypy-cache", *target)


class ServerTest(unittest.TestCase):
    """Examples and page against the demonstration data."""

    @classmethod
    def setUpClass(cls):
        cls.server = LandfallServer(LANDFALLD, LANDFALL, DEMO)
        cls.addClassCleanup(cls.server.stop)
        cls.server.import_all()

    def run_python(self, *arguments, code=0, python=None):
        done = subprocess.run(
            [python or NEWEST, "-B", *arguments], capture_output=True,
            text=True, check=False, timeout=120,
            env={**os.environ, "LANDFALL_SERVER": self.server.grpc})
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def test_blocked_customers(self):
        for python in NEWEST, OLDEST:
            out = self.run_python(EXAMPLES / "blocked_customers.py",
                                  "--as-of", "2026-04-13", code=1,
                                  python=python).splitlines()
            self.assertIn(": 17, 61,200.00 USD blocked", out[0])
            self.assertEqual(len(out), 18)
            self.assertEqual(out[1].split()[:2], ["18,400.00", "Wholesale-X"])
            cents = sum(round(float(line.split()[0].replace(",", "")) * 100)
                        for line in out[1:])
            self.assertEqual(cents, 6120000)

    def test_check_csv(self):
        with tempfile.TemporaryDirectory() as folder:
            table = pathlib.Path(folder) / "customers.csv"
            table.write_text(
                "name,email,tax_id,country\n"
                "Wholesale-X,purchasing@wholesale-x.contoso.com,,\n"
                f"Too long,,{'9' * 1025},\n"
                "Nobody,,,\n", encoding="utf-8")
            rows = list(csv.DictReader(io.StringIO(
                self.run_python(EXAMPLES / "check_csv.py", table))))
        self.assertEqual([row["verdict"] for row in rows],
                         ["NOT_PROMOTED", "ERROR", "NOT_PROMOTED"])
        self.assertIn("at most 1024", rows[1]["explanation"])
        self.assertEqual(rows[0]["name"], "Wholesale-X")

    def test_push_payloads(self):
        customers = [{"dataAreaId": "catr", "CustomerAccount": f"P-{n}",
                      "PrimaryContactEmail": f"p{n}@push.contoso.com"}
                     for n in range(1200)]
        lines = [json.dumps(customer) for customer in customers]
        # A server of its own: pushing changes what the others see.
        server = LandfallServer(LANDFALLD, LANDFALL, DEMO)
        self.addCleanup(server.stop)
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "customers.jsonl"

            def push(*options, code):
                done = subprocess.run(
                    [NEWEST, "-B", EXAMPLES / "push_payloads.py", "--source",
                     "erp", "--type", "customer", *options, file],
                    capture_output=True, text=True, check=False, timeout=120,
                    env={**os.environ, "LANDFALL_SERVER": server.grpc})
                self.assertEqual(done.returncode, code, done.stderr)
                return done

            def verdict(entity):
                return server.ask("check", "--email", "p7@push.contoso.com",
                                  "--entity", entity)["verdict"]

            file.write_text("\n".join(lines), encoding="utf-8")
            self.assertIn("1200 inserted", push("--changes-only",
                                                code=0).stdout)
            self.assertEqual(verdict("CATR"), "PROMOTED")
            self.assertEqual(verdict("USTR"), "UNKNOWN")
            file.write_text("\n".join(lines + ["[]"]), encoding="utf-8")
            done = push(code=3)
            self.assertIn("1200 unchanged, 1 rejected", done.stdout)
            self.assertIn("payload 1201:", done.stderr)
            self.assertEqual(verdict("USTR"), "UNKNOWN")

            def missing():
                return server.ask("check", "--email", "no@push.contoso.com",
                                  "--entity", "CATR")["verdict"]

            # The row that could not be read may be this customer.
            self.assertEqual(missing(), "UNKNOWN")
            file.write_text("\n".join(lines), encoding="utf-8")
            push(code=0)
            self.assertEqual(missing(), "NOT_PROMOTED")

    def test_page(self):
        text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
        program, outputs = docs_examples.program(text)
        self.assertGreater(len(outputs), 5)
        printed = self.run_python("-c", program).split(docs_examples.SEPARATOR)
        for number, (shown, real) in enumerate(zip(outputs, printed[1:])):
            with self.subTest(block=number):
                self.assertTrue(
                    docs_examples.agree(shown, real),
                    f"docs/python.md shows\n{shown}\nand it is\n{real}")
        self.assertEqual(len(printed) - 1, len(outputs))


if __name__ == "__main__":
    NEWEST, OLDEST = prepare("newest"), prepare("oldest")
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
