#!/usr/bin/env python3
"""The command line, held against the guidelines of https://clig.dev.

    guidelines_test.py LANDFALLD LANDFALL

Each test is one of their headings; what they leave to taste is not here.
"""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import unittest

from landfall_server import DEMO, LandfallServer

LANDFALLD, LANDFALL = sys.argv[1:3]
ESCAPE = "\x1b["

# One line of each command that answers, in the demo data.
ANSWERS = (
    ("check", "--email", "ann@contoso.com"),
    ("explain", "b2b/customer/201", "--as-of", "2026-04-13"),
    ("cards", "--as-of", "2026-06-10"),
    ("card", "ecom-absent", "--as-of", "2026-04-13"),
    ("list", "ecom-absent", "--as-of", "2026-04-13", "--limit", "3"),
    ("history", "ecom-absent", "--from", "2026-04-01", "--to", "2026-04-13"),
    ("sources",),
)

# What was typed, and what was probably meant.
MISTAKES = (
    (("chekc",), "check"),
    (("keys", "lsit"), "keys list"),
    (("check", "--emial", "x"), "--email"),
    (("--sever", "x", "cards"), "--server"),
    (("list", "ecom-absent", "--reason", "NOT_FUOND"), "NOT_FOUND"),
    (("help", "imprt"), "import"),
)


def run(*words, env=None, stdin=subprocess.DEVNULL, timeout=60):
    return subprocess.run([LANDFALL, *words], capture_output=True, text=True,
                          check=False, timeout=timeout, stdin=stdin,
                          env={**os.environ, **(env or {})})


def on_terminal(*words, env=None):
    """What a person sees, who types nothing."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(LANDFALL, [LANDFALL, *words],
                  {"TERM": "xterm", **(env or {})})
    seen = b""
    try:
        while part := os.read(terminal, 65536):
            seen += part
    except OSError:  # the program has ended
        pass
    os.close(terminal)
    return seen.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def commands():
    """Those that the help lists, with those of groups."""
    found = []
    for group in (), *((name,) for name in names_in(run("--help").stdout)):
        below = names_in(run(*group, "--help").stdout)
        found += [(*group, name) for name in below]
    return found


def names_in(help_text):
    part = re.search(r"^Commands:\n((?:  .*\n)+)", help_text, re.M)
    return re.findall(r"^  (\w+)", part[1], re.M) if part else []


class GuidelinesTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = LandfallServer(LANDFALLD, LANDFALL, DEMO)
        cls.addClassCleanup(cls.server.stop)
        cls.server.import_all()
        os.environ["LANDFALL_SERVER"] = cls.server.grpc

    def expect_mistake(self, done, text=""):
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith("landfall: "), done.stderr)
        self.assertIn(text, done.stderr)

    # Help

    def test_help_everywhere(self):
        self.assertGreater(len(commands()), 12)
        for words in ((), *commands()):
            with self.subTest(words):
                texts = [run(*words, "--help"), run(*words, "-h"),
                         run("help", *words), run("-h", *words),
                         run(*words, "--format", "json", "-h")]
                for done in texts:
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertEqual(done.stderr, "")
                    self.assertEqual(done.stdout, texts[0].stdout)
                text = texts[0].stdout
                self.assertIn(" ".join(("Usage: landfall", *words)), text)
                self.assertNotIn(ESCAPE, text)
                self.assertLessEqual(max(map(len, text.splitlines())), 80)
                if words not in ((), ("keys",)):
                    self.assertIn("Examples:", text)

    def test_examples_come_before_exit_codes(self):
        text = run("--help").stdout
        self.assertLess(text.index("Commands:"), text.index("Connection:"))
        self.assertLess(text.index("Examples:"), text.index("Exit codes:"))

    def test_nothing_said_is_answered_in_brief(self):
        done = run()
        self.expect_mistake(done, "--help")
        self.assertLess(len(done.stderr.splitlines()), 6)

    def test_mistakes_name_what_was_meant(self):
        for words, meant in MISTAKES:
            with self.subTest(words):
                self.expect_mistake(run(*words), f"did you mean {meant}?")

    def test_version(self):
        done = run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^landfall \d+\.\d+\.\d+\n$")

    # Output

    def test_answers_go_to_stdout_alone(self):
        for words in ANSWERS:
            with self.subTest(words):
                done = run(*words)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertTrue(done.stdout.endswith("\n"))

    def test_errors_go_to_stderr_alone(self):
        for words, code in (
                (("card", "no-such-card"), 1),
                (("explain", "b2b/customer/nobody"), 1),
                (("card",), 2),
                (("cards", "--server", "127.0.0.1:1", "--timeout", "5s"), 4)):
            with self.subTest(words):
                done = run(*words)
                self.assertEqual((done.returncode, done.stdout), (code, ""))
                self.assertTrue(done.stderr.startswith("landfall: "))

    def test_a_pipe_gets_json_and_a_terminal_a_table(self):
        for words in ANSWERS:
            with self.subTest(words):
                piped = json.loads(run(*words).stdout)
                chosen = json.loads(run(*words, "--format=json").stdout)
                self.assertEqual(piped.keys(), chosen.keys())
                seen, code = on_terminal(*words, env=self.connection())
                self.assertEqual(code, 0, seen)
                self.assertFalse(seen.startswith("{"), seen)

    def test_json_keeps_its_members(self):
        words = ("card", "ecom-absent", "--as-of", "2026-04-13")
        first, second = run(*words).stdout, run(*words).stdout
        self.assertEqual(first, second)
        card = json.loads(first)
        for name in ("card", "title", "windowStart", "windowEnd", "asOf",
                     "revision", "count", "alert", "stages", "byChannel",
                     "bySource", "byEntity", "byReason", "ambiguousEntity",
                     "alsoInDataverse", "blockedValue", "largest", "twin",
                     "complete"):
            self.assertIn(name, card)

    def test_colour_is_for_terminals_that_want_it(self):
        words = ("cards", "--as-of", "2026-04-13")
        self.assertIn(ESCAPE, on_terminal(*words, env=self.connection())[0])
        for env in {"NO_COLOR": "1"}, {"TERM": "dumb"}:
            with self.subTest(env):
                seen, _ = on_terminal(*words, env={**self.connection(), **env})
                self.assertNotIn(ESCAPE, seen)
        seen, _ = on_terminal(*words, "--no-color", env=self.connection())
        self.assertNotIn(ESCAPE, seen)
        self.assertNotIn(ESCAPE, run(*words, "--format", "table").stdout)

    def test_there_is_no_pager(self):
        env = {**self.connection(), "PAGER": "/bin/false"}
        seen, code = on_terminal("--help", env=env)
        self.assertEqual(code, 0)
        self.assertEqual(seen.replace("\r\n", "\n"), run("--help").stdout)

    def test_progress_is_for_terminals(self):
        file = str(DEMO / "crm-accounts.json")
        words = ("import", "--source", "crm", "--type", "account", file)
        done = run(*words)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        seen, _ = on_terminal(*words, env=self.connection())
        self.assertIn("rows", seen)

    # Arguments and flags

    def test_flags_may_come_in_any_order(self):
        texts = {run(*words).stdout for words in (
            ("card", "ecom-absent", "--as-of", "2026-04-13", "--format", "csv"),
            ("card", "--as-of=2026-04-13", "--format=csv", "ecom-absent"),
            ("--format", "csv", "card", "--as-of", "2026-04-13", "--",
             "ecom-absent"))}
        self.assertEqual(len(texts), 1)

    def test_a_dash_is_standard_input(self):
        with (DEMO / "crm-accounts.json").open("rb") as file:
            done = run("import", "--source", "crm", "--type", "account", "-",
                       stdin=file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["rejected"], 0)

    def test_secrets_are_not_repeated(self):
        for words in (("cards", "--api-key", "s3cret", "--server", "127.1.1:9"),
                      ("cards", "--api-key", "s3cret", "--nope")):
            self.assertNotIn("s3cret", run(*words).stderr)

    # Interactivity

    def test_scripts_are_not_asked(self):
        for words in (*ANSWERS, ("erase", "crm/contact/nobody")):
            with self.subTest(words):
                self.assertIn(run(*words, timeout=30).returncode, (0, 1))

    def test_a_person_is_asked_before_something_is_lost(self):
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(LANDFALL, [LANDFALL, "erase", "crm/contact/nobody"],
                      {"TERM": "dumb", **self.connection()})
        os.write(terminal, b"n\n")
        seen = b""
        try:
            while part := os.read(terminal, 4096):
                seen += part
        except OSError:
            pass
        self.assertIn(b"for good? [y/N]", seen)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 2)

    # Robustness

    def test_ctrl_c_ends_at_once(self):
        with subprocess.Popen([LANDFALL, "import", "--source", "shop", "-"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            time.sleep(0.3)
            started = time.monotonic()
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(timeout=30), -signal.SIGINT)
            self.assertLess(time.monotonic() - started, 5)

    def test_a_reader_that_goes_away_ends_it(self):
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; '{LANDFALL}' --help | head -1"],
            capture_output=True, text=True, check=False, timeout=30)
        self.assertEqual(done.stderr, "")

    @classmethod
    def connection(cls):
        return {"LANDFALL_SERVER": cls.server.grpc,
                "PATH": os.environ["PATH"], "HOME": "/nonexistent"}


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
