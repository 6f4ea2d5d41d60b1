#!/usr/bin/env python3
"""The commands that the documents show, as the programs take them.

    documents_test.py LANDFALLD LANDFALL

Every `landfall` and `landfalld` in a block of code is run. After "$ ", it is run
on the demo data, and what the page shows of its output must be there, line by
line and in this order, up to the first line with "…". The others are run
without a server: they must be right, so that only the server is missing. A block
of YAML with listeners and sources is a whole configuration, and must be right.
docs/http.md and docs/python.md have tests of their own.
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

from landfall_server import DEMO, LandfallServer  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"),
                *(ROOT / "client").rglob("*.md")])

BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.M | re.S)
PROGRAM = re.compile(r"(?:^|[|&] )(?P<shown>\$ )?(?P<line>landfalld? .*)")
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.M | re.S)
# Any variable will do, so that there is one.
SECRET = re.compile(r'"env:\w+"')
NOWHERE = "127.0.0.1:1"
MISSING_SERVER = 4
MISSING_CONFIG = 78


def words_of(line):
    """The arguments of the first program of a line, without its comment."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&<>;")
    lexer.commenters = "#"
    lexer.whitespace_split = True
    words = []
    for word in lexer:
        if set(word) <= set("|&<>;"):
            break
        words.append(word)
    return words[1:]


def plain(text):
    """Lines without what is only layout, or the time of day."""
    text = re.sub(r"(?<=default  )\d{4}-\d\d-\d\dT[\d:]+Z", "TIME", text)
    return [" ".join(line.split()) for line in text.splitlines()
            if line.strip()]


def shown_below(block, index):
    """The lines of output below a "$ " line, up to one that is cut short."""
    lines = []
    for line in block[index + 1:]:
        if line.startswith("$ ") or "…" in line:
            break
        lines.append(line)
    return plain("\n".join(lines))


class DocumentsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = LandfallServer(LANDFALLD, LANDFALL, DEMO)
        cls.addClassCleanup(cls.server.stop)
        cls.server.import_all()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="landfall-documents-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_words(self, program, words, server):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("LANDFALL_")}
        return subprocess.run(
            [program, *words], capture_output=True, text=True, check=False,
            timeout=60, cwd=self.folder, stdin=subprocess.DEVNULL,
            env={**environment, "LANDFALL_SERVER": server})

    def without_server(self, words):
        """`words` with files that exist, and a server that does not."""
        for i, word in enumerate(words):
            if "/etc/landfall" in word:
                words[i] = word.replace("/etc/landfall", str(self.folder))
            elif words[i - 1] == "--server":
                words[i] = NOWHERE
            elif re.fullmatch(r"[\w.-]+\.(json|jsonl|csv)", word):
                (self.folder / word).write_text("{}\n", encoding="utf-8")
        return words

    def check_other(self, line):
        if line.startswith("landfalld"):
            words = [word.replace("/etc/landfall", str(self.folder))
                     for word in words_of(line)]
            done = self.run_words(LANDFALLD, words, NOWHERE)
            self.assertEqual(done.returncode, MISSING_CONFIG, done.stderr)
            return
        words = self.without_server(words_of(line))
        if words[0] == "import":  # would wait for a server to come back
            done = self.run_words(LANDFALL, [*words, "--dry-run"],
                                  self.server.grpc)
            self.assertIn(done.returncode, (0, 1, 3), done.stderr)
            return
        done = self.run_words(LANDFALL, words, NOWHERE)
        asks = words[0] not in ("keys", "completion", "help", "--help")
        self.assertEqual(done.returncode, MISSING_SERVER if asks else 0,
                         done.stderr)

    def check_shown(self, line, shown):
        done = self.run_words(LANDFALL,
                              [*words_of(line), "--format", "table"],
                              self.server.grpc)
        real = iter(plain(done.stdout + done.stderr))
        for expected in shown:
            self.assertTrue(any(expected == line for line in real),
                            f"no {expected!r} in {done.stdout}{done.stderr}")

    def test_every_page(self):
        checked = 0
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            for block in BLOCK.findall(text):
                lines = block.splitlines()
                for i, line in enumerate(lines):
                    found = PROGRAM.search(line)
                    if found is None or page.name in ("http.md", "python.md"):
                        continue
                    checked += 1
                    with self.subTest(page=page.name, line=found["line"]):
                        if found["shown"]:
                            self.check_shown(found["line"],
                                             shown_below(lines, i))
                        else:
                            self.check_other(found["line"])
        self.assertGreater(checked, 20)

    def test_whole_configurations(self):
        checked = 0
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            for block in YAML.findall(text):
                if not (re.search(r"^listen:", block, re.M)
                        and re.search(r"^sources:", block, re.M)):
                    continue
                checked += 1
                file = self.folder / "landfall.yaml"
                file.write_text(SECRET.sub('"env:HOME"', block),
                                encoding="utf-8")
                with self.subTest(page=page.name, block=checked):
                    done = self.run_words(LANDFALLD, ["--check-config", file],
                                          NOWHERE)
                    self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(checked, 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
