#!/usr/bin/env python3
"""One version: that of project() in CMakeLists.txt.

    version_test.py LANDFALLD LANDFALL VERSION
"""

import json
import pathlib
import re
import subprocess
import sys
import unittest

LANDFALLD, LANDFALL, VERSION = sys.argv[1:4]
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


class VersionTest(unittest.TestCase):

    def test_programs(self):
        for program in LANDFALLD, LANDFALL:
            said = subprocess.run([program, "--version"], check=True,
                                  capture_output=True, text=True).stdout
            self.assertEqual(said.split(), [pathlib.Path(program).name,
                                            VERSION])

    def test_openapi(self):
        self.assertEqual(json.loads(read("docs/openapi.json"))["info"]
                         ["version"], VERSION)

    def test_python_package(self):
        said = re.search(r'^version = "(.+)"$',
                         read("client/python/pyproject.toml"), re.M)
        self.assertEqual(said[1], VERSION)

    def test_changelog(self):
        self.assertRegex(read("CHANGELOG.md"),
                         rf"(?m)^## \[{re.escape(VERSION)}\]")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
