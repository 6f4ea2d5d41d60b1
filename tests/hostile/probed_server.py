"""A real landfalld that a test can look into from outside, through /proc."""

import os
import pathlib
import resource
import shutil
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS / "openapi"))

from http_server import (DEMO, GuardedServer, HttpLandfallServer,  # noqa: E402, F401
                         new_key)

_TICKS = os.sysconf("SC_CLK_TCK")

# A configuration in which every source is fed by push, as short as it can be.
SMALL_CONFIG = """\
listen: {grpc: "127.0.0.1:0", http: "127.0.0.1:0"}
store: {path: ./landfall-data}
legal_entities:
  - {id: USTR, name: US Trade Inc, country: US, currency: USD, source: erp}
sources:
  - {id: erp, system: finance_operations}
  - {id: crm, system: dataverse}
  - {id: shop, system: shopify, channel: DTC}
expectation:
  - {ship_to: [US], entity: USTR}
"""


def raise_descriptor_limit(wanted):
    """Lets this process open `wanted` files; says how many it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, allowed), hard))
    return max(soft, allowed)


class ProbedServer(HttpLandfallServer):
    """One on a configuration text, or on that of tests/demo and `more`."""

    def __init__(self, landfalld, landfall, config=None, more=""):
        self._source = pathlib.Path(tempfile.mkdtemp(prefix="landfall-config-"))
        try:
            shutil.copytree(DEMO, self._source, dirs_exist_ok=True)
            text = config if config is not None else (
                DEMO / "landfall.yaml").read_text(encoding="utf-8")
            (self._source / "landfall.yaml").write_text(text + more,
                                                        encoding="utf-8")
            super().__init__(landfalld, landfall, self._source)
        except BaseException:
            shutil.rmtree(self._source)
            raise

    @property
    def http(self):
        """(host, port) of the HTTP listener."""
        host, port = self._addresses()["http"].rsplit(":", 1)
        return host, int(port)

    @property
    def grpc_peer(self):
        host, port = self.grpc.rsplit(":", 1)
        return host, int(port)

    @property
    def process(self):
        return self._process

    @property
    def pid(self):
        return self._process.pid

    @property
    def home(self):
        """The folder of its configuration."""
        return self._home

    def log(self):
        return self._log.read_text(encoding="utf-8", errors="replace")

    def cpu_seconds(self):
        """What it has used since its start, in user and kernel mode."""
        stat = pathlib.Path(f"/proc/{self.pid}/stat").read_text(
            encoding="ascii", errors="replace")
        fields = stat.rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def resident_bytes(self):
        statm = pathlib.Path(f"/proc/{self.pid}/statm").read_text(
            encoding="ascii")
        return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def open_files(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def allow_files(self, count):
        """Sets how many files it may have open from now on."""
        resource.prlimit(self.pid, resource.RLIMIT_NOFILE, (count, count))

    def stop(self):
        shutil.rmtree(self._source, ignore_errors=True)
        return super().stop()

    def kill(self):
        """Ends it at once, whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        self.stop()


def wait_until(condition, seconds, every=0.1):
    """Whether `condition()` came true within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(every)
    return bool(condition())
