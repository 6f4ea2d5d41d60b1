"""Tests that cannot run say so, with their reason, and fail nothing.

    skips_test.py CMAKE CTEST

Package indexes that nobody answers for stand for a machine without network.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CMAKE, CTEST = sys.argv[1:3]

NOWHERE = "http://127.0.0.1:1"
SKIPPED = 77

PROJECT = """\
cmake_minimum_required(VERSION 3.25)
project(suite LANGUAGES NONE)
enable_testing()
add_test(NAME good COMMAND sh -c "echo fine")
add_test(NAME bad COMMAND sh -c "echo 'Skipped: not at all'; exit 1")
add_test(NAME away COMMAND sh -c
  "echo 'noise'; echo 'Skipped: PyPI cannot be reached'; exit 77")
add_test(NAME mute COMMAND sh -c "exit 77")
set_tests_properties(good bad away mute PROPERTIES SKIP_RETURN_CODE 77)
"""


class SkipsTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="landfall-skips-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_offline(self, *command):
        """What a program does that finds no index, and none in a cache."""
        offline = {
            "PIP_INDEX_URL": NOWHERE + "/simple", "PIP_EXTRA_INDEX_URL": "",
            "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1",
            "PIP_FIND_LINKS": "", "PIP_NO_INDEX": "",
            "npm_config_registry": NOWHERE,
            "npm_config_cache": str(self.folder / "npm-cache"),
            "npm_config_fetch_retry_mintimeout": "10",
            "npm_config_userconfig": os.devnull}
        done = subprocess.run(
            [*map(str, command)], capture_output=True, text=True, check=False,
            timeout=300, env={**os.environ, **offline})
        return done.returncode, done.stdout + done.stderr

    def check_skipped(self, what, *command):
        code, output = self.run_offline(*command)
        self.assertEqual(code, SKIPPED, output)
        self.assertIn(f"Skipped: {what} cannot be reached", output)

    def test_python_packages(self):
        self.check_skipped(
            "PyPI", sys.executable, "-c",
            "import sys; sys.path.insert(0, sys.argv[1]); "
            "import python_environment; "
            "python_environment.prepare(sys.argv[2], ['wheel==0.42.0'])",
            ROOT / "tests" / "python_client", self.folder / "environment")

    def test_packages_of_the_page(self):
        self.check_skipped("npm's registry", ROOT / "tests" / "page" / "run",
                           self.folder / "page", "landfalld", "landfall")

    def test_packages_of_the_generated_client(self):
        self.check_skipped(
            "npm's registry", sys.executable,
            ROOT / "tests" / "generated_client" / "generated_client_test.py",
            "landfalld", "landfall", self.folder)

    def test_packages_of_the_clients_of_the_doubles(self):
        self.check_skipped(
            "npm's registry", sys.executable,
            ROOT / "tests" / "doubles" / "node_clients_test.py", self.folder)

    def test_packages_of_the_connector(self):
        folder = ROOT / "tests" / "power_automate"
        self.check_skipped("PyPI", sys.executable,
                           folder / "connector_test.py", self.folder)
        self.check_skipped("npm's registry", sys.executable,
                           folder / "spec_parser_test.py", self.folder)

    def test_summary_names_what_did_not_run(self):
        (self.folder / "CMakeLists.txt").write_text(PROJECT, encoding="utf-8")
        build = self.folder / "build"
        subprocess.run([CMAKE, "-S", self.folder, "-B", build],
                       capture_output=True, check=True)
        results = self.folder / "tests.xml"
        ran = subprocess.run([CTEST, "--test-dir", build, "--output-junit",
                              results], capture_output=True, check=False)
        self.assertNotEqual(ran.returncode, 0)
        told = subprocess.run(
            [ROOT / "scripts" / "skipped_tests.py", results],
            capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual(told[0],
                         "NOT RUN      away: PyPI cannot be reached")
        self.assertEqual(len(told), 2, told)
        self.assertTrue(told[1].startswith("NOT RUN      mute: "), told)

    def test_suite_prints_that_summary(self):
        script = (ROOT / "scripts" / "test").read_text(encoding="utf-8")
        self.assertIn("--output-junit", script)
        self.assertIn("scripts/skipped_tests.py", script)

    def test_the_demo_needs_no_test_tools(self):
        def packages(purpose):
            return set(subprocess.run(
                [ROOT / "scripts" / "install-dependencies", "--list", purpose],
                capture_output=True, text=True, check=True).stdout.split())
        build, test = packages("build"), packages("test")
        self.assertLess(build, test)
        self.assertLess(len(build), 30)
        for tool in ("chromium", "nodejs", "npm", "prometheus", "clang-14",
                     "libgtest-dev", "nginx-light"):
            self.assertNotIn(tool, build)
        demo = (ROOT / "scripts" / "demo").read_text(encoding="utf-8")
        self.assertIn("scripts/install-dependencies build\n", demo)
        wrong = subprocess.run(
            [ROOT / "scripts" / "install-dependencies", "everything"],
            capture_output=True, check=False)
        self.assertEqual(wrong.returncode, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
