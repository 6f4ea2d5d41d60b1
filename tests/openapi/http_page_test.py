"""Runs the commands of docs/http.md and compares what they print.

    http_page_test.py LANDFALLD LANDFALL
"""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True

from http_server import DEMO, GuardedServer, HttpLandfallServer  # noqa: E402
from page_examples import Example, examples  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHOWN_URL = "http://127.0.0.1:7451"


class HttpPageTest(unittest.TestCase):

    def run_command(self, server, command):
        environment = {**os.environ, "NO_PROXY": "*"}
        if isinstance(server, GuardedServer):
            environment["LANDFALL_API_KEY"] = server.keys["admin"]
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c",
             command.replace(SHOWN_URL, server.http_url)],
            capture_output=True, text=True, check=False, timeout=60,
            env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.replace(server.http_url, SHOWN_URL)

    def test_every_command(self):
        page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
        found = examples(page)
        self.assertGreater(len(found), 10)
        open_server = HttpLandfallServer(LANDFALLD, LANDFALL, DEMO)
        self.addCleanup(open_server.stop)
        open_server.import_all()
        guarded_server = GuardedServer(LANDFALLD, LANDFALL)
        self.addCleanup(guarded_server.stop)
        for example in found:
            with self.subTest(command=example.command):
                needs_key = "LANDFALL_API_KEY" in example.command
                server = guarded_server if needs_key else open_server
                real = self.run_command(server, example.command)
                self.assertIsNone(example.differs(real), real)

    def test_the_server_hands_out_its_description(self):
        server = HttpLandfallServer(LANDFALLD, LANDFALL, DEMO)
        self.addCleanup(server.stop)
        self.assertEqual(
            self.run_command(server, f"curl -s {SHOWN_URL}/openapi.json"),
            (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))

    def test_every_path_is_on_the_page(self):
        page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
        description = json.loads((ROOT / "docs" / "openapi.json").read_text(
            encoding="utf-8"))
        for path in description["paths"]:
            self.assertIn(path, page)


class ExampleTest(unittest.TestCase):
    """That a difference would be noticed."""

    def test_json(self):
        shown = Example("", "json", '{"a": [1, "…"], "b": "x … z", "…": "…"}')
        for real, same in (('{"a": [1], "b": "x y z"}', True),
                           ('{"a": [1, 2], "b": "x  z", "c": 1}', True),
                           ('{"a": [2], "b": "x y z"}', False),
                           ('{"a": [], "b": "x y z"}', False),
                           ('{"a": [1], "b": "x y"}', False),
                           ('{"a": [1]}', False), ("{", False)):
            with self.subTest(real=real):
                self.assertEqual(shown.differs(real) is None, same)
        closed = Example("", "json", '{"a": [1]}')
        for real in '{"a": [1], "b": 1}', '{"a": [1, 2]}', '{"a": [true]}':
            with self.subTest(real=real):
                self.assertIsNotNone(closed.differs(real))

    def test_text(self):
        shown = Example("", "text", "one …\n…\nend\n")
        for real, same in (("one two\nend\n", True),
                           ("one \n2\n3\nend\n", True),
                           ("one two\n", False), ("end\n", False)):
            with self.subTest(real=real):
                self.assertEqual(shown.differs(real) is None, same)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
