#!/usr/bin/env python3
"""Containerfile, read as text: what it names exists.

No image is built: there is no container engine where these tests run.
"""

import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Continued lines as one.
TEXT = re.sub(r"\s*\\\n\s*", " ", (ROOT / "Containerfile").read_text(
    encoding="utf-8"))
LINES = [line.split(maxsplit=1) for line in TEXT.splitlines()
         if line and not line.startswith("#")]


def said(instruction):
    return [rest for word, rest in LINES if word == instruction]


class ContainerfileTest(unittest.TestCase):

    def test_instructions_are_instructions(self):
        self.assertLessEqual(
            {word for word, _ in LINES},
            {"FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "EXPOSE",
             "STOPSIGNAL", "ENTRYPOINT", "CMD"})
        self.assertEqual([line.split()[0] for line in said("FROM")],
                         ["debian:12-slim"] * 2)

    def test_what_it_copies_exists(self):
        stages = {line.split(" AS ")[1] for line in said("FROM")
                  if " AS " in line}
        for line in said("COPY"):
            words = line.split()
            if words[0].startswith("--from="):
                self.assertIn(words[0].removeprefix("--from="), stages)
                continue
            for source in words[:-1]:
                self.assertTrue((ROOT / source).exists(), source)

    def test_what_it_runs_exists(self):
        for script in re.findall(r"\bscripts/\S+", " ".join(said("RUN"))):
            self.assertTrue((ROOT / script).is_file(), script)
        presets = (ROOT / "CMakePresets.json").read_text(encoding="utf-8")
        for preset in re.findall(r"--preset (\w+)", TEXT):
            self.assertIn(f'"name": "{preset}"', presets)
        path = re.search(r"-G DEB -B (\S+)", TEXT)[1]
        self.assertIn(f"COPY --from=build {path}/landfall_*.deb", TEXT)

    def test_packages_are_debians(self):
        listed = subprocess.run(
            [ROOT / "scripts/install-dependencies", "--list", "build"],
            capture_output=True, text=True, check=True).stdout.split()
        self.assertIn("dpkg-dev", listed)  # CPack asks it for dependencies
        known = subprocess.run(["apt-cache", "pkgnames"], capture_output=True,
                               text=True, check=True).stdout.split()
        self.assertEqual(set(listed) - set(known), set())
        for command in re.findall(r"apt-get install ([^&]+)", TEXT):
            for word in command.split():
                if not word.startswith("-"):
                    self.assertIn(".deb", word)

    def test_runs_without_root(self):
        last_stage = TEXT[TEXT.rindex("FROM "):]
        user = re.search(r"^USER (\w+)$", last_stage, re.M)[1]
        self.assertRegex(last_stage, rf"useradd --system .* {user}\b")
        self.assertIn('ENTRYPOINT ["/usr/bin/landfalld"]', last_stage)

    def test_the_build_tree_stays_outside(self):
        ignored = (ROOT / ".containerignore").read_text(encoding="utf-8")
        self.assertIn("build", ignored.splitlines())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
