"""What peers of the gRPC listener can do to it, over bare sockets.

    hostile_grpc_test.py LANDFALLD LANDFALL

What a message alone can do is tested in tests/unit/serve. The endless header
frames that gRPC 1.51 cannot stop are the edge's part: tests/edge.
"""

import struct
import sys
import threading
import time
import unittest

import grpc

sys.dont_write_bytecode = True

from http2_frames import (CONTINUATION, DATA, END_HEADERS, GOAWAY,  # noqa: E402
                          GRPC, HEADERS, Http2Connection, PING, PREFACE,
                          RST_STREAM, frame, header_block, rapid_reset,
                          request_block)
from probed_server import (ProbedServer, SMALL_CONFIG,  # noqa: E402
                           raise_descriptor_limit, wait_until)
from raw_http import Connection, get  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

MIB = 1 << 20
SERVICE = "/landfall.v1.PromotionService"
LIST_SOURCES = "/landfall.v1.SourceService/ListSources"
WATCH_SAYS_DEAD = 70  # exit code


class HostileGrpcTest(unittest.TestCase):

    def setUp(self):
        self.server = ProbedServer(LANDFALLD, LANDFALL, SMALL_CONFIG)
        self.addCleanup(self.server.kill)
        self.peer = self.server.grpc_peer

    def ask(self, seconds=20):
        """A well-behaved call on a connection of its own."""
        with grpc.insecure_channel(
                self.server.grpc,
                options=[("grpc.use_local_subchannel_pool", 1)]) as channel:
            return channel.unary_unary(LIST_SOURCES)(b"", timeout=seconds)

    def still_serves(self):
        self.assertIsNone(self.server.process.poll(), self.server.log())
        self.assertGreater(len(self.ask()), 10)

    def connect(self, **options):
        connection = Http2Connection(self.peer, **options)
        self.addCleanup(connection.socket.close)
        return connection

    def test_silence_and_half_a_preface(self):
        """Closed after 5 s."""
        silent = [self.connect(greet=False) for _ in range(50)]
        for connection in silent[:25]:
            connection.send(PREFACE[:12])
        self.still_serves()
        start = time.monotonic()
        for connection in silent:
            self.assertTrue(connection.read_until(
                lambda: connection.closed, 20))
        self.assertLess(time.monotonic() - start, 20)

    def test_no_http2_at_all(self):
        for data in (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\0" * 64,
                     b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 99,
                     PREFACE + b"\xff" * 64,
                     PREFACE + frame(DATA, 0, 1, b"a"),
                     PREFACE + frame(HEADERS, END_HEADERS, 2, b"\x82")):
            with self.subTest(data[:24]):
                connection = self.connect(greet=False)
                connection.send(data)
                self.assertTrue(connection.read_until(
                    lambda: connection.closed or GOAWAY in connection.kinds(),
                    20))
        self.still_serves()

    def test_ping_flood(self):
        connection = self.connect()
        connection.acknowledge()
        for _ in range(200):
            connection.send(frame(PING, 0, 0, b"12345678"))
        self.assertTrue(connection.read_until(
            lambda: GOAWAY in connection.kinds() or connection.closed, 10))
        self.assertTrue(connection.read_until(lambda: connection.closed, 20))
        self.still_serves()

    def test_300_streams(self):
        """At most 100 are open on a connection; others are not harmed."""
        connection = self.connect()
        connection.acknowledge()
        block = request_block(f"{SERVICE}/StreamCheckPromotion", more=GRPC)
        for stream in range(1, 601, 2):
            connection.send(frame(HEADERS, END_HEADERS, stream, block))
        self.assertTrue(connection.read_until(
            lambda: connection.closed or GOAWAY in connection.kinds()
            or connection.kinds().count(RST_STREAM) >= 200, 10),
            connection.kinds())
        self.still_serves()

    def test_compressed_messages(self):
        with grpc.insecure_channel(self.server.grpc) as channel:
            call = channel.unary_unary(f"{SERVICE}/CheckPromotion")
            with self.assertRaises(grpc.RpcError) as caught:
                call(b"\x1a\x04USTR" * 1000, timeout=20,
                     compression=grpc.Compression.Gzip)
        self.assertEqual(caught.exception.code(),
                         grpc.StatusCode.UNIMPLEMENTED)
        self.still_serves()

    def test_a_gigabyte_is_announced(self):
        """All messages together stay within 256 MiB of memory."""
        before = self.server.resident_bytes()
        connection = self.connect()
        connection.acknowledge()
        connection.send(frame(HEADERS, END_HEADERS, 1, request_block(
            f"{SERVICE}/CheckPromotion", more=GRPC)))
        connection.send(frame(DATA, 0, 1, b"\0" + struct.pack(">I", 1 << 30)))
        sent = 5
        chunk = frame(DATA, 0, 1, b"\0" * 16384)
        worst = 0
        end = time.monotonic() + 90
        while sent < 1 << 30 and not connection.ended(1):
            self.assertLess(time.monotonic(), end)
            window = min(connection.window, connection.initial_window
                         + connection.stream_windows.get(1, 0)) - sent
            for _ in range(min(window // 16384, 64)):
                connection.send(chunk)
                sent += 16384
            connection.read(0 if window > 16384 else 0.05)
            if window <= 16384 and not connection.ended(1):
                connection.read(0.2)
            worst = max(worst, self.server.resident_bytes() - before)
            # A peer that gets no more room is held, which is as good.
            if window <= 0 and sent > 4 * MIB and worst > 200 * MIB:
                break
        print(f"announced 1 GiB: {sent / MIB:.0f} MiB were taken, memory grew "
              f"by {worst / MIB:.0f} MiB", file=sys.stderr)
        self.assertLess(worst, 400 * MIB)
        self.still_serves()

    def test_headers_of_a_peer_that_ignores_our_settings(self):
        connection = self.connect()
        block = request_block(f"{SERVICE}/CheckPromotion", more=(
            *GRPC, *((f"x-{i}", "a" * 8000) for i in range(25))))
        connection.send(frame(HEADERS, 0, 1, block[:16000]))
        rest = block[16000:]
        while rest:
            part, rest = rest[:16000], rest[16000:]
            connection.send(frame(CONTINUATION, 0 if rest else END_HEADERS, 1,
                                  part))
        connection.send(frame(DATA, 1, 1, b"\0\0\0\0\0"))
        self.assertTrue(connection.read_until(lambda: connection.ended(1), 20))
        trailers = connection.headers_of(1)
        if trailers:
            self.assertIn(b"grpc-status\x018", trailers)
        self.still_serves()

    def test_odd_headers(self):
        """Values that have crashed servers of this family."""
        for more in ((("te", "a" * 9000),), (("te", "gzip"),),
                     (("content-type", "text/html"),),
                     (("grpc-timeout", "99999999999999S"), *GRPC),
                     (("grpc-timeout", "-1S"), *GRPC),
                     (("grpc-encoding", "snappy"), *GRPC),
                     (("grpc-trace-bin", "!"), *GRPC),
                     (("grpclb_client_stats", "a"), *GRPC),
                     (("lb-token", "a" * 9000), *GRPC),
                     (("authorization", "Bearer \x01"), *GRPC),
                     (("", ""), *GRPC), (("X-Upper", "a"), *GRPC)):
            for pseudo in ({}, {"scheme": "ftp"}, {"method": "GET"},
                           {"authority": ""}):
                with self.subTest(more=str(more)[:60], pseudo=pseudo):
                    connection = self.connect()
                    connection.acknowledge()
                    block = request_block(f"{SERVICE}/CheckPromotion",
                                          more=more, **pseudo)
                    connection.send(frame(HEADERS, END_HEADERS, 1, block)
                                    + frame(DATA, 1, 1, b"\0\0\0\0\0"))
                    self.assertTrue(connection.read_until(
                        lambda: connection.ended(1), 20))
                    connection.socket.close()
        self.still_serves()

    def test_table_updates_and_indices_that_are_none(self):
        for block in (b"\x3f\xe1\xff\xff\xff\x7f", b"\xff\xff\xff\xff\xff\x7f",
                      b"\x80", b"\xbe" * 4096, b"\x20" * 4096,
                      header_block([("a", "b")])[:3]):
            with self.subTest(block[:8]):
                connection = self.connect()
                connection.acknowledge()
                connection.send(frame(HEADERS, END_HEADERS, 1, block))
                self.assertTrue(connection.read_until(
                    lambda: connection.ended(1), 20))
        self.still_serves()

    def test_rapid_reset_ends(self):
        """It costs time while it lasts, and nothing after it."""
        with Http2Connection(self.peer) as connection:
            count = rapid_reset(connection, request_block(
                LIST_SOURCES, more=GRPC), 3)
        print(f"{count} streams were opened and reset", file=sys.stderr)
        self.still_serves()
        self.assertTrue(wait_until(self.is_quiet, 20))

    def open_streams(self, call, channels, each):
        """(streams that stay open, codes of the others)"""
        streams = []
        for _ in range(channels):
            channel = grpc.insecure_channel(
                self.server.grpc, options=[("grpc.use_local_subchannel_pool",
                                            1)])
            self.addCleanup(channel.close)
            for _ in range(each):
                streams.append(call(channel))
        time.sleep(3)
        return (sum(stream.is_active() for stream in streams),
                {stream.code() for stream in streams
                 if not stream.is_active()})

    def test_streams_that_need_no_key(self):
        """Few watch health or ask for descriptions; others are refused."""
        stop = threading.Event()
        self.addCleanup(stop.set)

        def once(message):
            yield message
            stop.wait(60)

        def watch(channel):
            return channel.unary_stream("/grpc.health.v1.Health/Watch")(
                b"", timeout=60)

        def describe(channel):
            return channel.stream_stream(
                "/grpc.reflection.v1alpha.ServerReflection/"
                "ServerReflectionInfo")(once(b"\x3a\x00"), timeout=60)

        refused = {grpc.StatusCode.RESOURCE_EXHAUSTED}
        self.assertEqual(self.open_streams(watch, 1, 10), (4, refused))
        self.assertEqual(self.open_streams(watch, 70, 4), (256, refused))
        active, codes = self.open_streams(describe, 5, 20)
        self.assertLessEqual(active, 40)
        self.assertGreater(active, 0)
        self.assertEqual(codes, refused)
        self.still_serves()

    def is_quiet(self):
        before = self.server.cpu_seconds()
        time.sleep(1)
        return self.server.cpu_seconds() - before < 0.1

    def serves_again_or_ended(self):
        if self.server.process.poll() is not None:
            return True
        try:
            self.ask(seconds=2)
            return get(self.server.http, "/readyz", timeout=5).status == 200
        except (grpc.RpcError, OSError, AttributeError):
            return False

    def check_out_of_files(self, address, greeting):
        """More connections than the server may have files, then none.

        It takes connections again, or ends so that a new process can.
        """
        self.assertGreaterEqual(raise_descriptor_limit(1000), 1000)
        self.server.allow_files(self.server.open_files() + 20)
        crowd = [Connection(address) for _ in range(200)]
        for connection in crowd:
            connection.send(greeting)
        time.sleep(3)
        for connection in crowd:
            connection.socket.close()
        self.assertTrue(wait_until(self.serves_again_or_ended, 90),
                        self.server.log())
        code = self.server.process.poll()
        print("after running out of files:", "serves" if code is None
              else f"exit code {code}", file=sys.stderr)
        self.assertIn(code, (None, WATCH_SAYS_DEAD))
        if code is not None:
            self.assertIn("takes no connections any more", self.server.log())

    def test_out_of_files_by_grpc(self):
        self.check_out_of_files(self.peer, PREFACE)

    def test_out_of_files_by_http(self):
        self.check_out_of_files(self.server.http,
                                b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2)
