"""Peers that ask for much and read nothing of it.

    unread_answers_test.py LANDFALLD LANDFALL
"""

import json
import socket
import struct
import sys
import time
import unittest

sys.dont_write_bytecode = True

from http2_frames import (DATA, END_HEADERS, GRPC, HEADERS,  # noqa: E402
                          Http2Connection, SETTINGS, WINDOW_UPDATE, frame,
                          request_block)
from probed_server import (ProbedServer, SMALL_CONFIG,  # noqa: E402
                           TESTS, wait_until)
from raw_http import Connection, get, post  # noqa: E402

sys.path.insert(0, str(TESTS.parent / "client" / "python" / "src"))
from landfall._generated import promotion_service_pb2 as promotion  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

MIB = 1 << 20
PEERS = 60
CHECK = '{"customer":{"emails":["ann@contoso.com"]}}'
# What is allowed for all that is unread, and some for the work itself.
MOST = 256 * MIB + 160 * MIB
# No progress for 10 s is too long; test machines are slow now and then.
CUT_WITHIN = 10 + 25


def many_taxes(index):
    """A check that is answered with about as many lines as a check can be."""
    return {"customer": {"taxIds": [
        {"country": "DE", "value": f"{index:05}{number:03}x"}
        for number in range(100)]}}


BATCH = {"checks": [many_taxes(index) for index in range(990)]}


class UnreadAnswersTest(unittest.TestCase):

    def setUp(self):
        self.server = ProbedServer(LANDFALLD, LANDFALL, SMALL_CONFIG)
        self.addCleanup(self.server.kill)
        self.http = self.server.http

    def check_memory(self, peers_gone):
        """Bounded while nobody reads, and served again when they are cut."""
        before = self.server.resident_bytes()
        worst = 0
        end = time.monotonic() + CUT_WITHIN + 30
        while not peers_gone():
            self.assertLess(time.monotonic(), end, "they are still there")
            worst = max(worst, self.server.resident_bytes() - before)
            self.assertEqual(post(self.http, "/v1/check", CHECK).status, 200)
            time.sleep(0.3)
        print(f"memory grew by {worst / MIB:.0f} MiB", file=sys.stderr)
        self.assertLess(worst, MOST)

    def test_over_http(self):
        body = json.dumps(BATCH).encode("ascii")
        ask = (b"POST /v1/batch-check HTTP/1.1\r\nHost: localhost\r\n"
               b"Content-Type: application/json\r\nConnection: close\r\n"
               b"Content-Length: %d\r\n\r\n" % len(body)) + body
        self.assertGreater(len(post(self.http, "/v1/batch-check", body).body),
                           4 * MIB)
        peers = []
        for _ in range(PEERS):
            peer = Connection(self.http)
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            self.addCleanup(peer.socket.close)
            peer.send(ask)
            peers.append(peer)

        def gone():
            page = get(self.http, "/metrics").body.decode()
            return "\nlandfall_http_connections 1\n" in page
        self.check_memory(gone)

    def test_a_slow_reader_is_no_hindrance_and_is_left_alone(self):
        """Some kilobytes a second, for longer than a standstill may be."""
        body = json.dumps(BATCH).encode("ascii")
        with Connection(self.http) as peer:
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            peer.send(b"POST /v1/batch-check HTTP/1.1\r\nHost: localhost\r\n"
                      b"Content-Type: application/json\r\n"
                      b"Content-Length: %d\r\n\r\n" % len(body) + body)
            end = time.monotonic() + 20
            while time.monotonic() < end:
                self.assertTrue(peer.socket.recv(65536))
                time.sleep(0.5)
            while part := peer.socket.recv(1 << 20):
                if part.endswith(b"]}"):
                    break
            self.assertTrue(part.endswith(b"]}"))

    def unread_grpc(self, path, message, streams):
        """Connections that ask and never grant more than the first window."""
        data = message.SerializeToString()
        whole = b"\0" + struct.pack(">I", len(data)) + data
        peers = []
        for _ in range(PEERS):
            peer = Http2Connection(self.server.grpc_peer, greet=False)
            self.addCleanup(peer.socket.close)
            peer.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                      + frame(SETTINGS, 0, 0, struct.pack(">HI", 4, 0)))
            peer.acknowledge()
            peers.append(peer)
            for stream in range(1, 2 * streams, 2):
                peer.send(frame(HEADERS, END_HEADERS, stream,
                                request_block(path, more=GRPC)))
                self.upload(peer, stream, whole)
        return peers

    def upload(self, peer, stream, data):
        sent = peer.__dict__.setdefault("sent", {0: 0})
        sent[stream] = 0
        end = time.monotonic() + 20
        while sent[stream] < len(data) and time.monotonic() < end:
            window = min(peer.window - sent[0], peer.initial_window
                         + peer.stream_windows.get(stream, 0) - sent[stream],
                         16384, len(data) - sent[stream])
            if window <= 0:
                peer.read(0.05)
                continue
            at = sent[stream]
            last = at + window == len(data)
            peer.send(frame(DATA, 1 if last else 0, stream,
                            data[at:at + window]))
            sent[stream] += window
            sent[0] += window

    def check_grpc(self, path, kind):
        message = kind(checks=[promotion.CheckPromotionRequest(
            customer={"tax_ids": check["customer"]["taxIds"]})
            for check in BATCH["checks"][:400]])
        before = self.server.resident_bytes()
        peers = self.unread_grpc(path, message, 2)

        def gone():
            for peer in peers:
                peer.read(0)
            return all(peer.ended(stream) for peer in peers
                       for stream in (1, 3))
        grown = self.server.resident_bytes() - before
        print(f"memory grew by {grown / MIB:.0f} MiB", file=sys.stderr)
        self.assertLess(grown, MOST + 256 * MIB)
        self.check_memory(gone)
        self.assertTrue(wait_until(
            lambda: get(self.http, "/readyz").status == 200, 10))

    def test_unary_calls_over_grpc(self):
        self.check_grpc("/landfall.v1.PromotionService/BatchCheckPromotion",
                        promotion.BatchCheckPromotionRequest)

    def test_streams_over_grpc(self):
        self.check_grpc("/landfall.v1.PromotionService/StreamCheckPromotion",
                        promotion.StreamCheckPromotionRequest)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
