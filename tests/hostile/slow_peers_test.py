"""Peers that take their time: thousands of them must not stop a good one.

    slow_peers_test.py LANDFALLD LANDFALL
"""

import select
import socket
import sys
import time
import unittest

sys.dont_write_bytecode = True

from probed_server import (ProbedServer, SMALL_CONFIG,  # noqa: E402
                           raise_descriptor_limit, wait_until)
from raw_http import Connection, get, post  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

CHECK = '{"customer":{"emails":["ann@contoso.com"]}}'
POST = (b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\n")
# A test machine that compiles beside us is slow now and then.
SLACK = 15

MORE_THAN_ALLOWED = 10_000  # the server keeps 8,192


class Crowd:
    """Many connections that say one byte a second."""

    def __init__(self, address, count, opening, drip):
        self._drip = drip
        self._poll = select.poll()
        self._open = {}
        self.opened = time.monotonic()
        for _ in range(count):
            connection = socket.create_connection(address, timeout=30)
            connection.sendall(opening)
            connection.setblocking(False)
            self._poll.register(connection, select.POLLIN)
            self._open[connection.fileno()] = connection

    @property
    def open(self):
        """How many the server has not closed yet."""
        for number, _ in self._poll.poll(0):
            try:
                over = self._open[number].recv(4096) == b""
            except ConnectionResetError:
                over = True
            if over:
                self._drop(number)
        return len(self._open)

    def drip(self):
        for number, connection in list(self._open.items()):
            try:
                connection.send(self._drip)
            except BlockingIOError:
                pass
            except OSError:
                self._drop(number)

    def _drop(self, number):
        self._poll.unregister(number)
        self._open.pop(number).close()

    def close(self):
        for number in list(self._open):
            self._drop(number)


class SlowPeersTest(unittest.TestCase):

    def setUp(self):
        self.server = ProbedServer(LANDFALLD, LANDFALL, SMALL_CONFIG)
        self.addCleanup(self.server.kill)
        self.http = self.server.http

    def crowd(self, count, opening=b"", drip=b""):
        crowd = Crowd(self.http, count, opening, drip)
        self.addCleanup(crowd.close)
        return crowd

    def good_client_is_served(self):
        answer = post(self.http, "/v1/check", CHECK, timeout=10)
        self.assertEqual(answer.status, 200)

    def drip_until_closed(self, crowds, seconds):
        """Every second a byte from each and a question of a good client."""
        end = time.monotonic() + seconds
        while any(crowd.open for crowd in crowds):
            self.assertLess(time.monotonic(), end,
                            f"still open: {[crowd.open for crowd in crowds]}")
            for crowd in crowds:
                crowd.drip()
            self.good_client_is_served()
            time.sleep(1)

    def test_slow_heads_bodies_and_idle_ones(self):
        if raise_descriptor_limit(4000) < 4000:
            self.skipTest("needs 4,000 open files")
        memory = self.server.resident_bytes()
        heads = [self.crowd(250, b"GET /v1/cards HTTP/1.1\r\nX-A: ", b"a"),
                 self.crowd(250, b"", b"G")]
        idle = self.crowd(2000)
        bodies = [self.crowd(250, POST + b"Content-Length: 1000000\r\n\r\n{",
                             b" "),
                  self.crowd(250, POST + b"Transfer-Encoding: chunked\r\n\r\n",
                             b"1")]
        self.good_client_is_served()
        # No sooner than patience allows: an honest peer on a bad line.
        self.assertEqual([crowd.open for crowd in bodies], [250, 250])
        self.drip_until_closed([*heads, idle], 15 + SLACK)
        self.drip_until_closed(bodies, 30 + SLACK)
        self.assertTrue(wait_until(lambda: self.server.open_files() < 200, 10))
        self.assertLess(self.server.resident_bytes() - memory, 128 << 20)

    def test_more_connections_than_allowed(self):
        """The longest idle make room, and newcomers are served."""
        if raise_descriptor_limit(MORE_THAN_ALLOWED + 500) < (
                MORE_THAN_ALLOWED + 500):
            self.skipTest("needs 10,500 open files")
        crowd = self.crowd(MORE_THAN_ALLOWED, b"GET /healthz HTTP/1.1\r\n"
                           b"Host: localhost\r\n\r\n")
        for _ in range(10):
            self.good_client_is_served()
        self.assertTrue(wait_until(lambda: crowd.open <= 8192, 10), crowd.open)
        self.assertGreater(crowd.open, 6000)
        crowd.close()
        self.good_client_is_served()

    def test_a_kept_connection_that_begins_slowly(self):
        """Closed 75 s after the last answer, however it trickles."""
        with Connection(self.http) as connection:
            connection.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual(connection.answer().status, 200)
            start = time.monotonic()
            connection.send(b"GET /v1/cards HTTP/1.1\r\nX-A: ")
            while not connection.closed_within(1):
                self.assertLess(time.monotonic() - start, 75 + SLACK)
                connection.send(b"a")
            # Twenty seconds of thought between two requests are fine.
            self.assertGreater(time.monotonic() - start, 20)

    def test_a_peer_that_does_not_read_its_answers(self):
        """Pipelines page after page without reading: it stops, not we."""
        memory = self.server.resident_bytes()
        with Connection(self.http, timeout=5) as connection:
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                         4096)
            ask = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100
            sent = 0
            try:
                while sent < 16 << 20 and connection.send(ask):
                    sent += len(ask)
            except (socket.timeout, TimeoutError):
                pass
            self.assertLess(sent, 16 << 20)
            self.good_client_is_served()
            self.assertLess(self.server.resident_bytes() - memory, 64 << 20)
        self.assertEqual(get(self.http, "/readyz").status, 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
