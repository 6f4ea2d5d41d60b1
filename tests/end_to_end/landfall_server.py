"""Runs a landfalld for a test and asks it through the landfall client.

Both programs are the ones that were built; nothing is simulated. The server
gets a folder of its own and picks its ports.
"""

import json
import pathlib
import shutil
import subprocess
import tempfile
import time

from postgres_server import with_store

DEMO = pathlib.Path(__file__).resolve().parent.parent / "demo"


class LandfallServer:
    """A server on the configuration and payload files of a folder."""

    def __init__(self, landfalld, landfall, folder):
        self._landfall = landfall
        self._payloads = folder
        self._home = pathlib.Path(tempfile.mkdtemp(prefix="landfall-test-"))
        config = (folder / "landfall.yaml").read_text(encoding="utf-8")
        (self._home / "landfall.yaml").write_text(with_store(config),
                                                  encoding="utf-8")
        self._log = self._home / "server.log"
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [landfalld, "--config", self._home / "landfall.yaml",
                 "--ports-file", self._home / "ports"],
                stdout=log, stderr=subprocess.STDOUT)
        self.grpc = self._addresses()["grpc"]

    def _addresses(self, seconds=60):
        """Waits for the file in which the server says where it listens."""
        ports = self._home / "ports"
        for _ in range(seconds * 20):
            if ports.is_file():
                return dict(line.split(" ", 1) for line in
                            ports.read_text(encoding="utf-8").splitlines())
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("landfalld is not ready:\n"
                           + self._log.read_text(encoding="utf-8"))

    def run(self, *arguments, allowed=(0,)):
        """Runs the client and returns its standard output."""
        done = subprocess.run(
            [self._landfall, *arguments, "--server", self.grpc],
            capture_output=True, text=True, check=False, timeout=120,
            stdin=subprocess.DEVNULL)  # a terminal would be asked
        if done.returncode not in allowed:
            raise RuntimeError(f"landfall {' '.join(arguments)}: exit code "
                               f"{done.returncode}\n{done.stderr}")
        return done.stdout

    def ask(self, *arguments):
        return json.loads(self.run(*arguments, "--format", "json"))

    def imports(self):
        """(file, source, type, company) of every payload file."""
        table = (self._payloads / "imports.tsv").read_text(encoding="utf-8")
        return [line.split("\t") for line in table.splitlines()
                if not line.startswith("#")]

    def import_all(self, *flags):
        """Imports every payload file, with more `flags` of the command line
        such as a key; returns the counts by file."""
        counts = {}
        for name, source, record_type, company in self.imports():
            options = ["--source", source, "--type", record_type]
            if company:
                options += ["--company", company]
            counts[name] = self.ask("import", *flags, *options,
                                    str(self._payloads / name))
        return counts

    def stop(self):
        self._process.terminate()
        code = self._process.wait(timeout=60)
        shutil.rmtree(self._home)
        return code
