"""TLS and mutual TLS on both listeners of landfalld.

    listener_tls_test.py LANDFALLD LANDFALL
"""

import http.client
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

from certificates import Authority  # noqa: E402
from http2_frames import GOAWAY, Http2Connection  # noqa: E402
from probed_server import ProbedServer, SMALL_CONFIG  # noqa: E402

LANDFALLD, LANDFALL = sys.argv[1:3]

BODY = json.dumps({"customer": {"emails": ["ann@contoso.com"]}})
REFUSALS = (ssl.SSLError, ConnectionError, http.client.HTTPException)


def config(tls):
    return SMALL_CONFIG.replace(
        'http: "127.0.0.1:0"}', 'http: "127.0.0.1:0", tls: {%s}}' % tls)


class TlsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-tls-")
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        cls.ca = Authority(cls.home)
        cls.pair = cls.ca.issue("server")
        cls.ours = cls.ca.issue("client")
        cls.expired = cls.ca.issue("expired", expired=True)
        cls.stranger = Authority(cls.home, "stranger").issue("theirs")
        server = f"cert: {cls.pair[0]}, key: {cls.pair[1]}"
        cls.plain = cls.start(server)
        cls.mutual = cls.start(f"{server}, client_ca: {cls.ca.certificate}")

    @classmethod
    def start(cls, tls):
        server = ProbedServer(LANDFALLD, LANDFALL, config(tls))
        cls.addClassCleanup(server.kill)
        return server

    def context(self, certificate=None, version=None, ca=None):
        context = ssl.create_default_context(
            cafile=str(ca or self.ca.certificate))
        if certificate is not None:
            context.load_cert_chain(*map(str, certificate))
        if version is not None:
            # Otherwise OpenSSL itself would not offer what is old.
            context.set_ciphers("DEFAULT@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
        return context

    def https(self, server, **options):
        """The status of a check, over a connection of its own."""
        host, port = server.http
        connection = http.client.HTTPSConnection(
            host, port, timeout=20, context=self.context(**options))
        try:
            connection.request("POST", "/v1/check", BODY,
                               {"Content-Type": "application/json"})
            return connection.getresponse().status
        finally:
            connection.close()

    def http2_answers(self, server, **options):
        """Whether the gRPC listener speaks to a peer of this kind."""
        context = self.context(**options)
        context.set_alpn_protocols(["h2"])
        try:
            with Http2Connection(server.grpc_peer, context,
                                 "127.0.0.1") as peer:
                peer.read_until(lambda: peer.frames, 10)
                return bool(peer.frames) and GOAWAY not in peer.kinds()
        except (ssl.SSLError, ConnectionError):
            return False

    def client(self, server, *arguments):
        return subprocess.run(
            [LANDFALL, "sources", "--format", "json", "--timeout", "5s",
             "--server", server.grpc, *map(str, arguments)],
            capture_output=True, text=True, check=False, timeout=60)

    def test_served(self):
        self.assertEqual(self.https(self.plain), 200)
        self.assertTrue(self.http2_answers(self.plain))
        done = self.client(self.plain, "--tls", "--tls-ca",
                           self.ca.certificate)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(json.loads(done.stdout)["sources"]), 3)

    def test_served_with_the_right_certificate(self):
        self.assertEqual(self.https(self.mutual, certificate=self.ours), 200)
        self.assertTrue(self.http2_answers(self.mutual,
                                           certificate=self.ours))
        done = self.client(self.mutual, "--tls", "--tls-ca",
                           self.ca.certificate, "--tls-cert", self.ours[0],
                           "--tls-key", self.ours[1])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_refused_without_the_right_certificate(self):
        for name, options in {
                "none": {}, "of another authority":
                {"certificate": self.stranger},
                "expired": {"certificate": self.expired}}.items():
            with self.subTest(name):
                with self.assertRaises(REFUSALS):
                    self.https(self.mutual, **options)
                self.assertFalse(self.http2_answers(self.mutual, **options))
        done = self.client(self.mutual, "--tls", "--tls-ca",
                           self.ca.certificate)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertEqual(self.https(self.mutual, certificate=self.ours), 200)

    def test_nothing_is_open_without_a_certificate(self):
        """Not even the page and the probes, and not with TLS 1.2 either."""
        host, port = self.mutual.http
        for version in ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
            for path in "/", "/healthz", "/metrics", "/openapi.json":
                connection = http.client.HTTPSConnection(
                    host, port, timeout=20,
                    context=self.context(version=version))
                with self.subTest(path), self.assertRaises(REFUSALS):
                    connection.request("GET", path)
                    connection.getresponse()
                connection.close()

    def test_versions(self):
        versions = ssl.TLSVersion
        for version, good in ((versions.TLSv1, False), (versions.TLSv1_1, False),
                              (versions.TLSv1_2, True),
                              (versions.TLSv1_3, True)):
            with self.subTest(version.name):
                if good:
                    self.assertEqual(self.https(self.plain, version=version),
                                     200)
                else:
                    with self.assertRaises(REFUSALS):
                        self.https(self.plain, version=version)
                self.assertEqual(
                    self.http2_answers(self.plain, version=version), good)

    def test_weak_ciphers(self):
        for cipher in ("AES128-SHA", "ECDHE-ECDSA-NULL-SHA", "AECDH-AES128-SHA",
                       "ECDHE-ECDSA-AES128-SHA"):
            with self.subTest(cipher):
                context = self.context(version=ssl.TLSVersion.TLSv1_2)
                context.set_ciphers(f"{cipher}:@SECLEVEL=0")
                host, port = self.plain.http
                with socket.create_connection((host, port)) as raw:
                    try:
                        chosen = context.wrap_socket(
                            raw, server_hostname=host).cipher()[0]
                    except (ssl.SSLError, ConnectionError):
                        continue
                # CBC with SHA-1 is old, not broken; no key exchange without
                # forward secrecy, no authentication or encryption left out.
                self.assertEqual(chosen, "ECDHE-ECDSA-AES128-SHA")

    def test_plain_text_gets_no_answer(self):
        for address in self.plain.http, self.plain.grpc_peer:
            with socket.create_connection(address, timeout=20) as raw:
                raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                answer = b""
                try:
                    while data := raw.recv(4096):
                        answer += data
                except ConnectionError:
                    pass
                self.assertNotIn(b"200 OK", answer)
                self.assertNotIn(b"ok", answer)
        done = self.client(self.plain)
        self.assertEqual(done.returncode, 4)

    def test_files_that_are_none(self):
        (self.home / "broken.pem").write_text("nothing", encoding="ascii")
        for tls in (f"cert: {self.home}/missing.pem, key: {self.pair[1]}",
                    f"cert: {self.home}/broken.pem, key: {self.pair[1]}",
                    f"cert: {self.pair[0]}, key: {self.ours[1]}",
                    f"cert: {self.pair[0]}, key: {self.pair[1]}, "
                    f"client_ca: {self.home}/broken.pem",
                    f"cert: {self.pair[0]}"):
            with self.subTest(tls), tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "landfall.yaml"
                path.write_text(config(tls), encoding="utf-8")
                done = subprocess.run([LANDFALLD, "--config", path],
                                      capture_output=True, text=True,
                                      check=False, timeout=60)
                self.assertEqual(done.returncode, 78, done.stderr)
                self.assertIn("tls", done.stderr.lower())

    def tearDown(self):
        for server in self.plain, self.mutual:
            self.assertIsNone(server.process.poll(), server.log())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[5:], verbosity=2,
                  warnings="ignore")  # of Python, about the old TLS we try
