"""Both variants of the connector: rules, Microsoft's schemas, mutants.

    connector_test.py BUILD_FOLDER

A mutant is a connector with one mistake. Every mutant must break a rule of the
point of the checklist that it is about. jsonschema comes from PyPI the first
time and stays in the build folder.
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

if len(sys.argv) > 1 and sys.argv[1] != "--prepared":
    sys.path.insert(0, str(ROOT / "tests" / "python_client"))
    import python_environment
    python = python_environment.prepare(
        pathlib.Path(sys.argv[1]) / "environment",
        ["-r", HERE / "requirements.txt"])
    sys.exit(subprocess.run([python, __file__, "--prepared"],
                            check=False).returncode)

import lint  # noqa: E402
import microsoft_schemas  # noqa: E402
import mutants  # noqa: E402
import released  # noqa: E402
from connector import HOME, VARIANTS, Connector, Finding  # noqa: E402

# Points that only a running server, a flow or a package can break; see
# contract_test.py, sync_test.py and flows_test.py. 50 is for a tenant.
ELSEWHERE = {28, 33, 36, 43, 45, 48, 49, 50}
OLD = released.load()


# Those that Microsoft's schemas judge, which takes a while.
BY_SCHEMA = {2, 37}


def judged(connector, by_schema=True):
    """All that is wrong."""
    found = lint.findings(connector, OLD)
    if not by_schema:
        return found
    found += [Finding(2, "definition", error) for error in
              microsoft_schemas.definition_errors(connector.definition)]
    found += [Finding(37, "properties", error) for error in
              microsoft_schemas.properties_errors(connector.properties)]
    return found


class ConnectorTest(unittest.TestCase):

    def test_breaks_no_rule(self):
        for name in VARIANTS:
            with self.subTest(variant=name):
                found = judged(Connector.read(name))
                self.assertEqual([], [str(finding) for finding in found])

    def test_variants_are_in_step(self):
        subprocess.run([sys.executable, HOME / "make_gateway.py", "--check"],
                       check=True)

    def test_a_copy_for_a_server_differs_in_its_host_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, HOME / "make_gateway.py", "--to",
                       folder, "--host"]
            subprocess.run([*command, "landfall.corp.contoso.com:8443"],
                           check=True)
            made = Connector("landfall-gateway", {
                path.name: path.read_bytes()
                for path in pathlib.Path(folder).iterdir()})
            self.assertEqual([], judged(made))
            self.assertEqual("landfall.corp.contoso.com:8443",
                             made.definition.pop("host"))
            whole = Connector.read("landfall-gateway")
            whole.definition.pop("host")
            self.assertEqual(whole.definition, made.definition)
            self.assertEqual(set(whole.files), set(made.files))
            for wrong in ("https://x.example.com", "x.example.com/landfall"):
                self.assertEqual(2, subprocess.run(
                    [*command, wrong], check=False,
                    capture_output=True).returncode)

    def test_version_is_that_of_the_product(self):
        text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
        version = Connector.read("landfall").definition["info"]["version"]
        self.assertIn(f"project(landfall VERSION {version} ", text)


class MutationTest(unittest.TestCase):

    def test_every_mutant_is_caught(self):
        originals = {name: Connector.read(name) for name in VARIANTS}
        before = {name: {finding.point for finding in judged(original)}
                  for name, original in originals.items()}
        count = 0
        for point, what, name, change in mutants.STATIC:
            with self.subTest(point=point, mutant=what):
                mutant = originals[name].mutated(change)
                caught = {finding.point for finding in
                          judged(mutant, point in BY_SCHEMA)}
                self.assertIn(point, caught - before[name])
                count += 1
        print(f"caught {count} of {len(mutants.STATIC)} mutants")

    def test_every_point_has_a_mutant(self):
        points = {point for point, *_ in mutants.STATIC}
        self.assertEqual(points | ELSEWHERE, set(range(1, 51)))
        self.assertFalse(points & ELSEWHERE)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
