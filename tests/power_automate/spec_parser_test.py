"""Microsoft's own parser for agents and plugins reads our descriptions.

    spec_parser_test.py BUILD_FOLDER

It is @microsoft/m365-spec-parser and comes from npm the first time. It reads
the connector in both variants, and docs/openapi.json as a server with a
public_url serves it. Every operation must be valid.
"""

import json
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "generated_client"))

from connector import HOME, VARIANTS, VERBS, Connector  # noqa: E402
from node_packages import prepare, run  # noqa: E402

FOLDER = pathlib.Path(sys.argv[1]) / "spec-parser"
HERE_URL, PUBLIC_URL = '"url": "/"', '"url": "https://landfall.example.com"'


def judge(file, *output):
    return json.loads(run(FOLDER, "node", "judge.mjs", file, *output))


class SpecParserTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        prepare(HERE, FOLDER, "judge.mjs")

    def description(self, url):
        """docs/openapi.json with the address of a server."""
        text = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
        self.assertEqual(1, text.count(HERE_URL))
        file = FOLDER / "openapi.json"
        file.write_text(text.replace(HERE_URL, url), encoding="utf-8")
        return file

    def check_operations(self, told, wanted):
        self.assertEqual([], [o for o in told["operations"]
                              if not o["valid"]])
        self.assertEqual(sorted(wanted),
                         sorted(o["id"] for o in told["operations"]))
        self.assertEqual([], told["errors"])

    def test_every_operation_of_the_connector_is_valid(self):
        for name in VARIANTS:
            with self.subTest(variant=name):
                told = judge(HOME / name / "apiDefinition.swagger.json")
                self.check_operations(
                    told, [o.id for o in Connector.read(name).operations()])
                # It says that it converts from 2.0, and nothing else.
                self.assertEqual(["convert-swagger-to-openapi"], [
                    warning.split(":")[0] for warning in told["warnings"]])

    def test_every_operation_of_the_description_is_valid(self):
        description = json.loads((ROOT / "docs" / "openapi.json").read_text(
            encoding="utf-8"))
        wanted = [item[verb]["operationId"]
                  for item in description["paths"].values()
                  for verb in VERBS if verb in item]
        told = judge(self.description(PUBLIC_URL), FOLDER / "plugin")
        self.check_operations(told, wanted)
        self.assertEqual("valid", told["status"])
        self.assertTrue(told["generated"]["allSuccess"])
        plugin = json.loads((FOLDER / "plugin" / "plugin.json").read_text(
            encoding="utf-8"))
        self.assertEqual(len(wanted), len(plugin["functions"]))
        print(f"{len(wanted)} of {len(wanted)} operations are valid")

    def test_without_an_address_none_is(self):
        told = judge(self.description(HERE_URL))
        self.assertEqual("error", told["status"])
        self.assertEqual([], [o for o in told["operations"] if o["valid"]])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
