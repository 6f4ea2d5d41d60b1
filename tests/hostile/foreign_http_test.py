"""Whom a server without auth answers, and what it says to what it cannot read.

    foreign_http_test.py LANDFALLD LANDFALL
"""

import json
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True

from probed_server import ProbedServer  # noqa: E402
from raw_http import Connection, get, request  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

RECORDS = "/v1/cards/ecom-absent/records?asOf=2026-04-13&pageSize=2"


def head(first_line, *lines):
    return ("\r\n".join([first_line, *lines]) + "\r\n\r\n").encode("latin-1")


# What the HTTP library refuses before anybody else sees it.
UNREADABLE = {
    "no host": (head("GET /v1/cards HTTP/1.1"), 400),
    "no host, a body": (head("POST /v1/check HTTP/1.1", "Content-Length: 2")
                        + b"{}", 400),
    "a length that is none": (head("POST /v1/check HTTP/1.1", "Host: localhost",
                                   "Content-Length: abc"), 400),
    "a signed length": (head("POST /v1/check HTTP/1.1", "Host: localhost",
                             "Content-Length: +2") + b"{}", 400),
    "a length beyond numbers": (head("POST /v1/check HTTP/1.1",
                                     "Host: localhost",
                                     "Content-Length: 99999999999999999999"),
                                413),
    "a header without a colon": (head("GET /v1/cards HTTP/1.1",
                                      "Host: localhost", "X-A"), 400),
    "a later header without a colon": (head("GET /v1/cards HTTP/1.1", "X-A",
                                            "Host: localhost"), 400),
    "a long head": (head("GET /v1/cards HTTP/1.1", "Host: localhost",
                         "X-A: " + "a" * 40000), 431),
    "many headers": (head("GET /v1/cards HTTP/1.1", "Host: localhost",
                          *[f"X-{i}: abc" for i in range(4000)]), 431),
    "a long first line": (head("GET /v1/cards?" + "a" * 40000 + " HTTP/1.1",
                               "Host: localhost"), 431),
    "a chunk that is none": (head("POST /v1/check HTTP/1.1", "Host: localhost",
                                  "Content-Type: application/json",
                                  "Transfer-Encoding: chunked") + b"zz\r\n",
                             400),
    "another version": (head("GET /v1/cards HTTP/3.7", "Host: localhost"), 400),
    "the NUL that hides 500 parameters": (
        head("GET /v1/cards\0?" + "&".join(f"a{i}=1" for i in range(500))
             + " HTTP/1.1", "Host: localhost"), 431),
    "a NUL and a false version": (
        head("GET /v1/cards\0HTTP/1.1?" + "&".join(
            f"a{i}=1" for i in range(1500)) + " HTTP/1.1", "Host: localhost"),
        431),
}


class ForeignHttpTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = ProbedServer(LANDFALLD, LANDFALL)
        cls.addClassCleanup(cls.server.kill)
        cls.server.import_all()
        cls.http = cls.server.http

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), self.server.log())
        self.assertEqual(get(self.http, "/readyz").status, 200)

    def ask(self, first_line, *lines, body=b""):
        with Connection(self.http) as connection:
            connection.send(head(first_line, *lines, "Connection: close")
                            + body)
            return connection.answer()

    def test_one_proper_answer_to_what_cannot_be_read(self):
        for name, (data, status) in UNREADABLE.items():
            with self.subTest(name), Connection(self.http) as connection:
                connection.send(data)
                whole = b""
                connection.socket.settimeout(5)
                try:
                    while part := connection.socket.recv(65536):
                        whole += part
                except ConnectionResetError:
                    pass
                top, _, body = whole.partition(b"\r\n\r\n")
                self.assertEqual(int(top.split()[1]), status, whole)
                # All of the rest is the body, and it is ours.
                self.assertIn(b"Content-Length: %d\r\n" % len(body), top)
                error = json.loads(body)["error"]
                self.assertEqual(error["code"], status)
                self.assertIn(error["reason"], (
                    "MALFORMED_REQUEST", "BODY_TOO_LARGE",
                    "METADATA_TOO_LARGE"))
                self.assertNotIn(b"html", whole.lower())

    def test_a_name_that_leads_here_by_a_trick(self):
        """DNS rebinding: the page's own origin is what it calls us by."""
        for host in ("evil.example:7451", "127.0.0.1.evil.example",
                     "localhost.evil.example"):
            lines = [f"Host: {host}", f"Origin: http://{host}"]
            for method, path, body in (
                    ("GET", "/v1/cards", b""), ("GET", "/metrics", b""),
                    ("POST", "/v1/records", b'{"source":"crm"}'),
                    ("DELETE", "/v1/sources/b2b/customer/201", b"")):
                with self.subTest(host=host, path=path):
                    answer = self.ask(
                        f"{method} {path} HTTP/1.1", *lines,
                        "Content-Type: application/json",
                        f"Content-Length: {len(body)}", body=body)
                    self.assertEqual(answer.status, 421, answer)
                    self.assertEqual(answer.error["reason"],
                                     "HOST_NOT_ALLOWED")
        self.assertEqual(get(self.http, "/v1/sources/b2b/customer/201").status,
                         200)

    def test_pages_of_other_origins(self):
        for lines in (["Origin: http://evil.example"], ["Origin: null"],
                      ["Origin: http://localhost:1"],
                      ["Sec-Fetch-Site: cross-site"],
                      ["Origin: http://localhost",
                       "Origin: http://evil.example"]):
            with self.subTest(lines):
                answer = self.ask("GET /v1/cards HTTP/1.1", "Host: localhost",
                                  *lines)
                self.assertEqual(answer.status, 403, answer)
                self.assertEqual(answer.error["reason"], "ORIGIN_NOT_ALLOWED")
        self.assertEqual(self.ask("GET / HTTP/1.1", "Host: localhost",
                                  "Sec-Fetch-Site: cross-site").status, 200)
        self.assertEqual(self.ask("GET /v1/cards HTTP/1.1", "Host: localhost:7",
                                  "Origin: http://localhost:7",
                                  "Sec-Fetch-Site: same-origin").status, 200)

    def test_whole_urls(self):
        """RFC 9112, 3.2.2: taken, and their host is the one that counts."""
        answer = self.ask(f"GET http://localhost:81{RECORDS} HTTP/1.1",
                          "Host: evil.example")
        self.assertEqual(answer.status, 200, answer)
        self.assertTrue(answer.json()["nextLink"].startswith(
            "http://localhost:81/v1/cards/ecom-absent/records?"), answer)
        for target, status in (
                ("HTTP://127.0.0.1/v1/cards", 200), ("http://[::1]", 200),
                ("http://[::1]?a=b", 200), ("http://evil.example/v1/cards", 421),
                ("http://localhost@evil.example/v1/cards", 400),
                ("http:///v1/cards", 400), ("ftp://localhost/v1/cards", 400),
                ("xv1/cards", 400), ("v1/cards", 400), ("?a", 400)):
            with self.subTest(target):
                answer = self.ask(f"GET {target} HTTP/1.1", "Host: localhost")
                self.assertEqual(answer.status, status, answer)

    def test_curl_through_and_past_the_rules(self):
        """A real client: as a proxy would be asked, and with slashes."""
        base = "http://%s:%d" % self.http

        def curl(*arguments):
            return subprocess.run(
                ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}",
                 *arguments], capture_output=True, text=True, check=True,
                timeout=30).stdout

        self.assertEqual(curl(f"{base}/v1/cards"), "200")
        self.assertEqual(curl(f"{base}//v1///cards/"), "200")
        self.assertEqual(curl("-0", f"{base}/v1/cards"), "200")
        self.assertEqual(curl("-x", base, "http://localhost/v1/cards"), "200")
        self.assertEqual(curl("-x", base, "http://evil.example/v1/cards"),
                         "421")
        self.assertEqual(curl("-H", "Host: evil.example", f"{base}/v1/cards"),
                         "421")

    def test_packed_bodies(self):
        for coding in "gzip", "deflate", "br, identity":
            answer = request(self.http, "POST", "/v1/check",
                             b'{"customer":{"emails":["a@b.de"]}}',
                             [("Content-Encoding", coding)])
            self.assertEqual(answer.status, 415, answer)
            self.assertEqual(answer.headers["accept-encoding"], "identity")
        answer = request(self.http, "POST", "/v1/check",
                         b'{"customer":{"emails":["a@b.de"]}}',
                         [("Content-Encoding", "identity")])
        self.assertEqual(answer.status, 200, answer)

    def test_announced_bodies_take_no_room(self):
        """Not even of addresses: some machines count those as well."""
        def virtual():
            with open(f"/proc/{self.server.pid}/statm",
                      encoding="ascii") as statm:
                return int(statm.read().split()[0]) * 4096

        before = virtual()
        crowd = []
        try:
            for _ in range(300):
                crowd.append(Connection(self.http))
                crowd[-1].send(head("POST /v1/check HTTP/1.1",
                                    "Host: localhost",
                                    "Content-Type: application/json",
                                    f"Content-Length: {4 << 20}") + b"{")
            self.assertEqual(get(self.http, "/readyz").status, 200)
            self.assertLess(virtual() - before, 256 << 20)
        finally:
            for connection in crowd:
                connection.socket.close()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
