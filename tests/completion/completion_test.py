#!/usr/bin/env python3
"""`landfall completion SHELL`, in the shell itself.

    completion_test.py LANDFALL SHELL

Bash and zsh run on a terminal of their own, where this test presses Tab; fish
says by itself what it would offer. Exits with 77 where the shell is missing.
"""

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

LANDFALL, SHELL = sys.argv[1:3]
PROGRAM = {"powershell": "pwsh"}.get(SHELL, SHELL)

# What is typed before Tab, and what stands there afterwards.
ONE_ANSWER = (
    ("landfall chec", "landfall check"),
    ("landfall ke", "landfall keys"),
    ("landfall keys rev", "landfall keys revoke"),
    ("landfall check --ema", "landfall check --email"),
    ("landfall --server localhost:1 expl",
     "landfall --server localhost:1 explain"),
    ("landfall list x --reason NOT_FO", "landfall list x --reason NOT_FOUND"),
    ("landfall cards --format=cs", "landfall cards --format=csv"),
    ("landfall card dataverse-n", "landfall card dataverse-not-promoted"),
    ("landfall completion fi", "landfall completion fish"),
    ("landfall help imp", "landfall help import"),
    ("landfall import --source shop cust", "landfall import --source shop "
                                           "customers.jsonl"),
    ("landfall card --tls-ca auth", "landfall card --tls-ca authority.pem"),
    # Nothing fits: nothing changes.
    ("landfall chekc", "landfall chekc"),
    ("landfall sources --email", "landfall sources --email"),
    ("landfall check --name cust", "landfall check --name cust"),
)


class Terminal:
    """A shell in a folder, and the keys that are pressed there."""

    def __init__(self, folder, command, setup):
        environment = {"PATH": f"{folder}/bin:{os.environ['PATH']}",
                       "HOME": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self.press(setup + "\n")
        self.result_of("echo re''ady\n", "ready")

    def press(self, keys):
        os.write(self.file, keys.encode())

    def result_of(self, keys, ending, seconds=30):
        """Presses keys and reads until a line of the output is the ending."""
        self.press(keys)
        text = ""
        deadline = time.monotonic() + seconds
        pattern = re.compile(rf"(?:^|[\r\n]){ending}\s*[\r\n]")
        while time.monotonic() < deadline:
            if select.select([self.file], [], [], 0.2)[0]:
                text += os.read(self.file, 65536).decode(errors="replace")
            found = pattern.search(text)
            if found:
                return found
        raise AssertionError(f"no {ending!r} in {text!r}")

    def line_after_tab(self, typed):
        # Home, and the line is an argument of printf instead of a command.
        found = self.result_of(f"{typed}\t\x01printf '<%s>\\n' \"\x05\"\n",
                               r"<(?P<line>[^\r\n%]*)>")
        return found["line"].rstrip()

    def close(self):
        self.press("\x03\x15exit\n")
        os.close(self.file)
        os.waitpid(self.pid, 0)


class CompletionTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-completion-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name).resolve()
        (cls.folder / "bin").mkdir()
        (cls.folder / "bin" / "landfall").symlink_to(LANDFALL)
        for name in "customers.jsonl", "authority.pem":
            (cls.folder / name).touch()
        cls.script = subprocess.run([LANDFALL, "completion", SHELL], check=True,
                                    capture_output=True, text=True).stdout

    @unittest.skipUnless(SHELL in ("bash", "zsh"), "has no terminal here")
    def test_tab(self):
        (self.folder / "script").write_text(self.script, encoding="utf-8")
        command, setup = {
            "bash": (["bash", "--norc", "--noprofile", "-i"],
                     "PS1='> '; source ./script"),
            "zsh": (["zsh", "-f", "-i"],
                    "PS1='> '; bindkey -e; autoload -U compinit; compinit -u; "
                    "source ./script"),
        }[SHELL]
        terminal = Terminal(self.folder, command, setup)
        self.addCleanup(terminal.close)
        for typed, expected in ONE_ANSWER:
            with self.subTest(typed):
                self.assertEqual(terminal.line_after_tab(typed), expected)

    @unittest.skipUnless(SHELL == "zsh", "a file of fpath is zsh's way")
    def test_installed_file(self):
        functions = self.folder / "functions"
        functions.mkdir()
        (functions / "_landfall").write_text(self.script, encoding="utf-8")
        terminal = Terminal(
            self.folder, ["zsh", "-f", "-i"],
            f"PS1='> '; bindkey -e; fpath+=({functions}); "
            "autoload -U compinit; compinit -u")
        self.addCleanup(terminal.close)
        self.assertEqual(terminal.line_after_tab("landfall chec"),
                         "landfall check")
        self.assertEqual(terminal.line_after_tab("landfall expl"),
                         "landfall explain")

    @unittest.skipUnless(SHELL == "fish", "only fish says what it would offer")
    def test_offers(self):
        environment = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}",
                       "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        for typed, expected in ONE_ANSWER:
            with self.subTest(typed):
                done = subprocess.run(
                    ["fish", "--no-config", "-c",
                     "landfall completion fish | source; "
                     f"complete -C '{typed}'"],
                    capture_output=True, text=True, check=True,
                    cwd=self.folder, env=environment)
                offered = [line.split("\t")[0]
                           for line in done.stdout.splitlines()]
                word = expected.split(" ")[-1]
                if typed == expected:
                    self.assertEqual([w for w in offered if w != word], [])
                else:
                    self.assertIn(word, offered)
                    self.assertTrue(all(w.startswith(typed.split(" ")[-1])
                                        for w in offered), offered)

    @unittest.skipUnless(SHELL == "powershell", "checked above")
    def test_powershell_offers(self):
        for typed, expected in ONE_ANSWER:
            if "import" in typed or "--tls-ca" in typed or typed == expected:
                continue  # files are PowerShell's own affair
            with self.subTest(typed):
                done = subprocess.run(
                    ["pwsh", "-NoProfile", "-Command",
                     "landfall completion powershell | Out-String | iex; "
                     f"(TabExpansion2 '{typed}' {len(typed)})"
                     ".CompletionMatches.CompletionText"],
                    capture_output=True, text=True, check=True,
                    env={**os.environ, "PATH": f"{self.folder}/bin:"
                                               f"{os.environ['PATH']}"})
                self.assertIn(expected.split(" ")[-1],
                              done.stdout.splitlines())


if __name__ == "__main__":
    if shutil.which(PROGRAM) is None:
        print(f"Skipped: {PROGRAM} is not installed"
              + (", and Debian has no package of it; the script for PowerShell "
                 "was not run" if SHELL == "powershell" else ""))
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
