"""A landfalld that a test may kill and start again on the same folder."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import time

from postgres_server import with_store


class ServerProcess:
    """One folder with a configuration and a store. Starts nothing by itself."""

    def __init__(self, landfalld, landfall, config):
        self._landfalld, self._landfall = landfalld, landfall
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="landfall-test-"))
        (self.home / "landfall.yaml").write_text(with_store(config),
                                                 encoding="utf-8")
        self._log = self.home / "server.log"
        self._process = None
        self.address = self.http = None

    def start(self, seconds=120):
        ports = self.home / "ports"
        ports.unlink(missing_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [self._landfalld, "--config", self.home / "landfall.yaml",
                 "--ports-file", ports], stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + seconds
        while not ports.is_file():
            if (self._process.poll() is not None
                    or time.monotonic() > deadline):
                raise RuntimeError("landfalld is not ready:\n"
                                   + self._log.read_text(encoding="utf-8"))
            time.sleep(0.02)
        lines = ports.read_text(encoding="utf-8").splitlines()
        addresses = dict(line.split(" ", 1) for line in lines)
        self.address, self.http = addresses["grpc"], addresses["http"]

    def keep_address(self, of="grpc"):
        """The next start listens where this one does, for gRPC or "http"."""
        address = {"grpc": self.address, "http": self.http}[of]
        config = self.home / "landfall.yaml"
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace(f'{of}: "127.0.0.1:0"',
                                       f'{of}: "{address}"'),
                          encoding="utf-8")

    def kill(self):
        """kill -9, at once."""
        self._process.kill()
        self._process.wait()

    def stop(self):
        """As an administrator does; returns the exit code."""
        self._process.terminate()
        return self._process.wait(timeout=120)

    def remove(self):
        if self._process is not None and self._process.poll() is None:
            self.kill()
        shutil.rmtree(self.home)

    def resident_bytes(self):
        status = pathlib.Path(f"/proc/{self._process.pid}/status")
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("no VmRSS")

    def command(self, *words):
        """The words of a call of the client."""
        return [self._landfall, *map(str, words), "--server", self.address,
                "--format", "json", "--timeout", "120s"]

    def ask(self, *words, seconds=1800):
        """Runs the client and returns what it printed."""
        done = subprocess.run(self.command(*words), capture_output=True,
                              text=True, check=False, timeout=seconds)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, words))}: exit code "
                               f"{done.returncode}\n{done.stderr}")
        return json.loads(done.stdout)

    def log_lines(self, text, at_least=1, seconds=60):
        """The lines of the log that hold `text`, once there are so many. A
        line is written behind the answer that it tells of."""
        end = time.monotonic() + seconds
        while True:
            lines = [line for line in self._log.read_text(
                encoding="utf-8").splitlines() if text in line]
            if len(lines) >= at_least or time.monotonic() > end:
                return lines
            time.sleep(0.02)

    def held(self):
        """Rows by "source/type"."""
        return {f"{source['id']}/{row['type']}": row["count"]
                for source in self.ask("sources")["sources"]
                for row in source["rowCounts"]}
