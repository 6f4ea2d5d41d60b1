"""Holds the sample exchanges against a running server.

    samples_test.py LANDFALLD LANDFALL             compare
    samples_test.py LANDFALLD LANDFALL --update    write the responses anew

The clients use these files as they are: what a client sends is a request of
this folder, and what its tests read is a response of it. README.md says which
values of a response are replaced before it is compared.
"""

import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True

from sample_server import SampleServer  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
LANDFALLD, LANDFALL = sys.argv[1:3]
UPDATE = "--update" in sys.argv[3:]

# What depends on when and how often the world was filled, and what stands in
# the samples instead. Nothing else may differ.
VOLATILE = (
    (re.compile(r'("(?:asOf|lastRead|windowEnd)":)"[^"]+"'),
     r'\1"2026-06-10T12:00:00Z"'),
    (re.compile(r'("windowStart":)"[^"]+"'), r'\1"2026-06-03T12:00:00Z"'),
    (re.compile(r'("revision":)"[^"]+"'), r'\1"42"'),
    (re.compile(r'("accepted":(?:true|false),"since":)"[^"]+"'),
     r'\1"2026-06-10T12:00:00Z"'),
    (re.compile(r'("lagSeconds":)[0-9.]+'), r"\g<1>0"),
)


def exchanges():
    """(name, role, method, path, status) of each exchange, in order."""
    lines = (HERE / "exchanges.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def sample(name, kind):
    return HERE / f"{name}.{kind}.json"


def normalized(body):
    for pattern, instead in VOLATILE:
        body = pattern.sub(instead, body)
    return body if body.endswith("\n") else body + "\n"


class SamplesTest(unittest.TestCase):

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = SampleServer(LANDFALLD, LANDFALL)
        cls.addClassCleanup(cls.server.stop)

    def test_every_exchange(self):
        listed = exchanges()
        self.assertGreater(len(listed), 5)
        for name, role, method, path, status in listed:
            with self.subTest(sample=name):
                body = None
                if method == "POST":
                    body = sample(name, "request").read_bytes().rstrip(b"\n")
                code, answer = self.server.exchange(role, method, path, body)
                if UPDATE:
                    sample(name, "response").write_text(normalized(answer),
                                                        encoding="utf-8")
                self.assertEqual(code, int(status), answer)
                self.assertEqual(
                    normalized(answer),
                    sample(name, "response").read_text(encoding="utf-8"))


class FilesTest(unittest.TestCase):

    def test_every_file_belongs_to_an_exchange(self):
        wanted = set()
        for name, _, method, _, _ in exchanges():
            wanted.add(f"{name}.response.json")
            if method == "POST":
                wanted.add(f"{name}.request.json")
        self.assertEqual(wanted, {path.name for path in HERE.glob("*.json")})

    def test_requests_are_as_a_client_writes_them(self):
        """One line of JSON without blanks, and a line feed."""
        for path in HERE.glob("*.request.json"):
            with self.subTest(sample=path.name):
                text = path.read_text(encoding="utf-8")
                self.assertEqual(text.count("\n"), 1)
                self.assertTrue(text.endswith("}\n"))

    def test_normalized(self):
        self.assertEqual(
            normalized('{"asOf":"2026-11-29T20:00:00.5Z","revision":"7"}'),
            '{"asOf":"2026-06-10T12:00:00Z","revision":"42"}\n')


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
