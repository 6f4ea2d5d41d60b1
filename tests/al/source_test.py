"""Holds the AL sources of the extension against every rule. See README.md."""

import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True

import checks  # noqa: E402
import model  # noqa: E402
import rules_coverage as coverage  # noqa: E402
import translations  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


def version():
    cmake = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(landfall VERSION ([0-9.]+)", cmake).group(1)


class SourceTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.checker = checks.Checker()

    def expect_none(self, findings):
        self.assertEqual([], sorted(map(str, findings)))

    def test_every_rule(self):
        self.assertGreater(len(self.checker.app.objects), 50)
        self.assertGreater(len(self.checker.test.objects), 10)
        self.expect_none(self.checker.findings())

    def test_manifests(self):
        self.expect_none(coverage.manifests_are_right(checks.EXTENSION,
                                                      version()))

    def test_samples(self):
        self.expect_none(coverage.samples_are_the_shared_ones(
            self.checker.test, checks.EXTENSION / "test" / ".resources"))

    def test_names_outside_are_looked_at(self):
        """The list of external names is used, and is not far too short."""
        lines = (pathlib.Path(__file__).parent / "symbols" / "external.tsv"
                 ).read_text(encoding="utf-8").splitlines()
        self.assertGreater(len(lines), 1000)


class ExamplesTest(unittest.TestCase):
    """The AL in the documents."""

    def test_every_example(self):
        checker = checks.Checker()
        page = ROOT / "docs" / "business-central-developers.md"
        files = [model.read_text(page, written) for written in re.findall(
            r"^```al\n(.*?)^```$", page.read_text(encoding="utf-8"),
            re.M | re.S)]
        self.assertGreater(len(files), 4)
        self.assertEqual([], [str(f) for f in checker.findings_of(files)])


class TranslationTest(unittest.TestCase):

    def test_hash_is_the_compilers(self):
        """Pairs that the compiler made."""
        for written, number in (("", 18652612), ("Caption", 2879900210),
                                ("ToolTip", 1295455071), ("MyPage", 2931038265),
                                ("OnAction", 1377591017),
                                ("Assessee Code", 4117274083)):
            self.assertEqual(number, translations.hashed(written), written)


if __name__ == "__main__":
    unittest.main(verbosity=2)
