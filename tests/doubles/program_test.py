"""The program landfall-doubles, and the page that explains it.

    program_test.py

Every command of docs/doubles.md after "$ " is run, with ports that are free, and
what the page shows of its output must be there.
"""

import json
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from self_test import ROOT, ask

from tests.doubles import data, switches
from tests.doubles.core.faults import KINDS
from tests.doubles.run import CLASSES, make

PAGE = (ROOT / "docs" / "doubles.md").read_text(encoding="utf-8")
DEMO = ROOT / "tests" / "demo"
PROGRAM = [sys.executable, "-B", "-m", "tests.doubles"]
OF_DEMO = ["crm=dataverse", "erp=finance_operations", "bc=business_central",
           "shop=shopify", "b2b=bigcommerce", "commerce=adobe_commerce"]
MARK = "=== done ==="


def run(*words):
    return subprocess.run([*PROGRAM, *words], cwd=ROOT, capture_output=True,
                          text=True, check=False, timeout=60, input="")


class ProgramTest(unittest.TestCase):

    def start(self, *words, lines):
        program = subprocess.Popen(
            [*PROGRAM, *words], cwd=ROOT, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(program.wait)
        self.addCleanup(program.terminate)
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.stderr.close)
        return [json.loads(program.stdout.readline()) for _ in range(lines)]

    def test_help_fits_a_terminal_and_names_every_system(self):
        done = run("--help")
        self.assertEqual(done.returncode, 0)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 80)
        for system in CLASSES:
            self.assertIn(system, done.stdout)

    def test_list_names_sets_options_commands_and_faults(self):
        done = run("--list", "dataverse", "shopify")
        for word in ("accounts", "draftOrders", "page_size=5000", "end_bulk",
                     *KINDS):
            self.assertIn(word, done.stdout)

    def test_serves_the_data_of_the_demonstration(self):
        started = self.start(*OF_DEMO, "--data", DEMO, lines=6)
        for line in started:
            for name, count in line["rows"].items():
                rows = ask(f"{line['control']}/rows/{name}").json()["rows"]
                self.assertEqual(len(rows), count)
        rows = {line["name"]: line["rows"] for line in started}
        self.assertEqual(rows["crm"]["accounts"], 48)
        self.assertEqual(rows["shop"]["companyLocations"], 1)
        self.assertEqual(rows["bc"], {"companies": 1, "customers": 7})

    def test_options_faults_and_commands_of_one_double(self):
        line, = self.start(
            "crm=dataverse", "--still", "--at", "2026-06-09T12:00:00Z",
            "--option", "crm:page_size=10", "--do", "skew seconds=-90",
            "--fault", "crm:status status=503 times=1",
            "--fault", '{"kind": "html"}', lines=1)
        self.assertEqual(ask(line["url"]).status, 503)
        self.assertEqual(ask(line["url"]).status, 502)
        self.assertEqual(ask(line["url"]).status, 401)
        made = ask(line["control"] + "/commands", "POST", {}, {
            "do": "create", "set": "accounts", "row": {}}).json()
        self.assertEqual(made["results"][0]["modifiedon"],
                         "2026-06-09T11:58:30Z")

    def test_what_is_wrong_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "dataverse-accounts.json").write_text(
                '[{"nome": "A"}]', encoding="utf-8")
            for words, said in (
                    (["netsuite"], "known: dataverse"),
                    (["dataverse", "dataverse"], "two doubles"),
                    (["dataverse", "--fault", "thottle"], "known: "),
                    (["dataverse", "--fault", "drop after"], "name=value"),
                    (["dataverse", "--fault", "drop after=x"], "a number"),
                    (["dataverse", "--fault", "drop path=("], "regular"),
                    (["dataverse", "--fault", "drop form=date"],
                     "it takes: seconds"),
                    (["dataverse", "--option", "pages=1"], "known: "),
                    (["dataverse", "--do", "jump"], "known: "),
                    (["dataverse", "--commands", "/nowhere"], "/nowhere"),
                    (["dataverse", "--data", "/nowhere"], "/nowhere"),
                    (["dataverse", "--at", "noon"], "--at"),
                    (["dataverse", "--data", folder],
                     "dataverse-accounts.json: accounts has no column nome")):
                with self.subTest(said):
                    done = run(*words, "--end-with-stdin")
                    self.assertEqual((done.returncode, done.stdout), (2, ""))
                    self.assertIn(said, done.stderr)


class DataTest(unittest.TestCase):

    def load(self, system, **files):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for name, (suffix, text) in files.items():
                (folder / f"it-{name}.{suffix}").write_text(
                    text, encoding="utf-8")
            double = make(system)
            self.addCleanup(double.close)
            return double, data.load(folder, {"it": double})

    def rows(self, double, name):
        return list(double.table(name).rows.values())

    def test_rows_keep_their_times_of_change(self):
        double, _ = self.load("dataverse", accounts=(
            "csv", "name,modifiedon\n\"A, B\",2026-01-02T03:04:05Z\n"))
        row, = self.rows(double, "accounts")
        self.assertEqual((row["name"], row["modifiedon"]),
                         ("A, B", "2026-01-02T03:04:05Z"))
        double, _ = self.load("bigcommerce", orders=("json", json.dumps(
            [{"id": 1, "date_created": "Mon, 06 Apr 2026 10:02:00 +0000",
              "date_modified": "2026-04-07T10:02:00Z"}])))
        row, = self.rows(double, "orders")
        self.assertEqual((row["date_created"], row["date_modified"]),
                         ("2026-04-06T10:02:00Z", "2026-04-07T10:02:00Z"))

    def test_columns_that_were_added_to_an_entity(self):
        double, _ = self.load("finance_operations", customers=(
            "json", '{"value": [{"CustomerAccount": "C", "Score": 5, '
            '"SinceDate": "2026-01-02T00:00:00Z", "Code": "x"}]}'))
        self.assertEqual(
            [double.entities["CustomersV3"].columns[name]
             for name in ("Score", "SinceDate", "Code")],
            ["number", "time", "text"])

    def test_children_and_locations(self):
        double, _ = self.load(
            "shopify", orders=("jsonl", '{"id": "gid://shopify/Order/1"}\n'
                               '{"id": "gid://shopify/LineItem/2", '
                               '"__parentId": "gid://shopify/Order/1"}\n'),
            companies=("json", '{"data": {"companies": {"nodes": [{"id": '
                       '"gid://shopify/Company/3", "locations": {"nodes": '
                       '[{"id": "gid://shopify/CompanyLocation/4"}]}}]}}}'))
        order, = self.rows(double, "orders")
        self.assertEqual(order["lineItems"],
                         [{"id": "gid://shopify/LineItem/2"}])
        location, = self.rows(double, "companyLocations")
        self.assertEqual(location["company"]["id"], "gid://shopify/Company/3")

    def test_what_belongs_to_no_set_is_told(self):
        _, (counts, left) = self.load("dataverse", leads=("json", "[]"))
        self.assertEqual((counts, left), ({"it": {}}, ["it-leads.json"]))

    def test_files_that_hold_no_rows(self):
        for text in ("", "{}", "7", '{"value": 3}', "[1]"):
            with self.assertRaises(data.DataError, msg=text):
                self.load("dataverse", accounts=("json", text))


class PageTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="landfall-doubles-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        program = self.folder / "bin" / "landfall-doubles"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec "
                           f"'{sys.executable}' -B -m tests.doubles \"$@\"\n",
                           encoding="utf-8")
        program.chmod(0o755)

    def test_every_command(self):
        first, page = free_ports(4), PAGE
        for number in range(4):
            page = page.replace(str(8700 + number), str(first + number))
        steps = [step for block in re.findall(r"^```sh\n(.*?)^```$", page,
                                              re.M | re.S)
                 for step in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)",
                                        block, re.M)]
        self.assertGreater(len(steps), 10)
        with subprocess.Popen(
                ["bash", "--norc"], cwd=self.folder, bufsize=0,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, env={
                    **os.environ, "PATH": f"{self.folder}/bin:"
                    + os.environ["PATH"]}) as shell:
            try:
                for command, shown in steps:
                    self.run_step(shell, command, shown.splitlines())
            finally:
                shell.stdin.write(b"kill $(jobs -p) 2>/dev/null; wait\n")
                shell.stdin.close()
                shell.stdout.read()

    def run_step(self, shell, command, shown):
        if command.startswith("kill"):
            command += "; wait"     # or its port is not free
        shell.stdin.write(f"{command}\nprintf '\\n%s %s\\n' $? '{MARK}'\n"
                          .encode())
        patterns = [re.compile(".*".join(map(re.escape, line.split("…"))))
                    for line in shown]
        deadline, output = time.monotonic() + 30, ""
        while True:
            lines = [line for line in output.splitlines() if line.strip()]
            wanted = iter(lines)
            if (f"0 {MARK}" in lines and all(
                    any(pattern.fullmatch(line) for line in wanted)
                    for pattern in patterns)):
                return
            ready, _, _ = select.select([shell.stdout], [], [], max(
                0.0, deadline - time.monotonic()))
            part = os.read(shell.stdout.fileno(), 65536) if ready else b""
            self.assertTrue(part, f"{command}: no {shown} in {output}")
            output += part.decode()

    def test_every_switch_is_taken(self):
        doubles = [make(system) for system in CLASSES]
        for double in doubles:
            self.addCleanup(double.close)
        read = {"fault": switches.fault, "do": switches.command,
                "option": switches.option}
        found = re.findall(r"`--(fault|option|do) '?([^`']+)'?`", PAGE)
        self.assertGreater(len(found), 20)
        for flag, text in found:
            self.assertTrue([double for double in doubles if self.takes(
                double, read[flag](text))], text)

    @staticmethod
    def takes(double, command):
        try:
            double.apply(command)
        except ValueError:
            return False
        return True


def free_ports(count):
    """The first of so many in a row."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as server:
            first = server.getsockname()[1]
        try:
            for number in range(first, first + count):
                with socket.create_server(("127.0.0.1", number)):
                    pass
            return first
        except (OSError, OverflowError):
            continue


if __name__ == "__main__":
    unittest.main()
