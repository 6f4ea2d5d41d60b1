"""Landfall behind nginx, as docs/nginx/landfall.conf sets it up.

    nginx_test.py LANDFALLD LANDFALL NGINX
"""

import http.client
import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True

from edge import NAME, TESTS, Edge  # noqa: E402 (extends the path)
from certificates import Authority  # noqa: E402
from http2_frames import (DATA, END_HEADERS, END_STREAM, GOAWAY,  # noqa: E402
                          GRPC, HEADERS, Http2Connection, RST_STREAM,
                          continuation_flood, frame, rapid_reset,
                          request_block)
from probed_server import ProbedServer, new_key, wait_until  # noqa: E402
from raw_http import Connection, get  # noqa: E402

LANDFALLD, LANDFALL, NGINX = sys.argv[1:4]

MIB = 1 << 20
RECORD = ('{"record":{"source":"b2b","type":"customer","id":"201"},'
          '"asOf":"2026-04-13"}')
JSON = {"Content-Type": "application/json"}
ATTACK_SECONDS = 5
# Of one processor, while an attack goes on at the edge.
MOST_CPU = 0.05


class NginxTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-edge-")
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        cls.ca = Authority(cls.home)
        # nginx asks nobody who they are, so landfalld does.
        cls.key, line = new_key(LANDFALL, "admin")
        os.environ["LANDFALL_API_KEY"] = cls.key
        cls.server = ProbedServer(
            LANDFALLD, LANDFALL, more=f"\npublic_url: https://{NAME}\n"
            f"auth:\n  api_keys:\n    {line}\n")
        cls.addClassCleanup(cls.server.kill)
        cls.server.import_all()
        cls.certificate = cls.ca.issue(
            "edge", f"IP:127.0.0.1,DNS:localhost,DNS:{NAME}")

    def setUp(self):
        self.edge = self.start_edge()

    def start_edge(self, replaced=()):
        """One whose limits have counted nothing yet."""
        edge = Edge(NGINX, tempfile.mkdtemp(dir=self.home), self.server,
                    self.certificate, replaced)
        self.addCleanup(edge.stop)
        return edge

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), self.server.log())
        self.assertEqual(get(self.server.http, "/readyz").status, 200)

    def context(self, version=None, alpn=()):
        context = ssl.create_default_context(cafile=str(self.ca.certificate))
        if version is not None:
            context.set_ciphers("DEFAULT@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
        if alpn:
            context.set_alpn_protocols(list(alpn))
        return context

    def https(self, method, path, body=None, headers=(), version=None):
        """(response, its body)"""
        connection = http.client.HTTPSConnection(
            *self.edge.secure, timeout=30, context=self.context(version))
        try:
            connection.request(method, path, body,
                               {"Host": NAME, "X-Api-Key": self.key,
                                **dict(headers)})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def http2(self):
        return Http2Connection(self.edge.secure, self.context(alpn=["h2"]),
                               "localhost")

    def client(self, *arguments, server=None):
        return subprocess.run(
            [LANDFALL, *map(str, arguments), "--format", "json", "--server",
             server or "localhost:%d" % self.edge.secure[1], "--tls",
             "--tls-ca", self.ca.certificate],
            capture_output=True, text=True, check=False, timeout=120)

    def test_configuration_has_no_warnings(self):
        self.assertEqual(self.edge.warnings, [])

    def test_json_page_and_probes(self):
        response, body = self.https("POST", "/v1/check", RECORD, JSON)
        self.assertEqual(response.status, 200, body)
        self.assertEqual(json.loads(body)["verdict"], "NOT_PROMOTED")
        self.assertIn("max-age=", response.headers["Strict-Transport-Security"])
        self.assertEqual(len(response.headers["X-Request-Id"]), 32)
        for path in "/", "/readyz", "/openapi.json":
            response, body = self.https("GET", path)
            self.assertEqual(response.status, 200)
            self.assertGreater(len(body), 3)
        response, body = self.https("GET", "/")
        self.assertIn(b"<!doctype html>", body.lower())
        self.assertIn("default-src 'self'",
                      response.headers["Content-Security-Policy"])
        response, body = self.https("GET", "/v1/cards/ecom-absnt")
        self.assertEqual(response.status, 404)
        self.assertEqual(json.loads(body)["error"]["reason"], "UNKNOWN_CARD")

    def test_metrics_stay_inside(self):
        for path in ("/metrics", "/%6Detrics", "//metrics", "/v1/../metrics",
                     "/metrics/", "//metrics//"):
            response, body = self.https("GET", path)
            self.assertEqual(response.status, 404, path)
            self.assertNotIn(b"landfall_calls_total", body)
        self.assertEqual(get(self.server.http, "/metrics",
                             [("X-Api-Key", self.key)]).status, 200)

    def test_links_lead_back_here(self):
        path = "/v1/cards/ecom-absent/records?asOf=2026-04-13&pageSize=2"
        _, body = self.https("GET", path)
        self.assertTrue(json.loads(body)["nextLink"].startswith(
            f"https://{NAME}/v1/cards/ecom-absent/records?"), body)

    def test_escaped_ids_arrive_as_they_were_sent(self):
        response, body = self.https(
            "GET", "/v1/sources/shop/customer/gid%3A%2F%2Fshopify%2FCustomer%2F7")
        self.assertIn(json.loads(body).get("error", {}).get(
            "reason", "RECORD_NOT_HELD"), ("RECORD_NOT_HELD",))
        self.assertIn(response.status, (200, 404))

    def test_packed_answers(self):
        response, body = self.https("GET", "/v1/cards", None,
                                    {"Accept-Encoding": "gzip"})
        self.assertEqual(response.headers["Content-Encoding"], "gzip")
        self.assertEqual(body[:2], b"\x1f\x8b")

    def test_tls_versions(self):
        for version, good in ((ssl.TLSVersion.TLSv1, False),
                              (ssl.TLSVersion.TLSv1_1, False),
                              (ssl.TLSVersion.TLSv1_2, True),
                              (ssl.TLSVersion.TLSv1_3, True)):
            with self.subTest(version.name):
                if good:
                    self.assertEqual(self.https("GET", "/healthz",
                                                version=version)[0].status, 200)
                else:
                    with self.assertRaises((ssl.SSLError, ConnectionError)):
                        self.https("GET", "/healthz", version=version)

    def test_plain_http_is_sent_to_tls(self):
        with Connection(self.edge.plain) as connection:
            connection.send(b"POST /v1/check?a=b HTTP/1.1\r\nHost: evil.test"
                            b"\r\nContent-Length: 0\r\n\r\n")
            answer = connection.answer()
        self.assertEqual(answer.status, 308)
        self.assertEqual(answer.headers["location"],
                         f"https://{NAME}/v1/check?a=b")

    def test_body_limit(self):
        frame_of_body = '{"customer":{"name":""}}'
        for size, status, reason in ((4 * MIB, 400, "VALUE_TOO_LONG"),
                                     (4 * MIB + 1, 413, "BODY_TOO_LARGE")):
            body = frame_of_body.replace(
                '""', '"%s"' % ("a" * (size - len(frame_of_body))))
            for chunked in False, True:
                with self.subTest(size=size, chunked=chunked):
                    data = iter([body.encode()]) if chunked else body
                    try:
                        response, answer = self.https("POST", "/v1/check", data,
                                                      JSON)
                    except (ssl.SSLError, ConnectionError):
                        # It may stop reading before we stop writing.
                        self.assertEqual(status, 413)
                        continue
                    self.assertEqual(response.status, status, answer)
                    self.assertEqual(json.loads(answer)["error"]["reason"],
                                     reason)

    def test_head_limit(self):
        response, _ = self.https("GET", "/healthz", None, {"X-A": "a" * 7000})
        self.assertEqual(response.status, 200)
        response, _ = self.https("GET", "/healthz", None, {"X-A": "a" * 20000})
        self.assertIn(response.status, (400, 431))

    def test_smuggling(self):
        """What can be read in two ways does not reach landfalld."""
        before = self.calls_so_far()
        for lines in ("Content-Length: 5\r\nTransfer-Encoding: chunked",
                      "Content-Length: 5\r\nContent-Length: 6",
                      "Transfer-Encoding: xchunked",
                      "Transfer-Encoding: chunked, identity"):
            with self.subTest(lines):
                with Connection(self.edge.secure,
                                tls=self.context()) as connection:
                    connection.send((f"POST /v1/check HTTP/1.1\r\nHost: a\r\n"
                                     f"{lines}\r\n\r\n0\r\n\r\n").encode())
                    answer = connection.answer()
                self.assertIn(answer.status, (400, 501))
        self.assertEqual(self.calls_so_far(), before)
        # What landfalld itself cannot tell from a proper line.
        for line in (b"X-A: b\rX-C: d", b"X-A: b\0c", b"X-A: b\r\n c: d",
                     b"X\0A: b", b"Transfer-Encoding:\r\n chunked"):
            with self.subTest(line), Connection(
                    self.edge.secure, tls=self.context()) as connection:
                connection.send(b"GET /v1/check HTTP/1.1\r\nHost: a\r\n" + line
                                + b"\r\n\r\n")
                self.assertEqual(connection.answer().status, 400)
        self.assertEqual(self.calls_so_far(), before)

    def calls_so_far(self):
        """Calls over HTTP that landfalld has seen, without scrapes."""
        page = get(self.server.http, "/metrics",
                   [("X-Api-Key", self.key)]).body.decode()
        return [line for line in page.splitlines() if line.startswith(
            "landfall_calls_total") and "CheckPromotion" in line]

    def test_rate_limit(self):
        statuses = []
        connection = http.client.HTTPSConnection(
            *self.edge.secure, timeout=30, context=self.context())
        self.addCleanup(connection.close)
        for _ in range(400):
            connection.request("GET", "/healthz")
            response = connection.getresponse()
            body = response.read()
            statuses.append(response.status)
            if response.status == 429:
                self.assertEqual(json.loads(body)["error"]["reason"],
                                 "RATE_LIMITED")
                self.assertEqual(response.headers["Retry-After"], "1")
                break
        self.assertEqual(statuses[:100], [200] * 100)
        self.assertEqual(statuses[-1], 429)

    def test_backend_that_is_away(self):
        self.edge = self.start_edge(
            [("server %s:%d;" % self.server.http, "server 127.0.0.1:1;")])
        response, body = self.https("GET", "/v1/cards")
        self.assertEqual(response.status, 503)
        self.assertEqual(json.loads(body)["error"]["status"], "UNAVAILABLE")

    def test_grpc(self):
        done = self.client("card", "ecom-absent", "--as-of", "2026-04-13")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["count"], 17)
        # A stream in: nothing is new, all of it was read.
        done = self.client("import", "--source", "crm", "--type", "account",
                           TESTS / "demo" / "crm-accounts.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        summary = json.loads(done.stdout)
        self.assertGreater(summary["read"], 0)
        self.assertEqual(summary["unchanged"], summary["read"])
        # An error keeps its reason.
        done = self.client("card", "ecom-absnt")
        self.assertEqual(done.returncode, 1)
        self.assertIn("UNKNOWN_CARD", done.stderr)

    def test_stream_that_pauses(self):
        """Longer than a body may take: a stream is allowed to."""
        with self.http2() as peer:
            peer.acknowledge()
            peer.send(frame(HEADERS, END_HEADERS, 1, request_block(
                "/landfall.v1.PromotionService/StreamCheckPromotion",
                scheme="https", more=(*GRPC, ("x-api-key", self.key)))))
            # {checks: [{record: {source: "b2b"}}]}
            message = b"\x0a\x07\x0a\x05\x0a\x03b2b"
            data = frame(DATA, 0, 1, b"\0" + len(message).to_bytes(4, "big")
                         + message)
            peer.send(data)
            self.assertTrue(peer.read_until(
                lambda: DATA in peer.kinds() or peer.ended(1), 20))
            self.assertFalse(peer.ended(1), peer.frames)
            peer.read(13)
            self.assertFalse(peer.ended(1), peer.frames)
            answers = peer.kinds().count(DATA)
            peer.send(data)
            self.assertTrue(peer.read_until(
                lambda: peer.kinds().count(DATA) > answers, 20))

    def attack(self, what):
        """Runs an attack; the backend's share of a processor meanwhile."""
        self.assertTrue(wait_until(self.is_quiet, 30))
        cpu, start = self.server.cpu_seconds(), time.monotonic()
        stop = threading.Event()
        served = []

        def good_client():
            while not stop.wait(0.5):
                served.append(get(self.server.http, "/healthz").status)

        watcher = threading.Thread(target=good_client)
        watcher.start()
        try:
            while time.monotonic() - start < ATTACK_SECONDS:
                what(ATTACK_SECONDS - (time.monotonic() - start))
        finally:
            stop.set()
            watcher.join()
        share = ((self.server.cpu_seconds() - cpu)
                 / (time.monotonic() - start))
        print(f"backend: {100 * share:.1f} % of a processor", file=sys.stderr)
        self.assertLess(share, MOST_CPU)
        self.assertEqual(set(served), {200})
        # The edge still serves those who come in peace.
        time.sleep(3)
        self.assertEqual(self.https("GET", "/healthz")[0].status, 200)

    def is_quiet(self):
        before = self.server.cpu_seconds()
        time.sleep(0.5)
        return self.server.cpu_seconds() - before <= 0.01

    def test_continuation_flood(self):
        for path in ("/landfall.v1.PromotionService/CheckPromotion",
                     "/v1/check"):
            def flood(seconds, path=path):
                with self.http2() as peer:
                    sent = continuation_flood(peer, path, seconds)
                    peer.read(0.5)
                    self.assertTrue(peer.closed or GOAWAY in peer.kinds()
                                    or RST_STREAM in peer.kinds())
                    self.assertLess(sent, 32 * MIB)
            with self.subTest(path):
                self.attack(flood)

    def test_rapid_reset(self):
        for path, more in (("/landfall.v1.SourceService/ListSources", GRPC),
                           ("/v1/sources", ())):
            block = request_block(path, scheme="https",
                                  method="POST" if more else "GET", more=more)

            def reset(seconds, block=block):
                with self.http2() as peer:
                    peer.acknowledge()
                    rapid_reset(peer, block, seconds)
            with self.subTest(path):
                self.attack(reset)

    def test_slow_bodies_are_held_at_the_edge(self):
        """landfalld sees a call only when all of it is there."""
        connections = self.server.open_files()
        peers = []
        for _ in range(40):
            peer = Connection(self.edge.secure, tls=self.context())
            self.addCleanup(peer.socket.close)
            peer.send(b"POST /v1/check HTTP/1.1\r\nHost: a\r\nContent-Type: "
                      b"application/json\r\nContent-Length: 9999\r\n\r\n{")
            peers.append(peer)
        time.sleep(1)
        self.assertLess(self.server.open_files() - connections, 10)
        for peer in peers:
            answers, closed = peer.answers_until_closed(30)
            self.assertTrue(closed)
            self.assertLessEqual({answer.status for answer in answers}, {408})
        self.assertEqual(self.https("POST", "/v1/check", RECORD,
                                    JSON)[0].status, 200)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2,
                  warnings="ignore")  # of Python, about the old TLS we try
