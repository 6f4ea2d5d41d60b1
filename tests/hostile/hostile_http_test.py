"""Requests that are no proper HTTP: smuggling, broken heads, bodies of any size.

    hostile_http_test.py LANDFALLD LANDFALL
"""

import socket
import sys
import threading
import time
import unittest

sys.dont_write_bytecode = True

from probed_server import ProbedServer, wait_until  # noqa: E402
from raw_http import Connection, get, post, request  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

MIB = 1 << 20
CARD = "/v1/cards/ecom-absent?asOf=2026-04-13"
CHECK = b'{"record":{"source":"b2b","type":"customer","id":"201"}}'

# What would be a second request if the first were read in another way.
SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: smuggled\r\n\r\n"


def post_head(*lines):
    return ("\r\n".join(["POST /v1/check HTTP/1.1", "Host: localhost",
                         "Content-Type: application/json", *lines])
            + "\r\n\r\n").encode("latin-1")


# Each must be refused, and nothing behind it may be taken for a request.
AMBIGUOUS = {
    "length and chunks": post_head("Content-Length: 5",
                                   "Transfer-Encoding: chunked")
    + b"0\r\n\r\n" + SMUGGLED,
    "chunks and length": post_head("Transfer-Encoding: chunked",
                                   f"Content-Length: {len(CHECK)}")
    + b"0\r\n\r\n" + SMUGGLED,
    "two lengths": post_head(f"Content-Length: {len(CHECK)}",
                             f"Content-Length: {len(CHECK) + len(SMUGGLED)}")
    + CHECK + SMUGGLED,
    "two lengths, the larger first":
        post_head(f"Content-Length: {len(CHECK) + len(SMUGGLED)}",
                  f"Content-Length: {len(CHECK)}") + CHECK + SMUGGLED,
    "a list of lengths": post_head(f"Content-Length: {len(CHECK)}, 3")
    + CHECK + SMUGGLED,
    "a signed length": post_head(f"Content-Length: +{len(CHECK)}")
    + CHECK + SMUGGLED,
    "a negative length": post_head("Content-Length: -1") + CHECK + SMUGGLED,
    "a length in hex": post_head(f"Content-Length: 0x{len(CHECK):x}")
    + CHECK + SMUGGLED,
    "a length of 2^64 + 56": post_head(
        f"Content-Length: {(1 << 64) + len(CHECK)}") + CHECK + SMUGGLED,
    "no length": post_head("Content-Length: ") + CHECK + SMUGGLED,
    "an unknown coding": post_head("Transfer-Encoding: xchunked")
    + b"0\r\n\r\n" + SMUGGLED,
    "a coding that is not the last": post_head(
        "Transfer-Encoding: chunked, identity") + b"0\r\n\r\n" + SMUGGLED,
    "chunks twice": post_head("Transfer-Encoding: chunked",
                              "Transfer-Encoding: chunked")
    + b"0\r\n\r\n" + SMUGGLED,
    "a space before the colon": post_head("Transfer-Encoding : chunked")
    + b"0\r\n\r\n" + SMUGGLED,
    "a folded coding": post_head("Transfer-Encoding:\r\n chunked")
    + b"0\r\n\r\n" + SMUGGLED,
    "a NUL in a name": b"GET /v1/cards HTTP/1.1\r\nHost: localhost\r\n"
    b"X\0A: b\r\n\r\n" + SMUGGLED,
    "a header without a colon":
        b"GET /v1/cards HTTP/1.1\r\nHost: localhost\r\nX-A\r\n\r\n" + SMUGGLED,
    "no host": b"GET /v1/cards HTTP/1.1\r\n\r\n" + SMUGGLED,
    "two hosts": b"GET /v1/cards HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
    + SMUGGLED,
    "a space before the colon of a length":
        post_head(f"Content-Length : {len(SMUGGLED)}") + SMUGGLED,
    "a tab before the colon of a length":
        post_head(f"Content-Length\t: {len(SMUGGLED)}") + SMUGGLED,
    "a space before the colon of chunks, beside a length":
        post_head(f"Content-Length: {len(CHECK)}",
                  "Transfer-Encoding : chunked") + CHECK + SMUGGLED,
    "a space before the colon of any header":
        post_head("X-A : b", f"Content-Length: {len(CHECK)}") + CHECK
        + SMUGGLED,
    "a space before the first header": b"GET /v1/cards HTTP/1.1\r\n"
    b" Host: localhost\r\nHost: localhost\r\n\r\n" + SMUGGLED,
    "a bracket in a name": post_head("X[0]: b", f"Content-Length: {len(CHECK)}")
    + CHECK + SMUGGLED,
    "no name": post_head(": b", f"Content-Length: {len(CHECK)}") + CHECK
    + SMUGGLED,
    "chunks in HTTP/1.0": post_head("Transfer-Encoding: chunked").replace(
        b"HTTP/1.1", b"HTTP/1.0") + b"0\r\n\r\n" + SMUGGLED,
    "a NUL in a value": b"GET /v1/cards HTTP/1.1\r\nHost: localhost\r\n"
    b"X-A: b\0c\r\n\r\n" + SMUGGLED,
    "two NULs in a value": post_head("X-A: b\0\0c",
                                     f"Content-Length: {len(CHECK)}")
    + CHECK + SMUGGLED,
    "a control character in a value": post_head(
        "X-A: b\x0bc", f"Content-Length: {len(CHECK)}") + CHECK + SMUGGLED,
    "a folded line": post_head("X-Folded: one\r\n two",
                               f"Content-Length: {len(CHECK)}")
    + CHECK + SMUGGLED,
    "a folded line that is empty": post_head(
        f"Content-Length: {len(CHECK)}\r\n\t") + CHECK + SMUGGLED,
    "bare line feeds": b"GET /v1/cards HTTP/1.1\nHost: localhost\n\n"
    + SMUGGLED,
    "a bare line feed in a value":
        b"GET /v1/cards HTTP/1.1\r\nHost: localhost\r\nX-A: b\n"
        b"Content-Length: 5\r\n\r\n" + SMUGGLED,
    "a bare carriage return": b"GET /v1/cards HTTP/1.1\r\nHost: localhost\r\n"
    b"X-A: b\rContent-Length: 5\r\n\r\n" + SMUGGLED,
    "a NUL in the path": b"GET /v1/ca\0rds HTTP/1.1\r\nHost: localhost\r\n\r\n"
    + SMUGGLED,
    "two spaces in the first line":
        b"GET  /v1/cards HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED,
    "a tab in the path":
        b"GET /v1/ca\trds HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED,
    "a host that is none":
        b"GET /v1/cards HTTP/1.1\r\nHost: a/b\r\n\r\n" + SMUGGLED,
    "a chunk size that is none": post_head("Transfer-Encoding: chunked")
    + b"zz\r\n" + CHECK + b"\r\n0\r\n\r\n" + SMUGGLED,
    "a chunk size of 2^64": post_head("Transfer-Encoding: chunked")
    + b"10000000000000000\r\n" + CHECK + b"\r\n0\r\n\r\n" + SMUGGLED,
    "a chunk longer than its size": post_head("Transfer-Encoding: chunked")
    + b"3\r\n" + CHECK + b"\r\n0\r\n\r\n" + SMUGGLED,
}

# Too much of a head: refused with 431, or 414 for the first line. Bytes, and
# whether they are beyond what the server takes.
LARGE_HEADS = {
    "a header of 9 kB": (b"X-A: " + b"a" * 9000 + b"\r\n", 200),
    "101 headers": (b"".join(b"X-%d: a\r\n" % i for i in range(101)), 200),
    "a header of 40 kB": (b"X-A: " + b"a" * 40000 + b"\r\n", 431),
    "4,000 headers": (b"".join(b"X-%d: abc\r\n" % i for i in range(4000)), 431),
    "a header of 1 MiB": (b"X-A: " + b"a" * MIB + b"\r\n", 431),
}


class HostileHttpTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = ProbedServer(LANDFALLD, LANDFALL)
        cls.addClassCleanup(cls.server.kill)
        cls.server.import_all()
        cls.http = cls.server.http
        cls.card = get(cls.http, CARD).json()
        del cls.card["revision"]

    def tearDown(self):
        """Whatever was sent: healthy, and the answers are the same."""
        self.assertIsNone(self.server.process.poll(), self.server.log())
        self.assertEqual(get(self.http, "/readyz").status, 200)
        card = get(self.http, CARD).json()
        del card["revision"]
        self.assertEqual(card, self.card)

    def test_ambiguous_requests_end_the_connection(self):
        for name, data in AMBIGUOUS.items():
            with self.subTest(name), Connection(self.http) as connection:
                start = time.monotonic()
                connection.send(data)
                answers, closed = connection.answers_until_closed(4)
                self.assertTrue(closed, f"still open after {answers}")
                self.assertLess(time.monotonic() - start, 4)
                # An end without a word is fine too: nothing was taken.
                self.assertLessEqual(len(answers), 1, answers)
                for answer in answers:
                    # 413: a size that no number holds.
                    self.assertIn(answer.status, (400, 413), answer)
                    self.assertEqual(answer.error["code"], answer.status)
                    self.assertEqual(answer.headers["connection"], "close")

    def test_large_heads(self):
        for name, (lines, status) in LARGE_HEADS.items():
            with self.subTest(name), Connection(self.http) as connection:
                connection.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                                + lines + b"Connection: close\r\n\r\n")
                answers, closed = connection.answers_until_closed(4)
                self.assertTrue(closed)
                if answers or status == 200:
                    self.assertEqual([a.status for a in answers], [status])
        answer = get(self.http, "/v1/cards?" + "a" * 40000)
        self.assertIn(answer.status, (414, 431))

    def test_many_parameters_are_answered(self):
        """They were taken apart in the memory that an answer needs, too."""
        for count in (100, 490, 500, 2000, 5000):
            with self.subTest(count):
                answer = get(self.http, CARD.partition("?")[0] + "?"
                             + "&".join(["a=b"] * count))
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer.error["reason"], "UNKNOWN_PARAMETER")

    def test_heads_that_just_fit_do_not_hang(self):
        """Answered or cut off, with a parameter of every size at the limit."""
        for size in range(32000, 33000, 40):
            with self.subTest(size), Connection(self.http) as connection:
                connection.send(b"GET /v1/cards?asOf=" + b"a" * size
                                + b" HTTP/1.1\r\nHost: localhost\r\n"
                                b"Connection: close\r\n\r\n")
                answers, closed = connection.answers_until_closed(4)
                self.assertTrue(closed)
                for answer in answers:
                    self.assertIn(answer.status, (400, 414, 431), answer)

    def test_first_lines_that_are_none(self):
        for line in (b"GET\r\n", b"GET /healthz\r\n", b"\0\0\0\0\r\n",
                     b"GET /healthz HTTP/9.9\r\n",
                     b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n",
                     b"PRI * HTTP/2.0\r\n"):
            with self.subTest(line), Connection(self.http) as connection:
                connection.send(line + b"Host: localhost\r\n"
                                b"Connection: close\r\n\r\n")
                answers, closed = connection.answers_until_closed(4)
                self.assertTrue(closed)
                self.assertLessEqual(len(answers), 1)
                for answer in answers:
                    self.assertIn(answer.status, (400, 404, 405, 505), answer)

    def test_other_methods(self):
        for method in ("PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW",
                       "get", "DELETE"):
            with self.subTest(method):
                answer = request(self.http, method, "/v1/check")
                self.assertEqual(answer.status, 405, answer)
                self.assertEqual(answer.headers["allow"], "POST")
                self.assertEqual(answer.error["reason"], "METHOD_NOT_ALLOWED")
        # TRACE must not send back what it got.
        answer = request(self.http, "TRACE", "/",
                         headers=[("X-Api-Key", "lf_secret")])
        self.assertNotIn(b"lf_secret", answer.body)

    def test_requests_in_a_row(self):
        """Pipelined requests are answered in their order, each once."""
        with Connection(self.http) as connection:
            connection.send(
                b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                b"GET /nothing HTTP/1.1\r\nHost: [::1]\r\n\r\n"
                + post_head(f"Content-Length: {len(CHECK)}") + CHECK
                + b"GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n")
            self.assertEqual([connection.answer().status for _ in range(4)],
                             [200, 404, 200, 200])

    def test_the_largest_body(self):
        """4 MiB are read; a byte more is 413."""
        for size, status, reason in ((4 * MIB, 400, "VALUE_TOO_LONG"),
                                     (4 * MIB + 1, 413, "BODY_TOO_LARGE")):
            with self.subTest(size):
                frame = b'{"customer":{"name":""}}'
                body = frame.replace(b'""', b'"%s"' % (b"a" * (
                    size - len(frame))))
                self.assertEqual(len(body), size)
                answer = post(self.http, "/v1/check", body)
                self.assertEqual(answer.status, status, answer)
                self.assertEqual(answer.error["reason"], reason)

    def test_a_large_body_is_refused_before_it_comes(self):
        for length in (64 * MIB, 1 << 40):
            with self.subTest(length), Connection(self.http) as connection:
                connection.send(post_head(f"Content-Length: {length}"))
                answer = connection.answer()
                self.assertEqual(answer.status, 413)
                self.assertEqual(answer.error["reason"], "BODY_TOO_LARGE")
                self.assertTrue(connection.closed_within(4))

    def test_chunks_without_end_are_cut(self):
        before = self.server.resident_bytes()
        with Connection(self.http) as connection:
            connection.send(post_head("Transfer-Encoding: chunked"))
            chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
            sent = 0
            while sent < 256 * MIB and connection.send(chunk):
                sent += len(chunk)
            self.assertLess(sent, 64 * MIB)
        self.assertLess(self.server.resident_bytes() - before, 16 * MIB)

    def test_many_large_bodies_do_not_stop_others(self):
        """Eight peers push 64 MiB each; a check is answered meanwhile."""
        before = self.server.resident_bytes()
        stop = threading.Event()

        def push():
            while not stop.is_set():
                with Connection(self.http) as connection:
                    connection.send(post_head("Transfer-Encoding: chunked"))
                    for _ in range(1024):
                        if stop.is_set() or not connection.send(
                                b"10000\r\n" + b" " * 0x10000 + b"\r\n"):
                            break

        threads = [threading.Thread(target=push) for _ in range(8)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(20):
                self.assertEqual(post(self.http, "/v1/check", CHECK).status,
                                 200)
                time.sleep(0.1)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        self.assertLess(self.server.resident_bytes() - before, 128 * MIB)

    def test_bodies_that_never_end_together(self):
        """All that peers have sent and not finished has a limit, as in gRPC."""
        before = self.server.resident_bytes()
        peers = []
        try:
            for _ in range(150):
                peers.append(Connection(self.http))
                peers[-1].send(post_head(f"Content-Length: {4 * MIB}")
                               + b" " * (4 * MIB - 1))
            self.assertLess(self.server.resident_bytes() - before, 400 * MIB)
            self.assertEqual(get(self.http, "/healthz").status, 200)
        finally:
            for peer in peers:
                peer.socket.close()

    def test_peers_that_go_away(self):
        """In the head, in the body, before the answer, with a reset."""
        files = self.server.open_files()
        for data in (b"GET /v1/ca", post_head("Content-Length: 56"),
                     post_head("Content-Length: 56") + CHECK[:10],
                     post_head("Transfer-Encoding: chunked") + b"5\r\nab",
                     post_head(f"Content-Length: {len(CHECK)}") + CHECK,
                     b"GET /v1/cards HTTP/1.1\r\nHost: a\r\n\r\n"):
            for reset in (False, True):
                for _ in range(25):
                    connection = Connection(self.http)
                    connection.send(data)
                    if reset:
                        connection.socket.setsockopt(
                            socket.SOL_SOCKET, socket.SO_LINGER,
                            b"\1\0\0\0\0\0\0\0")
                    connection.socket.close()
        # None of them is kept beyond its patience of 30 s.
        self.assertTrue(wait_until(
            lambda: self.server.open_files() <= files + 2, 45))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
