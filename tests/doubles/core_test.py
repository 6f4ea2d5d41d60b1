"""Faults, the clock, the journal and the control port, on one system."""

import http.client
import json
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

from self_test import ROOT, DoubleTest, ask

from tests.doubles.core import clock
from tests.doubles.core.control import Control
from tests.doubles.core.faults import KINDS
from tests.doubles.core.odata_filter import (Dialect, FilterError,
                                             compile_filter)
from tests.doubles.dataverse import DataverseDouble
from tests.doubles.run import CLASSES, make

ACCOUNTS = "/api/data/v9.2/accounts?$select=name"


class FaultTest(DoubleTest):

    def make(self):
        return DataverseDouble()

    def setUp(self):
        super().setUp()
        self.sign_in(self.double.url + "/.default")
        self.do("fill", set="accounts", count=50, row={
            "accountid": "00000000-0000-4000-8000-{n12}", "name": "A{n}"})

    def fault(self, kind, **settings):
        self.do("clear_faults")
        self.do("fault", kind=kind, **settings)

    def test_status_and_body(self):
        self.fault("status", status=503, headers={"Retry-After": "7"})
        reply = self.get(ACCOUNTS)
        self.assertEqual((reply.status, reply.headers["retry-after"]),
                         (503, "7"))
        self.assertIn("error", reply.json())
        self.assertEqual(self.get(ACCOUNTS).status, 200)
        self.assertEqual(self.violations(), ["asked again too early"])

    def test_html_instead_of_json(self):
        self.fault("html", status=502)
        reply = self.get(ACCOUNTS)
        self.assertEqual(reply.status, 502)
        self.assertTrue(reply.body.startswith(b"<!DOCTYPE html>"))
        self.fault("text")
        reply = self.get(ACCOUNTS)
        self.assertEqual((reply.status, reply.headers["content-type"]),
                         (200, "text/html"))

    def test_retry_after_in_all_forms(self):
        for settings, wanted in (
                ({"retry_after": 5}, "5"),
                ({"retry_after": 5, "form": "decimal"}, "5.0"),
                ({"retry_after": 5, "form": "date"},
                 "Tue, 09 Jun 2026 12:00:05 GMT"),
                ({"form": "none"}, None), ({"raw": "soon"}, "soon"),
                ({"raw": "-1"}, "-1")):
            self.fault("throttle", **settings)
            reply = self.get(ACCOUNTS)
            self.assertEqual(reply.status, 429)
            self.assertEqual(reply.headers.get("retry-after"), wanted)

    def test_date_is_that_of_the_double(self):
        self.assertEqual(self.get(ACCOUNTS).headers["date"],
                         "Tue, 09 Jun 2026 12:00:00 GMT")

    def test_haste_is_noted(self):
        self.fault("throttle", retry_after=5)
        self.get(ACCOUNTS)
        self.get(ACCOUNTS)
        self.do("advance", seconds=5)
        self.get(ACCOUNTS)
        self.assertEqual(self.violations(), ["asked again too early"])

    def test_tokens_come_from_a_service_of_their_own(self):
        self.fault("throttle", path="token$", retry_after=5)
        scope = self.double.url + "/.default"
        self.assertEqual(self.entra_token(scope).status, 429)
        self.get(ACCOUNTS)
        self.assertEqual(self.violations(), [])
        self.entra_token(scope)
        self.assertEqual(self.violations(), ["asked again too early"])

    def test_truncated_bodies(self):
        self.fault("truncate")
        with self.assertRaises(http.client.IncompleteRead):
            self.get(ACCOUNTS)
        self.fault("cut")
        reply = self.get(ACCOUNTS)
        with self.assertRaises(json.JSONDecodeError):
            reply.json()

    def test_chunked_and_compressed_answers(self):
        plain = self.get(ACCOUNTS)
        self.fault("chunked")
        chunked = self.get(ACCOUNTS)
        self.assertEqual(chunked.headers["transfer-encoding"], "chunked")
        self.assertEqual(chunked.body, plain.body)
        small = self.get(ACCOUNTS, Accept_Encoding="gzip")
        self.assertEqual(small.headers["content-encoding"], "gzip")
        self.assertLess(len(small.body), len(plain.body))
        self.do("fault", kind="chunked")
        self.do("fault", kind="truncate")
        with self.assertRaises(http.client.IncompleteRead):
            self.get(ACCOUNTS)

    def test_dropped_and_hanging_connections(self):
        self.fault("drop")
        with self.assertRaises(http.client.RemoteDisconnected):
            self.get(ACCOUNTS)
        self.fault("hang")
        with self.assertRaises(TimeoutError):
            ask(self.double.url + ACCOUNTS, headers=self.headers, timeout=0.2)
        self.fault("stall")
        with self.assertRaises(TimeoutError):
            ask(self.double.url + ACCOUNTS, headers=self.headers, timeout=0.2)

    def test_repeated_page_and_foreign_link(self):
        wish = {"Prefer": "odata.maxpagesize=20"}
        first = self.get(ACCOUNTS, **wish).json()
        self.fault("repeat_page")
        again = self.get(first["@odata.nextLink"], **wish).json()
        self.assertEqual(again["value"], first["value"])
        self.fault("foreign_link", origin="http://127.0.0.1:9")
        link = self.get(ACCOUNTS, **wish).json()["@odata.nextLink"]
        self.assertTrue(link.startswith("http://127.0.0.1:9/"))

    def test_empty_page_leads_to_its_rows(self):
        self.fault("empty_page")
        empty = self.get(ACCOUNTS, Prefer="odata.track-changes").json()
        self.assertEqual(empty["value"], [])
        self.assertNotIn("@odata.deltaLink", empty)
        whole = self.get(empty["@odata.nextLink"],
                         Prefer="odata.track-changes").json()
        self.assertEqual(len(whole["value"]), 50)

    def test_planned_command_that_does_not_fit_is_told(self):
        self.fault("apply", commands=[
            {"do": "delete", "set": "accounts", "key": "x"}])
        self.assertEqual(self.get(ACCOUNTS).status, 200)
        self.assertEqual(len(self.violations()), 1)
        self.assertIn("a planned command failed", self.violations()[0])

    def test_token_expires_in_mid_run(self):
        self.fault("expire_tokens", after=1)
        self.assertEqual(self.get(ACCOUNTS).status, 200)
        self.assertEqual(self.get(ACCOUNTS).status, 401)

    def test_delta_expires_in_mid_run(self):
        link = self.get(ACCOUNTS, Prefer="odata.track-changes"
                        ).json()["@odata.deltaLink"]
        self.fault("expire_delta", query="deltatoken")
        self.assertEqual(self.get(link).status, 400)

    def test_clock_skew(self):
        self.do("skew", seconds=-90)
        row = self.create("accounts", name="Late")
        self.assertEqual(row["modifiedon"], "2026-06-09T11:58:30Z")

    def test_where_after_and_how_often(self):
        self.fault("status", path="contacts$", after=1, times=2)
        contacts = "/api/data/v9.2/contacts"
        self.assertEqual([self.get(contacts).status for _ in range(4)],
                         [200, 500, 500, 200])
        self.assertEqual(self.get(ACCOUNTS).status, 200)
        self.assertEqual(self.do("counters")["faults"],
                         [{"kind": "status", "hits": 2, "left": 0}])

    def test_random_faults_repeat_with_their_seed(self):
        def run():
            self.fault("status", share=0.4, seed=7, times=-1)
            return [self.get(ACCOUNTS).status for _ in range(20)]
        first = run()
        self.assertEqual(set(first), {200, 500})
        self.assertEqual(run(), first)

    def test_unknown_faults_and_commands_are_refused(self):
        for command in ({"do": "fault", "kind": "x"}, {"do": "x"}, {},
                        {"do": "create", "set": "x", "row": {}},
                        {"do": "create", "set": "accounts"},
                        {"do": "create", "set": "accounts", "row": {"x": 1}},
                        {"do": "option", "name": "x", "value": 1}):
            with self.assertRaises(ValueError, msg=str(command)):
                self.double.apply(command)

    def test_closing_ends_what_hangs(self):
        double = DataverseDouble()
        double.apply({"do": "fault", "kind": "hang", "seconds": 60})
        parts = urllib.parse.urlsplit(double.url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        connection.request("GET", "/")
        while double.journal.requests == 0:
            time.sleep(0.01)
        double.close()
        with self.assertRaises(http.client.RemoteDisconnected):
            connection.getresponse()


class ControlTest(DoubleTest):

    def make(self):
        return DataverseDouble()

    def setUp(self):
        super().setUp()
        self.control = Control(self.double)
        self.addCleanup(self.control.close)
        self.sign_in(self.double.url + "/.default")

    def send(self, *commands):
        return ask(self.control.url + "/commands", "POST", {}, list(commands))

    def test_world_from_another_process(self):
        made = self.send({"do": "create", "set": "accounts",
                          "row": {"name": "A"}}).json()["results"][0]
        self.assertEqual(self.get(ACCOUNTS).json()["value"][0]["name"], "A")
        self.send({"do": "update", "set": "accounts", "key":
                   made["accountid"], "changes": {"name": "B"}})
        rows = ask(self.control.url + "/rows/accounts").json()["rows"]
        self.assertEqual([row["name"] for row in rows], ["B"])

    def test_counters_and_journal(self):
        self.get(ACCOUNTS)
        counters = ask(self.control.url + "/counters").json()
        self.assertEqual((counters["requests"], counters["tokens"]), (2, 1))
        entries = ask(self.control.url + "/journal?since=1").json()["entries"]
        self.assertEqual(len(entries), 1)
        self.assertEqual(entries[0]["query"], {"$select": "name"})
        self.send({"do": "reset_journal"})
        self.assertEqual(ask(self.control.url + "/counters"
                             ).json()["requests"], 0)

    def test_clock(self):
        self.send({"do": "advance", "seconds": 90})
        self.assertEqual(ask(self.control.url + "/time").json()["now"],
                         "2026-06-09T12:01:30.000Z")

    def test_errors_are_told(self):
        for reply in (self.send({"do": "x"}),
                      self.send({"do": "delete", "set": "accounts",
                                 "key": "x"}),
                      ask(self.control.url + "/rows/x"),
                      ask(self.control.url + "/commands", "POST", {}, "{")):
            self.assertEqual(reply.status, 400)
            self.assertTrue(reply.json()["error"])
        self.assertEqual(ask(self.control.url + "/x").status, 404)

    def test_list_of_commands_ends_at_the_first_that_fails(self):
        self.send({"do": "create", "set": "accounts", "row": {"name": "A"}},
                  {"do": "x"},
                  {"do": "create", "set": "accounts", "row": {"name": "B"}})
        self.assertEqual(len(self.double.table("accounts")), 1)


class ProgramTest(unittest.TestCase):

    def test_starts_every_system_and_ends_with_its_input(self):
        systems = list(CLASSES)
        with subprocess.Popen(
                [sys.executable, "-m", "tests.doubles.run", *systems],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True) as program:
            started = [json.loads(program.stdout.readline())
                       for _ in systems]
            self.assertEqual([line["system"] for line in started], systems)
            for line in started:
                self.assertEqual(ask(line["control"] + "/counters").status,
                                 200)
            program.stdin.close()
            self.assertEqual(program.wait(timeout=20), 0)

    def test_commands_of_a_file_and_a_clock_that_runs(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump([{"do": "create", "set": "accounts",
                        "row": {"name": "A"}}], file)
            file.flush()
            with subprocess.Popen(
                    [sys.executable, "-m", "tests.doubles.run", "dataverse",
                     "--commands", file.name, "--real-time", "--stay"],
                    cwd=ROOT, stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, text=True) as program:
                control = json.loads(program.stdout.readline())["control"]
                rows = ask(control + "/rows/accounts").json()["rows"]
                self.assertEqual([row["name"] for row in rows], ["A"])
                before = ask(control + "/time").json()["now"]
                while ask(control + "/time").json()["now"] == before:
                    time.sleep(0.01)
                program.terminate()
                self.assertEqual(program.wait(timeout=20), 0)

    def test_terminated_while_its_input_is_open(self):
        with subprocess.Popen(
                [sys.executable, "-m", "tests.doubles.run", "dataverse"],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True) as program:
            program.stdout.readline()
            program.terminate()
            self.assertEqual(program.wait(timeout=20), 0)

    def test_unknown_system(self):
        with self.assertRaises(ValueError):
            make("netsuite")


class ReadmeTest(unittest.TestCase):
    """What README.md and docs/doubles.md show works."""

    TEXT = "".join((ROOT / path).read_text(encoding="utf-8") for path in (
        "tests/doubles/README.md", "docs/doubles.md"))

    def test_example_in_python(self):
        block, = re.findall(r"```python\n(.*?)```", self.TEXT, re.DOTALL)
        done = subprocess.run([sys.executable, "-c", block], cwd=ROOT,
                              capture_output=True, text=True, check=True)
        self.assertIn("http://127.0.0.1:", done.stdout)

    def test_program(self):
        words = re.search(r"^python3 (-m tests\.doubles\.run .*)$", self.TEXT,
                          re.MULTILINE)[1].split()
        done = subprocess.run([sys.executable, *words], cwd=ROOT, input="",
                              capture_output=True, text=True, check=True)
        self.assertEqual(set(json.loads(done.stdout)),
                         {"system", "url", "control", "access"})

    def test_commands(self):
        """Each is run by the double of its section."""
        headings = {"Finance & Operations": "finance_operations",
                    "Business Central": "business_central",
                    "European Central Bank": "ecb"}
        system, count = "dataverse", 0
        for line in self.TEXT.splitlines():
            if line.startswith("## "):
                system = headings.get(line[3:], "dataverse")
            for text in re.findall(r'`(\{"do": [^`]*\})`', line):
                with make(system) as double:
                    double.apply(json.loads(text))
                count += 1
        self.assertEqual(count, 4)

    def test_kinds_of_faults_and_commands(self):
        told = set(re.findall(r"`(\w+)`", self.TEXT))
        self.assertLessEqual(set(KINDS), told)
        for system in CLASSES:
            with make(system) as double:
                commands = {name[3:] for name in dir(double)
                            if name.startswith("do_")}
            # What has an address of its own on the control port.
            self.assertLessEqual(commands - {"counters", "time",
                                             "deliveries"}, told, system)


class ClockTest(unittest.TestCase):

    def test_times_as_the_systems_write_them(self):
        noon = clock.parse("2026-06-09T12:00:00Z")
        for text in ("2026-06-09 12:00:00", "2026-06-09T14:00:00+02:00",
                     "2026-06-09T12:00Z", "2026-06-09T12:00:00.000Z"):
            self.assertEqual(clock.parse(text), noon, text)
        self.assertEqual(clock.iso(noon + 0.123, 3),
                         "2026-06-09T12:00:00.123Z")
        self.assertEqual(clock.rfc_2822(noon),
                         "Tue, 09 Jun 2026 12:00:00 +0000")
        with self.assertRaises(ValueError):
            clock.parse("yesterday")


class FilterTest(unittest.TestCase):

    def matches(self, text, row, **dialect):
        return compile_filter(text, Dialect(**dialect))(row)

    def test_precedence_and_parentheses(self):
        row = {"a": 1, "b": 2}
        self.assertTrue(self.matches("a eq 1 or b eq 1 and a eq 2", row))
        self.assertFalse(self.matches("(a eq 1 or b eq 1) and a eq 2", row))
        self.assertTrue(self.matches("not (a eq 2)", row))

    def test_nulls(self):
        for text, wanted in (("a eq null", True), ("a ne null", False),
                             ("a ne 'x'", True), ("a gt 1", False)):
            self.assertEqual(self.matches(text, {"a": None}), wanted, text)

    def test_texts_times_and_guids(self):
        row = {"t": "O'Brien", "at": "2026-06-09T12:00:00.5Z",
               "id": "AB000000-0000-4000-8000-000000000001"}
        for text in ("t eq 'O''Brien'", "startswith(t,'O')",
                     "at gt 2026-06-09T12:00:00Z", "at ge 2026-06-09",
                     "id eq ab000000-0000-4000-8000-000000000001"):
            self.assertTrue(self.matches(text, row), text)
        self.assertFalse(self.matches("t eq 'o''brien'", row))
        self.assertTrue(self.matches("t eq 'o''brien'", row,
                                     insensitive=True))
        self.assertTrue(self.matches("t eq '*bri*'", row, wildcards=True))

    def test_what_is_refused(self):
        for text in ("a", "a eq", "a eq 1 and", "a like 'x'", "a in (1)",
                     "foo(a,'x')", "a eq 1)", "a eq 'x", "1 eq a"):
            with self.assertRaises(FilterError, msg=text):
                self.matches(text, {"a": 1})
        self.assertTrue(self.matches("a in (1,2)", {"a": 2}, lists=True))


if __name__ == "__main__":
    unittest.main()
