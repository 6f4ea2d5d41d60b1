"""Debian's nginx with the configuration that docs/nginx ships.

It runs as an ordinary process in a folder of its own. Of the shipped file only
addresses and the paths of the certificate are replaced; that each replacement
found its place is checked, so the file cannot drift away from the test.
"""

import os
import pathlib
import socket
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "hostile"))

from probed_server import wait_until  # noqa: E402

SHIPPED = TESTS.parent / "docs" / "nginx" / "landfall.conf"
NAME = "landfall.example.com"

MAIN = """\
{user}
daemon off;
worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/error.log info;
events {{ worker_connections 1024; }}
http {{
  access_log {home}/access.log;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  include {home}/landfall.conf;
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Edge:
    """An nginx in front of a landfalld; `replaced` are further changes."""

    def __init__(self, nginx, home, server, certificate, replaced=()):
        self.home = pathlib.Path(home)
        self.plain = ("127.0.0.1", free_port())
        self.secure = ("127.0.0.1", free_port())
        text = SHIPPED.read_text(encoding="utf-8")
        for old, new in (
                ("server 127.0.0.1:7451;", "server %s:%d;" % server.http),
                ("server 127.0.0.1:7450;", f"server {server.grpc};"),
                ("listen 80;", "listen %s:%d;" % self.plain),
                ("listen [::]:80;", ""),
                ("listen 443 ssl http2;",
                 "listen %s:%d ssl http2;" % self.secure),
                ("listen [::]:443 ssl http2;", ""),
                ("/etc/nginx/tls/landfall.pem", str(certificate[0])),
                ("/etc/nginx/tls/landfall.key", str(certificate[1])),
                *replaced):
            if old not in text:
                raise AssertionError(f"{SHIPPED} has no '{old}'")
            text = text.replace(old, new)
        (self.home / "landfall.conf").write_text(text, encoding="utf-8")
        # As root it would go on as somebody who may not read this folder.
        user = "user root;" if os.geteuid() == 0 else ""
        (self.home / "nginx.conf").write_text(
            MAIN.format(home=self.home, user=user), encoding="utf-8")
        command = [nginx, "-p", self.home, "-c", self.home / "nginx.conf",
                   "-e", self.home / "error.log"]
        checked = subprocess.run([*command, "-t"], capture_output=True,
                                 text=True, check=False, timeout=60)
        if checked.returncode != 0:
            raise AssertionError(checked.stderr)
        self.warnings = [line for line in checked.stderr.splitlines()
                         if "[warn]" in line]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        if not wait_until(self._answers, 20):
            self.stop()
            raise AssertionError(self.log())

    def _answers(self):
        try:
            socket.create_connection(self.secure, timeout=5).close()
            return True
        except OSError:
            return False

    def log(self):
        return (self.home / "error.log").read_text(encoding="utf-8")

    def stop(self):
        self._process.terminate()
        self._process.wait(timeout=60)
