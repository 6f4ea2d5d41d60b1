"""A certification authority for a test, made with openssl."""

import datetime
import pathlib
import subprocess


class Authority:
    """`NAME.pem` and the certificates that it signs, in `folder`."""

    def __init__(self, folder, name="ca"):
        self.folder = pathlib.Path(folder)
        self.name = name
        self._openssl("req", "-x509", *self._new_key(name), "-subj",
                      f"/CN={name}", "-days", "2", "-out", f"{name}.pem")

    @property
    def certificate(self):
        return self.folder / f"{self.name}.pem"

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True,
                       capture_output=True, timeout=60)

    @staticmethod
    def _new_key(name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-keyout", f"{name}.key")

    def issue(self, name, hosts="IP:127.0.0.1,DNS:localhost", expired=False):
        """(certificate file, key file)"""
        (self.folder / f"{name}.ext").write_text(f"subjectAltName={hosts}\n",
                                                 encoding="ascii")
        self._openssl("req", *self._new_key(name), "-subj", f"/CN={name}",
                      "-out", f"{name}.csr")
        sign = ["-in", f"{name}.csr", "-out", f"{name}.pem"]
        if expired:
            self._sign_expired(name)
        else:
            self._openssl("x509", "-req", *sign, "-CA", self.certificate,
                          "-CAkey", f"{self.name}.key", "-CAcreateserial",
                          "-days", "2", "-extfile", f"{name}.ext")
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def _sign_expired(self, name):
        """`openssl x509` cannot sign for the past; `openssl ca` can."""
        (self.folder / "index.txt").write_text("", encoding="ascii")
        (self.folder / "serial").write_text("01\n", encoding="ascii")
        (self.folder / "ca.cnf").write_text(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\n"
            "new_certs_dir=.\ndefault_md=sha256\npolicy=p\n"
            "[p]\ncommonName=supplied\n", encoding="ascii")
        now = datetime.datetime.now(datetime.timezone.utc)
        days = [(now - datetime.timedelta(days=ago)).strftime("%Y%m%d%H%M%SZ")
                for ago in (3, 1)]
        self._openssl("ca", "-batch", "-config", "ca.cnf", "-cert",
                      self.certificate, "-keyfile", f"{self.name}.key",
                      "-startdate", days[0], "-enddate", days[1], "-notext",
                      "-extfile", f"{name}.ext", "-in", f"{name}.csr", "-out",
                      f"{name}.pem")
