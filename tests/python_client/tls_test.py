"""The Python client with TLS, a certificate of its own and an API key.

    tls_test.py LANDFALLD LANDFALL

Run by python_client_test.py with the Python that has the client.
"""

import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import landfall

LANDFALLD, LANDFALL = sys.argv[1:3]

CONFIG = """\
listen:
  grpc: {address: "127.0.0.1:0", tls: {cert: server.pem, key: server.key,
                                       client_ca: ca.pem}}
  http: "127.0.0.1:0"
store: {path: data}
legal_entities:
  - {id: USTR, name: US Trade Inc, source: erp}
sources:
  - {id: erp, system: finance_operations}
auth:
  api_keys:
"""


class TlsTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="landfall-tls-")
        cls.addClassCleanup(folder.cleanup)
        cls.home = pathlib.Path(folder.name)
        cls.make_certificates()
        lines = [line.strip() for line in subprocess.run(
            [LANDFALL, "keys", "new", "--role", "reader", "--format", "table"],
            capture_output=True, text=True, check=True).stdout.splitlines()]
        cls.key = next(line for line in lines if line.startswith("lf_"))
        line = next(line for line in lines if line.startswith("- {"))
        (cls.home / "landfall.yaml").write_text(CONFIG + "    " + line,
                                                encoding="utf-8")
        cls.process = subprocess.Popen(
            [LANDFALLD, "--config", cls.home / "landfall.yaml", "--ports-file",
             cls.home / "ports"], stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL)
        cls.addClassCleanup(cls.stop)
        for _ in range(1200):
            if (cls.home / "ports").is_file():
                break
            time.sleep(0.05)
        ports = (cls.home / "ports").read_text(encoding="utf-8")
        cls.address = dict(line.split(" ", 1)
                           for line in ports.splitlines())["grpc"]

    @classmethod
    def stop(cls):
        cls.process.terminate()
        cls.process.wait(timeout=60)

    @classmethod
    def openssl(cls, *arguments):
        subprocess.run(["openssl", *arguments], cwd=cls.home, check=True,
                       capture_output=True)

    @classmethod
    def make_certificates(cls):
        new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                   "-nodes")
        cls.openssl("req", "-x509", *new_key, "-subj", "/CN=test-ca", "-days",
                    "2", "-keyout", "ca.key", "-out", "ca.pem")
        for name in "server", "client":
            (cls.home / "names").write_text("subjectAltName=IP:127.0.0.1",
                                            encoding="ascii")
            cls.openssl("req", *new_key, "-subj", f"/CN={name}", "-keyout",
                        f"{name}.key", "-out", f"{name}.csr")
            cls.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem",
                        "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                        "-extfile", "names", "-out", f"{name}.pem")

    def sources(self, tls, api_key):
        with landfall.Client(self.address, tls=tls, api_key=api_key,
                             retry=landfall.Retry(attempts=1)) as client:
            return [source.id for source in client.sources()]

    def test_certificate_and_key(self):
        ours = landfall.Tls(ca=self.home / "ca.pem",
                            cert=self.home / "client.pem",
                            key=self.home / "client.key")
        self.assertEqual(self.sources(ours, self.key), ["erp"])
        with self.assertRaises(landfall.Unauthenticated) as caught:
            self.sources(ours, "lf_wrong")
        self.assertIs(caught.exception.reason,
                      landfall.ErrorReason.INVALID_CREDENTIALS)

    def test_without_what_the_server_asks_for(self):
        for tls in (False, True, landfall.Tls(ca=self.home / "ca.pem")):
            with self.subTest(tls=tls), \
                    self.assertRaises(landfall.Unavailable):
                self.sources(tls, self.key)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
