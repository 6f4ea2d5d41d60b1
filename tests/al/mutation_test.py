"""Makes mistakes in the AL sources, one at a time: every one is caught."""

import sys
import unittest

sys.dont_write_bytecode = True

import checks  # noqa: E402
from mutants import MUTANTS  # noqa: E402


class MutationTest(unittest.TestCase):

    def test_every_mistake_is_caught(self):
        checker = checks.Checker()
        caught = 0
        for rule, name, before, after in MUTANTS:
            with self.subTest(rule=rule, file=name, before=before):
                file = checker.file(name)
                self.assertIn(before, file.text, "the mutant fits nowhere")
                changed = file.text.replace(before, after, 1)
                seen = {f.rule for f in checker.findings_with(file.path,
                                                              changed)}
                self.assertIn(rule, seen, "not caught")
                caught += 1
        print(f"{caught} of {len(MUTANTS)} mistakes caught")
        self.assertGreaterEqual(len(MUTANTS), 50)

    def test_translations(self):
        """Mistakes in the German file."""
        checker = checks.Checker()
        file = checker.file("LDFSetup.Table.al")
        for what, before, after in (
                ("no target", "<target>Aktiviert</target>",
                 "<target></target>"),
                ("placeholder", "%1 muss mit", "Die Adresse muss mit"),
                ("source", "<source>Enabled</source>",
                 "<source>Enable</source>"),
                ("another id", 'id="Table', 'id="Tabelle')):
            with self.subTest(what=what):
                self.assertIn(before, checker.german)
                seen = {f.rule for f in checker.findings_with(
                    file.path, file.text,
                    german=checker.german.replace(before, after, 1))}
                self.assertEqual({"XLIFF"}, seen)

    def test_nothing_is_found_without_a_mistake(self):
        checker = checks.Checker()
        file = checker.file("LDFHttp.Codeunit.al")
        self.assertEqual([], [str(f) for f in checker.findings_with(
            file.path, file.text)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
