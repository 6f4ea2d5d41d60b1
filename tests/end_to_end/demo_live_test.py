"""scripts/demo with and without --live: the same figures, and who arrives.

    demo_live_test.py BUILD_DIR
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = sys.argv[1]
SECTION = re.compile(r"^(?=\d\. |How to go on)", re.M)


def demo(*words):
    """{the first word of a section: its lines} of what the demo prints."""
    done = subprocess.run(
        [ROOT / "scripts" / "demo", *words], capture_output=True, text=True,
        check=False, timeout=300, stdin=subprocess.DEVNULL,
        env={**os.environ, "LANDFALL_BUILD": BUILD})
    if done.returncode != 0 or done.stderr:
        raise RuntimeError(f"{done.returncode}\n{done.stdout}{done.stderr}")
    return {text.split()[0]: text.splitlines()
            for text in SECTION.split(done.stdout) if text.strip()}


class DemoLiveTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.imported, cls.live = demo(), demo("--live")

    def test_both_worked_examples_are_the_same(self):
        for section in "2.", "3.", "4.":
            self.assertGreater(len(self.imported[section]), 10)
            self.assertEqual(self.live[section], self.imported[section])

    def test_says_what_is_pulled_and_what_is_imported(self):
        pulled = " ".join(self.live["1."])
        for source in "crm", "erp", "bc", "shop", "b2b", "commerce":
            self.assertRegex(pulled, rf"\b{source}\b")
        self.assertIn("erp-errors.csv", pulled)
        for name in "crm-accounts.json", "shop-orders.jsonl":
            self.assertNotIn(name, pulled)

    def test_somebody_arrives_and_lands(self):
        lines = [line for line in self.live["5."] if "Juniper" in line]
        self.assertEqual(len(lines), 2, self.live["5."])
        self.assertIn("ENTERED", lines[0])
        self.assertIn("LANDED", lines[1])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
