"""Servers for tests that speak HTTP to them."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent
                       / "end_to_end"))

from landfall_server import DEMO, LandfallServer  # noqa: E402, F401


class HttpLandfallServer(LandfallServer):

    @property
    def http_url(self):
        """The base URL, without a slash at its end."""
        return "http://" + self._addresses()["http"]


def new_key(landfall, role):
    """(key, line for the configuration)"""
    lines = [line.strip() for line in subprocess.run(
        [landfall, "keys", "new", "--role", role, "--id", role, "--format",
         "table"],
        capture_output=True, text=True, check=True,
        timeout=60).stdout.splitlines()]
    return (next(line for line in lines if line.startswith("lf_")),
            next(line for line in lines if line.startswith("- {")))


class GuardedServer(HttpLandfallServer):
    """One with the demonstration data that asks for an API key.

    `keys` are those that it knows, by their role.
    """

    def __init__(self, landfalld, landfall):
        self.keys = {}
        folder = pathlib.Path(tempfile.mkdtemp(prefix="landfall-guarded-"))
        try:
            shutil.copytree(DEMO, folder, dirs_exist_ok=True)
            with (folder / "landfall.yaml").open("a",
                                                 encoding="utf-8") as config:
                config.write("\nwebhooks: {allow: [127.0.0.1], "
                             "allow_private: true}\n")
                config.write("\nauth:\n  api_keys:\n")
                for role in "reader", "ingester", "admin":
                    self.keys[role], line = new_key(landfall, role)
                    config.write(f"    {line}\n")
            os.environ["LANDFALL_API_KEY"] = self.keys["admin"]
            super().__init__(landfalld, landfall, folder)
            self.import_all()
        finally:
            shutil.rmtree(folder)
