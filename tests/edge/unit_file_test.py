"""docs/systemd/landfalld.service, as systemd itself reads it.

    unit_file_test.py LANDFALLD SYSTEMD_ANALYZE

Whether the server runs in its sandbox cannot be tried without systemd as the
first process; that the unit is one, and how far it opens the system, can.
"""

import configparser
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

LANDFALLD, ANALYZE = sys.argv[1:3]

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
UNIT = ROOT / "docs" / "systemd" / "landfalld.service"
# In tenths: what systemd calls "OK", with nothing to spare.
MOST_EXPOSURE = 15


class UnitFileTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-unit-")
        cls.addClassCleanup(folder.cleanup)
        text = UNIT.read_text(encoding="utf-8")
        cls.path = pathlib.Path(folder.name) / UNIT.name
        cls.path.write_text(text.replace("/usr/bin/landfalld", LANDFALLD),
                            encoding="utf-8")
        parser = configparser.ConfigParser(strict=False, interpolation=None,
                                           delimiters="=")
        parser.optionxform = str
        parser.read_string(text)
        cls.service = parser["Service"]

    def analyze(self, *arguments):
        return subprocess.run([ANALYZE, *arguments, self.path],
                              capture_output=True, text=True, check=False,
                              timeout=60)

    def test_systemd_takes_it(self):
        done = self.analyze("verify", "--man=no")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_sandbox(self):
        done = self.analyze("security", "--offline=yes",
                            f"--threshold={MOST_EXPOSURE}")
        self.assertEqual(done.returncode, 0, done.stdout[-200:])
        level = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
        said = re.search(r"security landfalld` says ([0-9.]+) \(",
                         (ROOT / "docs" / "operations.md").read_text(
                             encoding="utf-8"))
        self.assertEqual(said.group(1), level.group(1))

    def test_what_the_server_relies_on(self):
        self.assertEqual(self.service["Restart"], "on-failure")
        # What starting again cannot mend, and nothing else (server/app/exit_code.h).
        self.assertEqual(self.service["RestartPreventExitStatus"], "64 78")
        self.assertGreaterEqual(int(self.service["LimitNOFILE"]), 16384)
        # Accepted calls are finished for 15 s before it ends.
        self.assertGreaterEqual(int(self.service["TimeoutStopSec"].rstrip("s")),
                                20)
        # A folder: a secret more or less changes nothing here.
        self.assertEqual(self.service["LoadCredential"],
                         "secret:/etc/landfall/secrets")
        self.assertNotIn("Environment", self.service)

    def test_memory_of_a_customer_is_the_same_everywhere(self):
        texts = [(ROOT / "docs" / name).read_text(encoding="utf-8")
                 for name in ("operations.md", "systemd/landfalld.service",
                              "monitoring/prometheus-alerts.yml")]
        said = [set(re.findall(r"bout (\d+) bytes (?:a|for each)\b", text))
                for text in texts]
        self.assertEqual(len(said[0]), 1)
        self.assertEqual(said, said[:1] * 3)

    def test_memory_alert_comes_first(self):
        alert = re.search(r"process_resident_memory_bytes.* > (\d+) \* 1024", (
            ROOT / "docs" / "monitoring" / "prometheus-alerts.yml").read_text(
                encoding="utf-8"))
        self.assertLess(int(alert.group(1)),
                        int(self.service["MemoryMax"].rstrip("G")))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
